//! Asking: for a copy, to be forgotten, to stop with the service. The other rights are in [`super::file_other`].

use std::collections::BTreeSet;

use app::requests::{Channel, Filing, Right, file};
use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use policy::Edition;
use serde::Deserialize;

use crate::failure::Failure;
use crate::here::Here;
use crate::site::home::answer_within;
use crate::view::portal::{FileAccess, FileErasure, KeptKind};
use crate::view::{FieldError, Notice};

/// What is ticked when asking to be forgotten.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Ticked {
    confirm: Option<String>,
    copy_first: Option<String>,
}

/// The page that asks for a copy.
pub(crate) async fn copy_form(here: Here) -> Result<Response, Failure> {
    let edition = app::editions::current(&here.app)?;
    let systems = edition.facts().systems.values().map(|system| system.name.get(here.language).to_owned());
    here.show(&FileAccess {
        email: here.own_address(),
        systems: systems.collect(),
        answer_within: answer_within(&here, &edition),
        error: None,
    })
}

/// Files a request for a copy.
pub(crate) async fn copy(here: Here) -> Result<Response, Failure> {
    filed(&here, Right::Access, false, false).await
}

/// The page that asks to be forgotten.
pub(crate) async fn forget_form(here: Here) -> Result<Response, Failure> {
    here.show(&erasure(&here, false, false)?)
}

/// The page that stops with the service.
pub(crate) async fn stop_form(here: Here) -> Result<Response, Failure> {
    here.show(&erasure(&here, true, true)?)
}

/// Files a request to be forgotten.
pub(crate) async fn forget(here: Here, Form(ticked): Form<Ticked>) -> Result<Response, Failure> {
    erase(here, &ticked, false).await
}

/// Ends the service, which files a request to be forgotten (S29).
pub(crate) async fn stop(here: Here, Form(ticked): Form<Ticked>) -> Result<Response, Failure> {
    erase(here, &ticked, true).await
}

async fn erase(here: Here, ticked: &Ticked, stopping: bool) -> Result<Response, Failure> {
    let copy_first = stopping && ticked.copy_first.is_some();
    if ticked.confirm.is_none() {
        let page = FileErasure { error: Some(FieldError::CONFIRM), ..erasure(&here, stopping, copy_first)? };
        return here.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    filed(&here, Right::Erasure, stopping, copy_first).await
}

async fn filed(
    here: &Here,
    right: Right,
    end_of_service: bool,
    copy_first: bool,
) -> Result<Response, Failure> {
    let filing = Filing::new(right, Channel::Portal, here.language);
    send(here, Filing { end_of_service, copy_first, ..filing }).await
}

/// Files, and goes to the page of the request.
pub(crate) async fn send(here: &Here, filing: Filing) -> Result<Response, Failure> {
    let filed = file(&here.app, here.actor(), filing).await?;
    Ok(here.go(&format!("/my/requests/{}?said={}", filed.request, Notice::Filed.slug())))
}

fn erasure(here: &Here, stopping: bool, copy_first: bool) -> Result<FileErasure, Failure> {
    let edition = app::editions::current(&here.app)?;
    Ok(FileErasure {
        email: here.own_address(),
        stopping,
        copy_first,
        kept: kept(here, &edition),
        answer_within: answer_within(here, &edition),
        error: None,
    })
}

/// The terms by which the data maps hold rows, in the policy's words.
fn kept(here: &Here, edition: &Edition) -> Vec<KeptKind> {
    let facts = edition.facts();
    let held: BTreeSet<&String> = facts.systems.values().flat_map(|system| &system.mentions.terms).collect();
    held.into_iter()
        .filter_map(|id| facts.terms.get(id))
        .filter_map(|term| {
            let keep = term.keep?.text(here.language);
            let from = term.from.map(|from| from.text().get(here.language).to_owned());
            let reason = term.reason.as_ref().map(|reason| reason.get(here.language).to_owned());
            Some(KeptKind {
                what: term.name.get(here.language).to_owned(),
                term: from.map_or_else(|| keep.clone(), |from| format!("{keep}, {from}")),
                reason: match (&reason, &term.law) {
                    (Some(reason), Some(law)) => format!("{reason} ({law})"),
                    (reason, law) => reason.clone().or_else(|| law.clone()).unwrap_or_default(),
                },
            })
        })
        .collect()
}
