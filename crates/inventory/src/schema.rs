//! Tables made from a map: the demo's own systems have exactly the columns that the map names.

use std::collections::{BTreeMap, BTreeSet};

use crate::identity::Normalise;
use crate::map::{Collection, DataMap, Match, Path, Source, SqlType};

/// SQLite statements that create every table, column and index that the map needs. Several collections of one
/// table share it.
pub fn sqlite_ddl(map: &DataMap) -> Vec<String> {
    let types = column_types(map);
    let mut tables: BTreeMap<&str, Vec<&Collection>> = BTreeMap::new();
    for collection in &map.collections {
        tables.entry(&collection.table).or_default().push(collection);
    }
    let mut statements: Vec<String> =
        tables.iter().map(|(table, collections)| create_table(table, collections, &types)).collect();
    let mut indexes = BTreeSet::new();
    for collection in &map.collections {
        indexes.extend(join_indexes(map, collection));
    }
    statements.extend(
        indexes.into_iter().enumerate().map(|(number, on)| format!("CREATE INDEX ix_{number} ON {on}")),
    );
    statements
}

fn create_table(table: &str, collections: &[&Collection], types: &Types<'_>) -> String {
    let key: &[String] = collections.first().map_or(&[], |collection| &collection.key);
    let mut columns: Vec<&str> = Vec::new();
    for column in collections.iter().flat_map(|collection| columns_of(collection)) {
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    let typed = columns.iter().map(|column| {
        let kind = match types.get(&(table, *column)).copied().unwrap_or(SqlType::Text) {
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

/// Types by table and column.
type Types<'m> = BTreeMap<(&'m str, &'m str), SqlType>;

/// Every column's type: the map's hint, a whole number for what is named like a key, and for a column that is
/// joined to another as it stands the type of that one.
pub fn column_types(map: &DataMap) -> Types<'_> {
    let mut types = Types::new();
    for collection in &map.collections {
        for column in columns_of(collection) {
            let known = types.entry((collection.table.as_str(), column)).or_insert(SqlType::Text);
            match collection.types.get(column) {
                Some(hint) => *known = *hint,
                None if like_key(column) => *known = SqlType::Integer,
                None => {}
            }
        }
    }
    loop {
        let mut changed = false;
        for collection in &map.collections {
            for path in collection.paths.iter().filter(|path| joins_plainly(path)) {
                let Source::Collection(id) = path.source() else { continue };
                let Some(source) = map.collection(id) else { continue };
                for (column, from) in &path.on {
                    let wanted = types.get(&(source.table.as_str(), from.as_str())).copied();
                    if wanted == Some(SqlType::Integer) && only_joined(map, &collection.table, column) {
                        let known =
                            types.insert((collection.table.as_str(), column.as_str()), SqlType::Integer);
                        changed |= known != Some(SqlType::Integer);
                    }
                }
            }
        }
        if !changed {
            return types;
        }
    }
}

fn joins_plainly(path: &Path) -> bool {
    path.how == Match::Equals && path.hash.is_none() && path.format.is_none()
}

/// Whether nothing of the map treats a column as text: a telephone number would lose its zero in a number.
fn only_joined(map: &DataMap, table: &str, column: &str) -> bool {
    map.collections.iter().filter(|collection| collection.table == table).all(|collection| {
        let hinted = collection.types.contains_key(column);
        let value = collection.pairs.as_ref().is_some_and(|pairs| pairs.value == column);
        let paths = collection.paths.iter().filter(|path| path.on.contains_key(column));
        let joined = paths
            .into_iter()
            .all(|path| joins_plainly(path) && matches!(path.source(), Source::Collection(_)));
        !hinted && !value && joined
    })
}

fn like_key(column: &str) -> bool {
    matches!(column, "id" | "ID" | "Id") || column.ends_with("_id") || column.ends_with("_ID")
}

/// Every column that a collection names, its key first.
fn columns_of(collection: &Collection) -> Vec<&str> {
    let mut columns: Vec<&str> = collection.key.iter().map(String::as_str).collect();
    let joined = collection
        .paths
        .iter()
        .flat_map(|path| path.on.keys().map(String::as_str).chain(path.conditions.columns()));
    let more = collection.known_columns().into_iter().chain(joined).chain(collection.conditions.columns());
    for column in more {
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    columns
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
