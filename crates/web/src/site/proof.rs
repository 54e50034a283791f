//! The page behind the link in the mail that asks who somebody is.

use app::requests::{ProofMeans, proof};
use app::uploads::LARGEST;
use app::{Error, Kind};
use axum::extract::{Multipart, Path, Query};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Deserialize;

use crate::desk::officer::proof_file;
use crate::failure::Failure;
use crate::here::Here;
use crate::portal::words;
use crate::site::home::contact;
use crate::view::Right;
use crate::view::desk::Means;
use crate::view::site_ask::Proof;

/// A file with what surrounds it in the form.
pub(crate) const BYTES: usize = LARGEST + 64 * 1024;

/// Only here a script runs, our own: it covers parts of a picture before it leaves the browser.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

type Place = Path<(String, String)>;

/// What happened a moment ago.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Happened {
    said: Option<String>,
}

/// Shows it.
pub(crate) async fn show(
    here: Here,
    Path((_, token)): Place,
    Query(happened): Query<Happened>,
) -> Result<Response, Failure> {
    let mut page = page(&here, &token).await?;
    match happened.said.as_deref() {
        Some("handed-in") => page.handed_in = true,
        Some("unknown") => page.unknown = true,
        _ => {}
    }
    shown(&here, StatusCode::OK, &page)
}

/// Whoever opens the link has the address.
pub(crate) async fn confirm(here: Here, Path((_, token)): Place) -> Result<Response, Failure> {
    let before = page(&here, &token).await?;
    if proof::confirm_address(&here.app, &token).await? {
        return shown(&here, StatusCode::OK, &Proof { done: true, ..before });
    }
    Ok(here.go(&format!("/proof/{token}?said=unknown")))
}

/// Takes a file in.
pub(crate) async fn hand_in(
    here: Here,
    Path((_, token)): Place,
    mut form: Multipart,
) -> Result<Response, Failure> {
    let mut bytes = Vec::new();
    loop {
        let Ok(field) = form.next_field().await else { return wrong(&here, &token, None).await };
        let Some(field) = field else { break };
        if field.name() == Some("file") {
            match field.bytes().await {
                Ok(read) => bytes = read.to_vec(),
                Err(_) => return wrong(&here, &token, None).await,
            }
        }
    }
    match proof::hand_in(&here.app, &token, &bytes).await {
        Ok(()) => Ok(here.go(&format!("/proof/{token}?said=handed-in"))),
        Err(error) if matches!(error.kind, Kind::Invalid | Kind::Conflict) => {
            wrong(&here, &token, Some(error)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Shows what is wrong with a file; without an error it was too large to be read.
async fn wrong(here: &Here, token: &str, error: Option<Error>) -> Result<Response, Failure> {
    let mut page = page(here, token).await?;
    let too_large = crate::text::Phrase::new(here.language, crate::text::key!("proof-too-large")).to_string();
    page.problem = Some(error.map_or(too_large, |error| error.text.get(here.language).to_owned()));
    shown(here, StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn shown(here: &Here, status: StatusCode, page: &Proof) -> Result<Response, Failure> {
    let mut response = here.show_as(status, page)?;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

async fn page(here: &Here, token: &str) -> Result<Proof, Failure> {
    let page = proof::page(&here.app, token).await?;
    let edition = app::editions::current(&here.app)?;
    let others = page.means.iter().filter(|means| **means != ProofMeans::ShieldedDocument);
    Ok(Proof {
        token: token.to_owned(),
        right: words::right(page.right).unwrap_or(Right::Access),
        received: here.day(page.received),
        means: others.map(|means| Means::words(means.as_str())).collect(),
        document: page.means.contains(&ProofMeans::ShieldedDocument),
        files: page.files.iter().map(|file| proof_file(here, file)).collect(),
        keep: page.keep.text(here.language),
        contact: contact(here, &edition),
        unknown: false,
        done: false,
        handed_in: false,
        problem: None,
    })
}
