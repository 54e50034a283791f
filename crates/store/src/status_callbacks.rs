//! Where other systems want to hear how far a request is that they passed on, and what they were told last.

use jiff::Timestamp;
use kernel::ids::RequestId;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// A place to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackRow {
    /// Which one.
    pub id: String,
    /// Of which request.
    pub request_id: RequestId,
    /// The address, sealed.
    pub url: Vec<u8>,
    /// What was told last; empty before the first time.
    pub told: String,
    /// How often it could not be told since.
    pub failures: i64,
    /// Not before this instant is it tried again.
    pub next_at: Option<Timestamp>,
    /// Why nothing is told there any more: a word.
    pub ended: Option<String>,
}

statements! {
    write INSERT = "INSERT INTO status_callbacks (id, request_id, url, told, failures, next_at, ended) VALUES ($1, $2, $3, $4, 0, NULL, NULL)";
    read OF = "SELECT id, request_id, url, told, failures, next_at, ended FROM status_callbacks WHERE request_id = $1 ORDER BY id";
    write TOLD = "UPDATE status_callbacks SET told = $2, failures = 0, next_at = NULL WHERE id = $1";
    write FAILED = "UPDATE status_callbacks SET failures = failures + 1, next_at = $2 WHERE id = $1";
    write END = "UPDATE status_callbacks SET ended = $2 WHERE id = $1 AND ended IS NULL";
}

impl FromRow for CallbackRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            request_id: columns.take()?,
            url: columns.take()?,
            told: columns.take()?,
            failures: columns.take()?,
            next_at: columns.take()?,
            ended: columns.take()?,
        })
    }
}

/// Keeps a place to tell.
pub async fn insert(on: impl Into<Conn<'_>>, row: &CallbackRow) -> Result<(), StoreError> {
    let values = values![&row.id, row.request_id, row.url.clone(), &row.told];
    on.into().execute(&INSERT, values).await.map(drop)
}

/// The places of a request.
pub async fn of(on: impl Into<Conn<'_>>, request: RequestId) -> Result<Vec<CallbackRow>, StoreError> {
    on.into().all(&OF, values![request]).await
}

/// Notes what was told.
pub async fn told(on: impl Into<Conn<'_>>, id: &str, status: &str) -> Result<(), StoreError> {
    on.into().execute(&TOLD, values![id, status]).await.map(drop)
}

/// Notes that it could not be told, and when it is tried again.
pub async fn failed(on: impl Into<Conn<'_>>, id: &str, next: Timestamp) -> Result<(), StoreError> {
    on.into().execute(&FAILED, values![id, next]).await.map(drop)
}

/// Tells nothing there any more. False when that was so already.
pub async fn end(on: impl Into<Conn<'_>>, id: &str, why: &str) -> Result<bool, StoreError> {
    Ok(on.into().execute(&END, values![id, why]).await? > 0)
}
