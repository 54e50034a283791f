//! Whose the rows are, once more and under lock, where a snapshot does not guard against a change.
//!
//! In PostgreSQL a row that changed since the transaction began cannot be written at all, in SQLite nobody else
//! writes. MySQL and MariaDB read from a snapshot but write what is there now: an order that was given to
//! somebody else a moment ago would be erased as this person's. There every own row is read twice, as the
//! snapshot shows it and as it is (and, from then on, stays); any difference in what makes it the person's ends
//! the erasure before it has written anything.

use std::collections::{BTreeSet, HashMap};

use inventory::map::{Collection, Relation};
use inventory::{Found, Key};

use crate::error::ConnectError;
use crate::sql::dialect::{chunk, exact, push_tuples, table_name};
use crate::sql::pool::{Engine, TextRow, Work};
use crate::sql::schema::Column;
use crate::sql::search::plan::{Plan, Planned};
use crate::sql::statement::Statement;

/// Locks the own rows and compares what makes them the person's with what the search saw.
pub(super) async fn check(work: &mut Work, plan: &Plan<'_>, found: &Found) -> Result<(), ConnectError> {
    if work.engine() != Engine::Mysql {
        return Ok(());
    }
    for planned in &plan.collections {
        let Some(part) = found.collection(&planned.rules.id) else { continue };
        let own = part.rows.iter().filter(|row| row.relation == Relation::Own);
        let mut keys: Vec<Vec<String>> = own.map(|row| row.key.0.clone()).collect();
        keys.sort_unstable();
        for keys in keys.chunks(chunk(Engine::Mysql)) {
            let seen = rows(work, planned, keys, "").await?;
            let now = rows(work, planned, keys, " FOR UPDATE").await?;
            if now.len() != keys.len() || seen != now {
                let table = planned.rules.table.clone();
                return Err(ConnectError::Changed { system: plan.system.to_owned(), table });
            }
        }
    }
    Ok(())
}

/// By key, the values of the columns that make a row somebody's.
async fn rows(
    work: &mut Work,
    planned: &Planned<'_>,
    keys: &[Vec<String>],
    lock: &str,
) -> Result<HashMap<Key, TextRow>, ConnectError> {
    let engine = work.engine();
    let key = planned.key_columns();
    let telling = telling(planned.rules);
    let telling: Vec<&Column> = telling.into_iter().filter_map(|name| planned.table.column(name)).collect();
    let list: Vec<String> = key.iter().chain(&telling).map(|column| exact(engine, column)).collect();
    let sql = format!("SELECT {} FROM {} WHERE ", list.join(", "), table_name(engine, planned.table));
    let mut statement = Statement::new(engine, sql);
    push_tuples(&mut statement, &key, keys);
    statement.push(lock);
    let mut rows = HashMap::with_capacity(keys.len());
    work.fetch(statement, Some(&planned.rules.table), |mut row| {
        let values = row.split_off(key.len().min(row.len()));
        rows.insert(Key(row.into_iter().flatten().collect()), values);
        Ok(())
    })
    .await?;
    Ok(rows)
}

/// The columns that tell whose a row is: the owner's, those that paths to own rows join on, and those of fixed
/// conditions.
fn telling(rules: &Collection) -> BTreeSet<&str> {
    let paths = rules.paths.iter().filter(|path| path.relation == Relation::Own);
    let joined = paths.flat_map(|path| path.on.keys().map(String::as_str).chain(path.conditions.columns()));
    let fixed = rules.conditions.columns().chain(rules.excluded.columns());
    joined.chain(fixed).chain(rules.owner.iter().map(|owner| owner.column.as_str())).collect()
}
