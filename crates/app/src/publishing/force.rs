//! Coming into force: an announced edition holds from the first day on which its time of announcement is over for
//! everybody, and the one before it is superseded. Run again this does nothing.

use ::consent::tally;
use kernel::Actor;
use ledger::EventKind;
use policy::Edition;
use policy::publication::{Command, Publication, State};
use serde_json::json;
use store::Page;
use store::Tx;
use store::publications::PublicationRow;
use store::requests::Filter;

use super::{apply, edition_of, is_drill, look_ahead, name_of};
use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Result};
use crate::journal;

/// Requests that are looked at to tell whether anybody but a drill asked anything.
const LOOKED_AT: u32 = 100;

/// Puts every announced edition into force whose time has come.
pub async fn due(app: &App) -> Result<()> {
    let announced = store::publications::at(app.store(), "announced").await.map_err(Error::internal)?;
    for row in announced.into_iter().filter(|row| !is_drill(row) && row.begins <= app.today()) {
        let version = row.label.clone();
        match take_force(app, row).await {
            Ok(()) => {}
            Err(error) if matches!(error.code, "edition-not-yet" | "edition-not-all-told") => {
                tracing::info!(version, code = error.code, "an announced edition does not hold yet");
            }
            // Another process was first.
            Err(error) if error.code == "edition-changed" => {}
            Err(error) => return Err(error),
        }
    }
    look_ahead(app).await
}

/// Tries to put one edition into force: what a drill tries with its own before its day. Nothing of it stays.
pub(crate) async fn take_force_now(app: &App, hash: &str) -> Result<()> {
    let mut row = super::find(app, hash).await?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    apply(app, &mut tx, &mut row, &Command::TakeForce).await.map(|_| ())
}

async fn take_force(app: &App, mut row: PublicationRow) -> Result<()> {
    // An edition whose bytes are not what its hash says never holds.
    let edition = edition_of(app, &row).await?;
    let before = crate::editions::before(app, &edition).await?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let state = apply(app, &mut tx, &mut row, &Command::TakeForce).await?;
    let State::InForce { announcement, since } = state else { return Ok(()) };
    let announced_on = announcement.map(|it| it.on);
    store::editions::hold_from(&mut tx, &row.hash, since).await.map_err(Error::internal)?;
    supersede(app, &mut tx, &row.hash).await?;
    let data =
        json!({ "hash": row.hash, "version": row.label, "since": since, "announced_on": announced_on });
    journal::record(app, &mut tx, EventKind::EditionInForce, data).await?;
    let ends: Vec<String> = before
        .iter()
        .flat_map(|before| policy::difference::asks_again(before, &edition))
        .map(|ask| ask.purpose)
        .collect();
    if !ends.is_empty() {
        let data = json!({ "hash": row.hash, "purposes": ends });
        journal::record(app, &mut tx, EventKind::ConsentsEnded, data).await?;
    }
    commit(tx, "edition came into force").await
}

/// Whichever held before holds no more.
async fn supersede(app: &App, tx: &mut Tx, next: &str) -> Result<()> {
    for mut row in store::publications::at(&mut *tx, "in-force").await.map_err(Error::internal)? {
        if row.hash == next {
            continue;
        }
        apply(app, tx, &mut row, &Command::Supersede).await?;
        let data = json!({ "hash": row.hash, "version": row.label });
        journal::record(app, tx, EventKind::EditionSuperseded, data).await?;
    }
    Ok(())
}

/// Notes an edition that holds without announcement, in the transaction that publishes it: the first of an
/// installation, or one that takes its place before anybody was bound.
pub(crate) async fn take_over(app: &App, tx: &mut Tx, actor: &Actor, edition: &Edition) -> Result<()> {
    let header = edition.policy();
    let state = State::InForce { announcement: None, since: header.in_force_from };
    let publication = Publication {
        drafted_by: actor.clone(),
        drafted_at: app.now(),
        from: header.in_force_from,
        state: state.clone(),
    };
    let hash = edition.hash().to_string();
    let row = PublicationRow {
        hash: hash.clone(),
        policy: header.id.clone(),
        label: header.version.clone(),
        begins: header.in_force_from,
        drafted_by: name_of(actor),
        state: serde_json::to_string(&publication).map_err(Error::internal)?,
        stage: state.word().to_owned(),
        version: 1,
        changed_at: app.now(),
        findings: 0,
    };
    store::publications::delete(&mut *tx, &hash).await.map_err(Error::internal)?;
    store::publications::insert(&mut *tx, &row, edition.canonical()).await.map_err(Error::internal)?;
    supersede(app, tx, &hash).await
}

/// Whether anybody has met the policy in force: somebody signed in, asked for something, or chose. From then on it is
/// changed by announcement only.
pub(crate) async fn is_bound(app: &App) -> Result<bool> {
    if store::subjects::count(app.store()).await.map_err(Error::internal)? > 0 {
        return Ok(true);
    }
    let page = Page::first(LOOKED_AT);
    let asked = store::requests::list(app.store(), Filter::All, &page).await.map_err(Error::internal)?;
    if asked.iter().any(|row| !row.drill) {
        return Ok(true);
    }
    let from = tally::day(app.now()).saturating_sub(3_660);
    let chosen = store::consents::counts(app.store(), from).await.map_err(Error::internal)?;
    Ok(!chosen.is_empty())
}

/// Why an edition is not published without announcement.
pub(crate) fn must_be_announced() -> Error {
    Error::new(
        crate::error::Kind::Conflict,
        "announce-first",
        "Er zijn al mensen voor wie het beleid van nu geldt. Een nieuwe uitgave wordt daarom eerst aangekondigd: `gestand edition draft MAP`, laat een tweede persoon goedkeuren, en dan `gestand edition announce`.",
        "There are people already to whom the present policy applies. A new edition is therefore announced first: `gestand edition draft FOLDER`, have a second person approve it, then `gestand edition announce`.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_have_words_in_both_languages() {
        let error = super::super::refused(&policy::publication::Refusal::SamePerson);
        assert!(error.text.nl.ends_with('.') && error.text.en.starts_with("Who drafted"));
        assert!(must_be_announced().text.en.contains("gestand edition draft"));
    }
}
