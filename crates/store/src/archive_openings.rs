//! Who opened archived data, why and until when.

use jiff::Timestamp;
use kernel::ids::StaffId;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// One opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningRow {
    /// Which one.
    pub id: String,
    /// Who.
    pub staff: StaffId,
    /// The retention term whose archived data are open.
    pub term: String,
    /// Why; names nobody.
    pub reason: String,
    /// Since when.
    pub opened_at: Timestamp,
    /// Until when.
    pub ends_at: Timestamp,
    /// When it was closed before that.
    pub closed_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, staff, term, reason, opened_at, ends_at, closed_at"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO archive_openings (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, NULL)");
    write CLOSE = "UPDATE archive_openings SET closed_at = $3 WHERE id = $1 AND staff = $2 AND closed_at IS NULL AND ends_at > $3";
    read OPEN = concat!("SELECT ", columns!(), " FROM archive_openings WHERE ends_at > $1 AND closed_at IS NULL ORDER BY id");
    read LIST = concat!("SELECT ", columns!(), " FROM archive_openings ORDER BY opened_at DESC, id DESC LIMIT $1");
    write DELETE = "DELETE FROM archive_openings WHERE id = $1";
    write PURGE = "DELETE FROM archive_openings WHERE ends_at < $1";
}

impl FromRow for OpeningRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            staff: columns.take()?,
            term: columns.take()?,
            reason: columns.take()?,
            opened_at: columns.take()?,
            ends_at: columns.take()?,
            closed_at: columns.take()?,
        })
    }
}

/// Keeps an opening.
pub async fn insert(on: impl Into<Conn<'_>>, row: &OpeningRow) -> Result<(), StoreError> {
    let values = values![&row.id, row.staff, &row.term, &row.reason, row.opened_at, row.ends_at];
    on.into().execute(&INSERT, values).await.map(drop)
}

/// Closes somebody's own opening before its time. False: it is not theirs, or it has ended.
pub async fn close(
    on: impl Into<Conn<'_>>,
    id: &str,
    staff: StaffId,
    at: Timestamp,
) -> Result<bool, StoreError> {
    Ok(on.into().execute(&CLOSE, values![id, staff, at]).await? > 0)
}

/// What is open at an instant.
pub async fn open(on: impl Into<Conn<'_>>, at: Timestamp) -> Result<Vec<OpeningRow>, StoreError> {
    on.into().all(&OPEN, values![at]).await
}

/// The last openings, the latest first.
pub async fn list(on: impl Into<Conn<'_>>, limit: u32) -> Result<Vec<OpeningRow>, StoreError> {
    on.into().all(&LIST, values![i64::from(limit)]).await
}

/// Deletes an opening: a drill's.
pub async fn delete(on: impl Into<Conn<'_>>, id: &str) -> Result<(), StoreError> {
    on.into().execute(&DELETE, values![id]).await.map(drop)
}

/// Deletes openings that ended before an instant.
pub async fn purge(on: impl Into<Conn<'_>>, before: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&PURGE, values![before]).await
}
