//! What is being done and was done for a request, per system; what is left for people to do.

use jiff::civil::{Date, DateTime};

use crate::text::key;
use crate::view::portal::{KeptLine, OutcomeLine};
use crate::view::{FieldError, StepState, Trouble};

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
    pub problem: Option<Trouble>,
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

/// What a person has to do at a recipient without an interface, and where it stands.
#[derive(Debug, Clone)]
pub struct Task {
    /// Its step, for the addresses.
    pub step: String,
    /// Where it stands.
    pub standing: Standing,
    /// Where the letter goes, when known.
    pub address: Option<String>,
    /// Whether it can be sent from here.
    pub mailable: bool,
    /// The letter, ready to copy; none once the task is over.
    pub letter: Option<String>,
    /// It should be done by this day.
    pub due: Date,
    /// When the letter was sent first.
    pub sent: Option<DateTime>,
    /// When the recipient said that they have it.
    pub acknowledged: Option<DateTime>,
    /// By when they said they would be done.
    pub promised: Option<Date>,
    /// What they sent back.
    pub answers: Vec<TaskAnswer>,
    /// Mistake in one of its forms.
    pub error: Option<FieldError>,
}

impl Task {
    /// Whether somebody still has something to do.
    pub fn is_open(&self) -> bool {
        self.standing.is_open()
    }

    /// Whether the mistake is in this form.
    pub fn failed(&self, field: &str) -> bool {
        self.error.is_some_and(|error| error.field == field)
    }
}

/// A file that a recipient sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskAnswer {
    /// Its id, for its address.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of it.
    pub sha256: String,
    /// When it was kept.
    pub kept: DateTime,
    /// The person may collect it.
    pub for_person: bool,
}

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The letter is ready.
    Ready,
    /// It was sent.
    Sent,
    /// The recipient has it.
    Acknowledged,
    /// Its date has passed.
    Overdue,
    /// It is over.
    Ended(TaskEnd),
}

impl Standing {
    /// From the use case's words.
    pub fn of(state: &str, overdue: bool) -> Self {
        let end = TaskEnd::ALL.into_iter().find(|end| end.word() == state);
        match (state, overdue) {
            _ if end.is_some() => Self::Ended(end.unwrap_or(TaskEnd::Done)),
            (_, true) => Self::Overdue,
            ("sent", _) => Self::Sent,
            ("acknowledged", _) => Self::Acknowledged,
            _ => Self::Ready,
        }
    }

    /// Whether somebody still has something to do.
    pub fn is_open(&self) -> bool {
        !matches!(self, Self::Ended(_))
    }

    /// In words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Ready => key!("task-ready"),
            Self::Sent => key!("task-sent"),
            Self::Acknowledged => key!("task-acknowledged"),
            Self::Overdue => key!("task-overdue"),
            Self::Ended(end) => end.key(),
        }
    }

    /// Class name.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Ready => "by-hand",
            Self::Sent => "busy",
            Self::Acknowledged => "automatic",
            Self::Overdue | Self::Ended(TaskEnd::Refused | TaskEnd::Silent) => "stuck",
            Self::Ended(_) => "done",
        }
    }
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
    /// The recipient did not answer in time.
    Silent,
}

impl TaskEnd {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Done, Self::NoneHeld, Self::Refused, Self::Silent];

    /// In words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Done => key!("task-end-done"),
            Self::NoneHeld => key!("task-end-none-held"),
            Self::Refused => key!("task-end-refused"),
            Self::Silent => key!("task-end-silent"),
        }
    }

    /// In words, to the person whom it is about.
    pub fn told(&self) -> &'static str {
        match self {
            Self::Done => key!("holder-done"),
            Self::NoneHeld => key!("holder-none-held"),
            Self::Refused => key!("holder-refused"),
            Self::Silent => key!("holder-silent"),
        }
    }

    /// Whether it can be chosen for a task that stands so: who still has time has not been silent.
    pub fn fits(&self, task: &Task) -> bool {
        *self != Self::Silent || task.standing == Standing::Overdue
    }

    /// The use case's word.
    fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::NoneHeld => "nothing-held",
            Self::Refused => "refused",
            Self::Silent => "silent",
        }
    }

    /// Its value in the form.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::NoneHeld => "none-held",
            Self::Refused => "refused",
            Self::Silent => "silent",
        }
    }
}
