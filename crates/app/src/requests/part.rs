//! What is kept of a step in the open: counts per collection, never a key or a value of the person.

use inventory::{
    ErasurePlan, FieldCounts, Found, PreparedRectification, PreparedRestriction, Receipt,
    RectificationReceipt, RestrictionReceipt, SuppressionReceipt,
};
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
    /// For a correction: what will be corrected where.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<FieldCounts>,
    /// Why people do in this system what Gestand does in others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_hand: Option<String>,
}

/// How a system takes part in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Gestand does it.
    Automatic,
    /// Its holder is asked.
    Manual,
    /// Nothing of what the request is about is in it.
    Unconcerned,
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
        Self {
            system: system.to_owned(),
            role,
            collections: Vec::new(),
            erasure: None,
            corrections: Vec::new(),
            by_hand: None,
        }
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
            collections: found.collections.iter().map(count).collect(),
            ..Self::without_rows(&found.system, Role::Automatic)
        }
    }

    /// A part with what a prepared correction will correct.
    pub fn rectifying(prepared: &PreparedRectification) -> Self {
        let corrections = prepared.counts();
        let mut collections: Vec<FoundCount> = Vec::new();
        for field in corrections.iter().filter(|field| field.corrected + field.held > 0) {
            let rows = field.corrected + field.held;
            match collections.iter_mut().find(|count| count.collection == field.place.collection) {
                // Two values of one row are one row: the largest number is of the rows.
                Some(count) => count.own = count.own.max(rows),
                None => collections.push(FoundCount {
                    collection: field.place.collection.clone(),
                    table: field.table.clone(),
                    own: rows,
                    mentions: 0,
                }),
            }
        }
        Self { collections, corrections, ..Self::without_rows(&prepared.system, Role::Automatic) }
    }

    /// A part with what a restriction marks, or its end leaves unmarked.
    pub fn marking(prepared: &PreparedRestriction) -> Self {
        let collections: Vec<FoundCount> = prepared
            .counts()
            .into_iter()
            .map(|count| FoundCount {
                collection: count.collection,
                table: count.table,
                own: count.rows,
                mentions: 0,
            })
            .collect();
        Self { collections, ..Self::without_rows(&prepared.system, Role::Automatic) }
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
        let part = Self::without_rows(&plan.system, Role::Automatic);
        Self { collections, erasure: Some(plan), ..part }
    }

    /// The person's own rows in all.
    pub fn own(&self) -> u64 {
        self.collections.iter().map(|count| count.own).sum()
    }
}

/// What a step of carrying out left behind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "kebab-case")]
pub enum StepReceipt {
    /// Rows were collected into the archive.
    Collected {
        /// Per collection.
        collections: Vec<FoundCount>,
        /// Texts of which something of others was left out.
        #[serde(default, skip_serializing_if = "is_none")]
        left_out: u64,
    },
    /// Rows were erased.
    Erased {
        /// What was done, in counts; rows of others by table and key.
        receipt: Receipt,
    },
    /// Wrong values were corrected.
    Rectified {
        /// What was done, in counts.
        receipt: RectificationReceipt,
    },
    /// Rows were marked as not to be used.
    Restricted {
        /// What was done, in counts.
        receipt: RestrictionReceipt,
    },
    /// Such marks were taken off again.
    Lifted {
        /// What was done, in counts.
        receipt: RestrictionReceipt,
        /// Rows whose mark stays, because another restriction still needs it.
        shared: u64,
    },
    /// The person was put on exclusion lists.
    Suppressed {
        /// What was done, in counts.
        receipt: SuppressionReceipt,
    },
    /// The person was taken off lists again that they had been put on.
    Unsuppressed {
        /// What was done, in counts.
        receipt: SuppressionReceipt,
        /// Entries that stay, because the person wants to be left alone for another reason.
        shared: u64,
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

impl StepReceipt {
    /// How many records it names.
    pub fn records(&self) -> u64 {
        match self {
            Self::Collected { collections, .. } => collections.iter().map(|part| part.own).sum(),
            Self::Erased { receipt } => receipt.deleted() + receipt.anonymised() + receipt.kept(),
            Self::Rectified { receipt } => receipt.corrected(),
            Self::Restricted { receipt } | Self::Lifted { receipt, .. } => {
                receipt.collections.iter().map(|part| part.rows).sum()
            }
            Self::Suppressed { receipt } => receipt.lists.iter().map(|list| list.added + list.present).sum(),
            Self::Unsuppressed { receipt, .. } => receipt.lists.iter().map(|list| list.removed).sum(),
            Self::Reported { count, .. } => count.unwrap_or(0),
        }
    }
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
    /// They did not answer in time.
    Silent,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_none(count: &u64) -> bool {
    *count == 0
}
