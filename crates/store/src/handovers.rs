//! Copies that go straight to another controller: links that work once, and addresses that they are sent to.

use jiff::Timestamp;
use kernel::ids::ArchiveId;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, text_enum, values};

text_enum! {
    /// How far a hand-over is.
    HandoverState {
        /// A link that nobody has used, or an address that it is yet to be sent to.
        Open = "open",
        /// The other side has it.
        Done = "done",
        /// It did not get there, and is not tried again.
        Failed = "failed",
        /// Whoever asked for it took it back.
        Revoked = "revoked",
    }
}

/// A hand-over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverRow {
    /// Which one.
    pub id: String,
    /// Of which copy.
    pub archive_id: ArchiveId,
    /// How: `link`, `put` or `post`.
    pub way: String,
    /// How far it is.
    pub state: HandoverState,
    /// SHA-256 of the link's token, hexadecimal.
    pub token_hash: Option<String>,
    /// The address that it is sent to, sealed; its host only, once that is over.
    pub target: Option<Vec<u8>>,
    /// Who asked for it: `subject`, a staff id, `operator` or `drill`.
    pub asked_by: String,
    /// When.
    pub created_at: Timestamp,
    /// From when it is no longer to be had.
    pub expires_at: Timestamp,
    /// How often sending it was begun.
    pub started: i64,
    /// How often it was known not to have got there.
    pub failures: i64,
    /// When it is sent again.
    pub next_at: Option<Timestamp>,
    /// When it was used, sent, given up or revoked.
    pub ended_at: Option<Timestamp>,
    /// What the other side answered.
    pub status: Option<i64>,
    /// How much went.
    pub bytes: Option<i64>,
    /// SHA-256 of what went, hexadecimal.
    pub sha256: Option<String>,
    /// Why it did not get there: a word.
    pub problem: Option<String>,
}

/// How a hand-over ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End<'a> {
    /// How.
    pub state: HandoverState,
    /// When.
    pub at: Timestamp,
    /// What stays of the address, sealed.
    pub target: Option<Vec<u8>>,
    /// What the other side answered.
    pub status: Option<i64>,
    /// How much went.
    pub bytes: Option<i64>,
    /// SHA-256 of what went.
    pub sha256: Option<&'a str>,
    /// Why it did not get there.
    pub problem: Option<&'a str>,
}

macro_rules! columns {
    () => {
        "id, archive_id, way, state, token_hash, target, asked_by, created_at, expires_at, started, failures, next_at, ended_at, status, bytes, sha256, problem"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO handovers (", columns!(), ") VALUES ($1, $2, $3, 'open', $4, $5, $6, $7, $8, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL)");
    read GET = concat!("SELECT ", columns!(), " FROM handovers WHERE id = $1");
    read BY_TOKEN = concat!("SELECT ", columns!(), " FROM handovers WHERE token_hash = $1");
    read OF = concat!("SELECT ", columns!(), " FROM handovers WHERE archive_id = $1 ORDER BY created_at DESC, id DESC");
    write START = "UPDATE handovers SET started = started + 1 WHERE id = $1 AND state = 'open'";
    write AGAIN = "UPDATE handovers SET failures = failures + 1, next_at = $2, problem = $3, status = $4 WHERE id = $1 AND state = 'open'";
    write END = "UPDATE handovers SET state = $2, ended_at = $3, target = $4, status = $5, bytes = $6, sha256 = $7, problem = $8, token_hash = NULL, next_at = NULL WHERE id = $1 AND state = 'open'";
    write PURGE = "DELETE FROM handovers WHERE created_at <= $1";
}

impl FromRow for HandoverRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            archive_id: columns.take()?,
            way: columns.take()?,
            state: columns.take()?,
            token_hash: columns.take()?,
            target: columns.take()?,
            asked_by: columns.take()?,
            created_at: columns.take()?,
            expires_at: columns.take()?,
            started: columns.take()?,
            failures: columns.take()?,
            next_at: columns.take()?,
            ended_at: columns.take()?,
            status: columns.take()?,
            bytes: columns.take()?,
            sha256: columns.take()?,
            problem: columns.take()?,
        })
    }
}

/// Keeps a hand-over that begins: it is open, whatever its row says.
pub async fn insert(on: impl Into<Conn<'_>>, row: &HandoverRow) -> Result<(), StoreError> {
    let values = values![
        &row.id,
        row.archive_id,
        &row.way,
        row.token_hash.as_deref(),
        row.target.clone(),
        &row.asked_by,
        row.created_at,
        row.expires_at,
    ];
    on.into().execute(&INSERT, values).await.map(drop)
}

/// One hand-over.
pub async fn get(on: impl Into<Conn<'_>>, id: &str) -> Result<Option<HandoverRow>, StoreError> {
    on.into().first(&GET, values![id]).await
}

/// The open link with this token.
pub async fn by_token(on: impl Into<Conn<'_>>, hash: &str) -> Result<Option<HandoverRow>, StoreError> {
    on.into().first(&BY_TOKEN, values![hash]).await
}

/// The hand-overs of a copy, the latest first.
pub async fn of(on: impl Into<Conn<'_>>, archive: ArchiveId) -> Result<Vec<HandoverRow>, StoreError> {
    on.into().all(&OF, values![archive]).await
}

/// Notes that sending it begins. False when it is over.
pub async fn start(on: impl Into<Conn<'_>>, id: &str) -> Result<bool, StoreError> {
    Ok(on.into().execute(&START, values![id]).await? > 0)
}

/// Notes that it did not get there and is sent again. False when it is over.
pub async fn again(
    on: impl Into<Conn<'_>>,
    id: &str,
    at: Timestamp,
    problem: &str,
    status: Option<i64>,
) -> Result<bool, StoreError> {
    Ok(on.into().execute(&AGAIN, values![id, at, problem, status]).await? > 0)
}

/// Ends it: of several who try at once, one does. False when it is over already.
pub async fn end(on: impl Into<Conn<'_>>, id: &str, end: &End<'_>) -> Result<bool, StoreError> {
    let values =
        values![id, end.state, end.at, end.target.clone(), end.status, end.bytes, end.sha256, end.problem,];
    Ok(on.into().execute(&END, values).await? > 0)
}

/// Forgets those that were asked for before an instant.
pub async fn purge(on: impl Into<Conn<'_>>, before: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&PURGE, values![before]).await
}
