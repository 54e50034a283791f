//! What is to be written, table by table: rows to delete, and columns to change.

use std::collections::{BTreeMap, HashSet};

use inventory::{Action, Change, DataMap, Key, Mention, MentionAction, PreparedCollection, PreparedErasure};

use super::values::{Person, depends_on_value, fill_set};
use crate::error::ConnectError;
use crate::sql::dialect::{chunk, push_tuples};
use crate::sql::pool::Engine;
use crate::sql::schema::{Column, Schema, Table};
use crate::sql::search::plan::Plan;
use crate::sql::search::reach::Reach;
use crate::sql::statement::Statement;

/// Everything that is to be written.
pub(in crate::sql) struct Orders<'a> {
    pub(in crate::sql) system: &'a str,
    /// By table name, in the map's order of first appearance.
    pub(in crate::sql) tables: Vec<TableOrders<'a>>,
    /// No row stands in two orders.
    pub(in crate::sql) apart: bool,
}

/// What is to be written in one table.
pub(in crate::sql) struct TableOrders<'a> {
    pub(in crate::sql) name: String,
    pub(in crate::sql) table: &'a Table,
    pub(in crate::sql) key: Vec<&'a Column>,
    /// Rows to delete.
    pub(in crate::sql) delete: Vec<&'a Key>,
    /// Rows to change, by what changes.
    pub(in crate::sql) change: Vec<(BTreeMap<String, Change>, Vec<&'a Key>)>,
    /// Columns that follow what is changed, and in which rows.
    pub(in crate::sql) computed: Vec<(Vec<String>, Vec<&'a Key>)>,
    /// What leads to all the rows that are written, where nothing else does.
    pub(in crate::sql) reach: Option<Reach<'a>>,
}

impl TableOrders<'_> {
    /// Rows in pieces that one statement can name: all at once where one condition says which they are.
    pub(super) fn pieces<'k, 'r>(&self, engine: Engine, keys: &'k [&'r Key]) -> Vec<&'k [&'r Key]> {
        if self.is_all(keys.len()) { vec![keys] } else { keys.chunks(chunk(engine)).collect() }
    }

    /// Adds the condition that these rows meet and no others.
    pub(super) fn push_rows(&self, statement: &mut Statement, keys: &[&Key]) {
        match &self.reach {
            Some(reach) if self.is_all(keys.len()) => reach.push(statement),
            _ => push_tuples(statement, &self.key, keys),
        }
    }

    fn is_all(&self, rows: usize) -> bool {
        self.reach.as_ref().is_some_and(|reach| reach.rows == rows)
    }
}

impl<'a> Orders<'a> {
    pub(in crate::sql) fn new(
        map: &'a DataMap,
        schema: &'a Schema,
        rows: &'a [PreparedCollection],
        mentions: &'a [Mention],
        person: &Person,
    ) -> Result<Self, ConnectError> {
        let mut orders = Self { system: &map.system.id, tables: Vec::new(), apart: false };
        for part in rows {
            for group in part.groups.iter().filter(|group| group.action.writes()) {
                let keys = group.rows.iter().map(|row| &row.key);
                match &group.action {
                    Action::Delete => orders.table(map, schema, &part.table)?.delete.extend(keys),
                    action => {
                        let changes = action.changes().cloned().unwrap_or_default();
                        orders.table(map, schema, &part.table)?.change.push((changes, keys.collect()));
                    }
                }
            }
        }
        orders.add_mentions(map, schema, mentions)?;
        orders.leave_computed();
        orders.check_values(person)?;
        Ok(orders)
    }

    /// Mentions that are deleted or changed. A row that is deleted already needs no change.
    fn add_mentions(
        &mut self,
        map: &'a DataMap,
        schema: &'a Schema,
        mentions: &'a [Mention],
    ) -> Result<(), ConnectError> {
        let mut changes: BTreeMap<(&'a str, &'a Key), BTreeMap<String, Change>> = BTreeMap::new();
        for mention in mentions {
            match &mention.action {
                MentionAction::Report => {}
                MentionAction::Delete => {
                    self.table(map, schema, &mention.table)?.delete.push(&mention.key);
                }
                MentionAction::Change { change } => {
                    let row = changes.entry((&mention.table, &mention.key)).or_default();
                    row.insert(mention.column.clone(), change.clone());
                }
            }
        }
        let shared = self.tables.iter().any(|orders| {
            map.collections.iter().filter(|collection| collection.table == orders.name).count() > 1
        });
        if !shared && mentions.iter().all(|mention| mention.action == MentionAction::Report) {
            // Each row stands in one group: there is nothing to set off against each other.
            self.apart = true;
            return Ok(());
        }
        for table in &mut self.tables {
            table.delete.sort_unstable();
            table.delete.dedup();
        }
        for ((name, key), change) in changes {
            let table = self.table(map, schema, name)?;
            if table.delete.binary_search(&key).is_ok() {
                continue;
            }
            match table.change.iter_mut().find(|(known, _)| *known == change) {
                Some((_, keys)) => keys.push(key),
                None => table.change.push((change, vec![key])),
            }
        }
        Ok(())
    }

    /// What the database computes cannot be written: it follows what it is computed from, which is looked at after
    /// everything is written.
    fn leave_computed(&mut self) {
        for orders in &mut self.tables {
            for (changes, keys) in &mut orders.change {
                let computed = |name: &str| orders.table.column(name).is_some_and(|column| column.computed);
                let names: Vec<String> = changes.keys().filter(|name| computed(name)).cloned().collect();
                if !names.is_empty() {
                    changes.retain(|name, _| !names.contains(name));
                    orders.computed.push((names, keys.clone()));
                }
            }
            orders.change.retain(|(changes, _)| !changes.is_empty());
        }
    }

    /// Names rows together where the plan can, which nothing must have changed for.
    pub(super) fn reach(&mut self, plan: &'a Plan<'_>, prepared: &PreparedErasure) {
        for table in &mut self.tables {
            table.reach = plan.reach(prepared, &table.name);
        }
    }

    fn table(
        &mut self,
        map: &'a DataMap,
        schema: &'a Schema,
        name: &str,
    ) -> Result<&mut TableOrders<'a>, ConnectError> {
        let differs = || ConnectError::SchemaDiffers {
            system: map.system.id.clone(),
            table: name.to_owned(),
            column: None,
        };
        let known = self.tables.iter().position(|orders| orders.name == name);
        let position = if let Some(position) = known {
            position
        } else {
            let table = schema.table(name).ok_or_else(differs)?;
            let rules = map.collections.iter().find(|rules| rules.table == name).ok_or_else(differs)?;
            let key = rules.key.iter().filter_map(|column| table.column(column)).collect();
            self.tables.push(TableOrders {
                name: name.to_owned(),
                table,
                key,
                delete: Vec::new(),
                change: Vec::new(),
                computed: Vec::new(),
                reach: None,
            });
            self.tables.len() - 1
        };
        self.tables.get_mut(position).ok_or_else(differs)
    }

    /// Refuses what the columns cannot hold: known before anything is written.
    fn check_values(&self, person: &Person) -> Result<(), ConnectError> {
        for orders in &self.tables {
            for (changes, keys) in &orders.change {
                for (name, change) in changes {
                    let column = orders.table.column(name).ok_or_else(|| ConnectError::SchemaDiffers {
                        system: self.system.to_owned(),
                        table: orders.name.clone(),
                        column: Some(name.clone()),
                    })?;
                    if let Some(reason) = refusal(orders, column, change, keys, person) {
                        let reason = format!("“{}.{name}” {reason}", orders.name);
                        return Err(self.refuse(&orders.name, reason));
                    }
                }
            }
        }
        Ok(())
    }

    pub(in crate::sql) fn refuse(&self, table: &str, reason: String) -> ConnectError {
        ConnectError::Constraint { system: self.system.to_owned(), table: table.to_owned(), reason }
    }

    /// The rows of a table that are deleted.
    pub(in crate::sql) fn deleted(&self, table: &str) -> HashSet<&Key> {
        let orders = self.tables.iter().filter(|orders| orders.name == table);
        orders.flat_map(|orders| orders.delete.iter().copied()).collect()
    }
}

/// Why a column cannot take a change, if so.
fn refusal(
    orders: &TableOrders<'_>,
    column: &Column,
    change: &Change,
    keys: &[&Key],
    person: &Person,
) -> Option<String> {
    let unique = orders.table.unique_alone(&column.name);
    let longest = |text: &dyn Fn(&Key) -> String| {
        keys.iter().map(|key| text(key).chars().count() as u64).max().unwrap_or(0)
    };
    let fits = |length: u64| column.max_length.is_none_or(|most| length <= most);
    if column.generated {
        return Some("is given by the database and cannot be changed".to_owned());
    }
    match change {
        Change::Blank if column.blank().is_none() => {
            Some("may not be null and has no empty value: give it one with set".to_owned())
        }
        Change::Blank if unique && !column.nullable && keys.len() > 1 => Some(
            "must be unique and may not be null, so several rows cannot be emptied: use set with {key}"
                .to_owned(),
        ),
        Change::Set { text } if unique && !text.contains("{key}") && keys.len() > 1 => {
            Some("must be unique: use {key} in set".to_owned())
        }
        Change::Set { text } if !fits(longest(&|key| fill_set(text, key, &person.pseudonym))) => {
            Some("is too short for the text of its set".to_owned())
        }
        Change::Pseudonym
            if !fits(longest(&|key| {
                super::values::pseudonym(person, key, orders.table.unique_part(&column.name))
            })) =>
        {
            Some("is too short for a pseudonym".to_owned())
        }
        change if depends_on_value(change) && column.kind == crate::sql::schema::Kind::Int => {
            Some("is a number: nothing can be taken out of it".to_owned())
        }
        _ => None,
    }
}
