//! What a promise says after looking at evidence.

use jiff::Timestamp;
use kernel::Text;
use serde::{Deserialize, Serialize};

use crate::values::words;

words! {
    /// The outcome for one clause.
    pub enum Verdict {
        /// Evidence shows that the promise is kept.
        Kept = "kept", "nagekomen", "kept";
        /// Evidence shows that it is not.
        Broken = "broken", "niet nagekomen", "broken";
        /// Nothing recent enough shows either.
        Unproven = "unproven", "nog niet aangetoond", "unproven";
        /// The law overrules the clause: what holds is the law.
        Void = "void", "vervallen: de wet gaat voor", "void: the law goes first";
    }
}

/// One thing that can be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceItem {
    /// What kind of thing: "archive", "register", "drill", "law" and so on.
    pub kind: String,
    /// What it shows, in words.
    pub text: Text,
    /// The figure in it, when there is one worth showing on its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<i64>,
    /// When it was established.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
}

impl EvidenceItem {
    /// Something that can be shown.
    pub fn new(kind: &str, nl: impl Into<String>, en: impl Into<String>) -> Self {
        Self { kind: kind.to_owned(), text: text(nl, en), figure: None, at: None }
    }

    /// With a figure.
    #[must_use]
    pub fn figure(mut self, figure: u64) -> Self {
        self.figure = i64::try_from(figure).ok();
        self
    }

    /// With the moment at which it was established.
    #[must_use]
    pub fn at(mut self, at: Timestamp) -> Self {
        self.at = Some(at);
        self
    }
}

/// A verdict with its grounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// The outcome.
    pub verdict: Verdict,
    /// Why, in one sentence.
    pub reason: Text,
    /// What shows it. Never empty when the verdict is kept, broken or void.
    pub evidence: Vec<EvidenceItem>,
    /// What would change the verdict.
    pub would_change: Text,
}

/// A text from its two languages.
pub(crate) fn text(nl: impl Into<String>, en: impl Into<String>) -> Text {
    Text { nl: nl.into(), en: en.into() }
}

impl Judgement {
    /// Kept, when there is evidence; unproven without any.
    pub fn kept(reason: Text, evidence: Vec<EvidenceItem>, would_change: Text) -> Self {
        if evidence.is_empty() {
            let missing = text("Er is geen bewijs.", "There is no evidence.");
            return Self::unproven(missing, text("Bewijs.", "Evidence."));
        }
        Self { verdict: Verdict::Kept, reason, evidence, would_change }
    }

    /// Broken, with what shows it.
    pub fn broken(reason: Text, evidence: Vec<EvidenceItem>, would_change: Text) -> Self {
        Self { verdict: Verdict::Broken, reason, evidence, would_change }
    }

    /// Unproven, with what is missing.
    pub fn unproven(reason: Text, would_change: Text) -> Self {
        Self { verdict: Verdict::Unproven, reason, evidence: Vec::new(), would_change }
    }

    /// Void: overruled by `laws`.
    pub fn void(reason: Text, laws: Vec<EvidenceItem>, would_change: Text) -> Self {
        Self { verdict: Verdict::Void, reason, evidence: laws, would_change }
    }

    /// The same with evidence that was seen but did not decide.
    #[must_use]
    pub fn seen(mut self, evidence: Vec<EvidenceItem>) -> Self {
        self.evidence.extend(evidence);
        self
    }
}
