//! What the systems themselves show: what is on their maps, and what thorough looks at them found.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The systems of the edition, one by one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SystemsEvidence {
    /// When this was gathered; each look has its own time.
    pub at: Timestamp,
    /// The systems, by id.
    pub systems: Vec<SystemLook>,
}

/// How a system is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SystemReach {
    /// A database that can be looked into.
    Database,
    /// A service, or a store of files, that shows only what it is asked for.
    Service,
    /// Nobody but its holder can look into it.
    ByHand,
    /// This installation does not use it.
    NotInUse,
    /// It has no usable address.
    Unknown,
}

/// One system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SystemLook {
    /// The system: an id.
    pub system: String,
    /// How it is reached.
    pub reach: SystemReach,
    /// Who holds it: a recipient's id; the organisation itself when none.
    pub recipient: Option<String>,
    /// The purposes it serves: ids.
    pub purposes: Vec<String>,
    /// The data categories that its map names where no collections do: ids.
    pub categories: Vec<String>,
    /// Its collections.
    pub collections: Vec<CollectionLook>,
    /// The last look for personal columns that nobody classified.
    pub personal: Option<PersonalLook>,
    /// The last search for card and account numbers.
    pub payment: Option<PaymentLook>,
    /// The data categories that its connector sends to it, as declared; absent when nobody can see what is sent.
    pub sends: Option<Vec<String>>,
    /// Whether its own screens keep staff from archived data; absent when nobody can see that.
    pub archive_closed: Option<bool>,
}

/// A collection of a system, as its map describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CollectionLook {
    /// The collection: an id.
    pub collection: String,
    /// The purpose it is kept for: an id.
    pub purpose: Option<String>,
    /// The data categories of its fields: ids.
    pub categories: Vec<String>,
    /// Whether a path leads from a person to it as their own.
    pub own: bool,
    /// Whether a path leads from a person to it because they stand in it.
    pub mentions: bool,
    /// Where its data come from, as its map says; absent when the policy says so for each category.
    #[serde(default)]
    pub source: Option<String>,
}

/// What a look for personal columns found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonalLook {
    /// When.
    pub at: Timestamp,
    /// Columns of mapped tables that nobody classified, and tables that the map does not know.
    pub unmapped: u64,
    /// Of their columns, those that look personal: `table.column`.
    pub personal: Vec<String>,
    /// Tables that could not be read.
    pub unread: u64,
}

/// What a search for card and account numbers found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentLook {
    /// When.
    pub at: Timestamp,
    /// Where such numbers stand: `table.column`, with how many rows. Never a number.
    pub found: Vec<(String, u64)>,
    /// Rows that were read.
    pub rows: u64,
    /// Tables that could not be read.
    pub unread: u64,
}

impl SystemLook {
    /// Whether it is a database that somebody can look into.
    pub fn is_database(&self) -> bool {
        self.reach == SystemReach::Database
    }

    /// Every data category on its map.
    pub fn all_categories(&self) -> impl Iterator<Item = &String> {
        self.categories.iter().chain(self.collections.iter().flat_map(|collection| &collection.categories))
    }
}
