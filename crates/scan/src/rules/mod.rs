//! What was seen, held against what is declared. Pure: a scan and an edition in, findings out.
//!
//! [`declared`] says which service something belongs to, [`notice`] judges the banner, [`propose`] writes down what is
//! missing. What each finding means for the clauses of the policy is said by `policy::promise`. To add a rule: a function
//! here that takes a run and pushes findings, its kind in `policy::promise::evidence`, and a row in its table of rules.

pub mod declared;
pub mod notice;
pub mod propose;

use std::collections::{BTreeMap, BTreeSet};

use policy::Edition;
use policy::facts::Service;
use policy::promise::evidence::{FindingKind, SentTo, ServiceAtWork, SiteEvidence, SiteFinding, StoredThing};
use policy::promise::{ClauseContext, concerns};
use serde::Serialize;

use crate::known::{self, Known};
use crate::seen::{CookieSeen, RequestSeen, Run, Scan, Setter, State};
use declared::{Declared, Fit};

/// A finding.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// What kind.
    pub kind: FindingKind,
    /// In which state it was first met.
    pub state: State,
    /// The declared service that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// What it is: the name of a cookie, a host, a control.
    pub what: String,
    /// The rest: who set it, how long it lives.
    pub detail: String,
    /// The page.
    pub page: String,
    /// What is known of it although nobody declared it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<Known>,
    /// The clauses that it contradicts.
    pub clauses: Vec<String>,
}

/// Everything that came of holding a scan against an edition.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Comparison {
    /// What was found, each once, the gravest first.
    pub findings: Vec<Finding>,
    /// Declared services that were seen at work, with the states in which they were.
    pub at_work: BTreeMap<String, BTreeSet<String>>,
    /// Cookies and keys that were declared and never met. That is no fault: not every page was looked at.
    pub not_met: Vec<String>,
    /// Cookies that declared services stored: service, name, seconds.
    pub stored: Vec<(String, String, Option<i64>)>,
}

/// Compares. Without an edition nothing counts as declared: then what is known to follow people must not be there before
/// a choice.
pub fn compare(edition: Option<&Edition>, scan: &Scan) -> Comparison {
    let declared = Declared::new(edition);
    let mut all = Gathered { scan, declared: &declared, out: Comparison::default() };
    for run in scan.runs.iter().filter(|run| run.entered) {
        all.cookies(run);
        all.storage(run);
        all.requests(run);
        all.probes(run);
        all.pages(run);
    }
    all.steps();
    for (kind, what, detail) in notice::judge(scan) {
        let page = scan.start.first().cloned().unwrap_or_default();
        all.push(kind, &State::NoChoice, None, &what, detail, &page);
    }
    let mut out = all.out;
    out.not_met = declared.not_met(&out.stored);
    if let Some(edition) = edition {
        for finding in &mut out.findings {
            finding.clauses = clauses(edition, finding.kind, finding.service.as_deref());
        }
    }
    out.findings.sort_by(|one, other| {
        (one.kind, &one.state, &one.what).cmp(&(other.kind, &other.state, &other.what))
    });
    out
}

/// The clauses that a finding contradicts.
fn clauses(edition: &Edition, kind: FindingKind, service: Option<&str>) -> Vec<String> {
    let all = edition
        .clauses()
        .into_iter()
        .filter(|(document, clause)| concerns(&ClauseContext { edition, document, clause }, kind, service));
    all.map(|(_, clause)| clause.id.to_string()).collect()
}

struct Gathered<'a> {
    scan: &'a Scan,
    declared: &'a Declared<'a>,
    out: Comparison,
}

impl Gathered<'_> {
    fn push(
        &mut self,
        kind: FindingKind,
        state: &State,
        service: Option<&str>,
        what: &str,
        detail: String,
        page: &str,
    ) {
        // Once is enough: the first state in which it was met.
        let same = |it: &Finding| it.kind == kind && it.what == what && it.service.as_deref() == service;
        if self.out.findings.iter().any(same) {
            return;
        }
        self.out.findings.push(Finding {
            kind,
            state: state.clone(),
            service: service.map(str::to_owned),
            what: what.to_owned(),
            detail,
            page: page.to_owned(),
            known: None,
            clauses: Vec::new(),
        });
    }

    fn know(&mut self, known: Option<Known>) {
        if let Some(finding) = self.out.findings.last_mut().filter(|it| it.known.is_none()) {
            finding.known = known;
        }
    }

    fn saw(&mut self, service: &str, state: &State) {
        self.out.at_work.entry(service.to_owned()).or_default().insert(state.name());
    }

    /// A service worked in a state in which it may not.
    fn worked(&mut self, run: &Run, id: &str, service: &Service, what: &str, detail: String, page: &str) {
        if declared::may_work(service, &run.state) {
            return;
        }
        let kind = match run.state {
            State::Withdrawn => FindingKind::AfterWithdrawal,
            State::Gpc if service.kind == policy::facts::ServiceKind::Marketing => FindingKind::AgainstSignal,
            _ => FindingKind::BeforeConsent,
        };
        self.push(kind, &run.state, Some(id), what, detail, page);
    }

    fn cookies(&mut self, run: &Run) {
        for cookie in run.cookies.iter().filter(|cookie| cookie.blocked.is_none()) {
            match self.declared.cookie(cookie) {
                Fit::Declared { id, service, cookie: fact } => {
                    self.saw(id, &run.state);
                    self.out.stored.push((id.to_owned(), fact.name.clone(), cookie.seconds));
                    self.lives(run, id, fact, cookie);
                    // What another party keeps on its own domain, only it can remove.
                    let fresh = cookie.set != Setter::Unseen || run.state != State::Withdrawn || cookie.own;
                    if fresh {
                        self.worked(run, id, service, &cookie.name, by(cookie), &cookie.page);
                    }
                }
                Fit::OtherParty { id, service } => {
                    self.saw(id, &run.state);
                    self.push(
                        FindingKind::OtherParty,
                        &run.state,
                        Some(id),
                        &cookie.name,
                        by(cookie),
                        &cookie.page,
                    );
                    self.worked(run, id, service, &cookie.name, by(cookie), &cookie.page);
                }
                Fit::Nobody => self.stray(run, cookie),
            }
        }
    }

    /// A cookie that no service declares.
    fn stray(&mut self, run: &Run, cookie: &CookieSeen) {
        let known = known::lookup(&cookie.name, &cookie.host);
        let follows = known.as_ref().is_some_and(|it| it.for_what.follows());
        if self.declared.is_some() {
            self.push(FindingKind::Undeclared, &run.state, None, &cookie.name, by(cookie), &cookie.page);
            self.know(known.clone());
        }
        // Somebody else's cookie follows, whatever it is called, unless it is known not to.
        let harmless = known.as_ref().is_some_and(|it| it.for_what == known::Use::Necessary);
        if run.state.is_without_consent() && (follows || (!cookie.own && !harmless)) {
            self.push(FindingKind::BeforeConsent, &run.state, None, &cookie.name, by(cookie), &cookie.page);
            self.know(known);
        }
    }

    fn lives(&mut self, run: &Run, id: &str, fact: &policy::facts::Cookie, cookie: &CookieSeen) {
        let declared = declared::seconds(fact.lifetime);
        let kind = match (declared, cookie.seconds) {
            (None, Some(seconds)) if seconds > 0 => FindingKind::NotSession,
            (Some(most), Some(seconds)) if seconds > most => FindingKind::LivesLonger,
            _ => return,
        };
        let detail = format!("{}, declared {}", lifetime(cookie.seconds), fact.lifetime);
        self.push(kind, &run.state, Some(id), &cookie.name, detail, &cookie.page);
    }

    fn storage(&mut self, run: &Run) {
        for thing in &run.storage {
            let detail = format!("{} storage of {}", thing.kind, thing.host);
            match self.declared.key(&thing.key, thing.own, &thing.host) {
                Some((id, service)) => {
                    self.saw(id, &run.state);
                    if thing.left || run.state != State::Withdrawn {
                        self.worked(run, id, service, &thing.key, detail, &thing.page);
                    }
                }
                None if self.declared.is_some() => {
                    self.push(FindingKind::Undeclared, &run.state, None, &thing.key, detail, &thing.page);
                }
                None if !thing.own && run.state.is_without_consent() => {
                    self.push(FindingKind::BeforeConsent, &run.state, None, &thing.key, detail, &thing.page);
                }
                None => {}
            }
        }
    }

    fn requests(&mut self, run: &Run) {
        for request in run.requests.iter().filter(|it| !it.own && went_out(it)) {
            let detail = format!("{} {} by {}", request.kind, request.url, request.initiator);
            let services = self.declared.host(&request.host);
            if services.is_empty() {
                self.elsewhere(run, request, &detail);
            }
            let allowed = services.iter().any(|(_, service)| declared::may_work(service, &run.state));
            for (id, service) in &services {
                if allowed {
                    if declared::may_work(service, &run.state) {
                        self.saw(id, &run.state);
                    }
                } else {
                    self.saw(id, &run.state);
                    self.worked(run, id, service, &request.host, detail.clone(), &request.page);
                    if request.pixel {
                        self.push(
                            FindingKind::Pixel,
                            &run.state,
                            Some(id),
                            &request.host,
                            detail.clone(),
                            &request.page,
                        );
                    }
                }
            }
            if let Some(form) = &request.identity {
                let id = services.first().map(|(id, _)| *id);
                let detail = format!("{form} went to {}", request.url);
                self.push(FindingKind::IdentitySent, &run.state, id, &request.host, detail, &request.page);
            }
        }
    }

    /// Somebody else's host that no service declares.
    fn elsewhere(&mut self, run: &Run, request: &RequestSeen, detail: &str) {
        if self.declared.is_some() {
            self.push(
                FindingKind::UndeclaredHost,
                &run.state,
                None,
                &request.host,
                detail.to_owned(),
                &request.page,
            );
        }
        if run.state.is_without_consent() && request.pixel {
            self.push(FindingKind::Pixel, &run.state, None, &request.host, detail.to_owned(), &request.page);
        }
    }

    /// Telling browsers apart: somebody else's script that uses one way, or any script that uses several. One way alone
    /// is what pages do for other reasons, such as looking whether a sign can be drawn.
    fn probes(&mut self, run: &Run) {
        if !run.state.is_without_consent() {
            return;
        }
        let mut by: BTreeMap<&str, Vec<&crate::seen::ProbeSeen>> = BTreeMap::new();
        for probe in &run.probes {
            by.entry(&probe.script).or_default().push(probe);
        }
        for (script, probes) in by {
            let Some(first) = probes.first() else { continue };
            let own = self.scan.sites.is_own(script);
            let ways: Vec<&str> = probes.iter().map(|probe| probe.way.as_str()).collect();
            if own && ways.len() < 2 {
                continue;
            }
            let id = self.declared.host(&first.host).first().map(|(id, _)| (*id).to_owned());
            let detail = format!("{} by {script}", ways.join(", "));
            self.push(FindingKind::Fingerprint, &run.state, id.as_deref(), &first.host, detail, &first.page);
        }
    }

    fn pages(&mut self, run: &Run) {
        for page in run.pages.iter().filter(|page| page.is_there()) {
            let chosen = matches!(run.state, State::Refused | State::All | State::Only(_));
            if chosen && page.settings == Some(false) {
                let detail = "nothing visible opens the choices".to_owned();
                self.push(FindingKind::SettingsMissing, &run.state, None, &page.url, detail, &page.url);
            }
            if run.state == State::NoChoice && page.links.telling > 0 {
                let detail = format!("{} of {} links elsewhere", page.links.telling, page.links.external);
                self.push(FindingKind::TellingLink, &run.state, None, &page.url, detail, &page.url);
            }
        }
    }

    /// What succeeds when everything is allowed must succeed without.
    fn steps(&mut self) {
        let Some(all) = self.scan.run(&State::All).or_else(|| self.scan.run(&State::NoChoice)) else {
            return;
        };
        if !all.failed_steps.is_empty() {
            return;
        }
        for run in self.scan.runs.iter().filter(|run| run.entered && run.state.is_without_consent()) {
            for step in &run.failed_steps {
                self.push(FindingKind::StepFailed, &run.state, None, step, String::new(), "");
            }
            for page in run.pages.iter().filter(|page| !page.is_there()) {
                let there = all.pages.iter().any(|it| it.url == page.url && it.is_there());
                if there && run.complete {
                    let detail = page.problem.clone().unwrap_or_default();
                    self.push(FindingKind::StepFailed, &run.state, None, &page.url, detail, &page.url);
                }
            }
        }
    }
}

/// Whether a request left the browser: what a content security policy or the browser itself stopped did not.
fn went_out(request: &RequestSeen) -> bool {
    !matches!(
        request.stopped.as_deref(),
        Some("csp" | "mixed-content" | "inspector" | "subresource-filter" | "net::ERR_BLOCKED_BY_CLIENT")
    )
}

fn by(cookie: &CookieSeen) -> String {
    let set = cookie.set.url().unwrap_or("somebody unseen");
    format!("{}, {}, set by {set}", cookie.domain, lifetime(cookie.seconds))
}

/// The purposes for which visitors of the site are asked, in the order of their ids.
pub fn asked_purposes(edition: Option<&Edition>) -> Vec<String> {
    use policy::facts::ServiceKind;
    use policy::facts::services::Place;
    let services = edition.into_iter().flat_map(|it| it.facts().services.values());
    let asked = services.filter(|it| {
        // What stores nothing and speaks to nobody is not asked for.
        let does = !it.cookie.is_empty() || !it.hosts.is_empty();
        it.kind != ServiceKind::Necessary && it.place == Place::Site && does
    });
    asked.map(|it| it.purpose.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// A life as a policy would declare it: never shorter than what was seen.
pub fn lifetime(seconds: Option<i64>) -> policy::Lifetime {
    declared::lifetime_of(seconds)
}

/// What a comparison is to the judges of promises.
pub fn evidence(edition: &Edition, scan: &Scan, own: bool) -> SiteEvidence {
    let comparison = compare(Some(edition), scan);
    let (whole, part): (Vec<&Run>, Vec<&Run>) = scan.runs.iter().partition(|run| {
        run.entered && run.complete && run.pages.iter().any(crate::seen::PageSeen::is_there)
    });
    let names = |runs: &[&Run]| runs.iter().map(|run| run.state.name()).collect();
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let first = scan.run(&State::NoChoice);
    let pages = first.map_or(0, |run| run.pages.iter().filter(|page| page.is_there()).count());
    let chosen = whole.iter().filter(|run| matches!(run.state, State::Refused | State::All | State::Only(_)));
    let settings = chosen.flat_map(|run| &run.pages).filter(|page| page.settings == Some(true)).count();
    let links = first.iter().flat_map(|run| &run.pages).fold((0, 0), |(all, share), page| {
        (all + u64::from(page.links.external), share + u64::from(page.links.share))
    });
    let clicks = |state: &State| scan.run(state).filter(|run| run.entered).map(|run| run.clicks);
    let walked = !scan.runs.is_empty()
        && scan.runs.iter().filter(|run| run.entered).all(|run| run.walked)
        && scan.run(&State::NoChoice).is_some_and(|run| run.failed_steps.is_empty());
    SiteEvidence {
        at: scan.ended,
        own,
        pages: count(pages),
        states: names(&whole),
        unfinished: names(&part),
        findings: comparison
            .findings
            .into_iter()
            .map(|it| SiteFinding {
                kind: it.kind,
                state: it.state.name(),
                service: it.service,
                what: it.what,
                page: it.page,
            })
            .collect(),
        services: comparison
            .at_work
            .into_iter()
            .map(|(service, states)| ServiceAtWork { service, states: states.into_iter().collect() })
            .collect(),
        stored: comparison
            .stored
            .into_iter()
            .map(|(service, name, seconds)| StoredThing { service, name, seconds })
            .collect(),
        settings: count(settings),
        clicks: clicks(&State::All).zip(clicks(&State::Withdrawn)),
        walked,
        typed: scan.run(&State::All).is_some_and(|run| run.typed),
        links,
        sent: sent(edition, scan),
    }
}

/// The names of what went to each declared service, in any state.
fn sent(edition: &Edition, scan: &Scan) -> Vec<SentTo> {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let out = scan.runs.iter().flat_map(|run| &run.requests).filter(|it| !it.own && it.stopped.is_none());
    for request in out {
        let names = request.url.split_once('?').map_or("", |(_, names)| names);
        for (id, service) in &edition.facts().services {
            if service.hosts.iter().any(|host| crate::sites::is_below(&request.host, host)) {
                let known = found.entry(id).or_default();
                known.extend(names.split('&').filter(|name| !name.is_empty()));
            }
        }
    }
    found
        .into_iter()
        .map(|(service, names)| SentTo {
            service: service.to_owned(),
            parameters: names.into_iter().map(str::to_owned).collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests;
