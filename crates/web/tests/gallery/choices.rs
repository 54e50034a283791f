//! Samples of the pages about choices, at the desk and in the portal.

use jiff::civil::{Date, date};
use web::chart::{Day, Days};
use web::frame::Area;
use web::view::FieldError;
use web::view::choices::*;
use web::view::scan::{Found, Seen, Site, StateName, StateSeen, Stored};

use crate::words::{HOSTILE, LONG};
use crate::{Sample, sample};

pub fn samples() -> Vec<Sample> {
    let (d, p) = (Area::Desk, Area::Portal);
    vec![
        sample("choices-empty", d, "/desk/choices", empty()),
        sample("choices-typical", d, "/desk/choices", choices("websitebezoek meten", 1)),
        sample("choices-hostile", d, "/desk/choices", choices(HOSTILE, 1_000_003)),
        sample("scan-none", d, "/desk/site", scan(None, false)),
        sample("scan-clean", d, "/desk/site", scan(Some(scanned(vec![], false)), true)),
        sample("scan-typical", d, "/desk/site", scan(Some(scanned(findings("_fbp"), true)), true)),
        sample("scan-hostile", d, "/desk/site", scan(Some(scanned(findings(HOSTILE), true)), false)),
        sample("own-choices-empty", p, "/my/choices", own(vec![], None)),
        sample("own-choices-typical", p, "/my/choices", own(rows("www.leskracht.example"), None)),
        sample("own-choices-wrong", p, "/my/choices", own(vec![], Some(FieldError::NO_CHOICE))),
        sample("own-choices-hostile", p, "/my/choices", own(rows(HOSTILE), None)),
    ]
}

fn empty() -> Choices {
    Choices {
        from: date(2026, 11, 3),
        to: date(2026, 12, 2),
        total: 0,
        chart: None,
        purposes: vec![],
        ways: vec![],
        signalled: 0,
        script: None,
        sites: vec![],
    }
}

fn choices(name: &str, times: u64) -> Choices {
    let first: Date = date(2026, 11, 3);
    let day = |n: i64| {
        let count = u64::try_from(n).unwrap();
        Day {
            day: first.checked_add(jiff::Span::new().days(n)).unwrap(),
            all: count * 7 % 23 * times,
            some: count * 5 % 9 * times,
            none: count * 11 % 31 * times,
        }
    };
    let chart = Days { days: (0..30).map(day).collect() };
    let total = chart.all() + chart.some() + chart.none();
    let share =
        |name: &str, allowed: u64| Share { name: name.into(), allowed: allowed * times, asked: total };
    let way = |key: &'static str, count: u64| Way { key, count: count * times };
    Choices {
        total,
        purposes: vec![share(name, 331), share(if times > 1 { LONG } else { "advertenties op maat" }, 12)],
        ways: vec![
            way("choice-by-refuse", 402),
            way("choice-by-accept", 311),
            way("choice-by-save", 96),
            way("choice-by-close", 44),
        ],
        chart: Some(chart),
        signalled: 29 * times,
        script: Some("<script src=\"https://privacy.leskracht.example/gestand.js\"></script>".into()),
        sites: vec!["https://www.leskracht.example".into()],
        ..empty()
    }
}

fn rows(site: &str) -> Vec<OwnChoice> {
    let row = |day: i8, replaced: bool, allowed: &[&str]| OwnChoice {
        subject: "5df6e0e2761359d30a8275058e299fcc0381534545f55cf43e41983f5d4c9456".into(),
        at: date(2026, 12, day).at(9, 15, 0, 0),
        site: site.into(),
        allowed: allowed.iter().map(|it| (*it).to_owned()).collect(),
        refused: vec!["advertenties op maat".into()],
        until: Some(date(2027, 6, 4)),
        replaced,
        first: !replaced,
    };
    vec![row(2, false, &["websitebezoek meten"]), row(1, true, &[])]
}

fn own(rows: Vec<OwnChoice>, error: Option<FieldError>) -> OwnChoices {
    OwnChoices { rows, error, notice: None, here: None }
}

fn scan(seen: Option<Seen>, can_look: bool) -> Site {
    Site { seen, can_look, notice: None }
}

fn findings(what: &str) -> Vec<Found> {
    let found = |what: &str, kind: &str, key: &'static str, purpose: &str| Found {
        what: what.into(),
        kind: kind.into(),
        state: StateName { key, purpose: purpose.into() },
        page: "https://www.leskracht.example/nl/winkel".into(),
        clauses: vec!["S35".into(), "S50".into()],
    };
    vec![
        found(what, "zonder toestemming", "visitor-refused", ""),
        found(LONG, "een niet vermelde partij", "visitor-only", "websitebezoek meten"),
    ]
}

fn scanned(findings: Vec<Found>, own: bool) -> Seen {
    let state = |key: &'static str, purpose: &str, whole: bool, stored: u64, to_others: u64| StateSeen {
        name: StateName { key, purpose: purpose.into() },
        whole,
        pages: 12,
        stored,
        to_others,
    };
    let stored = |name: &str, host: Option<&str>, life: Option<&str>| Stored {
        name: name.into(),
        host: host.map(Into::into),
        life: life.map(Into::into),
        states: 2,
    };
    let name = findings.first().map_or("_ga", |found| found.what.as_str()).to_owned();
    Seen {
        at: date(2026, 12, 2).at(9, 30, 0, 0),
        own,
        pages: 12,
        states: vec![
            state("visitor-no-choice", "", true, 0, 0),
            state("visitor-only", "websitebezoek meten", true, 6, 52),
            state("visitor-all", "", !own, 11, 143),
        ],
        stored: vec![
            stored("gestand_choice", None, Some("6 maanden")),
            stored("gestand_undelivered", None, None),
            stored(&name, Some("doubleclick.example"), Some("13 maanden")),
        ],
        findings,
    }
}
