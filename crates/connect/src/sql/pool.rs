//! Connections: one pool per system, one transaction per piece of work, rows as text.
//!
//! Everything is read inside a transaction, so that an export sees one state of the database. Statement logging
//! of the driver is off. The server itself is asked to stop slow statements; where it cannot (SQLite) or does
//! not answer any more, waiting ends here a little later.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::TryStreamExt;
use sqlx::mysql::{MySqlConnectOptions, MySqlPoolOptions};
use sqlx::pool::PoolConnectionMetadata;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, MySql, Postgres, Row, Sqlite, Transaction};

use super::SqlOptions;
use super::failure::classify;
use super::statement::{Arg, Statement};
use crate::error::ConnectError;

/// Statements kept prepared per connection: a large map with its power-of-two list lengths fits.
const PREPARED: usize = 1024;
/// SQLite keeps each compiled statement in our own memory and compiles one in microseconds.
const PREPARED_SQLITE: usize = 32;
/// A file is opened again in a millisecond; until then its pages need not stay in memory.
const SQLITE_IDLE: Duration = Duration::from_secs(5);

/// A connection that was not used for so long is asked whether it still lives.
const IDLE: Duration = Duration::from_secs(5);

/// Which SQL is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Engine {
    Postgres,
    Mysql,
    Sqlite,
}

/// A row: one text or null for every column asked for.
pub(super) type TextRow = Vec<Option<String>>;

/// The pool of one system.
#[derive(Debug, Clone)]
pub(super) struct Pool {
    system: Arc<str>,
    inner: Inner,
    patience: Duration,
}

#[derive(Debug, Clone)]
enum Inner {
    Postgres(sqlx::Pool<Postgres>),
    Mysql(sqlx::Pool<MySql>),
    Sqlite(sqlx::Pool<Sqlite>),
}

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Intent {
    Read,
    Write,
}

impl Pool {
    /// A pool that connects when it is first used.
    pub(super) fn open(system: &str, url: &str, options: &SqlOptions) -> Result<Self, ConnectError> {
        let address =
            |reason: &str| ConnectError::Address { system: system.to_owned(), reason: reason.to_owned() };
        let bad = |_| address("the database URL makes no sense");
        let inner = match url.split(':').next() {
            Some("postgres" | "postgresql") => Inner::Postgres(postgres(url, options).map_err(bad)?),
            Some("mysql" | "mariadb") => Inner::Mysql(mysql(url, options).map_err(bad)?),
            Some("sqlite") => Inner::Sqlite(sqlite(url, options).map_err(bad)?),
            _ => return Err(address("the database URL starts with postgres:, mysql:, mariadb: or sqlite:")),
        };
        // The server is asked to stop a statement in time; when even that answer does not come, we stop.
        let patience = options.statement_timeout + Duration::from_secs(2);
        Ok(Self { system: system.into(), inner, patience })
    }

    pub(super) fn engine(&self) -> Engine {
        match &self.inner {
            Inner::Postgres(_) => Engine::Postgres,
            Inner::Mysql(_) => Engine::Mysql,
            Inner::Sqlite(_) => Engine::Sqlite,
        }
    }

    fn connections(&self) -> u32 {
        match &self.inner {
            Inner::Postgres(pool) => pool.size(),
            Inner::Mysql(pool) => pool.size(),
            Inner::Sqlite(pool) => pool.size(),
        }
    }

    /// Begins a transaction: reading sees one state throughout, writing is all or nothing.
    pub(super) async fn begin(&self, intent: Intent) -> Result<Work, ConnectError> {
        let begun = async {
            Ok(match (&self.inner, intent) {
                (Inner::Postgres(pool), Intent::Read) => {
                    Open::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
                }
                (Inner::Postgres(pool), Intent::Write) => {
                    Open::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ").await?)
                }
                (Inner::Mysql(pool), Intent::Read) => Open::Mysql(
                    pool.begin_with("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY").await?,
                ),
                (Inner::Mysql(pool), Intent::Write) => {
                    Open::Mysql(pool.begin_with("START TRANSACTION WITH CONSISTENT SNAPSHOT").await?)
                }
                (Inner::Sqlite(pool), Intent::Read) => Open::Sqlite(pool.begin().await?),
                (Inner::Sqlite(pool), Intent::Write) => {
                    Open::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?)
                }
            })
        };
        let open = begun.await.map_err(|error: sqlx::Error| match error {
            // The pool tries again until its time is up: without a single connection nobody answers.
            sqlx::Error::PoolTimedOut if self.connections() == 0 => {
                ConnectError::Unreachable { system: self.system.to_string() }
            }
            error => classify(&error, &self.system, None),
        })?;
        Ok(Work { system: self.system.clone(), open, patience: self.patience })
    }
}

/// A connection that lay still for a while may have been cut by the server or a firewall; one just used has not,
/// and asking costs as much as a statement.
async fn alive<C: Connection>(connection: &mut C, meta: PoolConnectionMetadata) -> Result<bool, sqlx::Error> {
    if meta.idle_for < IDLE {
        return Ok(true);
    }
    Ok(connection.ping().await.is_ok())
}

fn postgres(url: &str, options: &SqlOptions) -> Result<sqlx::Pool<Postgres>, sqlx::Error> {
    let connect = PgConnectOptions::from_str(url)?
        .application_name("gestand")
        .statement_cache_capacity(PREPARED)
        .disable_statement_logging();
    let timeout = options.statement_timeout.as_millis();
    let lock = options.lock_timeout.as_millis();
    // Sets of keys come as one array, whose plan does not depend on what is in it; planning anew for every set takes
    // as long as reading it. PostgreSQL 12 knows the setting, and nothing older is maintained.
    let settings = format!(
        "SET statement_timeout = {timeout}; SET lock_timeout = {lock}; SET timezone = 'UTC'; \
         SET datestyle = 'ISO, YMD'; SET bytea_output = 'hex'; SET plan_cache_mode = 'force_generic_plan'"
    );
    Ok(PgPoolOptions::new()
        .max_connections(options.connections)
        .acquire_timeout(options.connect_timeout)
        .test_before_acquire(false)
        .after_connect(move |connection, _| {
            let settings = settings.clone();
            Box::pin(async move {
                connection.execute(AssertSqlSafe(settings)).await?;
                Ok(())
            })
        })
        .before_acquire(|connection, meta| Box::pin(alive(connection, meta)))
        .connect_lazy_with(connect))
}

fn mysql(url: &str, options: &SqlOptions) -> Result<sqlx::Pool<MySql>, sqlx::Error> {
    let url = url.replacen("mariadb:", "mysql:", 1);
    let connect =
        MySqlConnectOptions::from_str(&url)?.statement_cache_capacity(PREPARED).disable_statement_logging();
    let seconds = options.statement_timeout.as_secs().max(1);
    let millis = options.statement_timeout.as_millis();
    let lock = options.lock_timeout.as_secs().max(1);
    // MariaDB counts seconds and for every statement, MySQL milliseconds and for reading only; the executable
    // comments pick the one that the server knows.
    let settings = format!(
        "SET SESSION innodb_lock_wait_timeout = {lock} /*M!100101 , max_statement_time = {seconds} */ \
         /*!50704 , max_execution_time = {millis} */"
    );
    let plain = format!(
        "SET SESSION innodb_lock_wait_timeout = {lock} /*M!100101 , max_statement_time = {seconds} */"
    );
    Ok(MySqlPoolOptions::new()
        .max_connections(options.connections)
        .acquire_timeout(options.connect_timeout)
        .test_before_acquire(false)
        .after_connect(move |connection, _| {
            let (settings, plain) = (settings.clone(), plain.clone());
            Box::pin(async move {
                // MariaDB executes MySQL's comments too and knows no max_execution_time.
                if connection.execute(AssertSqlSafe(settings)).await.is_err() {
                    connection.execute(AssertSqlSafe(plain)).await?;
                }
                Ok(())
            })
        })
        .before_acquire(|connection, meta| Box::pin(alive(connection, meta)))
        .connect_lazy_with(connect))
}

fn sqlite(url: &str, options: &SqlOptions) -> Result<sqlx::Pool<Sqlite>, sqlx::Error> {
    let connect = SqliteConnectOptions::from_str(url)?
        .create_if_missing(false)
        .foreign_keys(true)
        // What is deleted is overwritten: else it stands in free pages of the file until it is packed.
        .pragma("secure_delete", "on")
        .busy_timeout(options.lock_timeout)
        .statement_cache_capacity(PREPARED_SQLITE)
        .disable_statement_logging();
    Ok(SqlitePoolOptions::new()
        .max_connections(options.connections)
        .acquire_timeout(options.connect_timeout)
        .idle_timeout(SQLITE_IDLE)
        .test_before_acquire(false)
        .before_acquire(|connection, meta| Box::pin(alive(connection, meta)))
        .connect_lazy_with(connect))
}

/// An open transaction. Dropping it rolls back.
pub(super) struct Work {
    system: Arc<str>,
    open: Open,
    patience: Duration,
}

enum Open {
    Postgres(Transaction<'static, Postgres>),
    Mysql(Transaction<'static, MySql>),
    Sqlite(Transaction<'static, Sqlite>),
}

/// Binds arguments in order.
macro_rules! bind {
    ($query:ident, $args:expr) => {
        for arg in $args {
            $query = match arg {
                Arg::Text(value) => $query.bind(value),
                Arg::Int(value) => $query.bind(value),
                Arg::Texts(_) | Arg::Ints(_) => $query,
            };
        }
    };
}

/// Streams the rows of a prepared query into `$each`.
macro_rules! stream {
    ($query:ident, $connection:expr, $count:expr, $each:ident) => {{
        let mut rows = $query.fetch($connection);
        while let Some(row) = rows.try_next().await? {
            let mut texts: TextRow = Vec::with_capacity(row.len());
            for index in 0..row.len() {
                let bytes: Option<&[u8]> = row.try_get_unchecked(index)?;
                texts.push(bytes.map(readable));
            }
            $count += 1;
            if let Err(error) = $each(texts) {
                return Ok(Err(error));
            }
        }
    }};
}

impl Work {
    pub(super) fn engine(&self) -> Engine {
        match &self.open {
            Open::Postgres(_) => Engine::Postgres,
            Open::Mysql(_) => Engine::Mysql,
            Open::Sqlite(_) => Engine::Sqlite,
        }
    }

    /// Runs a query and hands over each row as it comes. Every column of the query must be text or bytes.
    /// Returns how many rows there were.
    pub(super) async fn fetch<F>(
        &mut self,
        statement: Statement,
        table: Option<&str>,
        mut each: F,
    ) -> Result<u64, ConnectError>
    where
        F: FnMut(TextRow) -> Result<(), ConnectError> + Send,
    {
        let patience = self.patience;
        let mut count = 0u64;
        let open = &mut self.open;
        let counted = &mut count;
        let running = async move {
            match open {
                Open::Postgres(transaction) => {
                    let mut query = sqlx::query::<Postgres>(AssertSqlSafe(statement.text));
                    for arg in statement.args {
                        query = match arg {
                            Arg::Text(value) => query.bind(value),
                            Arg::Int(value) => query.bind(value),
                            Arg::Texts(values) => query.bind(values),
                            Arg::Ints(values) => query.bind(values),
                        };
                    }
                    stream!(query, &mut **transaction, *counted, each);
                }
                Open::Mysql(transaction) => {
                    let mut query = sqlx::query::<MySql>(AssertSqlSafe(statement.text));
                    bind!(query, statement.args);
                    stream!(query, &mut **transaction, *counted, each);
                }
                Open::Sqlite(transaction) => {
                    let mut query = sqlx::query::<Sqlite>(AssertSqlSafe(statement.text));
                    bind!(query, statement.args);
                    stream!(query, &mut **transaction, *counted, each);
                }
            }
            Ok(Ok(()))
        };
        let outcome: Result<Result<(), ConnectError>, sqlx::Error> =
            tokio::time::timeout(patience, running).await.map_err(|_| self.timed_out())?;
        outcome.map_err(|error| classify(&error, &self.system, table))??;
        Ok(count)
    }

    /// Runs a query and collects its rows. For small results only.
    pub(super) async fn rows(
        &mut self,
        statement: Statement,
        table: Option<&str>,
    ) -> Result<Vec<TextRow>, ConnectError> {
        let mut rows = Vec::new();
        self.fetch(statement, table, |row| {
            rows.push(row);
            Ok(())
        })
        .await?;
        Ok(rows)
    }

    /// Runs a statement that changes rows; returns how many it matched.
    pub(super) async fn execute(&mut self, statement: Statement, table: &str) -> Result<u64, ConnectError> {
        let patience = self.patience;
        let open = &mut self.open;
        let running = async move {
            Ok(match open {
                Open::Postgres(transaction) => {
                    let mut query = sqlx::query::<Postgres>(AssertSqlSafe(statement.text));
                    for arg in statement.args {
                        query = match arg {
                            Arg::Text(value) => query.bind(value),
                            Arg::Int(value) => query.bind(value),
                            Arg::Texts(values) => query.bind(values),
                            Arg::Ints(values) => query.bind(values),
                        };
                    }
                    query.execute(&mut **transaction).await?.rows_affected()
                }
                Open::Mysql(transaction) => {
                    let mut query = sqlx::query::<MySql>(AssertSqlSafe(statement.text));
                    bind!(query, statement.args);
                    query.execute(&mut **transaction).await?.rows_affected()
                }
                Open::Sqlite(transaction) => {
                    let mut query = sqlx::query::<Sqlite>(AssertSqlSafe(statement.text));
                    bind!(query, statement.args);
                    query.execute(&mut **transaction).await?.rows_affected()
                }
            })
        };
        let outcome: Result<u64, sqlx::Error> =
            tokio::time::timeout(patience, running).await.map_err(|_| self.timed_out())?;
        outcome.map_err(|error| classify(&error, &self.system, Some(table)))
    }

    /// Makes everything that was done lasting.
    pub(super) async fn commit(self) -> Result<(), ConnectError> {
        let committed = match self.open {
            Open::Postgres(transaction) => transaction.commit().await,
            Open::Mysql(transaction) => transaction.commit().await,
            Open::Sqlite(transaction) => transaction.commit().await,
        };
        committed.map_err(|error| classify(&error, &self.system, None))
    }

    fn timed_out(&self) -> ConnectError {
        ConnectError::Timeout { system: self.system.to_string() }
    }
}

/// Text when it is UTF-8, else `0x` and hexadecimal.
fn readable(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| format!("0x{}", hex::encode(bytes)), str::to_owned)
}
