//! What is being done and was done for a request, per system; what is left for people to do.

use jiff::civil::{Date, DateTime};

use crate::text::key;
use crate::view::portal::{KeptLine, OutcomeLine};
use crate::view::{FieldError, StepState};

/// One system's part in carrying a request out.
#[derive(Debug, Clone)]
pub struct Work {
    /// Its place on the page; unique there.
    pub anchor: String,
    /// The system's id, for the address of its task.
    pub system: String,
    /// Its name.
    pub name: String,
    /// How far it is.
    pub state: StepState,
    /// What went wrong, what it means, what to do.
    pub problem: Option<String>,
    /// When it is tried again.
    pub next_try: Option<DateTime>,
    /// When it was done.
    pub done: Option<DateTime>,
    /// What was done, with counts.
    pub lines: Vec<OutcomeLine>,
    /// What stayed, with the reason.
    pub kept: Vec<KeptLine>,
    /// Where something of the person still stands, afterwards.
    pub remains: Vec<Remains>,
    /// After an erasure that was searched afterwards: nothing unexpected was left.
    pub clean: Option<bool>,
    /// What a person has to do, where there is no interface.
    pub task: Option<Task>,
    /// What its holder reported.
    pub reported: Option<TaskEnd>,
}

impl Work {
    /// Whether people do it: its holder has no interface.
    pub fn is_by_hand(&self) -> bool {
        self.state == StepState::ByHand || self.reported.is_some()
    }
}

/// A place where something of the person still stands: never the text itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remains {
    /// Table and column.
    pub place: String,
    /// The row's key.
    pub key: String,
    /// What of the person stands there.
    pub kinds: String,
    /// Why it is there.
    pub class: RemainsClass,
}

/// Why something still stands somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemainsClass {
    /// The map keeps it, with a reason.
    Kept,
    /// It belongs to somebody else.
    Other,
    /// It should not be there.
    Unexpected,
}

impl RemainsClass {
    /// In words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Kept => key!("remains-kept"),
            Self::Other => key!("remains-other"),
            Self::Unexpected => key!("remains-unexpected"),
        }
    }

    /// Class name.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Other => "reported",
            Self::Unexpected => "unexpected",
        }
    }
}

/// What a person has to do at a recipient without an interface.
#[derive(Debug, Clone)]
pub struct Task {
    /// Where the letter goes, when known.
    pub address: Option<String>,
    /// The letter, ready to copy.
    pub letter: String,
    /// It should be done by this day.
    pub due: Date,
    /// Mistake in its form.
    pub error: Option<FieldError>,
}

/// The ways in which a task can end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskEnd {
    /// Done.
    Done,
    /// The recipient held nothing.
    NoneHeld,
    /// The recipient refused.
    Refused,
}

impl TaskEnd {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Done, Self::NoneHeld, Self::Refused];

    /// In words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Done => key!("task-end-done"),
            Self::NoneHeld => key!("task-end-none-held"),
            Self::Refused => key!("task-end-refused"),
        }
    }

    /// Its value in the form.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::NoneHeld => "none-held",
            Self::Refused => "refused",
        }
    }
}
