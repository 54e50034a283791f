//! A draft as text: a data map with a comment behind each line that says how sure it is, and why.
//!
//! Written by hand rather than by a serialiser, because the comments are the point. No comment quotes a value.

use std::fmt::Write;

use super::assemble::{Draft, Label};
use crate::map::{AttributeRule, Collection, DataMap, Do, Field, IdentityRule, PairRule, Path, Relation};

/// The text of a draft; `server` and `rows` say what it was made from.
pub fn print(draft: &Draft, server: &str, rows: usize) -> String {
    let mut out = String::new();
    head(&mut out, draft, server, rows);
    identities(&mut out, &draft.map.identities);
    draft.map.attributes.iter().for_each(|rule| attribute(&mut out, rule));
    for collection in &draft.map.collections {
        self::collection(&mut out, draft, collection);
    }
    look(&mut out, draft);
    out
}

fn head(out: &mut String, draft: &Draft, server: &str, rows: usize) {
    let DataMap { system, collections, .. } = &draft.map;
    line(
        out,
        &format!(
            "# A draft, made from {server} with at most {rows} rows of each table. A proposal, not knowledge:"
        ),
    );
    line(
        out,
        "# every line wants a look by somebody who knows the system. The figure behind a line says how sure it is that the",
    );
    line(
        out,
        "# column is personal or the join right (0 to 1), then why. What lies below 0.50 is proposed as not personal.",
    );
    line(
        out,
        "# Still to be said by hand: purposes, subjects, recipient, names in both languages, holds, and how erasure",
    );
    line(
        out,
        "# treats rows that must stay. Categories that the policy does not have must be added to it or replaced here.",
    );
    line(
        out,
        &format!(
            "# {} collections; {} columns to look at, listed at the end.",
            collections.len(),
            draft.look.len()
        ),
    );
    line(out, "");
    line(out, "[system]");
    line(out, &format!("id = {}", text(&system.id)));
    line(out, &format!("name = {}", text(&system.name.en)));
    line(out, "connector = \"sql\"");
    if let Some(variable) = &system.url_env {
        line(out, &format!("url_env = {}", text(variable)));
    }
    if !system.refresh.is_empty() {
        line(
            out,
            "# Materialised views keep copies: these are built anew after each erasure. Leave out what holds nobody.",
        );
        line(out, &format!("refresh = {}", value(&system.refresh)));
    }
    if !system.tables_not_personal.is_empty() {
        line(out, "# In these tables nothing pointed to a person.");
        line(out, "tables_not_personal = [");
        // `*` is a pattern in this list; names of tables do not hold one in practice, and one that does matches itself.
        system.tables_not_personal.iter().for_each(|name| line(out, &format!("  {},", text(name))));
        line(out, "]");
    }
}

fn identities(out: &mut String, rules: &[IdentityRule]) {
    for rule in rules {
        line(out, "\n[[identity]]");
        line(out, &format!("kind = {}", text(&rule.kind)));
        line(out, &format!("normalise = {}", value(&rule.normalise)));
    }
}

fn attribute(out: &mut String, rule: &AttributeRule) {
    line(out, "\n[[attribute]]");
    line(out, &format!("kind = {}", text(&rule.kind.to_string())));
    line(out, &format!("collection = {}", text(&rule.collection)));
    line(out, &format!("value = {}", text(&rule.value)));
    if let Some(length) = rule.min_length {
        line(out, &format!("min_length = {length}"));
    }
}

fn collection(out: &mut String, draft: &Draft, collection: &Collection) {
    let label = |place: &str| comment(draft.labels.get(&format!("{}{place}", collection.id)));
    line(out, &format!("\n[[collection]]{}", label("")));
    line(out, &format!("id = {}", text(&collection.id)));
    line(out, &format!("name = {}", text(&collection.name.en)));
    line(out, &format!("table = {}", text(&collection.table)));
    line(out, &format!("key = {}", value(&collection.key)));
    if let Some(category) = &collection.category {
        line(out, &format!("category = {}", text(category)));
    }
    if let Some(owner) = &collection.owner {
        let none =
            if owner.none.is_empty() { String::new() } else { format!(", none = {}", value(&owner.none)) };
        line(out, &format!("owner = {{ column = {}, of = {}{none} }}", text(&owner.column), text(&owner.of)));
    }
    line(out, "path = [");
    for (number, path) in collection.paths.iter().enumerate() {
        line(out, &format!("  {},{}", self::path(path), label(&format!("/path/{number}"))));
    }
    line(out, "]");
    for (name, field) in &collection.fields {
        line(out, &format!("fields.{} = {}{}", key(name), self::field(field), label(&format!("/{name}"))));
    }
    for (heading, names) in [("personal", &collection.personal), ("not_personal", &collection.not_personal)] {
        if !names.is_empty() {
            line(out, &format!("{heading} = ["));
            for name in names {
                line(out, &format!("  {},{}", text(name), label(&format!("/{name}"))));
            }
            line(out, "]");
        }
    }
    pairs(out, draft, collection);
    match (&collection.erasure.what, &collection.erasure.reason) {
        (Do::Keep, Some(reason)) => {
            let (nl, en) = (text(&reason.nl), text(&reason.en));
            line(out, &format!("erasure = {{ do = \"keep\", reason = {{ nl = {nl}, en = {en} }} }}"));
        }
        (what, _) => line(out, &format!("erasure = {{ do = {} }}", value(what))),
    }
}

fn pairs(out: &mut String, draft: &Draft, collection: &Collection) {
    let Some(pairs) = &collection.pairs else { return };
    line(out, &format!("pairs = {{ key = {}, value = {} }}", text(&pairs.key), text(&pairs.value)));
    line(out, "pair = [");
    for rule in &collection.pair_rules {
        let seen =
            rule.keys.iter().filter_map(|name| draft.labels.get(&format!("{}/pair/{name}", collection.id)));
        let why = match seen.min_by_key(|label| label.confidence) {
            Some(label) => comment(Some(label)),
            None => " # whatever else there is".to_owned(),
        };
        line(out, &format!("  {},{why}", pair(rule)));
    }
    line(out, "]");
}

fn pair(rule: &PairRule) -> String {
    let mut parts = vec![format!("match = {}", value(&rule.keys))];
    parts.extend(rule.category.as_ref().map(|category| format!("category = {}", text(category))));
    parts.extend(rule.nested.map(|nested| format!("nested = {}", value(&nested))));
    parts.extend(rule.text.map(|free| format!("text = {}", value(&free))));
    parts.extend(rule.secret.then(|| "secret = true".to_owned()));
    format!("{{ {} }}", parts.join(", "))
}

fn path(path: &Path) -> String {
    let on: Vec<String> =
        path.on.iter().map(|(column, source)| format!("{} = {}", key(column), text(source))).collect();
    let mut parts = vec![format!("from = {}", text(&path.from)), format!("on = {{ {} }}", on.join(", "))];
    let standard = |plain: bool, part: String| (!plain).then_some(part);
    parts.extend(standard(path.how == crate::map::Match::default(), format!("match = {}", value(&path.how))));
    parts.extend(path.separator.as_ref().map(|separator| format!("separator = {}", text(separator))));
    parts.extend(path.hash.map(|hash| format!("hash = {}", value(&hash))));
    parts.extend(standard(path.relation == Relation::Own, format!("relation = {}", value(&path.relation))));
    parts.extend(standard(
        path.erase == crate::map::MentionErase::default(),
        format!("erase = {}", value(&path.erase)),
    ));
    format!("{{ {} }}", parts.join(", "))
}

fn field(field: &Field) -> String {
    if let Field { category: Some(category), secret: false, text: None, nested: None, .. } = field {
        return text(category);
    }
    let mut parts = Vec::new();
    parts.extend(field.category.as_ref().map(|category| format!("category = {}", text(category))));
    parts.extend(field.nested.map(|nested| format!("nested = {}", value(&nested))));
    parts.extend(field.text.map(|free| format!("text = {}", value(&free))));
    parts.extend(field.secret.then(|| "secret = true".to_owned()));
    format!("{{ {} }}", parts.join(", "))
}

fn look(out: &mut String, draft: &Draft) {
    if draft.look.is_empty() {
        return;
    }
    line(out, "\n# ── Look at this ── columns that the draft could not decide, the likeliest first.");
    for look in &draft.look {
        line(
            out,
            &format!("# {}.{}: {} {}", look.table, look.column, look.confidence, look.reason)
                .replace(['\n', '\r'], " "),
        );
    }
}

fn comment(label: Option<&Label>) -> String {
    label
        .map(|label| format!(" # {} {}", label.confidence, label.reason).replace(['\n', '\r'], " "))
        .unwrap_or_default()
}

fn line(out: &mut String, text: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(out, "{text}");
}

/// A text as TOML writes it.
fn text(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A key as TOML writes it: bare when it can be.
fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if bare { name.to_owned() } else { text(name) }
}

/// A value of the map language in one line.
fn value<T: serde::Serialize>(value: &T) -> String {
    toml::Value::try_from(value).map(|value| value.to_string()).unwrap_or_default()
}
