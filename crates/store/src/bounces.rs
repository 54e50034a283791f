//! Messages that came back, and addresses that take none. Nothing here says an address in words.

use jiff::Timestamp;
use kernel::ids::{MessageId, RequestId};

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// A message that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BounceRow {
    /// Which message.
    pub message_id: MessageId,
    /// The request it was about.
    pub request_id: Option<RequestId>,
    /// Which text it was.
    pub kind: String,
    /// Whether it will never arrive there; otherwise it may the next time.
    pub hard: bool,
    /// The code of RFC 3463 ("5.1.1").
    pub status: String,
    /// When it came back.
    pub at: Timestamp,
    /// When somebody did something about it.
    pub ended_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "message_id, request_id, kind, hard, status, at, ended_at"
    };
}

statements! {
    write SENT = "INSERT INTO deliveries (message_id, address, sent_at) VALUES ($1, $2, $3) ON CONFLICT (message_id) DO NOTHING";
    read ADDRESS = "SELECT address FROM deliveries WHERE message_id = $1";
    write FORGET_SENT = "DELETE FROM deliveries WHERE sent_at <= $1";
    write FORGET_ADDRESS = "DELETE FROM deliveries WHERE address = $1";
    write FORGET_UNDELIVERABLE = "DELETE FROM undeliverable WHERE address = $1";
    write INSERT = concat!("INSERT INTO bounces (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (message_id) DO NOTHING");
    write HARDEN = "UPDATE bounces SET hard = $2, status = $3 WHERE message_id = $1 AND hard <> $2";
    read OPEN = concat!("SELECT ", columns!(), " FROM bounces WHERE ended_at IS NULL ORDER BY at, message_id LIMIT $1");
    read OF = concat!("SELECT ", columns!(), " FROM bounces WHERE request_id = $1 ORDER BY at, message_id");
    write END = "UPDATE bounces SET ended_at = $2 WHERE message_id = $1 AND ended_at IS NULL";
    write FORGET_BEFORE = "DELETE FROM bounces WHERE ended_at IS NOT NULL AND ended_at <= $1";
    write MARK = "INSERT INTO undeliverable (address, status, since) VALUES ($1, $2, $3) ON CONFLICT (address) DO UPDATE SET status = excluded.status, since = excluded.since";
    read MARKED = "SELECT since FROM undeliverable WHERE address = $1";
}

impl FromRow for BounceRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            message_id: columns.take()?,
            request_id: columns.take()?,
            kind: columns.take()?,
            hard: columns.take()?,
            status: columns.take()?,
            at: columns.take()?,
            ended_at: columns.take()?,
        })
    }
}

/// Notes that a message left, to the address of this keyed hash.
pub async fn sent(
    on: impl Into<Conn<'_>>,
    message: MessageId,
    address: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    on.into().execute(&SENT, values![message, address, at]).await.map(drop)
}

/// The keyed hash of the address that a message went to, as long as that is kept.
pub async fn address(on: impl Into<Conn<'_>>, message: MessageId) -> Result<Option<String>, StoreError> {
    let found: Option<(String,)> = on.into().first(&ADDRESS, values![message]).await?;
    Ok(found.map(|(address,)| address))
}

/// Forgets what left at that instant or before, and what came back and was dealt with then.
pub async fn forget_before(on: impl Into<Conn<'_>>, before: Timestamp) -> Result<u64, StoreError> {
    let mut on = on.into();
    let sent = on.execute(&FORGET_SENT, values![before]).await?;
    Ok(sent + on.execute(&FORGET_BEFORE, values![before]).await?)
}

/// Forgets an address altogether.
pub async fn forget_address(on: impl Into<Conn<'_>>, address: &str) -> Result<(), StoreError> {
    let mut on = on.into();
    on.execute(&FORGET_ADDRESS, values![address]).await?;
    on.execute(&FORGET_UNDELIVERABLE, values![address]).await.map(drop)
}

/// Notes that a message came back. False when that was known; a hard bounce after a soft one counts as news.
pub async fn insert(on: impl Into<Conn<'_>>, row: &BounceRow) -> Result<bool, StoreError> {
    let mut on = on.into();
    let values =
        values![row.message_id, row.request_id, &row.kind, row.hard, &row.status, row.at, row.ended_at,];
    if on.execute(&INSERT, values).await? > 0 {
        return Ok(true);
    }
    if !row.hard {
        return Ok(false);
    }
    Ok(on.execute(&HARDEN, values![row.message_id, row.hard, &row.status]).await? > 0)
}

/// Messages that came back and that nobody has dealt with, the oldest first.
pub async fn open(on: impl Into<Conn<'_>>, limit: u32) -> Result<Vec<BounceRow>, StoreError> {
    on.into().all(&OPEN, values![i64::from(limit)]).await
}

/// The messages about a request that came back.
pub async fn of(on: impl Into<Conn<'_>>, request: RequestId) -> Result<Vec<BounceRow>, StoreError> {
    on.into().all(&OF, values![request]).await
}

/// Notes that somebody dealt with it. False when it was dealt with before, or is none.
pub async fn end(on: impl Into<Conn<'_>>, message: MessageId, at: Timestamp) -> Result<bool, StoreError> {
    Ok(on.into().execute(&END, values![message, at]).await? > 0)
}

/// Marks an address, by its keyed hash, as one that takes no mail.
pub async fn mark(
    on: impl Into<Conn<'_>>,
    address: &str,
    status: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    on.into().execute(&MARK, values![address, status, at]).await.map(drop)
}

/// Since when an address takes no mail.
pub async fn marked(on: impl Into<Conn<'_>>, address: &str) -> Result<Option<Timestamp>, StoreError> {
    let found: Option<(Timestamp,)> = on.into().first(&MARKED, values![address]).await?;
    Ok(found.map(|(since,)| since))
}

/// Takes that mark away: mail has arrived there.
pub async fn unmark(on: impl Into<Conn<'_>>, address: &str) -> Result<(), StoreError> {
    on.into().execute(&FORGET_UNDELIVERABLE, values![address]).await.map(drop)
}
