//! Finding: set by set, never row by row.
//!
//! Collections are searched in the order in which they refer to each other. For each path the values of its
//! source that have not been looked for yet go into one statement per chunk; rows that come back are checked
//! exactly and taken in by key. Groups of collections that refer to each other, or to themselves, repeat until
//! nothing new is found. Only the person's own rows lead further.
//!
//! [`plan`] lays the map over the schema, [`state`] is what has been found, [`sources`] the values that a path
//! starts from, [`walk`] the walk itself, [`joined`] the part of it that
//! reads several collections at once, [`matching`] the exact check, [`rows`] what is made of each row,
//! [`twins`] which of several accounts was meant, [`shared`] what somebody else has a part in, [`earlier`] what became of rows of an earlier preparation, [`census`]
//! whether anything of it has changed at all, [`reach`] how rows are named together then.

mod census;
mod earlier;
mod joined;
mod matching;
pub(super) mod plan;
pub(super) mod reach;
mod rows;
mod shared;
mod sources;
mod state;
mod twins;
mod walk;

use std::collections::HashMap;

use inventory::{DataMap, Found, Identity, Key, KnownValue, PreparedErasure};

use super::export::Emitter;
use super::pool::{TextRow, Work};
use crate::error::ConnectError;
use plan::{Plan, Planned};
use state::State;

/// An identity as given and as compared.
#[derive(Debug, Clone)]
pub(super) struct Given {
    pub(super) kind: String,
    pub(super) raw: String,
    pub(super) normalised: String,
}

/// The identities of kinds that a map knows, normalised; those that nothing is left of find nobody.
pub(super) fn given(map: &DataMap, identities: &[Identity]) -> Result<Vec<Given>, ConnectError> {
    let known: Vec<Given> = identities
        .iter()
        .filter_map(|identity| {
            let normalised = identity.normalised(map.identity(&identity.kind)?);
            (!normalised.is_empty()).then(|| Given {
                kind: identity.kind.clone(),
                raw: identity.value.trim().to_owned(),
                normalised,
            })
        })
        .collect();
    if known.is_empty() {
        return Err(ConnectError::NoIdentity { system: map.system.id.clone() });
    }
    Ok(known)
}

/// A search under way.
pub(super) struct Search<'a> {
    plan: &'a Plan<'a>,
    given: &'a [Given],
    /// Keys of an earlier preparation: rows that are gone since still lead to their children.
    earlier: Option<&'a PreparedErasure>,
    states: Vec<State>,
    /// Own rows of tables that several collections share, by table.
    shared: HashMap<&'a str, HashMap<Key, usize>>,
    attributes: Option<Vec<KnownValue>>,
    /// The earlier rows are still the person's although what told so is erased by now.
    pub(super) erased: bool,
    /// Rows of the earlier preparation that are gone, or somebody else's, per collection.
    pub(super) lost: HashMap<String, Lost>,
}

/// What became of prepared rows that were not found again.
#[derive(Debug, Clone, Default)]
pub(super) struct Lost {
    /// No longer there.
    pub(super) gone: u64,
    /// There, but no longer the person's.
    pub(super) not_theirs: u64,
}

impl<'a> Search<'a> {
    pub(super) fn new(plan: &'a Plan<'a>, given: &'a [Given], earlier: Option<&'a PreparedErasure>) -> Self {
        let states = plan
            .collections
            .iter()
            .map(|planned| {
                let owners = plan.map.collections.iter().filter_map(|other| other.owner.as_ref()?.target());
                let columns = owners
                    .filter(|(id, _)| *id == planned.rules.id)
                    .map(|(_, column)| column.to_owned())
                    .collect();
                State::new(&planned.rules.id, &planned.rules.table, &planned.kept, columns)
            })
            .collect();
        let (shared, lost) = (HashMap::new(), HashMap::new());
        Self { plan, given, earlier, states, shared, attributes: None, erased: false, lost }
    }

    /// Searches everything. With an emitter, rows are handed over as they are found.
    pub(super) async fn run(
        &mut self,
        work: &mut Work,
        mut emitter: Option<&mut Emitter<'_>>,
    ) -> Result<(), ConnectError> {
        let mut together: Vec<usize> = Vec::new();
        for group in self.plan.order {
            let joins = emitter.is_none() && self.is_joinable(group);
            if !joins || group.iter().any(|collection| self.waits_for(*collection, &together)) {
                self.together(work, &std::mem::take(&mut together)).await?;
            }
            if joins {
                together.extend(group);
            } else {
                self.group(work, group, emitter.as_deref_mut()).await?;
            }
        }
        self.together(work, &together).await?;
        if let Some(emitter) = emitter {
            for (planned, state) in self.plan.collections.iter().zip(&self.states) {
                emitter.mentions(planned, &state.found, |position| state.is_hidden(position))?;
            }
        }
        Ok(())
    }

    /// What was found, in the map's order; collections without rows are left out.
    pub(super) fn finish(mut self) -> (Found, HashMap<String, Lost>) {
        self.hide_doubles();
        let collections = self.states.into_iter().map(State::finish).filter(|found| !found.rows.is_empty());
        let found = Found { system: self.plan.system.to_owned(), collections: collections.collect() };
        (found, self.lost)
    }

    fn planned(&self, collection: usize) -> Option<&'a Planned<'a>> {
        self.plan.collections.get(collection)
    }
}

/// The key of a row: its first columns.
fn key_of(planned: &Planned<'_>, row: &TextRow) -> Option<Key> {
    let parts = row.get(..planned.rules.key.len())?;
    parts.iter().cloned().collect::<Option<Vec<String>>>().map(Key)
}
