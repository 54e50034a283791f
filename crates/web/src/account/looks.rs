//! Who of the staff looked: at one's own data, in the portal; at anybody's, at the desk.

use app::accounts::looks::{self, LookView};
use app::accounts::raising;
use axum::response::Response;

use crate::failure::Failure;
use crate::here::Here;
use crate::portal::words;
use crate::view::account::{DeskLooks, Look, Looks, Raised, role, seen, what};

/// One's own.
pub(crate) async fn own(here: Here) -> Result<Response, Failure> {
    let rows = looks::own(&here.app, here.actor()).await?;
    here.show(&Looks { rows: rows.into_iter().map(|row| look(&here, row)).collect() })
}

/// Of all staff.
pub(crate) async fn desk(here: Here) -> Result<Response, Failure> {
    let rows = looks::recent(&here.app, here.actor()).await?;
    let raised = raising::list(&here.app, here.actor()).await?;
    here.show(&DeskLooks {
        rows: rows.into_iter().map(|row| look(&here, row)).collect(),
        raised: raised
            .into_iter()
            .map(|row| Raised {
                staff: row.staff,
                role: role(row.role),
                reason: row.reason,
                begun: here.moment(row.begun),
                until: here.moment(row.until),
                open: row.open,
            })
            .collect(),
    })
}

fn look(here: &Here, row: LookView) -> Look {
    Look {
        at: here.moment(row.at),
        role: role(row.role),
        // Who looked is named to the desk only.
        what: if row.staff.is_some() { seen(row.what) } else { what(row.what) },
        request: row.request.map(|id| (id.to_string(), words::reference(id))),
        staff: row.staff,
    }
}
