//! Collections that wait for nothing of each other, read by one statement.
//!
//! A map has many small collections that all hang on the same few rows, and asking for each costs more than what it
//! finds. Where rows need not be handed over collection by collection, those that could be read at the same time are
//! read together: one branch for every path, each row with its branch's number. Only PostgreSQL is asked like this:
//! MySQL refuses branches whose columns have different collations, and SQLite, in our own process, gains nothing.

use std::collections::HashMap;

use inventory::map::{Match, Source};
use inventory::order::{is_fixpoint, needs};

use super::Search;
use super::matching::{Matcher, Wanted};
use super::plan::{Layout, Planned};
use super::sources::{Origin, wanted};
use super::walk::{Reached, Step, origin_of};
use crate::error::ConnectError;
use crate::sql::dialect::chunk;
use crate::sql::pool::{Engine, Work};
use crate::sql::statement::Statement;

/// Branches in one statement.
const BRANCHES: usize = 32;

/// A path of a collection and what it looks for.
struct Branch<'a> {
    step: Step<'a>,
    layout: Layout,
    matcher: Matcher<'a>,
    wanted: Wanted,
    origins: Vec<Origin>,
    /// The trail of each origin.
    trails: HashMap<usize, usize>,
}

impl<'a> Search<'a> {
    /// Whether a group may be read together with others.
    pub(super) fn is_joinable(&self, group: &[usize]) -> bool {
        let [single] = group else { return false };
        let Some(planned) = self.planned(*single) else { return false };
        self.plan.engine == Engine::Postgres && !is_fixpoint(self.plan.map, group) && planned.joinable
    }

    /// Whether a collection is searched for by something of one of these.
    pub(super) fn waits_for(&self, collection: usize, others: &[usize]) -> bool {
        let needs = needs(self.plan.map, collection);
        others.iter().any(|other| needs.contains(other))
    }

    /// Searches collections that are joinable and do not wait for each other.
    pub(super) async fn together(&mut self, work: &mut Work, group: &[usize]) -> Result<(), ConnectError> {
        if let [single] = group {
            return self.group(work, &[*single], None).await;
        }
        let mut branches: Vec<Branch<'a>> = Vec::new();
        for collection in group {
            let Some(planned) = self.planned(*collection) else { continue };
            for (number, path) in planned.paths() {
                let step = Step { collection: *collection, number, path, planned };
                let sources = self.sources(*collection, number, path);
                if sources.tuples.len() > chunk(self.plan.engine) {
                    self.path(work, &step, sources, &mut Vec::new(), None).await?;
                    continue;
                }
                let wanted = wanted(planned, path, &sources.tuples);
                let layout = self.layout(&step, &sources);
                let (matcher, trails) = (self.matcher(planned, path), HashMap::new());
                branches.push(Branch { step, layout, matcher, wanted, origins: sources.origins, trails });
            }
        }
        for branches in branches.chunks_mut(BRANCHES) {
            self.read(work, branches).await?;
        }
        for collection in group {
            self.judge_waiting(&[*collection]);
            if self.earlier.is_some() {
                self.bring_back(work, *collection).await?;
            }
        }
        Ok(())
    }

    async fn read(&mut self, work: &mut Work, branches: &mut [Branch<'a>]) -> Result<(), ConnectError> {
        let Some(statement) = self.joined(branches) else { return Ok(()) };
        let mut tables: Vec<&str> =
            branches.iter().map(|branch| branch.step.planned.rules.table.as_str()).collect();
        tables.dedup();
        let tables = tables.join(", ");
        work.fetch(statement, Some(&tables), |mut row| {
            let number = row.pop().flatten().and_then(|number| number.parse::<usize>().ok());
            let Some(branch) = number.and_then(|number| branches.get_mut(number)) else { return Ok(()) };
            let Some(origin) = origin_of(&branch.matcher, &branch.wanted, &branch.layout, &row) else {
                return Ok(());
            };
            let source = branch.origins.get(origin);
            let trail =
                *branch.trails.entry(origin).or_insert_with(|| self.trail(&branch.step, source, false));
            let reached = Reached { origin: source, trail, twin: None };
            self.row(&branch.step, &branch.layout, &mut row, reached, None)
        })
        .await?;
        Ok(())
    }

    /// The statement for all branches; none when nothing is looked for. Branches that start from rows stay in it
    /// when there are none: the same statement is prepared once, whoever is searched for.
    fn joined(&self, branches: &[Branch<'a>]) -> Option<Statement> {
        if branches.iter().all(|branch| branch.wanted.is_empty()) {
            return None;
        }
        let width = branches.iter().map(|branch| branch.layout.list.len()).max().unwrap_or_default();
        let mut statement = Statement::new(self.plan.engine, "");
        let mut first = true;
        for (number, branch) in branches.iter().enumerate() {
            if branch.wanted.is_empty() && branch.step.path.source() == Source::Identity {
                continue;
            }
            statement.push(if first { "" } else { " UNION ALL " });
            first = false;
            statement.push(&branch.layout.numbered(width, number));
            self.plan.push_wanted(&mut statement, branch.step.planned, branch.step.path, &branch.wanted);
            branch.step.planned.push_fixed(&mut statement, Some(branch.step.path));
        }
        Some(statement)
    }
}

impl Planned<'_> {
    /// Whether each row of the collection can be judged as it comes, whatever else is found at the same time.
    pub(super) fn can_be_joined(&self) -> bool {
        let plain = |path: &inventory::map::Path| {
            path.how == Match::Equals && path.source() != Source::Attribute && path.twins.is_none()
        };
        self.alone && self.rules.paths.iter().all(plain)
    }
}
