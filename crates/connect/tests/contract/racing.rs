//! What happens while others work in the same database: between the preparation and the erasure, and between the
//! erasure's reading and its writing.

use std::time::Duration;

use connect::{ConnectError, Connector};
use sqlx::{AssertSqlSafe, Connection, Executor, MySqlConnection, PgConnection, SqliteConnection};

use crate::engines::{Database, Engine};
use crate::refusing::audit;
use crate::world::{EVA, build, connector, dump, order};

fn hers() -> String {
    format!("email={EVA}")
}

pub async fn a_row_that_is_given_away_meanwhile_is_left(database: Database) {
    let q = |name: &str| database.quote(name);
    let change = format!("UPDATE {} SET {} = 6 WHERE id = 2", q("order"), q("user"));
    left_when_changed_meanwhile(&database, change, 2, 1).await;
}

/// A guest's order hangs on nothing but its address; with it go its refund and the refund's refund.
pub async fn a_row_whose_address_changes_meanwhile_is_left(database: Database) {
    let q = |name: &str| database.quote(name);
    let change = format!("UPDATE {} SET {} = 'somebody@x.example' WHERE id = 3", q("order"), q("contact"));
    left_when_changed_meanwhile(&database, change, 3, 3).await;
}

/// Somebody else changes an order and commits when the erasure has read it and waits to write.
async fn left_when_changed_meanwhile(database: &Database, change: String, id: i64, lost: u64) {
    build(database).await;
    let connector = connector(database);
    let prepared = connector.prepare_erasure(&order(&[&hers()])).await.unwrap();
    let begin = if database.engine == Engine::Sqlite { "BEGIN IMMEDIATE" } else { "BEGIN" };
    macro_rules! meanwhile {
        ($connection:ty) => {{
            let mut other = <$connection>::connect(&database.url).await.unwrap();
            other.execute(AssertSqlSafe(begin.to_owned())).await.unwrap();
            other.execute(AssertSqlSafe(change)).await.unwrap();
            let erasing = tokio::spawn({
                let (connector, prepared) = (connector.clone(), prepared.clone());
                async move { connector.erase(&prepared).await }
            });
            somebody_waits(database).await;
            other.execute(AssertSqlSafe("COMMIT".to_owned())).await.unwrap();
            let committed = dump(database).await;
            (erasing.await.unwrap(), committed)
        }};
    }
    let (outcome, committed) = match database.engine {
        Engine::Sqlite => meanwhile!(SqliteConnection),
        Engine::Postgres => meanwhile!(PgConnection),
        Engine::Mariadb => meanwhile!(MySqlConnection),
    };
    let receipt = match outcome {
        // SQLite lets nobody read for an erasure while somebody writes: it saw the change.
        Ok(receipt) => receipt,
        Err(error) => {
            let named = matches!(error, ConnectError::Changed { .. } | ConnectError::Locked { .. });
            assert!(named && error.retryable(), "{error}");
            assert_eq!(dump(database).await, committed, "nothing is erased when something changed meanwhile");
            connector.erase(&prepared).await.unwrap()
        }
    };
    let orders = receipt.collections.iter().find(|part| part.collection == "orders").unwrap();
    assert_eq!(orders.not_theirs, lost);
    let cast = if database.engine == Engine::Mariadb { "CHAR" } else { "TEXT" };
    for (table, column) in [("order", "id"), ("order line", "order_id")] {
        let sql =
            format!("SELECT CAST({column} AS {cast}) FROM {} WHERE {column} = {id}", database.quote(table));
        assert_eq!(database.texts(&sql).await, [id.to_string()], "{table}");
    }
}

/// Until a statement in this database waits for a lock: whose connections wait. Of SQLite that cannot be seen;
/// there the outcome is the same whether the erasure has begun or not.
pub async fn somebody_waits(database: &Database) -> Vec<String> {
    let sql = match database.engine {
        Engine::Sqlite => {
            tokio::time::sleep(Duration::from_millis(200)).await;
            return Vec::new();
        }
        Engine::Postgres => {
            "SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        }
        Engine::Mariadb => {
            "SELECT CAST(ID AS CHAR) FROM information_schema.PROCESSLIST WHERE DB = DATABASE() \
             AND ID <> CONNECTION_ID() AND COMMAND <> 'Sleep' AND TIME_MS > 150"
        }
    };
    for _ in 0..200 {
        let waiting = database.texts(sql).await;
        if !waiting.is_empty() {
            return waiting;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the erasure never came to where it waits for the changed row");
}

pub async fn a_reference_added_after_the_start_is_honoured(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let prepared = connector.prepare_erasure(&order(&[&hers()])).await.unwrap();
    // The connector knows the structure by now, and this table is not in it.
    database.run(&audit(&database)).await;
    let before = dump(&database).await;
    let error = connector.erase(&prepared).await.unwrap_err();
    assert!(matches!(&error, ConnectError::Constraint { table, .. } if table == "audit"), "{error}");
    assert_eq!(dump(&database).await, before);
    assert_eq!(database.texts("SELECT 'there' FROM audit").await, ["there"], "it would have gone unasked");
    database.run(&["DELETE FROM audit".to_owned()]).await;
    connector.erase(&prepared).await.unwrap();
}
