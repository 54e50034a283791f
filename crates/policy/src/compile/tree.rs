//! A TOML file as a tree that remembers where everything stands, so that every problem can be underlined.
//!
//! The parser itself limits how deep a file nests, so walking the tree cannot exhaust the stack.

use std::collections::BTreeMap;

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Collector, Span};

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) value: NodeValue,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(crate) enum NodeValue {
    Text(String),
    Integer(i64),
    Float,
    Bool(bool),
    Date(String),
    Array(Vec<Node>),
    Table(Table),
}

/// A table: for each key where the key stands and what it holds.
pub(crate) type Table = BTreeMap<String, (Span, Node)>;

/// Reads a file. Syntax errors are noted, all that the parser can tell apart.
pub(crate) fn parse(file: &str, text: &str, out: &mut Collector<'_>) -> Option<Node> {
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let range = error.span().unwrap_or(0..0);
        let message = error.message().trim_end_matches('\n').replace('\n', ", ");
        out.add(Code::Syntax, file, Span::new(range.start, range.end), message, "");
    }
    errors
        .is_empty()
        .then(|| Node { span: Span::new(0, 0), value: NodeValue::Table(table(file, root.get_ref(), out)) })
}

fn table(file: &str, entries: &DeTable<'_>, out: &mut Collector<'_>) -> Table {
    entries
        .iter()
        .map(|(key, value)| {
            let key_span = span(&key.span());
            (key.get_ref().to_string(), (key_span, node(file, value, out)))
        })
        .collect()
}

fn node(file: &str, value: &toml::Spanned<DeValue<'_>>, out: &mut Collector<'_>) -> Node {
    let at = span(&value.span());
    let value = match value.get_ref() {
        DeValue::String(text) => NodeValue::Text(text.to_string()),
        DeValue::Integer(integer) => {
            let parsed = i64::from_str_radix(integer.as_str(), integer.radix()).ok();
            if let Some(number) =
                parsed.filter(|number| number.unsigned_abs() <= crate::canonical::MAX_INTEGER.unsigned_abs())
            {
                NodeValue::Integer(number)
            } else {
                let help = "write whole numbers up to 9007199254740991, or a text";
                out.add(Code::WrongValue, file, at, "this number is too large to keep exactly", help);
                NodeValue::Integer(0)
            }
        }
        DeValue::Float(_) => {
            let help = "write a whole number or a text: fractions have no exact form in an edition";
            out.add(Code::WrongType, file, at, "a number with a fraction", help);
            NodeValue::Float
        }
        DeValue::Boolean(flag) => NodeValue::Bool(*flag),
        DeValue::Datetime(datetime) => NodeValue::Date(datetime.to_string()),
        DeValue::Array(items) => NodeValue::Array(items.iter().map(|item| node(file, item, out)).collect()),
        DeValue::Table(entries) => NodeValue::Table(table(file, entries, out)),
    };
    Node { span: at, value }
}

fn span(range: &std::ops::Range<usize>) -> Span {
    Span::new(range.start, range.end)
}

impl Node {
    /// The same without places, dates as text.
    pub(crate) fn to_json(&self) -> Value {
        match &self.value {
            NodeValue::Text(text) | NodeValue::Date(text) => Value::String(text.clone()),
            NodeValue::Integer(number) => Value::from(*number),
            NodeValue::Float => Value::Null,
            NodeValue::Bool(flag) => Value::Bool(*flag),
            NodeValue::Array(items) => items.iter().map(Self::to_json).collect(),
            NodeValue::Table(table) => {
                Value::Object(table.iter().map(|(key, (_, node))| (key.clone(), node.to_json())).collect())
            }
        }
    }

    /// The entries, when this is a table.
    pub(crate) fn table(&self) -> Option<&Table> {
        match &self.value {
            NodeValue::Table(table) => Some(table),
            _ => None,
        }
    }

    /// What stands under `key`.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.table()?.get(key).map(|(_, node)| node)
    }

    /// The text, when this is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            NodeValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The texts in it with their places: one when this is a text, each when this is an array.
    pub(crate) fn texts(&self) -> Vec<(&str, Span)> {
        match &self.value {
            NodeValue::Text(text) => vec![(text, self.span)],
            NodeValue::Array(items) => {
                items.iter().filter_map(|item| item.text().map(|text| (text, item.span))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What this is called in messages.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.value {
            NodeValue::Text(_) => "a text",
            NodeValue::Integer(_) => "a whole number",
            NodeValue::Float => "a number with a fraction",
            NodeValue::Bool(_) => "true or false",
            NodeValue::Date(_) => "a date",
            NodeValue::Array(_) => "a list",
            NodeValue::Table(_) => "a table",
        }
    }
}
