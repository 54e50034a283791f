//! Reading a database's structure, one module per engine.

mod mysql;
mod postgres;
mod sqlite;

pub(super) use postgres::REFERENCES;

use super::pool::{Engine, TextRow, Work};
use super::schema::{ForeignKey, Schema};
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

/// Reads the references between the tables of a schema anew.
pub(super) async fn foreign_keys(work: &mut Work, schema: &Schema) -> Result<Vec<ForeignKey>, ConnectError> {
    match work.engine() {
        Engine::Postgres => postgres::foreign_keys(work).await,
        Engine::Mysql => mysql::foreign_keys(work).await,
        Engine::Sqlite => sqlite::foreign_keys(work, schema).await,
    }
}

/// Adds a column pair to a foreign key, or begins one.
fn add_reference(
    keys: &mut Vec<ForeignKey>,
    (name, child, child_column): (&str, &str, &str),
    (parent, parent_column): (&str, &str),
) {
    let same = |key: &&mut ForeignKey| key.name == name && key.child == child && key.parent == parent;
    if let Some(key) = keys.iter_mut().rev().find(same) {
        key.child_columns.push(child_column.to_owned());
        key.parent_columns.push(parent_column.to_owned());
        return;
    }
    keys.push(ForeignKey {
        name: name.to_owned(),
        child: child.to_owned(),
        child_columns: vec![child_column.to_owned()],
        parent: parent.to_owned(),
        parent_columns: vec![parent_column.to_owned()],
    });
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
