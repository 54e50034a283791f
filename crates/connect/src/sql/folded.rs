//! Comparing a column with a normalised value: without capitals, without white space around it, and still by
//! an index where there is one.
//!
//! Which comparison an index serves differs: MySQL's collations that ignore capitals serve plain equality;
//! PostgreSQL needs an index on `lower(column)`; SQLite one on `lower(column)` or with `COLLATE NOCASE`. SQLite's
//! lower(), and PostgreSQL's under the C locale, know ASCII only, so every writing of the other letters is asked
//! for. White space around stored values is looked for in its common forms; without an index, in any form.

use inventory::identity::Normalise;

use super::dialect::{exact, push_in};
use super::pool::Engine;
use super::schema::{Column, Kind, Table};
use super::statement::{Arg, Statement, quote};

/// More letters outside ASCII than this and a pattern is cheaper than every writing.
const WRITINGS: usize = 5;

/// The comparison that an index of this table serves, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Served {
    /// Plain equality.
    Plain,
    /// Equality under NOCASE.
    NoCase,
    /// Equality of `lower(column)`.
    Lower,
    /// Equality of `lower(trim(column))`.
    LowerTrim,
    /// None.
    Scan,
}

/// Which comparison an index serves for these steps.
pub(super) fn served(engine: Engine, table: &Table, column: &Column, steps: &[Normalise]) -> Served {
    let bare = column.name.to_lowercase();
    if !steps.contains(&Normalise::Lower) || column.kind != Kind::Text {
        return if table.indexed(&column.name) { Served::Plain } else { Served::Scan };
    }
    let expression = |text: &str| table.indexed_expression(&text.replace("()", &bare));
    match engine {
        Engine::Mysql | Engine::Postgres if column.insensitive && table.indexed(&column.name) => {
            Served::Plain
        }
        Engine::Postgres if expression("lowerbtrim()") => Served::LowerTrim,
        Engine::Sqlite if expression("lowertrim()") => Served::LowerTrim,
        Engine::Postgres | Engine::Sqlite if expression("lower()") => Served::Lower,
        Engine::Sqlite if table.indexed_folded(&column.name) => Served::NoCase,
        _ => Served::Scan,
    }
}

/// Adds the comparison with values that are normalised by these steps.
pub(super) fn push_folded(
    statement: &mut Statement,
    table: &Table,
    column: &Column,
    steps: &[Normalise],
    values: &[String],
) {
    let engine = statement.engine;
    if column.kind != Kind::Text {
        let whole: Vec<String> =
            values.iter().filter_map(|value| super::dialect::canonical(column, value)).collect();
        if whole.is_empty() {
            statement.push("1 = 0");
        } else {
            push_in(statement, column, &whole);
        }
        return;
    }
    let trim = steps.contains(&Normalise::Trim);
    let served = served(engine, table, column, steps);
    let lower = steps.contains(&Normalise::Lower);
    let writings = writings(values, lower && engine != Engine::Mysql);
    match served {
        Served::Plain => push_in(statement, column, &spaced(&writings, trim)),
        Served::NoCase => {
            sqlite_list(statement, &quote(engine, &column.name), " COLLATE NOCASE", &spaced(&writings, trim));
        }
        Served::Lower => push_list(statement, &lowered(column, engine), &spaced(&writings, trim)),
        Served::LowerTrim => {
            let trimmed = if engine == Engine::Postgres { "btrim" } else { "trim" };
            let text = format!("lower({trimmed}({}))", quote(engine, &column.name));
            push_list(statement, &text, &writings);
        }
        Served::Scan => push_scan(statement, column, lower, trim, &writings),
    }
}

fn lowered(column: &Column, engine: Engine) -> String {
    format!("lower({})", quote(engine, &column.name))
}

/// No index serves: compare what is left when all white space around it is gone.
fn push_scan(statement: &mut Statement, column: &Column, lower: bool, trim: bool, writings: &[String]) {
    let engine = statement.engine;
    let mut text = match engine {
        Engine::Mysql => quote(engine, &column.name),
        _ => exact(engine, column),
    };
    if trim {
        text = match engine {
            Engine::Postgres => format!("btrim({text}, E' \\t\\n\\r')"),
            Engine::Sqlite => format!("trim({text}, ' ' || char(9) || char(10) || char(13))"),
            Engine::Mysql => {
                format!("TRIM(REPLACE(REPLACE(REPLACE({text}, '\\t', ' '), '\\n', ' '), '\\r', ' '))")
            }
        };
    }
    if lower {
        text = format!("LOWER({text})");
    }
    push_list(statement, &text, writings);
}

fn push_list(statement: &mut Statement, text: &str, values: &[String]) {
    match statement.engine {
        Engine::Postgres => {
            statement.push(text).push(" = ANY(").bind(Arg::Texts(values.to_vec())).push("::text[])");
        }
        Engine::Sqlite => sqlite_list(statement, text, "", values),
        Engine::Mysql => {
            statement.push(text).push(" IN (");
            for index in 0..values.len().next_power_of_two() {
                let value = values.get(index).or(values.last()).cloned().unwrap_or_default();
                statement.push(if index > 0 { "," } else { "" }).bind(Arg::Text(value));
            }
            statement.push(")");
        }
    }
}

fn sqlite_list(statement: &mut Statement, text: &str, collate: &str, values: &[String]) {
    let list = serde_json::json!(values).to_string();
    statement
        .push(text)
        .push(collate)
        .push(" IN (SELECT value FROM json_each(")
        .bind(Arg::Text(list))
        .push("))");
}

/// Every value with the white space around it that people and forms leave.
fn spaced(values: &[String], trim: bool) -> Vec<String> {
    if !trim {
        return values.to_vec();
    }
    let mut all = Vec::with_capacity(values.len() * 6);
    for value in values {
        all.push(value.clone());
        for (before, after) in
            [("", " "), (" ", ""), (" ", " "), ("", "\n"), ("", "\r\n"), ("\t", ""), ("", "\t")]
        {
            all.push(format!("{before}{value}{after}"));
        }
    }
    all
}

/// Every writing of the letters outside ASCII, for a lower() that knows ASCII only.
fn writings(values: &[String], needed: bool) -> Vec<String> {
    let mut all = Vec::new();
    for value in values {
        let mut forms = vec![String::new()];
        let mut doubled = 0;
        for character in value.chars() {
            let upper: Vec<char> = character.to_uppercase().collect();
            let other = upper.first().filter(|upper| needed && !character.is_ascii() && **upper != character);
            let other = other.filter(|_| doubled < WRITINGS);
            let mut more = Vec::new();
            if let Some(other) = other {
                doubled += 1;
                more.extend(forms.iter().map(|form| format!("{form}{other}")));
            }
            for form in &mut forms {
                form.push(character);
            }
            forms.extend(more);
        }
        all.extend(forms);
    }
    all
}
