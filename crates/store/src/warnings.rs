//! Warnings about deadlines that were sent: each moment of a request once, however often it is looked.

use jiff::Timestamp;
use kernel::ids::RequestId;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::values;

statements! {
    write PUT = "INSERT INTO warnings (request_id, moment, sent_at) VALUES ($1, $2, $3) ON CONFLICT (request_id, moment) DO NOTHING";
    read OF = "SELECT moment, sent_at FROM warnings WHERE request_id = $1 ORDER BY sent_at, moment";
}

/// Notes a warning. False when it was sent before.
pub async fn put(
    on: impl Into<Conn<'_>>,
    request: RequestId,
    moment: &str,
    at: Timestamp,
) -> Result<bool, StoreError> {
    Ok(on.into().execute(&PUT, values![request, moment, at]).await? > 0)
}

/// The warnings about a request, the oldest first.
pub async fn of(on: impl Into<Conn<'_>>, request: RequestId) -> Result<Vec<(String, Timestamp)>, StoreError> {
    on.into().all(&OF, values![request]).await
}
