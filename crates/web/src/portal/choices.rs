//! One's own choices about cookies: tying them to the account, and untying them.

use app::Kind;
use app::consents::links;
use axum::Form;
use axum::extract::Query;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::Value;

use crate::failure::Failure;
use crate::here::Here;
use crate::portal::overview::Said;
use crate::view::choices::{OwnChoice, OwnChoices};
use crate::view::{FieldError, Notice};

/// The number of a choice, as it was typed.
#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    id: String,
}

/// Which choices to untie.
#[derive(Debug, Deserialize)]
pub(crate) struct Tied {
    subject: String,
}

/// Shows them.
pub(crate) async fn show(
    here: Here,
    headers: HeaderMap,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let page = page(&here, &headers, None, said.notice()).await?;
    here.show(&page)
}

/// Ties the choices under a number to the account.
pub(crate) async fn tie(
    here: Here,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    match links::link(&here.app, here.actor(), &typed.id).await {
        Ok(()) => Ok(back(&here, Notice::ChoicesTied)),
        Err(error) if error.kind == Kind::Invalid => {
            let page = page(&here, &headers, Some(FieldError::NO_CHOICE), None).await?;
            here.show_as(StatusCode::BAD_REQUEST, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// Unties them.
pub(crate) async fn untie(here: Here, Form(tied): Form<Tied>) -> Result<Response, Failure> {
    links::unlink(&here.app, here.actor(), &tied.subject).await?;
    Ok(back(&here, Notice::ChoicesUntied))
}

fn back(here: &Here, notice: Notice) -> Response {
    here.go(&format!("/my/choices?said={}", notice.slug()))
}

async fn page(
    here: &Here,
    headers: &HeaderMap,
    error: Option<FieldError>,
    notice: Option<Notice>,
) -> Result<OwnChoices, Failure> {
    let choices = links::list(&here.app, here.actor()).await?;
    Ok(OwnChoices { rows: rows(here, choices), error, notice, here: id_in(headers) })
}

/// Choices as rows of a page.
pub(crate) fn rows(here: &Here, choices: Vec<links::Choice>) -> Vec<OwnChoice> {
    let mut seen: Vec<String> = Vec::new();
    let rows = choices.into_iter().map(|choice| {
        let first = !seen.contains(&choice.subject);
        seen.push(choice.subject.clone());
        let names =
            |texts: &[kernel::Text]| texts.iter().map(|it| it.get(here.language).to_owned()).collect();
        OwnChoice {
            at: here.moment(choice.at),
            site: choice.site,
            allowed: names(&choice.allowed),
            refused: names(&choice.refused),
            until: choice.until.map(|until| here.day(until)),
            replaced: choice.replaced,
            subject: choice.subject,
            first,
        }
    });
    rows.collect()
}

/// The number in the cookie of this very site: where the policy is shown on the site itself, nobody need copy it.
pub(crate) fn id_in(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
    let value = cookies.split("; ").find_map(|pair| pair.strip_prefix("gestand_choice="))?;
    let text = percent_decode_str(value).decode_utf8().ok()?;
    let choice: Value = serde_json::from_str(&text).ok()?;
    let id = choice.get("id")?.as_str()?;
    (id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| id.to_owned())
}
