//! Tasks over all requests: those that are open, the most urgent request first, and those that are over, the latest
//! first. Drills are left out, and nobody is named.

use std::collections::BTreeMap;

use ::requests::Right;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::ids::{RequestId, StepId};
use kernel::{Actor, Text};
use serde::Serialize;
use store::requests::RequestRow;

use super::{desk_of, due_of, parse};
use crate::app::App;
use crate::error::{Error, Result};
use crate::paging;
use crate::requests::change;
use crate::requests::part::{ReportedOutcome, StepReceipt};

/// Which tasks.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those that are over instead of those that are open.
    pub done: bool,
    /// The cursor of the page before.
    pub after: Option<String>,
    /// How many at most; 0 means 50.
    pub limit: u32,
}

/// A page of tasks.
#[derive(Debug, Clone, Serialize)]
pub struct Listed {
    /// The tasks.
    pub items: Vec<TaskLine>,
    /// The cursor of the next page, when there is one.
    pub next: Option<String>,
}

/// A task in a line.
#[derive(Debug, Clone, Serialize)]
pub struct TaskLine {
    /// Its step.
    pub step: StepId,
    /// Of which request.
    pub request: RequestId,
    /// For which right.
    pub right: Right,
    /// The system.
    pub system: String,
    /// Its name.
    pub name: Text,
    /// Who holds it.
    pub holder: Text,
    /// ready, sent, acknowledged, done, nothing-held, refused or silent.
    pub state: &'static str,
    /// Whether its date has passed.
    pub overdue: bool,
    /// By when its holder must answer.
    pub due: Date,
    /// Days until then; negative when it has passed.
    pub days_left: i64,
    /// When the letter was sent first.
    pub sent: Option<Timestamp>,
    /// When it was over.
    pub done: Option<Timestamp>,
    /// Whether the letter can be sent from here.
    pub mailable: bool,
}

/// Lists tasks, for everybody at the desk.
///
/// # Errors
/// The actor is not at the desk, or the cursor is none.
pub async fn list(app: &App, actor: &Actor, filter: &Filter) -> Result<Listed> {
    if !matches!(actor, Actor::Staff { .. } | Actor::Operator) {
        return Err(Error::forbidden("list-tasks"));
    }
    let page = paging::page::<StepId>(filter.after.as_deref(), filter.limit)?;
    let rows = if filter.done {
        store::tasks::done(app.store(), false, &page).await
    } else {
        store::tasks::open(app.store(), false, &page).await
    }
    .map_err(Error::internal)?;
    let key = |row: &store::tasks::Listed| if filter.done { row.step.done_at } else { Some(row.due_at) };
    let next = paging::next(&rows, &page, |row| (key(row), row.step.id));
    let mut requests: BTreeMap<RequestId, RequestRow> = BTreeMap::new();
    let mut items = Vec::new();
    for row in &rows {
        let id = row.step.request_id;
        if let std::collections::btree_map::Entry::Vacant(place) = requests.entry(id) {
            place.insert(change::load(app, id).await?);
        }
        if let Some(request) = requests.get(&id) {
            items.push(line(app, row, request)?);
        }
    }
    Ok(Listed { items, next })
}

pub(crate) fn line(app: &App, row: &store::tasks::Listed, request: &RequestRow) -> Result<TaskLine> {
    let deployment = app.deployment()?;
    let (step, today) = (&row.step, app.today());
    let task = parse(row.state.as_deref())?;
    let due = due_of(app, request, step)?;
    let receipt = step.receipt.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let state = match receipt {
        Some(StepReceipt::Reported { outcome, .. }) => word(outcome),
        _ => task.name(),
    };
    let recipient = deployment.systems.get(&step.system).map(|system| &system.map.system);
    let recipient = recipient.and_then(|system| system.recipient.as_deref());
    Ok(TaskLine {
        step: step.id,
        request: request.id,
        right: change::parse(request)?.right,
        name: deployment.system_name(&step.system),
        holder: deployment.holder_name(recipient),
        state,
        overdue: step.done_at.is_none() && task.is_overdue(due, today),
        due,
        days_left: today.until(due).map_or(0, |span| i64::from(span.get_days())),
        sent: task.sent,
        done: step.done_at,
        mailable: desk_of(&deployment, &step.system).is_some(),
        system: step.system.clone(),
    })
}

/// How a task ended, in the word of its lifecycle.
pub(crate) fn word(outcome: ReportedOutcome) -> &'static str {
    use ::requests::TaskEnd;
    match outcome {
        ReportedOutcome::Done => TaskEnd::Done,
        ReportedOutcome::NothingHeld => TaskEnd::NothingHeld,
        ReportedOutcome::Refused => TaskEnd::Refused,
        ReportedOutcome::Silent => TaskEnd::Silent,
    }
    .as_str()
}
