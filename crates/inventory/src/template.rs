//! Templates: texts with `{name}` in them, filled in with values that nobody may trust.
//!
//! A name may be followed by filters, `{email|lower|sha256}`, each a line in [`Filter`]. This module parses and
//! fills; the *place* where a value lands (path, query, JSON, header) decides how it is encoded, and that is the
//! connector's, passed in as a function: a value can never become syntax of the place it stands in. `{{` and
//! `}}` are the braces themselves.

use base64::Engine as _;
use serde_json::Value;

use crate::identity::HashKind;

/// What is done to a value before it is encoded for its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// Lower case.
    Lower,
    /// SHA-256 in hexadecimal.
    Sha256,
    /// SHA-1 in hexadecimal.
    Sha1,
    /// MD5 in hexadecimal.
    Md5,
    /// Base64 of the UTF-8.
    Base64,
    /// Inside an OData string: `'` doubled.
    Odata,
    /// Inside a quoted search phrase: `"` and `\` become spaces, for languages that know no escape for them.
    Phrase,
    /// Inside XML text: `&`, `<`, `>` and quotes as entities.
    Xml,
    /// In JSON, when it is the whole text: a number instead of a string. Elsewhere it changes nothing.
    Number,
}

impl Filter {
    const ALL: [(&'static str, Self); 9] = [
        ("lower", Self::Lower),
        ("sha256", Self::Sha256),
        ("sha1", Self::Sha1),
        ("md5", Self::Md5),
        ("base64", Self::Base64),
        ("odata", Self::Odata),
        ("phrase", Self::Phrase),
        ("xml", Self::Xml),
        ("number", Self::Number),
    ];

    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, filter)| *filter)
    }

    fn apply(self, value: &str) -> String {
        match self {
            Self::Lower => value.to_lowercase(),
            Self::Sha256 => HashKind::Sha256.hex(value),
            Self::Sha1 => HashKind::Sha1.hex(value),
            Self::Md5 => HashKind::Md5.hex(value),
            Self::Base64 => base64::engine::general_purpose::STANDARD.encode(value),
            Self::Odata => value.replace('\'', "''"),
            Self::Phrase => value.replace(['"', '\\'], " "),
            Self::Xml => value
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;")
                .replace('"', "&quot;")
                .replace('\'', "&apos;"),
            Self::Number => value.to_owned(),
        }
    }
}

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text as it stands.
    Text(String),
    /// A value to fill in.
    Value {
        /// Its name.
        name: String,
        /// What is done to it, in order.
        filters: Vec<Filter>,
    },
}

/// A parsed template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Template(pub Vec<Piece>);

/// Why a text is no template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A brace that opens or closes nothing.
    #[error("a brace stands alone; write {{{{ or }}}} for the brace itself")]
    Brace,
    /// A filter that does not exist.
    #[error("there is no filter “{0}”")]
    Filter(String),
    /// A name is missing between the braces.
    #[error("the braces name no value")]
    Empty,
}

impl Template {
    /// Parses a text.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            plain.push_str(before);
            if let Some(after) = from.strip_prefix("{{") {
                plain.push('{');
                rest = after;
            } else if let Some(after) = from.strip_prefix("}}") {
                plain.push('}');
                rest = after;
            } else {
                let inside = from.strip_prefix('{').ok_or(TemplateError::Brace)?;
                let (value, after) = inside.split_once('}').ok_or(TemplateError::Brace)?;
                if !plain.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                }
                pieces.push(parse_value(value)?);
                rest = after;
            }
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Ok(Self(pieces))
    }

    /// The names of the values.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Value { name, .. } => Some(name.as_str()),
            Piece::Text(_) => None,
        })
    }

    /// The template with its values, each encoded for its place. None when one is missing or empty: a call
    /// with a hole in it would mean something else (`/customers/` is everybody).
    pub fn fill(
        &self,
        value: impl Fn(&str) -> Option<String>,
        encode: impl Fn(&str) -> String,
    ) -> Option<String> {
        let mut out = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Value { name, filters } => {
                    let plain = value(name).filter(|value| !value.is_empty())?;
                    let filtered = filters.iter().fold(plain, |value, filter| filter.apply(&value));
                    out.push_str(&encode(&filtered));
                }
            }
        }
        Some(out)
    }

    /// The name, when the template is one value alone that is to be a JSON number.
    pub fn number(&self) -> bool {
        matches!(self.0.as_slice(), [Piece::Value { filters, .. }] if filters.contains(&Filter::Number))
    }
}

/// Every text in a JSON body.
pub fn texts(json: &Value) -> Vec<&str> {
    match json {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(members) => members.values().flat_map(texts).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

fn parse_value(text: &str) -> Result<Piece, TemplateError> {
    let mut parts = text.split('|').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty()).ok_or(TemplateError::Empty)?;
    let filters = parts
        .map(|part| Filter::named(part).ok_or_else(|| TemplateError::Filter(part.to_owned())))
        .collect::<Result<_, _>>()?;
    Ok(Piece::Value { name: name.to_owned(), filters })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(template: &str) -> Option<String> {
        let values = |name: &str| match name {
            "email" => Some("Eva@school.example".to_owned()),
            "quote" => Some("O'Neil \"x\" <&>".to_owned()),
            "empty" => Some(String::new()),
            _ => None,
        };
        Template::parse(template).unwrap().fill(values, str::to_owned)
    }

    #[test]
    fn values_are_filtered_and_holes_are_refused() {
        for (template, expected) in [
            ("plain", Some("plain")),
            ("a{{b}}c", Some("a{b}c")),
            ("<{email}>", Some("<Eva@school.example>")),
            ("{email|lower|base64}", Some("ZXZhQHNjaG9vbC5leGFtcGxl")),
            ("{email | md5}", Some("537cfd41d611639913fb41406315384b")),
            ("'{quote|odata}'", Some("'O''Neil \"x\" <&>'")),
            ("{quote|phrase}", Some("O'Neil  x  <&>")),
            ("{quote|xml}", Some("O&apos;Neil &quot;x&quot; &lt;&amp;&gt;")),
            ("x{empty}", None),
            ("x{missing}", None),
        ] {
            assert_eq!(fill(template).as_deref(), expected, "{template}");
        }
    }

    #[test]
    fn what_is_no_template_says_so() {
        for (text, expected) in [
            ("a{b", TemplateError::Brace),
            ("a}b", TemplateError::Brace),
            ("{}", TemplateError::Empty),
            ("{a|shout}", TemplateError::Filter("shout".into())),
        ] {
            assert_eq!(Template::parse(text), Err(expected), "{text}");
        }
    }
}
