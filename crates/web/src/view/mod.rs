//! What each page shows, as plain data: no request, no database, no rule.
//!
//! One module per face. A page's struct is filled by its handler and rendered by its template
//! ([`crate::page`]), so every page can be rendered in tests from invented contexts: empty, typical, hostile.
//! Days and moments are civil: the handler has put them into the organisation's time zone.

pub mod demo;
pub mod desk;
pub mod portal;
pub mod problem;
pub mod site;

use jiff::civil::{Date, DateTime};

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

/// One of the rights of the GDPR.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Article 15.
    Access,
    /// Article 16.
    Rectification,
    /// Article 17.
    Erasure,
    /// Article 18.
    Restriction,
    /// Article 20.
    Portability,
    /// Article 21.
    Objection,
    /// Article 7(3).
    Withdrawal,
}

impl Right {
    /// Every right, in the order of the articles.
    pub const ALL: [Self; 7] = [
        Self::Access,
        Self::Rectification,
        Self::Erasure,
        Self::Restriction,
        Self::Portability,
        Self::Objection,
        Self::Withdrawal,
    ];

    /// The right's name for officers.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Access => key!("right-access"),
            Self::Rectification => key!("right-rectification"),
            Self::Erasure => key!("right-erasure"),
            Self::Restriction => key!("right-restriction"),
            Self::Portability => key!("right-portability"),
            Self::Objection => key!("right-objection"),
            Self::Withdrawal => key!("right-withdrawal"),
        }
    }

    /// What the subject asked, in the subject's words.
    pub fn asked(&self) -> &'static str {
        match self {
            Self::Access => key!("asked-access"),
            Self::Rectification => key!("asked-rectification"),
            Self::Erasure => key!("asked-erasure"),
            Self::Restriction => key!("asked-restriction"),
            Self::Portability => key!("asked-portability"),
            Self::Objection => key!("asked-objection"),
            Self::Withdrawal => key!("asked-withdrawal"),
        }
    }

    /// Its name in addresses.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Rectification => "rectification",
            Self::Erasure => "erasure",
            Self::Restriction => "restriction",
            Self::Portability => "portability",
            Self::Objection => "objection",
            Self::Withdrawal => "withdrawal",
        }
    }
}

/// How far a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Filed; what it touches is being looked up.
    Received,
    /// Filed by a way that does not show who asks; that is found out first.
    Identifying,
    /// Looked up; an officer decides.
    Deciding,
    /// Allowed; it is being carried out.
    Running,
    /// Answered as far as can be; a recipient without an interface has yet to report.
    InPart,
    /// Carried out and answered.
    Answered,
    /// Refused, with the reason.
    Refused,
    /// Taken back by the subject.
    Withdrawn,
}

impl Stage {
    /// The stage for the subject.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Received => key!("stage-received"),
            Self::Identifying => key!("stage-identifying"),
            Self::Deciding => key!("stage-deciding"),
            Self::Running => key!("stage-running"),
            Self::InPart => key!("stage-in-part"),
            Self::Answered => key!("stage-answered"),
            Self::Refused => key!("stage-refused"),
            Self::Withdrawn => key!("stage-withdrawn"),
        }
    }

    /// The stage in a sentence, for the subject.
    pub fn meaning(&self) -> &'static str {
        match self {
            Self::Received => key!("stage-received-means"),
            Self::Identifying => key!("stage-identifying-means"),
            Self::Deciding => key!("stage-deciding-means"),
            Self::Running => key!("stage-running-means"),
            Self::InPart => key!("stage-in-part-means"),
            Self::Answered => key!("stage-answered-means"),
            Self::Refused => key!("stage-refused-means"),
            Self::Withdrawn => key!("stage-withdrawn-means"),
        }
    }

    /// Class name.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Identifying => "identifying",
            Self::Deciding => "deciding",
            Self::Running => "running",
            Self::InPart => "in-part",
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Nothing more will happen.
    pub fn closed(&self) -> bool {
        matches!(self, Self::Answered | Self::Refused | Self::Withdrawn)
    }

    /// The way from filing to this stage and on to the end: each station with whether it lies behind the
    /// request, is where it stands, or is ahead.
    pub fn track(&self) -> Vec<Station> {
        let way: &[Self] = match self {
            Self::Refused | Self::Withdrawn => &[Self::Received, Self::Deciding, *self],
            Self::Identifying => &[Self::Received, Self::Identifying, Self::Deciding, Self::Answered],
            Self::InPart => &[Self::Received, Self::Deciding, Self::InPart, Self::Answered],
            _ => &[Self::Received, Self::Deciding, Self::Running, Self::Answered],
        };
        let here = way.iter().position(|stage| stage == self).unwrap_or(0);
        way.iter()
            .enumerate()
            .map(|(index, stage)| Station {
                stage: *stage,
                place: match index.cmp(&here) {
                    std::cmp::Ordering::Less => Place::Behind,
                    std::cmp::Ordering::Equal if stage.closed() => Place::Arrived,
                    std::cmp::Ordering::Equal => Place::Here,
                    std::cmp::Ordering::Greater => Place::Ahead,
                },
            })
            .collect()
    }
}

/// One station on a request's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Station {
    /// Which.
    pub stage: Stage,
    /// Where the request is, seen from it.
    pub place: Place,
}

/// A station as seen from where the request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Done.
    Behind,
    /// Going on.
    Here,
    /// The end, reached.
    Arrived,
    /// Still to come.
    Ahead,
}

impl Place {
    /// The place in words, for readers who do not see the line.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Behind => key!("place-behind"),
            Self::Here => key!("place-here"),
            Self::Arrived => key!("place-arrived"),
            Self::Ahead => key!("place-ahead"),
        }
    }

    /// Class name.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Behind => "behind",
            Self::Here => "here",
            Self::Arrived => "arrived",
            Self::Ahead => "ahead",
        }
    }
}

/// What happened to a request: the ledger's kinds of entry that a request has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    /// It came in.
    Filed,
    /// It was asked who they are.
    IdentityAsked,
    /// It is known who they are.
    IdentityProved,
    /// A proof was not accepted.
    IdentityRefused,
    /// The systems were searched.
    PlanMade,
    /// The plan no longer fitted.
    PlanDropped,
    /// It was allowed.
    Approved,
    /// It was refused.
    Refused,
    /// Its term was extended.
    Extended,
    /// It was taken back.
    Withdrawn,
    /// It waits for another.
    Deferred,
    /// It goes on.
    Resumed,
    /// Carrying out began.
    Begun,
    /// A system's part began.
    StepStarted,
    /// A system's part was done.
    StepDone,
    /// A system's part did not succeed.
    StepFailed,
    /// A holder reported.
    TaskClosed,
    /// All that the systems do was done.
    Executed,
    /// The answer was packed.
    Sealed,
    /// The known address was told.
    Announced,
    /// A part was answered.
    AnsweredInPart,
    /// The whole was answered.
    Answered,
    /// The answer was collected.
    Collected,
    /// The answer was destroyed.
    Destroyed,
    /// It was closed.
    Closed,
    /// Who it was about was wiped.
    Forgotten,
    /// A message left.
    MessageSent,
    /// A message was given up.
    MessageFailed,
}

impl Happening {
    const ALL: &[Self] = &[
        Self::Filed,
        Self::IdentityAsked,
        Self::IdentityProved,
        Self::IdentityRefused,
        Self::PlanMade,
        Self::PlanDropped,
        Self::Approved,
        Self::Refused,
        Self::Extended,
        Self::Withdrawn,
        Self::Deferred,
        Self::Resumed,
        Self::Begun,
        Self::StepStarted,
        Self::StepDone,
        Self::StepFailed,
        Self::TaskClosed,
        Self::Executed,
        Self::Sealed,
        Self::Announced,
        Self::AnsweredInPart,
        Self::Answered,
        Self::Collected,
        Self::Destroyed,
        Self::Closed,
        Self::Forgotten,
        Self::MessageSent,
        Self::MessageFailed,
    ];

    /// The ledger's word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Filed => "request-filed",
            Self::IdentityAsked => "identity-asked",
            Self::IdentityProved => "identity-proved",
            Self::IdentityRefused => "identity-refused",
            Self::PlanMade => "plan-made",
            Self::PlanDropped => "plan-dropped",
            Self::Approved => "request-approved",
            Self::Refused => "request-refused",
            Self::Extended => "request-extended",
            Self::Withdrawn => "request-withdrawn",
            Self::Deferred => "request-deferred",
            Self::Resumed => "request-resumed",
            Self::Begun => "request-begun",
            Self::StepStarted => "step-started",
            Self::StepDone => "step-done",
            Self::StepFailed => "step-failed",
            Self::TaskClosed => "task-closed",
            Self::Executed => "request-executed",
            Self::Sealed => "answer-sealed",
            Self::Announced => "answer-announced",
            Self::AnsweredInPart => "request-answered-in-part",
            Self::Answered => "request-answered",
            Self::Collected => "answer-collected",
            Self::Destroyed => "answer-destroyed",
            Self::Closed => "request-closed",
            Self::Forgotten => "request-forgotten",
            Self::MessageSent => "message-sent",
            Self::MessageFailed => "message-failed",
        }
    }

    /// The happening that the ledger's word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|happening| happening.word() == word)
    }

    /// In words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Filed => key!("happened-request-filed"),
            Self::IdentityAsked => key!("happened-identity-asked"),
            Self::IdentityProved => key!("happened-identity-proved"),
            Self::IdentityRefused => key!("happened-identity-refused"),
            Self::PlanMade => key!("happened-plan-made"),
            Self::PlanDropped => key!("happened-plan-dropped"),
            Self::Approved => key!("happened-request-approved"),
            Self::Refused => key!("happened-request-refused"),
            Self::Extended => key!("happened-request-extended"),
            Self::Withdrawn => key!("happened-request-withdrawn"),
            Self::Deferred => key!("happened-request-deferred"),
            Self::Resumed => key!("happened-request-resumed"),
            Self::Begun => key!("happened-request-begun"),
            Self::StepStarted => key!("happened-step-started"),
            Self::StepDone => key!("happened-step-done"),
            Self::StepFailed => key!("happened-step-failed"),
            Self::TaskClosed => key!("happened-task-closed"),
            Self::Executed => key!("happened-request-executed"),
            Self::Sealed => key!("happened-answer-sealed"),
            Self::Announced => key!("happened-answer-announced"),
            Self::AnsweredInPart => key!("happened-request-answered-in-part"),
            Self::Answered => key!("happened-request-answered"),
            Self::Collected => key!("happened-answer-collected"),
            Self::Destroyed => key!("happened-answer-destroyed"),
            Self::Closed => key!("happened-request-closed"),
            Self::Forgotten => key!("happened-request-forgotten"),
            Self::MessageSent => key!("happened-message-sent"),
            Self::MessageFailed => key!("happened-message-failed"),
        }
    }

    /// Whether the subject is told in their list; the rest is the house's own work.
    pub fn concerns_subject(&self) -> bool {
        matches!(
            self,
            Self::Filed
                | Self::IdentityAsked
                | Self::IdentityProved
                | Self::PlanMade
                | Self::Approved
                | Self::Refused
                | Self::Extended
                | Self::Withdrawn
                | Self::Deferred
                | Self::Resumed
                | Self::Begun
                | Self::AnsweredInPart
                | Self::Answered
                | Self::Collected
                | Self::Destroyed
        )
    }
}

/// How far one system's part in a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Not begun.
    Waiting,
    /// Going on.
    Busy,
    /// Did not succeed; tried again by itself.
    Retrying,
    /// Done, with a receipt.
    Done,
    /// A person has to do it: the system has no interface.
    ByHand,
    /// It cannot go on without help.
    Stuck,
}

impl StepState {
    /// What it means for the subject, where the word alone does not say.
    pub fn meaning(&self) -> Option<&'static str> {
        match self {
            Self::Retrying => Some(key!("step-retrying-means")),
            Self::ByHand => Some(key!("step-by-hand-means")),
            Self::Stuck => Some(key!("step-stuck-means")),
            Self::Waiting | Self::Busy | Self::Done => None,
        }
    }

    /// In words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Waiting => key!("step-waiting"),
            Self::Busy => key!("step-busy"),
            Self::Retrying => key!("step-retrying"),
            Self::Done => key!("step-done"),
            Self::ByHand => key!("step-by-hand"),
            Self::Stuck => key!("step-stuck"),
        }
    }

    /// Class name.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Busy => "busy",
            Self::Retrying => "retrying",
            Self::Done => "done",
            Self::ByHand => "by-hand",
            Self::Stuck => "stuck",
        }
    }
}

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

/// Something that happened, for a list in order of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When, in the organisation's time.
    pub at: DateTime,
    /// What.
    pub what: Happening,
}

/// A notice at the top of a page after something was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// A request was filed.
    Filed,
    /// A request was approved.
    Approved,
    /// A request was refused.
    Refused,
    /// A task by hand was closed.
    TaskClosed,
    /// A request was taken back.
    Withdrawn,
    /// The plan is made anew.
    Replanned,
    /// The reader signed out.
    SignedOut,
}

impl Notice {
    /// The notice in words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Filed => key!("notice-filed"),
            Self::Approved => key!("notice-approved"),
            Self::Refused => key!("notice-refused"),
            Self::TaskClosed => key!("notice-task-closed"),
            Self::Withdrawn => key!("notice-withdrawn"),
            Self::Replanned => key!("notice-replanned"),
            Self::SignedOut => key!("notice-signed-out"),
        }
    }

    /// Its name in an address (`?said=filed`).
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::TaskClosed => "task-closed",
            Self::Withdrawn => "withdrawn",
            Self::Replanned => "replanned",
            Self::SignedOut => "signed-out",
        }
    }

    /// The notice with this name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        [
            Self::Filed,
            Self::Approved,
            Self::Refused,
            Self::TaskClosed,
            Self::Withdrawn,
            Self::Replanned,
            Self::SignedOut,
        ]
        .into_iter()
        .find(|notice| notice.slug() == slug)
    }
}

/// Something found wrong with a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Id of the field.
    pub field: &'static str,
    /// Key of the message.
    pub message: &'static str,
}

impl FieldError {
    /// What was typed is no e-mail address.
    pub const EMAIL: Self = Self { field: "email", message: key!("error-email") };
    /// The code is wrong or old.
    pub const CODE: Self = Self { field: "code", message: key!("error-code") };
    /// Too many wrong codes.
    pub const CODE_ATTEMPTS: Self = Self { field: "code", message: key!("error-code-attempts") };
    /// The box that allows erasing is not ticked.
    pub const CONFIRM: Self = Self { field: "confirm", message: key!("error-confirm") };
    /// A refusal without a reason.
    pub const REASON: Self = Self { field: "reason", message: key!("error-reason") };
    /// A task closed without saying how.
    pub const TASK_END: Self = Self { field: "end", message: key!("error-task-end") };
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
