//! The public pages.

use jiff::civil::Date;

use super::{Contact, EditionLabel, GapRow, Link, Tally, Verdict};
use crate::html::Html;
use crate::text::key;

/// The first page: what is promised here, and where to read and ask.
#[derive(Debug, Clone)]
pub struct Home {
    /// The edition in force.
    pub edition: EditionLabel,
    /// What the privacy policy calls itself.
    pub privacy_title: String,
    /// What the cookie policy calls itself.
    pub cookies_title: String,
    /// How its promises stand; none before the first check.
    pub tally: Option<Tally>,
    /// Day of the last check.
    pub checked: Option<Date>,
    /// What the law demands and no promise names; empty before the first check.
    pub gaps: Vec<GapRow>,
    /// Within which time requests are answered, in words ("30 dagen").
    pub answer_within: String,
    /// Who answers.
    pub contact: Contact,
    /// Where to complain.
    pub authority: Link,
}

/// Which of the two documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// The privacy policy.
    Privacy,
    /// The cookie policy.
    Cookies,
}

impl DocumentKind {
    /// Its id in the policy.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Privacy => "privacy",
            Self::Cookies => "cookies",
        }
    }

    /// Both.
    pub const ALL: [Self; 2] = [Self::Privacy, Self::Cookies];

    /// Its address without language.
    pub fn path(&self) -> &'static str {
        match self {
            Self::Privacy => "/privacy",
            Self::Cookies => "/cookies",
        }
    }

    /// Its name.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Privacy => key!("menu-privacy"),
            Self::Cookies => key!("menu-cookies"),
        }
    }
}

/// Whether the edition shown is the one that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It holds today.
    InForce,
    /// It held; another does now.
    Past,
    /// Published, but not yet in force.
    Coming,
}

/// A policy document of one edition.
#[derive(Debug, Clone)]
pub struct Document {
    /// Which document.
    pub kind: DocumentKind,
    /// Its title.
    pub title: String,
    /// Products with rules of their own: id and name.
    pub products: Vec<(String, String)>,
    /// The edition.
    pub edition: EditionLabel,
    /// Whether it holds.
    pub standing: Standing,
    /// How the promises in this document stand; none for editions that are not in force.
    pub tally: Option<Tally>,
    /// Name and postal address of the organisation, a line each; for the printed page.
    pub address: Vec<String>,
    /// Its parts, in order.
    pub blocks: Vec<Block>,
}

impl Document {
    /// The headings for the table of contents: level, id, text.
    pub fn contents(&self) -> Vec<(u8, &str, &str)> {
        self.blocks
            .iter()
            .filter_map(|block| match block {
                Block::Heading { level, id, text } if *level <= 3 => {
                    Some((*level, id.as_str(), text.as_str()))
                }
                _ => None,
            })
            .collect()
    }
}

/// A part of a document.
#[derive(Debug, Clone)]
pub enum Block {
    /// A heading below the title: 2 to 4.
    Heading {
        /// 2 to 4.
        level: u8,
        /// Anchor.
        id: String,
        /// Text.
        text: String,
    },
    /// Text that promises nothing.
    Prose(Html),
    /// A clause with its promise.
    Clause(Clause),
}

/// A passage that promises something.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Its id, also its anchor: "S91".
    pub id: String,
    /// The passage.
    pub html: Html,
    /// How its promise stands; none for editions that are not in force.
    pub note: Option<PromiseNote>,
}

/// What is known about a promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromiseNote {
    /// The verdict.
    pub verdict: Verdict,
    /// One sentence with the figures, or the reason why there is no proof.
    pub summary: Option<String>,
    /// What shows it, a line each.
    pub evidence: Vec<String>,
    /// Since when the verdict is so.
    pub since: Option<Date>,
}

/// The additional rules of one product.
#[derive(Debug, Clone)]
pub struct ProductPage {
    /// What it is called.
    pub name: String,
    /// The edition.
    pub edition: EditionLabel,
    /// What is stricter or comes on top, a line each.
    pub rules: Vec<String>,
    /// Its own texts, in order.
    pub blocks: Vec<Block>,
    /// Clauses of the policy as they read for it.
    pub restated: Vec<Clause>,
    /// How its rules stand; none for an edition that is not in force.
    pub tally: Option<Tally>,
}

/// All editions, newest first.
#[derive(Debug, Clone)]
pub struct Editions {
    /// The list.
    pub rows: Vec<EditionRow>,
}

/// One edition of the list.
#[derive(Debug, Clone)]
pub struct EditionRow {
    /// Its name and days.
    pub edition: EditionLabel,
    /// Whether it holds.
    pub standing: Standing,
    /// How many promises it makes.
    pub promises: usize,
    /// Whether an edition was in force before it, so that there is something to compare.
    pub follows: bool,
}

impl EditionRow {
    /// Its address: the day from which it is in force.
    pub fn path(&self, kind: &DocumentKind) -> String {
        match self.standing {
            Standing::InForce => kind.path().to_owned(),
            Standing::Past | Standing::Coming => format!("{}/{}", kind.path(), self.edition.from),
        }
    }

    /// The address of what it changed.
    pub fn changes(&self) -> String {
        format!("/editions/{}", self.edition.from)
    }
}

/// What an edition changed.
#[derive(Debug, Clone)]
pub struct Changes {
    /// The edition before it.
    pub from: EditionLabel,
    /// The edition.
    pub to: EditionLabel,
    /// Whether it holds.
    pub standing: Standing,
    /// How many changes widen, narrow, and only say it in other words.
    pub counts: [(Change, usize); 3],
    /// The purposes for which consent is asked again.
    pub asks_again: Vec<String>,
    /// The changed facts, the widest first.
    pub facts: Vec<ChangedFact>,
    /// The changed clauses in their order.
    pub clauses: Vec<ChangedClause>,
}

/// What a change means for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// More is done with data, or people get less.
    Widening,
    /// Less is done with data, or people get more.
    Narrowing,
    /// The same in other words.
    Wording,
}

impl Change {
    /// Its name.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Widening => key!("change-widening"),
            Self::Narrowing => key!("change-narrowing"),
            Self::Wording => key!("change-wording"),
        }
    }

    /// The class of its mark.
    pub fn class(&self) -> &'static str {
        match self {
            Self::Widening => "widening",
            Self::Narrowing => "narrowing",
            Self::Wording => "wording",
        }
    }
}

/// A changed fact in words.
#[derive(Debug, Clone)]
pub struct ChangedFact {
    /// What it means.
    pub change: Change,
    /// It in words.
    pub what: String,
}

/// A changed clause.
#[derive(Debug, Clone)]
pub struct ChangedClause {
    /// Its id.
    pub id: String,
    /// What it means.
    pub change: Change,
    /// Why it is judged so.
    pub why: String,
    /// Its words.
    pub words: Vec<ChangedWords>,
}

/// A run of words.
#[derive(Debug, Clone)]
pub enum ChangedWords {
    /// They stayed.
    Same(String),
    /// They went.
    Gone(String),
    /// They came.
    New(String),
}
