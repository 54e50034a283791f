//! What people chose about messages, by topic and channel. The address is a keyed hash: it says what somebody chose
//! who is at hand, not who that is.

use jiff::Timestamp;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceRow {
    /// Keyed hash of the address.
    pub address: String,
    /// A purpose of the policy, or `*` for everything that can be refused.
    pub topic: String,
    /// mail or push.
    pub channel: String,
    /// Whether they want it.
    pub wanted: bool,
    /// Where it was said: one-click, page, form, desk, service.
    pub source: String,
    /// Since when.
    pub since: Timestamp,
}

macro_rules! columns {
    () => {
        "address, topic, channel, wanted, source, since"
    };
}

statements! {
    write PUT = concat!("INSERT INTO mail_choices (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (address, topic, channel) DO UPDATE SET wanted = $4, source = $5, since = $6");
    read OF = concat!("SELECT ", columns!(), " FROM mail_choices WHERE address = $1 ORDER BY topic, channel");
    write FORGET = "DELETE FROM mail_choices WHERE address = $1 AND wanted = $2";
    read COUNTS = "SELECT topic, COUNT(*) FROM mail_choices WHERE wanted = $1 GROUP BY topic ORDER BY topic";
}

impl FromRow for ChoiceRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            address: columns.take()?,
            topic: columns.take()?,
            channel: columns.take()?,
            wanted: columns.take()?,
            source: columns.take()?,
            since: columns.take()?,
        })
    }
}

/// Stores a choice in place of the one before.
pub async fn put(on: impl Into<Conn<'_>>, row: &ChoiceRow) -> Result<(), StoreError> {
    let values = values![&row.address, &row.topic, &row.channel, row.wanted, &row.source, row.since];
    on.into().execute(&PUT, values).await.map(drop)
}

/// What somebody chose.
pub async fn of(on: impl Into<Conn<'_>>, address: &str) -> Result<Vec<ChoiceRow>, StoreError> {
    on.into().all(&OF, values![address]).await
}

/// Forgets what somebody wants (`wanted`), or what they do not want.
pub async fn forget(on: impl Into<Conn<'_>>, address: &str, wanted: bool) -> Result<u64, StoreError> {
    on.into().execute(&FORGET, values![address, wanted]).await
}

/// How many want, or do not want, each topic.
pub async fn counts(on: impl Into<Conn<'_>>, wanted: bool) -> Result<Vec<(String, i64)>, StoreError> {
    on.into().all(&COUNTS, values![wanted]).await
}
