//! Signing in with a password, and choosing another after one leaked.

use app::accounts::passwords;
use app::{Error, Kind};
use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use crate::account::{enter as put, onward, signed_in, start, with_script, words};
use crate::failure::Failure;
use crate::here::Here;
use crate::portal::sign_in::{sign_in_page, valid};
use crate::view::account::NewPassword;
use crate::view::portal::SignIn;

/// What was typed.
#[derive(Deserialize)]
pub(crate) struct Typed {
    email: String,
    password: String,
    next: Option<String>,
}

/// Signs in, or says that it does not fit, in the same words and time for every address.
pub(crate) async fn enter(here: Here, Form(typed): Form<Typed>) -> Result<Response, Failure> {
    let next = valid(typed.next);
    match passwords::sign_in(&here.app, here.door(), &typed.email, &typed.password, &here.visit).await {
        Ok(session) => {
            let response = here.go(&onward(&here, &session, next.as_deref()));
            Ok(put(&here, response, &session))
        }
        Err(error @ Error { kind: Kind::Invalid | Kind::TooMany, .. }) => {
            let status = if error.kind == Kind::TooMany {
                StatusCode::TOO_MANY_REQUESTS
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            let page = SignIn {
                email: typed.email,
                password_problem: Some(words(&here, &error)),
                next,
                ..sign_in_page(&here)
            };
            with_script(&here, status, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// A new password.
#[derive(Deserialize)]
pub(crate) struct New {
    password: String,
}

/// The page on which somebody chooses after their password leaked; whoever has nothing to choose goes on.
pub(crate) async fn choose(here: Here) -> Result<Response, Failure> {
    if !signed_in(&here)?.must_choose {
        return Ok(here.go(start(&here)));
    }
    here.show(&NewPassword { email: here.own_address(), problem: None })
}

/// Takes the new one.
pub(crate) async fn chosen(here: Here, Form(new): Form<New>) -> Result<Response, Failure> {
    match passwords::set(&here.app, signed_in(&here)?, &new.password).await {
        Ok(()) => Ok(here.go(start(&here))),
        Err(error) if matches!(error.kind, Kind::Invalid | Kind::Forbidden) => {
            let page = NewPassword { email: here.own_address(), problem: Some(words(&here, &error)) };
            here.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// Goes on without one.
pub(crate) async fn without(here: Here) -> Result<Response, Failure> {
    passwords::go_without(&here.app, signed_in(&here)?).await?;
    Ok(here.go(start(&here)))
}
