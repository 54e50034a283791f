//! The systems that hold personal data, and whether they still are as their maps say.

use app::systems::Status;
use axum::response::Response;
use policy::Edition;

use crate::failure::Failure;
use crate::here::Here;
use crate::portal::request::holder;
use crate::view::desk::{Health, SystemRow, Systems};

/// Shows them.
pub(crate) async fn show(here: Here) -> Result<Response, Failure> {
    let edition = app::editions::current(&here.app)?;
    let statuses = app::systems::status(&here.app, here.actor()).await?;
    let mut rows: Vec<_> = statuses.into_iter().map(|status| row(&here, &edition, status)).collect();
    // Those that can be asked come first: they can be wrong.
    rows.sort_by_key(|row| matches!(row.health, Health::Manual | Health::Unused));
    here.show(&Systems { rows })
}

fn row(here: &Here, edition: &Edition, status: Status) -> SystemRow {
    let recipient_id = status.recipient.as_deref().unwrap_or_default();
    let recipient = edition.facts().recipients.get(recipient_id);
    let countries = recipient.map(|recipient| {
        let names = recipient.countries.iter().map(|country| country.name(here.language).to_owned());
        policy::values::join_list(&names.collect::<Vec<_>>(), here.language)
    });
    let deployment = here.app.deployment().ok();
    let map = deployment.as_ref().and_then(|deployment| deployment.systems.get(&status.system));
    SystemRow {
        name: status.name.get(here.language).to_owned(),
        holder: holder(here, edition, recipient_id),
        countries: countries.filter(|names| !names.is_empty()),
        software: status.software,
        health: match (status.connector, status.reachable) {
            ("manual", _) => Health::Manual,
            ("not-in-use", _) => Health::Unused,
            (_, Some(true)) => Health::Up,
            (_, Some(false)) => Health::Down,
            (_, None) => Health::Untried,
        },
        probed: status.probed.map(|at| here.moment(at)),
        problem: status.problem,
        collections: map.map_or(0, |system| system.map.collections.len()),
        unclassified: status.unclassified,
        unknown_tables: status.unknown_tables,
        other_drift: status.other_drift,
        id: status.system,
    }
}
