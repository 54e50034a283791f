//! The rows that a batch touches: the rule's own between two keys, those of each branch, and the way back up from
//! rows that must stay.

use std::collections::BTreeMap;

use inventory::{
    Action, Branch, Decided, Found, Key, PreparedCollection, PreparedGroup, PreparedRow, Sweep, sweep,
};

use super::scope::{Scope, refused};
use crate::error::ConnectError;
use crate::sql::SqlConnector;
use crate::sql::dialect::{canonical, chunk, exact, push_condition, push_excluded, push_tuples, table_name};
use crate::sql::pool::{Engine, Intent, Work};
use crate::sql::schema::{Column, Schema, Table};
use crate::sql::statement::Statement;

/// Rows of one collection, with the values that others hang on.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<(Key, Vec<Option<String>>)>,
}

/// Everything that a batch touches: the rule's own rows, then those of each branch.
pub(super) struct Collected {
    pub(super) own: Rows,
    pub(super) along: Vec<Rows>,
}

impl SqlConnector {
    pub(super) async fn collect(
        &self,
        work: &mut Work,
        schema: &Schema,
        scope: &Scope<'_>,
        branches: &[Branch<'_>],
        range: &Range<'_>,
        spared: &[Key],
    ) -> Result<Collected, ConnectError> {
        let wanted = linking(branches, None);
        let own = self.own_rows(work, scope, &wanted, range, spared).await?;
        let mut collected = Collected { own, along: Vec::new() };
        for (place, branch) in branches.iter().enumerate() {
            let wanted = linking(branches, Some(place));
            let parent = match branch.parent {
                None => &collected.own,
                Some(parent) => collected.along.get(parent).unwrap_or(&collected.own),
            };
            let tuples = joined(branch, parent);
            let rows = self.branch_rows(work, schema, branch, &wanted, &tuples, range.lock).await?;
            collected.along.push(rows);
        }
        Ok(collected)
    }

    pub(super) async fn own_rows(
        &self,
        work: &mut Work,
        scope: &Scope<'_>,
        wanted: &[String],
        range: &Range<'_>,
        spared: &[Key],
    ) -> Result<Rows, ConnectError> {
        let engine = work.engine();
        let mut statement = Statement::new(engine, "SELECT ");
        push_list(&mut statement, &scope.key, scope.table, wanted);
        self.push_due(&mut statement, scope)?;
        push_range(&mut statement, scope, range, spared);
        statement.push(" ORDER BY ").push(&scope.order());
        if let Some(most) = range.most {
            statement.push(&format!(" LIMIT {most}"));
        }
        if range.lock && engine != Engine::Sqlite {
            // Judged on what stands there now, and kept so until it is gone.
            statement.push(" FOR UPDATE");
        }
        fetch(work, statement, &scope.rules.table, scope.key.len(), wanted).await
    }

    pub(super) async fn branch_rows(
        &self,
        work: &mut Work,
        schema: &Schema,
        branch: &Branch<'_>,
        wanted: &[String],
        tuples: &[Vec<String>],
        lock: bool,
    ) -> Result<Rows, ConnectError> {
        let rules = branch.collection;
        let table = self.table(schema, &rules.table)?;
        let key = self.columns(table, &rules.table, rules.key.iter())?;
        let on = self.columns(table, &rules.table, branch.path.on.keys())?;
        let fitting = |tuple: &Vec<String>| {
            let pairs = on.iter().zip(tuple);
            pairs
                .map(|(column, value)| canonical(column, &branch.path.dress(value)))
                .collect::<Option<Vec<_>>>()
        };
        let tuples: Vec<Vec<String>> = tuples.iter().filter_map(fitting).collect();
        let engine = work.engine();
        let mut found = Rows { columns: wanted.to_vec(), rows: Vec::new() };
        for tuples in tuples.chunks(chunk(engine)) {
            let mut statement = Statement::new(engine, "SELECT ");
            push_list(&mut statement, &key, table, wanted);
            statement.push(" FROM ").push(&table_name(engine, table)).push(" WHERE ");
            push_tuples(&mut statement, &on, tuples);
            for (name, condition) in rules.conditions.0.iter().chain(&branch.path.conditions.0) {
                statement.push(" AND ");
                push_condition(&mut statement, self.named(table, &rules.table, name)?, condition);
            }
            for (name, condition) in &rules.excluded.0 {
                statement.push(" AND ");
                push_excluded(&mut statement, self.named(table, &rules.table, name)?, condition);
            }
            if lock && engine != Engine::Sqlite {
                statement.push(" FOR UPDATE");
            }
            found.rows.extend(fetch(work, statement, &rules.table, key.len(), wanted).await?.rows);
        }
        Ok(found)
    }

    /// What happens to everything collected; a row that was reached twice stands there once.
    pub(super) fn decided(scope: &Scope<'_>, branches: &[Branch<'_>], collected: &Collected) -> Decided {
        let mut parts: Vec<PreparedCollection> = Vec::new();
        let own = match &scope.changes {
            None => Action::Delete,
            Some(changes) => Action::Anonymise { changes: changes.clone() },
        };
        let mut seen: BTreeMap<&str, std::collections::HashSet<&Key>> = BTreeMap::new();
        let along = branches.iter().zip(&collected.along).map(|(branch, rows)| {
            let action = match sweep::branch_changes(branch.collection) {
                None => Action::Delete,
                Some(changes) => Action::Anonymise { changes },
            };
            (branch.collection, action, rows)
        });
        for (rules, action, rows) in std::iter::once((scope.rules, own, &collected.own)).chain(along) {
            let known = seen.entry(&rules.id).or_default();
            let fresh = rows.rows.iter().filter(|(key, _)| known.insert(key));
            let rows = fresh.map(|(key, _)| PreparedRow { key: key.clone(), links: Vec::new() }).collect();
            parts.push(PreparedCollection {
                collection: rules.id.clone(),
                table: rules.table.clone(),
                links: Vec::new(),
                groups: vec![PreparedGroup { action, rows }],
            });
        }
        Decided { collections: parts, mentions: Vec::new() }
    }

    /// From rows that must stay up to the rule's own rows that they hang on.
    pub(super) async fn climb(&self, sweep: &Sweep, found: &[Found]) -> Result<Vec<Key>, ConnectError> {
        let branches = self.branches(sweep)?;
        let rows_of = |id: &str| -> Vec<Key> {
            let parts = found.iter().filter_map(|found| found.collection(id));
            parts.flat_map(|part| part.rows.iter().map(|row| row.key.clone())).collect()
        };
        let mut own = rows_of(&sweep.rule.collection);
        let mut stay: Vec<Vec<Key>> = branches.iter().map(|branch| rows_of(&branch.collection.id)).collect();
        if stay.iter().any(|keys| !keys.is_empty()) {
            let (mut work, schema) = self.begin(Intent::Read).await?;
            for place in (0..branches.len()).rev() {
                let (Some(branch), Some(keys)) = (branches.get(place), stay.get(place)) else { continue };
                let parent = match branch.parent.and_then(|parent| branches.get(parent)) {
                    Some(parent) => &parent.collection.id,
                    None => &sweep.rule.collection,
                };
                let up = self.parents(&mut work, &schema, branch, parent, keys).await?;
                match branch.parent {
                    None => own.extend(up),
                    Some(parent) => stay.get_mut(parent).into_iter().for_each(|keys| keys.extend(up.clone())),
                }
            }
            work.commit().await?;
        }
        own.sort_unstable();
        own.dedup();
        Ok(own)
    }

    /// The rows of the collection above that these hang on.
    pub(super) async fn parents(
        &self,
        work: &mut Work,
        schema: &Schema,
        branch: &Branch<'_>,
        parent: &str,
        keys: &[Key],
    ) -> Result<Vec<Key>, ConnectError> {
        let rules = branch.collection;
        let above = self.0.map.collection(parent);
        let above = above.ok_or_else(|| refused(self, &"the map has no such collection"))?;
        let (table, upper) = (self.table(schema, &rules.table)?, self.table(schema, &above.table)?);
        let key = self.columns(table, &rules.table, rules.key.iter())?;
        let from: Vec<String> = branch.path.on.keys().cloned().collect();
        let to = self.columns(upper, &above.table, branch.path.on.values())?;
        let upper_key = self.columns(upper, &above.table, above.key.iter())?;
        let engine = work.engine();
        let mut found = Vec::new();
        for keys in keys.chunks(chunk(engine)) {
            let mut statement = Statement::new(engine, "SELECT ");
            push_list(&mut statement, &key, table, &from);
            statement.push(" FROM ").push(&table_name(engine, table)).push(" WHERE ");
            let tuples: Vec<Vec<String>> = keys.iter().map(|key| key.0.clone()).collect();
            push_tuples(&mut statement, &key, &tuples);
            let rows = fetch(work, statement, &rules.table, key.len(), &from).await?;
            // A framed value is compared as the frame writes it, on what the upper rows would give.
            let values = rows.rows.into_iter().filter_map(|(_, values)| {
                let undressed = values.into_iter().map(|value| undressed(branch, &value?));
                undressed.collect::<Option<Vec<String>>>()
            });
            let fitting = values.filter_map(|tuple| {
                to.iter()
                    .zip(&tuple)
                    .map(|(column, value)| canonical(column, value))
                    .collect::<Option<Vec<_>>>()
            });
            let tuples: Vec<Vec<String>> = fitting.collect();
            for tuples in tuples.chunks(chunk(engine)) {
                let mut statement = Statement::new(engine, "SELECT ");
                push_list(&mut statement, &upper_key, upper, &[]);
                statement.push(" FROM ").push(&table_name(engine, upper)).push(" WHERE ");
                push_tuples(&mut statement, &to, tuples);
                let rows = fetch(work, statement, &above.table, upper_key.len(), &[]).await?;
                found.extend(rows.rows.into_iter().map(|(key, _)| key));
            }
        }
        Ok(found)
    }

    pub(super) fn table<'s>(&self, schema: &'s Schema, name: &str) -> Result<&'s Table, ConnectError> {
        schema.table(name).ok_or_else(|| ConnectError::SchemaDiffers {
            system: self.0.map.system.id.clone(),
            table: name.to_owned(),
            column: None,
        })
    }

    pub(super) fn named<'s>(
        &self,
        table: &'s Table,
        of: &str,
        name: &str,
    ) -> Result<&'s Column, ConnectError> {
        table.column(name).ok_or_else(|| ConnectError::SchemaDiffers {
            system: self.0.map.system.id.clone(),
            table: of.to_owned(),
            column: Some(name.to_owned()),
        })
    }

    pub(super) fn columns<'s, 'n>(
        &self,
        table: &'s Table,
        of: &str,
        names: impl Iterator<Item = &'n String>,
    ) -> Result<Vec<&'s Column>, ConnectError> {
        names.map(|name| self.named(table, of, name)).collect()
    }
}

/// Which rows of a rule are read.
pub(super) struct Range<'a> {
    pub(super) after: Option<&'a Key>,
    pub(super) last: Option<&'a Key>,
    pub(super) most: Option<u32>,
    pub(super) lock: bool,
}

/// ` AND` between the bounds, without what is spared.
pub(super) fn push_range(statement: &mut Statement, scope: &Scope<'_>, range: &Range<'_>, spared: &[Key]) {
    if let Some(after) = range.after {
        scope.push_bound(statement, after, false);
    }
    if let Some(last) = range.last {
        scope.push_bound(statement, last, true);
    }
    scope.push_spared(statement, spared);
}

/// The columns that the branches hanging here need of their parent.
pub(super) fn linking(branches: &[Branch<'_>], here: Option<usize>) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    for branch in branches.iter().filter(|branch| branch.parent == here) {
        let conditions = branch.path.source_conditions.columns().map(str::to_owned);
        for column in branch.path.on.values().cloned().chain(conditions) {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
    }
    columns
}

/// The values by which rows of a branch are found, from the rows that they hang on.
pub(super) fn joined(branch: &Branch<'_>, parent: &Rows) -> Vec<Vec<String>> {
    let value = |row: &[Option<String>], column: &str| {
        let place = parent.columns.iter().position(|name| name == column)?;
        row.get(place)?.clone()
    };
    let meets = |row: &[Option<String>]| {
        branch
            .path
            .source_conditions
            .0
            .iter()
            .all(|(column, condition)| condition.holds(value(row, column).as_deref()))
    };
    let tuples = parent.rows.iter().filter(|(_, row)| meets(row)).filter_map(|(_, row)| {
        branch.path.on.values().map(|column| value(row, column)).collect::<Option<Vec<String>>>()
    });
    tuples.collect()
}

/// A value without the frame of its path; none when it is not in that frame.
pub(super) fn undressed(branch: &Branch<'_>, value: &str) -> Option<String> {
    let Some(frame) = &branch.path.format else { return Some(value.to_owned()) };
    let (before, after) = frame.split_once("{}")?;
    value.strip_prefix(before)?.strip_suffix(after).map(str::to_owned)
}

pub(super) fn push_list(statement: &mut Statement, key: &[&Column], table: &Table, wanted: &[String]) {
    let engine = statement.engine;
    let columns = key.iter().copied().chain(wanted.iter().filter_map(|name| table.column(name)));
    let list: Vec<String> = columns.map(|column| exact(engine, column)).collect();
    statement.push(&list.join(", "));
}

pub(super) async fn fetch(
    work: &mut Work,
    statement: Statement,
    table: &str,
    parts: usize,
    wanted: &[String],
) -> Result<Rows, ConnectError> {
    let mut rows = Rows { columns: wanted.to_vec(), rows: Vec::new() };
    work.fetch(statement, Some(table), |mut row| {
        let values = row.split_off(parts.min(row.len()));
        rows.rows.push((Key(row.into_iter().flatten().collect()), values));
        Ok(())
    })
    .await?;
    Ok(rows)
}
