//! A map laid over a schema: per collection the table, the columns to read and where each comes in the row.
//! Made once per piece of work; a table or column that is missing is named here, before anything is read.

use std::collections::BTreeSet;

use inventory::DataMap;
use inventory::columns::{judged, links, naming};
use inventory::identity::Normalise;
use inventory::map::{Collection, Match, Path, Source};
use inventory::order::is_fixpoint;

use crate::error::ConnectError;
use crate::sql::dialect::{exact, push_condition, push_excluded, readable, table_name};
use crate::sql::pool::Engine;
use crate::sql::schema::{Column, Schema, Table};
use crate::sql::statement::Statement;

/// What a search is for: it decides what is read along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sql) enum Purpose {
    /// Keys only.
    Keys,
    /// Keys and what erasure judges by.
    Erasure,
    /// Whole rows.
    Export,
}

/// A collection laid over its table.
#[derive(Debug)]
pub(in crate::sql) struct Planned<'a> {
    pub(in crate::sql) rules: &'a Collection,
    pub(in crate::sql) table: &'a Table,
    /// Columns whose values are kept with each row.
    pub(in crate::sql) kept: Vec<String>,
    /// Columns read exactly: the key, then kept ones, then the owner.
    exact: Vec<String>,
    /// Columns read for a reader, after the exact ones.
    pub(in crate::sql) exported: Vec<&'a Column>,
    /// No other collection of the map has the same table.
    pub(in crate::sql) alone: bool,
    /// May be read together with others.
    pub(super) joinable: bool,
    /// Own rows can be handed over and forgotten: nothing hangs on them, and each is reached once.
    pub(super) passing: bool,
}

/// A row's parts, by what they are for.
#[derive(Debug, Clone)]
pub(in crate::sql) struct Layout {
    /// What is selected.
    pub(in crate::sql) list: Vec<String>,
    table: String,
    /// Where each of the path's own columns stands, in the order of `on`.
    pub(in crate::sql) on: Vec<usize>,
    /// Where each exported column stands.
    pub(in crate::sql) exported: Vec<usize>,
}

impl Layout {
    /// The SELECT of a path, up to and with WHERE.
    pub(in crate::sql) fn sql(&self) -> String {
        format!("SELECT {} FROM {} WHERE ", self.list.join(", "), self.table)
    }

    /// The same as a branch of a wider statement: filled up with nulls, its number last.
    pub(in crate::sql) fn numbered(&self, width: usize, number: usize) -> String {
        let nulls = ", NULL::text".repeat(width.saturating_sub(self.list.len()));
        format!("SELECT {}{nulls}, '{number}' FROM {} WHERE ", self.list.join(", "), self.table)
    }
}

/// A whole map laid over a schema.
pub(in crate::sql) struct Plan<'a> {
    pub(in crate::sql) system: &'a str,
    pub(in crate::sql) map: &'a DataMap,
    pub(in crate::sql) engine: Engine,
    /// [`Schema::references`] of the schema that it lies over.
    pub(in crate::sql) references: Option<String>,
    /// In which collections are searched: [`inventory::order::search_order`].
    pub(in crate::sql) order: &'a [Vec<usize>],
    pub(in crate::sql) collections: Vec<Planned<'a>>,
}

impl<'a> Plan<'a> {
    /// Lays a map over a schema.
    pub(in crate::sql) fn new(
        map: &'a DataMap,
        schema: &'a Schema,
        order: &'a [Vec<usize>],
        engine: Engine,
        purpose: Purpose,
    ) -> Result<Self, ConnectError> {
        let system = map.system.id.as_str();
        let named = map
            .collections
            .iter()
            .flat_map(|collection| &collection.paths)
            .any(|path| path.source() == Source::Attribute);
        let mut collections = Vec::with_capacity(map.collections.len());
        for (index, rules) in map.collections.iter().enumerate() {
            let missing = |column: Option<&str>| ConnectError::SchemaDiffers {
                system: system.to_owned(),
                table: rules.table.clone(),
                column: column.map(str::to_owned),
            };
            let table = schema.table(&rules.table).ok_or_else(|| missing(None))?;
            if table.hidden {
                return Err(ConnectError::Hidden { system: system.to_owned(), table: rules.table.clone() });
            }
            let mut kept: BTreeSet<String> = links(map, rules);
            if purpose == Purpose::Erasure {
                kept.extend(judged(map, rules));
            }
            if named || purpose == Purpose::Erasure {
                kept.extend(naming(map, rules));
            }
            let kept: Vec<String> = kept.into_iter().collect();
            let mut exact = rules.key.clone();
            let owner = rules.owner.iter().map(|owner| &owner.column);
            let pair = rules.pairs.iter().map(|pairs| &pairs.key).filter(|_| purpose == Purpose::Export);
            for column in kept.iter().chain(owner).chain(pair) {
                if !exact.contains(column) {
                    exact.push(column.clone());
                }
            }
            let used = rules.known_columns().into_iter().chain(exact.iter().map(String::as_str));
            if let Some(absent) = used.into_iter().find(|column| table.column(column).is_none()) {
                return Err(missing(Some(absent)));
            }
            let exported =
                if purpose == Purpose::Export { table.columns.iter().collect() } else { Vec::new() };
            let alone = map.collections.iter().filter(|other| other.table == rules.table).count() == 1;
            let mut planned =
                Planned { rules, table, kept, exact, exported, alone, joinable: false, passing: false };
            planned.joinable = planned.can_be_joined();
            planned.passing = purpose == Purpose::Export
                && planned.joinable
                && planned.kept.is_empty()
                && rules.paths.len() == 1
                && !is_fixpoint(map, &[index]);
            collections.push(planned);
        }
        let references = schema.references.clone();
        Ok(Self { system, map, engine, references, order, collections })
    }
}

impl<'a> Plan<'a> {
    /// How values of an identity's kind are made equal.
    pub(super) fn steps(&self, kind: &str) -> &'a [Normalise] {
        self.map.identity(kind).map_or(&[], |rule| rule.normalise.as_slice())
    }
}

impl Planned<'_> {
    /// What is read for a path, or by key.
    pub(in crate::sql) fn layout(&self, engine: Engine, path: Option<&Path>) -> Layout {
        let mut columns: Vec<&str> = self.exact.iter().map(String::as_str).collect();
        let mut on = Vec::new();
        for column in path.iter().flat_map(|path| path.on.keys()) {
            let place = columns.iter().position(|known| known == column).unwrap_or_else(|| {
                columns.push(column);
                columns.len() - 1
            });
            on.push(place);
        }
        let exact =
            columns.iter().filter_map(|name| self.table.column(name)).map(|column| exact(engine, column));
        let mut list: Vec<String> = exact.collect();
        // A column that is read for its own sake already is not sent twice.
        let exported = self.exported.iter().map(|column| {
            let readable = readable(engine, column);
            list.iter().position(|known| *known == readable).unwrap_or_else(|| {
                list.push(readable);
                list.len() - 1
            })
        });
        let exported = exported.collect();
        Layout { list, table: table_name(engine, self.table), on, exported }
    }

    /// The paths in the order in which they are searched: twins are judged when the other identities have had their
    /// say; mentions when it is known what is own.
    pub(in crate::sql) fn paths(&self) -> Vec<(usize, &Path)> {
        let mut paths: Vec<(usize, &Path)> = self.rules.paths.iter().enumerate().collect();
        paths.sort_by_key(|(_, path)| (path.relation, path.twins.is_some()));
        paths
    }

    /// Where a column stands in a row.
    pub(in crate::sql) fn place(&self, column: &str) -> Option<usize> {
        self.exact.iter().position(|known| known == column)
    }

    /// Adds the fixed conditions of the collection and of a path.
    pub(in crate::sql) fn push_fixed(&self, statement: &mut Statement, path: Option<&Path>) {
        let conditions =
            self.rules.conditions.0.iter().chain(path.iter().flat_map(|path| path.conditions.0.iter()));
        for (column, condition) in conditions {
            if let Some(column) = self.table.column(column) {
                statement.push(" AND ");
                push_condition(statement, column, condition);
            }
        }
        push_not(self.rules, self.table, statement);
    }

    /// Adds the fixed conditions of a collection alone.
    pub(in crate::sql) fn push_collection(rules: &Collection, table: &Table, statement: &mut Statement) {
        for (column, condition) in &rules.conditions.0 {
            if let Some(column) = table.column(column) {
                statement.push(" AND ");
                push_condition(statement, column, condition);
            }
        }
        push_not(rules, table, statement);
    }

    /// The columns of the primary key.
    pub(in crate::sql) fn key_columns(&self) -> Vec<&Column> {
        self.rules.key.iter().filter_map(|name| self.table.column(name)).collect()
    }

    /// The columns that a path joins on.
    pub(in crate::sql) fn on_columns(&self, path: &Path) -> Vec<&Column> {
        path.on.keys().filter_map(|name| self.table.column(name)).collect()
    }

    /// A path that reads all text of a column rather than an index.
    pub(in crate::sql) fn reads_text(path: &Path) -> bool {
        path.how != Match::Equals
    }
}

fn push_not(rules: &Collection, table: &Table, statement: &mut Statement) {
    for (column, condition) in &rules.excluded.0 {
        if let Some(column) = table.column(column) {
            statement.push(" AND ");
            push_excluded(statement, column, condition);
        }
    }
}
