//! Whose the rows are, once more and under lock, where a snapshot does not guard against a change.
//!
//! In PostgreSQL a row that changed since the transaction began cannot be written at all, in SQLite nobody else
//! writes. MySQL and MariaDB read from a snapshot but write what is there now: an order that was given to
//! somebody else a moment ago would be erased as this person's. There every own row is read twice, as the
//! snapshot shows it and as it is (and, from then on, stays); any difference in what makes it the person's ends
//! the erasure before it has written anything.

use std::collections::BTreeSet;

use inventory::map::{Collection, Relation};
use inventory::{Found, Key};

use crate::error::ConnectError;
use crate::sql::keyed::{Lock, values};
use crate::sql::pool::{Engine, Work};
use crate::sql::schema::Column;
use crate::sql::search::plan::Plan;

/// Locks the own rows of the collections that it concerns and compares what makes them the person's with what the search saw.
pub(in crate::sql) async fn check(
    work: &mut Work,
    plan: &Plan<'_>,
    found: &Found,
    concerns: impl Fn(&str) -> bool,
) -> Result<(), ConnectError> {
    if work.engine() != Engine::Mysql {
        return Ok(());
    }
    for planned in plan.collections.iter().filter(|planned| concerns(&planned.rules.id)) {
        let Some(part) = found.collection(&planned.rules.id) else { continue };
        let own = part.rows.iter().filter(|row| row.relation == Relation::Own);
        let mut keys: Vec<Key> = own.map(|row| row.key.clone()).collect();
        keys.sort_unstable();
        let telling = telling(planned.rules);
        let telling: Vec<&Column> =
            telling.into_iter().filter_map(|name| planned.table.column(name)).collect();
        let seen = values(work, planned, &keys, &telling, Lock::None).await?;
        let now = values(work, planned, &keys, &telling, Lock::Update).await?;
        if now.len() != keys.len() || seen != now {
            let table = planned.rules.table.clone();
            return Err(ConnectError::Changed { system: plan.system.to_owned(), table });
        }
    }
    Ok(())
}

/// The columns that tell whose a row is: the owner's, those that paths to own rows join on, and those of fixed
/// conditions.
fn telling(rules: &Collection) -> BTreeSet<&str> {
    let paths = rules.paths.iter().filter(|path| path.relation == Relation::Own);
    let joined = paths.flat_map(|path| path.on.keys().map(String::as_str).chain(path.conditions.columns()));
    let fixed = rules.conditions.columns().chain(rules.excluded.columns());
    joined.chain(fixed).chain(rules.owner.iter().map(|owner| owner.column.as_str())).collect()
}
