//! What an officer does with a request beside judging its plan: takes longer, asks back, refuses, takes back what has
//! not left the building, allows several requests of one person at once.
//!
//! Whoever acts says which version of the request they had before them. When another was faster, nothing happens and
//! they are told so; what they wrote is theirs to send again.

use ::requests::{Command, Decider, RefusalGround, Right, State, Taken};
use jiff::{SignedDuration, Timestamp};
use kernel::Actor;
use kernel::ids::RequestId;
use policy::facts::FigureValue;
use store::Tx;
use store::requests::RequestRow;

use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::requests::about::About;
use crate::requests::{change, decide};

/// The figure of the policy that says from how many rows on an erasure needs two people.
const TWO_PEOPLE: &str = "second_person_rows";
/// The figure of the policy that says for how many minutes what an officer tells a person can be taken back.
const SECOND_THOUGHTS: &str = "undo_minutes";
/// The longest text that a person is sent.
const LONGEST: usize = 4000;

/// A whole number of the policy.
pub(crate) fn number(app: &App, figure: &str) -> Option<u64> {
    let deployment = app.deployment().ok()?;
    match &deployment.edition.facts().figures.get(figure)?.value {
        FigureValue::Number(number) => u64::try_from(*number).ok(),
        _ => None,
    }
}

/// Whether a request's plan is so large that two people must allow it.
pub(crate) fn needs_two(app: &App, row: &RequestRow, state: &State) -> bool {
    let Some(plan) = state.plan().filter(|_| row.right == Right::Erasure.as_str() && !row.drill) else {
        return false;
    };
    number(app, TWO_PEOPLE).is_some_and(|most| plan.rows > most)
}

/// Extends the term by what law and policy allow, with reasons that the person is told at once.
///
/// # Errors
/// The first term is over, it was extended before, there are no reasons, or somebody was faster.
pub async fn extend(app: &App, actor: &Actor, id: RequestId, seen: Option<i64>, reasons: &str) -> Result<()> {
    let by = decide::decider(actor)?;
    let reasons = words(reasons)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let mut row = seen_row(&mut tx, id, seen).await?;
    let before = change::deadline_of(app, &change::parse(&row)?)?.ends;
    let command = Command::Extend { by, reasons, before };
    tell(app, &mut tx, &mut row, command, by, Taken::Extension).await?;
    commit(tx, "extended").await?;
    app.wake();
    Ok(())
}

/// Refuses a request, with ground and reasons.
///
/// # Errors
/// The ground does not fit, there are no reasons, it is too late, or somebody was faster.
pub async fn refuse(
    app: &App,
    actor: &Actor,
    id: RequestId,
    seen: Option<i64>,
    ground: RefusalGround,
    reasons: &str,
) -> Result<()> {
    if ground == RefusalGround::NotTheController {
        return Err(nowhere());
    }
    turn_down(app, actor, id, seen, (ground, reasons), None).await
}

/// Passes a request on to the controller whose data it is about, mostly a school (art. 28(3)(e)): they get it by mail, the
/// person hears that, and here it is over.
///
/// # Errors
/// As [`refuse`], or there is no address to pass it on to.
pub async fn pass_on(
    app: &App,
    actor: &Actor,
    id: RequestId,
    seen: Option<i64>,
    to: &str,
    reasons: &str,
) -> Result<()> {
    let to = to.trim().to_lowercase();
    let sound = to.len() <= 254 && to.split('@').filter(|part| !part.is_empty()).count() == 2;
    if !sound || to.contains(char::is_whitespace) {
        return Err(nowhere());
    }
    turn_down(app, actor, id, seen, (RefusalGround::NotTheController, reasons), Some(to)).await
}

fn nowhere() -> Error {
    Error::new(
        Kind::Invalid,
        "pass-on-nowhere",
        "Vul het e-mailadres in van wie wel verantwoordelijk is, zoals de school. Daar gaat het verzoek meteen heen.",
        "Fill in the e-mail address of whoever is responsible, such as the school. The request goes there at once.",
    )
}

async fn turn_down(
    app: &App,
    actor: &Actor,
    id: RequestId,
    seen: Option<i64>,
    (ground, reasons): (RefusalGround, &str),
    pass_to: Option<String>,
) -> Result<()> {
    let by = decide::decider(actor)?;
    let reasons = words(reasons)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let mut row = seen_row(&mut tx, id, seen).await?;
    if pass_to.is_some() {
        let about = About { pass_to, ..About::of(app, &row)? };
        row.identities = Some(about.seal(app, row.id)?);
    }
    let command = Command::Refuse { by, ground, reasons };
    tell(app, &mut tx, &mut row, command, by, Taken::Refusal).await?;
    commit(tx, "refused").await?;
    app.wake();
    Ok(())
}

/// Asks the person what exactly they mean; the clock stands still until they answer.
pub async fn ask_back(
    app: &App,
    actor: &Actor,
    id: RequestId,
    seen: Option<i64>,
    question: &str,
) -> Result<()> {
    let by = decide::decider(actor)?;
    let words = words(question)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let mut row = seen_row(&mut tx, id, seen).await?;
    change::apply(app, &mut tx, &mut row, Command::AskBack { by, words }).await?;
    commit(tx, "asked back").await?;
    app.wake();
    Ok(())
}

/// Takes the person's answer down, or goes on without one where an officer says so with no words.
///
/// # Errors
/// Nothing was asked, or the actor is neither the person nor somebody who decides.
pub async fn answer(app: &App, actor: &Actor, id: RequestId, said: &str) -> Result<()> {
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let mut row = seen_row(&mut tx, id, None).await?;
    match actor {
        Actor::Subject { id: subject } => {
            decide::own(&row, *subject)?;
            words(said)?;
        }
        other => {
            decide::decider(other)?;
        }
    }
    let mut about = About::of(app, &row)?;
    let said = said.trim();
    if !said.is_empty() {
        said.chars().take(LONGEST).collect::<String>().clone_into(&mut about.said);
        row.identities = Some(about.seal(app, id)?);
    }
    change::apply(app, &mut tx, &mut row, Command::EndQuestion).await?;
    commit(tx, "question ended").await?;
    app.wake();
    Ok(())
}

/// Takes back what was decided, as long as it has not left the building.
///
/// # Errors
/// It has left, or was never decided.
pub async fn take_back(app: &App, actor: &Actor, id: RequestId, what: Taken) -> Result<()> {
    let by = decide::decider(actor)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let mut row = seen_row(&mut tx, id, None).await?;
    let waits = match what {
        Taken::Approval => true,
        // Whoever takes the message out of the queue is the only one: the worker finds it gone.
        Taken::Refusal | Taken::Extension => {
            store::jobs::cancel(&mut tx, &key(id, what)).await.map_err(Error::internal)?
        }
    };
    if !waits {
        return Err(has_left());
    }
    change::apply(app, &mut tx, &mut row, Command::TakeBack { by, what }).await?;
    if what == Taken::Approval {
        store::messages::cancel(&mut tx, id, "restriction-ending").await.map_err(Error::internal)?;
    }
    commit(tx, "taken back").await?;
    app.wake();
    Ok(())
}

/// Until when each decision about a request can be taken back; none for what waits for something else than time.
pub(crate) async fn undoable(
    app: &App,
    request: &::requests::Request,
    id: RequestId,
) -> Result<Vec<(Taken, Option<Timestamp>)>> {
    let mut undoable = Vec::new();
    let by_people = |by: Decider| matches!(by, Decider::Officer { .. } | Decider::Operator);
    let approved = match &request.state {
        State::Planned { .. } => request.endorsed.is_some(),
        State::Approved { approval } => request.told.is_none() && by_people(approval.by),
        _ => false,
    };
    if approved {
        undoable.push((Taken::Approval, None));
    }
    let decided = [
        (Taken::Refusal, request.before.is_some()),
        (Taken::Extension, request.extension.is_some() && !request.state.is_closed()),
    ];
    for (what, _) in decided.into_iter().filter(|(_, decided)| *decided) {
        let until = store::jobs::queued_until(app.store(), &key(id, what)).await.map_err(Error::internal)?;
        undoable.extend(until.map(|until| (what, Some(until))));
    }
    Ok(undoable)
}

/// Approves the plans of several requests of one person, each as it was shown; none when one of them has changed.
pub async fn approve_together(app: &App, actor: &Actor, plans: &[(RequestId, String)]) -> Result<()> {
    let by = decide::decider(actor)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    for (id, digest) in plans {
        let mut row = seen_row(&mut tx, *id, None).await?;
        let two_people = needs_two(app, &row, &change::parse(&row)?.state);
        let command = Command::Approve { by, digest: digest.clone(), two_people };
        change::apply(app, &mut tx, &mut row, command).await?;
    }
    commit(tx, "approved together").await?;
    app.wake();
    Ok(())
}

/// Applies what is told to the person: at once, or after the time in which an officer can take it back.
async fn tell(
    app: &App,
    tx: &mut Tx,
    row: &mut RequestRow,
    command: Command,
    by: Decider,
    what: Taken,
) -> Result<()> {
    let minutes = number(app, SECOND_THOUGHTS).filter(|_| matches!(by, Decider::Officer { .. }));
    match minutes.and_then(|minutes| i64::try_from(minutes).ok()).filter(|minutes| *minutes > 0) {
        Some(minutes) => {
            let at = app.now() + SignedDuration::from_mins(minutes.min(24 * 60));
            change::apply_later(app, tx, row, command, (&key(row.id, what), at)).await?;
        }
        None => {
            change::apply(app, tx, row, command).await?;
        }
    }
    Ok(())
}

/// The key under which what follows from a decision waits.
fn key(id: RequestId, what: Taken) -> String {
    format!("undo:{what}:{id}")
}

/// A request's row as the actor had it before them.
pub(crate) async fn seen_row(tx: &mut Tx, id: RequestId, seen: Option<i64>) -> Result<RequestRow> {
    let row = store::requests::get(&mut *tx, id).await.map_err(Error::internal)?;
    let row = row.ok_or_else(|| Error::not_found("request"))?;
    if seen.is_some_and(|seen| seen != row.version) {
        return Err(change::conflict(store::StoreError::Stale { what: "request" }));
    }
    Ok(row)
}

/// What a person will read: some words, and not too many.
pub(crate) fn words(text: &str) -> Result<String> {
    let text = text.replace("\r\n", "\n").trim().to_owned();
    if text.is_empty() {
        return Err(Error::new(
            Kind::Invalid,
            "reasons-missing",
            "Schrijf op wat de persoon te lezen krijgt. Zonder uitleg mag dit niet.",
            "Write what the person will read. It may not be done without an explanation.",
        ));
    }
    if text.chars().count() > LONGEST {
        return Err(Error::new(
            Kind::Invalid,
            "too-long",
            "Dit is te lang: hooguit 4.000 tekens.",
            "This is too long: 4,000 characters at most.",
        ));
    }
    Ok(text)
}

fn has_left() -> Error {
    change::refusal(::requests::Refusal {
        command: "take-back".to_owned(),
        state: String::new(),
        why: ::requests::Why::HasLeft,
    })
}
