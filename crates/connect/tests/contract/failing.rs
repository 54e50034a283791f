//! A database that is down, slow, read-only or another than the map says: each operation ends in the error that
//! names it, nothing counts as an answer, and nothing is changed.
//!
//! These need a server: SQLite is a file, and what can be wrong with a file stands in `refusing`.

use std::time::Duration;

use connect::{
    CollectionMeta, ConnectError, Connector, RowOut, RowSink, SinkError, SqlConnector, SqlOptions,
};
use inventory::PreparedErasure;
use sqlx::{AssertSqlSafe, Connection, Executor, MySqlConnection, PgConnection};

use crate::engines::{Database, Engine};
use crate::racing::somebody_waits;
use crate::world::{EVA, build, connector, dump, identities, map, order};

fn hers() -> String {
    format!("email={EVA}")
}

/// Takes everything and keeps nothing.
struct Nowhere;

impl RowSink for Nowhere {
    fn begin(&mut self, _: &CollectionMeta) -> Result<(), SinkError> {
        Ok(())
    }
    fn row(&mut self, _: &RowOut<'_>) -> Result<(), SinkError> {
        Ok(())
    }
    fn end(&mut self) -> Result<(), SinkError> {
        Ok(())
    }
}

/// Every operation with its error, if it had one.
async fn attempts(
    connector: &SqlConnector,
    prepared: &PreparedErasure,
) -> Vec<(&'static str, Option<ConnectError>)> {
    let given = identities(&[&hers()]);
    vec![
        ("find", connector.find(&given).await.err()),
        ("export", connector.export(&given, &mut Nowhere).await.err()),
        ("prepare", connector.prepare_erasure(&order(&[&hers()])).await.err()),
        ("erase", connector.erase(prepared).await.err()),
        ("verify", connector.verify_applied(prepared).await.err()),
        ("residue", connector.residue(prepared).await.err()),
    ]
}

fn options() -> SqlOptions {
    SqlOptions {
        statement_timeout: Duration::from_secs(1),
        connect_timeout: Duration::from_secs(1),
        ..SqlOptions::default()
    }
}

pub async fn nobody_at_the_port(database: Database) {
    build(&database).await;
    let prepared = connector(&database).prepare_erasure(&order(&[&hers()])).await.unwrap();
    let url = match database.engine {
        Engine::Postgres => "postgres://x@127.0.0.1:1/x",
        _ => "mysql://x@127.0.0.1:1/x",
    };
    let down = SqlConnector::open(map(), url, &options()).unwrap();
    for (operation, error) in attempts(&down, &prepared).await {
        let error = error.unwrap_or_else(|| panic!("{operation} gave an answer"));
        assert_eq!((error.name(), error.retryable()), ("unreachable", true), "{operation}");
    }
    assert!(!down.probe().await.is_usable());
}

/// The server ends the connection while the erasure waits, after it has found and decided everything.
pub async fn the_server_goes_away_in_the_middle(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let prepared = connector.prepare_erasure(&order(&[&hers()])).await.unwrap();
    let before = dump(&database).await;
    let change =
        format!("UPDATE {} SET {} = 'x' WHERE id = 2", database.quote("order"), database.quote("note"));
    macro_rules! cut {
        ($connection:ty) => {{
            let mut other = <$connection>::connect(&database.url).await.unwrap();
            other.execute(AssertSqlSafe("BEGIN".to_owned())).await.unwrap();
            other.execute(AssertSqlSafe(change)).await.unwrap();
            let erasing = tokio::spawn({
                let (connector, prepared) = (connector.clone(), prepared.clone());
                async move { connector.erase(&prepared).await }
            });
            for waiting in somebody_waits(&database).await {
                let sql = match database.engine {
                    Engine::Postgres => format!("SELECT pg_terminate_backend({waiting})::text"),
                    _ => format!("KILL {waiting}"),
                };
                other.execute(AssertSqlSafe(sql)).await.unwrap();
            }
            other.execute(AssertSqlSafe("ROLLBACK".to_owned())).await.unwrap();
            erasing.await.unwrap()
        }};
    }
    let outcome =
        if database.engine == Engine::Postgres { cut!(PgConnection) } else { cut!(MySqlConnection) };
    let error = outcome.unwrap_err();
    assert_eq!((error.name(), error.retryable()), ("unreachable", true), "{error}");
    assert_eq!(dump(&database).await, before);
    connector.erase(&prepared).await.unwrap();
}

pub async fn a_table_that_does_not_answer_in_time(database: Database) {
    build(&database).await;
    let slow = SqlConnector::open(map(), &database.url, &options()).unwrap();
    let prepared = slow.prepare_erasure(&order(&[&hers()])).await.unwrap();
    let before = dump(&database).await;
    let user = database.quote("user");
    let errors = if database.engine == Engine::Postgres {
        let mut other = PgConnection::connect(&database.url).await.unwrap();
        other.execute("BEGIN").await.unwrap();
        let lock = format!("LOCK TABLE {user} IN ACCESS EXCLUSIVE MODE");
        other.execute(AssertSqlSafe(lock)).await.unwrap();
        let errors = attempts(&slow, &prepared).await;
        other.execute("ROLLBACK").await.unwrap();
        errors
    } else {
        let mut other = MySqlConnection::connect(&database.url).await.unwrap();
        let lock = format!("LOCK TABLES {user} WRITE");
        other.execute(sqlx::raw_sql(AssertSqlSafe(lock))).await.unwrap();
        let errors = attempts(&slow, &prepared).await;
        other.execute(sqlx::raw_sql("UNLOCK TABLES")).await.unwrap();
        errors
    };
    for (operation, error) in errors {
        let error = error.unwrap_or_else(|| panic!("{operation} gave an answer"));
        assert_eq!((error.name(), error.retryable()), ("timeout", true), "{operation}");
    }
    assert_eq!(dump(&database).await, before);
    slow.erase(&prepared).await.unwrap();
}

/// PostgreSQL: everything that the account does is read-only. MariaDB: the account may only read.
pub async fn an_account_that_may_only_read(database: Database) {
    build(&database).await;
    let prepared = connector(&database).prepare_erasure(&order(&[&hers()])).await.unwrap();
    let before = dump(&database).await;
    let name = format!("reader_{}", std::process::id());
    let schema = database.url.rsplit('/').next().unwrap().to_owned();
    let (make, drop) = match database.engine {
        Engine::Postgres => (
            vec![
                format!("DROP ROLE IF EXISTS {name}"),
                format!("CREATE ROLE {name} LOGIN"),
                format!("ALTER ROLE {name} SET default_transaction_read_only = on"),
                format!("GRANT ALL ON ALL TABLES IN SCHEMA public TO {name}"),
            ],
            vec![format!("DROP OWNED BY {name}"), format!("DROP ROLE {name}")],
        ),
        _ => (
            vec![
                format!("DROP USER IF EXISTS {name}@'127.0.0.1'"),
                format!("CREATE USER {name}@'127.0.0.1' IDENTIFIED BY 'reader'"),
                format!("GRANT SELECT ON {schema}.* TO {name}@'127.0.0.1'"),
            ],
            vec![format!("DROP USER {name}@'127.0.0.1'")],
        ),
    };
    database.run(&make).await;
    let (scheme, rest) = database.url.split_once("://").unwrap();
    let server = rest.split_once('@').unwrap().1;
    let secret = if database.engine == Engine::Postgres { "" } else { ":reader" };
    let url = format!("{scheme}://{name}{secret}@{server}");
    let reading = SqlConnector::open(map(), &url, &options()).unwrap();
    let errors = attempts(&reading, &prepared).await;
    let probe = reading.probe().await;
    std::mem::drop(reading);
    database.run(&drop).await;
    for (operation, error) in errors {
        // Reading works, so an access request is answered while an erasure waits.
        let expected = match (operation, database.engine) {
            ("erase", Engine::Postgres) => Some(("read-only", true)),
            // Waiting does not help where nobody has granted it; it is tried again, patiently, all the same.
            ("erase", _) => Some(("permission", false)),
            _ => None,
        };
        assert_eq!(error.as_ref().map(|error| (error.name(), error.retryable())), expected, "{operation}");
    }
    assert_eq!(probe.read_only, database.engine == Engine::Postgres);
    assert_eq!(dump(&database).await, before);
}

pub async fn another_schema_than_the_maps(database: Database) {
    build(&database).await;
    let q = |name: &str| database.quote(name);
    let known = connector(&database);
    let prepared = known.prepare_erasure(&order(&[&hers()])).await.unwrap();
    for change in [
        format!("ALTER TABLE {} RENAME COLUMN {} TO {}", q("user"), q("name"), q("title")),
        format!("DROP TABLE {}", q("user")),
    ] {
        database.run(&[change]).await;
        let emails = format!("SELECT {} FROM {} ORDER BY id", q("author_email"), q("comment"));
        let before = database.texts(&emails).await;
        // One that remembers the structure as it was, and one that reads it now.
        for connector in [&known, &connector(&database)] {
            for (operation, error) in attempts(connector, &prepared).await {
                // A search for residue reads whatever is there.
                if operation == "residue" {
                    continue;
                }
                let error = error.unwrap_or_else(|| panic!("{operation} gave an answer"));
                assert!(
                    matches!(&error, ConnectError::SchemaDiffers { table, .. } if table == "user"),
                    "{operation}: {error}"
                );
            }
        }
        assert_eq!(database.texts(&emails).await, before);
    }
}
