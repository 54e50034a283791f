//! How people and staff sign in beside a code by e-mail, what they see of it and what they undo: handlers that both
//! faces share. Which face it is, the door says ([`Here::door`]).

pub(crate) mod leaks;
pub(crate) mod looks;
pub(crate) mod passkey;
pub(crate) mod password;
pub(crate) mod second;
pub(crate) mod security;
pub(crate) mod service;

use app::Error;
use app::accounts::passkeys;
use app::signin::{Door, Session, SignedIn};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::cookies::Cookie;
use crate::failure::Failure;
use crate::here::Here;
use crate::page::Page;
use crate::view::problem::ProblemKind;

/// Where our own script asks the browser for a passkey, and tells us what it said.
const CSP: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// How long a browser is known: half a year, in seconds.
const DEVICE_SECONDS: i64 = 180 * 24 * 3600;

/// The first page of a face.
pub(crate) fn start(here: &Here) -> &'static str {
    match here.door() {
        Door::Subject => "/my",
        Door::Staff => "/desk",
    }
}

/// A page on which the script of passkeys may run, where there can be any.
pub(crate) fn with_script(here: &Here, status: StatusCode, page: &impl Page) -> Result<Response, Failure> {
    let mut response = here.show_as(status, page)?;
    if !passkeys::possible(&here.app) {
        return Ok(response);
    }
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP));
    Ok(response)
}

/// Whoever is signed in; the guard has let nobody else through.
pub(crate) fn signed_in(here: &Here) -> Result<&SignedIn, Failure> {
    here.signed_in.as_ref().ok_or_else(|| Failure::of(ProblemKind::SignInFirst))
}

/// What an error says, in the reader's language.
pub(crate) fn words(here: &Here, error: &Error) -> String {
    error.text.get(here.language).to_owned()
}

/// Puts a session into the browser, and the mark by which it is known.
pub(crate) fn enter(here: &Here, mut response: Response, session: &Session) -> Response {
    let seconds = session.expires.as_second() - here.app.now().as_second();
    let mut set = |cookie: Cookie, value: &str, seconds: i64| {
        if let Some(header) = cookie.write(value, seconds, here.secure()) {
            response.headers_mut().append(header::SET_COOKIE, header);
        }
    };
    set(Cookie::Session(here.door()), &session.token, seconds);
    if let Some(device) = &session.device {
        set(Cookie::Device(here.door()), device, DEVICE_SECONDS);
    }
    response
}

/// Where somebody goes with a session: on, or to the second step.
pub(crate) fn onward(here: &Here, session: &Session, next: Option<&str>) -> String {
    let start = start(here);
    if !session.half {
        return next.unwrap_or(start).to_owned();
    }
    match next {
        Some(next) => format!("{start}/second-step?next={next}"),
        None => format!("{start}/second-step"),
    }
}

/// A redirect to an address that the router does not know: the sign-in service.
pub(crate) fn elsewhere(url: &str) -> Result<Response, Failure> {
    let target = HeaderValue::from_str(url).map_err(Failure::internal)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, target)]).into_response())
}
