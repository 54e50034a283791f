//! Retention in a SQL system: counting what is past its date, and letting it go batch by batch.
//!
//! Counting is one statement per rule over its table. A batch is worked out first ([`SqlConnector::next_batch`]):
//! the bounds of its keys and what it will touch, for the caller to write down. Carrying it out
//! ([`SqlConnector::sweep_batch`]) is one transaction that judges every row anew between those bounds, so that a
//! row that somebody used in the meantime stays. [`SqlConnector::is_swept`] recognises a batch whose receipt was
//! lost. [`scope`] says which rows, [`due`] compares dates; writing and its checks are those of an erasure.

mod due;
mod scope;

use std::collections::BTreeMap;

use inventory::{
    Action, Branch, Decided, Found, Key, PreparedCollection, PreparedErasure, PreparedGroup, PreparedRow,
    Sweep, sweep,
};
use jiff::civil::Date;

use self::scope::{Scope, refused};
use super::SqlConnector;
use super::dialect::{canonical, chunk, exact, push_condition, push_excluded, push_tuples, table_name};
use super::erase::orders::Orders;
use super::erase::values::Person;
use super::erase::{checks, write};
use super::pool::{Engine, Intent, Work};
use super::schema::{Column, Schema, Table};
use super::statement::Statement;
use crate::error::ConnectError;
use crate::sweep::{SweepBatch, SweepCount, SweepCounts, add_counts};

/// Rows of one collection, with the values that others hang on.
#[derive(Default)]
struct Rows {
    columns: Vec<String>,
    rows: Vec<(Key, Vec<Option<String>>)>,
}

/// Everything that a batch touches: the rule's own rows, then those of each branch.
struct Collected {
    own: Rows,
    along: Vec<Rows>,
}

impl SqlConnector {
    /// How many rows a rule touches now and on each of `later`, and what is held back.
    ///
    /// # Errors
    /// The system does not answer, is not as its map says, or the rule cannot be carried out set by set.
    pub async fn count_due(
        &self,
        sweep: &Sweep,
        later: &[Date],
        spared: &[Key],
    ) -> Result<SweepCount, ConnectError> {
        self.noted(self.count(sweep, later, spared).await).await
    }

    /// The next batch of at most `most` rows after a key; none when nothing is left.
    ///
    /// # Errors
    /// As [`Self::count_due`].
    pub async fn next_batch(
        &self,
        sweep: &Sweep,
        after: Option<&Key>,
        most: u32,
        spared: &[Key],
    ) -> Result<Option<SweepBatch>, ConnectError> {
        self.noted(self.look_ahead(sweep, after, most, spared).await).await
    }

    /// Lets a batch go: all of it in one transaction, or nothing. Rows that are no longer past their date stay.
    ///
    /// # Errors
    /// As [`Self::count_due`]; and when the database would refuse, found before anything is written.
    pub async fn sweep_batch(
        &self,
        sweep: &Sweep,
        batch: &SweepBatch,
        spared: &[Key],
    ) -> Result<Vec<SweepCounts>, ConnectError> {
        self.noted(self.let_go(sweep, batch, spared).await).await
    }

    /// Whether a batch has been carried out: asked when its receipt is missing.
    ///
    /// # Errors
    /// As [`Self::count_due`].
    pub async fn is_swept(
        &self,
        sweep: &Sweep,
        batch: &SweepBatch,
        spared: &[Key],
    ) -> Result<bool, ConnectError> {
        self.noted(self.recognise(sweep, batch, spared).await).await
    }

    /// The rule's own rows that must stay because rows of these people are among them, or hang on them.
    ///
    /// # Errors
    /// As [`Self::count_due`].
    pub async fn spared_keys(&self, sweep: &Sweep, found: &[Found]) -> Result<Vec<Key>, ConnectError> {
        self.noted(self.climb(sweep, found).await).await
    }

    async fn count(&self, sweep: &Sweep, later: &[Date], spared: &[Key]) -> Result<SweepCount, ConnectError> {
        let (mut work, schema) = self.begin(Intent::Read).await?;
        let scope = Scope::new(self, &schema, sweep)?;
        self.branches(sweep)?;
        let engine = work.engine();
        let mut statement = Statement::new(engine, "SELECT ");
        statement.push(&number(engine, "COUNT(*)"));
        for day in std::iter::once(&sweep.today).chain(later) {
            open_sum(&mut statement);
            scope.push_past(self, &mut statement, *day)?;
            statement.push(" AND NOT ");
            scope.push_held(self, &mut statement, *day)?;
            close_sum(&mut statement);
        }
        open_sum(&mut statement);
        scope.push_past(self, &mut statement, sweep.today)?;
        statement.push(" AND ");
        scope.push_held(self, &mut statement, sweep.today)?;
        close_sum(&mut statement);
        open_sum(&mut statement);
        statement.push("NOT ");
        scope.push_dated(self, &mut statement)?;
        close_sum(&mut statement);
        scope.push_rows(self, &mut statement)?;
        let rows = work.rows(statement, Some(&scope.rules.table)).await?;
        let numbers: Vec<u64> = rows.into_iter().flatten().map(|text| whole(text.as_deref())).collect();
        let mut numbers = numbers.into_iter();
        let rows = numbers.next().unwrap_or(0);
        let all_due = numbers.next().unwrap_or(0);
        let later: Vec<u64> = numbers.by_ref().take(later.len()).collect();
        let held = numbers.next().unwrap_or(0);
        let undated = numbers.next().unwrap_or(0);
        let spared = self.count_spared(&mut work, &scope, spared).await?;
        work.commit().await?;
        let later = later.into_iter().map(|count| count.saturating_sub(spared)).collect();
        Ok(SweepCount { rows, due: all_due.saturating_sub(spared), later, held, spared, undated })
    }

    async fn count_spared(
        &self,
        work: &mut Work,
        scope: &Scope<'_>,
        spared: &[Key],
    ) -> Result<u64, ConnectError> {
        let engine = work.engine();
        let mut count = 0;
        for keys in spared.chunks(chunk(engine)) {
            let mut statement = Statement::new(engine, "SELECT ");
            statement.push(&number(engine, "COUNT(*)"));
            self.push_due(&mut statement, scope)?;
            statement.push(" AND ");
            let tuples: Vec<Vec<String>> = keys.iter().map(|key| key.0.clone()).collect();
            push_tuples(&mut statement, &scope.key, &tuples);
            let rows = work.rows(statement, Some(&scope.rules.table)).await?;
            count += rows.first().and_then(|row| row.first()).map_or(0, |text| whole(text.as_deref()));
        }
        Ok(count)
    }

    /// ` FROM … WHERE` everything that goes today.
    fn push_due(&self, statement: &mut Statement, scope: &Scope<'_>) -> Result<(), ConnectError> {
        scope.push_rows(self, statement)?;
        statement.push(" AND ");
        scope.push_past(self, statement, scope.sweep.today)?;
        statement.push(" AND NOT ");
        scope.push_held(self, statement, scope.sweep.today)
    }

    async fn look_ahead(
        &self,
        sweep: &Sweep,
        after: Option<&Key>,
        most: u32,
        spared: &[Key],
    ) -> Result<Option<SweepBatch>, ConnectError> {
        let (mut work, schema) = self.begin(Intent::Read).await?;
        let scope = Scope::new(self, &schema, sweep)?;
        let branches = self.branches(sweep)?;
        let range = Range { after, last: None, most: Some(most), lock: false };
        let plain = scope.changes.is_none() && branches.is_empty();
        if let Some(key) = scope.counting_key().filter(|_| plain) {
            return self.bounds(work, &scope, key, &range, spared).await;
        }
        let collected = self.collect(&mut work, &schema, &scope, &branches, &range, spared).await?;
        work.commit().await?;
        let keys = &collected.own.rows;
        let (Some((first, _)), Some((last, _))) = (keys.first(), keys.last()) else { return Ok(None) };
        let counts = counts(&Self::decided(&scope, &branches, &collected));
        Ok(Some(SweepBatch { after: after.cloned(), first: first.clone(), last: last.clone(), counts }))
    }

    /// The bounds of a batch whose rows need not be known one by one.
    async fn bounds(
        &self,
        mut work: Work,
        scope: &Scope<'_>,
        key: &Column,
        range: &Range<'_>,
        spared: &[Key],
    ) -> Result<Option<SweepBatch>, ConnectError> {
        let engine = work.engine();
        let figures = ["MIN(k)", "MAX(k)", "COUNT(*)"].map(|figure| number(engine, figure)).join(", ");
        let mut statement = Statement::new(engine, format!("SELECT {figures} FROM (SELECT "));
        statement.name(&key.name).push(" AS k");
        self.push_due(&mut statement, scope)?;
        push_range(&mut statement, scope, range, spared);
        statement.push(" ORDER BY ").push(&scope.order());
        statement.push(&format!(" LIMIT {}) batch", range.most.unwrap_or(1)));
        let rows = work.rows(statement, Some(&scope.rules.table)).await?;
        work.commit().await?;
        let Some([Some(first), Some(last), count]) = rows.first().map(Vec::as_slice) else { return Ok(None) };
        let deleted = whole(count.as_deref());
        Ok(Some(SweepBatch {
            after: range.after.cloned(),
            first: Key::single(first.clone()),
            last: Key::single(last.clone()),
            counts: vec![SweepCounts { collection: scope.rules.id.clone(), deleted, anonymised: 0 }],
        }))
    }

    async fn let_go(
        &self,
        sweep: &Sweep,
        batch: &SweepBatch,
        spared: &[Key],
    ) -> Result<Vec<SweepCounts>, ConnectError> {
        let map = &self.0.map;
        let (mut work, schema) = self.begin(Intent::Write).await?;
        let scope = Scope::new(self, &schema, sweep)?;
        let branches = self.branches(sweep)?;
        let range = Range { after: batch.after.as_ref(), last: Some(&batch.last), most: None, lock: true };
        let referred = schema.foreign_keys.iter().any(|key| key.parent == scope.rules.table);
        let plain = scope.changes.is_none() && branches.is_empty() && !referred;
        if plain && scope.table.transactional && !schema.read_only {
            return self.delete_plainly(work, &scope, &range, spared).await;
        }
        let collected = self.collect(&mut work, &schema, &scope, &branches, &range, spared).await?;
        let decided = Self::decided(&scope, &branches, &collected);
        let person = nobody(sweep, map);
        let orders = Orders::new(map, &schema, &decided.collections, &decided.mentions, &person)?;
        checks::check(&mut work, &schema, map, &orders).await?;
        write::write(&mut work, &schema, (map, &self.0.order), &orders, &person).await?;
        work.commit().await?;
        Ok(counts(&decided))
    }

    /// Rows that nothing hangs on and nothing refers to need not be read before they go.
    async fn delete_plainly(
        &self,
        mut work: Work,
        scope: &Scope<'_>,
        range: &Range<'_>,
        spared: &[Key],
    ) -> Result<Vec<SweepCounts>, ConnectError> {
        let mut statement = Statement::new(work.engine(), "DELETE");
        self.push_due(&mut statement, scope)?;
        push_range(&mut statement, scope, range, spared);
        let deleted = work.execute(statement, &scope.rules.table).await?;
        work.commit().await?;
        Ok(vec![SweepCounts { collection: scope.rules.id.clone(), deleted, anonymised: 0 }])
    }

    async fn recognise(
        &self,
        sweep: &Sweep,
        batch: &SweepBatch,
        spared: &[Key],
    ) -> Result<bool, ConnectError> {
        let (mut work, schema) = self.begin(Intent::Read).await?;
        let scope = Scope::new(self, &schema, sweep)?;
        let range = Range { after: batch.after.as_ref(), last: Some(&batch.last), most: None, lock: false };
        let left = self.own_rows(&mut work, &scope, &[], &range, spared).await?;
        work.commit().await?;
        // New rows may have come between the bounds since; the batch's own first and last row are its witnesses.
        let there = |key: &Key| left.rows.iter().any(|(left, _)| left == key);
        Ok(!there(&batch.first) && !there(&batch.last))
    }

    fn branches(&self, sweep: &Sweep) -> Result<Vec<Branch<'_>>, ConnectError> {
        let map = &self.0.map;
        let rules = map.collection(&sweep.rule.collection);
        let rules = rules.ok_or_else(|| refused(self, &"the map has no such collection"))?;
        // Rows that only lose their fields keep what hangs on them.
        let changes = sweep::changes(rules, &sweep.rule, sweep.term.then());
        if changes.map_err(|problem| refused(self, &problem))?.is_some() {
            return Ok(Vec::new());
        }
        sweep::branches(map, rules).map_err(|problem| refused(self, &problem))
    }

    async fn collect(
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

    async fn own_rows(
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

    async fn branch_rows(
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
    fn decided(scope: &Scope<'_>, branches: &[Branch<'_>], collected: &Collected) -> Decided {
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
    async fn climb(&self, sweep: &Sweep, found: &[Found]) -> Result<Vec<Key>, ConnectError> {
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
    async fn parents(
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

    fn table<'s>(&self, schema: &'s Schema, name: &str) -> Result<&'s Table, ConnectError> {
        schema.table(name).ok_or_else(|| ConnectError::SchemaDiffers {
            system: self.0.map.system.id.clone(),
            table: name.to_owned(),
            column: None,
        })
    }

    fn named<'s>(&self, table: &'s Table, of: &str, name: &str) -> Result<&'s Column, ConnectError> {
        table.column(name).ok_or_else(|| ConnectError::SchemaDiffers {
            system: self.0.map.system.id.clone(),
            table: of.to_owned(),
            column: Some(name.to_owned()),
        })
    }

    fn columns<'s, 'n>(
        &self,
        table: &'s Table,
        of: &str,
        names: impl Iterator<Item = &'n String>,
    ) -> Result<Vec<&'s Column>, ConnectError> {
        names.map(|name| self.named(table, of, name)).collect()
    }
}

/// Which rows of a rule are read.
struct Range<'a> {
    after: Option<&'a Key>,
    last: Option<&'a Key>,
    most: Option<u32>,
    lock: bool,
}

/// ` AND` between the bounds, without what is spared.
fn push_range(statement: &mut Statement, scope: &Scope<'_>, range: &Range<'_>, spared: &[Key]) {
    if let Some(after) = range.after {
        scope.push_bound(statement, after, false);
    }
    if let Some(last) = range.last {
        scope.push_bound(statement, last, true);
    }
    scope.push_spared(statement, spared);
}

/// The columns that the branches hanging here need of their parent.
fn linking(branches: &[Branch<'_>], here: Option<usize>) -> Vec<String> {
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
fn joined(branch: &Branch<'_>, parent: &Rows) -> Vec<Vec<String>> {
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
fn undressed(branch: &Branch<'_>, value: &str) -> Option<String> {
    let Some(frame) = &branch.path.format else { return Some(value.to_owned()) };
    let (before, after) = frame.split_once("{}")?;
    value.strip_prefix(before)?.strip_suffix(after).map(str::to_owned)
}

fn push_list(statement: &mut Statement, key: &[&Column], table: &Table, wanted: &[String]) {
    let engine = statement.engine;
    let columns = key.iter().copied().chain(wanted.iter().filter_map(|name| table.column(name)));
    let list: Vec<String> = columns.map(|column| exact(engine, column)).collect();
    statement.push(&list.join(", "));
}

async fn fetch(
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

/// What is done, counted. Rows whose columns already are as they should be count as anonymised all the same.
fn counts(decided: &Decided) -> Vec<SweepCounts> {
    let mut sum = Vec::new();
    for part in &decided.collections {
        let mut counts = SweepCounts { collection: part.collection.clone(), ..SweepCounts::default() };
        for group in part.groups.iter().filter(|group| group.action.writes()) {
            let rows = group.rows.len() as u64;
            if group.action == Action::Delete { counts.deleted += rows } else { counts.anonymised += rows }
        }
        add_counts(&mut sum, &[counts]);
    }
    sum
}

/// A sweep is about nobody: there is nothing to search texts for.
fn nobody(sweep: &Sweep, map: &inventory::DataMap) -> Person {
    let prepared = PreparedErasure {
        system: map.system.id.clone(),
        map: String::new(),
        today: sweep.today,
        zone: String::new(),
        identities: Vec::new(),
        terms: inventory::Terms::new(),
        pseudonym: String::new(),
        attributes: Vec::new(),
        collections: Vec::new(),
        mentions: Vec::new(),
        task: None,
        held: Vec::new(),
        census: None,
    };
    Person::new(map, &prepared)
}

fn number(engine: Engine, expression: &str) -> String {
    match engine {
        Engine::Postgres => format!("({expression})::text"),
        Engine::Mysql => format!("CAST({expression} AS CHAR)"),
        Engine::Sqlite => format!("CAST({expression} AS TEXT)"),
    }
}

fn open_sum(statement: &mut Statement) {
    statement.push(match statement.engine {
        Engine::Postgres => ", (SUM(CASE WHEN ",
        Engine::Mysql | Engine::Sqlite => ", CAST(SUM(CASE WHEN ",
    });
}

fn close_sum(statement: &mut Statement) {
    statement.push(match statement.engine {
        Engine::Postgres => " THEN 1 ELSE 0 END))::text",
        Engine::Mysql => " THEN 1 ELSE 0 END) AS CHAR)",
        Engine::Sqlite => " THEN 1 ELSE 0 END) AS TEXT)",
    });
}

fn whole(text: Option<&str>) -> u64 {
    text.and_then(|text| text.parse().ok()).unwrap_or(0)
}
