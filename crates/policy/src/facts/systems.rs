//! `facts/systems/ID.toml`: the places that hold personal data.
//!
//! The types of the data map belong to the crate that carries it out. Here a system is its head and the
//! whole file as parsed, so that an edition contains the map and references into the facts can be checked.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::values::Name;

/// A place that holds personal data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// Its id; the same as the file's name.
    pub id: String,
    /// What it is called.
    pub name: Name,
    /// Who holds it: id of a recipient; left out when the organisation itself does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// How Gestand reaches it, as in "sql" or "manual".
    pub connector: String,
    /// What it is for: ids of purposes.
    #[serde(default)]
    pub purposes: Vec<String>,
    /// The environment variable that names the database.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url_env: Option<String>,
    /// The categories, terms, subjects, purposes and recipients that the map mentions, sorted.
    #[serde(default)]
    pub mentions: Mentions,
    /// The whole file, key for key; dates as text.
    pub map: MapText,
}

/// A data map as it stands in its file. Kept as JSON text, a tenth of what the same takes as a tree: an edition carries
/// its maps for as long as it is in force, and reads them once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapText(Box<str>);

impl MapText {
    /// The map as a tree.
    pub fn value(&self) -> Value {
        // Made from a tree by `from` alone, so it is always one again.
        serde_json::from_str(&self.0).unwrap_or_default()
    }
}

impl From<Value> for MapText {
    fn from(value: Value) -> Self {
        Self(value.to_string().into_boxed_str())
    }
}

impl Serialize for MapText {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for MapText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::from)
    }
}

/// The ids of facts that a data map mentions, sorted and without repetition.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mentions {
    /// Ids of categories.
    pub categories: Vec<String>,
    /// Ids of purposes.
    pub purposes: Vec<String>,
    /// Ids of recipients.
    pub recipients: Vec<String>,
    /// Ids of subjects.
    pub subjects: Vec<String>,
    /// Ids of terms.
    pub terms: Vec<String>,
}
