//! The system files: their head, and which facts their data maps mention.
//!
//! The map's own language belongs to the crate that carries it out. Mentions are found by key: whatever
//! stands under `category`, `purpose`, `recipient`, `subject` or `term` (or the plural) is the id of a fact,
//! except where keys are the names of columns.

use super::load::from_json;
use super::topic::Topic;
use super::tree::{Node, NodeValue};
use crate::diagnostic::{Code, Collector, Span};
use crate::facts::System;
use crate::facts::systems::Mentions;
use crate::values::Name;

/// The tables of a data map whose keys are column names: what stands under them is a column or a value.
const COLUMN_TABLES: [&str; 6] = ["on", "where", "from_where", "set", "match", "when"];

const TOPICS: [Topic; 5] = [Topic::Category, Topic::Purpose, Topic::Recipient, Topic::Subject, Topic::Term];

/// Whether `path` is a system file.
pub(super) fn is_system(path: &str) -> bool {
    stem(path).is_some()
}

/// The id that a system file's name gives it.
pub(super) fn stem(path: &str) -> Option<&str> {
    path.strip_prefix("facts/systems/")?.strip_suffix(".toml").filter(|stem| !stem.contains('/'))
}

/// A system file as a system. What is wrong with the head is noted.
pub(super) fn read(file: &str, node: &Node, out: &mut Collector<'_>) -> Option<System> {
    let Some(head) = node.get("system") else {
        out.add(
            Code::MissingKey,
            file,
            Span::default(),
            "this file lacks “[system]”",
            "it holds id, name and connector",
        );
        return None;
    };
    let head_span = node.table().and_then(|table| table.get("system")).map_or(head.span, |(span, _)| *span);
    let word = |key: &str, needed: bool, out: &mut Collector<'_>| -> Result<Option<String>, ()> {
        match head.get(key) {
            Some(value) => {
                if let Some(text) = value.text() {
                    Ok(Some(text.to_owned()))
                } else {
                    let message = format!("“system.{key}” is {}, expected a text", value.kind());
                    out.add(Code::WrongType, file, value.span, message, "");
                    Err(())
                }
            }
            None if needed => {
                out.add(Code::MissingKey, file, head_span, format!("“system” lacks “{key}”"), "");
                Err(())
            }
            None => Ok(None),
        }
    };
    let id = word("id", true, out);
    let connector = word("connector", true, out);
    let recipient = word("recipient", false, out);
    let url_env = word("url_env", false, out);
    let name = if let Some(name) = head.get("name") {
        from_json::<Name>(file, name.to_json(), out)
    } else {
        out.add(Code::MissingKey, file, head_span, "“system” lacks “name”", "");
        None
    };
    let (id, connector) = (id.ok()??, connector.ok()??);
    if stem(file) != Some(id.as_str()) {
        let at = head.get("id").map_or(head_span, |node| node.span);
        let help = "a system file is named after the id of its system";
        out.add(Code::BadId, file, at, format!("the system “{}” stands in {file}", cut(&id)), help);
        return None;
    }
    let purposes = head.get("purposes").map(Node::texts).unwrap_or_default();
    Some(System {
        mentions: mentions(node),
        id,
        name: name?,
        recipient: recipient.ok()?,
        connector,
        purposes: purposes.into_iter().map(|(id, _)| id.to_owned()).collect(),
        url_env: url_env.ok()?,
        map: node.to_json().into(),
    })
}

/// Every fact that a system file mentions, with the place.
pub(super) fn references(node: &Node) -> Vec<(Topic, &str, Span)> {
    let mut found = Vec::new();
    walk(node, false, &mut found);
    found
}

fn walk<'a>(node: &'a Node, columns: bool, found: &mut Vec<(Topic, &'a str, Span)>) {
    match &node.value {
        NodeValue::Array(items) => items.iter().for_each(|item| walk(item, columns, found)),
        NodeValue::Table(table) => {
            for (key, (_, value)) in table {
                if columns {
                    // The key is a column; what describes it is an ordinary table again.
                    walk(value, false, found);
                } else if !COLUMN_TABLES.contains(&key.as_str()) {
                    let topic =
                        TOPICS.into_iter().find(|topic| topic.singular() == key || topic.plural() == key);
                    if let Some(topic) = topic {
                        found.extend(value.texts().into_iter().map(|(id, span)| (topic, id, span)));
                    }
                    walk(value, key == "fields", found);
                }
            }
        }
        _ => {}
    }
}

fn mentions(node: &Node) -> Mentions {
    let references = references(node);
    let of = |topic: Topic| {
        let mut ids: Vec<String> = references
            .iter()
            .filter(|(found, ..)| *found == topic)
            .map(|(_, id, _)| (*id).to_owned())
            .collect();
        ids.sort();
        ids.dedup();
        ids
    };
    Mentions {
        categories: of(Topic::Category),
        purposes: of(Topic::Purpose),
        recipients: of(Topic::Recipient),
        subjects: of(Topic::Subject),
        terms: of(Topic::Term),
    }
}

fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}
