//! Editions on their way.

use jiff::civil::date;
use web::view::desk::{Draft, DraftStage, Drafts, NextStep, Way};
use web::view::site::{Change, ChangedClause, ChangedFact, ChangedWords};

use crate::words::{HOSTILE, LONG};

fn way(version: &str, stage: DraftStage, told: (u64, u64)) -> Way {
    Way {
        hash: "9f2c41d07be35a6810c4d9e2f7a1b3856d0e4c97a2f81b63d5e0947c1a8f3b26".into(),
        version: version.into(),
        from: date(2027, 2, 1),
        stage,
        changes: [(Change::Widening, 2), (Change::Narrowing, 1), (Change::Wording, 7)],
        findings: if stage == DraftStage::Draft { 3 } else { 0 },
        told,
        unreachable: u64::from(told.1 > 0),
    }
}

pub fn drafts() -> Drafts {
    let rows = vec![
        way("2027-06", DraftStage::Draft, (0, 0)),
        way("2027-02", DraftStage::Announced, (118, 240)),
        way("2026-09", DraftStage::InForce, (0, 0)),
    ];
    Drafts { rows, notice: None }
}

pub fn draft(next: NextStep) -> Draft {
    Draft {
        way: way("2027-02", DraftStage::Checked, (0, 0)),
        drafted_by: "operator".into(),
        material: true,
        asks_again: vec!["websitestatistiek".into()],
        facts: vec![ChangedFact {
            change: Change::Widening,
            what: "doel websitestatistiek: soort gegevens IP-adres erbij".into(),
        }],
        clauses: vec![ChangedClause {
            id: "S54".into(),
            change: Change::Widening,
            why: "Een ruimer gegeven.".into(),
            words: vec![
                ChangedWords::Same("Wij meten bezoek".into()),
                ChangedWords::Gone("zonder IP-adres.".into()),
                ChangedWords::New("met uw IP-adres.".into()),
            ],
        }],
        next,
        can_drop: true,
        notice: None,
    }
}

pub fn hostile_draft() -> Draft {
    let mut draft = draft(NextStep::TooSoon(date(2027, 3, 1)));
    draft.drafted_by = HOSTILE.into();
    draft.asks_again = vec![LONG.into()];
    draft.facts = vec![ChangedFact { change: Change::Narrowing, what: LONG.into() }];
    draft
}
