//! A name that is written once when it is the same in every language, and per language otherwise.

use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

/// The two forms of a name in TOML.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged, expecting = "a name is one text, or { nl = \"…\", en = \"…\" }")]
pub(super) enum Name {
    Same(String),
    Each(Text),
}

pub(super) fn name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
    Ok(match Name::deserialize(deserializer)? {
        Name::Same(text) => Text::same(text),
        Name::Each(text) => text,
    })
}
