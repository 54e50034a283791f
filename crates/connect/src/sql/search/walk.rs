//! The walk: groups of collections, their paths, and what is made of each row that comes back.

use std::collections::{BTreeMap, HashMap, HashSet};

use inventory::map::{Match, Path, Relation, Source};
use inventory::order::is_fixpoint;
use inventory::{FoundRow, Key};

use super::matching::{Matcher, Wanted};
use super::plan::{Layout, Planned};
use super::sources::{Origin, Sources, attribute_kind, wanted};
use super::state::Took;
use super::{Search, key_of};
use crate::error::ConnectError;
use crate::sql::dialect::{chunk, push_edge, push_in, push_like, push_tuples};
use crate::sql::export::Emitter;
use crate::sql::folded::push_folded;
use crate::sql::pool::{TextRow, Work};
use crate::sql::statement::Statement;

/// Patterns in one statement.
const PATTERNS: usize = 32;

impl<'a> Search<'a> {
    /// Searches a group of collections until nothing new is found.
    pub(super) async fn group(
        &mut self,
        work: &mut Work,
        group: &[usize],
        mut emitter: Option<&mut Emitter<'_>>,
    ) -> Result<(), ConnectError> {
        let fixpoint = is_fixpoint(self.plan.map, group);
        // Rows can be handed over at once when nothing found later can change what they are.
        let at_once = group.len() == 1 && !self.owned_within(group);
        if let (true, Some(emitter), [single]) = (at_once, emitter.as_deref_mut(), group)
            && let Some(planned) = self.planned(*single)
        {
            emitter.collection(planned);
        }
        let mut first = true;
        let mut remembered = self.earlier.is_none();
        loop {
            let before = self.size(group);
            for collection in group {
                let emit = emitter.as_deref_mut().filter(|_| at_once);
                self.collection(work, *collection, first, emit).await?;
            }
            first = false;
            let upgraded = self.judge_waiting(group);
            if fixpoint && (self.size(group) != before || upgraded) {
                continue;
            }
            if remembered {
                break;
            }
            // Only when everything is found that can be: what is missing now is gone, or somebody else's.
            remembered = true;
            for collection in group {
                self.bring_back(work, *collection).await?;
            }
            if !fixpoint {
                break;
            }
        }
        if let Some(emitter) = emitter {
            if at_once {
                emitter.end()?;
            } else {
                for collection in group {
                    self.emit_by_key(work, *collection, emitter).await?;
                }
            }
        }
        Ok(())
    }

    /// Whether an owner's collection is in the group itself.
    fn owned_within(&self, group: &[usize]) -> bool {
        group.iter().filter_map(|index| self.planned(*index)).any(|planned| {
            let target = planned.rules.owner.as_ref().and_then(|owner| owner.target());
            target.and_then(|(id, _)| self.plan.map.position(id)).is_some_and(|owner| group.contains(&owner))
        })
    }

    fn size(&self, group: &[usize]) -> usize {
        group.iter().filter_map(|index| self.states.get(*index)).map(|state| state.own.len()).sum()
    }

    /// All paths of one collection: to own rows first, in the order of the map.
    async fn collection(
        &mut self,
        work: &mut Work,
        collection: usize,
        first: bool,
        mut emitter: Option<&mut Emitter<'_>>,
    ) -> Result<(), ConnectError> {
        let Some(planned) = self.planned(collection) else { return Ok(()) };
        let mut paths: Vec<(usize, &'a Path)> = planned.rules.paths.iter().enumerate().collect();
        // Twins are judged when the other identities have had their say; mentions when it is known what is own.
        paths.sort_by_key(|(_, path)| (path.relation, path.twins.is_some()));
        let mut pool = Vec::new();
        for (number, path) in paths {
            if !first && !matches!(path.source(), Source::Collection(_)) {
                continue;
            }
            if path.twins.is_none() && !pool.is_empty() {
                self.twins(std::mem::take(&mut pool), emitter.as_deref_mut())?;
            }
            let sources = self.sources(collection, number, path);
            if sources.tuples.is_empty() {
                continue;
            }
            let step = Step { collection, number, path, planned };
            self.path(work, &step, sources, &mut pool, emitter.as_deref_mut()).await?;
        }
        self.twins(pool, emitter)
    }

    async fn path(
        &mut self,
        work: &mut Work,
        step: &Step<'a>,
        sources: Sources,
        pool: &mut Vec<Candidate<'a>>,
        mut emitter: Option<&mut Emitter<'_>>,
    ) -> Result<(), ConnectError> {
        let layout = step.planned.layout(self.plan.engine, Some(step.path));
        let matcher = self.matcher(step.path);
        let most = if Planned::reads_text(step.path) { PATTERNS } else { chunk(self.plan.engine) };
        for tuples in sources.tuples.chunks(most) {
            let wanted = wanted(step.planned, step.path, tuples);
            let Some(statement) = self.statement(step, &layout, &wanted) else { continue };
            let table = Some(step.planned.rules.table.as_str());
            work.fetch(statement, table, |mut row| {
                let Some(origin) = origin_of(&matcher, &wanted, &layout, &row) else { return Ok(()) };
                let source = sources.origins.get(origin);
                if step.path.twins.is_none() {
                    return self.row(step, &layout, &mut row, source, None, emitter.as_deref_mut());
                }
                let (step, layout, origin) = (step.clone(), layout.clone(), source.cloned());
                pool.push(Candidate { step, layout, row, origin });
                Ok(())
            })
            .await?;
        }
        Ok(())
    }

    /// The statement for a chunk of values; none when no value can be in the columns.
    fn statement(&self, step: &Step<'a>, layout: &Layout, wanted: &Wanted) -> Option<Statement> {
        let mut statement = Statement::new(self.plan.engine, layout.sql.clone());
        let columns = step.planned.on_columns(step.path);
        if step.path.how == Match::Equals {
            let mut tuples: Vec<Vec<String>> = wanted.exact.keys().cloned().collect();
            tuples.sort_unstable();
            if tuples.is_empty() {
                return None;
            }
            self.push_equals(&mut statement, step, &columns, &tuples);
        } else {
            let column = columns.first()?;
            statement.push("(");
            for (index, (value, _)) in wanted.inside.iter().enumerate() {
                statement.push(if index > 0 { " OR " } else { "" });
                match step.path.how {
                    Match::Suffix => push_edge(&mut statement, column, value, false),
                    Match::Prefix => push_edge(&mut statement, column, value, true),
                    _ => push_like(&mut statement, column, &Self::pattern(step.path, value)),
                }
            }
            statement.push(")");
        }
        step.planned.push_fixed(&mut statement, Some(step.path));
        Some(statement)
    }

    fn push_equals(
        &self,
        statement: &mut Statement,
        step: &Step<'a>,
        columns: &[&crate::sql::schema::Column],
        tuples: &[Vec<String>],
    ) {
        let plain = step.path.source() != Source::Identity || step.path.format.is_some();
        if plain {
            push_tuples(statement, columns, tuples);
            return;
        }
        // Identities: each column under the normalisation of its kind. The combinations are checked afterwards.
        for (place, (column, kind)) in columns.iter().zip(step.path.on.values()).enumerate() {
            statement.push(if place > 0 { " AND " } else { "" });
            let mut values: Vec<String> =
                tuples.iter().filter_map(|tuple| tuple.get(place).cloned()).collect();
            values.sort_unstable();
            values.dedup();
            if step.path.hash.is_some() {
                let upper: Vec<String> = values.iter().map(|value| value.to_ascii_uppercase()).collect();
                values.extend(upper);
                push_in(statement, column, &values);
            } else {
                push_folded(statement, step.planned.table, column, self.steps(kind), &values);
            }
        }
    }

    fn pattern(path: &Path, value: &str) -> String {
        let phone = path.source() == Source::Attribute
            && path
                .on
                .values()
                .any(|kind| attribute_kind(kind) == Some(inventory::map::AttributeKind::Phone));
        if phone { inventory::needle::like_phone(value) } else { inventory::needle::like_pattern(value) }
    }

    /// Takes a row in: whose it is, how it was reached, and hands it over when it is new.
    fn row(
        &mut self,
        step: &Step<'a>,
        layout: &Layout,
        row: &mut TextRow,
        origin: Option<&Origin>,
        twin: Option<Relation>,
        emitter: Option<&mut Emitter<'_>>,
    ) -> Result<(), ConnectError> {
        let planned = step.planned;
        let Some(key) = key_of(planned, row) else { return Ok(()) };
        let (mut relation, owner) = self.relation(step, row);
        relation = twin.unwrap_or(relation);
        let other_twin = twin == Some(Relation::Mentions);
        let trail = self.trail(step, origin, other_twin);
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
        if self.is_owner(owner, value) {
            (Relation::Own, None)
        } else {
            (Relation::Mentions, Some(value.to_owned()))
        }
    }

    fn is_owner(&self, owner: &inventory::map::Owner, value: &str) -> bool {
        owner.target().is_some_and(|(id, column)| {
            let state = self.plan.map.position(id).and_then(|position| self.states.get(position));
            state.is_some_and(|state| state.owns(column, value))
        })
    }

    /// Judges rows again that were given to somebody else, now that more is known to be the person's.
    fn judge_waiting(&mut self, group: &[usize]) -> bool {
        let mut upgraded = false;
        for index in group {
            let Some(owner) = self.planned(*index).and_then(|planned| planned.rules.owner.as_ref()) else {
                continue;
            };
            let Some(state) = self.states.get_mut(*index) else { continue };
            let waiting = std::mem::take(&mut state.waiting);
            let (now, still): (Vec<_>, Vec<_>) =
                waiting.into_iter().partition(|(_, value)| self.is_owner(owner, value));
            let Some(state) = self.states.get_mut(*index) else { continue };
            state.waiting = still;
            upgraded |= !now.is_empty();
            for (position, _) in now {
                state.upgrade(position);
            }
        }
        upgraded
    }

    /// Several accounts that normalisation makes one: the one that was meant, if it can be told. All paths of the
    /// collection that look for twins are judged together.
    fn twins(
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
            let known: Vec<bool> = candidates.iter().map(|candidate| self.is_own(candidate)).collect();
            let chosen: Vec<bool> = if candidates.len() == 1 {
                vec![true]
            } else if known.contains(&true) {
                known.clone()
            } else {
                candidates.iter().map(Candidate::is_identical).collect()
            };
            let told = known.contains(&true) || chosen.iter().filter(|chosen| **chosen).count() == 1;
            for (candidate, chosen) in candidates.into_iter().zip(chosen) {
                let twin = (!(chosen && told)).then_some(Relation::Mentions);
                let Candidate { step, layout, mut row, origin } = candidate;
                self.row(&step, &layout, &mut row, origin.as_ref(), twin, emitter.as_deref_mut())?;
            }
        }
        Ok(())
    }

    /// Whether another path has made the row the person's own already.
    fn is_own(&self, candidate: &Candidate<'a>) -> bool {
        let state = self.states.get(candidate.step.collection);
        let row = state.and_then(|state| state.row(state.position(&candidate.key()?)?));
        row.is_some_and(|row| row.relation == Relation::Own)
    }

    /// How a row was reached, in words.
    fn trail(&mut self, step: &Step<'a>, origin: Option<&Origin>, other_twin: bool) -> usize {
        let id = &step.planned.rules.id;
        let on = step.path.on.keys().cloned().collect::<Vec<_>>().join("+");
        let stem = origin.map_or("", |origin| origin.stem.as_str());
        let mut text = format!("{stem} → {id}.{on}");
        let first = origin.is_some_and(|origin| origin.first);
        let next = if first { format!("{stem} → {id}") } else { text.clone() };
        if other_twin {
            text.push_str(" (another account with the same address)");
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

    /// Brings back prepared rows that were not found again: when they are gone their children are still looked
    /// for; when they are there they belong to somebody else by now and are left.
    async fn bring_back(&mut self, work: &mut Work, collection: usize) -> Result<(), ConnectError> {
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
        let present = self.present(work, planned, &keys).await?;
        let lost = self.lost.entry(planned.rules.id.clone()).or_default();
        let Some(state) = self.states.get_mut(collection) else { return Ok(()) };
        for row in missing {
            if present.contains(&row.key) {
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
            let mut statement = Statement::new(self.plan.engine, layout.sql.clone());
            push_tuples(&mut statement, &planned.key_columns(), chunk);
            work.fetch(statement, Some(&planned.rules.table), |row| {
                present.extend(key_of(planned, &row));
                Ok(())
            })
            .await?;
        }
        Ok(present)
    }

    /// Reads own rows again by key, for collections whose rows could not be handed over as they were found.
    async fn emit_by_key(
        &mut self,
        work: &mut Work,
        collection: usize,
        emitter: &mut Emitter<'_>,
    ) -> Result<(), ConnectError> {
        let Some(planned) = self.planned(collection) else { return Ok(()) };
        let Some(state) = self.states.get(collection) else { return Ok(()) };
        let own: Vec<usize> =
            state.own.iter().copied().filter(|position| !state.is_hidden(*position)).collect();
        let layout = planned.layout(self.plan.engine, None);
        emitter.collection(planned);
        for positions in own.chunks(chunk(self.plan.engine)) {
            let keys: Vec<Vec<String>> =
                positions.iter().filter_map(|position| Some(state.row(*position)?.key.0.clone())).collect();
            let mut statement = Statement::new(self.plan.engine, layout.sql.clone());
            push_tuples(&mut statement, &planned.key_columns(), &keys);
            work.fetch(statement, Some(&planned.rules.table), |mut row| {
                let Some(key) = key_of(planned, &row) else { return Ok(()) };
                let found = state.position(&key).and_then(|position| state.row(position));
                let words = found.map_or("", |found| state.found.trail(found));
                emitter.own(planned, &key, words, &mut row, &layout.exported)
            })
            .await?;
        }
        emitter.end()
    }
}

/// A row that may be the person's account, or somebody else's with the same address.
struct Candidate<'a> {
    step: Step<'a>,
    layout: Layout,
    row: TextRow,
    origin: Option<Origin>,
}

impl Candidate<'_> {
    fn key(&self) -> Option<Key> {
        key_of(self.step.planned, &self.row)
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

/// A path of a collection.
#[derive(Clone)]
pub(super) struct Step<'a> {
    collection: usize,
    number: usize,
    path: &'a Path,
    planned: &'a Planned<'a>,
}

fn origin_of(matcher: &Matcher<'_>, wanted: &Wanted, layout: &Layout, row: &TextRow) -> Option<usize> {
    let values: Option<Vec<&str>> = layout.on.iter().map(|place| row.get(*place)?.as_deref()).collect();
    matcher.origin(wanted, &values?)
}
