//! What a sweep of one retention rule saw and did in one system: counts and the bounds of a batch, no contents.

use inventory::Key;
use serde::{Deserialize, Serialize};

/// How many rows a rule touches, seen on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SweepCount {
    /// Rows that the rule is about.
    pub rows: u64,
    /// Rows past their date that nothing holds: a sweep takes them now.
    pub due: u64,
    /// Rows that will be past their date on each of the later days asked for, those above included.
    pub later: Vec<u64>,
    /// Rows past the rule's date that another term of the map still holds.
    pub held: u64,
    /// Rows past their date that are spared: a hold names whose they are, or an open request asks for them.
    pub spared: u64,
    /// Rows without a readable date: the event has not happened, or nobody can say when. They stay.
    pub undated: u64,
}

/// A bounded set of rows that are past their date, as worked out beforehand. Keys lead to people: kept sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SweepBatch {
    /// The key after which it begins; none: at the beginning.
    pub after: Option<Key>,
    /// The key of its first row.
    pub first: Key,
    /// The key of its last row.
    pub last: Key,
    /// What it touches, the rule's own collection first.
    pub counts: Vec<SweepCounts>,
}

/// What was done in one collection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SweepCounts {
    /// The collection.
    pub collection: String,
    /// Rows that went.
    pub deleted: u64,
    /// Rows that stay without what led to somebody.
    pub anonymised: u64,
}

impl SweepBatch {
    /// Rows of the rule's own collection.
    pub fn rows(&self) -> u64 {
        self.counts.first().map_or(0, |own| own.deleted + own.anonymised)
    }
}

/// Adds counts to those of the same collections.
pub fn add_counts(sum: &mut Vec<SweepCounts>, more: &[SweepCounts]) {
    for part in more {
        match sum.iter_mut().find(|known| known.collection == part.collection) {
            Some(known) => {
                known.deleted += part.deleted;
                known.anonymised += part.anonymised;
            }
            None => sum.push(part.clone()),
        }
    }
}
