//! `POST /api/v1/decisions`: may these data be used for this purpose, about this person, now?

use std::sync::Arc;

use app::decision::{Answer, Inquiry};
use app::programs::Program;
use app::{App, Kind};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, http::header};
use kernel::Text;
use serde::{Deserialize, Serialize};
use serde_json::error::Category;

use crate::failure::Failure;

/// How much may be sent at once: ten thousand questions of two hundred bytes.
pub(crate) const BYTES: usize = 2 * 1024 * 1024;

/// A batch of questions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    questions: Vec<Inquiry>,
}

/// Their answers, in the same order.
#[derive(Debug, Serialize)]
struct Answered {
    /// The version of the edition that answers.
    edition: String,
    answers: Vec<Answer>,
}

/// Answers a batch.
pub(crate) async fn answer(
    State(app): State<App>,
    Extension(program): Extension<Arc<Program>>,
    body: Bytes,
) -> Result<Response, Failure> {
    let asked: Asked = serde_json::from_slice(&body).map_err(|error| misread(&error))?;
    let answers = app.decisions().ask(&app, &program.actor(), &asked.questions).await;
    let answers = answers.map_err(|error| match error.kind {
        Kind::Invalid => Failure::unprocessable(error.code, error.text),
        _ => error.into(),
    })?;
    let edition = app.deployment()?.edition.policy().version.clone();
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(Answered { edition, answers })).into_response())
}

/// Says where it could not be read, never what stood there: that may be somebody's address.
fn misread(error: &serde_json::Error) -> Failure {
    let (line, column) = (error.line(), error.column());
    let detail = |nl: &str, en: &str| Text {
        nl: format!("{nl} (regel {line}, kolom {column}). De beschrijving staat op /api/v1/openapi.json."),
        en: format!("{en} (line {line}, column {column}). The description is at /api/v1/openapi.json."),
    };
    match error.classify() {
        Category::Data => Failure::unprocessable(
            "not-a-question",
            detail("Hier staat iets anders dan een vraag", "What stands here is no question"),
        ),
        _ => Failure::malformed(detail("Dit is geen JSON", "This is no JSON")),
    }
}
