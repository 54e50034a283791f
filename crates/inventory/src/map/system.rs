//! The head of a map: the system, the identities it knows people by, and the attributes that name them in text.

use kernel::Text;
use kernel::calendar::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Conditions;
use super::text::{Name, name};
use crate::identity::Normalise;

/// How a system is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ConnectorKind {
    /// A SQL database: PostgreSQL, MySQL or MariaDB, SQLite.
    Sql,
    /// A service with an HTTP interface, declared in the table `[http]`.
    Http,
    /// A folder or a bucket of uploaded files.
    Files,
    /// A person does it, on a letter that Gestand writes.
    Manual,
}

/// A place that holds personal data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// Id, unique among the systems of the policy.
    pub id: String,
    /// What people call it.
    #[serde(deserialize_with = "name")]
    #[schemars(with = "Name")]
    pub name: Text,
    /// Which recipient (facts/recipients) holds it; absent when the organisation itself does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// How it is reached.
    pub connector: ConnectorKind,
    /// The environment variable with the URL of the database or service, or with the path of the folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url_env: Option<String>,
    /// The software and version that the map was written for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub software: Option<String>,
    /// The purposes (facts/purposes) it serves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub purposes: Vec<String>,
    /// After an erasure every text column of the database is searched for what should be gone. For databases
    /// that can be read whole in reasonable time.
    #[serde(default, skip_serializing_if = "is_false")]
    pub residue_scan: bool,
    /// Materialised views that keep copies of rows of mapped tables: built anew in the same transaction after each
    /// erasure and correction. PostgreSQL only; the account must own them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refresh: Vec<String>,
    /// Tables that were looked at and hold nothing personal; `*` stands for any text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables_not_personal: Vec<String>,
    /// The data categories (facts/categories) held, where no collections say so. Manual only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// What to ask of whoever does it by hand. Manual only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<ManualTask>,
}

/// A manual system's instruction.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ManualTask {
    /// Where the letter goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// What to do for an access request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Text>,
    /// What to do for an erasure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erasure: Option<Text>,
    /// What to do to correct data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rectification: Option<Text>,
    /// What to do to restrict use, and to lift that again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restriction: Option<Text>,
    /// What to do to leave somebody out for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suppression: Option<Text>,
    /// Within what time an answer is agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_within: Option<Span>,
}

/// A kind of identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityRule {
    /// The kind's name: `email`, `shop_user`.
    pub kind: String,
    /// Applied to the value given, and to columns when they are compared with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub normalise: Vec<Normalise>,
}

/// What sort of thing identifies a person in text; decides how text is searched for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AttributeKind {
    /// An e-mail address.
    Email,
    /// A telephone number, found in any notation.
    Phone,
    /// A name.
    Name,
    /// A street address or another line of an address.
    Address,
    /// A number by which people know the person, such as a student's.
    Number,
}

impl std::fmt::Display for AttributeKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Name => "name",
            Self::Address => "address",
            Self::Number => "number",
        })
    }
}

/// Something that identifies the person in free text, read from the person's own rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttributeRule {
    /// What sort of thing.
    pub kind: AttributeKind,
    /// The collection whose own rows give it.
    pub collection: String,
    /// A frame with columns between braces: `{first_name} {last_name}`. A row where one is empty gives none.
    pub value: String,
    /// Only rows that meet these conditions give a value.
    #[serde(default, rename = "where", skip_serializing_if = "Conditions::is_empty")]
    pub conditions: Conditions,
    /// Shorter values are ignored: they would be found everywhere. Counted in characters; 4 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_length: Option<usize>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}
