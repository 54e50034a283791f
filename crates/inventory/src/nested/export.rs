//! A document as JSON for a person or another program to read (art. 20 GDPR: a commonly used format).

use super::json::quote;
use super::{Head, Node, is_list};

/// Writes a node as JSON. PHP references become null: what they point at stands elsewhere in the same value.
pub(super) fn node(node: &Node, out: &mut String) {
    match node {
        Node::Scalar { raw, text } => scalar(raw, text.as_deref(), out),
        Node::Reference { .. } => out.push_str("null"),
        Node::Text { inner: Some(document), .. } => self::node(&document.root, out),
        Node::Text { value, inner: None, .. } => quote(value, out),
        Node::Opaque { body, .. } => quote(body, out),
        Node::Items { head, items } => structure(head, items, out),
    }
}

fn scalar(raw: &str, text: Option<&str>, out: &mut String) {
    let Some(text) = text else {
        out.push_str("null");
        return;
    };
    if raw.starts_with("b:") {
        out.push_str(if text == "1" { "true" } else { "false" });
    } else if matches!(raw, "true" | "false") {
        out.push_str(raw);
    } else if serde_json::from_str::<serde_json::Number>(text).is_ok() {
        out.push_str(text);
    } else {
        quote(text, out);
    }
}

fn structure(head: &Head, items: &[(Node, Node)], out: &mut String) {
    let list = is_list(head, items);
    out.push(if list { '[' } else { '{' });
    for (index, (key, item)) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        if !list {
            quote(&name(key), out);
            out.push(':');
        }
        node(item, out);
    }
    out.push(if list { ']' } else { '}' });
}

/// A key's name; PHP writes the visibility of a property between NUL bytes before it.
fn name(key: &Node) -> String {
    match key {
        Node::Text { value, .. } => value.rsplit('\0').next().unwrap_or(value).to_owned(),
        Node::Scalar { text: Some(text), .. } => text.clone(),
        _ => String::new(),
    }
}
