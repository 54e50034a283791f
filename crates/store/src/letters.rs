//! Who asked for letters, and who consented to them from their own mailbox. Addresses are keyed hashes, and sealed.

use jiff::Timestamp;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, Value, values};

/// Somebody asked, and has not confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskingRow {
    /// Keyed hash of the address.
    pub address: String,
    /// Hash of the token in the mail.
    pub token: String,
    /// Address, language and what was asked for, sealed. Personal.
    pub contents: Vec<u8>,
    /// How many mails went there since `first_at`.
    pub mails: i64,
    /// From when they are counted.
    pub first_at: Timestamp,
    /// When it was last asked.
    pub asked_at: Timestamp,
}

/// A consent that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterRow {
    /// Keyed hash of the address.
    pub address: String,
    /// The pseudonym under which the proof stands.
    pub subject: String,
    /// Address and language, sealed. Personal.
    pub contents: Vec<u8>,
    /// What was agreed to, with its terms.
    pub agreed: String,
    /// Since when.
    pub since: Timestamp,
}

macro_rules! asking {
    () => {
        "address, token, contents, mails, first_at, asked_at"
    };
}

macro_rules! letter {
    () => {
        "address, subject, contents, agreed, since"
    };
}

statements! {
    write ASK = concat!("INSERT INTO letter_askings (", asking!(), ") VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (address) DO UPDATE SET token = $2, contents = $3, mails = $4, first_at = $5, asked_at = $6");
    read ASKED = concat!("SELECT ", asking!(), " FROM letter_askings WHERE address = $1");
    read BY_TOKEN = concat!("SELECT ", asking!(), " FROM letter_askings WHERE token = $1");
    write ANSWERED = "DELETE FROM letter_askings WHERE address = $1";
    write FORGET_ASKED = "DELETE FROM letter_askings WHERE asked_at < $1";
    write PUT = concat!("INSERT INTO letter_consents (", letter!(), ") VALUES ($1, $2, $3, $4, $5) ON CONFLICT (address) DO UPDATE SET subject = $2, contents = $3, agreed = $4, since = $5");
    write REMOVE = "DELETE FROM letter_consents WHERE address = $1";
    read OF = concat!("SELECT ", letter!(), " FROM letter_consents WHERE address = $1");
    read AMONG = "SELECT address, agreed, since FROM letter_consents WHERE address IN (@list(0))";
    read AFTER = concat!("SELECT ", letter!(), " FROM letter_consents WHERE address > $1 ORDER BY address LIMIT $2");
}

impl FromRow for AskingRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            address: columns.take()?,
            token: columns.take()?,
            contents: columns.take()?,
            mails: columns.take()?,
            first_at: columns.take()?,
            asked_at: columns.take()?,
        })
    }
}

impl FromRow for LetterRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            address: columns.take()?,
            subject: columns.take()?,
            contents: columns.take()?,
            agreed: columns.take()?,
            since: columns.take()?,
        })
    }
}

/// Keeps an asking in place of the one before from the same address.
pub async fn ask(on: impl Into<Conn<'_>>, row: &AskingRow) -> Result<(), StoreError> {
    let values =
        values![&row.address, &row.token, row.contents.clone(), row.mails, row.first_at, row.asked_at];
    on.into().execute(&ASK, values).await.map(drop)
}

/// What an address asked for last.
pub async fn asked(on: impl Into<Conn<'_>>, address: &str) -> Result<Option<AskingRow>, StoreError> {
    on.into().first(&ASKED, values![address]).await
}

/// The asking that the token of a mail leads to.
pub async fn by_token(on: impl Into<Conn<'_>>, token: &str) -> Result<Option<AskingRow>, StoreError> {
    on.into().first(&BY_TOKEN, values![token]).await
}

/// Takes an asking out, because it was answered. False when somebody else was first.
pub async fn answered(on: impl Into<Conn<'_>>, address: &str) -> Result<bool, StoreError> {
    Ok(on.into().execute(&ANSWERED, values![address]).await? > 0)
}

/// Forgets who asked before a moment and never answered. Gives how many.
pub async fn forget_asked(on: impl Into<Conn<'_>>, before: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&FORGET_ASKED, values![before]).await
}

/// Keeps a consent in place of the one before.
pub async fn put(on: impl Into<Conn<'_>>, row: &LetterRow) -> Result<(), StoreError> {
    let values = values![&row.address, &row.subject, row.contents.clone(), &row.agreed, row.since];
    on.into().execute(&PUT, values).await.map(drop)
}

/// Takes a consent out. False when there was none.
pub async fn remove(on: impl Into<Conn<'_>>, address: &str) -> Result<bool, StoreError> {
    Ok(on.into().execute(&REMOVE, values![address]).await? > 0)
}

/// The consent of an address.
pub async fn of(on: impl Into<Conn<'_>>, address: &str) -> Result<Option<LetterRow>, StoreError> {
    on.into().first(&OF, values![address]).await
}

/// What these addresses agreed to: address, line, and since when.
pub async fn among(
    on: impl Into<Conn<'_>>,
    addresses: &[String],
) -> Result<Vec<(String, String, Timestamp)>, StoreError> {
    let mut on = on.into();
    let mut found = Vec::new();
    for chunk in addresses.chunks(1_000) {
        let values: Vec<Value> = chunk.iter().map(Value::from).collect();
        found.extend(on.all::<(String, String, Timestamp)>(&AMONG, values).await?);
    }
    Ok(found)
}

/// Consents in the order of their keyed hashes, behind one of them.
pub async fn after(on: impl Into<Conn<'_>>, address: &str, limit: u32) -> Result<Vec<LetterRow>, StoreError> {
    on.into().all(&AFTER, values![address, i64::from(limit)]).await
}
