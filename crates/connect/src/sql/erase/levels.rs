//! The order of deleting within a table that refers to itself: rows that are referred to go last.

use std::collections::{HashMap, HashSet};

use inventory::Key;

use super::orders::TableOrders;
use crate::error::ConnectError;
use crate::sql::dialect::{chunk, exact, push_tuples, table_name};
use crate::sql::pool::Work;
use crate::sql::schema::{Column, ForeignKey, Schema};
use crate::sql::statement::Statement;

/// The rows to delete, in sets; the first set goes first.
pub(super) struct Levels<'a> {
    pub(super) sets: Vec<Vec<&'a Key>>,
    /// The last set refers to itself in a circle: its references have to be emptied first.
    pub(super) circle: bool,
}

/// Orders the rows to delete of a table. One set where the table does not refer to itself.
pub(super) async fn levels<'a>(
    work: &mut Work,
    schema: &Schema,
    table: &TableOrders<'a>,
) -> Result<Levels<'a>, ConnectError> {
    let mut parents: HashMap<Key, HashSet<Key>> = HashMap::new();
    for own in schema.foreign_keys.iter().filter(|key| key.child == table.name && key.parent == table.name) {
        for (child, parent) in references(work, table, own).await? {
            parents.entry(child).or_default().insert(parent);
        }
    }
    Ok(by_referrers(&table.delete, &parents))
}

/// Which of the rows to delete refers to which other one by a foreign key.
async fn references(
    work: &mut Work,
    table: &TableOrders<'_>,
    own: &ForeignKey,
) -> Result<Vec<(Key, Key)>, ConnectError> {
    let engine = work.engine();
    let child: Vec<&Column> = own.child_columns.iter().filter_map(|name| table.table.column(name)).collect();
    let parent: Vec<&Column> =
        own.parent_columns.iter().filter_map(|name| table.table.column(name)).collect();
    let list: Vec<String> =
        table.key.iter().chain(&child).chain(&parent).map(|column| exact(engine, column)).collect();
    let mut refers: Vec<(Key, Vec<Option<String>>)> = Vec::new();
    let mut holders: HashMap<Vec<Option<String>>, Key> = HashMap::new();
    for keys in table.delete.chunks(chunk(engine)) {
        let sql = format!("SELECT {} FROM {} WHERE ", list.join(", "), table_name(engine, table.table));
        let mut statement = Statement::new(engine, sql);
        push_tuples(&mut statement, &table.key, keys);
        work.fetch(statement, Some(&table.name), |row| {
            let (key, rest) = row.split_at(table.key.len().min(row.len()));
            let (to, from) = rest.split_at(child.len().min(rest.len()));
            let key = Key(key.iter().flatten().cloned().collect());
            holders.insert(from.to_vec(), key.clone());
            refers.push((key, to.to_vec()));
            Ok(())
        })
        .await?;
    }
    let pairs = refers.into_iter().filter_map(|(key, to)| {
        let parent = holders.get(&to).filter(|parent| **parent != key)?.clone();
        Some((key, parent))
    });
    Ok(pairs.collect())
}

/// First the rows that nobody refers to, then those that only these referred to, and so on.
fn by_referrers<'k>(rows: &[&'k Key], parents: &HashMap<Key, HashSet<Key>>) -> Levels<'k> {
    let mut referrers: HashMap<&Key, usize> = HashMap::new();
    for parent in parents.values().flatten() {
        *referrers.entry(parent).or_default() += 1;
    }
    let mut sets: Vec<Vec<&Key>> = Vec::new();
    let mut waiting: Vec<&Key> = rows.to_vec();
    while !waiting.is_empty() {
        let (free, rest): (Vec<&Key>, Vec<&Key>) =
            waiting.into_iter().partition(|row| referrers.get(*row).is_none_or(|count| *count == 0));
        if free.is_empty() {
            sets.push(rest);
            return Levels { sets, circle: true };
        }
        for parent in free.iter().filter_map(|row| parents.get(*row)).flatten() {
            if let Some(count) = referrers.get_mut(parent) {
                *count = count.saturating_sub(1);
            }
        }
        sets.push(free);
        waiting = rest;
    }
    Levels { sets, circle: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refers(pairs: &[(&str, &str)]) -> HashMap<Key, HashSet<Key>> {
        let mut parents: HashMap<Key, HashSet<Key>> = HashMap::new();
        for (child, parent) in pairs {
            parents.entry(Key::single(*child)).or_default().insert(Key::single(*parent));
        }
        parents
    }

    #[test]
    fn rows_that_are_referred_to_go_last() {
        let keys = ["1", "2", "3", "4"].map(Key::single);
        let [one, two, three, four] = &keys;
        let levels = by_referrers(&[one, two, three, four], &refers(&[("2", "1"), ("3", "2")]));
        assert_eq!(levels.sets, vec![vec![three, four], vec![two], vec![one]]);
        assert!(!levels.circle);
        // By two references at once: the longer way counts.
        let levels = by_referrers(&[one, two, three], &refers(&[("2", "1"), ("3", "2"), ("3", "1")]));
        assert_eq!(levels.sets, vec![vec![three], vec![two], vec![one]]);
    }

    #[test]
    fn a_circle_is_told() {
        let keys = ["1", "2", "3"].map(Key::single);
        let [one, two, three] = &keys;
        let levels = by_referrers(&[one, two, three], &refers(&[("2", "1"), ("1", "2"), ("3", "1")]));
        assert_eq!(levels.sets, vec![vec![three], vec![one, two]]);
        assert!(levels.circle);
    }
}
