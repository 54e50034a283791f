//! Fields: what a column holds and how it goes; and the same by key for key-value tables.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Conditions;
use super::path::is_default;

/// How a value is erased.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "EraseForm", into = "EraseForm")]
#[schemars(with = "EraseForm")]
pub enum Erase {
    /// Null where the column allows it, else its empty value. Nested: every leaf emptied, the structure stays.
    #[default]
    Blank,
    /// Stays as it is.
    Keep,
    /// The erasure's pseudonym, the same for all rows of one erasure.
    Pseudonym,
    /// Occurrences of the person's identities and attributes become "[…]"; the rest stays.
    Redact,
    /// The whole row. Pairs only.
    Delete,
    /// A fixed text; `{key}` is the row's key, `{pseudonym}` the erasure's pseudonym.
    Set(String),
}

#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "erase is blank, keep, pseudonym, redact, delete (pairs only) or { set = \"…\" }"
)]
enum EraseForm {
    Word(EraseWord),
    Set(EraseSet),
}

#[derive(Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum EraseWord {
    Blank,
    Keep,
    Pseudonym,
    Redact,
    Delete,
}

#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct EraseSet {
    /// The text; `{key}` is the row's key, `{pseudonym}` the erasure's pseudonym.
    set: String,
}

impl From<EraseForm> for Erase {
    fn from(form: EraseForm) -> Self {
        match form {
            EraseForm::Word(EraseWord::Blank) => Self::Blank,
            EraseForm::Word(EraseWord::Keep) => Self::Keep,
            EraseForm::Word(EraseWord::Pseudonym) => Self::Pseudonym,
            EraseForm::Word(EraseWord::Redact) => Self::Redact,
            EraseForm::Word(EraseWord::Delete) => Self::Delete,
            EraseForm::Set(EraseSet { set }) => Self::Set(set),
        }
    }
}

impl From<Erase> for EraseForm {
    fn from(erase: Erase) -> Self {
        Self::Word(match erase {
            Erase::Blank => EraseWord::Blank,
            Erase::Keep => EraseWord::Keep,
            Erase::Pseudonym => EraseWord::Pseudonym,
            Erase::Redact => EraseWord::Redact,
            Erase::Delete => EraseWord::Delete,
            Erase::Set(set) => return Self::Set(EraseSet { set }),
        })
    }
}

/// What happens to a value while a hold keeps its row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WhileHeld {
    /// Erased all the same: the law asks for the document, not for this (art. 5(1)(c) GDPR).
    #[default]
    Erase,
    /// Kept: the law asks for it.
    Keep,
}

/// How a value is encoded inside its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Nested {
    /// PHP's serialize().
    Php,
    /// JSON.
    Json,
    /// A list of values: an array of PostgreSQL, or text with a comma, semicolon, colon, bar or blank between them.
    List,
}

/// The mark of free text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FreeText {
    /// May mention anybody.
    Free,
}

/// A column that holds personal data. In TOML also just its category's id.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "FieldForm")]
#[schemars(with = "FieldForm")]
pub struct Field {
    /// The data category; the collection's when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// How it is erased.
    #[serde(skip_serializing_if = "is_default")]
    pub erase: Erase,
    /// What happens while a hold keeps the row.
    #[serde(skip_serializing_if = "is_default")]
    pub while_held: WhileHeld,
    /// Never exported (password hashes, tokens), still erased.
    #[serde(skip_serializing_if = "is_default")]
    pub secret: bool,
    /// Free text that may mention people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<FreeText>,
    /// The encoding inside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nested: Option<Nested>,
    /// `collection.column` that the column names a row of. In other people's lines it may name anybody: it is erased
    /// only where it names one of the person's own rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// With `of`: only where the row meets these conditions does it name such a row.
    #[serde(skip_serializing_if = "Conditions::is_empty")]
    pub when: Conditions,
}

impl Field {
    /// The collection and the column that it names a row of.
    pub fn target(&self) -> Option<(&str, &str)> {
        self.of.as_deref()?.split_once('.')
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "a field is its category, or a table of category, erase, while_held, secret, text, nested, of and when"
)]
enum FieldForm {
    Category(String),
    Rules(FieldRules),
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FieldRules {
    /// The data category; the collection's when absent.
    #[serde(default)]
    category: Option<String>,
    /// How it is erased.
    #[serde(default)]
    erase: Erase,
    /// What happens while a hold keeps the row.
    #[serde(default)]
    while_held: WhileHeld,
    /// Never exported (password hashes, tokens), still erased.
    #[serde(default)]
    secret: bool,
    /// Free text that may mention people.
    #[serde(default)]
    text: Option<FreeText>,
    /// The encoding inside.
    #[serde(default)]
    nested: Option<Nested>,
    /// `collection.column` that the column names a row of: erased only where it names one of the person's own.
    #[serde(default)]
    of: Option<String>,
    /// With `of`: only where the row meets these conditions does it name such a row.
    #[serde(default)]
    when: Conditions,
}

impl From<FieldForm> for Field {
    fn from(form: FieldForm) -> Self {
        match form {
            FieldForm::Category(category) => Self { category: Some(category), ..Self::default() },
            FieldForm::Rules(rules) => Self {
                category: rules.category,
                erase: rules.erase,
                while_held: rules.while_held,
                secret: rules.secret,
                text: rules.text,
                nested: rules.nested,
                of: rules.of,
                when: rules.when,
            },
        }
    }
}

/// The two columns of a key-value table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pairs {
    /// The column with the key.
    pub key: String,
    /// The column with the value.
    pub value: String,
}

/// The rule for the keys of a key-value table that match.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PairRule {
    /// Keys, exact or with `*`.
    #[serde(rename = "match")]
    pub keys: Vec<String>,
    /// The data category; the collection's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// How the value, or with `delete` the row, is erased.
    #[serde(default = "delete")]
    pub erase: Erase,
    /// What happens while a hold keeps the row.
    #[serde(default, skip_serializing_if = "is_default")]
    pub while_held: WhileHeld,
    /// Never exported, still erased.
    #[serde(default, skip_serializing_if = "is_default")]
    pub secret: bool,
    /// Free text that may mention people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<FreeText>,
    /// The encoding inside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nested: Option<Nested>,
}

fn delete() -> Erase {
    Erase::Delete
}
