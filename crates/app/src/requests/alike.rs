//! Recognising that several requests are of one person: the same identity, or one that only differs in what mail
//! services ignore. It is shown and never merged: two people may share what looks alike.

use inventory::Identity;
use kernel::Actor;
use kernel::ids::RequestId;
use serde::Serialize;
use store::Tx;
use store::likenesses::Strength;

use crate::accounts::looks::{self, What};
use crate::app::App;
use crate::error::{Error, Result};
use crate::requests::list::{Summary, summary};
use crate::requests::{change, decide};

/// The most that is shown of one person.
const SHOWN: u32 = 20;
/// So many unproven requests may stand open for one address; further ones of the public form are dropped.
const UNPROVEN: usize = 3;

/// Another request that may be of the same person.
#[derive(Debug, Clone, Serialize)]
pub struct AlikeView {
    /// It, in a line.
    pub summary: Summary,
    /// Whether the identity is the same; otherwise it only looks alike.
    pub same: bool,
    /// The plan that can be approved together with this one, where it is the same person's.
    pub digest: Option<String>,
}

/// In the transaction that files a request: by what it is recognised.
pub(crate) async fn remember(app: &App, tx: &mut Tx, id: RequestId, identities: &[Identity]) -> Result<()> {
    for identity in identities {
        let same = likeness(app, "same", identity);
        store::likenesses::put(&mut *tx, id, &same, Strength::Same).await.map_err(Error::internal)?;
        let alike = likeness(app, "alike", &loose(identity));
        store::likenesses::put(&mut *tx, id, &alike, Strength::Alike).await.map_err(Error::internal)?;
    }
    Ok(())
}

/// Requests that may be of the same person, for who decides.
///
/// # Errors
/// The actor does not decide about requests.
pub async fn others(app: &App, actor: &Actor, id: RequestId) -> Result<Vec<AlikeView>> {
    decide::decider(actor)?;
    let mut views = Vec::new();
    let found = store::likenesses::others(app.store(), id, SHOWN).await.map_err(Error::internal)?;
    for (other, strength) in found {
        let Some(row) = store::requests::get(app.store(), other).await.map_err(Error::internal)? else {
            continue;
        };
        let request = change::parse(&row)?;
        let same = strength == Strength::Same;
        let planned = matches!(request.state, ::requests::State::Planned { .. }) && !request.is_asking();
        let digest = request.state.plan().map(|plan| plan.digest.clone()).filter(|_| same && planned);
        views.push(AlikeView { summary: summary(app, &row, &request).await?, same, digest });
    }
    Ok(views)
}

/// The requests of an address that somebody at the desk knows, the latest first: found by its keyed hash, for nothing here
/// can be searched for addresses. That they looked is on the record with each.
///
/// # Errors
/// The actor does not decide about requests.
pub async fn of_address(app: &App, actor: &Actor, address: &str) -> Result<Vec<Summary>> {
    decide::decider(actor)?;
    let key = likeness(app, "same", &Identity::new("email", address));
    let mut found = store::likenesses::of(app.store(), &key).await.map_err(Error::internal)?;
    found.reverse();
    let mut summaries = Vec::new();
    for id in found.into_iter().take(SHOWN as usize) {
        let Some(row) = store::requests::get(app.store(), id).await.map_err(Error::internal)? else {
            continue;
        };
        looks::at_request(app, actor, &row, What::Request).await?;
        summaries.push(summary(app, &row, &change::parse(&row)?).await?);
    }
    Ok(summaries)
}

/// Whether so many requests that nobody proved stand open for one of these that another would only be a nuisance to
/// whoever has the address.
pub(crate) async fn too_many(app: &App, identities: &[Identity]) -> Result<bool> {
    for identity in identities {
        let key = likeness(app, "same", identity);
        let of = store::likenesses::of(app.store(), &key).await.map_err(Error::internal)?;
        let mut unproven = 0;
        for id in of {
            let row = store::requests::get(app.store(), id).await.map_err(Error::internal)?;
            unproven += usize::from(row.is_some_and(|row| {
                row.closed_at.is_none() && matches!(row.phase.as_str(), "filed" | "awaiting-identity")
            }));
        }
        if unproven >= UNPROVEN {
            return Ok(true);
        }
    }
    Ok(false)
}

fn likeness(app: &App, strength: &str, identity: &Identity) -> String {
    app.keys()
        .lookup(&format!("likeness:{strength}:{}", identity.kind), &identity.value.trim().to_lowercase())
}

/// An address without the dots and the tag in front of its at sign, which many mail services ignore.
fn loose(identity: &Identity) -> Identity {
    let value = identity.value.trim().to_lowercase();
    let Some((local, domain)) = value.rsplit_once('@').filter(|_| identity.kind == "email") else {
        return Identity::new(identity.kind.as_str(), value.as_str());
    };
    let local: String = local.split('+').next().unwrap_or(local).chars().filter(|c| *c != '.').collect();
    Identity::new("email", format!("{local}@{domain}").as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_tags_and_case_are_all_that_is_looked_past() {
        let loose = |value: &str| loose(&Identity::new("email", value)).value;
        for other in
            ["Eva.De.Wit@School.example", "eva.dewit+nieuws@school.example", " evadewit@school.example "]
        {
            assert_eq!(loose(other), loose("evadewit@school.example"), "{other}");
        }
        for other in
            ["eva-dewit@school.example", "evadewit@school.test", "evadewitt@school.example", "@", "a@b@c"]
        {
            assert_ne!(loose(other), loose("evadewit@school.example"), "{other}");
        }
        assert_eq!(super::loose(&Identity::new("customer", "A.B+1")).value, "a.b+1");
    }
}
