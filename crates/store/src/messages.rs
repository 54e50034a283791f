//! Outgoing messages. A message commits with whatever it tells about and leaves later; a mail server that refuses
//! keeps it queued. Once it left, its contents are purged after a while and only the fact stays.
//!
//! A claimed message becomes due again when its lease ends, or at once when it is known that its worker is dead
//! ([`release_of`]), so that a killed worker loses none. Killed between the mail server's "accepted" and the row
//! that says so, it leaves a second time, under the same Message-ID: SMTP has no way to ask whether it came.

use jiff::Timestamp;
use kernel::Language;
use kernel::ids::{MessageId, RequestId};

use crate::db::Conn;
use crate::error::StoreError;
use crate::page::Page;
use crate::statement::statements;
use crate::value::{Columns, FromRow, text_enum, values};

text_enum! {
    /// Where a message is.
    MessageState {
        /// Waiting to leave.
        Queued = "queued",
        /// Handed over to the mail server.
        Sent = "sent",
        /// Given up.
        Failed = "failed",
        /// Its contents are gone.
        Purged = "purged",
    }
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRow {
    /// Which one.
    pub id: MessageId,
    /// The request it is about.
    pub request_id: Option<RequestId>,
    /// Which text it is ("sign-in-code", "answer-ready", …).
    pub kind: String,
    /// Which class of mail ("transactional", …).
    pub class: String,
    /// Its language.
    pub language: Language,
    /// To whom. Personal.
    pub to_address: String,
    /// The subject line.
    pub subject: String,
    /// The plain text. Personal.
    pub text: String,
    /// The same as HTML. Personal.
    pub html: Option<String>,
    /// Further headers, JSON.
    pub headers: String,
    /// Where it is.
    pub state: MessageState,
    /// How often it was tried.
    pub attempts: i64,
    /// When it may be tried next; while a worker has it, when its lease ends.
    pub next_at: Option<Timestamp>,
    /// The worker that has it.
    pub leased_by: Option<String>,
    /// When it left.
    pub sent_at: Option<Timestamp>,
    /// What the mail server said, or what went wrong.
    pub receipt: Option<String>,
    /// True: to a synthetic person.
    pub drill: bool,
    /// When it was written.
    pub created_at: Timestamp,
}

macro_rules! columns {
    () => {
        "id, request_id, kind, class, language, to_address, subject, body_text, body_html, headers, state, attempts, next_at, leased_by, sent_at, receipt, drill, created_at"
    };
}

macro_rules! purge {
    () => {
        "UPDATE messages SET state = 'purged', to_address = '', subject = '', body_text = '', body_html = NULL, headers = '{}', receipt = NULL, next_at = NULL, leased_by = NULL WHERE state IN ('sent', 'failed')"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO messages (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)");
    write CLAIM = concat!(
        "WITH due AS MATERIALIZED (SELECT id FROM messages WHERE state = 'queued' AND next_at <= $1 ORDER BY next_at, id LIMIT $3 @skip_locked) ",
        "UPDATE messages SET next_at = $2, leased_by = $4, attempts = attempts + 1 WHERE id IN (SELECT id FROM due) AND state = 'queued' AND next_at <= $1 RETURNING ",
        columns!()
    );
    write RELEASE_OF = "UPDATE messages SET next_at = $2, leased_by = NULL WHERE state = 'queued' AND leased_by = $1";
    write SENT = "UPDATE messages SET state = 'sent', sent_at = $3, receipt = $4, next_at = NULL, leased_by = NULL WHERE id = $1 AND attempts = $2 AND state = 'queued'";
    write RETRY = "UPDATE messages SET next_at = $3, leased_by = NULL, receipt = $4 WHERE id = $1 AND attempts = $2 AND state = 'queued'";
    write FAILED = "UPDATE messages SET state = 'failed', receipt = $3, next_at = NULL, leased_by = NULL WHERE id = $1 AND attempts = $2 AND state = 'queued'";
    read GET = concat!("SELECT ", columns!(), " FROM messages WHERE id = $1");
    read LIST = concat!("SELECT ", columns!(), " FROM messages WHERE (created_at, id) < ($1, $2) ORDER BY created_at DESC, id DESC LIMIT $3");
    read BY_REQUEST = concat!("SELECT ", columns!(), " FROM messages WHERE request_id = $1 ORDER BY created_at, id");
    read COUNTS = "SELECT state, COUNT(*) FROM messages GROUP BY state ORDER BY state";
    read NEXT_DUE = "SELECT MIN(next_at) FROM messages WHERE state = 'queued'";
    write CANCEL = "DELETE FROM messages WHERE request_id = $1 AND kind = $2 AND state = 'queued' AND leased_by IS NULL";
    write PURGE = concat!(purge!(), " AND id = $1");
    write PURGE_OF_REQUEST = concat!(purge!(), " AND request_id = $1");
    write DROP_OF_REQUEST = "UPDATE messages SET state = 'purged', to_address = '', subject = '', body_text = '', body_html = NULL, headers = '{}', receipt = NULL, next_at = NULL, leased_by = NULL WHERE request_id = $1 AND kind = $2 AND state = 'queued'";
    write PURGE_BEFORE = concat!(purge!(), " AND created_at <= $1");
}

impl FromRow for MessageRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            request_id: columns.take()?,
            kind: columns.take()?,
            class: columns.take()?,
            language: columns.take()?,
            to_address: columns.take()?,
            subject: columns.take()?,
            text: columns.take()?,
            html: columns.take()?,
            headers: columns.take()?,
            state: columns.take()?,
            attempts: columns.take()?,
            next_at: columns.take()?,
            leased_by: columns.take()?,
            sent_at: columns.take()?,
            receipt: columns.take()?,
            drill: columns.take()?,
            created_at: columns.take()?,
        })
    }
}

/// Stores a message. A queued one needs a `next_at`, or it never leaves.
pub async fn insert(on: impl Into<Conn<'_>>, row: &MessageRow) -> Result<(), StoreError> {
    let values = values![
        row.id,
        row.request_id,
        &row.kind,
        &row.class,
        row.language,
        &row.to_address,
        &row.subject,
        &row.text,
        row.html.as_deref(),
        &row.headers,
        row.state,
        row.attempts,
        row.next_at,
        row.leased_by.as_deref(),
        row.sent_at,
        row.receipt.as_deref(),
        row.drill,
        row.created_at,
    ];
    on.into().execute(&INSERT, values).await.map(drop)
}

/// Takes up to `limit` messages that are due, for `worker` alone until `lease_until`.
pub async fn claim(
    on: impl Into<Conn<'_>>,
    worker: &str,
    now: Timestamp,
    lease_until: Timestamp,
    limit: u32,
) -> Result<Vec<MessageRow>, StoreError> {
    let mut rows: Vec<MessageRow> =
        on.into().all(&CLAIM, values![now, lease_until, i64::from(limit), worker]).await?;
    rows.sort_by_key(|row| (row.created_at, row.id));
    Ok(rows)
}

/// Ends every lease of a worker that is known to be dead, so that others take its messages now. Says how many.
pub async fn release_of(on: impl Into<Conn<'_>>, worker: &str, now: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&RELEASE_OF, values![worker, now]).await
}

/// Notes that a claimed message left, and what the mail server said.
pub async fn mark_sent(
    on: impl Into<Conn<'_>>,
    row: &MessageRow,
    now: Timestamp,
    receipt: &str,
) -> Result<(), StoreError> {
    held(on.into().execute(&SENT, values![row.id, row.attempts, now, receipt]).await?)
}

/// Puts a claimed message back until `at`, with the reason.
pub async fn retry(
    on: impl Into<Conn<'_>>,
    row: &MessageRow,
    at: Timestamp,
    problem: &str,
) -> Result<(), StoreError> {
    held(on.into().execute(&RETRY, values![row.id, row.attempts, at, problem]).await?)
}

/// Gives a claimed message up, with the reason.
pub async fn mark_failed(on: impl Into<Conn<'_>>, row: &MessageRow, problem: &str) -> Result<(), StoreError> {
    held(on.into().execute(&FAILED, values![row.id, row.attempts, problem]).await?)
}

fn held(changed: u64) -> Result<(), StoreError> {
    if changed == 0 { Err(StoreError::Stale { what: "message" }) } else { Ok(()) }
}

/// Takes the messages of a kind about a request out of the queue that no worker has. Gives how many there were.
pub async fn cancel(on: impl Into<Conn<'_>>, request: RequestId, kind: &str) -> Result<u64, StoreError> {
    on.into().execute(&CANCEL, values![request, kind]).await
}

/// The message with this id.
pub async fn get(on: impl Into<Conn<'_>>, id: MessageId) -> Result<Option<MessageRow>, StoreError> {
    on.into().first(&GET, values![id]).await
}

/// Messages, the latest first. The page key is `created_at`.
pub async fn list(on: impl Into<Conn<'_>>, page: &Page) -> Result<Vec<MessageRow>, StoreError> {
    let (key, id) = page.upper_bound();
    on.into().all(&LIST, values![key, id, i64::from(page.limit)]).await
}

/// The messages about a request, in the order in which they were written.
pub async fn by_request(on: impl Into<Conn<'_>>, request: RequestId) -> Result<Vec<MessageRow>, StoreError> {
    on.into().all(&BY_REQUEST, values![request]).await
}

/// How many messages are in each state; states without any are left out.
pub async fn counts(on: impl Into<Conn<'_>>) -> Result<Vec<(MessageState, i64)>, StoreError> {
    on.into().all(&COUNTS, Vec::new()).await
}

/// When the next message is due.
pub async fn next_due(on: impl Into<Conn<'_>>) -> Result<Option<Timestamp>, StoreError> {
    let due: Option<(Option<Timestamp>,)> = on.into().first(&NEXT_DUE, Vec::new()).await?;
    Ok(due.and_then(|(due,)| due))
}

/// Wipes address and contents of a message that left or was given up. False when it is queued or wiped already.
pub async fn purge(on: impl Into<Conn<'_>>, id: MessageId) -> Result<bool, StoreError> {
    Ok(on.into().execute(&PURGE, values![id]).await? > 0)
}

/// Wipes the messages about a request that left or were given up.
pub async fn purge_of_request(on: impl Into<Conn<'_>>, request: RequestId) -> Result<u64, StoreError> {
    on.into().execute(&PURGE_OF_REQUEST, values![request]).await
}

/// Wipes the queued messages of a kind about a request: what they ask is no longer wanted.
pub async fn drop_of_request(
    on: impl Into<Conn<'_>>,
    request: RequestId,
    kind: &str,
) -> Result<u64, StoreError> {
    on.into().execute(&DROP_OF_REQUEST, values![request, kind]).await
}

/// Wipes the messages written at that instant or before that left or were given up.
pub async fn purge_before(on: impl Into<Conn<'_>>, written_by: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&PURGE_BEFORE, values![written_by]).await
}
