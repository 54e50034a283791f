//! One request with everything that its person, or an officer, may see of it.

use ::requests::{Deadline, RefusalGround, Request, State};
use inventory::{Task, Why};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::ids::{ArchiveId, RequestId};
use kernel::{Actor, Language, StaffRole, Text};
use serde::Serialize;
use store::requests::RequestRow;
use store::steps::{StepKind, StepRow, StepState};

use crate::app::App;
use crate::deployment::Deployment;
use crate::error::{Error, Result};
use crate::letter;
use crate::requests::list::{Summary, summary};
use crate::requests::part::{FoundCount, PlanPart, ReportedOutcome, Role, StepReceipt};
use crate::requests::{change, decide, plan};

/// One request.
#[derive(Debug, Clone, Serialize)]
pub struct View {
    /// In a line.
    pub summary: Summary,
    /// The language of the answer.
    pub language: Language,
    /// The known address that answers go to; none once it was forgotten.
    pub address: Option<String>,
    /// By when it must be answered.
    pub deadline: Deadline,
    /// What was found and would be done.
    pub plan: Option<PlanView>,
    /// What each system did, once it began.
    pub systems: Vec<SystemView>,
    /// The sealed answer.
    pub answer: Option<AnswerView>,
    /// What the ledger says happened.
    pub history: Vec<HistoryView>,
    /// Why it was refused.
    pub refusal: Option<RefusalView>,
    /// The request that it belongs with.
    pub linked: Option<RequestId>,
    /// The request whose answer it waits for.
    pub waits_for: Option<RequestId>,
    /// What the actor can do now: approve, refuse, replan, withdraw, close-task, try-again, collect.
    pub can: Vec<&'static str>,
}

/// Why a request was refused.
#[derive(Debug, Clone, Serialize)]
pub struct RefusalView {
    /// The ground in the law.
    pub ground: RefusalGround,
    /// The officer's reasons, as the person was told them.
    pub reasons: String,
}

/// A plan.
#[derive(Debug, Clone, Serialize)]
pub struct PlanView {
    /// When it was completed; none while systems are still asked.
    pub made: Option<Timestamp>,
    /// What an approval names, so that what is approved is what was shown.
    pub digest: Option<String>,
    /// Per system.
    pub systems: Vec<PlanSystem>,
}

/// One system's part of a plan.
#[derive(Debug, Clone, Serialize)]
pub struct PlanSystem {
    /// The system's id.
    pub system: String,
    /// Its name.
    pub name: Text,
    /// How it takes part; none while it has not answered.
    pub role: Option<Role>,
    /// Who holds it.
    pub recipient: String,
    /// Per collection.
    pub collections: Vec<PlanCollection>,
    /// Rows and texts of others in which the person stands, which will only be reported.
    pub texts_of_others: u64,
    /// Why it has not answered.
    pub problem: Option<String>,
}

/// One collection's part of a plan.
#[derive(Debug, Clone, Serialize)]
pub struct PlanCollection {
    /// The collection's id.
    pub collection: String,
    /// Its name.
    pub name: Text,
    /// Its table.
    pub table: String,
    /// The person's own rows.
    pub own: u64,
    /// Rows of others that mention the person.
    pub mentions: u64,
    /// Rows that would go.
    pub delete: u64,
    /// Rows that would stay with their fields erased.
    pub anonymise: u64,
    /// Rows that would stay, by reason.
    pub kept: Vec<KeptView>,
}

/// Rows that stay, and why.
#[derive(Debug, Clone, Serialize)]
pub struct KeptView {
    /// How many.
    pub count: u64,
    /// Why, in words.
    pub reason: Text,
    /// The retention term.
    pub term: Option<String>,
    /// The law behind it.
    pub law: Option<String>,
    /// The first day on which they may go.
    pub release: Option<Date>,
    /// The columns that keep personal data.
    pub columns: Vec<String>,
}

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
    /// Counts per collection: found, deleted, anonymised, kept.
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
    /// found, mentions, deleted, anonymised or kept.
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

/// The sealed answer.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerView {
    /// Its id.
    pub archive: ArchiveId,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of it, hexadecimal.
    pub sha256: String,
    /// When it was made.
    pub created: Timestamp,
    /// Until when it can be collected.
    pub expires: Timestamp,
    /// How often it was collected.
    pub downloads: u32,
}

/// A line of the history.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryView {
    /// The ledger entry.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// What happened: the ledger's word.
    pub kind: String,
}

/// Shows one request to its person or to staff.
pub async fn show(app: &App, actor: &Actor, id: RequestId) -> Result<View> {
    let row = change::load(app, id).await?;
    let staff = match actor {
        Actor::Subject { id: subject } => {
            decide::own(&row, *subject)?;
            false
        }
        Actor::Staff { .. } | Actor::Operator | Actor::Drill => true,
        _ => return Err(Error::forbidden("show-request")),
    };
    let contents =
        staff && !matches!(actor, Actor::Staff { role: StaffRole::Engineer | StaffRole::Auditor, .. });
    let request = change::parse(&row)?;
    let deployment = app.deployment()?;
    let steps = store::steps::by_request(app.store(), id).await.map_err(Error::internal)?;
    let deadline = change::deadline_of(app, &request)?;
    let answer = answer(app, id).await?;
    let mut systems = Vec::new();
    for step in steps.iter().filter(|step| step.kind != StepKind::Find) {
        systems.push(system_view(app, &deployment, &row, &request, &deadline, step, staff, contents)?);
    }
    let own = matches!(actor, Actor::Subject { .. });
    Ok(View {
        summary: summary(app, &row, &request).await?,
        language: row.language,
        address: row.address.clone().filter(|_| own || contents),
        plan: plan_view(&deployment, &request, &steps),
        systems,
        can: can(actor, &request, &steps, answer.is_some()),
        answer,
        history: history(app, id).await?,
        refusal: refusal(&request.state),
        linked: row.linked_to,
        waits_for: row.waits_for,
        deadline,
    })
}

fn refusal(state: &State) -> Option<RefusalView> {
    match state {
        State::Refused { ground, reasons, .. } => {
            Some(RefusalView { ground: *ground, reasons: reasons.clone() })
        }
        _ => None,
    }
}

fn can(actor: &Actor, request: &Request, steps: &[StepRow], answered: bool) -> Vec<&'static str> {
    let mut can = Vec::new();
    if decide::may_try_again(actor)
        && !request.state.is_closed()
        && steps.iter().any(decide::waits_for_its_system)
    {
        can.push("try-again");
    }
    let under_way = matches!(
        request.state,
        State::Executing { .. } | State::Answering { .. } | State::AnsweredInPart { .. }
    );
    if decide::decider(actor).is_ok() {
        match request.state {
            State::Planned { .. } => can.extend(["approve", "replan", "refuse"]),
            State::Filed
            | State::AwaitingIdentity { .. }
            | State::Planning { .. }
            | State::Approved { .. } => {
                can.push("refuse");
            }
            State::Executing { .. } | State::Answering { .. } | State::AnsweredInPart { .. } => {
                can.push("close-task");
            }
            _ => {}
        }
    }
    if let Actor::Subject { .. } = actor {
        if !request.state.is_closed() && !under_way {
            can.push("withdraw");
        }
        if answered {
            can.push("collect");
        }
    }
    can
}

async fn answer(app: &App, id: RequestId) -> Result<Option<AnswerView>> {
    let archives = store::archives::by_request(app.store(), id).await.map_err(Error::internal)?;
    let now = app.now();
    let newest = archives
        .into_iter()
        .filter(|archive| archive.purged_at.is_none() && archive.expires_at > now && archive.bytes > 0)
        .max_by_key(|archive| archive.created_at);
    let Some(archive) = newest else { return Ok(None) };
    let downloads = store::archives::downloads(app.store(), archive.id).await.map_err(Error::internal)?;
    Ok(Some(AnswerView {
        archive: archive.id,
        bytes: u64::try_from(archive.bytes).unwrap_or(0),
        sha256: archive.sha256,
        created: archive.created_at,
        expires: archive.expires_at,
        downloads: u32::try_from(downloads.len()).unwrap_or(u32::MAX),
    }))
}

async fn history(app: &App, id: RequestId) -> Result<Vec<HistoryView>> {
    let entries = store::ledger::about(app.store(), id).await.map_err(Error::internal)?;
    Ok(entries
        .iter()
        .filter_map(|entry| {
            let event = entry.parsed()?;
            let at = Timestamp::from_microsecond(entry.at).ok()?;
            Some(HistoryView {
                seq: u64::try_from(entry.seq).ok()?,
                at,
                kind: event.kind().as_str().to_owned(),
            })
        })
        .collect())
}

fn plan_view(deployment: &Deployment, request: &Request, steps: &[StepRow]) -> Option<PlanView> {
    let finds: Vec<_> = steps.iter().filter(|step| step.kind == StepKind::Find).collect();
    if finds.is_empty() {
        return None;
    }
    let summary = request.state.plan();
    Some(PlanView {
        made: summary.map(|plan| plan.made),
        digest: summary.map(|plan| plan.digest.clone()),
        systems: finds.into_iter().map(|step| plan_system(deployment, step)).collect(),
    })
}

fn plan_system(deployment: &Deployment, step: &StepRow) -> PlanSystem {
    let part: Option<PlanPart> = step.receipt.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let map = deployment.systems.get(&step.system).map(|system| &system.map);
    let collections = part
        .as_ref()
        .map(|part| part.collections.iter().map(|count| plan_collection(deployment, part, count)).collect());
    let mentions = part
        .as_ref()
        .and_then(|part| part.erasure.as_ref())
        .map(|plan| plan.mentions.iter().map(|mention| mention.rows).sum::<u64>());
    PlanSystem {
        system: step.system.clone(),
        name: deployment.system_name(&step.system),
        role: part.as_ref().map(|part| part.role),
        recipient: map.and_then(|map| map.system.recipient.clone()).unwrap_or_default(),
        collections: collections.unwrap_or_default(),
        texts_of_others: mentions.unwrap_or_default(),
        problem: step.problem.clone(),
    }
}

fn plan_collection(deployment: &Deployment, part: &PlanPart, count: &FoundCount) -> PlanCollection {
    let erasure = part
        .erasure
        .as_ref()
        .and_then(|plan| plan.collections.iter().find(|plan| plan.collection == count.collection));
    PlanCollection {
        collection: count.collection.clone(),
        name: deployment.collection_name(&part.system, &count.collection),
        table: count.table.clone(),
        own: count.own,
        mentions: count.mentions,
        delete: erasure.map_or(0, |plan| plan.delete),
        anonymise: erasure.map_or(0, |plan| plan.anonymise),
        kept: erasure
            .map(|plan| plan.keep.iter().map(|kept| kept_view(deployment, kept)).collect())
            .unwrap_or_default(),
    }
}

/// Rows that stay, in words of the policy.
pub fn kept_view(deployment: &Deployment, kept: &inventory::Kept) -> KeptView {
    let (reason, term, law, release) = match &kept.why {
        Why::Term { term, release } => {
            let fact = deployment.edition.facts().terms.get(term);
            let reason = fact.map_or_else(
                || Text::same(term.as_str()),
                |fact| fact.reason.clone().unwrap_or_else(|| Text::same(term.as_str())),
            );
            (reason, Some(term.clone()), fact.and_then(|fact| fact.law.clone()), *release)
        }
        Why::Reason { reason, until } => {
            (reason.clone().unwrap_or_else(|| Text::same("—")), None, None, *until)
        }
    };
    KeptView { count: kept.rows, reason, term, law, release, columns: kept.columns.clone() }
}

#[expect(clippy::too_many_arguments, reason = "one view is drawn from everything that is known about a step")]
fn system_view(
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
    let identities = change::identities(app, row)?;
    let system = deployment.systems.get(&step.system).ok_or_else(|| Error::not_found("system"))?;
    let task = Task::new(&system.map, plan::task_kind(request.right), &identities);
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
        StepReceipt::Reported { outcome, .. } => view.reported = Some(outcome),
    }
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
