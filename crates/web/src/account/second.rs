//! The second step of a sign-in: a code of an app, a recovery code, or a passkey. Staff who have none set one up here.

use std::fmt::Write as _;

use app::accounts::{apps, passkeys};
use app::signin;
use app::{Error, Kind};
use axum::Form;
use axum::extract::Query;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use qrcodegen::{QrCode, QrCodeEcc};
use serde::Deserialize;

use crate::account::passkey::token;
use crate::account::{enter, start, with_script, words};
use crate::failure::Failure;
use crate::here::Here;
use crate::html::Html;
use crate::portal::sign_in::valid;
use crate::view::account::{Codes, SecondStep, Setup};

/// Where to return to.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Arrival {
    next: Option<String>,
}

/// The code.
#[derive(Deserialize)]
pub(crate) struct Typed {
    code: String,
    next: Option<String>,
}

/// The page.
pub(crate) async fn form(
    here: Here,
    headers: HeaderMap,
    Query(arrival): Query<Arrival>,
) -> Result<Response, Failure> {
    let Some(page) = page(&here, &headers).await? else { return Ok(here.go(&sign_in(&here))) };
    with_script(&here, StatusCode::OK, &SecondStep { next: valid(arrival.next), ..page })
}

/// Takes the step.
pub(crate) async fn step(
    here: Here,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let next = valid(typed.next);
    let Some(page) = page(&here, &headers).await? else { return Ok(here.go(&sign_in(&here))) };
    let token = token(&here, &headers)?;
    let outcome = if page.setup.is_some() {
        apps::confirm_first(&here.app, &token, &typed.code, &here.visit)
            .await
            .map(|(codes, session)| (Some(codes), session))
    } else {
        apps::second_step(&here.app, &token, &typed.code, &here.visit).await.map(|session| (None, session))
    };
    match outcome {
        Ok((None, session)) => {
            let target = next.as_deref().unwrap_or(start(&here));
            Ok(enter(&here, here.go(target), &session))
        }
        Ok((Some(codes), session)) => {
            let next = next.unwrap_or_else(|| start(&here).to_owned());
            let mut here = here;
            here.signed_in = signin::session(&here.app, &session.token).await?;
            let shown = here.show(&Codes { codes, next })?;
            Ok(enter(&here, shown, &session))
        }
        Err(error @ Error { kind: Kind::Invalid | Kind::TooMany, .. }) => {
            let page = SecondStep { problem: Some(words(&here, &error)), next, ..page };
            let status = if error.kind == Kind::TooMany {
                StatusCode::TOO_MANY_REQUESTS
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            with_script(&here, status, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// What is asked of whoever stands here; nothing when nobody does.
async fn page(here: &Here, headers: &HeaderMap) -> Result<Option<SecondStep>, Failure> {
    let Ok(token) = token(here, headers) else { return Ok(None) };
    let Some(factors) = signin::awaited(&here.app, &token).await? else { return Ok(None) };
    let possible = passkeys::possible(&here.app);
    if factors.app || factors.passkeys > 0 {
        return Ok(Some(SecondStep {
            app: factors.app,
            codes: factors.codes > 0,
            passkeys: possible && factors.passkeys > 0,
            ..SecondStep::default()
        }));
    }
    let setup = apps::begin_first(&here.app, &token).await?;
    Ok(Some(SecondStep { setup: Some(shown(&setup)), passkeys: possible, ..SecondStep::default() }))
}

/// An app that is being set up, with its picture.
pub(super) fn shown(setup: &apps::Setup) -> Setup {
    Setup { typed: setup.typed.clone(), address: setup.address.clone(), picture: picture(&setup.address) }
}

/// The address as a picture that a telephone reads: dark squares on a light ground, whatever the colours of the page.
fn picture(address: &str) -> Html {
    let Ok(code) = QrCode::encode_text(address, QrCodeEcc::Medium) else { return Html::default() };
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        for x in 0..size {
            if code.get_module(x, y) {
                // Writing to a String cannot fail.
                let _ = write!(path, "M{x} {y}h1v1h-1z");
            }
        }
    }
    let whole = size + 8;
    Html::picture(format!(
        "<svg class=\"qr\" viewBox=\"-4 -4 {whole} {whole}\" aria-hidden=\"true\" focusable=\"false\">\
         <rect class=\"qr-light\" x=\"-4\" y=\"-4\" width=\"{whole}\" height=\"{whole}\"/>\
         <path class=\"qr-dark\" d=\"{path}\"/></svg>"
    ))
}

fn sign_in(here: &Here) -> String {
    format!("{}/sign-in", start(here))
}
