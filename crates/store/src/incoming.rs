//! What people wrote to the privacy contact, and what they answered to a mail of ours. Sealed; gone some time after it was
//! answered, and with the request that it is about.

use jiff::Timestamp;
use kernel::ids::RequestId;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingRow {
    /// Which one (a UUIDv7).
    pub id: String,
    /// How it came: `form` or `mail`.
    pub channel: String,
    /// What the words made of it: a route.
    pub said: String,
    /// Where it goes now: a route; another than `said` where an officer corrected it.
    pub route: String,
    /// The request it answers to, or became.
    pub request_id: Option<RequestId>,
    /// Keyed hash of the sender's address.
    pub address: String,
    /// From whom and what, sealed; none once it is gone. Personal.
    pub contents: Option<Vec<u8>>,
    /// When it came.
    pub received_at: Timestamp,
    /// When somebody must have answered.
    pub due_at: Timestamp,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
    /// By whom: a staff id, `operator` or `drill`.
    pub answered_by: Option<String>,
    /// What became of it: a word.
    pub outcome: Option<String>,
    /// It is a drill's.
    pub drill: bool,
}

macro_rules! columns {
    () => {
        "id, channel, said, route, request_id, address, contents, received_at, due_at, answered_at, answered_by, outcome, drill"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO incoming (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, NULL, NULL, $10)");
    read GET = concat!("SELECT ", columns!(), " FROM incoming WHERE id = $1");
    read LIST = concat!("SELECT ", columns!(), " FROM incoming WHERE NOT drill ORDER BY CASE WHEN answered_at IS NULL THEN 0 ELSE 1 END, CASE WHEN answered_at IS NULL THEN due_at ELSE -answered_at END, id LIMIT $1");
    read OF = concat!("SELECT ", columns!(), " FROM incoming WHERE request_id = $1 ORDER BY received_at, id");
    read OPEN = "SELECT COUNT(*) FROM incoming WHERE answered_at IS NULL AND NOT drill";
    read DRILLS = concat!("SELECT ", columns!(), " FROM incoming WHERE drill ORDER BY id");
    read RECENT = "SELECT COUNT(*) FROM incoming WHERE address = $1 AND received_at > $2";
    write ROUTE = "UPDATE incoming SET route = $2, due_at = $3 WHERE id = $1 AND answered_at IS NULL";
    write ANSWER = "UPDATE incoming SET answered_at = $2, answered_by = $3, outcome = $4, request_id = COALESCE($5, request_id) WHERE id = $1 AND answered_at IS NULL";
    write WIPE = "UPDATE incoming SET contents = NULL, address = '' WHERE answered_at <= $1 AND contents IS NOT NULL";
    write PURGE = "DELETE FROM incoming WHERE answered_at <= $1";
    write FORGET_ADDRESS = "DELETE FROM incoming WHERE address = $1";
    write FORGET_REQUEST = "DELETE FROM incoming WHERE request_id = $1";
    write DELETE = "DELETE FROM incoming WHERE id = $1";
    write NOTE_MAIL = "INSERT INTO incoming_mails (message, at) VALUES ($1, $2) ON CONFLICT (message) DO NOTHING";
    write PURGE_MAILS = "DELETE FROM incoming_mails WHERE at <= $1";
}

impl FromRow for IncomingRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            channel: columns.take()?,
            said: columns.take()?,
            route: columns.take()?,
            request_id: columns.take()?,
            address: columns.take()?,
            contents: columns.take()?,
            received_at: columns.take()?,
            due_at: columns.take()?,
            answered_at: columns.take()?,
            answered_by: columns.take()?,
            outcome: columns.take()?,
            drill: columns.take()?,
        })
    }
}

/// Keeps a message.
pub async fn insert(on: impl Into<Conn<'_>>, row: &IncomingRow) -> Result<(), StoreError> {
    let values = values![
        &row.id,
        &row.channel,
        &row.said,
        &row.route,
        row.request_id,
        &row.address,
        row.contents.clone(),
        row.received_at,
        row.due_at,
        row.drill
    ];
    on.into().execute(&INSERT, values).await.map(drop)
}

/// One message.
pub async fn get(on: impl Into<Conn<'_>>, id: &str) -> Result<Option<IncomingRow>, StoreError> {
    on.into().first(&GET, values![id]).await
}

/// Messages of real people: those that wait first, by when they must be answered; then the latest answered.
pub async fn list(on: impl Into<Conn<'_>>, limit: u32) -> Result<Vec<IncomingRow>, StoreError> {
    on.into().all(&LIST, values![i64::from(limit)]).await
}

/// Messages about a request, the oldest first.
pub async fn of(on: impl Into<Conn<'_>>, request: RequestId) -> Result<Vec<IncomingRow>, StoreError> {
    on.into().all(&OF, values![request]).await
}

/// How many wait for an answer.
pub async fn open(on: impl Into<Conn<'_>>) -> Result<i64, StoreError> {
    let count: Option<(i64,)> = on.into().first(&OPEN, Vec::new()).await?;
    Ok(count.map_or(0, |(count,)| count))
}

/// A drill's messages.
pub async fn drills(on: impl Into<Conn<'_>>) -> Result<Vec<IncomingRow>, StoreError> {
    on.into().all(&DRILLS, Vec::new()).await
}

/// How many came from an address since an instant.
pub async fn recent(on: impl Into<Conn<'_>>, address: &str, since: Timestamp) -> Result<i64, StoreError> {
    let count: Option<(i64,)> = on.into().first(&RECENT, values![address, since]).await?;
    Ok(count.map_or(0, |(count,)| count))
}

/// Sends a message another way. False: it was answered, or there is none.
pub async fn route(
    on: impl Into<Conn<'_>>,
    id: &str,
    route: &str,
    due: Timestamp,
) -> Result<bool, StoreError> {
    Ok(on.into().execute(&ROUTE, values![id, route, due]).await? > 0)
}

/// Marks a message as answered. False: it was before, or there is none.
pub async fn answer(
    on: impl Into<Conn<'_>>,
    id: &str,
    at: Timestamp,
    by: &str,
    outcome: &str,
    request: Option<RequestId>,
) -> Result<bool, StoreError> {
    Ok(on.into().execute(&ANSWER, values![id, at, by, outcome, request]).await? > 0)
}

/// Forgets what was said and by whom in messages that were answered before an instant.
pub async fn wipe(on: impl Into<Conn<'_>>, before: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&WIPE, values![before]).await
}

/// Deletes messages that were answered before an instant.
pub async fn purge(on: impl Into<Conn<'_>>, before: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&PURGE, values![before]).await
}

/// Deletes what came from an address: whoever had it was erased.
pub async fn forget_address(on: impl Into<Conn<'_>>, address: &str) -> Result<u64, StoreError> {
    on.into().execute(&FORGET_ADDRESS, values![address]).await
}

/// Deletes what is about a request. Gives how many there were.
pub async fn forget_request(on: impl Into<Conn<'_>>, request: RequestId) -> Result<u64, StoreError> {
    on.into().execute(&FORGET_REQUEST, values![request]).await
}

/// Deletes one: a drill's.
pub async fn delete(on: impl Into<Conn<'_>>, id: &str) -> Result<(), StoreError> {
    on.into().execute(&DELETE, values![id]).await.map(drop)
}

/// Notes that a mail came in, by the keyed hash of its Message-ID. False when it came in before.
pub async fn note_mail(on: impl Into<Conn<'_>>, message: &str, at: Timestamp) -> Result<bool, StoreError> {
    Ok(on.into().execute(&NOTE_MAIL, values![message, at]).await? > 0)
}

/// Forgets which mails came in before an instant.
pub async fn purge_mails(on: impl Into<Conn<'_>>, before: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&PURGE_MAILS, values![before]).await
}
