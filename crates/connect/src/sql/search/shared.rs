//! Rows in which somebody else has a part: whether rows that are not the person's lead to them too.
//!
//! A household is reached from its members. It is this member's, and that member's; an erasure for one of them must
//! not take it from the other. Which collection's rows make the parts is said by the map
//! ([`inventory::map::ErasureRule::unless_shared`]); here everybody's rows of it are asked, by the values of the
//! join, and those that are not the person's own count.

use std::collections::{BTreeSet, HashMap};

use inventory::Key;
use inventory::map::{Match, Path, Relation, Source};

use super::plan::{Plan, Planned};
use super::{Search, key_of};
use crate::error::ConnectError;
use crate::sql::dialect::{canonical, chunk, push_tuples};
use crate::sql::pool::Work;
use crate::sql::schema::Column;
use crate::sql::statement::Statement;

impl<'a> Search<'a> {
    /// Notes which own rows somebody else has a part in. To be asked when everything is found.
    pub(in crate::sql) async fn look_for_others(&mut self, work: &mut Work) -> Result<(), ConnectError> {
        let plan: &'a Plan<'a> = self.plan;
        for (index, planned) in plan.collections.iter().enumerate() {
            let Some(id) = planned.rules.erasure.unless_shared.as_deref() else { continue };
            let Some(source) = plan.map.position(id) else { continue };
            let Some(from) = plan.collections.get(source) else { continue };
            let leads = |path: &&Path| {
                path.source() == Source::Collection(id)
                    && path.how == Match::Equals
                    && path.relation == Relation::Own
            };
            for path in planned.rules.paths.iter().filter(leads) {
                let shared = self.shared_by(work, index, (source, from), path).await?;
                if let Some(state) = self.states.get_mut(index) {
                    state.found.shared.extend(shared);
                }
            }
        }
        Ok(())
    }

    /// The own rows of a collection to which rows of the other lead that are not the person's.
    async fn shared_by(
        &self,
        work: &mut Work,
        index: usize,
        (source, from): (usize, &Planned<'_>),
        path: &Path,
    ) -> Result<BTreeSet<Key>, ConnectError> {
        let mut shared = BTreeSet::new();
        let (Some(state), Some(parts)) = (self.states.get(index), self.states.get(source)) else {
            return Ok(shared);
        };
        let columns: Vec<&Column> = path.on.values().filter_map(|name| from.table.column(name)).collect();
        let mut rows: HashMap<Vec<String>, Vec<&Key>> = HashMap::new();
        for row in state.own.iter().filter_map(|position| state.row(*position)) {
            let values = path
                .on
                .keys()
                .zip(&columns)
                .map(|(name, column)| canonical(column, state.found.value(row, name)?));
            if let Some(values) = values.collect::<Option<Vec<String>>>() {
                rows.entry(values).or_default().push(&row.key);
            }
        }
        let asked: Vec<&Vec<String>> = rows.keys().collect();
        let layout = from.layout(self.plan.engine, None);
        let places: Vec<Option<usize>> = path.on.values().map(|name| from.place(name)).collect();
        let own = |key: &Key| {
            let row = parts.position(key).and_then(|position| parts.row(position));
            row.is_some_and(|row| row.relation == Relation::Own)
        };
        for tuples in asked.chunks(chunk(self.plan.engine)) {
            let mut statement = Statement::new(self.plan.engine, layout.sql());
            push_tuples(&mut statement, &columns, tuples);
            Planned::push_collection(from.rules, from.table, &mut statement);
            work.fetch(statement, Some(&from.rules.table), |row| {
                let values = places
                    .iter()
                    .zip(&columns)
                    .map(|(place, column)| canonical(column, row.get((*place)?)?.as_deref()?));
                let values = values.collect::<Option<Vec<String>>>();
                let mine = key_of(from, &row).is_none_or(|key| own(&key));
                if let (Some(values), false) = (values, mine) {
                    shared.extend(rows.get(&values).into_iter().flatten().copied().cloned());
                }
                Ok(())
            })
            .await?;
        }
        Ok(shared)
    }
}
