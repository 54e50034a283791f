//! Drills: when a synthetic person went through the house, and how it went.

use jiff::Timestamp;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// A drill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrillRow {
    /// Which one (a UUIDv7).
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// How it went, JSON.
    pub outcome: String,
}

statements! {
    write INSERT = "INSERT INTO drills (id, at, outcome) VALUES ($1, $2, $3)";
    read LIST = "SELECT id, at, outcome FROM drills ORDER BY at DESC, id DESC LIMIT $1";
}

impl FromRow for DrillRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self { id: columns.take()?, at: columns.take()?, outcome: columns.take()? })
    }
}

/// Stores a drill.
pub async fn insert(on: impl Into<Conn<'_>>, row: &DrillRow) -> Result<(), StoreError> {
    on.into().execute(&INSERT, values![&row.id, row.at, &row.outcome]).await.map(drop)
}

/// Drills, the latest first.
pub async fn list(on: impl Into<Conn<'_>>, limit: u32) -> Result<Vec<DrillRow>, StoreError> {
    on.into().all(&LIST, values![i64::from(limit)]).await
}
