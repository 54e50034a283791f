//! Requests that another system passes on (OpenDSR 2.0), under `/api/v1/opendsr`.

use std::sync::Arc;

use app::opendsr::{self, Asked, Discovery, Status};
use app::programs::Program;
use app::{App, Kind};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};

use crate::failure::Failure;

/// How much may be posted at once.
pub(crate) const BYTES: usize = 64 * 1024;
const DOMAIN: HeaderName = HeaderName::from_static("x-opendsr-processor-domain");

/// Says what is understood.
pub(crate) async fn discovery() -> Json<Discovery> {
    Json(opendsr::discovery())
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
    Ok(with_domain(&app, (code, Json(status)).into_response()))
}

/// Says how far one is.
pub(crate) async fn status(
    State(app): State<App>,
    Extension(program): Extension<Arc<Program>>,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let status: Status = opendsr::status(&app, &program, &id).await?;
    Ok(with_domain(&app, Json(status).into_response()))
}

/// Says who answers, as OpenDSR asks.
fn with_domain(app: &App, mut response: Response) -> Response {
    let domain = app.config().base_url.split("://").nth(1).unwrap_or_default();
    if let Ok(domain) = HeaderValue::from_str(domain) {
        response.headers_mut().insert(DOMAIN, domain);
    }
    response
}
