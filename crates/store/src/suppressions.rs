//! The suppression list: keyed hashes of identities that must not come back by an import or be written to. It
//! says of a value that somebody brings whether it is on it, and nothing else.

use jiff::Timestamp;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{text_enum, values};

text_enum! {
    /// Why somebody is on the list.
    Cause {
        /// Their data were erased at their request.
        Erased = "erased",
        /// They do not want to be written to.
        OptedOut = "opted-out",
        /// They objected to the processing.
        Objected = "objected",
    }
}

statements! {
    write PUT = "INSERT INTO suppressions (identity, kind, cause, since, until) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (identity) DO UPDATE SET cause = CASE WHEN suppressions.cause = 'erased' OR excluded.cause = 'opted-out' THEN suppressions.cause ELSE excluded.cause END, until = CASE WHEN suppressions.until IS NULL OR excluded.until IS NULL THEN NULL WHEN suppressions.until > excluded.until THEN suppressions.until ELSE excluded.until END";
    write REMOVE = "DELETE FROM suppressions WHERE identity = $1";
    write PURGE = "DELETE FROM suppressions WHERE until <= $1";
    read AMONG = "SELECT identity, cause FROM suppressions WHERE identity IN (@list(0))";
    read COUNT = "SELECT COUNT(*) FROM suppressions";
}

/// Values in one question.
const BATCH: usize = 5_000;

/// Puts somebody on the list; who is on it already stays at least as long, and for what reaches furthest: erased
/// before objected, objected before opted out.
pub async fn put(
    on: impl Into<Conn<'_>>,
    identity: &str,
    kind: &str,
    cause: Cause,
    since: Timestamp,
    until: Option<&str>,
) -> Result<(), StoreError> {
    on.into().execute(&PUT, values![identity, kind, cause, since, until]).await.map(drop)
}

/// Takes somebody off the list, at their own wish. False when they were not on it.
pub async fn remove(on: impl Into<Conn<'_>>, identity: &str) -> Result<bool, StoreError> {
    Ok(on.into().execute(&REMOVE, values![identity]).await? > 0)
}

/// Which of these keyed hashes are on the list, and why.
pub async fn among(
    on: impl Into<Conn<'_>>,
    identities: &[String],
) -> Result<Vec<(String, Cause)>, StoreError> {
    let mut on = on.into();
    let mut found = Vec::new();
    for batch in identities.chunks(BATCH) {
        let values = batch.iter().flat_map(|identity| values![identity]).collect();
        let listed: Vec<(String, Cause)> = on.all(&AMONG, values).await?;
        found.extend(listed);
    }
    Ok(found)
}

/// Deletes what need not be honoured any longer on a day (YYYY-MM-DD).
pub async fn purge(on: impl Into<Conn<'_>>, day: &str) -> Result<u64, StoreError> {
    on.into().execute(&PURGE, values![day]).await
}

/// How many are on the list.
pub async fn count(on: impl Into<Conn<'_>>) -> Result<i64, StoreError> {
    let count: Option<(i64,)> = on.into().first(&COUNT, Vec::new()).await?;
    Ok(count.map_or(0, |(count,)| count))
}
