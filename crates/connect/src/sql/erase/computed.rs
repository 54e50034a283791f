//! Columns that the database computes: nobody writes them, they follow. Whether they did is looked at when everything
//! else is written, in the same transaction.

use super::orders::Orders;
use super::values::Person;
use crate::error::ConnectError;
use crate::sql::dialect::{chunk, push_tuples, readable, table_name};
use crate::sql::pool::Work;
use crate::sql::schema::Column;
use crate::sql::statement::Statement;

/// Refuses when the person still stands in a computed column: it is computed from something that stays.
pub(super) async fn check(work: &mut Work, orders: &Orders<'_>, person: &Person) -> Result<(), ConnectError> {
    let engine = work.engine();
    for table in &orders.tables {
        for (names, keys) in &table.computed {
            let columns: Vec<&Column> = names.iter().filter_map(|name| table.table.column(name)).collect();
            let list: Vec<String> = columns.iter().map(|column| readable(engine, column)).collect();
            let mut left = None;
            for keys in keys.chunks(chunk(engine)) {
                let sql =
                    format!("SELECT {} FROM {} WHERE ", list.join(", "), table_name(engine, table.table));
                let mut statement = Statement::new(engine, sql);
                push_tuples(&mut statement, &table.key, keys);
                work.fetch(statement, Some(&table.name), |row| {
                    let mut values = columns.iter().zip(&row);
                    let stands =
                        values.find(|(_, value)| value.as_deref().is_some_and(|text| person.stands_in(text)));
                    left = left.take().or_else(|| stands.map(|(column, _)| column.name.clone()));
                    Ok(())
                })
                .await?;
            }
            if let Some(column) = left {
                let reason = format!(
                    "“{}.{column}” is computed by the database from something that stays: erase that as well",
                    table.name
                );
                return Err(orders.refuse(&table.name, reason));
            }
        }
    }
    Ok(())
}
