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
    pub map: Value,
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
