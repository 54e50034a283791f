//! Writing, set by set: changes first, then deletions, what refers before what is referred to.

use std::collections::BTreeMap;

use inventory::{Change, DataMap, Key};

use super::levels::levels;
use super::orders::{Orders, TableOrders};
use super::values::{Person, depends_on_value, pseudonym};
use crate::error::ConnectError;
use crate::sql::dialect::{chunk, exact, push_plain, push_tuples, push_typed, table_name};
use crate::sql::pool::{Engine, Work};
use crate::sql::schema::{Blank, Column, ForeignKey, Schema};
use crate::sql::statement::{Statement, quote};

/// Rows in one statement that gives each its own value.
const PER_ROW: usize = 64;

pub(in crate::sql) async fn write(
    work: &mut Work,
    schema: &Schema,
    (map, order): (&DataMap, &[Vec<usize>]),
    orders: &Orders<'_>,
    person: &Person,
) -> Result<(), ConnectError> {
    for table in &orders.tables {
        for (changes, keys) in &table.change {
            change_rows(work, orders, table, changes, keys, person).await?;
        }
    }
    let (ordered, loose) = deletion_order(schema, (map, order), orders);
    for (table, reference) in loose {
        empty(work, table, reference, &table.delete).await?;
    }
    for table in ordered {
        let levels = levels(work, schema, table).await?;
        if let (true, Some(circle)) = (levels.circle, levels.sets.last()) {
            let own = |key: &&ForeignKey| key.child == table.name && key.parent == table.name;
            for reference in schema.foreign_keys.iter().filter(own) {
                empty(work, table, reference, circle).await?;
            }
        }
        for keys in &levels.sets {
            delete_rows(work, orders, table, keys).await?;
        }
    }
    Ok(())
}

/// Empties a reference of rows that are about to be deleted, where it can be empty.
async fn empty(
    work: &mut Work,
    table: &TableOrders<'_>,
    reference: &ForeignKey,
    keys: &[&Key],
) -> Result<(), ConnectError> {
    let columns = loosening(table, reference);
    if columns.is_empty() {
        return Ok(());
    }
    let engine = work.engine();
    let nothing: Vec<String> =
        columns.iter().map(|column| format!("{} = NULL", quote(engine, &column.name))).collect();
    for keys in keys.chunks(chunk(engine)) {
        let sql = format!("UPDATE {} SET {} WHERE ", table_name(engine, table.table), nothing.join(", "));
        let mut statement = Statement::new(engine, sql);
        push_tuples(&mut statement, &table.key, keys);
        work.execute(statement, &table.name).await?;
    }
    Ok(())
}

/// The columns of a reference that can be emptied, which ends it.
fn loosening<'a>(table: &TableOrders<'a>, reference: &ForeignKey) -> Vec<&'a Column> {
    let columns = reference.child_columns.iter().filter_map(|name| table.table.column(name));
    let free = |column: &&Column| {
        column.nullable && !column.generated && table.key.iter().all(|key| key.name != column.name)
    };
    columns.filter(free).collect()
}

/// Tables whose rows refer to others first: by the database's foreign keys, and else in the reverse of the order
/// in which they are found. Where they refer to each other in a circle (a member has a first address, an address has
/// a member), with the references that have to be emptied before.
fn deletion_order<'o, 'a, 's>(
    schema: &'s Schema,
    (map, order): (&DataMap, &[Vec<usize>]),
    orders: &'o Orders<'a>,
) -> (Vec<&'o TableOrders<'a>>, Vec<(&'o TableOrders<'a>, &'s ForeignKey)>) {
    let searched: Vec<&str> = order
        .iter()
        .flatten()
        .filter_map(|index| map.collections.get(*index).map(|rules| rules.table.as_str()))
        .collect();
    let place = |table: &str| searched.iter().position(|name| *name == table).unwrap_or(usize::MAX);
    let mut waiting: Vec<&'o TableOrders<'a>> =
        orders.tables.iter().filter(|table| !table.delete.is_empty()).collect();
    waiting.sort_by_key(|table| std::cmp::Reverse(place(&table.name)));
    let mut ordered = Vec::with_capacity(waiting.len());
    let mut loose = Vec::new();
    while !waiting.is_empty() {
        let referring: Vec<Vec<(&'o TableOrders<'a>, &'s ForeignKey)>> = waiting
            .iter()
            .map(|table| {
                let others = |key: &&ForeignKey| key.parent == table.name && key.child != table.name;
                let keys = schema.foreign_keys.iter().filter(others);
                keys.filter_map(|key| Some((*waiting.iter().find(|other| other.name == key.child)?, key)))
                    .collect()
            })
            .collect();
        let free = referring.iter().position(Vec::is_empty);
        let circle = || {
            referring
                .iter()
                .position(|keys| keys.iter().all(|(table, key)| !loosening(table, key).is_empty()))
        };
        // A circle in which nothing can be emptied has no order: the database will say so.
        let next = free.or_else(circle).unwrap_or(0);
        loose.extend(referring.into_iter().nth(next).unwrap_or_default());
        ordered.push(waiting.remove(next));
    }
    (ordered, loose)
}

async fn delete_rows(
    work: &mut Work,
    orders: &Orders<'_>,
    table: &TableOrders<'_>,
    keys: &[&Key],
) -> Result<(), ConnectError> {
    let engine = work.engine();
    for keys in table.pieces(engine, keys) {
        let mut statement = Statement::new(engine, "");
        push_deletion(&mut statement, table, keys);
        let done = work.execute(statement, &table.name).await?;
        same_number(orders, table, done, keys.len())?;
    }
    Ok(())
}

/// The DELETE of some rows.
pub(super) fn push_deletion(statement: &mut Statement, table: &TableOrders<'_>, keys: &[&Key]) {
    let name = table_name(statement.engine, table.table);
    statement.push("DELETE FROM ").push(&name).push(" WHERE ");
    table.push_rows(statement, keys);
}

/// Fewer or more rows than were found: somebody else was there in between. Everything is rolled back.
pub(super) fn same_number(
    orders: &Orders<'_>,
    table: &TableOrders<'_>,
    done: u64,
    expected: usize,
) -> Result<(), ConnectError> {
    if done == expected as u64 {
        return Ok(());
    }
    Err(ConnectError::Changed { system: orders.system.to_owned(), table: table.name.clone() })
}

async fn change_rows(
    work: &mut Work,
    orders: &Orders<'_>,
    table: &TableOrders<'_>,
    changes: &BTreeMap<String, Change>,
    keys: &[&Key],
    person: &Person,
) -> Result<(), ConnectError> {
    let (each, same): (Vec<_>, Vec<_>) = changes.iter().partition(|(_, change)| depends_on_value(change));
    let engine = work.engine();
    if !same.is_empty() {
        for keys in table.pieces(engine, keys) {
            let mut statement = Statement::new(engine, "");
            push_change(&mut statement, table, &same, keys, person);
            let done = work.execute(statement, &table.name).await?;
            same_number(orders, table, done, keys.len())?;
        }
    }
    for (name, change) in each {
        if let Some(column) = table.table.column(name) {
            rewrite_rows(work, orders, table, column, change, keys, person).await?;
        }
    }
    Ok(())
}

/// The UPDATE of some rows to values that are constants or follow from the key.
pub(super) fn push_change(
    statement: &mut Statement,
    table: &TableOrders<'_>,
    changes: &[(&String, &Change)],
    keys: &[&Key],
    person: &Person,
) {
    let name = table_name(statement.engine, table.table);
    statement.push("UPDATE ").push(&name).push(" SET ");
    let columns = changes.iter().filter_map(|(name, change)| Some((table.table.column(name)?, *change)));
    for (place, (column, change)) in columns.enumerate() {
        statement.push(if place > 0 { ", " } else { "" }).name(&column.name).push(" = ");
        push_value(statement, table, column, change, person);
    }
    statement.push(" WHERE ");
    table.push_rows(statement, keys);
}

fn push_value(
    statement: &mut Statement,
    table: &TableOrders<'_>,
    column: &Column,
    change: &Change,
    person: &Person,
) {
    match change {
        Change::Pseudonym => {
            let unique = table.table.unique_part(&column.name);
            let text = if unique {
                pseudonym(person, &Key::single("{key}"), true)
            } else {
                person.pseudonym.clone()
            };
            push_text(statement, table, column, &text);
        }
        Change::Set { text } => {
            let text = text.replace("{pseudonym}", &person.pseudonym);
            push_text(statement, table, column, &text);
        }
        Change::Blank | Change::BlankLeaves { .. } | Change::Redact { .. } | Change::Remove { .. } => {
            statement.push(match column.blank() {
                None | Some(Blank::Null) => "NULL",
                Some(Blank::Empty) => "''",
                Some(Blank::Zero) => "0",
                Some(Blank::False) => "FALSE",
                Some(Blank::JsonNull) => "'null'",
            });
        }
    }
}

/// A text in the column's type, with the row's key put in by the database.
fn push_text(statement: &mut Statement, table: &TableOrders<'_>, column: &Column, text: &str) {
    if !text.contains("{key}") {
        push_typed(statement, column, text);
        return;
    }
    let engine = statement.engine;
    let key: Vec<String> = table.key.iter().map(|column| exact(engine, column)).collect();
    let key = if engine == Engine::Mysql {
        format!("CONCAT_WS('|', {})", key.join(", "))
    } else {
        key.join(" || '|' || ")
    };
    let open = if engine == Engine::Mysql { "CONCAT(''" } else { "(''" };
    let glue = if engine == Engine::Mysql { ", " } else { " || " };
    statement.push(open);
    for (place, piece) in text.split("{key}").enumerate() {
        if place > 0 {
            statement.push(glue).push(&key);
        }
        statement.push(glue);
        push_plain(statement, piece);
    }
    statement.push(")");
}

/// Changes values that depend on what stands there: read, computed, and written back per row.
async fn rewrite_rows(
    work: &mut Work,
    orders: &Orders<'_>,
    table: &TableOrders<'_>,
    column: &Column,
    change: &Change,
    keys: &[&Key],
    person: &Person,
) -> Result<(), ConnectError> {
    let engine = work.engine();
    let mut list: Vec<String> = table.key.iter().map(|column| exact(engine, column)).collect();
    list.push(crate::sql::dialect::readable(engine, column));
    for keys in keys.chunks(PER_ROW) {
        let sql = format!("SELECT {} FROM {} WHERE ", list.join(", "), table_name(engine, table.table));
        let mut statement = Statement::new(engine, sql);
        push_tuples(&mut statement, &table.key, keys);
        let mut rewritten: Vec<(Key, String)> = Vec::new();
        work.fetch(statement, Some(&table.name), |row| {
            let (key, value) = row.split_at(table.key.len().min(row.len()));
            let value = value.first().and_then(Option::as_deref);
            if let Some(new) = value.and_then(|value| person.rewrite(change, value)) {
                rewritten.push((Key(key.iter().flatten().cloned().collect()), new));
            }
            Ok(())
        })
        .await?;
        write_back(work, orders, table, column, rewritten).await?;
    }
    Ok(())
}

async fn write_back(
    work: &mut Work,
    orders: &Orders<'_>,
    table: &TableOrders<'_>,
    column: &Column,
    rows: Vec<(Key, String)>,
) -> Result<(), ConnectError> {
    if rows.is_empty() {
        return Ok(());
    }
    if rows.iter().any(|(_, text)| column.max_length.is_some_and(|most| text.chars().count() as u64 > most)) {
        let reason = format!("“{}.{}” is too short for what remains of its text", table.name, column.name);
        return Err(orders.refuse(&table.name, reason));
    }
    let engine = work.engine();
    let mut statement = Statement::new(engine, format!("UPDATE {} SET ", table_name(engine, table.table)));
    statement.name(&column.name).push(" = CASE");
    for (key, text) in &rows {
        statement.push(" WHEN ");
        push_tuples(&mut statement, &table.key, std::slice::from_ref(key));
        statement.push(" THEN ");
        push_typed(&mut statement, column, text);
    }
    statement.push(" END WHERE ");
    let keys: Vec<&Key> = rows.iter().map(|(key, _)| key).collect();
    push_tuples(&mut statement, &table.key, &keys);
    let done = work.execute(statement, &table.name).await?;
    same_number(orders, table, done, rows.len())
}
