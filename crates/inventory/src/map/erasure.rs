//! What erasure does to a collection's rows, and what keeps them longer.

use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Conditions;
use super::path::is_default;

/// What happens to a row that nothing holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Do {
    /// The row goes.
    Delete,
    /// The row stays, its fields are erased by their own method.
    Anonymise,
    /// The row stays as it is, for a reason.
    Keep,
}

/// A collection's erasure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasureRule {
    /// What is done.
    #[serde(rename = "do")]
    pub what: Do,
    /// Why it is kept; demanded with `keep` (art. 17(3) GDPR).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
    /// A collection from which a path leads here and of which several people's rows may lead to the same row: the
    /// members of a household. As long as a row of somebody else does, the row stays as it is, and with it what is
    /// reached from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unless_shared: Option<String>,
}

/// What keeps rows from being erased: a retention term of their own, or the hold of the row they belong to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hold {
    /// The retention term (facts/retention).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
    /// The column with the date from which the term counts: date, datetime or unix seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// The column holds UTC; it is turned into the organisation's zone first. Unix seconds always are.
    #[serde(default, skip_serializing_if = "is_default")]
    pub utc: bool,
    /// Only rows that meet these conditions.
    #[serde(default, rename = "where", skip_serializing_if = "Conditions::is_empty")]
    pub conditions: Conditions,
    /// Held exactly as long as the row of this collection that it was reached from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
}
