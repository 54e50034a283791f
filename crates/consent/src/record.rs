//! The proof of a choice: what stands in a row, and the one text of it that the ledger attests.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::Language;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$case_doc:meta])* $case:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $($(#[$case_doc])* #[serde(rename = $text)] $case),* }

        impl $name {
            /// Every case.
            pub const ALL: &[Self] = &[$(Self::$case),*];

            /// Its word, as it stands in rows and texts.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$case => $text),* }
            }

            /// The case with this word.
            pub fn from_word(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|case| case.as_str() == text)
            }
        }
    };
}

words! {
    /// Where on the page the choice was made.
    Layer {
        /// The first question.
        First = "first-layer",
        /// The list of purposes and services.
        Second = "second-layer",
        /// What stands in the place of something that was not loaded.
        Placeholder = "placeholder",
        /// Wherever it was: something that was allowed is no longer.
        Withdrawal = "withdrawal",
        /// The page that the confirmation of a letter leads to ([`crate::letters`]); no banner sends it.
        Letter = "letter",
    }
}

words! {
    /// By which control.
    Control {
        /// “Accept all”.
        Accept = "accept",
        /// “Refuse all”.
        Refuse = "refuse",
        /// “Save choice”.
        Save = "save",
        /// The cross, Escape, or the browser's own way of closing.
        Close = "close",
        /// “Allow” on a placeholder.
        Allow = "allow",
        /// The site's or app's own control, through the interface for programs.
        Api = "api",
        /// “Yes, send it to me”, behind the link of a confirmation; no banner sends it.
        Confirm = "confirm",
        /// The way out that every letter has: one click of a mail program, or its page; no banner sends it.
        Unsubscribe = "unsubscribe",
    }
}

words! {
    /// What came of it.
    Outcome {
        /// Everything that was asked is allowed.
        All = "all",
        /// Something is, something is not.
        Some = "some",
        /// Nothing is.
        None = "none",
    }
}

impl Control {
    /// Whether it belongs to letters ([`crate::letters`]), and not to a banner.
    pub fn is_of_letters(self) -> bool {
        matches!(self, Self::Confirm | Self::Unsubscribe)
    }
}

/// A decision per id.
pub type Decisions = BTreeMap<String, bool>;

/// The proof of one choice. Who chose is a pseudonym; no network address and no page is part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    // The fields stand in the order of the alphabet: the text of a record has its keys sorted.
    /// When, by the visitor's clock. With the subject it names the record.
    pub at: Timestamp,
    /// By which control.
    pub control: Control,
    /// SHA-256 of the edition.
    pub edition: String,
    /// Whether the browser asked not to be followed.
    pub gpc: bool,
    /// In which language it was asked.
    pub language: Language,
    /// On which layer.
    pub layer: Layer,
    /// Per purpose: allowed when each of its services is.
    pub purposes: Decisions,
    /// When it was recorded, by our clock.
    pub recorded: Timestamp,
    /// Per service.
    pub services: Decisions,
    /// SHA-256 of the text that was shown ([`crate::offer::Shown`]).
    pub shown: String,
    /// The site on which it counts: a host name.
    pub site: String,
    /// Who chose: [`subject`] of the random id on the device.
    pub subject: String,
}

impl Record {
    /// Whether it is about letters, and so about no service of a site.
    pub fn is_of_letters(&self) -> bool {
        self.control.is_of_letters()
    }

    /// The one text of it. The ledger attests its salted hash.
    pub fn text(&self) -> String {
        // Nothing in it can fail to be written: maps have text keys, times are in range.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What came of it.
    pub fn outcome(&self) -> Outcome {
        // A letter comes from no service of the site.
        let decided = if self.is_of_letters() { &self.purposes } else { &self.services };
        let allowed = decided.values().filter(|allowed| **allowed).count();
        match allowed {
            0 => Outcome::None,
            all if all == decided.len() => Outcome::All,
            _ => Outcome::Some,
        }
    }

    /// The ids on one side of the decisions, with a space between them.
    pub fn side(decisions: &Decisions, allowed: bool) -> String {
        let ids = decisions.iter().filter(|(_, it)| **it == allowed).map(|(id, _)| id.as_str());
        ids.collect::<Vec<_>>().join(" ")
    }

    /// Decisions again from their two sides.
    pub fn decisions(allowed: &str, refused: &str) -> Decisions {
        let side = |ids: &str, it: bool| -> Vec<(String, bool)> {
            ids.split(' ').filter(|id| !id.is_empty()).map(|id| (id.to_owned(), it)).collect()
        };
        side(allowed, true).into_iter().chain(side(refused, false)).collect()
    }
}

/// How many digits a consent id has: 128 random bits.
pub const ID_DIGITS: usize = 32;

/// The pseudonym of whoever holds a consent id: its SHA-256. The id itself, which stands in the visitor's cookie, is
/// not kept. It is random, so nobody finds it by trying; whoever has it can show that a record is theirs. Nothing when
/// it is no id.
pub fn subject(id: &str) -> Option<String> {
    let random =
        id.len() == ID_DIGITS && id.bytes().all(|it| it.is_ascii_digit() || (b'a'..=b'f').contains(&it));
    random.then(|| hex::encode(Sha256::digest(id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_has_sorted_keys_and_reads_back() {
        let record = Record {
            at: "2026-12-02T09:00:00.123Z".parse().unwrap(),
            control: Control::Save,
            edition: "ab".into(),
            gpc: false,
            language: Language::Nl,
            layer: Layer::Second,
            purposes: Record::decisions("analytics", "marketing"),
            recorded: "2026-12-02T09:00:01Z".parse().unwrap(),
            services: Record::decisions("ga", "meta"),
            shown: "cd".into(),
            site: "www.leskracht.example".into(),
            subject: "ef".into(),
        };
        let text = record.text();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), text, "serde_json sorts keys");
        assert_eq!(serde_json::from_str::<Record>(&text).unwrap(), record);
        assert_eq!(record.outcome(), Outcome::Some);
        assert_eq!(Record::side(&record.services, true), "ga");
        assert_eq!(Record::decisions("", ""), Decisions::new());
    }

    #[test]
    fn only_a_random_id_has_a_pseudonym() {
        let id = "0123456789abcdef0123456789abcdef";
        assert_eq!(subject(id).unwrap().len(), 64);
        for wrong in ["", "x", &id[1..], &id.to_uppercase(), "jan@school.example", &format!("{id}0")] {
            assert_eq!(subject(wrong), None, "{wrong}");
        }
    }
}
