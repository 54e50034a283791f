//! Samples of promises, register and ledger.

use jiff::civil::date;
use web::chart::{Columns, Month};
use web::view::desk::*;
use web::view::*;

use crate::site;
use crate::words::{HOSTILE, LONG, hostile_many};

fn promise(clause: &str, promise: &str, verdict: Verdict, evidence: &str) -> PromiseRow {
    PromiseRow {
        clause: clause.into(),
        path: format!("/privacy#{clause}"),
        promise: promise.into(),
        text: "Het antwoord komt binnen de beloofde termijn.".into(),
        verdict,
        reason: evidence.into(),
        evidence: if verdict == Verdict::Kept {
            vec!["14 antwoorden".into(), "0 te laat".into()]
        } else {
            vec![]
        },
        would_change: (verdict == Verdict::Unproven).then(|| "er een controle voor is".into()),
        since: (verdict != Verdict::Unproven).then(|| date(2026, 12, 1)),
    }
}

pub(super) fn promise_rows() -> Vec<PromiseRow> {
    vec![
        promise("S1", "subjects-mapped", Verdict::Unproven, "De controle hiervan is nog niet gebouwd."),
        promise(
            "S4",
            "edition-archive",
            Verdict::Kept,
            "2 edities, elk nog gelijk aan het controlegetal waarmee zij zijn uitgegeven.",
        ),
        promise("S6", "privacy-contact", Verdict::Kept, "Staat in alle 14 verstuurde berichten."),
        promise(
            "S35",
            "no-tracking-before-consent",
            Verdict::Void,
            "De oorspronkelijke tekst is in strijd met AVG art. 4(11) en 7.",
        ),
        promise(
            "S91",
            "answered-in-time",
            Verdict::Kept,
            "14 van 14 verzoeken op tijd beantwoord; gemiddeld na 3 dagen.",
        ),
        promise("S101", "opt-out-lag", Verdict::Broken, "1 van 4 afmeldingen duurde 12 werkdagen."),
    ]
}

pub(super) fn promises(rows: Vec<PromiseRow>, only: Option<Verdict>) -> Promises {
    let gaps = if rows.is_empty() { vec![] } else { site::gaps() };
    let own = rows.iter().take(1).cloned().map(|row| PromiseRow {
        path: "/products/toetsen#T1".into(),
        clause: "T1".into(),
        ..row
    });
    let products = vec![ProductPromises { name: "Leskracht Toetsen".into(), rows: own.collect() }];
    let checked = Some(date(2026, 12, 4).at(6, 0, 0, 0));
    Promises { only, tally: site::tally(), rows, gaps, products, checked }
}

pub(super) fn hostile_promises() -> Promises {
    promises(vec![promise(HOSTILE, LONG, Verdict::Broken, &hostile_many(3).join(" "))], None)
}

pub(super) fn register() -> Register {
    let row = |right, stage, in_time| RegisterRow {
        right,
        received: YearMonth { year: 2026, month: 11 },
        closed: Some(YearMonth { year: 2026, month: 12 }),
        stage,
        in_time,
        systems: 3,
    };
    let months =
        [(4, 0), (7, 0), (5, 1), (9, 0), (3, 0), (0, 0), (12, 0), (8, 1), (11, 0), (14, 0), (9, 0), (6, 0)];
    Register {
        rows: vec![
            row(Right::Access, Stage::Answered, true),
            row(Right::Erasure, Stage::Answered, true),
            RegisterRow { closed: None, ..row(Right::Erasure, Stage::Refused, true) },
            row(Right::Access, Stage::Answered, false),
        ],
        year: 2026,
        yearly: vec![
            YearRow {
                right: Right::Access,
                received: 1_120,
                answered: 1_100,
                refused: 12,
                withdrawn: 8,
                late: 2,
            },
            YearRow {
                right: Right::Erasure,
                received: 170,
                answered: 165,
                refused: 0,
                withdrawn: 5,
                late: 0,
            },
        ],
        years: vec![2026, 2025, 2024],
        total: 1_290,
        chart: Some(Columns {
            months: (1i8..)
                .zip(months)
                .map(|(month, (in_time, late))| Month {
                    month: YearMonth { year: 2026, month },
                    in_time,
                    late,
                })
                .collect(),
        }),
    }
}

const NOTE: &str = "leskracht.example/ledger
1284
qIxGt6bRkq0bZl7dYzqXn0o0N8m0hL1sVb2cJ3kP4w8=

— leskracht.example/ledger Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
";

pub(super) fn ledger(size: u64) -> Ledger {
    Ledger {
        size,
        root: "qIxGt6bRkq0bZl7dYzqXn0o0N8m0hL1sVb2cJ3kP4w8=".into(),
        checkpoint: (size > 0)
            .then(|| Checkpoint { at: Some(date(2026, 12, 4).at(9, 0, 0, 0)), note: NOTE.into() }),
        public_key: "leskracht.example/ledger+326e5ae9+AdQ3vK0p2m8F7sG1hJ5kL9zX4cV6bN8mQ2wE0rT3yU7i".into(),
    }
}
