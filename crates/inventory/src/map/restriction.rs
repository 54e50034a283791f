//! How a system stops using somebody's data without losing them: marks on rows, and lists of those who want no
//! more of something.

use std::collections::BTreeMap;

use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Scalar;
use super::text::{Name, name};
use crate::identity::HashKind;

/// The mark that a restriction (art. 18 GDPR) sets on own rows. What stood there before comes back when it is
/// lifted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Restrict {
    /// Columns and the value that they have while the restriction lasts. The software itself must mind them.
    pub set: BTreeMap<String, Scalar>,
}

/// A list of people who are left out of something: unsubscribed, opted out, blocked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// Id, unique in the system.
    pub id: String,
    /// What people are left out of.
    #[serde(deserialize_with = "name")]
    #[schemars(with = "Name")]
    pub name: Text,
    /// The table.
    pub table: String,
    /// The column with the identity.
    pub column: String,
    /// The kind of identity that it holds.
    pub kind: String,
    /// The column holds the hash of the normalised value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<HashKind>,
    /// The other columns of an entry. `{now}` is the moment (UTC, `2026-11-22 10:57:37`), `{now_unix}` the same
    /// in seconds since 1970. Values without these also tell an entry of this list from others in the table.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, Scalar>,
}

impl Exclusion {
    /// An identity as the list holds it, given its normalised value.
    pub fn entry(&self, normalised: &str) -> String {
        self.hash.map_or_else(|| normalised.to_owned(), |hash| hash.hex(normalised))
    }
}
