//! Collections: a table (or a part of it) seen as a set of somebody's rows.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::{Conditions, Scalar, wildcard};
use super::erasure::{ErasureRule, Hold};
use super::field::{Field, PairRule, Pairs};
use super::path::{Path, is_default};
use super::restriction::Restrict;
use super::retain::Retain;
use super::several::{Several, several};
use super::text::{Name, name};

/// Who sees the rows in the system itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// The person and staff.
    #[default]
    Private,
    /// Others who use the system.
    Members,
    /// Everybody.
    Public,
}

/// A column that says whose row it is, above any other path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// The column of this table.
    pub column: String,
    /// `collection.column` that it refers to.
    pub of: String,
    /// Values that mean nobody; null always does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub none: Vec<Scalar>,
}

impl Owner {
    /// The collection and the column it refers to.
    pub fn target(&self) -> Option<(&str, &str)> {
        self.of.split_once('.')
    }

    /// Whether a value means nobody.
    pub fn is_nobody(&self, value: Option<&str>) -> bool {
        value.is_none_or(|text| self.none.iter().any(|none| none.as_text() == text))
    }
}

/// Its rows are accounts: whoever has one is told by mail when the policy changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// The column with the address.
    pub address: String,
    /// The column with the language they read, as in "nl" or "nl_NL"; without one they get the policy's first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Fixed conditions of the rows that are told: accounts that are in use.
    #[serde(default, rename = "where", skip_serializing_if = "Conditions::is_empty")]
    pub conditions: Conditions,
}

/// A column's type in tables that are generated from the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SqlType {
    /// A whole number.
    Integer,
    /// Text.
    Text,
    /// A number with a fraction.
    Real,
    /// A date and time, written as text.
    Datetime,
}

/// A set of rows about people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Collection {
    /// Id, unique in the system.
    pub id: String,
    /// What people call it.
    #[serde(deserialize_with = "name")]
    #[schemars(with = "Name")]
    pub name: Text,
    /// The table.
    pub table: String,
    /// The columns of its primary key.
    pub key: Vec<String>,
    /// The default data category of its fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The purpose (facts/purposes) it is kept for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// The kind of person it is about (facts/subjects).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The column with the time of collection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collected: Option<String>,
    /// Where the data came from: `subject`, `public-register`, `closed-register`, `automatic`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Who sees it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub audience: Audience,
    /// Fixed conditions of the whole collection: several collections may share a table.
    #[serde(default, rename = "where", skip_serializing_if = "Conditions::is_empty")]
    pub conditions: Conditions,
    /// Fixed conditions that must not hold; null counts as not holding.
    #[serde(default, rename = "where_not", skip_serializing_if = "Conditions::is_empty")]
    pub excluded: Conditions,
    /// The column that says whose row it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
    /// The ways to reach it.
    #[serde(default, rename = "path", skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<Path>,
    /// The columns with personal data.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Field>,
    /// Columns with personal data, all with the default category and erasure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub personal: Vec<String>,
    /// Columns that were looked at and found not personal: exported, never erased.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_personal: Vec<String>,
    /// What erasure does to its rows.
    pub erasure: ErasureRule,
    /// What keeps rows longer.
    #[serde(default, rename = "hold", deserialize_with = "several", skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Option<Several<Hold>>")]
    pub holds: Vec<Hold>,
    /// The mark that a restriction sets on own rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restrict: Option<Restrict>,
    /// That its rows are accounts whose holders are told when the policy changes. SQL only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Told>,
    /// How long rows are kept whoever's they are, and what they go along with.
    #[serde(default, rename = "retain", deserialize_with = "several", skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Option<Several<Retain>>")]
    pub retains: Vec<Retain>,
    /// The key and value columns, when it is a key-value table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pairs: Option<Pairs>,
    /// Rules by key, first match first.
    #[serde(default, rename = "pair", skip_serializing_if = "Vec::is_empty")]
    pub pair_rules: Vec<PairRule>,
    /// Column types for generated tables.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub types: BTreeMap<String, SqlType>,
}

impl Collection {
    /// Every column with personal data and its rule, `personal` included.
    pub fn personal_fields(&self) -> BTreeMap<&str, Field> {
        let listed = self.personal.iter().map(|column| (column.as_str(), Field::default()));
        let ruled = self.fields.iter().map(|(column, field)| (column.as_str(), field.clone()));
        listed.chain(ruled).collect()
    }

    /// The category of a column, whether it may be exported included: none when nobody classified it.
    pub fn field(&self, column: &str) -> Option<Field> {
        self.fields
            .get(column)
            .cloned()
            .or_else(|| self.personal.iter().any(|name| name == column).then(Field::default))
    }

    /// The rule for a key of a key-value table.
    pub fn pair_rule(&self, key: Option<&str>) -> Option<&PairRule> {
        let key = key?;
        self.pair_rules.iter().find(|rule| rule.keys.iter().any(|pattern| wildcard(pattern).matches(key)))
    }

    /// Every column that the map has looked at.
    pub fn known_columns(&self) -> BTreeSet<&str> {
        let pairs = self.pairs.iter().flat_map(|pairs| [pairs.key.as_str(), pairs.value.as_str()]);
        self.key
            .iter()
            .chain(&self.personal)
            .chain(&self.not_personal)
            .chain(self.fields.keys())
            .map(String::as_str)
            .chain(pairs)
            .collect()
    }
}
