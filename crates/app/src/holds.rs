//! Holds: reasons to keep data that stand in no policy (a legal claim, a fiscal question, a fraud case).
//!
//! A hold names whose data it keeps, or a part of the systems, or both. Whoever it names is kept sealed, with
//! keyed hashes beside it, and wiped when the hold ends. It shows in the plan of an erasure, in what the person is
//! told, and in the preview of retention; a sweep leaves what it covers alone.

use inventory::HeldBack;
pub use inventory::Identity;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::{Actor, StaffRole, Text};
use ledger::EventKind;
use serde::Serialize;
use serde_json::json;
pub use store::holds::HoldKind;
use store::holds::HoldRow;

use crate::app::App;
use crate::boundary::commit;
use crate::deployment::Deployment;
use crate::error::{Error, Kind, Result};
use crate::journal;

/// Holds that end by themselves in one go.
const AT_ONCE: u32 = 500;

/// A hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Which one.
    pub id: String,
    /// What sort of reason.
    pub kind: HoldKind,
    /// Why, as the person is told.
    pub reason: Text,
    /// Whose data; nobody named: everybody's within the rest.
    pub identities: Vec<Identity>,
    /// Only this system.
    pub system: Option<String>,
    /// Only this collection of it.
    pub collection: Option<String>,
    /// Only rows that this term lets go.
    pub term: Option<String>,
    /// The first day on which it no longer holds; none: until somebody ends it.
    pub until: Option<Date>,
}

/// A hold to place.
#[derive(Debug, Clone)]
pub struct NewHold {
    /// What sort of reason.
    pub kind: HoldKind,
    /// Why, as the person is told. Names nobody.
    pub reason: Text,
    /// Whose data.
    pub identities: Vec<Identity>,
    /// Only this system.
    pub system: Option<String>,
    /// Only this collection of it.
    pub collection: Option<String>,
    /// Only rows that this term lets go.
    pub term: Option<String>,
    /// The first day on which it no longer holds.
    pub until: Option<Date>,
}

/// A hold for people: never whom it names.
#[derive(Debug, Clone, Serialize)]
pub struct HoldView {
    /// Which one.
    pub id: String,
    /// claim, fiscal or fraud.
    pub kind: String,
    /// Why.
    pub reason: Text,
    /// Whether it names somebody.
    pub names_somebody: bool,
    /// Only this system.
    pub system: Option<String>,
    /// Only this collection.
    pub collection: Option<String>,
    /// Only this term.
    pub term: Option<String>,
    /// The first day on which it no longer holds.
    pub until: Option<String>,
    /// Who set it: a member of staff by name, or the operator.
    pub set_by: String,
    /// When.
    pub set_at: Timestamp,
    /// Who ended it.
    pub ended_by: Option<String>,
    /// When.
    pub ended_at: Option<Timestamp>,
}

/// Whether an actor sets and ends holds, and the name that the record keeps.
fn decider(actor: &Actor) -> Result<String> {
    match actor {
        Actor::Staff { id, role: StaffRole::Officer } => Ok(id.to_string()),
        Actor::Operator => Ok("operator".to_owned()),
        Actor::Drill => Ok("drill".to_owned()),
        _ => Err(Error::forbidden("decide-hold")),
    }
}

/// Places a hold.
pub async fn add(app: &App, actor: &Actor, hold: NewHold) -> Result<HoldView> {
    let by = decider(actor)?;
    let deployment = app.deployment()?;
    check(&deployment, &hold, app.today())?;
    let id = kernel::ids::uuid_v7(app.now(), app.entropy()).to_string();
    let sealed = if hold.identities.is_empty() {
        None
    } else {
        let plain = serde_json::to_vec(&hold.identities).map_err(Error::internal)?;
        Some(app.keys().seal.seal(&place(&id), &plain, app.entropy()).map_err(Error::internal)?)
    };
    let hashes: Vec<String> = hold.identities.iter().map(|identity| hash(app, identity)).collect();
    let row = HoldRow {
        id,
        kind: hold.kind,
        reason: serde_json::to_string(&hold.reason).map_err(Error::internal)?,
        identities: sealed,
        system: hold.system,
        collection: hold.collection,
        term: hold.term,
        until: hold.until.map(|day| day.to_string()),
        set_by: by,
        set_at: app.now(),
        ended_by: None,
        ended_at: None,
    };
    let data = json!({
        "hold": row.id, "kind": row.kind.as_str(), "person": row.identities.is_some(), "system": row.system,
        "collection": row.collection, "term": row.term, "until": row.until,
    });
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::holds::insert(&mut tx, &row, &hashes).await.map_err(Error::internal)?;
    journal::record(app, &mut tx, EventKind::HoldPlaced, data).await?;
    commit(tx, "hold placed").await?;
    view(row)
}

/// Ends a hold; what it kept goes by its own rules from then on.
pub async fn end(app: &App, actor: &Actor, id: &str) -> Result<()> {
    let by = decider(actor)?;
    if !finish(app, id, &by).await? {
        return Err(Error::not_found("hold"));
    }
    Ok(())
}

/// Ends the holds whose own date has come.
pub(crate) async fn end_over(app: &App) -> Result<()> {
    let today = app.today().to_string();
    for row in store::holds::over(app.store(), &today, AT_ONCE).await.map_err(Error::internal)? {
        finish(app, &row.id, "worker").await?;
    }
    Ok(())
}

async fn finish(app: &App, id: &str, by: &str) -> Result<bool> {
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    if !store::holds::end(&mut tx, id, by, app.now()).await.map_err(Error::internal)? {
        return Ok(false);
    }
    journal::record(app, &mut tx, EventKind::HoldLifted, json!({ "hold": id })).await?;
    commit(tx, "hold ended").await?;
    Ok(true)
}

/// The holds, the latest first.
pub async fn list(app: &App, actor: &Actor, limit: u32) -> Result<Vec<HoldView>> {
    if !matches!(actor, Actor::Staff { .. } | Actor::Operator) {
        return Err(Error::forbidden("see-holds"));
    }
    let rows = store::holds::list(app.store(), limit).await.map_err(Error::internal)?;
    let staff = store::staff::list(app.store()).await.map_err(Error::internal)?;
    let named = |by: &str| {
        let person = staff.iter().find(|person| person.id.to_string() == by)?;
        Some(if person.name.is_empty() { person.email.clone() } else { person.name.clone() })
    };
    let seen = |row| {
        let mut seen = view(row)?;
        seen.set_by = named(&seen.set_by).unwrap_or(seen.set_by);
        seen.ended_by = seen.ended_by.map(|by| named(&by).unwrap_or(by));
        Ok(seen)
    };
    rows.into_iter().map(seen).collect()
}

/// The holds in force today, with whom they name.
pub(crate) async fn in_force(app: &App) -> Result<Vec<Hold>> {
    let rows =
        store::holds::in_force(app.store(), &app.today().to_string()).await.map_err(Error::internal)?;
    rows.into_iter().map(|row| open(app, row)).collect()
}

/// What holds keep of these people in one system, for the plan of an erasure. What other systems lead to is held as
/// the rows are that lead there: an invoice that is kept keeps its attachment.
pub(crate) async fn held_back(
    app: &App,
    deployment: &Deployment,
    system: &str,
    identities: &[Identity],
) -> Result<Vec<HeldBack>> {
    let mut held = held_in(app, deployment, system, identities).await?;
    let Some(here) = deployment.systems.get(system).filter(|here| here.is_led_to()) else { return Ok(held) };
    for (id, other) in deployment.systems.iter().filter(|(id, _)| *id != system) {
        let leads = other.map.leads.iter().filter(|lead| here.map.identity(&lead.kind).is_some());
        let leading: Vec<&str> = leads.map(|lead| lead.collection.as_str()).collect();
        if leading.is_empty() {
            continue;
        }
        let there = held_in(app, deployment, id, identities).await?;
        let covers = |held: &HeldBack| held.collection.as_deref().is_none_or(|only| leading.contains(&only));
        held.extend(there.into_iter().filter(covers).map(|held| HeldBack { collection: None, ..held }));
    }
    Ok(held)
}

async fn held_in(
    app: &App,
    deployment: &Deployment,
    system: &str,
    identities: &[Identity],
) -> Result<Vec<HeldBack>> {
    let hashes: Vec<String> = identities.iter().map(|identity| hash(app, identity)).collect();
    let naming = store::holds::naming(app.store(), &hashes).await.map_err(Error::internal)?;
    let mut held = Vec::new();
    for hold in in_force(app).await? {
        let everybody = hold.identities.is_empty();
        if !(everybody || naming.contains(&hold.id)) {
            continue;
        }
        if hold.system.as_deref().is_some_and(|only| only != system) {
            continue;
        }
        let collections = collections(deployment, system, &hold);
        held.extend(collections.into_iter().map(|collection| HeldBack {
            collection,
            reason: hold.reason.clone(),
            until: hold.until,
        }));
    }
    Ok(held)
}

/// The collections of a system that a hold keeps; none inside: all of them.
fn collections(deployment: &Deployment, system: &str, hold: &Hold) -> Vec<Option<String>> {
    let Some(term) = &hold.term else { return vec![hold.collection.clone()] };
    let Some(system) = deployment.systems.get(system) else { return Vec::new() };
    let rules = inventory::sweep::rules(&system.map).into_iter().filter(|rule| rule.term == *term);
    let mut kept: Vec<String> = Vec::new();
    for rule in rules {
        let along = system.map.collection(&rule.collection);
        let along =
            along.and_then(|own| inventory::sweep::branches(&system.map, own).ok()).unwrap_or_default();
        kept.extend(along.iter().map(|branch| branch.collection.id.clone()));
        kept.push(rule.collection);
    }
    kept.retain(|id| hold.collection.as_ref().is_none_or(|only| only == id));
    kept.sort_unstable();
    kept.dedup();
    kept.into_iter().map(Some).collect()
}

/// A keyed hash by which it is known again whom a hold names.
fn hash(app: &App, identity: &Identity) -> String {
    let value = identity.value.trim().to_lowercase();
    app.keys().lookup(&format!("identity:{}", identity.kind), &value)
}

fn open(app: &App, row: HoldRow) -> Result<Hold> {
    let identities = match &row.identities {
        None => Vec::new(),
        Some(sealed) => {
            let plain = app.keys().seal.open(&place(&row.id), sealed).map_err(Error::internal)?;
            serde_json::from_slice(&plain).map_err(Error::internal)?
        }
    };
    Ok(Hold {
        reason: serde_json::from_str(&row.reason).map_err(Error::internal)?,
        until: row.until.map(|day| day.parse()).transpose().map_err(Error::internal)?,
        id: row.id,
        kind: row.kind,
        identities,
        system: row.system,
        collection: row.collection,
        term: row.term,
    })
}

fn place(id: &str) -> String {
    format!("hold:{id}")
}

fn view(row: HoldRow) -> Result<HoldView> {
    Ok(HoldView {
        reason: serde_json::from_str(&row.reason).map_err(Error::internal)?,
        names_somebody: row.identities.is_some(),
        id: row.id,
        kind: row.kind.to_string(),
        system: row.system,
        collection: row.collection,
        term: row.term,
        until: row.until,
        set_by: row.set_by,
        set_at: row.set_at,
        ended_by: row.ended_by,
        ended_at: row.ended_at,
    })
}

/// A hold says why, reaches something that exists, and has not ended before it begins.
fn check(deployment: &Deployment, hold: &NewHold, today: Date) -> Result<()> {
    let wrong = |what: &str| {
        Error::new(
            Kind::Invalid,
            "hold-unusable",
            "Deze bewaarplicht kan zo niet worden vastgelegd. Geef een reden, een bestaand systeem, een bestaande verzameling of termijn, en een einddatum in de toekomst.",
            "This hold cannot be placed like this. Give a reason, a system, collection or term that exists, and an end in the future.",
        )
        .because(what)
    };
    if hold.reason.nl.trim().is_empty() || hold.reason.en.trim().is_empty() {
        return Err(wrong("no reason is given"));
    }
    let unscoped = hold.system.is_none() && hold.collection.is_none() && hold.term.is_none();
    if hold.identities.is_empty() && unscoped {
        return Err(wrong("it names nobody and nothing"));
    }
    let system = hold.system.as_ref().map(|id| deployment.systems.get(id).ok_or(id));
    if let Some(Err(_)) = system {
        return Err(wrong("there is no such system"));
    }
    if let Some(collection) = &hold.collection {
        let Some(Ok(system)) = system else { return Err(wrong("a collection needs its system")) };
        if system.map.collection(collection).is_none() {
            return Err(wrong("the system has no such collection"));
        }
    }
    if hold.term.as_ref().is_some_and(|term| !deployment.terms.contains_key(term)) {
        return Err(wrong("the policy has no such term"));
    }
    if hold.until.is_some_and(|until| until <= today) {
        return Err(wrong("its end is not in the future"));
    }
    Ok(())
}
