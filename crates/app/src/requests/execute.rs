//! Carrying out: the steps of a request and how each is marked.

use ::requests::{Failure, Request, Retry, State, Step, StepKind as Kind, StepState as Stage, Verdict};
use connect::ConnectError;
use jiff::Timestamp;
use kernel::ids::{RequestId, StepId};
use store::Conn;
use store::steps::{StepKind, StepRow, StepState};

use crate::app::App;
use crate::boundary::commit;
use crate::deployment::System;
use crate::error::{Error, Result};
use crate::mailbox;
use crate::requests::about::About;
use crate::requests::part::{PlanPart, ReportedOutcome, Role, StepReceipt};
use crate::requests::rights::Scene;
use crate::requests::{change, plan, rights};
use crate::work::Progress;

/// Carries out what was approved, as far as it goes now.
pub async fn execute(app: &App, id: RequestId) -> Result<Progress> {
    let mut row = change::load(app, id).await?;
    let request = change::parse(&row)?;
    match request.state {
        State::Approved { .. } => {
            let mut tx = app.store().begin().await.map_err(Error::internal)?;
            let deployment = app.deployment()?;
            let parts = plan_parts(app, id).await?;
            let about = About::of(app, &row)?;
            let before = carrying_out(app, id).await?;
            let scene = Scene { app, deployment: &deployment, row: &row, about: &about };
            let steps = steps_of(&scene, &request, &parts, &before);
            store::steps::insert(&mut tx, &steps).await.map_err(Error::internal)?;
            change::apply(app, &mut tx, &mut row, ::requests::Command::Begin).await?;
            commit(tx, "request begun").await?;
        }
        State::Executing { .. } | State::Answering { .. } => {}
        _ => return Ok(Progress::Done),
    }
    rights::of(&request).run(app, id).await
}

/// What the plan says per system.
pub async fn plan_parts(app: &App, id: RequestId) -> Result<Vec<PlanPart>> {
    let steps = store::steps::by_request(app.store(), id).await.map_err(Error::internal)?;
    steps
        .iter()
        .filter(|step| step.kind == StepKind::Find)
        .filter_map(|step| step.receipt.as_deref())
        .map(|text| serde_json::from_str(text).map_err(Error::internal))
        .collect()
}

fn steps_of(scene: &Scene<'_>, request: &Request, parts: &[PlanPart], before: &[StepRow]) -> Vec<StepRow> {
    let automatic = rights::of(request).steps(&scene.about.wish);
    let mut ordinal = i64::try_from(scene.deployment.systems.len().max(parts.len())).unwrap_or(i64::MAX);
    let mut steps = Vec::new();
    // A system that others lead to comes after them: what they refer to goes when nothing refers to it any more.
    let led = |part: &&PlanPart| scene.deployment.systems.get(&part.system).is_some_and(System::is_led_to);
    let (last, first): (Vec<&PlanPart>, Vec<&PlanPart>) = parts.iter().partition(led);
    for part in first.into_iter().chain(last) {
        let kinds = match part.role {
            Role::Automatic => automatic,
            Role::Manual if was_asked(scene, request, &part.system, before) => continue,
            Role::Manual => &[StepKind::Manual],
            Role::Unconcerned | Role::KnowsNobody | Role::NotInUse => continue,
        };
        for kind in kinds {
            steps.push(begun_step(scene.app, scene.row.id, &part.system, *kind, ordinal));
            ordinal += 1;
        }
    }
    steps
}

/// Whether a holder was asked at the halt and need not be asked again: their task is open, or what they reported
/// is all there is to say.
fn was_asked(scene: &Scene<'_>, request: &Request, system: &str, before: &[StepRow]) -> bool {
    let asked = before.iter().filter(|step| step.kind == StepKind::Manual && step.system == system);
    asked.into_iter().any(|step| {
        let receipt = step.receipt.as_deref().and_then(|text| serde_json::from_str(text).ok());
        let nothing =
            matches!(receipt, Some(StepReceipt::Reported { outcome: ReportedOutcome::NothingHeld, .. }));
        step.state != StepState::Done || nothing || !rights::of(request).asks_again(&scene.about.wish)
    })
}

/// A step that is to be done; the task of a holder stands on the desk, with its letter, from this moment.
pub fn begun_step(app: &App, id: RequestId, system: &str, kind: StepKind, ordinal: i64) -> StepRow {
    let mut step = plan::new_step(StepId::new(app.now(), app.entropy()), id, system, kind, ordinal);
    if kind == StepKind::Manual {
        step.state = StepState::Prepared;
        step.started_at = Some(app.now());
    }
    step
}

/// The steps of carrying out, without those of the plan.
pub async fn carrying_out(app: &App, id: RequestId) -> Result<Vec<StepRow>> {
    let steps = store::steps::by_request(app.store(), id).await.map_err(Error::internal)?;
    Ok(steps.into_iter().filter(|step| step.kind != StepKind::Find).collect())
}

/// The systems that people still handle.
pub fn outstanding(steps: &[StepRow]) -> Vec<String> {
    steps
        .iter()
        .filter(|step| step.kind == StepKind::Manual && step.state != StepState::Done)
        .map(|step| step.system.clone())
        .collect()
}

/// A step as the lifecycle's rules see it.
pub fn as_rule(step: &StepRow) -> Step {
    let failures = u32::try_from(step.attempts).unwrap_or(u32::MAX);
    let problem = step.problem.clone().unwrap_or_default();
    let state = match (step.kind, step.state, step.next_at) {
        (_, StepState::Done, _) => Stage::Done { at: step.done_at.unwrap_or(Timestamp::UNIX_EPOCH) },
        (_, StepState::Failed, _) => Stage::Failed { failures, problem },
        (StepKind::Manual, StepState::Prepared, _) => {
            Stage::Instructed { at: step.started_at.unwrap_or(Timestamp::UNIX_EPOCH) }
        }
        (_, _, Some(until)) => Stage::Waiting { failures, until, problem },
        _ => Stage::Pending,
    };
    let kind = match step.kind {
        StepKind::Erase => Kind::Erase,
        StepKind::Rectify => Kind::Rectify,
        StepKind::Restrict => Kind::Restrict,
        StepKind::Lift | StepKind::Unsuppress => Kind::Lift,
        StepKind::Suppress => Kind::Suppress,
        StepKind::Manual => Kind::Instruct,
        StepKind::Find | StepKind::Export | StepKind::Residue => Kind::Collect,
    };
    Step { id: step.id, system: step.system.clone(), kind, prepared: step.prepared.is_some(), state }
}

/// Marks a step as done, with its receipt.
pub async fn mark_done(
    app: &App,
    on: impl Into<Conn<'_>>,
    step: &mut StepRow,
    receipt: String,
) -> Result<()> {
    let now = app.now();
    step.state = StepState::Done;
    step.receipt = Some(receipt);
    step.problem = None;
    step.next_at = None;
    // What stood where the marks of a restriction are, and who was put on which list, is needed to take that back.
    if !matches!(step.kind, StepKind::Restrict | StepKind::Suppress) {
        step.prepared = None;
    }
    step.started_at.get_or_insert(now);
    step.done_at = Some(now);
    store::steps::update(on, step).await.map_err(change::conflict)
}

/// Marks a step as waiting for a system that did not do its part, and says when it is tried again. Every
/// problem is tried again: what an officer or engineer mends (a password, a schema) is then seen by itself.
pub async fn mark_problem(app: &App, step: &mut StepRow, problem: &ConnectError) -> Result<Timestamp> {
    let now = app.now();
    step.attempts += 1;
    let failures = u32::try_from(step.attempts).unwrap_or(u32::MAX);
    let retry = Retry::default();
    let patient = Retry { first_seconds: 60, ..retry };
    let policy = if problem.retryable() { retry } else { patient };
    let (at, alarm) = match policy.after(failures, Failure::Retryable, now) {
        Verdict::Again { at, alarm } => (at, alarm),
        Verdict::GiveUp => (now + jiff::SignedDuration::from_hours(1), true),
    };
    step.problem = Some(problem.public());
    step.next_at = Some(at);
    tracing::warn!(step = %step.id, system = %step.system, problem = problem.name(), failures, "a step did not succeed");
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::steps::update(&mut tx, step).await.map_err(change::conflict)?;
    if alarm && failures == policy.alarm_after {
        let row = store::requests::get(&mut tx, step.request_id).await.map_err(Error::internal)?;
        if let Some(row) = row {
            mailbox::step_failed(app, &mut tx, &row, step, at).await?;
        }
    }
    commit(tx, "problem noted").await?;
    Ok(at)
}
