//! What holders sent back: files, kept sealed until the term of the request's file is over, and handed out as downloads
//! only. Their digest is in the ledger, so that it can be shown afterwards which answer there was.

use ::retention::{Start, Term, Then};
use jiff::{SignedDuration, Timestamp};
use kernel::Actor;
use kernel::ids::{RequestId, StepId};
use ledger::EventKind;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::Tx;
use store::tasks::AnswerRow;

use super::{Scene, may_see};
use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::journal;
use crate::media::{self, Media};
use crate::requests::{change, decide};

/// The largest file that is kept, in bytes.
pub const LARGEST: usize = 10 * 1024 * 1024;
/// Files that are kept of one request at most.
const MOST: usize = 50;
/// Days after its answer that the file of a request stays when the policy has no term for it.
const DAYS: i64 = 90;
/// The data category of files of requests, by which the policy's own term for them is found.
const CATEGORY: &str = "request";
/// Files that are destroyed in one go.
const AT_ONCE: u32 = 200;

/// A file that a holder sent, for people: never what is in it.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// Which one.
    pub id: String,
    /// The step that it is the answer to.
    pub step: StepId,
    /// The name under which it is handed out.
    pub name: String,
    /// What it was found to be.
    pub media: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of it, hexadecimal.
    pub sha256: String,
    /// When it was kept.
    pub kept: Timestamp,
    /// Whether its person may collect it.
    pub for_person: bool,
}

/// A file on its way to whoever may have it.
pub struct AnswerFile {
    /// The name under which it is handed out.
    pub name: String,
    /// What it was found to be.
    pub media: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Keeps what a holder sent. The same file twice is kept once.
///
/// # Errors
/// The actor does not decide, the file is too large or of no kind that is kept, or the request is over.
pub async fn keep(
    app: &App,
    actor: &Actor,
    step: StepId,
    (name, bytes): (&str, &[u8]),
    for_person: bool,
) -> Result<Answer> {
    decide::decider(actor)?;
    let scene = Scene::of(app, step).await?;
    let request = scene.request.id;
    if bytes.len() > LARGEST {
        return Err(too_large());
    }
    let media = Media::of(bytes, &media::ANSWERS).ok_or_else(unknown)?;
    // Nothing of somebody who was erased is taken in again.
    if scene.request.closed_at.is_some() && scene.request.subject_id.is_none() {
        return Err(over());
    }
    let kept = store::tasks::answers(app.store(), request).await.map_err(Error::internal)?;
    let sha256 = hex::encode(Sha256::digest(bytes));
    if let Some(same) = kept.iter().find(|row| row.sha256 == sha256 && row.step_id == step) {
        return view(app, same);
    }
    if kept.len() >= MOST {
        return Err(too_many());
    }
    let id = kernel::ids::uuid_v7(app.now(), app.entropy()).to_string();
    let seal = |what: &str, plain: &[u8]| {
        app.keys().seal.seal(&place(what, &id), plain, app.entropy()).map_err(Error::internal)
    };
    let row = AnswerRow {
        name: seal("name", media::file_name(name, media, "antwoord").as_bytes())?,
        step_id: step,
        request_id: request,
        media: media.name().to_owned(),
        bytes: i64::try_from(bytes.len()).map_err(Error::internal)?,
        sha256,
        for_person,
        kept_at: app.now(),
        id: id.clone(),
    };
    let contents = seal("contents", bytes)?;
    let data = json!({
        "answer": row.id, "system": scene.step.system, "step": step, "media": row.media, "bytes": row.bytes,
        "sha256": row.sha256, "for_person": for_person,
    });
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::tasks::keep_answer(&mut tx, &row, contents).await.map_err(Error::internal)?;
    journal::record_about(app, &mut tx, EventKind::TaskAnswerKept, request, data).await?;
    commit(tx, "holder's answer kept").await?;
    view(app, &row)
}

/// What holders sent for a request.
pub(crate) async fn of_request(app: &App, request: RequestId) -> Result<Vec<Answer>> {
    let rows = store::tasks::answers(app.store(), request).await.map_err(Error::internal)?;
    rows.iter().map(|row| view(app, row)).collect()
}

/// Hands a file to whoever decides about its request.
///
/// # Errors
/// The actor may not have it, or it is gone.
pub async fn open(app: &App, actor: &Actor, id: &str) -> Result<AnswerFile> {
    may_see(actor)?;
    let row = find(app, id).await?;
    contents(app, &row).await
}

/// Hands a file to the person whom it is about; that is on the record.
///
/// # Errors
/// It is somebody else's, not meant for them, or gone.
pub async fn open_own(app: &App, actor: &Actor, id: &str) -> Result<AnswerFile> {
    let Actor::Subject { id: subject } = actor else { return Err(Error::forbidden("collect-answer")) };
    let row = find(app, id).await?;
    decide::own(&change::load(app, row.request_id).await?, *subject)?;
    if !row.for_person {
        return Err(Error::not_found("holder's answer that is not for the person"));
    }
    let file = contents(app, &row).await?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let data = json!({ "answer": row.id, "by": "subject" });
    journal::record_about(app, &mut tx, EventKind::TaskAnswerCollected, row.request_id, data).await?;
    commit(tx, "holder's answer collected").await?;
    Ok(file)
}

/// Destroys what holders sent for a request, in the transaction that forgets its person.
pub(crate) async fn destroy_of(app: &App, tx: &mut Tx, request: RequestId) -> Result<()> {
    for row in store::tasks::answers(&mut *tx, request).await.map_err(Error::internal)? {
        destroy(app, tx, &row.id, request, "forgotten").await?;
    }
    Ok(())
}

/// Destroys what was sent for requests whose file is over.
pub(crate) async fn destroy_over(app: &App) -> Result<()> {
    let before = last_closed(app)?;
    for (id, request) in store::tasks::over(app.store(), before, AT_ONCE).await.map_err(Error::internal)? {
        let mut tx = app.store().begin().await.map_err(Error::internal)?;
        destroy(app, &mut tx, &id, request, "term").await?;
        commit(tx, "holder's answer destroyed").await?;
    }
    Ok(())
}

async fn destroy(app: &App, tx: &mut Tx, id: &str, request: RequestId, because: &str) -> Result<()> {
    if store::tasks::destroy(&mut *tx, id).await.map_err(Error::internal)? {
        let data = json!({ "answer": id, "because": because });
        journal::record_about(app, tx, EventKind::TaskAnswerDestroyed, request, data).await?;
    }
    Ok(())
}

/// The last instant at which a request was closed whose file is over now: by the shortest term of the policy that is
/// about requests and counts from their answer, longer than a day.
fn last_closed(app: &App) -> Result<Timestamp> {
    let deployment = app.deployment()?;
    let facts = &deployment.edition.facts().terms;
    let about =
        |id: &String| facts.get(id).is_some_and(|fact| fact.categories.iter().any(|of| of == CATEGORY));
    let files = |term: &&Term| term.from() == Start::Answer && matches!(term.then(), Then::Anonymise);
    let terms: Vec<&Term> =
        deployment.terms.iter().filter(|(id, _)| about(id)).map(|(_, term)| term).filter(files).collect();
    let days = |term: &&Term| ::retention::cutoff(term, app.today());
    let Some(day) = terms.iter().filter_map(days).max() else {
        return Ok(app.now() - SignedDuration::from_hours(24 * DAYS));
    };
    Ok(kernel::calendar::end_of_day(day, &deployment.zone))
}

async fn find(app: &App, id: &str) -> Result<AnswerRow> {
    let row = store::tasks::answer(app.store(), id).await.map_err(Error::internal)?;
    row.ok_or_else(|| Error::not_found("holder's answer"))
}

async fn contents(app: &App, row: &AnswerRow) -> Result<AnswerFile> {
    let sealed = store::tasks::contents(app.store(), &row.id).await.map_err(Error::internal)?;
    let sealed = sealed.ok_or_else(|| Error::not_found("holder's answer"))?;
    let bytes = app.keys().seal.open(&place("contents", &row.id), &sealed).map_err(Error::internal)?;
    Ok(AnswerFile { name: name_of(app, row)?, media: row.media.clone(), bytes })
}

fn name_of(app: &App, row: &AnswerRow) -> Result<String> {
    let name = app.keys().seal.open(&place("name", &row.id), &row.name).map_err(Error::internal)?;
    String::from_utf8(name).map_err(Error::internal)
}

fn view(app: &App, row: &AnswerRow) -> Result<Answer> {
    Ok(Answer {
        id: row.id.clone(),
        step: row.step_id,
        name: name_of(app, row)?,
        media: row.media.clone(),
        bytes: u64::try_from(row.bytes).unwrap_or(0),
        sha256: row.sha256.clone(),
        kept: row.kept_at,
        for_person: row.for_person,
    })
}

/// Binds what is sealed to its answer.
fn place(what: &str, id: &str) -> String {
    format!("task-answer-{what}:{id}")
}

fn too_large() -> Error {
    Error::new(
        Kind::Invalid,
        "answer-too-large",
        "Dit bestand is groter dan 10 MB. Deel het op, of bewaar het elders en leg hier alleen de uitkomst vast.",
        "This file is larger than 10 MB. Split it, or keep it elsewhere and put only the outcome on record here.",
    )
}

fn unknown() -> Error {
    Error::new(
        Kind::Invalid,
        "answer-unknown-kind",
        "Dit soort bestand bewaren wij niet. Het mag een PDF, een zip- of kantoorbestand, een PNG- of JPEG-plaatje of platte tekst zijn.",
        "This kind of file is not kept. It may be a PDF, a zip or office file, a PNG or JPEG picture, or plain text.",
    )
}

fn too_many() -> Error {
    Error::new(
        Kind::Conflict,
        "answers-too-many",
        "Bij dit verzoek zijn al vijftig bestanden bewaard. Pak de rest samen in één zip-bestand.",
        "Fifty files are kept with this request already. Pack the rest into one zip file.",
    )
}

fn over() -> Error {
    Error::new(
        Kind::Conflict,
        "request-over",
        "Dit verzoek is afgehandeld en de persoon is vergeten. Er wordt niets meer bij bewaard.",
        "This request is done and its person forgotten. Nothing more is kept with it.",
    )
}
