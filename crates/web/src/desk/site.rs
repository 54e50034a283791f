//! What a real browser saw on the site: the last scan, and asking for another.

use app::scans;
use axum::extract::Query;
use axum::response::Response;
use kernel::{Actor, StaffRole};
use policy::Edition;
use scan::State;
use scan::report::Report;

use crate::failure::Failure;
use crate::here::Here;
use crate::portal::overview::Said;
use crate::text::key;
use crate::view::Notice;
use crate::view::scan::{Found, Seen, Site, StateName, StateSeen, Stored};

/// Shows it.
pub(crate) async fn show(here: Here, Query(said): Query<Said>) -> Result<Response, Failure> {
    let last = scans::report(&here.app, here.actor()).await?;
    let edition = app::editions::current(&here.app)?;
    let may = matches!(here.actor(), Actor::Staff { role: StaffRole::Officer | StaffRole::Engineer, .. });
    here.show(&Site {
        seen: last.map(|(own, report)| seen(&here, &edition, own, &report)),
        can_look: may && scans::can_look(&here.app),
        notice: said.notice(),
    })
}

/// Has it looked at now.
pub(crate) async fn look_now(here: Here) -> Result<Response, Failure> {
    scans::ask(&here.app, here.actor()).await?;
    Ok(here.go(&format!("/desk/site?said={}", Notice::ScanAsked.slug())))
}

fn seen(here: &Here, edition: &Edition, own: bool, report: &Report) -> Seen {
    let name = |state: &State| StateName { key: words(state), purpose: purpose(here, edition, state) };
    let findings = report.findings.iter().map(|it| Found {
        what: it.what.clone(),
        kind: it.kind.text().get(here.language).to_owned(),
        state: name(&it.state),
        page: it.page.clone(),
        clauses: it.clauses.clone(),
    });
    let states = report.states.iter().map(|it| StateSeen {
        name: name(&it.state),
        whole: it.entered && it.complete,
        pages: count(it.pages),
        stored: count(it.things),
        to_others: u64::from(it.to_others),
    });
    let stored = report.things.iter().map(|it| Stored {
        name: it.name.clone(),
        host: (!it.own).then(|| it.host.clone()),
        life: it.life.map(|life| life.render(here.language)),
        states: count(it.states.len()),
    });
    Seen {
        at: here.moment(report.at),
        own,
        pages: report.states.first().map_or(0, |it| count(it.pages)),
        findings: findings.collect(),
        states: states.collect(),
        stored: stored.collect(),
    }
}

fn count(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn words(state: &State) -> &'static str {
    match state {
        State::NoChoice => key!("visitor-no-choice"),
        State::Refused => key!("visitor-refused"),
        State::Only(_) => key!("visitor-only"),
        State::All => key!("visitor-all"),
        State::Withdrawn => key!("visitor-withdrawn"),
        State::Gpc => key!("visitor-gpc"),
        State::NoScript => key!("visitor-no-script"),
    }
}

fn purpose(here: &Here, edition: &Edition, state: &State) -> String {
    let State::Only(id) = state else { return String::new() };
    let fact = edition.facts().purposes.get(id);
    fact.map_or_else(|| id.clone(), |fact| fact.name.get(here.language).to_owned())
}
