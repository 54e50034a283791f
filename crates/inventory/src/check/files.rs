//! Files systems: a file is a row with a path, found by patterns, and goes whole or stays whole. And leads, which
//! files are mostly found by.

use std::collections::BTreeSet;

use super::Problems;
use super::collections::column_known;
use crate::map::files::FILE_COLUMNS;
use crate::map::{Collection, ConnectorKind, DataMap, Do, Match, Relation, Source};
use crate::pattern::Pattern;

pub(super) fn check(map: &DataMap, problems: &mut Problems) {
    leads(map, problems);
    if map.system.connector != ConnectorKind::Files {
        if map.files.is_some() {
            problems.add(
                "files",
                "the table [files] belongs to files systems",
                "write connector = \"files\"",
            );
        }
        return;
    }
    if !map.attributes.is_empty() {
        problems.add("attribute", "a file gives no name or address of anybody", "leave out [[attribute]]");
    }
    for (index, collection) in map.collections.iter().enumerate() {
        let path = format!("collection[{index}]");
        one(collection, &path, problems);
    }
}

fn one(collection: &Collection, path: &str, problems: &mut Problems) {
    if collection.key != ["path"] {
        problems.add(format!("{path}.key"), "the key of a file is its path", "write key = [\"path\"]");
    }
    if let Some(column) = collection.known_columns().into_iter().find(|name| !FILE_COLUMNS.contains(name)) {
        problems.add(
            format!("{path}.fields"),
            format!("a file has no “{column}”"),
            "a file has path, size, modified and content",
        );
    }
    if collection.erasure.what == Do::Anonymise {
        problems.add(
            format!("{path}.erasure"),
            "a file goes whole or stays whole",
            "write delete, or keep with a reason",
        );
    }
    for (there, key) in [
        (collection.owner.is_some(), "owner"),
        (collection.pairs.is_some(), "pairs"),
        (!collection.retains.is_empty(), "retain"),
        (!collection.conditions.is_empty(), "where"),
        (!collection.excluded.is_empty(), "where_not"),
    ] {
        if there {
            problems.add(format!("{path}.{key}"), format!("{key} belongs to tables"), "");
        }
    }
    for (number, way) in collection.paths.iter().enumerate() {
        let path = format!("{path}.path[{number}]");
        if way.source() != Source::Identity {
            problems.add(
                format!("{path}.from"),
                "files are found from an identity; a row of another system gives one by [[lead]]",
                "write from = \"identity\"",
            );
        }
        if way.on.len() != 1 || !way.on.contains_key("path") {
            problems.add(
                format!("{path}.on"),
                "a file is found by its path",
                "write on = { path = \"KIND\" }",
            );
        }
        if way.how != Match::Equals || way.relation != Relation::Own || way.twins.is_some() {
            problems.add(
                format!("{path}.match"),
                "a file is found by its pattern alone, and is the person's own",
                "leave out match, relation and twins",
            );
        }
        if !way.conditions.is_empty() {
            problems.add(format!("{path}.where"), "where belongs to tables", "");
        }
        if let Err(reason) = Pattern::parse(way.format.as_deref().unwrap_or("{path}")) {
            problems.add(format!("{path}.format"), reason, "");
        }
    }
}

fn leads(map: &DataMap, problems: &mut Problems) {
    let mut seen = BTreeSet::new();
    for (index, lead) in map.leads.iter().enumerate() {
        let path = format!("lead[{index}]");
        if map.system.connector != ConnectorKind::Sql {
            problems.add(path, "lead belongs to SQL systems", "");
            continue;
        }
        if !seen.insert((&lead.kind, &lead.collection, &lead.column)) {
            problems.add(
                format!("{path}.kind"),
                format!("“{}” is led to twice from one column", lead.kind),
                "",
            );
        }
        let Some(collection) = map.collection(&lead.collection) else {
            problems.add(
                format!("{path}.collection"),
                format!("there is no collection “{}”", lead.collection),
                "",
            );
            continue;
        };
        let known = collection.known_columns();
        for column in lead.conditions.columns().chain([lead.column.as_str()]) {
            column_known(&known, column, &lead.collection, &path, problems);
        }
    }
}
