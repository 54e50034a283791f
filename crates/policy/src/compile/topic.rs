//! The topics that facts are grouped by, and that references name.

use serde::{Deserialize, Serialize};

/// A group of facts with ids of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// `facts/subjects.toml`.
    Subject,
    /// `facts/categories.toml`.
    Category,
    /// `facts/purposes.toml`.
    Purpose,
    /// `facts/recipients.toml`.
    Recipient,
    /// `facts/services.toml`.
    Service,
    /// `facts/retention.toml`.
    Term,
    /// `facts/rights.toml`.
    Right,
    /// `facts/security.toml`.
    Measure,
    /// `facts/figures.toml`.
    Figure,
    /// `facts/systems/*.toml`.
    System,
}

impl Topic {
    /// Every topic.
    pub const ALL: [Self; 10] = [
        Self::Subject,
        Self::Category,
        Self::Purpose,
        Self::Recipient,
        Self::Service,
        Self::Term,
        Self::Right,
        Self::Measure,
        Self::Figure,
        Self::System,
    ];

    /// The word for one: the table in the file, the parameter on a clause.
    pub fn singular(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Category => "category",
            Self::Purpose => "purpose",
            Self::Recipient => "recipient",
            Self::Service => "service",
            Self::Term => "term",
            Self::Right => "right",
            Self::Measure => "measure",
            Self::Figure => "figure",
            Self::System => "system",
        }
    }

    /// The word for many: the first part of a path in prose.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Subject => "subjects",
            Self::Category => "categories",
            Self::Purpose => "purposes",
            Self::Recipient => "recipients",
            Self::Service => "services",
            Self::Term => "terms",
            Self::Right => "rights",
            Self::Measure => "measures",
            Self::Figure => "figures",
            Self::System => "systems",
        }
    }

    /// The topic with this singular word.
    pub fn from_singular(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.singular() == word)
    }

    /// The topic with this plural word.
    pub fn from_plural(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.plural() == word)
    }

    /// The file that holds the facts of this topic.
    pub(crate) fn file(self) -> &'static str {
        match self {
            Self::Subject => "facts/subjects.toml",
            Self::Category => "facts/categories.toml",
            Self::Purpose => "facts/purposes.toml",
            Self::Recipient => "facts/recipients.toml",
            Self::Service => "facts/services.toml",
            Self::Term => "facts/retention.toml",
            Self::Right => "facts/rights.toml",
            Self::Measure => "facts/security.toml",
            Self::Figure => "facts/figures.toml",
            Self::System => "facts/systems",
        }
    }
}
