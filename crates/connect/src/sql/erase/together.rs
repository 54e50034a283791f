//! Everything that a small erasure writes, in one statement.
//!
//! PostgreSQL carries out changes inside a WITH as one statement: all see the rows as they were before it, and
//! references between tables are checked at its end. So the order of deletions needs no care, and of eight round trips
//! one is left. It does what the statements one by one do as long as no row is written twice, nothing depends on a value
//! that has to be read first, and no trigger looks on. How many rows each part took is compared as always.

use std::hash::{BuildHasher, RandomState};

use inventory::{Change, Key};

use super::orders::{Orders, TableOrders};
use super::values::{Person, depends_on_value};
use super::write::{push_change, push_deletion, same_number};
use crate::error::ConnectError;
use crate::sql::SqlConnector;
use crate::sql::pool::{Engine, Work};
use crate::sql::schema::Schema;
use crate::sql::statement::Statement;

/// Parts in one statement.
const PARTS: usize = 16;
/// Rows in one statement. Of more, round trips are the smallest part of the work.
const ROWS: usize = 2_000;
/// Statements of different forms that are kept prepared: which tables somebody has rows in differs from person to
/// person, and each form takes the server's memory on every connection.
const FORMS: usize = 32;

/// A part of the statement.
struct Part<'o, 'a> {
    table: &'o TableOrders<'a>,
    /// What changes; nothing: the rows go.
    changes: Option<Vec<(&'o String, &'o Change)>>,
    keys: &'o [&'a Key],
}

impl SqlConnector {
    /// Writes everything at once. False, with nothing written, where that cannot be.
    pub(super) async fn write_together(
        &self,
        work: &mut Work,
        schema: &Schema,
        orders: &Orders<'_>,
        person: &Person,
    ) -> Result<bool, ConnectError> {
        let Some(parts) = parts(work.engine(), schema, orders) else { return Ok(false) };
        let statement = statement(work.engine(), &parts, person);
        if !self.is_kept_form(&statement.text) {
            return Ok(false);
        }
        let names: Vec<&str> = parts.iter().map(|part| part.table.name.as_str()).collect();
        let counts = work.rows(statement, Some(&names.join(", "))).await?;
        let counts = counts.first().map(Vec::as_slice).unwrap_or_default();
        for (place, part) in parts.iter().enumerate() {
            let done = counts.get(place).and_then(|count| count.as_deref()?.parse().ok());
            same_number(orders, part.table, done.unwrap_or(0), part.keys.len())?;
        }
        Ok(true)
    }

    fn is_kept_form(&self, text: &str) -> bool {
        let Ok(mut known) = self.0.forms.lock() else { return false };
        let (hasher, forms): &mut (RandomState, Vec<u64>) = &mut known;
        let form = hasher.hash_one(text);
        if !forms.contains(&form) && forms.len() < FORMS {
            forms.push(form);
        }
        forms.contains(&form)
    }
}

/// What is written, when it can be written at once.
fn parts<'o, 'a>(engine: Engine, schema: &Schema, orders: &'o Orders<'a>) -> Option<Vec<Part<'o, 'a>>> {
    if engine != Engine::Postgres || !orders.apart {
        return None;
    }
    let mut parts = Vec::new();
    for table in &orders.tables {
        if schema.triggered.contains(&table.name) {
            return None;
        }
        for (changes, keys) in &table.change {
            if changes.values().any(depends_on_value) {
                return None;
            }
            parts.push(Part { table, changes: Some(changes.iter().collect()), keys });
        }
        if !table.delete.is_empty() {
            parts.push(Part { table, changes: None, keys: &table.delete });
        }
    }
    let rows: usize = parts.iter().map(|part| part.keys.len()).sum();
    (parts.len() > 1 && parts.len() <= PARTS && rows <= ROWS).then_some(parts)
}

fn statement(engine: Engine, parts: &[Part<'_, '_>], person: &Person) -> Statement {
    let mut statement = Statement::new(engine, "WITH ");
    for (place, part) in parts.iter().enumerate() {
        statement.push(if place > 0 { ", w" } else { "w" }).push(&place.to_string()).push(" AS (");
        match &part.changes {
            Some(changes) => push_change(&mut statement, part.table, changes, part.keys, person),
            None => push_deletion(&mut statement, part.table, part.keys),
        }
        statement.push(" RETURNING 1)");
    }
    for place in 0..parts.len() {
        statement.push(if place > 0 { ", " } else { " SELECT " });
        statement.push("(SELECT count(*) FROM w").push(&place.to_string()).push(")::text");
    }
    statement
}
