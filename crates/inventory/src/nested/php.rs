//! PHP's serialize() format: read strictly, written with lengths counted anew.
//!
//! Lengths are in bytes of UTF-8. `S:` (escaped binary) is not read: such a value stays text.

use super::{DEPTH, Head, Node, text_of};

/// Reads a whole value.
pub(super) fn read(text: &str) -> Option<Node> {
    let mut reader = Reader { rest: text };
    let node = reader.value(0)?;
    reader.rest.is_empty().then_some(node)
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: usize) -> Option<Node> {
        if depth > DEPTH {
            return None;
        }
        let kind = *self.rest.as_bytes().first()?;
        match kind {
            b'N' => {
                self.take("N;")?;
                Some(Node::Scalar { raw: "N;".to_owned(), text: None })
            }
            b'b' | b'i' | b'd' => self.scalar(kind),
            b's' => {
                self.take("s:")?;
                let value = self.quoted()?;
                self.take(";")?;
                Some(Node::Text { value: value.to_owned(), raw: None, inner: None })
            }
            b'a' => {
                self.take("a:")?;
                Some(Node::Items { head: Head::PhpArray, items: self.items(depth)? })
            }
            b'O' => {
                self.take("O:")?;
                let class = self.quoted()?.to_owned();
                self.take(":")?;
                Some(Node::Items { head: Head::PhpObject(class), items: self.items(depth)? })
            }
            b'C' => self.opaque(),
            b'R' | b'r' => {
                let raw = self.through(';')?;
                let digits = raw.get(2..raw.len() - 1)?;
                (raw.as_bytes().get(1) == Some(&b':') && is_digits(digits))
                    .then(|| Node::Reference { raw: raw.to_owned() })
            }
            b'E' => {
                let before = self.rest;
                self.take("E:")?;
                self.quoted()?;
                self.take(";")?;
                let raw = before.get(..before.len() - self.rest.len())?.to_owned();
                Some(Node::Scalar { raw, text: None })
            }
            _ => None,
        }
    }

    fn scalar(&mut self, kind: u8) -> Option<Node> {
        let raw = self.through(';')?;
        let body = raw.get(2..raw.len() - 1)?;
        let sound = raw.as_bytes().get(1) == Some(&b':')
            && match kind {
                b'b' => matches!(body, "0" | "1"),
                b'i' => is_digits(body.strip_prefix(['-', '+']).unwrap_or(body)),
                _ => matches!(body, "INF" | "-INF" | "NAN") || body.parse::<f64>().is_ok(),
            };
        sound.then(|| Node::Scalar { raw: raw.to_owned(), text: Some(body.to_owned()) })
    }

    /// `LENGTH:{BODY}` of a class that serialises itself.
    fn opaque(&mut self) -> Option<Node> {
        self.take("C:")?;
        let class = self.quoted()?.to_owned();
        self.take(":")?;
        let length = self.length()?;
        self.take(":{")?;
        let body = self.bytes(length)?.to_owned();
        self.take("}")?;
        Some(Node::Opaque { class, body })
    }

    /// `COUNT:{KEY VALUE …}`.
    fn items(&mut self, depth: usize) -> Option<Vec<(Node, Node)>> {
        let count = self.length()?;
        self.take(":{")?;
        // The count is not believed for the reservation: it may be a lie of any size.
        let mut items = Vec::new();
        for _ in 0..count {
            let key = match self.rest.as_bytes().first()? {
                b'i' => self.scalar(b'i')?,
                b's' => self.value(depth + 1)?,
                _ => return None,
            };
            items.push((key, self.value(depth + 1)?));
        }
        self.take("}")?;
        Some(items)
    }

    /// `LENGTH:"BYTES"`.
    fn quoted(&mut self) -> Option<&'a str> {
        let length = self.length()?;
        self.take(":\"")?;
        let value = self.bytes(length)?;
        self.take("\"")?;
        Some(value)
    }

    fn length(&mut self) -> Option<usize> {
        let end = self.rest.find(|character: char| !character.is_ascii_digit())?;
        let digits = self.rest.get(..end)?;
        self.rest = self.rest.get(end..)?;
        digits.parse().ok()
    }

    /// The next bytes; none when they end inside a character.
    fn bytes(&mut self, length: usize) -> Option<&'a str> {
        let value = self.rest.get(..length)?;
        self.rest = self.rest.get(length..)?;
        Some(value)
    }

    fn take(&mut self, expected: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(expected)?;
        Some(())
    }

    fn through(&mut self, end: char) -> Option<&'a str> {
        let (before, after) = self.rest.split_once(end)?;
        let raw = self.rest.get(..before.len() + end.len_utf8())?;
        self.rest = after;
        Some(raw)
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Writes a value.
pub(super) fn write(node: &Node, out: &mut String) {
    match node {
        Node::Scalar { raw, .. } | Node::Reference { raw } => out.push_str(raw),
        Node::Text { value, inner, .. } => {
            out.push_str("s:");
            quoted(&text_of(value, inner.as_deref()), out);
            out.push(';');
        }
        Node::Opaque { class, body } => {
            out.push_str("C:");
            quoted(class, out);
            out.push(':');
            out.push_str(&body.len().to_string());
            out.push_str(":{");
            out.push_str(body);
            out.push('}');
        }
        Node::Items { head, items } => {
            match head {
                Head::PhpObject(class) => {
                    out.push_str("O:");
                    quoted(class, out);
                    out.push(':');
                }
                _ => out.push_str("a:"),
            }
            out.push_str(&items.len().to_string());
            out.push_str(":{");
            for (key, item) in items {
                write(key, out);
                write(item, out);
            }
            out.push('}');
        }
    }
}

/// `LENGTH:"BYTES"`.
fn quoted(text: &str, out: &mut String) {
    out.push_str(&text.len().to_string());
    out.push_str(":\"");
    out.push_str(text);
    out.push('"');
}
