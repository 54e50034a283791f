//! Letters by mail for programs: `POST /api/v1/letters` asks for one, as the form does; `GET /api/v1/letters/PURPOSE` gives the
//! program that sends it who wants it now.

use std::sync::Arc;

use app::App;
use app::Kind;
use app::consents::letters::{self, Subscriber};
use app::programs::Program;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use kernel::{Language, Text};
use serde::{Deserialize, Serialize};

use super::consents::readable;
use crate::failure::Failure;

/// How much one asking may be.
pub(crate) const BYTES: usize = 4 * 1024;

/// Who asks for what.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    email: String,
    language: Language,
    purposes: Vec<String>,
}

/// Asks for letters: 202 whoever it is.
pub(crate) async fn ask(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Response {
    let answer = match take(&app, &body).await {
        Ok(()) => (StatusCode::ACCEPTED, [(header::CACHE_CONTROL, "no-store")]).into_response(),
        Err(failure) => failure.into_response(),
    };
    readable(&app, &headers, answer)
}

async fn take(app: &App, body: &[u8]) -> Result<(), Failure> {
    let asked: Asked = serde_json::from_slice(body).map_err(|_| {
        Failure::malformed(Text {
            nl: "Stuur {\"email\": \"…\", \"language\": \"nl\", \"purposes\": [\"…\"]}.".into(),
            en: "Send {\"email\": \"…\", \"language\": \"en\", \"purposes\": [\"…\"]}.".into(),
        })
    })?;
    letters::ask(app, asked.language, &asked.email, &asked.purposes).await.map_err(refused)
}

fn refused(error: app::Error) -> Failure {
    match error.kind {
        Kind::Invalid => Failure::unprocessable(error.code, error.text),
        _ => error.into(),
    }
}

/// Behind which mark to go on.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct From {
    #[serde(default)]
    after: String,
}

/// Who wants a letter.
#[derive(Debug, Serialize)]
pub(crate) struct Wanted {
    subscribers: Vec<Subscriber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Gives who wants a letter now, a page at a time.
pub(crate) async fn list(
    State(app): State<App>,
    Extension(program): Extension<Arc<Program>>,
    Path(purpose): Path<String>,
    Query(from): Query<From>,
) -> Result<Response, Failure> {
    let (subscribers, next) =
        letters::subscribers(&app, &program.actor(), &purpose, &from.after).await.map_err(refused)?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(Wanted { subscribers, next })).into_response())
}
