//! A copy sealed with a passphrase, for who takes it another way than by sign-in.

use app::sealed as sealing;
use axum::Form;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::ids::ArchiveId;
use serde::Deserialize;

use crate::failure::Failure;
use crate::frame::Area;
use crate::here::Here;
use crate::view::portal::SealedCopy;

/// The ticket of a passphrase.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Ticket {
    ticket: String,
}

/// Shows a passphrase, once.
pub(crate) async fn show(here: Here, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    let id: ArchiveId = id.parse().map_err(|_| Failure::not_found())?;
    let made = sealing::passphrase(&here.app, here.actor(), id).await?;
    let page = SealedCopy {
        words: made.words,
        ticket: made.ticket,
        action: here.to(&format!("{}/{id}/sealed", root(&here))),
        by_post: here.area == Area::Desk,
    };
    let mut response = here.show(&page)?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Gives the sealed copy.
pub(crate) async fn collect(
    here: Here,
    Path((_, id)): Path<(String, String)>,
    Form(form): Form<Ticket>,
) -> Result<Response, Failure> {
    let id: ArchiveId = id.parse().map_err(|_| Failure::not_found())?;
    let copy = sealing::open(&here.app, here.actor(), id, &form.ticket).await?;
    let mut response = Body::from_stream(copy.stream).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let disposition = format!("attachment; filename=\"{}\"", super::request::plain(&copy.file_name));
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

fn root(here: &Here) -> &'static str {
    if here.area == Area::Desk { "/desk/copies" } else { "/my/answers" }
}
