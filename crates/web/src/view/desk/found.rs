//! Why rows were found for a request.

use crate::html::Html;
use crate::view::Right;

/// Why rows were found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The request.
    pub id: String,
    /// What people call it by.
    pub reference: String,
    /// The right that is exercised.
    pub right: Right,
    /// It is still known whom it is about.
    pub known: bool,
    /// The systems that can be searched.
    pub systems: Vec<FoundSystem>,
}

/// What a search of one system showed.
#[derive(Debug, Clone)]
pub struct FoundSystem {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What was found.
    pub outcome: FoundOutcome,
}

/// What was found.
#[derive(Debug, Clone)]
pub enum FoundOutcome {
    /// Nothing.
    Nothing,
    /// It does not answer.
    Problem(String),
    /// Rows.
    Ways {
        /// The tree of ways.
        picture: Html,
        /// Rows of the person.
        own: u64,
        /// Rows of others.
        others: u64,
        /// The same in words: every rule that led to rows.
        ways: Vec<FoundWay>,
    },
}

/// A rule that led to rows.
#[derive(Debug, Clone)]
pub struct FoundWay {
    /// From what is known of the person to the rows.
    pub steps: Vec<String>,
    /// The table.
    pub table: Option<String>,
    /// The rule.
    pub rule: String,
    /// The rows are somebody else's.
    pub others: bool,
    /// Keys of the rows.
    pub keys: Vec<String>,
    /// How many more.
    pub more: u64,
}

impl FoundWay {
    /// How many rows.
    pub fn count(&self) -> u64 {
        self.keys.len() as u64 + self.more
    }
}
