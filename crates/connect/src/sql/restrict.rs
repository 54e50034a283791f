//! Marking a person's rows while their use is restricted, and taking the marks off again.

use std::collections::{BTreeMap, HashSet};

use inventory::map::Relation;
use inventory::restriction::{MarkedCollection, MarkedRow};
use inventory::{Applied, Identity, Key, MarkCounts, PreparedRestriction, RestrictionReceipt};

use super::SqlConnector;
use super::dialect::canonical;
use super::erase::owners;
use super::keyed::{Lock, columns, same, set, values};
use super::pool::{Intent, TextRow, Work};
use super::schema::Column;
use super::search::plan::{Plan, Planned, Purpose};
use crate::error::ConnectError;

impl SqlConnector {
    /// Whether the map has marks at all.
    pub(super) fn marks(&self) -> bool {
        self.0.map.collections.iter().any(|collection| collection.restrict.is_some())
    }

    pub(super) async fn prepare_marks(
        &self,
        identities: &[Identity],
    ) -> Result<PreparedRestriction, ConnectError> {
        let map = &self.0.map;
        self.marks_or("restrict the use of rows")?;
        let (mut work, schema) = self.begin(Intent::Read).await?;
        let plan = self.lay(&schema, Purpose::Keys)?;
        let found = self.found(&mut work, &plan, identities).await?;
        let mut collections = Vec::new();
        for planned in &plan.collections {
            let Some(restrict) = &planned.rules.restrict else { continue };
            let Some(part) = found.collection(&planned.rules.id) else { continue };
            let own = part.rows.iter().filter(|row| row.relation == Relation::Own);
            let mut keys: Vec<Key> = own.map(|row| row.key.clone()).collect();
            keys.sort_unstable();
            let names = restrict.set.keys().map(String::as_str);
            let marked = columns(&map.system.id, &planned.rules.table, planned.table, names)?;
            let mut mark = BTreeMap::new();
            for (column, value) in marked.iter().zip(restrict.set.values()) {
                mark.insert(column.name.clone(), self.mark(&planned.rules.table, column, &value.as_text())?);
            }
            let standing = values(&mut work, planned, &keys, &marked, Lock::None).await?;
            let rows: Vec<MarkedRow> = keys
                .into_iter()
                .filter_map(|key| standing.get(&key).cloned().map(|was| MarkedRow { key, was }))
                .collect();
            if !rows.is_empty() {
                collections.push(MarkedCollection {
                    collection: planned.rules.id.clone(),
                    table: planned.rules.table.clone(),
                    set: mark,
                    rows,
                });
            }
        }
        work.commit().await?;
        Ok(PreparedRestriction {
            system: map.system.id.clone(),
            map: self.0.fingerprint.clone(),
            identities: identities.to_vec(),
            collections,
            task: None,
        })
    }

    pub(super) async fn set_marks(
        &self,
        prepared: &PreparedRestriction,
    ) -> Result<RestrictionReceipt, ConnectError> {
        let map = &self.0.map;
        self.same_map(&prepared.system, &prepared.map)?;
        let (mut work, schema) = self.begin(Intent::Write).await?;
        self.writable(&schema)?;
        let plan = self.lay(&schema, Purpose::Keys)?;
        let found = self.found(&mut work, &plan, &prepared.identities).await?;
        let concerned: HashSet<&str> =
            prepared.collections.iter().map(|part| part.collection.as_str()).collect();
        owners::check(&mut work, &plan, &found, |id| concerned.contains(id)).await?;
        let mut counts = Vec::with_capacity(prepared.collections.len());
        for part in &prepared.collections {
            let (planned, marked, now) = self.now(&mut work, &plan, part, Lock::Update).await?;
            let own: HashSet<&Key> = found
                .collection(&part.collection)
                .into_iter()
                .flat_map(|part| part.rows.iter().filter(|row| row.relation == Relation::Own))
                .map(|row| &row.key)
                .collect();
            let mut count = MarkCounts::of(part);
            let mut unmarked = Vec::new();
            for row in &part.rows {
                match now.get(&row.key).filter(|_| own.contains(&row.key)) {
                    None => count.not_theirs += 1,
                    Some(now) if is_marked(part, &marked, now) => count.rows += 1,
                    Some(now) if *now == row.was => {
                        count.rows += 1;
                        unmarked.push(row.key.clone());
                    }
                    Some(_) => return Err(self.outdated(&part.table)),
                }
            }
            let mark: Vec<(&Column, Option<&str>)> =
                marked.iter().copied().zip(part.set.values().map(|value| Some(value.as_str()))).collect();
            set(&mut work, &map.system.id, planned, &unmarked, &mark).await?;
            counts.push(count);
        }
        work.commit().await?;
        Ok(RestrictionReceipt { system: map.system.id.clone(), collections: counts, task: None })
    }

    /// Puts back what stood there. By key alone: whoever's a row is by now, the mark on it is ours.
    pub(super) async fn take_marks_off(
        &self,
        prepared: &PreparedRestriction,
    ) -> Result<RestrictionReceipt, ConnectError> {
        let map = &self.0.map;
        if prepared.system != map.system.id {
            return Err(ConnectError::MapChanged { system: map.system.id.clone() });
        }
        let (mut work, schema) = self.begin(Intent::Write).await?;
        self.writable(&schema)?;
        let plan = self.lay(&schema, Purpose::Keys)?;
        let mut counts = Vec::with_capacity(prepared.collections.len());
        for part in &prepared.collections {
            let (planned, marked, now) = self.now(&mut work, &plan, part, Lock::Update).await?;
            let mut count = MarkCounts::of(part);
            let mut back: BTreeMap<&[Option<String>], Vec<Key>> = BTreeMap::new();
            for row in &part.rows {
                match now.get(&row.key) {
                    None => count.not_theirs += 1,
                    Some(now) if *now == row.was => count.rows += 1,
                    Some(now) if is_marked(part, &marked, now) => {
                        count.rows += 1;
                        back.entry(&row.was).or_default().push(row.key.clone());
                    }
                    Some(_) => count.changed += 1,
                }
            }
            for (was, keys) in back {
                let before: Vec<(&Column, Option<&str>)> =
                    marked.iter().copied().zip(was.iter().map(Option::as_deref)).collect();
                set(&mut work, &map.system.id, planned, &keys, &before).await?;
            }
            counts.push(count);
        }
        work.commit().await?;
        Ok(RestrictionReceipt { system: map.system.id.clone(), collections: counts, task: None })
    }

    /// Whether every prepared row that is still there has its mark.
    pub(super) async fn has_marks(&self, prepared: &PreparedRestriction) -> Result<Applied, ConnectError> {
        self.same_map(&prepared.system, &prepared.map)?;
        if prepared.collections.is_empty() {
            return Ok(Applied::Empty);
        }
        let (mut work, schema) = self.begin(Intent::Read).await?;
        let plan = self.lay(&schema, Purpose::Keys)?;
        for part in &prepared.collections {
            let (_, marked, now) = self.now(&mut work, &plan, part, Lock::None).await?;
            if !now.values().all(|now| is_marked(part, &marked, now)) {
                return Ok(Applied::NotApplied);
            }
        }
        work.commit().await?;
        Ok(Applied::Applied)
    }

    /// The marked columns of a part and what stands in them.
    async fn now<'p>(
        &self,
        work: &mut Work,
        plan: &'p Plan<'p>,
        part: &'p MarkedCollection,
        lock: Lock,
    ) -> Result<(&'p Planned<'p>, Vec<&'p Column>, std::collections::HashMap<Key, TextRow>), ConnectError>
    {
        let system = &self.0.map.system.id;
        let planned = plan.collections.iter().find(|planned| planned.rules.id == part.collection);
        let planned = planned.ok_or_else(|| ConnectError::MapChanged { system: system.clone() })?;
        let marked = columns(system, &part.table, planned.table, part.set.keys().map(String::as_str))?;
        let keys: Vec<Key> = part.rows.iter().map(|row| row.key.clone()).collect();
        let now = values(work, planned, &keys, &marked, lock).await?;
        Ok((planned, marked, now))
    }

    /// A mark in the form in which the column shows it.
    fn mark(&self, table: &str, column: &Column, value: &str) -> Result<String, ConnectError> {
        canonical(column, value).filter(|_| !column.generated).ok_or_else(|| ConnectError::Constraint {
            system: self.0.map.system.id.clone(),
            table: table.to_owned(),
            reason: format!("“{table}.{}” cannot hold the mark of a restriction", column.name),
        })
    }

    fn marks_or(&self, what: &'static str) -> Result<(), ConnectError> {
        if self.marks() {
            return Ok(());
        }
        Err(ConnectError::Unsupported { system: self.0.map.system.id.clone(), what })
    }
}

fn is_marked(part: &MarkedCollection, marked: &[&Column], now: &[Option<String>]) -> bool {
    let mark = marked.iter().zip(part.set.values()).zip(now);
    mark.into_iter().all(|((column, value), now)| same(column, now.as_deref(), Some(value)))
}
