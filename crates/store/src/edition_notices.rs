//! Who is told by mail that an edition comes: each once, however often it is tried.

use jiff::Timestamp;
use kernel::Language;
use kernel::ids::MessageId;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, text_enum, values};

text_enum! {
    /// Whether somebody was told.
    NoticeState {
        /// Their message is not written yet.
        Waiting = "waiting",
        /// Their message is written and has not left.
        Queued = "queued",
        /// Their message left.
        Told = "told",
        /// Their mail server does not take it for good.
        Unreachable = "unreachable",
    }
}

/// Somebody who is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    /// Of which edition: its hash.
    pub edition: String,
    /// A keyed hash of the address.
    pub recipient: String,
    /// The address; empty once the message is written. Personal.
    pub address: String,
    /// In which language.
    pub language: Language,
}

impl FromRow for NoticeRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            edition: columns.take()?,
            recipient: columns.take()?,
            address: columns.take()?,
            language: columns.take()?,
        })
    }
}

statements! {
    write ADD = "INSERT INTO edition_notices (edition, recipient, address, language, state, changed_at) VALUES ($1, $2, $3, $4, 'waiting', $5) ON CONFLICT DO NOTHING";
    read WAITING = "SELECT edition, recipient, address, language FROM edition_notices WHERE edition = $1 AND state = 'waiting' ORDER BY recipient LIMIT $2";
    write QUEUED = "UPDATE edition_notices SET state = 'queued', address = '', message_id = $3, changed_at = $4 WHERE edition = $1 AND recipient = $2 AND state = 'waiting'";
    write ENDED = "UPDATE edition_notices SET state = $2, changed_at = $3 WHERE message_id = $1 AND state = 'queued'";
    read COUNTS = "SELECT state, COUNT(*) FROM edition_notices WHERE edition = $1 GROUP BY state ORDER BY state";
    read LAST = "SELECT MAX(changed_at) FROM edition_notices WHERE edition = $1";
    write FORGET = "DELETE FROM edition_notices WHERE recipient = $1";
    write DROP = "DELETE FROM edition_notices WHERE edition = $1";
}

/// Adds somebody. Whoever is on the list already stays as they are.
pub async fn add(on: impl Into<Conn<'_>>, row: &NoticeRow, now: Timestamp) -> Result<bool, StoreError> {
    let values = values![&row.edition, &row.recipient, &row.address, row.language, now];
    Ok(on.into().execute(&ADD, values).await? == 1)
}

/// Some of those whose message is not written yet.
pub async fn waiting(
    on: impl Into<Conn<'_>>,
    edition: &str,
    limit: u32,
) -> Result<Vec<NoticeRow>, StoreError> {
    on.into().all(&WAITING, values![edition, i64::from(limit)]).await
}

/// Notes that somebody's message is written, in the transaction that writes it, and wipes the address. False when
/// somebody else wrote it already: then this one must not be.
pub async fn queued(
    on: impl Into<Conn<'_>>,
    row: &NoticeRow,
    message: MessageId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let values = values![&row.edition, &row.recipient, message, now];
    Ok(on.into().execute(&QUEUED, values).await? == 1)
}

/// Notes what became of a message.
pub async fn ended(
    on: impl Into<Conn<'_>>,
    message: MessageId,
    state: NoticeState,
    now: Timestamp,
) -> Result<(), StoreError> {
    on.into().execute(&ENDED, values![message, state, now]).await.map(drop)
}

/// How many are in which state.
pub async fn counts(on: impl Into<Conn<'_>>, edition: &str) -> Result<Vec<(NoticeState, i64)>, StoreError> {
    on.into().all(&COUNTS, values![edition]).await
}

/// When the last of them changed; none when nobody is told by mail.
pub async fn last(on: impl Into<Conn<'_>>, edition: &str) -> Result<Option<Timestamp>, StoreError> {
    Ok(on.into().first::<(Option<Timestamp>,)>(&LAST, values![edition]).await?.and_then(|(at,)| at))
}

/// Takes somebody off every list.
pub async fn forget(on: impl Into<Conn<'_>>, recipient: &str) -> Result<u64, StoreError> {
    on.into().execute(&FORGET, values![recipient]).await
}

/// Takes a whole list away: that of a drill.
pub async fn drop_of(on: impl Into<Conn<'_>>, edition: &str) -> Result<(), StoreError> {
    on.into().execute(&DROP, values![edition]).await.map(drop)
}
