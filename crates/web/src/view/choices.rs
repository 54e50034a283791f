//! Choices of visitors: what they chose, for the desk; one's own, for the portal.

use jiff::civil::{Date, DateTime};

use super::{FieldError, Notice};
use crate::chart::Days;

/// What visitors chose.
#[derive(Debug, Clone)]
pub struct Choices {
    /// The first day that is counted.
    pub from: Date,
    /// The last one.
    pub to: Date,
    /// All choices of these days.
    pub total: u64,
    /// Per day; none when nobody chose.
    pub chart: Option<Days>,
    /// How often each purpose was allowed.
    pub purposes: Vec<Share>,
    /// Where and how people chose.
    pub ways: Vec<Way>,
    /// From browsers that ask not to be followed.
    pub signalled: u64,
    /// What a site puts into its pages; none when this policy asks for nothing.
    pub script: Option<String>,
    /// The sites on which it asks.
    pub sites: Vec<String>,
}

/// How often something was allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// What it is called.
    pub name: String,
    /// How often it was allowed.
    pub allowed: u64,
    /// How often it was asked.
    pub asked: u64,
}

impl Share {
    /// In whole percents, rounded down: what is not everybody is never shown as everybody.
    pub fn percent(&self) -> u64 {
        (self.allowed * 100).checked_div(self.asked).unwrap_or(0)
    }

    /// Length of the bar, in units of its picture of 400.
    pub fn bar(&self) -> u64 {
        self.percent() * 4
    }
}

/// A way of choosing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Key of its text.
    pub key: &'static str,
    /// How often.
    pub count: u64,
}

/// One's own choices.
#[derive(Debug, Clone)]
pub struct OwnChoices {
    /// The choices that are tied to the account, the latest first.
    pub rows: Vec<OwnChoice>,
    /// What was typed, after a mistake.
    pub error: Option<FieldError>,
    /// What was just done.
    pub notice: Option<Notice>,
    /// The number in the cookie of this very site, when it has one.
    pub here: Option<String>,
}

/// One of them.
#[derive(Debug, Clone)]
pub struct OwnChoice {
    /// The pseudonym under which it stands.
    pub subject: String,
    /// When.
    pub at: DateTime,
    /// On which site.
    pub site: String,
    /// What was allowed.
    pub allowed: Vec<String>,
    /// What was refused.
    pub refused: Vec<String>,
    /// Until when it counts; none: until something else is decided.
    pub until: Option<Date>,
    /// A later one took its place.
    pub replaced: bool,
    /// The first row under this pseudonym: it has the button for untying.
    pub first: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_never_rounded_up_to_everybody() {
        let share = |allowed, asked| Share { name: String::new(), allowed, asked };
        for (allowed, asked, percent, bar) in
            [(0, 0, 0, 0), (0, 7, 0, 0), (1, 3, 33, 132), (999, 1000, 99, 396), (5, 5, 100, 400)]
        {
            let share = share(allowed, asked);
            assert_eq!((share.percent(), share.bar()), (percent, bar), "{allowed} of {asked}");
        }
    }
}
