//! Requests of persons that another system passes on (OpenDSR 2.0): filed as any other, followed by the id that the
//! other system gave, each id once.
//!
//! The other system says who it is by its key; it does not vouch for the person. So whoever is named is asked to show
//! who they are, at the address that was given, and the answer goes to them and not to the system that asked: what it can
//! read is how far the request is, and a receipt that says which ledger entry attests its arrival.
//! Where it wants to hear of changes it is told ([`callbacks`]), and what we say is signed, when the operator laid down a
//! certificate.

pub(crate) mod callbacks;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use inventory::Identity;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Language;
use kernel::ids::RequestId;
use ledger::EventKind;
use serde::{Deserialize, Serialize};
use store::outside_requests::OutsideRow;

use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::programs::{Program, Scope};
use crate::requests::{self, Channel, Filing, Right, alike, change};

/// The version that is spoken.
pub const VERSION: &str = "2.0";
/// The most identities of one request.
const MOST: usize = 20;
/// The longest identity.
const LONGEST: usize = 254;
/// What can be asked, and by which right it is carried out.
const TYPES: [(&str, Right); 3] =
    [("access", Right::Access), ("portability", Right::Portability), ("erasure", Right::Erasure)];
/// The kinds of identity that are understood, and ours.
const KINDS: [(&str, &str); 3] =
    [("email", "email"), ("controller_customer_id", "user-id"), ("cookie_id", "cookie-id")];

/// What another system asks.
#[derive(Debug, Clone, Deserialize)]
pub struct Asked {
    /// Under which law; only the GDPR is.
    pub regulation: String,
    /// Its own id: a UUID.
    pub subject_request_id: String,
    /// access, portability or erasure.
    pub subject_request_type: String,
    /// Whom it is about.
    pub subject_identities: Vec<AskedIdentity>,
    /// When the person asked there.
    #[serde(default)]
    pub submitted_time: Option<Timestamp>,
    /// Where to tell how far it is.
    #[serde(default)]
    pub status_callback_urls: Vec<String>,
    /// The language of the answer; ours.
    #[serde(default)]
    pub language: Option<String>,
}

/// Somebody, as another system names them.
#[derive(Debug, Clone, Deserialize)]
pub struct AskedIdentity {
    /// email, controller_customer_id or cookie_id.
    pub identity_type: String,
    /// The value.
    pub identity_value: String,
    /// raw; a hash cannot be looked for.
    #[serde(default)]
    pub identity_format: Option<String>,
}

/// What is understood here.
#[derive(Debug, Clone, Serialize)]
pub struct Discovery {
    /// The version.
    pub api_version: &'static str,
    /// What can be asked.
    pub supported_subject_request_types: Vec<&'static str>,
    /// How somebody can be named.
    pub supported_identities: Vec<Supported>,
    /// Where the certificate is whose key signs what we say; none where nothing is signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processor_certificate: Option<String>,
}

/// A way to name somebody.
#[derive(Debug, Clone, Serialize)]
pub struct Supported {
    /// The kind.
    pub identity_type: &'static str,
    /// Its format.
    pub identity_format: &'static str,
}

/// How far a request is.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// The version.
    pub api_version: &'static str,
    /// The other system's id.
    pub subject_request_id: String,
    /// Ours, which the person may quote.
    pub reference: RequestId,
    /// pending, in_progress, completed or cancelled.
    pub request_status: &'static str,
    /// When it came in here.
    pub received_time: Timestamp,
    /// The last day for the answer.
    pub expected_completion: Date,
    /// When it ended.
    pub completed_time: Option<Timestamp>,
    /// The ledger entry that attests its arrival.
    pub ledger_entry: Option<u64>,
    /// At how many addresses is told how far it is.
    pub status_callbacks: usize,
}

/// Says what is understood.
pub fn discovery(app: &App) -> Discovery {
    Discovery {
        api_version: VERSION,
        supported_subject_request_types: TYPES.iter().map(|(word, _)| *word).collect(),
        supported_identities: KINDS
            .iter()
            .map(|(identity_type, _)| Supported { identity_type, identity_format: "raw" })
            .collect(),
        processor_certificate: app
            .certified()
            .map(|_| format!("{}/api/v1/opendsr/certificate.pem", app.config().base_url)),
    }
}

/// The certificate whose key signs what we say, in PEM.
///
/// # Errors
/// There is none here.
pub fn certificate(app: &App) -> Result<String> {
    app.certified().map(|one| one.certificate.clone()).ok_or_else(|| Error::not_found("certificate"))
}

/// The signature of something that we say, in base64; none where nothing is signed.
pub fn signature(app: &App, body: &[u8]) -> Option<String> {
    app.certified().and_then(|one| one.sign(body)).map(|bytes| STANDARD.encode(bytes))
}

/// Takes a request in. The same id with the same contents gives the same request again.
///
/// # Errors
/// The program may not ask, something is not understood, or the id was used for something else.
pub async fn ask(app: &App, program: &Program, asked: &Asked) -> Result<(Status, bool)> {
    if !program.scopes.contains(&Scope::Requests) {
        return Err(Error::forbidden("ask-for-persons"));
    }
    let (right, identities) = understood(asked)?;
    let callbacks = callbacks::understood(app, &asked.status_callback_urls)?;
    let external = asked.subject_request_id.to_ascii_lowercase();
    let digest = digest(app, right, &identities);
    if let Some(before) = stored(app, program, &external).await? {
        if before.digest != digest {
            return Err(Error::new(
                Kind::Conflict,
                "request-id-used",
                "Dit kenmerk is al gebruikt voor een ander verzoek. Geef een nieuw.",
                "This id was used for another request. Give a new one.",
            ));
        }
        return Ok((status_of(app, &before).await?, false));
    }
    // Whoever floods an address gets no further: nothing is filed, and the person is not mailed.
    if alike::too_many(app, &identities).await? {
        return Err(Error::new(
            Kind::TooMany,
            "too-many-requests",
            "Voor deze persoon staan al zoveel verzoeken open die nog niemand bevestigde. Probeer het later opnieuw.",
            "So many requests that nobody confirmed stand open for this person already. Try again later.",
        ));
    }
    let language = asked.language.as_deref().and_then(Language::from_tag).unwrap_or_default();
    let filing = Filing { identities, ..Filing::new(right, Channel::Api, language) };
    let filed = requests::file(app, &program.actor(), filing).await?;
    let row = OutsideRow {
        program_id: program.id,
        external_id: external.clone(),
        request_id: filed.request,
        digest,
        asked_at: app.now(),
    };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let new = store::outside_requests::insert(&mut tx, &row).await.map_err(Error::internal)?;
    if new {
        callbacks::keep(app, &mut tx, filed.request, &callbacks).await?;
    }
    commit(tx, "outside request noted").await?;
    if !new {
        // Somebody else with the same key was faster with the same id; theirs is the one that is followed.
        let first = stored(app, program, &external).await?.ok_or_else(|| Error::not_found("request"))?;
        return Ok((status_of(app, &first).await?, false));
    }
    Ok((status_of(app, &row).await?, true))
}

/// Says how far a request is that this program has passed on.
///
/// # Errors
/// There is none of this program's under this id.
pub async fn status(app: &App, program: &Program, external: &str) -> Result<Status> {
    if !program.scopes.contains(&Scope::Requests) {
        return Err(Error::forbidden("ask-for-persons"));
    }
    let row = stored(app, program, &external.to_ascii_lowercase()).await?;
    status_of(app, &row.ok_or_else(|| Error::not_found("request of this program"))?).await
}

async fn stored(app: &App, program: &Program, external: &str) -> Result<Option<OutsideRow>> {
    store::outside_requests::get(app.store(), program.id, external).await.map_err(Error::internal)
}

fn digest(app: &App, right: Right, identities: &[Identity]) -> String {
    let said: Vec<String> =
        identities.iter().map(|identity| format!("{}={}", identity.kind, identity.value)).collect();
    app.keys().lookup("opendsr:", &format!("{right}\n{}", said.join("\n")))
}

fn understood(asked: &Asked) -> Result<(Right, Vec<Identity>)> {
    let refuse = |code, nl: &str, en: &str| Err(Error::new(Kind::Invalid, code, nl, en));
    if !asked.regulation.eq_ignore_ascii_case("gdpr") {
        return refuse(
            "regulation",
            "Alleen de AVG (gdpr) geldt hier.",
            "Only the GDPR (gdpr) applies here.",
        );
    }
    if asked.subject_request_id.parse::<uuid::Uuid>().is_err() {
        return refuse("request-id", "Het kenmerk is geen UUID.", "The id is no UUID.");
    }
    let word = asked.subject_request_type.as_str();
    let Some((_, right)) = TYPES.iter().find(|(known, _)| *known == word) else {
        return refuse(
            "request-type",
            "Er zijn access, portability en erasure.",
            "There are access, portability and erasure.",
        );
    };
    if asked.subject_identities.is_empty() || asked.subject_identities.len() > MOST {
        return refuse("identities", "Geef 1 tot 20 gegevens van de persoon.", "Give 1 to 20 identities.");
    }
    let mut identities = Vec::new();
    for one in &asked.subject_identities {
        let kind = KINDS.iter().find(|(known, _)| *known == one.identity_type).map(|(_, ours)| *ours);
        let raw = one.identity_format.as_deref().is_none_or(|format| format == "raw");
        let value = one.identity_value.trim();
        let sound = !value.is_empty() && value.len() <= LONGEST && !value.contains(char::is_control);
        let (Some(kind), true, true) = (kind, raw, sound) else {
            return refuse(
                "identity",
                "Een persoon wordt genoemd met email, controller_customer_id of cookie_id, als raw.",
                "A person is named by email, controller_customer_id or cookie_id, as raw.",
            );
        };
        identities.push(Identity::new(kind, value));
    }
    if !identities.iter().any(|identity| identity.kind == "email" && identity.value.contains('@')) {
        return refuse(
            "no-address",
            "Geef ook het e-mailadres: daar vragen wij wie het is, en daar komt het antwoord.",
            "Give the e-mail address as well: there we ask who it is, and there the answer goes.",
        );
    }
    Ok((*right, identities))
}

async fn status_of(app: &App, row: &OutsideRow) -> Result<Status> {
    let request = store::requests::get(app.store(), row.request_id).await.map_err(Error::internal)?;
    // Whoever floods an address gets the answer of always, and nothing was filed.
    let Some(request) = request else { return Err(Error::not_found("request")) };
    let parsed = change::parse(&request)?;
    let deadline = change::deadline_of(app, &parsed)?;
    let entries = store::ledger::about(app.store(), row.request_id).await.map_err(Error::internal)?;
    let filed = entries
        .iter()
        .find(|entry| entry.parsed().is_some_and(|event| event.kind() == EventKind::RequestFiled));
    Ok(Status {
        api_version: VERSION,
        subject_request_id: row.external_id.clone(),
        reference: row.request_id,
        request_status: word(&parsed),
        received_time: request.received_at,
        expected_completion: deadline.effective,
        completed_time: request.closed_at,
        ledger_entry: filed.and_then(|entry| u64::try_from(entry.seq).ok()),
        status_callbacks: callbacks::count(app, row.request_id).await?,
    })
}

/// How far a request is, in OpenDSR's words.
fn word(request: &::requests::Request) -> &'static str {
    match request.state.name() {
        "filed" | "awaiting-identity" => "pending",
        "answered" => "completed",
        "refused" | "withdrawn" => "cancelled",
        _ => "in_progress",
    }
}
