//! Samples of attestations.

use jiff::civil::date;
use web::view::FieldError;
use web::view::desk::*;

use crate::words::{HOSTILE, LONG};

fn attestation(clause: &str, promise: &str, state: AttestationState) -> AttestationRow {
    AttestationRow {
        id: "1".into(),
        clause: clause.into(),
        promise: Some(promise.into()),
        looked_at: "In het beheerscherm van de leeromgeving nagekeken dat medewerkers gesloten profielen niet kunnen openen.".into(),
        document: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        given_by: "Noor Visser".into(),
        given_at: date(2026, 12, 1).at(14, 5, 0, 0),
        entered_by_operator: false,
        review_on: date(2027, 6, 1),
        state,
    }
}

fn form() -> AttestationForm {
    AttestationForm {
        clauses: vec![
            ("S31".into(), "Bij wat alleen nog bewaard wordt, kan de gewone medewerker niet.".into()),
            ("S99".into(), "Geen computer beslist alleen.".into()),
        ],
        clause: "S99".into(),
        looked_at: String::new(),
        review_on: String::new(),
        error: None,
    }
}

pub(super) fn empty() -> Attestations {
    Attestations { rows: vec![], form: Some(form()), notice: None }
}

pub(super) fn attestations() -> Attestations {
    let s31 = "Bij wat alleen nog bewaard wordt, kan de gewone medewerker niet.";
    Attestations {
        rows: vec![
            attestation("S31", s31, AttestationState::Counts),
            AttestationRow {
                entered_by_operator: true,
                ..attestation("S99", "Geen computer beslist alleen.", AttestationState::Over)
            },
            attestation("S31", s31, AttestationState::Withdrawn),
        ],
        form: Some(AttestationForm { error: Some(FieldError::ATTESTATION_DOCUMENT), ..form() }),
        notice: None,
    }
}

pub(super) fn hostile() -> Attestations {
    Attestations {
        rows: vec![AttestationRow {
            promise: None,
            looked_at: HOSTILE.repeat(3),
            given_by: LONG.into(),
            ..attestation(HOSTILE, "", AttestationState::Counts)
        }],
        form: None,
        notice: None,
    }
}
