//! Driver errors, classified by code. The driver's own text is read for nothing but SQLite's "no such table",
//! and never passed on: it may quote a row.

use sqlx::error::DatabaseError;
use sqlx::mysql::MySqlDatabaseError;
use sqlx::postgres::PgDatabaseError;
use sqlx::sqlite::SqliteError;

use crate::error::ConnectError;

/// The named error for what the driver said. `table` is what the statement was about.
pub(super) fn classify(error: &sqlx::Error, system: &str, table: Option<&str>) -> ConnectError {
    let system = system.to_owned();
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
            ConnectError::Unreachable { system }
        }
        sqlx::Error::PoolTimedOut => ConnectError::Timeout { system },
        sqlx::Error::Configuration(_) => {
            ConnectError::Address { system, reason: "the database URL makes no sense".to_owned() }
        }
        sqlx::Error::Database(inner) => of_database(inner.as_ref(), system, table),
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
            ConnectError::Failed { system, code: "decoding".to_owned() }
        }
        sqlx::Error::Protocol(_) => ConnectError::Failed { system, code: "protocol".to_owned() },
        _ => ConnectError::Failed { system, code: "driver".to_owned() },
    }
}

/// What a code means, whichever the engine.
enum Meaning {
    Unreachable,
    Refused,
    Timeout,
    ReadOnly,
    Permission,
    MissingTable,
    MissingColumn,
    Constraint,
    Locked,
    Unknown,
}

fn of_database(error: &dyn DatabaseError, system: String, table: Option<&str>) -> ConnectError {
    let code = error.code().map_or_else(|| "none".to_owned(), std::borrow::Cow::into_owned);
    let (meaning, code) = if error.try_downcast_ref::<PgDatabaseError>().is_some() {
        (of_postgres(&code), code)
    } else if let Some(mysql) = error.try_downcast_ref::<MySqlDatabaseError>() {
        (of_mysql(mysql.number()), mysql.number().to_string())
    } else if error.try_downcast_ref::<SqliteError>().is_some() {
        (of_sqlite(&code, error.message()), code)
    } else {
        (Meaning::Unknown, code)
    };
    let place = table.map_or_else(|| "?".to_owned(), str::to_owned);
    match meaning {
        Meaning::Unreachable => ConnectError::Unreachable { system },
        Meaning::Refused => ConnectError::Refused { system },
        Meaning::Timeout => ConnectError::Timeout { system },
        Meaning::ReadOnly => ConnectError::ReadOnly { system },
        Meaning::Permission => ConnectError::Permission { system, table: table.map(str::to_owned) },
        Meaning::MissingTable => ConnectError::SchemaDiffers { system, table: place, column: None },
        Meaning::MissingColumn => {
            ConnectError::SchemaDiffers { system, table: place, column: Some("?".to_owned()) }
        }
        Meaning::Constraint => {
            let name = error.constraint().map(|name| format!(" “{name}”")).unwrap_or_default();
            let reason = format!("a constraint{name} of “{place}” would be broken (code {code})");
            ConnectError::Constraint { system, table: place, reason }
        }
        Meaning::Locked => ConnectError::Locked { system },
        Meaning::Unknown => ConnectError::Failed { system, code },
    }
}

/// SQLSTATE, appendix A of PostgreSQL's manual.
fn of_postgres(code: &str) -> Meaning {
    match code {
        "57014" => Meaning::Timeout,
        "55P03" | "40001" | "40P01" => Meaning::Locked,
        "25006" => Meaning::ReadOnly,
        "42501" => Meaning::Permission,
        "42P01" | "3F000" => Meaning::MissingTable,
        "42703" => Meaning::MissingColumn,
        "53300" | "57P01" | "57P02" | "57P03" | "3D000" => Meaning::Unreachable,
        "22001" => Meaning::Constraint,
        _ => match code.get(..2) {
            Some("08") => Meaning::Unreachable,
            Some("23") => Meaning::Constraint,
            Some("28") => Meaning::Refused,
            _ => Meaning::Unknown,
        },
    }
}

/// MariaDB's and MySQL's error numbers.
fn of_mysql(number: u16) -> Meaning {
    match number {
        1205 | 1213 | 1020 => Meaning::Locked,
        1317 | 1969 | 3024 => Meaning::Timeout,
        1290 | 1792 | 1836 => Meaning::ReadOnly,
        1142 | 1143 | 1227 | 1044 => Meaning::Permission,
        1045 | 1698 => Meaning::Refused,
        1146 => Meaning::MissingTable,
        1054 => Meaning::MissingColumn,
        1048 | 1062 | 1169 | 1406 | 1451 | 1452 | 4025 => Meaning::Constraint,
        1040 | 1049 | 1053 | 1203 | 2006 | 2013 => Meaning::Unreachable,
        _ => Meaning::Unknown,
    }
}

/// SQLite's result codes; the low byte is the primary one.
fn of_sqlite(code: &str, message: &str) -> Meaning {
    match code.parse::<u32>().unwrap_or(0) & 0xff {
        5 | 6 => Meaning::Locked,
        8 => Meaning::ReadOnly,
        3 | 23 => Meaning::Permission,
        14 => Meaning::Unreachable,
        9 => Meaning::Timeout,
        19 => Meaning::Constraint,
        1 if message.starts_with("no such table") => Meaning::MissingTable,
        1 if message.starts_with("no such column") => Meaning::MissingColumn,
        _ => Meaning::Unknown,
    }
}
