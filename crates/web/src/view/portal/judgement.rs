//! What a person of the organisation found, where that is the answer.

use crate::text::key;

/// What was found, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// What.
    pub found: Found,
    /// As the person reads it.
    pub words: String,
}

/// What can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The automated decision was right and stays.
    Upheld,
    /// The automated decision is another now.
    Changed,
    /// No automated decision was taken about this person.
    NotAutomated,
    /// A reply to a complaint.
    Replied,
}

impl Found {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Upheld, Self::Changed, Self::NotAutomated, Self::Replied];

    /// In words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Upheld => key!("found-upheld"),
            Self::Changed => key!("found-changed"),
            Self::NotAutomated => key!("found-not-automated"),
            Self::Replied => key!("found-replied"),
        }
    }

    /// Its value in the form.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Upheld => "upheld",
            Self::Changed => "changed",
            Self::NotAutomated => "not-automated",
            Self::Replied => "replied",
        }
    }
}
