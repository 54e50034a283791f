//! Reading a database's structure, one module per engine.

mod mysql;
mod postgres;
mod sqlite;

use super::pool::{Engine, TextRow, Work};
use super::schema::Schema;
use super::statement::Statement;
use crate::error::ConnectError;

/// Reads the whole structure: a few statements, whatever the number of tables.
pub(super) async fn introspect(work: &mut Work) -> Result<Schema, ConnectError> {
    match work.engine() {
        Engine::Postgres => postgres::introspect(work).await,
        Engine::Mysql => mysql::introspect(work).await,
        Engine::Sqlite => sqlite::introspect(work).await,
    }
}

async fn ask(work: &mut Work, sql: &str) -> Result<Vec<TextRow>, ConnectError> {
    let statement = Statement::new(work.engine(), sql);
    work.rows(statement, None).await
}

/// A column of a row as text, empty for null.
fn text(row: &TextRow, index: usize) -> &str {
    row.get(index).and_then(Option::as_deref).unwrap_or("")
}

fn optional(row: &TextRow, index: usize) -> Option<&str> {
    row.get(index).and_then(Option::as_deref)
}

fn yes(row: &TextRow, index: usize) -> bool {
    matches!(text(row, index), "YES" | "1" | "true" | "t")
}
