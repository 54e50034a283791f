//! Showing who somebody is, with the least that will do (GDPR art. 12(6), S85): a code to an address that is known, a
//! call back, a school that vouches, or a picture of a document with number and photograph covered.
//!
//! What was asked stands in a register. The link in the mail opens a page of this one request and nothing else. What is
//! handed in is sealed, seen by who decides only, every look on the record, and destroyed with a receipt as soon as it
//! was judged, and at the latest when the policy's own term is over.

use ::requests::{Command, IdentityProof, ProofMeans, Right, State};
use jiff::{SignedDuration, Timestamp};
use kernel::calendar::Span;
use kernel::ids::RequestId;
use kernel::{Actor, Language};
use ledger::EventKind;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::Tx;
use store::identity_asks::AskRow;
use store::requests::RequestRow;

use crate::accounts::looks::{self, What};
use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::requests::about::About;
use crate::requests::notes::writer;
use crate::requests::officer::seen_row;
use crate::requests::{change, decide};
use crate::uploads::{self, Opened, UploadView};
use crate::{addresses, journal, signin};

/// How long the link to the page works.
const LINK_VALID: SignedDuration = SignedDuration::from_hours(24 * 14);
/// The term of the policy for what is handed in, and what holds where it has none.
const TERM: &str = "identity-proof";
const TERM_DAYS: u16 = 14;
/// What will do for whoever used the public form: least first.
pub(crate) const OF_FORM: &[ProofMeans] =
    &[ProofMeans::SharedKnowledge, ProofMeans::CallBack, ProofMeans::ShieldedDocument];

/// The page that a link opens. Says nothing of what is held.
#[derive(Debug, Clone, Serialize)]
pub struct ProofPage {
    /// The request.
    pub request: RequestId,
    /// Which right is exercised.
    pub right: Right,
    /// When it was received.
    pub received: Timestamp,
    /// The language of the answer.
    pub language: Language,
    /// What will do.
    pub means: Vec<ProofMeans>,
    /// What was handed in.
    pub files: Vec<UploadView>,
    /// When what is handed in is destroyed at the latest, counted from now.
    pub keep: Span,
}

/// One time that somebody was asked, for the register.
#[derive(Debug, Clone, Serialize)]
pub struct AskView {
    /// The request.
    pub request: RequestId,
    /// When.
    pub at: Timestamp,
    /// Which means would do.
    pub means: Vec<ProofMeans>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// How: accepted, rejected or replaced.
    pub outcome: Option<String>,
}

/// Asks the person who they are, and by which means they may show it; the clock stands still when that is done
/// without delay.
///
/// # Errors
/// Nothing says that a document is needed where something less was not tried, or somebody was faster.
pub async fn ask(
    app: &App,
    actor: &Actor,
    id: RequestId,
    seen: Option<i64>,
    means: &[ProofMeans],
) -> Result<()> {
    decide::decider(actor)?;
    if means.is_empty() {
        return Err(Error::new(
            Kind::Invalid,
            "means-missing",
            "Kies minstens één manier waarop de persoon kan laten zien wie die is.",
            "Choose at least one way in which the person can show who they are.",
        ));
    }
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let mut row = seen_row(&mut tx, id, seen).await?;
    ask_in(app, &mut tx, &mut row, &writer(actor), means).await?;
    commit(tx, "identity asked").await?;
    app.wake();
    Ok(())
}

/// The same inside a transaction.
pub(crate) async fn ask_in(
    app: &App,
    tx: &mut Tx,
    row: &mut RequestRow,
    by: &str,
    means: &[ProofMeans],
) -> Result<()> {
    let mut about = About::of(app, row)?;
    // Somebody who is doubted is asked at the address that was known, and nothing else goes there meanwhile.
    if about.contact.is_none() {
        about.contact = row.address.take();
        row.identities = Some(about.seal(app, row.id)?);
    }
    change::apply(app, tx, row, Command::AskIdentity).await?;
    store::steps::delete_plan(&mut *tx, row.id).await.map_err(Error::internal)?;
    note_ask(app, tx, row.id, by, means).await
}

async fn note_ask(app: &App, tx: &mut Tx, id: RequestId, by: &str, means: &[ProofMeans]) -> Result<()> {
    let now = app.now();
    store::identity_asks::end(&mut *tx, id, now, "replaced").await.map_err(Error::internal)?;
    let means: Vec<&str> = means.iter().map(|means| means.as_str()).collect();
    let ask = AskRow {
        id: kernel::ids::uuid_v7(now, app.entropy()).to_string(),
        request_id: id,
        asked_at: now,
        asked_by: by.to_owned(),
        means: means.join(","),
        // Of no token: the link is made when the mail is written.
        token_hash: hex::encode(app.entropy().bytes::<32>()),
        expires_at: now + LINK_VALID,
        ended_at: None,
        outcome: None,
    };
    store::identity_asks::insert(tx, &ask).await.map_err(Error::internal)
}

/// A new link for what a request was asked, inside the transaction that queues its mail.
pub(crate) async fn link(app: &App, tx: &mut Tx, id: RequestId) -> Result<String> {
    let token = hex::encode(app.entropy().bytes::<32>());
    let (hash, until) = (hash(&token), app.now() + LINK_VALID);
    let changed = store::identity_asks::link(&mut *tx, id, &hash, until).await.map_err(Error::internal)?;
    if changed == 0 {
        note_ask(app, tx, id, "house", OF_FORM).await?;
        store::identity_asks::link(&mut *tx, id, &hash, until).await.map_err(Error::internal)?;
    }
    Ok(format!("{}/bewijs/{token}", app.config().base_url))
}

/// The page of a link.
///
/// # Errors
/// The link does not work, or no longer.
pub async fn page(app: &App, token: &str) -> Result<ProofPage> {
    let (ask, row) = asked(app, token).await?;
    let request = change::parse(&row)?;
    Ok(ProofPage {
        request: row.id,
        right: request.right,
        received: request.received,
        language: row.language,
        means: means(&ask),
        files: uploads::list(app, &place(row.id)).await?,
        keep: keep(app),
    })
}

/// Whoever opens the link from the mail has the address. Where that address was known already, it is shown who they
/// are and the request goes on; where it was not, this shows nothing. Says which.
pub async fn confirm_address(app: &App, token: &str) -> Result<bool> {
    let (_, row) = asked(app, token).await?;
    let about = About::of(app, &row)?;
    let Some(contact) = about.contact.clone() else { return Ok(false) };
    // An address that was put in place of another a moment ago shows nothing yet (S84).
    if addresses::waits_until(app, &contact).await?.is_some()
        || !signin::held_somewhere(app, &contact).await?
    {
        return Ok(false);
    }
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let mut row = seen_row(&mut tx, row.id, Some(row.version)).await?;
    known_as(app, &mut tx, &mut row, about, IdentityProof::KnownAddressCode { at: app.now() }).await?;
    commit(tx, "address confirmed").await?;
    app.wake();
    Ok(true)
}

/// Takes a file in that is to show who somebody is.
///
/// # Errors
/// The link does not work, or the file is not taken.
pub async fn hand_in(app: &App, token: &str, bytes: &[u8]) -> Result<()> {
    let (ask, row) = asked(app, token).await?;
    if !means(&ask).contains(&ProofMeans::ShieldedDocument) {
        return Err(Error::new(
            Kind::Conflict,
            "no-document-asked",
            "Wij vroegen u niet om een document. Stuur het niet.",
            "We did not ask you for a document. Do not send it.",
        ));
    }
    let expires = keep(app).after_instant(app.now(), &app.zone(), app.calendar());
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let upload = uploads::take(app, &mut tx, &place(row.id), bytes, expires).await?;
    let data = json!({ "media": upload.media, "bytes": upload.bytes });
    journal::record_about(app, &mut tx, EventKind::ProofHandedIn, row.id, data).await?;
    commit(tx, "proof handed in").await
}

/// What was handed in for a request, for who decides.
pub async fn files(app: &App, actor: &Actor, id: RequestId) -> Result<Vec<UploadView>> {
    decide::decider(actor)?;
    uploads::list(app, &place(id)).await
}

/// Opens a file that was handed in, for who decides; each look is on the record.
///
/// # Errors
/// The actor does not decide, or the file is gone.
pub async fn view(app: &App, actor: &Actor, id: RequestId, upload: &str) -> Result<Opened> {
    decide::decider(actor)?;
    looks::at_request(app, actor, &change::load(app, id).await?, What::Proof).await?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let row = store::uploads::get(&mut tx, upload).await.map_err(Error::internal)?;
    let row = row.filter(|row| row.place == place(id)).ok_or_else(|| Error::not_found("proof"))?;
    let opened = uploads::open(app, &mut tx, &row).await?;
    let data = json!({ "sha256": row.sha256, "by": decide::decider(actor)?.as_str() });
    journal::record_about(app, &mut tx, EventKind::ProofSeen, id, data).await?;
    commit(tx, "proof seen").await?;
    Ok(opened)
}

/// Judges what somebody showed: it will do, or it is asked again. Either way what was handed in is destroyed, with a
/// receipt.
///
/// # Errors
/// Nothing was asked, or somebody was faster.
pub async fn judge(
    app: &App,
    actor: &Actor,
    id: RequestId,
    seen: Option<i64>,
    accepted: Option<ProofMeans>,
) -> Result<()> {
    let by = decide::decider(actor)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let mut row = seen_row(&mut tx, id, seen).await?;
    let about = About::of(app, &row)?;
    if let Some(means) = accepted {
        let proof = IdentityProof::Judged { by, means, at: app.now() };
        known_as(app, &mut tx, &mut row, about, proof).await?;
    } else {
        let asks = store::identity_asks::of(&mut tx, id).await.map_err(Error::internal)?;
        let again = asks.last().map_or_else(|| OF_FORM.to_vec(), means);
        change::apply(app, &mut tx, &mut row, Command::RejectProof { by }).await?;
        destroy(app, &mut tx, id).await?;
        store::identity_asks::end(&mut tx, id, app.now(), "rejected").await.map_err(Error::internal)?;
        note_ask(app, &mut tx, id, &writer(actor), &again).await?;
    }
    commit(tx, "proof judged").await?;
    app.wake();
    Ok(())
}

/// It is known who asks: where they could be asked is from now on where answers go.
async fn known_as(
    app: &App,
    tx: &mut Tx,
    row: &mut RequestRow,
    mut about: About,
    proof: IdentityProof,
) -> Result<()> {
    if let Some(contact) = about.contact.take() {
        row.address = Some(contact);
        row.identities = Some(about.seal(app, row.id)?);
    }
    change::apply(app, tx, row, Command::ProveIdentity { proof }).await?;
    destroy(app, tx, row.id).await?;
    store::identity_asks::end(&mut *tx, row.id, app.now(), "accepted").await.map_err(Error::internal)?;
    Ok(())
}

/// Destroys what was handed in for a request, inside the transaction that makes it superfluous.
pub(crate) async fn destroy(app: &App, tx: &mut Tx, id: RequestId) -> Result<()> {
    if let Some(receipt) = uploads::destroy_all(app, tx, &place(id)).await? {
        journal::record_about(app, tx, EventKind::ProofDestroyed, id, receipt).await?;
    }
    Ok(())
}

/// Destroys what was handed in and never judged, when its term is over.
pub(crate) async fn destroy_expired(app: &App) -> Result<()> {
    for row in store::uploads::expired(app.store(), app.now(), 100).await.map_err(Error::internal)? {
        let mut tx = app.store().begin().await.map_err(Error::internal)?;
        if store::uploads::destroy(&mut tx, &row.id, app.now()).await.map_err(Error::internal)? {
            let receipt = json!({ "files": 1, "sha256": [row.sha256], "because": "expired" });
            let request = row.place.strip_prefix("identity:").and_then(|id| id.parse().ok());
            match request {
                Some(id) => {
                    journal::record_about(app, &mut tx, EventKind::ProofDestroyed, id, receipt).await?
                }
                None => journal::record(app, &mut tx, EventKind::ProofDestroyed, receipt).await?,
            };
        }
        commit(tx, "proof expired").await?;
    }
    Ok(())
}

/// The register of what was asked, the latest first, for staff.
pub async fn register(app: &App, actor: &Actor) -> Result<Vec<AskView>> {
    if !matches!(actor, Actor::Staff { .. } | Actor::Operator) {
        return Err(Error::forbidden("see-register"));
    }
    let asks = store::identity_asks::list(app.store(), 200).await.map_err(Error::internal)?;
    Ok(asks.iter().map(ask_view).collect())
}

/// What one request was asked, for staff.
pub(crate) async fn of(app: &App, id: RequestId) -> Result<Vec<AskView>> {
    let asks = store::identity_asks::of(app.store(), id).await.map_err(Error::internal)?;
    Ok(asks.iter().map(ask_view).collect())
}

fn ask_view(ask: &AskRow) -> AskView {
    AskView {
        request: ask.request_id,
        at: ask.asked_at,
        means: means(ask),
        ended: ask.ended_at,
        outcome: ask.outcome.clone(),
    }
}

async fn asked(app: &App, token: &str) -> Result<(AskRow, RequestRow)> {
    let hash = hash(token);
    let ask = store::identity_asks::by_token(app.store(), &hash, app.now()).await.map_err(Error::internal)?;
    let ask = ask.ok_or_else(link_gone)?;
    let row = change::load(app, ask.request_id).await?;
    match change::parse(&row)?.state {
        State::Filed | State::AwaitingIdentity { .. } => Ok((ask, row)),
        _ => Err(link_gone()),
    }
}

fn link_gone() -> Error {
    Error::new(
        Kind::Gone,
        "link-gone",
        "Deze link werkt niet meer. Kijk in de nieuwste mail die wij u stuurden, of neem contact met ons op.",
        "This link no longer works. Look in the newest mail we sent you, or get in touch with us.",
    )
}

fn means(ask: &AskRow) -> Vec<ProofMeans> {
    ask.means.split(',').filter_map(|word| word.parse().ok()).collect()
}

/// How long what is handed in may stay.
pub(crate) fn keep(app: &App) -> Span {
    let deployment = app.deployment().ok();
    let term = deployment.as_ref().and_then(|deployment| deployment.edition.facts().terms.get(TERM));
    term.and_then(|term| term.keep).unwrap_or(Span::days(TERM_DAYS))
}

/// Where the files of a request's proof stand.
pub(crate) fn place(id: RequestId) -> String {
    format!("identity:{id}")
}

fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}
