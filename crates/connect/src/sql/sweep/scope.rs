//! Which rows a rule is about, as conditions of a statement.

use std::collections::BTreeMap;

use inventory::map::{Collection, Hold};
use inventory::{Change, Key, Sweep, sweep};
use jiff::civil::Date;

use super::due::{Bound, push_before};
use crate::error::ConnectError;
use crate::sql::SqlConnector;
use crate::sql::dialect::{
    UNSIGNED, chunk, exact, push_condition, push_excluded, push_number, push_tuples, table_name,
};
use crate::sql::pool::Engine;
use crate::sql::schema::{Blank, Column, Kind, Schema, Table};
use crate::sql::statement::{Arg, Statement};

/// What takes the place of a pseudonym in a sweep, which knows nobody.
const NOBODY: &str = "anonymous";

/// A rule with its table.
pub(super) struct Scope<'a> {
    pub(super) sweep: &'a Sweep,
    pub(super) rules: &'a Collection,
    pub(super) table: &'a Table,
    pub(super) key: Vec<&'a Column>,
    /// What becomes of the rows; none: they go.
    pub(super) changes: Option<BTreeMap<String, Change>>,
    engine: Engine,
}

impl<'a> Scope<'a> {
    pub(super) fn new(
        connector: &'a SqlConnector,
        schema: &'a Schema,
        sweep: &'a Sweep,
    ) -> Result<Self, ConnectError> {
        let map = &connector.0.map;
        let broken = |error: &dyn std::fmt::Display| refused(connector, error);
        let rules = map
            .collection(&sweep.rule.collection)
            .ok_or_else(|| broken(&format!("the map has no collection “{}”", sweep.rule.collection)))?;
        let differs = |column: Option<&String>| ConnectError::SchemaDiffers {
            system: map.system.id.clone(),
            table: rules.table.clone(),
            column: column.cloned(),
        };
        let table = schema.table(&rules.table).ok_or_else(|| differs(None))?;
        let key = rules.key.iter().map(|name| table.column(name).ok_or_else(|| differs(Some(name))));
        let key = key.collect::<Result<Vec<_>, _>>()?;
        let changes =
            sweep::changes(rules, &sweep.rule, sweep.term.then()).map_err(|error| broken(&error))?;
        let changes = changes.map(|changes| fixed(table, changes));
        Ok(Self { sweep, rules, table, key, changes, engine: connector.0.pool.engine() })
    }

    fn column(&self, connector: &SqlConnector, name: &str) -> Result<&'a Column, ConnectError> {
        self.table.column(name).ok_or_else(|| ConnectError::SchemaDiffers {
            system: connector.0.map.system.id.clone(),
            table: self.rules.table.clone(),
            column: Some(name.to_owned()),
        })
    }

    /// `FROM table WHERE` the rows that the rule is about, past their date or not.
    pub(super) fn push_rows(
        &self,
        connector: &SqlConnector,
        statement: &mut Statement,
    ) -> Result<(), ConnectError> {
        statement.push(" FROM ").push(&table_name(self.engine, self.table)).push(" WHERE TRUE");
        for (name, condition) in self.rules.conditions.0.iter().chain(&self.sweep.rule.conditions.0) {
            statement.push(" AND ");
            push_condition(statement, self.column(connector, name)?, condition);
        }
        for (name, condition) in &self.rules.excluded.0 {
            statement.push(" AND ");
            push_excluded(statement, self.column(connector, name)?, condition);
        }
        Ok(())
    }

    /// True for rows that are past the rule's date on `day` and still are what they were.
    pub(super) fn push_past(
        &self,
        connector: &SqlConnector,
        statement: &mut Statement,
        day: Date,
    ) -> Result<(), ConnectError> {
        let rule = &self.sweep.rule;
        let bound = self.sweep.cutoff(day).and_then(|last| Bound::after(last, &self.sweep.zone));
        let column = self.column(connector, &rule.since)?;
        statement.push("(");
        push_before(statement, column, rule.utc, bound.as_ref())
            .map_err(|reason| refused(connector, &reason))?;
        self.push_unchanged(statement);
        statement.push(")");
        Ok(())
    }

    /// True for rows that have a date at all.
    pub(super) fn push_dated(
        &self,
        connector: &SqlConnector,
        statement: &mut Statement,
    ) -> Result<(), ConnectError> {
        let column = self.column(connector, &self.sweep.rule.since)?;
        push_before(statement, column, self.sweep.rule.utc, Some(&Bound::of_all()))
            .map_err(|reason| refused(connector, &reason))
    }

    /// True for rows that another term of the map holds on `day`.
    pub(super) fn push_held(
        &self,
        connector: &SqlConnector,
        statement: &mut Statement,
        day: Date,
    ) -> Result<(), ConnectError> {
        statement.push("(FALSE");
        for hold in self.rules.holds.iter().filter(|hold| !self.is_rule(hold)) {
            let name = hold.term.clone().unwrap_or_default();
            let term = self.sweep.terms.get(&name).ok_or_else(|| {
                refused(connector, &format!("a hold names the term “{name}”, which the policy does not have"))
            })?;
            let bound = retention::cutoff(term, day).and_then(|last| Bound::after(last, &self.sweep.zone));
            let since = self.column(connector, hold.since.as_deref().unwrap_or_default())?;
            statement.push(" OR COALESCE(");
            for (name, condition) in &hold.conditions.0 {
                push_condition(statement, self.column(connector, name)?, condition);
                statement.push(" AND ");
            }
            statement.push("NOT ");
            push_before(statement, since, hold.utc, bound.as_ref())
                .map_err(|reason| refused(connector, &reason))?;
            statement.push(", FALSE)");
        }
        statement.push(")");
        Ok(())
    }

    /// Whether a hold is the rule itself.
    fn is_rule(&self, hold: &Hold) -> bool {
        let rule = &self.sweep.rule;
        hold.term.as_ref() == Some(&rule.term)
            && hold.since.as_ref() == Some(&rule.since)
            && hold.conditions == rule.conditions
    }

    /// ` AND` something of what is to be changed still stands there; nothing for rows that go.
    fn push_unchanged(&self, statement: &mut Statement) {
        let Some(changes) = &self.changes else { return };
        statement.push(" AND (FALSE");
        for (name, change) in changes {
            let Some(column) = self.table.column(name) else { continue };
            match change {
                Change::Blank => {
                    statement.push(" OR COALESCE(").name(name);
                    statement.push(match column.blank() {
                        Some(Blank::Empty)
                            if column.kind == Kind::Bytes && self.engine == Engine::Postgres =>
                        {
                            " <> ''::bytea, FALSE)"
                        }
                        Some(Blank::Empty) => " <> '', FALSE)",
                        Some(Blank::Zero) => " <> 0, FALSE)",
                        Some(Blank::False) => " <> FALSE, FALSE)",
                        Some(Blank::JsonNull | Blank::Null) | None => " IS NOT NULL, FALSE)",
                    });
                }
                Change::Set { text } => {
                    let left = exact(self.engine, column);
                    // MySQL compares no two texts of different collations unless one is named.
                    let left = if self.engine == Engine::Mysql {
                        format!("CONVERT({left} USING utf8mb4) COLLATE utf8mb4_bin")
                    } else {
                        left
                    };
                    statement.push(" OR COALESCE(").push(&left).push(" <> ");
                    self.push_filled(statement, text);
                    statement.push(", TRUE)");
                }
                _ => {}
            }
        }
        statement.push(")");
    }

    /// A text with the row's key put in by the database.
    fn push_filled(&self, statement: &mut Statement, text: &str) {
        let key: Vec<String> = self.key.iter().map(|column| exact(self.engine, column)).collect();
        let (open, glue, key) = if self.engine == Engine::Mysql {
            ("CONCAT(''", ", ", format!("CONCAT_WS('|', {})", key.join(", ")))
        } else {
            ("(''", " || ", key.join(" || '|' || "))
        };
        let cast = if self.engine == Engine::Postgres { "::text" } else { "" };
        statement.push(open);
        for (place, piece) in text.split("{key}").enumerate() {
            if place > 0 {
                statement.push(glue).push(&key);
            }
            statement.push(glue).bind(Arg::Text(piece.to_owned())).push(cast);
        }
        statement.push(")");
    }

    /// ` AND` one of these keys.
    pub(super) fn push_only(&self, statement: &mut Statement, only: &[Key]) {
        statement.push(" AND (1 = 0");
        for keys in only.chunks(chunk(self.engine)) {
            let tuples: Vec<Vec<String>> = keys.iter().map(|key| key.0.clone()).collect();
            statement.push(" OR ");
            push_tuples(statement, &self.key, &tuples);
        }
        statement.push(")");
    }

    /// ` AND` not one of these keys.
    pub(super) fn push_spared(&self, statement: &mut Statement, spared: &[Key]) {
        for keys in spared.chunks(chunk(self.engine)) {
            let tuples: Vec<Vec<String>> = keys.iter().map(|key| key.0.clone()).collect();
            statement.push(" AND NOT (");
            push_tuples(statement, &self.key, &tuples);
            statement.push(")");
        }
    }

    /// ` AND` the key lies after (or, with `up_to`, at or before) this one.
    pub(super) fn push_bound(&self, statement: &mut Statement, bound: &Key, up_to: bool) {
        statement.push(" AND (");
        for place in 0..self.key.len() {
            statement.push(if place > 0 { " OR (" } else { "(" });
            for (index, (column, value)) in self.key.iter().zip(&bound.0).take(place + 1).enumerate() {
                let last = index == place;
                let whole = last && place + 1 == self.key.len();
                statement.push(if index > 0 { " AND " } else { "" });
                statement.push(&ordered(self.engine, column)).push(match (last, up_to, whole) {
                    (false, ..) => " = ",
                    (true, false, _) => " > ",
                    (true, true, true) => " <= ",
                    (true, true, false) => " < ",
                });
                push_ordered(statement, column, value);
            }
            statement.push(")");
        }
        statement.push(")");
    }

    /// The key, when it is one whole number.
    pub(super) fn counting_key(&self) -> Option<&'a Column> {
        match self.key.as_slice() {
            [only] if only.kind == Kind::Int => Some(only),
            _ => None,
        }
    }

    /// The columns of the key as rows are ordered by them: with their table's name, because a plain name would
    /// mean the text of the same name that is read.
    pub(super) fn order(&self) -> String {
        let table = table_name(self.engine, self.table);
        let columns = self.key.iter().map(|column| match column.kind {
            Kind::Int | Kind::Text | Kind::Uuid => format!("{table}.{}", ordered(self.engine, column)),
            _ => ordered(self.engine, column),
        });
        columns.collect::<Vec<_>>().join(", ")
    }
}

/// A column as rows are ordered by it: by itself where an index serves, else by its text.
fn ordered(engine: Engine, column: &Column) -> String {
    match column.kind {
        Kind::Int | Kind::Text | Kind::Uuid => crate::sql::statement::quote(engine, &column.name),
        _ => exact(engine, column),
    }
}

fn push_ordered(statement: &mut Statement, column: &Column, value: &str) {
    if let (Kind::Int, Ok(number)) = (&column.kind, value.parse()) {
        statement.bind(Arg::Int(number));
        return;
    }
    if column.type_name == UNSIGNED {
        push_number(statement, value);
        return;
    }
    statement.bind(Arg::Text(value.to_owned()));
    statement.push(match (statement.engine, &column.kind) {
        (Engine::Postgres, Kind::Uuid) => "::text::uuid",
        (Engine::Postgres, _) => "::text",
        _ => "",
    });
}

/// Pseudonyms as the text that stands for nobody: a sweep knows nobody to invent one for.
fn fixed(table: &Table, changes: BTreeMap<String, Change>) -> BTreeMap<String, Change> {
    changes
        .into_iter()
        .map(|(name, change)| match change {
            Change::Pseudonym if table.unique_part(&name) => {
                (name, Change::Set { text: format!("{NOBODY}-{{key}}") })
            }
            Change::Pseudonym => (name, Change::Set { text: NOBODY.to_owned() }),
            other => (name, other),
        })
        .collect()
}

/// The rule cannot be carried out in this system.
pub(super) fn refused(connector: &SqlConnector, reason: &dyn std::fmt::Display) -> ConnectError {
    ConnectError::Rules { system: connector.0.map.system.id.clone(), reason: reason.to_string() }
}
