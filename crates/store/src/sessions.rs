//! Signed-in browsers. The row holds the hash of the token, so that reading the table lets nobody in.

use jiff::Timestamp;
use kernel::ids::SessionId;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, text_enum, values};

text_enum! {
    /// Who is signed in.
    ActorKind {
        /// A subject; the reference is their id.
        Subject = "subject",
        /// A member of staff; the reference is their id.
        Staff = "staff",
    }
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Which one.
    pub id: SessionId,
    /// Hash of the token in the cookie, hexadecimal.
    pub token_hash: String,
    /// Who.
    pub actor_kind: ActorKind,
    /// The id of the subject or member of staff.
    pub ref_id: String,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_seen_at: Timestamp,
    /// Until when it may be used.
    pub expires_at: Timestamp,
    /// What the browser calls itself, in a few words.
    pub device: String,
    /// How they showed who they are: `code`, `password`, `passkey`, `service`, and `-app` after it with a second factor.
    pub means: String,
    /// A second factor is awaited: this opens nothing but the page that asks for it.
    pub half: bool,
}

macro_rules! columns {
    () => {
        "id, token_hash, actor_kind, ref_id, created_at, last_seen_at, expires_at, device, means, half"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO sessions (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    read BY_TOKEN = concat!("SELECT ", columns!(), " FROM sessions WHERE token_hash = $1 AND expires_at > $2");
    write TOUCH = "UPDATE sessions SET last_seen_at = $2, expires_at = $3 WHERE id = $1";
    write SEEN = "UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $3";
    write DELETE = "DELETE FROM sessions WHERE id = $1";
    write DELETE_OWN = "DELETE FROM sessions WHERE id = $1 AND ref_id = $2";
    write DELETE_OTHERS = "DELETE FROM sessions WHERE ref_id = $1 AND id <> $2";
    write DELETE_OF = "DELETE FROM sessions WHERE ref_id = $1";
    write DELETE_EXPIRED = "DELETE FROM sessions WHERE expires_at <= $1";
    read LIST_OF = concat!("SELECT ", columns!(), " FROM sessions WHERE ref_id = $1 AND expires_at > $2 ORDER BY created_at DESC, id DESC");
}

impl FromRow for SessionRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            token_hash: columns.take()?,
            actor_kind: columns.take()?,
            ref_id: columns.take()?,
            created_at: columns.take()?,
            last_seen_at: columns.take()?,
            expires_at: columns.take()?,
            device: columns.take()?,
            means: columns.take()?,
            half: columns.take::<i64>()? != 0,
        })
    }
}

/// Stores a session.
pub async fn insert(on: impl Into<Conn<'_>>, row: &SessionRow) -> Result<(), StoreError> {
    let values = values![
        row.id,
        &row.token_hash,
        row.actor_kind,
        &row.ref_id,
        row.created_at,
        row.last_seen_at,
        row.expires_at,
        &row.device,
        &row.means,
        i64::from(row.half),
    ];
    on.into().execute(&INSERT, values).await.map(drop)
}

/// The session with this token, unless it has expired.
pub async fn by_token_hash(
    on: impl Into<Conn<'_>>,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<SessionRow>, StoreError> {
    on.into().first(&BY_TOKEN, values![token_hash, now]).await
}

/// Notes that it was used, and until when it may be from now on.
pub async fn touch(
    on: impl Into<Conn<'_>>,
    id: SessionId,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    on.into().execute(&TOUCH, values![id, now, expires_at]).await.map(drop)
}

/// Notes that it was used, when that was noted last at `before` or earlier.
pub async fn seen(
    on: impl Into<Conn<'_>>,
    id: SessionId,
    now: Timestamp,
    before: Timestamp,
) -> Result<(), StoreError> {
    on.into().execute(&SEEN, values![id, now, before]).await.map(drop)
}

/// Ends somebody's own session. False: it is not theirs, or it has ended.
pub async fn delete_own(on: impl Into<Conn<'_>>, id: SessionId, ref_id: &str) -> Result<bool, StoreError> {
    Ok(on.into().execute(&DELETE_OWN, values![id, ref_id]).await? > 0)
}

/// Ends every session of one subject or member of staff but this one.
pub async fn delete_others(on: impl Into<Conn<'_>>, ref_id: &str, id: SessionId) -> Result<u64, StoreError> {
    on.into().execute(&DELETE_OTHERS, values![ref_id, id]).await
}

/// The sessions of one subject or member of staff.
pub async fn list_of(
    on: impl Into<Conn<'_>>,
    ref_id: &str,
    now: Timestamp,
) -> Result<Vec<SessionRow>, StoreError> {
    on.into().all(&LIST_OF, values![ref_id, now]).await
}

/// Ends a session. False when there was none.
pub async fn delete(on: impl Into<Conn<'_>>, id: SessionId) -> Result<bool, StoreError> {
    Ok(on.into().execute(&DELETE, values![id]).await? > 0)
}

/// Ends every session of one subject or member of staff.
pub async fn delete_of(on: impl Into<Conn<'_>>, ref_id: &str) -> Result<u64, StoreError> {
    on.into().execute(&DELETE_OF, values![ref_id]).await
}

/// Deletes what has expired.
pub async fn delete_expired(on: impl Into<Conn<'_>>, now: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&DELETE_EXPIRED, values![now]).await
}
