//! The order of deleting within a table that refers to itself: rows that are referred to go last.

use std::collections::HashMap;

use inventory::Key;

use super::orders::TableOrders;
use crate::error::ConnectError;
use crate::sql::dialect::{chunk, exact, push_tuples, table_name};
use crate::sql::pool::Work;
use crate::sql::schema::{Column, Schema};
use crate::sql::statement::Statement;

/// The rows to delete in sets, the first set first. One set where the table does not refer to itself.
pub(super) async fn levels<'a>(
    work: &mut Work,
    schema: &Schema,
    table: &TableOrders<'a>,
) -> Result<Vec<Vec<&'a Key>>, ConnectError> {
    let own = schema.foreign_keys.iter().find(|key| key.child == table.name && key.parent == table.name);
    let Some(own) = own else { return Ok(vec![table.delete.clone()]) };
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
    let parents: HashMap<Key, Key> = refers
        .iter()
        .filter_map(|(key, to)| Some((key.clone(), holders.get(to).filter(|parent| *parent != key)?.clone())))
        .collect();
    Ok(by_depth(&table.delete, &parents))
}

/// Rows by their distance from a row without parent, the farthest first. A circle is cut where it is entered.
fn by_depth<'k>(rows: &[&'k Key], parents: &HashMap<Key, Key>) -> Vec<Vec<&'k Key>> {
    let mut sets: Vec<Vec<&Key>> = Vec::new();
    for row in rows {
        let mut depth = 0;
        let mut here = *row;
        while let Some(parent) = parents.get(here).filter(|_| depth <= rows.len()) {
            depth += 1;
            here = parent;
        }
        if sets.len() <= depth {
            sets.resize_with(depth + 1, Vec::new);
        }
        if let Some(set) = sets.get_mut(depth) {
            set.push(row);
        }
    }
    sets.reverse();
    sets.retain(|set| !set.is_empty());
    sets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_are_referred_to_go_last() {
        let key = Key::single;
        let keys = ["1", "2", "3", "4"].map(key);
        let [one, two, three, four] = &keys;
        let parents = HashMap::from([(key("2"), key("1")), (key("3"), key("2"))]);
        let sets = by_depth(&[one, two, three, four], &parents);
        assert_eq!(sets, vec![vec![three], vec![two], vec![one, four]]);
    }

    #[test]
    fn a_circle_ends() {
        let key = Key::single;
        let keys = ["1", "2"].map(key);
        let [one, two] = &keys;
        let parents = HashMap::from([(key("2"), key("1")), (key("1"), key("2"))]);
        assert_eq!(by_depth(&[one, two], &parents).concat().len(), 2);
    }
}
