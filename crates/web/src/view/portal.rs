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
    /// Where to go afterwards.
    pub next: Option<String>,
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
    /// Why it was refused.
    pub refusal: Option<Refusal>,
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
    /// Requests that belong with this one: their ids, with what they are for it.
    pub related: Vec<Related>,
    /// The subject may still take it back.
    pub withdrawable: bool,
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

/// Why a request was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The ground in the law.
    pub ground: Ground,
    /// The officer's words.
    pub reasons: String,
}

/// A ground on which a request may be refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// GDPR 12(5).
    ManifestlyUnfounded,
    /// GDPR 12(5).
    Excessive,
    /// GDPR 12(6).
    IdentityNotProved,
    /// Another is the controller, mostly the school.
    NotTheController,
    /// GDPR 17(3)(b).
    LegalObligation,
    /// GDPR 17(3)(e), 18(2), 21(1).
    LegalClaims,
    /// GDPR 15(4), 20(4).
    RightsOfOthers,
    /// The conditions of the right are not met.
    RightDoesNotApply,
}

impl Ground {
    /// Every ground.
    pub const ALL: [Self; 8] = [
        Self::ManifestlyUnfounded,
        Self::Excessive,
        Self::IdentityNotProved,
        Self::NotTheController,
        Self::LegalObligation,
        Self::LegalClaims,
        Self::RightsOfOthers,
        Self::RightDoesNotApply,
    ];

    /// In words, with the article.
    pub fn key(&self) -> &'static str {
        match self {
            Self::ManifestlyUnfounded => key!("ground-manifestly-unfounded"),
            Self::Excessive => key!("ground-excessive"),
            Self::IdentityNotProved => key!("ground-identity-not-proved"),
            Self::NotTheController => key!("ground-not-the-controller"),
            Self::LegalObligation => key!("ground-legal-obligation"),
            Self::LegalClaims => key!("ground-legal-claims"),
            Self::RightsOfOthers => key!("ground-rights-of-others"),
            Self::RightDoesNotApply => key!("ground-right-does-not-apply"),
        }
    }

    /// Its value in the form.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::ManifestlyUnfounded => "manifestly-unfounded",
            Self::Excessive => "excessive",
            Self::IdentityNotProved => "identity-not-proved",
            Self::NotTheController => "not-the-controller",
            Self::LegalObligation => "legal-obligation",
            Self::LegalClaims => "legal-claims",
            Self::RightsOfOthers => "rights-of-others",
            Self::RightDoesNotApply => "right-does-not-apply",
        }
    }

    /// The ground with this value.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.slug() == slug)
    }
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
}

impl SystemPart {
    /// Whether there is nothing to tell but how far it is.
    fn is_quiet(&self) -> bool {
        let told = self.lines.is_empty() && self.kept.is_empty() && self.texts_of_others == 0;
        told && matches!(self.state, StepState::Done | StepState::ByHand | StepState::Waiting)
    }
}

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
        }
    }
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
}
