//! The drill's person exercises the rights: has a number corrected, has their data set aside and the pause ended,
//! objects and is not right, takes their data along, wants to be left alone, is erased without ending anything, and
//! objects and is right.

use std::sync::Arc;

use ::requests::{Channel, RefusalGround, Right, State};
use connect::{Capability, ConnectError, Connector};
use inventory::{Applied, Correction, Identity, RectificationOrder};
use kernel::ids::RequestId;
use kernel::{Actor, Language};
use policy::decision::Reason;
use store::steps::{StepKind, StepState};

use super::{BETWEEN, Beds, LOOKS, settle, through};
use crate::app::App;
use crate::decision::{Decisions, Inquiry};
use crate::deployment::Reach;
use crate::error::{Error, Result};
use crate::requests::steps::lift;
use crate::requests::{self, Filing, Scope, Wish, change, execute};
use crate::{archives, handovers, tasks, work};

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

/// A request about data of a school is passed on to it, and the person hears that (GDPR article 28(3)(e)).
pub(super) async fn passed_on(app: &App, identity: &Identity) -> Result<bool> {
    let request = filed(app, Right::Access, identity, Wish::Nothing).await?;
    settle(app, request, |state| matches!(state, State::Planned { .. })).await?;
    let nowhere = requests::officer::pass_on(app, &Actor::Drill, request, None, "geen adres", "Oefening.");
    let refused = nowhere.await.is_err();
    let school = format!("school-{}", identity.value);
    let reasons = "Uw school is verantwoordelijk. Dit is een oefening.";
    requests::officer::pass_on(app, &Actor::Drill, request, None, &school, reasons).await?;
    settle(app, request, State::is_closed).await?;
    for _ in 0..LOOKS {
        work::drain(app).await?;
        let mails = app.outbox().all();
        let got = |to: &str, kind: &str, word: &str| {
            mails.iter().any(|mail| mail.to == to && mail.kind == kind && mail.text.contains(word))
        };
        if got(&school, "passed-on", &identity.value) && got(&identity.value, "refusal", reasons) {
            app.outbox().forget(&school);
            return Ok(refused);
        }
        tokio::time::sleep(BETWEEN).await;
    }
    Ok(false)
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
    let handed = handed_over(app, request).await?;
    Ok(handed && before.iter().sum::<usize>() > 0 && counted(app, identity).await? == before)
}

/// Whoever has a link gets the copy once; nobody gets one that was taken back, and nothing is sent to this machine.
async fn handed_over(app: &App, request: RequestId) -> Result<bool> {
    let Some(copy) = archives::newest(app, request).await? else { return Ok(false) };
    let token = |link: &str| link.rsplit('/').next().unwrap_or_default().to_owned();
    let link = token(&handovers::open_link(app, &Actor::Drill, copy).await?.url);
    let once = handovers::fetch(app, &link).await.is_ok() && handovers::fetch(app, &link).await.is_err();
    let back = token(&handovers::open_link(app, &Actor::Drill, copy).await?.url);
    for open in handovers::board(app, &Actor::Drill, copy).await?.handovers {
        if open.standing == handovers::Standing::Open {
            handovers::revoke(app, &Actor::Drill, &open.id).await?;
        }
    }
    let gone = handovers::fetch(app, &back).await.is_err();
    let inside = "https://169.254.169.254/latest";
    let kept_in = handovers::send_to(app, &Actor::Drill, copy, inside, handovers::Way::Put).await.is_err();
    Ok(once && gone && kept_in)
}

/// The systems that keep exclusion lists which let somebody go again: those of databases.
async fn listed(app: &App, identity: &Identity) -> Result<Vec<bool>> {
    let of = std::slice::from_ref(identity);
    let mut seen = Vec::new();
    for (_, connector) in reached(app)? {
        if connector.as_sql().is_none() || connector.capabilities().suppressed != Capability::Automatic {
            continue;
        }
        let receipt = connector.suppressed(of).await.map_err(|problem| failed(&problem))?;
        seen.push(receipt.is_complete());
    }
    Ok(seen)
}

/// Takes the drill's person off every list. Says whether they stand on none.
pub(super) async fn off_the_lists(app: &App, identity: &Identity) -> Result<bool> {
    let of = std::slice::from_ref(identity);
    for (_, connector) in reached(app)? {
        if let Some(database) = connector.as_sql() {
            database.take_off_every_list(of).await.map_err(|problem| failed(&problem))?;
        }
    }
    Ok(listed(app, identity).await?.iter().all(|listed| !listed))
}

/// Whoever wants to be left alone stands on every list, without anybody having judged it; then the drill's person goes
/// off them again (S101).
pub(super) async fn opted_out(app: &App, identity: &Identity) -> Result<bool> {
    let wish = Wish::Stop { scope: Scope::Marketing, reasons: String::new() };
    let request = filed(app, Right::Objection, identity, wish).await?;
    settle(app, request, |state| matches!(state, State::AnsweredInPart { .. } | State::Answered { .. }))
        .await?;
    let on_every_list = listed(app, identity).await?.iter().all(|listed| *listed);
    close_tasks(app, request, identity).await?;
    settle(app, request, |state| matches!(state, State::Answered { .. })).await?;
    Ok(on_every_list && off_the_lists(app, identity).await?)
}

/// An erasure that follows from no ending: every planted row but what a term keeps goes, and every holder without an
/// interface has a letter (G4).
pub(super) async fn erased_alone(app: &App, identity: &Identity, beds: &Beds) -> Result<bool> {
    let request = filed(app, Right::Erasure, identity, Wish::Nothing).await?;
    settle(app, request, |state| matches!(state, State::Planned { .. })).await?;
    let view = requests::show(app, &Actor::Drill, request).await?;
    let digest = view.plan.and_then(|plan| plan.digest).unwrap_or_default();
    requests::approve(app, &Actor::Drill, request, &digest).await?;
    settle(app, request, |state| matches!(state, State::AnsweredInPart { .. } | State::Answered { .. }))
        .await?;
    let gone = super::held_and_released(app, beds).await?;
    let told = close_tasks(app, request, identity).await?;
    settle(app, request, |state| matches!(state, State::Answered { .. })).await?;
    Ok(gone && told)
}

/// Has the letter of every open task written, and sent where the policy names an address: a drill's mail stays here. Then
/// reports for its holder, to whom the synthetic person is nobody. Says whether every letter names whom it is about.
async fn close_tasks(app: &App, request: RequestId, identity: &Identity) -> Result<bool> {
    let mut named = true;
    for step in execute::carrying_out(app, request).await? {
        if step.kind != StepKind::Manual || step.state == StepState::Done {
            continue;
        }
        let (letter, _) = tasks::letter(app, &Actor::Drill, step.id, None).await?;
        named &= letter.text.contains(identity.value.as_str()) && letter.text.contains(&request.to_string());
        match tasks::send(app, &Actor::Drill, step.id).await {
            Ok(()) => {}
            Err(error) if error.code == "no-holder-address" => {}
            Err(error) => return Err(error),
        }
        work::drain(app).await?;
        let nothing = requests::TaskOutcome::NothingHeld;
        requests::close_task(app, &Actor::Drill, request, &step.system, nothing).await?;
    }
    Ok(named)
}

/// An objection that is right: everything stops, a copy is sealed, then what only an interest of ours kept is erased, and
/// the person is told (S98).
pub(super) async fn objection_granted(app: &App, identity: &Identity) -> Result<bool> {
    let wish = Wish::Stop { scope: Scope::Interests, reasons: String::new() };
    let request = filed(app, Right::Objection, identity, wish).await?;
    through(app, request).await?;
    let done = execute::carrying_out(app, request).await?;
    let receipted = |kind: StepKind| {
        let mut of = done.iter().filter(|step| step.kind == kind).peekable();
        of.peek().is_some() && of.all(|step| step.receipt.is_some())
    };
    let kinds: Vec<String> = requests::show(app, &Actor::Drill, request)
        .await?
        .history
        .into_iter()
        .map(|entry| entry.kind)
        .collect();
    let place = |word: &str| kinds.iter().position(|kind| kind == word);
    let in_order = place("request-halted") < place("answer-sealed")
        && place("answer-sealed") < place("request-answered");
    Ok(receipted(StepKind::Export)
        && receipted(StepKind::Erase)
        && in_order
        && is_marked(app, request).await?.is_none())
}
