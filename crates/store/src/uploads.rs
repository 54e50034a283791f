//! Files that were handed in. Their contents are sealed pieces that only live until they are destroyed; the row stays
//! and says that there was one.

use jiff::Timestamp;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// A file that was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadRow {
    /// Which one (a UUIDv7).
    pub id: String,
    /// What it belongs to, such as `identity:REQUEST`.
    pub place: String,
    /// What its bytes say that it is, such as `image/png`.
    pub media: String,
    /// How long it is.
    pub bytes: i64,
    /// SHA-256 of it, hexadecimal.
    pub sha256: String,
    /// When it came.
    pub created_at: Timestamp,
    /// When it is destroyed whatever happens.
    pub expires_at: Timestamp,
    /// How often it was looked at.
    pub views: i64,
    /// When it was destroyed.
    pub destroyed_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, place, media, bytes, sha256, created_at, expires_at, views, destroyed_at"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO uploads (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
    write PIECE = "INSERT INTO upload_pieces (upload_id, n, bytes) VALUES ($1, $2, $3)";
    read GET = concat!("SELECT ", columns!(), " FROM uploads WHERE id = $1");
    read OF = concat!("SELECT ", columns!(), " FROM uploads WHERE place = $1 ORDER BY created_at, id");
    read EXPIRED = concat!("SELECT ", columns!(), " FROM uploads WHERE destroyed_at IS NULL AND expires_at <= $1 ORDER BY expires_at, id LIMIT $2");
    read PIECES = "SELECT n, bytes FROM upload_pieces WHERE upload_id = $1 ORDER BY n";
    write VIEWED = "UPDATE uploads SET views = views + 1 WHERE id = $1 AND destroyed_at IS NULL";
    write DESTROY = "UPDATE uploads SET destroyed_at = $2 WHERE id = $1 AND destroyed_at IS NULL";
    write DROP_PIECES = "DELETE FROM upload_pieces WHERE upload_id = $1";
    read LEFT = "SELECT COUNT(*) FROM upload_pieces AS p JOIN uploads AS u ON u.id = p.upload_id WHERE u.destroyed_at IS NOT NULL OR u.expires_at <= $1";
}

impl FromRow for UploadRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            place: columns.take()?,
            media: columns.take()?,
            bytes: columns.take()?,
            sha256: columns.take()?,
            created_at: columns.take()?,
            expires_at: columns.take()?,
            views: columns.take()?,
            destroyed_at: columns.take()?,
        })
    }
}

/// Stores a file with its sealed pieces. Use a transaction.
pub async fn insert(on: impl Into<Conn<'_>>, row: &UploadRow, pieces: &[Vec<u8>]) -> Result<(), StoreError> {
    let mut on = on.into();
    let values = values![
        &row.id,
        &row.place,
        &row.media,
        row.bytes,
        &row.sha256,
        row.created_at,
        row.expires_at,
        row.views,
        row.destroyed_at,
    ];
    on.execute(&INSERT, values).await?;
    for (n, piece) in (0i64..).zip(pieces) {
        on.execute(&PIECE, values![&row.id, n, piece.as_slice()]).await?;
    }
    Ok(())
}

/// The file with this id.
pub async fn get(on: impl Into<Conn<'_>>, id: &str) -> Result<Option<UploadRow>, StoreError> {
    on.into().first(&GET, values![id]).await
}

/// The files that belong to something, the oldest first.
pub async fn of(on: impl Into<Conn<'_>>, place: &str) -> Result<Vec<UploadRow>, StoreError> {
    on.into().all(&OF, values![place]).await
}

/// Files whose time is over.
pub async fn expired(
    on: impl Into<Conn<'_>>,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<UploadRow>, StoreError> {
    on.into().all(&EXPIRED, values![now, i64::from(limit)]).await
}

/// The sealed pieces of a file, in order; none once it is destroyed.
pub async fn pieces(on: impl Into<Conn<'_>>, id: &str) -> Result<Vec<Vec<u8>>, StoreError> {
    let rows: Vec<(i64, Vec<u8>)> = on.into().all(&PIECES, values![id]).await?;
    Ok(rows.into_iter().map(|(_, bytes)| bytes).collect())
}

/// Counts a look at a file. False when it is not there any more.
pub async fn viewed(on: impl Into<Conn<'_>>, id: &str) -> Result<bool, StoreError> {
    Ok(on.into().execute(&VIEWED, values![id]).await? > 0)
}

/// Destroys a file's contents. False when they were gone. Use a transaction.
pub async fn destroy(on: impl Into<Conn<'_>>, id: &str, at: Timestamp) -> Result<bool, StoreError> {
    let mut on = on.into();
    if on.execute(&DESTROY, values![id, at]).await? == 0 {
        return Ok(false);
    }
    on.execute(&DROP_PIECES, values![id]).await?;
    Ok(true)
}

/// How many pieces are there of files that should be gone at `now`.
pub async fn left_behind(on: impl Into<Conn<'_>>, now: Timestamp) -> Result<i64, StoreError> {
    let count: Option<(i64,)> = on.into().first(&LEFT, values![now]).await?;
    Ok(count.map_or(0, |(count,)| count))
}
