//! A request as it stands: what was fixed when it came in, and its state with the data of that state.

use jiff::Timestamp;
use kernel::ids::RequestId;
use serde::{Deserialize, Serialize};

use crate::deadline::Clocks;
use crate::identity::IdentityProof;
use crate::refusal::{RefusalGround, Remedy};
use crate::right::{Channel, Decider, Right, words};

/// One exercise of a right. Kept as one JSON value; whom it is about stands elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Which right.
    pub right: Right,
    /// How it came in.
    pub channel: Channel,
    /// Why it exists.
    pub origin: Origin,
    /// When anybody in the organisation received it: here the clock starts.
    pub received: Timestamp,
    /// The access request whose answer this erasure waits for; cleared once it need not wait.
    pub waits_for: Option<RequestId>,
    /// The times in which the clock stood still.
    pub suspensions: Vec<Suspension>,
    /// The extension, if the person was told of one.
    pub extension: Option<Extension>,
    /// What the person was asked back, if anything; the last question only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Question>,
    /// The first of two yeses to a plan that needs two people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endorsed: Option<Endorsement>,
    /// Where it stood before a refusal that can still be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Box<State>>,
    /// What a person of the organisation found, where that is the answer (art. 22(3), 77).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judgement: Option<Judgement>,
    /// When everything it is about had stopped, before it was judged (S97).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub halted: Option<Timestamp>,
    /// When the person was told what is about to happen, where that must come first (art. 18(3)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Timestamp>,
    /// Where it stands.
    pub state: State,
}

words! {
    /// Why a request exists.
    Origin = "origin" {
        /// Somebody asked.
        Asked = "asked",
        /// Somebody ended the service, which is a request to be forgotten (S29).
        EndOfService = "end-of-service",
        /// A restriction is to end (GDPR art. 18(3)); the request that it belongs with is the restriction.
        EndOfRestriction = "end-of-restriction",
    }
}

/// Something that must be known before the request can be worked out; the clock stands still until the answer
/// comes (EDPB guidelines 01/2022).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// When it was asked.
    pub asked: Timestamp,
    /// By whom.
    pub by: Decider,
    /// What, as the person is asked it.
    pub words: String,
    /// When the answer came, or an officer went on without one; none while it is awaited.
    pub ended: Option<Timestamp>,
}

words! {
    /// What a person of the organisation found.
    Finding = "finding" {
        /// The automated decision was right and stays.
        Upheld = "upheld",
        /// The automated decision is another now.
        Changed = "changed",
        /// No automated decision was taken about this person.
        NotAutomated = "not-automated",
        /// A reply, to somebody who complains.
        Replied = "replied",
    }
}

impl Finding {
    /// Whether a request for `right` can end with it.
    pub fn fits(self, right: Right) -> bool {
        match right {
            Right::HumanReview => self != Self::Replied,
            Right::Complaint => self == Self::Replied,
            _ => false,
        }
    }
}

/// What a person of the organisation found, and says to who asked. It can be written again until it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// Who looked.
    pub by: Decider,
    /// When.
    pub at: Timestamp,
    /// What they found.
    pub found: Finding,
    /// In words, as the person reads them.
    pub words: String,
}

/// One person's yes to a plan that needs two people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Endorsement {
    /// Whose.
    pub by: Decider,
    /// When.
    pub at: Timestamp,
}

/// A time in which it was not known who asks, or what exactly, so that the clock stood still (GDPR art. 12(6)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suspension {
    /// When the person was asked.
    pub asked: Timestamp,
    /// When the answer came; none while it is awaited.
    pub ended: Option<Timestamp>,
}

/// An extension of the term, announced with reasons within the first term (art. 12(3)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Decider,
    /// The reasons that the person is told.
    pub reasons: String,
}

/// What was found and would be done, summed up. The plan itself is kept by whoever made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanSummary {
    /// SHA-256 of the plan in hexadecimals: what is approved is exactly what was shown.
    pub digest: String,
    /// When it was made.
    pub made: Timestamp,
    /// The systems that have a part in it.
    pub systems: Vec<String>,
    /// How many rows were found in all.
    pub rows: u64,
}

/// Somebody's leave to carry a plan out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// How it is known who asks.
    pub identity: IdentityProof,
    /// The plan.
    pub plan: PlanSummary,
    /// Who allowed it.
    pub by: Decider,
    /// When.
    pub at: Timestamp,
}

/// Where a request stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case", deny_unknown_fields)]
pub enum State {
    /// It came in; it is not known who asks.
    Filed,
    /// The person was asked to show who they are; the clock stands still.
    AwaitingIdentity {
        /// Since when.
        since: Timestamp,
    },
    /// It is being worked out what it will do.
    Planning {
        /// How it is known who asks.
        identity: IdentityProof,
    },
    /// An officer can look at the plan.
    Planned {
        /// How it is known who asks.
        identity: IdentityProof,
        /// What it will do.
        plan: PlanSummary,
    },
    /// It may be carried out.
    Approved {
        /// The leave.
        approval: Approval,
    },
    /// It is being carried out, system by system.
    Executing {
        /// The leave.
        approval: Approval,
        /// Since when.
        since: Timestamp,
    },
    /// The answer is being packed and sealed.
    Answering {
        /// The leave.
        approval: Approval,
        /// Since when.
        since: Timestamp,
        /// Systems that people were instructed to handle and have not reported on.
        outstanding: Vec<String>,
        /// When a part of the answer was given before.
        in_part_at: Option<Timestamp>,
    },
    /// What could be answered was; some systems are still being handled by people.
    AnsweredInPart {
        /// The leave.
        approval: Approval,
        /// When the part was given.
        at: Timestamp,
        /// The systems that are awaited.
        outstanding: Vec<String>,
    },
    /// The whole answer was given.
    Answered {
        /// The leave.
        approval: Approval,
        /// When.
        at: Timestamp,
        /// When a part of it was given before.
        in_part_at: Option<Timestamp>,
    },
    /// It was refused.
    Refused {
        /// By whom.
        by: Decider,
        /// When.
        at: Timestamp,
        /// On which ground.
        ground: RefusalGround,
        /// The reasons that the person is told.
        reasons: String,
        /// What the person can do against it.
        remedies: Vec<Remedy>,
    },
    /// The person took it back.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
}

impl State {
    /// Every state's name, in the order of a request's way.
    pub const NAMES: [&str; 11] = [
        "filed",
        "awaiting-identity",
        "planning",
        "planned",
        "approved",
        "executing",
        "answering",
        "answered-in-part",
        "answered",
        "refused",
        "withdrawn",
    ];

    /// Its name, as in rows and the API.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::AwaitingIdentity { .. } => "awaiting-identity",
            Self::Planning { .. } => "planning",
            Self::Planned { .. } => "planned",
            Self::Approved { .. } => "approved",
            Self::Executing { .. } => "executing",
            Self::Answering { .. } => "answering",
            Self::AnsweredInPart { .. } => "answered-in-part",
            Self::Answered { .. } => "answered",
            Self::Refused { .. } => "refused",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// Whether nothing more can happen to it.
    pub fn is_closed(&self) -> bool {
        self.closed_at().is_some()
    }

    /// When it ended, if it has.
    pub fn closed_at(&self) -> Option<Timestamp> {
        match self {
            Self::Answered { at, .. } | Self::Refused { at, .. } | Self::Withdrawn { at } => Some(*at),
            _ => None,
        }
    }

    /// How it is known who asks, as far as that is known.
    pub fn identity(&self) -> Option<&IdentityProof> {
        match self {
            Self::Planning { identity } | Self::Planned { identity, .. } => Some(identity),
            _ => self.approval().map(|approval| &approval.identity),
        }
    }

    /// The leave to carry it out, once given.
    pub fn approval(&self) -> Option<&Approval> {
        match self {
            Self::Approved { approval }
            | Self::Executing { approval, .. }
            | Self::Answering { approval, .. }
            | Self::AnsweredInPart { approval, .. }
            | Self::Answered { approval, .. } => Some(approval),
            _ => None,
        }
    }

    /// The plan that stands.
    pub fn plan(&self) -> Option<&PlanSummary> {
        match self {
            Self::Planned { plan, .. } => Some(plan),
            _ => self.approval().map(|approval| &approval.plan),
        }
    }

    /// The systems that people have still to report on.
    pub fn outstanding(&self) -> &[String] {
        match self {
            Self::Answering { outstanding, .. } | Self::AnsweredInPart { outstanding, .. } => outstanding,
            _ => &[],
        }
    }
}

impl Request {
    /// Whether an answer of the person is awaited, so that nothing is decided yet.
    pub fn is_asking(&self) -> bool {
        self.question.as_ref().is_some_and(|question| question.ended.is_none())
    }

    /// Whether a person of the organisation must still write down what they found before `by` may answer. How one
    /// complains can be told without anybody looking; an automated decision is looked at by a person, never by the
    /// law alone (art. 22(3)).
    pub fn must_be_judged(&self, by: Decider) -> bool {
        let told = self.right == Right::Complaint && by == Decider::Law;
        self.right.is_answered_in_words() && self.judgement.is_none() && !told
    }

    /// Whether the person must still be told before it may begin: a restriction ends only after that (art. 18(3)).
    pub fn must_tell_first(&self) -> bool {
        self.origin == Origin::EndOfRestriction && self.told.is_none()
    }

    /// What its deadline is computed from.
    pub fn clocks(&self) -> Clocks<'_> {
        Clocks {
            received: self.received,
            suspensions: &self.suspensions,
            extended: self.extension.is_some(),
            closed: self.state.closed_at(),
        }
    }
}
