//! Opening the archive: what staff have lost access to, opened for a while and for a reason that stays on record
//! ("break the glass").
//!
//! A term of the policy that ends with `then = "archive"` closes its data to staff, and so does the erasure of a
//! person whose rows a term still keeps: the decision point denies every use but what the law obliges to. A member of staff who needs them all the same says why; that is in the ledger
//! and on the desk, for everybody at the desk to see, and it ends by itself.

use std::collections::BTreeSet;

use ::retention::{Term, Then};
use jiff::{SignedDuration, Timestamp};
use kernel::{Actor, StaffRole, Text};
use ledger::EventKind;
use serde::Serialize;
use serde_json::json;
use store::archive_openings::OpeningRow;

use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::journal;
use crate::retention::rules;

/// The longest that an archive is open, in hours.
pub const LONGEST_HOURS: u32 = 24;
/// How long openings can be looked back at.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24 * 400);
/// The shortest reason, in characters: a word says nothing.
const SHORTEST_REASON: usize = 10;
const LONGEST_REASON: usize = 1_000;

/// An opening, for people.
#[derive(Debug, Clone, Serialize)]
pub struct OpeningView {
    /// Which one.
    pub id: String,
    /// The name of the term whose data are open.
    pub term: Text,
    /// Who opened it: their name, or their address where they have none.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Since when.
    pub opened_at: Timestamp,
    /// Until when: closed by hand, or by itself.
    pub until: Timestamp,
    /// Whether it is open now.
    pub open: bool,
    /// Whether whoever looks opened it.
    pub own: bool,
}

/// The terms whose data are closed: id and name. Those that end in the archive, and those for whose sake rows stay
/// after their person is gone.
pub fn terms(app: &App) -> Result<Vec<(String, Text)>> {
    let deployment = app.deployment()?;
    let maps = deployment.systems.values().map(|system| &system.map);
    let collections = maps.flat_map(|map| &map.collections);
    let keeping: BTreeSet<&String> =
        collections.flat_map(|collection| &collection.holds).filter_map(|hold| hold.term.as_ref()).collect();
    let closed = |(id, term): &(&String, &Term)| term.then() == Then::Archive || keeping.contains(id);
    let terms = deployment.terms.iter().filter(closed);
    Ok(terms.map(|(id, _)| (id.clone(), rules::term_name(&deployment, id))).collect())
}

/// Opens the archive of a term for whoever asks.
///
/// # Errors
/// The actor is no officer, the term has no archive, or the reason says nothing.
pub async fn open(app: &App, actor: &Actor, term: &str, reason: &str, hours: u32) -> Result<()> {
    let Actor::Staff { id, role: StaffRole::Officer } = actor else {
        return Err(Error::forbidden("open-archive"));
    };
    let reason = reason.trim();
    let length = reason.chars().count();
    let known = terms(app)?.iter().any(|(archived, _)| archived == term);
    if !known
        || !(SHORTEST_REASON..=LONGEST_REASON).contains(&length)
        || !(1..=LONGEST_HOURS).contains(&hours)
    {
        return Err(Error::new(
            Kind::Invalid,
            "opening-unusable",
            "Kies een archief, zeg in een zin waarom, en voor hooguit 24 uur.",
            "Choose an archive, say why in a sentence, and for at most 24 hours.",
        ));
    }
    let row = OpeningRow {
        id: kernel::ids::uuid_v7(app.now(), app.entropy()).to_string(),
        staff: *id,
        term: term.to_owned(),
        reason: reason.to_owned(),
        opened_at: app.now(),
        ends_at: app.now() + SignedDuration::from_hours(i64::from(hours)),
        closed_at: None,
    };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::archive_openings::insert(&mut tx, &row).await.map_err(Error::internal)?;
    // Who it was stands in the row, which goes after a while; the ledger says that it happened.
    let data = json!({ "opening": row.id, "term": term, "hours": hours });
    journal::record(app, &mut tx, EventKind::ArchiveOpened, data).await?;
    commit(tx, "archive opened").await
}

/// Closes what one opened oneself.
///
/// # Errors
/// It is somebody else's, or it has ended.
pub async fn close(app: &App, actor: &Actor, id: &str) -> Result<()> {
    let Actor::Staff { id: staff, .. } = actor else { return Err(Error::forbidden("close-archive")) };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let closed = store::archive_openings::close(&mut tx, id, *staff, app.now());
    if !closed.await.map_err(Error::internal)? {
        return Err(Error::not_found("opening"));
    }
    journal::record(app, &mut tx, EventKind::ArchiveClosed, json!({ "opening": id })).await?;
    commit(tx, "archive closed").await
}

/// The last openings, the latest first. Everybody at the desk may see them.
pub async fn list(app: &App, actor: &Actor, limit: u32) -> Result<Vec<OpeningView>> {
    let me = match actor {
        Actor::Staff { id, .. } => Some(*id),
        Actor::Operator => None,
        _ => return Err(Error::forbidden("see-openings")),
    };
    let deployment = app.deployment()?;
    let staff = store::staff::list(app.store()).await.map_err(Error::internal)?;
    let rows = store::archive_openings::list(app.store(), limit).await.map_err(Error::internal)?;
    let view = |row: OpeningRow| {
        let until = row.closed_at.unwrap_or(row.ends_at);
        let who = staff.iter().find(|person| person.id == row.staff);
        let by = who.map(|person| if person.name.is_empty() { &person.email } else { &person.name });
        OpeningView {
            term: rules::term_name(&deployment, &row.term),
            by: by.cloned().unwrap_or_default(),
            reason: row.reason,
            opened_at: row.opened_at,
            until,
            open: until > app.now(),
            own: me == Some(row.staff),
            id: row.id,
        }
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Forgets openings of long ago; the ledger still says that they happened.
pub(crate) async fn forget_old(app: &App) -> Result<()> {
    let before = app.now() - REMEMBERED;
    store::archive_openings::purge(app.store(), before).await.map_err(Error::internal).map(drop)
}
