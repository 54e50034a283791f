//! `facts/purposes.toml`: for what data are processed, on which basis (GDPR 6, 13(1)(c), (d)).

use std::collections::BTreeMap;

use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::values::{Name, words};

words! {
    /// A legal basis of GDPR 6(1), or none.
    pub enum Basis {
        /// GDPR 6(1)(b).
        Contract = "contract", "uitvoering van een overeenkomst", "performance of a contract";
        /// GDPR 6(1)(c).
        LegalObligation = "legal-obligation", "wettelijke plicht", "legal obligation";
        /// GDPR 6(1)(f).
        LegitimateInterest = "legitimate-interest", "gerechtvaardigd belang", "legitimate interest";
        /// GDPR 6(1)(a).
        Consent = "consent", "toestemming", "consent";
        /// GDPR 6(1)(d).
        Vital = "vital", "vitaal belang", "vital interest";
        /// GDPR 6(1)(e).
        PublicTask = "public-task", "taak van algemeen belang", "task in the public interest";
        /// The policy names no basis.
        None = "none", "geen grondslag genoemd", "no basis named";
    }
}

/// The file: `[purpose.ID]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PurposesFile {
    /// Purposes, by id.
    #[serde(default)]
    pub purpose: BTreeMap<String, Purpose>,
}

/// Something that data are processed for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// What it is called.
    pub name: Name,
    /// What is done, in words that a reader understands.
    pub description: Text,
    /// The one legal basis.
    pub basis: Basis,
    /// The legitimate interest, when that is the basis (GDPR 13(1)(d)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interest: Option<Text>,
    /// The term of the Data Privacy Vocabulary, as in "ServiceProvision".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dpv: Option<String>,
    /// Whose data: ids of subjects.
    #[serde(default)]
    pub subjects: Vec<String>,
    /// Which data: ids of categories.
    #[serde(default)]
    pub categories: Vec<String>,
    /// The retention term: id of a term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
}
