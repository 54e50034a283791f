//! The list of requests, the most urgent first, and what is searched for in it.
//!
//! What it is narrowed to stands in the address; an address of a person never does: it is posted, and looked for by its
//! keyed hash.

use app::requests::{Channel, Filter, Summary, alike, list};
use axum::Form;
use axum::extract::Query;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use kernel::{Actor, StaffRole};
use serde::Deserialize;

use crate::failure::Failure;
use crate::here::Here;
use crate::portal::words;
use crate::view::desk::{Inbox, InboxFilter, InboxRow, InboxState};
use crate::view::{Right, Stage};

/// The filter as it stands in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    state: Option<String>,
    right: Option<String>,
    stage: Option<String>,
    channel: Option<String>,
    number: Option<String>,
    after: Option<String>,
}

/// An address that somebody knows.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Known {
    address: String,
}

/// The desk begins with its requests.
pub(crate) async fn start(here: Here) -> Response {
    // A school's contact sees no list: they enter requests.
    let school = matches!(here.actor(), Actor::Staff { role: StaffRole::SchoolContact, .. });
    here.go(if school { "/desk/requests/new" } else { "/desk/requests" })
}

/// Shows the list.
pub(crate) async fn show(here: Here, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let filter = filter(&asked);
    let stage = filter.stage;
    let listed = list(
        &here.app,
        here.actor(),
        &Filter {
            open: match filter.state {
                InboxState::Open => Some(true),
                InboxState::Closed => Some(false),
                InboxState::All => None,
            },
            right: filter.right.and_then(words::asked),
            states: words::STATES
                .iter()
                .copied()
                .filter(|state| Some(words::stage(state)) == stage)
                .collect(),
            channel: filter.channel.as_deref().and_then(|word| word.parse().ok()),
            number: filter.number.clone(),
            after: asked.after,
            limit: 50,
        },
    )
    .await?;
    let next = listed.next.map(|cursor| format!("{}&after={cursor}", filter.path()));
    let page = Inbox { next, ..page(&here, filter, &listed.items).await? };
    here.show(&page)
}

/// Shows the requests of an address.
pub(crate) async fn find(here: Here, Form(known): Form<Known>) -> Result<Response, Failure> {
    let found = alike::of_address(&here.app, here.actor(), &known.address).await?;
    let page = Inbox { address: Some(known.address), ..page(&here, InboxFilter::default(), &found).await? };
    let mut response = here.show(&page)?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn filter(asked: &Asked) -> InboxFilter {
    let given = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let of = |slug: &Option<String>| slug.clone().unwrap_or_default();
    let channel: Option<Channel> = asked.channel.as_deref().and_then(|word| word.parse().ok());
    InboxFilter {
        state: match asked.state.as_deref() {
            Some("closed") => InboxState::Closed,
            Some("all") => InboxState::All,
            _ => InboxState::Open,
        },
        right: Right::ALL.into_iter().find(|right| right.slug() == of(&asked.right)),
        stage: Stage::ALL.into_iter().find(|stage| stage.slug() == of(&asked.stage)),
        channel: channel.map(|channel| channel.as_str().to_owned()),
        // Nothing but a number may stand in an address.
        number: given(&asked.number)
            .map(|number| number.chars().filter(|c| c.is_ascii_hexdigit() || *c == '-').take(36).collect())
            .filter(|number: &String| !number.is_empty()),
    }
}

async fn page(here: &Here, filter: InboxFilter, rows: &[Summary]) -> Result<Inbox, Failure> {
    let counts = app::requests::counts(&here.app, here.actor()).await?;
    let bounced = match app::bounces::list(&here.app, here.actor(), None).await {
        Ok(list) => list.len(),
        // Engineers and auditors see no messages of persons.
        Err(_) => 0,
    };
    let named = |channel: &Channel| {
        let name = app::wording::channel(*channel).get(here.language).to_owned();
        (channel.as_str().to_owned(), name)
    };
    Ok(Inbox {
        bounced,
        filter,
        open: counts.open,
        closed: counts.closed,
        rows: rows.iter().map(|summary| row(here, summary)).collect(),
        next: None,
        channels: Channel::ALL.iter().map(named).collect(),
        by_address: matches!(here.actor(), Actor::Staff { role: StaffRole::Officer, .. }),
        address: None,
    })
}

fn row(here: &Here, summary: &Summary) -> InboxRow {
    InboxRow {
        id: summary.id.to_string(),
        reference: words::reference(summary.id),
        right: words::right_of(summary),
        stage: words::stage(summary.state),
        filed: here.day(summary.received),
        due: summary.due,
        days_left: summary.days_left,
        closed: summary.closed.map(|at| here.day(at)),
        problems: summary.problems,
        end_of_service: summary.end_of_service,
        drill: summary.drill,
    }
}
