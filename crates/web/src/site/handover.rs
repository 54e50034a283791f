//! The link by which another controller collects a copy, once (`/overdracht/TOKEN`).
//!
//! A program that asks for it gets the file. A browser gets a page with a button first, and so do the many programs that
//! look at a link in a mail or a chat before its reader does: they would use it up.

use app::handovers;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::failure::Failure;
use crate::here::Here;
use crate::view::site_ask::Handover;

const DIGEST: HeaderName = HeaderName::from_static("repr-digest");
const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// The link itself.
pub(crate) async fn open(
    State(app): State<app::App>,
    here: Here,
    method: Method,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let token = checked(&token)?;
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.contains("text/html") {
        let to = here.to(&format!("/handover/{token}"));
        let headers = [(header::LOCATION, to.as_str()), (header::VARY, "Accept, Accept-Language")];
        return Ok((StatusCode::FOUND, headers).into_response());
    }
    // Whoever only asks what is there has not collected it.
    if method == Method::HEAD {
        let offered = handovers::offered(&app, token).await?;
        let mut response = StatusCode::OK.into_response();
        describe(response.headers_mut(), offered.bytes, &offered.sha256, "overdracht.zip");
        return Ok(response);
    }
    give(&app, token).await
}

/// The page with the button.
pub(crate) async fn show(here: Here, Path((_, token)): Path<(String, String)>) -> Result<Response, Failure> {
    let token = checked(&token)?;
    let offered = handovers::offered(&here.app, token).await?;
    let edition = app::editions::current(&here.app)?;
    let mut response = here.show(&Handover {
        token: token.to_owned(),
        organisation: edition.facts().organisation.name.clone(),
        expires: here.moment(offered.expires),
        bytes: offered.bytes,
        sha256: offered.sha256,
    })?;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(ROBOTS, HeaderValue::from_static("noindex"));
    Ok(response)
}

/// The button.
pub(crate) async fn collect(
    here: Here,
    Path((_, token)): Path<(String, String)>,
) -> Result<Response, Failure> {
    give(&here.app, checked(&token)?).await
}

async fn give(app: &app::App, token: &str) -> Result<Response, Failure> {
    let (copy, sha256) = handovers::fetch(app, token).await?;
    let (bytes, name) = (copy.bytes, copy.file_name);
    let mut response = Body::from_stream(copy.stream).into_response();
    describe(response.headers_mut(), bytes, &sha256, &name);
    Ok(response)
}

fn describe(headers: &mut HeaderMap, bytes: u64, sha256: &str, name: &str) {
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(ROBOTS, HeaderValue::from_static("noindex"));
    let name = crate::portal::request::plain(name);
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    // RFC 9530: the other side can see that the whole arrived.
    let raw = app::handovers::digest(sha256).map(|digest| format!("sha-256=:{}:", STANDARD.encode(digest)));
    if let Some(value) = raw.and_then(|value| HeaderValue::from_str(&value).ok()) {
        headers.insert(DIGEST, value);
    }
}

fn checked(token: &str) -> Result<&str, Failure> {
    let sound = token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit());
    if sound { Ok(token) } else { Err(Failure::not_found()) }
}
