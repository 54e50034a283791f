//! What is wrong: with a field of a form, and with a system. To add a fault of a form: a constant with its field and text.

use crate::text::key;

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
    /// No letter was chosen, or one that is not there.
    pub const NO_LETTER: Self = Self { field: "topic", message: key!("error-no-letter") };
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
    /// No address that anything is sent to.
    pub const ADDRESS: Self = Self { field: "address", message: key!("error-address") };
    /// An address that is not on the public internet.
    pub const ADDRESS_PRIVATE: Self = Self { field: "address", message: key!("error-address-private") };
    /// No address of whoever is responsible.
    pub const PASS_TO: Self = Self { field: "pass_to", message: key!("error-pass-to") };
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
