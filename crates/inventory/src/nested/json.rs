//! JSON, read so that what is not changed is written back with the same digits and escapes.

use super::{DEPTH, Head, Node, text_of};

/// Reads a whole value.
pub(super) fn read(text: &str) -> Option<Node> {
    let mut reader = Reader { rest: text };
    let node = reader.value(0)?;
    reader.space();
    reader.rest.is_empty().then_some(node)
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Option<Node> {
        if depth > DEPTH {
            return None;
        }
        self.space();
        match *self.rest.as_bytes().first()? {
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'"' => self.string(),
            _ => self.scalar(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Node> {
        self.take("{")?;
        let mut items = Vec::new();
        self.space();
        if self.take("}").is_some() {
            return Some(Node::Items { head: Head::JsonObject, items });
        }
        loop {
            self.space();
            let key = self.string()?;
            self.space();
            self.take(":")?;
            items.push((key, self.value(depth + 1)?));
            self.space();
            if self.take(",").is_none() {
                self.take("}")?;
                return Some(Node::Items { head: Head::JsonObject, items });
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<Node> {
        self.take("[")?;
        let mut items = Vec::new();
        self.space();
        if self.take("]").is_some() {
            return Some(Node::Items { head: Head::JsonArray, items });
        }
        loop {
            let index = items.len().to_string();
            let key = Node::Scalar { raw: index.clone(), text: Some(index) };
            items.push((key, self.value(depth + 1)?));
            self.space();
            if self.take(",").is_none() {
                self.take("]")?;
                return Some(Node::Items { head: Head::JsonArray, items });
            }
        }
    }

    /// A string token, decoded by serde_json so that escapes and surrogates mean what the standard says.
    fn string(&mut self) -> Option<Node> {
        let bytes = self.rest.as_bytes();
        if bytes.first() != Some(&b'"') {
            return None;
        }
        let mut index = 1;
        loop {
            match bytes.get(index)? {
                b'"' => break,
                b'\\' => index += 2,
                _ => index += 1,
            }
        }
        let raw = self.rest.get(..=index)?;
        let value: String = serde_json::from_str(raw).ok()?;
        self.rest = self.rest.get(index + 1..)?;
        Some(Node::Text { value, raw: Some(raw.to_owned()), inner: None })
    }

    fn scalar(&mut self) -> Option<Node> {
        let end = self.rest.find([',', ']', '}', ' ', '\n', '\r', '\t']).unwrap_or(self.rest.len());
        let raw = self.rest.get(..end)?;
        self.rest = self.rest.get(end..)?;
        let text = match raw {
            "null" => None,
            "true" => Some("1".to_owned()),
            "false" => Some("0".to_owned()),
            number => {
                serde_json::from_str::<serde_json::Number>(number).ok()?;
                Some(number.to_owned())
            }
        };
        Some(Node::Scalar { raw: raw.to_owned(), text })
    }

    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t']);
    }

    fn take(&mut self, expected: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(expected)?;
        Some(())
    }
}

/// Writes a value.
pub(super) fn write(node: &Node, out: &mut String) {
    match node {
        Node::Scalar { raw, .. } | Node::Reference { raw } => out.push_str(raw),
        Node::Text { value, raw, inner } => match raw {
            Some(raw) => out.push_str(raw),
            None => quote(&text_of(value, inner.as_deref()), out),
        },
        Node::Opaque { body, .. } => quote(body, out),
        Node::Items { head, items } => {
            let object = *head != Head::JsonArray;
            out.push(if object { '{' } else { '[' });
            for (index, (key, item)) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                if object {
                    write(key, out);
                    out.push(':');
                }
                write(item, out);
            }
            out.push(if object { '}' } else { ']' });
        }
    }
}

/// A text as a JSON string.
pub(super) fn quote(text: &str, out: &mut String) {
    out.push_str(&serde_json::Value::from(text).to_string());
}
