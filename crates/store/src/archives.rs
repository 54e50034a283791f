//! Sealed answers, in chunks, so that neither writing nor collecting one needs it in memory. Purging destroys the
//! chunks and keeps the row: that there was an answer is evidence, the answer is not.

use futures_util::stream::{self, Stream};
use jiff::Timestamp;
use kernel::ids::{ArchiveId, RequestId};

use crate::db::{Conn, Store};
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// An archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveRow {
    /// Which one.
    pub id: ArchiveId,
    /// The answer to which request.
    pub request_id: RequestId,
    /// When it was sealed.
    pub created_at: Timestamp,
    /// From when it is destroyed.
    pub expires_at: Timestamp,
    /// Size of what is inside, in bytes, before sealing.
    pub bytes: i64,
    /// SHA-256 of what is inside, hexadecimal.
    pub sha256: String,
    /// How many chunks there are, numbered from 0.
    pub chunks: i64,
    /// When the chunks were destroyed.
    pub purged_at: Option<Timestamp>,
}

/// One time an archive was collected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// When.
    pub at: Timestamp,
    /// From which session.
    pub session: String,
}

macro_rules! columns {
    () => {
        "id, request_id, created_at, expires_at, bytes, sha256, chunks, purged_at"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO archives (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
    write COMPLETE = "UPDATE archives SET bytes = $2, sha256 = $3, chunks = $4 WHERE id = $1";
    write PUT_CHUNK = "INSERT INTO archive_chunks (archive_id, n, bytes) VALUES ($1, $2, $3) ON CONFLICT (archive_id, n) DO UPDATE SET bytes = excluded.bytes";
    read CHUNK = "SELECT bytes FROM archive_chunks WHERE archive_id = $1 AND n = $2";
    read GET = concat!("SELECT ", columns!(), " FROM archives WHERE id = $1");
    read BY_REQUEST = concat!("SELECT ", columns!(), " FROM archives WHERE request_id = $1 ORDER BY created_at DESC, id DESC");
    read EXPIRED = concat!("SELECT ", columns!(), " FROM archives WHERE purged_at IS NULL AND expires_at <= $1 ORDER BY expires_at, id LIMIT $2");
    write PURGE_CHUNKS = "DELETE FROM archive_chunks WHERE archive_id = $1";
    write PURGE = "UPDATE archives SET purged_at = $2 WHERE id = $1 AND purged_at IS NULL";
    write PROLONG = "UPDATE archives SET expires_at = $2 WHERE id = $1 AND purged_at IS NULL AND expires_at < $2";
    write LOG = "INSERT INTO downloads (archive_id, at, session) VALUES ($1, $2, $3)";
    read DOWNLOADS = "SELECT at, session FROM downloads WHERE archive_id = $1 ORDER BY at";
}

impl FromRow for ArchiveRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            request_id: columns.take()?,
            created_at: columns.take()?,
            expires_at: columns.take()?,
            bytes: columns.take()?,
            sha256: columns.take()?,
            chunks: columns.take()?,
            purged_at: columns.take()?,
        })
    }
}

impl FromRow for Download {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self { at: columns.take()?, session: columns.take()? })
    }
}

/// Begins an archive. Size, hash and number of chunks may be zero and empty until [`complete`].
pub async fn insert(on: impl Into<Conn<'_>>, row: &ArchiveRow) -> Result<(), StoreError> {
    let values = values![
        row.id,
        row.request_id,
        row.created_at,
        row.expires_at,
        row.bytes,
        &row.sha256,
        row.chunks,
        row.purged_at,
    ];
    on.into().execute(&INSERT, values).await.map(drop)
}

/// Stores chunk `n`; the same number again replaces it, so that an interrupted writer may begin anew.
pub async fn put_chunk(
    on: impl Into<Conn<'_>>,
    id: ArchiveId,
    n: i64,
    bytes: Vec<u8>,
) -> Result<(), StoreError> {
    on.into().execute(&PUT_CHUNK, values![id, n, bytes]).await.map(drop)
}

/// Notes what the archive came to.
pub async fn complete(
    on: impl Into<Conn<'_>>,
    id: ArchiveId,
    bytes: i64,
    sha256: &str,
    chunks: i64,
) -> Result<(), StoreError> {
    match on.into().execute(&COMPLETE, values![id, bytes, sha256, chunks]).await? {
        0 => Err(StoreError::Missing { what: "archive" }),
        _ => Ok(()),
    }
}

/// The archive with this id.
pub async fn get(on: impl Into<Conn<'_>>, id: ArchiveId) -> Result<Option<ArchiveRow>, StoreError> {
    on.into().first(&GET, values![id]).await
}

/// The archives of a request, the latest first.
pub async fn by_request(on: impl Into<Conn<'_>>, request: RequestId) -> Result<Vec<ArchiveRow>, StoreError> {
    on.into().all(&BY_REQUEST, values![request]).await
}

/// Chunk `n`; none behind the last, and none once purged.
pub async fn chunk(on: impl Into<Conn<'_>>, id: ArchiveId, n: i64) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(on.into().first::<(Vec<u8>,)>(&CHUNK, values![id, n]).await?.map(|(bytes,)| bytes))
}

/// The chunks one after another, each read when it is asked for. Ends at the first that is missing: compare with
/// [`ArchiveRow::chunks`].
pub fn chunks(
    store: &Store,
    id: ArchiveId,
) -> impl Stream<Item = Result<Vec<u8>, StoreError>> + Send + use<> {
    let store = store.clone();
    stream::try_unfold((store, 0i64), move |(store, n)| async move {
        let bytes = chunk(&store, id, n).await?;
        Ok(bytes.map(|bytes| (bytes, (store, n + 1))))
    })
}

/// Archives that are past their date and not destroyed yet.
pub async fn expired(
    on: impl Into<Conn<'_>>,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<ArchiveRow>, StoreError> {
    on.into().all(&EXPIRED, values![now, i64::from(limit)]).await
}

/// Destroys the chunks and notes when. False when that was done before. Use a transaction.
pub async fn purge(on: impl Into<Conn<'_>>, id: ArchiveId, now: Timestamp) -> Result<bool, StoreError> {
    let mut on = on.into();
    on.execute(&PURGE_CHUNKS, values![id]).await?;
    Ok(on.execute(&PURGE, values![id, now]).await? > 0)
}

/// Keeps an archive longer. False when it is gone, or kept as long already.
pub async fn prolong(on: impl Into<Conn<'_>>, id: ArchiveId, until: Timestamp) -> Result<bool, StoreError> {
    Ok(on.into().execute(&PROLONG, values![id, until]).await? > 0)
}

/// Notes that it was collected.
pub async fn log_download(
    on: impl Into<Conn<'_>>,
    id: ArchiveId,
    at: Timestamp,
    session: &str,
) -> Result<(), StoreError> {
    on.into().execute(&LOG, values![id, at, session]).await.map(drop)
}

/// When it was collected, and from which sessions.
pub async fn downloads(on: impl Into<Conn<'_>>, id: ArchiveId) -> Result<Vec<Download>, StoreError> {
    on.into().all(&DOWNLOADS, values![id]).await
}
