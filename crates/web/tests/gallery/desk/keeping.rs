//! Samples of retention: the rules, one rule, the calendar.

use jiff::civil::date;
use web::view::desk::*;
use web::view::*;

use super::requests::trouble;
use crate::words::{HOSTILE, LONG};

pub(super) fn empty() -> Retention {
    Retention {
        day: date(2026, 12, 4),
        rules: vec![],
        uncovered: vec![],
        sweeps: vec![],
        can_decide: true,
        notice: None,
    }
}

fn row(collection: &str, system: &str, term: &str, state: RuleState, counts: Option<RuleCounts>) -> RuleRow {
    RuleRow {
        id: "shop/orders/invoices".into(),
        term: term.into(),
        system: system.into(),
        collection: collection.into(),
        keep: Some("7 jaar".into()),
        then: Some(Then::Delete),
        clauses: vec!["S30".into()],
        state,
        counts,
        problem: None,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "what a rule shows is an option")]
fn counts(rows: u64, due: u64, held: u64) -> Option<RuleCounts> {
    Some(RuleCounts { rows, due, soon: due + 12, later: due + 240, held, undated: 3 })
}

fn sweep(state: SweepState, deleted: u64) -> SweepRow {
    SweepRow {
        rule: "shop/orders/invoices".into(),
        state,
        started: date(2026, 12, 4).at(3, 0, 0, 0),
        ended: (state != SweepState::Running).then(|| date(2026, 12, 4).at(3, 4, 0, 0)),
        deleted,
        anonymised: 0,
        batches: 2,
        parts: if deleted > 0 {
            vec![("Bestellingen".into(), deleted / 2), ("Adressen".into(), deleted - deleted / 2)]
        } else {
            vec![]
        },
        problem: None,
    }
}

pub(super) fn retention() -> Retention {
    Retention {
        day: date(2026, 12, 4),
        rules: vec![
            row(
                "Bestellingen",
                "Webwinkel",
                "facturen, bestellingen en betalingen",
                RuleState::Confirmed,
                counts(84_210, 61, 4),
            ),
            RuleRow {
                then: Some(Then::Anonymise),
                keep: Some("12 maanden".into()),
                ..row(
                    "Forumberichten",
                    "Leeromgeving",
                    "gedeelde inhoud",
                    RuleState::Awaiting,
                    counts(1_204, 0, 0),
                )
            },
            RuleRow {
                then: Some(Then::Ask),
                ..row("Accounts", "Webwinkel", "klantprofiel", RuleState::Asks, counts(312, 9, 0))
            },
            RuleRow {
                then: None,
                keep: None,
                ..row("Logboek", "Leeromgeving", "logbestanden", RuleState::Unusable, None)
            },
        ],
        uncovered: vec!["geschillen".into(), "verstrekkingen".into()],
        sweeps: vec![
            sweep(SweepState::Running, 5_000),
            sweep(SweepState::Done, 122),
            sweep(SweepState::Done, 0),
            SweepRow {
                problem: Some(trouble("“Leeromgeving” antwoordt niet. Wij proberen het vanzelf opnieuw.")),
                ..sweep(SweepState::Stopped, 0)
            },
        ],
        can_decide: true,
        notice: Some(Notice::SweepsQueued),
    }
}

pub(super) fn hostile() -> Retention {
    Retention {
        rules: vec![RuleRow {
            id: HOSTILE.into(),
            problem: Some(trouble(LONG)),
            keep: Some(LONG.into()),
            clauses: vec![HOSTILE.into()],
            ..row(LONG, HOSTILE, LONG, RuleState::Confirmed, counts(u64::MAX / 4, u64::MAX / 4, 7))
        }],
        uncovered: vec![LONG.into(), HOSTILE.into()],
        sweeps: vec![SweepRow {
            rule: HOSTILE.into(),
            problem: Some(trouble(&format!("{HOSTILE} {LONG}"))),
            parts: vec![(LONG.into(), u64::MAX)],
            ..sweep(SweepState::Running, 9)
        }],
        can_decide: false,
        ..empty()
    }
}

pub(super) fn rule() -> Rule {
    Rule {
        row: row(
            "Bestellingen",
            "Webwinkel",
            "facturen, bestellingen en betalingen",
            RuleState::Awaiting,
            counts(84_210, 61, 4),
        ),
        digest: "5d41402abc4b2a76".into(),
        cutoff: Some(date(2018, 12, 31)),
        along: vec!["Adressen".into(), "Bestelregels".into()],
        left_behind: vec!["Notities".into()],
        lifted_by: vec!["AWR art. 52 lid 4".into()],
        holds: vec![HeldLine {
            reason: "een geschil over een levering".into(),
            until: Some(date(2027, 6, 1)),
            all: false,
        }],
        open_requests: 2,
        samples: ["17", "18", "21", "34", "35"].map(str::to_owned).into(),
        asked: None,
        can_confirm: true,
        notice: None,
    }
}

pub(super) fn hostile_rule() -> Rule {
    Rule {
        row: RuleRow {
            problem: Some(trouble(&format!("{HOSTILE} {LONG}"))),
            clauses: vec![HOSTILE.into()],
            ..row(LONG, HOSTILE, LONG, RuleState::Unusable, None)
        },
        digest: "\"><b>".into(),
        cutoff: None,
        along: vec![LONG.into()],
        left_behind: vec![HOSTILE.into()],
        lifted_by: vec![LONG.into()],
        holds: vec![HeldLine { reason: LONG.into(), until: None, all: true }],
        open_requests: usize::MAX / 4,
        samples: vec![LONG.into(), HOSTILE.into()],
        asked: None,
        can_confirm: false,
        notice: None,
    }
}

pub(super) fn due() -> Vec<CalendarRow> {
    let line = |term: &str, place: &str, rows: [u64; 12]| CalendarRow {
        id: "shop/orders/invoices".into(),
        term: term.into(),
        place: place.into(),
        rows: rows.into(),
    };
    vec![
        line(
            "facturen, bestellingen en betalingen",
            "Bestellingen · Webwinkel",
            [61, 1_204, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        ),
        line("logbestanden", "Logboek · Leeromgeving", [9, 8, 12, 9, 10, 11, 7, 9, 12, 8, 9, 10]),
    ]
}

pub(super) fn calendar(rows: Vec<CalendarRow>) -> Calendar {
    let silent = if rows.is_empty() { vec![] } else { vec!["learning/posts/shared-content".into()] };
    Calendar {
        months: (0..12)
            .map(|place| YearMonth {
                year: 2026 + i16::from(place > 0),
                month: if place == 0 { 12 } else { place },
            })
            .collect(),
        rows,
        silent,
    }
}

/// A rule whose rows wait for a decision.
pub(super) fn asking(hostile: bool) -> Rule {
    let decision = |state, rows, until| DecisionRow {
        id: "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e21".into(),
        until,
        state,
        rows,
        reason: if until.is_some() { "De school vroeg om ze te laten staan.".into() } else { String::new() },
        by: if hostile { HOSTILE.into() } else { "Sanne de Vries".into() },
        at: date(2026, 12, 3).at(15, 4, 0, 0),
        allowed_by: (state == DecisionState::Done).then(|| "Bram Jansen".into()),
        can_allow: state == DecisionState::Waiting,
    };
    let key = |number: i64| {
        if hostile { format!("{HOSTILE}|{LONG}|{number}") } else { (4_100 + number).to_string() }
    };
    Rule {
        row: RuleRow { then: Some(Then::Ask), state: RuleState::Asks, ..rule().row },
        can_confirm: false,
        asked: Some(AskedRows {
            keys: (1..=12).map(key).collect(),
            more: true,
            second_person_from: Some(10),
            decisions: vec![
                decision(DecisionState::Waiting, 14, None),
                decision(DecisionState::Allowed, 2, Some(date(2027, 6, 1))),
                decision(DecisionState::Done, 1, None),
            ],
            chosen: vec![key(2)],
            until: String::new(),
            reason: if hostile { HOSTILE.into() } else { String::new() },
            error: hostile.then_some(FieldError::DECISION),
        }),
        ..rule()
    }
}
