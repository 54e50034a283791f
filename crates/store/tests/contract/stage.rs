//! Where a case plays: a database of its own on one engine, taken down afterwards whatever happened.

use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::Timestamp;
use kernel::{Entropy, Language};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
use store::Store;
use store::requests::RequestRow;

/// A case is an async function that takes a stage; this makes two tests of it.
macro_rules! on_both_engines {
    ($($case:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $case() { $crate::stage::on_sqlite(super::$case).await; })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $case() { $crate::stage::on_postgres(super::$case).await; })*
        }
    };
}
pub(crate) use on_both_engines;

#[derive(Clone)]
pub(crate) struct Stage {
    pub(crate) url: String,
    pub(crate) entropy: Entropy,
}

impl Stage {
    pub(crate) async fn open(&self) -> Store {
        Store::open(&self.url).await.unwrap()
    }

    /// A hand in the database: any SQL, past the store.
    pub(crate) async fn by_hand(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        if self.url.starts_with("postgres") {
            let mut connection = PgConnection::connect(&self.url).await.unwrap();
            sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        } else {
            let mut connection = self.sqlite().await;
            sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        }
    }

    /// A literal of bytes, in the engine's spelling.
    pub(crate) fn bytes(&self, bytes: &[u8]) -> String {
        let digits = hex::encode(bytes);
        if self.url.starts_with("postgres") {
            format!("'\\x{digits}'::bytea")
        } else {
            format!("x'{digits}'")
        }
    }

    /// Every column of the schema: table, column, type.
    pub(crate) async fn columns(&self) -> Vec<(String, String, String)> {
        if self.url.starts_with("postgres") {
            let mut connection = PgConnection::connect(&self.url).await.unwrap();
            sqlx::query_as("SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns WHERE table_schema = 'public'")
                .fetch_all(&mut connection)
                .await
                .unwrap()
        } else {
            sqlx::query_as("SELECT m.name, c.name, c.type FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table'")
                .fetch_all(&mut self.sqlite().await)
                .await
                .unwrap()
        }
    }

    async fn sqlite(&self) -> SqliteConnection {
        let path = self.url.strip_prefix("sqlite:").unwrap();
        let options = SqliteConnectOptions::new().filename(path);
        options.busy_timeout(std::time::Duration::from_secs(10)).connect().await.unwrap()
    }
}

pub(crate) async fn on_sqlite<F>(case: impl FnOnce(Stage) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("gestand.db").display());
    case(Stage { url, entropy: Entropy::seeded(7) }).await;
}

pub(crate) async fn on_postgres<F>(case: impl FnOnce(Stage) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let Ok(admin) = std::env::var("TEST_POSTGRES_URL") else {
        panic!(
            "TEST_POSTGRES_URL is not set: this case needs a PostgreSQL server; run `cargo xtask test`, which starts one"
        );
    };
    let name = format!("gestand_store_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let mut server = PgConnection::connect(&admin).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut server).await.unwrap();
    let url = PgConnectOptions::from_str(&admin).unwrap().database(&name).to_url_lossy().to_string();
    // In a task of its own, so that the database goes away even when the case panics.
    let outcome = tokio::spawn(case(Stage { url, entropy: Entropy::seeded(7) })).await;
    let drop = format!("DROP DATABASE {name} WITH (FORCE)");
    sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut server).await.unwrap();
    if let Err(failure) = outcome {
        std::panic::resume_unwind(failure.into_panic());
    }
}

/// An instant, in seconds after a fixed one.
pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

/// An open access request received at `second` and due a thousand seconds later.
pub(crate) fn request(stage: &Stage, second: i64) -> RequestRow {
    RequestRow {
        id: kernel::ids::RequestId::new(at(second), &stage.entropy),
        right: "access".into(),
        phase: "received".into(),
        state: r#"{"is":"received"}"#.into(),
        version: 1,
        subject_id: None,
        address: Some("saar@school.example".into()),
        identities: Some(vec![1, 2, 3]),
        language: Language::Nl,
        channel: "portal".into(),
        received_at: at(second),
        due_at: at(second + 1_000),
        linked_to: None,
        waits_for: None,
        drill: false,
        closed_at: None,
        cause: None,
    }
}
