//! Retention in a SQL system: counting what is past its date, and letting it go batch by batch.
//!
//! Counting is one statement per rule over its table. A batch is worked out first ([`SqlConnector::next_batch`]):
//! the bounds of its keys and what it will touch, for the caller to write down. Carrying it out
//! ([`SqlConnector::sweep_batch`]) is one transaction that judges every row anew between those bounds, so that a
//! row that somebody used in the meantime stays. [`SqlConnector::is_swept`] recognises a batch whose receipt was
//! lost. [`count`] counts, [`rows`] reads what a batch touches, [`scope`] says which rows, [`due`] compares dates;
//! writing and its checks are those of an erasure.

mod count;
mod due;
mod rows;
mod scope;

use inventory::{Action, Branch, Decided, Found, Key, PreparedErasure, Sweep, sweep};
use jiff::civil::Date;

use self::count::{number, whole};
use self::rows::{Range, push_range};
use self::scope::{Scope, refused};
use super::SqlConnector;
use super::erase::orders::Orders;
use super::erase::values::Person;
use super::erase::{checks, refresh, write};
use super::pool::{Intent, Work};
use super::schema::Column;
use super::statement::Statement;
use crate::error::ConnectError;
use crate::sweep::{SweepBatch, SweepCount, SweepCounts, add_counts};

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
        let plain =
            scope.changes.is_none() && branches.is_empty() && !referred && map.system.refresh.is_empty();
        if plain && scope.table.transactional && !schema.read_only {
            return self.delete_plainly(work, &scope, &range, spared).await;
        }
        let collected = self.collect(&mut work, &schema, &scope, &branches, &range, spared).await?;
        let decided = Self::decided(&scope, &branches, &collected);
        let person = nobody(sweep, map);
        let orders = Orders::new(map, &schema, &decided.collections, &decided.mentions, &person)?;
        checks::check(&mut work, &schema, map, &orders).await?;
        write::write(&mut work, &schema, (map, &self.0.order), &orders, &person).await?;
        refresh(&mut work, &schema, map).await?;
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
