//! Everything in which the two engines differ, and nothing else in the house does. The SQL is one text with
//! tokens; a token becomes what the engine calls the thing.
//!
//! | token | SQLite | PostgreSQL |
//! |---|---|---|
//! | `@int` | `INTEGER` | `BIGINT` |
//! | `@bool` | `INTEGER` (STRICT tables know no boolean) | `BOOLEAN` |
//! | `@text` | `TEXT` | `TEXT COLLATE "C"`: sorted by bytes, as SQLite does |
//! | `@blob` | `BLOB` | `BYTEA` |
//! | `@strict` | `STRICT` | |
//! | `@lock` | (there is one writer) | `FOR UPDATE` |
//! | `@skip_locked` | (there is one writer) | `FOR UPDATE SKIP LOCKED` |
//! | `@rows(w)` | `(?, …), …`: as many rows of `w` values as are given | `($1, …), …` |
//! | `@list(k)` | `$k+1, $k+2, …`: the values after the first `k`; `?, ?, …` when `k` is 0 | `$k+1, $k+2, …` |
//!
//! Long lists have bare question marks on SQLite, because it keeps numbered parameters in a list that it walks
//! for each of them: nine thousand take forty million steps.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Which engine holds the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite in a file.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

const TOKENS: [(&str, &str, &str); 7] = [
    ("@int", "INTEGER", "BIGINT"),
    ("@bool", "INTEGER", "BOOLEAN"),
    ("@text", "TEXT", "TEXT COLLATE \"C\""),
    ("@blob", "BLOB", "BYTEA"),
    ("@strict", "STRICT", ""),
    ("@lock", "", "FOR UPDATE"),
    ("@skip_locked", "", "FOR UPDATE SKIP LOCKED"),
];

/// Writes `sql` for `engine`; `values` is how many parameters will be bound.
pub(crate) fn render(sql: &'static str, engine: Engine, values: usize) -> Cow<'static, str> {
    if !sql.contains('@') {
        return Cow::Borrowed(sql);
    }
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some((before, token)) = rest.split_once('@') {
        out.push_str(before);
        let end = token.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(token.len());
        let (name, after) = token.split_at(end);
        rest = after;
        if let Some((argument, after)) = after.strip_prefix('(').and_then(|inside| inside.split_once(')')) {
            let argument: usize = argument.parse().unwrap_or(1);
            match name {
                "rows" => write_rows(&mut out, engine, argument, values),
                _ => write_list(&mut out, engine == Engine::Sqlite && argument == 0, argument, values),
            }
            rest = after;
            continue;
        }
        let known = TOKENS.iter().find(|(token, ..)| token.get(1..) == Some(name));
        out.push_str(known.map_or("", |(_, sqlite, postgres)| match engine {
            Engine::Sqlite => sqlite,
            Engine::Postgres => postgres,
        }));
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn write_rows(out: &mut String, engine: Engine, width: usize, values: usize) {
    for row in 0..(values / width.max(1)).max(1) {
        out.push_str(if row == 0 { "(" } else { ", (" });
        write_list(out, engine == Engine::Sqlite, row * width, (row + 1) * width);
        out.push(')');
    }
}

fn write_list(out: &mut String, bare: bool, fixed: usize, values: usize) {
    for number in fixed + 1..=values.max(fixed + 1) {
        out.push_str(if number == fixed + 1 { "" } else { ", " });
        if bare {
            out.push('?');
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "${number}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_becomes_what_the_engine_calls_it() {
        let cases = [
            ("a @int, b @bool) @strict", 0, "a INTEGER, b INTEGER) STRICT", "a BIGINT, b BOOLEAN) "),
            ("SELECT 1 @skip_locked", 0, "SELECT 1 ", "SELECT 1 FOR UPDATE SKIP LOCKED"),
            ("VALUES @rows(2)", 4, "VALUES (?, ?), (?, ?)", "VALUES ($1, $2), ($3, $4)"),
            ("x = $1 AND y IN (@list(1))", 3, "x = $1 AND y IN ($2, $3)", "x = $1 AND y IN ($2, $3)"),
            ("VALUES @rows(2) x", 0, "VALUES (?, ?) x", "VALUES ($1, $2) x"),
            ("y IN (@list(0))", 2, "y IN (?, ?)", "y IN ($1, $2)"),
        ];
        for (sql, values, sqlite, postgres) in cases {
            assert_eq!(render(sql, Engine::Sqlite, values), sqlite);
            assert_eq!(render(sql, Engine::Postgres, values), postgres);
        }
        assert!(matches!(render("SELECT $1", Engine::Sqlite, 1), Cow::Borrowed(_)));
    }
}
