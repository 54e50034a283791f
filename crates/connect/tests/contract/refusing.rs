//! Refusing: named, before anything is written, and without a word about the person.

use std::time::Duration;

use connect::{ConnectError, Connector, SqlConnector, SqlOptions};
use sqlx::{AssertSqlSafe, Connection, Executor, MySqlConnection, PgConnection, SqliteConnection};

use crate::engines::{Database, Engine};
use crate::world::{EVA, build, connector, dump, identities, map, order};

fn hers() -> String {
    format!("email={EVA}")
}

/// A table that the map does not know, with a row that goes with an order of hers when the database may decide.
pub fn audit(database: &Database) -> Vec<String> {
    let int = match database.engine {
        Engine::Sqlite => "INTEGER",
        Engine::Postgres => "BIGINT",
        Engine::Mariadb => "BIGINT UNSIGNED",
    };
    vec![
        format!(
            "CREATE TABLE audit (id INT PRIMARY KEY, about {int}, FOREIGN KEY (about) REFERENCES {} ({}) ON DELETE CASCADE)",
            database.quote("order"),
            database.quote("id")
        ),
        "INSERT INTO audit VALUES (1, 3)".to_owned(),
    ]
}

pub async fn references_from_outside_the_map_refuse_before_anything_is_written(database: Database) {
    build(&database).await;
    database.run(&audit(&database)).await;
    let connector = connector(&database);
    let before = dump(&database).await;
    let prepared = connector.prepare_erasure(&order(&[&hers()])).await.unwrap();
    let error = connector.erase(&prepared).await.unwrap_err();
    let ConnectError::Constraint { table, reason, .. } = &error else { panic!("{error}") };
    assert_eq!(table, "audit");
    assert!(reason.contains("order") && !error.retryable(), "{reason}");
    assert_eq!(dump(&database).await, before);
    assert_eq!(
        database
            .texts(&format!(
                "SELECT CAST(about AS {}) FROM audit",
                if database.engine == Engine::Mariadb { "CHAR" } else { "TEXT" }
            ))
            .await,
        ["3"]
    );
}

pub async fn a_column_that_cannot_be_emptied_refuses_before_anything_is_written(database: Database) {
    build(&database).await;
    let q = |name: &str| database.quote(name);
    if database.engine == Engine::Sqlite {
        // SQLite takes any value in any column: what refuses there is uniqueness.
        database.run(&[format!("CREATE UNIQUE INDEX u9 ON {} ({})", q("user"), q("name"))]).await;
        database.run(&[format!("UPDATE {} SET {} = '' WHERE id = 6", q("user"), q("name"))]).await;
    } else {
        let alter = match database.engine {
            Engine::Postgres => format!("ALTER TABLE {} ALTER COLUMN {} SET NOT NULL", q("user"), q("born")),
            _ => format!("ALTER TABLE {} MODIFY {} DATE NOT NULL", q("user"), q("born")),
        };
        database.run(&[alter]).await;
    }
    let connector = connector(&database);
    let before = dump(&database).await;
    let prepared = connector.prepare_erasure(&order(&[&hers()])).await.unwrap();
    let error = connector.erase(&prepared).await.unwrap_err();
    assert!(matches!(&error, ConnectError::Constraint { table, .. } if table == "user"), "{error}");
    assert_eq!(dump(&database).await, before);
}

pub async fn another_schema_is_named(database: Database) {
    build(&database).await;
    let q = |name: &str| database.quote(name);
    let connector = connector(&database);
    connector.find(&identities(&[&hers()])).await.unwrap();
    // Changed under a connector that has read the structure: named at the second attempt at the latest.
    database
        .run(&[format!("ALTER TABLE {} RENAME COLUMN {} TO {}", q("comment"), q("body"), q("text"))])
        .await;
    let first = connector.find(&identities(&[&hers()])).await.unwrap_err();
    assert!(matches!(&first, ConnectError::SchemaDiffers { table, .. } if table == "comment"), "{first}");
    let second = connector.find(&identities(&[&hers()])).await.unwrap_err();
    let named = ConnectError::SchemaDiffers {
        system: "contract".to_owned(),
        table: "comment".to_owned(),
        column: Some("body".to_owned()),
    };
    assert_eq!(second, named);
    assert!(!second.retryable());
    // A preparation under another map is refused.
    database
        .run(&[format!("ALTER TABLE {} RENAME COLUMN {} TO {}", q("comment"), q("text"), q("body"))])
        .await;
    let mut prepared = connector.prepare_erasure(&order(&[&hers()])).await.unwrap();
    prepared.map = "another".to_owned();
    let error = connector.erase(&prepared).await.unwrap_err();
    assert!(matches!(error, ConnectError::MapChanged { .. }));
    // Nobody there.
    let url = match database.engine {
        Engine::Sqlite => "sqlite:///nowhere/at/all.db".to_owned(),
        Engine::Postgres => "postgres://x@127.0.0.1:1/x".to_owned(),
        Engine::Mariadb => "mysql://x@127.0.0.1:1/x".to_owned(),
    };
    let nowhere = SqlConnector::open(map(), &url, &quick()).unwrap();
    let error = nowhere.find(&identities(&[&hers()])).await.unwrap_err();
    assert!(matches!(error, ConnectError::Unreachable { .. }) && error.retryable(), "{error}");
    assert!(!nowhere.probe().await.reachable);
}

pub fn quick() -> SqlOptions {
    SqlOptions {
        lock_timeout: Duration::from_secs(1),
        connect_timeout: Duration::from_secs(1),
        ..SqlOptions::default()
    }
}

pub async fn a_busy_row_is_a_named_retry(database: Database) {
    build(&database).await;
    let connector = SqlConnector::open(map(), &database.url, &quick()).unwrap();
    let prepared = connector.prepare_erasure(&order(&[&hers()])).await.unwrap();
    let before = dump(&database).await;
    let outcome = while_locked(&database, async { connector.erase(&prepared).await }).await;
    let error = outcome.unwrap_err();
    assert!(matches!(error, ConnectError::Locked { .. }) && error.retryable(), "{error}");
    assert_eq!(dump(&database).await, before);
    connector.erase(&prepared).await.unwrap();
}

/// What becomes of work while somebody else is changing her account.
pub async fn while_locked<T>(database: &Database, work: impl Future<Output = T>) -> T {
    let lock =
        format!("UPDATE {} SET {} = 'x' WHERE id = 5", database.quote("user"), database.quote("select"));
    let begin = if database.engine == Engine::Sqlite { "BEGIN IMMEDIATE" } else { "BEGIN" };
    macro_rules! held {
        ($connection:ty) => {{
            let mut other = <$connection>::connect(&database.url).await.unwrap();
            other.execute(AssertSqlSafe(begin.to_owned())).await.unwrap();
            other.execute(AssertSqlSafe(lock)).await.unwrap();
            let outcome = work.await;
            other.execute(AssertSqlSafe("ROLLBACK".to_owned())).await.unwrap();
            outcome
        }};
    }
    match database.engine {
        Engine::Sqlite => held!(SqliteConnection),
        Engine::Postgres => held!(PgConnection),
        Engine::Mariadb => held!(MySqlConnection),
    }
}
