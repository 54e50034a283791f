//! Carrying an erasure out: one transaction, in which everything is found and decided anew, checked, and only
//! then written.
//!
//! Finding again inside the transaction is what makes an old preparation safe: rows that appeared since are
//! treated by the same rules, rows that somebody else owns by now are left, and the children of rows that are
//! gone are still found by what the preparation remembers of them. [`orders`] says what to write, [`checks`]
//! refuses what the database would refuse (or silently widen) before the first write, [`write`] writes set by
//! set, [`values`] computes what is rewritten.

pub(super) mod checks;
mod levels;
pub(super) mod orders;
pub(super) mod owners;
pub(super) mod values;
pub(super) mod write;

use std::collections::{HashMap, HashSet};

use inventory::plan::KeptRows;
use inventory::{
    Action, CollectionReceipt, DataMap, Day, Decided, Key, Mention, MentionAction, PreparedErasure, Receipt,
    decide,
};
use jiff::tz::TimeZone;

use self::orders::Orders;
use self::values::Person;
use super::SqlConnector;
use super::pool::Intent;
use super::search::plan::{Plan, Purpose};
use super::search::{Lost, Search, given};
use crate::error::ConnectError;

impl SqlConnector {
    pub(super) async fn carry_out(&self, prepared: &PreparedErasure) -> Result<Receipt, ConnectError> {
        let map = &self.0.map;
        if prepared.system != map.system.id || prepared.map != map.fingerprint() {
            return Err(ConnectError::MapChanged { system: map.system.id.clone() });
        }
        let given = given(map, &prepared.identities)?;
        let (mut work, schema) = self.begin(Intent::Write).await?;
        let plan = Plan::new(map, &schema, self.0.pool.engine(), Purpose::Erasure)?;
        let mut search = Search::new(&plan, &given, Some(prepared));
        search.run(&mut work, None).await?;
        let (found, lost) = search.finish();
        let zone = TimeZone::get(&prepared.zone).unwrap_or(TimeZone::UTC);
        let day = Day { today: prepared.today, zone: &zone, terms: &prepared.terms };
        let decided = decide(map, &found, day).map_err(|error| self.rules(&error))?;
        let decided = prepared.spare(decided);
        let person = Person::new(map, prepared);
        // What refers to what may have changed since the structure was read; a new reference that cascades
        // would delete rows that nobody decided about.
        let schema = self.with_references(&mut work, schema.clone()).await?;
        let orders = Orders::new(map, &schema, &decided, &person)?;
        checks::check(&mut work, &schema, map, &orders).await?;
        owners::check(&mut work, &plan, &found, |_| true).await?;
        write::write(&mut work, &schema, map, &orders, &person).await?;
        work.commit().await?;
        let mut receipt = receipt(map, prepared, &decided, &lost);
        // The erasure is done: what a search of the text says comes on top, and may be asked for again.
        let done = PreparedErasure {
            collections: decided.collections,
            mentions: receipt.mentions.clone(),
            ..prepared.clone()
        };
        receipt.residue = self.search_residue(&done).await.unwrap_or_default();
        Ok(receipt)
    }
}

fn receipt(
    map: &DataMap,
    prepared: &PreparedErasure,
    decided: &Decided,
    lost: &HashMap<String, Lost>,
) -> Receipt {
    let mut collections: Vec<CollectionReceipt> = Vec::new();
    for part in &decided.collections {
        let rules = map.collection(&part.collection);
        let before = prepared.collections.iter().find(|before| before.collection == part.collection);
        let known: HashSet<&Key> = before
            .iter()
            .flat_map(|before| &before.groups)
            .flat_map(|group| &group.rows)
            .map(|row| &row.key)
            .collect();
        let mut counts = CollectionReceipt {
            collection: part.collection.clone(),
            table: part.table.clone(),
            ..CollectionReceipt::default()
        };
        let mut kept = KeptRows::default();
        for group in &part.groups {
            let rows = group.rows.len() as u64;
            match &group.action {
                Action::Delete => counts.deleted += rows,
                Action::Anonymise { .. } => counts.anonymised += rows,
                Action::Hold { .. } | Action::Keep { .. } => kept.add(&group.action, rows, rules),
            }
            counts.appeared += group.rows.iter().filter(|row| !known.contains(&row.key)).count() as u64;
        }
        counts.kept = kept.finish();
        collections.push(counts);
    }
    for (id, lost) in lost {
        let known = collections.iter_mut().find(|counts| counts.collection == *id);
        if let Some(counts) = known {
            counts.gone = lost.gone;
            counts.not_theirs = lost.not_theirs;
        } else if let Some(rules) = map.collection(id) {
            collections.push(CollectionReceipt {
                collection: id.clone(),
                table: rules.table.clone(),
                gone: lost.gone,
                not_theirs: lost.not_theirs,
                ..CollectionReceipt::default()
            });
        }
    }
    Receipt {
        system: map.system.id.clone(),
        collections,
        mentions: mentions(prepared, decided),
        residue: None,
        task: None,
    }
}

/// What was done with mentions now, and the texts that the preparation listed.
fn mentions(prepared: &PreparedErasure, decided: &Decided) -> Vec<Mention> {
    let mut mentions = decided.mentions.clone();
    let known: HashSet<(String, Key, String)> = mentions
        .iter()
        .map(|mention| (mention.table.clone(), mention.key.clone(), mention.column.clone()))
        .collect();
    let listed = prepared.mentions.iter().filter(|mention| {
        mention.action == MentionAction::Report
            && !known.contains(&(mention.table.clone(), mention.key.clone(), mention.column.clone()))
    });
    mentions.extend(listed.cloned());
    mentions
}
