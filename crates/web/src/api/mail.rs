//! What became of mail, told by who carries it: `POST /api/v1/mail/events` with a key, `POST /api/v1/mail/signed` as a
//! signed post (Standard Webhooks), and `POST /api/v1/mail/report` with the mail that a server sent back.

use std::sync::Arc;

use app::bounces::{self, Report, Taken};
use app::programs::Program;
use app::webhooks::{self, Signed, Use};
use app::{App, Kind};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::{Extension, Json};

use crate::failure::Failure;

/// How much may be posted at once.
pub(crate) const BYTES: usize = 1024 * 1024;

/// Takes events in from a program with a key.
pub(crate) async fn events(
    State(app): State<App>,
    Extension(_program): Extension<Arc<Program>>,
    body: Bytes,
) -> Result<Json<Taken>, Failure> {
    read(&app, &body).await
}

/// Takes a signed post in.
pub(crate) async fn signed(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Taken>, Failure> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let signed = Signed {
        id: text("webhook-id"),
        timestamp: text("webhook-timestamp"),
        signature: text("webhook-signature"),
    };
    webhooks::verify(&app, Use::MailEvents, signed, &body)?;
    read(&app, &body).await
}

/// Takes the mail in that a server sent back.
pub(crate) async fn report(
    State(app): State<App>,
    Extension(_program): Extension<Arc<Program>>,
    body: Bytes,
) -> Result<Json<Taken>, Failure> {
    let report = bounces::mailed(&body).map_err(refused)?;
    take(&app, &[report], 0).await
}

/// What became of a mail that somebody sent.
#[derive(serde::Serialize)]
pub(crate) struct TakenIn {
    taken: app::incoming::Taken,
}

/// Takes in a mail that somebody sent: an answer to a mail of ours, or a message to the privacy contact.
pub(crate) async fn incoming(
    State(app): State<App>,
    Extension(_program): Extension<Arc<Program>>,
    body: Bytes,
) -> Result<Json<TakenIn>, Failure> {
    let taken = app::incoming::mailed(&app, &body).await.map_err(refused)?;
    Ok(Json(TakenIn { taken }))
}

async fn read(app: &App, body: &[u8]) -> Result<Json<Taken>, Failure> {
    let (reports, dropped) = bounces::events(body).map_err(refused)?;
    take(app, &reports, dropped).await
}

async fn take(app: &App, reports: &[Report], dropped: usize) -> Result<Json<Taken>, Failure> {
    let mut taken = bounces::take(app, reports).await?;
    taken.dropped += dropped;
    Ok(Json(taken))
}

fn refused(error: app::Error) -> Failure {
    match error.kind {
        Kind::Invalid => Failure::unprocessable(error.code, error.text),
        _ => error.into(),
    }
}
