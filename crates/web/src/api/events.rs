//! `POST /api/v1/events/{system}`: what a service tells by itself, such as that somebody unsubscribed there.

use std::sync::Arc;

use app::programs::Program;
use app::{App, Kind};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::{Extension, Json};

use crate::failure::Failure;

/// How much may be posted at once.
pub(crate) const BYTES: usize = 4 * 1024 * 1024;

/// Takes events in.
pub(crate) async fn take(
    State(app): State<App>,
    Extension(program): Extension<Arc<Program>>,
    Path(system): Path<String>,
    body: Bytes,
) -> Result<Json<app::events::Taken>, Failure> {
    let taken = app::events::take(&app, &program, &system, &body).await;
    Ok(Json(taken.map_err(|error| match error.kind {
        Kind::Invalid => Failure::unprocessable(error.code, error.text),
        _ => error.into(),
    })?))
}
