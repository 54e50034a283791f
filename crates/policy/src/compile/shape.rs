//! Checks a tree against the JSON Schema of its file and reports every difference, not only the first.
//!
//! It knows the part of JSON Schema that `crate::schemas` produces and no more: references, objects, arrays,
//! alternatives, words, and the formats of this crate's own value types.

use std::str::FromStr;
use std::sync::LazyLock;

use jiff::civil::Date;
use kernel::calendar;
use serde_json::{Map, Value};

use super::tree::{Node, NodeValue};
use crate::diagnostic::{Code, Collector, Span, did_you_mean};
use crate::values::Lifetime;

/// Reports whatever in `node` the schema does not allow.
pub(super) fn check(file: &str, node: &Node, schema: &Value, out: &mut Collector<'_>) {
    Checker { file, root: schema, out }.node(node, schema, node.span, "");
}

static EMPTY: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);

struct Checker<'a, 'b, 'c> {
    file: &'a str,
    root: &'a Value,
    out: &'b mut Collector<'c>,
}

impl<'a> Checker<'a, '_, '_> {
    /// `anchor` is where a missing key is reported: at the key that holds the table; `path` is its name.
    fn node(&mut self, node: &Node, schema: &'a Value, anchor: Span, path: &str) {
        // A fraction was reported when the file was read.
        if matches!(node.value, NodeValue::Float) {
            return;
        }
        let Some(schema) = self.pick(node, schema) else {
            let expected = self.expected(schema);
            self.wrong_type(node, path, &expected);
            return;
        };
        if let Some(words) = words(schema) {
            self.word(node, &words, path);
            return;
        }
        match kind(schema) {
            Some("object") => self.object(node, schema, anchor, path),
            Some("array") => self.array(node, schema, path),
            Some("string") => self.string(node, schema, path),
            Some("integer") if !matches!(node.value, NodeValue::Integer(_)) => {
                self.wrong_type(node, path, "a whole number");
            }
            Some("boolean") if !matches!(node.value, NodeValue::Bool(_)) => {
                self.wrong_type(node, path, "true or false");
            }
            _ => {}
        }
    }

    /// Follows references and chooses the alternative that fits the kind of `node`.
    fn pick(&self, node: &Node, schema: &'a Value) -> Option<&'a Value> {
        let schema = self.follow(schema);
        match schema.get("anyOf").and_then(Value::as_array) {
            None => Some(schema),
            Some(alternatives) => alternatives.iter().find_map(|alternative| {
                let alternative = self.pick(node, alternative)?;
                fits(node, alternative).then_some(alternative)
            }),
        }
    }

    fn follow(&self, schema: &'a Value) -> &'a Value {
        let mut schema = schema;
        // References in generated schemas are never circular; the bound is for the reader's peace of mind.
        for _ in 0..16 {
            let target = schema
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|reference| self.root.pointer(reference.strip_prefix('#')?));
            match target {
                Some(target) => schema = target,
                None => break,
            }
        }
        schema
    }

    fn object(&mut self, node: &Node, schema: &'a Value, anchor: Span, path: &str) {
        let Some(table) = node.table() else {
            self.wrong_type(node, path, "a table");
            return;
        };
        let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&EMPTY);
        let additional = schema.get("additionalProperties");
        for (key, (key_span, value)) in table {
            let inner = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            match (properties.get(key), additional) {
                (Some(property), _) => self.node(value, property, *key_span, &inner),
                (None, Some(Value::Object(_))) => {
                    self.id(key, *key_span);
                    if let Some(additional) = additional {
                        self.node(value, additional, *key_span, &inner);
                    }
                }
                (None, Some(Value::Bool(true)) | None) => {}
                (None, Some(_)) => {
                    let help = did_you_mean(key, properties.keys().map(String::as_str), "keys here");
                    self.out.add(
                        Code::UnknownKey,
                        self.file,
                        *key_span,
                        format!("unknown key “{inner}”"),
                        help,
                    );
                }
            }
        }
        for key in
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
        {
            if !table.contains_key(key) {
                let place = if path.is_empty() { "this file".to_owned() } else { format!("“{path}”") };
                let help = properties.get(key).map(|property| self.describe(property)).unwrap_or_default();
                self.out.add(Code::MissingKey, self.file, anchor, format!("{place} lacks “{key}”"), help);
            }
        }
    }

    fn id(&mut self, id: &str, at: Span) {
        if !is_id(id) {
            let help = "an id starts with a small letter or digit and goes on with small letters, digits, “-” or “_”";
            self.out.add(Code::BadId, self.file, at, format!("“{id}” is no id"), help);
        }
    }

    fn array(&mut self, node: &Node, schema: &'a Value, path: &str) {
        let NodeValue::Array(items) = &node.value else {
            self.wrong_type(node, path, "a list");
            return;
        };
        let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(0);
        if (items.len() as u64) < least {
            self.out.add(
                Code::WrongValue,
                self.file,
                node.span,
                format!("“{path}” is empty"),
                "name at least one",
            );
        }
        if let Some(schema) = schema.get("items") {
            for item in items {
                self.node(item, schema, item.span, path);
            }
        }
    }

    fn string(&mut self, node: &Node, schema: &'a Value, path: &str) {
        let (NodeValue::Text(text) | NodeValue::Date(text)) = &node.value else {
            let expected = self.expected(schema);
            self.wrong_type(node, path, &expected);
            return;
        };
        let problem = match schema.get("format").and_then(Value::as_str) {
            Some("span") => calendar::Span::from_str(text).err().map(|error| error.to_string()),
            Some("lifetime-text") => Lifetime::from_str(text)
                .err()
                .map(|error| format!("{error}; a cookie may also live for the “session”")),
            Some("date") => Date::from_str(text).err().map(|_| format!("“{}” is no date", cut(text))),
            Some("email") => (!is_address(text)).then(|| format!("“{}” is no e-mail address", cut(text))),
            Some("time-zone") => (!is_time_zone(text))
                .then(|| format!("“{}” is no time zone, as “Europe/Amsterdam” is", cut(text))),
            _ => text.trim().is_empty().then(|| format!("“{path}” is empty")),
        };
        if let Some(problem) = problem {
            let help = self.describe(schema);
            self.out.add(Code::WrongValue, self.file, node.span, problem, help);
        }
    }

    fn word(&mut self, node: &Node, words: &[&str], path: &str) {
        match node.text() {
            Some(text) if words.contains(&text) => {}
            Some(text) => {
                let message = format!("“{path}” cannot be “{}”", cut(text));
                let help = did_you_mean(text, words.iter().copied(), "it is one of");
                let code = if path == "languages" { Code::UnsupportedLanguage } else { Code::WrongValue };
                self.out.add(code, self.file, node.span, message, help);
            }
            None => self.wrong_type(node, path, "a word"),
        }
    }

    fn wrong_type(&mut self, node: &Node, path: &str, expected: &str) {
        let message = if path.is_empty() {
            format!("expected {expected}, found {}", node.kind())
        } else {
            format!("“{path}” is {}, expected {expected}", node.kind())
        };
        self.out.add(Code::WrongType, self.file, node.span, message, "");
    }

    /// The documentation of a schema: its own, or that of what it refers to.
    fn describe(&self, schema: &'a Value) -> String {
        let own = schema.get("description").and_then(Value::as_str);
        own.or_else(|| self.follow(schema).get("description").and_then(Value::as_str))
            .unwrap_or_default()
            .to_owned()
    }

    fn expected(&self, schema: &'a Value) -> String {
        let schema = self.follow(schema);
        if let Some(alternatives) = schema.get("anyOf").and_then(Value::as_array) {
            let names: Vec<String> = alternatives
                .iter()
                .map(|alternative| self.expected(alternative))
                .filter(|name| name != "nothing")
                .collect();
            return names.join(" or ");
        }
        if schema.get("properties").is_some_and(|properties| properties.get("nl").is_some()) {
            return "a text per language { nl = \"…\", en = \"…\" }".to_owned();
        }
        match kind(schema) {
            Some("object") => "a table",
            Some("array") => "a list",
            Some("string") => "a text",
            Some("integer") => "a whole number",
            Some("boolean") => "true or false",
            Some("null") => "nothing",
            _ => "something else",
        }
        .to_owned()
    }
}

fn fits(node: &Node, schema: &Value) -> bool {
    if words(schema).is_some() {
        return node.text().is_some();
    }
    kind(schema).is_some_and(|kind| has_type(node, kind))
}

/// The type that a schema asks for. An optional simple value is `type: ["string", "null"]`: its type is the
/// first, since TOML has no null.
fn kind(schema: &Value) -> Option<&str> {
    match schema.get("type")? {
        Value::String(kind) => Some(kind),
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null"),
        _ => None,
    }
}

fn has_type(node: &Node, kind: &str) -> bool {
    matches!(
        (&node.value, kind),
        (NodeValue::Text(_) | NodeValue::Date(_), "string")
            | (NodeValue::Integer(_), "integer")
            | (NodeValue::Bool(_), "boolean")
            | (NodeValue::Array(_), "array")
            | (NodeValue::Table(_), "object")
    )
}

/// The words of a closed set: `enum`, or `oneOf` constants.
fn words(schema: &Value) -> Option<Vec<&str>> {
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        return Some(words.iter().filter_map(Value::as_str).collect());
    }
    let alternatives = schema.get("oneOf").and_then(Value::as_array)?;
    Some(
        alternatives
            .iter()
            .flat_map(|alternative| match alternative.get("const") {
                Some(word) => word.as_str().into_iter().collect(),
                None => words(alternative).unwrap_or_default(),
            })
            .collect(),
    )
}

/// Whether `text` has the form of an id.
pub(super) fn is_id(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'))
}

/// Whether `text` has the form of an e-mail address; whether it takes mail, only a probe can tell.
pub(crate) fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let plain = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == '@' || c.is_control())
    };
    plain(local)
        && plain(domain)
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
}

fn is_time_zone(text: &str) -> bool {
    text == "UTC"
        || (text.contains('/')
            && text.split('/').all(|part| {
                part.starts_with(|c: char| c.is_ascii_uppercase())
                    && part
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+'))
            }))
}

fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}
