//! Holds, and the archive that staff have lost access to.

use jiff::civil::{Date, DateTime};

use crate::text::key;
use crate::view::{FieldError, Notice};

/// The holds and the openings of the archive.
#[derive(Debug, Clone)]
pub struct Holds {
    /// The holds, the latest first.
    pub rows: Vec<HoldRow>,
    /// The form of a new one; none: the reader may not set any.
    pub form: Option<HoldForm>,
    /// The archives: id and name.
    pub archives: Vec<(String, String)>,
    /// The reader may open them.
    pub can_open: bool,
    /// What was wrong with the form of opening.
    pub opening_error: Option<FieldError>,
    /// Who opened them, the latest first.
    pub openings: Vec<OpeningRow>,
    /// What was just done.
    pub notice: Option<Notice>,
}

/// A hold.
#[derive(Debug, Clone)]
pub struct HoldRow {
    /// Its id.
    pub id: String,
    /// What sort of reason.
    pub kind: HoldKind,
    /// Why.
    pub reason: String,
    /// It names somebody.
    pub somebody: bool,
    /// What it keeps, in words: system, collection, term.
    pub scope: Vec<String>,
    /// The first day on which it no longer holds.
    pub until: Option<Date>,
    /// Who set it.
    pub set_by: String,
    /// When.
    pub set_at: DateTime,
    /// When it was ended.
    pub ended: Option<DateTime>,
}

/// What sort of reason a hold has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldKind {
    /// A legal claim.
    Claim,
    /// A question of a tax authority or an auditor.
    Fiscal,
    /// A case of fraud.
    Fraud,
}

impl HoldKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Claim, Self::Fiscal, Self::Fraud];

    /// In words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Claim => key!("hold-claim"),
            Self::Fiscal => key!("hold-fiscal"),
            Self::Fraud => key!("hold-fraud"),
        }
    }

    /// Its name in a form.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Fiscal => "fiscal",
            Self::Fraud => "fraud",
        }
    }
}

/// The form of a new hold.
#[derive(Debug, Clone, Default)]
pub struct HoldForm {
    /// What can be chosen as scope: value and name; a system, a collection of it, or a term.
    pub scopes: Vec<(String, String)>,
    /// The kind that was chosen.
    pub kind: String,
    /// The Dutch reason as it was typed.
    pub reason_nl: String,
    /// The English reason as it was typed.
    pub reason_en: String,
    /// Whom it names, as it was typed.
    pub email: String,
    /// The scope that was chosen.
    pub scope: String,
    /// The end as it was typed.
    pub until: String,
    /// What is wrong.
    pub error: Option<FieldError>,
}

impl HoldForm {
    /// Whether a kind is chosen.
    pub fn is_kind(&self, kind: &HoldKind) -> bool {
        self.kind == kind.slug()
    }

    /// Whether a scope is chosen.
    pub fn is_scope(&self, value: &str) -> bool {
        self.scope == value
    }
}

/// An opening of an archive.
#[derive(Debug, Clone)]
pub struct OpeningRow {
    /// Its id.
    pub id: String,
    /// The name of the term.
    pub term: String,
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Since when.
    pub opened: DateTime,
    /// Until when.
    pub until: DateTime,
    /// It is open now.
    pub open: bool,
    /// The reader opened it.
    pub own: bool,
}
