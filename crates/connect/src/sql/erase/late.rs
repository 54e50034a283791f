//! What the erasure itself set off: a trigger that writes the row as it was into a log of changes.
//!
//! Only where a table that was written to has triggers. Everything is then found once more in the same transaction;
//! rows that were not there before are decided and erased by the same rules, until nothing new appears.

use std::collections::HashSet;

use inventory::{
    CollectionReceipt, DataMap, Day, Decided, Key, Mention, PreparedCollection, PreparedErasure, Receipt,
    decide,
};
use jiff::tz::TimeZone;

use super::orders::Orders;
use super::values::Person;
use super::{checks, computed, counts, write};
use crate::error::ConnectError;
use crate::sql::SqlConnector;
use crate::sql::pool::Work;
use crate::sql::schema::Schema;
use crate::sql::search::plan::Plan;
use crate::sql::search::{Given, Search};

/// How often writing may set off more writing.
const ROUNDS: usize = 3;

/// What is being erased.
pub(super) struct Asked<'a> {
    pub(super) plan: &'a Plan<'a>,
    pub(super) schema: &'a Schema,
    pub(super) given: &'a [Given],
    pub(super) prepared: &'a PreparedErasure,
    pub(super) person: &'a Person,
}

/// Rows and mentions that have been judged.
#[derive(Default)]
struct Judged {
    rows: HashSet<(String, Key)>,
    mentions: HashSet<(String, Key, String)>,
}

impl Judged {
    fn add(&mut self, rows: &[PreparedCollection], mentions: &[Mention]) {
        for part in rows {
            let keys = part.groups.iter().flat_map(|group| &group.rows);
            self.rows.extend(keys.map(|row| (part.table.clone(), row.key.clone())));
        }
        let places = mentions.iter();
        self.mentions
            .extend(places.map(|found| (found.table.clone(), found.key.clone(), found.column.clone())));
    }

    /// Leaves what is new.
    fn new_of(&self, mut decided: Decided) -> Decided {
        for part in &mut decided.collections {
            let table = part.table.clone();
            for group in &mut part.groups {
                group.rows.retain(|row| !self.rows.contains(&(table.clone(), row.key.clone())));
            }
            part.groups.retain(|group| !group.rows.is_empty());
        }
        decided.collections.retain(|part| !part.groups.is_empty());
        decided.mentions.retain(|found| {
            !self.rows.contains(&(found.table.clone(), found.key.clone()))
                && !self.mentions.contains(&(found.table.clone(), found.key.clone(), found.column.clone()))
        });
        decided
    }
}

impl SqlConnector {
    /// Erases what appeared because of what was written.
    ///
    /// # Errors
    /// Every round sets off another one; or what stands for any erasure.
    pub(super) async fn erase_late(
        &self,
        work: &mut Work,
        asked: &Asked<'_>,
        (rows, mentions): (&[PreparedCollection], &[Mention]),
        receipt: &mut Receipt,
    ) -> Result<(), ConnectError> {
        let map = &self.0.map;
        let mut judged = Judged::default();
        judged.add(rows, mentions);
        for _ in 0..ROUNDS {
            let late = judged.new_of(self.decide_late(work, asked).await?);
            if late.collections.is_empty() && late.mentions.is_empty() {
                return Ok(());
            }
            let orders = Orders::new(map, asked.schema, &late.collections, &late.mentions, asked.person)?;
            checks::check(work, asked.schema, map, &orders).await?;
            write::write(work, asked.schema, (map, &self.0.order), &orders, asked.person).await?;
            computed::check(work, &orders, asked.person).await?;
            judged.add(&late.collections, &late.mentions);
            add(receipt, map, &late);
            if !orders.tables.iter().any(|table| asked.schema.triggered.contains(&table.name)) {
                return Ok(());
            }
        }
        let table = rows.first().map(|part| part.table.clone()).unwrap_or_default();
        let reason = "triggers write the person down again each time that their rows are erased".to_owned();
        Err(ConnectError::Constraint { system: map.system.id.clone(), table, reason })
    }

    async fn decide_late(&self, work: &mut Work, asked: &Asked<'_>) -> Result<Decided, ConnectError> {
        let mut search = Search::new(asked.plan, asked.given, Some(asked.prepared));
        search.erased = true;
        search.run(work, None).await?;
        search.look_for_others(work).await?;
        let (found, _) = search.finish();
        let prepared = asked.prepared;
        let zone = TimeZone::get(&prepared.zone).unwrap_or(TimeZone::UTC);
        let day = Day { today: prepared.today, zone: &zone, terms: &prepared.terms };
        let decided = decide(&self.0.map, &found, day).map_err(|error| self.rules(&error))?;
        Ok(prepared.spare(decided))
    }
}

/// Counts what was done besides.
fn add(receipt: &mut Receipt, map: &DataMap, late: &Decided) {
    for part in &late.collections {
        let counts = counts(map, part, None);
        let appeared = part.groups.iter().map(|group| group.rows.len() as u64).sum::<u64>();
        let known = receipt.collections.iter_mut().find(|known| known.collection == counts.collection);
        if let Some(known) = known {
            known.deleted += counts.deleted;
            known.anonymised += counts.anonymised;
            known.appeared += appeared;
            known.kept.extend(counts.kept);
        } else {
            receipt.collections.push(CollectionReceipt { appeared, ..counts });
        }
    }
    receipt.mentions.extend(late.mentions.iter().cloned());
}
