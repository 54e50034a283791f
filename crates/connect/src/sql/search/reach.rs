//! Rows of a collection named by what leads to them, instead of one by one.
//!
//! When the census has shown that nothing changed, everything that one path leads to is exactly what was prepared. Then
//! a condition on the path's own columns, which have an index as a rule and whose rows lie together, says the same as
//! thousands of keys and is carried out in a third of the time. How many rows it took is compared all the same.

use inventory::PreparedErasure;
use inventory::map::{Path, Relation, Source};

use super::matching::Wanted;
use super::plan::{Plan, Planned};
use super::sources::wanted;
use crate::sql::dialect::{chunk, push_tuples};
use crate::sql::schema::Kind;
use crate::sql::statement::Statement;

/// What one path leads to: every prepared row of a collection, and nothing else.
pub(in crate::sql) struct Reach<'p> {
    planned: &'p Planned<'p>,
    path: &'p Path,
    wanted: Wanted,
    /// How many rows were prepared.
    pub(in crate::sql) rows: usize,
}

impl Plan<'_> {
    /// The reach of the collection that a table holds, provided that nothing has changed since the preparation. None
    /// where a condition could say more or less than the search did, or where not the same happens to all rows.
    pub(in crate::sql) fn reach<'p>(&'p self, prepared: &PreparedErasure, table: &str) -> Option<Reach<'p>> {
        let planned: &'p Planned<'p> =
            self.collections.iter().find(|planned| planned.rules.table == table)?;
        let [path] = planned.rules.paths.as_slice() else { return None };
        let Source::Collection(source) = path.source() else { return None };
        // Whole numbers compare in the database as they do here.
        let exact = planned.on_columns(path).iter().all(|column| column.kind == Kind::Int);
        let plain = planned.is_countable()
            && exact
            && source != planned.rules.id
            && path.relation == Relation::Own
            && path.twins.is_none()
            && path.format.is_none()
            && path.hash.is_none()
            && path.source_conditions.is_empty()
            && planned.rules.owner.is_none();
        let part = prepared.collections.iter().find(|part| part.collection == planned.rules.id)?;
        let ([group], true) = (part.groups.as_slice(), plain) else { return None };
        let tuples = super::census::remembered(self.map, path, &[], prepared);
        if tuples.is_empty() || tuples.len() > chunk(self.engine) {
            return None;
        }
        let wanted = wanted(planned, path, &tuples);
        (!wanted.is_empty()).then_some(Reach { planned, path, wanted, rows: group.rows.len() })
    }
}

impl Reach<'_> {
    /// Adds the condition that the search had.
    pub(in crate::sql) fn push(&self, statement: &mut Statement) {
        push_tuples(statement, &self.planned.on_columns(self.path), &self.wanted.tuples());
        self.planned.push_fixed(statement, Some(self.path));
    }
}
