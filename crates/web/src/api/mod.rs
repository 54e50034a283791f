//! What programs ask: JSON in, JSON out, problem details (RFC 9457) when it cannot be.
//!
//! A program shows a key ([`app::programs`]); the guard knows it before a handler runs. Pages of declared sites show
//! none: what they send is held against the edition. Nothing of a person stands in
//! an address or a log, and no answer repeats what was sent. To add a door: a route with its scope, a handler here,
//! and its description in `openapi.json`, which a test holds against the routes.

pub(crate) mod consents;
pub(crate) mod decisions;
pub(crate) mod editions;
pub(crate) mod events;
pub(crate) mod letters;
pub(crate) mod mail;
pub(crate) mod opendsr;

use axum::Json;
use axum::http::header;
use axum::response::{IntoResponse, Response};

/// The description of the interface (OpenAPI 3.1).
const DESCRIPTION: &str = include_str!("openapi.json");

/// Says that the server is there, and nothing else.
pub(crate) async fn ping() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], r#"{"ok":true}"#).into_response()
}

/// Says that a JSON text could be read, and nothing else: what came in is dropped.
pub(crate) async fn echo(Json(_): Json<serde::de::IgnoredAny>) -> Response {
    ping().await
}

/// The description of the interface.
pub(crate) async fn description() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], DESCRIPTION).into_response()
}
