//! Leads: values of a person's own rows by which another system knows the same person, or what belongs to them.
//!
//! The number of an account leads to the folder of its profile photos; the content hash of an upload leads to the
//! file. A system that knows people by a kind of identity that another map leads to, asks that system first.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Conditions;

/// A column whose values are identities elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lead {
    /// The kind of identity that it gives.
    pub kind: String,
    /// The collection whose own rows give it.
    pub collection: String,
    /// The column with the value.
    pub column: String,
    /// Rows of several people may hold the same value, as references to one file do. What it leads to is then
    /// erased only when no row of the table holds the value any more. False for the number of an account.
    pub shared: bool,
    /// Only rows that meet these conditions lead anywhere, and only they count as holding the value.
    #[serde(default, rename = "where", skip_serializing_if = "Conditions::is_empty")]
    pub conditions: Conditions,
}
