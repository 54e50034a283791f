//! The register of what people were asked to show who they are (S85): when, by whom, by which means, and how it
//! ended. What they showed is not in it.

use jiff::Timestamp;
use kernel::ids::RequestId;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// One time that somebody was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskRow {
    /// Which one (a UUIDv7).
    pub id: String,
    /// The request.
    pub request_id: RequestId,
    /// When.
    pub asked_at: Timestamp,
    /// By whom: a staff id, `operator`, `drill` or `house`.
    pub asked_by: String,
    /// The means that would do, comma separated.
    pub means: String,
    /// SHA-256 of the token of the link that was sent.
    pub token_hash: String,
    /// When the link stops working.
    pub expires_at: Timestamp,
    /// When it was judged, or asked anew.
    pub ended_at: Option<Timestamp>,
    /// How: accepted, rejected or replaced.
    pub outcome: Option<String>,
}

macro_rules! columns {
    () => {
        "id, request_id, asked_at, asked_by, means, token_hash, expires_at, ended_at, outcome"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO identity_asks (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
    write END = "UPDATE identity_asks SET ended_at = $2, outcome = $3 WHERE request_id = $1 AND ended_at IS NULL";
    write LINK = "UPDATE identity_asks SET token_hash = $2, expires_at = $3 WHERE request_id = $1 AND ended_at IS NULL";
    read BY_TOKEN = concat!("SELECT ", columns!(), " FROM identity_asks WHERE token_hash = $1 AND ended_at IS NULL AND expires_at > $2");
    read OF = concat!("SELECT ", columns!(), " FROM identity_asks WHERE request_id = $1 ORDER BY asked_at, id");
    read LIST = concat!("SELECT ", columns!(), " FROM identity_asks ORDER BY asked_at DESC, id DESC LIMIT $1");
}

impl FromRow for AskRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            request_id: columns.take()?,
            asked_at: columns.take()?,
            asked_by: columns.take()?,
            means: columns.take()?,
            token_hash: columns.take()?,
            expires_at: columns.take()?,
            ended_at: columns.take()?,
            outcome: columns.take()?,
        })
    }
}

/// Stores one.
pub async fn insert(on: impl Into<Conn<'_>>, row: &AskRow) -> Result<(), StoreError> {
    let values = values![
        &row.id,
        row.request_id,
        row.asked_at,
        &row.asked_by,
        &row.means,
        &row.token_hash,
        row.expires_at,
        row.ended_at,
        row.outcome.as_deref(),
    ];
    on.into().execute(&INSERT, values).await.map(drop)
}

/// Ends what a request was asked and has not ended: its link stops working.
pub async fn end(
    on: impl Into<Conn<'_>>,
    request: RequestId,
    at: Timestamp,
    outcome: &str,
) -> Result<u64, StoreError> {
    on.into().execute(&END, values![request, at, outcome]).await
}

/// Gives what a request was asked and has not ended another link; the one before stops working.
pub async fn link(
    on: impl Into<Conn<'_>>,
    request: RequestId,
    token_hash: &str,
    expires_at: Timestamp,
) -> Result<u64, StoreError> {
    on.into().execute(&LINK, values![request, token_hash, expires_at]).await
}

/// What a link that still works belongs to.
pub async fn by_token(
    on: impl Into<Conn<'_>>,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<AskRow>, StoreError> {
    on.into().first(&BY_TOKEN, values![token_hash, now]).await
}

/// What a request was asked, the oldest first.
pub async fn of(on: impl Into<Conn<'_>>, request: RequestId) -> Result<Vec<AskRow>, StoreError> {
    on.into().all(&OF, values![request]).await
}

/// What was asked of anybody, the latest first.
pub async fn list(on: impl Into<Conn<'_>>, limit: u32) -> Result<Vec<AskRow>, StoreError> {
    on.into().all(&LIST, values![i64::from(limit)]).await
}
