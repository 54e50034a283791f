//! Dates in conditions: whether the event of a row was on a day or before it, whatever the column's type.
//!
//! It says the same as `inventory::dates::event_date` says of one value, as SQL over a whole table. What cannot
//! be read as a date is never past; a text with an offset counts as a day later than it may be.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::sql::pool::Engine;
use crate::sql::schema::{Column, Kind};
use crate::sql::statement::{Arg, Statement, quote};

/// The first moment after the last event that counts, in the forms in which columns are compared with it.
pub(super) struct Bound {
    /// The civil day after that event's.
    day: Date,
    /// When that day begins in the organisation's zone.
    instant: Timestamp,
}

impl Bound {
    /// The moment after which an event is later than `last`; none when the calendar ends.
    pub(super) fn after(last: Date, zone: &TimeZone) -> Option<Self> {
        let day = last.tomorrow().ok()?;
        let instant = day.to_zoned(zone.clone()).ok()?.timestamp();
        Some(Self { day, instant })
    }

    /// A moment after every event: what has a readable date at all.
    pub(super) fn of_all() -> Self {
        let day = jiff::civil::date(9990, 1, 1);
        Self { day, instant: Timestamp::from_second(253_000_000_000).unwrap_or(Timestamp::MAX) }
    }

    fn civil(&self, utc: bool) -> String {
        if utc { self.in_utc() } else { format!("{} 00:00:00", self.day) }
    }

    fn in_utc(&self) -> String {
        let moment = self.instant.to_zoned(TimeZone::UTC).datetime();
        moment.strftime("%Y-%m-%d %H:%M:%S").to_string()
    }
}

/// Adds a condition that is true or false and never null: the column's date is before the bound. An error names
/// why the column cannot be compared.
pub(super) fn push_before(
    statement: &mut Statement,
    column: &Column,
    utc: bool,
    bound: Option<&Bound>,
) -> Result<(), String> {
    let Some(bound) = bound else {
        statement.push("FALSE");
        return Ok(());
    };
    // A column that is never null needs no guard, and without one an index serves.
    let guarded = column.nullable || statement.engine == Engine::Sqlite;
    statement.push(if guarded { "COALESCE(" } else { "(" });
    match statement.engine {
        Engine::Sqlite => {
            let name = quote(statement.engine, &column.name);
            statement.push(&format!("CASE WHEN typeof({name}) IN ('integer', 'real') THEN "));
            push_seconds(statement, column, bound);
            statement.push(" ELSE ");
            push_text(statement, column, utc, bound);
            statement.push(" END");
        }
        _ if matches!(column.kind, Kind::Int | Kind::Number) => push_seconds(statement, column, bound),
        _ if column.kind == Kind::Text => push_text(statement, column, utc, bound),
        engine => push_typed(statement, engine, column, utc, bound)?,
    }
    statement.push(if guarded { ", FALSE)" } else { ")" });
    Ok(())
}

fn push_seconds(statement: &mut Statement, column: &Column, bound: &Bound) {
    let name = quote(statement.engine, &column.name);
    statement.push("(").push(&name).push(" > 0 AND ").push(&name).push(" < ");
    statement.bind(Arg::Int(bound.instant.as_second())).push(")");
}

fn push_typed(
    statement: &mut Statement,
    engine: Engine,
    column: &Column,
    utc: bool,
    bound: &Bound,
) -> Result<(), String> {
    let name = quote(engine, &column.name);
    // Written out, not bound: a bound text would be turned into a date anew for every row. It is our own text.
    let value = match (engine, column.type_name.as_str()) {
        (Engine::Postgres, "date") => format!("DATE '{}'", bound.day),
        (Engine::Postgres, "timestamp") => format!("TIMESTAMP '{}'", bound.civil(utc)),
        (Engine::Postgres, "timestamptz") => format!("TIMESTAMPTZ '{}+00'", bound.in_utc()),
        (Engine::Mysql, "date") => format!("'{}'", bound.day),
        (Engine::Mysql, "datetime" | "timestamp") => format!("'{}'", bound.civil(utc)),
        _ => return Err(format!("the column “{}” is of a type that holds no date", column.name)),
    };
    statement.push("(").push(&name).push(" < ").push(&value);
    // MySQL's `0000-00-00` is its word for none.
    statement.push(if engine == Engine::Mysql { " AND " } else { "" });
    if engine == Engine::Mysql {
        statement.push(&name).push(" > '1000-01-01'");
    }
    statement.push(")");
    Ok(())
}

/// Dates in text: `2026-03-05`, `2026-03-05 14:00:00`, with `T`, with `Z`, with an offset; or seconds as digits.
fn push_text(statement: &mut Statement, column: &Column, utc: bool, bound: &Bound) {
    let name = quote(statement.engine, &column.name);
    let padded = if statement.engine == Engine::Mysql {
        format!("CONCAT({name}, ' 00:00:00')")
    } else {
        format!("({name} || ' 00:00:00')")
    };
    let plain = format!("REPLACE(SUBSTR({padded}, 1, 19), 'T', ' ')");
    let tail = format!("SUBSTR({name}, 20)");
    let (digits, number) = match statement.engine {
        Engine::Postgres => (format!("{name} ~ '^[0-9]{{1,11}}$'"), format!("{name}::bigint")),
        Engine::Mysql => (format!("{name} REGEXP '^[0-9]{{1,11}}$'"), format!("CAST({name} AS SIGNED)")),
        Engine::Sqlite => (
            format!("LENGTH({name}) BETWEEN 1 AND 11 AND {name} NOT GLOB '*[^0-9]*'"),
            format!("CAST({name} AS INTEGER)"),
        ),
    };
    statement.push(&format!("CASE WHEN {digits} THEN ({number} > 0 AND {number} < "));
    statement.bind(Arg::Int(bound.instant.as_second())).push(")");
    statement.push(&format!(
        " WHEN NOT ({name} LIKE '____-__-__%' AND SUBSTR({name}, 1, 4) > '0001') THEN FALSE \
         WHEN {tail} LIKE '%Z' THEN {plain} < "
    ));
    push_literal(statement, bound.in_utc());
    statement.push(&format!(" WHEN {tail} LIKE '%+%' OR {tail} LIKE '%-%' THEN {plain} < "));
    let day_earlier = bound.day.yesterday().unwrap_or(bound.day);
    push_literal(statement, format!("{day_earlier} 00:00:00"));
    statement.push(&format!(" ELSE {plain} < "));
    push_literal(statement, bound.civil(utc));
    statement.push(" END");
}

fn push_literal(statement: &mut Statement, text: String) {
    let cast = if statement.engine == Engine::Postgres { "::text" } else { "" };
    statement.bind(Arg::Text(text)).push(cast);
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_begins_where_the_organisation_is() {
        let zone = TimeZone::get("Europe/Amsterdam").unwrap();
        for (last, civil, utc) in [
            (date(2018, 12, 31), "2019-01-01 00:00:00", "2018-12-31 23:00:00"),
            (date(2026, 6, 30), "2026-07-01 00:00:00", "2026-06-30 22:00:00"),
        ] {
            let bound = Bound::after(last, &zone).unwrap();
            assert_eq!(bound.civil(false), civil);
            assert_eq!(bound.civil(true), utc);
            assert_eq!(bound.in_utc(), utc);
        }
        assert!(Bound::after(Date::MAX, &zone).is_none());
    }
}
