//! The note that the last look at the whole ledger left. What it says, and whether its mark is genuine, is the
//! application's business: rows here can be changed by whoever can write in the database.

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::values;

statements! {
    write PUT = "INSERT INTO ledger_looks (id, note, mark) VALUES (1, $1, $2) ON CONFLICT (id) DO UPDATE SET note = excluded.note, mark = excluded.mark";
    read GET = "SELECT note, mark FROM ledger_looks WHERE id = 1";
}

/// Keeps a note and its mark, in place of the last one.
pub async fn put(on: impl Into<Conn<'_>>, note: &str, mark: &str) -> Result<(), StoreError> {
    on.into().execute(&PUT, values![note, mark]).await.map(drop)
}

/// The note and its mark, if there is one.
pub async fn get(on: impl Into<Conn<'_>>) -> Result<Option<(String, String)>, StoreError> {
    on.into().first(&GET, Vec::new()).await
}
