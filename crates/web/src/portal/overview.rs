//! The first page of "Mijn gegevens".

use app::requests::{Filter, Summary, list};
use axum::extract::Query;
use axum::response::Response;
use serde::Deserialize;

use crate::failure::Failure;
use crate::here::Here;
use crate::portal::words;
use crate::site::home::answer_within;
use crate::view::portal::{Overview, RequestCard};
use crate::view::{Notice, Right, Stage};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Said {
    pub(crate) said: Option<String>,
}

impl Said {
    /// The notice, when it is one of ours.
    pub(crate) fn notice(&self) -> Option<Notice> {
        self.said.as_deref().and_then(Notice::from_slug)
    }
}

/// Shows it.
pub(crate) async fn show(here: Here, Query(said): Query<Said>) -> Result<Response, Failure> {
    let edition = app::editions::current(&here.app)?;
    let filter = Filter { limit: 100, ..Filter::default() };
    let listed = list(&here.app, here.actor(), &filter).await?;
    here.show(&Overview {
        email: here.own_address(),
        notice: said.notice(),
        requests: listed.items.iter().map(|summary| card(&here, summary)).collect(),
        answer_within: answer_within(&here, &edition),
    })
}

fn card(here: &Here, summary: &Summary) -> RequestCard {
    let stage = words::stage(summary.state);
    let right = words::right_of(summary);
    RequestCard {
        id: summary.id.to_string(),
        reference: words::reference(summary.id),
        right,
        filed: here.day(summary.received),
        due: summary.due,
        collectable: matches!(right, Right::Access | Right::Portability)
            && matches!(stage, Stage::Answered | Stage::InPart),
        stage,
    }
}
