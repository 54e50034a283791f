//! Reminding: the officer of letters that nobody sent, of dates that come near or have passed, and of opt-outs that do
//! not reach everybody; the holder too, when the policy says so. Each once: what was reminded of stands in the task and
//! in the ledger, in the transaction that queues the mail.

use std::collections::BTreeSet;

use ::requests::{Reminder, State, TaskCommand};
use jiff::civil::Date;
use kernel::Language;
use kernel::calendar::Span;
use kernel::clock::date_in;
use kernel::ids::RequestId;
use ledger::EventKind;
use mail::{Mail, StuckLine, TaskLine};
use serde_json::{Value, json};
use store::Page;
use store::requests::{Filter, RequestRow};
use store::steps::{StepKind, StepState};

use super::{Scene, asked_of, desk_of, letter, list};
use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Result};
use crate::requests::change;
use crate::{journal, mailbox};

/// Tasks, or requests, that are read at a time.
const PAGE: u32 = 200;
/// After what time an opt-out that does not reach everybody is told, when the policy names no figure
/// `opt_out_alarm`.
const OPT_OUT_ALARM: &str = "2 days";
/// What the ledger calls the reminder of an opt-out.
const STUCK: &str = "opt-out";

/// What one mail to the officer says.
#[derive(Default)]
struct Gathered {
    unsent: Vec<TaskLine>,
    soon: Vec<TaskLine>,
    overdue: Vec<TaskLine>,
    stuck: Vec<StuckLine>,
}

impl Gathered {
    fn is_empty(&self) -> bool {
        self.unsent.is_empty() && self.soon.is_empty() && self.overdue.is_empty() && self.stuck.is_empty()
    }
}

/// Gives every reminder that is due. Run again it gives none.
pub(crate) async fn due(app: &App) -> Result<()> {
    let mut gathered = Gathered::default();
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let mut page = Page::first(PAGE);
    loop {
        let rows = store::tasks::open(&mut tx, false, &page).await.map_err(Error::internal)?;
        for row in &rows {
            one(app, &mut tx, row, &mut gathered).await?;
        }
        let Some(last) = rows.last().filter(|_| rows.len() == PAGE as usize) else { break };
        page = Page::after(last.due_at.as_microsecond(), last.step.id, PAGE);
    }
    opt_outs(app, &mut tx, &mut gathered).await?;
    if !gathered.is_empty() {
        let Gathered { unsent, soon, overdue, stuck } = gathered;
        let link = format!("{}/desk/tasks", app.config().base_url);
        let mail = Mail::OfficerTasks { unsent, soon, overdue, stuck, link };
        let to = app.deployment()?.edition.facts().organisation.contact.email.clone();
        mailbox::queue(app, &mut tx, &mail, &to, Language::Nl, None).await?;
    }
    commit(tx, "reminders queued").await
}

async fn one(
    app: &App,
    tx: &mut store::Tx,
    row: &store::tasks::Listed,
    gathered: &mut Gathered,
) -> Result<()> {
    let step = &row.step;
    let Some(request) = store::requests::get(&mut *tx, step.request_id).await.map_err(Error::internal)?
    else {
        return Ok(());
    };
    let deployment = app.deployment()?;
    let mut scene = Scene::within(app, tx, &request, step).await?;
    let began = date_in(step.started_at.unwrap_or(request.received_at), &deployment.zone);
    let desk = desk_of(&deployment, &step.system).filter(|desk| desk.remind);
    let due = ::requests::reminders(&scene.task, (began, scene.due), app.today(), desk.is_some());
    let line = if due.is_empty() { None } else { Some(line(&list::line(app, row, &request)?)) };
    for of in due {
        if !scene.apply(app, tx, &TaskCommand::Remind { of }).await? {
            continue;
        }
        let told = match of {
            Reminder::Unsent => &mut gathered.unsent,
            Reminder::Soon => &mut gathered.soon,
            Reminder::Overdue => &mut gathered.overdue,
            Reminder::HolderSoon | Reminder::HolderOverdue => {
                let Some(desk) = desk else { continue };
                let task = asked_of(app, &deployment, &request, step)?;
                let mail = Mail::HolderReminder {
                    holder: deployment.holder_name(task.recipient.as_deref()),
                    system: task.name.clone(),
                    asked: letter::asked(task.kind),
                    reference: request.id.to_string(),
                    sent: date_in(scene.task.sent.unwrap_or(request.received_at), &deployment.zone),
                    due: scene.due,
                    overdue: of == Reminder::HolderOverdue,
                };
                mailbox::queue(app, tx, &mail, &desk.email, desk.language, Some(&request)).await?;
                continue;
            }
        };
        told.extend(line.clone());
    }
    Ok(())
}

fn line(task: &list::TaskLine) -> TaskLine {
    TaskLine {
        system: task.name.clone(),
        holder: task.holder.clone(),
        right: task.right,
        reference: task.request.to_string(),
        due: task.due,
    }
}

/// Opt-outs that are older than the alarm and have not reached everybody.
async fn opt_outs(app: &App, tx: &mut store::Tx, gathered: &mut Gathered) -> Result<()> {
    let mut page = Page::first(PAGE);
    loop {
        let rows = store::requests::list(&mut *tx, Filter::Open, &page).await.map_err(Error::internal)?;
        for row in rows.iter().filter(|row| !row.drill) {
            if let Some(line) = stuck(app, tx, row).await? {
                gathered.stuck.push(line);
                let data = json!({ "of": STUCK });
                journal::record_about(app, tx, EventKind::TaskReminded, row.id, data).await?;
            }
        }
        let Some(last) = rows.last().filter(|_| rows.len() == PAGE as usize) else { break };
        page = Page::after(last.due_at.as_microsecond(), last.id, PAGE);
    }
    Ok(())
}

/// What there is to tell of a request, when it is an opt-out and older than the alarm.
async fn stuck(app: &App, tx: &mut store::Tx, row: &RequestRow) -> Result<Option<StuckLine>> {
    let request = change::parse(row)?;
    let waits = matches!(
        request.state,
        State::Planning { .. }
            | State::Approved { .. }
            | State::Executing { .. }
            | State::Answering { .. }
            | State::AnsweredInPart { .. }
    );
    if !waits || !crate::requests::is_opt_out(app, row, &request)? {
        return Ok(None);
    }
    let deployment = app.deployment()?;
    let alarm = figure(app, "opt_out_alarm", OPT_OUT_ALARM)?;
    let at = alarm.after_instant(request.received, &deployment.zone, app.calendar());
    if app.now() <= at || is_told(tx, row.id).await? {
        return Ok(None);
    }
    let steps = store::steps::by_request(&mut *tx, row.id).await.map_err(Error::internal)?;
    let open = steps.iter().filter(|step| step.kind != StepKind::Find && step.state != StepState::Done);
    let systems: BTreeSet<&String> = open.map(|step| &step.system).collect();
    let limit = figure(app, crate::check::OPT_OUT_FIGURE, crate::check::OPT_OUT_LIMIT)?;
    let limit = limit.after_instant(request.received, &deployment.zone, app.calendar());
    let day = |at| -> Date { date_in(at, &deployment.zone) };
    Ok(Some(StuckLine {
        reference: row.id.to_string(),
        said: day(request.received),
        // The limit is the instant after the last day.
        limit: day(limit - jiff::SignedDuration::from_secs(1)),
        systems: systems.into_iter().map(|id| deployment.system_name(id)).collect(),
    }))
}

/// Whether an opt-out was told of before.
async fn is_told(tx: &mut store::Tx, request: RequestId) -> Result<bool> {
    let entries = store::ledger::about(&mut *tx, request).await.map_err(Error::internal)?;
    let events = entries.iter().filter_map(ledger::StoredEntry::parsed);
    Ok(events.into_iter().any(|event| {
        event.kind() == EventKind::TaskReminded
            && event.data().get("of").and_then(Value::as_str) == Some(STUCK)
    }))
}

/// A span that the policy may name as a figure.
pub(crate) fn figure(app: &App, name: &str, otherwise: &str) -> Result<Span> {
    let deployment = app.deployment()?;
    let figure = deployment.edition.facts().figures.get(name);
    let span = figure.and_then(|figure| figure.value.render(Language::En).parse::<Span>().ok());
    span.or_else(|| otherwise.parse().ok()).ok_or_else(|| Error::internal(format!("no figure {name}")))
}
