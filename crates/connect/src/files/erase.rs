//! Taking files away, one by one, and only what nobody else refers to.
//!
//! The systems that lead here are erased first: what they led to was written down at the preparation, with the
//! identities in it, and is looked for by those. A file goes when no row holds its reference any more. While rows of
//! the person still do, the systems before this one are not done and this one waits; when only others do, it stays,
//! and the receipt says why. The map may have changed in between: the identities written down still hold, and the
//! patterns of today say where their files are.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use inventory::map::Collection;
use inventory::plan::KeptRows;
use inventory::{
    Action, Applied, CollectionReceipt, Day, Decided, ErasureOrder, Key, PreparedCollection, PreparedErasure,
    PreparedGroup, Receipt, Terms, decide,
};
use jiff::tz::TimeZone;
use kernel::Text;

use super::Files;
use super::search::Searched;
use crate::error::ConnectError;
use crate::leads::Held;

impl Files {
    pub(super) async fn prepare(&self, order: &ErasureOrder) -> Result<PreparedErasure, ConnectError> {
        self.place.erases().await?;
        let (followed, searched) = self.follow_and_search(&order.identities).await?;
        let mut decided = self.decide(&searched, Day::of(order))?;
        let standing = self.leads.standing(&all(&searched)).await?;
        let released = self.leads.released(order).await?;
        let others =
            |held: &Held| standing.get(held).copied().unwrap_or(0) > released.get(held).copied().unwrap_or(0);
        keep(&mut decided, |path| searched.led.get(path).is_some_and(|led| led.iter().any(others)));
        let named: HashSet<String> = self.map.references().terms.into_iter().map(|(_, term)| term).collect();
        let terms = order.terms.iter().filter(|(id, _)| named.contains(*id));
        Ok(PreparedErasure {
            system: self.map.system.id.clone(),
            map: self.map.fingerprint(),
            today: order.today,
            zone: order.zone.iana_name().unwrap_or("UTC").to_owned(),
            identities: followed.identities,
            terms: terms.map(|(id, term)| (id.clone(), term.clone())).collect::<Terms>(),
            pseudonym: order.pseudonym.clone(),
            attributes: Vec::new(),
            collections: decided.collections,
            mentions: Vec::new(),
            task: None,
            held: Vec::new(),
            census: None,
        })
    }

    pub(super) async fn carry_out(&self, prepared: &PreparedErasure) -> Result<Receipt, ConnectError> {
        self.same_system(prepared)?;
        self.place.erases().await?;
        let searched = self.search(&prepared.identities, &BTreeMap::new()).await?;
        let zone = TimeZone::get(&prepared.zone).unwrap_or(TimeZone::UTC);
        let day = Day { today: prepared.today, zone: &zone, terms: &prepared.terms };
        let mut decided = prepared.spare(self.decide(&searched, day)?);
        let kept: HashSet<&str> = prepared_rows(prepared, |action| !matches!(action, Action::Delete));
        let goes: HashSet<&str> = prepared_rows(prepared, |action| matches!(action, Action::Delete));
        let standing = self.leads.standing(&all(&searched)).await?;
        self.wait_for_sources(prepared, &searched, &goes, &standing).await?;
        let referred = |held: &Held| standing.get(held).copied().unwrap_or(0) > 0;
        keep(&mut decided, |path| {
            kept.contains(path) || searched.led.get(path).is_some_and(|led| led.iter().any(referred))
        });
        let mut collections = Vec::new();
        let mut done = 0;
        for collection in &self.map.collections {
            let now = decided.collections.iter().find(|part| part.collection == collection.id);
            let before = prepared.collections.iter().find(|part| part.collection == collection.id);
            if now.is_none() && before.is_none() {
                continue;
            }
            let receipt = self.take_away(collection, now, before, &searched, &mut done).await;
            collections.push(receipt.map_err(|cause| interrupted(&self.map.system.id, cause, done))?);
        }
        Ok(Receipt { system: self.map.system.id.clone(), collections, ..Receipt::default() })
    }

    async fn take_away(
        &self,
        collection: &Collection,
        now: Option<&PreparedCollection>,
        before: Option<&PreparedCollection>,
        searched: &Searched,
        done: &mut u64,
    ) -> Result<CollectionReceipt, ConnectError> {
        let mut counts = CollectionReceipt {
            collection: collection.id.clone(),
            table: collection.table.clone(),
            ..CollectionReceipt::default()
        };
        let mut kept = KeptRows::default();
        let known: HashSet<&Key> = rows(before).map(|(_, key)| key).collect();
        for (action, key) in rows(now) {
            counts.appeared += u64::from(!known.contains(key));
            if !matches!(action, Action::Delete) {
                kept.add(action, 1, Some(collection));
                continue;
            }
            let path = key.0.first().map_or("", String::as_str);
            let own = searched.own.get(path).copied().unwrap_or(usize::MAX);
            if self.place.remove(path, own).await? {
                counts.deleted += 1;
                *done += 1;
            } else {
                counts.gone += 1;
            }
        }
        let found: HashSet<&Key> = rows(now).map(|(_, key)| key).collect();
        counts.gone += rows(before).filter(|(_, key)| !found.contains(key)).count() as u64;
        counts.kept = kept.finish();
        Ok(counts)
    }

    /// At the preparation every reference to these files was the person's and about to go. One that is still there,
    /// and still the person's, says that the systems before this one are not done.
    async fn wait_for_sources(
        &self,
        prepared: &PreparedErasure,
        searched: &Searched,
        goes: &HashSet<&str>,
        standing: &HashMap<Held, u64>,
    ) -> Result<(), ConnectError> {
        let led = searched.led.iter().filter(|(path, _)| goes.contains(path.as_str()));
        let referred: BTreeSet<&Held> =
            led.flat_map(|(_, led)| led).filter(|held| standing.contains_key(*held)).collect();
        if referred.is_empty() {
            return Ok(());
        }
        let followed = self.leads.follow(&prepared.identities).await?;
        if referred.into_iter().any(|held| followed.held.contains(held)) {
            return Err(ConnectError::Pending { system: self.map.system.id.clone() });
        }
        Ok(())
    }

    pub(super) async fn verify(&self, prepared: &PreparedErasure) -> Result<Applied, ConnectError> {
        self.same_system(prepared)?;
        let goes = prepared_rows(prepared, |action| matches!(action, Action::Delete));
        if goes.is_empty() {
            return Ok(Applied::Empty);
        }
        // All of them, whatever is found first: a place that cannot be looked at makes the whole answer unknown.
        let mut left = false;
        for path in goes {
            left |= self.place.stat(path).await?.is_some();
        }
        Ok(if left { Applied::NotApplied } else { Applied::Applied })
    }

    fn decide(&self, searched: &Searched, day: Day<'_>) -> Result<Decided, ConnectError> {
        decide(&self.map, &searched.found, day).map_err(|error| ConnectError::Rules {
            system: self.map.system.id.clone(),
            reason: error.to_string(),
        })
    }

    fn same_system(&self, prepared: &PreparedErasure) -> Result<(), ConnectError> {
        if prepared.system == self.map.system.id {
            return Ok(());
        }
        Err(ConnectError::MapChanged { system: self.map.system.id.clone() })
    }
}

/// Every value that led to a file.
fn all(searched: &Searched) -> BTreeSet<Held> {
    searched.led.values().flatten().cloned().collect()
}

/// Moves the files that are still referred to from what goes to what stays.
fn keep(decided: &mut Decided, referred: impl Fn(&str) -> bool) {
    for part in &mut decided.collections {
        let mut stays = Vec::new();
        for group in part.groups.iter_mut().filter(|group| matches!(group.action, Action::Delete)) {
            let path = |key: &Key| key.0.first().is_some_and(|path| referred(path));
            let (kept, goes) = std::mem::take(&mut group.rows).into_iter().partition(|row| path(&row.key));
            group.rows = goes;
            stays.extend::<Vec<_>>(kept);
        }
        part.groups.retain(|group| !group.rows.is_empty());
        if !stays.is_empty() {
            let action = Action::Keep { reason: Some(shared()), until: None };
            part.groups.push(PreparedGroup { action, rows: stays });
        }
    }
}

/// Why a file stays that is the person's, as the person is told.
fn shared() -> Text {
    Text {
        nl: "er verwijst nog iets anders naar hetzelfde bestand: iets van een ander, of een gegeven dat bewaard blijft"
            .to_owned(),
        en: "something else still refers to the same file: something of another person, or data that are kept"
            .to_owned(),
    }
}

fn prepared_rows(prepared: &PreparedErasure, is: impl Fn(&Action) -> bool) -> HashSet<&str> {
    let parts = prepared.collections.iter().flat_map(|part| rows(Some(part)));
    parts.filter(|(action, _)| is(action)).filter_map(|(_, key)| key.0.first().map(String::as_str)).collect()
}

fn rows(part: Option<&PreparedCollection>) -> impl Iterator<Item = (&Action, &Key)> {
    let groups = part.into_iter().flat_map(|part| &part.groups);
    groups.flat_map(|group| group.rows.iter().map(move |row| (&group.action, &row.key)))
}

/// A stop after something was done says so.
fn interrupted(system: &str, cause: ConnectError, done: u64) -> ConnectError {
    if done == 0 {
        return cause;
    }
    ConnectError::Interrupted { system: system.to_owned(), done, cause: Box::new(cause) }
}
