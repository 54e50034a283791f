//! A name: one string when it is the same in every language, a text per language otherwise.

use std::borrow::Cow;
use std::fmt;

use kernel::{Language, Text};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer, Serialize};

/// A name in every language. A proper name is written as one string; it is kept as a text per language, so
/// that an edition has one shape for both.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize)]
#[serde(transparent)]
pub struct Name(Text);

impl Name {
    /// The name in `language`.
    pub fn get(&self, language: Language) -> &str {
        self.0.get(language)
    }

    /// The name as a text.
    pub fn text(&self) -> &Text {
        &self.0
    }

    /// Whether every language has the same name: a proper name.
    pub fn is_proper(&self) -> bool {
        self.0.nl == self.0.en
    }
}

impl From<Text> for Name {
    fn from(text: Text) -> Self {
        Self(text)
    }
}

impl From<&str> for Name {
    fn from(name: &str) -> Self {
        Self(Text::same(name))
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name, or a name per language { nl = \"…\", en = \"…\" }")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Name, E> {
        Ok(Name(Text::same(name)))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Name, A::Error> {
        Text::deserialize(MapAccessDeserializer::new(map)).map(Name)
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NameVisitor)
    }
}

impl JsonSchema for Name {
    fn schema_name() -> Cow<'static, str> {
        "Name".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let text = generator.subschema_for::<Text>();
        json_schema!({
            "description": "A name: one string for a proper name, or one per language.",
            "anyOf": [{ "type": "string", "minLength": 1 }, text],
        })
    }
}
