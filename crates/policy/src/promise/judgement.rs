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

    /// The text for everybody: a count of people's doings below [`FEWEST`] is not told, because so few could be
    /// recognised.
    pub fn public(&self) -> Text {
        let few = self.figure.filter(|count| (1..FEWEST).contains(count));
        let Some(count) = few.filter(|_| ABOUT_PEOPLE.contains(&self.kind.as_str())) else {
            return self.text.clone();
        };
        text(
            masked(&self.text.nl, count, " van ", &format!("minder dan {FEWEST}")),
            masked(&self.text.en, count, " of ", &format!("fewer than {FEWEST}")),
        )
    }

    /// With the moment at which it was established.
    #[must_use]
    pub fn at(mut self, at: Timestamp) -> Self {
        self.at = Some(at);
        self
    }
}

/// The smallest count about people that everybody may read.
pub const FEWEST: i64 = 5;

/// The kinds of evidence that count what people did, asked or got.
const ABOUT_PEOPLE: &[&str] = &[
    "request",
    "register",
    "receipt",
    "archive",
    "delivery",
    "ending",
    "objection",
    "restriction",
    "choices",
    "consent-text",
    "manifest",
    "proof",
    "purge",
    "mail",
];

/// A text with a count, and with "so many of so many", taken out.
fn masked(said: &str, count: i64, of: &str, few: &str) -> String {
    let both = format!("{count}{of}{count}");
    let said = said.replace(&both, &count.to_string());
    let mut out = String::new();
    for (place, word) in said.split(' ').enumerate() {
        if place > 0 {
            out.push(' ');
        }
        out.push_str(if word == count.to_string() { few } else { word });
    }
    out
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_people_are_not_counted_for_everybody() {
        let item = |kind, count: u64| {
            EvidenceItem::new(
                kind,
                format!("{count} van {count} verzoeken"),
                format!("{count} of {count} requests"),
            )
            .figure(count)
        };
        assert_eq!(item("request", 31).public().en, "31 of 31 requests");
        assert_eq!(item("request", 5).public().nl, "5 van 5 verzoeken");
        assert_eq!(item("request", 4).public().en, "fewer than 5 requests");
        assert_eq!(item("request", 1).public().nl, "minder dan 5 verzoeken");
        assert_eq!(item("request", 0).public().nl, "0 van 0 verzoeken");
        assert_eq!(item("map", 2).public().en, "2 of 2 requests", "tables are nobody");
        let days =
            EvidenceItem::new("pace", "de helft binnen 3 dagen", "half of them within 3 days").figure(3);
        assert_eq!(days.public().en, "half of them within 3 days", "a pace is nobody");
    }
}
