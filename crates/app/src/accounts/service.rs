//! The organisation's own sign-in service: staff show who they are there, and come back.
//!
//! Nothing is fetched before somebody signs in that way. What waits for their return is kept for ten minutes and one
//! return, and works only in the browser that left.

use credentials::sso::{self, SsoError, Waiting};
use jiff::SignedDuration;
use kernel::Language;
use serde::{Deserialize, Serialize};

use crate::accounts::{Holder, Visit, open, seal};
use crate::app::App;
use crate::error::{Error, Kind, Result};
use crate::signin::{self, Door, Means, Session};

/// Where the service sends people back to.
pub const BACK: &str = "/desk/service/back";

/// How long somebody may take there.
const WAIT: SignedDuration = SignedDuration::from_mins(10);

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    waiting: Waiting,
    language: Language,
    next: Option<String>,
}

/// Somebody who leaves for the service.
#[derive(Debug, Clone)]
pub struct Leaving {
    /// Where to.
    pub url: String,
    /// What their browser keeps meanwhile.
    pub ticket: String,
}

/// Somebody who came back.
#[derive(Debug, Clone)]
pub struct Returned {
    /// Their session.
    pub session: Session,
    /// The language they left in.
    pub language: Language,
    /// Where they were going.
    pub next: Option<String>,
}

/// Whether there is a service.
pub fn is_there(app: &App) -> bool {
    app.access().service.is_some()
}

/// Leaves for the service.
pub async fn leave(app: &App, language: Language, next: Option<String>) -> Result<Leaving> {
    let provider = app.access().service.as_ref().ok_or_else(|| Error::not_found("service"))?;
    let description = sso::discover(&provider.issuer, &connect::outside::exchange).await.map_err(odd)?;
    let (url, waiting) = sso::begin(provider, &description, &back(app), app.entropy()).map_err(odd)?;
    let ticket = hex::encode(app.entropy().bytes::<32>());
    let kept = serde_json::to_vec(&Kept { waiting, language, next }).map_err(Error::internal)?;
    let state = seal(app, "ceremony", &kept)?;
    let id = ticket_id(app, &ticket);
    store::credentials::begin(app.store(), &id, "service", None, &state, app.now() + WAIT)
        .await
        .map_err(Error::internal)?;
    Ok(Leaving { url, ticket })
}

/// Comes back with the service's code, or with its refusal.
pub async fn come_back(
    app: &App,
    ticket: &str,
    state: &str,
    code: Option<&str>,
    visit: &Visit,
) -> Result<Returned> {
    let provider = app.access().service.as_ref().ok_or_else(|| Error::not_found("service"))?;
    let row = store::credentials::take(app.store(), &ticket_id(app, ticket), "service")
        .await
        .map_err(Error::internal)?
        .filter(|row| row.expires_at > app.now())
        .ok_or_else(again)?;
    let kept: Kept = serde_json::from_slice(&open(app, "ceremony", &row.state)?).map_err(Error::internal)?;
    if kept.waiting.state != state {
        return Err(again());
    }
    let code = code.ok_or_else(again)?;
    let description = sso::discover(&provider.issuer, &connect::outside::exchange).await.map_err(odd)?;
    let known = sso::finish(
        provider,
        &description,
        &back(app),
        &kept.waiting,
        code,
        app.now(),
        &connect::outside::exchange,
    )
    .await
    .map_err(odd)?;
    let holder = Holder::by_address(app, Door::Staff, &known.email).await?.ok_or_else(|| {
        Error::new(
            Kind::Forbidden,
            "not-staff",
            "Uw aanmelding klopt, maar dit adres mag niet in het loket. Vraag de beheerder om toegang.",
            "You signed in, but this address may not use the desk. Ask the administrator for access.",
        )
    })?;
    let session = signin::open_session(app, &holder, Means::Service, visit).await?;
    Ok(Returned { session, language: kept.language, next: kept.next })
}

fn back(app: &App) -> String {
    format!("{}{BACK}", app.config().base_url)
}

fn ticket_id(app: &App, ticket: &str) -> String {
    app.keys().lookup("service-ticket", ticket)
}

fn again() -> Error {
    Error::new(
        Kind::Gone,
        "service-again",
        "Deze aanmelding is verlopen, of werd al gebruikt. Begin opnieuw bij de aanmelding van het loket.",
        "This sign-in has expired, or was used before. Begin again at the desk’s sign-in.",
    )
}

fn odd(problem: SsoError) -> Error {
    let error = match &problem {
        SsoError::Service(_) => Error::new(
            Kind::Unavailable,
            "service-away",
            "De aanmelddienst van uw organisatie antwoordt niet zoals het hoort. Probeer het later, of meld u aan met een code per e-mail.",
            "Your organisation’s sign-in service does not answer as it should. Try later, or sign in with a code by e-mail.",
        ),
        SsoError::Setup(_) => Error::internal("single sign-on is not set up right"),
        SsoError::Factor => Error::new(
            Kind::Forbidden,
            "service-no-second-factor",
            "De aanmelddienst zegt niet dat u een tweede stap hebt gebruikt. Stel daar een tweede stap in.",
            "The sign-in service does not say that you used a second step. Set one up there.",
        ),
        SsoError::Address => Error::new(
            Kind::Forbidden,
            "service-no-address",
            "De aanmelddienst noemt geen bevestigd e-mailadres van u.",
            "The sign-in service names no confirmed e-mail address of yours.",
        ),
        SsoError::Nonce | SsoError::Audience | SsoError::Expired | SsoError::Signature => Error::new(
            Kind::Forbidden,
            "service-refused",
            "Het antwoord van de aanmelddienst klopt niet, en wordt niet aangenomen. Probeer het opnieuw.",
            "The sign-in service’s answer is not right, and is not accepted. Try again.",
        ),
    };
    error.because(problem)
}
