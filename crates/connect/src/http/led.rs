//! Services that know people by a value that another system's rows give: the number of a customer, a client id.
//!
//! The systems that lead here are asked first whenever a person is looked for; at an erasure before any of them is
//! erased, because afterwards nothing leads there any more.

use inventory::{ErasureOrder, Identity, PreparedErasure};

use super::Service;
use crate::error::ConnectError;
use crate::leads::Followed;

impl Followed {
    /// A system that leads here knows the person and led nowhere: then there is nothing here, and that is no error.
    pub(super) fn or_nothing<T: Default>(&self, result: Result<T, ConnectError>) -> Result<T, ConnectError> {
        match result {
            Err(ConnectError::NoIdentity { .. }) if self.known => Ok(T::default()),
            result => result,
        }
    }
}

impl Service {
    /// What was given, and what other systems add.
    pub(super) async fn followed(&self, identities: &[Identity]) -> Result<Followed, ConnectError> {
        if self.leads.is_empty() {
            return Ok(Followed { identities: identities.to_vec(), ..Followed::default() });
        }
        self.leads.follow(identities).await
    }

    /// The same for an erasure: without values that rows of others hold too.
    pub(super) async fn followed_for(&self, order: &ErasureOrder) -> Result<Followed, ConnectError> {
        let mut followed = self.followed(&order.identities).await?;
        if !self.leads.is_empty() {
            let released = self.leads.released(order).await?;
            followed.identities = self.leads.free(&followed.identities, &released).await?;
        }
        Ok(followed)
    }

    /// With what a prepared erasure is carried out: a value that somebody holds again, or still, is left alone.
    ///
    /// # Errors
    /// [`ConnectError::Pending`]: the person's own rows still hold it, because the system before this one is not done.
    pub(super) async fn free_of(&self, prepared: &PreparedErasure) -> Result<Vec<Identity>, ConnectError> {
        if self.leads.is_empty() {
            return Ok(prepared.identities.clone());
        }
        let free = self.leads.free(&prepared.identities, &std::collections::HashMap::new()).await?;
        let taken = prepared.identities.iter().filter(|identity| !free.contains(identity));
        let taken: Vec<&Identity> = taken.collect();
        if !taken.is_empty() {
            let followed = self.leads.follow(&prepared.identities).await?;
            let own = |identity: &&Identity| {
                followed.held.contains(&(identity.kind.clone(), identity.value.clone()))
            };
            if taken.iter().any(own) {
                return Err(ConnectError::Pending { system: self.map.system.id.clone() });
            }
        }
        Ok(free)
    }
}
