//! `facts/rights.toml`: the rights of subjects and the terms for answering (GDPR 7(3), 12(3), 15-22, 77).

use kernel::Text;
use kernel::calendar::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::values::words;

words! {
    /// A right of a subject.
    pub enum RightKind {
        /// GDPR 15.
        Access = "access", "inzage", "access";
        /// GDPR 16.
        Rectification = "rectification", "rectificatie", "rectification";
        /// GDPR 17.
        Erasure = "erasure", "gegevenswissing", "erasure";
        /// GDPR 18.
        Restriction = "restriction", "beperking van de verwerking", "restriction of processing";
        /// GDPR 20.
        Portability = "portability", "overdraagbaarheid", "data portability";
        /// GDPR 21.
        Objection = "objection", "bezwaar", "objection";
        /// GDPR 7(3).
        Withdrawal = "withdrawal", "intrekken van toestemming", "withdrawal of consent";
        /// GDPR 22(3).
        HumanReview = "human-review", "menselijke tussenkomst", "human review";
        /// GDPR 77.
        Complaint = "complaint", "klacht bij de toezichthouder", "complaint to the authority";
    }
}

/// The file: `[right.access]` and so on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RightsFile {
    /// The rights, by their name.
    #[serde(default)]
    pub right: Rights,
}

/// The rights that a policy states.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rights {
    /// To see one's data (GDPR 15).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Right>,
    /// To have data corrected (GDPR 16).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rectification: Option<Right>,
    /// To have data erased (GDPR 17).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erasure: Option<Right>,
    /// To have processing restricted (GDPR 18).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restriction: Option<Right>,
    /// To take data along (GDPR 20).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portability: Option<Right>,
    /// To object (GDPR 21).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objection: Option<Right>,
    /// To withdraw consent (GDPR 7(3)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal: Option<Right>,
    /// To have a person look at an automated decision (GDPR 22).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub human_review: Option<Right>,
    /// To complain to the authority (GDPR 77).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complaint: Option<Right>,
}

impl Rights {
    /// What the policy says about `kind`.
    pub fn get(&self, kind: RightKind) -> Option<&Right> {
        match kind {
            RightKind::Access => &self.access,
            RightKind::Rectification => &self.rectification,
            RightKind::Erasure => &self.erasure,
            RightKind::Restriction => &self.restriction,
            RightKind::Portability => &self.portability,
            RightKind::Objection => &self.objection,
            RightKind::Withdrawal => &self.withdrawal,
            RightKind::HumanReview => &self.human_review,
            RightKind::Complaint => &self.complaint,
        }
        .as_ref()
    }

    /// The rights that the policy states, in the order of the law's own list.
    pub fn iter(&self) -> impl Iterator<Item = (RightKind, &Right)> {
        RightKind::ALL.iter().filter_map(|kind| self.get(*kind).map(|right| (*kind, right)))
    }
}

/// What the policy says about one right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Right {
    /// The article of the GDPR, as in "15"; left out when the policy names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// The term for an answer, from receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_within: Option<Span>,
    /// By how much the term may be extended, with notice (GDPR 12(3)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Span>,
    /// What the right means, in words that a reader understands.
    pub description: Text,
}
