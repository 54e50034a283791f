//! What each system did for a request, and what is asked of those that have no interface.

use std::collections::BTreeMap;

use ::requests::{Deadline, Request};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Text;
use serde::Serialize;
use store::requests::RequestRow;
use store::steps::{StepKind, StepRow, StepState};

use super::plan::{KeptView, kept_view};
use crate::app::App;
use crate::deployment::Deployment;
use crate::error::{Error, Result};
use crate::letter;
use crate::requests::about::About;
use crate::requests::part::{ReportedOutcome, StepReceipt};
use crate::requests::rights;

/// What one system did.
#[derive(Debug, Clone, Serialize)]
pub struct SystemView {
    /// The system's id.
    pub system: String,
    /// Its name.
    pub name: Text,
    /// waiting, working, retrying, done, failed or outstanding.
    pub state: &'static str,
    /// What is wrong, in words.
    pub problem: Option<String>,
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
    /// Which: for staff only.
    pub mentions: Vec<MentionView>,
    /// For an erasure that was searched afterwards: whether nothing unexpected was left.
    pub clean: Option<bool>,
    /// For a system without an interface: what is asked of its holder. For staff only.
    pub task: Option<TaskView>,
    /// What its holder reported.
    pub reported: Option<ReportedOutcome>,
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

/// What is asked of the holder of a system without an interface.
#[derive(Debug, Clone, Serialize)]
pub struct TaskView {
    /// A letter, ready to be sent (GDPR art. 28(3)(e)).
    pub letter: String,
    /// Where it goes, when the policy says so.
    pub address: Option<String>,
    /// By when they must answer.
    pub due: Date,
}

#[expect(clippy::too_many_arguments, reason = "one view is drawn from everything that is known about a step")]
pub(super) fn system_view(
    app: &App,
    deployment: &Deployment,
    row: &RequestRow,
    request: &Request,
    deadline: &Deadline,
    step: &StepRow,
    staff: bool,
    contents: bool,
) -> Result<SystemView> {
    let mut view = SystemView {
        system: step.system.clone(),
        name: deployment.system_name(&step.system),
        state: step_state(step),
        problem: step.problem.clone(),
        next_try: step.next_at,
        done_at: step.done_at,
        counts: Vec::new(),
        kept: Vec::new(),
        texts_of_others: 0,
        mentions: Vec::new(),
        clean: None,
        task: None,
        reported: None,
    };
    if let Some(receipt) = step.receipt.as_deref() {
        let receipt: StepReceipt = serde_json::from_str(receipt).map_err(Error::internal)?;
        fill_receipt(&mut view, deployment, &step.system, receipt, staff);
    }
    if contents && step.kind == StepKind::Manual && step.state != StepState::Done {
        view.task = Some(task_view(app, deployment, row, request, deadline, step)?);
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

fn task_view(
    app: &App,
    deployment: &Deployment,
    row: &RequestRow,
    request: &Request,
    deadline: &Deadline,
    step: &StepRow,
) -> Result<TaskView> {
    let about = About::of(app, row)?;
    let system = deployment.systems.get(&step.system).ok_or_else(|| Error::not_found("system"))?;
    let task = rights::task(request, system, &about);
    let due = letter::due(&task, deadline, app);
    Ok(TaskView { letter: letter::write(deployment, row.id, &task, due), address: task.address, due })
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
        StepReceipt::Collected { collections } => {
            for part in collections {
                count(&part.collection, "found", part.own);
                count(&part.collection, "mentions", part.mentions);
            }
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
        StepReceipt::Reported { outcome, .. } => view.reported = Some(outcome),
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
