//! Tables made from a map: the demo's own systems have exactly the columns that the map names.

use std::collections::{BTreeMap, BTreeSet};

use crate::identity::Normalise;
use crate::map::{Collection, DataMap, Match, Source, SqlType};

/// SQLite statements that create every table, column and index that the map needs. Several collections of one
/// table share it.
pub fn sqlite_ddl(map: &DataMap) -> Vec<String> {
    let mut tables: BTreeMap<&str, Vec<&Collection>> = BTreeMap::new();
    for collection in &map.collections {
        tables.entry(&collection.table).or_default().push(collection);
    }
    let mut statements: Vec<String> =
        tables.iter().map(|(table, collections)| create_table(table, collections)).collect();
    let mut indexes = BTreeSet::new();
    for collection in &map.collections {
        indexes.extend(join_indexes(map, collection));
    }
    statements.extend(
        indexes.into_iter().enumerate().map(|(number, on)| format!("CREATE INDEX ix_{number} ON {on}")),
    );
    statements
}

fn create_table(table: &str, collections: &[&Collection]) -> String {
    let key: &[String] = collections.first().map_or(&[], |collection| &collection.key);
    let mut columns: Vec<&str> = key.iter().map(String::as_str).collect();
    for collection in collections {
        let conditions = collection
            .paths
            .iter()
            .flat_map(|path| path.on.keys().map(String::as_str).chain(path.conditions.columns()));
        let more =
            collection.known_columns().into_iter().chain(conditions).chain(collection.conditions.columns());
        for column in more {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
    }
    let typed = columns.iter().map(|column| {
        let kind = match sql_type(collections, column) {
            SqlType::Integer => "INTEGER",
            SqlType::Text | SqlType::Datetime => "TEXT",
            SqlType::Real => "REAL",
        };
        format!("{} {kind}", quote(column))
    });
    let mut parts: Vec<String> = typed.collect();
    if !key.is_empty() {
        let names: Vec<String> = key.iter().map(|column| quote(column)).collect();
        parts.push(format!("PRIMARY KEY ({})", names.join(", ")));
    }
    format!("CREATE TABLE {} ({})", quote(table), parts.join(", "))
}

/// A column's type: the map's hint, else a whole number for what is named like a key.
pub fn sql_type(collections: &[&Collection], column: &str) -> SqlType {
    let hint = collections.iter().find_map(|collection| collection.types.get(column));
    hint.copied().unwrap_or_else(|| {
        let like_key =
            matches!(column, "id" | "ID" | "Id") || column.ends_with("_id") || column.ends_with("_ID");
        if like_key { SqlType::Integer } else { SqlType::Text }
    })
}

/// What is indexed for the paths that lead to a collection; normalised comparisons on the same expression that
/// the connector compares.
fn join_indexes(map: &DataMap, collection: &Collection) -> BTreeSet<String> {
    let mut indexes = BTreeSet::new();
    for path in collection.paths.iter().filter(|path| path.how == Match::Equals) {
        let columns: Vec<String> = path
            .on
            .iter()
            .map(|(column, kind)| {
                let lower = path.hash.is_none()
                    && path.source() == Source::Identity
                    && map.identity(kind).is_some_and(|rule| rule.normalise.contains(&Normalise::Lower));
                if lower { format!("lower({})", quote(column)) } else { quote(column) }
            })
            .collect();
        let key: Vec<String> = collection.key.iter().map(|column| quote(column)).collect();
        if columns != key {
            indexes.insert(format!("{} ({})", quote(&collection.table), columns.join(", ")));
        }
    }
    indexes
}

fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
