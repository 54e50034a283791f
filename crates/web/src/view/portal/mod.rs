//! The subject's own pages: "Mijn gegevens".

mod filing;
mod handover;
mod judgement;
mod outcome;
mod refusal;
mod told;

use jiff::civil::{Date, DateTime};

use super::desk::TaskEnd;
use super::{Event, FieldError, Notice, Right, Stage, StepState};
use crate::text::key;

pub use filing::{Correctable, FileAccess, FileCorrection, FileErasure, FileRight, KeptKind, Stops};
pub use handover::{HandOver, HandedOver, HandoverState, NewLink};
pub use judgement::{Found, Judgement};
pub use outcome::{KeptLine, Outcome, OutcomeLine};
pub use refusal::{Ground, Refusal};
pub use told::{Told, ToldRecipient, ToldRequest, Way};

/// Where somebody says who they are. Known and unknown addresses see the same words.
#[derive(Debug, Clone, Default)]
pub struct SignIn {
    /// What was typed, after a mistake.
    pub email: String,
    /// The mistake.
    pub error: Option<FieldError>,
    /// Something to say first.
    pub notice: Option<Notice>,
    /// Where to go afterwards.
    pub next: Option<String>,
    /// Passkeys can be used at this address.
    pub passkeys: bool,
    /// Staff can sign in at their organisation's own service.
    pub service: bool,
    /// Why a password did not do, in the reader's language.
    pub password_problem: Option<String>,
}

/// Where the mailed code is typed.
#[derive(Debug, Clone)]
pub struct EnterCode {
    /// For how many minutes a code is good.
    pub valid_minutes: u32,
    /// The mistake.
    pub error: Option<FieldError>,
    /// Where to go afterwards.
    pub next: Option<String>,
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
    /// Within which time ("30 dagen").
    pub answer_within: String,
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

/// One request, followed.
#[expect(clippy::struct_excessive_bools, reason = "each is a button or a part that is there or not")]
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
    /// What was asked beyond the right itself, as long as it is known.
    pub wish: Wish,
    /// Why it was refused.
    pub refusal: Option<Refusal>,
    /// What a person of the organisation found, once it was sent.
    pub judgement: Option<Judgement>,
    /// Where to complain: authority's name and address.
    pub authority: super::Link,
    /// What happened so far, oldest first.
    pub events: Vec<Event>,
    /// Per system what happens and happened.
    pub systems: Vec<SystemPart>,
    /// The answer, ready to be collected.
    pub archive: Option<Archive>,
    /// There was an answer to collect, and it has been deleted.
    pub archive_gone: bool,
    /// What holders without an interface sent for the person.
    pub from_holders: Vec<FromHolder>,
    /// Requests that belong with this one: their ids, with what they are for it.
    pub related: Vec<Related>,
    /// What the subject was asked back, and what they answered.
    pub question: Option<(String, String)>,
    /// The subject can answer that now.
    pub answerable: bool,
    /// Why the term was extended.
    pub extension: Option<String>,
    /// A mistake in the answer.
    pub error: Option<FieldError>,
    /// The subject may still take it back.
    pub withdrawable: bool,
    /// It is a restriction that is in force: the subject may end it.
    pub liftable: bool,
    /// Something that was just done.
    pub notice: Option<Notice>,
}

impl Request {
    /// The systems of which there is something to tell.
    pub fn telling(&self) -> impl Iterator<Item = &SystemPart> {
        self.systems.iter().filter(|system| !system.is_quiet())
    }

    /// The names of the others, together by how far they are.
    pub fn quiet(&self) -> Vec<(StepState, Vec<&str>)> {
        let of = |state: StepState| {
            let systems = self.systems.iter().filter(|system| system.is_quiet() && system.state == state);
            (state, systems.map(|system| system.name.as_str()).collect::<Vec<_>>())
        };
        StepState::ALL.into_iter().map(of).filter(|(_, names)| !names.is_empty()).collect()
    }

    /// What happened, by the minute that pages show.
    pub fn moments(&self) -> impl Iterator<Item = &[Event]> {
        let minute = |event: &Event| (event.at.date(), event.at.hour(), event.at.minute());
        self.events.chunk_by(move |one, next| minute(one) == minute(next))
    }
}

/// What was asked beyond the right itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// What is wrong and what is right.
    pub corrections: Vec<Correction>,
    /// What is to stop.
    pub stops: Option<Stops>,
    /// The person's reasons, or what they say in their own words.
    pub reasons: String,
    /// The automated decision that a human is to look at.
    pub decision: String,
}

impl Wish {
    /// Whether there is anything to say of it.
    pub fn has_words(&self) -> bool {
        !self.corrections.is_empty()
            || self.stops.is_some()
            || !self.reasons.is_empty()
            || !self.decision.is_empty()
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// What people call it.
    pub name: String,
    /// The wrong value, where it was given.
    pub was: Option<String>,
    /// The right one.
    pub to: String,
}

/// A request that belongs with another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Its id.
    pub id: String,
    /// Its short reference.
    pub reference: String,
    /// This one waits for it; otherwise they only belong together.
    pub waits: bool,
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
    /// What stays, with the reason.
    pub kept: Vec<KeptLine>,
    /// How many texts of others mention the person and stay.
    pub texts_of_others: u64,
    /// In how many texts of the copy something of others was left out.
    pub left_out: u64,
    /// What its holder reported, where there is no interface.
    pub reported: Option<TaskEnd>,
    /// Why its holder did not do it, as they said.
    pub why_not: Option<String>,
}

impl SystemPart {
    /// What it means for the person that its holder did not do what was asked.
    pub fn not_done(&self) -> Option<&'static str> {
        match self.reported? {
            TaskEnd::Refused => Some(key!("holder-refused-means")),
            TaskEnd::Silent => Some(key!("holder-silent-means")),
            TaskEnd::Done | TaskEnd::NoneHeld => None,
        }
    }

    /// Whether there is nothing to tell but how far it is.
    fn is_quiet(&self) -> bool {
        let told = self.lines.is_empty()
            && self.kept.is_empty()
            && self.texts_of_others == 0
            && self.left_out == 0
            && self.not_done().is_none();
        told && matches!(self.state, StepState::Done | StepState::ByHand | StepState::Waiting)
    }
}

/// A file that a holder without an interface sent for the person.
#[derive(Debug, Clone)]
pub struct FromHolder {
    /// Address of the download.
    pub href: String,
    /// The system.
    pub system: String,
    /// Its name.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
}

/// A copy that is about to be sealed with a passphrase.
#[derive(Debug, Clone)]
pub struct SealedCopy {
    /// The passphrase.
    pub words: String,
    /// What brings it back.
    pub ticket: String,
    /// Where the form goes.
    pub action: String,
    /// An officer sends it by post.
    pub by_post: bool,
}

/// An answer that can be collected.
#[derive(Debug, Clone)]
pub struct Archive {
    /// Address of the download.
    pub href: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// Until when it can be collected.
    pub expires: DateTime,
    /// How often it was collected.
    pub downloads: u32,
    /// It is one to take along, which can go straight to another.
    pub portable: bool,
}
