//! Samples of holds and the archive.

use jiff::civil::date;
use web::view::desk::*;
use web::view::*;

use crate::words::{HOSTILE, LONG};

fn form() -> HoldForm {
    HoldForm {
        scopes: vec![
            ("system:shop".into(), "Webwinkel".into()),
            ("collection:shop/orders".into(), "Webwinkel · Bestellingen".into()),
            ("term:invoices".into(), "facturen, bestellingen en betalingen".into()),
        ],
        ..HoldForm::default()
    }
}

pub(super) fn empty() -> Holds {
    Holds {
        rows: vec![],
        form: Some(form()),
        archives: vec![],
        can_open: true,
        opening_error: None,
        openings: vec![],
        notice: None,
    }
}

fn hold(kind: HoldKind, reason: &str) -> HoldRow {
    HoldRow {
        id: "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11".into(),
        kind,
        reason: reason.into(),
        somebody: true,
        scope: vec!["Webwinkel".into(), "Bestellingen".into()],
        until: Some(date(2027, 6, 1)),
        set_by: "operator".into(),
        set_at: date(2026, 11, 20).at(14, 5, 0, 0),
        ended: None,
    }
}

fn opening(open: bool) -> OpeningRow {
    OpeningRow {
        id: "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e12".into(),
        term: "facturen, bestellingen en betalingen".into(),
        by: "Noor Visser".into(),
        reason: "De school betwist een factuur van 2024; de bestelling moet erbij.".into(),
        opened: date(2026, 12, 4).at(9, 0, 0, 0),
        until: date(2026, 12, 4).at(10, 0, 0, 0),
        open,
        own: open,
    }
}

pub(super) fn holds() -> Holds {
    Holds {
        rows: vec![
            hold(HoldKind::Claim, "een geschil over een levering"),
            HoldRow {
                somebody: false,
                scope: vec!["facturen, bestellingen en betalingen".into()],
                until: None,
                ..hold(HoldKind::Fiscal, "de Belastingdienst controleert 2019")
            },
            HoldRow {
                ended: Some(date(2026, 12, 1).at(8, 30, 0, 0)),
                ..hold(HoldKind::Fraud, "een onderzoek naar misbruik van kortingscodes")
            },
        ],
        archives: vec![("invoices".into(), "facturen, bestellingen en betalingen".into())],
        openings: vec![opening(true), opening(false)],
        notice: Some(Notice::HoldPlaced),
        ..empty()
    }
}

pub(super) fn hostile() -> Holds {
    Holds {
        rows: vec![HoldRow {
            scope: vec![LONG.into(), HOSTILE.into()],
            set_by: LONG.into(),
            until: None,
            ..hold(HoldKind::Claim, &format!("{HOSTILE} {LONG}"))
        }],
        form: Some(HoldForm {
            kind: "fraud".into(),
            reason_nl: format!("\"><b>{HOSTILE}"),
            reason_en: LONG.into(),
            email: LONG.into(),
            scope: "system:shop".into(),
            until: HOSTILE.into(),
            error: Some(FieldError::HOLD_REASON),
            ..form()
        }),
        archives: vec![(HOSTILE.into(), LONG.into())],
        opening_error: Some(FieldError::OPENING),
        openings: vec![OpeningRow { reason: LONG.into(), by: HOSTILE.into(), ..opening(true) }],
        ..empty()
    }
}
