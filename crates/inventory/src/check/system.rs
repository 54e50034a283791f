//! The head of a map: what each kind of connector needs, identities, attributes.

use std::collections::BTreeSet;

use super::Problems;
use crate::columns::placeholders;
use crate::map::{ConnectorKind, DataMap};

pub(super) fn check(map: &DataMap, problems: &mut Problems) {
    let system = &map.system;
    let sql = system.connector == ConnectorKind::Sql;
    let manual = system.connector == ConnectorKind::Manual;
    if system.id.is_empty() || !system.id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    {
        problems.add("system.id", "a system's id is letters, digits, - and _", "");
    }
    if sql && system.url_env.as_deref().is_none_or(str::is_empty) {
        problems.add(
            "system.url_env",
            "a SQL system needs the name of the environment variable with its database URL",
            "add url_env = \"SHOP_DATABASE_URL\" (the name, not the URL: it carries a password)",
        );
    }
    if system.connector == ConnectorKind::Files && system.url_env.as_deref().is_none_or(str::is_empty) {
        problems.add(
            "system.url_env",
            "a files system needs the name of the environment variable with its folder or bucket",
            "add url_env = \"UPLOADS\" (the name, not the folder)",
        );
    }
    if system.url_env.as_deref().is_some_and(|name| name.contains("://")) {
        problems.add(
            "system.url_env",
            "this is a URL; the map names the environment variable that holds it",
            "move the URL to the environment and write the variable's name here",
        );
    }
    if !manual && map.collections.is_empty() {
        problems.add("collection", "a system that is not manual has at least one collection", "");
    }
    if !manual && (system.task.is_some() || !system.categories.is_empty()) {
        problems.add("system.task", "task and categories belong to manual systems", "");
    }
    if manual && system.url_env.is_some() {
        problems.add("system.connector", "a manual system has no address of its own: leave out url_env", "");
    }
    if !sql && system.residue_scan {
        problems.add("system.connector", "residue_scan belongs to SQL systems", "");
    }
    if !sql && !system.refresh.is_empty() {
        problems.add("system.refresh", "refresh belongs to SQL systems", "");
    }
    identities(map, !manual, problems);
    attributes(map, problems);
}

fn identities(map: &DataMap, needed: bool, problems: &mut Problems) {
    if needed && map.identities.is_empty() {
        problems.add(
            "identity",
            "the map knows people by no identity at all",
            "add [[identity]] kind = \"email\"",
        );
    }
    let mut seen = BTreeSet::new();
    for (index, rule) in map.identities.iter().enumerate() {
        if !seen.insert(&rule.kind) {
            problems.add(format!("identity[{index}].kind"), format!("“{}” is declared twice", rule.kind), "");
        }
    }
}

fn attributes(map: &DataMap, problems: &mut Problems) {
    for (index, rule) in map.attributes.iter().enumerate() {
        let path = format!("attribute[{index}]");
        let Some(collection) = map.collection(&rule.collection) else {
            let message = format!("there is no collection “{}”", rule.collection);
            problems.add(format!("{path}.collection"), message, "");
            continue;
        };
        let known = collection.known_columns();
        if placeholders(&rule.value).next().is_none() {
            problems.add(
                format!("{path}.value"),
                "the value names no column",
                "write columns between braces: {first_name} {last_name}",
            );
        }
        for column in placeholders(&rule.value).chain(rule.conditions.columns()) {
            if !known.contains(column) {
                problems.add(
                    format!("{path}.value"),
                    format!("“{}” has no column “{column}” in the map", rule.collection),
                    "name the column in fields, personal or not_personal of the collection",
                );
            }
        }
    }
}
