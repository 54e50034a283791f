//! Accounts that share an address: which one was meant, if it can be told.

use std::collections::BTreeMap;

use inventory::Key;
use inventory::map::{Match, Relation, Twins};

use super::plan::Layout;
use super::sources::Origin;
use super::walk::{Reached, Step};
use super::{Search, key_of};
use crate::error::ConnectError;
use crate::sql::export::Emitter;
use crate::sql::pool::TextRow;

/// A row that may be the person's account, or somebody else's with the same address.
pub(super) struct Candidate<'a> {
    pub(super) step: Step<'a>,
    pub(super) layout: Layout,
    pub(super) row: TextRow,
    pub(super) origin: Option<Origin>,
}

impl Candidate<'_> {
    fn key(&self) -> Option<Key> {
        key_of(self.step.planned, &self.row)
    }

    fn is_ended(&self) -> bool {
        self.step.path.twins == Some(Twins::Ended)
    }

    /// The value as it was given.
    fn raw(&self) -> &str {
        self.origin.as_ref().map_or("", |origin| origin.raw.as_str())
    }

    /// The column is, but for white space around it, exactly what was given.
    fn is_identical(&self) -> bool {
        let text: String =
            self.layout.on.iter().filter_map(|place| self.row.get(*place)?.as_deref()).collect();
        self.step.path.how == Match::Equals && text.trim() == self.raw()
    }
}

impl<'a> Search<'a> {
    /// Several accounts that normalisation makes one: the one that was meant, if it can be told. All paths of the
    /// collection that look for twins are judged together.
    pub(super) fn twins(
        &mut self,
        pool: Vec<Candidate<'a>>,
        mut emitter: Option<&mut Emitter<'_>>,
    ) -> Result<(), ConnectError> {
        let mut by_value: BTreeMap<String, Vec<Candidate<'a>>> = BTreeMap::new();
        for candidate in pool {
            let same = by_value.entry(candidate.raw().to_owned()).or_default();
            let known = same.iter().position(|other| other.key() == candidate.key());
            match known.and_then(|place| same.get_mut(place)) {
                // Reached twice: by which path it is exactly what was given counts.
                Some(other) if candidate.is_identical() && !other.is_identical() => *other = candidate,
                Some(_) => {}
                None => same.push(candidate),
            }
        }
        for candidates in by_value.into_values() {
            for (candidate, chosen) in self.judged(candidates) {
                let twin = (!chosen).then_some(Relation::Mentions);
                let Candidate { step, layout, mut row, origin } = candidate;
                let trail = self.trail(&step, origin.as_ref(), twin.is_some());
                let reached = Reached { origin: origin.as_ref(), trail, twin };
                self.row(&step, &layout, &mut row, reached, emitter.as_deref_mut())?;
            }
        }
        Ok(())
    }

    /// Which of the accounts that answer to one value are the person's. Ended ones never stand in the way of live
    /// ones.
    fn judged(&self, candidates: Vec<Candidate<'a>>) -> Vec<(Candidate<'a>, bool)> {
        let (ended, live): (Vec<_>, Vec<_>) = candidates.into_iter().partition(Candidate::is_ended);
        let known: Vec<bool> = live.iter().map(|candidate| self.is_own(candidate)).collect();
        let chosen: Vec<bool> = if live.len() == 1 {
            vec![true]
        } else if known.contains(&true) {
            known.clone()
        } else {
            live.iter().map(Candidate::is_identical).collect()
        };
        let told = known.contains(&true) || chosen.iter().filter(|chosen| **chosen).count() == 1;
        let only = live.is_empty() && ended.len() == 1;
        let ended: Vec<(Candidate<'a>, bool)> = ended
            .into_iter()
            .map(|candidate| {
                let chosen = only || self.is_own(&candidate);
                (candidate, chosen)
            })
            .collect();
        live.into_iter().zip(chosen.into_iter().map(|chosen| chosen && told)).chain(ended).collect()
    }

    /// Whether another path has made the row the person's own already.
    fn is_own(&self, candidate: &Candidate<'a>) -> bool {
        let state = self.states.get(candidate.step.collection);
        let row = state.and_then(|state| state.row(state.position(&candidate.key()?)?));
        row.is_some_and(|row| row.relation == Relation::Own)
    }
}
