//! What the database would refuse, or silently widen, found before the first write.
//!
//! A foreign key that cascades would delete rows that nobody decided about; one that does not would fail half
//! way. Both are refused when the referring rows are not erased themselves.

use std::collections::HashSet;

use inventory::{Change, DataMap, Key};

use super::orders::{Orders, TableOrders};
use crate::error::ConnectError;
use crate::sql::dialect::{chunk, exact, push_tuples, table_name};
use crate::sql::pool::Work;
use crate::sql::schema::{Column, ForeignKey, Schema};
use crate::sql::statement::Statement;

pub(in crate::sql) async fn check(
    work: &mut Work,
    schema: &Schema,
    map: &DataMap,
    orders: &Orders<'_>,
) -> Result<(), ConnectError> {
    if schema.read_only && !orders.tables.is_empty() {
        return Err(ConnectError::ReadOnly { system: map.system.id.clone() });
    }
    for table in &orders.tables {
        if !table.table.transactional {
            let reason = format!(
                "“{}” cannot take part in a transaction, so all or nothing cannot be kept",
                table.name
            );
            return Err(orders.refuse(&table.name, reason));
        }
        if table.table.remembers {
            let reason = format!(
                "“{}” keeps every earlier state of its rows, so what is erased could still be read: end its system \
                 versioning, or let its history go first",
                table.name
            );
            return Err(orders.refuse(&table.name, reason));
        }
    }
    for key in &schema.foreign_keys {
        let parent = orders.tables.iter().find(|table| table.name == key.parent && !table.delete.is_empty());
        if let Some(parent) = parent {
            references(work, schema, map, orders, (key, parent, &orders.deleted(&key.child))).await?;
        }
    }
    for table in &orders.tables {
        unique_blanks(work, orders, table).await?;
    }
    Ok(())
}

/// Refuses when rows that stay refer to rows that go.
async fn references(
    work: &mut Work,
    schema: &Schema,
    map: &DataMap,
    orders: &Orders<'_>,
    (foreign, parent, gone): (&ForeignKey, &TableOrders<'_>, &HashSet<&Key>),
) -> Result<(), ConnectError> {
    let Some(child) = schema.table(&foreign.child) else { return Ok(()) };
    let columns: Vec<&Column> = foreign.child_columns.iter().filter_map(|name| child.column(name)).collect();
    if columns.len() != foreign.child_columns.len() {
        return Ok(());
    }
    let targets = targets(work, parent, foreign).await?;
    let rules = map.collections.iter().find(|rules| rules.table == foreign.child);
    let key: Vec<&Column> =
        rules.iter().flat_map(|rules| &rules.key).filter_map(|name| child.column(name)).collect();
    let changed = unlinked(orders, foreign);
    let engine = work.engine();
    let list = if key.is_empty() {
        "'1'".to_owned()
    } else {
        key.iter().map(|column| exact(engine, column)).collect::<Vec<_>>().join(", ")
    };
    let mut staying = 0u64;
    for values in targets.chunks(chunk(engine)) {
        let sql = format!("SELECT {list} FROM {} WHERE ", table_name(engine, child));
        let mut statement = Statement::new(engine, sql);
        push_tuples(&mut statement, &columns, values);
        work.fetch(statement, Some(&foreign.child), |row| {
            let key = Key(row.into_iter().flatten().collect());
            if rules.is_none() || !(gone.contains(&key) || changed.contains(&key)) {
                staying += 1;
            }
            Ok(())
        })
        .await?;
    }
    if staying == 0 {
        return Ok(());
    }
    let place =
        if rules.is_none() { "which the data map does not know" } else { "which are not erased with them" };
    let reason = format!(
        "{staying} rows of “{}”, {place}, refer to rows of “{}” that would be deleted (foreign key “{}”)",
        foreign.child, foreign.parent, foreign.name
    );
    Err(orders.refuse(&foreign.child, reason))
}

/// The rows of the referring table whose reference is emptied in the same erasure.
fn unlinked<'o>(orders: &'o Orders<'_>, foreign: &ForeignKey) -> HashSet<&'o Key> {
    let tables = orders.tables.iter().filter(|table| table.name == foreign.child);
    tables
        .flat_map(|table| &table.change)
        .filter(|(changes, _)| {
            foreign.child_columns.iter().any(|column| changes.get(column) == Some(&Change::Blank))
        })
        .flat_map(|(_, keys)| keys.iter().copied())
        .collect()
}

/// The values that a foreign key refers to, of the rows that are deleted.
async fn targets(
    work: &mut Work,
    parent: &TableOrders<'_>,
    foreign: &ForeignKey,
) -> Result<Vec<Vec<String>>, ConnectError> {
    let names: Vec<&str> = parent.key.iter().map(|column| column.name.as_str()).collect();
    if names == foreign.parent_columns {
        return Ok(parent.delete.iter().map(|key| key.0.clone()).collect());
    }
    let engine = work.engine();
    let columns: Vec<&Column> =
        foreign.parent_columns.iter().filter_map(|name| parent.table.column(name)).collect();
    let list = columns.iter().map(|column| exact(engine, column)).collect::<Vec<_>>().join(", ");
    let mut values = Vec::new();
    for keys in parent.delete.chunks(chunk(engine)) {
        let sql = format!("SELECT {list} FROM {} WHERE ", table_name(engine, parent.table));
        let mut statement = Statement::new(engine, sql);
        push_tuples(&mut statement, &parent.key, keys);
        work.fetch(statement, Some(&parent.name), |row| {
            values.extend(row.into_iter().collect::<Option<Vec<String>>>());
            Ok(())
        })
        .await?;
    }
    Ok(values)
}

/// Refuses to empty a unique column when another row is empty already.
async fn unique_blanks(
    work: &mut Work,
    orders: &Orders<'_>,
    table: &TableOrders<'_>,
) -> Result<(), ConnectError> {
    for (changes, _) in &table.change {
        for (name, change) in changes {
            let Some(column) = table.table.column(name) else { continue };
            if *change != Change::Blank || column.nullable || !table.table.unique_alone(name) {
                continue;
            }
            let engine = work.engine();
            let sql = format!("SELECT '1' FROM {} WHERE ", table_name(engine, table.table));
            let mut statement = Statement::new(engine, sql);
            let empty = if column.kind == crate::sql::schema::Kind::Int { "0" } else { "" };
            push_tuples(&mut statement, &[column], &[vec![empty.to_owned()]]);
            if !work.rows(statement, Some(&table.name)).await?.is_empty() {
                let reason = format!(
                    "“{}.{name}” must be unique and another row is empty already: use set with {{key}}",
                    table.name
                );
                return Err(orders.refuse(&table.name, reason));
            }
        }
    }
    Ok(())
}
