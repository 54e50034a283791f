//! Mail that came back.

use app::bounces::{self, BounceView};
use axum::Form;
use axum::extract::{Path, Query};
use axum::response::Response;
use kernel::ids::MessageId;
use serde::Deserialize;

use crate::failure::Failure;
use crate::here::Here;
use crate::portal::overview::Said;
use crate::portal::words;
use crate::view::Notice;
use crate::view::desk::{Bounce, Bounces};

/// Shows what came back and waits for somebody.
pub(crate) async fn show(here: Here, Query(said): Query<Said>) -> Result<Response, Failure> {
    let list = bounces::list(&here.app, here.actor(), None).await?;
    let bounces = list.iter().map(|one| bounce(&here, one)).collect();
    here.show(&Bounces { bounces, notice: said.notice() })
}

/// What is done about it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Done {
    again: Option<String>,
}

/// Announces an answer again, or takes what came back off the list.
pub(crate) async fn end(
    here: Here,
    Path((_, id)): Path<(String, String)>,
    Form(form): Form<Done>,
) -> Result<Response, Failure> {
    let id: MessageId = id.parse().map_err(|_| Failure::not_found())?;
    let again = form.again.is_some();
    bounces::end(&here.app, here.actor(), id, again).await?;
    let notice = if again { Notice::MailedAgain } else { Notice::BounceEnded };
    Ok(here.go(&format!("/desk/mail?said={}", notice.slug())))
}

/// One that came back, as the pages show it.
pub(crate) fn bounce(here: &Here, one: &BounceView) -> Bounce {
    Bounce {
        id: one.message.to_string(),
        request: one.request.map(|id| (id.to_string(), words::reference(id))),
        kind: app::wording::mail(&one.kind).get(here.language).to_owned(),
        hard: one.hard,
        status: one.status.clone(),
        at: here.moment(one.at),
        ended: one.ended.map(|at| here.moment(at)),
        can_again: one.can_again,
    }
}
