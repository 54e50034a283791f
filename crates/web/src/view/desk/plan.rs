//! What a request will do, per system and collection.

use jiff::civil::DateTime;

use crate::text::key;
use crate::view::Trouble;
use crate::view::portal::KeptLine;

/// What a request will do in every system.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// When it was completed; none while systems are still asked.
    pub made: Option<DateTime>,
    /// What an approval names, so that what is approved is what was shown.
    pub digest: Option<String>,
    /// Per system.
    pub systems: Vec<PlanSystem>,
}

impl Plan {
    fn rows(&self) -> impl Iterator<Item = &PlanCollection> {
        self.systems.iter().flat_map(|system| &system.collections)
    }

    /// Rows found that belong to the person.
    pub fn own(&self) -> u64 {
        self.rows().map(|row| row.own).sum()
    }

    /// Rows of others in which the person stands.
    pub fn mentions(&self) -> u64 {
        self.rows().map(|row| row.mentions).sum::<u64>()
            + self.systems.iter().map(|system| system.texts_of_others).sum::<u64>()
    }

    /// How many collections hold something.
    pub fn collections(&self) -> usize {
        self.rows().count()
    }

    /// The systems that have something to show: rows, texts of others, or a problem.
    pub fn telling(&self) -> impl Iterator<Item = &PlanSystem> {
        self.systems.iter().filter(|system| !system.is_quiet())
    }

    /// The others, together with what all of them have in common.
    pub fn quiet(&self) -> Vec<(Part, Vec<&PlanSystem>)> {
        let of = |part: Part| {
            let systems: Vec<_> =
                self.systems.iter().filter(|system| system.is_quiet() && system.part == part).collect();
            (part, systems)
        };
        Part::ALL.into_iter().map(of).filter(|(_, systems)| !systems.is_empty()).collect()
    }

    /// How many systems hold something.
    pub fn systems_with_rows(&self) -> usize {
        self.systems.iter().filter(|system| !system.collections.is_empty()).count()
    }

    /// Rows that will go.
    pub fn deleted(&self) -> u64 {
        self.rows().map(|row| row.deleted).sum()
    }

    /// Rows that will stay with their fields erased.
    pub fn anonymised(&self) -> u64 {
        self.rows().map(|row| row.anonymised).sum()
    }

    /// Values that will be corrected.
    pub fn corrected(&self) -> u64 {
        self.rows().map(|row| row.corrected).sum()
    }

    /// Wrong values that may not be changed.
    pub fn unchanged(&self) -> u64 {
        self.rows().map(|row| row.unchanged).sum()
    }

    /// Rows that will stay, with a reason.
    pub fn kept(&self) -> u64 {
        self.rows().map(|row| row.kept).sum()
    }
}

/// How a system takes part in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// It has not answered yet.
    Unknown,
    /// Gestand does it.
    Automatic,
    /// Its holder is asked by letter.
    ByHand,
    /// Nothing of what is asked is in it.
    Unconcerned,
    /// It knows people by none of the identities given.
    KnowsNobody,
    /// It is not in use at this installation.
    NotInUse,
}

impl Part {
    /// Every way, in the order in which systems without rows are named.
    pub const ALL: [Self; 6] =
        [Self::Unknown, Self::ByHand, Self::Automatic, Self::Unconcerned, Self::KnowsNobody, Self::NotInUse];

    /// For systems without rows: what all that take part in this way have in common.
    pub fn quiet(&self) -> &'static str {
        match self {
            Self::Unknown => key!("quiet-unknown"),
            Self::ByHand => key!("quiet-by-hand"),
            Self::Automatic => key!("quiet-automatic"),
            Self::Unconcerned => key!("quiet-unconcerned"),
            Self::KnowsNobody => key!("quiet-knows-nobody"),
            Self::NotInUse => key!("quiet-not-in-use"),
        }
    }

    /// In words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Unknown => key!("part-unknown"),
            Self::Automatic => key!("part-automatic"),
            Self::ByHand => key!("part-by-hand"),
            Self::Unconcerned => key!("part-unconcerned"),
            Self::KnowsNobody => key!("part-knows-nobody"),
            Self::NotInUse => key!("part-not-in-use"),
        }
    }

    /// Class name.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Unknown => "waiting",
            Self::Automatic => "automatic",
            Self::ByHand => "by-hand",
            Self::Unconcerned | Self::KnowsNobody | Self::NotInUse => "none",
        }
    }
}

/// One system of a plan.
#[derive(Debug, Clone)]
pub struct PlanSystem {
    /// The system's id, for the address of trying it again.
    pub system: String,
    /// The system.
    pub name: String,
    /// Who holds it.
    pub holder: String,
    /// How it takes part.
    pub part: Part,
    /// What went wrong, what it means, what to do.
    pub problem: Option<Trouble>,
    /// Why people do in it what Gestand does elsewhere.
    pub by_hand: Option<Trouble>,
    /// Its collections that hold something.
    pub collections: Vec<PlanCollection>,
    /// For an erasure: what stays of all its collections, a line a reason.
    pub kept: Vec<KeptLine>,
    /// Texts of others in which the person stands and that will only be reported.
    pub texts_of_others: u64,
}

impl PlanSystem {
    /// Rows found that belong to the person.
    pub fn own(&self) -> u64 {
        self.collections.iter().map(|row| row.own).sum()
    }

    /// Who holds it, unless its name says so.
    pub fn unnamed_holder(&self) -> Option<&str> {
        (!self.name.contains(&self.holder)).then_some(&self.holder)
    }

    /// Whether there is nothing to show but its name.
    fn is_quiet(&self) -> bool {
        self.collections.is_empty()
            && self.texts_of_others == 0
            && self.problem.is_none()
            && self.by_hand.is_none()
    }
}

/// One collection of a plan.
#[derive(Debug, Clone)]
pub struct PlanCollection {
    /// Its name.
    pub name: String,
    /// Its table.
    pub table: String,
    /// Rows that belong to the person.
    pub own: u64,
    /// Rows of others in which the person stands.
    pub mentions: u64,
    /// For an erasure: rows that will go.
    pub deleted: u64,
    /// For an erasure: rows that stay with their fields erased.
    pub anonymised: u64,
    /// For an erasure: rows that stay.
    pub kept: u64,
    /// For a correction: values that will be corrected.
    pub corrected: u64,
    /// For a correction: wrong values that may not be changed.
    pub unchanged: u64,
}
