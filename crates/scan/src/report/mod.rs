//! A scan written down: one value that every form is made of.
//!
//! JSON is that value; [`sheet`] says it in a language, for the terminal, a page ([`html`]) and paper (by whoever lays pages
//! out); [`har`] is the traffic for other tools.

pub mod har;
pub mod html;
pub mod sheet;

use std::collections::BTreeMap;

use policy::{Edition, Lifetime};
use serde::Serialize;

use crate::known;
use crate::rules::{self, Comparison, Finding};
use crate::seen::{BannerSeen, Scan, State};

/// Everything that is worth saying of a scan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// When it ended.
    pub at: jiff::Timestamp,
    /// How long it took, milliseconds.
    pub millis: i64,
    /// The browser.
    pub browser: String,
    /// The addresses that were given.
    pub start: Vec<String>,
    /// The edition that it was held against: version and hash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<(String, String)>,
    /// Each state: name, whether it was entered, pages that came, things stored, requests to others.
    pub states: Vec<StateLine>,
    /// The notice as it was met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<BannerSeen>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Every cookie and key once.
    pub things: Vec<ThingLine>,
    /// Every host of somebody else, with the states in which it was asked.
    pub hosts: BTreeMap<String, Vec<String>>,
    /// Declared and never met.
    pub not_met: Vec<String>,
    /// What could not be done.
    pub notes: Vec<String>,
}

/// A state.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StateLine {
    /// Its name.
    pub state: State,
    /// Whether the visitor came into it.
    pub entered: bool,
    /// Whether everything was visited.
    pub complete: bool,
    /// Pages that came.
    pub pages: usize,
    /// Cookies and keys.
    pub things: usize,
    /// Requests to hosts of others.
    pub to_others: u32,
    /// Oddities.
    pub odd: Vec<String>,
}

/// A cookie or key.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ThingLine {
    /// Its name.
    pub name: String,
    /// cookie, local, session, indexed-db, cache or service-worker.
    pub kind: String,
    /// Whose.
    pub host: String,
    /// Whether it is the site's own.
    pub own: bool,
    /// How long it lives; none until somebody removes it.
    pub life: Option<Lifetime>,
    /// Who set it.
    pub set_by: String,
    /// The states in which it was there.
    pub states: Vec<String>,
    /// What it is known for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<known::Use>,
}

impl Report {
    /// The report of a scan, held against an edition when there is one.
    pub fn of(edition: Option<&Edition>, scan: &Scan) -> Self {
        let Comparison { findings, not_met, .. } = rules::compare(edition, scan);
        Self {
            at: scan.ended,
            millis: scan.ended.as_millisecond() - scan.began.as_millisecond(),
            browser: scan.browser.clone(),
            start: scan.start.clone(),
            edition: edition.map(|it| (it.policy().version.clone(), it.hash().to_string())),
            states: scan.runs.iter().map(state_line).collect(),
            notice: scan.run(&State::NoChoice).and_then(|run| run.banner.clone()),
            findings,
            things: things(scan),
            hosts: hosts(scan),
            not_met,
            notes: scan.notes.clone(),
        }
    }
}

fn state_line(run: &crate::seen::Run) -> StateLine {
    StateLine {
        state: run.state.clone(),
        entered: run.entered,
        complete: run.complete,
        pages: run.pages.iter().filter(|page| page.is_there()).count(),
        things: run.cookies.iter().filter(|it| it.blocked.is_none()).count() + run.storage.len(),
        to_others: run.requests.iter().filter(|it| !it.own).map(|it| it.times).sum(),
        odd: run.odd.iter().chain(&run.failed_steps).cloned().collect(),
    }
}

fn things(scan: &Scan) -> Vec<ThingLine> {
    let mut all: BTreeMap<(String, String, String), ThingLine> = BTreeMap::new();
    for run in &scan.runs {
        let cookies = run.cookies.iter().filter(|it| it.blocked.is_none()).map(|it| {
            (
                "cookie".to_owned(),
                it.name.clone(),
                it.host.clone(),
                it.own,
                Some(rules::lifetime(it.seconds)),
                &it.set,
            )
        });
        let keys = run.storage.iter().map(|it| {
            let life = (it.kind == "session").then_some(Lifetime::Session);
            (it.kind.clone(), it.key.clone(), it.host.clone(), it.own, life, &it.set)
        });
        for (kind, name, host, own, life, set) in cookies.chain(keys) {
            let line = all.entry((host.clone(), name.clone(), kind.clone())).or_insert_with(|| ThingLine {
                known: known::lookup(&name, &host).map(|it| it.for_what),
                name,
                kind,
                host,
                own,
                life,
                set_by: String::new(),
                states: Vec::new(),
            });
            if line.set_by.is_empty() {
                set.url().unwrap_or_default().clone_into(&mut line.set_by);
            }
            line.states.push(run.state.name());
        }
    }
    let mut all: Vec<ThingLine> = all.into_values().collect();
    for line in &mut all {
        line.states.dedup();
    }
    all.sort_by(|one, other| (!one.own, &one.host, &one.name).cmp(&(!other.own, &other.host, &other.name)));
    all
}

fn hosts(scan: &Scan) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for run in &scan.runs {
        for request in run.requests.iter().filter(|it| !it.own) {
            let states = all.entry(request.host.clone()).or_default();
            if !states.contains(&run.state.name()) {
                states.push(run.state.name());
            }
        }
    }
    all
}
