//! Signing in by a code to an address that is already known: subjects to the portal, staff to the desk.
//!
//! Asking for a code always gives the same page in the same time: whether the address is known is found out
//! afterwards, by the worker. The ticket that the browser holds is sealed and a code works only together with
//! it, so a code that is read over a shoulder is of no use in another browser.

use inventory::Identity;
use jiff::SignedDuration;
use kernel::Language;
use kernel::ids::{JobId, SubjectId};
use mail::Mail;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::sign_in_codes::{CodeRow, Purpose};
use store::subjects::SubjectRow;
use subtle::ConstantTimeEq as _;

use crate::accounts::tries::{self, What};
use crate::accounts::{Holder, Visit};
use crate::app::App;
use crate::boundary::commit;
use crate::deployment::Reach;
use crate::error::{Error, Kind, Result};
use crate::mailbox;

mod sessions;

pub use sessions::{Half, Session, SignedIn, awaited, half, session, sign_out};
pub(crate) use sessions::{first_factor, open_session, open_whole};

/// How long a code works.
const CODE_VALID: SignedDuration = SignedDuration::from_mins(15);
/// How often a wrong code may be given.
const ATTEMPTS: i64 = 5;

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

    /// Its word in rows and in the ledger.
    pub fn word(self) -> &'static str {
        self.purpose().as_str()
    }

    /// Where somebody sees how they sign in, without a language.
    pub fn security(self) -> &'static str {
        match self {
            Self::Subject => "/my/security",
            Self::Staff => "/desk/security",
        }
    }

    fn domain(self) -> &'static str {
        match self {
            Self::Subject => "sign-in:subject",
            Self::Staff => "sign-in:staff",
        }
    }
}

/// How somebody showed who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// A code to their address.
    Code,
    /// A password.
    Password,
    /// A passkey: both factors at once.
    Passkey,
    /// The organisation's own sign-in service, which answers for the second factor.
    Service,
    /// A code to their address, and one of an app.
    CodeAndApp,
    /// A password, and a code of an app.
    PasswordAndApp,
}

impl Means {
    const ALL: [Self; 6] =
        [Self::Code, Self::Password, Self::Passkey, Self::Service, Self::CodeAndApp, Self::PasswordAndApp];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Password => "password",
            Self::Passkey => "passkey",
            Self::Service => "service",
            Self::CodeAndApp => "code-app",
            Self::PasswordAndApp => "password-app",
        }
    }

    /// The means with this word.
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|means| means.as_str() == word).unwrap_or(Self::Code)
    }

    /// The same with the code of an app after it.
    pub(crate) fn with_app(self) -> Self {
        match self {
            Self::Code => Self::CodeAndApp,
            Self::Password => Self::PasswordAndApp,
            other => other,
        }
    }

    /// Whether it is one factor only.
    fn is_one(self) -> bool {
        matches!(self, Self::Code | Self::Password)
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
    #[serde(default)]
    client: String,
    #[serde(default)]
    sealed_device: Option<String>,
}

/// Asks for a code. The answer is the same for every address.
pub async fn begin(app: &App, door: Door, address: &str, language: Language) -> Result<String> {
    begin_from(app, door, address, language, &Visit::default()).await
}

/// The same, from somewhere.
pub async fn begin_from(
    app: &App,
    door: Door,
    address: &str,
    language: Language,
    visit: &Visit,
) -> Result<String> {
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
    let device = visit.device.as_deref().map(|device| seal(app, "sign-in-device", device.as_bytes()));
    let job = SendCode {
        door,
        sealed_address: seal(app, "sign-in-address", address.as_bytes())?,
        nonce,
        language,
        // Never the address itself of who asks: a job is kept for a while.
        client: app.keys().lookup("sign-in-client", &visit.client),
        sealed_device: device.transpose()?,
    };
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
    let id = code_id(&job.nonce);
    let sent = store::sign_in_codes::get(app.store(), job.door.purpose(), &id).await;
    if sent.map_err(Error::internal)?.is_some() || !is_known(app, job, &address).await? {
        return Ok(crate::work::Progress::Done);
    }
    let device = match &job.sealed_device {
        Some(sealed) => String::from_utf8(open(app, "sign-in-device", sealed)?).ok(),
        None => None,
    };
    let visit = Visit { client: job.client.clone(), device, browser: String::new() };
    if !tries::allow(app, What::Code, job.door, &address, &visit).await? {
        return Ok(crate::work::Progress::Done);
    }
    let code = format!("{:06}", app.entropy().below(1_000_000));
    let row = CodeRow {
        id,
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
    complete_from(app, door, ticket, code, &Visit::default()).await
}

/// The same, from somewhere.
pub async fn complete_from(
    app: &App,
    door: Door,
    ticket: &str,
    code: &str,
    visit: &Visit,
) -> Result<Session> {
    let ticket: Ticket = open(app, "ticket", ticket)
        .ok()
        .and_then(|plain| serde_json::from_slice(&plain).ok())
        .filter(|ticket: &Ticket| ticket.door == door)
        .ok_or_else(wrong_code)?;
    let now = app.now();
    // A code goes with its ticket: what others ask for the same address does not take it away.
    let row = store::sign_in_codes::get(app.store(), door.purpose(), &code_id(&ticket.nonce))
        .await
        .map_err(Error::internal)?
        .filter(|row| row.address_key == address_key(app, door, &ticket.address))
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
    let holder = Holder::by_address(app, door, &ticket.address).await?.ok_or_else(wrong_code)?;
    if door == Door::Subject {
        let id: SubjectId = holder.id.parse().map_err(Error::internal)?;
        store::subjects::verified(app.store(), id, now, holder.language).await.map_err(Error::internal)?;
    }
    tries::came_in(app, What::Code, door, &ticket.address, visit).await?;
    open_session(app, &holder, Means::Code, visit).await
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
    match store::subjects::insert(app.store(), &subject).await {
        // They asked twice at the same moment, and the other one was first.
        Ok(()) | Err(store::StoreError::Taken { .. }) => Ok(true),
        Err(error) => Err(Error::internal(error)),
    }
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
