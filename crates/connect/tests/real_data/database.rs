//! Databases restored from a dump, and dropped again whatever happens.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use flate2::read::GzDecoder;
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlPool, MySqlPoolOptions};
use sqlx::{AssertSqlSafe, Connection, Executor};

/// The dump as it was restored, and a copy to write to.
#[derive(Clone)]
pub struct Databases {
    /// A pool that belongs to no database: statements name theirs.
    pub pool: MySqlPool,
    /// The untouched database.
    pub reference: String,
    /// The database to erase from; the reference itself for tests that only look.
    pub copy: String,
    url: String,
}

impl Databases {
    /// The URL of the copy, as a system's environment variable would hold it.
    pub fn copy_url(&self) -> String {
        format!("{}/{}", self.url.trim_end_matches('/'), self.copy)
    }

    /// Rows of one text column.
    pub async fn texts(&self, sql: String) -> Vec<String> {
        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&self.pool).await.unwrap()
    }
}

/// Where the dumps and the truth about them are.
pub fn folder() -> PathBuf {
    PathBuf::from(variable("GESTAND_REAL_DATA", "the folder with the dumps"))
}

/// Runs a test that only looks.
pub fn reading<F>(name: &str, dump: &str, test: impl FnOnce(Databases) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    with(name, dump, false, test);
}

/// Runs a test that erases from a copy.
pub fn writing<F>(name: &str, dump: &str, test: impl FnOnce(Databases) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    with(name, dump, true, test);
}

fn with<F>(name: &str, dump: &str, writes: bool, test: impl FnOnce(Databases) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let databases = runtime.block_on(prepare(name, dump, writes));
    let outcome = runtime.block_on(async { tokio::spawn(test(databases.clone())).await });
    runtime.block_on(async {
        for database in [&databases.reference, &databases.copy] {
            databases
                .pool
                .execute(AssertSqlSafe(format!("DROP DATABASE IF EXISTS `{database}`")))
                .await
                .unwrap();
        }
    });
    if let Err(failure) = outcome {
        std::panic::resume_unwind(failure.into_panic());
    }
}

async fn prepare(name: &str, dump: &str, writes: bool) -> Databases {
    let url = variable("TEST_MARIADB_URL", "a MariaDB server on which databases may be created");
    let options: MySqlConnectOptions = url.parse().unwrap();
    let mut connection = MySqlConnection::connect_with(&options).await.unwrap();
    let reference = format!("gestand_real_{name}_{}", std::process::id());
    let copy = if writes { format!("{reference}_copy") } else { reference.clone() };
    for database in [&reference, &copy] {
        run(&mut connection, format!("DROP DATABASE IF EXISTS `{database}`")).await;
        run(&mut connection, format!("CREATE DATABASE `{database}` CHARACTER SET utf8mb4")).await;
    }
    run(&mut connection, format!("USE `{reference}`")).await;
    restore(&mut connection, dump).await;
    if writes {
        duplicate(&mut connection, &reference, &copy).await;
    }
    connection.close().await.unwrap();
    let pool = MySqlPoolOptions::new().max_connections(2).connect_with(options).await.unwrap();
    Databases { pool, reference, copy, url }
}

/// Dumps escape line breaks inside values, so a line that ends in a semicolon ends a statement.
async fn restore(connection: &mut MySqlConnection, dump: &str) {
    let file = std::fs::File::open(folder().join(dump)).unwrap();
    let mut statement = String::new();
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let line = line.unwrap();
        if statement.is_empty() && line.starts_with("--") {
            continue;
        }
        statement.push_str(&line);
        statement.push('\n');
        if line.ends_with(';') {
            run(connection, std::mem::take(&mut statement)).await;
        }
    }
}

async fn duplicate(connection: &mut MySqlConnection, reference: &str, copy: &str) {
    run(connection, "SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'".to_owned()).await;
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT CAST(table_name AS CHAR) FROM information_schema.tables WHERE table_schema = ?",
    )
    .bind(reference)
    .fetch_all(&mut *connection)
    .await
    .unwrap();
    for table in tables {
        run(connection, format!("CREATE TABLE `{copy}`.`{table}` LIKE `{reference}`.`{table}`")).await;
        run(connection, format!("INSERT INTO `{copy}`.`{table}` SELECT * FROM `{reference}`.`{table}`"))
            .await;
    }
}

async fn run(connection: &mut MySqlConnection, sql: String) {
    connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
}

fn variable(name: &str, what: &str) -> String {
    std::env::var(name)
        .unwrap_or_else(|_| panic!("{name} is not set: it names {what}; run `cargo xtask test`"))
}
