//! By what two requests are recognised as one person's. A likeness is a keyed hash: it says that two are alike, and
//! nobody can try addresses against it.

use jiff::Timestamp;
use kernel::ids::RequestId;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{text_enum, values};

text_enum! {
    /// How sure a likeness is.
    Strength {
        /// The same identity, written the same but for its case.
        Same = "same",
        /// The same but for dots and plus tags: perhaps one person, perhaps two.
        Alike = "alike",
    }
}

statements! {
    write PUT = "INSERT INTO likenesses (request_id, likeness, strength) VALUES ($1, $2, $3) ON CONFLICT (request_id, likeness) DO NOTHING";
    read OTHERS = "SELECT other.request_id, MAX(other.strength) FROM likenesses AS own JOIN likenesses AS other ON other.likeness = own.likeness AND other.request_id <> own.request_id WHERE own.request_id = $1 GROUP BY other.request_id ORDER BY other.request_id DESC LIMIT $2";
    read OF = "SELECT request_id FROM likenesses WHERE likeness = $1 ORDER BY request_id";
    write FORGET = "DELETE FROM likenesses WHERE request_id = $1";
    write PURGE = "DELETE FROM likenesses WHERE request_id IN (SELECT id FROM requests WHERE closed_at <= $1)";
}

/// Remembers a likeness of a request; a second time it changes nothing.
pub async fn put(
    on: impl Into<Conn<'_>>,
    request: RequestId,
    likeness: &str,
    strength: Strength,
) -> Result<(), StoreError> {
    on.into().execute(&PUT, values![request, likeness, strength]).await.map(drop)
}

/// Other requests that share a likeness with this one, the latest first, each with the surest that they share
/// ("same" sorts after "alike").
pub async fn others(
    on: impl Into<Conn<'_>>,
    request: RequestId,
    limit: u32,
) -> Result<Vec<(RequestId, Strength)>, StoreError> {
    on.into().all(&OTHERS, values![request, i64::from(limit)]).await
}

/// The requests that have a likeness.
pub async fn of(on: impl Into<Conn<'_>>, likeness: &str) -> Result<Vec<RequestId>, StoreError> {
    let rows: Vec<(RequestId,)> = on.into().all(&OF, values![likeness]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Forgets by what a request was recognised.
pub async fn forget(on: impl Into<Conn<'_>>, request: RequestId) -> Result<u64, StoreError> {
    on.into().execute(&FORGET, values![request]).await
}

/// Forgets the likenesses of requests that were closed at that instant or before.
pub async fn purge(on: impl Into<Conn<'_>>, closed_by: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&PURGE, values![closed_by]).await
}
