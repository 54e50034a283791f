//! Tying choices to an account: only when the person signs in and says that they are theirs, and until they say
//! otherwise.

use ::consent::subject;
use inventory::Identity;
use jiff::Timestamp;
use kernel::{Actor, Text};
use ledger::EventKind;
use serde::Serialize;
use serde_json::json;
use store::consents::LinkRow;

use super::offers;
use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::{journal, suppression};

/// A choice as its person sees it.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    /// The pseudonym under which it stands.
    pub subject: String,
    /// When it was made.
    pub at: Timestamp,
    /// On which site.
    pub site: String,
    /// The purposes that were allowed, by name.
    pub allowed: Vec<Text>,
    /// Those that were refused.
    pub refused: Vec<Text>,
    /// Until when it counts; none: until something else is decided, as with letters.
    pub until: Option<Timestamp>,
    /// Whether a later one took its place.
    pub replaced: bool,
}

/// Ties the choices under a consent id to the account of whoever is signed in.
///
/// # Errors
/// Nobody is signed in, or nothing is recorded under the id.
pub async fn link(app: &App, actor: &Actor, id: &str) -> Result<()> {
    let Actor::Subject { id: account } = actor else { return Err(Error::forbidden("link-choices")) };
    let none = || {
        Error::new(
            Kind::Invalid,
            "no-choice",
            "Onder dit nummer is geen keuze vastgelegd. Neem het over van de pagina Cookies op de site.",
            "No choice is recorded under this id. Copy it from the page Cookies on the site.",
        )
    };
    let subject = subject(id.trim()).ok_or_else(none)?;
    if store::consents::of(app.store(), &subject, 1).await.map_err(Error::internal)?.is_empty() {
        return Err(none());
    }
    let person = store::subjects::get(app.store(), *account).await.map_err(Error::internal)?;
    let person = person.ok_or_else(|| Error::forbidden("link-choices"))?;
    let identity = Identity { kind: "email".into(), value: person.email };
    let row = LinkRow {
        subject,
        subject_id: *account,
        account: suppression::hash(app, &identity),
        linked_at: app.now(),
    };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::consents::link(&mut tx, &row).await.map_err(Error::internal)?;
    journal::record(app, &mut tx, EventKind::ConsentsLinked, json!({ "linked": true })).await?;
    commit(tx, "choices linked").await
}

/// Unties them again.
///
/// # Errors
/// Nobody is signed in, or they are not tied to this account.
pub async fn unlink(app: &App, actor: &Actor, subject: &str) -> Result<()> {
    let Actor::Subject { id } = actor else { return Err(Error::forbidden("link-choices")) };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    if !store::consents::unlink(&mut tx, subject, *id).await.map_err(Error::internal)? {
        return Err(Error::not_found("these choices are not tied to the account"));
    }
    journal::record(app, &mut tx, EventKind::ConsentsLinked, json!({ "linked": false })).await?;
    commit(tx, "choices unlinked").await
}

/// The choices of whoever is signed in, the latest first.
///
/// # Errors
/// Nobody is signed in.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Choice>> {
    let Actor::Subject { id } = actor else { return Err(Error::forbidden("see-choices")) };
    let mut choices = Vec::new();
    for link in store::consents::links(app.store(), *id).await.map_err(Error::internal)? {
        choices.extend(under(app, &link.subject).await?);
    }
    choices.sort_by_key(|choice| std::cmp::Reverse(choice.at));
    Ok(choices)
}

/// The choices under a consent id, the latest first: for whoever holds the number, which is in one browser only. None when
/// nothing is recorded under it.
///
/// # Errors
/// Our own database does not answer.
pub async fn of_id(app: &App, id: &str) -> Result<Vec<Choice>> {
    match subject(id.trim()) {
        Some(subject) => under(app, &subject).await,
        None => Ok(Vec::new()),
    }
}

/// The choices under a pseudonym, the latest first.
async fn under(app: &App, subject: &str) -> Result<Vec<Choice>> {
    let deployment = app.deployment()?;
    let facts = deployment.edition.facts();
    let names = |ids: &str| -> Vec<Text> {
        let ids = ids.split(' ').filter(|id| !id.is_empty());
        let name = |id: &str| {
            facts.purposes.get(id).map_or_else(|| Text::same(id), |purpose| purpose.name.text().clone())
        };
        ids.map(name).collect()
    };
    let rows =
        store::consents::of(app.store(), subject, super::receipts::MOST).await.map_err(Error::internal)?;
    let choices = rows.into_iter().enumerate().map(|(place, row)| Choice {
        subject: row.subject,
        at: row.at,
        site: row.site,
        allowed: names(&row.purposes_allowed),
        refused: names(&row.purposes_refused),
        until: Some(row.counts_until).filter(|until| *until < super::letters::ALWAYS),
        replaced: place > 0,
    });
    Ok(choices.collect())
}

/// Whether this policy asks visitors for anything.
pub async fn is_asked(app: &App) -> bool {
    offers::current(app).await.is_ok()
}
