//! A PostgreSQL database for Gestand's own data, gone when the test is over, whatever happened.

use std::str::FromStr as _;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};

use crate::sql::block_on;

/// A database of its own.
#[derive(Debug)]
pub(crate) struct Database {
    name: String,
    pub(crate) url: String,
}

impl Database {
    pub(crate) fn new() -> Self {
        Self::made("")
    }

    /// The same once more, under another name. Nobody may be connected to it.
    pub(crate) fn copy(&self) -> Self {
        Self::made(&format!("TEMPLATE {}", self.name))
    }

    fn made(how: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("gestand_binary_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
        block_on(async {
            let create = format!("CREATE DATABASE {name} {how}");
            // Who has just left may not have been noticed yet.
            for _ in 0..50 {
                if run(&create).await.is_ok() {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            run(&create).await.unwrap();
        });
        let url = PgConnectOptions::from_str(&server()).unwrap().database(&name).to_url_lossy().to_string();
        Self { name, url }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let dropped = block_on(run(&format!("DROP DATABASE {} WITH (FORCE)", self.name)));
        if !std::thread::panicking() {
            dropped.unwrap();
        }
    }
}

async fn run(sql: &str) -> Result<(), sqlx::Error> {
    let mut connection = PgConnection::connect(&server()).await?;
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await?;
    connection.close().await
}

fn server() -> String {
    std::env::var("TEST_POSTGRES_URL").unwrap_or_else(|_| {
        panic!("TEST_POSTGRES_URL is not set: this test needs a PostgreSQL server; run `cargo xtask test`, which starts one")
    })
}
