//! The subject's own pages: "Mijn gegevens".

use jiff::civil::{Date, DateTime};

use super::{Contact, Event, FieldError, Notice, Right, Stage, StepState};
use crate::text::key;

/// Where somebody says who they are. Known and unknown addresses see the same words.
#[derive(Debug, Clone, Default)]
pub struct SignIn {
    /// What was typed, after a mistake.
    pub email: String,
    /// The mistake.
    pub error: Option<FieldError>,
    /// Something to say first.
    pub notice: Option<Notice>,
}

/// Where the mailed code is typed.
#[derive(Debug, Clone)]
pub struct EnterCode {
    /// For how many minutes a code is good.
    pub valid_minutes: u32,
    /// The mistake.
    pub error: Option<FieldError>,
}

/// The first page after signing in.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The address that was proved.
    pub email: String,
    /// Something that was just done.
    pub notice: Option<Notice>,
    /// The subject's requests, newest first.
    pub requests: Vec<RequestCard>,
    /// The rights that are asked for by writing, for now.
    pub by_letter: Vec<RightByLetter>,
    /// Who answers.
    pub contact: Contact,
    /// Within which time ("30 dagen").
    pub answer_within: String,
}

/// A right that is asked for by writing to the contact.
#[derive(Debug, Clone)]
pub struct RightByLetter {
    /// Which.
    pub right: Right,
    /// What it is, from the policy's facts.
    pub description: String,
}

/// A request in the overview.
#[derive(Debug, Clone)]
pub struct RequestCard {
    /// Its id, for the address.
    pub id: String,
    /// Short reference for letters and calls.
    pub reference: String,
    /// What was asked.
    pub right: Right,
    /// When.
    pub filed: Date,
    /// The answer comes at the latest on this day.
    pub due: Date,
    /// How far it is.
    pub stage: Stage,
    /// There is an archive to collect.
    pub collectable: bool,
}

/// Asking for a copy.
#[derive(Debug, Clone)]
pub struct FileAccess {
    /// The address that the answer goes to.
    pub email: String,
    /// The names of the systems and recipients that are asked.
    pub systems: Vec<String>,
    /// Within which time.
    pub answer_within: String,
    /// A mistake.
    pub error: Option<FieldError>,
}

/// Asking to be forgotten, or stopping with the service.
#[derive(Debug, Clone)]
pub struct FileErasure {
    /// The address that the confirmation goes to.
    pub email: String,
    /// This is the page of stopping with the service: it offers a copy first.
    pub stopping: bool,
    /// Whether "first a copy" is ticked.
    pub copy_first: bool,
    /// What is kept, why, for how long.
    pub kept: Vec<KeptKind>,
    /// Within which time.
    pub answer_within: String,
    /// A mistake.
    pub error: Option<FieldError>,
}

/// A kind of data that the law or the policy keeps.
#[derive(Debug, Clone)]
pub struct KeptKind {
    /// What: "Facturen".
    pub what: String,
    /// How long: "7 jaar, vanaf het einde van het boekjaar".
    pub term: String,
    /// Why: "fiscale bewaarplicht (AWR art. 52)".
    pub reason: String,
}

/// One request, followed.
#[derive(Debug, Clone)]
pub struct Request {
    /// Its id, for the addresses.
    pub id: String,
    /// Short reference.
    pub reference: String,
    /// What was asked.
    pub right: Right,
    /// How far it is.
    pub stage: Stage,
    /// When it was asked.
    pub filed: DateTime,
    /// The answer comes at the latest on this day.
    pub due: Date,
    /// The day of the answer.
    pub answered: Option<Date>,
    /// Why it was refused, in the officer's words.
    pub refusal: Option<String>,
    /// Where to complain: authority's name and address.
    pub authority: super::Link,
    /// What happened so far, oldest first.
    pub events: Vec<Event>,
    /// Per system what happens and happened.
    pub systems: Vec<SystemPart>,
    /// Other people's texts or records in which the person stands and that stay, with the reason.
    pub remaining: Vec<String>,
    /// The answer, ready to be collected.
    pub archive: Option<Archive>,
    /// The subject may still take it back.
    pub withdrawable: bool,
    /// Something that was just done.
    pub notice: Option<Notice>,
}

/// One system's part.
#[derive(Debug, Clone)]
pub struct SystemPart {
    /// The system.
    pub name: String,
    /// Who holds it.
    pub holder: String,
    /// How far its part is.
    pub state: StepState,
    /// What happened, with counts.
    pub lines: Vec<OutcomeLine>,
    /// Why it waits, in words for the subject.
    pub waiting_for: Option<String>,
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
    /// For what is kept: why.
    pub reason: Option<String>,
    /// For what is kept: until when.
    pub until: Option<Date>,
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
        }
    }
}

/// An answer that can be collected.
#[derive(Debug, Clone)]
pub struct Archive {
    /// Address of the download.
    pub href: String,
    /// Name under which it is saved.
    pub file_name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// Until when it can be collected.
    pub expires: DateTime,
    /// It was collected before, then.
    pub collected: Option<DateTime>,
    /// It is gone.
    pub expired: bool,
}
