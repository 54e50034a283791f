//! The systems that hold personal data: whether they answer, and whether they are as their maps say.

use jiff::civil::DateTime;

use crate::text::key;
use crate::view::{Notice, Trouble};

/// The systems that hold personal data.
#[derive(Debug, Clone)]
pub struct Systems {
    /// The list.
    pub rows: Vec<SystemRow>,
    /// The reader may have them looked at now.
    pub can_look: bool,
    /// What was just done.
    pub notice: Option<Notice>,
}

/// One system.
#[derive(Debug, Clone)]
pub struct SystemRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who holds it.
    pub holder: String,
    /// Countries, in words.
    pub countries: Option<String>,
    /// The software.
    pub software: Option<String>,
    /// Whether it can be reached.
    pub health: Health,
    /// When it was last tried.
    pub probed: Option<DateTime>,
    /// What is wrong, what it means, what to do.
    pub problem: Option<Trouble>,
    /// How many collections its map has.
    pub collections: usize,
    /// Columns that the map does not classify: table.column.
    pub unclassified: Vec<String>,
    /// Tables that the map does not know.
    pub unknown_tables: Vec<String>,
    /// Columns that are searched without an index: table.column.
    pub slow: Vec<String>,
    /// Other ways in which the system differs from its map, in words.
    pub other_drift: Vec<String>,
    /// The last thorough look; none: it was never looked at, or cannot be.
    pub look: Option<Look>,
}

/// What the last thorough look at a system found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// When it was looked at for personal columns that nobody classified.
    pub personal: Option<DateTime>,
    /// Those columns: table.column and what they seem to hold.
    pub suspects: Vec<(String, String)>,
    /// When it was searched for card and account numbers.
    pub payment: Option<DateTime>,
    /// Where they stand: table.column, and in how many rows.
    pub numbers: Vec<(String, u64)>,
    /// Tables that could not be read.
    pub unread: Vec<String>,
}

/// Whether a system can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// It answers.
    Up,
    /// It does not.
    Down,
    /// Not tried yet.
    Untried,
    /// There is no interface: people do it.
    Manual,
    /// This installation does not use it.
    Unused,
}

impl Health {
    /// In words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Up => key!("health-up"),
            Self::Down => key!("health-down"),
            Self::Untried => key!("health-untried"),
            Self::Manual => key!("health-manual"),
            Self::Unused => key!("part-not-in-use"),
        }
    }

    /// Class name.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Untried => "untried",
            Self::Manual => "manual",
            Self::Unused => "none",
        }
    }
}
