//! Data with their places, marks and exclusion lists: places where a value can be put, columns that exist, and
//! only what the connector can do.

use std::collections::BTreeSet;

use super::Problems;
use super::collections::column_known;
use crate::columns::placeholders;
use crate::map::{ConnectorKind, DataMap};
use crate::rectification::located;

pub(super) fn check(map: &DataMap, problems: &mut Problems) {
    let sql = map.system.connector == ConnectorKind::Sql;
    for (there, key) in [
        (!map.data.is_empty(), "datum"),
        (!map.exclusions.is_empty(), "exclusion"),
        (map.collections.iter().any(|collection| collection.restrict.is_some()), "collection"),
        (map.collections.iter().any(|collection| collection.told.is_some()), "collection"),
    ] {
        if there && !sql {
            let message = "datum, restrict, told and exclusion belong to SQL systems";
            problems.add(key, message, "over HTTP declare the calls suppress and lift");
        }
    }
    data(map, problems);
    marks(map, problems);
    accounts(map, problems);
    lists(map, problems);
}

fn data(map: &DataMap, problems: &mut Problems) {
    let mut seen = BTreeSet::new();
    for (index, datum) in map.data.iter().enumerate() {
        let path = format!("datum[{index}]");
        if datum.id.is_empty() || !seen.insert(&datum.id) {
            problems.add(format!("{path}.id"), "a datum has an id, and no two have the same", "");
        }
        if datum.at.is_empty() {
            problems.add(format!("{path}.at"), "the datum stands nowhere", "name the original's place first");
        }
        for (number, place) in datum.at.iter().enumerate() {
            if let Err(error) = located(map, place.clone(), number > 0) {
                problems.add(
                    format!("{path}.at[{number}]"),
                    error.to_string(),
                    "a place is collection.column, or collection[key] in a key-value table",
                );
            }
        }
    }
}

fn marks(map: &DataMap, problems: &mut Problems) {
    for (index, collection) in map.collections.iter().enumerate() {
        let Some(restrict) = &collection.restrict else { continue };
        let path = format!("collection[{index}].restrict");
        if restrict.set.is_empty() {
            problems.add(format!("{path}.set"), "the mark sets nothing", "write set = { column = value }");
        }
        for column in restrict.set.keys() {
            let place = format!("{path}.set.{column}");
            column_known(&collection.known_columns(), column, &collection.id, &place, problems);
            if collection.key.contains(column) {
                problems.add(place, format!("“{column}” is the key: a row keeps it"), "");
            }
        }
    }
}

fn accounts(map: &DataMap, problems: &mut Problems) {
    for (index, collection) in map.collections.iter().enumerate() {
        let Some(told) = &collection.told else { continue };
        let named = std::iter::once(&told.address).chain(&told.language).chain(told.conditions.0.keys());
        for column in named {
            let place = format!("collection[{index}].told");
            column_known(&collection.known_columns(), column, &collection.id, &place, problems);
        }
    }
}

fn lists(map: &DataMap, problems: &mut Problems) {
    let mut seen = BTreeSet::new();
    for (index, list) in map.exclusions.iter().enumerate() {
        let path = format!("exclusion[{index}]");
        if list.id.is_empty() || !seen.insert(&list.id) {
            problems.add(format!("{path}.id"), "a list has an id, and no two have the same", "");
        }
        if list.table.is_empty() || list.column.is_empty() {
            problems.add(path.clone(), "a list has a table and the column with the identity", "");
        }
        if map.identity(&list.kind).is_none() {
            problems.add(
                format!("{path}.kind"),
                format!("“{}” is no kind of identity of this map", list.kind),
                "declare it with [[identity]]",
            );
        }
        for (column, value) in &list.values {
            let text = value.as_text();
            for name in placeholders(&text).filter(|name| !matches!(*name, "now" | "now_unix")) {
                problems.add(
                    format!("{path}.values.{column}"),
                    format!("“{{{name}}}” means nothing here"),
                    "{now} and {now_unix} are filled in",
                );
            }
        }
    }
}
