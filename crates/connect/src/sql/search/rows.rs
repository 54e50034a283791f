//! What is made of a row that came back: whose it is, how it was reached, and whether it is new.

use inventory::map::{Owner, Relation, Twins};
use inventory::{FoundRow, Key};

use super::plan::{Layout, Planned};
use super::sources::Origin;
use super::state::Took;
use super::walk::{Reached, Step};
use super::{Search, key_of};
use crate::error::ConnectError;
use crate::sql::export::Emitter;
use crate::sql::pool::TextRow;

impl<'a> Search<'a> {
    /// Takes a row in: whose it is, how it was reached, and hands it over when it is new.
    pub(super) fn row(
        &mut self,
        step: &Step<'a>,
        layout: &Layout,
        row: &mut TextRow,
        Reached { origin, trail, twin }: Reached<'_>,
        mut emitter: Option<&mut Emitter<'_>>,
    ) -> Result<(), ConnectError> {
        let planned = step.planned;
        let Some(key) = key_of(planned, row) else { return Ok(()) };
        let (mut relation, owner) = self.relation(step, row);
        relation = twin.unwrap_or(relation);
        if let (true, Relation::Own, Some(emitter)) = (planned.passing, relation, emitter.as_deref_mut()) {
            let words = self.states.get(step.collection).and_then(|state| state.found.trails.get(trail));
            return emitter.own(planned, &key, words.map_or("", String::as_str), row, &layout.exported);
        }
        let values = planned.kept.iter().map(|column| row.get(planned.place(column)?)?.clone()).collect();
        let found =
            FoundRow { key: key.clone(), relation, trail, path: step.number, also: Vec::new(), values };
        let Some(state) = self.states.get_mut(step.collection) else { return Ok(()) };
        let (position, took) = state.take(found);
        if let (Took::New, Some(owner)) = (took, owner) {
            state.waiting.push((position, owner));
        }
        if took == Took::Known || relation != Relation::Own {
            if took == Took::New
                && let Some(emitter) = emitter
            {
                let given = origin.map_or("", |origin| origin.raw.as_str());
                emitter.matched((step.collection, position), step.path, given, row, &layout.on);
            }
            return Ok(());
        }
        if self.is_double(step.collection, &key) {
            if let Some(state) = self.states.get_mut(step.collection) {
                state.hide(position);
            }
            return Ok(());
        }
        if let Some(emitter) = emitter {
            let words =
                self.states.get(step.collection).and_then(|state| state.found.trails.get(trail).cloned());
            emitter.own(planned, &key, &words.unwrap_or_default(), row, &layout.exported)?;
        }
        Ok(())
    }

    /// Whose a row is, and the owner's value when that gives it to somebody else for now.
    fn relation(&self, step: &Step<'a>, row: &TextRow) -> (Relation, Option<String>) {
        if step.path.relation == Relation::Mentions {
            return (Relation::Mentions, None);
        }
        let Some(owner) = &step.planned.rules.owner else { return (Relation::Own, None) };
        let value = step.planned.place(&owner.column).and_then(|place| row.get(place)?.as_deref());
        if owner.is_nobody(value) {
            return (Relation::Own, None);
        }
        let value = value.unwrap_or_default();
        if self.is_owner(step.planned, owner, value) {
            (Relation::Own, None)
        } else {
            (Relation::Mentions, Some(value.to_owned()))
        }
    }

    fn is_owner(&self, planned: &Planned<'_>, owner: &Owner, value: &str) -> bool {
        let folded = planned.table.column(&owner.column).is_some_and(|column| column.insensitive);
        owner.target().is_some_and(|(id, column)| {
            let state = self.plan.map.position(id).and_then(|position| self.states.get(position));
            state.is_some_and(|state| {
                state.owns(column, value) || (folded && state.owns_folded(column, value))
            })
        })
    }

    /// Judges rows again that were given to somebody else, now that more is known to be the person's.
    pub(super) fn judge_waiting(&mut self, group: &[usize]) -> bool {
        let mut upgraded = false;
        for index in group {
            let Some(planned) = self.planned(*index) else { continue };
            let Some(owner) = planned.rules.owner.as_ref() else { continue };
            let Some(state) = self.states.get_mut(*index) else { continue };
            let waiting = std::mem::take(&mut state.waiting);
            let (now, still): (Vec<_>, Vec<_>) =
                waiting.into_iter().partition(|(_, value)| self.is_owner(planned, owner, value));
            let Some(state) = self.states.get_mut(*index) else { continue };
            state.waiting = still;
            upgraded |= !now.is_empty();
            for (position, _) in now {
                state.upgrade(position);
            }
        }
        upgraded
    }

    /// How a row was reached, in words.
    pub(super) fn trail(&mut self, step: &Step<'a>, origin: Option<&Origin>, other_twin: bool) -> usize {
        let id = &step.planned.rules.id;
        let on = step.path.on.keys().cloned().collect::<Vec<_>>().join("+");
        let stem = origin.map_or("", |origin| origin.stem.as_str());
        let mut text = format!("{stem} → {id}.{on}");
        let first = origin.is_some_and(|origin| origin.first);
        let next = if first { format!("{stem} → {id}") } else { text.clone() };
        if other_twin {
            text.push_str(match step.path.twins {
                Some(Twins::Ended) => " (an ended account with the same address)",
                _ => " (another account with the same address)",
            });
        }
        self.states.get_mut(step.collection).map_or(0, |state| state.trail(&text, &next))
    }

    /// Whether another collection of the same table has the row already; remembers it otherwise.
    fn is_double(&mut self, collection: usize, key: &Key) -> bool {
        let Some(planned) = self.planned(collection) else { return false };
        if planned.alone {
            return false;
        }
        let rows = self.shared.entry(planned.rules.table.as_str()).or_default();
        *rows.entry(key.clone()).or_insert(collection) != collection
    }

    /// Hides mentions of rows that another collection of the same table has as own, or as an earlier mention.
    pub(super) fn hide_doubles(&mut self) {
        for index in 0..self.states.len() {
            let Some(planned) = self.planned(index).filter(|planned| !planned.alone) else { continue };
            let Some(state) = self.states.get_mut(index) else { continue };
            let rows = self.shared.entry(planned.rules.table.as_str()).or_default();
            let mentions: Vec<(usize, Key)> = state
                .found
                .rows
                .iter()
                .enumerate()
                .filter(|(_, row)| row.relation == Relation::Mentions)
                .map(|(position, row)| (position, row.key.clone()))
                .collect();
            for (position, key) in mentions {
                if *rows.entry(key).or_insert(index) != index {
                    state.hide(position);
                }
            }
        }
    }
}
