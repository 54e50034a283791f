//! How and where to complain: for everybody, and for who is signed in with a form.

use app::requests::{Channel, Filing, Right as Asked, Wish};
use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use crate::failure::Failure;
use crate::here::Here;
use crate::portal::file::send;
use crate::site::home::{answer_within, authority, contact};
use crate::view::FieldError;
use crate::view::complain::{Complain, ComplainForm};

/// The longest complaint; the form says so as well.
const LONGEST: usize = 4000;

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    reasons: String,
}

/// The page for everybody.
pub(crate) async fn show(here: Here) -> Result<Response, Failure> {
    here.show(&page(&here, None)?)
}

/// The page for who is signed in.
pub(crate) async fn form(here: Here) -> Result<Response, Failure> {
    let form = own_form(&here, String::new(), None)?;
    here.show(&page(&here, Some(form))?)
}

/// Takes a complaint in.
pub(crate) async fn complain(here: Here, Form(typed): Form<Typed>) -> Result<Response, Failure> {
    let words = typed.reasons.replace("\r\n", "\n").trim().to_owned();
    let error = if words.is_empty() {
        Some(FieldError::COMPLAINT)
    } else if words.chars().count() > LONGEST {
        Some(FieldError::REASONS_LONG)
    } else {
        None
    };
    if error.is_some() {
        let form = own_form(&here, words, error)?;
        return here.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page(&here, Some(form))?);
    }
    let filing = Filing::new(Asked::Complaint, Channel::Portal, here.language);
    send(&here, Filing { wish: Wish::Say { decision: String::new(), words }, ..filing }).await
}

fn own_form(here: &Here, words: String, error: Option<FieldError>) -> Result<ComplainForm, Failure> {
    let edition = app::editions::current(&here.app)?;
    Ok(ComplainForm { email: here.own_address(), answer_within: answer_within(here, &edition), words, error })
}

fn page(here: &Here, form: Option<ComplainForm>) -> Result<Complain, Failure> {
    let edition = app::editions::current(&here.app)?;
    let remedies = app::requests::remedies(&here.app)?;
    Ok(Complain {
        contact: contact(here, &edition),
        authority: authority(here, &edition),
        authority_article: remedies.authority_article,
        court_article: remedies.court_article,
        court_provision: remedies.court_provision,
        court_within: remedies.court_within.get(here.language).to_owned(),
        form,
    })
}
