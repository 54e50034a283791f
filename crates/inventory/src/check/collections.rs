//! Collections: ids, keys, columns, owners, and whether each can be reached.

use std::collections::BTreeSet;

use super::{Problems, paths, rules};
use crate::map::{Collection, ConnectorKind, DataMap, Relation, Source};

pub(super) fn check(map: &DataMap, problems: &mut Problems) {
    if map.system.connector == ConnectorKind::Manual {
        return;
    }
    let mut seen = BTreeSet::new();
    let reached = reachable(map);
    for (index, collection) in map.collections.iter().enumerate() {
        let path = format!("collection[{index}]");
        if !seen.insert(&collection.id) {
            problems.add(format!("{path}.id"), format!("“{}” is declared twice", collection.id), "");
        }
        if collection.id.is_empty() || matches!(collection.id.as_str(), "identity" | "attribute") {
            problems.add(format!("{path}.id"), "this id is reserved or empty", "choose another id");
        }
        one(map, collection, &path, problems);
        for (number, way) in collection.paths.iter().enumerate() {
            paths::check(map, collection, way, &format!("{path}.path[{number}]"), problems);
        }
        rules::check(map, collection, &path, problems);
        if !collection.paths.is_empty() && !reached.contains(&index) {
            problems.add(
                format!("{path}.path"),
                format!("“{}” is reached from no identity: its paths only lead to each other", collection.id),
                "add a path from an identity, or from a collection that has one",
            );
        }
    }
}

fn one(map: &DataMap, collection: &Collection, path: &str, problems: &mut Problems) {
    if collection.table.is_empty() {
        problems.add(format!("{path}.table"), "the table has no name", "");
    }
    if collection.key.is_empty() {
        problems.add(
            format!("{path}.key"),
            "the collection has no key: without one no row can be named, or erased alone",
            "give the columns of the primary key",
        );
    }
    if collection.paths.is_empty() {
        problems.add(
            format!("{path}.path"),
            format!("nothing leads to “{}”", collection.id),
            "add [[collection.path]]",
        );
    }
    listed_once(collection, path, problems);
    let known = collection.known_columns();
    let used = collection
        .conditions
        .columns()
        .map(|column| ("where", column))
        .chain(collection.excluded.columns().map(|column| ("where_not", column)))
        .chain(collection.collected.iter().map(|column| ("collected", column.as_str())))
        .chain(collection.types.keys().map(|column| ("types", column.as_str())));
    for (what, column) in used {
        column_known(&known, column, &collection.id, &format!("{path}.{what}"), problems);
    }
    if collection.category.is_none() {
        let without = collection.personal_fields().into_iter().find(|(_, field)| field.category.is_none());
        if let Some((column, _)) = without {
            problems.add(
                format!("{path}.category"),
                format!("the column “{column}” has no data category, and “{}” has no default", collection.id),
                "add category to the collection or to the field",
            );
        }
    }
    owner(map, collection, path, problems);
}

fn listed_once(collection: &Collection, path: &str, problems: &mut Problems) {
    let fields: BTreeSet<&String> = collection.fields.keys().chain(&collection.personal).collect();
    for (index, column) in collection.not_personal.iter().enumerate() {
        if fields.contains(column) {
            problems.add(
                format!("{path}.not_personal[{index}]"),
                format!("“{column}” is said to be personal and not personal"),
                "leave it in one of the two",
            );
        }
    }
    for (index, column) in collection.personal.iter().enumerate() {
        if collection.fields.contains_key(column) {
            problems.add(
                format!("{path}.personal[{index}]"),
                format!("“{column}” is also among the fields"),
                "",
            );
        }
    }
}

fn owner(map: &DataMap, collection: &Collection, path: &str, problems: &mut Problems) {
    let Some(owner) = &collection.owner else { return };
    let path = format!("{path}.owner");
    column_known(
        &collection.known_columns(),
        &owner.column,
        &collection.id,
        &format!("{path}.column"),
        problems,
    );
    let Some((id, column)) = owner.target() else {
        problems.add(
            format!("{path}.of"),
            "an owner is written collection.column",
            "for example accounts.ID",
        );
        return;
    };
    match map.collection(id) {
        None => problems.add(format!("{path}.of"), format!("there is no collection “{id}”"), ""),
        Some(target) => column_known(&target.known_columns(), column, id, &format!("{path}.of"), problems),
    }
}

/// Adds a problem when a column is not among those that the map has looked at.
pub(super) fn column_known(
    known: &BTreeSet<&str>,
    column: &str,
    collection: &str,
    path: &str,
    problems: &mut Problems,
) {
    if !known.contains(column) {
        problems.add(
            path,
            format!("the map knows no column “{column}” of “{collection}”"),
            "check the spelling, or name the column in key, fields, personal, not_personal or pairs",
        );
    }
}

/// The collections that own rows can be followed to, and those that are found as mentions.
fn reachable(map: &DataMap) -> BTreeSet<usize> {
    let mut owned: BTreeSet<usize> = BTreeSet::new();
    let mut reached: BTreeSet<usize> = BTreeSet::new();
    loop {
        let before = reached.len();
        for (index, collection) in map.collections.iter().enumerate() {
            for path in &collection.paths {
                let starts = match path.source() {
                    Source::Identity | Source::Attribute => true,
                    Source::Collection(id) => map.position(id).is_some_and(|source| owned.contains(&source)),
                };
                if starts {
                    reached.insert(index);
                    if path.relation == Relation::Own {
                        owned.insert(index);
                    }
                }
            }
        }
        if reached.len() == before {
            return reached;
        }
    }
}
