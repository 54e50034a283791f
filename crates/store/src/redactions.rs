//! What was left out of the texts of an answer. Sealed; gone with what the request knows of its person.

use jiff::Timestamp;
use kernel::ids::RequestId;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// What was decided about one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedactionRow {
    /// The request.
    pub request_id: RequestId,
    /// What is left out, sealed. Personal.
    pub contents: Vec<u8>,
    /// When that was decided, the last time.
    pub decided_at: Timestamp,
    /// By whom: a staff id, or `operator`.
    pub decided_by: String,
}

statements! {
    write PUT = "INSERT INTO redactions (request_id, contents, decided_at, decided_by) VALUES ($1, $2, $3, $4) ON CONFLICT (request_id) DO UPDATE SET contents = excluded.contents, decided_at = excluded.decided_at, decided_by = excluded.decided_by";
    read OF = "SELECT request_id, contents, decided_at, decided_by FROM redactions WHERE request_id = $1";
    write FORGET = "DELETE FROM redactions WHERE request_id = $1";
}

impl FromRow for RedactionRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            request_id: columns.take()?,
            contents: columns.take()?,
            decided_at: columns.take()?,
            decided_by: columns.take()?,
        })
    }
}

/// Writes a decision, in the place of the one before.
pub async fn put(on: impl Into<Conn<'_>>, row: &RedactionRow) -> Result<(), StoreError> {
    let values = values![row.request_id, row.contents.as_slice(), row.decided_at, &row.decided_by];
    on.into().execute(&PUT, values).await.map(drop)
}

/// What was decided about a request.
pub async fn of(on: impl Into<Conn<'_>>, request: RequestId) -> Result<Option<RedactionRow>, StoreError> {
    on.into().first(&OF, values![request]).await
}

/// Deletes what was decided about a request.
pub async fn forget(on: impl Into<Conn<'_>>, request: RequestId) -> Result<(), StoreError> {
    on.into().execute(&FORGET, values![request]).await.map(drop)
}
