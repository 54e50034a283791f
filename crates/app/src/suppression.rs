//! The suppression list: keyed hashes of people who asked to be forgotten or left alone, so that nobody comes back
//! through an import or a list that somebody had kept. Whoever has no key can try no address against it.
//!
//! An erasure puts the identities that it was about on the list when the edition promises that addresses stay out
//! of lists; an objection that is granted does always ([`after_objection`]). Only the person themselves gets off it
//! again. Whether addresses may go on a list for a purpose is asked of the decision point ([`admit`]).

use inventory::Identity;
use kernel::{Actor, StaffRole};
use ledger::EventKind;
use policy::decision::{Channel, Reason};
use serde::Serialize;
use serde_json::json;
use store::Tx;
use store::requests::RequestRow;
use store::suppressions::Cause;

use crate::app::App;
use crate::boundary::commit;
use crate::consents::letters::{self, Refused};
use crate::decision::{self, Inquiry};
use crate::deployment::Deployment;
use crate::error::{Error, Result};
use crate::journal;
use crate::requests::change;

/// The promise whose clause asks for the list.
pub(crate) const PROMISE: &str = "addresses-stay-out-of-lists";
/// The data category of an address to write to.
const ADDRESS: &str = "email";

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
    letters::end(app, &mut tx, identity, Refused::Everything).await?;
    leave_alone(app, &mut tx, std::slice::from_ref(identity), cause).await?;
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
    for identity in change::identities(app, row)? {
        letters::end(app, tx, &identity, Refused::Everything).await?;
    }
    if row.drill || !is_promised(app.deployment()?.as_ref()) {
        return Ok(());
    }
    for identity in change::identities(app, row)? {
        put(app, &mut *tx, &identity, Cause::Erased).await?;
    }
    Ok(())
}

/// In the transaction that grants an objection ([`Cause::Objected`]), or takes an opt-out in
/// ([`Cause::OptedOut`]): whoever it was about is left alone from
/// now on, in everything that they can object to ([`crate::decision`] denies it). The ledger says that the list
/// changed, in the same transaction. Whoever is on the list as erased stays so. A drill's person never existed.
pub async fn after_objection(app: &App, tx: &mut Tx, row: &RequestRow, cause: Cause) -> Result<()> {
    if row.drill {
        return Ok(());
    }
    let identities = change::identities(app, row)?;
    for identity in &identities {
        letters::end(app, tx, identity, Refused::At(row.received_at)).await?;
    }
    leave_alone(app, tx, &identities, cause).await
}

/// The same for identities that are at hand, such as those of a mail preference.
pub(crate) async fn leave_alone(app: &App, tx: &mut Tx, identities: &[Identity], cause: Cause) -> Result<()> {
    for identity in identities {
        put(app, &mut *tx, identity, cause).await?;
        let data = json!({ "kind": identity.kind, "added": cause.as_str() });
        journal::record(app, tx, EventKind::SuppressionChanged, data).await?;
    }
    Ok(())
}

/// Takes a drill's person off the list again; the ledger says so.
pub(crate) async fn forget(app: &App, tx: &mut Tx, identity: &Identity) -> Result<()> {
    store::suppressions::remove(&mut *tx, &hash(app, identity)).await.map_err(Error::internal)?;
    let data = json!({ "kind": identity.kind, "removed": true });
    journal::record(app, tx, EventKind::SuppressionChanged, data).await.map(drop)
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
    hex::encode(key(app, identity))
}

/// The same as bytes.
pub(crate) fn key(app: &App, identity: &Identity) -> [u8; 32] {
    let value = identity.value.trim();
    let domain = ["suppression:", &identity.kind];
    if value.bytes().any(|byte| !byte.is_ascii() || byte.is_ascii_uppercase()) {
        return app.keys().lookup_bytes(&domain, &value.to_lowercase());
    }
    app.keys().lookup_bytes(&domain, value)
}

/// What the decision point says of addresses that somebody wants on a list for a purpose: imported, or written to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptOut {
    /// Which of the identities that were brought, counted from 0.
    pub place: usize,
    /// Why it stays out.
    pub reason: Reason,
    /// The clause that promises it.
    pub clause: Option<String>,
}

/// Which of these identities stay out of a list for `purpose`. `collected_for` is the purpose for which their
/// addresses were collected, where that is another: an address that was given with a question to the support desk
/// enters no list.
///
/// # Errors
/// As [`crate::decision::Decisions::ask`]: an answer that cannot be had lets nobody in.
pub async fn admit(
    app: &App,
    actor: &Actor,
    identities: &[Identity],
    purpose: &str,
    collected_for: Option<&str>,
) -> Result<Vec<KeptOut>> {
    let mut kept_out = Vec::new();
    for (batch, part) in identities.chunks(decision::MOST).enumerate() {
        let inquiry = |identity: &Identity| Inquiry {
            channel: Some(Channel::Mail),
            collected_for: collected_for.map(str::to_owned),
            ..Inquiry::new(identity.clone(), purpose, vec![ADDRESS.to_owned()])
        };
        let inquiries: Vec<Inquiry> = part.iter().map(inquiry).collect();
        let answers = app.decisions().ask(app, actor, &inquiries).await?;
        let denied = answers.into_iter().enumerate().filter(|(_, answer)| !answer.allow);
        kept_out.extend(denied.map(|(place, answer)| KeptOut {
            place: batch * decision::MOST + place,
            reason: answer.reason,
            clause: answer.clause,
        }));
    }
    Ok(kept_out)
}
