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
mod happening;
pub mod messages;
pub mod portal;
pub mod problem;
mod promise;
mod request;
pub mod scan;
pub mod site;
pub mod site_ask;

use jiff::civil::Date;

use crate::text::key;

pub use happening::{Event, Happening};
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
    /// A letter was sent from here.
    LetterQueued,
    /// It was put on record that a letter was sent.
    LetterSent,
    /// It was put on record that a recipient has the letter.
    TaskAcknowledged,
    /// A recipient's file was kept.
    AnswerKept,
    /// Rows whose term asks a person were decided about.
    RowsDecided,
    /// A request was taken back.
    Withdrawn,
    /// The plan is made anew.
    Replanned,
    /// A system is tried again.
    TriedAgain,
    /// The person was told in another way.
    Told,
    /// A retention rule was confirmed.
    RuleConfirmed,
    /// Confirmed rules are carried out.
    SweepsQueued,
    /// An attestation was given.
    AttestationGiven,
    /// An attestation was withdrawn.
    AttestationWithdrawn,
    /// A hold was placed.
    HoldPlaced,
    /// A hold was ended.
    HoldEnded,
    /// An archive was opened.
    ArchiveOpened,
    /// An archive was closed.
    ArchiveClosed,
    /// The systems are looked at thoroughly.
    LookAsked,
    /// The site is being looked at.
    ScanAsked,
    /// Choices were tied to the account.
    ChoicesTied,
    /// They were untied again.
    ChoicesUntied,
    /// An edition was allowed.
    EditionApproved,
    /// An edition was announced.
    EditionAnnounced,
    /// An edition was given up.
    EditionDropped,
    /// The reader signed out.
    SignedOut,
    /// The term was extended.
    Extended,
    /// The person was asked something.
    AskedBack,
    /// An answer was taken down.
    QuestionEnded,
    /// The person was asked who they are.
    IdentityAsked,
    /// It is known who asks.
    IdentityProved,
    /// What was shown was not enough.
    IdentityRefused,
    /// A note was written.
    NoteWritten,
    /// A note was taken away.
    NoteRemoved,
    /// A decision was taken back.
    TakenBack,
    /// The first of two people allowed it.
    Endorsed,
    /// Something was entered.
    Entered,
    /// A password was set.
    PasswordSet,
    /// The password was removed.
    PasswordRemoved,
    /// A passkey was made.
    PasskeyMade,
    /// A passkey got another name.
    PasskeyNamed,
    /// A passkey was removed.
    PasskeyRemoved,
    /// The app with codes was removed.
    AppRemoved,
    /// A session was ended.
    SessionEnded,
    /// All other sessions were ended.
    OthersEnded,
    /// A leaked password was reported.
    LeakReported,
    /// A report of a leak was dealt with.
    LeakClosed,
    /// A message goes another way.
    MessageRouted,
    /// A message was answered.
    MessageAnswered,
    /// A message was dealt with otherwise.
    MessageHandled,
    /// A role was taken for a short time.
    RoleRaised,
    /// It was given back.
    RoleReturned,
    /// What was found was written down.
    Judged,
    /// It was decided what is left out of a copy.
    Redacted,
    /// An answer was announced again.
    MailedAgain,
    /// What came back was taken off the list.
    BounceEnded,
}

impl Notice {
    /// The notice in words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Filed => key!("notice-filed"),
            Self::Approved => key!("notice-approved"),
            Self::Refused => key!("notice-refused"),
            Self::TaskClosed => key!("notice-task-closed"),
            Self::LetterQueued => key!("notice-letter-queued"),
            Self::LetterSent => key!("notice-letter-sent"),
            Self::TaskAcknowledged => key!("notice-task-acknowledged"),
            Self::AnswerKept => key!("notice-answer-kept"),
            Self::RowsDecided => key!("notice-rows-decided"),
            Self::Withdrawn => key!("notice-withdrawn"),
            Self::Replanned => key!("notice-replanned"),
            Self::TriedAgain => key!("notice-tried-again"),
            Self::Told => key!("notice-told"),
            Self::RuleConfirmed => key!("notice-rule-confirmed"),
            Self::SweepsQueued => key!("notice-sweeps-queued"),
            Self::AttestationGiven => key!("notice-attestation-given"),
            Self::AttestationWithdrawn => key!("notice-attestation-withdrawn"),
            Self::HoldPlaced => key!("notice-hold-placed"),
            Self::HoldEnded => key!("notice-hold-ended"),
            Self::ArchiveOpened => key!("notice-archive-opened"),
            Self::ArchiveClosed => key!("notice-archive-closed"),
            Self::LookAsked => key!("notice-look-asked"),
            Self::ScanAsked => key!("notice-scan-asked"),
            Self::ChoicesTied => key!("notice-choices-tied"),
            Self::ChoicesUntied => key!("notice-choices-untied"),
            Self::EditionApproved => key!("notice-edition-approved"),
            Self::EditionAnnounced => key!("notice-edition-announced"),
            Self::EditionDropped => key!("notice-edition-dropped"),
            Self::SignedOut => key!("notice-signed-out"),
            Self::Extended => key!("notice-extended"),
            Self::AskedBack => key!("notice-asked-back"),
            Self::QuestionEnded => key!("notice-question-ended"),
            Self::IdentityAsked => key!("notice-identity-asked"),
            Self::IdentityProved => key!("notice-identity-proved"),
            Self::IdentityRefused => key!("notice-identity-refused"),
            Self::NoteWritten => key!("notice-note-written"),
            Self::NoteRemoved => key!("notice-note-removed"),
            Self::TakenBack => key!("notice-taken-back"),
            Self::Endorsed => key!("notice-endorsed"),
            Self::Entered => key!("notice-entered"),
            Self::PasswordSet => key!("notice-password-set"),
            Self::PasswordRemoved => key!("notice-password-removed"),
            Self::PasskeyMade => key!("notice-passkey-made"),
            Self::PasskeyNamed => key!("notice-passkey-named"),
            Self::PasskeyRemoved => key!("notice-passkey-removed"),
            Self::AppRemoved => key!("notice-app-removed"),
            Self::SessionEnded => key!("notice-session-ended"),
            Self::OthersEnded => key!("notice-others-ended"),
            Self::LeakReported => key!("notice-leak-reported"),
            Self::LeakClosed => key!("notice-leak-closed"),
            Self::MessageRouted => key!("notice-message-routed"),
            Self::MessageAnswered => key!("notice-message-answered"),
            Self::MessageHandled => key!("notice-message-handled"),
            Self::RoleRaised => key!("notice-role-raised"),
            Self::RoleReturned => key!("notice-role-returned"),
            Self::Judged => key!("notice-judged"),
            Self::Redacted => key!("notice-redacted"),
            Self::MailedAgain => key!("notice-mailed-again"),
            Self::BounceEnded => key!("notice-bounce-ended"),
        }
    }

    /// Its name in an address (`?said=filed`).
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::TaskClosed => "task-closed",
            Self::LetterQueued => "letter-queued",
            Self::LetterSent => "letter-sent",
            Self::TaskAcknowledged => "task-acknowledged",
            Self::AnswerKept => "answer-kept",
            Self::RowsDecided => "rows-decided",
            Self::Withdrawn => "withdrawn",
            Self::Replanned => "replanned",
            Self::TriedAgain => "tried-again",
            Self::Told => "told",
            Self::RuleConfirmed => "rule-confirmed",
            Self::SweepsQueued => "sweeps-queued",
            Self::AttestationGiven => "attestation-given",
            Self::AttestationWithdrawn => "attestation-withdrawn",
            Self::HoldPlaced => "hold-placed",
            Self::HoldEnded => "hold-ended",
            Self::ArchiveOpened => "archive-opened",
            Self::ArchiveClosed => "archive-closed",
            Self::LookAsked => "look-asked",
            Self::ScanAsked => "scan-asked",
            Self::ChoicesTied => "choices-tied",
            Self::ChoicesUntied => "choices-untied",
            Self::EditionApproved => "edition-approved",
            Self::EditionAnnounced => "edition-announced",
            Self::EditionDropped => "edition-dropped",
            Self::SignedOut => "signed-out",
            Self::Extended => "extended",
            Self::AskedBack => "asked-back",
            Self::QuestionEnded => "question-ended",
            Self::IdentityAsked => "identity-asked",
            Self::IdentityProved => "identity-proved",
            Self::IdentityRefused => "identity-refused",
            Self::NoteWritten => "note-written",
            Self::NoteRemoved => "note-removed",
            Self::TakenBack => "taken-back",
            Self::Endorsed => "endorsed",
            Self::Entered => "entered",
            Self::PasswordSet => "password-set",
            Self::PasswordRemoved => "password-removed",
            Self::PasskeyMade => "passkey-made",
            Self::PasskeyNamed => "passkey-named",
            Self::PasskeyRemoved => "passkey-removed",
            Self::AppRemoved => "app-removed",
            Self::SessionEnded => "session-ended",
            Self::OthersEnded => "others-ended",
            Self::LeakReported => "leak-reported",
            Self::LeakClosed => "leak-closed",
            Self::MessageRouted => "message-routed",
            Self::MessageAnswered => "message-answered",
            Self::MessageHandled => "message-handled",
            Self::RoleRaised => "role-raised",
            Self::RoleReturned => "role-returned",
            Self::Judged => "judged",
            Self::Redacted => "redacted",
            Self::MailedAgain => "mailed-again",
            Self::BounceEnded => "bounce-ended",
        }
    }

    /// The notice with this name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        [
            Self::Filed,
            Self::Approved,
            Self::Refused,
            Self::TaskClosed,
            Self::LetterQueued,
            Self::LetterSent,
            Self::TaskAcknowledged,
            Self::AnswerKept,
            Self::RowsDecided,
            Self::Withdrawn,
            Self::Replanned,
            Self::TriedAgain,
            Self::Told,
            Self::RuleConfirmed,
            Self::SweepsQueued,
            Self::HoldPlaced,
            Self::HoldEnded,
            Self::ArchiveOpened,
            Self::ArchiveClosed,
            Self::LookAsked,
            Self::ScanAsked,
            Self::ChoicesTied,
            Self::ChoicesUntied,
            Self::EditionApproved,
            Self::EditionAnnounced,
            Self::EditionDropped,
            Self::SignedOut,
            Self::Extended,
            Self::AskedBack,
            Self::QuestionEnded,
            Self::IdentityAsked,
            Self::IdentityProved,
            Self::IdentityRefused,
            Self::NoteWritten,
            Self::NoteRemoved,
            Self::TakenBack,
            Self::Endorsed,
            Self::Entered,
            Self::PasswordSet,
            Self::PasswordRemoved,
            Self::PasskeyMade,
            Self::PasskeyNamed,
            Self::PasskeyRemoved,
            Self::AppRemoved,
            Self::SessionEnded,
            Self::OthersEnded,
            Self::LeakReported,
            Self::LeakClosed,
            Self::MessageRouted,
            Self::MessageAnswered,
            Self::MessageHandled,
            Self::RoleRaised,
            Self::RoleReturned,
            Self::Judged,
            Self::Redacted,
            Self::MailedAgain,
            Self::BounceEnded,
        ]
        .into_iter()
        .find(|notice| notice.slug() == slug)
    }
}

/// What is wrong with a system: for the reader, and for a technician.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What happened, what it means, what to do.
    pub text: String,
    /// Tables, columns, codes and reasons, in English.
    pub detail: Option<String>,
}

/// Something found wrong with a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldError {
    /// Id of the field.
    pub field: &'static str,
    /// Key of the message.
    pub message: &'static str,
}

impl FieldError {
    /// A message or an answer says nothing, or too much.
    pub const MESSAGE_WORDS: Self = Self { field: "words", message: key!("error-message-words") };
    /// What was typed is no e-mail address.
    pub const EMAIL: Self = Self { field: "email", message: key!("error-email") };
    /// Nothing is recorded under this number.
    pub const NO_CHOICE: Self = Self { field: "id", message: key!("error-no-choice") };
    /// The code is wrong or old.
    pub const CODE: Self = Self { field: "code", message: key!("error-code") };
    /// Too many wrong codes.
    pub const CODE_ATTEMPTS: Self = Self { field: "code", message: key!("error-code-attempts") };
    /// The box that allows erasing is not ticked.
    pub const CONFIRM: Self = Self { field: "confirm", message: key!("error-confirm") };
    /// Nothing to correct was filled in.
    pub const NOTHING_TO_CORRECT: Self = Self { field: "data", message: key!("error-nothing-to-correct") };
    /// What is wrong was filled in, and not what it should be.
    pub const CORRECTION_MISSING: Self = Self { field: "data", message: key!("error-correction-missing") };
    /// The old and the new value are the same.
    pub const CORRECTION_SAME: Self = Self { field: "data", message: key!("error-correction-same") };
    /// A value is too long or has line breaks in it.
    pub const CORRECTION_ODD: Self = Self { field: "data", message: key!("error-correction-odd") };
    /// A complaint, or what is said to a decision, that is too long.
    pub const WORDS_LONG: Self = Self { field: "words", message: key!("error-reasons-long") };
    /// Reasons that are too long.
    pub const REASONS_LONG: Self = Self { field: "reasons", message: key!("error-reasons-long") };
    /// A refusal without a reason.
    pub const REASON: Self = Self { field: "reason", message: key!("error-reason") };
    /// A task closed without saying how.
    pub const TASK_END: Self = Self { field: "end", message: key!("error-task-end") };
    /// A day that is none, or has passed.
    pub const PROMISED: Self = Self { field: "promised", message: key!("error-promised") };
    /// No file was chosen.
    pub const ANSWER_MISSING: Self = Self { field: "file", message: key!("error-answer-missing") };
    /// The file is too large.
    pub const ANSWER_LARGE: Self = Self { field: "file", message: key!("error-answer-large") };
    /// The file is of no kind that is kept.
    pub const ANSWER_KIND: Self = Self { field: "file", message: key!("error-answer-kind") };
    /// Rows that no longer wait.
    pub const ROWS_GONE: Self = Self { field: "rows", message: key!("error-rows-gone") };
    /// No rows, or no reason or day, when rows are decided about.
    pub const DECISION: Self = Self { field: "rows", message: key!("error-decision") };
    /// A hold without a reason in both languages.
    pub const HOLD_REASON: Self = Self { field: "reason_nl", message: key!("error-hold-reason") };
    /// A hold that keeps everything of everybody.
    pub const HOLD_SCOPE: Self = Self { field: "scope", message: key!("error-hold-scope") };
    /// A hold whose end is no day in the future.
    pub const HOLD_UNTIL: Self = Self { field: "until", message: key!("error-hold-until") };
    /// An attestation of a clause that systems show.
    pub const ATTESTATION_CLAUSE: Self = Self { field: "clause", message: key!("error-attestation-clause") };
    /// An attestation that says nothing, or too much.
    pub const ATTESTATION_WORDS: Self = Self { field: "looked_at", message: key!("error-attestation-words") };
    /// An attestation without a document, or with one that is too large.
    pub const ATTESTATION_DOCUMENT: Self =
        Self { field: "document", message: key!("error-attestation-document") };
    /// An attestation whose review is no day between tomorrow and a year from now.
    pub const ATTESTATION_REVIEW: Self =
        Self { field: "review_on", message: key!("error-attestation-review") };
    /// An extension without reasons.
    pub const EXTEND: Self = Self { field: "extend-reasons", message: key!("error-reason") };
    /// A question without words.
    pub const QUESTION: Self = Self { field: "question", message: key!("error-question") };
    /// An answer without words.
    pub const ANSWER: Self = Self { field: "answer", message: key!("error-answer") };
    /// No finding was chosen.
    pub const FOUND: Self = Self { field: "found", message: key!("error-found") };
    /// Too many words, or too long ones, to leave out.
    pub const REDACT_WORDS: Self = Self { field: "words", message: key!("error-redact-words") };
    /// A finding without words.
    pub const JUDGE: Self = Self { field: "judge-words", message: key!("error-judge-words") };
    /// A human review without a decision.
    pub const DECISION_MISSING: Self = Self { field: "decision", message: key!("error-decision-missing") };
    /// A complaint without words.
    pub const COMPLAINT: Self = Self { field: "reasons", message: key!("error-complaint") };
    /// A note that says nothing or too much.
    pub const NOTE: Self = Self { field: "note", message: key!("error-note") };
    /// Nothing would do as proof.
    pub const MEANS: Self = Self { field: "means", message: key!("error-means") };
    /// No right was chosen.
    pub const RIGHT: Self = Self { field: "right", message: key!("error-right") };
    /// A day on which it cannot have come in.
    pub const RECEIVED: Self = Self { field: "received", message: key!("error-received") };
    /// Nothing to find somebody by.
    pub const IDENTITY: Self = Self { field: "identity", message: key!("error-identity") };
    /// Somebody asks for another and is not named.
    pub const BEHALF: Self = Self { field: "behalf_name", message: key!("error-behalf") };
    /// What is to be corrected is missing.
    pub const DATUM: Self = Self { field: "to", message: key!("error-datum") };
    /// Somebody else was faster; what was typed still stands in this field.
    pub fn changed_meanwhile(field: &'static str) -> Self {
        Self { field, message: key!("error-changed-meanwhile") }
    }
    /// The first term is over.
    pub const TOO_LATE_TO_EXTEND: Self =
        Self { field: "extend-reasons", message: key!("error-too-late-to-extend") };
    /// An opening without a sentence that says why.
    pub const OPENING: Self = Self { field: "why", message: key!("error-opening") };
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
