//! Signing in and out at both doors: by a code to an address that is already known.

use app::accounts::{passkeys, service};
use app::signin::{self, Door};
use app::{Error, Kind};
use axum::Form;
use axum::extract::Query;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde::Deserialize;

use crate::account::{enter as put, onward, start, with_script};
use crate::cookies::Cookie;
use crate::failure::Failure;
use crate::guard::is_return;
use crate::here::Here;
use crate::view::portal::{EnterCode, SignIn};
use crate::view::{FieldError, Notice};

/// How long a code works; the mail says the same.
const MINUTES: u32 = 15;

/// Where to return to, and what was just done.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Arrival {
    next: Option<String>,
    said: Option<String>,
}

/// The address somebody signs in with.
#[derive(Debug, Deserialize)]
pub(crate) struct Address {
    email: String,
    next: Option<String>,
}

/// The code they were sent.
#[derive(Debug, Deserialize)]
pub(crate) struct Code {
    code: String,
    next: Option<String>,
}

/// The form that asks for the address.
pub(crate) async fn form(here: Here, Query(arrival): Query<Arrival>) -> Result<Response, Failure> {
    let page = SignIn {
        notice: arrival.said.as_deref().and_then(Notice::from_slug),
        next: valid(arrival.next),
        ..sign_in_page(&here)
    };
    with_script(&here, StatusCode::OK, &page)
}

/// Sends a code, to whoever it is: the answer is the same for known and unknown addresses.
pub(crate) async fn send(here: Here, Form(address): Form<Address>) -> Result<Response, Failure> {
    let next = valid(address.next);
    let ticket = match signin::begin_from(&here.app, here.door(), &address.email, here.language, &here.visit)
        .await
    {
        Ok(ticket) => ticket,
        Err(error) if error.kind == Kind::Invalid => {
            let page =
                SignIn { email: address.email, error: Some(FieldError::EMAIL), next, ..sign_in_page(&here) };
            return with_script(&here, StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
        Err(error) => return Err(error.into()),
    };
    let path = format!("{}/code", start(&here));
    let response = here.go(&returning(&path, next.as_deref()));
    Ok(with_cookie(response, Cookie::Ticket(here.door()), &ticket, i64::from(MINUTES) * 60, &here))
}

/// The form that asks for the code.
pub(crate) async fn code_form(here: Here, Query(arrival): Query<Arrival>) -> Result<Response, Failure> {
    here.show(&EnterCode { valid_minutes: MINUTES, error: None, next: valid(arrival.next) })
}

/// Signs in with the right code.
pub(crate) async fn enter(
    here: Here,
    headers: HeaderMap,
    Form(form): Form<Code>,
) -> Result<Response, Failure> {
    let door = here.door();
    let next = valid(form.next);
    let Some(ticket) = Cookie::Ticket(door).read(&headers, here.secure()) else {
        return wrong(&here, FieldError::CODE, next);
    };
    let session = match signin::complete_from(&here.app, door, &ticket, &form.code, &here.visit).await {
        Ok(session) => session,
        Err(Error { kind: Kind::TooMany, .. }) => return wrong(&here, FieldError::CODE_ATTEMPTS, next),
        Err(Error { kind: Kind::Invalid, .. }) => return wrong(&here, FieldError::CODE, next),
        Err(error) => return Err(error.into()),
    };
    let response = put(&here, here.go(&onward(&here, &session, next.as_deref())), &session);
    Ok(with_cookie(response, Cookie::Ticket(door), "", 0, &here))
}

/// Signs out. Doing it twice is no mistake.
pub(crate) async fn leave(here: Here, headers: HeaderMap) -> Result<Response, Failure> {
    let cookie = Cookie::Session(here.door());
    if let Some(token) = cookie.read(&headers, here.secure()) {
        signin::sign_out(&here.app, &token).await?;
    }
    let path = format!("{}/sign-in?said={}", start(&here), Notice::SignedOut.slug());
    Ok(with_cookie(here.go(&path), cookie, "", 0, &here))
}

fn wrong(here: &Here, error: FieldError, next: Option<String>) -> Result<Response, Failure> {
    let page = EnterCode { valid_minutes: MINUTES, error: Some(error), next };
    here.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The page with the ways in that there are here.
pub(crate) fn sign_in_page(here: &Here) -> SignIn {
    SignIn {
        passkeys: passkeys::possible(&here.app),
        service: here.door() == Door::Staff && service::is_there(&here.app),
        ..SignIn::default()
    }
}

pub(crate) fn valid(next: Option<String>) -> Option<String> {
    next.filter(|path| is_return(path))
}

fn returning(path: &str, next: Option<&str>) -> String {
    match next {
        Some(next) => format!("{path}?next={next}"),
        None => path.to_owned(),
    }
}

fn with_cookie(mut response: Response, cookie: Cookie, value: &str, seconds: i64, here: &Here) -> Response {
    if let Some(header) = cookie.write(value, seconds, here.secure()) {
        response.headers_mut().append(header::SET_COOKIE, header);
    }
    response
}
