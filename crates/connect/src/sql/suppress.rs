//! Exclusion lists: putting somebody on them, asking whether they stand there, and taking off what we put there.

use std::collections::BTreeSet;

use inventory::identity::{Normalise, normalise};
use inventory::map::Exclusion;
use inventory::{Entry, Identity, ListCounts, SuppressionOrder, SuppressionReceipt};
use jiff::Timestamp;

use super::SqlConnector;
use super::dialect::{canonical, hash_writings, push_in, push_typed, table_name};
use super::folded::push_folded;
use super::keyed::columns;
use super::pool::{Intent, Work};
use super::schema::{Column, Kind, Schema, Table};
use super::search::given;
use super::statement::Statement;
use crate::error::ConnectError;

impl SqlConnector {
    pub(super) async fn put_on_lists(
        &self,
        order: &SuppressionOrder,
    ) -> Result<SuppressionReceipt, ConnectError> {
        self.lists(&order.identities, Some(order.now)).await
    }

    pub(super) async fn on_lists(&self, identities: &[Identity]) -> Result<SuppressionReceipt, ConnectError> {
        self.lists(identities, None).await
    }

    /// Takes these identities off the lists named. What does not stand there any more was taken off by somebody else.
    pub(super) async fn take_off_lists(&self, entries: &[Entry]) -> Result<SuppressionReceipt, ConnectError> {
        let map = &self.0.map;
        let system = &map.system.id;
        let mut receipt = SuppressionReceipt { system: system.clone(), ..SuppressionReceipt::default() };
        if entries.is_empty() {
            return Ok(receipt);
        }
        let (mut work, schema) = self.begin(Intent::Write).await?;
        self.writable(&schema)?;
        for exclusion in &map.exclusions {
            let steps = map.identity(&exclusion.kind).map_or(&[][..], |rule| rule.normalise.as_slice());
            let ours = entries
                .iter()
                .filter(|entry| entry.list == exclusion.id && entry.identity.kind == exclusion.kind);
            let values: BTreeSet<String> =
                ours.map(|entry| normalise(&entry.identity.value, steps)).collect();
            if values.is_empty() {
                continue;
            }
            let list = List::new(system, &schema, exclusion)?;
            let mut counts = ListCounts { list: exclusion.id.clone(), ..ListCounts::default() };
            for value in values {
                if list.holds(&mut work, &value, steps).await? {
                    list.remove(&mut work, &value, steps).await?;
                    counts.removed += 1;
                } else {
                    counts.missing += 1;
                }
            }
            receipt.lists.push(counts);
        }
        work.commit().await?;
        Ok(receipt)
    }

    /// Puts a new value on the lists of a kind that hold an old one. Lists that do not are left out.
    pub(super) async fn follow(
        &self,
        work: &mut Work,
        schema: &Schema,
        kind: &str,
        (old, new): (&BTreeSet<&str>, &str),
        now: Timestamp,
    ) -> Result<Vec<ListCounts>, ConnectError> {
        let map = &self.0.map;
        let steps = map.identity(kind).map_or(&[][..], |rule| rule.normalise.as_slice());
        let mut lists = Vec::new();
        for exclusion in map.exclusions.iter().filter(|exclusion| exclusion.kind == kind) {
            let list = List::new(&map.system.id, schema, exclusion)?;
            let mut out = false;
            for value in old {
                out |= list.holds(work, &normalise(value, steps), steps).await?;
            }
            if !out {
                continue;
            }
            let new = normalise(new, steps);
            let present = list.holds(work, &new, steps).await?;
            if !present {
                list.add(work, &new, now).await?;
            }
            let (added, present) = (u64::from(!present), u64::from(present));
            lists.push(ListCounts { list: exclusion.id.clone(), added, present, ..ListCounts::default() });
        }
        Ok(lists)
    }

    /// Looks every identity up in the lists for its kind; with a moment it is put on those that lack it.
    async fn lists(
        &self,
        identities: &[Identity],
        now: Option<Timestamp>,
    ) -> Result<SuppressionReceipt, ConnectError> {
        let map = &self.0.map;
        let system = &map.system.id;
        if map.exclusions.is_empty() {
            return Err(ConnectError::Unsupported { system: system.clone(), what: "keep exclusion lists" });
        }
        let given = given(map, identities)?;
        let (mut work, schema) = self.begin(if now.is_some() { Intent::Write } else { Intent::Read }).await?;
        if now.is_some() {
            self.writable(&schema)?;
        }
        let mut receipt = SuppressionReceipt { system: system.clone(), ..SuppressionReceipt::default() };
        for exclusion in &map.exclusions {
            let list = List::new(system, &schema, exclusion)?;
            let mut counts = ListCounts { list: exclusion.id.clone(), ..ListCounts::default() };
            let steps = map.identity(&exclusion.kind).map_or(&[][..], |rule| rule.normalise.as_slice());
            let mut entries: Vec<&str> = given
                .iter()
                .filter(|given| given.kind == exclusion.kind)
                .map(|given| given.normalised.as_str())
                .collect();
            entries.sort_unstable();
            entries.dedup();
            for value in entries {
                match (list.holds(&mut work, value, steps).await?, now) {
                    (true, _) => counts.present += 1,
                    (false, None) => counts.missing += 1,
                    (false, Some(now)) => {
                        list.add(&mut work, value, now).await?;
                        counts.added += 1;
                    }
                }
            }
            receipt.lists.push(counts);
        }
        work.commit().await?;
        Ok(receipt)
    }
}

/// A list laid over its table.
struct List<'a> {
    exclusion: &'a Exclusion,
    table: &'a Table,
    column: &'a Column,
    /// The other columns of an entry.
    others: Vec<(&'a Column, String)>,
}

impl<'a> List<'a> {
    fn new(system: &str, schema: &'a Schema, exclusion: &'a Exclusion) -> Result<Self, ConnectError> {
        let differs = || ConnectError::SchemaDiffers {
            system: system.to_owned(),
            table: exclusion.table.clone(),
            column: None,
        };
        let table = schema.table(&exclusion.table).ok_or_else(differs)?;
        let names = std::iter::once(&exclusion.column).chain(exclusion.values.keys()).map(String::as_str);
        let mut found = columns(system, &exclusion.table, table, names)?.into_iter();
        let column = found.next().ok_or_else(differs)?;
        let others = found.zip(exclusion.values.values().map(inventory::map::Scalar::as_text)).collect();
        Ok(Self { exclusion, table, column, others })
    }

    async fn holds(&self, work: &mut Work, value: &str, steps: &[Normalise]) -> Result<bool, ConnectError> {
        let engine = work.engine();
        let mut statement =
            Statement::new(engine, format!("SELECT '1' FROM {} WHERE ", table_name(engine, self.table)));
        self.push_entry(&mut statement, value, steps);
        Ok(!work.rows(statement, Some(&self.exclusion.table)).await?.is_empty())
    }

    async fn remove(&self, work: &mut Work, value: &str, steps: &[Normalise]) -> Result<(), ConnectError> {
        let engine = work.engine();
        let mut statement =
            Statement::new(engine, format!("DELETE FROM {} WHERE ", table_name(engine, self.table)));
        self.push_entry(&mut statement, value, steps);
        work.execute(statement, &self.exclusion.table).await.map(|_| ())
    }

    /// The condition that a row is this entry of this list.
    fn push_entry(&self, statement: &mut Statement, value: &str, steps: &[Normalise]) {
        let entry = self.exclusion.entry(value);
        if self.exclusion.hash.is_some() {
            push_in(statement, self.column, &hash_writings(self.column, &entry));
        } else {
            push_folded(statement, self.table, self.column, steps, &[entry]);
        }
        for (column, value) in self.others.iter().filter(|(_, value)| !is_moment(value)) {
            if let Some(value) = canonical(column, value) {
                statement.push(" AND ");
                push_in(statement, column, &[value]);
            }
        }
    }

    async fn add(&self, work: &mut Work, value: &str, now: Timestamp) -> Result<(), ConnectError> {
        let engine = work.engine();
        let mut statement =
            Statement::new(engine, format!("INSERT INTO {} (", table_name(engine, self.table)));
        statement.name(&self.column.name);
        for (column, _) in &self.others {
            statement.push(", ").name(&column.name);
        }
        statement.push(") VALUES (");
        let entry = self.exclusion.entry(value);
        let bytes = self.exclusion.hash.is_some() && self.column.kind == Kind::Bytes;
        let entry = if bytes { format!("0x{entry}") } else { entry };
        push_typed(&mut statement, self.column, &entry);
        for (column, value) in &self.others {
            statement.push(", ");
            push_typed(&mut statement, column, &fill(value, now));
        }
        statement.push(")");
        work.execute(statement, &self.exclusion.table).await.map(|_| ())
    }
}

fn is_moment(value: &str) -> bool {
    value.contains("{now}") || value.contains("{now_unix}")
}

fn fill(value: &str, now: Timestamp) -> String {
    value
        .replace("{now_unix}", &now.as_second().to_string())
        .replace("{now}", &now.strftime("%Y-%m-%d %H:%M:%S").to_string())
}
