//! The systems that hold personal data, and whether they still are as their maps say.

use app::inspections::{Looks, Suspect};
use app::systems::Status;
use axum::extract::Query;
use axum::response::Response;
use kernel::{Actor, StaffRole};
use policy::Edition;

use super::retention::decides;
use crate::failure::Failure;
use crate::here::Here;
use crate::portal::overview::Said;
use crate::portal::request::holder;
use crate::portal::words;
use crate::view::Notice;
use crate::view::desk::{Health, Look, SystemRow, Systems};

/// Shows them.
pub(crate) async fn show(here: Here, Query(said): Query<Said>) -> Result<Response, Failure> {
    let edition = app::editions::current(&here.app)?;
    let statuses = app::systems::status(&here.app, here.actor()).await?;
    let mut rows: Vec<_> = statuses.into_iter().map(|status| row(&here, &edition, status)).collect();
    // Those that can be asked come first: they can be wrong.
    rows.sort_by_key(|row| matches!(row.health, Health::Manual | Health::Unused));
    let engineer = matches!(here.actor(), Actor::Staff { role: StaffRole::Engineer, .. });
    here.show(&Systems { rows, can_look: decides(&here) || engineer, notice: said.notice() })
}

/// Has them looked at thoroughly now.
pub(crate) async fn look_now(here: Here) -> Result<Response, Failure> {
    app::inspections::ask(&here.app, here.actor()).await?;
    Ok(here.go(&format!("/desk/systems?said={}", Notice::LookAsked.slug())))
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
        problem: status.problem.as_ref().map(|problem| words::trouble(problem, here.language)),
        collections: map.map_or(0, |system| system.map.collections.len()),
        unclassified: status.unclassified,
        unknown_tables: status.unknown_tables,
        slow: status.slow,
        other_drift: status.other_drift,
        look: look(here, edition, &status.looks),
        id: status.system,
    }
}

/// What the last thorough look found; none when there was none.
fn look(here: &Here, edition: &Edition, looks: &Looks) -> Option<Look> {
    let named = |category: &str| {
        let fact = edition.facts().categories.get(category);
        fact.map_or_else(|| category.to_owned(), |fact| fact.name.get(here.language).to_owned())
    };
    let mut seen = Look::default();
    if let Some((at, found)) = &looks.personal {
        seen.personal = Some(here.moment(*at));
        let place = |suspect: &Suspect| format!("{}.{}", suspect.table, suspect.column);
        seen.suspects =
            found.suspects.iter().map(|suspect| (place(suspect), named(&suspect.category))).collect();
        seen.unread.clone_from(&found.unread);
    }
    if let Some((at, found)) = &looks.payment {
        seen.payment = Some(here.moment(*at));
        let places = found.places.iter().filter(|place| !place.is_chance());
        seen.numbers =
            places.map(|place| (format!("{}.{}", place.table, place.column), place.rows)).collect();
        seen.unread.extend(found.unread.iter().map(|(table, _)| table.clone()));
    }
    seen.unread.sort_unstable();
    seen.unread.dedup();
    (seen != Look::default()).then_some(seen)
}
