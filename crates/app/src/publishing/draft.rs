//! Drafting: a folder that compiles is looked at by the lint and by the law's checklist, kept apart, and approved by a
//! second person.

use std::path::Path;

use jiff::civil::Date;
use kernel::{Actor, StaffRole};
use ledger::EventKind;
use lint::{Findings, Manuscript};
use policy::publication::{Command, Publication, State};
use policy::{ChecklistItem, Edition, checklist};
use serde_json::json;
use store::publications::PublicationRow;

use super::{PublicationView, apply, edition_of, find, is_drill, may_work, name_of, view};
use crate::app::App;
use crate::boundary::commit;
use crate::deployment::Deployment;
use crate::editions::Refused;
use crate::error::{Error, Kind, Result};
use crate::journal;

/// A folder as it was looked at.
#[derive(Debug)]
pub struct Looked {
    /// What it compiles to.
    pub edition: Edition,
    /// What may not stand there, or is missing, under the law of the day.
    pub findings: Findings,
    /// What the law's checklist misses.
    pub missing: Vec<ChecklistItem>,
    /// The day whose law counts: today, or the day it comes into force when that is later.
    pub on: Date,
}

impl Looked {
    /// How many things must be mended.
    pub fn count(&self) -> usize {
        self.findings.items.len() + self.missing.len()
    }
}

/// Reads, compiles and lints a policy folder. Touches nothing.
///
/// # Errors
/// The folder cannot be read, or does not compile.
pub fn look(dir: &Path, today: Date) -> Result<Looked, Refused> {
    let source = policy::folder::read(dir).map_err(|error| crate::editions::no_folder(&error))?;
    let edition = policy::compile(&source).map_err(Refused::Diagnostics)?.edition;
    let on = edition.policy().in_force_from.max(today);
    let reading = policy::reading::read(&source);
    let findings = lint::lint(&Manuscript::of_folder(&reading, &source), on);
    let missing = checklist(&edition).into_iter().filter(|item| !item.ok).collect();
    Ok(Looked { edition, findings, missing, on })
}

/// Keeps a draft, and notes whether it is clean. The same edition again is looked at again.
///
/// # Errors
/// The actor may not; the edition is announced or in force already; or it cannot be set to work here.
pub async fn draft(app: &App, actor: &Actor, edition: &Edition, findings: usize) -> Result<PublicationView> {
    may_work(actor)?;
    // What cannot be set to work is no draft either.
    Deployment::new(edition.clone(), |name| app.address(name))?;
    let header = edition.policy();
    let hash = edition.hash().to_string();
    if store::editions::by_hash(app.store(), &hash).await.map_err(Error::internal)?.is_some() {
        return Err(Error::new(
            Kind::Conflict,
            "edition-published",
            "Deze uitgave is al gepubliceerd. Er is niets veranderd.",
            "This edition is published already. Nothing was changed.",
        ));
    }
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let known = store::publications::get(&mut tx, &hash).await.map_err(Error::internal)?;
    let known = known.filter(|row| row.stage != "dropped");
    let mut row = if let Some(row) = known {
        row
    } else {
        let publication = Publication {
            drafted_by: actor.clone(),
            drafted_at: app.now(),
            from: header.in_force_from,
            state: State::Draft,
        };
        let row = PublicationRow {
            hash: hash.clone(),
            policy: header.id.clone(),
            label: header.version.clone(),
            begins: header.in_force_from,
            drafted_by: name_of(actor),
            state: serde_json::to_string(&publication).map_err(Error::internal)?,
            stage: publication.state.word().to_owned(),
            version: 1,
            changed_at: app.now(),
            findings: 0,
        };
        // One that was given up is drafted anew.
        store::publications::delete(&mut tx, &hash).await.map_err(Error::internal)?;
        store::publications::insert(&mut tx, &row, edition.canonical()).await.map_err(Error::internal)?;
        let data = json!({ "hash": hash, "version": header.version, "in_force_from": header.in_force_from });
        record(app, &mut tx, &row, EventKind::EditionDrafted, data).await?;
        row
    };
    row.findings = i64::try_from(findings).unwrap_or(i64::MAX);
    let data = json!({ "hash": hash, "findings": findings });
    match apply(app, &mut tx, &mut row, &Command::Check { findings }).await {
        Ok(_) => record(app, &mut tx, &row, EventKind::EditionChecked, data).await?,
        // It stays a draft, with what was found; that nobody mended it is no failure of drafting.
        Err(error) if error.code == "edition-not-clean" => {
            store::publications::put(&mut tx, &mut row).await.map_err(Error::internal)?;
            record(app, &mut tx, &row, EventKind::EditionChecked, data).await?;
        }
        Err(error) => return Err(error),
    }
    commit(tx, "edition drafted").await?;
    view::view(app, &row).await
}

/// A second person allows an edition. Only an officer does that: they answer for what is promised.
///
/// # Errors
/// The actor may not, drafted it themselves, or it is not clean.
pub async fn approve(app: &App, actor: &Actor, name: &str) -> Result<PublicationView> {
    if !matches!(actor, Actor::Staff { role: StaffRole::Officer, .. } | Actor::Drill) {
        return Err(Error::forbidden("approve-edition"));
    }
    let mut row = find(app, name).await?;
    // What is allowed is what was looked at: bytes that were changed since are not.
    edition_of(app, &row).await?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    apply(app, &mut tx, &mut row, &Command::Approve { by: actor.clone() }).await?;
    let data = json!({ "hash": row.hash, "by": name_of(actor), "drafted_by": row.drafted_by });
    record(app, &mut tx, &row, EventKind::EditionApproved, data).await?;
    commit(tx, "edition approved").await?;
    view::view(app, &row).await
}

/// Gives an edition up that is not announced.
///
/// # Errors
/// The actor may not, or people have been told of it.
pub async fn drop(app: &App, actor: &Actor, name: &str) -> Result<PublicationView> {
    may_work(actor)?;
    let mut row = find(app, name).await?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    apply(app, &mut tx, &mut row, &Command::Drop).await?;
    let data = json!({ "hash": row.hash });
    record(app, &mut tx, &row, EventKind::EditionDropped, data).await?;
    commit(tx, "edition dropped").await?;
    view::view(app, &row).await
}

/// Writes to the ledger. What a drill does with its own edition is one entry of the drill, not six of an edition.
async fn record(
    app: &App,
    tx: &mut store::Tx,
    row: &PublicationRow,
    kind: EventKind,
    data: serde_json::Value,
) -> Result<()> {
    if is_drill(row) {
        return Ok(());
    }
    journal::record(app, tx, kind, data).await.map(drop_seq)
}

fn drop_seq(_: u64) {}
