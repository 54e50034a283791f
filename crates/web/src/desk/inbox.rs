//! The list of requests, the most urgent first.

use app::requests::{Filter, Summary, list};
use axum::extract::Query;
use axum::response::Response;
use kernel::{Actor, StaffRole};
use serde::Deserialize;

use crate::failure::Failure;
use crate::here::Here;
use crate::portal::words;
use crate::view::Right;
use crate::view::desk::{Inbox, InboxFilter, InboxRow};

/// The filter as it stands in the address.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    state: Option<String>,
    right: Option<String>,
    after: Option<String>,
}

/// The desk begins with its requests.
pub(crate) async fn start(here: Here) -> Response {
    // A school's contact sees no list: they enter requests.
    let school = matches!(here.actor(), Actor::Staff { role: StaffRole::SchoolContact, .. });
    here.go(if school { "/desk/requests/new" } else { "/desk/requests" })
}

/// Shows the list.
pub(crate) async fn show(here: Here, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let filter = InboxFilter {
        closed: asked.state.as_deref() == Some("closed"),
        right: asked.right.and_then(|slug| Right::ALL.into_iter().find(|right| right.slug() == slug)),
    };
    let listed = list(
        &here.app,
        here.actor(),
        &Filter {
            open: Some(!filter.closed),
            right: filter.right.and_then(words::asked),
            after: asked.after,
            limit: 50,
        },
    )
    .await?;
    let next = listed.next.map(|cursor| format!("{}&after={cursor}", filter.path()));
    let counts = app::requests::counts(&here.app, here.actor()).await?;
    let bounced = match app::bounces::list(&here.app, here.actor(), None).await {
        Ok(list) => list.len(),
        // Engineers and auditors see no messages of persons.
        Err(_) => 0,
    };
    here.show(&Inbox {
        bounced,
        filter,
        open: counts.open,
        closed: counts.closed,
        rows: listed.items.iter().map(|summary| row(&here, summary)).collect(),
        next,
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
