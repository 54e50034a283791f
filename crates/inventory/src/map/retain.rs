//! How long rows are kept whoever's they are: the retention rules of a collection.
//!
//! A hold with a term ([`super::erasure::Hold`]) is such a rule by itself: what a term keeps until a day goes
//! after it. `retain` adds rules for rows that no hold keeps, and says what goes along with a row that goes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Conditions;
use super::field::Erase;
use super::path::is_default;

/// A term that ends for rows of this collection, or the collection whose rows it goes along with.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retain {
    /// The retention term (facts/retention): how long, from which event, and what happens then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
    /// The column with the date of that event: date, datetime, text in their form, or unix seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// The column holds UTC; it is turned into the organisation's zone first. Unix seconds always are.
    #[serde(default, skip_serializing_if = "is_default")]
    pub utc: bool,
    /// Only rows that meet these conditions.
    #[serde(default, rename = "where", skip_serializing_if = "Conditions::is_empty")]
    pub conditions: Conditions,
    /// For a term that anonymises: columns and how each is erased. Absent: the collection's fields, each by its
    /// own method.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Erase>,
    /// These rows go along with the row of this collection that they hang on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
}
