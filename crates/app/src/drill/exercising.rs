//! The drill's person exercises the rights that change something and leave them there: has a number corrected, has
//! their data set aside and the pause ended, objects and is not right, takes their data along.

use std::sync::Arc;

use ::requests::{Channel, RefusalGround, Right, State};
use connect::{Capability, ConnectError, Connector};
use inventory::{Applied, Correction, Identity, RectificationOrder};
use kernel::ids::RequestId;
use kernel::{Actor, Language};
use policy::decision::Reason;

use super::{BETWEEN, LOOKS, settle, through};
use crate::app::App;
use crate::decision::{Decisions, Inquiry};
use crate::deployment::Reach;
use crate::error::{Error, Result};
use crate::requests::steps::lift;
use crate::requests::{self, Filing, Scope, Wish, change, execute};
use crate::work;

/// The number that was planted, and the right one.
pub(super) const WRONG: &str = "06-12340000";
const RIGHT: &str = "06-12340001";

fn filing(right: Right, identity: &Identity, wish: Wish) -> Filing {
    let filing = Filing::new(right, Channel::Drill, Language::Nl);
    Filing { identities: vec![identity.clone()], wish, ..filing }
}

async fn filed(app: &App, right: Right, identity: &Identity, wish: Wish) -> Result<RequestId> {
    Ok(requests::file(app, &Actor::Drill, filing(right, identity, wish)).await?.request)
}

/// The systems that Gestand reaches by itself, but for its own.
fn reached(app: &App) -> Result<Vec<(String, Arc<dyn Connector>)>> {
    let deployment = app.deployment()?;
    let mut reached = Vec::new();
    for (id, system) in deployment.systems.iter().filter(|(_, system)| !system.is_own()) {
        if let Reach::Connector(connector) = &system.reach
            && connector.capabilities().find == Capability::Automatic
        {
            reached.push((id.clone(), Arc::clone(connector)));
        }
    }
    Ok(reached)
}

fn failed(problem: &ConnectError) -> Error {
    Error::internal(problem.public())
}

/// A correction reaches every system, and the wrong value stands nowhere that it may be changed (S93).
pub(super) async fn corrected_everywhere(app: &App, identity: &Identity) -> Result<bool> {
    let correction = Correction { field: "phone".into(), was: Some(WRONG.into()), to: RIGHT.into() };
    let wish = Wish::Correct { corrections: vec![correction.clone()] };
    let request = filed(app, Right::Rectification, identity, wish).await?;
    through(app, request).await?;
    let deployment = app.deployment()?;
    let order = RectificationOrder {
        identities: vec![identity.clone()],
        corrections: vec![correction],
        today: app.today(),
        zone: deployment.zone.clone(),
        terms: deployment.terms.clone(),
        now: app.now(),
    };
    let mut right = Vec::new();
    for (_, connector) in reached(app)? {
        let known = connector.map().data.iter().any(|datum| datum.id == "phone");
        if !known || connector.capabilities().rectify != Capability::Automatic {
            continue;
        }
        right.push(match connector.prepare_rectification(&order).await {
            Ok(left) => left.fields.iter().all(|field| field.rows.is_empty()),
            Err(ConnectError::Uncorrectable { absent, .. }) => absent,
            Err(problem) => return Err(failed(&problem)),
        });
    }
    let done = execute::carrying_out(app, request).await?;
    let rectified =
        done.iter().any(|step| step.receipt.as_deref().is_some_and(|text| text.contains("rectified")));
    Ok(rectified && !right.is_empty() && right.iter().all(|right| *right))
}

/// Whether the decision point refuses all use of the person's data.
async fn is_denied(app: &App, identity: &Identity) -> Result<bool> {
    let deployment = app.deployment()?;
    let purposes = &deployment.edition.facts().purposes;
    let basis = policy::facts::Basis::Contract;
    let Some((purpose, _)) = purposes.iter().find(|(_, fact)| fact.basis == basis) else { return Ok(false) };
    let inquiry = Inquiry::new(identity.clone(), purpose.as_str(), Vec::new());
    let answers = Decisions::default().ask(app, &Actor::Operator, &[inquiry]).await?;
    Ok(answers.iter().all(|answer| !answer.allow && answer.reason == Reason::Restricted))
}

/// Whether every mark that a request set stands; none when it set none.
async fn is_marked(app: &App, request: RequestId) -> Result<Option<bool>> {
    let mut marked = None;
    for (id, connector) in reached(app)? {
        let Some((_, marks)) = lift::marking(app, request, &id).await? else { continue };
        let applied = connector.verify_restricted(&marks).await.map_err(|problem| failed(&problem))?;
        marked = Some(marked.unwrap_or(true) && applied != Applied::NotApplied);
    }
    Ok(marked)
}

/// Under a restriction use is denied and rows are marked; when it has ended, after the person was told, neither is
/// so (S94).
pub(super) async fn restricted_and_lifted(app: &App, identity: &Identity) -> Result<bool> {
    let pause = filed(app, Right::Restriction, identity, Wish::Nothing).await?;
    through(app, pause).await?;
    let held = is_denied(app, identity).await? && is_marked(app, pause).await? != Some(false);
    let ending = requests::lift(app, &Actor::Drill, pause).await?.request;
    through(app, ending).await?;
    let told = change::parse(&change::load(app, ending).await?)?.told.is_some();
    Ok(held && told && !is_denied(app, identity).await? && let_go(app, pause).await?)
}

/// An objection stops everything before it is judged; when it is refused, it goes on (S97).
pub(super) async fn objection_halts(app: &App, identity: &Identity) -> Result<bool> {
    let wish = Wish::Stop { scope: Scope::Interests, reasons: String::new() };
    let request = filed(app, Right::Objection, identity, wish).await?;
    settle(app, request, |state| matches!(state, State::Planned { .. })).await?;
    let halted = change::parse(&change::load(app, request).await?)?.halted.is_some();
    let marked = is_marked(app, request).await? != Some(false);
    let reasons = "Dit is een oefening.".to_owned();
    requests::refuse(app, &Actor::Drill, request, RefusalGround::RightDoesNotApply, reasons).await?;
    settle(app, request, State::is_closed).await?;
    for system in execute::outstanding(&execute::carrying_out(app, request).await?) {
        let nothing = requests::TaskOutcome::NothingHeld;
        requests::close_task(app, &Actor::Drill, request, &system, nothing).await?;
    }
    Ok(halted && marked && let_go(app, request).await?)
}

/// Whether the marks of a request that is closed go. A worker beside this drill may have it in hand, so it is given time.
async fn let_go(app: &App, request: RequestId) -> Result<bool> {
    for _ in 0..LOOKS {
        work::drain(app).await?;
        if is_marked(app, request).await?.is_none() {
            return Ok(true);
        }
        tokio::time::sleep(BETWEEN).await;
    }
    Ok(false)
}

/// Wanting to be left alone reaches every system, and nobody judges it (S101).
pub(super) async fn opted_out_everywhere(app: &App, identity: &Identity) -> Result<bool> {
    let wish = Wish::Stop { scope: Scope::Marketing, reasons: String::new() };
    let request = filed(app, Right::Objection, identity, wish).await?;
    settle(app, request, |state| matches!(state, State::AnsweredInPart { .. } | State::Answered { .. }))
        .await?;
    for system in execute::outstanding(&execute::carrying_out(app, request).await?) {
        let nothing = requests::TaskOutcome::NothingHeld;
        requests::close_task(app, &Actor::Drill, request, &system, nothing).await?;
    }
    settle(app, request, State::is_closed).await?;
    let answered = change::parse(&change::load(app, request).await?)?;
    Ok(matches!(answered.state, State::Answered { .. }))
}

/// An objection that is granted gives a copy first and then erases what only our interest kept (S98).
pub(super) async fn objection_ends(app: &App, identity: &Identity) -> Result<bool> {
    let wish = Wish::Stop { scope: Scope::Interests, reasons: String::new() };
    let request = filed(app, Right::Objection, identity, wish).await?;
    through(app, request).await?;
    let answered = change::parse(&change::load(app, request).await?)?;
    Ok(matches!(answered.state, State::Answered { .. }))
}

/// How many rows each system has of the person.
async fn counted(app: &App, identity: &Identity) -> Result<Vec<usize>> {
    let of = std::slice::from_ref(identity);
    let mut counts = Vec::new();
    for (_, connector) in reached(app)? {
        counts.push(connector.find(of).await.map_err(|problem| failed(&problem))?.own());
    }
    Ok(counts)
}

/// Taking the data along leaves everything where it is (S96).
pub(super) async fn taken_along_and_kept(app: &App, identity: &Identity) -> Result<bool> {
    let before = counted(app, identity).await?;
    let request = filed(app, Right::Portability, identity, Wish::Nothing).await?;
    through(app, request).await?;
    Ok(before.iter().sum::<usize>() > 0 && counted(app, identity).await? == before)
}
