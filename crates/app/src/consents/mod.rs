//! Consent as a service: what an edition asks, the script that asks it, and the proof of every choice.
//!
//! [`offers`] compiles editions into what the banner takes; [`script`] is the file that sites load; [`intake`]
//! records choices, many in one transaction; [`receipts`] gives a visitor the proof; [`links`] ties choices to an
//! account when the person says so; [`letters`] is consent to mail; [`people`] tells the decision point; [`figures`] sums up for the desk.

pub(crate) mod evidence;
pub mod figures;
pub mod intake;
pub mod letters;
pub mod links;
pub mod offers;
pub(crate) mod people;
pub mod receipts;
pub mod script;

use ::consent::Record;
use jiff::Timestamp;
use store::consents::ConsentRow;

use crate::app::App;
use crate::error::{Error, Result};

/// What the application keeps of consent.
#[derive(Debug, Default)]
pub struct Consents {
    offers: offers::Offers,
    intake: intake::Intake,
    scripts: script::Scripts,
}

/// A record as it stands in its row: the same text as when it was attested.
pub(crate) async fn record(app: &App, row: &ConsentRow) -> Result<Record> {
    let read = |what: &'static str| Error::internal(format!("a choice has an unknown {what}"));
    let text = store::consents::text(app.store(), row.shown).await.map_err(Error::internal)?;
    let text = text.ok_or_else(|| read("text"))?;
    let record = Record {
        at: row.at,
        control: ::consent::Control::from_word(&row.control).ok_or_else(|| read("control"))?,
        edition: text.edition,
        gpc: row.gpc,
        language: text.language,
        layer: ::consent::Layer::from_word(&row.layer).ok_or_else(|| read("layer"))?,
        purposes: Record::decisions(&row.purposes_allowed, &row.purposes_refused),
        recorded: row.recorded_at,
        services: Record::decisions(&row.services_allowed, &row.services_refused),
        shown: text.digest,
        site: row.site.clone(),
        subject: row.subject.clone(),
    };
    // An id that stands on both sides, or twice, was put there: it would read as one decision.
    let sides = [
        (&record.purposes, &row.purposes_allowed, &row.purposes_refused),
        (&record.services, &row.services_allowed, &row.services_refused),
    ];
    let same = |(of, allowed, refused): &(&_, &String, &String)| {
        Record::side(of, true) == **allowed && Record::side(of, false) == **refused
    };
    if sides.iter().all(same) { Ok(record) } else { Err(read("decision")) }
}

/// The day of an instant as the register counts: days since 1970, UTC.
pub(crate) fn day(at: Timestamp) -> i64 {
    ::consent::tally::day(at)
}

/// Forgets choices whose proof the edition keeps no longer: its term counts from when a choice was last relied on.
pub async fn forget_old(app: &App) -> Result<()> {
    let deployment = app.deployment()?;
    let facts = deployment.edition.facts();
    let memory = facts.services.values().find(|service| offers::is_memory(service));
    let purpose = memory.and_then(|service| facts.purposes.get(&service.purpose));
    let term = purpose.and_then(|purpose| deployment.terms.get(purpose.term.as_ref()?));
    let Some(last) = term.and_then(|term| ::retention::cutoff(term, app.today())) else { return Ok(()) };
    let until = last.tomorrow().map_err(Error::internal)?;
    let until = until.to_zoned(deployment.zone.clone()).map_err(Error::internal)?.timestamp();
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    // A choice cannot have been relied on before it was made.
    store::consents::purge(&mut tx, until, day(until) + 1).await.map_err(Error::internal)?;
    crate::boundary::commit(tx, "old choices forgotten").await
}
