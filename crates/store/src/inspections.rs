//! What the last thorough look at a system found, by kind of look. The history is in the ledger.

use jiff::Timestamp;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, text_enum, values};

text_enum! {
    /// What was looked for.
    InspectionKind {
        /// Tables and columns that look personal and that the map does not classify.
        Personal = "personal",
        /// Card and account numbers.
        Payment = "payment",
    }
}

/// What one look found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InspectionRow {
    /// The system's id in the policy.
    pub system: String,
    /// What was looked for.
    pub kind: InspectionKind,
    /// When.
    pub looked_at: Timestamp,
    /// What was found, JSON: names of tables and columns, counts.
    pub outcome: String,
}

statements! {
    write UPSERT = "INSERT INTO inspections (system, kind, looked_at, outcome) VALUES ($1, $2, $3, $4) ON CONFLICT (system, kind) DO UPDATE SET looked_at = excluded.looked_at, outcome = excluded.outcome";
    read LIST = "SELECT system, kind, looked_at, outcome FROM inspections ORDER BY system, kind";
}

impl FromRow for InspectionRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            system: columns.take()?,
            kind: columns.take()?,
            looked_at: columns.take()?,
            outcome: columns.take()?,
        })
    }
}

/// Keeps what a look found, in place of the last one of its kind.
pub async fn put(on: impl Into<Conn<'_>>, row: &InspectionRow) -> Result<(), StoreError> {
    let values = values![&row.system, row.kind, row.looked_at, &row.outcome];
    on.into().execute(&UPSERT, values).await.map(drop)
}

/// The last look of each kind at each system.
pub async fn list(on: impl Into<Conn<'_>>) -> Result<Vec<InspectionRow>, StoreError> {
    on.into().all(&LIST, Vec::new()).await
}
