//! Who acts. Every use case in `app` takes one and refuses what the actor may not do.

use serde::{Deserialize, Serialize};

use crate::ids::{ProgramId, StaffId, SubjectId};

/// Whoever asks for something to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "kebab-case")]
pub enum Actor {
    /// Nobody signed in.
    Anonymous,
    /// A person who proved possession of a known address.
    Subject {
        /// Which person.
        id: SubjectId,
    },
    /// A member of staff with a role.
    Staff {
        /// Which member of staff.
        id: StaffId,
        /// What they may do.
        role: StaffRole,
    },
    /// A program with a key; what the key may, its scopes say.
    Program {
        /// Which program.
        id: ProgramId,
    },
    /// Somebody with a shell on the machine and the data folder: the operator.
    Operator,
    /// The worker, carrying out what somebody allowed before.
    Worker,
    /// A synthetic person's drill.
    Drill,
}

/// What a member of staff may do. Which pages each may see stands at the routes, and what is not allowed there is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StaffRole {
    /// Decides on requests.
    Officer,
    /// Keeps systems and maps running; sees counts, never contents.
    Engineer,
    /// Reads everything that is evidence; changes nothing.
    Auditor,
    /// Works at a school: enters requests for its pupils, and sees nothing of anybody.
    SchoolContact,
}
