//! How long something stays on a visitor's device.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use kernel::Language;
use kernel::calendar::{Span, SpanError};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The lifetime of a cookie: until the browser closes, or a span from the moment it is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lifetime {
    /// Gone when the browser closes.
    Session,
    /// Gone after this time.
    For(Span),
}

impl Lifetime {
    /// What a reader sees.
    pub fn render(self, language: Language) -> String {
        match (self, language) {
            (Self::Session, Language::Nl) => "tot u de browser sluit".to_owned(),
            (Self::Session, Language::En) => "until you close the browser".to_owned(),
            (Self::For(span), _) => span.text(language),
        }
    }
}

impl fmt::Display for Lifetime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Session => f.write_str("session"),
            Self::For(span) => span.fmt(f),
        }
    }
}

impl FromStr for Lifetime {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        if text == "session" { Ok(Self::Session) } else { text.parse().map(Self::For) }
    }
}

impl Serialize for Lifetime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Lifetime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Lifetime {
    fn schema_name() -> Cow<'static, str> {
        "Lifetime".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": "lifetime-text",
            "pattern": format!("^session$|{}", Span::PATTERN),
            "description": "How long a cookie lives: “session”, or a length of time.",
            "examples": ["session", "13 months"],
        })
    }
}
