//! Letters by mail: the form that asks for them, which stands here and may stand on any site, and the page behind the link of
//! the confirmation, whose button gives the consent. Looking changes nothing; everybody gets the same answer.

use app::Kind;
use app::consents::letters;
use axum::extract::{Path, Query, RawForm};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Deserialize;

use crate::failure::Failure;
use crate::here::Here;
use crate::site::home::contact;
use crate::view::FieldError;
use crate::view::letters::{Ask, Confirm, Topic};

type Place = Path<(String, String)>;

/// Whether it was just sent, or confirmed.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Happened {
    sent: Option<String>,
}

/// The form.
pub(crate) async fn form(here: Here, Query(happened): Query<Happened>) -> Result<Response, Failure> {
    let sent = happened.sent.is_some();
    here.show(&page(&here, String::new(), &[], sent, None)?)
}

/// Takes it in: fields `email` and, for each letter, `topic`.
pub(crate) async fn send(here: Here, RawForm(body): RawForm) -> Result<Response, Failure> {
    let fields = super::ask::read(&body);
    let all = |name: &str| -> Vec<String> {
        fields.iter().filter(|(of, _)| of == name).map(|(_, value)| value.clone()).collect()
    };
    let (email, wanted) = (all("email").into_iter().next().unwrap_or_default(), all("topic"));
    match letters::ask(&here.app, here.language, &email, &wanted).await {
        Ok(()) => Ok(here.go("/letters?sent=yes")),
        Err(error) if error.kind == Kind::Invalid => {
            let mistake = if error.code == "no-address" { FieldError::EMAIL } else { FieldError::NO_LETTER };
            here.show_as(
                StatusCode::UNPROCESSABLE_ENTITY,
                &page(&here, email, &wanted, false, Some(mistake))?,
            )
        }
        Err(error) => Err(error.into()),
    }
}

fn page(
    here: &Here,
    email: String,
    wanted: &[String],
    sent: bool,
    error: Option<FieldError>,
) -> Result<Ask, Failure> {
    let edition = app::editions::current(&here.app)?;
    let topics = letters::topics(&here.app, here.language)?;
    Ok(Ask {
        email,
        topics: topics.into_iter().map(|it| topic(&it, wanted.contains(&it.id))).collect(),
        sent,
        contact: contact(here, &edition),
        error,
    })
}

fn topic(topic: &letters::Topic, wanted: bool) -> Topic {
    Topic {
        id: topic.id.clone(),
        name: topic.name.clone(),
        description: topic.description.clone(),
        who: topic.who.clone(),
        follows: topic.follows,
        wanted,
    }
}

/// What waits behind the link of a mail.
pub(crate) async fn show(here: Here, Path((_, token)): Place) -> Result<Response, Failure> {
    let waiting = letters::look(&here.app, &token, here.language).await?;
    let page = Confirm {
        token,
        address: waiting.address,
        controller: waiting.controller,
        topics: waiting.topics.iter().map(|it| topic(it, true)).collect(),
        done: false,
    };
    Ok(unkept(here.show(&page)?))
}

/// The button, or the one beside it that takes the letter `only`.
pub(crate) async fn confirm(
    here: Here,
    Path((_, token)): Place,
    RawForm(body): RawForm,
) -> Result<Response, Failure> {
    let only = super::ask::read(&body).iter().any(|(name, _)| name == "only");
    letters::confirm(&here.app, &token, here.language, !only).await?;
    let page =
        Confirm { token, address: String::new(), controller: String::new(), topics: Vec::new(), done: true };
    Ok(unkept(here.show(&page)?))
}

/// No browser and nothing between keeps a page that shows whose link it is.
fn unkept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
