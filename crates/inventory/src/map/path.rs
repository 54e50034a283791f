//! Paths: how a row of a collection is reached from an identity, an attribute or another collection.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Conditions;
use super::field::Nested;
use crate::identity::HashKind;

/// Where a path starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source<'a> {
    /// A value that the caller gave.
    Identity,
    /// A value read from the person's own rows.
    Attribute,
    /// Own rows of a collection, this one included.
    Collection(&'a str),
}

/// How the column relates to the source's value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Match {
    /// The column is the value.
    #[default]
    Equals,
    /// The column ends with the separator and the value.
    Suffix,
    /// The column starts with the value and the separator.
    Prefix,
    /// The value stands in the column's free text, at word boundaries, in any capitals.
    Contains,
    /// The value is a whole leaf inside serialised PHP or JSON.
    Nested,
}

/// Whose row it is.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The person's own.
    #[default]
    Own,
    /// Somebody else's, in which the person stands.
    Mentions,
}

/// What an erasure does with the mention of a person in somebody else's row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MentionErase {
    /// The row is listed and left alone.
    #[default]
    Report,
    /// The whole row goes: for traces that are nobody's own (caches, logs).
    Delete,
    /// The value is taken out of the nested structure, or replaced by "[…]" in text.
    Remove,
    /// Occurrences of the person's identities and attributes become "[…]".
    Redact,
    /// The matched column is emptied.
    Blank,
    /// The matched column gets the erasure's pseudonym.
    Pseudonym,
}

/// Accounts that differ only by what normalisation removes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Twins {
    /// When several rows match, the one that is byte for byte what was given (or that another given identity
    /// points at) is the person's; the others are other people's until shown otherwise. When none or several
    /// remain, all are other people's.
    Exact,
    /// Accounts that the system itself has ended and keeps. One is the person's when it is the only account that
    /// answers to the address, or when another given identity points at it. Beside a live account it is other
    /// people's until shown otherwise: addresses are given out again.
    Ended,
}

/// What may stand behind the separator of a prefix, or before that of a suffix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rest {
    /// Digits, at least one.
    Number,
}

/// One way to reach rows of a collection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Path {
    /// `identity`, `attribute`, or a collection's id (this one's: iterated until nothing new is found).
    pub from: String,
    /// This table's column = the source's column, identity kind or attribute kind. Several pairs: all must match.
    pub on: BTreeMap<String, String>,
    /// How the column relates to the value.
    #[serde(default, rename = "match", skip_serializing_if = "is_default")]
    pub how: Match,
    /// What stands before the value with `match = "suffix"`, after it with `match = "prefix"`; `_` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub separator: Option<String>,
    /// With `match = "suffix"` and `match = "prefix"`: what the rest of the column must be; anything when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<Rest>,
    /// With `match = "nested"`: only the leaf at this place, keys joined by points; `*` stands for any one key, so
    /// that `members.*.email` is the address of every member of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// With `match = "nested"`: the encoding; whichever parses when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nested: Option<Nested>,
    /// The column holds the hash of the normalised value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<HashKind>,
    /// The column holds the value in this frame; `{}` stands for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Conditions on this table.
    #[serde(default, rename = "where", skip_serializing_if = "Conditions::is_empty")]
    pub conditions: Conditions,
    /// Conditions on the source collection's rows.
    #[serde(default, rename = "from_where", skip_serializing_if = "Conditions::is_empty")]
    pub source_conditions: Conditions,
    /// Whose rows these are.
    #[serde(default, skip_serializing_if = "is_default")]
    pub relation: Relation,
    /// What an erasure does with a mention. Only with `relation = "mentions"`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub erase: MentionErase,
    /// How to treat several accounts that match. Only from an identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub twins: Option<Twins>,
}

impl Path {
    /// Where the path starts.
    pub fn source(&self) -> Source<'_> {
        match self.from.as_str() {
            "identity" => Source::Identity,
            "attribute" => Source::Attribute,
            id => Source::Collection(id),
        }
    }

    /// The value as the column holds it: hashed, then framed.
    pub fn dress(&self, value: &str) -> String {
        let hashed = self.hash.map_or_else(|| value.to_owned(), |hash| hash.hex(value));
        match &self.format {
            Some(frame) => frame.replace("{}", &hashed),
            None => hashed,
        }
    }
}

pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
