//! What officers and persons decide about a request.

use ::requests::{Command, Decider, RefusalGround};
use kernel::ids::{RequestId, SubjectId};
use kernel::{Actor, StaffRole};
use ledger::EventKind;
use serde_json::json;
use store::requests::RequestRow;
use store::steps::{StepKind, StepRow, StepState};

use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::requests::part::{ReportedOutcome, StepReceipt};
use crate::requests::{change, execute, officer};
use crate::{attest, journal, oblivion};

/// What the holder of a system without an interface reported.
#[derive(Debug, Clone)]
pub enum TaskOutcome {
    /// It was done.
    Done {
        /// How many records they name.
        count: Option<u64>,
        /// A note without personal data.
        note: String,
    },
    /// They hold nothing about the person.
    NothingHeld,
    /// They refused.
    Refused {
        /// Why, without personal data.
        reason: String,
    },
}

/// Whether an actor decides about requests.
pub fn decider(actor: &Actor) -> Result<Decider> {
    match actor {
        Actor::Staff { id, role: StaffRole::Officer } => Ok(Decider::Officer { id: *id }),
        Actor::Operator => Ok(Decider::Operator),
        Actor::Drill => Ok(Decider::Drill),
        _ => Err(Error::forbidden("decide-request")),
    }
}

/// Approves the plan as it was shown: the digest says which.
pub async fn approve(app: &App, actor: &Actor, id: RequestId, digest: &str) -> Result<()> {
    let plan = [(id, digest.to_owned())];
    officer::approve_together(app, actor, &plan).await
}

/// Has the plan made anew.
pub async fn replan(app: &App, actor: &Actor, id: RequestId) -> Result<()> {
    decider(actor)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let mut row = locked(&mut tx, id).await?;
    change::apply(app, &mut tx, &mut row, Command::Replan).await?;
    store::steps::delete_plan(&mut tx, id).await.map_err(Error::internal)?;
    commit(tx, "plan dropped").await?;
    app.wake();
    Ok(())
}

/// Refuses a request, with ground and reasons.
pub async fn refuse(
    app: &App,
    actor: &Actor,
    id: RequestId,
    ground: RefusalGround,
    reasons: String,
) -> Result<()> {
    officer::refuse(app, actor, id, None, ground, &reasons).await
}

/// Records that the person was told, in another way than by mail, what is about to happen.
pub async fn told(app: &App, actor: &Actor, id: RequestId) -> Result<()> {
    decider(actor)?;
    command(app, id, Command::RecordTold).await
}

/// Takes a request back: its person, or an officer on their behalf.
pub async fn withdraw(app: &App, actor: &Actor, id: RequestId) -> Result<()> {
    match actor {
        Actor::Subject { id: subject } => {
            own(&change::load(app, id).await?, *subject)?;
        }
        other => {
            decider(other)?;
        }
    }
    command(app, id, Command::Withdraw).await
}

/// Records what the holder of a system without an interface reported.
pub async fn close_task(
    app: &App,
    actor: &Actor,
    id: RequestId,
    system: &str,
    outcome: TaskOutcome,
) -> Result<()> {
    decider(actor)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let mut row = locked(&mut tx, id).await?;
    let steps = store::steps::by_request(&mut tx, id).await.map_err(Error::internal)?;
    let open = steps
        .into_iter()
        .find(|step| step.kind == StepKind::Manual && step.system == system && step.state != StepState::Done);
    let Some(mut step) = open else {
        return Err(Error::new(
            Kind::NotFound,
            "no-task",
            "Voor dit systeem staat geen taak open.",
            "There is no open task for this system.",
        ));
    };
    let (outcome, count, note) = match outcome {
        TaskOutcome::Done { count, note } => (ReportedOutcome::Done, count, note),
        TaskOutcome::NothingHeld => (ReportedOutcome::NothingHeld, Some(0), String::new()),
        TaskOutcome::Refused { reason } => (ReportedOutcome::Refused, None, reason),
    };
    let receipt = StepReceipt::Reported { outcome, count, note };
    let text = serde_json::to_string(&receipt).map_err(Error::internal)?;
    let attested = json!({
        "system": system,
        "step": step.id,
        "receipts": { step.id.to_string(): attest::digest(&text) },
    });
    execute::mark_done(app, &mut tx, &mut step, text).await?;
    // While the request is still being carried out, the receipt alone counts: the step is then not outstanding.
    if change::parse(&row)?.state.outstanding().iter().any(|open| open == system) {
        change::apply(app, &mut tx, &mut row, Command::CloseTask { system: system.to_owned() }).await?;
    }
    journal::record_about(app, &mut tx, EventKind::StepDone, id, attested).await?;
    if change::parse(&row)?.state.is_closed() {
        oblivion::close_unless_kept(app, &mut tx, &mut row).await?;
    }
    commit(tx, "task closed").await?;
    app.wake();
    Ok(())
}

/// Whether an actor may have a system tried again: who decides, and the engineer who mended it.
pub fn may_try_again(actor: &Actor) -> bool {
    decider(actor).is_ok() || matches!(actor, Actor::Staff { role: StaffRole::Engineer, .. })
}

/// Has a system that did not do its part tried again now, instead of when its turn would come. Asking twice,
/// or when it has done its part in the meantime, changes nothing.
pub async fn try_again(app: &App, actor: &Actor, id: RequestId, system: &str) -> Result<()> {
    if !may_try_again(actor) {
        return Err(Error::forbidden("try-again"));
    }
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    locked(&mut tx, id).await?;
    let steps = store::steps::by_request(&mut tx, id).await.map_err(Error::internal)?;
    let waits = |step: &StepRow| step.system == system && waits_for_its_system(step);
    for mut step in steps.into_iter().filter(waits) {
        step.next_at = Some(app.now());
        store::steps::update(&mut tx, &mut step).await.map_err(change::conflict)?;
        // The job that waits for the step's turn is moved forward.
        let job = if step.kind == StepKind::Find { "plan" } else { "execute" };
        let about = serde_json::json!({ "request": id });
        change::enqueue(app, &mut tx, job, &about, Some(&format!("{job}:{id}"))).await?;
    }
    commit(tx, "tried again").await
}

/// Whether a step waits because its system did not do its part.
pub fn waits_for_its_system(step: &StepRow) -> bool {
    step.problem.is_some() && step.state != StepState::Done && step.kind != StepKind::Manual
}

/// Whether a request is this subject's own; to others it does not exist.
pub fn own(row: &RequestRow, subject: SubjectId) -> Result<()> {
    if row.subject_id == Some(subject) { Ok(()) } else { Err(Error::not_found("request of another subject")) }
}

async fn command(app: &App, id: RequestId, command: Command) -> Result<()> {
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let mut row = locked(&mut tx, id).await?;
    change::apply(app, &mut tx, &mut row, command).await?;
    commit(tx, "decision").await?;
    app.wake();
    Ok(())
}

async fn locked(tx: &mut store::Tx, id: RequestId) -> Result<RequestRow> {
    store::requests::get(tx, id).await.map_err(Error::internal)?.ok_or_else(|| Error::not_found("request"))
}
