//! Carrying out what changes systems: each step prepared, done in one transaction of its system, then receipted.
//!
//! The system's own commit and our receipt cannot be one transaction. So what will change is first written down,
//! sealed; after a crash the system is looked at, and `requests::next_action` says whether to do it or to take the
//! receipt from what was written down. Nothing is done twice and no receipt is lost. What each kind of step
//! prepares and does is in [`crate::requests::steps`].

use std::collections::BTreeSet;

use ::requests::{Action, Command, State, next_action};
use jiff::Timestamp;
use kernel::ids::{RequestId, StepId};
use ledger::EventKind;
use serde_json::json;
use store::steps::{StepKind, StepRow, StepState};

use crate::app::App;
use crate::boundary::{boundary, commit};
use crate::deployment::{Deployment, Reach, System};
use crate::error::{Error, Result};
use crate::requests::about::About;
use crate::requests::rights::{self, Scene};
use crate::requests::steps::{self, Change, Problem};
use crate::requests::{change, execute};
use crate::work::Progress;
use crate::{attest, journal};

/// How far the steps came.
pub(crate) enum Came {
    /// A system is tried again at this instant.
    Later(Timestamp),
    /// All that Gestand does itself is done; these systems people still handle.
    Done(Vec<String>),
}

/// Carries a request on from wherever it stands, to its answer.
pub(crate) async fn carry(app: &App, id: RequestId) -> Result<Progress> {
    match through(app, id, |step| !matches!(step.kind, StepKind::Find | StepKind::Export)).await? {
        Came::Later(at) => Ok(Progress::Later(at)),
        Came::Done(outstanding) => answer(app, id, outstanding).await,
    }
}

/// Does those steps of a request that are `meant`, each as soon as it can be.
pub(crate) async fn through(app: &App, id: RequestId, meant: impl Fn(&StepRow) -> bool) -> Result<Came> {
    let deployment = app.deployment()?;
    // Steps prepared in this very run have surely not been carried out: no need to look.
    let mut fresh = BTreeSet::new();
    loop {
        let mut all = execute::carrying_out(app, id).await?;
        all.retain(&meant);
        // What others lead to is written down before they are erased: afterwards nothing leads there any more.
        if let Some(step) = all.iter().find(|step| is_first(&deployment, step)).cloned() {
            if let Some(at) = step.next_at.filter(|at| *at > app.now()) {
                return Ok(Came::Later(at));
            }
            if let Some(at) = prepare(app, &deployment, step, &mut fresh).await? {
                return Ok(Came::Later(at));
            }
            continue;
        }
        let waits = waiting(&all);
        let steps: Vec<StepRow> = all.into_iter().filter(|step| !waits.contains(&step.id)).collect();
        let rules: Vec<_> = steps.iter().map(execute::as_rule).collect();
        match next_action(&rules, app.now()) {
            Action::Prepare { step } => {
                let Some(step) = find(steps, step) else { continue };
                if let Some(at) = prepare(app, &deployment, step, &mut fresh).await? {
                    return Ok(Came::Later(at));
                }
            }
            Action::Verify { step } => {
                let Some(step) = find(steps, step) else { continue };
                let known_fresh = fresh.contains(&step.id);
                if let Some(at) = carry_out(app, &deployment, step, known_fresh).await? {
                    return Ok(Came::Later(at));
                }
            }
            Action::Wait { until } => return Ok(Came::Later(until)),
            Action::Stuck { .. } => {
                return Ok(Came::Later(app.now() + jiff::SignedDuration::from_hours(1)));
            }
            Action::Finish { outstanding } => return Ok(Came::Done(outstanding)),
            Action::Collect { step } | Action::Instruct { step } => {
                return Err(Error::internal(format!("step {step} changes no system")));
            }
        }
    }
}

/// Whether a step is to be prepared before any other is carried out.
fn is_first(deployment: &Deployment, step: &StepRow) -> bool {
    step.kind == StepKind::Erase
        && step.prepared.is_none()
        && step.state != StepState::Done
        && deployment.systems.get(&step.system).is_some_and(System::is_led_to)
}

/// Marks come off a system only after what is erased in it has gone: these steps are not looked at yet.
fn waiting(steps: &[StepRow]) -> BTreeSet<StepId> {
    let erases = |system: &str| {
        let open = |step: &&StepRow| step.kind == StepKind::Erase && step.state != StepState::Done;
        steps.iter().filter(open).any(|step| step.system == system)
    };
    steps
        .iter()
        .filter(|step| step.kind == StepKind::Lift && step.state != StepState::Done && erases(&step.system))
        .map(|step| step.id)
        .collect()
}

fn find(steps: Vec<StepRow>, id: StepId) -> Option<StepRow> {
    steps.into_iter().find(|step| step.id == id)
}

fn connector<'a>(
    deployment: &'a Deployment,
    step: &StepRow,
) -> Result<&'a dyn connect::Connector, connect::ConnectError> {
    match deployment.systems.get(&step.system).map(|system| &system.reach) {
        Some(Reach::Connector(connector)) => Ok(connector.as_ref()),
        Some(Reach::Unconfigured(problem)) => Err(problem.clone()),
        Some(Reach::NotInUse) | None => Err(connect::ConnectError::Address {
            system: step.system.clone(),
            reason: "it is no longer part of the policy in force, or not in use here".to_owned(),
        }),
    }
}

fn kind_of(step: &StepRow) -> Result<&'static dyn Change> {
    steps::of(step.kind).ok_or_else(|| Error::internal(format!("step {} changes no system", step.id)))
}

/// Works out and seals what will change. Gives the time of the next try when the system does not answer.
async fn prepare(
    app: &App,
    deployment: &Deployment,
    mut step: StepRow,
    fresh: &mut BTreeSet<StepId>,
) -> Result<Option<Timestamp>> {
    let row = change::load(app, step.request_id).await?;
    let about = About::of(app, &row)?;
    let scene = Scene { app, deployment, row: &row, about: &about };
    let prepared = match connector(deployment, &step) {
        Ok(connector) => kind_of(&step)?.prepare(&scene, &step, connector).await,
        Err(problem) => Err(Problem::System(problem)),
    };
    let plain = match prepared {
        Ok(plain) => plain,
        Err(Problem::Ours(error)) => return Err(error),
        Err(Problem::System(problem)) => {
            return execute::mark_problem(app, &mut step, &problem).await.map(Some);
        }
    };
    step.prepared = Some(steps::seal(app, step.id, &plain)?);
    step.state = StepState::Prepared;
    step.started_at = Some(app.now());
    step.next_at = None;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::steps::update(&mut tx, &mut step).await.map_err(change::conflict)?;
    let data = json!({ "system": step.system, "step": step.id });
    journal::record_about(app, &mut tx, EventKind::StepStarted, step.request_id, data).await?;
    commit(tx, "change prepared").await?;
    fresh.insert(step.id);
    Ok(None)
}

/// Does what was prepared, or recognises that it was done, and keeps the receipt.
async fn carry_out(
    app: &App,
    deployment: &Deployment,
    mut step: StepRow,
    known_fresh: bool,
) -> Result<Option<Timestamp>> {
    let plain = steps::open(app, &step)?;
    let kind = kind_of(&step)?;
    boundary("before", "system changed");
    let receipt = match connector(deployment, &step) {
        Ok(connector) => kind.carry_out(app, &step, connector, &plain, known_fresh).await,
        Err(problem) => Err(Problem::System(problem)),
    };
    let receipt = match receipt {
        Ok(receipt) => receipt,
        Err(Problem::Ours(error)) => return Err(error),
        Err(Problem::System(problem)) if is_outdated(&problem) => {
            // The map or the rows changed between preparing and doing: what was written down no longer holds.
            step.prepared = None;
            step.state = StepState::Pending;
            store::steps::update(app.store(), &mut step).await.map_err(change::conflict)?;
            return Ok(None);
        }
        Err(Problem::System(problem)) => {
            return execute::mark_problem(app, &mut step, &problem).await.map(Some);
        }
    };
    boundary("after", "system changed");
    let mut data = kind.said(&receipt);
    let text = serde_json::to_string(&receipt).map_err(Error::internal)?;
    data["system"] = json!(step.system);
    data["step"] = json!(step.id);
    data["receipts"] = json!({ step.id.to_string(): attest::digest(&text) });
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let request = step.request_id;
    execute::mark_done(app, &mut tx, &mut step, text).await?;
    kind.settle(app, &mut tx, &step).await?;
    journal::record_about(app, &mut tx, EventKind::StepDone, request, data).await?;
    commit(tx, "change receipted").await?;
    Ok(None)
}

fn is_outdated(problem: &connect::ConnectError) -> bool {
    matches!(problem, connect::ConnectError::MapChanged { .. } | connect::ConnectError::Outdated { .. })
}

/// Answers: all that Gestand does itself has its receipt.
pub(crate) async fn answer(app: &App, id: RequestId, outstanding: Vec<String>) -> Result<Progress> {
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let mut row = store::requests::get(&mut tx, id)
        .await
        .map_err(Error::internal)?
        .ok_or_else(|| Error::not_found("request"))?;
    let request = change::parse(&row)?;
    if matches!(request.state, State::Executing { .. }) {
        change::apply_quietly(app, &mut tx, &mut row, Command::Finish { outstanding }).await?;
    }
    rights::of(&request).finish(app, &mut tx, &row).await?;
    change::apply(app, &mut tx, &mut row, Command::RecordAnswer).await?;
    commit(tx, "change answered").await?;
    Ok(Progress::Done)
}
