//! Editions: publishing one, and which one people read.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Actor;
use ledger::EventKind;
use policy::{ChecklistItem, Edition, checklist};
use serde_json::json;
use store::editions::{EditionHead, EditionRow, PublishError, Published};

use crate::app::App;
use crate::boundary::commit;
use crate::deployment::Deployment;
use crate::error::{Error, Kind, Result};
use crate::journal;

/// An edition in the list of all.
#[derive(Debug, Clone, serde::Serialize)]
pub struct EditionSummary {
    /// SHA-256 of its canonical form.
    pub hash: String,
    /// The policy's id.
    pub policy: String,
    /// Its label.
    pub version: String,
    /// The first day on which it holds.
    pub in_force_from: Date,
    /// When it was published.
    pub published_at: Timestamp,
    /// Whether it is the one in force today.
    pub in_force: bool,
}

/// Why a policy folder is not published.
#[derive(Debug)]
pub enum Refused {
    /// The folder does not compile.
    Diagnostics(policy::Diagnostics),
    /// The text lacks what articles 13 and 14 GDPR demand.
    Incomplete(Vec<ChecklistItem>),
    /// Something else.
    Error(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// Reads and compiles a policy folder.
pub fn compile(dir: &Path) -> Result<Edition, Refused> {
    let tree = policy::folder::read(dir).map_err(|error| no_folder(&error))?;
    policy::compile(&tree).map(|compiled| compiled.edition).map_err(Refused::Diagnostics)
}

pub(crate) fn no_folder(error: &policy::folder::FolderError) -> Refused {
    Refused::Error(
        Error::new(
            Kind::Invalid,
            "no-folder",
            "De beleidsmap kan niet worden gelezen. Controleer het pad en de rechten.",
            "The policy folder cannot be read. Check the path and the permissions.",
        )
        .because(error),
    )
}

/// Publishes an edition without announcing it: the first of an installation, or one that takes its place before anybody
/// has met it. With `as_history` it records what was in force in the past: then an incomplete checklist does not block,
/// and its first day must lie before today. As soon as the policy applies to somebody, a change is announced first
/// ([`crate::publishing`]).
///
/// # Errors
/// When the actor may not, the checklist is incomplete, it must be announced, or another edition already holds that first
/// day. Publishing the same edition again changes nothing.
pub async fn publish(
    app: &App,
    actor: &Actor,
    edition: &Edition,
    as_history: bool,
) -> Result<Published, Refused> {
    if !matches!(actor, Actor::Operator) {
        return Err(Error::forbidden("publish").into());
    }
    let missing: Vec<_> = checklist(edition).into_iter().filter(|item| !item.ok).collect();
    if !as_history && !missing.is_empty() {
        return Err(Refused::Incomplete(missing));
    }
    // A policy that cannot be set to work is never stored: the one in force stays.
    let deployment = Deployment::new(edition.clone(), |name| app.address(name))?;
    let header = edition.policy();
    let today = kernel::clock::date_in(app.now(), &deployment.zone);
    if as_history && header.in_force_from >= today {
        return Err(Refused::Error(Error::new(
            Kind::Invalid,
            "not-history",
            "Een uitgave uit het verleden moet zijn ingegaan voor vandaag.",
            "An edition of the past must have come into force before today.",
        )));
    }
    let hash = edition.hash().to_string();
    let known = store::editions::by_hash(app.store(), &hash).await.map_err(Error::internal)?;
    if known.is_none() && crate::publishing::is_bound(app).await? {
        let now = store::editions::in_force(app.store(), &header.id, today).await.map_err(Error::internal)?;
        let earlier = now.is_some_and(|row| header.in_force_from < row.head.in_force_from);
        if !(as_history && earlier) {
            return Err(crate::publishing::must_be_announced().into());
        }
    }
    let row = EditionRow {
        head: EditionHead {
            hash: hash.clone(),
            policy: header.id.clone(),
            version: header.version.clone(),
            in_force_from: header.in_force_from,
            published_at: app.now(),
            published_by: "operator".into(),
            holds_from: Some(header.in_force_from),
        },
        canonical: edition.canonical().to_vec(),
    };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let published = store::editions::insert(&mut tx, &row).await.map_err(|error| match error {
        PublishError::DateTaken { .. } => date_taken(&error),
        PublishError::Store(error) => Error::internal(error),
    })?;
    if published == Published::New {
        let data = json!({ "hash": row.head.hash, "version": header.version, "in_force_from": header.in_force_from, "history": as_history });
        journal::record(app, &mut tx, EventKind::EditionPublished, data).await?;
        if !as_history {
            crate::publishing::take_over(app, &mut tx, actor, edition).await?;
        }
    }
    commit(tx, "edition published").await?;
    load(app).await?;
    Ok(published)
}

pub(crate) fn date_taken(error: &PublishError) -> Error {
    Error::new(
        Kind::Conflict,
        "date-taken",
        "Voor deze ingangsdatum bestaat al een uitgave. Een uitgave verandert nooit: geef een latere datum.",
        "There already is an edition for this first day. An edition never changes: give a later day.",
    )
    .because(error)
}

/// Puts the edition that is in force today to work, when it is another than before. Without any edition, or
/// with one whose bytes do not match its hash, what was in force stays.
pub async fn load(app: &App) -> Result<()> {
    crate::publishing::look_ahead(app).await?;
    let heads = store::editions::list_all(app.store()).await.map_err(Error::internal)?;
    let Some(policy) = heads.first().map(|head| head.policy.clone()) else { return Ok(()) };
    let today = kernel::clock::date_in(app.now(), &app.zone());
    let Some(row) = store::editions::in_force(app.store(), &policy, today).await.map_err(Error::internal)?
    else {
        return Ok(());
    };
    if app.deployment().is_ok_and(|now| now.edition.hash().to_string() == row.head.hash) {
        return Ok(());
    }
    let edition = open(&row)?;
    app.set_deployment(Deployment::new(edition, |name| app.address(name))?);
    Ok(())
}

/// The edition in force.
pub fn current(app: &App) -> Result<Edition> {
    Ok(app.deployment()?.edition.clone())
}

/// The edition whose text holds on a day: in the past and today the one that was in force, in the future the one that is
/// announced for it.
pub async fn on(app: &App, day: Date) -> Result<Edition> {
    let deployment = app.deployment()?;
    let row = store::editions::text_at(app.store(), &deployment.edition.policy().id, day, app.today())
        .await
        .map_err(Error::internal)?
        .ok_or_else(|| Error::not_found("no edition was in force on that day"))?;
    open(&row)
}

/// The edition that holds before `edition`, announced ones included; none before the first. What came into force late or
/// early is compared with what really stood before it.
pub async fn before(app: &App, edition: &Edition) -> Result<Option<Edition>> {
    let header = edition.policy();
    let own = edition.hash().to_string();
    let heads = store::editions::list(app.store(), &header.id).await.map_err(Error::internal)?;
    let first = heads.iter().find(|head| head.hash == own).map_or(header.in_force_from, first_day);
    let earlier = heads.iter().filter(|head| head.hash != own && first_day(head) < first);
    match earlier.max_by_key(|head| first_day(head)) {
        Some(head) => by_hash(app, &head.hash).await.map(Some),
        None => Ok(None),
    }
}

/// The day from which an edition holds, or is to hold.
pub(crate) fn first_day(head: &EditionHead) -> Date {
    head.holds_from.unwrap_or(head.in_force_from)
}

/// An edition by a name that people use for it: the first digits of its hash, its version, or a day on which
/// it was in force.
pub async fn named(app: &App, name: &str) -> Result<Edition> {
    let list = list(app).await?;
    let hit = list.iter().find(|summary| {
        summary.version == name || (name.len() >= 8 && summary.hash.starts_with(&name.to_ascii_lowercase()))
    });
    match (hit, name.parse::<Date>()) {
        (Some(summary), _) => by_hash(app, &summary.hash).await,
        (None, Ok(day)) => on(app, day).await,
        (None, Err(_)) => Err(Error::not_found("no edition has that hash, version or day")),
    }
}

/// An edition by its hash.
pub async fn by_hash(app: &App, hash: &str) -> Result<Edition> {
    let row = store::editions::by_hash(app.store(), hash).await.map_err(Error::internal)?;
    open(&row.ok_or_else(|| Error::not_found("no edition has that hash"))?)
}

/// Every edition of the policy in force, the newest first.
pub async fn list(app: &App) -> Result<Vec<EditionSummary>> {
    let deployment: Arc<Deployment> = app.deployment()?;
    let header = deployment.edition.policy();
    let heads = store::editions::list(app.store(), &header.id).await.map_err(Error::internal)?;
    let current = deployment.edition.hash().to_string();
    let mut list: Vec<_> = heads
        .into_iter()
        .map(|head| EditionSummary {
            in_force: head.hash == current,
            in_force_from: first_day(&head),
            hash: head.hash,
            policy: head.policy,
            version: head.version,
            published_at: head.published_at,
        })
        .collect();
    list.sort_by_key(|edition| std::cmp::Reverse(edition.in_force_from));
    Ok(list)
}

/// An edition whose stored bytes do not match its hash is not served.
fn open(row: &EditionRow) -> Result<Edition> {
    let hash = row.head.hash.parse().map_err(Error::internal)?;
    Edition::from_archive(&row.canonical, hash).map_err(altered)
}

/// The bytes of an edition are not what its hash says.
pub(crate) fn altered(error: policy::EditionError) -> Error {
    Error::new(
        Kind::Internal,
        "edition-altered",
        "Deze uitgave is in de opslag veranderd en wordt daarom niet getoond. De beheerder kan haar herstellen uit de reservekopie.",
        "This edition was altered in storage and is therefore not shown. The operator can restore it from the backup.",
    )
    .because(error)
}

/// Sets an edition to work in this process alone, without publishing it: to check a folder against what an
/// installation does.
pub fn try_on(app: &App, edition: &Edition) -> Result<()> {
    app.set_deployment(Deployment::new(edition.clone(), |name| app.address(name))?);
    Ok(())
}
