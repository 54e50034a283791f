//! Addresses without a language: the reader's own is chosen from Accept-Language.

use axum::extract::{Path, RawQuery};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::ids::RequestId;

use crate::failure::Failure;
use crate::here::Here;

/// Sends the reader to the same address in their language.
pub(crate) async fn choose(here: Here) -> Response {
    onward(&here.to(&here.path))
}

/// What mails to subjects link to.
pub(crate) async fn to_request(here: Here, Path(id): Path<String>, _: RawQuery) -> Result<Response, Failure> {
    let id: RequestId = id.parse().map_err(|_| Failure::not_found())?;
    Ok(onward(&here.to(&format!("/my/requests/{id}"))))
}

/// What mails that ask who somebody is link to.
pub(crate) async fn to_proof(here: Here, Path(token): Path<String>) -> Result<Response, Failure> {
    if token.len() > 80 || !token.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Failure::not_found());
    }
    Ok(onward(&here.to(&format!("/proof/{token}"))))
}

fn onward(address: &str) -> Response {
    let headers = [(header::LOCATION, address), (header::VARY, "Accept-Language")];
    (StatusCode::FOUND, headers).into_response()
}
