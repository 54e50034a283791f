//! People who proved possession of an address that a system knows.

use jiff::Timestamp;
use kernel::Language;
use kernel::ids::SubjectId;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// A subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectRow {
    /// Which one.
    pub id: SubjectId,
    /// The address as it is known.
    pub email: String,
    /// The language they read.
    pub language: Language,
    /// Since when Gestand knows them.
    pub created_at: Timestamp,
    /// When they last proved possession of the address.
    pub verified_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, email, language, created_at, verified_at"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO subjects (", columns!(), ", email_key) VALUES ($1, $2, $3, $4, $5, $6)");
    write VERIFIED = "UPDATE subjects SET verified_at = $2, language = $3 WHERE id = $1";
    write DELETE = "DELETE FROM subjects WHERE id = $1";
    read GET = concat!("SELECT ", columns!(), " FROM subjects WHERE id = $1");
    read BY_EMAIL = concat!("SELECT ", columns!(), " FROM subjects WHERE email_key = $1");
    read COUNT = "SELECT COUNT(*) FROM subjects";
    read PAGE = concat!("SELECT ", columns!(), " FROM subjects WHERE id > $1 ORDER BY id LIMIT $2");
    read IDLE = concat!("SELECT ", columns!(), " FROM subjects WHERE COALESCE(verified_at, created_at) <= $1 ORDER BY id LIMIT $2");
}

impl FromRow for SubjectRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            email: columns.take()?,
            language: columns.take()?,
            created_at: columns.take()?,
            verified_at: columns.take()?,
        })
    }
}

/// Adds a subject. [`StoreError::Taken`] when the address is known, in whatever case.
pub async fn insert(on: impl Into<Conn<'_>>, row: &SubjectRow) -> Result<(), StoreError> {
    let values =
        values![row.id, &row.email, row.language, row.created_at, row.verified_at, row.email.to_lowercase()];
    on.into().execute(&INSERT, values).await.map(drop)
}

/// Notes that they proved possession of the address, and the language they did it in.
pub async fn verified(
    on: impl Into<Conn<'_>>,
    id: SubjectId,
    at: Timestamp,
    language: Language,
) -> Result<(), StoreError> {
    match on.into().execute(&VERIFIED, values![id, at, language]).await? {
        0 => Err(StoreError::Missing { what: "subject" }),
        _ => Ok(()),
    }
}

/// The subject with this id.
pub async fn get(on: impl Into<Conn<'_>>, id: SubjectId) -> Result<Option<SubjectRow>, StoreError> {
    on.into().first(&GET, values![id]).await
}

/// The subject with this address, in any case.
pub async fn by_email(on: impl Into<Conn<'_>>, email: &str) -> Result<Option<SubjectRow>, StoreError> {
    on.into().first(&BY_EMAIL, values![email.to_lowercase()]).await
}

/// Deletes a subject; their requests stay and lose the link. Sessions are ended with
/// [`crate::sessions::delete_of`]. False when there was none.
pub async fn delete(on: impl Into<Conn<'_>>, id: SubjectId) -> Result<bool, StoreError> {
    Ok(on.into().execute(&DELETE, values![id]).await? > 0)
}

/// Those after one of them, in the order of their ids; from the first without one.
pub async fn page(
    on: impl Into<Conn<'_>>,
    after: Option<SubjectId>,
    limit: u32,
) -> Result<Vec<SubjectRow>, StoreError> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    on.into().all(&PAGE, values![after, i64::from(limit)]).await
}

/// How many there are.
pub async fn count(on: impl Into<Conn<'_>>) -> Result<i64, StoreError> {
    Ok(on.into().first::<(i64,)>(&COUNT, Vec::new()).await?.map_or(0, |(count,)| count))
}

/// Subjects who last proved possession of their address, or became known, at `before` or earlier.
pub async fn idle(
    on: impl Into<Conn<'_>>,
    before: Timestamp,
    limit: u32,
) -> Result<Vec<SubjectRow>, StoreError> {
    on.into().all(&IDLE, values![before, i64::from(limit)]).await
}
