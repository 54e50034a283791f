//! The drill: a marked synthetic person goes through what exists, on the configured systems, and is taken out
//! again.
//!
//! First the person objects and is right, then is erased without ending anything. Planted anew, they have something corrected, have their data set
//! aside and the pause ended, object and are not right, take their data along, and want to be left alone. Then they tell that the service ends and want a copy first: so one drill walks access, its answer, the
//! linked erasure, its hold and its release, the confirmation, the register and the forgetting. What was planted
//! is written down before anything else, so that a drill that was cut off is cleaned up by the next.

mod announcing;
mod answers;
mod choosing;
mod contact;
mod doors;
mod exercising;
mod fields;
mod front;
mod gate;
mod sweeping;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use ::requests::{Channel, Right, State};
use connect::{Planted, Planter};
use inventory::Identity;
use inventory::map::ConnectorKind;
use kernel::ids::{JobId, RequestId};
use kernel::{Actor, Language};
use ledger::EventKind;
use policy::promise::evidence::{DrillEvidence, DrillStep, FrontEvidence, drill as step};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::drills::DrillRow;

use crate::app::App;
use crate::boundary::commit;
use crate::deployment::{Deployment, System};
use crate::error::{Error, Result};
use crate::requests::{self, Filing, TaskOutcome, change, execute};
use crate::scans::Looked;
use crate::{archives, journal, mailbox, work};

/// How often, and how long apart, a drill looks whether a request has come further.
const LOOKS: u32 = 300;
const BETWEEN: Duration = Duration::from_millis(100);

/// The steps that every drill takes: one that was not reached has failed.
const ALWAYS: &[&str] = &[
    step::ENDING,
    step::DELIVERY,
    step::HOLD,
    step::REIDENTIFICATION,
    step::PURPOSES,
    step::LISTS,
    step::ARCHIVE,
    step::CORRECTED,
    step::RESTRICTED,
    step::HALTED,
    step::TAKEN_ALONG,
    step::OBJECTION_ENDED,
    step::OPTED_OUT,
    step::PASSED_ON,
    step::ERASED_ALONE,
    step::DEPICTED,
    step::ANNOUNCED,
    step::ASKED_AGAIN,
    step::SILENT,
    step::BOUND,
];

/// What was planted, per system.
type Beds = BTreeMap<String, Vec<Planted>>;

/// What is written down before anything is planted: the synthetic person's own mark is all it says of anybody.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Notebook {
    beds: Beds,
    /// The invented address, which may stand on exclusion lists.
    #[serde(default)]
    email: String,
}

/// The synthetic person of one drill.
struct Person {
    mark: String,
    email: String,
    name: String,
}

impl Person {
    /// By what a row shows that it is of this person.
    fn known(&self) -> BTreeMap<String, String> {
        [("mark", &self.mark), ("email", &self.email), ("name", &self.name)]
            .map(|(name, value)| (name.to_owned(), value.clone()))
            .into()
    }
}

/// Runs a drill and keeps its outcome. It passes step by step: one that fails does not stop the clean-up.
pub async fn run(app: &App, actor: &Actor) -> Result<DrillEvidence> {
    if !matches!(actor, Actor::Operator | Actor::Worker) {
        return Err(Error::forbidden("run-drill"));
    }
    clean_up_last(app).await?;
    let mark = hex::encode(app.entropy().bytes::<4>());
    let person = Person {
        email: format!("gestand-drill-{mark}@drill.invalid"),
        name: format!("Gestand Drill {mark}"),
        mark,
    };
    let mut seen = Seen::default();
    // Before anybody asks for anything: what an open request is about is swept by no rule.
    let planted = plant(app, &person).await?;
    match sweeping::sweep(app, &planted, &person).await {
        Ok(swept) => {
            seen.steps.extend(swept.terms.map(|passed| noted(step::SWEPT, passed)));
            seen.steps.extend(swept.clients.map(|passed| noted(step::CLIENTS, passed)));
        }
        Err(error) => {
            tracing::error!(%error, "the drill's sweep stopped halfway");
            seen.steps.push(noted(step::SWEPT, false));
        }
    }
    clean_up(app, &planted, &person.email).await?;
    erase(app, &person, &mut seen).await?;
    seen.steps.extend(choosing::walk(app).await);
    let beds = plant(app, &person).await?;
    seen.planted = categories(app.deployment()?.as_ref(), &beds);
    mailbox::probe_contact(app).await?;
    if let Err(error) = walk(app, &person, &beds, &mut seen).await {
        tracing::error!(%error, "the drill stopped halfway; what it planted is taken out");
    }
    if let Some(step) = browse(app).await {
        seen.steps.push(step);
    }
    let Seen { mut steps, planted, copied, front } = seen;
    for name in ALWAYS.iter().copied() {
        if !steps.iter().any(|step: &DrillStep| step.name == name) {
            steps.push(noted(name, false));
        }
    }
    let cleaned = clean_up(app, &beds, &person.email).await?;
    app.outbox().forget(&person.email);
    steps.push(noted(step::CLEANED, cleaned));
    let outcome = DrillEvidence { at: app.now(), steps, planted, copied, front };
    let row = DrillRow {
        id: JobId::new(app.now(), app.entropy()).to_string(),
        at: app.now(),
        outcome: serde_json::to_string(&outcome).map_err(Error::internal)?,
    };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::drills::insert(&mut tx, &row).await.map_err(Error::internal)?;
    let passed = outcome.steps.iter().filter(|step| step.passed).count();
    let data = json!({ "steps": outcome.steps.len(), "passed": passed });
    journal::record(app, &mut tx, EventKind::DrillRun, data).await?;
    commit(tx, "drill kept").await?;
    Ok(outcome)
}

/// A synthetic visitor goes through the banner with a real browser. Without a browser there is no such step, and what rests
/// on it stays unproven; what was seen is kept as a scan, which says more than whether it passed.
async fn browse(app: &App) -> Option<DrillStep> {
    match Box::pin(crate::scans::look(app)).await {
        Ok(Looked::At { findings, whole, .. }) => Some(noted(step::BROWSED, findings == 0 && whole)),
        Ok(Looked::NoBrowser) => {
            tracing::warn!(
                "no Chromium is at hand (CHROMIUM names one), so the drill did not look at the site with a browser"
            );
            None
        }
        Ok(Looked::NothingNamed) => None,
        Err(error) => {
            tracing::error!(%error, step = step::BROWSED, "a step of the drill stopped halfway");
            Some(noted(step::BROWSED, false))
        }
    }
}

/// The steps that erase. Each has rows of its own: afterwards little is left of them.
async fn erase(app: &App, person: &Person, seen: &mut Seen) -> Result<()> {
    for name in [step::OBJECTION_ENDED, step::ERASED_ALONE] {
        let planted = plant(app, person).await?;
        let identity = Identity::new("email", person.email.as_str());
        let passed = if name == step::ERASED_ALONE {
            Box::pin(exercising::erased_alone(app, &identity, &planted)).await
        } else {
            Box::pin(exercising::objection_granted(app, &identity)).await
        };
        seen.steps.push(noted(name, whether(name, passed)));
        clean_up(app, &planted, &person.email).await?;
    }
    Ok(())
}

/// What a drill has seen so far.
#[derive(Default)]
struct Seen {
    steps: Vec<DrillStep>,
    /// The data categories of what was planted.
    planted: Vec<String>,
    /// The data categories of what the copy held.
    copied: Vec<String>,
    /// What the pages and the mail gate did.
    front: FrontEvidence,
}

fn noted(name: &str, passed: bool) -> DrillStep {
    DrillStep { name: name.to_owned(), passed }
}

/// Whether a step passed: one that stopped halfway did not.
fn whether(name: &str, passed: Result<bool>) -> bool {
    passed.unwrap_or_else(|error| {
        tracing::error!(%error, step = name, "a step of the drill stopped halfway");
        false
    })
}

/// The data categories of the rows that were planted, as the maps name them.
fn categories(deployment: &Deployment, beds: &Beds) -> Vec<String> {
    let mut found = BTreeSet::new();
    for (id, planted) in beds {
        let Some(system) = deployment.systems.get(id) else { continue };
        for collection in &system.map.collections {
            if planted.iter().any(|row| row.table == collection.table) {
                found.extend(collection.category.clone());
                found.extend(collection.fields.values().filter_map(|field| field.category.clone()));
            }
        }
    }
    found.into_iter().collect()
}

async fn walk(app: &App, person: &Person, beds: &Beds, seen: &mut Seen) -> Result<()> {
    let identity = Identity::new("email", person.email.as_str());
    seen.steps.push(noted(step::PURPOSES, answers::other_purposes_are_refused(app, &identity).await?));
    seen.steps.push(noted(step::LISTS, answers::lists_stay_closed(app, &identity).await?));
    seen.steps.push(noted(step::ARCHIVE, answers::archive_stays_closed(app, &identity).await?));
    seen.steps.extend(Box::pin(announcing::walk(app, &identity)).await);
    // Before anything is asked: whoever has objected is written to no more.
    seen.front = Box::pin(front::visit(app, &identity)).await.unwrap_or_else(|error| {
        tracing::error!(%error, "the drill's visit to the pages stopped halfway");
        FrontEvidence::default()
    });
    for (name, passed) in [
        (step::CORRECTED, Box::pin(exercising::corrected_everywhere(app, &identity)).await),
        (step::RESTRICTED, Box::pin(exercising::restricted_and_lifted(app, &identity)).await),
        (step::HALTED, Box::pin(exercising::objection_halts(app, &identity)).await),
        (step::TAKEN_ALONG, Box::pin(exercising::taken_along_and_kept(app, &identity)).await),
        (step::PASSED_ON, Box::pin(exercising::passed_on(app, &identity)).await),
        (step::OPTED_OUT, Box::pin(exercising::opted_out(app, &identity)).await),
    ] {
        seen.steps.push(noted(name, whether(name, passed)));
    }
    let filing = Filing {
        right: Right::Erasure,
        channel: Channel::Drill,
        language: Language::Nl,
        identities: vec![Identity::new("email", person.email.as_str())],
        end_of_service: true,
        copy_first: true,
        ..Filing::new(Right::Erasure, Channel::Drill, Language::Nl)
    };
    let filed = requests::file(app, &Actor::Drill, filing).await?;
    let erasure = change::load(app, filed.request).await?;
    seen.steps.push(noted(step::ENDING, filed.linked.is_some() && erasure.waits_for == filed.linked));
    if let Some(copy) = filed.linked {
        through(app, copy).await?;
        seen.steps.push(noted(step::DELIVERY, delivered_only_behind_the_door(app, copy).await?));
        seen.copied = answers::copied(app, copy).await?;
        seen.steps.push(noted(step::DEPICTED, answers::mentioned(app, copy).await?));
    }
    through(app, filed.request).await?;
    seen.steps.push(noted(step::HOLD, held_and_released(app, beds).await?));
    let mut left = 0;
    for value in [&person.email, &person.name] {
        let hits = store::own_data::search(app.store(), value).await.map_err(Error::internal)?;
        left += hits.iter().map(|hit| hit.rows).sum::<u64>();
    }
    seen.steps.push(noted(step::REIDENTIFICATION, left == 0));
    Ok(())
}

/// Approves a request as the drill's officer, lets it be carried out, and reports for the holders of systems
/// without an interface: the synthetic person was never there.
async fn through(app: &App, id: RequestId) -> Result<()> {
    settle(app, id, |state| matches!(state, State::Planned { .. })).await?;
    let view = requests::show(app, &Actor::Drill, id).await?;
    let digest = view.plan.and_then(|plan| plan.digest).unwrap_or_default();
    requests::approve(app, &Actor::Drill, id, &digest).await?;
    settle(app, id, |state| matches!(state, State::AnsweredInPart { .. } | State::Answered { .. })).await?;
    let open = execute::outstanding(&execute::carrying_out(app, id).await?);
    for system in open {
        requests::close_task(app, &Actor::Drill, id, &system, TaskOutcome::NothingHeld).await?;
    }
    settle(app, id, |state| matches!(state, State::Answered { .. })).await?;
    // Mail and forgetting follow the answer; nothing of it may still be under way when we look.
    for _ in 0..LOOKS {
        work::drain(app).await?;
        let messages = store::messages::by_request(app.store(), id).await.map_err(Error::internal)?;
        if messages.iter().all(|message| message.state == store::messages::MessageState::Purged) {
            return Ok(());
        }
        tokio::time::sleep(BETWEEN).await;
    }
    Err(Error::internal("the mail of a drill did not leave in time"))
}

async fn settle(app: &App, id: RequestId, reached: impl Fn(&State) -> bool) -> Result<()> {
    for _ in 0..LOOKS {
        work::drain(app).await?;
        let request = change::parse(&change::load(app, id).await?)?;
        if reached(&request.state) {
            return Ok(());
        }
        tokio::time::sleep(BETWEEN).await;
    }
    Err(Error::internal(format!("request {id} of a drill did not come further in time")))
}

/// The answer is refused to nobody in particular and to another person, and given to its own.
async fn delivered_only_behind_the_door(app: &App, id: RequestId) -> Result<bool> {
    let Some(archive) = archives::newest(app, id).await? else { return Ok(false) };
    let other = Actor::Subject { id: kernel::ids::SubjectId::new(app.now(), app.entropy()) };
    let refused = archives::open(app, &Actor::Anonymous, archive).await.is_err()
        && archives::open(app, &other, archive).await.is_err();
    Ok(refused && archives::open(app, &Actor::Drill, archive).await.is_ok())
}

/// Of the rows that the maps name `held` every one is still there, of those named `released` none.
async fn held_and_released(app: &App, beds: &Beds) -> Result<bool> {
    let (mut held, mut released) = (0, 0);
    for (id, planted) in beds {
        let planter = planter(app, id)?;
        let present = planter.present(planted).await.map_err(|problem| Error::internal(problem.public()))?;
        for (row, is_there) in planted.iter().zip(present) {
            match (row.name.as_deref(), is_there) {
                (Some("held"), true) => held += 1,
                (Some("released"), false) => released += 1,
                (Some("held"), false) | (Some("released"), true) => return Ok(false),
                _ => {}
            }
        }
    }
    Ok(held > 0 && released > 0)
}

async fn plant(app: &App, person: &Person) -> Result<Beds> {
    let deployment = app.deployment()?;
    let now = app.now();
    let recent = now - jiff::SignedDuration::from_hours(24 * 30);
    let past = now - jiff::SignedDuration::from_hours(24 * 3660);
    let written = |at: jiff::Timestamp| at.strftime("%Y-%m-%d %H:%M:%S").to_string();
    let mut known = person.known();
    known.extend([
        ("phone".to_owned(), exercising::WRONG.to_owned()),
        ("recent".to_owned(), written(recent)),
        ("past".to_owned(), written(past)),
        ("recent_unix".to_owned(), recent.as_second().to_string()),
        ("past_unix".to_owned(), past.as_second().to_string()),
    ]);
    let mut note = Notebook { beds: Beds::new(), email: person.email.clone() };
    for (id, system) in deployment.systems.iter().filter(|(_, system)| takes_part(system)) {
        let planted = planter(app, id)?
            .plant(&system.map, known.clone())
            .await
            .map_err(|problem| Error::internal(problem.public()))?;
        note.beds.insert(id.clone(), planted);
        let text = serde_json::to_vec(&note).map_err(Error::internal)?;
        std::fs::write(notebook(app), text).map_err(Error::internal)?;
    }
    Ok(note.beds)
}

fn takes_part(system: &System) -> bool {
    system.map.system.connector == ConnectorKind::Sql
        && !system.map.drills.is_empty()
        && matches!(system.reach, crate::deployment::Reach::Connector(_))
}

fn planter(app: &App, system: &str) -> Result<Planter> {
    let deployment = app.deployment()?;
    let map = deployment.systems.get(system).map(|system| &system.map.system);
    let variable = map.and_then(|map| map.url_env.as_deref()).unwrap_or_default();
    let url = app.address(variable).unwrap_or_default();
    Planter::open(system, &url).map_err(|problem| Error::internal(problem.public()))
}

/// The file that says what is planted: without personal data, for its rows are invented.
fn notebook(app: &App) -> PathBuf {
    app.config().data.join("drill-planted.json")
}

async fn clean_up_last(app: &App) -> Result<()> {
    let Ok(text) = std::fs::read(notebook(app)) else { return Ok(()) };
    let note: Notebook = serde_json::from_slice(&text).map_err(Error::internal)?;
    clean_up(app, &note.beds, &note.email).await.map(drop)
}

/// Takes everything out that was planted. Says whether nothing is left.
async fn clean_up(app: &App, beds: &Beds, email: &str) -> Result<bool> {
    let mut clean = exercising::off_the_lists(app, &Identity::new("email", email)).await?;
    for (id, planted) in beds {
        let planter = planter(app, id)?;
        let problem = |problem: connect::ConnectError| Error::internal(problem.public());
        planter.uproot(planted).await.map_err(problem)?;
        clean &= planter.present(planted).await.map_err(problem)?.iter().all(|present| !present);
    }
    match std::fs::remove_file(notebook(app)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::internal(error)),
        _ => Ok(clean),
    }
}
