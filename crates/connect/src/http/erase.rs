//! Carrying an erasure out call by call: children before parents, each call one row, each safe to repeat.
//!
//! There is no transaction over HTTP and none is pretended. Everything is found and decided anew first, so that a
//! second run does what the first left; a stop on the way says how many calls were carried out. Prepared rows
//! that no search finds any more are looked at one by one: gone, done before, or somebody else's by now.

use std::collections::{HashMap, HashSet};

use inventory::map::Collection;
use inventory::order::search_order;
use inventory::plan::KeptRows;
use inventory::{
    Action, Applied, CollectionReceipt, Day, ErasureOrder, Found, Key, PreparedCollection, PreparedErasure,
    Receipt, Terms, attributes, decide,
};
use jiff::tz::TimeZone;

use super::Service;
use super::search::Search;
use super::step::{Seen, Target, is_done};
use crate::error::ConnectError;

/// What became of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Done,
    Gone,
    Pending,
}

impl Service {
    pub(super) async fn prepare(&self, order: &ErasureOrder) -> Result<PreparedErasure, ConnectError> {
        let map = &self.map;
        let followed = self.followed_for(order).await?;
        let search = Search::new(self, &followed.identities);
        let found = match followed.or_nothing(search.map(Some))? {
            Some(search) => search.run().await?.0,
            None => Found { system: map.system.id.clone(), collections: Vec::new() },
        };
        let decided = decide(map, &found, Day::of(order)).map_err(|error| self.rules(&error))?;
        let known = attributes::attributes(map, |id| found.collection(id));
        let named: HashSet<String> = map.references().terms.into_iter().map(|(_, term)| term).collect();
        let terms = order.terms.iter().filter(|(id, _)| named.contains(*id));
        Ok(PreparedErasure {
            system: map.system.id.clone(),
            map: map.fingerprint(),
            today: order.today,
            zone: order.zone.iana_name().unwrap_or("UTC").to_owned(),
            identities: followed.identities,
            terms: terms.map(|(id, term)| (id.clone(), term.clone())).collect::<Terms>(),
            pseudonym: order.pseudonym.clone(),
            attributes: known,
            collections: decided.collections,
            mentions: decided.mentions,
            task: None,
            held: Vec::new(),
            census: None,
        })
    }

    pub(super) async fn carry_out(&self, prepared: &PreparedErasure) -> Result<Receipt, ConnectError> {
        let map = &self.map;
        self.same_map(prepared)?;
        let identities = self.free_of(prepared).await?;
        let found = match Search::new(self, &identities) {
            Ok(search) => search.resuming(prepared).run().await?.0,
            // Nothing led here, or nothing that is free.
            Err(ConnectError::NoIdentity { .. }) if !self.leads.is_empty() => {
                return Ok(Receipt { system: map.system.id.clone(), ..Receipt::default() });
            }
            Err(error) => return Err(error),
        };
        let zone = TimeZone::get(&prepared.zone).unwrap_or(TimeZone::UTC);
        let day = Day { today: prepared.today, zone: &zone, terms: &prepared.terms };
        let decided = decide(map, &found, day).map_err(|error| self.rules(&error))?;
        let decided = prepared.spare(decided);
        let mut counts: HashMap<&str, CollectionReceipt> = HashMap::new();
        let (mut done, mut pending) = (0, false);
        let order: Vec<&Collection> =
            search_order(map).into_iter().flatten().filter_map(|place| map.collections.get(place)).collect();
        for collection in order.into_iter().rev() {
            let now = decided.collections.iter().find(|part| part.collection == collection.id);
            let before = prepared.collections.iter().find(|part| part.collection == collection.id);
            let result = self.erase_collection(collection, now, before, prepared, &mut done).await;
            let (receipt, waits) = result.map_err(|cause| interrupted(&map.system.id, cause, done))?;
            pending |= waits;
            counts.extend(receipt.map(|receipt| (collection.id.as_str(), receipt)));
        }
        if pending {
            return Err(ConnectError::Pending { system: map.system.id.clone() });
        }
        let collections =
            map.collections.iter().filter_map(|collection| counts.remove(collection.id.as_str()));
        Ok(Receipt {
            system: map.system.id.clone(),
            collections: collections.collect(),
            mentions: decided.mentions,
            residue: None,
            task: None,
        })
    }

    async fn erase_collection(
        &self,
        collection: &Collection,
        now: Option<&PreparedCollection>,
        before: Option<&PreparedCollection>,
        prepared: &PreparedErasure,
        done: &mut u64,
    ) -> Result<(Option<CollectionReceipt>, bool), ConnectError> {
        if now.is_none() && before.is_none() {
            return Ok((None, false));
        }
        let mut counts = CollectionReceipt {
            collection: collection.id.clone(),
            table: collection.table.clone(),
            ..CollectionReceipt::default()
        };
        let mut kept = KeptRows::default();
        let mut pending = false;
        let known: HashSet<&Key> = rows(before).map(|(_, key)| key).collect();
        for (action, key) in rows(now) {
            let outcome = self.erase_row(collection, action, key, prepared, done).await?;
            match (outcome, action) {
                (Outcome::Gone, _) => counts.gone += 1,
                (Outcome::Pending, _) => pending = true,
                (Outcome::Done, Action::Delete) => counts.deleted += 1,
                (Outcome::Done, Action::Anonymise { .. }) => counts.anonymised += 1,
                (Outcome::Done, _) => kept.add(action, 1, Some(collection)),
            }
            counts.appeared += u64::from(!known.contains(key));
        }
        let found: HashSet<&Key> = rows(now).map(|(_, key)| key).collect();
        for (action, key) in rows(before).filter(|(_, key)| !found.contains(key)) {
            self.account(collection, (action, key), prepared, &mut counts, &mut kept).await?;
        }
        counts.kept = kept.finish();
        Ok((Some(counts), pending))
    }

    async fn erase_row(
        &self,
        collection: &Collection,
        action: &Action,
        key: &Key,
        prepared: &PreparedErasure,
        done: &mut u64,
    ) -> Result<Outcome, ConnectError> {
        let Some(calls) = self.calls(collection).filter(|_| action.writes()) else {
            return Ok(Outcome::Done);
        };
        if calls.with.is_some() {
            return Ok(Outcome::Done);
        }
        let target = Target { collection, calls, key, prepared: Some(prepared) };
        let waits = calls.look.as_ref().is_some_and(|look| !look.pending.is_empty());
        if waits {
            match self.look(target).await? {
                Some(Seen::Gone) => return Ok(Outcome::Done),
                Some(Seen::Pending) => return Ok(Outcome::Pending),
                Some(Seen::Unknown | Seen::There(_)) | None => {}
            }
        }
        let missing = |what: &str| {
            let reason = format!("“{}” needs a call to {what} a row, and none is declared", collection.id);
            ConnectError::Rules { system: self.map.system.id.clone(), reason }
        };
        let there = match action.changes() {
            Some(changes) => {
                let call = calls.change.as_ref().ok_or_else(|| missing("change"))?;
                self.change(call, target, changes).await?
            }
            None => self.act(calls.delete.as_ref().ok_or_else(|| missing("delete"))?, target).await?,
        };
        *done += 1;
        if waits {
            return match self.look(target).await? {
                Some(Seen::Gone) => Ok(Outcome::Done),
                Some(Seen::There(_)) => {
                    Err(self.transport.odd("it took the erasure on and did not carry it out"))
                }
                Some(Seen::Pending | Seen::Unknown) | None => Ok(Outcome::Pending),
            };
        }
        Ok(if there { Outcome::Done } else { Outcome::Gone })
    }

    /// A prepared row that no search finds any more.
    async fn account(
        &self,
        collection: &Collection,
        (action, key): (&Action, &Key),
        prepared: &PreparedErasure,
        counts: &mut CollectionReceipt,
        kept: &mut KeptRows,
    ) -> Result<(), ConnectError> {
        let Some(calls) = self.calls(collection) else { return Ok(()) };
        let target = Target { collection, calls, key, prepared: Some(prepared) };
        match (self.look(target).await?, action.changes()) {
            (Some(Seen::There(row)), Some(changes))
                if is_done(calls.change.as_ref(), target, &row, changes) =>
            {
                match action {
                    Action::Anonymise { .. } => counts.anonymised += 1,
                    _ => kept.add(action, 1, Some(collection)),
                }
            }
            (Some(Seen::There(_)), _) => counts.not_theirs += 1,
            _ => counts.gone += 1,
        }
        Ok(())
    }

    /// Looks again at everything that was to go or change.
    pub(super) async fn verify(&self, prepared: &PreparedErasure) -> Result<Applied, ConnectError> {
        self.same_map(prepared)?;
        let mut unseen = Vec::new();
        let mut any = false;
        for part in &prepared.collections {
            let Some(collection) = self.map.collection(&part.collection) else { continue };
            // What goes with its parent is gone when that is.
            let Some(calls) = self.calls(collection).filter(|calls| calls.with.is_none()) else { continue };
            for (action, key) in rows(Some(part)).filter(|(action, _)| action.writes()) {
                any = true;
                let target = Target { collection, calls, key, prepared: Some(prepared) };
                match (self.look(target).await?, action.changes()) {
                    (Some(Seen::Gone), _) => {}
                    (Some(Seen::There(row)), Some(changes))
                        if is_done(calls.change.as_ref(), target, &row, changes) => {}
                    (Some(_), _) => return Ok(Applied::NotApplied),
                    (None, _) if calls.assumed => return Ok(Applied::NotApplied),
                    (None, _) => unseen.push((collection.id.as_str(), key)),
                }
            }
        }
        if !any {
            return Ok(Applied::Empty);
        }
        if !unseen.is_empty() {
            let (found, _) = Search::new(self, &prepared.identities)?.run().await?;
            let there = |(id, key): &(&str, &Key)| {
                found.collection(id).is_some_and(|part| part.rows.iter().any(|row| row.key == **key))
            };
            if unseen.iter().any(there) {
                return Ok(Applied::NotApplied);
            }
        }
        Ok(Applied::Applied)
    }

    fn same_map(&self, prepared: &PreparedErasure) -> Result<(), ConnectError> {
        if prepared.system == self.map.system.id && prepared.map == self.map.fingerprint() {
            return Ok(());
        }
        Err(ConnectError::MapChanged { system: self.map.system.id.clone() })
    }

    fn rules(&self, error: &inventory::DecideError) -> ConnectError {
        ConnectError::Rules { system: self.map.system.id.clone(), reason: error.to_string() }
    }
}

fn rows(part: Option<&PreparedCollection>) -> impl Iterator<Item = (&Action, &Key)> {
    let groups = part.into_iter().flat_map(|part| &part.groups);
    groups.flat_map(|group| group.rows.iter().map(move |row| (&group.action, &row.key)))
}

/// A stop after something was done, or when nobody knows whether it was, says so.
fn interrupted(system: &str, cause: ConnectError, done: u64) -> ConnectError {
    let unknown = matches!(cause, ConnectError::Timeout { .. } | ConnectError::Unreachable { .. });
    if done == 0 && !unknown {
        return cause;
    }
    ConnectError::Interrupted { system: system.to_owned(), done, cause: Box::new(cause) }
}
