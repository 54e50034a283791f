//! What services tell by themselves: whoever asked a mailing service to be left alone is left alone by everybody.
//!
//! The data map of the system says how its events are read ([`inventory::events`]); what is not named there is dropped
//! unread. Services send an event again until they are answered, so whoever is on the list already is no news.

use std::collections::HashSet;

use inventory::Identity;
use inventory::events::EventsError;
use kernel::Actor;
use serde::Serialize;
use store::suppressions::Cause;

use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::programs::{Program, Scope};
use crate::suppression;

/// What became of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// People who are left alone from now on.
    pub opted_out: usize,
    /// Events that said nothing new.
    pub dropped: usize,
}

/// Takes in what a service posted.
///
/// # Errors
/// The program may not tell anything, the system tells nothing by itself, or the post cannot be read.
pub async fn take(app: &App, program: &Program, system: &str, body: &[u8]) -> Result<Taken> {
    if !program.scopes.contains(&Scope::Events) {
        return Err(Error::forbidden("tell-events"));
    }
    let deployment = app.deployment()?;
    let events = deployment.systems.get(system).and_then(|system| system.map.events.as_ref());
    let events = events.ok_or_else(|| Error::not_found("no system of that name tells events"))?;
    let told = inventory::events::read(events, body).map_err(unreadable)?;
    let listed = suppression::check(app, &Actor::Worker, &told.opted_out).await?;
    let listed: HashSet<usize> = listed.into_iter().map(|listed| listed.place).collect();
    let people = told.opted_out.iter().enumerate();
    let news: Vec<Identity> =
        people.filter(|(place, _)| !listed.contains(place)).map(|(_, identity)| identity.clone()).collect();
    let dropped = told.dropped + told.opted_out.len() - news.len();
    if !news.is_empty() {
        let mut tx = app.store().begin().await.map_err(Error::internal)?;
        suppression::leave_alone(app, &mut tx, &news, Cause::OptedOut).await?;
        commit(tx, "opt-outs of a service taken in").await?;
    }
    Ok(Taken { opted_out: news.len(), dropped })
}

/// Says what is wrong with a post, never what stood in it.
fn unreadable(error: EventsError) -> Error {
    let (code, nl, en) = match error {
        EventsError::NotJson => ("events-not-json", "Dit is geen JSON.", "This is no JSON."),
        EventsError::NoList => (
            "events-no-list",
            "Er staat geen lijst van gebeurtenissen waar de gegevenskaart van dit systeem die verwacht.",
            "There is no list of events where the data map of this system expects it.",
        ),
        EventsError::TooMany => (
            "events-too-many",
            "Er staan meer dan tienduizend gebeurtenissen in één bericht. Stuur ze in delen.",
            "There are more than ten thousand events in one post. Send them in parts.",
        ),
    };
    Error::new(Kind::Invalid, code, nl, en)
}
