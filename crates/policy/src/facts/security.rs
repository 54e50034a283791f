//! `facts/security.toml`: measures and what happens after a breach (GDPR 32-34).

use std::collections::BTreeMap;

use kernel::Text;
use kernel::calendar::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::values::{Name, words};

words! {
    /// The kind of a measure.
    pub enum MeasureKind {
        /// Machines and programs.
        Technical = "technical", "technisch", "technical";
        /// Doors and locks.
        Physical = "physical", "fysiek", "physical";
        /// Rules and records.
        Administrative = "administrative", "administratief", "administrative";
        /// People and duties.
        Organisational = "organisational", "organisatorisch", "organisational";
    }
}

words! {
    /// When people hear of a breach that concerns them.
    pub enum SubjectNotice {
        /// As soon as it can be done (GDPR 34(1)).
        WithoutDelay = "without-delay", "onverwijld", "without undue delay";
        /// Never of the organisation's own accord.
        Never = "never", "niet", "never";
    }
}

/// The file: `[measure.ID]` and `[breach]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SecurityFile {
    /// Measures, by id.
    #[serde(default)]
    pub measure: BTreeMap<String, Measure>,
    /// What happens after a breach.
    pub breach: Breach,
}

/// A measure of security.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// What it is.
    pub name: Name,
    /// Its kind.
    pub kind: MeasureKind,
}

/// What happens after a personal-data breach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Breach {
    /// Within how long after becoming aware the authority hears of it (GDPR 33(1)); left out when the policy
    /// does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority_within: Option<Span>,
    /// When the people concerned hear of it.
    pub subjects: SubjectNotice,
    /// What is done, in order.
    #[serde(default)]
    pub steps: Vec<Text>,
}
