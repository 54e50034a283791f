//! Looking at the site with a real browser: whose site, when, and what is kept of it.
//!
//! Nobody's live site is looked at unasked. The organisation's own sites are when the operator names them in
//! `GESTAND_SCAN_SITES`; they must be sites of the policy. Without that only the example site is, which a drill opens on this
//! machine for itself: in the demo it is the organisation's site, elsewhere it shows that the banner works and no more.
//!
//! What was seen is kept, not what came of it: an edition that comes into force tomorrow is held against the same scan. No
//! value of anything is in it, and the ledger has the counts.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use kernel::ids::JobId;
use kernel::{Actor, StaffRole};
use ledger::EventKind;
use policy::promise::evidence::{SiteEvidence, is_fresh};
use scan::report::Report;
use scan::sites::{Sites, host};
use scan::steps::Script;
use scan::{Browser, BrowserError, Limits, Plan, Scan, State};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::scans::ScanRow;

use crate::app::App;
use crate::boundary::commit;
use crate::consents::offers;
use crate::error::{Error, Kind, Result};
use crate::faces::Example;
use crate::journal;
use crate::requests::change;

/// The variable that names the sites to look at, with spaces between them.
pub const SITES: &str = "GESTAND_SCAN_SITES";
/// The variable that names a file of steps a visitor takes there.
pub const SCRIPT: &str = "GESTAND_SCAN_SCRIPT";

/// The longest that a scan by itself may take.
const LONGEST: Duration = Duration::from_mins(15);
/// How long scans are kept. One that shows a promise kept or broken is younger.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 92);

/// What became of a wish to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Looked {
    /// It was looked at: pages, findings, whether it was the own site and every state came to its end.
    At {
        /// Pages that came.
        pages: i64,
        /// What was found.
        findings: i64,
        /// Whether it was the organisation's own site.
        own: bool,
        /// Whether every state was entered and walked to its end.
        whole: bool,
    },
    /// There is no browser on this machine.
    NoBrowser,
    /// No site is named, and there is no example.
    NothingNamed,
}

/// The job that looks.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ScanJob {}

/// What is looked at.
struct Target {
    start: Vec<String>,
    sites: Sites,
    script: Script,
    own: bool,
    /// The example, for as long as it is open.
    example: Option<Example>,
}

/// Whether the operator named sites to look at.
pub fn is_asked_for(app: &App) -> bool {
    app.address(SITES).is_some()
}

/// Asks for a look as soon as a worker is free.
///
/// # Errors
/// The actor may not, or no site is named.
pub async fn ask(app: &App, actor: &Actor) -> Result<()> {
    let may = matches!(
        actor,
        Actor::Operator | Actor::Staff { role: StaffRole::Officer | StaffRole::Engineer, .. }
    );
    if !may {
        return Err(Error::forbidden("look-at-site"));
    }
    if !can_look(app) {
        return Err(Error::new(
            Kind::Conflict,
            "no-site-named",
            "Er is nog geen site genoemd om te bekijken, of er is geen browser. Vraag wie Gestand beheert om beide.",
            "No site has been named to look at yet, or there is no browser. Ask whoever runs Gestand for both.",
        ));
    }
    queue(app).await
}

/// Whether there is something to look at and something to look with.
pub fn can_look(app: &App) -> bool {
    let named = is_asked_for(app) || (app.config().demo && app.example().is_some());
    named && scan::browser::find().is_some()
}

/// Queues a look, once.
pub(crate) async fn queue(app: &App) -> Result<()> {
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    change::enqueue(app, &mut tx, "scan", &ScanJob {}, Some("scan")).await?;
    commit(tx, "scan queued").await
}

/// Looks, keeps what was seen, and writes the counts into the ledger.
///
/// # Errors
/// A site is named that is none of the policy, the browser fails, or our own database does.
pub async fn look(app: &App) -> Result<Looked> {
    let Some(program) = scan::browser::find() else { return Ok(Looked::NoBrowser) };
    let Some(target) = target(app).await? else { return Ok(Looked::NothingNamed) };
    let browser = Browser::start_as(&program).await.map_err(troubled)?;
    let deployment = app.deployment()?;
    let edition = &deployment.edition;
    let plan = Plan {
        start: target.start.clone(),
        follow: true,
        sites: target.sites.clone(),
        states: State::every(&scan::rules::asked_purposes(Some(edition))),
        script: target.script.clone(),
        limits: Limits { scan: LONGEST, ..Limits::default() },
        pictures: None,
    };
    let seen = scan::scan(&browser, &plan, &SiteClock(app), app.entropy()).await;
    browser.close().await;
    drop(target.example);
    let seen = seen.map_err(troubled)?;
    let evidence = scan::rules::evidence(edition, &seen, target.own);
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let row = ScanRow {
        id: JobId::new(app.now(), app.entropy()).to_string(),
        at: seen.ended,
        own: target.own,
        pages: i64::try_from(evidence.pages).unwrap_or(i64::MAX),
        findings: count(evidence.findings.len()),
        report: serde_json::to_string(&seen).map_err(Error::internal)?,
    };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::scans::insert(&mut tx, &row).await.map_err(Error::internal)?;
    store::scans::purge(&mut tx, app.now() - KEPT).await.map_err(Error::internal)?;
    let data = json!({
        "own": row.own, "pages": row.pages, "states": evidence.states.len(), "findings": row.findings,
    });
    journal::record(app, &mut tx, EventKind::SiteScanned, data).await?;
    commit(tx, "scan kept").await?;
    let whole = evidence.unfinished.is_empty() && evidence.states.len() == plan.states.len();
    Ok(Looked::At { pages: row.pages, findings: row.findings, own: row.own, whole })
}

fn troubled(error: BrowserError) -> Error {
    Error::new(
        Kind::Unavailable,
        "browser-failed",
        "De browser waarmee de site wordt bekeken, deed het niet. Probeer het later opnieuw.",
        "The browser that the site is looked at with did not work. Try again later.",
    )
    .because(error)
}

/// The own time of the house, as a scan wants it.
struct SiteClock<'a>(&'a App);

impl kernel::Clock for SiteClock<'_> {
    fn now(&self) -> Timestamp {
        self.0.now()
    }
}

async fn target(app: &App) -> Result<Option<Target>> {
    let deployment = app.deployment()?;
    let mut own: Vec<String> = deployment.edition.policy().scope.iter().map(|site| host(site)).collect();
    own.extend(offers::added_sites(app).iter().map(|site| host(site)));
    own.push(host(&app.config().base_url));
    if let Some(named) = app.address(SITES) {
        let start: Vec<String> = named.split_whitespace().map(str::to_owned).collect();
        if let Some(stranger) = start.iter().find(|url| !own.contains(&host(url))) {
            return Err(Error::new(
                Kind::Conflict,
                "not-our-site",
                format!(
                    "{SITES} noemt een site die niet in het beleid staat. Alleen eigen sites worden bekeken."
                ),
                format!("{SITES} names a site that is not in the policy. Only own sites are looked at."),
            )
            .because(host(stranger)));
        }
        let script = script(app)?;
        let sites = Sites { own, stand_ins: vec![] };
        return Ok(Some(Target { start, sites, script, own: true, example: None }));
    }
    let Some(open) = app.example() else { return Ok(None) };
    let example = open(app.clone()).await.map_err(Error::internal)?;
    own.push(host(&example.url));
    own.push(host(&example.gestand));
    let script = Script::parse(&example.script, |_| None).map_err(Error::internal)?;
    Ok(Some(Target {
        start: vec![format!("{}/nl", example.url)],
        sites: Sites { own, stand_ins: example.stand_ins.clone() },
        script,
        own: app.config().demo,
        example: Some(example),
    }))
}

fn script(app: &App) -> Result<Script> {
    let Some(file) = app.address(SCRIPT) else { return Ok(Script::default()) };
    let unreadable = |why: String| {
        Error::new(
            Kind::Conflict,
            "scan-script",
            "Het script van stappen kan niet worden gelezen.",
            "The script of steps cannot be read.",
        )
        .because(why)
    };
    let text = std::fs::read_to_string(file).map_err(|error| unreadable(error.to_string()))?;
    Script::parse(&text, |name| app.address(name)).map_err(|error| unreadable(error.to_string()))
}

/// What the last scan shows: the newest of the own site while it counts, otherwise the newest of all.
pub(crate) async fn evidence(app: &App) -> Result<Option<SiteEvidence>> {
    let Some((row, seen)) = last(app).await? else { return Ok(None) };
    Ok(Some(scan::rules::evidence(&app.deployment()?.edition, &seen, row.own)))
}

async fn last(app: &App) -> Result<Option<(ScanRow, Scan)>> {
    let rows = store::scans::list(app.store(), 20).await.map_err(Error::internal)?;
    let own = rows.iter().position(|row| row.own && is_fresh(row.at, app.now()));
    let Some(row) = rows.into_iter().nth(own.unwrap_or(0)) else { return Ok(None) };
    // A scan of another version of the program may not read: then there is none.
    let seen = serde_json::from_str(&row.report).ok();
    Ok(seen.map(|seen| (row, seen)))
}

/// The last scan as the desk shows it: whether it was the own site, and the report, held against the edition in force.
///
/// # Errors
/// The actor may not, or our own database does not answer.
pub async fn report(app: &App, actor: &Actor) -> Result<Option<(bool, Report)>> {
    if !matches!(actor, Actor::Operator | Actor::Staff { .. }) {
        return Err(Error::forbidden("see-scans"));
    }
    let edition = &app.deployment()?.edition;
    Ok(last(app).await?.map(|(row, seen)| (row.own, Report::of(Some(edition), &seen))))
}
