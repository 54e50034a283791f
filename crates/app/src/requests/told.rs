//! Who was told (GDPR art. 19): every recipient that got somebody's data hears what was corrected, erased or set
//! aside, and the person can ask who that was.
//!
//! It is read from the steps of the person's own requests: where a connector changed the recipient's system itself,
//! or a letter went to people. After an erasure nothing says any more whose request it was, so its list stands in the
//! confirmation that the person got, and nowhere else. Recipients that hold no system on any map are named apart: there
//! is no record that they got anything of this person, and it is said so.

use std::collections::{BTreeMap, BTreeSet};

use ::requests::{Right, Standing, Way};
use jiff::Timestamp;
use kernel::ids::RequestId;
use kernel::{Actor, Text};
use serde::Serialize;
use store::requests::{Filter as Rows, RequestRow};
use store::steps::{StepKind, StepRow, StepState};
use store::{Page, tasks::TaskRow};

use crate::app::App;
use crate::attest;
use crate::deployment::Deployment;
use crate::error::{Error, Result};
use crate::requests::part::{ReportedOutcome, StepReceipt};
use crate::requests::{change, decide};
use crate::tasks;

/// The most requests that are looked through for one person.
const MOST: u32 = 100;

/// Who was told, of which request.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// Per request that recipients are told of, the newest first.
    pub requests: Vec<ToldOf>,
    /// Recipients of the policy that hold no system: nothing says that they got data of this person.
    pub unrecorded: Vec<Unrecorded>,
}

/// Who was told of one request.
#[derive(Debug, Clone, Serialize)]
pub struct ToldOf {
    /// The request.
    pub request: RequestId,
    /// Its right.
    pub right: Right,
    /// Whether it is the end of a restriction.
    pub end_of_restriction: bool,
    /// When it was received, UTC.
    pub received: Timestamp,
    /// Each recipient, per system.
    pub recipients: Vec<Notified>,
}

/// One recipient that was told, or is to be.
#[derive(Debug, Clone, Serialize)]
pub struct Notified {
    /// Who.
    pub recipient: Text,
    /// Through which system of theirs.
    pub system: Text,
    /// How, and what became of it.
    pub how: How,
    /// When it was done, told or reported, UTC; none while nothing has happened.
    pub at: Option<Timestamp>,
    /// SHA-256 of the receipt, hexadecimal, as the ledger attests it.
    pub receipt: Option<String>,
    /// The ledger entry that does.
    pub entry: Option<u64>,
}

/// How a recipient was told, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// Its system was changed by us, so that it holds nothing else any more.
    Changed,
    /// Its system will be changed by us.
    Waiting,
    /// A letter is ready and has not been sent.
    Ready,
    /// A letter was sent by mail.
    Mailed,
    /// A letter was sent in another way.
    Sent,
    /// They have said that they have it.
    Acknowledged,
    /// They did it.
    Done,
    /// They hold nothing of this person.
    NothingHeld,
    /// They did not do it.
    Refused,
    /// They did not answer.
    Silent,
}

/// A recipient of whom no record says that they got data of this person.
#[derive(Debug, Clone, Serialize)]
pub struct Unrecorded {
    /// Who.
    pub name: Text,
    /// What they do, in the policy's words.
    pub task: Text,
}

/// Says who was told: to a subject of all their requests, to who decides of one.
///
/// # Errors
/// The actor is neither, or the request is of somebody else.
pub async fn told(app: &App, actor: &Actor, request: Option<RequestId>) -> Result<Told> {
    let rows = match (actor, request) {
        (Actor::Subject { id }, None) => {
            store::requests::list(app.store(), Rows::OfSubject(*id), &Page::first(MOST))
                .await
                .map_err(Error::internal)?
        }
        (Actor::Subject { id }, Some(request)) => {
            let row = change::load(app, request).await?;
            decide::own(&row, *id)?;
            vec![row]
        }
        (other, Some(request)) => {
            decide::decider(other)?;
            vec![change::load(app, request).await?]
        }
        _ => return Err(Error::forbidden("told")),
    };
    let deployment = app.deployment()?;
    let mut requests = Vec::new();
    for row in rows {
        requests.extend(of_request(app, &deployment, &row).await?);
    }
    Ok(Told { requests, unrecorded: unrecorded(&deployment) })
}

async fn of_request(app: &App, deployment: &Deployment, row: &RequestRow) -> Result<Option<ToldOf>> {
    let request = change::parse(row)?;
    if !request.right.changes_systems() {
        return Ok(None);
    }
    let steps = store::steps::by_request(app.store(), row.id).await.map_err(Error::internal)?;
    let tasks = store::tasks::by_request(app.store(), row.id).await.map_err(Error::internal)?;
    let entries = entries(app, row.id).await?;
    let mut recipients = Vec::new();
    for step in &steps {
        recipients.extend(notified(deployment, step, &tasks, &entries)?);
    }
    Ok((!recipients.is_empty()).then(|| ToldOf {
        request: row.id,
        right: request.right,
        end_of_restriction: request.origin == ::requests::Origin::EndOfRestriction,
        received: row.received_at,
        recipients,
    }))
}

/// The ledger entry that attests the receipt of each step.
async fn entries(app: &App, request: RequestId) -> Result<BTreeMap<String, u64>> {
    let entries = store::ledger::about(app.store(), request).await.map_err(Error::internal)?;
    let mut found = BTreeMap::new();
    for entry in &entries {
        let (Some(event), Ok(seq)) = (entry.parsed(), u64::try_from(entry.seq)) else { continue };
        let receipts = event.data().get("receipts").and_then(serde_json::Value::as_object);
        for step in receipts.into_iter().flat_map(serde_json::Map::keys) {
            found.insert(step.clone(), seq);
        }
    }
    Ok(found)
}

fn notified(
    deployment: &Deployment,
    step: &StepRow,
    tasks: &[TaskRow],
    entries: &BTreeMap<String, u64>,
) -> Result<Option<Notified>> {
    let recipient =
        deployment.systems.get(&step.system).and_then(|system| system.map.system.recipient.as_deref());
    // What the organisation holds itself is nobody else's to be told of; what is only read tells nobody anything.
    let reads = matches!(step.kind, StepKind::Find | StepKind::Export | StepKind::Residue);
    let (Some(recipient), false) = (recipient, reads) else { return Ok(None) };
    let (how, at) = if step.kind == StepKind::Manual {
        by_people(step, tasks)?
    } else if step.state == StepState::Done {
        if untouched(step)? {
            return Ok(None);
        }
        (How::Changed, step.done_at)
    } else {
        (How::Waiting, None)
    };
    Ok(Some(Notified {
        recipient: deployment.holder_name(Some(recipient)),
        system: deployment.system_name(&step.system),
        how,
        at,
        receipt: step.receipt.as_deref().map(attest::digest),
        entry: entries.get(&step.id.to_string()).copied(),
    }))
}

/// Whether the recipient's system had nothing of this person, so that there was nothing to tell.
fn untouched(step: &StepRow) -> Result<bool> {
    let Some(text) = step.receipt.as_deref() else { return Ok(true) };
    let receipt: StepReceipt = serde_json::from_str(text).map_err(Error::internal)?;
    Ok(receipt.records() == 0)
}

fn by_people(step: &StepRow, rows: &[TaskRow]) -> Result<(How, Option<Timestamp>)> {
    if let Some(text) = step.receipt.as_deref()
        && let StepReceipt::Reported { outcome, .. } = serde_json::from_str(text).map_err(Error::internal)?
    {
        let how = match outcome {
            ReportedOutcome::Done => How::Done,
            ReportedOutcome::NothingHeld => How::NothingHeld,
            ReportedOutcome::Refused => How::Refused,
            ReportedOutcome::Silent => How::Silent,
        };
        return Ok((how, step.done_at));
    }
    let state = rows.iter().find(|task| task.step_id == step.id).map(|task| task.state.as_str());
    Ok(match tasks::parse(state)?.standing {
        Standing::Sent { at, way: Way::Mail } => (How::Mailed, Some(at)),
        Standing::Sent { at, way: Way::Otherwise } => (How::Sent, Some(at)),
        Standing::Acknowledged { at, .. } => (How::Acknowledged, Some(at)),
        Standing::Ready | Standing::Closed { .. } => (How::Ready, None),
    })
}

fn unrecorded(deployment: &Deployment) -> Vec<Unrecorded> {
    let holders: BTreeSet<&str> =
        deployment.systems.values().filter_map(|system| system.map.system.recipient.as_deref()).collect();
    let facts = deployment.edition.facts();
    let others = facts.recipients.iter().filter(|(id, _)| !holders.contains(id.as_str()));
    others
        .map(|(id, fact)| Unrecorded { name: deployment.holder_name(Some(id)), task: fact.task.clone() })
        .collect()
}
