//! The walk: groups of collections, their paths, and the statements for each.

use std::collections::{HashMap, HashSet};

use inventory::Key;
use inventory::map::{AttributeKind, Match, Path, Relation, Source};
use inventory::order::is_fixpoint;

use super::matching::{Matcher, Wanted};
use super::plan::{Layout, Plan, Planned};
use super::sources::{Origin, Sources, attribute_kind, wanted};
use super::twins::Candidate;
use super::{Search, key_of};
use crate::error::ConnectError;
use crate::sql::dialect::{chunk, push_edge, push_in, push_like, push_tuples};
use crate::sql::export::Emitter;
use crate::sql::folded::push_folded;
use crate::sql::pool::{Engine, TextRow, Work};
use crate::sql::schema::{Column, Kind};
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
        let mut pool = Vec::new();
        for (number, path) in planned.paths() {
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

    /// Everything that one path of a collection leads to.
    pub(super) async fn path(
        &mut self,
        work: &mut Work,
        step: &Step<'a>,
        mut sources: Sources,
        pool: &mut Vec<Candidate<'a>>,
        mut emitter: Option<&mut Emitter<'_>>,
    ) -> Result<(), ConnectError> {
        let layout = self.layout(step, &sources);
        let matcher = self.matcher(step.planned, step.path);
        let most = if Planned::reads_text(step.path) { PATTERNS } else { chunk(self.plan.engine) };
        if step.planned.passing && sources.tuples.len() > most {
            // Rows that are not remembered must not be reached by two statements.
            let mut asked = HashSet::new();
            sources.tuples.retain(|(values, _)| asked.insert(values.clone()));
        }
        for tuples in sources.tuples.chunks(most) {
            let wanted = wanted(step.planned, step.path, tuples);
            let Some(statement) = self.statement(step, &layout, &wanted) else { continue };
            let table = Some(step.planned.rules.table.as_str());
            let mut trails: HashMap<usize, usize> = HashMap::new();
            work.fetch(statement, table, |mut row| {
                let Some(origin) = origin_of(&matcher, &wanted, &layout, &row) else { return Ok(()) };
                let source = sources.origins.get(origin);
                if step.path.twins.is_none() {
                    let trail = *trails.entry(origin).or_insert_with(|| self.trail(step, source, false));
                    let reached = Reached { origin: source, trail, twin: None };
                    return self.row(step, &layout, &mut row, reached, emitter.as_deref_mut());
                }
                let (step, layout, origin) = (step.clone(), layout.clone(), source.cloned());
                pool.push(Candidate { step, layout, row, origin });
                Ok(())
            })
            .await?;
        }
        Ok(())
    }

    /// What is read for a path. Where the database's comparison of whole numbers says everything, and there is one way
    /// on which the rows can have been reached, the compared column itself need not come along.
    pub(super) fn layout(&self, step: &Step<'a>, sources: &Sources) -> Layout {
        let exact = self.plan.engine != Engine::Sqlite
            && step.path.relation == Relation::Own
            && step.path.how == Match::Equals
            && step.path.twins.is_none()
            && matches!(step.path.source(), Source::Collection(_))
            && step.planned.on_columns(step.path).iter().all(|column| column.kind == Kind::Int);
        let told = exact && sources.origins.len() <= 1;
        step.planned.layout(self.plan.engine, Some(step.path).filter(|_| !told))
    }

    /// The statement for a chunk of values; none when no value can be in the columns.
    fn statement(&self, step: &Step<'a>, layout: &Layout, wanted: &Wanted) -> Option<Statement> {
        if step.path.how == Match::Equals && wanted.is_empty() {
            return None;
        }
        let mut statement = Statement::new(self.plan.engine, layout.sql());
        self.plan.push_wanted(&mut statement, step.planned, step.path, wanted);
        step.planned.push_fixed(&mut statement, Some(step.path));
        Some(statement)
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
            let keys: Vec<&Key> =
                positions.iter().filter_map(|position| Some(&state.row(*position)?.key)).collect();
            let mut statement = Statement::new(self.plan.engine, layout.sql());
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

impl Plan<'_> {
    /// Adds the comparison of a path's columns with the wanted values, of which there is at least one.
    pub(super) fn push_wanted(
        &self,
        statement: &mut Statement,
        planned: &Planned<'_>,
        path: &Path,
        wanted: &Wanted,
    ) {
        let columns = planned.on_columns(path);
        if path.how == Match::Equals {
            self.push_equals(statement, planned, path, &columns, &wanted.tuples());
            return;
        }
        let Some(column) = columns.first() else { return };
        statement.push("(");
        for (index, (value, _)) in wanted.inside.iter().enumerate() {
            statement.push(if index > 0 { " OR " } else { "" });
            match path.how {
                Match::Suffix => push_edge(statement, column, value, false),
                Match::Prefix => push_edge(statement, column, value, true),
                _ => push_like(statement, column, &pattern(path, value)),
            }
        }
        statement.push(")");
    }

    fn push_equals(
        &self,
        statement: &mut Statement,
        planned: &Planned<'_>,
        path: &Path,
        columns: &[&Column],
        tuples: &[&[String]],
    ) {
        let plain = path.source() != Source::Identity || path.format.is_some();
        if plain {
            push_tuples(statement, columns, tuples);
            return;
        }
        // Identities: each column under the normalisation of its kind. The combinations are checked afterwards.
        for (place, (column, kind)) in columns.iter().zip(path.on.values()).enumerate() {
            statement.push(if place > 0 { " AND " } else { "" });
            let mut values: Vec<String> =
                tuples.iter().filter_map(|tuple| tuple.get(place).cloned()).collect();
            values.sort_unstable();
            values.dedup();
            if path.hash.is_some() {
                // Every writing of each hash is among them already.
                push_in(statement, column, &values);
            } else {
                push_folded(statement, planned.table, column, self.steps(kind), &values);
            }
        }
    }
}

fn pattern(path: &Path, value: &str) -> String {
    let phone = path.source() == Source::Attribute
        && path.on.values().any(|kind| attribute_kind(kind) == Some(AttributeKind::Phone));
    if phone { inventory::needle::like_phone(value) } else { inventory::needle::like_pattern(value) }
}

/// How a row was reached.
#[derive(Clone, Copy)]
pub(super) struct Reached<'o> {
    pub(super) origin: Option<&'o Origin>,
    /// The words for it, by number.
    pub(super) trail: usize,
    /// What the judgement of twins made of it.
    pub(super) twin: Option<Relation>,
}

/// A path of a collection.
#[derive(Clone)]
pub(super) struct Step<'a> {
    pub(super) collection: usize,
    pub(super) number: usize,
    pub(super) path: &'a Path,
    pub(super) planned: &'a Planned<'a>,
}

/// Which of the origins a row comes from; none when it matches none of the wanted values.
pub(super) fn origin_of(
    matcher: &Matcher<'_>,
    wanted: &Wanted,
    layout: &Layout,
    row: &TextRow,
) -> Option<usize> {
    if layout.on.is_empty() {
        return Some(0);
    }
    let values: Option<Vec<&str>> = layout.on.iter().map(|place| row.get(*place)?.as_deref()).collect();
    matcher.origin(wanted, &values?)
}
