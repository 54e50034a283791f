//! What officers write about a request. Sealed; gone with what the request knows of its person.

use jiff::Timestamp;
use kernel::ids::RequestId;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// A note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteRow {
    /// Which one (a UUIDv7).
    pub id: String,
    /// The request it is about.
    pub request_id: RequestId,
    /// When.
    pub written_at: Timestamp,
    /// By whom: a staff id, or `operator`.
    pub written_by: String,
    /// What, sealed. Personal.
    pub words: Vec<u8>,
}

statements! {
    write INSERT = "INSERT INTO notes (id, request_id, written_at, written_by, words) VALUES ($1, $2, $3, $4, $5)";
    read OF = "SELECT id, request_id, written_at, written_by, words FROM notes WHERE request_id = $1 ORDER BY written_at, id";
    write DELETE = "DELETE FROM notes WHERE id = $1 AND request_id = $2 AND written_by = $3";
    write FORGET = "DELETE FROM notes WHERE request_id = $1";
}

impl FromRow for NoteRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            request_id: columns.take()?,
            written_at: columns.take()?,
            written_by: columns.take()?,
            words: columns.take()?,
        })
    }
}

/// Stores a note.
pub async fn insert(on: impl Into<Conn<'_>>, row: &NoteRow) -> Result<(), StoreError> {
    let values = values![&row.id, row.request_id, row.written_at, &row.written_by, row.words.as_slice()];
    on.into().execute(&INSERT, values).await.map(drop)
}

/// The notes about a request, the oldest first.
pub async fn of(on: impl Into<Conn<'_>>, request: RequestId) -> Result<Vec<NoteRow>, StoreError> {
    on.into().all(&OF, values![request]).await
}

/// Takes a note away, by whoever wrote it. False when there is none of theirs.
pub async fn delete(
    on: impl Into<Conn<'_>>,
    request: RequestId,
    id: &str,
    by: &str,
) -> Result<bool, StoreError> {
    Ok(on.into().execute(&DELETE, values![id, request, by]).await? > 0)
}

/// Deletes the notes about a request. Gives how many there were.
pub async fn forget(on: impl Into<Conn<'_>>, request: RequestId) -> Result<u64, StoreError> {
    on.into().execute(&FORGET, values![request]).await
}
