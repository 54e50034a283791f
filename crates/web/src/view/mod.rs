//! What each page shows, as plain data: no request, no database, no rule.
//!
//! One module per face; what faces share is here and in the private modules beside them. A page's struct is
//! filled by its handler and rendered by its template ([`crate::page`]), so every page can be rendered in tests
//! from invented contexts: empty, typical, hostile. Days and moments are civil: the handler has put them into
//! the organisation's time zone.

pub mod account;
pub mod choices;
pub mod complain;
pub mod demo;
pub mod desk;
mod fault;
mod happening;
pub mod letters;
pub mod messages;
mod notice;
pub mod portal;
pub mod problem;
mod promise;
mod request;
pub mod scan;
pub mod site;
pub mod site_ask;

use jiff::civil::Date;

pub use fault::{FieldError, Trouble};
pub use happening::{Event, Happening};
pub use notice::Notice;
pub use promise::{GapRow, Tally, Verdict};
pub use request::{Place, Right, Stage, Station, StepState};

/// How to reach the people who answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Name or function of the contact person.
    pub name: String,
    /// Address to write to.
    pub email: String,
    /// Number to call.
    pub phone: Option<String>,
}

/// A name with an address elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What is linked.
    pub name: String,
    /// Where to.
    pub url: String,
}

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct YearMonth {
    /// Year.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
}

impl std::str::FromStr for YearMonth {
    type Err = ();

    /// Reads "2026-12".
    fn from_str(text: &str) -> Result<Self, ()> {
        let (year, month) = text.split_once('-').ok_or(())?;
        let month: i8 = month.parse().map_err(|_| ())?;
        let year = year.parse().map_err(|_| ())?;
        if (1..=12).contains(&month) { Ok(Self { year, month }) } else { Err(()) }
    }
}

/// An edition, named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionLabel {
    /// Its own name, such as "2026-12-01".
    pub label: String,
    /// First day on which it is in force.
    pub from: Date,
    /// Last day on which it was in force; none while it is.
    pub until: Option<Date>,
    /// SHA-256 of the edition, hexadecimal.
    pub hash: String,
}

impl EditionLabel {
    /// The first twelve characters of the hash: enough to compare by eye.
    pub fn short_hash(&self) -> &str {
        self.hash.get(..12).unwrap_or(&self.hash)
    }
}
