//! What a look at a system shows: whether it answers, what it is, and where it differs from its map.

use serde::{Deserialize, Serialize};

/// The outcome of a probe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Probe {
    /// The system's id.
    pub system: String,
    /// Whether it answered; for a manual system always true.
    pub reachable: bool,
    /// What the server calls itself: `PostgreSQL 15.8`, `MariaDB 10.11.19`, `SQLite 3.50`, `manual`.
    pub server: Option<String>,
    /// It takes no changes at present.
    pub read_only: bool,
    /// Differences from the map and dangers, worst first.
    pub findings: Vec<Finding>,
}

impl Probe {
    /// Whether a request can be carried out: it answers and nothing fatal was found.
    pub fn is_usable(&self) -> bool {
        self.reachable && self.findings.iter().all(|finding| finding.weight != Weight::Fatal)
    }
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Requests cannot be answered.
    Fatal,
    /// An answer may be incomplete, or an erasure will be refused.
    Gap,
    /// It works, slowly or with something to look at.
    Notice,
}

/// One difference or danger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How bad.
    pub weight: Weight,
    /// What sort of thing.
    pub kind: FindingKind,
    /// The collection, when it is about one.
    pub collection: Option<String>,
    /// The table.
    pub table: Option<String>,
    /// The column.
    pub column: Option<String>,
    /// In words.
    pub message: String,
}

/// What sort of thing a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// Nobody answers, or not to us.
    Unreachable,
    /// The map names a table that the database lacks.
    MissingTable,
    /// The map names a column that its table lacks.
    MissingColumn,
    /// The columns given as key do not tell rows apart.
    KeyNotUnique,
    /// A column that the map has not looked at.
    UnclassifiedColumn,
    /// A table that the map has not looked at.
    UnknownTable,
    /// Erasing this column would be refused by the database.
    UnsafeErasure,
    /// Rows of a table outside the map point at rows that an erasure deletes.
    ForeignKeyOutsideMap,
    /// The table cannot take part in a transaction.
    NotTransactional,
    /// A policy of the database hides rows from the account that is used.
    HiddenRows,
    /// The table keeps every earlier state of its rows.
    KeepsHistory,
    /// A path that cannot use an index.
    SlowPath,
    /// The account may only read, or the server is read-only.
    ReadOnly,
}
