//! Signing in by a code to an address that is already known: subjects to the portal, staff to the desk.
//!
//! Asking for a code always gives the same page in the same time: whether the address is known is found out
//! afterwards, by the worker. The ticket that the browser holds is sealed and a code works only together with
//! it, so a code that is read over a shoulder is of no use in another browser.

use inventory::Identity;
use jiff::{SignedDuration, Timestamp};
use kernel::ids::{JobId, SessionId, StaffId, SubjectId};
use kernel::{Actor, Language};
use ledger::EventKind;
use mail::Mail;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::sessions::{ActorKind, SessionRow};
use store::sign_in_codes::{CodeRow, Purpose};
use store::subjects::SubjectRow;
use subtle::ConstantTimeEq as _;

use crate::app::App;
use crate::boundary::commit;
use crate::deployment::Reach;
use crate::error::{Error, Kind, Result};
use crate::{journal, mailbox};

/// How long a code works.
const CODE_VALID: SignedDuration = SignedDuration::from_mins(15);
/// How often a wrong code may be given.
const ATTEMPTS: i64 = 5;
/// How many codes one address may be sent within [`CODE_VALID`].
const CODES_AT_ONCE: i64 = 5;
/// How long a subject stays signed in.
const SUBJECT_SESSION: SignedDuration = SignedDuration::from_hours(2);
/// How long staff stay signed in.
const STAFF_SESSION: SignedDuration = SignedDuration::from_hours(10);

/// Which door somebody stands at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Door {
    /// "Mijn gegevens".
    Subject,
    /// The desk.
    Staff,
}

impl Door {
    fn purpose(self) -> Purpose {
        match self {
            Self::Subject => Purpose::Subject,
            Self::Staff => Purpose::Staff,
        }
    }

    fn domain(self) -> &'static str {
        match self {
            Self::Subject => "sign-in:subject",
            Self::Staff => "sign-in:staff",
        }
    }
}

/// What a browser that asked for a code holds.
#[derive(Debug, Serialize, Deserialize)]
struct Ticket {
    door: Door,
    address: String,
    nonce: String,
}

/// The job of sending a code. The address stands sealed in it.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendCode {
    door: Door,
    sealed_address: String,
    nonce: String,
    language: Language,
}

/// A session that was begun.
#[derive(Debug, Clone)]
pub struct Session {
    /// The secret that the browser keeps in its cookie.
    pub token: String,
    /// When it ends.
    pub expires: Timestamp,
}

/// Who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// As whom.
    pub actor: Actor,
    /// Their address, to be shown to themselves.
    pub address: String,
    /// Their language.
    pub language: Language,
    /// When the session ends.
    pub expires: Timestamp,
}

/// Asks for a code. The answer is the same for every address.
pub async fn begin(app: &App, door: Door, address: &str, language: Language) -> Result<String> {
    let address = address.trim();
    if address.len() > 254 || !address.contains('@') {
        return Err(Error::new(
            Kind::Invalid,
            "no-address",
            "Dit is geen e-mailadres. Vul uw hele adres in, met een @ erin.",
            "This is not an e-mail address. Give your whole address, with an @ in it.",
        ));
    }
    let nonce = hex::encode(app.entropy().bytes::<16>());
    let ticket = Ticket { door, address: address.to_owned(), nonce: nonce.clone() };
    let job =
        SendCode { door, sealed_address: seal(app, "sign-in-address", address.as_bytes())?, nonce, language };
    let new = store::jobs::NewJob {
        id: JobId::new(app.now(), app.entropy()),
        kind: "sign-in".to_owned(),
        payload: serde_json::to_string(&job).map_err(Error::internal)?,
        unique_key: None,
        run_at: app.now(),
        created_at: app.now(),
    };
    store::jobs::enqueue(app.store(), &new).await.map_err(Error::internal)?;
    app.wake();
    seal(app, "ticket", &serde_json::to_vec(&ticket).map_err(Error::internal)?)
}

/// Sends the code, if the address is known: to subjects when a system holds something under it.
pub async fn send_code(app: &App, job: &SendCode) -> Result<crate::work::Progress> {
    let address = open(app, "sign-in-address", &job.sealed_address)?;
    let address = String::from_utf8(address).map_err(Error::internal)?;
    let key = address_key(app, job.door, &address);
    let now = app.now();
    let recent = store::sign_in_codes::count_since(app.store(), job.door.purpose(), &key, now - CODE_VALID)
        .await
        .map_err(Error::internal)?;
    if recent >= CODES_AT_ONCE || !is_known(app, job, &address).await? {
        return Ok(crate::work::Progress::Done);
    }
    let code = format!("{:06}", app.entropy().below(1_000_000));
    let row = CodeRow {
        id: code_id(&job.nonce),
        purpose: job.door.purpose(),
        address_key: key,
        code_hash: code_hash(app, &job.nonce, &code),
        created_at: now,
        expires_at: now + CODE_VALID,
        attempts_left: ATTEMPTS,
        used_at: None,
    };
    let mail = Mail::SignInCode { code, valid_minutes: 15 };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    match store::sign_in_codes::insert(&mut tx, &row).await {
        // A crash came between the code and the end of the job: it was sent.
        Err(store::StoreError::Taken { .. }) => return Ok(crate::work::Progress::Done),
        other => other.map_err(Error::internal)?,
    }
    mailbox::queue(app, &mut tx, &mail, &address, job.language, None).await?;
    commit(tx, "code queued").await?;
    Ok(crate::work::Progress::Done)
}

/// Gives a session for the right code.
pub async fn complete(app: &App, door: Door, ticket: &str, code: &str) -> Result<Session> {
    let ticket: Ticket = open(app, "ticket", ticket)
        .ok()
        .and_then(|plain| serde_json::from_slice(&plain).ok())
        .filter(|ticket: &Ticket| ticket.door == door)
        .ok_or_else(wrong_code)?;
    let now = app.now();
    let row =
        store::sign_in_codes::latest(app.store(), door.purpose(), &address_key(app, door, &ticket.address))
            .await
            .map_err(Error::internal)?
            .filter(|row| row.id == code_id(&ticket.nonce))
            .ok_or_else(wrong_code)?;
    if row.used_at.is_some() || row.expires_at <= now {
        return Err(code_gone());
    }
    let Some(left) =
        store::sign_in_codes::attempt(app.store(), &row.id, now).await.map_err(Error::internal)?
    else {
        return Err(too_many());
    };
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    let given = code_hash(app, &ticket.nonce, &code);
    if !bool::from(given.as_bytes().ct_eq(row.code_hash.as_bytes())) {
        return Err(if left > 0 { wrong_code() } else { too_many() });
    }
    if !store::sign_in_codes::mark_used(app.store(), &row.id, now).await.map_err(Error::internal)? {
        return Err(code_gone());
    }
    begin_session(app, door, &ticket.address).await
}

/// Who a session's token belongs to; nobody when it is unknown or has ended.
pub async fn session(app: &App, token: &str) -> Result<Option<SignedIn>> {
    let now = app.now();
    let Some(row) = store::sessions::by_token_hash(app.store(), &token_hash(token), now)
        .await
        .map_err(Error::internal)?
    else {
        return Ok(None);
    };
    let expires = row.expires_at;
    Ok(match row.actor_kind {
        ActorKind::Subject => {
            let id: SubjectId = row.ref_id.parse().map_err(Error::internal)?;
            let subject = store::subjects::get(app.store(), id).await.map_err(Error::internal)?;
            subject.map(|subject| SignedIn {
                actor: Actor::Subject { id },
                address: subject.email,
                language: subject.language,
                expires,
            })
        }
        ActorKind::Staff => {
            let id: StaffId = row.ref_id.parse().map_err(Error::internal)?;
            let staff = store::staff::get(app.store(), id).await.map_err(Error::internal)?;
            staff.filter(|staff| staff.active).map(|staff| SignedIn {
                actor: Actor::Staff { id, role: staff.role },
                address: staff.email,
                language: staff.language,
                expires,
            })
        }
    })
}

/// Ends a session.
pub async fn sign_out(app: &App, token: &str) -> Result<()> {
    let row = store::sessions::by_token_hash(app.store(), &token_hash(token), app.now())
        .await
        .map_err(Error::internal)?;
    if let Some(row) = row {
        store::sessions::delete(app.store(), row.id).await.map_err(Error::internal)?;
    }
    Ok(())
}

async fn begin_session(app: &App, door: Door, address: &str) -> Result<Session> {
    let now = app.now();
    let (actor_kind, ref_id, valid, kind) = match door {
        Door::Subject => {
            let subject = store::subjects::by_email(app.store(), address).await.map_err(Error::internal)?;
            let subject = subject.ok_or_else(wrong_code)?;
            store::subjects::verified(app.store(), subject.id, now, subject.language)
                .await
                .map_err(Error::internal)?;
            (ActorKind::Subject, subject.id.to_string(), SUBJECT_SESSION, EventKind::SubjectVerified)
        }
        Door::Staff => {
            let staff = store::staff::by_email(app.store(), address).await.map_err(Error::internal)?;
            let staff = staff.filter(|staff| staff.active).ok_or_else(wrong_code)?;
            (ActorKind::Staff, staff.id.to_string(), STAFF_SESSION, EventKind::StaffSignedIn)
        }
    };
    let token = hex::encode(app.entropy().bytes::<32>());
    let row = SessionRow {
        id: SessionId::new(now, app.entropy()),
        token_hash: token_hash(&token),
        actor_kind,
        ref_id,
        created_at: now,
        last_seen_at: now,
        expires_at: now + valid,
    };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::sessions::insert(&mut tx, &row).await.map_err(Error::internal)?;
    journal::record(app, &mut tx, kind, json!({})).await?;
    // Their code came with the mail: the address works.
    crate::bounces::arrived(app, &mut tx, address).await?;
    commit(tx, "session begun").await?;
    Ok(Session { token, expires: row.expires_at })
}

/// Whether the address may sign in. A subject whose address stands in a system becomes known here.
async fn is_known(app: &App, job: &SendCode, address: &str) -> Result<bool> {
    if job.door == Door::Staff {
        let staff = store::staff::by_email(app.store(), address).await.map_err(Error::internal)?;
        return Ok(staff.is_some_and(|staff| staff.active));
    }
    if store::subjects::by_email(app.store(), address).await.map_err(Error::internal)?.is_some() {
        return Ok(true);
    }
    if !held_somewhere(app, address).await? {
        return Ok(false);
    }
    let subject = SubjectRow {
        id: SubjectId::new(app.now(), app.entropy()),
        email: address.to_owned(),
        language: job.language,
        created_at: app.now(),
        verified_at: None,
    };
    store::subjects::insert(app.store(), &subject).await.map_err(Error::internal)?;
    Ok(true)
}

/// Whether any system holds something of its own under the address. One that does not answer makes the whole
/// fail, so that it is tried again: an outage must not make a person unknown.
pub(crate) async fn held_somewhere(app: &App, address: &str) -> Result<bool> {
    let deployment = app.deployment()?;
    let identities = [Identity::new("email", address)];
    let mut away = None;
    for system in deployment.systems.values() {
        let Reach::Connector(connector) = &system.reach else { continue };
        if connector.capabilities().find != connect::Capability::Automatic {
            continue;
        }
        match connector.find(&identities).await {
            Ok(found) if found.own() > 0 => return Ok(true),
            Ok(_) | Err(connect::ConnectError::NoIdentity { .. }) => {}
            Err(problem) => away = Some(problem),
        }
    }
    match away {
        Some(problem) => Err(Error::new(
            Kind::Unavailable,
            "system-away",
            "Een systeem antwoordt niet.",
            "A system does not answer.",
        )
        .because(problem.public())),
        None => Ok(false),
    }
}

fn address_key(app: &App, door: Door, address: &str) -> String {
    app.keys().lookup(door.domain(), &address.trim().to_lowercase())
}

fn code_id(nonce: &str) -> String {
    hex::encode(Sha256::digest(nonce.as_bytes()))
}

fn code_hash(app: &App, nonce: &str, code: &str) -> String {
    app.keys().lookup("sign-in:code", &format!("{nonce}:{code}"))
}

fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

fn seal(app: &App, place: &str, plain: &[u8]) -> Result<String> {
    app.keys().seal.seal(place, plain, app.entropy()).map(hex::encode).map_err(Error::internal)
}

fn open(app: &App, place: &str, sealed: &str) -> Result<Vec<u8>> {
    let piece = hex::decode(sealed).map_err(Error::internal)?;
    app.keys().seal.open(place, &piece).map_err(Error::internal)
}

fn wrong_code() -> Error {
    Error::new(
        Kind::Invalid,
        "wrong-code",
        "Deze code klopt niet. Kijk in de nieuwste mail die wij u stuurden, of vraag een nieuwe code aan.",
        "This code is not right. Look in the newest mail we sent you, or ask for a new code.",
    )
}

fn code_gone() -> Error {
    Error::new(
        Kind::Invalid,
        "code-expired",
        "Deze code is verlopen of al gebruikt. Vraag een nieuwe code aan.",
        "This code has expired or was used before. Ask for a new code.",
    )
}

fn too_many() -> Error {
    Error::new(
        Kind::TooMany,
        "too-many-tries",
        "De code is te vaak fout ingevuld en werkt niet meer. Vraag een nieuwe code aan.",
        "The code was wrong too often and no longer works. Ask for a new code.",
    )
}
