//! Writing to the privacy contact without an account (S108): it goes to whoever can act on it; the sender gets the same
//! answer whoever they are.

use app::Kind;
use app::incoming;
use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use crate::failure::Failure;
use crate::here::Here;
use crate::site::home::contact;
use crate::view::FieldError;
use crate::view::messages::Write;

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    email: String,
    words: String,
}

/// Whether it was just sent.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct With {
    sent: Option<String>,
}

/// The form.
pub(crate) async fn form(here: Here, Query(with): Query<With>) -> Result<Response, Failure> {
    here.show(&page(&here, Typed::default(), with.sent.is_some(), None)?)
}

/// Takes it in.
pub(crate) async fn send(here: Here, Form(typed): Form<Typed>) -> Result<Response, Failure> {
    let words = typed.words.replace("\r\n", "\n");
    match incoming::ask(&here.app, here.language, &typed.email, &words).await {
        Ok(()) => Ok(here.go("/contact?sent=yes")),
        Err(error) if error.kind == Kind::Invalid => {
            let mistake =
                if error.code == "no-address" { FieldError::EMAIL } else { FieldError::MESSAGE_WORDS };
            here.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page(&here, typed, false, Some(mistake))?)
        }
        Err(error) => Err(error.into()),
    }
}

fn page(here: &Here, typed: Typed, sent: bool, error: Option<FieldError>) -> Result<Write, Failure> {
    let edition = app::editions::current(&here.app)?;
    Ok(Write { email: typed.email, words: typed.words, sent, contact: contact(here, &edition), error })
}
