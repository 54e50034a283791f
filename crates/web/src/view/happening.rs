//! What happens to a request, in the order of time: the ledger's kinds of entry that a request has.
//!
//! To show another kind, add it here with its word on the ledger and its text.

use jiff::civil::DateTime;

use crate::text::key;

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
    /// It was passed on to whoever is responsible.
    PassedOn,
    /// Its term was extended.
    Extended,
    /// It was taken back.
    Withdrawn,
    /// It waits for another.
    Deferred,
    /// It goes on.
    Resumed,
    /// Everything it is about stopped.
    Halted,
    /// What had stopped went on.
    Released,
    /// A human wrote down what they found.
    Judged,
    /// The person was told what is about to happen.
    Told,
    /// Carrying out began.
    Begun,
    /// A system's part began.
    StepStarted,
    /// A system's part was done.
    StepDone,
    /// A system's part did not succeed.
    StepFailed,
    /// A letter to a holder was sent.
    TaskSent,
    /// A holder has the letter.
    TaskAcknowledged,
    /// Somebody was reminded.
    TaskReminded,
    /// What a holder sent was kept.
    AnswerKept,
    /// What a holder sent was collected.
    AnswerGiven,
    /// What a holder sent was destroyed.
    AnswerGone,
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
    /// It may go straight to another.
    HandoverOpened,
    /// Another has it.
    HandoverDone,
    /// It did not get there.
    HandoverFailed,
    /// That was taken back.
    HandoverRevoked,
    /// Another system was told how far it is.
    StatusTold,
    /// It could not be told.
    StatusUntold,
    /// The answer was destroyed.
    Destroyed,
    /// It was closed.
    Closed,
    /// Who it was about was wiped.
    Forgotten,
    /// The first of two people allowed it.
    Endorsed,
    /// A decision was taken back.
    TakenBack,
    /// The person was asked something.
    QuestionAsked,
    /// Their answer came.
    QuestionEnded,
    /// A note was written.
    NoteWritten,
    /// A proof was handed in.
    ProofHandedIn,
    /// An officer looked at a proof.
    ProofSeen,
    /// A proof was destroyed.
    ProofDestroyed,
    /// The officer was warned of the term.
    DeadlineWarned,
    /// A message left.
    MessageSent,
    /// A message was given up.
    MessageFailed,
    /// A message came back.
    MessageBounced,
    /// The person answered a mail about it.
    MessageTaken,
    /// Staff saw data of the person.
    DataSeen,
    /// What is of others was left out of the copy.
    Redacted,
    /// The old address was told of a new one.
    AddressChangeTold,
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
        Self::PassedOn,
        Self::Extended,
        Self::Withdrawn,
        Self::Deferred,
        Self::Resumed,
        Self::Halted,
        Self::Released,
        Self::Judged,
        Self::Told,
        Self::Begun,
        Self::StepStarted,
        Self::StepDone,
        Self::StepFailed,
        Self::TaskSent,
        Self::TaskAcknowledged,
        Self::TaskReminded,
        Self::AnswerKept,
        Self::AnswerGiven,
        Self::AnswerGone,
        Self::TaskClosed,
        Self::Executed,
        Self::Sealed,
        Self::Announced,
        Self::AnsweredInPart,
        Self::Answered,
        Self::Collected,
        Self::HandoverOpened,
        Self::HandoverDone,
        Self::HandoverFailed,
        Self::HandoverRevoked,
        Self::StatusTold,
        Self::StatusUntold,
        Self::Destroyed,
        Self::Closed,
        Self::Forgotten,
        Self::Endorsed,
        Self::TakenBack,
        Self::QuestionAsked,
        Self::QuestionEnded,
        Self::NoteWritten,
        Self::ProofHandedIn,
        Self::ProofSeen,
        Self::ProofDestroyed,
        Self::DeadlineWarned,
        Self::MessageSent,
        Self::MessageFailed,
        Self::MessageBounced,
        Self::MessageTaken,
        Self::DataSeen,
        Self::Redacted,
        Self::AddressChangeTold,
    ];

    /// The ledger's word.
    #[expect(clippy::too_many_lines, reason = "a table, one line a kind")]
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
            Self::PassedOn => "request-passed-on",
            Self::Extended => "request-extended",
            Self::Withdrawn => "request-withdrawn",
            Self::Deferred => "request-deferred",
            Self::Resumed => "request-resumed",
            Self::Halted => "request-halted",
            Self::Released => "request-released",
            Self::Judged => "request-judged",
            Self::Told => "request-told",
            Self::Begun => "request-begun",
            Self::StepStarted => "step-started",
            Self::StepDone => "step-done",
            Self::StepFailed => "step-failed",
            Self::TaskSent => "task-sent",
            Self::TaskAcknowledged => "task-acknowledged",
            Self::TaskReminded => "task-reminded",
            Self::AnswerKept => "task-answer-kept",
            Self::AnswerGiven => "task-answer-collected",
            Self::AnswerGone => "task-answer-destroyed",
            Self::TaskClosed => "task-closed",
            Self::Executed => "request-executed",
            Self::Sealed => "answer-sealed",
            Self::Announced => "answer-announced",
            Self::AnsweredInPart => "request-answered-in-part",
            Self::Answered => "request-answered",
            Self::Collected => "answer-collected",
            Self::HandoverOpened => "handover-opened",
            Self::HandoverDone => "handover-done",
            Self::HandoverFailed => "handover-failed",
            Self::HandoverRevoked => "handover-revoked",
            Self::StatusTold => "status-told",
            Self::StatusUntold => "status-untold",
            Self::Destroyed => "answer-destroyed",
            Self::Closed => "request-closed",
            Self::Forgotten => "request-forgotten",
            Self::Endorsed => "request-endorsed",
            Self::TakenBack => "decision-taken-back",
            Self::QuestionAsked => "question-asked",
            Self::QuestionEnded => "question-ended",
            Self::NoteWritten => "note-written",
            Self::ProofHandedIn => "proof-handed-in",
            Self::ProofSeen => "proof-seen",
            Self::ProofDestroyed => "proof-destroyed",
            Self::DeadlineWarned => "deadline-warned",
            Self::MessageSent => "message-sent",
            Self::MessageFailed => "message-failed",
            Self::MessageBounced => "message-bounced",
            Self::MessageTaken => "message-taken",
            Self::DataSeen => "data-seen",
            Self::Redacted => "redaction-decided",
            Self::AddressChangeTold => "address-change-told",
        }
    }

    /// The happening that the ledger's word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|happening| happening.word() == word)
    }

    /// In words.
    #[expect(clippy::too_many_lines, reason = "a table, one line a kind")]
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
            Self::PassedOn => key!("happened-request-passed-on"),
            Self::Extended => key!("happened-request-extended"),
            Self::Withdrawn => key!("happened-request-withdrawn"),
            Self::Deferred => key!("happened-request-deferred"),
            Self::Resumed => key!("happened-request-resumed"),
            Self::Halted => key!("happened-request-halted"),
            Self::Released => key!("happened-request-released"),
            Self::Judged => key!("happened-request-judged"),
            Self::Told => key!("happened-request-told"),
            Self::Begun => key!("happened-request-begun"),
            Self::StepStarted => key!("happened-step-started"),
            Self::StepDone => key!("happened-step-done"),
            Self::StepFailed => key!("happened-step-failed"),
            Self::TaskSent => key!("happened-task-sent"),
            Self::TaskAcknowledged => key!("happened-task-acknowledged"),
            Self::TaskReminded => key!("happened-task-reminded"),
            Self::AnswerKept => key!("happened-task-answer-kept"),
            Self::AnswerGiven => key!("happened-task-answer-collected"),
            Self::AnswerGone => key!("happened-task-answer-destroyed"),
            Self::TaskClosed => key!("happened-task-closed"),
            Self::Executed => key!("happened-request-executed"),
            Self::Sealed => key!("happened-answer-sealed"),
            Self::Announced => key!("happened-answer-announced"),
            Self::AnsweredInPart => key!("happened-request-answered-in-part"),
            Self::Answered => key!("happened-request-answered"),
            Self::Collected => key!("happened-answer-collected"),
            Self::HandoverOpened => key!("happened-handover-opened"),
            Self::HandoverDone => key!("happened-handover-done"),
            Self::HandoverFailed => key!("happened-handover-failed"),
            Self::HandoverRevoked => key!("happened-handover-revoked"),
            Self::StatusTold => key!("happened-status-told"),
            Self::StatusUntold => key!("happened-status-untold"),
            Self::Destroyed => key!("happened-answer-destroyed"),
            Self::Closed => key!("happened-request-closed"),
            Self::Forgotten => key!("happened-request-forgotten"),
            Self::Endorsed => key!("happened-request-endorsed"),
            Self::TakenBack => key!("happened-decision-taken-back"),
            Self::QuestionAsked => key!("happened-question-asked"),
            Self::QuestionEnded => key!("happened-question-ended"),
            Self::NoteWritten => key!("happened-note-written"),
            Self::ProofHandedIn => key!("happened-proof-handed-in"),
            Self::ProofSeen => key!("happened-proof-seen"),
            Self::ProofDestroyed => key!("happened-proof-destroyed"),
            Self::DeadlineWarned => key!("happened-deadline-warned"),
            Self::MessageSent => key!("happened-message-sent"),
            Self::MessageFailed => key!("happened-message-failed"),
            Self::MessageBounced => key!("happened-message-bounced"),
            Self::MessageTaken => key!("happened-message-taken"),
            Self::DataSeen => key!("happened-data-seen"),
            Self::Redacted => key!("happened-redaction-decided"),
            Self::AddressChangeTold => key!("happened-address-change-told"),
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
                | Self::Judged
                | Self::Approved
                | Self::Refused
                | Self::PassedOn
                | Self::Extended
                | Self::Withdrawn
                | Self::Deferred
                | Self::Resumed
                | Self::QuestionAsked
                | Self::QuestionEnded
                | Self::ProofHandedIn
                | Self::ProofSeen
                | Self::ProofDestroyed
                | Self::Begun
                | Self::AnsweredInPart
                | Self::Answered
                | Self::Collected
                | Self::HandoverOpened
                | Self::HandoverDone
                | Self::HandoverFailed
                | Self::HandoverRevoked
                | Self::Destroyed
        )
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

#[cfg(test)]
mod tests {
    use ledger::EventKind;

    use super::*;

    /// What belongs to no request: editions, systems, staff, choices.
    const ELSEWHERE: &[&str] = &[
        "archive",
        "attestation",
        "consents",
        "credential",
        "disclosure",
        "drill",
        "edition",
        "entry",
        "hold",
        "leak",
        "mail",
        "program",
        "register",
        "retention",
        "role",
        "sessions",
        "site",
        "staff",
        "subject",
        "suppression",
        "sweep",
        "system",
        "verdict",
    ];

    #[test]
    fn whatever_happens_to_a_request_is_said_in_words() {
        for kind in EventKind::ALL {
            let word = kind.as_str();
            let head = word.split('-').next().unwrap_or_default();
            let known = Happening::from_word(word).is_some()
                || ELSEWHERE.contains(&head)
                || matches!(
                    word,
                    "message-admitted" | "message-kept-in" | "message-routed" | "message-ended"
                );
            assert!(known, "{word} would stand on the desk as it is");
        }
    }
}
