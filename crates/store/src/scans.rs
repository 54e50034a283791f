//! Scans: what a real browser saw on the site, and when.

use jiff::Timestamp;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// A scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanRow {
    /// Which one (a UUIDv7).
    pub id: String,
    /// When it ended.
    pub at: Timestamp,
    /// Whether it was the organisation's own site, and not an example.
    pub own: bool,
    /// Pages that came.
    pub pages: i64,
    /// Findings when it was made; an edition that comes later may find others.
    pub findings: i64,
    /// What was seen, JSON.
    pub report: String,
}

statements! {
    write INSERT = "INSERT INTO scans (id, at, own, pages, findings, report) VALUES ($1, $2, $3, $4, $5, $6)";
    read LIST = "SELECT id, at, own, pages, findings, report FROM scans ORDER BY at DESC, id DESC LIMIT $1";
    write PURGE = "DELETE FROM scans WHERE at < $1";
}

impl FromRow for ScanRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            at: columns.take()?,
            own: columns.take()?,
            pages: columns.take()?,
            findings: columns.take()?,
            report: columns.take()?,
        })
    }
}

/// Stores a scan.
pub async fn insert(on: impl Into<Conn<'_>>, row: &ScanRow) -> Result<(), StoreError> {
    let given = values![&row.id, row.at, row.own, row.pages, row.findings, &row.report];
    on.into().execute(&INSERT, given).await.map(drop)
}

/// Scans, the latest first.
pub async fn list(on: impl Into<Conn<'_>>, limit: u32) -> Result<Vec<ScanRow>, StoreError> {
    on.into().all(&LIST, values![i64::from(limit)]).await
}

/// Deletes those from before an instant; says how many.
pub async fn purge(on: impl Into<Conn<'_>>, before: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&PURGE, values![before]).await
}
