//! `facts/figures.toml`: any other figure or word that prose states.

use std::borrow::Cow;
use std::collections::BTreeMap;

use kernel::calendar::Span;
use kernel::{Language, Text};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// The file: `[figure.ID]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FiguresFile {
    /// Figures, by id.
    #[serde(default)]
    pub figure: BTreeMap<String, Figure>,
}

/// A figure or a word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The value.
    pub value: FigureValue,
    /// What it says.
    pub about: Text,
}

/// A length of time, a whole number, or a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FigureValue {
    /// A whole number.
    Number(i64),
    /// A length of time.
    Span(Span),
    /// A word or phrase that is the same in every language.
    Word(String),
    /// A word or phrase per language.
    Text(Text),
}

impl FigureValue {
    /// What a reader sees.
    pub fn render(&self, language: Language) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Span(span) => span.text(language),
            Self::Word(word) => word.clone(),
            Self::Text(text) => text.get(language).to_owned(),
        }
    }
}

impl JsonSchema for FigureValue {
    fn schema_name() -> Cow<'static, str> {
        "FigureValue".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let text = generator.subschema_for::<Text>();
        json_schema!({
            "description": "A length of time as in “10 working days”, a whole number, or a text.",
            "anyOf": [{ "type": "integer" }, { "type": "string", "minLength": 1 }, text],
        })
    }
}
