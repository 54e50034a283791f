//! The one place where a request's state is written: row, ledger entries and follow-up work in one transaction.

use ::requests::{Command, Deadline, Decision, FollowUp, Promise, Request, Right, deadline, decide};
use inventory::Identity;
use kernel::clock::date_in;
use kernel::ids::{JobId, RequestId};
use ledger::EventKind;
use policy::facts::RightKind;
use serde::{Deserialize, Serialize};
use store::Tx;
use store::requests::RequestRow;

use crate::app::App;
use crate::error::{Error, Kind, Result};
use crate::journal;
use crate::requests::about::About;

/// The job that does what a decision leaves behind, in order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FollowUps {
    /// The request.
    pub request: RequestId,
    /// What is to be done, in order. Each is idempotent.
    pub follow_ups: Vec<FollowUp>,
}

/// A request's row, or "not found".
pub async fn load(app: &App, id: RequestId) -> Result<RequestRow> {
    store::requests::get(app.store(), id)
        .await
        .map_err(Error::internal)?
        .ok_or_else(|| Error::not_found("request"))
}

/// The request that a row holds.
pub fn parse(row: &RequestRow) -> Result<Request> {
    serde_json::from_str(&row.state).map_err(|error| Error::internal(format!("request {}: {error}", row.id)))
}

/// Applies a command to a row inside `tx`: state, ledger and jobs together. Gives the decision.
pub async fn apply(app: &App, tx: &mut Tx, row: &mut RequestRow, command: Command) -> Result<Decision> {
    let request = parse(row)?;
    let decision = decide(&request, command, app.now()).map_err(refusal)?;
    write(row, &decision, app)?;
    store::requests::update(&mut *tx, row).await.map_err(conflict)?;
    leave_behind(app, tx, row.id, &decision).await?;
    Ok(decision)
}

/// Writes what a decision leaves behind: ledger entries and the job of its follow-ups.
pub async fn leave_behind(app: &App, tx: &mut Tx, id: RequestId, decision: &Decision) -> Result<()> {
    for event in &decision.events {
        let kind: EventKind = event.kind().parse().map_err(Error::internal)?;
        journal::record_about(app, tx, kind, id, serde_json::Value::Object(event.data())).await?;
    }
    if decision.follow_ups.is_empty() {
        return Ok(());
    }
    let payload = FollowUps { request: id, follow_ups: decision.follow_ups.clone() };
    enqueue(app, tx, "follow-up", &payload, None).await
}

/// Puts a job in the queue, to be done as soon as the transaction has committed.
pub async fn enqueue(
    app: &App,
    tx: &mut Tx,
    kind: &str,
    payload: &impl Serialize,
    unique: Option<&str>,
) -> Result<()> {
    enqueue_at(app, tx, kind, payload, unique, app.now()).await
}

/// Puts a job in the queue for an instant.
pub async fn enqueue_at(
    app: &App,
    tx: &mut Tx,
    kind: &str,
    payload: &impl Serialize,
    unique: Option<&str>,
    at: jiff::Timestamp,
) -> Result<()> {
    let payload = serde_json::to_string(payload).map_err(Error::internal)?;
    let job = store::jobs::NewJob {
        id: JobId::new(app.now(), app.entropy()),
        kind: kind.to_owned(),
        payload,
        unique_key: unique.map(str::to_owned),
        run_at: at,
        created_at: app.now(),
    };
    store::jobs::enqueue(tx, &job).await.map_err(Error::internal)?;
    app.wake();
    Ok(())
}

fn write(row: &mut RequestRow, decision: &Decision, app: &App) -> Result<()> {
    let request = &decision.request;
    row.state = serde_json::to_string(request).map_err(Error::internal)?;
    request.state.name().clone_into(&mut row.phase);
    row.closed_at = request.state.closed_at();
    row.waits_for = request.waits_for;
    row.due_at = deadline_of(app, request)?.ends;
    Ok(())
}

/// By when a request must be answered, under the law and the edition in force.
pub fn deadline_of(app: &App, request: &Request) -> Result<Deadline> {
    let zone = app.zone();
    let received = date_in(request.received, &zone);
    let rules = app.law().on(received).ok_or_else(|| {
        Error::internal(format!("the law data name no term for requests received on {received}"))
    })?;
    let promise = promise(app, request.right);
    Ok(deadline(&request.clocks(), &promise, rules, app.calendar(), &zone, app.now()))
}

/// What the edition in force promises about a right.
pub fn promise(app: &App, right: Right) -> Promise {
    let Ok(deployment) = app.deployment() else { return Promise::default() };
    let kind = RightKind::from_word(right.as_str());
    let Some(fact) = kind.and_then(|kind| deployment.edition.facts().rights.get(kind)) else {
        return Promise::default();
    };
    Promise { answer_within: fact.answer_within, extension: fact.extension }
}

/// The identities of a request, opened.
pub fn identities(app: &App, row: &RequestRow) -> Result<Vec<Identity>> {
    About::of(app, row).map(|about| about.identities)
}

/// A refusal of the lifecycle in words.
pub fn refusal(refusal: ::requests::Refusal) -> Error {
    Error::new(
        Kind::Conflict,
        "not-now",
        "Dit kan nu niet met dit verzoek: het is intussen verder, of er ontbreekt nog iets. Bekijk het verzoek opnieuw.",
        "This cannot be done to the request now: it has moved on, or something is still missing. Look at it again.",
    )
    .because(refusal)
}

/// A lost race in words.
pub fn conflict(error: store::StoreError) -> Error {
    if matches!(error, store::StoreError::Stale { .. }) {
        return Error::new(
            Kind::Conflict,
            "changed-meanwhile",
            "Iemand anders heeft dit verzoek net veranderd. Bekijk het opnieuw en beslis dan.",
            "Somebody else has just changed this request. Look at it again and decide then.",
        );
    }
    Error::internal(error)
}

/// Applies a command whose follow-ups the caller does itself in the same transaction.
pub async fn apply_quietly(app: &App, tx: &mut Tx, row: &mut RequestRow, command: Command) -> Result<()> {
    let request = parse(row)?;
    let mut decision = decide(&request, command, app.now()).map_err(refusal)?;
    decision.follow_ups.clear();
    write(row, &decision, app)?;
    store::requests::update(&mut *tx, row).await.map_err(conflict)?;
    leave_behind(app, tx, row.id, &decision).await
}
