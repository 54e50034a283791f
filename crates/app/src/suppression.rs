//! The suppression list: keyed hashes of people who asked to be forgotten or left alone, so that nobody comes back
//! through an import or a list that somebody had kept. Whoever has no key can try no address against it.
//!
//! An erasure puts the identities that it was about on the list when the edition promises that addresses stay out
//! of lists. Only the person themselves gets off it again.

use inventory::Identity;
use kernel::{Actor, StaffRole};
use ledger::EventKind;
use serde::Serialize;
use serde_json::json;
use store::Tx;
use store::requests::RequestRow;
use store::suppressions::Cause;

use crate::app::App;
use crate::boundary::commit;
use crate::deployment::Deployment;
use crate::error::{Error, Result};
use crate::journal;
use crate::requests::change;

/// The promise whose clause asks for the list.
const PROMISE: &str = "addresses-stay-out-of-lists";

/// Somebody on a list that was brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Which of the identities that were brought, counted from 0.
    pub place: usize,
    /// erased, opted-out or objected.
    pub cause: String,
}

/// Which of these identities must not be imported or written to.
pub async fn check(app: &App, actor: &Actor, identities: &[Identity]) -> Result<Vec<Listed>> {
    if !matches!(actor, Actor::Staff { .. } | Actor::Operator | Actor::Worker) {
        return Err(Error::forbidden("see-suppressions"));
    }
    let hashes: Vec<String> = identities.iter().map(|identity| hash(app, identity)).collect();
    let found = store::suppressions::among(app.store(), &hashes).await.map_err(Error::internal)?;
    let causes: std::collections::HashMap<String, Cause> = found.into_iter().collect();
    let listed = hashes.iter().enumerate().filter_map(|(place, hash)| {
        let cause = causes.get(hash)?;
        Some(Listed { place, cause: cause.to_string() })
    });
    Ok(listed.collect())
}

/// Puts somebody on the list because they want to be left alone.
pub async fn add(app: &App, actor: &Actor, identity: &Identity, cause: Cause) -> Result<()> {
    decider(actor)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    put(app, &mut tx, identity, cause).await?;
    let data = json!({ "kind": identity.kind, "added": cause.as_str() });
    journal::record(app, &mut tx, EventKind::SuppressionChanged, data).await?;
    commit(tx, "suppression added").await
}

/// Takes somebody off the list, because they themselves ask to be written to again. False: they were not on it.
pub async fn remove(app: &App, actor: &Actor, identity: &Identity) -> Result<bool> {
    decider(actor)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    if !store::suppressions::remove(&mut tx, &hash(app, identity)).await.map_err(Error::internal)? {
        return Ok(false);
    }
    let data = json!({ "kind": identity.kind, "removed": true });
    journal::record(app, &mut tx, EventKind::SuppressionChanged, data).await?;
    commit(tx, "suppression removed").await?;
    Ok(true)
}

/// How many are on the list.
pub async fn count(app: &App) -> Result<u64> {
    let count = store::suppressions::count(app.store()).await.map_err(Error::internal)?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// Whether the edition asks for the list.
fn is_promised(deployment: &Deployment) -> bool {
    deployment.edition.clauses().iter().any(|(_, clause)| clause.promise == PROMISE)
}

/// In the transaction that ends an erasure: whoever it was about stays out of lists from now on. A drill's
/// person never existed.
pub(crate) async fn after_erasure(app: &App, tx: &mut Tx, row: &RequestRow) -> Result<()> {
    if row.drill || !is_promised(app.deployment()?.as_ref()) {
        return Ok(());
    }
    for identity in change::identities(app, row)? {
        put(app, &mut *tx, &identity, Cause::Erased).await?;
    }
    Ok(())
}

/// In the transaction that ends an objection: whoever made it is left alone from now on.
pub(crate) async fn after_objection(app: &App, tx: &mut Tx, row: &RequestRow, cause: Cause) -> Result<()> {
    if row.drill {
        return Ok(());
    }
    for identity in change::identities(app, row)? {
        put(app, &mut *tx, &identity, cause).await?;
    }
    Ok(())
}

async fn put(app: &App, on: impl Into<store::Conn<'_>>, identity: &Identity, cause: Cause) -> Result<()> {
    let hash = hash(app, identity);
    store::suppressions::put(on, &hash, &identity.kind, cause, app.now(), None).await.map_err(Error::internal)
}

fn decider(actor: &Actor) -> Result<()> {
    match actor {
        Actor::Staff { role: StaffRole::Officer, .. } | Actor::Operator => Ok(()),
        _ => Err(Error::forbidden("decide-suppression")),
    }
}

/// The keyed hash by which an identity is known again, in any writing of it.
pub(crate) fn hash(app: &App, identity: &Identity) -> String {
    let value = identity.value.trim().to_lowercase();
    app.keys().lookup(&format!("suppression:{}", identity.kind), &value)
}
