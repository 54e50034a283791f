//! `facts/subjects.toml`: whose data are processed.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::values::Name;

/// The file: `[subject.ID]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubjectsFile {
    /// Kinds of people, by id.
    #[serde(default)]
    pub subject: BTreeMap<String, Subject>,
}

/// A kind of people whose data are processed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// What they are called.
    pub name: Name,
    /// The term of the Data Privacy Vocabulary, as in "Customer".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dpv: Option<String>,
}
