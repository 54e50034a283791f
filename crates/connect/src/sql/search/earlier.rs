//! Rows of an earlier preparation that were not found again.

use std::collections::{HashMap, HashSet};

use inventory::map::Relation;
use inventory::{FoundRow, Key};

use super::plan::Planned;
use super::{Search, key_of};
use crate::error::ConnectError;
use crate::sql::dialect::{chunk, push_tuples};
use crate::sql::pool::Work;
use crate::sql::statement::Statement;

impl Search<'_> {
    /// Brings back prepared rows that were not found again: when they are gone their children are still looked
    /// for; when they are there they belong to somebody else by now and are left.
    pub(super) async fn bring_back(
        &mut self,
        work: &mut Work,
        collection: usize,
    ) -> Result<(), ConnectError> {
        let Some(planned) = self.planned(collection) else { return Ok(()) };
        let Some(earlier) = self.earlier else { return Ok(()) };
        let Some(part) = earlier.collections.iter().find(|part| part.collection == planned.rules.id) else {
            return Ok(());
        };
        let Some(state) = self.states.get(collection) else { return Ok(()) };
        let own = |key: &Key| {
            let row = state.position(key).and_then(|position| state.row(position));
            row.is_some_and(|row| row.relation == Relation::Own)
        };
        let missing: Vec<_> =
            part.groups.iter().flat_map(|group| &group.rows).filter(|row| !own(&row.key)).cloned().collect();
        if missing.is_empty() {
            return Ok(());
        }
        let keys: Vec<Vec<String>> = missing.iter().map(|row| row.key.0.clone()).collect();
        let present = if self.erased { HashSet::new() } else { self.present(work, planned, &keys).await? };
        let lost = self.lost.entry(planned.rules.id.clone()).or_default();
        let Some(state) = self.states.get_mut(collection) else { return Ok(()) };
        for row in missing {
            if !self.erased && present.contains(&row.key) {
                lost.not_theirs += 1;
                continue;
            }
            lost.gone += 1;
            let links: HashMap<&String, &Option<String>> = part.links.iter().zip(&row.links).collect();
            let values =
                planned.kept.iter().map(|column| links.get(column).copied().cloned().flatten()).collect();
            let trail = state.trail("prepared", "prepared");
            let ghost =
                FoundRow { key: row.key, relation: Relation::Own, trail, path: 0, also: Vec::new(), values };
            let (position, _) = state.take(ghost);
            state.hide(position);
        }
        Ok(())
    }

    /// Which of these keys the table has.
    async fn present(
        &self,
        work: &mut Work,
        planned: &Planned<'_>,
        keys: &[Vec<String>],
    ) -> Result<HashSet<Key>, ConnectError> {
        let mut present = HashSet::new();
        let layout = planned.layout(self.plan.engine, None);
        for chunk in keys.chunks(chunk(self.plan.engine)) {
            let mut statement = Statement::new(self.plan.engine, layout.sql());
            push_tuples(&mut statement, &planned.key_columns(), chunk);
            work.fetch(statement, Some(&planned.rules.table), |row| {
                present.extend(key_of(planned, &row));
                Ok(())
            })
            .await?;
        }
        Ok(present)
    }
}
