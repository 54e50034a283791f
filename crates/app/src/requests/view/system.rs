//! What each system did for a request, and what is asked of those that have no interface.

use std::collections::BTreeMap;

use ::requests::{Standing, Way};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::ids::StepId;
use kernel::{Language, Text};
use serde::Serialize;
use store::requests::RequestRow;
use store::steps::{StepKind, StepRow, StepState};
use store::tasks::TaskRow;

use super::plan::{KeptView, kept_view};
use crate::app::App;
use crate::deployment::Deployment;
use crate::error::{Error, Result};
use crate::requests::part::{ReportedOutcome, StepReceipt};
use crate::tasks::{self, Answer};
use crate::trouble::{self, TroubleView};

/// What one system did.
#[derive(Debug, Clone, Serialize)]
pub struct SystemView {
    /// The step.
    pub step: StepId,
    /// The system's id.
    pub system: String,
    /// Its name.
    pub name: Text,
    /// waiting, working, retrying, done, failed or outstanding.
    pub state: &'static str,
    /// What is wrong, in words.
    pub problem: Option<TroubleView>,
    /// When it is tried again.
    pub next_try: Option<Timestamp>,
    /// When it was done.
    pub done_at: Option<Timestamp>,
    /// Counts per collection.
    pub counts: Vec<CountView>,
    /// Rows that stayed, and why.
    pub kept: Vec<KeptView>,
    /// How many rows and texts of others mention the person.
    pub texts_of_others: u64,
    /// In how many texts of a copy something of others was left out.
    pub left_out: u64,
    /// Which: for staff only.
    pub mentions: Vec<MentionView>,
    /// For an erasure that was searched afterwards: whether nothing unexpected was left.
    pub clean: Option<bool>,
    /// For a system without an interface: what is asked of its holder. For staff only.
    pub task: Option<TaskView>,
    /// What its holder reported.
    pub reported: Option<ReportedOutcome>,
    /// Why they did not do it, as they said.
    pub why_not: Option<String>,
}

/// A count.
#[derive(Debug, Clone, Serialize)]
pub struct CountView {
    /// The collection's name.
    pub collection: Text,
    /// found, mentions, deleted, anonymised, kept, corrected, unchanged, restricted, lifted or
    /// listed.
    pub what: &'static str,
    /// How many rows.
    pub count: u64,
}

/// Where the person stands in a row of somebody else: never the text.
#[derive(Debug, Clone, Serialize)]
pub struct MentionView {
    /// The table.
    pub table: String,
    /// The row's key.
    pub key: String,
    /// The column.
    pub column: String,
    /// What of the person stands there.
    pub kinds: Vec<String>,
    /// kept, other or unexpected after an erasure; report, delete or change before.
    pub class: String,
}

/// What is asked of the holder of a system without an interface, and where that stands.
#[derive(Debug, Clone, Serialize)]
pub struct TaskView {
    /// The step: the address of its letter and of what the holder sends.
    pub step: StepId,
    /// A letter, ready to be sent (GDPR art. 19, 26 or 28(3)(e)); none once the task is over. Personal data.
    pub letter: Option<String>,
    /// Where it goes, when the policy or the data map says so.
    pub address: Option<String>,
    /// Whether it can be sent from here.
    pub mailable: bool,
    /// By when they must answer.
    pub due: Date,
    /// Whether that day has passed without an answer.
    pub overdue: bool,
    /// ready, sent, acknowledged, done, nothing-held, refused or silent.
    pub state: &'static str,
    /// When the letter was sent first.
    pub sent: Option<Timestamp>,
    /// Whether it was sent from here, the last time.
    pub by_mail: bool,
    /// When the holder said that they have it.
    pub acknowledged: Option<Timestamp>,
    /// By when they said they would be done.
    pub promised: Option<Date>,
    /// Of what was reminded: the words of the reminders.
    pub reminded: Vec<&'static str>,
    /// What the holder sent back.
    pub answers: Vec<Answer>,
}

pub(super) fn system_view(
    app: &App,
    deployment: &Deployment,
    row: &RequestRow,
    step: &StepRow,
    known: &Known,
    staff: bool,
    contents: bool,
) -> Result<SystemView> {
    let mut view = SystemView {
        step: step.id,
        why_not: None,
        system: step.system.clone(),
        name: deployment.system_name(&step.system),
        state: step_state(step),
        problem: step.problem.as_deref().map(|stored| trouble::shown(deployment, stored)),
        next_try: step.next_at,
        done_at: step.done_at,
        counts: Vec::new(),
        kept: Vec::new(),
        texts_of_others: 0,
        left_out: 0,
        mentions: Vec::new(),
        clean: None,
        task: None,
        reported: None,
    };
    if let Some(receipt) = step.receipt.as_deref() {
        let receipt: StepReceipt = serde_json::from_str(receipt).map_err(Error::internal)?;
        fill_receipt(&mut view, deployment, &step.system, receipt, staff);
    }
    if contents && step.kind == StepKind::Manual {
        view.task = Some(task_view(app, deployment, row, step, known)?);
    }
    Ok(view)
}

fn step_state(step: &StepRow) -> &'static str {
    match (step.kind, step.state) {
        (_, StepState::Done) => "done",
        (_, StepState::Failed) => "failed",
        (StepKind::Manual, _) => "outstanding",
        _ if step.problem.is_some() => "retrying",
        (_, StepState::Prepared) => "working",
        _ => "waiting",
    }
}

/// What is known of the tasks of a request.
#[derive(Default)]
pub(super) struct Known {
    pub(super) tasks: Vec<TaskRow>,
    pub(super) answers: Vec<Answer>,
}

fn task_view(
    app: &App,
    deployment: &Deployment,
    row: &RequestRow,
    step: &StepRow,
    known: &Known,
) -> Result<TaskView> {
    let state = known.tasks.iter().find(|task| task.step_id == step.id).map(|task| task.state.as_str());
    let task = tasks::parse(state)?;
    let due = tasks::due_of(app, row, step)?;
    let open = step.state != StepState::Done;
    let desk = tasks::desk_of(deployment, &step.system);
    let asked = open.then(|| tasks::asked_of(app, deployment, row, step)).transpose()?;
    let letter = asked
        .as_ref()
        .map(|asked| {
            let said = tasks::letter::instruction(deployment, row.id, asked, due);
            let language = desk.map_or(Language::Nl, |desk| desk.language);
            let composed = tasks::letter::composed(app, deployment, said, language)?;
            Ok::<_, Error>(composed.text)
        })
        .transpose()?;
    let (by_mail, acknowledged, promised) = match &task.standing {
        Standing::Sent { way, .. } => (*way == Way::Mail, None, None),
        Standing::Acknowledged { at, promised } => (false, Some(*at), *promised),
        Standing::Ready | Standing::Closed { .. } => (false, None, None),
    };
    Ok(TaskView {
        step: step.id,
        letter,
        address: desk.map(|desk| desk.email.clone()).or_else(|| asked.and_then(|asked| asked.address)),
        mailable: desk.is_some(),
        due,
        overdue: open && task.is_overdue(due, app.today()),
        state: task.name(),
        sent: task.sent,
        by_mail,
        acknowledged,
        promised,
        reminded: task.reminded.iter().map(|of| of.as_str()).collect(),
        answers: known.answers.iter().filter(|answer| answer.step == step.id).cloned().collect(),
    })
}

fn fill_receipt(
    view: &mut SystemView,
    deployment: &Deployment,
    system: &str,
    receipt: StepReceipt,
    staff: bool,
) {
    let mut count = |collection: &str, what: &'static str, count: u64| {
        if count > 0 {
            let collection = deployment.collection_name(system, collection);
            view.counts.push(CountView { collection, what, count });
        }
    };
    match receipt {
        StepReceipt::Collected { collections, left_out } => {
            for part in collections {
                count(&part.collection, "found", part.own);
                count(&part.collection, "mentions", part.mentions);
            }
            view.left_out = left_out;
        }
        StepReceipt::Erased { receipt } => {
            for part in &receipt.collections {
                count(&part.collection, "deleted", part.deleted);
                count(&part.collection, "anonymised", part.anonymised);
                count(&part.collection, "kept", part.kept.iter().map(|kept| kept.rows).sum());
            }
            let kept = receipt.collections.iter().flat_map(|part| &part.kept);
            view.kept = kept.map(|kept| kept_view(deployment, kept)).collect();
            view.clean = receipt.residue.as_ref().map(inventory::Residue::is_clean);
            let mentions = mentions_of(&receipt);
            view.texts_of_others = mentions.iter().filter(|mention| mention.class == "other").count() as u64;
            if staff {
                view.mentions = mentions;
            }
        }
        StepReceipt::Rectified { receipt } => {
            for (collection, [corrected, unchanged]) in corrected(&receipt) {
                count(collection, "corrected", corrected);
                count(collection, "unchanged", unchanged);
            }
        }
        StepReceipt::Restricted { receipt } => {
            for part in &receipt.collections {
                count(&part.collection, "restricted", part.rows);
            }
        }
        StepReceipt::Lifted { receipt, .. } => {
            for part in &receipt.collections {
                count(&part.collection, "lifted", part.rows);
            }
        }
        StepReceipt::Suppressed { receipt } => {
            for list in &receipt.lists {
                count(&list.list, "listed", list.added + list.present);
            }
        }
        StepReceipt::Unsuppressed { receipt, .. } => {
            for list in &receipt.lists {
                count(&list.list, "unlisted", list.removed);
            }
        }
        StepReceipt::Reported { outcome, note, .. } => {
            view.reported = Some(outcome);
            view.why_not = (outcome == ReportedOutcome::Refused).then_some(note);
        }
    }
}

/// Per collection, how many values were corrected and how many a term keeps as they were.
pub fn corrected(receipt: &inventory::RectificationReceipt) -> BTreeMap<&str, [u64; 2]> {
    let mut counts: BTreeMap<&str, [u64; 2]> = BTreeMap::new();
    for field in &receipt.fields {
        let [corrected, unchanged] = counts.entry(field.place.collection.as_str()).or_default();
        *corrected += field.corrected;
        *unchanged += field.held;
    }
    counts
}

/// Every place where something of the person still stands: from the search afterwards when there was one,
/// otherwise the mentions that were only reported.
pub fn mentions_of(receipt: &inventory::Receipt) -> Vec<MentionView> {
    use inventory::{MentionAction, ResidueClass};
    if let Some(residue) = &receipt.residue {
        return residue
            .hits
            .iter()
            .map(|hit| MentionView {
                table: hit.table.clone(),
                key: hit.key.to_string(),
                column: hit.column.clone(),
                kinds: hit.kinds.clone(),
                class: match hit.class {
                    ResidueClass::Kept { .. } => "kept",
                    ResidueClass::Other => "other",
                    ResidueClass::Unexpected => "unexpected",
                }
                .to_owned(),
            })
            .collect();
    }
    let reported = receipt.mentions.iter().filter(|mention| mention.action == MentionAction::Report);
    reported
        .map(|mention| MentionView {
            table: mention.table.clone(),
            key: mention.key.to_string(),
            column: mention.column.clone(),
            kinds: mention.kinds.clone(),
            class: "other".to_owned(),
        })
        .collect()
}
