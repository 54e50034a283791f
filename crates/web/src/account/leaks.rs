//! Reports that a password leaked, at the desk.

use app::accounts::leaks::{self, Finding};
use axum::Form;
use axum::extract::{Path, Query};
use axum::response::Response;
use kernel::{Actor, StaffRole};
use serde::Deserialize;

use crate::account::security::Happened;
use crate::failure::Failure;
use crate::here::Here;
use crate::view::Notice;
use crate::view::account::{Leak, Leaks, finding};

/// What was found.
#[derive(Deserialize)]
pub(crate) struct Found {
    finding: String,
}

/// The reports.
pub(crate) async fn list(here: Here, Query(happened): Query<Happened>) -> Result<Response, Failure> {
    let rows = leaks::list(&here.app, here.actor()).await?;
    here.show(&Leaks {
        rows: rows
            .into_iter()
            .map(|row| Leak {
                id: row.id,
                address: row.address,
                staff: row.door == "staff",
                at: here.moment(row.at),
                sessions: row.sessions,
                finding: row.finding.map(finding),
                closed: row.closed.map(|at| here.moment(at)),
            })
            .collect(),
        can_close: matches!(here.actor(), Actor::Staff { role: StaffRole::Officer, .. }),
        notice: happened.notice(),
    })
}

/// Puts on record what was found.
pub(crate) async fn close(
    here: Here,
    Path((_, id)): Path<(String, String)>,
    Form(found): Form<Found>,
) -> Result<Response, Failure> {
    let found = Finding::from_word(&found.finding).ok_or_else(Failure::bad_request)?;
    leaks::close(&here.app, here.actor(), &id, found).await?;
    Ok(here.go(&format!("/desk/leaks?said={}", Notice::LeakClosed.slug())))
}
