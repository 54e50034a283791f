//! What a real browser saw on the site, for the desk.

use jiff::civil::DateTime;

use super::Notice;

/// The last scan.
#[derive(Debug, Clone)]
pub struct Site {
    /// What was seen; none while nobody has looked.
    pub seen: Option<Seen>,
    /// There is something to look at, something to look with, and the reader may ask for it.
    pub can_look: bool,
    /// What was just done.
    pub notice: Option<Notice>,
}

/// What was seen.
#[derive(Debug, Clone)]
pub struct Seen {
    /// When.
    pub at: DateTime,
    /// It was the organisation's own site, and not an example.
    pub own: bool,
    /// Pages that came.
    pub pages: u64,
    /// What was found.
    pub findings: Vec<Found>,
    /// Each state of a visitor.
    pub states: Vec<StateSeen>,
    /// Everything that was stored.
    pub stored: Vec<Stored>,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is: the name of a cookie, a host, a button.
    pub what: String,
    /// What is wrong with it, in words.
    pub kind: String,
    /// The state in which it was met.
    pub state: StateName,
    /// The page.
    pub page: String,
    /// The clauses that it contradicts.
    pub clauses: Vec<String>,
}

/// A state of a visitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateSeen {
    /// Which.
    pub name: StateName,
    /// Everything was visited.
    pub whole: bool,
    /// Pages that came.
    pub pages: u64,
    /// Things that were stored.
    pub stored: u64,
    /// Requests to others.
    pub to_others: u64,
}

/// The name of a state: the key of its text, and the purpose where one alone was allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateName {
    /// Key of its text.
    pub key: &'static str,
    /// What the purpose is called.
    pub purpose: String,
}

/// Something on the device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its name.
    pub name: String,
    /// The host; none for the site's own.
    pub host: Option<String>,
    /// How long it stays; none until somebody removes it.
    pub life: Option<String>,
    /// In how many states it was there.
    pub states: u64,
}
