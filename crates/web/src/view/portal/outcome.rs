//! What happens to data, line by line.

use jiff::civil::Date;

use crate::text::key;

/// Data that stay for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptLine {
    /// How many.
    pub count: u64,
    /// Which: names of collections; none where only the sum is known.
    pub of: Vec<String>,
    /// Why, with the law when there is one.
    pub reason: String,
    /// The first days on which they may go, the earliest first, each with how many; empty when no day is set.
    pub releases: Vec<(Date, u64)>,
}

impl KeptLine {
    /// So many days are named one by one; of more, the first and the last.
    const NAMED: usize = 8;

    /// The one day on which all of them may go.
    pub fn until(&self) -> Option<&Date> {
        match self.releases.as_slice() {
            [(day, count)] if *count == self.count => Some(day),
            _ => None,
        }
    }

    /// The days to name one by one; none when there is only one, or too many.
    pub fn days(&self) -> &[(Date, u64)] {
        if self.until().is_some() || self.releases.len() > Self::NAMED { &[] } else { &self.releases }
    }

    /// The first and the last day, when there are too many to name.
    pub fn between(&self) -> Option<(&Date, &Date)> {
        let ((first, _), (last, _)) = (self.releases.first()?, self.releases.last()?);
        (self.releases.len() > Self::NAMED).then_some((first, last))
    }
}

/// What happened to one kind of data.
#[derive(Debug, Clone)]
pub struct OutcomeLine {
    /// What: a collection's name.
    pub what: String,
    /// What happened to it.
    pub outcome: Outcome,
    /// How many.
    pub count: u64,
}

/// What happens to data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Found and copied.
    Copied,
    /// Deleted.
    Deleted,
    /// No longer about anybody.
    Anonymised,
    /// Kept, with a reason.
    Kept,
    /// Stands in somebody else's text; reported.
    Reported,
    /// Somebody else's row that mentions the person; copied as far as it is about them.
    Mentioned,
    /// A wrong value became the right one.
    Corrected,
    /// A wrong value stays, because the document that it stands in may not be changed.
    Unchanged,
    /// Set aside: kept, and not used.
    Restricted,
    /// In use again.
    Lifted,
    /// On a list of those who are left out.
    Listed,
    /// Off such a list again.
    Unlisted,
}

impl Outcome {
    /// As done: "verwijderd".
    pub fn key(&self) -> &'static str {
        match self {
            Self::Copied => key!("outcome-copied"),
            Self::Deleted => key!("outcome-deleted"),
            Self::Anonymised => key!("outcome-anonymised"),
            Self::Kept => key!("outcome-kept"),
            Self::Reported => key!("outcome-reported"),
            Self::Mentioned => key!("outcome-mentioned"),
            Self::Corrected => key!("outcome-corrected"),
            Self::Unchanged => key!("outcome-unchanged"),
            Self::Restricted => key!("outcome-restricted"),
            Self::Lifted => key!("outcome-lifted"),
            Self::Listed => key!("outcome-listed"),
            Self::Unlisted => key!("outcome-unlisted"),
        }
    }

    /// As planned: "wordt verwijderd".
    pub fn plan(&self) -> &'static str {
        match self {
            Self::Copied => key!("planned-copied"),
            Self::Deleted => key!("planned-deleted"),
            Self::Anonymised => key!("planned-anonymised"),
            Self::Kept => key!("planned-kept"),
            Self::Reported => key!("planned-reported"),
            Self::Mentioned => key!("planned-mentioned"),
            Self::Corrected => key!("planned-corrected"),
            Self::Unchanged => key!("planned-unchanged"),
            Self::Restricted => key!("planned-restricted"),
            Self::Lifted => key!("planned-lifted"),
            Self::Listed => key!("planned-listed"),
            Self::Unlisted => key!("planned-unlisted"),
        }
    }

    /// Class name.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Copied => "copied",
            Self::Deleted => "deleted",
            Self::Anonymised => "anonymised",
            Self::Kept => "kept",
            Self::Reported => "reported",
            Self::Mentioned => "mentioned",
            Self::Corrected => "corrected",
            Self::Unchanged => "unchanged",
            Self::Restricted => "restricted",
            Self::Lifted => "lifted",
            Self::Listed => "listed",
            Self::Unlisted => "unlisted",
        }
    }
}
