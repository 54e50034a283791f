//! Passkeys, for the script on our own pages: JSON in, JSON out.

use app::accounts::passkeys;
use axum::Json;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::account::{enter, onward, signed_in};
use crate::cookies::Cookie;
use crate::failure::Failure;
use crate::here::Here;
use crate::portal::sign_in::valid;
use crate::view::Notice;
use crate::view::problem::ProblemKind;

/// What the browser said.
#[derive(Deserialize)]
pub(crate) struct Said {
    ceremony: String,
    answer: Value,
    #[serde(default)]
    name: String,
    #[serde(default)]
    next: Option<String>,
}

/// Where the script goes on.
#[derive(Serialize)]
struct Onward {
    to: String,
}

/// Asks for any passkey of this site.
pub(crate) async fn begin(here: Here) -> Result<Response, Failure> {
    Ok(Json(passkeys::begin_asking(&here.app, here.door()).await?).into_response())
}

/// Signs in with the one that answered.
pub(crate) async fn finish(here: Here, Json(given): Json<Said>) -> Result<Response, Failure> {
    let session =
        passkeys::finish_asking(&here.app, here.door(), &given.ceremony, &given.answer, &here.visit).await?;
    let next = valid(given.next);
    let to = here.to(&onward(&here, &session, next.as_deref()));
    Ok(enter(&here, Json(Onward { to }).into_response(), &session))
}

/// Begins making one.
pub(crate) async fn make(here: Here) -> Result<Response, Failure> {
    Ok(Json(passkeys::begin_making(&here.app, signed_in(&here)?).await?).into_response())
}

/// Takes in the one that was made.
pub(crate) async fn made(here: Here, Json(given): Json<Said>) -> Result<Response, Failure> {
    let signed_in = signed_in(&here)?;
    passkeys::finish_making(&here.app, signed_in, &given.ceremony, &given.answer, &given.name).await?;
    let to = here.to(&format!("{}?said={}", here.door().security(), Notice::PasskeyMade.slug()));
    Ok(Json(Onward { to }).into_response())
}

/// Begins making the first one, at the second step of the desk.
pub(crate) async fn make_first(here: Here, headers: HeaderMap) -> Result<Response, Failure> {
    Ok(Json(passkeys::begin_first(&here.app, &token(&here, &headers)?).await?).into_response())
}

/// Takes it in, and with it they are in.
pub(crate) async fn made_first(
    here: Here,
    headers: HeaderMap,
    Json(given): Json<Said>,
) -> Result<Response, Failure> {
    let token = token(&here, &headers)?;
    let session =
        passkeys::finish_first(&here.app, &token, &given.ceremony, &given.answer, &given.name, &here.visit)
            .await?;
    let next = valid(given.next);
    let to = here.to(&onward(&here, &session, next.as_deref()));
    Ok(enter(&here, Json(Onward { to }).into_response(), &session))
}

pub(super) fn token(here: &Here, headers: &HeaderMap) -> Result<String, Failure> {
    Cookie::Session(here.door())
        .read(headers, here.secure())
        .ok_or_else(|| Failure::of(ProblemKind::SignInFirst))
}
