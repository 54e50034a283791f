//! The plan: what each system holds about the person, and what the request would do to it.

use std::sync::Arc;

use ::requests::{Command, Decider, PlanSummary, State};
use jiff::Timestamp;
use kernel::ids::{RequestId, StepId};
use sha2::{Digest as _, Sha256};
use store::steps::{StepKind, StepRow, StepState};

use crate::app::App;
use crate::boundary::{boundary, commit};
use crate::deployment::{Deployment, Reach, System};
use crate::error::{Error, Result};
use crate::requests::about::About;
use crate::requests::part::{PlanPart, Role};
use crate::requests::rights::{self, Scene};
use crate::requests::steps::Problem;
use crate::requests::{change, execute};
use crate::work::Progress;

/// Makes the plan of a request, as far as its systems answer. A system that does not answer is tried again;
/// the plan is complete, and shown, only when all have.
pub async fn plan(app: &App, id: RequestId) -> Result<Progress> {
    let row = change::load(app, id).await?;
    let request = change::parse(&row)?;
    // What is halted first is planned when it has stopped; the halt asks for the plan itself.
    let halting = request.right.halts_first() && request.halted.is_none();
    if halting || !matches!(request.state, State::Planning { .. }) {
        return Ok(Progress::Done);
    }
    let deployment = app.deployment()?;
    let about = About::of(app, &row)?;
    let scene = Scene { app, deployment: &deployment, row: &row, about: &about };
    let mut steps = find_steps(app, id, &deployment).await?;
    let mut wait: Option<Timestamp> = None;
    for step in &mut steps {
        if step.state == StepState::Done {
            continue;
        }
        if let Some(at) = step.next_at.filter(|at| *at > app.now()) {
            wait = Some(wait.map_or(at, |earlier| earlier.min(at)));
            continue;
        }
        let Some(system) = deployment.systems.get(&step.system) else { continue };
        match part(&scene, &request, system).await {
            Ok(part) => {
                let receipt = serde_json::to_string(&part).map_err(Error::internal)?;
                boundary("before", "system planned");
                execute::mark_done(app, app.store(), step, receipt).await?;
                boundary("after", "system planned");
            }
            Err(Problem::Ours(error)) => return Err(error),
            Err(Problem::System(problem)) => {
                let at = execute::mark_problem(app, step, &problem).await?;
                wait = Some(wait.map_or(at, |earlier| earlier.min(at)));
            }
        }
    }
    match wait {
        Some(at) => Ok(Progress::Later(at)),
        None => record(&scene, &request, &steps).await,
    }
}

async fn record(scene: &Scene<'_>, request: &::requests::Request, steps: &[StepRow]) -> Result<Progress> {
    let (app, id) = (scene.app, scene.row.id);
    let mut digest = Sha256::new();
    let mut systems = Vec::new();
    let mut rows = 0;
    for step in steps {
        let text = step.receipt.as_deref().unwrap_or_default();
        digest.update(text.as_bytes());
        digest.update([0]);
        let part: PlanPart = serde_json::from_str(text).map_err(Error::internal)?;
        rows += part.own();
        if matches!(part.role, Role::Automatic | Role::Manual) {
            systems.push(step.system.clone());
        }
    }
    let plan = PlanSummary { digest: hex::encode(digest.finalize()), made: app.now(), systems, rows };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let mut row = store::requests::get(&mut tx, id)
        .await
        .map_err(Error::internal)?
        .ok_or_else(|| Error::not_found("request"))?;
    let digest = plan.digest.clone();
    change::apply(app, &mut tx, &mut row, Command::RecordPlan { plan }).await?;
    if rights::of(request).is_settled(scene) {
        change::apply(
            app,
            &mut tx,
            &mut row,
            Command::Approve { by: Decider::Law, digest, two_people: false },
        )
        .await?;
    }
    commit(tx, "plan recorded").await?;
    Ok(Progress::Done)
}

/// The steps of the plan, one per system; made at the first run.
async fn find_steps(app: &App, id: RequestId, deployment: &Arc<Deployment>) -> Result<Vec<StepRow>> {
    let existing = store::steps::by_request(app.store(), id).await.map_err(Error::internal)?;
    let mut steps: Vec<StepRow> = existing.into_iter().filter(|step| step.kind == StepKind::Find).collect();
    if steps.is_empty() {
        let now = app.now();
        for (ordinal, system) in (0i64..).zip(deployment.systems.keys()) {
            steps.push(new_step(StepId::new(now, app.entropy()), id, system, StepKind::Find, ordinal));
        }
        store::steps::insert(app.store(), &steps).await.map_err(Error::internal)?;
        boundary("after", "plan begun");
    }
    Ok(steps)
}

/// A step that nothing has been done for.
pub fn new_step(id: StepId, request: RequestId, system: &str, kind: StepKind, ordinal: i64) -> StepRow {
    StepRow {
        id,
        request_id: request,
        system: system.to_owned(),
        kind,
        ordinal,
        state: StepState::Pending,
        version: 1,
        attempts: 0,
        next_at: None,
        problem: None,
        prepared: None,
        receipt: None,
        started_at: None,
        done_at: None,
    }
}

async fn part(
    scene: &Scene<'_>,
    request: &::requests::Request,
    system: &System,
) -> Result<PlanPart, Problem> {
    let id = &system.map.system.id;
    if !rights::of(request).looks_into_systems() {
        return Ok(PlanPart::without_rows(id, Role::Unconcerned));
    }
    let connector = match &system.reach {
        Reach::NotInUse => return Ok(PlanPart::without_rows(id, Role::NotInUse)),
        Reach::Unconfigured(problem) => return Err(problem.clone().into()),
        Reach::Connector(connector) => connector,
    };
    if connector.capabilities().find == connect::Capability::Manual {
        let task = rights::task(request, system, scene.about);
        let role = if !rights::of(request).asks_holder(scene, system).await? {
            Role::Unconcerned
        } else if task.identities.is_empty() {
            Role::KnowsNobody
        } else {
            Role::Manual
        };
        return Ok(PlanPart::without_rows(id, role));
    }
    match rights::of(request).plan(scene, system, connector.as_ref()).await {
        Err(Problem::System(connect::ConnectError::NoIdentity { .. })) => {
            Ok(PlanPart::without_rows(id, Role::KnowsNobody))
        }
        other => other,
    }
}
