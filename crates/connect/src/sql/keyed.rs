//! Columns of rows that are known by key: read, compared and written, under lock where that is needed.

use std::collections::HashMap;

use inventory::Key;

use super::dialect::{chunk, exact, push_tuples, push_typed, table_name};
use super::pool::{Engine, TextRow, Work};
use super::schema::{Column, Kind, Table};
use super::search::plan::Planned;
use super::statement::Statement;
use crate::error::ConnectError;

/// Whether rows are locked until the end of the transaction. SQLite locks whole files, and has when it writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lock {
    None,
    Update,
}

/// The values of columns by key, in the text of [`exact`]; rows that are not there are left out.
pub(super) async fn values(
    work: &mut Work,
    planned: &Planned<'_>,
    keys: &[Key],
    columns: &[&Column],
    lock: Lock,
) -> Result<HashMap<Key, TextRow>, ConnectError> {
    let engine = work.engine();
    let key = planned.key_columns();
    let list: Vec<String> = key.iter().chain(columns).map(|column| exact(engine, column)).collect();
    let sql = format!("SELECT {} FROM {} WHERE ", list.join(", "), table_name(engine, planned.table));
    let mut rows = HashMap::with_capacity(keys.len());
    for keys in keys.chunks(chunk(engine)) {
        let mut statement = Statement::new(engine, sql.as_str());
        push_tuples(&mut statement, &key, keys);
        if lock == Lock::Update && engine != Engine::Sqlite {
            statement.push(" FOR UPDATE");
        }
        work.fetch(statement, Some(&planned.rules.table), |mut row| {
            let values = row.split_off(key.len().min(row.len()));
            rows.insert(Key(row.into_iter().flatten().collect()), values);
            Ok(())
        })
        .await?;
    }
    Ok(rows)
}

/// Gives columns the same values in all these rows; `None` is null. As many rows must be there as keys.
pub(super) async fn set(
    work: &mut Work,
    system: &str,
    planned: &Planned<'_>,
    keys: &[Key],
    columns: &[(&Column, Option<&str>)],
) -> Result<(), ConnectError> {
    let engine = work.engine();
    let key = planned.key_columns();
    for keys in keys.chunks(chunk(engine)) {
        let mut statement =
            Statement::new(engine, format!("UPDATE {} SET ", table_name(engine, planned.table)));
        for (place, (column, value)) in columns.iter().enumerate() {
            statement.push(if place > 0 { ", " } else { "" }).name(&column.name).push(" = ");
            match value {
                Some(value) => push_typed(&mut statement, column, value),
                None => {
                    statement.push("NULL");
                }
            }
        }
        statement.push(" WHERE ");
        push_tuples(&mut statement, &key, keys);
        let done = work.execute(statement, &planned.rules.table).await?;
        if done != keys.len() as u64 {
            let table = planned.rules.table.clone();
            return Err(ConnectError::Changed { system: system.to_owned(), table });
        }
    }
    taken(work, system, planned, keys, columns).await
}

/// Reads back what was written: a database may cut or round a value instead of refusing it.
async fn taken(
    work: &mut Work,
    system: &str,
    planned: &Planned<'_>,
    keys: &[Key],
    columns: &[(&Column, Option<&str>)],
) -> Result<(), ConnectError> {
    let names: Vec<&Column> = columns.iter().map(|(column, _)| *column).collect();
    let now = values(work, planned, keys, &names, Lock::None).await?;
    for (place, (column, value)) in columns.iter().enumerate() {
        let same = |row: &TextRow| same(column, row.get(place).and_then(Option::as_deref), *value);
        if !now.values().all(same) {
            let table = planned.rules.table.clone();
            let reason =
                format!("“{table}.{}” takes the value in another form than it was given", column.name);
            return Err(ConnectError::Constraint { system: system.to_owned(), table, reason });
        }
    }
    Ok(())
}

/// Whether a column shows a value; numbers by what they are worth, `7` and `7.00` being one.
pub(super) fn same(column: &Column, shown: Option<&str>, value: Option<&str>) -> bool {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    match (shown, value) {
        (Some(shown), Some(value)) => {
            let worth = || Some(number(shown)?.total_cmp(&number(value)?).is_eq());
            shown == value || (column.kind == Kind::Number && worth() == Some(true))
        }
        (None, None) => true,
        _ => false,
    }
}

/// The columns of these names, in that order.
///
/// # Errors
/// The table does not have one of them.
pub(super) fn columns<'t>(
    system: &str,
    name: &str,
    table: &'t Table,
    names: impl IntoIterator<Item = &'t str>,
) -> Result<Vec<&'t Column>, ConnectError> {
    let find = |column: &'t str| {
        table.column(column).ok_or_else(|| ConnectError::SchemaDiffers {
            system: system.to_owned(),
            table: name.to_owned(),
            column: Some(column.to_owned()),
        })
    };
    names.into_iter().map(find).collect()
}
