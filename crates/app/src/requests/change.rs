//! The one place where a request's state is written: row, ledger entries and follow-up work in one transaction.

use ::requests::{Channel, Command, Deadline, Decision, FollowUp, Promise, Request, Right, deadline, decide};
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
use crate::opendsr::callbacks;
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

/// The same, but what follows from it waits until an instant, under a key by which it can be called back.
pub async fn apply_later(
    app: &App,
    tx: &mut Tx,
    row: &mut RequestRow,
    command: Command,
    (key, at): (&str, jiff::Timestamp),
) -> Result<Decision> {
    let request = parse(row)?;
    let decision = decide(&request, command, app.now()).map_err(refusal)?;
    write(row, &decision, app)?;
    store::requests::update(&mut *tx, row).await.map_err(conflict)?;
    record(app, tx, row.id, &decision).await?;
    let payload = FollowUps { request: row.id, follow_ups: decision.follow_ups.clone() };
    enqueue_at(app, tx, "follow-up", &payload, Some(key), at).await?;
    Ok(decision)
}

/// Writes what a decision leaves behind: ledger entries and the job of its follow-ups.
pub async fn leave_behind(app: &App, tx: &mut Tx, id: RequestId, decision: &Decision) -> Result<()> {
    record(app, tx, id, decision).await?;
    if decision.follow_ups.is_empty() {
        return Ok(());
    }
    let payload = FollowUps { request: id, follow_ups: decision.follow_ups.clone() };
    enqueue(app, tx, "follow-up", &payload, None).await
}

async fn record(app: &App, tx: &mut Tx, id: RequestId, decision: &Decision) -> Result<()> {
    for event in &decision.events {
        let kind: EventKind = event.kind().parse().map_err(Error::internal)?;
        journal::record_about(app, tx, kind, id, serde_json::Value::Object(event.data())).await?;
    }
    // Whoever passed it on may want to hear of it.
    if decision.request.channel == Channel::Api && !decision.events.is_empty() {
        callbacks::queue(app, tx, id).await?;
    }
    Ok(())
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
    use ::requests::Why;
    let told = match refusal.why {
        Why::TooLateToExtend => Some((
            "too-late-to-extend",
            "De eerste termijn is voorbij. Verlengen kan alleen als de persoon dat binnen die termijn hoort.",
            "The first term is over. It can only be extended when the person is told so within that term.",
        )),
        Why::AlreadyExtended => Some((
            "already-extended",
            "De termijn is al een keer verlengd. De wet staat dat één keer toe.",
            "The term was extended before. The law allows that once.",
        )),
        Why::ReasonsMissing => Some((
            "reasons-missing",
            "Schrijf op wat de persoon te lezen krijgt. Zonder uitleg mag dit niet.",
            "Write what the person will read. It may not be done without an explanation.",
        )),
        Why::SecondPerson => Some((
            "second-person",
            "Dit is zo veel dat een tweede persoon het ook moet goedkeuren. U gaf het eerste akkoord al.",
            "This is so much that a second person must approve it too. You gave the first approval.",
        )),
        Why::Asking => Some((
            "asking",
            "Er staat een vraag open bij de persoon. Wacht op het antwoord, of beëindig de vraag eerst.",
            "The person was asked something. Wait for the answer, or end the question first.",
        )),
        Why::NotJudged => Some((
            "not-judged",
            "Schrijf eerst op wat u hebt gevonden. Dat is het antwoord dat de persoon krijgt.",
            "Write down what you found first. That is the answer that the person gets.",
        )),
        Why::FindingDoesNotFit => Some((
            "finding-does-not-fit",
            "Deze uitkomst past niet bij dit verzoek. Kies een andere.",
            "This outcome does not fit this request. Choose another one.",
        )),
        Why::HasLeft => Some((
            "has-left",
            "Dit kan niet meer worden teruggenomen: het bericht is al verstuurd.",
            "This can no longer be taken back: the message has left.",
        )),
        _ => None,
    };
    if let Some((code, nl, en)) = told {
        return Error::new(Kind::Conflict, code, nl, en).because(refusal);
    }
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
