//! The three engines under test: a database of its own for each test, dropped again whatever happens.

use sqlx::{AssertSqlSafe, Connection, Executor, MySqlConnection, PgConnection, SqliteConnection};

/// Which engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
    Mariadb,
}

/// A database of one test.
#[derive(Debug, Clone)]
pub struct Database {
    pub engine: Engine,
    pub url: String,
}

/// Runs a test on a fresh database.
pub fn with<F>(engine: Engine, name: &str, test: impl FnOnce(Database) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    // MariaDB takes names of 64 characters.
    let unique = format!("contract_{}_{}", name.get(..40).unwrap_or(name), std::process::id());
    let admin = match engine {
        Engine::Sqlite => String::new(),
        Engine::Postgres => variable("TEST_POSTGRES_URL", "a PostgreSQL"),
        Engine::Mariadb => variable("TEST_MARIADB_URL", "a MariaDB"),
    };
    let url = match engine {
        Engine::Sqlite => format!("sqlite://{}?mode=rwc", folder.path().join("contract.db").display()),
        Engine::Postgres => {
            format!("{}/{unique}", admin.rsplit_once('/').map_or(&*admin, |(server, _)| server))
        }
        Engine::Mariadb => format!("{}/{unique}", admin.trim_end_matches('/')),
    };
    let database = Database { engine, url };
    runtime.block_on(administer(engine, &admin, &[drop_sql(engine, &unique), create_sql(engine, &unique)]));
    let outcome = runtime.block_on(async { tokio::spawn(test(database)).await });
    runtime.block_on(administer(engine, &admin, &[drop_sql(engine, &unique)]));
    if let Err(failure) = outcome {
        std::panic::resume_unwind(failure.into_panic());
    }
}

fn drop_sql(engine: Engine, name: &str) -> String {
    match engine {
        Engine::Postgres => format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        _ => format!("DROP DATABASE IF EXISTS {name}"),
    }
}

fn create_sql(engine: Engine, name: &str) -> String {
    match engine {
        Engine::Mariadb => {
            format!("CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci")
        }
        _ => format!("CREATE DATABASE {name}"),
    }
}

async fn administer(engine: Engine, url: &str, statements: &[String]) {
    for sql in statements {
        match engine {
            Engine::Sqlite => {}
            Engine::Postgres => {
                let mut connection = PgConnection::connect(url).await.unwrap();
                connection.execute(AssertSqlSafe(sql.clone())).await.unwrap();
            }
            Engine::Mariadb => {
                let mut connection = MySqlConnection::connect(url).await.unwrap();
                connection.execute(AssertSqlSafe(sql.clone())).await.unwrap();
            }
        }
    }
}

fn variable(name: &str, what: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: it names {what} server on which databases may be created; run `cargo xtask test`")
    })
}

impl Database {
    /// Runs statements.
    pub async fn run(&self, statements: &[String]) {
        match self.engine {
            Engine::Sqlite => {
                let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
                for sql in statements {
                    connection
                        .execute(AssertSqlSafe(sql.clone()))
                        .await
                        .unwrap_or_else(|e| panic!("{e}: {sql}"));
                }
            }
            Engine::Postgres => {
                let mut connection = PgConnection::connect(&self.url).await.unwrap();
                for sql in statements {
                    connection
                        .execute(AssertSqlSafe(sql.clone()))
                        .await
                        .unwrap_or_else(|e| panic!("{e}: {sql}"));
                }
            }
            Engine::Mariadb => {
                let mut connection = MySqlConnection::connect(&self.url).await.unwrap();
                for sql in statements {
                    connection
                        .execute(AssertSqlSafe(sql.clone()))
                        .await
                        .unwrap_or_else(|e| panic!("{e}: {sql}"));
                }
            }
        }
    }

    /// The first column of a query.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.engine {
            Engine::Sqlite => {
                let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
                sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
            }
            Engine::Postgres => {
                let mut connection = PgConnection::connect(&self.url).await.unwrap();
                sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
            }
            Engine::Mariadb => {
                let mut connection = MySqlConnection::connect(&self.url).await.unwrap();
                sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
            }
        }
    }

    /// A name as the engine quotes it.
    pub fn quote(&self, name: &str) -> String {
        match self.engine {
            Engine::Mariadb => format!("`{name}`"),
            _ => format!("\"{name}\""),
        }
    }
}
