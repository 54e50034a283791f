//! What is kept of a step in the open: counts per collection, never a key or a value of the person.

use inventory::{ErasurePlan, Found, Receipt};
use serde::{Deserialize, Serialize};

/// One system's part of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanPart {
    /// The system's id.
    pub system: String,
    /// How it takes part.
    pub role: Role,
    /// Per collection, how many rows were found.
    pub collections: Vec<FoundCount>,
    /// For an erasure: what will happen to them.
    pub erasure: Option<ErasurePlan>,
}

/// How a system takes part in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Gestand does it.
    Automatic,
    /// Its holder is asked.
    Manual,
    /// It knows people by none of the identities given.
    KnowsNobody,
    /// The operator says that it is not in use here.
    NotInUse,
}

/// Rows found of one collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundCount {
    /// The collection's id.
    pub collection: String,
    /// Its table.
    pub table: String,
    /// The person's own rows.
    pub own: u64,
    /// Rows of others that mention the person.
    pub mentions: u64,
}

impl PlanPart {
    /// A part in which Gestand does nothing itself.
    pub fn without_rows(system: &str, role: Role) -> Self {
        Self { system: system.to_owned(), role, collections: Vec::new(), erasure: None }
    }

    /// A part with what a search found.
    pub fn found(found: &Found) -> Self {
        let count = |found: &inventory::FoundCollection| FoundCount {
            collection: found.collection.clone(),
            table: found.table.clone(),
            own: found.count(inventory::Relation::Own) as u64,
            mentions: found.count(inventory::Relation::Mentions) as u64,
        };
        Self {
            system: found.system.clone(),
            role: Role::Automatic,
            collections: found.collections.iter().map(count).collect(),
            erasure: None,
        }
    }

    /// A part with what a prepared erasure will do.
    pub fn prepared(plan: ErasurePlan) -> Self {
        let collections = plan
            .collections
            .iter()
            .map(|part| FoundCount {
                collection: part.collection.clone(),
                table: part.table.clone(),
                own: part.rows(),
                mentions: 0,
            })
            .collect();
        Self { system: plan.system.clone(), role: Role::Automatic, collections, erasure: Some(plan) }
    }

    /// The person's own rows in all.
    pub fn own(&self) -> u64 {
        self.collections.iter().map(|count| count.own).sum()
    }
}

/// What a step of carrying out left behind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "kebab-case")]
#[expect(
    clippy::large_enum_variant,
    reason = "a receipt is read, shown and dropped; none is kept in numbers"
)]
pub enum StepReceipt {
    /// Rows were collected into the archive.
    Collected {
        /// Per collection.
        collections: Vec<FoundCount>,
    },
    /// Rows were erased.
    Erased {
        /// What was done, in counts; rows of others by table and key.
        receipt: Receipt,
    },
    /// Its holder reported.
    Reported {
        /// What they said.
        outcome: ReportedOutcome,
        /// How many records they name.
        count: Option<u64>,
        /// A note without personal data.
        note: String,
    },
}

/// What the holder of a system without an interface reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReportedOutcome {
    /// It was done.
    Done,
    /// Nothing is held about the person.
    NothingHeld,
    /// It was refused, with a reason.
    Refused,
}
