//! Publishing: an edition from its draft to the day that the next one takes its place. The rules are
//! [`policy::publication`]; here they meet the archive, the ledger, the mail and the clock.
//!
//! A draft lies apart from the archive and nobody is bound by it. Announcing puts it into the archive, where everybody can
//! read it and what it changes ([`announce`]); it holds from the day that [`due`] finds its time come.

mod announce;
mod draft;
mod force;
mod holders;
mod view;

use std::sync::PoisonError;

use jiff::civil::Date;
use kernel::calendar::Span;
use kernel::{Actor, StaffRole};
use policy::Edition;
use policy::facts::figures::FigureValue;
use policy::publication::{self, Command, NOTICE_DEFAULT, NOTICE_FIGURE, Now, Publication, Refusal, State};
use store::Tx;
use store::publications::PublicationRow;

pub use announce::{PER_MINUTE, announce};
pub(crate) use announce::{add as list_person, announce_job, forget, message_ended, tell_job, tell_now};
pub use draft::{Looked, approve, draft, drop, look};
pub use force::due;
pub(crate) use force::{is_bound, must_be_announced, take_force_now, take_over};
pub use view::{PublicationView, Told, difference, list, show};

use crate::app::App;
use crate::error::{Error, Kind, Result};

/// An announced edition that everybody is told of on every page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coming {
    /// Its hash.
    pub hash: String,
    /// Its label.
    pub version: String,
    /// The first day on which it is to hold.
    pub from: Date,
}

/// The announced edition that comes next.
pub fn coming(app: &App) -> Option<Coming> {
    app.coming().read().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Looks which edition comes next.
pub(crate) async fn look_ahead(app: &App) -> Result<()> {
    let announced = store::publications::at(app.store(), "announced").await.map_err(Error::internal)?;
    let next = announced.into_iter().find(|row| !is_drill(row)).map(|row| Coming {
        hash: row.hash,
        version: row.label,
        from: row.begins,
    });
    *app.coming().write().unwrap_or_else(PoisonError::into_inner) = next;
    Ok(())
}

/// A drill's own edition: it is never announced on a page, and never comes into force.
fn is_drill(row: &PublicationRow) -> bool {
    row.drafted_by == "drill"
}

/// How an actor is named in a row: a kind or an id, never a name.
fn name_of(actor: &Actor) -> String {
    match actor {
        Actor::Staff { id, .. } => id.to_string(),
        Actor::Operator => "operator".to_owned(),
        Actor::Drill => "drill".to_owned(),
        _ => "worker".to_owned(),
    }
}

/// Officers and engineers work on editions, and the operator; auditors read.
fn may_work(actor: &Actor) -> Result<()> {
    match actor {
        Actor::Operator
        | Actor::Drill
        | Actor::Staff { role: StaffRole::Officer | StaffRole::Engineer, .. } => Ok(()),
        _ => Err(Error::forbidden("work-on-editions")),
    }
}

/// How long before a change is announced: of what the edition in force promises and what the new one does, the longer.
pub fn notice(app: &App, before: Option<&Edition>, next: &Edition) -> Result<Span> {
    let figure = |edition: &Edition| match edition.facts().figures.get(NOTICE_FIGURE).map(|it| &it.value) {
        Some(FigureValue::Span(span)) => Some(*span),
        _ => None,
    };
    let today = app.today();
    let longest = before
        .and_then(figure)
        .into_iter()
        .chain(figure(next))
        .max_by_key(|span| span.after(today, app.calendar()));
    longest.map_or_else(|| NOTICE_DEFAULT.parse().map_err(Error::internal), Ok)
}

/// The row of an edition by its hash, or by its first digits, its label, or its first day.
async fn find(app: &App, name: &str) -> Result<PublicationRow> {
    if let Some(row) = store::publications::get(app.store(), name).await.map_err(Error::internal)? {
        return Ok(row);
    }
    let rows = store::publications::list(app.store(), view::SHOWN).await.map_err(Error::internal)?;
    let given = name.to_ascii_lowercase();
    let fits = |row: &&PublicationRow| {
        row.label == name
            || row.begins.to_string() == name
            || (given.len() >= 8 && row.hash.starts_with(&given))
    };
    let open = rows.iter().filter(fits).find(|row| row.stage != "dropped");
    let hit = open.or_else(|| rows.iter().find(fits));
    hit.cloned().ok_or_else(|| Error::not_found("no edition on its way has that hash, label or day"))
}

fn parse(row: &PublicationRow) -> Result<Publication> {
    serde_json::from_str(&row.state).map_err(Error::internal)
}

/// The contents of an edition on its way; bytes that are not what its hash says are not used.
pub(crate) async fn edition_of(app: &App, row: &PublicationRow) -> Result<Edition> {
    let bytes = store::publications::canonical(app.store(), &row.hash).await.map_err(Error::internal)?;
    let bytes = bytes.ok_or_else(|| Error::internal("a publication without contents"))?;
    let hash = row.hash.parse().map_err(Error::internal)?;
    Edition::from_archive(&bytes, hash).map_err(crate::editions::altered)
}

/// Applies a command to a row within a transaction. Says what it became.
async fn apply(app: &App, tx: &mut Tx, row: &mut PublicationRow, command: &Command) -> Result<State> {
    let mut publication = parse(row)?;
    let now = Now { at: app.now(), today: app.today(), calendar: app.calendar() };
    let state = publication::decide(&publication, command, now).map_err(|refusal| refused(&refusal))?;
    publication.state = state.clone();
    row.state = serde_json::to_string(&publication).map_err(Error::internal)?;
    state.word().clone_into(&mut row.stage);
    row.changed_at = app.now();
    store::publications::put(&mut *tx, row).await.map_err(|error| match error {
        store::StoreError::Stale { .. } => Error::new(
            Kind::Conflict,
            "edition-changed",
            "Iemand anders heeft net iets met deze uitgave gedaan. Bekijk haar opnieuw.",
            "Somebody else has just done something with this edition. Look at it again.",
        ),
        other => Error::internal(other),
    })?;
    Ok(state)
}

/// A refusal of the lifecycle in words.
pub(crate) fn refused(refusal: &Refusal) -> Error {
    let (code, nl) = match refusal {
        Refusal::Stage { .. } => ("edition-stage", "Dat kan in dit stadium van de uitgave niet.".to_owned()),
        Refusal::NotClean { findings } => (
            "edition-not-clean",
            format!(
                "In de tekst staan {findings} dingen die er niet mogen staan of die ontbreken. Herstel ze en dien de uitgave opnieuw in."
            ),
        ),
        Refusal::SamePerson => (
            "edition-same-person",
            "Wie een uitgave opstelt, kan haar niet zelf goedkeuren. Dat doet een tweede persoon.".to_owned(),
        ),
        Refusal::TooSoon { earliest, from, .. } => (
            "edition-too-soon",
            format!(
                "Deze uitgave zegt dat zij ingaat op {from}. Als zij vandaag wordt aangekondigd, kan dat pas op {earliest}. Geef haar een latere dag."
            ),
        ),
        Refusal::NotAllTold => (
            "edition-not-all-told",
            "Nog niet iedereen heeft bericht gekregen. Daarom gaat deze uitgave nog niet in.".to_owned(),
        ),
        Refusal::NotYet { earliest } => {
            ("edition-not-yet", format!("Deze uitgave gaat op {earliest} in, niet eerder."))
        }
    };
    let mut en = refusal.to_string();
    if let Some(first) = en.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    Error::new(Kind::Conflict, code, nl, format!("{en}."))
}
