//! Choosing which mail one gets, by the link in a mail: without sign-in, and only ever by a post.

use app::preferences;
use axum::extract::{Path, Query, RawForm};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::failure::Failure;
use crate::here::Here;
use crate::view::site_ask::{MailChoices, MailTopic};

type Place = Path<(String, String)>;

/// What happened a moment ago.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Happened {
    said: Option<String>,
}

/// Leads to the page in the reader's language.
pub(crate) async fn onward(here: Here, Path(token): Path<String>) -> Result<Response, Failure> {
    if !token.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Failure::not_found());
    }
    let address = here.to(&format!("/mail/{token}"));
    Ok((StatusCode::FOUND, [(header::LOCATION, address), (header::VARY, "Accept-Language".to_owned())])
        .into_response())
}

/// The page; looking changes nothing.
pub(crate) async fn show(
    here: Here,
    Path((_, token)): Place,
    Query(happened): Query<Happened>,
) -> Result<Response, Failure> {
    let choices = preferences::page(&here.app, &token, here.language).await?;
    let topics = choices.topics.into_iter().map(|topic| MailTopic {
        id: topic.id,
        name: topic.name,
        description: topic.description,
        wanted: topic.wanted,
    });
    let page = MailChoices {
        token,
        address: choices.address,
        topics: topics.collect(),
        saved: happened.said.as_deref() == Some("saved"),
    };
    let mut response = here.show(&page)?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Takes the choices down.
pub(crate) async fn save(
    here: Here,
    Path((_, token)): Place,
    RawForm(body): RawForm,
) -> Result<Response, Failure> {
    let wanted: Vec<String> = super::ask::read(&body)
        .into_iter()
        .filter(|(name, _)| name == "topic")
        .map(|(_, topic)| topic)
        .collect();
    preferences::save(&here.app, &token, &wanted).await?;
    Ok(here.go(&format!("/mail/{token}?said=saved")))
}

/// Ends a topic: a mail program posts this, without a session and without a page (RFC 8058 section 3.2).
pub(crate) async fn one_click(
    here: Here,
    Path(token): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, Failure> {
    if body.as_ref() != b"List-Unsubscribe=One-Click" {
        return Err(Failure::bad_request());
    }
    preferences::end(&here.app, &token).await?;
    Ok((StatusCode::OK, "").into_response())
}
