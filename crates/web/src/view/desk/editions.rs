//! Editions on their way: what each changes, where it is, and what can be done with it.

use jiff::civil::Date;

use crate::text::key;
use crate::view::Notice;
use crate::view::site::{Change, ChangedClause, ChangedFact};

/// The editions on their way and those that were.
#[derive(Debug, Clone)]
pub struct Drafts {
    /// The list, the latest first.
    pub rows: Vec<Way>,
    /// What was just done.
    pub notice: Option<Notice>,
}

/// Where an edition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftStage {
    /// It compiles.
    Draft,
    /// Its text is clean.
    Checked,
    /// A second person allowed it.
    Approved,
    /// People are told.
    Announced,
    /// It holds.
    InForce,
    /// Another one holds.
    Superseded,
    /// It was given up.
    Dropped,
}

impl DraftStage {
    /// The stages of the way, in order; an edition that was given up is on none of them.
    pub const WAY: [Self; 6] =
        [Self::Draft, Self::Checked, Self::Approved, Self::Announced, Self::InForce, Self::Superseded];

    /// By its word.
    pub fn of(word: &str) -> Self {
        match word {
            "draft" => Self::Draft,
            "checked" => Self::Checked,
            "approved" => Self::Approved,
            "announced" => Self::Announced,
            "in-force" => Self::InForce,
            "superseded" => Self::Superseded,
            _ => Self::Dropped,
        }
    }

    /// Its name.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Draft => key!("edition-stage-draft"),
            Self::Checked => key!("edition-stage-checked"),
            Self::Approved => key!("edition-stage-approved"),
            Self::Announced => key!("edition-stage-announced"),
            Self::InForce => key!("edition-stage-in-force"),
            Self::Superseded => key!("edition-stage-superseded"),
            Self::Dropped => key!("edition-stage-dropped"),
        }
    }

    /// The class of its mark.
    pub fn class(&self) -> &'static str {
        match self {
            Self::Draft | Self::Checked | Self::Approved => "by-hand",
            Self::Announced => "running",
            Self::InForce => "done",
            Self::Superseded | Self::Dropped => "none",
        }
    }
}

/// A stage of the way, and whether the edition has been there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WayStep {
    /// Which.
    pub stage: DraftStage,
    /// It is there now.
    pub here: bool,
    /// It has been there.
    pub past: bool,
}

/// An edition on its way.
#[derive(Debug, Clone)]
pub struct Way {
    /// Its hash.
    pub hash: String,
    /// Its label.
    pub version: String,
    /// The first day on which it is to hold.
    pub from: Date,
    /// Where it is.
    pub stage: DraftStage,
    /// How many changes widen, narrow, and only say it in other words.
    pub changes: [(Change, usize); 3],
    /// What was found in its text that must be mended.
    pub findings: u64,
    /// How many people are told by mail, and how many were.
    pub told: (u64, u64),
    /// How many cannot be reached.
    pub unreachable: u64,
}

impl Way {
    /// The stages with where it is.
    pub fn steps(&self) -> Vec<WayStep> {
        let place = DraftStage::WAY.iter().position(|stage| *stage == self.stage);
        DraftStage::WAY
            .iter()
            .enumerate()
            .map(|(number, stage)| WayStep {
                stage: *stage,
                here: place == Some(number),
                past: place.is_some_and(|place| number < place),
            })
            .collect()
    }
}

/// What the reader can do with an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// Nothing.
    Nothing,
    /// Nothing, because they drafted it: a second person must.
    NotYours,
    /// Nothing, because its text must be mended.
    Mend,
    /// Allow it.
    Approve,
    /// Announce it.
    Announce,
    /// Nothing, because its first day is too near: the first day that it could have.
    TooSoon(Date),
}

/// One edition with what it changes.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The edition.
    pub way: Way,
    /// Who drafted it.
    pub drafted_by: String,
    /// Whether it changes what is done with data.
    pub material: bool,
    /// The purposes whose consents it ends.
    pub asks_again: Vec<String>,
    /// The changed facts, the widest first.
    pub facts: Vec<ChangedFact>,
    /// The changed clauses.
    pub clauses: Vec<ChangedClause>,
    /// What can be done.
    pub next: NextStep,
    /// Whether it may be given up.
    pub can_drop: bool,
    /// What was just done.
    pub notice: Option<Notice>,
}
