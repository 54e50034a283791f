//! Carrying an erasure out: one transaction, in which everything is found and decided anew, checked, and only
//! then written.
//!
//! Finding again inside the transaction is what makes an old preparation safe: rows that appeared since are
//! treated by the same rules, rows that somebody else owns by now are left, and the children of rows that are
//! gone are still found by what the preparation remembers of them. Where the database can tell that nothing has
//! changed since (see [`super::search`]), what was prepared is carried out as it stands. [`orders`] says what to write, [`checks`]
//! refuses what the database would refuse (or silently widen) before the first write, [`write`] writes set by
//! set, or [`together`] at once, [`values`] computes what is rewritten, [`computed`] looks at what follows by itself, [`late`] erases what the
//! writing itself set off.

pub(super) mod checks;
mod computed;
mod late;
mod levels;
pub(super) mod orders;
pub(super) mod owners;
mod together;
pub(super) mod values;
pub(super) mod write;

use std::collections::{HashMap, HashSet};

use inventory::plan::KeptRows;
use inventory::{
    Action, CollectionReceipt, DataMap, Day, Decided, Found, Key, Mention, MentionAction, PreparedCollection,
    PreparedErasure, Receipt, decide,
};
use jiff::tz::TimeZone;

use self::orders::Orders;
use self::values::Person;
use super::SqlConnector;
use super::dialect::table_name;
use super::pool::{Intent, Work};
use super::schema::Schema;
use super::search::plan::{Plan, Purpose};
use super::search::{Given, Lost, Search, given};
use super::statement::Statement;
use crate::error::ConnectError;

impl SqlConnector {
    pub(super) async fn carry_out(&self, prepared: &PreparedErasure) -> Result<Receipt, ConnectError> {
        let mut hurried = false;
        match self.carry_out_by(prepared, Some(&mut hurried)).await {
            // It was rolled back. Row by row it goes through, or says which table it is about.
            Err(error)
                if hurried && (!error.retryable() || matches!(error, ConnectError::Changed { .. })) =>
            {
                self.carry_out_by(prepared, None).await
            }
            done => done,
        }
    }

    /// Carries out, with short cuts where there are any: `hurried` says then that one was taken. None: without.
    async fn carry_out_by(
        &self,
        prepared: &PreparedErasure,
        hurried: Option<&mut bool>,
    ) -> Result<Receipt, ConnectError> {
        let map = &self.0.map;
        if prepared.system != map.system.id || prepared.map != self.0.fingerprint {
            return Err(ConnectError::MapChanged { system: map.system.id.clone() });
        }
        let given = given(map, &prepared.identities)?;
        let (mut work, schema) = self.begin(Intent::Write).await?;
        let plan = self.lay(&schema, Purpose::Erasure)?;
        let unchanged = plan.unchanged(&mut work, &given, prepared).await?;
        let anew = if unchanged.rows {
            None
        } else {
            Some(self.decide_anew(&mut work, &plan, &given, prepared).await?)
        };
        let person = Person::new(map, prepared);
        // What refers to what may have changed since the structure was read; a new reference that cascades
        // would delete rows that nobody decided about.
        let schema = if unchanged.references {
            schema.clone()
        } else {
            self.with_references(&mut work, schema.clone()).await?
        };
        let (rows, mentions) = match &anew {
            Some(anew) => (&anew.decided.collections, &anew.decided.mentions),
            None => (&prepared.collections, &prepared.mentions),
        };
        let mut orders = Orders::new(map, &schema, rows, mentions, &person)?;
        if anew.is_none() && hurried.is_some() {
            orders.reach(&plan, prepared);
        }
        checks::check(&mut work, &schema, map, &orders).await?;
        if let Some(anew) = &anew {
            owners::check(&mut work, &plan, &anew.found, |_| true).await?;
        }
        self.write(&mut work, &schema, &orders, &person, hurried).await?;
        computed::check(&mut work, &orders, &person).await?;
        let mut receipt = receipt(map, prepared, anew.as_ref());
        if orders.tables.iter().any(|table| schema.triggered.contains(&table.name)) {
            let asked =
                late::Asked { plan: &plan, schema: &schema, given: &given, prepared, person: &person };
            self.erase_late(&mut work, &asked, (rows, mentions), &mut receipt).await?;
        }
        refresh(&mut work, &schema, map).await?;
        work.commit().await?;
        if map.system.residue_scan {
            // The erasure is done: what a search of the text says comes on top, and may be asked for again.
            let done = PreparedErasure {
                collections: rows.clone(),
                mentions: receipt.mentions.clone(),
                ..prepared.clone()
            };
            receipt.residue = self.search_residue(&done).await.unwrap_or_default();
        }
        Ok(receipt)
    }

    async fn write(
        &self,
        work: &mut Work,
        schema: &Schema,
        orders: &Orders<'_>,
        person: &Person,
        hurried: Option<&mut bool>,
    ) -> Result<(), ConnectError> {
        if let Some(hurried) = hurried {
            *hurried = true;
            if self.write_together(work, schema, orders, person).await? {
                return Ok(());
            }
            *hurried = orders.tables.iter().any(|table| table.reach.is_some());
        }
        write::write(work, schema, (&self.0.map, &self.0.order), orders, person).await
    }

    async fn decide_anew(
        &self,
        work: &mut Work,
        plan: &Plan<'_>,
        given: &[Given],
        prepared: &PreparedErasure,
    ) -> Result<Anew, ConnectError> {
        let mut search = Search::new(plan, given, Some(prepared));
        search.run(work, None).await?;
        search.look_for_others(work).await?;
        let (found, lost) = search.finish();
        let zone = TimeZone::get(&prepared.zone).unwrap_or(TimeZone::UTC);
        let day = Day { today: prepared.today, zone: &zone, terms: &prepared.terms };
        let decided = decide(&self.0.map, &found, day).map_err(|error| self.rules(&error))?;
        Ok(Anew { decided: prepared.spare(decided), found, lost })
    }
}

/// Builds the copies anew that the map names: what was written shows in them too.
pub(in crate::sql) async fn refresh(
    work: &mut Work,
    schema: &Schema,
    map: &DataMap,
) -> Result<(), ConnectError> {
    for name in &map.system.refresh {
        let Some(copy) = schema.copies.get(name) else {
            let (system, table) = (map.system.id.clone(), name.clone());
            return Err(ConnectError::SchemaDiffers { system, table, column: None });
        };
        let sql = format!("REFRESH MATERIALIZED VIEW {}", table_name(work.engine(), copy));
        work.execute(Statement::new(work.engine(), sql), name).await?;
    }
    Ok(())
}

/// What was found and decided once more, because something has changed since the preparation or may have.
struct Anew {
    found: Found,
    lost: HashMap<String, Lost>,
    decided: Decided,
}

fn receipt(map: &DataMap, prepared: &PreparedErasure, anew: Option<&Anew>) -> Receipt {
    let rows = anew.map_or(&prepared.collections, |anew| &anew.decided.collections);
    let mut collections: Vec<CollectionReceipt> =
        rows.iter().map(|part| counts(map, part, anew.map(|_| prepared))).collect();
    for (id, lost) in anew.iter().flat_map(|anew| &anew.lost) {
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
        mentions: anew.map_or_else(|| prepared.mentions.clone(), |anew| mentions(prepared, &anew.decided)),
        residue: None,
        task: None,
    }
}

/// What was done in one collection; `before` is given when there may be rows that it does not have.
fn counts(map: &DataMap, part: &PreparedCollection, before: Option<&PreparedErasure>) -> CollectionReceipt {
    let rules = map.collection(&part.collection);
    let known: Option<HashSet<&Key>> = before.map(|before| {
        let same = before.collections.iter().filter(|before| before.collection == part.collection);
        same.flat_map(|before| &before.groups).flat_map(|group| &group.rows).map(|row| &row.key).collect()
    });
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
        if let Some(known) = &known {
            counts.appeared += group.rows.iter().filter(|row| !known.contains(&row.key)).count() as u64;
        }
    }
    counts.kept = kept.finish();
    counts
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
