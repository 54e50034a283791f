//! Sweeps: carrying confirmed rules out, batch by batch, as jobs.
//!
//! A batch is worked out and written down, sealed; then it goes in one transaction of the system; then its
//! receipt, its ledger entry and the place up to which the sweep has come are one transaction of ours. After a
//! crash the system is asked whether the batch that is written down has gone: if so its receipt is taken from
//! what was written down, else it goes now. Between batches a sweep leaves the system alone for a part of the
//! time that the batch took, and after a while it goes back into the queue, so that requests never wait behind it.

use std::time::Duration;

use ::retention::{Term, Then};
use connect::sweep::add_counts;
use connect::{Connector, SqlConnector, SweepBatch, SweepCounts};
use inventory::{Key, Sweep, SweepRule};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use kernel::Actor;
use ledger::EventKind;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::sweeps::{SweepRow, SweepState};

use super::asked;
use super::confirm::state_of;
use super::rules::{self, Rule};
use super::spare::Spare;
use crate::app::App;
use crate::boundary::{boundary, commit};
use crate::deployment::Deployment;
use crate::error::{Error, Result};
use crate::journal;
use crate::requests::change;
use crate::trouble::{self, Trouble, TroubleView};
use crate::work::Progress;

/// Rows of a rule's own collection in one transaction of the system, when nobody says otherwise.
pub const BATCH_ROWS: u32 = 5_000;

/// Batches in one go, before other work has its turn.
const BATCHES: usize = 20;

/// For how many days a sweep that ended is remembered.
const REMEMBERED_DAYS: i64 = 400;

/// A pause between two batches is what the batch took, divided by this: others get at the table, and the sweep stays
/// nearly as quick as it can be.
const PAUSE: u32 = 10;

/// The longest pause between two batches.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// The job of carrying one rule out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SweepJob {
    /// The rule.
    pub rule: String,
    /// Rows of its collection in one transaction of the system.
    pub batch_rows: u32,
}

/// A sweep for people.
#[derive(Debug, Clone, Serialize)]
pub struct SweepView {
    /// Which one.
    pub sweep: String,
    /// The rule.
    pub rule: String,
    /// The day on which rows were judged.
    pub day: String,
    /// running, done or stopped.
    pub state: String,
    /// How many batches have their receipt.
    pub batches: u64,
    /// What was done, per collection.
    pub counts: Vec<SweepCounts>,
    /// Why it does not come further.
    pub problem: Option<TroubleView>,
    /// When it began.
    pub started: Timestamp,
    /// When it ended.
    pub ended: Option<Timestamp>,
}

/// Why a rule is not swept.
#[derive(Debug, Clone, Serialize)]
pub struct NotSwept {
    /// The rule.
    pub rule: String,
    /// `awaiting`, `asks`, `held`, `unusable`, `not-in-use`.
    pub because: &'static str,
}

/// What a run comes to.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Queued {
    /// The rules that are carried out.
    pub rules: Vec<String>,
    /// Those that are not.
    pub not_swept: Vec<NotSwept>,
}

/// What is written down of a batch. It carries its rule along: the one in force may read differently by the time
/// that somebody asks whether the batch has gone.
#[derive(Debug, Serialize, Deserialize)]
struct Pending {
    batch: SweepBatch,
    rule: SweepRule,
    term: Term,
    least: Vec<Term>,
    spared: Vec<Key>,
}

/// Queues a sweep of every confirmed rule, and says of the others why not.
pub async fn queue(app: &App, actor: &Actor, system: Option<&str>, batch_rows: u32) -> Result<Queued> {
    if !matches!(actor, Actor::Worker) {
        super::name_of(actor)?;
    }
    let deployment = app.deployment()?;
    let spare = Spare::load(app).await?;
    let mut queued = Queued::default();
    // What was begun is carried on, also when its rule is gone: its last batch may lack a receipt.
    let running = store::sweeps::running(app.store()).await.map_err(Error::internal)?;
    let mut begun: Vec<String> = running.into_iter().map(|row| row.rule).collect();
    for rule in rules::rules(&deployment, app.today())? {
        let id = rule.rule.id.clone();
        if system.is_some_and(|system| system != rule.rule.system) {
            begun.retain(|begun| *begun != id);
            continue;
        }
        if let Some(because) = obstacle(app, &deployment, &rule, &spare).await? {
            queued.not_swept.push(NotSwept { rule: id, because });
        } else {
            begun.retain(|begun| *begun != id);
            queued.rules.push(id);
        }
    }
    queued.rules.extend(begun);
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    for rule in &queued.rules {
        let job = SweepJob { rule: rule.clone(), batch_rows };
        change::enqueue(app, &mut tx, "sweep", &job, Some(&format!("sweep:{rule}"))).await?;
    }
    commit(tx, "sweeps queued").await?;
    Ok(queued)
}

/// The latest sweeps.
pub async fn sweeps(app: &App, actor: &Actor, limit: u32) -> Result<Vec<SweepView>> {
    super::may_look(actor)?;
    let deployment = app.deployment()?;
    let rows = store::sweeps::list(app.store(), limit).await.map_err(Error::internal)?;
    rows.into_iter()
        .map(|row| {
            Ok(SweepView {
                counts: receipt_of(&row)?,
                sweep: row.id,
                rule: row.rule,
                day: row.day,
                state: row.state.to_string(),
                batches: u64::try_from(row.batches).unwrap_or(0),
                problem: row.problem.as_deref().map(|stored| trouble::shown(&deployment, stored)),
                started: row.started_at,
                ended: row.ended_at,
            })
        })
        .collect()
}

/// Forgets sweeps of long ago (the ledger remembers what they did) and whoever need not be suppressed any longer.
pub(crate) async fn forget_old(app: &App) -> Result<()> {
    let before = app.now() - SignedDuration::from_hours(24 * REMEMBERED_DAYS);
    store::sweeps::purge(app.store(), before).await.map_err(Error::internal)?;
    store::suppressions::purge(app.store(), &app.today().to_string()).await.map_err(Error::internal)?;
    Ok(())
}

/// Why a rule may not be carried out now; none: it may.
async fn obstacle(
    app: &App,
    deployment: &Deployment,
    rule: &Rule,
    spare: &Spare,
) -> Result<Option<&'static str>> {
    let Ok(sweep) = &rule.sweep else { return Ok(Some("unusable")) };
    if !matches!(sweep.term.then(), Then::Delete | Then::Anonymise) {
        return Ok(Some("asks"));
    }
    if matches!(rules::connector(deployment, &rule.rule.system), Ok(None)) {
        return Ok(Some("not-in-use"));
    }
    let row = store::retention_rules::get(app.store(), &rule.rule.id).await.map_err(Error::internal)?;
    let state = row.as_ref().map(state_of).transpose()?;
    if !rule.decided && !state.is_some_and(|state| state.allows(&rule.digest)) {
        return Ok(Some("awaiting"));
    }
    Ok(spare.whole(sweep).next().is_some().then_some("held"))
}

/// Carries a rule out as far as one turn goes.
pub async fn sweep(app: &App, job: &SweepJob) -> Result<Progress> {
    let deployment = app.deployment()?;
    let running = store::sweeps::running_of(app.store(), &job.rule).await.map_err(Error::internal)?;
    let rule = match rules::rule(&deployment, app.today(), &job.rule)? {
        // Rows whose term asks a person go when somebody decided about each.
        Some(rule) if rule.then() == Some(Then::Ask) => asked::as_deletion(app, rule).await?,
        other => other,
    };
    let spare = Spare::load(app).await?;
    let obstacle = match &rule {
        None => Some("gone"),
        Some(rule) => obstacle(app, &deployment, rule, &spare).await?,
    };
    let (mut row, rule) = match (running, rule, obstacle) {
        (Some(row), Some(rule), None) if row.digest == rule.digest => (row, rule),
        (Some(row), _, _) => return stop(app, &deployment, row).await,
        (None, Some(rule), None) => (begin(app, &rule).await?, rule),
        (None, _, _) => return Ok(Progress::Done),
    };
    let connector = match rules::connector(&deployment, &row.system) {
        Ok(Some(connector)) => connector,
        Ok(None) => return Ok(Progress::Done),
        Err(problem) => return later(app, &mut row, &problem).await,
    };
    let (Some(database), Ok(mut sweep)) = (connector.as_sql(), rule.sweep.clone()) else {
        return Ok(Progress::Done);
    };
    // A sweep judges all its rows on the day on which it began.
    sweep.today = day_of(&row)?;
    let outcome = batches(app, database, &sweep, &mut row, (spare, job.batch_rows.max(1))).await?;
    match outcome {
        Ok(progress) => Ok(progress),
        Err(problem) => later(app, &mut row, &problem).await,
    }
}

async fn begin(app: &App, rule: &Rule) -> Result<SweepRow> {
    let row = SweepRow {
        id: kernel::ids::uuid_v7(app.now(), app.entropy()).to_string(),
        rule: rule.rule.id.clone(),
        system: rule.rule.system.clone(),
        digest: rule.digest.clone(),
        day: app.today().to_string(),
        state: SweepState::Running,
        version: 1,
        place: None,
        batch: None,
        batches: 0,
        receipt: "[]".to_owned(),
        problem: None,
        started_at: app.now(),
        ended_at: None,
    };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::sweeps::insert(&mut tx, &row).await.map_err(Error::internal)?;
    commit(tx, "sweep begun").await?;
    Ok(row)
}

/// Batch after batch, until nothing is left or others should have their turn.
async fn batches(
    app: &App,
    database: &SqlConnector,
    sweep: &Sweep,
    row: &mut SweepRow,
    (mut spare, most): (Spare, u32),
) -> Result<Result<Progress, connect::ConnectError>> {
    let mut spared = match spare.keys(database, sweep).await {
        Ok(keys) => keys,
        Err(problem) => return Ok(Err(problem)),
    };
    if let Some(pending) = open_pending(app, row)? {
        match settle(database, sweep, &pending).await {
            Ok(counts) => receipt(app, row, &pending.batch, counts).await?,
            Err(problem) => return Ok(Err(problem)),
        }
    }
    for _ in 0..BATCHES {
        // A hold or a request that came in the meantime counts from the next batch on.
        let now = Spare::load(app).await?;
        if now.whole(sweep).next().is_some() {
            return Ok(Ok(Progress::Done));
        }
        if now.mark() != spare.mark() {
            spare = now;
            spared = match spare.keys(database, sweep).await {
                Ok(keys) => keys,
                Err(problem) => return Ok(Err(problem)),
            };
        }
        let place = open_place(app, row)?;
        let batch = match database.next_batch(sweep, place.as_ref(), most, &spared).await {
            Ok(Some(batch)) => batch,
            Ok(None) => return finish(app, row).await.map(Ok),
            Err(problem) => return Ok(Err(problem)),
        };
        prepare(app, row, sweep, &batch, &spared).await?;
        let begun = app.now();
        boundary("before", "system swept");
        let counts = match database.sweep_batch(sweep, &batch, &spared).await {
            Ok(counts) => counts,
            Err(problem) => return Ok(Err(problem)),
        };
        boundary("after", "system swept");
        receipt(app, row, &batch, counts).await?;
        let took = Duration::try_from(app.now().duration_since(begun)).unwrap_or_default();
        tokio::time::sleep((took / PAUSE).min(LONGEST_PAUSE)).await;
    }
    Ok(Ok(Progress::Later(app.now())))
}

/// Carries a batch out that was written down in another run, or recognises that it was.
async fn settle(
    database: &SqlConnector,
    sweep: &Sweep,
    pending: &Pending,
) -> Result<Vec<SweepCounts>, connect::ConnectError> {
    let written = as_written(sweep, pending);
    if database.is_swept(&written, &pending.batch, &pending.spared).await? {
        return Ok(pending.batch.counts.clone());
    }
    boundary("before", "system swept");
    let counts = database.sweep_batch(&written, &pending.batch, &pending.spared).await?;
    boundary("after", "system swept");
    Ok(counts)
}

/// The sweep as it was when a batch was written down.
fn as_written(sweep: &Sweep, pending: &Pending) -> Sweep {
    Sweep {
        rule: pending.rule.clone(),
        term: pending.term.clone(),
        least: pending.least.clone(),
        ..sweep.clone()
    }
}

async fn prepare(
    app: &App,
    row: &mut SweepRow,
    sweep: &Sweep,
    batch: &SweepBatch,
    spared: &[Key],
) -> Result<()> {
    let pending = Pending {
        batch: batch.clone(),
        rule: sweep.rule.clone(),
        term: sweep.term.clone(),
        least: sweep.least.clone(),
        spared: spared.to_vec(),
    };
    let plain = serde_json::to_vec(&pending).map_err(Error::internal)?;
    let sealed = app.keys().seal.seal(&seal_place("batch", row), &plain, app.entropy());
    row.batch = Some(sealed.map_err(Error::internal)?);
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::sweeps::update(&mut tx, row).await.map_err(change::conflict)?;
    commit(tx, "batch prepared").await
}

/// The receipt of a batch, its entry in the ledger and the place up to which the sweep has come, in one
/// transaction.
async fn receipt(app: &App, row: &mut SweepRow, batch: &SweepBatch, counts: Vec<SweepCounts>) -> Result<()> {
    let mut sum = receipt_of(row)?;
    add_counts(&mut sum, &counts);
    row.receipt = serde_json::to_string(&sum).map_err(Error::internal)?;
    let place = serde_json::to_vec(&batch.last).map_err(Error::internal)?;
    let sealed = app.keys().seal.seal(&seal_place("place", row), &place, app.entropy());
    row.place = Some(sealed.map_err(Error::internal)?);
    row.batch = None;
    row.batches += 1;
    row.problem = None;
    let counts: Vec<_> = counts.iter().filter(|part| part.deleted + part.anonymised > 0).collect();
    let data = json!({ "sweep": row.id, "rule": row.rule, "batch": row.batches, "counts": counts });
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::sweeps::update(&mut tx, row).await.map_err(change::conflict)?;
    journal::record(app, &mut tx, EventKind::SweepRun, data).await?;
    commit(tx, "batch receipted").await
}

async fn finish(app: &App, row: &mut SweepRow) -> Result<Progress> {
    end(app, row, SweepState::Done).await
}

/// Ends a sweep whose rule is held, gone or reads differently. The batch that was written down may have gone:
/// then it gets its receipt first.
async fn stop(app: &App, deployment: &Deployment, mut row: SweepRow) -> Result<Progress> {
    if let Some(pending) = open_pending(app, &row)? {
        let connector = match rules::connector(deployment, &row.system) {
            Ok(connector) => connector,
            Err(problem) => return later(app, &mut row, &problem).await,
        };
        if let Some(database) = connector.as_deref().and_then(Connector::as_sql) {
            let written = Sweep {
                rule: pending.rule.clone(),
                term: pending.term.clone(),
                least: pending.least.clone(),
                terms: deployment.terms.clone(),
                today: day_of(&row)?,
                zone: deployment.zone.clone(),
                only: None,
            };
            match database.is_swept(&written, &pending.batch, &pending.spared).await {
                Ok(true) => receipt(app, &mut row, &pending.batch, pending.batch.counts.clone()).await?,
                Ok(false) => row.batch = None,
                // A map that reads differently cannot be asked about the old one: nothing more is done.
                Err(problem) if !problem.retryable() => row.batch = None,
                Err(problem) => return later(app, &mut row, &problem).await,
            }
        }
    }
    end(app, &mut row, SweepState::Stopped).await
}

async fn end(app: &App, row: &mut SweepRow, state: SweepState) -> Result<Progress> {
    row.state = state;
    row.place = None;
    row.batch = None;
    row.problem = None;
    row.ended_at = Some(app.now());
    let data = json!({
        "sweep": row.id, "rule": row.rule, "ended": state.as_str(), "batches": row.batches, "counts": receipt_of(row)?,
    });
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::sweeps::update(&mut tx, row).await.map_err(change::conflict)?;
    journal::record(app, &mut tx, EventKind::SweepRun, data).await?;
    if state == SweepState::Done {
        asked::swept(app, &mut tx, &row.rule, &row.digest).await?;
    }
    commit(tx, "sweep ended").await?;
    Ok(Progress::Done)
}

/// Keeps what went wrong where people see it, and says when it is tried again.
async fn later(app: &App, row: &mut SweepRow, problem: &connect::ConnectError) -> Result<Progress> {
    tracing::warn!(rule = row.rule, problem = problem.name(), "a sweep does not come further");
    row.problem = Some(Trouble::of(problem).stored());
    store::sweeps::update(app.store(), row).await.map_err(change::conflict)?;
    let wait = if problem.retryable() { SignedDuration::from_mins(5) } else { SignedDuration::from_hours(6) };
    Ok(Progress::Later(app.now() + wait))
}

fn receipt_of(row: &SweepRow) -> Result<Vec<SweepCounts>> {
    serde_json::from_str(&row.receipt).map_err(|error| Error::internal(format!("sweep {}: {error}", row.id)))
}

fn day_of(row: &SweepRow) -> Result<Date> {
    row.day.parse().map_err(|error| Error::internal(format!("sweep {}: {error}", row.id)))
}

fn open_pending(app: &App, row: &SweepRow) -> Result<Option<Pending>> {
    let Some(sealed) = &row.batch else { return Ok(None) };
    let plain = app.keys().seal.open(&seal_place("batch", row), sealed).map_err(Error::internal)?;
    serde_json::from_slice(&plain).map(Some).map_err(Error::internal)
}

fn open_place(app: &App, row: &SweepRow) -> Result<Option<Key>> {
    let Some(sealed) = &row.place else { return Ok(None) };
    let plain = app.keys().seal.open(&seal_place("place", row), sealed).map_err(Error::internal)?;
    serde_json::from_slice(&plain).map(Some).map_err(Error::internal)
}

/// Binds what is sealed to its sweep.
fn seal_place(what: &str, row: &SweepRow) -> String {
    format!("sweep-{what}:{}", row.id)
}
