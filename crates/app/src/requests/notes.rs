//! Notes that officers write about a request: sealed, for whoever decides, and gone with what the request knows of its
//! person. The ledger says that a note was written, never what.

use jiff::Timestamp;
use kernel::Actor;
use kernel::ids::RequestId;
use ledger::EventKind;
use serde::Serialize;
use serde_json::json;
use store::notes::NoteRow;

use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::journal;
use crate::requests::{change, decide};

/// The longest note.
pub const LONGEST: usize = 4000;

/// A note.
#[derive(Debug, Clone, Serialize)]
pub struct NoteView {
    /// Which one.
    pub id: String,
    /// When it was written, UTC.
    pub at: Timestamp,
    /// Who wrote it: their address, or `operator`.
    pub by: String,
    /// Whether the reader wrote it, and so may take it away.
    pub own: bool,
    /// What it says.
    pub words: String,
}

/// Writes a note.
///
/// # Errors
/// It says nothing or too much, the request is closed, or the actor does not decide about requests.
pub async fn add(app: &App, actor: &Actor, id: RequestId, words: &str) -> Result<()> {
    decide::decider(actor)?;
    let words = words.trim();
    if words.is_empty() || words.chars().count() > LONGEST {
        return Err(Error::new(
            Kind::Invalid,
            "note-unusable",
            "Een notitie heeft 1 tot 4.000 tekens.",
            "A note has 1 to 4,000 characters.",
        ));
    }
    let note = kernel::ids::uuid_v7(app.now(), app.entropy()).to_string();
    let sealed = app.keys().seal.seal(&place(&note), words.as_bytes(), app.entropy());
    let row = NoteRow {
        id: note,
        request_id: id,
        written_at: app.now(),
        written_by: writer(actor),
        words: sealed.map_err(Error::internal)?,
    };
    if change::load(app, id).await?.closed_at.is_some() {
        return Err(Error::new(
            Kind::Conflict,
            "closed",
            "Dit verzoek is afgehandeld. Er komt niets meer bij te staan.",
            "This request is closed. Nothing is added to it any more.",
        ));
    }
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::notes::insert(&mut tx, &row).await.map_err(Error::internal)?;
    journal::record_about(app, &mut tx, EventKind::NoteWritten, id, json!({})).await?;
    commit(tx, "note written").await
}

/// Takes one's own note away. False: there is none.
pub async fn remove(app: &App, actor: &Actor, id: RequestId, note: &str) -> Result<bool> {
    decide::decider(actor)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    if !store::notes::delete(&mut tx, id, note, &writer(actor)).await.map_err(Error::internal)? {
        return Ok(false);
    }
    journal::record_about(app, &mut tx, EventKind::NoteWritten, id, json!({ "removed": true })).await?;
    commit(tx, "note removed").await?;
    Ok(true)
}

/// The notes about a request, for who decides.
pub async fn list(app: &App, actor: &Actor, id: RequestId) -> Result<Vec<NoteView>> {
    decide::decider(actor)?;
    let rows = store::notes::of(app.store(), id).await.map_err(Error::internal)?;
    let mut views = Vec::new();
    for row in rows {
        let plain = app.keys().seal.open(&place(&row.id), &row.words).map_err(Error::internal)?;
        let id = row.written_by.parse().ok();
        let staff = match id {
            Some(id) => store::staff::get(app.store(), id).await.map_err(Error::internal)?,
            None => None,
        };
        views.push(NoteView {
            own: row.written_by == writer(actor),
            by: staff.map_or(row.written_by, |staff| staff.email),
            id: row.id,
            at: row.written_at,
            words: String::from_utf8_lossy(&plain).into_owned(),
        });
    }
    Ok(views)
}

/// How an actor stands in rows.
pub(crate) fn writer(actor: &Actor) -> String {
    match actor {
        Actor::Staff { id, .. } => id.to_string(),
        Actor::Drill => "drill".to_owned(),
        _ => "operator".to_owned(),
    }
}

fn place(note: &str) -> String {
    format!("note:{note}")
}
