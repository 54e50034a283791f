//! Messages to the privacy contact, at the desk.

use app::incoming::{self, DIRECT, MessageView};
use app::requests::{Right as Asked, Route};
use axum::Form;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use crate::failure::Failure;
use crate::here::Here;
use crate::portal::overview::Said;
use crate::portal::words;
use crate::view::messages::{self, Message, MessageRow, Messages};
use crate::view::{FieldError, Notice};

/// What is done with one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Done {
    route: String,
    right: String,
    words: String,
}

/// What came in.
pub(crate) async fn list(here: Here, Query(said): Query<Said>) -> Result<Response, Failure> {
    let rows = incoming::list(&here.app, here.actor()).await?;
    let rows = rows.iter().map(|one| row(&here, one)).collect();
    here.show(&Messages { rows, notice: said.notice() })
}

/// One, with what it says.
pub(crate) async fn show(
    here: Here,
    Path((_, id)): Path<(String, String)>,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    here.show(&page(&here, &id, String::new(), None, said.notice()).await?)
}

/// Sends one another way.
pub(crate) async fn correct(
    here: Here,
    Path((_, id)): Path<(String, String)>,
    Form(done): Form<Done>,
) -> Result<Response, Failure> {
    let to: Route = done.route.parse().map_err(|_| Failure::bad_request())?;
    incoming::correct(&here.app, here.actor(), &id, to).await?;
    Ok(here.go(&format!("/desk/messages/{id}?said={}", Notice::MessageRouted.slug())))
}

/// Answers one by mail.
pub(crate) async fn answer(
    here: Here,
    Path((_, id)): Path<(String, String)>,
    Form(done): Form<Done>,
) -> Result<Response, Failure> {
    let words = done.words.replace("\r\n", "\n");
    match incoming::answer(&here.app, here.actor(), &id, &words).await {
        Ok(()) => Ok(here.go(&format!("/desk/messages?said={}", Notice::MessageAnswered.slug()))),
        Err(error) if error.kind == app::Kind::Invalid => {
            let page = page(&here, &id, words, Some(FieldError::MESSAGE_WORDS), None).await?;
            here.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// Makes a request of one.
pub(crate) async fn request(
    here: Here,
    Path((_, id)): Path<(String, String)>,
    Form(done): Form<Done>,
) -> Result<Response, Failure> {
    let right: Asked = done.right.parse().map_err(|_| Failure::bad_request())?;
    let request = incoming::make_request(&here.app, here.actor(), &id, right).await?;
    Ok(here.go(&format!("/desk/requests/{request}?said={}", Notice::Entered.slug())))
}

/// Notes that one was dealt with otherwise.
pub(crate) async fn handled(here: Here, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    incoming::handled(&here.app, here.actor(), &id).await?;
    Ok(here.go(&format!("/desk/messages?said={}", Notice::MessageHandled.slug())))
}

async fn page(
    here: &Here,
    id: &str,
    typed: String,
    error: Option<FieldError>,
    notice: Option<Notice>,
) -> Result<Message, Failure> {
    let read = incoming::read(&here.app, here.actor(), id).await?;
    let mut rights: Vec<_> = DIRECT.into_iter().filter_map(words::right).collect();
    if let Some(likely) = read.right.and_then(words::right)
        && let Some(place) = rights.iter().position(|right| *right == likely)
    {
        rights.swap(0, place);
    }
    let with_request = read.view.request.is_some();
    let ways = Route::ALL.iter().filter(|route| with_request || **route != Route::Reply);
    Ok(Message {
        row: row(here, &read.view),
        from: read.from,
        subject: read.subject,
        text: read.text,
        rights,
        ways: ways.map(|route| (route.as_str(), messages::route(route.as_str()))).collect(),
        way: read.view.route.as_str(),
        error,
        words: typed,
        notice,
    })
}

/// A message, as the pages show it.
pub(crate) fn row(here: &Here, one: &MessageView) -> MessageRow {
    MessageRow {
        id: one.id.clone(),
        route: messages::route(one.route.as_str()),
        urgent: one.route == Route::Breach && one.answered.is_none(),
        channel: messages::channel(&one.channel),
        corrected: one.corrected,
        request: one.request.map(|id| (id.to_string(), words::reference(id))),
        at: here.moment(one.at),
        due: here.moment(one.due),
        late: one.answered.unwrap_or_else(|| here.app.now()) > one.due,
        outcome: one.outcome.as_deref().map(messages::outcome),
    }
}
