//! Requests that another system passes on (OpenDSR 2.0), under `/api/v1/opendsr`.

use std::sync::Arc;

use app::opendsr::{self, Asked, Discovery, Status};
use app::programs::Program;
use app::{App, Kind};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};

use crate::failure::Failure;

/// How much may be posted at once.
pub(crate) const BYTES: usize = 64 * 1024;
const DOMAIN: HeaderName = HeaderName::from_static("x-opendsr-processor-domain");
const SIGNATURE: HeaderName = HeaderName::from_static("x-opendsr-signature");

/// Says what is understood.
pub(crate) async fn discovery(State(app): State<App>) -> Json<Discovery> {
    Json(opendsr::discovery(&app))
}

/// The certificate whose key signs what is said here.
pub(crate) async fn certificate(State(app): State<App>) -> Result<Response, Failure> {
    let pem = opendsr::certificate(&app)?;
    Ok(([(header::CONTENT_TYPE, "application/x-pem-file")], pem).into_response())
}

/// Takes a request in: 201, or 200 when it was known.
pub(crate) async fn ask(
    State(app): State<App>,
    Extension(program): Extension<Arc<Program>>,
    body: Bytes,
) -> Result<Response, Failure> {
    let asked: Asked = serde_json::from_slice(&body).map_err(|_| {
        Failure::unprocessable(
            "not-understood",
            kernel::Text {
                nl: "Dit is geen verzoek zoals OpenDSR 2.0 het beschrijft.".into(),
                en: "This is no request as OpenDSR 2.0 describes it.".into(),
            },
        )
    })?;
    let (status, new) = opendsr::ask(&app, &program, &asked).await.map_err(|error| match error.kind {
        Kind::Invalid => Failure::unprocessable(error.code, error.text),
        _ => error.into(),
    })?;
    let code = if new { StatusCode::CREATED } else { StatusCode::OK };
    said(&app, code, &status)
}

/// Says how far one is.
pub(crate) async fn status(
    State(app): State<App>,
    Extension(program): Extension<Arc<Program>>,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let status: Status = opendsr::status(&app, &program, &id).await?;
    said(&app, StatusCode::OK, &status)
}

/// Says who answers, and signs it, as OpenDSR asks.
fn said(app: &App, code: StatusCode, status: &Status) -> Result<Response, Failure> {
    let body = serde_json::to_vec(status).map_err(Failure::internal)?;
    let signature = opendsr::signature(app, &body);
    let mut response = (code, [(header::CONTENT_TYPE, "application/json")], body).into_response();
    let domain = app.config().base_url.split("://").nth(1).unwrap_or_default();
    let said = [(DOMAIN, Some(domain.to_owned())), (SIGNATURE, signature)];
    for (name, value) in said {
        if let Some(Ok(value)) = value.as_deref().map(HeaderValue::from_str) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}
