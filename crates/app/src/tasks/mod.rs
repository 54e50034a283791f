//! Tasks: what holders of systems without an interface are asked, and what becomes of it.
//!
//! A task is a step that people do. What may happen to it when is decided by `requests::task`, a pure function; here
//! its outcome is kept, together with its ledger entry. [`act`] is what an officer does with one, [`answers`] keeps
//! what the holder sent back, [`remind`] reminds officer and holder, each once, [`list`](mod@list) shows them over all
//! requests, and [`letter`] writes what the holder is asked.

pub mod act;
pub mod answers;
pub(crate) mod letter;
pub mod list;
pub(crate) mod remind;

use ::requests::{Task, TaskCommand, TaskEvent, TaskRefusal};
use jiff::civil::Date;
use kernel::clock::date_in;
use kernel::ids::{RequestId, StepId};
use kernel::{Actor, StaffRole};
use ledger::EventKind;
use policy::facts::RecipientDesk;
use serde_json::json;
use store::Tx;
use store::requests::RequestRow;
use store::steps::{StepKind, StepRow};
use store::tasks::TaskRow;

use crate::app::App;
use crate::deployment::{Deployment, System};
use crate::error::{Error, Kind, Result};
use crate::journal;
use crate::requests::about::About;
use crate::requests::{change, rights};

pub use ::requests::{Standing, TaskEnd, Way};
pub use act::{acknowledge, letter, send, sent};
pub use answers::{Answer, AnswerFile, keep, open, open_own};
pub use list::{Filter, Listed, TaskLine, list};

/// The request that a task belongs to.
///
/// # Errors
/// There is no such task.
pub async fn request_of(app: &App, step: StepId) -> Result<RequestId> {
    Ok(Scene::of(app, step).await?.request.id)
}

/// Whether an actor may see whom a task is about: its letter, and what its holder answered.
pub(crate) fn may_see(actor: &Actor) -> Result<()> {
    match actor {
        Actor::Staff { role: StaffRole::Officer, .. } | Actor::Operator | Actor::Drill => Ok(()),
        _ => Err(Error::forbidden("see-task")),
    }
}

/// A task with everything around it.
pub(crate) struct Scene {
    /// Its request.
    pub(crate) request: RequestRow,
    /// Its step.
    pub(crate) step: StepRow,
    /// Where it stands.
    pub(crate) task: Task,
    row: TaskRow,
    /// By when its holder must answer.
    pub(crate) due: Date,
}

impl Scene {
    /// The task of a step.
    pub(crate) async fn of(app: &App, step: StepId) -> Result<Self> {
        let step = store::steps::get(app.store(), step).await.map_err(Error::internal)?;
        let step = step.filter(|step| step.kind == StepKind::Manual);
        let step = step.ok_or_else(|| Error::not_found("task"))?;
        let request = change::load(app, step.request_id).await?;
        let row = row_of(app.store(), step.id).await?;
        let task = parse(Some(&row.state))?;
        let due = due_of(app, &request, &step)?;
        Ok(Self { request, step, task, row, due })
    }

    /// The same inside a transaction, for a step that was read in it.
    pub(crate) async fn within(app: &App, tx: &mut Tx, request: &RequestRow, step: &StepRow) -> Result<Self> {
        let row = row_of(&mut *tx, step.id).await?;
        let task = parse(Some(&row.state))?;
        let due = due_of(app, request, step)?;
        Ok(Self { request: request.clone(), step: step.clone(), task, row, due })
    }

    /// Whether its date has passed.
    pub(crate) fn is_overdue(&self, app: &App) -> bool {
        self.task.is_overdue(self.due, app.today())
    }

    /// Does a command: the new state and its entry in the ledger. False: it changed nothing.
    pub(crate) async fn apply(&mut self, app: &App, tx: &mut Tx, command: &TaskCommand) -> Result<bool> {
        let (task, event) = ::requests::task(&self.task, command, app.now()).map_err(refused)?;
        let Some(event) = event else { return Ok(false) };
        self.row.state = serde_json::to_string(&task).map_err(Error::internal)?;
        self.task = task;
        store::tasks::put(&mut *tx, &mut self.row).await.map_err(change::conflict)?;
        let place = json!({ "system": self.step.system, "step": self.step.id });
        let mut data = place.as_object().cloned().unwrap_or_default();
        let kind = match event {
            TaskEvent::Sent { way } => {
                data.insert("way".into(), json!(way));
                EventKind::TaskSent
            }
            TaskEvent::Acknowledged => EventKind::TaskAcknowledged,
            TaskEvent::Reminded { of } => {
                data.insert("of".into(), json!(of));
                EventKind::TaskReminded
            }
            // The receipt of the step tells how it ended.
            TaskEvent::Closed { .. } => return Ok(true),
        };
        journal::record_about(app, tx, kind, self.request.id, data.into()).await?;
        Ok(true)
    }
}

async fn row_of(on: impl Into<store::Conn<'_>>, step: StepId) -> Result<TaskRow> {
    let row = store::tasks::get(on, step).await.map_err(Error::internal)?;
    if let Some(row) = row {
        return Ok(row);
    }
    let state = serde_json::to_string(&Task::default()).map_err(Error::internal)?;
    Ok(TaskRow { step_id: step, state, version: 0 })
}

/// A task from its row; nothing has happened to one without.
pub(crate) fn parse(state: Option<&str>) -> Result<Task> {
    let read = |state| serde_json::from_str(state).map_err(|error| Error::internal(format!("task: {error}")));
    state.map_or_else(|| Ok(Task::default()), read)
}

/// By when the holder of a step's system must answer.
pub(crate) fn due_of(app: &App, row: &RequestRow, step: &StepRow) -> Result<Date> {
    let deployment = app.deployment()?;
    let request = change::parse(row)?;
    let deadline = change::deadline_of(app, &request)?;
    let map = deployment.systems.get(&step.system).map(|system| &system.map);
    let within = map.and_then(|map| map.system.task.as_ref()?.answer_within);
    let began = date_in(step.started_at.unwrap_or(row.received_at), &deployment.zone);
    Ok(letter::due(within, began, deadline.effective, app.calendar()))
}

/// What the holder of a step's system is asked, about whom.
pub(crate) fn asked_of(
    app: &App,
    deployment: &Deployment,
    row: &RequestRow,
    step: &StepRow,
) -> Result<inventory::Task> {
    let system = system_of(deployment, step)?;
    let about = About::of(app, row)?;
    Ok(rights::task(&change::parse(row)?, system, &about))
}

fn system_of<'d>(deployment: &'d Deployment, step: &StepRow) -> Result<&'d System> {
    deployment.systems.get(&step.system).ok_or_else(|| Error::not_found("system"))
}

/// Where the holder of a system takes what subjects ask for.
pub(crate) fn desk_of<'d>(deployment: &'d Deployment, system: &str) -> Option<&'d RecipientDesk> {
    let recipient = deployment.systems.get(system)?.map.system.recipient.as_ref()?;
    deployment.edition.facts().recipients.get(recipient)?.desk.as_ref()
}

fn refused(refusal: TaskRefusal) -> Error {
    match refusal {
        TaskRefusal::Closed => Error::new(
            Kind::Conflict,
            "task-closed",
            "Deze taak is al afgesloten. Ververs de pagina om te zien hoe.",
            "This task is closed already. Reload the page to see how.",
        ),
        TaskRefusal::NotOverdue => Error::new(
            Kind::Conflict,
            "task-not-overdue",
            "De ontvanger heeft nog tijd om te antwoorden. Wacht tot de datum voorbij is.",
            "The holder still has time to answer. Wait until the date has passed.",
        ),
    }
}
