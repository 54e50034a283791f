//! Correcting data: prepared with the values that stand there, carried out in one transaction that looks again
//! whether they still do.

use std::collections::{BTreeSet, HashSet};

use inventory::identity::normalise;
use inventory::map::{Match, Path, Relation, Source};
use inventory::rectification::{
    FieldCounts, Located, PreparedField, Values, choose, held, locate, located, rows_of,
};
use inventory::{
    Applied, Correction, DataMap, Day, Decided, Found, Identity, Key, ListCounts, PreparedRectification,
    RectificationOrder, RectificationReceipt, RectifyError, decide,
};
use jiff::tz::TimeZone;

use super::SqlConnector;
use super::erase::owners;
use super::folded::push_folded;
use super::keyed::{Lock, columns, same, set, values};
use super::pool::{Intent, Work};
use super::schema::{Column, Schema};
use super::search::plan::{Plan, Planned, Purpose};
use super::search::{Search, given};
use super::statement::Statement;
use crate::error::ConnectError;

impl SqlConnector {
    pub(super) async fn prepare_correction(
        &self,
        order: &RectificationOrder,
    ) -> Result<PreparedRectification, ConnectError> {
        let map = &self.0.map;
        let places: Vec<(&Correction, Vec<Located<'_>>)> = order
            .corrections
            .iter()
            .map(|correction| Ok((correction, locate(map, &correction.field)?)))
            .collect::<Result<_, RectifyError>>()
            .map_err(|error| self.uncorrectable(&error))?;
        let (mut work, schema) = self.begin(Intent::Read).await?;
        let plan = self.lay(&schema, Purpose::Erasure)?;
        let found = self.found(&mut work, &plan, &order.identities).await?;
        let decided = decide(map, &found, Day { today: order.today, zone: &order.zone, terms: &order.terms })
            .map_err(|error| self.rules(&error))?;
        let mut fields = Vec::new();
        for (correction, located) in &places {
            let standing = self.standing(&mut work, &plan, &found, located).await?;
            let chosen = choose(located, correction, &standing, &decided)
                .map_err(|error| self.uncorrectable(&error))?;
            for field in &chosen {
                self.fits(&plan, field)?;
            }
            fields.extend(chosen);
        }
        self.nobody_elses(&mut work, &plan, &found, &fields).await?;
        work.commit().await?;
        Ok(PreparedRectification {
            system: map.system.id.clone(),
            map: self.0.fingerprint.clone(),
            identities: order.identities.clone(),
            today: order.today,
            zone: order.zone.iana_name().unwrap_or("UTC").to_owned(),
            terms: self.named_terms(&order.terms),
            now: order.now,
            fields,
            task: None,
        })
    }

    pub(super) async fn correct(
        &self,
        prepared: &PreparedRectification,
    ) -> Result<RectificationReceipt, ConnectError> {
        let map = &self.0.map;
        self.same_map(&prepared.system, &prepared.map)?;
        let (mut work, schema) = self.begin(Intent::Write).await?;
        self.writable(&schema)?;
        let plan = self.lay(&schema, Purpose::Erasure)?;
        let found = self.found(&mut work, &plan, &prepared.identities).await?;
        let concerned: BTreeSet<&str> =
            prepared.fields.iter().map(|field| field.place.collection.as_str()).collect();
        owners::check(&mut work, &plan, &found, |id| concerned.contains(id)).await?;
        let zone = TimeZone::get(&prepared.zone).unwrap_or(TimeZone::UTC);
        let day = Day { today: prepared.today, zone: &zone, terms: &prepared.terms };
        let decided = decide(map, &found, day).map_err(|error| self.rules(&error))?;
        self.nobody_elses(&mut work, &plan, &found, &prepared.fields).await?;
        let mut fields = Vec::with_capacity(prepared.fields.len());
        for field in &prepared.fields {
            fields.push(self.correct_field(&mut work, &plan, &found, &decided, field).await?);
        }
        let lists = self.opt_outs(&mut work, &schema, prepared).await?;
        super::erase::refresh(&mut work, &schema, map).await?;
        work.commit().await?;
        Ok(RectificationReceipt { system: map.system.id.clone(), fields, lists, task: None })
    }

    /// Rewrites the rows of one place, each only when it still holds the value that it was prepared with.
    async fn correct_field(
        &self,
        work: &mut Work,
        plan: &Plan<'_>,
        found: &Found,
        decided: &Decided,
        field: &PreparedField,
    ) -> Result<FieldCounts, ConnectError> {
        let map = &self.0.map;
        self.fits(plan, field)?;
        let here =
            located(map, field.place.clone(), field.copy).map_err(|error| self.uncorrectable(&error))?;
        let (planned, column) = self.target(plan, &here)?;
        let own: HashSet<&Key> = rows_of(&here, found).into_iter().collect();
        let kept = held(&here, decided);
        let mut counts = field.counts();
        counts.corrected = 0;
        let keys: Vec<Key> = field.rows.iter().map(|row| row.key.clone()).collect();
        let now = values(work, planned, &keys, &[column], Lock::Update).await?;
        let mut wrong = Vec::new();
        for row in &field.rows {
            let Some(value) = now.get(&row.key).filter(|_| own.contains(&row.key)) else {
                counts.not_theirs += 1;
                continue;
            };
            let value = value.first().and_then(Option::as_deref);
            if kept.contains(&row.key) {
                counts.held += 1;
            } else if same(column, value, Some(&field.to)) {
                counts.corrected += 1;
            } else if value == row.was.as_deref() {
                counts.corrected += 1;
                wrong.push(row.key.clone());
            } else {
                return Err(self.outdated(&field.table));
            }
        }
        set(work, &map.system.id, planned, &wrong, &[(column, Some(&field.to))]).await?;
        Ok(counts)
    }

    /// Exclusion lists follow a corrected identity: who opted out under the old address stays out under the new.
    async fn opt_outs(
        &self,
        work: &mut Work,
        schema: &Schema,
        prepared: &PreparedRectification,
    ) -> Result<Vec<ListCounts>, ConnectError> {
        let mut lists = Vec::new();
        for field in prepared.fields.iter().filter(|field| !field.copy) {
            let paths =
                self.0.map.collection(&field.place.collection).into_iter().flat_map(|part| &part.paths);
            let kinds: BTreeSet<&String> = paths
                .filter(|path| tells_by(path, &field.column))
                .flat_map(|path| path.on.values())
                .collect();
            let old: BTreeSet<&str> = field.rows.iter().filter_map(|row| row.was.as_deref()).collect();
            for kind in kinds {
                lists.extend(self.follow(work, schema, kind, (&old, &field.to), prepared.now).await?);
            }
        }
        Ok(lists)
    }

    /// Whether every row that is still there has the right value.
    pub(super) async fn is_corrected(
        &self,
        prepared: &PreparedRectification,
    ) -> Result<Applied, ConnectError> {
        let map = &self.0.map;
        self.same_map(&prepared.system, &prepared.map)?;
        if prepared.fields.iter().all(|field| field.rows.is_empty()) {
            return Ok(Applied::Empty);
        }
        let (mut work, schema) = self.begin(Intent::Read).await?;
        let plan = self.lay(&schema, Purpose::Keys)?;
        for field in &prepared.fields {
            let here =
                located(map, field.place.clone(), field.copy).map_err(|error| self.uncorrectable(&error))?;
            let (planned, column) = self.target(&plan, &here)?;
            let keys: Vec<Key> = field.rows.iter().map(|row| row.key.clone()).collect();
            let now = values(&mut work, planned, &keys, &[column], Lock::None).await?;
            let right = |value: &Vec<Option<String>>| {
                same(column, value.first().and_then(Option::as_deref), Some(&field.to))
            };
            if !now.values().all(right) {
                return Ok(Applied::NotApplied);
            }
        }
        work.commit().await?;
        Ok(Applied::Applied)
    }

    /// What stands in every place of a correction.
    async fn standing(
        &self,
        work: &mut Work,
        plan: &Plan<'_>,
        found: &Found,
        places: &[Located<'_>],
    ) -> Result<Values, ConnectError> {
        let mut standing = Values::new();
        for here in places {
            let (planned, column) = self.target(plan, here)?;
            let keys: Vec<Key> = rows_of(here, found).into_iter().cloned().collect();
            let rows = values(work, planned, &keys, &[column], Lock::None).await?;
            let rows = rows.into_iter().map(|(key, mut row)| (key, row.pop().flatten()));
            standing.insert(here.place.clone(), rows.collect());
        }
        Ok(standing)
    }

    fn target<'p>(
        &self,
        plan: &'p Plan<'p>,
        here: &Located<'p>,
    ) -> Result<(&'p Planned<'p>, &'p Column), ConnectError> {
        let system = &self.0.map.system.id;
        let planned = plan.collections.iter().find(|planned| planned.rules.id == here.collection.id);
        let planned = planned.ok_or_else(|| ConnectError::MapChanged { system: system.clone() })?;
        let column = columns(system, &here.collection.table, planned.table, [here.column])?;
        let column =
            column.first().copied().ok_or_else(|| ConnectError::MapChanged { system: system.clone() })?;
        Ok((planned, column))
    }

    /// Refuses what the column cannot hold.
    fn fits(&self, plan: &Plan<'_>, field: &PreparedField) -> Result<(), ConnectError> {
        let planned = plan.collections.iter().find(|planned| planned.rules.id == field.place.collection);
        let Some(column) = planned.and_then(|planned| planned.table.column(&field.column)) else {
            return Ok(());
        };
        let long = column.max_length.is_some_and(|most| field.to.chars().count() as u64 > most);
        let reason = if column.generated {
            "is computed by the database and cannot be changed"
        } else if long {
            "is too short for the new value"
        } else if super::dialect::canonical(column, &field.to).is_none() {
            "takes values of another kind"
        } else {
            return Ok(());
        };
        Err(ConnectError::Constraint {
            system: self.0.map.system.id.clone(),
            table: field.table.clone(),
            reason: format!("“{}” {reason}", field.place),
        })
    }

    /// Refuses to give a person the value by which somebody else is found: from then on both would be one.
    async fn nobody_elses(
        &self,
        work: &mut Work,
        plan: &Plan<'_>,
        found: &Found,
        fields: &[PreparedField],
    ) -> Result<(), ConnectError> {
        let map = &self.0.map;
        for field in fields.iter().filter(|field| !field.copy && !field.rows.is_empty()) {
            let Some(planned) = plan.collections.iter().find(|part| part.rules.id == field.place.collection)
            else {
                continue;
            };
            for path in planned.rules.paths.iter().filter(|path| tells_by(path, &field.column)) {
                let others = self.others(work, planned, found, path, &field.to).await?;
                if others {
                    let reason = format!(
                        "“{}” tells people apart, and another row has the new value already",
                        field.place
                    );
                    let system = map.system.id.clone();
                    return Err(ConnectError::Constraint { system, table: field.table.clone(), reason });
                }
            }
        }
        Ok(())
    }

    /// Whether a row that is not the person's answers to a value.
    async fn others(
        &self,
        work: &mut Work,
        planned: &Planned<'_>,
        found: &Found,
        path: &Path,
        value: &str,
    ) -> Result<bool, ConnectError> {
        let map = &self.0.map;
        let own: HashSet<&Key> = found
            .collection(&planned.rules.id)
            .into_iter()
            .flat_map(|part| part.rows.iter().filter(|row| row.relation == Relation::Own))
            .map(|row| &row.key)
            .collect();
        let (Some(kind), Some(column)) = (path.on.values().next(), planned.on_columns(path).first().copied())
        else {
            return Ok(false);
        };
        let steps = map.identity(kind).map_or(&[][..], |rule| rule.normalise.as_slice());
        let wanted = normalise(value, steps);
        let layout = planned.layout(work.engine(), Some(path));
        let mut statement = Statement::new(work.engine(), layout.sql());
        push_folded(&mut statement, planned.table, column, steps, std::slice::from_ref(&wanted));
        planned.push_fixed(&mut statement, Some(path));
        let mut others = false;
        work.fetch(statement, Some(&planned.rules.table), |row| {
            let standing = layout.on.first().and_then(|place| row.get(*place)?.as_deref());
            let same = standing.is_some_and(|standing| normalise(standing, steps) == wanted);
            let key = Key(row.into_iter().take(planned.rules.key.len()).flatten().collect());
            others |= same && !own.contains(&key);
            Ok(())
        })
        .await?;
        Ok(others)
    }

    /// Everything about the person.
    pub(super) async fn found(
        &self,
        work: &mut Work,
        plan: &Plan<'_>,
        identities: &[Identity],
    ) -> Result<Found, ConnectError> {
        let given = given(&self.0.map, identities)?;
        let mut search = Search::new(plan, &given, None);
        search.run(work, None).await?;
        Ok(search.finish().0)
    }

    pub(super) fn same_map(&self, system: &str, fingerprint: &str) -> Result<(), ConnectError> {
        let map: &DataMap = &self.0.map;
        if system == map.system.id && fingerprint == self.0.fingerprint {
            return Ok(());
        }
        Err(ConnectError::MapChanged { system: map.system.id.clone() })
    }

    pub(super) fn writable(&self, schema: &Schema) -> Result<(), ConnectError> {
        if schema.read_only {
            return Err(ConnectError::ReadOnly { system: self.0.map.system.id.clone() });
        }
        Ok(())
    }

    pub(super) fn outdated(&self, table: &str) -> ConnectError {
        ConnectError::Outdated { system: self.0.map.system.id.clone(), table: table.to_owned() }
    }

    fn uncorrectable(&self, error: &RectifyError) -> ConnectError {
        ConnectError::Uncorrectable {
            system: self.0.map.system.id.clone(),
            reason: error.to_string(),
            absent: matches!(error, RectifyError::Nothing(_)),
        }
    }
}

/// Whether people are found by the whole value of a column.
fn tells_by(path: &Path, column: &str) -> bool {
    path.source() == Source::Identity
        && path.relation == Relation::Own
        && path.how == Match::Equals
        && path.hash.is_none()
        && path.format.is_none()
        && path.on.len() == 1
        && path.on.contains_key(column)
}
