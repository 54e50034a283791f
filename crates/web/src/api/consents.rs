//! Choices of visitors: `POST /api/v1/consents` records one, `POST /api/v1/consents/receipts` gives the proofs of
//! whoever holds a consent id.
//!
//! Pages of declared sites send them from other origins, so the answers say which of those may read them
//! (CORS); anybody else's pages may not. No address of a visitor is kept; how often one comes is counted in memory.

use app::consents::intake::{self, NotTaken, Taken};
use app::consents::{offers, receipts};
use app::{App, Kind};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::Text;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// How much one choice may be.
pub(crate) const BYTES: usize = intake::LONGEST;

/// What an app or a page learns of its choice.
#[derive(Debug, Serialize)]
struct Recorded {
    /// The entry of the log that attests it.
    entry: u64,
    /// Which leaf of that entry's batch.
    place: u64,
}

/// Records a choice: 201 when it is new, 200 when the same was recorded before.
pub(crate) async fn record(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Response {
    let answer = match intake::take(&app, &body).await {
        Ok(Taken { new, entry, place }) => {
            let status = if new { StatusCode::CREATED } else { StatusCode::OK };
            (status, [(header::CACHE_CONTROL, "no-store")], Json(Recorded { entry, place })).into_response()
        }
        Err(not) => refused(not).into_response(),
    };
    readable(&app, &headers, answer)
}

fn refused(not: NotTaken) -> Failure {
    match not {
        NotTaken::Refused(refusal) => Failure::unprocessable(refusal.code(), refusal.text()),
        NotTaken::Unreadable(error) => {
            let (line, column) = (error.line, error.column);
            let text = |nl: &str, en: &str| Text {
                nl: format!(
                    "{nl} (regel {line}, kolom {column}). De beschrijving staat op /api/v1/openapi.json."
                ),
                en: format!(
                    "{en} (line {line}, column {column}). The description is at /api/v1/openapi.json."
                ),
            };
            if error.shape {
                let text = text("Hier staat iets anders dan een keuze", "What stands here is no choice");
                Failure::unprocessable("not-a-choice", text)
            } else {
                Failure::malformed(text("Dit is geen JSON", "This is no JSON"))
            }
        }
        NotTaken::Error(error) => error.into(),
    }
}

/// Who asks for receipts: an id in the body, because addresses end up in logs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    id: String,
}

/// The proofs of whoever holds a consent id.
pub(crate) async fn receipts(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Response {
    let answer = give(&app, &body).await.unwrap_or_else(IntoResponse::into_response);
    readable(&app, &headers, answer)
}

async fn give(app: &App, body: &[u8]) -> Result<Response, Failure> {
    let asked: Asked = serde_json::from_slice(body).map_err(|_| {
        Failure::malformed(Text {
            nl: "Stuur {\"id\": \"…\"} met het nummer uit gestand_choice.".into(),
            en: "Send {\"id\": \"…\"} with the id in gestand_choice.".into(),
        })
    })?;
    let receipts = receipts::of_id(app, &asked.id).await.map_err(|error| match error.kind {
        Kind::Invalid => Failure::unprocessable(error.code, error.text),
        _ => error.into(),
    })?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(receipts)).into_response())
}

/// What a browser asks before a page of another origin may send JSON.
pub(crate) async fn allow(State(app): State<App>, headers: HeaderMap) -> Response {
    let mut answer = readable(&app, &headers, StatusCode::NO_CONTENT.into_response());
    if answer.headers().contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN) {
        let told: [(HeaderName, &'static str); 3] = [
            (header::ACCESS_CONTROL_ALLOW_METHODS, "POST"),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type"),
            (header::ACCESS_CONTROL_MAX_AGE, "7200"),
        ];
        for (name, value) in told {
            answer.headers_mut().insert(name, HeaderValue::from_static(value));
        }
    }
    answer
}

/// Lets pages of the edition's own sites read the answer, and nobody else's.
pub(super) fn readable(app: &App, headers: &HeaderMap, mut answer: Response) -> Response {
    answer.headers_mut().insert(header::VARY, HeaderValue::from_static("Origin"));
    let origin = headers.get(header::ORIGIN);
    let known = origin.and_then(|it| it.to_str().ok()).is_some_and(|it| offers::is_origin(app, it));
    if let Some(origin) = origin.filter(|_| known) {
        let cross = HeaderName::from_static("cross-origin-resource-policy");
        answer.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        answer.headers_mut().insert(cross, HeaderValue::from_static("cross-origin"));
    }
    answer
}
