//! Reports that a password leaked, and what was found when somebody looked into them.

use jiff::Timestamp;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeakRow {
    /// Which one.
    pub id: String,
    /// Whose password: the id of a subject or member of staff; none once the report is closed.
    pub holder: Option<String>,
    /// At which door: `subject` or `staff`.
    pub door: String,
    /// When it was said.
    pub reported_at: Timestamp,
    /// How many sessions were ended.
    pub sessions: i64,
    /// Whether it is a drill's.
    pub drill: bool,
    /// What was found: a word.
    pub finding: Option<String>,
    /// Who looked into it.
    pub closed_by: Option<String>,
    /// When they were done.
    pub closed_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, holder, door, reported_at, sessions, drill, finding, closed_by, closed_at"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO leak_reports (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL, NULL)");
    write CLOSE = "UPDATE leak_reports SET finding = $2, closed_by = $3, closed_at = $4, holder = NULL WHERE id = $1 AND closed_at IS NULL";
    read GET = concat!("SELECT ", columns!(), " FROM leak_reports WHERE id = $1");
    read LIST = concat!("SELECT ", columns!(), " FROM leak_reports WHERE NOT drill ORDER BY CASE WHEN closed_at IS NULL THEN 0 ELSE 1 END, reported_at DESC, id DESC LIMIT $1");
    read OPEN = "SELECT COUNT(*) FROM leak_reports WHERE closed_at IS NULL AND NOT drill";
    read DRILLS = concat!("SELECT ", columns!(), " FROM leak_reports WHERE drill ORDER BY id");
    write FORGET_HOLDER = "UPDATE leak_reports SET holder = NULL WHERE holder = $1";
    write DELETE = "DELETE FROM leak_reports WHERE id = $1";
    write PURGE = "DELETE FROM leak_reports WHERE closed_at <= $1";
}

impl FromRow for LeakRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            holder: columns.take()?,
            door: columns.take()?,
            reported_at: columns.take()?,
            sessions: columns.take()?,
            drill: columns.take()?,
            finding: columns.take()?,
            closed_by: columns.take()?,
            closed_at: columns.take()?,
        })
    }
}

/// Keeps a report.
pub async fn insert(on: impl Into<Conn<'_>>, row: &LeakRow) -> Result<(), StoreError> {
    let values = values![&row.id, row.holder.clone(), &row.door, row.reported_at, row.sessions, row.drill];
    on.into().execute(&INSERT, values).await.map(drop)
}

/// Keeps what was found, and forgets whose password it was. False: somebody closed it before.
pub async fn close(
    on: impl Into<Conn<'_>>,
    id: &str,
    finding: &str,
    by: &str,
    at: Timestamp,
) -> Result<bool, StoreError> {
    Ok(on.into().execute(&CLOSE, values![id, finding, by, at]).await? > 0)
}

/// One report.
pub async fn get(on: impl Into<Conn<'_>>, id: &str) -> Result<Option<LeakRow>, StoreError> {
    on.into().first(&GET, values![id]).await
}

/// Reports of real people: those that nobody has looked into first, then the latest.
pub async fn list(on: impl Into<Conn<'_>>, limit: u32) -> Result<Vec<LeakRow>, StoreError> {
    on.into().all(&LIST, values![i64::from(limit)]).await
}

/// Reports of drills: taken away again when they end.
pub async fn drills(on: impl Into<Conn<'_>>) -> Result<Vec<LeakRow>, StoreError> {
    on.into().all(&DRILLS, Vec::new()).await
}

/// How many of them nobody has looked into.
pub async fn open(on: impl Into<Conn<'_>>) -> Result<i64, StoreError> {
    let count: Option<(i64,)> = on.into().first(&OPEN, Vec::new()).await?;
    Ok(count.map_or(0, |(count,)| count))
}

/// Somebody was deleted: their reports no longer say whose they were.
pub async fn forget_holder(on: impl Into<Conn<'_>>, holder: &str) -> Result<(), StoreError> {
    on.into().execute(&FORGET_HOLDER, values![holder]).await.map(drop)
}

/// Deletes a report: a drill's.
pub async fn delete(on: impl Into<Conn<'_>>, id: &str) -> Result<(), StoreError> {
    on.into().execute(&DELETE, values![id]).await.map(drop)
}

/// Deletes reports that were closed before an instant.
pub async fn purge(on: impl Into<Conn<'_>>, before: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&PURGE, values![before]).await
}
