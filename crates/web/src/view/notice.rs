//! What is said at the top of a page after something was done: the address carries its word, the page shows its text. To
//! add one: a case with its word and its text.

use crate::text::key;

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
    /// A copy is being sent to another.
    HandoverBegun,
    /// A hand-over was taken back.
    HandoverRevoked,
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
    #[expect(clippy::too_many_lines, reason = "a table, one line a notice")]
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
            Self::HandoverBegun => key!("notice-handover-begun"),
            Self::HandoverRevoked => key!("notice-handover-revoked"),
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
    #[expect(clippy::too_many_lines, reason = "a table, one line a notice")]
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
            Self::HandoverBegun => "handover-begun",
            Self::HandoverRevoked => "handover-revoked",
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
    #[expect(clippy::too_many_lines, reason = "a table, one line a notice")]
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
            Self::HandoverBegun,
            Self::HandoverRevoked,
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
