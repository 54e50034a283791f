//! How each engine reads a column as text, compares it with values, and matches text.
//!
//! Comparisons select at least what is asked for and use an index where there is one; what they select too
//! much (collations that ignore capitals and accents, patterns) is sorted out afterwards by the exact check of
//! the search. A statement's text depends only on the columns and on the power of two above the number of
//! values, so that prepared statements are found again.

use inventory::map::condition::{Condition, wildcard};

use super::pool::Engine;
use super::schema::{Column, Kind, Table};
use super::statement::{Arg, Statement, quote};

/// The most values in one statement.
pub(super) fn chunk(engine: Engine) -> usize {
    match engine {
        Engine::Postgres | Engine::Sqlite => 16_384,
        Engine::Mysql => 2048,
    }
}

/// A table's quoted name.
pub(super) fn table_name(engine: Engine, table: &Table) -> String {
    match &table.schema {
        Some(schema) => format!("{}.{}", quote(engine, schema), quote(engine, &table.name)),
        None => quote(engine, &table.name),
    }
}

/// A column as text that can be given back to [`push_in`]: bytes as `0x` and hexadecimal.
pub(super) fn exact(engine: Engine, column: &Column) -> String {
    let name = quote(engine, &column.name);
    match (engine, &column.kind) {
        (Engine::Postgres, Kind::Bytes) => format!("'0x' || encode({name}, 'hex')"),
        (Engine::Postgres, Kind::Bool) => format!("{name}::int::text"),
        (Engine::Postgres, Kind::Text) if matches!(column.type_name.as_str(), "text" | "varchar") => name,
        (Engine::Postgres, _) => format!("{name}::text"),
        (Engine::Mysql, Kind::Text) => name,
        (Engine::Mysql, Kind::Bytes) => format!("CONCAT('0x', LOWER(HEX({name})))"),
        (Engine::Mysql, Kind::Bits) => format!("CAST({name} + 0 AS CHAR)"),
        (Engine::Mysql, _) => format!("CAST({name} AS CHAR)"),
        (Engine::Sqlite, _) => {
            format!(
                "CASE typeof({name}) WHEN 'blob' THEN '0x' || lower(hex({name})) ELSE CAST({name} AS TEXT) END"
            )
        }
    }
}

/// A column as a reader wants it: bytes that are text as text.
pub(super) fn readable(engine: Engine, column: &Column) -> String {
    let name = quote(engine, &column.name);
    match (engine, &column.kind) {
        (Engine::Mysql | Engine::Postgres, Kind::Bytes) => name,
        (Engine::Sqlite, _) => {
            format!("CASE typeof({name}) WHEN 'blob' THEN {name} ELSE CAST({name} AS TEXT) END")
        }
        _ => exact(engine, column),
    }
}

/// The type of whole numbers without a sign, half of which no number with one can hold. MySQL only.
pub(super) const UNSIGNED: &str = "bigint unsigned";

/// A whole number as an argument. What is too large for one goes as text: compared as text, MySQL would take both sides
/// for fractions, which are equal to their neighbours.
pub(super) fn push_number(statement: &mut Statement, value: &str) {
    if let Ok(number) = value.parse() {
        statement.bind(Arg::Int(number));
    } else {
        statement.push("CAST(").bind(Arg::Text(value.to_owned())).push(" AS UNSIGNED)");
    }
}

/// A value in the form in which the column's [`exact`] text shows it; none when the column cannot hold it.
pub(super) fn canonical(column: &Column, value: &str) -> Option<String> {
    match column.kind {
        Kind::Int if column.type_name == UNSIGNED => {
            value.trim().parse::<u64>().ok().map(|number| number.to_string())
        }
        Kind::Int => value.trim().parse::<i64>().ok().map(|number| number.to_string()),
        Kind::Bool => match value {
            "1" | "true" | "t" => Some("1".to_owned()),
            "0" | "false" | "f" => Some("0".to_owned()),
            _ => None,
        },
        Kind::Uuid => {
            let hexadecimal = value.bytes().filter(|byte| *byte != b'-').all(|byte| byte.is_ascii_hexdigit());
            (value.len() == 36 && hexadecimal).then(|| value.to_ascii_lowercase())
        }
        Kind::Bytes => Some(match value.strip_prefix("0x") {
            Some(digits) => format!("0x{}", digits.to_ascii_lowercase()),
            // Sixteen bytes are how a UUID is kept where there is no type for it.
            None if column.max_length == Some(16) && is_uuid(value) => {
                format!("0x{}", value.replace('-', "").to_ascii_lowercase())
            }
            None => format!("0x{}", hex::encode(value)),
        }),
        _ => Some(value.to_owned()),
    }
}

fn is_uuid(value: &str) -> bool {
    let written = |(place, byte): (usize, u8)| match place {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    value.len() == 36 && value.bytes().enumerate().all(written)
}

/// A hash as a column may hold it: its hexadecimal, or in a column of bytes also the hash itself.
pub(super) fn hash_writings(column: &Column, hexadecimal: &str) -> Vec<String> {
    let lower = hexadecimal.to_ascii_lowercase();
    let upper = hexadecimal.to_ascii_uppercase();
    match column.kind {
        Kind::Bytes => vec![
            format!("0x{lower}"),
            format!("0x{}", hex::encode(&lower)),
            format!("0x{}", hex::encode(&upper)),
        ],
        // SQLite keeps bytes in columns of any type.
        Kind::Any => vec![format!("0x{lower}"), lower, upper],
        _ => vec![lower, upper],
    }
}

/// `column IN (values)`; the values are canonical and not empty.
pub(super) fn push_in<V: AsRef<str>>(statement: &mut Statement, column: &Column, values: &[V]) {
    match statement.engine {
        Engine::Postgres => postgres_in(statement, column, values),
        Engine::Mysql => mysql_in(statement, column, values),
        Engine::Sqlite => sqlite_in(statement, column, values),
    }
}

fn postgres_in<V: AsRef<str>>(statement: &mut Statement, column: &Column, values: &[V]) {
    let name = quote(Engine::Postgres, &column.name);
    if column.kind == Kind::Bytes {
        statement.push(&name).push(" IN (SELECT decode(substr(v, 3), 'hex') FROM unnest(");
        let values = values.iter().map(|value| value.as_ref().to_owned()).collect();
        statement.bind(Arg::Texts(values)).push("::text[]) v)");
        return;
    }
    let (left, cast) = comparable(column);
    statement.push(&left).push(" = ANY(");
    postgres_list(statement, column, values.iter().map(AsRef::as_ref));
    statement.push(cast).push(")");
}

/// The left side of a comparison in PostgreSQL and the cast of the list on its right.
fn comparable(column: &Column) -> (String, &'static str) {
    let name = quote(Engine::Postgres, &column.name);
    match column.kind {
        Kind::Int => (name, "::bigint[]"),
        Kind::Uuid => (name, "::text[]::uuid[]"),
        Kind::Text if column.type_name == "citext" => (name, "::text[]::citext[]"),
        Kind::Text => (name, "::text[]"),
        _ => (exact(Engine::Postgres, column), "::text[]"),
    }
}

fn postgres_list<'v>(statement: &mut Statement, column: &Column, values: impl Iterator<Item = &'v str>) {
    if column.kind == Kind::Int {
        statement.bind(Arg::Ints(values.filter_map(|value| value.parse().ok()).collect()));
    } else {
        statement.bind(Arg::Texts(values.map(str::to_owned).collect()));
    }
}

fn mysql_in<V: AsRef<str>>(statement: &mut Statement, column: &Column, values: &[V]) {
    let left = mysql_left(column);
    statement.push(&left).push(" IN (");
    for (index, value) in padded(values).enumerate() {
        if index > 0 {
            statement.push(",");
        }
        mysql_value(statement, column, value.as_ref());
    }
    statement.push(")");
}

fn mysql_left(column: &Column) -> String {
    match column.kind {
        Kind::Int | Kind::Text | Kind::Bytes | Kind::Uuid => quote(Engine::Mysql, &column.name),
        _ => exact(Engine::Mysql, column),
    }
}

fn mysql_value(statement: &mut Statement, column: &Column, value: &str) {
    match column.kind {
        Kind::Int => push_number(statement, value),
        Kind::Bytes => {
            statement.push("UNHEX(");
            statement.bind(Arg::Text(value.trim_start_matches("0x").to_owned())).push(")");
        }
        _ => {
            statement.bind(Arg::Text(value.to_owned()));
        }
    }
}

/// The values, the last one repeated up to the next power of two.
fn padded<T>(values: &[T]) -> impl Iterator<Item = &T> {
    (0..values.len().next_power_of_two()).filter_map(|index| values.get(index).or(values.last()))
}

fn sqlite_in<V: AsRef<str>>(statement: &mut Statement, column: &Column, values: &[V]) {
    let name = quote(Engine::Sqlite, &column.name);
    if matches!(column.kind, Kind::Any) && values.iter().any(|value| value.as_ref().starts_with("0x")) {
        statement.push("(").push(&name).push(" IN (SELECT unhex(substr(value, 3)) FROM json_each(");
        statement.bind(Arg::Text(json_list(column, values))).push(") WHERE type = 'text') OR ");
    } else {
        statement.push("(");
    }
    statement.push(&name).push(" IN (SELECT value FROM json_each(");
    statement.bind(Arg::Text(json_list(column, values))).push(")))");
}

/// Values as a JSON list in the type that the column stores; both types when it may store either.
fn json_list<V: AsRef<str>>(column: &Column, values: &[V]) -> String {
    let mut list: Vec<serde_json::Value> = Vec::with_capacity(values.len());
    for value in values {
        list.extend(json_values(column, value.as_ref()));
    }
    serde_json::Value::Array(list).to_string()
}

fn json_values(column: &Column, value: &str) -> Vec<serde_json::Value> {
    let number = value.parse::<i64>().ok().map(serde_json::Value::from);
    let text = serde_json::Value::from(value);
    match column.kind {
        Kind::Int => number.into_iter().collect(),
        Kind::Text => vec![text],
        _ => number.into_iter().chain([text]).collect(),
    }
}

/// `(columns) IN (tuples)`; every tuple has one canonical value per column.
pub(super) fn push_tuples<T: AsRef<[String]>>(statement: &mut Statement, columns: &[&Column], tuples: &[T]) {
    if let [column] = columns {
        let values: Vec<&str> =
            tuples.iter().filter_map(|tuple| tuple.as_ref().first().map(String::as_str)).collect();
        push_in(statement, column, &values);
        return;
    }
    match statement.engine {
        Engine::Postgres => postgres_tuples(statement, columns, tuples),
        Engine::Mysql => mysql_tuples(statement, columns, tuples),
        Engine::Sqlite => sqlite_tuples(statement, columns, tuples),
    }
}

fn postgres_tuples<T: AsRef<[String]>>(statement: &mut Statement, columns: &[&Column], tuples: &[T]) {
    let left: Vec<String> = columns.iter().map(|column| comparable(column).0).collect();
    statement.push("(").push(&left.join(", ")).push(") IN (SELECT * FROM unnest(");
    for (place, column) in columns.iter().enumerate() {
        if place > 0 {
            statement.push(", ");
        }
        postgres_list(
            statement,
            column,
            tuples.iter().filter_map(|tuple| tuple.as_ref().get(place).map(String::as_str)),
        );
        statement.push(comparable(column).1);
    }
    statement.push("))");
}

fn mysql_tuples<T: AsRef<[String]>>(statement: &mut Statement, columns: &[&Column], tuples: &[T]) {
    let left: Vec<String> = columns.iter().map(|column| mysql_left(column)).collect();
    statement.push("(").push(&left.join(", ")).push(") IN (");
    for (index, tuple) in padded(tuples).enumerate() {
        statement.push(if index > 0 { ",(" } else { "(" });
        for (place, (column, value)) in columns.iter().zip(tuple.as_ref()).enumerate() {
            if place > 0 {
                statement.push(",");
            }
            mysql_value(statement, column, value);
        }
        statement.push(")");
    }
    statement.push(")");
}

fn sqlite_tuples<T: AsRef<[String]>>(statement: &mut Statement, columns: &[&Column], tuples: &[T]) {
    let left: Vec<String> = columns.iter().map(|column| quote(Engine::Sqlite, &column.name)).collect();
    let list: Vec<Vec<serde_json::Value>> = tuples
        .iter()
        .map(|tuple| {
            let typed = columns.iter().zip(tuple.as_ref());
            typed.filter_map(|(column, value)| json_values(column, value).into_iter().next()).collect()
        })
        .collect();
    let right: Vec<String> =
        (0..columns.len()).map(|place| format!("json_extract(value, '$[{place}]')")).collect();
    statement.push("(").push(&left.join(", ")).push(") IN (SELECT ").push(&right.join(", "));
    statement.push(" FROM json_each(");
    statement.bind(Arg::Text(serde_json::json!(list).to_string())).push("))");
}

/// A column's lower-case text against a pattern of [`inventory::needle::like_pattern`].
pub(super) fn push_like(statement: &mut Statement, column: &Column, pattern: &str) {
    let engine = statement.engine;
    let name = quote(engine, &column.name);
    let text = match (engine, &column.kind) {
        (Engine::Postgres, _) => format!("lower({})", exact(engine, column)),
        (Engine::Mysql, Kind::Text) if column.insensitive => name,
        (Engine::Mysql, Kind::Text) => format!("LOWER({name})"),
        (Engine::Mysql, Kind::Bytes) => format!("LOWER(CONVERT({name} USING utf8mb4))"),
        (Engine::Mysql, _) => format!("LOWER({})", exact(engine, column)),
        // SQLite's LIKE ignores the capitals of ASCII, and patterns hold nothing else.
        (Engine::Sqlite, _) => name,
    };
    statement.push(&text).push(" LIKE ").bind(Arg::Text(pattern.to_owned()));
}

/// A column that ends (or, with `prefix`, starts) with a text, in any capitals: the exact check decides on them.
pub(super) fn push_edge(statement: &mut Statement, column: &Column, text: &str, prefix: bool) {
    let escaped = escape_like(&text.to_lowercase());
    let pattern = if prefix { format!("{escaped}%") } else { format!("%{escaped}") };
    let engine = statement.engine;
    let left = match (engine, &column.kind) {
        // SQLite's LIKE ignores the capitals of ASCII by itself.
        (Engine::Sqlite, _) => quote(engine, &column.name),
        (Engine::Mysql, Kind::Text) if column.insensitive => quote(engine, &column.name),
        _ => format!("LOWER({})", exact(engine, column)),
    };
    statement.push(&left).push(" LIKE ").bind(Arg::Text(pattern)).push(" ESCAPE '!'");
}

fn escape_like(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

/// A fixed condition. Text is compared exactly, capitals and accents counting.
pub(super) fn push_condition(statement: &mut Statement, column: &Column, condition: &Condition) {
    let name = quote(statement.engine, &column.name);
    if let Condition::Null(test) = condition {
        statement.push(&name).push(if test.null { " IS NULL" } else { " IS NOT NULL" });
        return;
    }
    let mut literals = Vec::new();
    let mut patterns = Vec::new();
    for scalar in condition.scalars() {
        let wild = wildcard(&scalar.as_text());
        match wild.literal() {
            Some(literal) => literals.extend(canonical(column, literal)),
            None => patterns.push(wild),
        }
    }
    statement.push("(");
    let mut first = true;
    if !literals.is_empty() {
        push_in(statement, column, &literals);
        if statement.engine == Engine::Mysql && column.kind == Kind::Text && column.insensitive {
            statement.push(" AND ").push(&binary(&name)).push(" IN (");
            for (index, value) in padded(&literals).enumerate() {
                statement.push(if index > 0 { "," } else { "" }).bind(Arg::Text(value.clone()));
            }
            statement.push(")");
        }
        first = false;
    }
    for pattern in patterns {
        if !first {
            statement.push(" OR ");
        }
        push_wildcard(statement, column, &pattern.pieces);
        first = false;
    }
    // A column that can hold none of the values meets the condition in no row.
    statement.push(if first { "1 = 0)" } else { ")" });
}

fn binary(name: &str) -> String {
    format!("CONVERT({name} USING utf8mb4) COLLATE utf8mb4_bin")
}

fn push_wildcard(statement: &mut Statement, column: &Column, pieces: &[String]) {
    let engine = statement.engine;
    if engine == Engine::Sqlite {
        // LIKE would ignore capitals; GLOB does not.
        let quoted = |piece: &String| piece.replace('[', "[[]").replace('*', "[*]").replace('?', "[?]");
        let pattern = pieces.iter().map(quoted).collect::<Vec<_>>().join("*");
        statement.push(&exact(engine, column)).push(" GLOB ").bind(Arg::Text(pattern));
        return;
    }
    let pattern = pieces.iter().map(|piece| escape_like(piece)).collect::<Vec<_>>().join("%");
    let text = exact(engine, column);
    let left = if engine == Engine::Mysql && column.kind == Kind::Text { binary(&text) } else { text };
    statement.push(&left).push(" LIKE ").bind(Arg::Text(pattern)).push(" ESCAPE '!'");
}

/// A fixed condition that must not hold; null counts as not holding.
pub(super) fn push_excluded(statement: &mut Statement, column: &Column, condition: &Condition) {
    if let Condition::Null(_) = condition {
        statement.push("NOT (");
    } else {
        let name = quote(statement.engine, &column.name);
        statement.push("(").push(&name).push(" IS NULL OR NOT ");
    }
    push_condition(statement, column, condition);
    statement.push(")");
}

/// A text as it is.
pub(super) fn push_plain(statement: &mut Statement, text: &str) {
    let cast = if statement.engine == Engine::Postgres { "::text" } else { "" };
    statement.bind(Arg::Text(text.to_owned())).push(cast);
}

/// A constant in the column's type.
pub(super) fn push_typed(statement: &mut Statement, column: &Column, text: &str) {
    // MySQL would take the text '0' for a bit field of eight bits.
    let number = column.kind == Kind::Int || (column.kind == Kind::Bits && statement.engine == Engine::Mysql);
    if let (true, Ok(number)) = (number, text.parse()) {
        statement.bind(Arg::Int(number));
        return;
    }
    let bytes = text.strip_prefix("0x").filter(|_| matches!(column.kind, Kind::Bytes | Kind::Any));
    if let Some(digits) =
        bytes.filter(|digits| digits.len() % 2 == 0 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
    {
        let (open, close) = match statement.engine {
            Engine::Postgres => ("decode(", "::text, 'hex')"),
            Engine::Mysql | Engine::Sqlite => ("unhex(", ")"),
        };
        statement.push(open).bind(Arg::Text(digits.to_owned())).push(close);
        return;
    }
    match statement.engine {
        // A cast would read backslashes.
        Engine::Postgres if column.kind == Kind::Bytes => {
            statement.push("convert_to(").bind(Arg::Text(text.to_owned())).push("::text, 'UTF8')");
        }
        Engine::Postgres if !matches!(column.kind, Kind::Text) => {
            statement.push("CAST(").bind(Arg::Text(text.to_owned())).push("::text AS ");
            statement.push(&column.cast).push(")");
        }
        _ => push_plain(statement, text),
    }
}
