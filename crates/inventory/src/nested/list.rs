//! Lists in one column: PostgreSQL's arrays (`{a,"b c"}`), and values with a mark between them (`12,44`, `u_3:u_9`).
//!
//! What stands between the first two values stands between all when a list is written, what stands before the first and after the last too:
//! software that looks for `,12,` finds it afterwards as before.

use super::{DEPTH, Head, Node, text_of};

/// What may stand between values. None of these is part of an e-mail address or a key.
const BETWEEN: [char; 9] = [',', ';', ':', '|', ' ', '\t', '\n', '\r', '\u{a0}'];

/// What stands around the values of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marks {
    before: String,
    between: String,
    after: String,
    /// An array: values with marks in them are quoted.
    array: bool,
}

impl Marks {
    fn array() -> Self {
        Self { before: "{".to_owned(), between: ",".to_owned(), after: "}".to_owned(), array: true }
    }
}

/// Reads a whole value. Every text is a list, if of one value; what begins as an array must be one.
pub(super) fn read(text: &str) -> Option<Node> {
    if text.starts_with('{') {
        let mut reader = Reader { rest: text };
        let node = reader.array(0)?;
        return reader.rest.is_empty().then_some(node);
    }
    Some(marked(text))
}

/// Values with marks between them.
fn marked(text: &str) -> Node {
    let inner = text.trim_start_matches(BETWEEN);
    let before = text.get(..text.len() - inner.len()).unwrap_or_default();
    let bare = inner.trim_end_matches(BETWEEN);
    let after = inner.get(bare.len()..).unwrap_or_default();
    let mut items = Vec::new();
    let mut between = String::new();
    let mut rest = bare;
    while !rest.is_empty() {
        let end = rest.find(BETWEEN).unwrap_or(rest.len());
        let (value, following) = rest.split_at(end);
        let next = following.trim_start_matches(BETWEEN);
        if between.is_empty() {
            following.get(..following.len() - next.len()).unwrap_or_default().clone_into(&mut between);
        }
        push(&mut items, Node::Text { value: value.to_owned(), raw: None, inner: None });
        rest = next;
    }
    let marks = Marks { before: before.to_owned(), between, after: after.to_owned(), array: false };
    Node::Items { head: Head::List(marks), items }
}

fn push(items: &mut Vec<(Node, Node)>, item: Node) {
    let index = items.len().to_string();
    items.push((Node::Scalar { raw: index.clone(), text: Some(index) }, item));
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn array(&mut self, depth: usize) -> Option<Node> {
        if depth > DEPTH {
            return None;
        }
        self.take("{")?;
        let mut items = Vec::new();
        if self.take("}").is_some() {
            return Some(Node::Items { head: Head::List(Marks::array()), items });
        }
        loop {
            let item = match self.rest.as_bytes().first()? {
                b'{' => self.array(depth + 1)?,
                b'"' => self.quoted()?,
                _ => self.bare()?,
            };
            push(&mut items, item);
            if self.take(",").is_none() {
                self.take("}")?;
                return Some(Node::Items { head: Head::List(Marks::array()), items });
            }
        }
    }

    fn quoted(&mut self) -> Option<Node> {
        let mut value = String::new();
        let mut characters = self.rest.char_indices().skip(1);
        loop {
            match characters.next()? {
                (_, '\\') => value.push(characters.next()?.1),
                (place, '"') => {
                    let raw = self.rest.get(..=place)?.to_owned();
                    self.rest = self.rest.get(place + 1..)?;
                    return Some(Node::Text { value, raw: Some(raw), inner: None });
                }
                (_, character) => value.push(character),
            }
        }
    }

    fn bare(&mut self) -> Option<Node> {
        let end = self.rest.find([',', '{', '}', '"'])?;
        let (raw, rest) = self.rest.split_at(end);
        self.rest = rest;
        if raw.is_empty() {
            return None;
        }
        Some(if raw.eq_ignore_ascii_case("null") {
            Node::Scalar { raw: raw.to_owned(), text: None }
        } else {
            Node::Text { value: raw.to_owned(), raw: Some(raw.to_owned()), inner: None }
        })
    }

    fn take(&mut self, expected: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(expected)?;
        Some(())
    }
}

/// Writes a list. One without values is empty, whatever stood around them.
pub(super) fn write(node: &Node, out: &mut String) {
    let Node::Items { head: Head::List(marks), items } = node else { return };
    if items.is_empty() && !marks.array {
        return;
    }
    out.push_str(&marks.before);
    for (index, (_, item)) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(&marks.between);
        }
        match item {
            Node::Scalar { raw, .. } | Node::Reference { raw } | Node::Text { raw: Some(raw), .. } => {
                out.push_str(raw);
            }
            Node::Text { value, raw: None, inner } if marks.array => {
                quote(&text_of(value, inner.as_deref()), out);
            }
            Node::Text { value, raw: None, .. } => out.push_str(value),
            Node::Opaque { body, .. } => out.push_str(body),
            Node::Items { .. } => write(item, out),
        }
    }
    out.push_str(&marks.after);
}

/// A value as an array quotes it.
fn quote(value: &str, out: &mut String) {
    out.push('"');
    for character in value.chars() {
        if matches!(character, '"' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out.push('"');
}
