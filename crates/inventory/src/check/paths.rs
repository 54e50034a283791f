//! Paths: sources that exist, columns on both sides, and options that fit the kind of match.

use super::Problems;
use super::collections::column_known;
use crate::map::{Collection, ConnectorKind, DataMap, Match, MentionErase, Path, Relation, Source};

pub(super) fn check(map: &DataMap, collection: &Collection, way: &Path, path: &str, problems: &mut Problems) {
    if way.on.is_empty() {
        problems.add(
            format!("{path}.on"),
            "the path joins on nothing",
            "write on = { column = \"source column\" }",
        );
    }
    let known = collection.known_columns();
    for column in way.on.keys() {
        column_known(&known, column, &collection.id, &format!("{path}.on.{column}"), problems);
    }
    for column in way.conditions.columns() {
        column_known(&known, column, &collection.id, &format!("{path}.where.{column}"), problems);
    }
    source(map, way, path, problems);
    let files = map.system.connector == ConnectorKind::Files;
    options(way, files, path, problems);
}

fn source(map: &DataMap, way: &Path, path: &str, problems: &mut Problems) {
    match way.source() {
        Source::Identity => {
            for (column, kind) in way.on.iter().filter(|(_, kind)| map.identity(kind).is_none()) {
                problems.add(
                    format!("{path}.on.{column}"),
                    format!("“{kind}” is no kind of identity of this map"),
                    "declare it with [[identity]]",
                );
            }
        }
        Source::Attribute => {
            let given = |kind: &str| map.attributes.iter().any(|rule| rule.kind.to_string() == kind);
            for (column, kind) in way.on.iter().filter(|(_, kind)| !given(kind)) {
                problems.add(
                    format!("{path}.on.{column}"),
                    format!("no attribute of this map is of kind “{kind}”"),
                    "declare it with [[attribute]]",
                );
            }
            if way.relation == Relation::Own {
                problems.add(
                    format!("{path}.relation"),
                    "a name, number or address proves nothing about whose row it is: other people share them",
                    "add relation = \"mentions\"",
                );
            }
        }
        Source::Collection(id) => match map.collection(id) {
            None => problems.add(
                format!("{path}.from"),
                format!("there is no collection “{id}”"),
                "from is identity, attribute or a collection's id",
            ),
            Some(source) => {
                let known = source.known_columns();
                for (column, other) in &way.on {
                    column_known(&known, other, id, &format!("{path}.on.{column}"), problems);
                }
                for column in way.source_conditions.columns() {
                    column_known(&known, column, id, &format!("{path}.from_where.{column}"), problems);
                }
            }
        },
    }
}

fn options(way: &Path, files: bool, path: &str, problems: &mut Problems) {
    let mut refuse = |wrong: bool, key: &str, message: &str| {
        if wrong {
            problems.add(format!("{path}.{key}"), message, "");
        }
    };
    refuse(
        way.separator.is_some() && !matches!(way.how, Match::Suffix | Match::Prefix),
        "separator",
        "separator goes with match = \"suffix\" and match = \"prefix\"",
    );
    refuse(
        way.rest.is_some() && !matches!(way.how, Match::Suffix | Match::Prefix),
        "rest",
        "rest goes with match = \"suffix\" and match = \"prefix\"",
    );
    refuse(way.at.is_some() && way.how != Match::Nested, "at", "at goes with match = \"nested\"");
    refuse(way.nested.is_some() && way.how != Match::Nested, "nested", "nested goes with match = \"nested\"");
    refuse(
        way.on.len() > 1 && way.how != Match::Equals,
        "on",
        "suffix, prefix, contains and nested look at one column; several pairs need match = \"equals\"",
    );
    refuse(
        !files && way.format.as_deref().is_some_and(|frame| !frame.contains("{}")),
        "format",
        "the frame has no place for the value: write {} where it stands",
    );
    refuse(
        (way.hash.is_some() && matches!(way.how, Match::Contains | Match::Nested))
            || (way.format.is_some() && way.how == Match::Contains),
        "match",
        "hash goes with equals, suffix and prefix, format with nested too",
    );
    refuse(
        way.relation == Relation::Own && way.erase != MentionErase::Report,
        "erase",
        "erase on a path is for mentions; own rows are erased as the collection says",
    );
    refuse(
        way.twins.is_some() && (way.source() != Source::Identity || way.relation != Relation::Own),
        "twins",
        "twins goes with a path from an identity to own rows",
    );
    refuse(
        !way.source_conditions.is_empty() && !matches!(way.source(), Source::Collection(_)),
        "from_where",
        "from_where goes with a path from a collection",
    );
}
