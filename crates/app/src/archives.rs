//! Collecting a sealed answer: only by the signed-in person whom it is about, and every time on the record.

use std::pin::Pin;

use futures_util::{Stream, StreamExt as _};
use kernel::Actor;
use kernel::ids::{ArchiveId, RequestId, SubjectId};
use ledger::EventKind;
use serde_json::json;
use store::Tx;
use store::archives::ArchiveRow;
use store::requests::RequestRow;

use crate::addresses;
use crate::app::App;
use crate::archive;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::journal;
use crate::requests::{change, decide};

/// An answer on its way to the person.
pub struct Download {
    /// The file's name.
    pub file_name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its contents, opened piece by piece.
    pub stream: Pin<Box<dyn Stream<Item = Result<Vec<u8>>> + Send>>,
}

/// Opens an answer. The person's own session, or the operator's shell, is the only way.
pub async fn open(app: &App, actor: &Actor, id: ArchiveId) -> Result<Download> {
    let row = store::archives::get(app.store(), id)
        .await
        .map_err(Error::internal)?
        .ok_or_else(|| Error::not_found("archive"))?;
    let request = change::load(app, row.request_id).await?;
    let by = match actor {
        Actor::Subject { id: subject } => {
            decide::own(&request, *subject)?;
            may_be_given(app, &request, *subject).await?;
            "subject"
        }
        Actor::Operator => "operator",
        Actor::Drill if request.drill => "drill",
        _ => return Err(Error::forbidden("collect-answer")),
    };
    give(app, &row, &request, by).await
}

/// The same for who seals it with a passphrase; [`crate::sealed`] says who may.
pub(crate) async fn for_sealing(app: &App, actor: &Actor, id: ArchiveId) -> Result<Download> {
    let row = store::archives::get(app.store(), id).await.map_err(Error::internal)?;
    let row = row.ok_or_else(|| Error::not_found("archive"))?;
    let request = change::load(app, row.request_id).await?;
    let by = match actor {
        Actor::Subject { id: subject } => {
            may_be_given(app, &request, *subject).await?;
            "subject, sealed"
        }
        _ => "officer, sealed",
    };
    give(app, &row, &request, by).await
}

/// Hands an answer over, on the record.
async fn give(app: &App, row: &ArchiveRow, request: &RequestRow, by: &str) -> Result<Download> {
    if row.purged_at.is_some() || row.expires_at <= app.now() {
        return Err(gone());
    }
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    record_given(app, &mut tx, row, by).await?;
    commit(tx, "download recorded").await?;
    Ok(contents(app, row, request))
}

/// Puts on record that an answer was given.
pub(crate) async fn record_given(app: &App, tx: &mut Tx, row: &ArchiveRow, by: &str) -> Result<()> {
    store::archives::log_download(&mut *tx, row.id, app.now(), by).await.map_err(Error::internal)?;
    let data = json!({ "by": by });
    journal::record_about(app, tx, EventKind::AnswerCollected, row.request_id, data).await.map(drop)
}

/// What an answer holds, for whoever has been found to be given it.
pub(crate) fn contents(app: &App, row: &ArchiveRow, request: &RequestRow) -> Download {
    let (id, key) = (row.id, app.keys().seal.clone());
    let pieces = store::archives::chunks(app.store(), id).enumerate().map(move |(number, piece)| {
        let place = archive::place(id, number as u64);
        key.open(&place, &piece.map_err(Error::internal)?).map_err(Error::internal)
    });
    Download {
        file_name: format!("{}-{}.zip", file_stem(&request.right), request.received_at.strftime("%Y-%m-%d")),
        bytes: u64::try_from(row.bytes).unwrap_or(0),
        stream: Box::pin(pieces),
    }
}

/// Its time is over.
pub(crate) fn gone() -> Error {
    Error::new(
        Kind::Gone,
        "answer-gone",
        "Deze kopie is niet meer op te halen: de tijd ervoor is voorbij en zij is vernietigd. Vraag een nieuwe aan.",
        "This copy can no longer be collected: its time has passed and it was destroyed. Ask for a new one.",
    )
}

/// A copy is not given while the address under which somebody signed in took another's place a moment ago, unless
/// an officer judged who they are (S84).
pub(crate) async fn may_be_given(app: &App, request: &RequestRow, subject: SubjectId) -> Result<()> {
    let proof = change::parse(request)?.state.identity().copied();
    if matches!(proof, Some(::requests::IdentityProof::Judged { .. })) {
        return Ok(());
    }
    let subject = store::subjects::get(app.store(), subject).await.map_err(Error::internal)?;
    let Some(subject) = subject else { return Err(Error::not_found("subject")) };
    let Some(until) = addresses::waits_until(app, &subject.email).await? else { return Ok(()) };
    let day = kernel::clock::date_in(until, &app.zone());
    let said = |language| kernel::calendar::date_text(day, language);
    Err(Error::new(
        Kind::Conflict,
        "new-address-waits",
        format!(
            "Uw e-mailadres is pas gewijzigd. Voor uw veiligheid staat uw kopie klaar vanaf {}. Wilt u haar eerder? Neem contact met ons op en laat zien wie u bent.",
            said(kernel::Language::Nl)
        ),
        format!(
            "Your e-mail address was changed recently. For your safety your copy can be collected from {}. Do you want it sooner? Get in touch with us and show who you are.",
            said(kernel::Language::En)
        ),
    ))
}

/// The newest answer to a request that can still be collected.
pub async fn newest(app: &App, request: RequestId) -> Result<Option<ArchiveId>> {
    let now = app.now();
    let archives = store::archives::by_request(app.store(), request).await.map_err(Error::internal)?;
    Ok(archives
        .into_iter()
        .filter(|archive| archive.purged_at.is_none() && archive.expires_at > now && archive.bytes > 0)
        .max_by_key(|archive| archive.created_at)
        .map(|archive| archive.id))
}

fn file_stem(right: &str) -> &'static str {
    if right == "portability" { "overdracht" } else { "mijn-gegevens" }
}
