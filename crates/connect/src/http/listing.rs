//! Leaving people out of something, seeing who is, and letting them in again: calls about single rows, too.

use std::collections::BTreeMap;

use inventory::{ListCounts, SuppressionReceipt};

use super::Service;
use super::search::Search;
use super::step::Target;
use crate::error::ConnectError;

/// What is done with those who are left out of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listing {
    /// Only looked at.
    Look,
    /// Left out from now on.
    Add,
    /// Let in again.
    Remove,
}

impl Service {
    /// Stops the use of a person's rows, or takes that back: how many rows, by collection.
    pub(super) async fn suppress_rows(
        &self,
        identities: &[inventory::Identity],
        lift: bool,
    ) -> Result<BTreeMap<String, u64>, ConnectError> {
        let (found, _) = Search::new(self, identities)?.run().await?;
        let mut counts = BTreeMap::new();
        for part in &found.collections {
            let Some(collection) = self.map.collection(&part.collection) else { continue };
            let Some(calls) = self.calls(collection) else { continue };
            let Some(call) = (if lift { &calls.lift } else { &calls.suppress }) else { continue };
            for row in part.rows.iter().filter(|row| row.relation == inventory::Relation::Own) {
                let target = Target { collection, calls, key: &row.key, prepared: None };
                if self.act(call, target).await? {
                    *counts.entry(collection.id.clone()).or_default() += 1;
                }
            }
        }
        Ok(counts)
    }

    /// Goes over the own rows of the collections that can be left out of something. Where the service shows which of
    /// them are, only the others are called for, or none at all.
    pub(super) async fn listing(
        &self,
        identities: &[inventory::Identity],
        what: Listing,
        concerns: impl Fn(&str) -> bool,
    ) -> Result<SuppressionReceipt, ConnectError> {
        let followed = self.followed(identities).await?;
        let search = Search::new(self, &followed.identities);
        let found = match followed.or_nothing(search.map(Some))? {
            Some(search) => search.run().await?.0,
            None => {
                return Ok(SuppressionReceipt {
                    system: self.map.system.id.clone(),
                    ..SuppressionReceipt::default()
                });
            }
        };
        let mut receipt =
            SuppressionReceipt { system: self.map.system.id.clone(), ..SuppressionReceipt::default() };
        for part in found.collections.iter().filter(|part| concerns(&part.collection)) {
            let Some(collection) = self.map.collection(&part.collection) else { continue };
            let Some(calls) = self.calls(collection) else { continue };
            let (call, shown) = match what {
                Listing::Look => (None, !calls.suppressed.is_empty()),
                Listing::Add => (calls.suppress.as_ref(), true),
                Listing::Remove => (calls.lift.as_ref(), !calls.suppressed.is_empty()),
            };
            if calls.suppress.is_none() || !shown || (call.is_none() && what != Listing::Look) {
                continue;
            }
            let mut counts = ListCounts { list: collection.id.clone(), ..ListCounts::default() };
            for row in part.rows.iter().filter(|row| row.relation == inventory::Relation::Own) {
                let stands =
                    !calls.suppressed.is_empty() && calls.suppressed.hold(|column| part.value(row, column));
                let target = Target { collection, calls, key: &row.key, prepared: None };
                match (what, stands, call) {
                    (Listing::Add, false, Some(call)) => {
                        counts.added += u64::from(self.act(call, target).await?);
                    }
                    (Listing::Remove, true, Some(call)) => {
                        counts.removed += u64::from(self.act(call, target).await?);
                    }
                    (_, true, _) => counts.present += 1,
                    (_, false, _) => counts.missing += 1,
                }
            }
            receipt.lists.push(counts);
        }
        Ok(receipt)
    }
}
