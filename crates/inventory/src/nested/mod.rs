//! Values inside values: serialised PHP, JSON and lists in a column, strings inside them that are encoded once more.
//!
//! A [`Document`] is read whole or not at all: what does not parse, to its last byte, is plain text. Everything
//! that is not changed is written back byte for byte in meaning: numbers keep their digits, PHP string lengths
//! are counted anew, array counts follow. To add an encoding, add a module with `read` and `write` and a
//! variant of [`crate::map::Nested`].

mod export;
mod json;
mod list;
mod php;

use crate::map::Nested;

/// How deep strings inside strings are opened.
const LAYERS: usize = 8;
/// How deep structures may nest before they are taken for text: deeper ones would exhaust the stack.
const DEPTH: usize = 128;

/// A value that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    nested: Nested,
    root: Node,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq)]
enum Node {
    /// Anything that is not a string or a structure, kept as it was written; `text` is what it compares as.
    Scalar { raw: String, text: Option<String> },
    /// A string, and what it holds when it is encoded itself.
    Text { value: String, raw: Option<String>, inner: Option<Box<Document>> },
    /// A list, map or object.
    Items { head: Head, items: Vec<(Node, Node)> },
    /// A PHP reference to another part of the document, which is counted by position.
    Reference { raw: String },
    /// A PHP object that writes itself in its own way.
    Opaque { class: String, body: String },
}

/// What sort of structure.
#[derive(Debug, Clone, PartialEq)]
enum Head {
    JsonArray,
    JsonObject,
    PhpArray,
    PhpObject(String),
    /// What stands before, between and after the values of a list.
    List(list::Marks),
}

/// What becomes of a leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// It stays.
    Keep,
    /// It becomes this text.
    Replace(String),
    /// It goes: out of a list, or emptied where a place by name must stay.
    Remove,
}

/// Whether a leaf's place is the wanted one; `*` stands for one key or number: `members.*.email`.
pub fn is_at(wanted: &str, place: &str) -> bool {
    if wanted == place {
        return true;
    }
    let (mut wanted, mut place) = (wanted.split('.'), place.split('.'));
    loop {
        match (wanted.next(), place.next()) {
            (None, None) => return true,
            (Some(wanted), Some(place)) if wanted == "*" || wanted == place => {}
            _ => return false,
        }
    }
}

/// Reads a value. None when it is not, wholly, of the encoding (or of either, when none is named); plain
/// scalars count only when the encoding is named, so that "5" is not taken for a document.
pub fn read(text: &str, nested: Option<Nested>) -> Option<Document> {
    read_layer(text, nested, 0)
}

fn read_layer(text: &str, nested: Option<Nested>, layer: usize) -> Option<Document> {
    let document = match nested {
        Some(Nested::Php) => Document { nested: Nested::Php, root: php::read(text)? },
        Some(Nested::Json) => Document { nested: Nested::Json, root: json::read(text)? },
        // Values of a list are not looked into: a colon or a brace in one is a part of it.
        Some(Nested::List) => return Some(Document { nested: Nested::List, root: list::read(text)? }),
        None => {
            let php = php::read(text).map(|root| Document { nested: Nested::Php, root });
            let document =
                php.or_else(|| json::read(text).map(|root| Document { nested: Nested::Json, root }))?;
            if document.nested == Nested::Json && !matches!(document.root, Node::Items { .. }) {
                return None;
            }
            document
        }
    };
    Some(open_strings(document, layer))
}

/// Opens strings that are encoded themselves. Only structures and PHP strings count: a bare number is a number.
fn open_strings(mut document: Document, layer: usize) -> Document {
    if layer < LAYERS {
        open_node(&mut document.root, layer);
    }
    document
}

fn open_node(node: &mut Node, layer: usize) {
    match node {
        Node::Text { value, inner, .. } if might_be_document(value) => {
            *inner = read_layer(value, None, layer + 1).map(Box::new);
        }
        Node::Items { items, .. } => items.iter_mut().for_each(|(_, item)| open_node(item, layer)),
        _ => {}
    }
}

fn might_be_document(text: &str) -> bool {
    let mut bytes = text.trim_start().bytes();
    matches!((bytes.next(), bytes.next()), (Some(b'{' | b'['), _) | (Some(b'a' | b'O' | b's'), Some(b':')))
}

impl Document {
    /// Every leaf with its place (keys joined by points) and text. Strings that hold a document are entered.
    pub fn leaves(&self, visit: &mut dyn FnMut(&str, &str)) {
        leaves(&self.root, &mut String::new(), visit);
    }

    /// Whether a leaf, at `at` when that is given, is accepted.
    pub fn any_leaf(&self, at: Option<&str>, accept: impl Fn(&str) -> bool) -> bool {
        let mut found = false;
        self.leaves(&mut |place, text| {
            if !found && at.is_none_or(|wanted| wanted == place) {
                found = accept(text);
            }
        });
        found
    }

    /// Changes string leaves as `edit` says; the arguments are place and text. True when anything changed.
    /// Numbers and keys are not strings and stay, except that [`Edit::Remove`] also takes numbers out of lists, and makes
    /// null of them elsewhere.
    pub fn edit(&mut self, edit: &mut dyn FnMut(&str, &str) -> Edit) -> bool {
        let counted = has_reference(&self.root);
        edit_node(&mut self.root, &mut String::new(), counted, edit).changed
    }

    /// The document as it is stored.
    pub fn write(&self) -> String {
        let mut out = String::new();
        match self.nested {
            Nested::Php => php::write(&self.root, &mut out),
            Nested::Json => json::write(&self.root, &mut out),
            Nested::List => list::write(&self.root, &mut out),
        }
        out
    }

    /// The document as JSON for a reader: PHP arrays become lists or objects, strings that hold a document are
    /// opened.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        export::node(&self.root, &mut out);
        out
    }
}

/// A string's own text, or the written form of the document in it.
fn text_of(value: &str, inner: Option<&Document>) -> String {
    inner.map_or_else(|| value.to_owned(), Document::write)
}

fn leaves(node: &Node, place: &mut String, visit: &mut dyn FnMut(&str, &str)) {
    match node {
        Node::Scalar { text: Some(text), .. } => visit(place, text),
        Node::Scalar { text: None, .. } | Node::Reference { .. } => {}
        Node::Text { inner: Some(document), .. } => leaves(&document.root, place, visit),
        Node::Text { value, inner: None, .. } => visit(place, value),
        Node::Opaque { body, .. } => visit(place, body),
        Node::Items { items, .. } => {
            for (key, item) in items {
                let length = enter(place, key);
                leaves(item, place, visit);
                place.truncate(length);
            }
        }
    }
}

/// Adds a key to a place; returns the length to go back to.
fn enter(place: &mut String, key: &Node) -> usize {
    let length = place.len();
    if length > 0 {
        place.push('.');
    }
    match key {
        Node::Text { value, .. } => place.push_str(value),
        Node::Scalar { text: Some(text), .. } => place.push_str(text),
        _ => {}
    }
    length
}

fn has_reference(node: &Node) -> bool {
    match node {
        Node::Reference { .. } => true,
        Node::Items { items, .. } => items.iter().any(|(_, item)| has_reference(item)),
        _ => false,
    }
}

/// What editing a node came to.
#[derive(Default)]
struct Outcome {
    changed: bool,
    remove: bool,
}

fn edit_node(
    node: &mut Node,
    place: &mut String,
    counted: bool,
    edit: &mut dyn FnMut(&str, &str) -> Edit,
) -> Outcome {
    match node {
        Node::Text { inner: Some(document), value, raw } => {
            let inner_counted = has_reference(&document.root);
            let outcome = edit_node(&mut document.root, place, inner_counted, edit);
            if outcome.changed {
                *value = document.write();
                *raw = None;
            }
            outcome
        }
        Node::Text { value, raw, inner: None } => match edit(place, value) {
            Edit::Keep => Outcome::default(),
            Edit::Replace(text) => {
                let changed = text != *value;
                *value = text;
                *raw = None;
                Outcome { changed, remove: false }
            }
            Edit::Remove => {
                value.clear();
                *raw = None;
                Outcome { changed: true, remove: true }
            }
        },
        Node::Opaque { body, .. } => match edit(place, body) {
            Edit::Keep => Outcome::default(),
            Edit::Replace(text) => {
                *body = text;
                Outcome { changed: true, remove: false }
            }
            Edit::Remove => {
                body.clear();
                Outcome { changed: true, remove: true }
            }
        },
        Node::Scalar { text: Some(text), .. } => {
            let remove = edit(place, text) == Edit::Remove;
            Outcome { changed: false, remove }
        }
        Node::Scalar { text: None, .. } | Node::Reference { .. } => Outcome::default(),
        Node::Items { head, items } => edit_items(head, items, place, counted, edit),
    }
}

fn edit_items(
    head: &Head,
    items: &mut Vec<(Node, Node)>,
    place: &mut String,
    counted: bool,
    edit: &mut dyn FnMut(&str, &str) -> Edit,
) -> Outcome {
    let list = is_list(head, items);
    // A PHP reference counts the values before it: taking one out would make it point elsewhere.
    let may_shrink = list && !counted;
    let mut changed = false;
    let mut kept = Vec::with_capacity(items.len());
    for (key, mut item) in items.drain(..) {
        let length = enter(place, &key);
        let outcome = edit_node(&mut item, place, counted, edit);
        place.truncate(length);
        let removed = outcome.remove && may_shrink;
        let emptied = outcome.remove && !removed && empty_number(head, &mut item);
        changed |= outcome.changed || removed || emptied;
        if !removed {
            kept.push((key, item));
        }
    }
    if list && changed {
        renumber(head, &mut kept);
    }
    *items = kept;
    Outcome { changed, remove: false }
}

/// A number that must keep its place, such as the author's in an object, becomes null.
fn empty_number(head: &Head, item: &mut Node) -> bool {
    let Node::Scalar { raw, text } = item else { return false };
    let null = match head {
        Head::JsonArray | Head::JsonObject => "null",
        Head::PhpArray | Head::PhpObject(_) => "N;",
        Head::List(_) => return false,
    };
    null.clone_into(raw);
    text.take().is_some()
}

/// Whether the keys are 0, 1, 2 … so that places have no names.
fn is_list(head: &Head, items: &[(Node, Node)]) -> bool {
    match head {
        Head::JsonArray | Head::List(_) => true,
        Head::JsonObject | Head::PhpObject(_) => false,
        Head::PhpArray => items.iter().enumerate().all(|(index, (key, _))| {
            matches!(key, Node::Scalar { text: Some(text), .. } if *text == index.to_string())
        }),
    }
}

fn renumber(head: &Head, items: &mut [(Node, Node)]) {
    if *head == Head::PhpArray {
        for (index, (key, _)) in items.iter_mut().enumerate() {
            *key = Node::Scalar { raw: format!("i:{index};"), text: Some(index.to_string()) };
        }
    }
}

#[cfg(test)]
mod tests;
