//! Facts that changed, and what each change means.
//!
//! Both editions' facts are walked as trees, so that no field can change unseen. [`judge`] is the one place that
//! knows what a change means; to teach it a new fact, add a line there. What it does not know is wording.

use kernel::Text;
use kernel::calendar::Span;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Class, Kind, labels};
use crate::edition::Edition;

/// A fact that is not the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FactChange {
    /// Where: `recipients.google.countries`.
    pub path: String,
    /// What happened.
    pub kind: Kind,
    /// What it means.
    pub class: Class,
    /// It in words.
    pub what: Text,
    /// The value before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// The value after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
    /// The purposes that it touches.
    pub purposes: Vec<String>,
}

/// A change before it is judged.
struct Raw {
    path: Vec<String>,
    before: Option<Value>,
    after: Option<Value>,
}

/// Every changed fact, in the order of paths.
pub(super) fn changes(from: &Edition, to: &Edition) -> Vec<FactChange> {
    let mut raw = Vec::new();
    walk(&mut Vec::new(), &tree(from), &tree(to), &mut raw);
    raw.into_iter().map(|raw| change(raw, from, to)).collect()
}

/// The facts as a tree, with what of the head says where the policy holds.
fn tree(edition: &Edition) -> Value {
    let mut tree = serde_json::to_value(edition.facts()).unwrap_or_default();
    if let Value::Object(map) = &mut tree {
        let mut head = Map::new();
        head.insert("scope".into(), edition.policy().scope.clone().into());
        map.insert("policy".into(), Value::Object(head));
        let products = edition.content().products.iter();
        let products: Map<String, Value> =
            products.map(|product| (product.id.clone(), product_tree(product))).collect();
        map.insert("products".into(), Value::Object(products));
    }
    tree
}

/// What a product adds: its rules one by one.
fn product_tree(product: &crate::edition::Product) -> Value {
    let mut tree = Map::new();
    tree.insert("name".into(), serde_json::to_value(&product.name).unwrap_or_default());
    tree.insert("rules".into(), serde_json::to_value(&product.rules).unwrap_or_default());
    Value::Object(tree)
}

/// How deep facts of a topic are told one by one: a new recipient is one change, not twenty.
const TOPICS: &[&str] = &[
    "subjects",
    "categories",
    "purposes",
    "recipients",
    "services",
    "terms",
    "rights",
    "measures",
    "figures",
    "systems",
    "products",
];

fn walk(path: &mut Vec<String>, old: &Value, new: &Value, out: &mut Vec<Raw>) {
    if old == new {
        return;
    }
    match (old, new) {
        // A text per language is one value; what a system maps is told as one change.
        (Value::Object(a), Value::Object(b))
            if !(is_text(a) || path.len() == 2 && starts(path, "systems")) =>
        {
            let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for key in keys {
                path.push(key.clone());
                match (a.get(key), b.get(key)) {
                    (Some(old), Some(new)) => walk(path, old, new, out),
                    (old, new) => {
                        out.push(Raw { path: path.clone(), before: old.cloned(), after: new.cloned() });
                    }
                }
                path.pop();
            }
        }
        (Value::Array(a), Value::Array(b)) => list(path, a, b, out),
        _ => out.push(Raw { path: path.clone(), before: Some(old.clone()), after: Some(new.clone()) }),
    }
}

fn is_text(object: &Map<String, Value>) -> bool {
    object.len() == 2 && object.contains_key("nl") && object.contains_key("en")
}

fn starts(path: &[String], topic: &str) -> bool {
    path.first().is_some_and(|first| first == topic)
}

/// Lists are sets; tables in them are known by their name.
fn list(path: &mut Vec<String>, old: &[Value], new: &[Value], out: &mut Vec<Raw>) {
    let named = |item: &Value| item.get("name").and_then(Value::as_str).map(str::to_owned);
    for item in old {
        let twin = named(item).and_then(|name| new.iter().find(|other| named(other).as_ref() == Some(&name)));
        match twin {
            Some(twin) => {
                path.push(named(item).unwrap_or_default());
                walk(path, item, twin, out);
                path.pop();
            }
            None if !new.contains(item) => {
                out.push(Raw { path: path.clone(), before: Some(item.clone()), after: None });
            }
            None => {}
        }
    }
    for item in new {
        let known = old.contains(item)
            || named(item).is_some_and(|name| old.iter().any(|other| named(other).as_ref() == Some(&name)));
        if !known {
            out.push(Raw { path: path.clone(), before: None, after: Some(item.clone()) });
        }
    }
}

fn change(raw: Raw, from: &Edition, to: &Edition) -> FactChange {
    let kind = match (&raw.before, &raw.after) {
        (None, _) => Kind::Added,
        (_, None) => Kind::Removed,
        _ => Kind::Changed,
    };
    let parts: Vec<&str> = raw.path.iter().map(String::as_str).collect();
    let class = judge(&parts, kind, raw.before.as_ref(), raw.after.as_ref());
    FactChange {
        path: raw.path.join("."),
        kind,
        class,
        what: what(&raw, kind, [to, from]),
        purposes: purposes(&raw, from, to),
        before: raw.before,
        after: raw.after,
    }
}

fn what(raw: &Raw, kind: Kind, editions: [&Edition; 2]) -> Text {
    let title = labels::title(&raw.path, editions);
    let whole = raw.path.len() == 2 && raw.path.first().is_some_and(|topic| TOPICS.contains(&topic.as_str()));
    let show = |value: &Option<Value>| {
        value.as_ref().map_or_else(Text::default, |value| labels::value(&raw.path, value, editions))
    };
    let (before, after) = (show(&raw.before), show(&raw.after));
    let (nl, en) = match kind {
        Kind::Added if whole => (format!("{} is nieuw", title.nl), format!("{} is new", title.en)),
        Kind::Removed if whole => (format!("{} is weg", title.nl), format!("{} is gone", title.en)),
        Kind::Added => {
            (format!("{}: {} erbij", title.nl, after.nl), format!("{}: {} added", title.en, after.en))
        }
        Kind::Removed => {
            (format!("{}: {} weg", title.nl, before.nl), format!("{}: {} gone", title.en, before.en))
        }
        Kind::Changed if starts(&raw.path, "systems") => {
            (format!("{}: gegevenskaart gewijzigd", title.nl), format!("{}: data map changed", title.en))
        }
        Kind::Changed => (
            format!("{}: {} → {}", title.nl, before.nl, after.nl),
            format!("{}: {} → {}", title.en, before.en, after.en),
        ),
    };
    Text { nl, en }
}

/// The purposes that a change touches, in either edition.
fn purposes(raw: &Raw, from: &Edition, to: &Edition) -> Vec<String> {
    let mut found = std::collections::BTreeSet::new();
    let id = raw.path.get(1).map_or("", String::as_str);
    for edition in [from, to] {
        let facts = edition.facts();
        match raw.path.first().map_or("", String::as_str) {
            "purposes" => _ = found.insert(id.to_owned()),
            "recipients" => match (raw.path.get(2).map(String::as_str), &raw.after) {
                (Some("purposes"), Some(Value::String(purpose))) => _ = found.insert(purpose.clone()),
                _ => {
                    found.extend(facts.recipients.get(id).into_iter().flat_map(|fact| fact.purposes.clone()));
                }
            },
            "services" => found.extend(facts.services.get(id).map(|fact| fact.purpose.clone())),
            "categories" => {
                let with = facts
                    .purposes
                    .iter()
                    .filter(|(_, purpose)| purpose.categories.iter().any(|one| one == id));
                found.extend(with.map(|(purpose, _)| purpose.clone()));
            }
            "terms" => {
                let with = facts.purposes.iter().filter(|(_, purpose)| purpose.term.as_deref() == Some(id));
                found.extend(with.map(|(purpose, _)| purpose.clone()));
            }
            // Another controller, or another site: consent is given to one, for one.
            "policy" => found.extend(facts.purposes.keys().cloned()),
            "organisation" if matches!(id, "name" | "legal_name") => {
                found.extend(facts.purposes.keys().cloned());
            }
            _ => {}
        }
    }
    found.into_iter().collect()
}

/// More of it is wider.
fn more(kind: Kind) -> Class {
    match kind {
        Kind::Added | Kind::Changed => Class::Widening,
        Kind::Removed => Class::Narrowing,
    }
}

/// Less of it is wider.
fn less(kind: Kind) -> Class {
    match kind {
        Kind::Removed | Kind::Changed => Class::Widening,
        Kind::Added => Class::Narrowing,
    }
}

/// A place on a scale went up (wider), down (narrower) or stayed.
fn scale<T: PartialOrd>(before: Option<T>, after: Option<T>) -> Class {
    match (before, after) {
        (Some(before), Some(after)) if after > before => Class::Widening,
        (Some(before), Some(after)) if after < before => Class::Narrowing,
        (Some(_), Some(_)) => Class::Wording,
        // What is not on the scale is not known to be narrower.
        _ => Class::Widening,
    }
}

fn text(value: Option<&Value>) -> &str {
    value.and_then(Value::as_str).unwrap_or_default()
}

/// How long, in days at most; a session is nothing.
fn days(value: Option<&Value>) -> Option<u64> {
    match text(value) {
        "session" => Some(0),
        other => other.parse::<Span>().ok().map(Span::at_most_days),
    }
}

fn rank(words: &[&str], value: Option<&Value>) -> Option<usize> {
    words.iter().position(|word| *word == text(value))
}

/// Weakest last.
const SAFEGUARDS: &[&str] = &["not-needed", "adequacy", "dpf", "scc", "privacy-shield", "none"];
/// The two that are equally good stand on one step.
fn safeguard(value: Option<&Value>) -> Option<usize> {
    rank(SAFEGUARDS, value).map(|place| match place {
        0 => 0,
        1..=3 => 1,
        other => other,
    })
}

const ENDINGS: &[&str] = &["delete", "anonymise", "ask", "archive"];
const ROLES: &[&str] = &["processor", "joint-controller", "authority", "controller"];
const KINDS: &[&str] = &["necessary", "functional", "analytics", "social", "marketing"];
/// Figures of which more is better for people: how long a change is announced, how long a password must be.
const MORE_IS_BETTER: &[&str] = &["notice", "length", "age", "group", "tls", "cooling"];

/// What a change at `path` means.
#[expect(
    clippy::match_same_arms,
    reason = "a line for each fact, in the order of the files, reads better than few lines of many facts"
)]
fn judge(path: &[&str], kind: Kind, before: Option<&Value>, after: Option<&Value>) -> Class {
    let changed = kind == Kind::Changed;
    match path {
        [
            _,
            _,
            "name" | "description" | "task" | "interest" | "reason" | "law" | "dpv" | "article" | "about"
            | "consequence",
        ] => Class::Wording,
        ["purposes" | "recipients" | "categories" | "services" | "subjects", _] => more(kind),
        ["rights" | "measures" | "terms" | "products", _] | ["products", _, "rules"] => less(kind),
        ["systems", _, "recipient"] => Class::Widening,
        ["purposes", _, "basis"] if text(before) == "none" => Class::Narrowing,
        ["purposes", _, "basis"] => Class::Widening,
        ["purposes", _, "term"] => less(kind),
        ["purposes" | "recipients", _, "categories" | "subjects" | "purposes" | "countries"] => more(kind),
        ["recipients", _, "role"] if kind == Kind::Added => Class::Narrowing,
        ["recipients", _, "role"] => scale(rank(ROLES, before), rank(ROLES, after)),
        ["recipients", _, "safeguard"] => scale(safeguard(before), safeguard(after)),
        ["recipients", _, "own_purposes"] => {
            if after == Some(&Value::Bool(true)) {
                Class::Widening
            } else {
                Class::Narrowing
            }
        }
        ["recipients", _, "agreement"] => less(kind),
        ["categories", _, "source"] => more(kind),
        ["categories", _, "required"] if after == Some(&Value::Bool(true)) && changed => Class::Widening,
        ["categories", _, "required"] => Class::Narrowing,
        ["services", _, "kind"] => kinds(before, after),
        ["services", _, "purpose" | "recipient"] => more(kind),
        ["services", _, "cookie"] | ["services", _, "cookie", _, "host"] => more(kind),
        ["services", _, "cookie", _, "lifetime"] => scale(days(before), days(after)),
        ["services", _, "cookie", _, "party"] if text(after) == "third" => Class::Widening,
        ["services", _, "cookie", _, "party"] => Class::Narrowing,
        ["terms", _, "keep"] | ["breach", "authority_within"] if changed => scale(days(before), days(after)),
        ["terms", _, "keep" | "from"] | ["breach", "authority_within" | "steps"] => less(kind),
        ["terms", _, "then"] if changed => scale(rank(ENDINGS, before), rank(ENDINGS, after)),
        ["terms", _, "then" | "categories"] => less(kind),
        ["rights", _, "answer_within"] if changed => scale(days(before), days(after)),
        ["rights", _, "answer_within"] => less(kind),
        ["rights", _, "extension"] if changed => scale(days(before), days(after)),
        ["rights", _, "extension"] => more(kind),
        ["breach", "subjects"] if text(after) == "never" => Class::Widening,
        ["breach", "subjects"] => Class::Narrowing,
        ["storage", "countries" | "access_from"] | ["policy", "scope"] => more(kind),
        ["organisation", "name" | "legal_name"] if changed => Class::Widening,
        ["organisation", "dpo", "appointed"] if after == Some(&Value::Bool(false)) => Class::Widening,
        ["organisation", "legal_name" | "address" | "registration" | "dpo" | "authority"] => {
            less_or_wording(kind)
        }
        ["figures", id, "value"] => figure(id, before, after),
        _ => Class::Wording,
    }
}

/// Something that people are told: gone is wider, new is narrower, another is wording.
fn less_or_wording(kind: Kind) -> Class {
    if kind == Kind::Changed { Class::Wording } else { less(kind) }
}

/// A service that counts as necessary is no longer asked about.
fn kinds(before: Option<&Value>, after: Option<&Value>) -> Class {
    match (text(before), text(after)) {
        (_, "necessary") => Class::Widening,
        ("necessary", _) => Class::Narrowing,
        _ => scale(rank(KINDS, before), rank(KINDS, after)),
    }
}

fn figure(id: &str, before: Option<&Value>, after: Option<&Value>) -> Class {
    let size = |value: Option<&Value>| days(value).or_else(|| value.and_then(Value::as_u64));
    let (Some(before), Some(after)) = (size(before), size(after)) else { return Class::Wording };
    if MORE_IS_BETTER.iter().any(|word| id.contains(word)) {
        scale(Some(after), Some(before))
    } else {
        scale(Some(before), Some(after))
    }
}
