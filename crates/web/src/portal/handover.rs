//! A copy that goes straight to another controller: chosen by its person, or by an officer who judged who they are.

use app::Kind;
use app::handovers::{self, HandoverView, Standing, Way};
use axum::Form;
use axum::extract::{Path, Query};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use kernel::ids::ArchiveId;
use serde::Deserialize;

use crate::failure::Failure;
use crate::frame::Area;
use crate::here::Here;
use crate::portal::overview::Said;
use crate::portal::words;
use crate::view::portal::{HandOver, HandedOver, HandoverState, NewLink};
use crate::view::{FieldError, Notice};

type Place = Path<(String, String)>;

/// Where it goes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Target {
    address: String,
    way: String,
}

/// Shows the ways and what became of earlier ones.
pub(crate) async fn show(
    here: Here,
    Path((_, id)): Place,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let page = page(&here, parse(&id)?, said.notice()).await?;
    here.show(&page)
}

/// Makes a link, and shows it once.
pub(crate) async fn link(here: Here, Path((_, id)): Place) -> Result<Response, Failure> {
    let id = parse(&id)?;
    let made = handovers::open_link(&here.app, here.actor(), id).await?;
    let link = NewLink { url: made.url, expires: here.moment(made.expires) };
    let page = HandOver { link: Some(link), ..page(&here, id, None).await? };
    let mut response = here.show(&page)?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Has it sent to an address.
pub(crate) async fn send(
    here: Here,
    Path((_, id)): Place,
    Form(target): Form<Target>,
) -> Result<Response, Failure> {
    let id = parse(&id)?;
    let way = if target.way == "post" { Way::Post } else { Way::Put };
    match handovers::send_to(&here.app, here.actor(), id, &target.address, way).await {
        Ok(()) => {
            Ok(here.go(&format!("{}/{id}/handover?said={}", root(&here), Notice::HandoverBegun.slug())))
        }
        Err(error) if error.kind == Kind::Invalid => {
            let private = error.code == "address-private";
            let error = if private { FieldError::ADDRESS_PRIVATE } else { FieldError::ADDRESS };
            let typed = (target.address, way == Way::Post);
            let page = HandOver { typed, error: Some(error), ..page(&here, id, None).await? };
            here.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes one back.
pub(crate) async fn revoke(
    here: Here,
    Path((_, id, handover)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let id = parse(&id)?;
    handovers::revoke(&here.app, here.actor(), &handover).await?;
    Ok(here.go(&format!("{}/{id}/handover?said={}", root(&here), Notice::HandoverRevoked.slug())))
}

fn parse(id: &str) -> Result<ArchiveId, Failure> {
    id.parse().map_err(|_| Failure::not_found())
}

fn root(here: &Here) -> &'static str {
    if here.area == Area::Desk { "/desk/copies" } else { "/my/answers" }
}

async fn page(here: &Here, id: ArchiveId, notice: Option<Notice>) -> Result<HandOver, Failure> {
    let board = handovers::board(&here.app, here.actor(), id).await?;
    let desk = here.area == Area::Desk;
    Ok(HandOver {
        action: here.to(&format!("{}/{id}/handover", root(here))),
        back: format!("{}/{}", if desk { "/desk/requests" } else { "/my/requests" }, board.request),
        reference: words::reference(board.request),
        desk,
        there: board.there,
        expires: here.moment(board.expires),
        bytes: board.bytes,
        earlier: board.handovers.iter().map(|one| handed_over(here, one)).collect(),
        link: None,
        typed: (String::new(), false),
        error: None,
        notice,
    })
}

fn handed_over(here: &Here, one: &HandoverView) -> HandedOver {
    HandedOver {
        id: one.id.clone(),
        by_link: one.way == Way::Link,
        state: match one.standing {
            Standing::Open => HandoverState::Open,
            Standing::Done => HandoverState::Done,
            Standing::Failed => HandoverState::Failed,
            Standing::Revoked => HandoverState::Revoked,
            Standing::Expired => HandoverState::Expired,
        },
        host: one.host.clone(),
        asked: here.moment(one.asked),
        expires: here.moment(one.expires),
        ended: one.ended.map(|at| here.moment(at)),
        next: one.next.map(|at| here.moment(at)),
        status: one.status,
        sha256: one.sha256.clone(),
        problem: one.problem.clone(),
    }
}
