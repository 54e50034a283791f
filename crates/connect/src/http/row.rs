//! A row as a service gives it: JSON, in which a column is named by its place, `billing/email`.
//!
//! The steps of a place are those of a JSON pointer without its first slash; `*` stands for every element of a
//! list (`toRecipients/*/emailAddress/address`). Columns that the call knows and the service leaves out stand
//! beside the JSON.

use std::collections::{BTreeMap, BTreeSet};

use inventory::Key;
use serde_json::{Map, Value};

/// One row.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Row {
    pub(super) json: Value,
    pub(super) adds: BTreeMap<String, String>,
}

impl Row {
    /// Every value of a column; several when its place has a `*`.
    pub(super) fn texts(&self, column: &str) -> Vec<String> {
        match self.adds.get(column) {
            Some(text) => vec![text.clone()],
            None => places(&self.json, column).into_iter().filter_map(plain).collect(),
        }
    }

    /// The value that conditions, joins and holds are judged by: true and false as 1 and 0, as maps write them.
    pub(super) fn judged(&self, column: &str) -> Option<String> {
        match places(&self.json, column).first() {
            Some(Value::Bool(value)) if !self.adds.contains_key(column) => Some(u8::from(*value).to_string()),
            _ => self.texts(column).into_iter().next(),
        }
    }

    /// The value for a person to read. A list of places becomes one JSON text.
    pub(super) fn shown(&self, column: &str) -> Option<String> {
        let mut texts = self.texts(column);
        if column.contains('*') && !texts.is_empty() {
            return serde_json::to_string(&texts).ok();
        }
        texts.pop()
    }

    /// The key; none when a part is missing or empty.
    pub(super) fn key(&self, columns: &[String]) -> Option<Key> {
        let parts = columns.iter().map(|column| self.judged(column).filter(|part| !part.is_empty()));
        parts.collect::<Option<Vec<_>>>().map(Key)
    }

    /// What of the row no column covers, as JSON; none when nothing is left that says anything.
    pub(super) fn other(&self, known: &BTreeSet<&str>) -> Option<String> {
        let known: Vec<Vec<String>> = known.iter().map(|column| steps(column)).collect();
        let rest = prune(&self.json, &mut Vec::new(), &known)?;
        serde_json::to_string(&rest).ok()
    }
}

/// A place's value, when it has one.
pub(super) fn first<'v>(json: &'v Value, column: &str) -> Option<&'v Value> {
    places(json, column).into_iter().next()
}

/// Puts a value at a place, making the objects on the way.
pub(super) fn put(object: &mut Map<String, Value>, column: &str, value: Value) {
    let steps = steps(column);
    let Some((last, way)) = steps.split_last() else { return };
    let mut here = object;
    for step in way {
        let next = here.entry(step.clone()).or_insert_with(|| Value::Object(Map::new()));
        if !next.is_object() {
            *next = Value::Object(Map::new());
        }
        match next {
            Value::Object(inner) => here = inner,
            _ => return,
        }
    }
    here.insert(last.clone(), value);
}

fn steps(column: &str) -> Vec<String> {
    column.split('/').map(|step| step.replace("~1", "/").replace("~0", "~")).collect()
}

fn places<'v>(json: &'v Value, column: &str) -> Vec<&'v Value> {
    let mut here = vec![json];
    for step in steps(column) {
        here = here.into_iter().flat_map(|value| go(value, &step)).collect();
    }
    here
}

fn go<'v>(value: &'v Value, step: &str) -> Vec<&'v Value> {
    match value {
        Value::Array(items) if step == "*" => items.iter().collect(),
        Value::Array(items) => step.parse::<usize>().ok().and_then(|at| items.get(at)).into_iter().collect(),
        Value::Object(members) => members.get(step).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// A value as text; null is none.
pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Array(_) | Value::Object(_) => serde_json::to_string(value).ok(),
    }
}

fn prune(value: &Value, way: &mut Vec<String>, known: &[Vec<String>]) -> Option<Value> {
    let covered = |known: &&Vec<String>| {
        known.len() == way.len() && known.iter().zip(way.iter()).all(|(a, b)| a == "*" || a == b)
    };
    if !way.is_empty() && known.iter().any(|known| covered(&known)) {
        return None;
    }
    match value {
        Value::Null => None,
        Value::String(text) if text.is_empty() => None,
        Value::Object(members) => {
            let mut rest = Map::new();
            for (name, inner) in members {
                way.push(name.clone());
                if let Some(inner) = prune(inner, way, known) {
                    rest.insert(name.clone(), inner);
                }
                way.pop();
            }
            (!rest.is_empty()).then_some(Value::Object(rest))
        }
        Value::Array(items) => {
            let mut rest = Vec::new();
            for (at, inner) in items.iter().enumerate() {
                way.push(at.to_string());
                rest.extend(prune(inner, way, known));
                way.pop();
            }
            (!rest.is_empty()).then_some(Value::Array(rest))
        }
        other => Some(other.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn row() -> Row {
        Row {
            json: json!({
                "id": 7, "billing": {"email": "eva@school.example", "city": "Delft"}, "paid": true, "note": null,
                "to": [{"address": "a@x.example"}, {"address": "b@x.example"}], "a/b": "slash"
            }),
            adds: BTreeMap::from([("mailbox".to_owned(), "info@school.example".to_owned())]),
        }
    }

    #[test]
    fn columns_are_places() {
        for (column, expected) in [
            ("id", vec!["7"]),
            ("billing/email", vec!["eva@school.example"]),
            ("to/*/address", vec!["a@x.example", "b@x.example"]),
            ("to/1/address", vec!["b@x.example"]),
            ("a~1b", vec!["slash"]),
            ("mailbox", vec!["info@school.example"]),
            ("note", vec![]),
            ("missing/deep", vec![]),
        ] {
            assert_eq!(row().texts(column), expected, "{column}");
        }
        assert_eq!(row().judged("paid").as_deref(), Some("1"));
        assert_eq!(row().shown("paid").as_deref(), Some("true"));
        assert_eq!(row().shown("to/*/address").as_deref(), Some(r#"["a@x.example","b@x.example"]"#));
        assert_eq!(row().key(&["id".into(), "note".into()]), None);
    }

    #[test]
    fn what_no_column_covers_is_left_over() {
        let known = BTreeSet::from(["id", "billing/email", "paid", "to/*/address", "a~1b"]);
        assert_eq!(row().other(&known).as_deref(), Some(r#"{"billing":{"city":"Delft"}}"#));
        let all = BTreeSet::from(["id", "billing", "paid", "to", "a~1b"]);
        assert_eq!(row().other(&all), None);
    }

    #[test]
    fn values_are_put_where_they_are_read() {
        let mut object = Map::new();
        put(&mut object, "billing/email", json!(""));
        put(&mut object, "billing/city", json!(null));
        put(&mut object, "id", json!(7));
        assert_eq!(Value::Object(object), json!({"billing": {"email": "", "city": null}, "id": 7}));
    }
}
