//! Carrying out an erasure: prepared, done in one transaction of each system, then receipted.
//!
//! The system's own commit and our receipt cannot be one transaction. So what will go is first written down,
//! sealed; after a crash the system is looked at, and `requests::next_action` says whether to erase or to take
//! the receipt from what was written down. Nothing is erased twice and no receipt is lost.

use std::collections::BTreeSet;

use ::requests::{Action, Command, State, next_action};
use inventory::{Applied, PreparedErasure, Receipt};
use kernel::ids::{RequestId, StepId};
use ledger::EventKind;
use serde_json::json;
use store::steps::{StepKind, StepRow, StepState};

use crate::app::App;
use crate::boundary::{boundary, commit};
use crate::deployment::{Deployment, Reach, System};
use crate::error::{Error, Result};
use crate::holds;
use crate::requests::part::StepReceipt;
use crate::requests::{change, execute, plan};
use crate::suppression;
use crate::work::Progress;
use crate::{attest, journal};

/// Carries the erasure on from wherever it stands.
pub async fn erase(app: &App, id: RequestId) -> Result<Progress> {
    let deployment = app.deployment()?;
    // Steps prepared in this very run have surely not been carried out: no need to look.
    let mut fresh = BTreeSet::new();
    loop {
        let steps = execute::carrying_out(app, id).await?;
        // What others lead to is written down before they are erased: afterwards nothing leads there any more.
        if let Some(step) = steps.iter().find(|step| is_first(&deployment, step)).cloned() {
            if let Some(at) = step.next_at.filter(|at| *at > app.now()) {
                return Ok(Progress::Later(at));
            }
            if let Some(later) = prepare(app, &deployment, step, &mut fresh).await? {
                return Ok(later);
            }
            continue;
        }
        let rules: Vec<_> = steps.iter().map(execute::as_rule).collect();
        let action = next_action(&rules, app.now());
        match action {
            Action::Prepare { step } => {
                let Some(step) = find(steps, step) else { continue };
                if let Some(later) = prepare(app, &deployment, step, &mut fresh).await? {
                    return Ok(later);
                }
            }
            Action::Verify { step } => {
                let Some(step) = find(steps, step) else { continue };
                let known_fresh = fresh.contains(&step.id);
                if let Some(later) = carry_out(app, &deployment, step, known_fresh).await? {
                    return Ok(later);
                }
            }
            Action::Wait { until } => return Ok(Progress::Later(until)),
            Action::Stuck { .. } => {
                return Ok(Progress::Later(app.now() + jiff::SignedDuration::from_hours(1)));
            }
            Action::Finish { outstanding } => return finish(app, id, outstanding).await,
            Action::Collect { step } | Action::Instruct { step } => {
                return Err(Error::internal(format!("step {step} has no place in an erasure")));
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

/// Works out and seals what will go. Gives the time of the next try when the system does not answer.
async fn prepare(
    app: &App,
    deployment: &Deployment,
    mut step: StepRow,
    fresh: &mut BTreeSet<StepId>,
) -> Result<Option<Progress>> {
    let row = change::load(app, step.request_id).await?;
    let identities = change::identities(app, &row)?;
    let order = plan::order(app, deployment, &identities);
    let held = holds::held_back(app, deployment, &step.system, &identities).await?;
    let prepared = match connector(deployment, &step) {
        Ok(connector) => connector.prepare_erasure(&order).await,
        Err(problem) => Err(problem),
    };
    let prepared = match prepared {
        Ok(prepared) => prepared.hold_back(held),
        Err(problem) => {
            return Ok(Some(Progress::Later(execute::mark_problem(app, &mut step, &problem).await?)));
        }
    };
    let plain = serde_json::to_vec(&prepared).map_err(Error::internal)?;
    let sealed = app.keys().seal.seal(&place(step.id), &plain, app.entropy()).map_err(Error::internal)?;
    step.prepared = Some(sealed);
    step.state = StepState::Prepared;
    step.started_at = Some(app.now());
    step.next_at = None;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::steps::update(&mut tx, &mut step).await.map_err(change::conflict)?;
    let data = json!({ "system": step.system, "step": step.id });
    journal::record_about(app, &mut tx, EventKind::StepStarted, step.request_id, data).await?;
    commit(tx, "erasure prepared").await?;
    fresh.insert(step.id);
    Ok(None)
}

/// Erases what was prepared, or recognises that it was erased, and keeps the receipt.
async fn carry_out(
    app: &App,
    deployment: &Deployment,
    mut step: StepRow,
    known_fresh: bool,
) -> Result<Option<Progress>> {
    let sealed = step.prepared.clone().unwrap_or_default();
    let plain = app.keys().seal.open(&place(step.id), &sealed).map_err(Error::internal)?;
    let prepared: PreparedErasure = serde_json::from_slice(&plain).map_err(Error::internal)?;
    boundary("before", "system erased");
    let receipt = match connector(deployment, &step) {
        Ok(connector) => attempt(connector, &prepared, known_fresh).await,
        Err(problem) => Err(problem),
    };
    let receipt = match receipt {
        Ok(receipt) => receipt,
        Err(connect::ConnectError::MapChanged { .. }) => {
            // The map changed between preparing and erasing: what was written down no longer holds.
            step.prepared = None;
            step.state = StepState::Pending;
            store::steps::update(app.store(), &mut step).await.map_err(change::conflict)?;
            return Ok(None);
        }
        Err(problem) => {
            return Ok(Some(Progress::Later(execute::mark_problem(app, &mut step, &problem).await?)));
        }
    };
    boundary("after", "system erased");
    let mut data = done_entry(&step, &receipt);
    let text = serde_json::to_string(&StepReceipt::Erased { receipt }).map_err(Error::internal)?;
    data["receipts"] = json!({ step.id.to_string(): attest::digest(&text) });
    let request = step.request_id;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    execute::mark_done(app, &mut tx, &mut step, text).await?;
    journal::record_about(app, &mut tx, EventKind::StepDone, request, data).await?;
    commit(tx, "erasure receipted").await?;
    Ok(None)
}

async fn attempt(
    connector: &dyn connect::Connector,
    prepared: &PreparedErasure,
    known_fresh: bool,
) -> Result<Receipt, connect::ConnectError> {
    let applied = if known_fresh { Applied::NotApplied } else { connector.verify_applied(prepared).await? };
    let mut receipt = match applied {
        Applied::NotApplied => connector.erase(prepared).await?,
        Applied::Applied | Applied::Empty => Receipt::from_prepared(prepared, connector.map()),
    };
    if receipt.residue.is_none() {
        receipt.residue = connector.residue(prepared).await?;
    }
    Ok(receipt)
}

/// What the ledger keeps of an erased system: counts, and whether anything unexpected was left.
fn done_entry(step: &StepRow, receipt: &Receipt) -> serde_json::Value {
    json!({
        "system": step.system,
        "step": step.id,
        "deleted": receipt.deleted(),
        "anonymised": receipt.anonymised(),
        "kept": receipt.kept(),
        "texts_of_others": receipt.mentions.len(),
        "clean": receipt.residue.as_ref().map(inventory::Residue::is_clean),
    })
}

async fn finish(app: &App, id: RequestId, outstanding: Vec<String>) -> Result<Progress> {
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let mut row = store::requests::get(&mut tx, id)
        .await
        .map_err(Error::internal)?
        .ok_or_else(|| Error::not_found("request"))?;
    if matches!(change::parse(&row)?.state, State::Executing { .. }) {
        change::apply_quietly(app, &mut tx, &mut row, Command::Finish { outstanding }).await?;
    }
    suppression::after_erasure(app, &mut tx, &row).await?;
    change::apply(app, &mut tx, &mut row, Command::RecordAnswer).await?;
    commit(tx, "erasure answered").await?;
    Ok(Progress::Done)
}

/// The place name of a prepared step: binds what is sealed to its step.
pub fn place(step: StepId) -> String {
    format!("prepared:{step}")
}
