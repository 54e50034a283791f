//! `facts/categories.toml`: which data are processed, and where they come from (GDPR 13(2)(e), 14(1)(d), 14(2)(f)).

use std::collections::BTreeMap;

use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::values::{Name, words};

words! {
    /// Where data of a category come from.
    pub enum Source {
        /// The person gives them.
        Subject = "subject", "uzelf", "you yourself";
        /// A register that anybody may read.
        PublicRegister = "public-register", "openbare registers", "public registers";
        /// A collection that not everybody may read.
        ClosedRegister = "closed-register", "gesloten gegevensverzamelingen", "closed collections of data";
        /// They arise while a service is used.
        Automatic = "automatic", "automatisch, bij gebruik van onze diensten", "automatically, when our services are used";
    }
}

/// The file: `[category.ID]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoriesFile {
    /// Data categories, by id.
    #[serde(default)]
    pub category: BTreeMap<String, Category>,
}

/// A data category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// What it is called.
    pub name: Name,
    /// The term of the Data Privacy Vocabulary's extension for personal data, as in "EmailAddress".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dpv: Option<String>,
    /// Where the data come from.
    #[schemars(length(min = 1))]
    pub source: Vec<Source>,
    /// Whether giving them is necessary by law or contract (GDPR 13(2)(e)); left out when the policy does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// What follows when they are not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consequence: Option<Text>,
}
