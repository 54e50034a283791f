//! Attestations: what members of staff stand for where no system can show it.

use jiff::civil::{Date, DateTime};

use crate::text::key;
use crate::view::{FieldError, Notice};

/// The attestations, and the form of a new one.
#[derive(Debug, Clone)]
pub struct Attestations {
    /// The attestations, the latest first.
    pub rows: Vec<AttestationRow>,
    /// The form of a new one; none: the reader may not give any, or no clause needs one.
    pub form: Option<AttestationForm>,
    /// What was just done.
    pub notice: Option<Notice>,
}

/// An attestation.
#[derive(Debug, Clone)]
pub struct AttestationRow {
    /// Its id.
    pub id: String,
    /// The clause.
    pub clause: String,
    /// What the clause promises; none: the edition in force has it no more.
    pub promise: Option<String>,
    /// What was looked at.
    pub looked_at: String,
    /// The digest of the document.
    pub document: String,
    /// Who stands for it.
    pub given_by: String,
    /// When.
    pub given_at: DateTime,
    /// Entered by the operator.
    pub entered_by_operator: bool,
    /// The last day on which it counts.
    pub review_on: Date,
    /// Whether it counts.
    pub state: AttestationState,
}

/// Whether an attestation counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttestationState {
    /// It does.
    Counts,
    /// Its review date has passed.
    Over,
    /// It was withdrawn.
    Withdrawn,
}

impl AttestationState {
    /// Its name.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Counts => key!("attestation-counts"),
            Self::Over => key!("attestation-over"),
            Self::Withdrawn => key!("attestation-withdrawn"),
        }
    }

    /// Its mark's class.
    pub fn mark(&self) -> &'static str {
        match self {
            Self::Counts => "up",
            Self::Over => "stuck",
            Self::Withdrawn => "none",
        }
    }
}

/// The form of a new one.
#[derive(Debug, Clone)]
pub struct AttestationForm {
    /// The clauses: id and what they promise.
    pub clauses: Vec<(String, String)>,
    /// The one that was chosen.
    pub clause: String,
    /// What was looked at, as typed.
    pub looked_at: String,
    /// The review date, as typed.
    pub review_on: String,
    /// What was wrong.
    pub error: Option<FieldError>,
}

impl AttestationForm {
    /// Whether this clause was chosen.
    pub fn is_clause(&self, clause: &str) -> bool {
        self.clause == clause
    }
}
