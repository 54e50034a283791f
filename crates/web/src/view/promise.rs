//! How promises stand: one, and all of them together.

use crate::text::key;

/// How a promise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Evidence shows it is kept.
    Kept,
    /// Evidence shows it is broken.
    Broken,
    /// No evidence yet.
    Unproven,
    /// The law overrules it.
    Void,
}

impl Verdict {
    /// Every verdict, in the order in which they are counted out.
    pub const ALL: [Self; 4] = [Self::Kept, Self::Broken, Self::Unproven, Self::Void];

    /// The verdict in words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Kept => key!("verdict-kept"),
            Self::Broken => key!("verdict-broken"),
            Self::Unproven => key!("verdict-unproven"),
            Self::Void => key!("verdict-void"),
        }
    }

    /// Its name in addresses and class names.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Broken => "broken",
            Self::Unproven => "unproven",
            Self::Void => "void",
        }
    }
}

/// What the law demands and no clause promises, with how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GapRow {
    /// Its id.
    pub id: String,
    /// Where the law demands it: an article, or a number of another law.
    pub law: String,
    /// What it demands.
    pub text: String,
    /// How it stands.
    pub verdict: Verdict,
    /// Why it stands so.
    pub reason: String,
    /// The evidence.
    pub evidence: Vec<String>,
    /// What would change the verdict.
    pub would_change: Option<String>,
}

/// How the promises stand together, in the order of the document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// The verdict of each promise.
    pub verdicts: Vec<Verdict>,
}

impl Tally {
    /// How many have this verdict.
    pub fn count(&self, verdict: &Verdict) -> usize {
        self.verdicts.iter().filter(|each| *each == verdict).count()
    }

    /// How many there are.
    pub fn total(&self) -> usize {
        self.verdicts.len()
    }
}
