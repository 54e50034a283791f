//! A copy that goes straight to another controller (GDPR article 20(2)): by a link that works once, or to an address that
//! the other side gave. Nothing is changed and nobody's account is closed by it (S96).
//!
//! The person chooses it for a copy that they asked to take along; an officer may where they judged who the person is. Of a
//! link only the hash of its token is kept, and whoever has the link has the copy: so it works once, for a week at most,
//! and can be taken back. An address is spoken to as `connect::outward` says: the public internet only, no redirects. What
//! went, and whether the other side took it, is kept and shown to the person. To add a way: a case of [`Way`], what carries
//! it out, and its words on the pages.

use std::io;
use std::time::Duration;

use ::requests::{Failure, IdentityProof, Retry, Right, Verdict};
use connect::outward::{self, OutwardError, Parcel, Receipt};
use futures_util::StreamExt as _;
use http::{HeaderValue, Method, header};
use jiff::{SignedDuration, Timestamp};
use kernel::ids::{ArchiveId, RequestId};
use kernel::{Actor, StaffRole};
use ledger::EventKind;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::Tx;
use store::archives::ArchiveRow;
use store::handovers::{End, HandoverRow, HandoverState};
use store::requests::RequestRow;

use crate::app::App;
use crate::archives::{self, Download};
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::journal;
use crate::requests::notes::writer;
use crate::requests::{change, decide};
use crate::work::Progress;

/// How long a link works, unless the copy is destroyed before.
const LINK_VALID: SignedDuration = SignedDuration::from_hours(24 * 7);
/// How many hand-overs one copy may have.
const MOST: usize = 12;
/// How much is sent to an address, in bytes, and how long that may take. A larger copy is handed over by a link.
const LARGEST: u64 = 2 * 1024 * 1024 * 1024;
const WITHIN: Duration = Duration::from_mins(10);
/// How patiently an address is tried that cannot take it now.
const RETRY: Retry = Retry { first_seconds: 60, longest_seconds: 3_600, alarm_after: 3, attempts: 8 };
/// How long it can be looked back at.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24 * 400);

/// How a copy goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// By a link that works once.
    Link,
    /// To an address, by PUT: sending it twice is like sending it once.
    Put,
    /// To an address, by POST.
    Post,
}

impl Way {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Put => "put",
            Self::Post => "post",
        }
    }

    fn of(row: &HandoverRow) -> Self {
        match row.way.as_str() {
            "put" => Self::Put,
            "post" => Self::Post,
            _ => Self::Link,
        }
    }
}

/// How far one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It waits: for whoever has the link, or to be sent.
    Open,
    /// The other side has it.
    Done,
    /// It did not get there.
    Failed,
    /// It was taken back.
    Revoked,
    /// Nobody came for it in time.
    Expired,
}

/// A hand-over, for whoever asked for it.
#[derive(Debug, Clone, Serialize)]
pub struct HandoverView {
    /// Which one.
    pub id: String,
    /// How.
    pub way: Way,
    /// How far it is.
    pub standing: Standing,
    /// The host that it is sent to.
    pub host: Option<String>,
    /// When it was asked for.
    pub asked: Timestamp,
    /// Until when it is to be had.
    pub expires: Timestamp,
    /// When it was used, sent, given up or taken back.
    pub ended: Option<Timestamp>,
    /// When it is tried again.
    pub next: Option<Timestamp>,
    /// What the other side answered.
    pub status: Option<i64>,
    /// How much went, in bytes.
    pub bytes: Option<i64>,
    /// SHA-256 of what went.
    pub sha256: Option<String>,
    /// Why it did not get there: a word of [`OutwardError::word`], or `gone`.
    pub problem: Option<String>,
}

/// A copy with its hand-overs.
#[derive(Debug, Clone, Serialize)]
pub struct Board {
    /// The request that it answers.
    pub request: RequestId,
    /// Until when the copy is there.
    pub expires: Timestamp,
    /// Whether it is there still.
    pub there: bool,
    /// Its size in bytes.
    pub bytes: u64,
    /// The latest first.
    pub handovers: Vec<HandoverView>,
}

/// A link that was just made.
#[derive(Clone)]
pub struct NewLink {
    /// The link. Nobody can show it again.
    pub url: String,
    /// Until when it works.
    pub expires: Timestamp,
}

impl std::fmt::Debug for NewLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewLink").field("expires", &self.expires).finish_non_exhaustive()
    }
}

/// What whoever has a link may know before they use it: nothing of whom it is about.
#[derive(Debug, Clone, Serialize)]
pub struct Offered {
    /// Until when it works.
    pub expires: Timestamp,
    /// How much it is, in bytes.
    pub bytes: u64,
    /// SHA-256 of the file.
    pub sha256: String,
}

/// A copy with what was handed over of it.
///
/// # Errors
/// It is not for this actor, or is no copy that somebody takes along.
pub async fn board(app: &App, actor: &Actor, archive: ArchiveId) -> Result<Board> {
    let (row, request) = may(app, actor, archive).await?;
    let rows = store::handovers::of(app.store(), archive).await.map_err(Error::internal)?;
    Ok(Board {
        request: request.id,
        expires: row.expires_at,
        there: is_there(app, &row),
        bytes: u64::try_from(row.bytes).unwrap_or(0),
        handovers: rows.iter().map(|one| view(app, one)).collect(),
    })
}

/// Makes a link that works once.
///
/// # Errors
/// As [`board`], or the copy is gone, or too many hand-overs were asked for.
pub async fn open_link(app: &App, actor: &Actor, archive: ArchiveId) -> Result<NewLink> {
    let (row, request) = may(app, actor, archive).await?;
    let token = hex::encode(app.entropy().bytes::<32>());
    let expires = row.expires_at.min(app.now() + LINK_VALID);
    let handover = HandoverRow {
        token_hash: Some(hash(&token)),
        expires_at: expires,
        ..begun(app, actor, &row, Way::Link)
    };
    begin(app, &row, &request, &handover).await?;
    Ok(NewLink { url: format!("{}/overdracht/{token}", app.config().base_url), expires })
}

/// Has a copy sent to an address.
///
/// # Errors
/// As [`open_link`], or the address is none that is spoken to.
pub async fn send_to(app: &App, actor: &Actor, archive: ArchiveId, address: &str, way: Way) -> Result<()> {
    let (row, request) = may(app, actor, archive).await?;
    let url = outward::check(address, app.reach()).map_err(unusable)?;
    let blank = begun(app, actor, &row, way);
    let target = app.keys().seal.seal(&place(&blank.id), url.as_str().as_bytes(), app.entropy());
    let handover = HandoverRow { target: Some(target.map_err(Error::internal)?), ..blank };
    begin(app, &row, &request, &handover).await
}

/// Takes a hand-over back before anybody has it.
///
/// # Errors
/// It is not this actor's, or it is over.
pub async fn revoke(app: &App, actor: &Actor, id: &str) -> Result<()> {
    let found = store::handovers::get(app.store(), id).await.map_err(Error::internal)?;
    let row = found.ok_or_else(|| Error::not_found("handover"))?;
    let (_, request) = may(app, actor, row.archive_id).await?;
    let end = ended(app, &row, HandoverState::Revoked)?;
    let data = json!({ "handover": row.id, "way": row.way });
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    if !store::handovers::end(&mut tx, &row.id, &end).await.map_err(Error::internal)? {
        return Err(Error::new(
            Kind::Conflict,
            "handover-over",
            "Dit kan niet meer worden teruggenomen: het is al opgehaald, verstuurd of verlopen.",
            "This can no longer be taken back: it was collected or sent, or has expired.",
        ));
    }
    journal::record_about(app, &mut tx, EventKind::HandoverRevoked, request.id, data).await?;
    commit(tx, "handover revoked").await
}

/// What a link offers, without using it.
///
/// # Errors
/// It does not work, or no longer.
pub async fn offered(app: &App, token: &str) -> Result<Offered> {
    let (handover, row) = by_link(app, token).await?;
    Ok(Offered {
        expires: handover.expires_at,
        bytes: u64::try_from(row.bytes).unwrap_or(0),
        sha256: row.sha256,
    })
}

/// Gives the copy to whoever has the link: once.
///
/// # Errors
/// The link does not work, or no longer.
pub async fn fetch(app: &App, token: &str) -> Result<(Download, String)> {
    let (handover, row) = by_link(app, token).await?;
    let request = change::load(app, row.request_id).await?;
    let end = End {
        bytes: Some(row.bytes),
        sha256: Some(&row.sha256),
        ..ended(app, &handover, HandoverState::Done)?
    };
    let data =
        json!({ "handover": handover.id, "way": handover.way, "bytes": row.bytes, "sha256": row.sha256 });
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    // Of several who come at once, one gets it.
    if !store::handovers::end(&mut tx, &handover.id, &end).await.map_err(Error::internal)? {
        return Err(link_gone());
    }
    journal::record_about(app, &mut tx, EventKind::HandoverDone, request.id, data).await?;
    archives::record_given(app, &mut tx, &row, "another controller, by link").await?;
    commit(tx, "handed over by link").await?;
    Ok((archives::contents(app, &row, &request), row.sha256))
}

/// The job of sending a copy to an address.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SendCopy {
    handover: String,
}

/// Sends it, once; comes back when the other side cannot take it now.
pub(crate) async fn send(app: &App, job: &SendCopy) -> Result<Progress> {
    let row = store::handovers::get(app.store(), &job.handover).await.map_err(Error::internal)?;
    let Some(row) = row.filter(|row| row.state == HandoverState::Open && row.way != Way::Link.as_str())
    else {
        return Ok(Progress::Done);
    };
    if let Some(at) = row.next_at.filter(|at| *at > app.now()) {
        return Ok(Progress::Later(at));
    }
    let archive = store::archives::get(app.store(), row.archive_id).await.map_err(Error::internal)?;
    let Some(archive) = archive.filter(|archive| is_there(app, archive)) else {
        return give_up(app, &row, None, "gone", None).await;
    };
    // A post that broke off may have been heard: it is not made again.
    if row.way == Way::Post.as_str() && row.started > row.failures {
        return give_up(app, &row, Some(&archive), OutwardError::Broken.word(), None).await;
    }
    if !store::handovers::start(app.store(), &row.id).await.map_err(Error::internal)? {
        return Ok(Progress::Done);
    }
    match deliver(app, &row, &archive).await? {
        Ok(receipt) => keep(app, &row, &archive, &receipt).await,
        Err(problem) => not_there(app, &row, &archive, problem).await,
    }
}

async fn deliver(
    app: &App,
    row: &HandoverRow,
    archive: &ArchiveRow,
) -> Result<Result<Receipt, OutwardError>> {
    let request = change::load(app, archive.request_id).await?;
    let url = address(app, row)?;
    let url = match outward::check(&url, app.reach()) {
        Ok(url) => url,
        Err(problem) => return Ok(Err(problem)),
    };
    let copy = archives::contents(app, archive, &request);
    let disposition = format!("attachment; filename=\"{}\"", copy.file_name);
    let mut headers = vec![(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"))];
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.push((header::CONTENT_DISPOSITION, disposition));
    }
    let parcel = Parcel {
        method: if row.way == Way::Post.as_str() { Method::POST } else { Method::PUT },
        to: url,
        headers,
        bytes: copy.bytes,
        contents: copy.stream.map(|piece| piece.map_err(|_| io::ErrorKind::InvalidData.into())).boxed(),
        largest: LARGEST,
        within: WITHIN,
    };
    let sent = outward::send(parcel, app.reach()).await;
    Ok(sent.and_then(
        |receipt| {
            if receipt.sha256 == archive.sha256 { Ok(receipt) } else { Err(OutwardError::Source) }
        },
    ))
}

async fn keep(app: &App, row: &HandoverRow, archive: &ArchiveRow, receipt: &Receipt) -> Result<Progress> {
    let end = End {
        status: Some(i64::from(receipt.status)),
        bytes: i64::try_from(receipt.bytes).ok(),
        sha256: Some(&receipt.sha256),
        ..ended(app, row, HandoverState::Done)?
    };
    let data = json!({
        "handover": row.id, "way": row.way, "status": receipt.status, "bytes": receipt.bytes, "sha256": receipt.sha256,
    });
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    if store::handovers::end(&mut tx, &row.id, &end).await.map_err(Error::internal)? {
        journal::record_about(app, &mut tx, EventKind::HandoverDone, archive.request_id, data).await?;
        archives::record_given(app, &mut tx, archive, "another controller, sent").await?;
    }
    commit(tx, "handed over").await?;
    Ok(Progress::Done)
}

/// It did not get there: tried again where that may help and cannot do it twice.
async fn not_there(
    app: &App,
    row: &HandoverRow,
    archive: &ArchiveRow,
    problem: OutwardError,
) -> Result<Progress> {
    let unheard = !matches!(problem, OutwardError::Slow | OutwardError::Broken);
    let again = problem.may_pass() && (unheard || row.way == Way::Put.as_str());
    let failure = if again { Failure::Retryable } else { Failure::Final };
    let failures = u32::try_from(row.failures + 1).unwrap_or(u32::MAX);
    let status = problem.status().map(i64::from);
    match RETRY.after(failures, failure, app.now()) {
        Verdict::Again { at, .. } if at < row.expires_at => {
            let word = problem.word();
            store::handovers::again(app.store(), &row.id, at, word, status).await.map_err(Error::internal)?;
            Ok(Progress::Later(at))
        }
        _ => give_up(app, row, Some(archive), problem.word(), status).await,
    }
}

async fn give_up(
    app: &App,
    row: &HandoverRow,
    archive: Option<&ArchiveRow>,
    problem: &str,
    status: Option<i64>,
) -> Result<Progress> {
    let end = End { status, problem: Some(problem), ..ended(app, row, HandoverState::Failed)? };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    if store::handovers::end(&mut tx, &row.id, &end).await.map_err(Error::internal)? {
        let data = json!({ "handover": row.id, "way": row.way, "problem": problem, "status": status });
        record(app, &mut tx, EventKind::HandoverFailed, archive.map(|archive| archive.request_id), data)
            .await?;
    }
    commit(tx, "handover given up").await?;
    Ok(Progress::Done)
}

async fn record(
    app: &App,
    tx: &mut Tx,
    kind: EventKind,
    request: Option<RequestId>,
    data: serde_json::Value,
) -> Result<()> {
    match request {
        Some(request) => journal::record_about(app, tx, kind, request, data).await.map(drop),
        None => journal::record(app, tx, kind, data).await.map(drop),
    }
}

/// Forgets hand-overs of long ago; the ledger still says that they happened.
pub(crate) async fn forget_old(app: &App) -> Result<()> {
    store::handovers::purge(app.store(), app.now() - REMEMBERED).await.map_err(Error::internal).map(drop)
}

/// The copy and its request, when this actor may hand it over.
async fn may(app: &App, actor: &Actor, archive: ArchiveId) -> Result<(ArchiveRow, RequestRow)> {
    let row = store::archives::get(app.store(), archive).await.map_err(Error::internal)?;
    let row = row.ok_or_else(|| Error::not_found("archive"))?;
    let request = change::load(app, row.request_id).await?;
    match actor {
        Actor::Subject { id } => {
            decide::own(&request, *id)?;
            archives::may_be_given(app, &request, *id).await?;
        }
        Actor::Operator => {}
        Actor::Drill if request.drill => {}
        Actor::Staff { role: StaffRole::Officer, .. } => judged(&request)?,
        _ => return Err(Error::forbidden("hand-over")),
    }
    if request.right != Right::Portability.as_str() {
        return Err(Error::new(
            Kind::Conflict,
            "not-portable",
            "Alleen een kopie die iemand wil meenemen, gaat rechtstreeks naar een ander.",
            "Only a copy that somebody wants to take along goes straight to another.",
        ));
    }
    Ok((row, request))
}

/// What the sign-in shows by itself is no judgement of an officer.
fn judged(request: &RequestRow) -> Result<()> {
    let proof = change::parse(request)?.state.identity().copied();
    if matches!(proof, Some(IdentityProof::Judged { .. })) {
        return Ok(());
    }
    Err(Error::new(
        Kind::Conflict,
        "not-judged-who",
        "U geeft een kopie alleen door als u hebt beoordeeld wie de aanvrager is. Wie inlogt, doet het zelf.",
        "You hand a copy over only when you have judged who the person is. Whoever signs in does it themselves.",
    ))
}

fn begun(app: &App, actor: &Actor, archive: &ArchiveRow, way: Way) -> HandoverRow {
    HandoverRow {
        id: kernel::ids::uuid_v7(app.now(), app.entropy()).to_string(),
        archive_id: archive.id,
        way: way.as_str().to_owned(),
        state: HandoverState::Open,
        token_hash: None,
        target: None,
        asked_by: if matches!(actor, Actor::Subject { .. }) { "subject".to_owned() } else { writer(actor) },
        created_at: app.now(),
        expires_at: archive.expires_at,
        started: 0,
        failures: 0,
        next_at: None,
        ended_at: None,
        status: None,
        bytes: None,
        sha256: None,
        problem: None,
    }
}

async fn begin(app: &App, archive: &ArchiveRow, request: &RequestRow, row: &HandoverRow) -> Result<()> {
    if !is_there(app, archive) {
        return Err(archives::gone());
    }
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    if store::handovers::of(&mut tx, archive.id).await.map_err(Error::internal)?.len() >= MOST {
        return Err(Error::new(
            Kind::TooMany,
            "too-many-handovers",
            "Deze kopie is al zo vaak doorgegeven als kan. Vraag een nieuwe aan.",
            "This copy was handed over as often as it can be. Ask for a new one.",
        ));
    }
    store::handovers::insert(&mut tx, row).await.map_err(Error::internal)?;
    let by = if row.asked_by == "subject" { "subject" } else { "officer" };
    let data = json!({ "handover": row.id, "way": row.way, "by": by, "until": row.expires_at.to_string() });
    journal::record_about(app, &mut tx, EventKind::HandoverOpened, request.id, data).await?;
    if row.target.is_some() {
        let job = SendCopy { handover: row.id.clone() };
        change::enqueue(app, &mut tx, "hand-over", &job, Some(&format!("hand-over:{}", row.id))).await?;
    }
    commit(tx, "handover begun").await?;
    app.wake();
    Ok(())
}

/// How it ends; of an address only the host stays.
fn ended<'a>(app: &App, row: &HandoverRow, state: HandoverState) -> Result<End<'a>> {
    let host = row.target.is_some().then(|| address(app, row)).transpose()?.and_then(|url| host_of(&url));
    let target = host.map(|host| app.keys().seal.seal(&place(&row.id), host.as_bytes(), app.entropy()));
    Ok(End {
        state,
        at: app.now(),
        target: target.transpose().map_err(Error::internal)?,
        status: None,
        bytes: None,
        sha256: None,
        problem: None,
    })
}

fn address(app: &App, row: &HandoverRow) -> Result<String> {
    let sealed = row.target.as_deref().unwrap_or_default();
    let plain = app.keys().seal.open(&place(&row.id), sealed).map_err(Error::internal)?;
    String::from_utf8(plain).map_err(Error::internal)
}

/// The host of an address; a host by itself stays what it is.
fn host_of(address: &str) -> Option<String> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?']).next().map(str::to_owned)
}

async fn by_link(app: &App, token: &str) -> Result<(HandoverRow, ArchiveRow)> {
    let found = store::handovers::by_token(app.store(), &hash(token)).await.map_err(Error::internal)?;
    let open = |row: &HandoverRow| row.state == HandoverState::Open && row.expires_at > app.now();
    let row = found.filter(open).ok_or_else(link_gone)?;
    let archive = store::archives::get(app.store(), row.archive_id).await.map_err(Error::internal)?;
    let archive = archive.filter(|archive| is_there(app, archive)).ok_or_else(link_gone)?;
    Ok((row, archive))
}

fn view(app: &App, row: &HandoverRow) -> HandoverView {
    HandoverView {
        id: row.id.clone(),
        way: Way::of(row),
        standing: match row.state {
            HandoverState::Open if row.expires_at <= app.now() => Standing::Expired,
            HandoverState::Open => Standing::Open,
            HandoverState::Done => Standing::Done,
            HandoverState::Failed => Standing::Failed,
            HandoverState::Revoked => Standing::Revoked,
        },
        host: row.target.is_some().then(|| address(app, row).ok()).flatten().and_then(|url| host_of(&url)),
        asked: row.created_at,
        expires: row.expires_at,
        ended: row.ended_at,
        next: row.next_at,
        status: row.status,
        bytes: row.bytes,
        sha256: row.sha256.clone(),
        problem: row.problem.clone(),
    }
}

fn is_there(app: &App, archive: &ArchiveRow) -> bool {
    archive.purged_at.is_none() && archive.expires_at > app.now() && archive.bytes > 0
}

fn unusable(problem: OutwardError) -> Error {
    let error = if problem == OutwardError::Private {
        Error::new(
            Kind::Invalid,
            "address-private",
            "Dit adres ligt niet op het openbare internet. Daar sturen wij niets heen.",
            "This address is not on the public internet. We send nothing there.",
        )
    } else {
        Error::new(
            Kind::Invalid,
            "address-unusable",
            "Dit is geen adres waar wij iets heen sturen. Het begint met https:// en heeft geen naam of wachtwoord erin.",
            "This is no address that we send anything to. It begins with https:// and has no name or password in it.",
        )
    };
    error.because(problem)
}

fn link_gone() -> Error {
    Error::new(
        Kind::Gone,
        "handover-gone",
        "Deze link werkt niet of niet meer: zij werkt één keer, en niet langer dan een week. Vraag een nieuwe aan wie u de link gaf.",
        "This link does not work, or no longer: it works once, and for a week at most. Ask whoever gave it to you for a new one.",
    )
}

/// The bytes of a digest.
pub fn digest(sha256: &str) -> Option<Vec<u8>> {
    hex::decode(sha256).ok()
}

fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

fn place(id: &str) -> String {
    format!("handover:{id}")
}
