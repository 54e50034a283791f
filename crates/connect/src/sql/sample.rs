//! Looking at a database that has no data map yet: its structure and a bounded sample of rows, read-only.
//!
//! No table is read whole: rows are taken from places spread over the key, each by its index, and from the
//! beginning and the end where the key is no number. Every table is a transaction of its own, so that one that
//! cannot be read in time, or at all, costs only itself. What is read is judged by `inventory::discover`; to take
//! the rows from other places, change [`places`].

use std::time::Duration;

use inventory::discover::{
    Answer, ColumnSurvey, DeclaredReference, Question, Survey, TableSurvey, ValueKind,
};

use super::SqlOptions;
use super::dialect::{canonical, push_in, readable, table_name};
use super::introspect::introspect;
use super::pool::{Engine, Intent, Pool, TextRow};
use super::schema::{Column, IndexPart, Kind, Schema, Table};
use super::statement::{Arg, Statement, quote};
use crate::error::ConnectError;

/// From how many places of a table with numbered rows the sample is taken.
const PLACES: i64 = 8;
/// Longer values are cut, in characters: enough to recognise what they are.
const CUT: u32 = 16_384;
/// The name that errors give to a database without a map.
const UNNAMED: &str = "database";

/// Reads structure and samples of one database.
#[derive(Debug, Clone)]
pub struct Surveyor {
    pool: Pool,
    rows: u32,
}

/// What was seen, and what was not.
#[derive(Debug, Clone, Default)]
pub struct Surveyed {
    /// Tables, columns and sampled rows.
    pub survey: Survey,
    /// Tables whose rows could not be read, with the reason. Their columns are known.
    pub unread: Vec<(String, ConnectError)>,
}

impl Surveyor {
    /// For the database at `url`, with at most `rows` rows of each table. No connection is made yet. Call it within a
    /// tokio runtime.
    ///
    /// # Errors
    /// The URL makes no sense. It is not quoted: it may carry a password.
    pub fn open(url: &str, rows: u32) -> Result<Self, ConnectError> {
        let options = SqlOptions {
            connections: 1,
            statement_timeout: Duration::from_secs(5),
            lock_timeout: Duration::from_secs(2),
            ..SqlOptions::default()
        };
        Ok(Self { pool: Pool::open(UNNAMED, url, &options)?, rows: rows.max(1) })
    }

    /// Reads the structure, then a sample of every table. `progress` is told how many tables are done, of how many.
    ///
    /// # Errors
    /// The structure cannot be read: the database does not answer, or refuses.
    pub async fn survey(
        &self,
        progress: &mut (dyn FnMut(usize, usize) + Send),
    ) -> Result<Surveyed, ConnectError> {
        let mut work = self.pool.begin(Intent::Read).await?;
        let schema = introspect(&mut work).await?;
        work.commit().await?;
        let mut surveyed = Surveyed::default();
        surveyed.survey.server.clone_from(&schema.server);
        surveyed.survey.references = references(&schema);
        surveyed.survey.copies = schema.copies.keys().cloned().collect();
        let total = schema.tables.len();
        for (done, (name, table)) in schema.tables.iter().enumerate() {
            progress(done, total);
            let mut seen = described(name, table);
            match self.sample(name, table, &seen.key).await {
                Ok(rows) => {
                    seen.complete = rows.len() < self.rows as usize;
                    seen.rows = rows;
                }
                Err(error) => surveyed.unread.push((name.clone(), error)),
            }
            surveyed.survey.tables.push(seen);
        }
        progress(total, total);
        Ok(surveyed)
    }

    /// Rows from spread-out places, in the order of the table's columns.
    async fn sample(&self, name: &str, table: &Table, key: &[String]) -> Result<Vec<TextRow>, ConnectError> {
        let mut work = self.pool.begin(Intent::Read).await?;
        let engine = work.engine();
        let whole = work.rows(selected(engine, table, &Place::Anywhere, key, self.rows), Some(name)).await?;
        // A table that fits into the sample is not sampled.
        if whole.len() < self.rows as usize || key.is_empty() {
            work.commit().await?;
            return Ok(whole);
        }
        let places = match numbered(table, key) {
            Some(column) => {
                let ends = work.rows(ends(engine, table, column), Some(name)).await?;
                places(&ends)
            }
            None => vec![Place::First, Place::Last],
        };
        // Fewer rows than places: some places are passed over, none is favoured.
        let step = places.len().div_ceil(self.rows as usize).max(1);
        let chosen: Vec<Place> = places.into_iter().rev().step_by(step).collect();
        let share = (self.rows / u32::try_from(chosen.len()).unwrap_or(1).max(1)).max(1);
        let mut rows = Vec::new();
        for place in chosen {
            rows.extend(work.rows(selected(engine, table, &place, key, share), Some(name)).await?);
        }
        work.commit().await?;
        rows.truncate(self.rows as usize);
        Ok(rows)
    }

    /// Asks questions; each is one statement on a key or an index. One that cannot be answered in time has no answer.
    ///
    /// # Errors
    /// The structure cannot be read.
    pub async fn ask(
        &self,
        questions: Vec<Question>,
        progress: &mut (dyn FnMut(usize, usize) + Send),
    ) -> Result<Vec<Answer>, ConnectError> {
        let mut work = self.pool.begin(Intent::Read).await?;
        let schema = introspect(&mut work).await?;
        work.commit().await?;
        let total = questions.len();
        let mut answers = Vec::with_capacity(total);
        for (done, question) in questions.into_iter().enumerate() {
            progress(done, total);
            let found = self.found(&schema, &question).await.unwrap_or(None);
            answers.push(Answer { question, found });
        }
        progress(total, total);
        Ok(answers)
    }

    async fn found(&self, schema: &Schema, question: &Question) -> Result<Option<usize>, ConnectError> {
        let Some(table) = schema.table(&question.table) else { return Ok(None) };
        let Some(column) = table.column(&question.column) else { return Ok(None) };
        let values: Vec<String> =
            question.values.iter().filter_map(|value| canonical(column, value)).collect();
        if values.is_empty() {
            return Ok(Some(0));
        }
        let mut work = self.pool.begin(Intent::Read).await?;
        let engine = work.engine();
        let text = if engine == Engine::Mysql { "CHAR" } else { "TEXT" };
        let name = quote(engine, &column.name);
        let mut statement =
            Statement::new(engine, format!("SELECT CAST(COUNT(DISTINCT {name}) AS {text}) FROM "));
        statement.push(&table_name(engine, table)).push(" WHERE ");
        push_in(&mut statement, column, &values);
        let rows = work.rows(statement, Some(&question.table)).await?;
        work.commit().await?;
        let count = rows.first().and_then(|row| row.first()?.as_deref()?.parse::<usize>().ok());
        Ok(count.map(|count| count.min(question.values.len())))
    }
}

/// Where in a table rows are taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// Wherever the database begins.
    Anywhere,
    /// From the lowest key.
    First,
    /// From the highest key down.
    Last,
    /// From this number up.
    From(i64),
}

/// The numbers from which rows are taken: spread evenly between the lowest and the highest.
fn places(ends: &[TextRow]) -> Vec<Place> {
    let number = |index: usize| ends.first()?.get(index)?.as_deref()?.parse::<i64>().ok();
    let (Some(low), Some(high)) = (number(0), number(1)) else { return vec![Place::First, Place::Last] };
    let step = (i128::from(high) - i128::from(low)) / i128::from(PLACES);
    (0..PLACES)
        .filter_map(|place| i64::try_from(i128::from(low) + step * i128::from(place)).ok())
        .map(Place::From)
        .chain(std::iter::once(Place::Last))
        .collect()
}

fn numbered<'a>(table: &'a Table, key: &[String]) -> Option<&'a Column> {
    let first = table.column(key.first()?)?;
    (first.kind == Kind::Int).then_some(first)
}

fn ends(engine: Engine, table: &Table, column: &Column) -> Statement {
    let name = quote(engine, &column.name);
    let text = if engine == Engine::Mysql { "CHAR" } else { "TEXT" };
    let from = table_name(engine, table);
    Statement::new(
        engine,
        format!("SELECT CAST(MIN({name}) AS {text}), CAST(MAX({name}) AS {text}) FROM {from}"),
    )
}

fn selected(engine: Engine, table: &Table, place: &Place, key: &[String], rows: u32) -> Statement {
    let columns: Vec<String> = table.columns.iter().map(|column| cut(engine, column)).collect();
    let mut statement = Statement::new(engine, format!("SELECT {} FROM ", columns.join(", ")));
    statement.push(&table_name(engine, table));
    if let (Place::From(number), Some(first)) = (place, key.first()) {
        statement.push(" WHERE ").name(first).push(" >= ").bind(Arg::Int(*number));
    }
    if *place != Place::Anywhere {
        let way = if *place == Place::Last { " DESC" } else { "" };
        let order: Vec<String> = key.iter().map(|name| format!("{}{way}", quote(engine, name))).collect();
        statement.push(" ORDER BY ").push(&order.join(", "));
    }
    statement.push(&format!(" LIMIT {rows}"));
    statement
}

/// A column as text, long values cut.
fn cut(engine: Engine, column: &Column) -> String {
    let whole = readable(engine, column);
    match (engine, &column.kind) {
        (Engine::Sqlite, _) => format!("substr({whole}, 1, {CUT})"),
        (Engine::Mysql, Kind::Text | Kind::Bytes | Kind::Json) => format!("LEFT({whole}, {CUT})"),
        (Engine::Postgres, Kind::Text | Kind::Json) => format!("left({whole}::text, {CUT})"),
        (Engine::Postgres, Kind::Bytes) => format!("substring({whole} FROM 1 FOR {CUT})"),
        _ => whole,
    }
}

fn described(name: &str, table: &Table) -> TableSurvey {
    let columns = table.columns.iter().map(|column| ColumnSurvey {
        name: column.name.clone(),
        kind: value_kind(column),
        max_length: column.max_length,
        unique: table.unique_alone(&column.name),
        indexed: table.indexed(&column.name),
    });
    TableSurvey {
        name: name.to_owned(),
        key: key(table),
        columns: columns.collect(),
        rows: Vec::new(),
        complete: false,
    }
}

/// The columns that tell rows apart: of all unique indexes without nulls the one with the fewest columns, a number
/// before text, and the first in the table's order. A primary key is nearly always that one.
///
/// SQLite lets the key of a table be null that says nothing about it; such a key is better than none.
fn key(table: &Table) -> Vec<String> {
    let strict = keys(table, |column| !column.nullable);
    let key = strict.into_iter().min().or_else(|| keys(table, |_| true).into_iter().min());
    key.map(|(_, _, _, names)| names).unwrap_or_default()
}

/// The unique indexes of which every column counts, ready to be compared.
fn keys(table: &Table, counts: impl Fn(&Column) -> bool) -> Vec<(usize, bool, usize, Vec<String>)> {
    let place = |name: &str| table.columns.iter().position(|column| column.name == name);
    let mut keys: Vec<(usize, bool, usize, Vec<String>)> = Vec::new();
    for index in table.indexes.iter().filter(|index| index.unique && !index.partial) {
        let columns: Option<Vec<&Column>> = index
            .parts
            .iter()
            .map(|part| match part {
                IndexPart::Column { name, .. } => table.column(name).filter(|column| counts(column)),
                IndexPart::Expression(_) => None,
            })
            .collect();
        let Some(columns) = columns else { continue };
        let number = columns.iter().all(|column| matches!(column.kind, Kind::Int | Kind::Uuid));
        if let Some(first) = columns.first().and_then(|column| place(&column.name)) {
            let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
            keys.push((names.len(), !number, first, names));
        }
    }
    keys
}

fn value_kind(column: &Column) -> ValueKind {
    let named = column.type_name.to_lowercase();
    if named.contains("bool") {
        return ValueKind::Bool;
    }
    if named.starts_with("date") || named.starts_with("timestamp") {
        return ValueKind::Date;
    }
    match column.kind {
        Kind::Int => ValueKind::Integer,
        Kind::Text => ValueKind::Text,
        Kind::Bytes => ValueKind::Bytes,
        Kind::Bool | Kind::Bits => ValueKind::Bool,
        Kind::Json => ValueKind::Json,
        Kind::Uuid => ValueKind::Uuid,
        Kind::Number => ValueKind::Number,
        Kind::Any | Kind::Other => ValueKind::Other,
    }
}

/// Of a key of several columns the last one is named first: what stands before it mostly says of which school or year.
fn references(schema: &Schema) -> Vec<DeclaredReference> {
    let of = schema.foreign_keys.iter().filter_map(|found| {
        let mut pairs: Vec<(String, String)> =
            found.child_columns.iter().cloned().zip(found.parent_columns.iter().cloned()).collect();
        let (column, parent_column) = pairs.pop()?;
        let (child, parent) = (found.child.clone(), found.parent.clone());
        Some(DeclaredReference { child, column, parent, parent_column, also: pairs })
    });
    of.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_spread_and_survive_extremes() {
        let row = |low: i64, high: i64| vec![vec![Some(low.to_string()), Some(high.to_string())]];
        let spread = places(&row(0, 80));
        let froms: Vec<Place> = (0..8).map(|place| Place::From(place * 10)).collect();
        assert_eq!(spread, [froms, vec![Place::Last]].concat());
        assert_eq!(places(&row(i64::MIN, i64::MAX)).len(), 9);
        assert_eq!(places(&[vec![None, None]]), [Place::First, Place::Last]);
        assert_eq!(places(&[]), [Place::First, Place::Last]);
    }
}
