//! Addresses that were corrected. What was done under the old one stands under it in many places, so that whoever
//! is known by the new one is looked for under both.

use jiff::Timestamp;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// One correction of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerAddress {
    /// Keyed hash of the new address.
    pub current: String,
    /// Keyed hash of the old one.
    pub former: String,
    /// Both in words, sealed. Personal.
    pub sealed: Vec<u8>,
    /// Since when.
    pub since: Timestamp,
}

statements! {
    write PUT = "INSERT INTO former_addresses (current, former, sealed, since) VALUES ($1, $2, $3, $4) ON CONFLICT (current, former) DO NOTHING";
    read OF = "SELECT current, former, sealed, since FROM former_addresses WHERE current = $1 OR former = $1 ORDER BY since, current, former";
    write DELETE_OF = "DELETE FROM former_addresses WHERE current = $1 OR former = $1";
}

impl FromRow for FormerAddress {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            current: columns.take()?,
            former: columns.take()?,
            sealed: columns.take()?,
            since: columns.take()?,
        })
    }
}

/// Stores a correction; a second time it changes nothing.
pub async fn put(on: impl Into<Conn<'_>>, row: &FormerAddress) -> Result<(), StoreError> {
    let values = values![&row.current, &row.former, row.sealed.as_slice(), row.since];
    on.into().execute(&PUT, values).await.map(drop)
}

/// The corrections in which an address is the new or the old one.
pub async fn of(on: impl Into<Conn<'_>>, address: &str) -> Result<Vec<FormerAddress>, StoreError> {
    on.into().all(&OF, values![address]).await
}

/// Deletes the corrections of an address: its person was erased. Gives how many there were.
pub async fn delete_of(on: impl Into<Conn<'_>>, address: &str) -> Result<u64, StoreError> {
    on.into().execute(&DELETE_OF, values![address]).await
}
