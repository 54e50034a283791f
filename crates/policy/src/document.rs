//! What people read: documents of sections of passages, resolved for one language.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use kernel::Language;
use serde::{Deserialize, Deserializer, Serialize};

/// The id of a clause: letters and a number, as in "S91". Ids sort by their letters, then by their number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct ClauseId(String);

/// The text is no clause id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{given}” is no clause id; a clause id is one to four capitals and a number without leading zero, as in “S91”"
)]
pub struct ClauseIdError {
    /// What was given, cut to a readable length.
    pub given: String,
}

impl ClauseId {
    /// The id as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parts(&self) -> (&str, u32) {
        let digits = self.0.find(|c: char| c.is_ascii_digit()).unwrap_or(self.0.len());
        let (letters, number) = self.0.split_at(digits);
        (letters, number.parse().unwrap_or(0))
    }
}

impl FromStr for ClauseId {
    type Err = ClauseIdError;

    fn from_str(text: &str) -> Result<Self, ClauseIdError> {
        let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
        let (head, number) = text.split_at(letters);
        let number_ok = (1..=6).contains(&number.len())
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && !number.starts_with('0');
        if (1..=4).contains(&head.len()) && number_ok {
            Ok(Self(text.to_owned()))
        } else {
            Err(ClauseIdError { given: text.chars().take(40).collect() })
        }
    }
}

impl<'de> Deserialize<'de> for ClauseId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Ord for ClauseId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts().cmp(&other.parts())
    }
}

impl PartialOrd for ClauseId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for ClauseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A document in one language: the privacy policy, the cookie policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its id, the same in every language, as in "privacy".
    pub id: String,
    /// The language of this text.
    pub language: Language,
    /// The title, plain text.
    pub title: String,
    /// The sections in reading order. The first may be without heading: what stands before the first one.
    pub sections: Vec<Section>,
}

impl Document {
    /// Every passage in reading order.
    pub fn passages(&self) -> impl Iterator<Item = &Passage> {
        self.sections.iter().flat_map(|section| &section.passages)
    }
}

/// A heading and what stands under it, up to the next heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// 1 to 6 as in Markdown; 0 for the lead, which has no heading.
    pub level: u8,
    /// The heading, plain text; empty for the lead.
    pub heading: String,
    /// The anchor for links to this section: from the heading, unique in the document. Empty for the lead.
    pub anchor: String,
    /// The passages in reading order.
    pub passages: Vec<Passage>,
}

/// A piece of text; a clause when it promises something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// The clause that this passage is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<Clause>,
    /// The text as Markdown, every placeholder resolved. See [`crate::render`].
    pub markdown: String,
}

/// What a passage promises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// The clause's id.
    pub id: ClauseId,
    /// The name of the promise it makes; see [`crate::promise::find`].
    pub promise: String,
    /// The parameters: ids of facts, by topic.
    #[serde(default)]
    pub params: BTreeMap<String, Vec<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clause_ids_sort_by_number() {
        let mut ids: Vec<ClauseId> =
            ["S10", "S2", "G1", "S134"].iter().map(|id| id.parse().unwrap()).collect();
        ids.sort();
        let text: Vec<&str> = ids.iter().map(ClauseId::as_str).collect();
        assert_eq!(text, ["G1", "S2", "S10", "S134"]);
    }

    #[test]
    fn what_is_no_clause_id() {
        for text in ["", "S", "1", "s1", "S01", "S1a", "SSSSS1", "S1234567", "S 1", "é1"] {
            assert!(text.parse::<ClauseId>().is_err(), "{text}");
        }
    }
}
