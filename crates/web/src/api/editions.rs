//! `GET /api/v1/editions…`: which texts there are, the text of a day, and the same as linked data.
//!
//! They are public: what is promised is for everybody to read.

use app::App;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use policy::Edition;
use serde_json::json;

use crate::failure::Failure;

/// Every edition, the newest first.
pub(crate) async fn list(State(app): State<App>) -> Result<Response, Failure> {
    let editions = app::editions::list(&app).await?;
    Ok(Json(json!({ "editions": editions })).into_response())
}

/// The text that was in force on a day, with its hash.
pub(crate) async fn text(State(app): State<App>, Path(day): Path<String>) -> Result<Response, Failure> {
    let edition = on(&app, &day).await?;
    let header = edition.policy();
    let documents: Vec<_> =
        header.languages.iter().flat_map(|language| edition.documents(*language)).collect();
    Ok(Json(json!({
        "hash": edition.hash(), "policy": header.id, "version": header.version,
        "in_force_from": header.in_force_from, "documents": documents,
    }))
    .into_response())
}

/// The same in the terms of the Data Privacy Vocabulary.
pub(crate) async fn linked(State(app): State<App>, Path(day): Path<String>) -> Result<Response, Failure> {
    let edition = on(&app, &day).await?;
    let data = policy::linked::data(&edition, &app.config().base_url);
    Ok(([(header::CONTENT_TYPE, "application/ld+json")], data.to_string()).into_response())
}

async fn on(app: &App, day: &str) -> Result<Edition, Failure> {
    let day: Date = day.parse().map_err(|_| Failure::not_found())?;
    Ok(app::editions::on(app, day).await?)
}
