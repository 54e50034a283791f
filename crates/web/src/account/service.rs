//! Signing in at the organisation's own sign-in service, and coming back from it.

use app::accounts::service;
use axum::extract::Query;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use serde::Deserialize;

use crate::account::{elsewhere, enter};
use crate::cookies::Cookie;
use crate::failure::Failure;
use crate::here::Here;
use crate::portal::sign_in::valid;

/// Where to return to.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Leaving {
    next: Option<String>,
}

/// What the service sends back with the browser.
#[derive(Deserialize)]
pub(crate) struct Back {
    #[serde(default)]
    state: String,
    code: Option<String>,
}

/// Leaves for the service.
pub(crate) async fn leave(here: Here, Query(leaving): Query<Leaving>) -> Result<Response, Failure> {
    let leaving = service::leave(&here.app, here.language, valid(leaving.next)).await?;
    let mut response = elsewhere(&leaving.url)?;
    if let Some(cookie) = Cookie::Service.write(&leaving.ticket, 600, here.secure()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Comes back. The address has no language, so the one in which they left is taken up again.
pub(crate) async fn back(
    here: Here,
    headers: HeaderMap,
    Query(back): Query<Back>,
) -> Result<Response, Failure> {
    let ticket = Cookie::Service.read(&headers, here.secure()).unwrap_or_default();
    let returned =
        service::come_back(&here.app, &ticket, &back.state, back.code.as_deref(), &here.visit).await?;
    let here = Here { language: returned.language, ..here };
    let target = returned.next.as_deref().unwrap_or("/desk");
    let mut response = enter(&here, here.go(target), &returned.session);
    if let Some(cookie) = Cookie::Service.write("", 0, here.secure()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
