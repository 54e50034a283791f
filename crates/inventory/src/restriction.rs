//! Restricting use (art. 18 GDPR) and lifting that again; being left out of something for good (art. 21 GDPR).
//!
//! A [`PreparedRestriction`] remembers what stood in the marked columns, so that lifting brings it back: it is kept
//! sealed for as long as the restriction lasts. Receipts hold counts.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::found::Key;
use crate::identity::Identity;
use crate::manual::Task;

/// Everything that is needed to mark a person's rows in one system, and to take the marks off again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PreparedRestriction {
    /// The system's id.
    pub system: String,
    /// [`crate::DataMap::fingerprint`] of the map that it was made under.
    pub map: String,
    /// Who.
    pub identities: Vec<Identity>,
    /// The rows to mark, by collection.
    pub collections: Vec<MarkedCollection>,
    /// What a person must do by hand; only from a manual system.
    pub task: Option<Task>,
}

impl PreparedRestriction {
    /// What will be marked, counted, for the officer. No personal data.
    pub fn counts(&self) -> Vec<MarkCounts> {
        self.collections
            .iter()
            .map(|part| MarkCounts { rows: part.rows.len() as u64, ..MarkCounts::of(part) })
            .collect()
    }
}

/// The rows of one collection that are marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkedCollection {
    /// The collection's id.
    pub collection: String,
    /// Its table.
    pub table: String,
    /// The columns of the mark and the value of each.
    pub set: BTreeMap<String, String>,
    /// The rows.
    pub rows: Vec<MarkedRow>,
}

/// A row that is marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkedRow {
    /// Its key.
    pub key: Key,
    /// What stood in the columns of [`MarkedCollection::set`], in that order.
    pub was: Vec<Option<String>>,
}

/// What was done, or will be, in one collection. No personal data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkCounts {
    /// The collection's id.
    pub collection: String,
    /// Its table.
    pub table: String,
    /// Rows marked, or taken the mark off.
    pub rows: u64,
    /// Rows that are gone, or somebody else's, by now: left.
    pub not_theirs: u64,
    /// Rows whose mark somebody else has changed since: left as they are. Only when lifting.
    pub changed: u64,
}

impl MarkCounts {
    /// None yet.
    pub fn of(part: &MarkedCollection) -> Self {
        Self { collection: part.collection.clone(), table: part.table.clone(), ..Self::default() }
    }
}

/// What restricting or lifting did in one system.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RestrictionReceipt {
    /// The system's id.
    pub system: String,
    /// By collection.
    pub collections: Vec<MarkCounts>,
    /// What a person does by hand; only from a manual system.
    pub task: Option<Task>,
}

/// Who is to be left out of what the map has lists for.
#[derive(Debug, Clone)]
pub struct SuppressionOrder {
    /// Who.
    pub identities: Vec<Identity>,
    /// The moment, for lists that note it.
    pub now: Timestamp,
}

/// An identity's place on one list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The list's id; over HTTP the collection's.
    pub list: String,
    /// Who.
    pub identity: Identity,
}

/// Everything that is needed to put a person on the lists of one system, and to take off again what was put there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreparedSuppression {
    /// The system's id.
    pub system: String,
    /// Who.
    pub identities: Vec<Identity>,
    /// Where they do not stand yet: what will be ours. Empty where nobody can say who stands on a list; then nothing
    /// is ever taken off it.
    pub missing: Vec<Entry>,
}

/// What lists of one system hold of a person after a suppression, or when asked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SuppressionReceipt {
    /// The system's id.
    pub system: String,
    /// By list.
    pub lists: Vec<ListCounts>,
    /// What a person does by hand; only from a manual system.
    pub task: Option<Task>,
}

impl SuppressionReceipt {
    /// Whether every list holds every identity of its kind that was given.
    pub fn is_complete(&self) -> bool {
        self.lists.iter().all(|list| list.missing == 0)
    }
}

/// One list. No personal data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListCounts {
    /// The list's id; over HTTP the collection's.
    pub list: String,
    /// Identities that were put on it now.
    pub added: u64,
    /// Identities that stood on it already.
    pub present: u64,
    /// Identities that do not stand on it. Nothing after a suppression.
    pub missing: u64,
    /// Identities that were taken off it now.
    #[serde(default)]
    pub removed: u64,
}
