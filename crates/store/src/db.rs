//! The two engines behind one face: [`Store`], its transactions, and [`Conn`], which is either.
//!
//! SQLite has one writing connection, because it has one writer anyway: waiting in our queue is fairer and
//! cheaper than waiting on its lock. Reads go to connections of their own that cannot write. PostgreSQL has a
//! plain pool.

use sqlx::postgres::{PgArguments, PgPool, Postgres};
use sqlx::query::Query;
use sqlx::sqlite::{Sqlite, SqliteArguments, SqlitePool};
use sqlx::{AssertSqlSafe, Executor as _, SqlSafeStr as _, Transaction};

use crate::dialect::{Engine, render};
use crate::error::StoreError;
use crate::statement::Statement;
use crate::value::{Columns, FromRow, Row, Value};

/// The pools of an engine.
#[derive(Debug, Clone)]
pub enum Db {
    /// SQLite in a file.
    Sqlite {
        /// The one connection that writes.
        writer: SqlitePool,
        /// Connections that only read.
        readers: SqlitePool,
    },
    /// PostgreSQL.
    Postgres(PgPool),
}

/// Gestand's own database. Clones share the pools.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) db: Db,
}

/// A transaction: everything done through it happens together at [`Tx::commit`], or not at all.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite's writing connection.
    Sqlite(Transaction<'static, Sqlite>),
    /// On a connection of the PostgreSQL pool.
    Postgres(Transaction<'static, Postgres>),
}

/// Where a statement runs: by itself on the store, or inside a transaction. Functions of this crate take
/// `impl Into<Conn>`: pass `&store` or `&mut tx`.
#[derive(Debug)]
pub enum Conn<'c> {
    /// A statement by itself.
    Store(&'c Store),
    /// A statement in a transaction.
    Tx(&'c mut Tx),
}

impl<'c> From<&'c Store> for Conn<'c> {
    fn from(store: &'c Store) -> Self {
        Self::Store(store)
    }
}

impl<'c> From<&'c mut Tx> for Conn<'c> {
    fn from(tx: &'c mut Tx) -> Self {
        Self::Tx(tx)
    }
}

impl Store {
    /// Which engine it is.
    pub fn engine(&self) -> Engine {
        match &self.db {
            Db::Sqlite { .. } => Engine::Sqlite,
            Db::Postgres(_) => Engine::Postgres,
        }
    }

    /// Begins a transaction that writes. Dropping it undoes everything.
    ///
    /// While it is open, write through it and not through the store: SQLite's one writing connection is taken,
    /// and the statement would wait for itself.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        // IMMEDIATE takes SQLite's write lock now: a transaction that reads first and writes later could
        // otherwise be refused halfway when another process wrote in between.
        match &self.db {
            Db::Sqlite { writer, .. } => writer.begin_with("BEGIN IMMEDIATE").await.map(Tx::Sqlite),
            Db::Postgres(pool) => pool.begin().await.map(Tx::Postgres),
        }
        .map_err(|error| StoreError::from_sqlx("begin", error))
    }

    /// Begins a transaction that only reads and sees one moment throughout.
    pub async fn snapshot(&self) -> Result<Tx, StoreError> {
        match &self.db {
            Db::Sqlite { readers, .. } => readers.begin().await.map(Tx::Sqlite),
            Db::Postgres(pool) => {
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await.map(Tx::Postgres)
            }
        }
        .map_err(|error| StoreError::from_sqlx("snapshot", error))
    }

    /// Asks the database for a sign of life.
    pub async fn ping(&self) -> Result<(), StoreError> {
        const PING: Statement = Statement { name: "ping", sql: "SELECT CAST(1 AS BIGINT)", writes: false };
        Conn::from(self).rows(&PING, Vec::new()).await.map(drop)
    }

    /// Has the engine prepare every statement of this crate: the first that the schema does not bear is the
    /// error. A database that somebody changed by hand is found out here, before a request is.
    pub async fn prepare_all(&self) -> Result<usize, StoreError> {
        let mut count = 0;
        for statement in crate::statement::all() {
            let refused = |error| StoreError::from_sqlx(statement.name, error);
            let sql = AssertSqlSafe(render(statement.sql, self.engine(), 0)).into_sql_str();
            match &self.db {
                Db::Sqlite { readers, .. } => {
                    readers.prepare(sql).await.map_err(refused)?;
                }
                Db::Postgres(pool) => {
                    pool.prepare(sql).await.map_err(refused)?;
                }
            }
            count += 1;
        }
        Ok(count)
    }

    /// Closes every connection; what is under way ends first.
    pub async fn close(&self) {
        match &self.db {
            Db::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes everything done through it durable.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
        .map_err(|error| StoreError::from_sqlx("commit", error))
    }

    /// Undoes everything done through it.
    pub async fn rollback(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.rollback().await,
            Self::Postgres(tx) => tx.rollback().await,
        }
        .map_err(|error| StoreError::from_sqlx("rollback", error))
    }
}

fn for_sqlite(statement: &Statement, values: Vec<Value>) -> Query<'static, Sqlite, SqliteArguments> {
    let sql = AssertSqlSafe(render(statement.sql, Engine::Sqlite, values.len()));
    values.into_iter().fold(sqlx::query(sql), |query, value| match value {
        Value::Int(value) => query.bind(value),
        Value::Text(value) => query.bind(value),
        Value::Bool(value) => query.bind(value),
        Value::Blob(value) => query.bind(value),
    })
}

fn for_postgres(statement: &Statement, values: Vec<Value>) -> Query<'static, Postgres, PgArguments> {
    let sql = AssertSqlSafe(render(statement.sql, Engine::Postgres, values.len()));
    values.into_iter().fold(sqlx::query(sql), |query, value| match value {
        Value::Int(value) => query.bind(value),
        Value::Text(value) => query.bind(value),
        Value::Bool(value) => query.bind(value),
        Value::Blob(value) => query.bind(value),
    })
}

impl Conn<'_> {
    /// Runs a statement and says how many rows it changed.
    pub(crate) async fn execute(
        &mut self,
        statement: &Statement,
        values: Vec<Value>,
    ) -> Result<u64, StoreError> {
        match self {
            Self::Store(Store { db: Db::Sqlite { writer, .. } }) => {
                for_sqlite(statement, values).execute(writer).await.map(|done| done.rows_affected())
            }
            Self::Tx(Tx::Sqlite(tx)) => {
                for_sqlite(statement, values).execute(&mut **tx).await.map(|done| done.rows_affected())
            }
            Self::Store(Store { db: Db::Postgres(pool) }) => {
                for_postgres(statement, values).execute(pool).await.map(|done| done.rows_affected())
            }
            Self::Tx(Tx::Postgres(tx)) => {
                for_postgres(statement, values).execute(&mut **tx).await.map(|done| done.rows_affected())
            }
        }
        .map_err(|error| StoreError::from_sqlx(statement.name, error))
    }

    /// Runs a statement and gives its rows.
    pub(crate) async fn rows(
        &mut self,
        statement: &Statement,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        match self {
            Self::Store(Store { db: Db::Sqlite { writer, readers } }) => {
                let pool = if statement.writes { writer } else { readers };
                for_sqlite(statement, values).fetch_all(pool).await.map(sqlite_rows)
            }
            Self::Tx(Tx::Sqlite(tx)) => {
                for_sqlite(statement, values).fetch_all(&mut **tx).await.map(sqlite_rows)
            }
            Self::Store(Store { db: Db::Postgres(pool) }) => {
                for_postgres(statement, values).fetch_all(pool).await.map(postgres_rows)
            }
            Self::Tx(Tx::Postgres(tx)) => {
                for_postgres(statement, values).fetch_all(&mut **tx).await.map(postgres_rows)
            }
        }
        .map_err(|error| StoreError::from_sqlx(statement.name, error))
    }

    /// Runs a statement and reads all its rows.
    pub(crate) async fn all<T: FromRow>(
        &mut self,
        statement: &Statement,
        values: Vec<Value>,
    ) -> Result<Vec<T>, StoreError> {
        let rows = self.rows(statement, values).await?;
        rows.iter().map(|row| T::from_row(&mut Columns::of(row, statement.name))).collect()
    }

    /// Runs a statement and reads its first row.
    pub(crate) async fn first<T: FromRow>(
        &mut self,
        statement: &Statement,
        values: Vec<Value>,
    ) -> Result<Option<T>, StoreError> {
        let rows = self.rows(statement, values).await?;
        rows.first().map(|row| T::from_row(&mut Columns::of(row, statement.name))).transpose()
    }
}

fn sqlite_rows(rows: Vec<sqlx::sqlite::SqliteRow>) -> Vec<Row> {
    rows.into_iter().map(Row::Sqlite).collect()
}

fn postgres_rows(rows: Vec<sqlx::postgres::PgRow>) -> Vec<Row> {
    rows.into_iter().map(Row::Postgres).collect()
}
