//! One-time codes. Neither the address nor the code is in the row: the caller gives an HMAC of the one and a hash
//! of the other. The last code for an address counts, for as long as it has attempts left.

use jiff::Timestamp;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, text_enum, values};

text_enum! {
    /// Where a code lets one in.
    Purpose {
        /// The portal.
        Subject = "subject",
        /// The desk.
        Staff = "staff",
    }
}

/// A code that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeRow {
    /// Which one (a UUIDv7).
    pub id: String,
    /// What it is for.
    pub purpose: Purpose,
    /// HMAC of the address, hexadecimal.
    pub address_key: String,
    /// Hash of the code.
    pub code_hash: String,
    /// When it was sent.
    pub created_at: Timestamp,
    /// From when it is worthless.
    pub expires_at: Timestamp,
    /// How many more times it may be tried.
    pub attempts_left: i64,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, purpose, address_key, code_hash, created_at, expires_at, attempts_left, used_at"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO sign_in_codes (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
    read LATEST = concat!("SELECT ", columns!(), " FROM sign_in_codes WHERE address_key = $1 AND purpose = $2 ORDER BY created_at DESC, id DESC LIMIT 1");
    read GET = concat!("SELECT ", columns!(), " FROM sign_in_codes WHERE id = $1 AND purpose = $2");
    read COUNT_SINCE = "SELECT COUNT(*) FROM sign_in_codes WHERE address_key = $1 AND purpose = $2 AND created_at >= $3";
    write ATTEMPT = "UPDATE sign_in_codes SET attempts_left = attempts_left - 1 WHERE id = $1 AND attempts_left > 0 AND used_at IS NULL AND expires_at > $2 RETURNING attempts_left";
    write USE = "UPDATE sign_in_codes SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2";
    write DELETE_OF = "DELETE FROM sign_in_codes WHERE address_key = $1 AND purpose = $2";
    write DELETE_EXPIRED = "DELETE FROM sign_in_codes WHERE expires_at <= $1";
}

impl FromRow for CodeRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            purpose: columns.take()?,
            address_key: columns.take()?,
            code_hash: columns.take()?,
            created_at: columns.take()?,
            expires_at: columns.take()?,
            attempts_left: columns.take()?,
            used_at: columns.take()?,
        })
    }
}

/// Stores a code.
pub async fn insert(on: impl Into<Conn<'_>>, row: &CodeRow) -> Result<(), StoreError> {
    let values = values![
        &row.id,
        row.purpose,
        &row.address_key,
        &row.code_hash,
        row.created_at,
        row.expires_at,
        row.attempts_left,
        row.used_at,
    ];
    on.into().execute(&INSERT, values).await.map(drop)
}

/// The last code sent to this address, whatever its state.
pub async fn latest(
    on: impl Into<Conn<'_>>,
    purpose: Purpose,
    address_key: &str,
) -> Result<Option<CodeRow>, StoreError> {
    on.into().first(&LATEST, values![address_key, purpose]).await
}

/// The code with this id, whatever its state.
pub async fn get(on: impl Into<Conn<'_>>, purpose: Purpose, id: &str) -> Result<Option<CodeRow>, StoreError> {
    on.into().first(&GET, values![id, purpose]).await
}

/// How many codes were asked for since then: for limits.
pub async fn count_since(
    on: impl Into<Conn<'_>>,
    purpose: Purpose,
    address_key: &str,
    since: Timestamp,
) -> Result<i64, StoreError> {
    let count: Option<(i64,)> = on.into().first(&COUNT_SINCE, values![address_key, purpose, since]).await?;
    Ok(count.map_or(0, |(count,)| count))
}

/// Takes one attempt, before the code is compared. The attempts that are left then, or none when the code is
/// spent, used or expired.
pub async fn attempt(on: impl Into<Conn<'_>>, id: &str, now: Timestamp) -> Result<Option<i64>, StoreError> {
    let left: Option<(i64,)> = on.into().first(&ATTEMPT, values![id, now]).await?;
    Ok(left.map(|(left,)| left))
}

/// Marks the code as used. False when somebody was first, or it expired.
pub async fn mark_used(on: impl Into<Conn<'_>>, id: &str, now: Timestamp) -> Result<bool, StoreError> {
    Ok(on.into().execute(&USE, values![id, now]).await? == 1)
}

/// Deletes every code of an address.
pub async fn delete_of(
    on: impl Into<Conn<'_>>,
    purpose: Purpose,
    address_key: &str,
) -> Result<u64, StoreError> {
    on.into().execute(&DELETE_OF, values![address_key, purpose]).await
}

/// Deletes what has expired.
pub async fn delete_expired(on: impl Into<Conn<'_>>, now: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&DELETE_EXPIRED, values![now]).await
}
