//! Members of staff who took another role for a short time, and why.

use jiff::Timestamp;
use kernel::StaffRole;
use kernel::ids::StaffId;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// A role that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RaisedRow {
    /// Which one.
    pub id: String,
    /// By whom.
    pub staff: StaffId,
    /// The role.
    pub role: StaffRole,
    /// Why; names nobody.
    pub reason: String,
    /// Since when.
    pub begun_at: Timestamp,
    /// Until when.
    pub ends_at: Timestamp,
    /// When it was given back before that.
    pub ended_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, staff, role, reason, begun_at, ends_at, ended_at"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO raised_roles (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, NULL)");
    read NOW = concat!("SELECT ", columns!(), " FROM raised_roles WHERE staff = $1 AND ends_at > $2 AND ended_at IS NULL ORDER BY begun_at DESC, id DESC LIMIT 1");
    write END = "UPDATE raised_roles SET ended_at = $2 WHERE staff = $1 AND ended_at IS NULL AND ends_at > $2";
    read LIST = concat!("SELECT ", columns!(), " FROM raised_roles ORDER BY begun_at DESC, id DESC LIMIT $1");
    write PURGE = "DELETE FROM raised_roles WHERE ends_at < $1";
}

impl FromRow for RaisedRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            staff: columns.take()?,
            role: columns.take()?,
            reason: columns.take()?,
            begun_at: columns.take()?,
            ends_at: columns.take()?,
            ended_at: columns.take()?,
        })
    }
}

/// Keeps that a role was taken.
pub async fn insert(on: impl Into<Conn<'_>>, row: &RaisedRow) -> Result<(), StoreError> {
    let values = values![&row.id, row.staff, row.role, &row.reason, row.begun_at, row.ends_at];
    on.into().execute(&INSERT, values).await.map(drop)
}

/// The role that somebody has taken at this instant.
pub async fn now(
    on: impl Into<Conn<'_>>,
    staff: StaffId,
    now: Timestamp,
) -> Result<Option<RaisedRow>, StoreError> {
    on.into().first(&NOW, values![staff, now]).await
}

/// Gives roles back before their time. How many.
pub async fn end(on: impl Into<Conn<'_>>, staff: StaffId, at: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&END, values![staff, at]).await
}

/// The last ones, the latest first.
pub async fn list(on: impl Into<Conn<'_>>, limit: u32) -> Result<Vec<RaisedRow>, StoreError> {
    on.into().all(&LIST, values![i64::from(limit)]).await
}

/// Deletes what ended before an instant.
pub async fn purge(on: impl Into<Conn<'_>>, before: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&PURGE, values![before]).await
}
