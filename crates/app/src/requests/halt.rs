//! Stopping first: what an objection is against stops in every system as soon as it comes in. The decision point
//! denies from the moment that the request is there; here its systems get their marks and lists, holders are asked,
//! and the moment at which all of that was done goes into the ledger (S97). When the objection is not granted,
//! [`release`] takes the marks and the entries off again.

use ::requests::Command;
use kernel::ids::RequestId;
use ledger::EventKind;
use serde_json::json;
use store::steps::{StepKind, StepRow};

use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Result};
use crate::journal;
use crate::requests::about::About;
use crate::requests::carry::{self, Came};
use crate::requests::part::{ReportedOutcome, StepReceipt};
use crate::requests::rights::{self, Scene};
use crate::requests::{change, execute};
use crate::work::Progress;

/// The places of a halt's steps: after those of the plan and of carrying out.
const FIRST: i64 = 100_000;
/// The places of the steps that end it: after those.
const RELEASING: i64 = 200_000;

/// Stops what a request is about, as far as its systems answer.
pub async fn halt(app: &App, id: RequestId) -> Result<Progress> {
    let row = change::load(app, id).await?;
    let request = change::parse(&row)?;
    if request.state.is_closed() || request.halted.is_some() {
        return Ok(Progress::Done);
    }
    begin(app, id).await?;
    if let Came::Later(at) = carry::through(app, id, halting).await? {
        return Ok(Progress::Later(at));
    }
    let steps: Vec<StepRow> =
        execute::carrying_out(app, id).await?.into_iter().filter(|step| step.ordinal >= FIRST).collect();
    let mut systems: Vec<String> =
        steps.iter().filter(|step| halting(step)).map(|step| step.system.clone()).collect();
    systems.dedup();
    let outstanding = execute::outstanding(&steps);
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let Some(mut row) = store::requests::get(&mut tx, id).await.map_err(Error::internal)? else {
        return Ok(Progress::Done);
    };
    change::apply(app, &mut tx, &mut row, Command::RecordHalt { systems, outstanding }).await?;
    commit(tx, "halt recorded").await?;
    Ok(Progress::Done)
}

fn halting(step: &StepRow) -> bool {
    step.ordinal >= FIRST && matches!(step.kind, StepKind::Restrict | StepKind::Suppress)
}

/// The steps of the halt, made at the first run.
async fn begin(app: &App, id: RequestId) -> Result<()> {
    if execute::carrying_out(app, id).await?.iter().any(|step| step.ordinal >= FIRST) {
        return Ok(());
    }
    let row = change::load(app, id).await?;
    let request = change::parse(&row)?;
    let about = About::of(app, &row)?;
    let deployment = app.deployment()?;
    let scene = Scene { app, deployment: &deployment, row: &row, about: &about };
    let mut steps = Vec::new();
    for (name, system) in &deployment.systems {
        // Whom a system knows by none of what was given, it cannot leave out.
        if rights::task(&request, system, &about).identities.is_empty() {
            continue;
        }
        for (kind, ordinal) in rights::of(&request).halts(&scene, system).into_iter().zip(FIRST..) {
            let ordinal = ordinal + i64::try_from(steps.len()).unwrap_or(0);
            steps.push(execute::begun_step(app, id, name, kind, ordinal));
        }
    }
    for (step, ordinal) in steps.iter_mut().zip(FIRST..) {
        step.ordinal = ordinal;
    }
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::steps::insert(&mut tx, &steps).await.map_err(Error::internal)?;
    commit(tx, "halt begun").await
}

/// Ends the halt of a request that was not granted: marks come off, the person goes off the lists that they were put
/// on for it, and whoever was asked to stop hears of it.
pub async fn release(app: &App, id: RequestId) -> Result<Progress> {
    let steps = execute::carrying_out(app, id).await?;
    if !steps.iter().any(|step| step.ordinal >= RELEASING) {
        let mut ending = Vec::new();
        for step in steps.iter().filter(|step| step.ordinal >= FIRST) {
            let kind = match step.kind {
                StepKind::Restrict if step.prepared.is_some() => StepKind::Lift,
                StepKind::Suppress if step.prepared.is_some() => StepKind::Unsuppress,
                // A task that is open asks this from now on by itself.
                StepKind::Manual if has_stopped(step) => StepKind::Manual,
                _ => continue,
            };
            let ordinal = RELEASING + i64::try_from(ending.len()).unwrap_or(0);
            ending.push(execute::begun_step(app, id, &step.system, kind, ordinal));
        }
        let mut tx = app.store().begin().await.map_err(Error::internal)?;
        store::steps::insert(&mut tx, &ending).await.map_err(Error::internal)?;
        commit(tx, "release begun").await?;
    }
    let lifting = |step: &StepRow| {
        step.ordinal >= RELEASING && matches!(step.kind, StepKind::Lift | StepKind::Unsuppress)
    };
    if let Came::Later(at) = carry::through(app, id, lifting).await? {
        return Ok(Progress::Later(at));
    }
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let mut systems: Vec<String> =
        execute::carrying_out(app, id).await?.into_iter().filter(lifting).map(|step| step.system).collect();
    systems.sort_unstable();
    systems.dedup();
    journal::record_about(app, &mut tx, EventKind::RequestReleased, id, json!({ "systems": systems }))
        .await?;
    commit(tx, "release recorded").await?;
    Ok(Progress::Done)
}

/// Whether a holder was asked to stop, and did.
fn has_stopped(step: &StepRow) -> bool {
    let receipt = step.receipt.as_deref().and_then(|text| serde_json::from_str(text).ok());
    matches!(receipt, Some(StepReceipt::Reported { outcome: ReportedOutcome::Done, .. }))
}
