//! Following leads: which identities in this system the rows of other systems give, and who else holds them.
//!
//! A map says with `[[lead]]` which of its columns are identities elsewhere. A connector whose map knows people by
//! such a kind asks the systems that lead to it before it looks itself; their own finding says whose the rows are,
//! so nothing is guessed here. One step only: what was led to does not lead on.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use inventory::map::{ConnectorKind, Lead};
use inventory::{Action, DataMap, ErasureOrder, Identity, Relation};

use crate::connector::Connector;
use crate::error::ConnectError;

/// The systems that lead to one.
#[derive(Clone, Default)]
pub struct Leads {
    kinds: BTreeSet<String>,
    sources: Vec<Source>,
}

/// A system that leads to another, or why it cannot be asked: then nobody can say what it leads to.
#[derive(Clone)]
pub enum Source {
    /// It can be asked.
    Open(Arc<dyn Connector>),
    /// It has no usable address.
    Closed(ConnectError),
}

/// What the leads of other systems gave.
#[derive(Debug, Clone, Default)]
pub struct Followed {
    /// The identities given, and those led to.
    pub identities: Vec<Identity>,
    /// How the latter were reached, in words.
    pub trails: BTreeMap<Identity, String>,
    /// Everything that the person's own rows lead to now, given before or not.
    pub held: BTreeSet<Held>,
    /// Whether one of the systems knows people by what was given.
    pub known: bool,
}

/// A value that leads on: its kind and itself.
pub type Held = (String, String);

impl std::fmt::Debug for Leads {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(&self.kinds).finish()
    }
}

impl Leads {
    /// Those of `sources` that lead to a kind by which `map` knows people. Each comes with its map, which is known
    /// even when its address is not.
    pub fn to<'m>(map: &DataMap, sources: impl IntoIterator<Item = (&'m DataMap, Source)>) -> Self {
        let kinds: BTreeSet<String> = map.identities.iter().map(|rule| rule.kind.clone()).collect();
        let leads = |from: &DataMap| {
            from.system.id != map.system.id && from.leads.iter().any(|lead| kinds.contains(&lead.kind))
        };
        let sources = sources.into_iter().filter(|(from, _)| leads(from)).map(|(_, source)| source).collect();
        Self { kinds, sources }
    }

    /// Whether one of `maps` leads to a system of its kind: a service or a folder, which are asked with what it gives.
    pub fn lead_to<'m>(map: &DataMap, maps: impl IntoIterator<Item = &'m DataMap>) -> bool {
        let led = matches!(map.system.connector, ConnectorKind::Files | ConnectorKind::Http);
        let known = |lead: &Lead| map.identities.iter().any(|rule| rule.kind == lead.kind);
        led && maps.into_iter().any(|from| from.system.id != map.system.id && from.leads.iter().any(known))
    }

    /// Whether no system leads here.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// The identities given and all that the sources' own rows add to them.
    ///
    /// # Errors
    /// A source that does not answer: without it nobody can say what belongs to the person.
    pub async fn follow(&self, identities: &[Identity]) -> Result<Followed, ConnectError> {
        let mut followed = Followed { identities: identities.to_vec(), ..Followed::default() };
        for source in &self.sources {
            let connector = source.open()?;
            let found = match connector.find(identities).await {
                Ok(found) => found,
                Err(ConnectError::NoIdentity { .. }) => continue,
                Err(error) => return Err(error),
            };
            followed.known = true;
            for lead in self.of(connector) {
                let Some(part) = found.collection(&lead.collection) else { continue };
                for row in part.rows.iter().filter(|row| row.relation == Relation::Own) {
                    if !lead.conditions.hold(|column| part.value(row, column)) {
                        continue;
                    }
                    let value = part.value(row, &lead.column).filter(|value| !value.is_empty());
                    let Some(identity) = value.map(|value| Identity::new(&lead.kind, value)) else {
                        continue;
                    };
                    followed.held.insert((identity.kind.clone(), identity.value.clone()));
                    if !followed.identities.contains(&identity) {
                        followed.trails.insert(identity.clone(), part.trail(row).to_owned());
                        followed.identities.push(identity);
                    }
                }
            }
        }
        Ok(followed)
    }

    /// Of these values those that rows may share, with how many rows of anybody hold them now.
    pub async fn standing(&self, held: &BTreeSet<Held>) -> Result<HashMap<Held, u64>, ConnectError> {
        let mut counts = HashMap::new();
        for source in &self.sources {
            let connector = source.open()?;
            let mut counted = BTreeSet::new();
            for lead in self.of(connector).filter(|lead| lead.shared) {
                let table = connector.map().collection(&lead.collection).map(|part| part.table.as_str());
                // Two collections of one table hold the same rows.
                if !counted.insert((&lead.kind, table, &lead.column)) {
                    continue;
                }
                let values: Vec<String> = held
                    .iter()
                    .filter(|(kind, _)| *kind == lead.kind)
                    .map(|(_, value)| value.clone())
                    .collect();
                if values.is_empty() {
                    continue;
                }
                let sql = connector.as_sql().ok_or_else(|| ConnectError::Unsupported {
                    system: connector.map().system.id.clone(),
                    what: "say who else refers to a file",
                })?;
                for (value, rows) in sql.holders(lead, &values).await? {
                    *counts.entry((lead.kind.clone(), value)).or_default() += rows;
                }
            }
        }
        Ok(counts)
    }

    /// How many of the rows that hold a value an erasure of the same person takes away.
    pub async fn released(&self, order: &ErasureOrder) -> Result<HashMap<Held, u64>, ConnectError> {
        let mut counts = HashMap::new();
        for source in &self.sources {
            let connector = source.open()?;
            if !self.of(connector).any(|lead| lead.shared) {
                continue;
            }
            let prepared = match connector.prepare_erasure(order).await {
                Ok(prepared) => prepared,
                Err(ConnectError::NoIdentity { .. }) => continue,
                Err(error) => return Err(error),
            };
            for lead in self.of(connector).filter(|lead| lead.shared) {
                let part = prepared.collections.iter().find(|part| part.collection == lead.collection);
                let Some(part) = part else { continue };
                let place = |column: &str| part.links.iter().position(|link| link == column);
                for group in part.groups.iter().filter(|group| releases(&group.action, &lead.column)) {
                    for row in &group.rows {
                        let value = |column: &str| row.links.get(place(column)?)?.as_deref();
                        let value = value(&lead.column).filter(|_| lead.conditions.hold(value));
                        if let Some(value) = value {
                            *counts.entry((lead.kind.clone(), value.to_owned())).or_default() += 1;
                        }
                    }
                }
            }
        }
        Ok(counts)
    }

    /// Of these identities those that an erasure may use: a value that rows of several people may share, only when no
    /// row will hold it that `released` does not take away.
    pub async fn free(
        &self,
        identities: &[Identity],
        released: &HashMap<Held, u64>,
    ) -> Result<Vec<Identity>, ConnectError> {
        let held: BTreeSet<Held> =
            identities.iter().map(|identity| (identity.kind.clone(), identity.value.clone())).collect();
        let standing = self.standing(&held).await?;
        let stands = |identity: &&Identity| {
            let held = (identity.kind.clone(), identity.value.clone());
            let goes = released.get(&held).copied().unwrap_or(0);
            standing.get(&held).copied().unwrap_or(0) <= goes
        };
        Ok(identities.iter().filter(stands).cloned().collect())
    }

    fn of<'a>(&'a self, connector: &'a dyn Connector) -> impl Iterator<Item = &'a Lead> {
        connector.map().leads.iter().filter(|lead| self.kinds.contains(&lead.kind))
    }
}

impl Source {
    fn open(&self) -> Result<&dyn Connector, ConnectError> {
        match self {
            Self::Open(connector) => Ok(connector.as_ref()),
            Self::Closed(error) => Err(error.clone()),
        }
    }
}

/// Whether a row that this happens to no longer holds the value.
fn releases(action: &Action, column: &str) -> bool {
    matches!(action, Action::Delete) || action.changes().is_some_and(|changes| changes.contains_key(column))
}
