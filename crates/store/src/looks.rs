//! Who of the staff looked at somebody's data: one row a look, for the person to see.

use jiff::Timestamp;
use kernel::StaffRole;
use kernel::ids::{RequestId, StaffId, SubjectId};

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// A look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookRow {
    /// Which one.
    pub id: String,
    /// Who looked.
    pub staff: StaffId,
    /// As what.
    pub role: StaffRole,
    /// At whose data, when they have signed in here.
    pub subject_id: Option<SubjectId>,
    /// At whose data: the keyed hash of their address.
    pub person: Option<String>,
    /// In which request.
    pub request_id: Option<RequestId>,
    /// At what: a word.
    pub what: String,
    /// When.
    pub at: Timestamp,
}

macro_rules! columns {
    () => {
        "id, staff, role, subject_id, person, request_id, what, at"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO looks (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
    read OF = concat!("SELECT ", columns!(), " FROM looks WHERE subject_id = $1 OR person = $2 ORDER BY at DESC, id DESC LIMIT $3");
    read RECENT = concat!("SELECT ", columns!(), " FROM looks ORDER BY at DESC, id DESC LIMIT $1");
    read COUNT = "SELECT COUNT(*) FROM looks WHERE at > $1";
    write FORGET_REQUEST = "UPDATE looks SET subject_id = NULL, person = NULL WHERE request_id = $1";
    write FORGET_SUBJECT = "UPDATE looks SET subject_id = NULL WHERE subject_id = $1";
    write PURGE = "DELETE FROM looks WHERE at <= $1";
}

impl FromRow for LookRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            staff: columns.take()?,
            role: columns.take()?,
            subject_id: columns.take()?,
            person: columns.take()?,
            request_id: columns.take()?,
            what: columns.take()?,
            at: columns.take()?,
        })
    }
}

/// Records a look.
pub async fn insert(on: impl Into<Conn<'_>>, row: &LookRow) -> Result<(), StoreError> {
    let values = values![
        &row.id,
        row.staff,
        row.role,
        row.subject_id,
        row.person.clone(),
        row.request_id,
        &row.what,
        row.at
    ];
    on.into().execute(&INSERT, values).await.map(drop)
}

/// The looks at one person's data, the latest first.
pub async fn of(
    on: impl Into<Conn<'_>>,
    subject: SubjectId,
    person: &str,
    limit: u32,
) -> Result<Vec<LookRow>, StoreError> {
    on.into().all(&OF, values![subject, person, i64::from(limit)]).await
}

/// The last looks at anybody's data.
pub async fn recent(on: impl Into<Conn<'_>>, limit: u32) -> Result<Vec<LookRow>, StoreError> {
    on.into().all(&RECENT, values![i64::from(limit)]).await
}

/// How many looks there were since then.
pub async fn count(on: impl Into<Conn<'_>>, since: Timestamp) -> Result<i64, StoreError> {
    let count: Option<(i64,)> = on.into().first(&COUNT, values![since]).await?;
    Ok(count.map_or(0, |(count,)| count))
}

/// A request forgot its person: so do the looks at it.
pub async fn forget_request(on: impl Into<Conn<'_>>, request: RequestId) -> Result<(), StoreError> {
    on.into().execute(&FORGET_REQUEST, values![request]).await.map(drop)
}

/// A subject was deleted.
pub async fn forget_subject(on: impl Into<Conn<'_>>, subject: SubjectId) -> Result<(), StoreError> {
    on.into().execute(&FORGET_SUBJECT, values![subject]).await.map(drop)
}

/// Deletes looks before an instant.
pub async fn purge(on: impl Into<Conn<'_>>, before: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&PURGE, values![before]).await
}
