//! Tries at a door, and browsers that came through it before. Keys and tokens are hashes: nobody can be read from them.

use jiff::Timestamp;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::values;

statements! {
    write ADD = "INSERT INTO sign_in_tries (id, key, at) VALUES ($1, $2, $3)";
    read COUNT = "SELECT COUNT(*) FROM sign_in_tries WHERE key = $1 AND at > $2";
    write LOCK = "INSERT INTO sign_in_tries (id, key, at) VALUES ($1, '', $2) ON CONFLICT (id) DO UPDATE SET at = excluded.at";
    write FORGET = "DELETE FROM sign_in_tries WHERE key = $1";
    write PURGE = "DELETE FROM sign_in_tries WHERE at <= $1";
    write KNOW = "INSERT INTO known_devices (token_hash, holder, created_at, seen_at) VALUES ($1, $2, $3, $3) ON CONFLICT (token_hash) DO UPDATE SET seen_at = excluded.seen_at";
    read KNOWN = "SELECT holder FROM known_devices WHERE token_hash = $1 AND seen_at > $2";
    write FORGET_DEVICES = "DELETE FROM known_devices WHERE holder = $1";
    write PURGE_DEVICES = "DELETE FROM known_devices WHERE seen_at <= $1";
}

/// Counts a try.
pub async fn add(on: impl Into<Conn<'_>>, id: &str, key: &str, at: Timestamp) -> Result<(), StoreError> {
    on.into().execute(&ADD, values![id, key, at]).await.map(drop)
}

/// Holds everybody else up who tries at the same thing, until the transaction ends: two tries at the same moment are
/// both counted. `id` is what they have in common.
pub async fn lock(on: impl Into<Conn<'_>>, id: &str, at: Timestamp) -> Result<(), StoreError> {
    on.into().execute(&LOCK, values![id, at]).await.map(drop)
}

/// How many tries there were since then.
pub async fn count(on: impl Into<Conn<'_>>, key: &str, since: Timestamp) -> Result<i64, StoreError> {
    let count: Option<(i64,)> = on.into().first(&COUNT, values![key, since]).await?;
    Ok(count.map_or(0, |(count,)| count))
}

/// Forgets the tries under a key: somebody came in.
pub async fn forget(on: impl Into<Conn<'_>>, key: &str) -> Result<(), StoreError> {
    on.into().execute(&FORGET, values![key]).await.map(drop)
}

/// Deletes tries that no longer count.
pub async fn purge(on: impl Into<Conn<'_>>, before: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&PURGE, values![before]).await
}

/// Remembers a browser in which somebody signed in.
pub async fn know_device(
    on: impl Into<Conn<'_>>,
    token_hash: &str,
    holder: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    on.into().execute(&KNOW, values![token_hash, holder, now]).await.map(drop)
}

/// Whose a browser is, when somebody signed in there since `since`.
pub async fn known_device(
    on: impl Into<Conn<'_>>,
    token_hash: &str,
    since: Timestamp,
) -> Result<Option<String>, StoreError> {
    let holder: Option<(String,)> = on.into().first(&KNOWN, values![token_hash, since]).await?;
    Ok(holder.map(|(holder,)| holder))
}

/// Forgets every browser of somebody.
pub async fn forget_devices(on: impl Into<Conn<'_>>, holder: &str) -> Result<(), StoreError> {
    on.into().execute(&FORGET_DEVICES, values![holder]).await.map(drop)
}

/// Deletes browsers in which nobody signed in since then.
pub async fn purge_devices(on: impl Into<Conn<'_>>, before: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&PURGE_DEVICES, values![before]).await
}
