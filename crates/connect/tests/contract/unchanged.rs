//! The census: what has not changed since the preparation is carried out as it stands, and whatever has changed is
//! found again, exactly as if there were no census.
//!
//! Only PostgreSQL keeps one. The other engines run the same tests: they always find everything again.

use std::time::Duration;

use connect::{Connector, SqlConnector, SqlOptions};
use inventory::{DataMap, PreparedErasure, Receipt};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use crate::engines::{Database, Engine};
use crate::world::order;

const MAP: &str = r#"
[system]
id = "club"
name = "Club"
recipient = "club"
connector = "sql"
url_env = "CLUB_DATABASE_URL"
purposes = ["orders"]

[[identity]]
kind = "email"
normalise = ["trim", "lower"]

[[collection]]
id = "people"
name = "People"
table = "people"
key = ["id"]
category = "name"
path = [{ from = "identity", on = { email = "email" } }]
fields.email = { category = "email" }
erasure = { do = "delete" }

[[collection]]
id = "purchases"
name = "Purchases"
table = "purchases"
key = ["id"]
category = "order"
path = [{ from = "people", on = { person_id = "id" } }]
fields.street = { category = "address", erase = "blank" }
not_personal = ["person_id", "bought_on"]
erasure = { do = "delete" }
hold = { term = "invoices", since = "bought_on" }

[[collection]]
id = "items"
name = "Items"
table = "items"
key = ["purchase_id", "place"]
category = "order"
path = [{ from = "purchases", on = { purchase_id = "id" } }]
not_personal = ["product"]
erasure = { do = "delete" }

[[collection]]
id = "notes"
name = "Notes"
table = "notes"
key = ["id"]
category = "content"
path = [
  { from = "people", on = { person_id = "id" } },
  { from = "people", on = { about_id = "id" }, relation = "mentions", erase = "blank" },
]
fields.text = { category = "content", erase = "blank" }
not_personal = ["person_id", "about_id"]
erasure = { do = "anonymise" }
"#;

const TABLES: [(&str, &str); 4] = [
    ("people", "concat(id, '/', email)"),
    ("purchases", "concat(id, '/', person_id, '/', street, '/', bought_on)"),
    ("items", "concat(purchase_id, '/', place, '/', product)"),
    ("notes", "concat(id, '/', person_id, '/', about_id, '/', text)"),
];

/// What others may do between the preparation and the erasure.
const CHANGES: [&str; 12] = [
    "UPDATE people SET email = 'mia@other.example' WHERE id = 1",
    "UPDATE people SET email = 'MIA@school.example' WHERE id = 1",
    "INSERT INTO people VALUES (9, 'Mia@School.example')",
    "INSERT INTO purchases VALUES (19, 1, 'Lane 9', '2015-01-01')",
    "UPDATE purchases SET person_id = 2 WHERE id = 11",
    "UPDATE purchases SET person_id = 1 WHERE id = 13",
    "UPDATE purchases SET bought_on = '2026-01-01' WHERE id = 11",
    "DELETE FROM purchases WHERE id = 12",
    "UPDATE items SET purchase_id = 13 WHERE purchase_id = 11 AND place = 1",
    "DELETE FROM items WHERE purchase_id = 12",
    "UPDATE notes SET about_id = NULL WHERE id = 23",
    "UPDATE notes SET person_id = 1 WHERE id = 24",
];

async fn fill(database: &Database) {
    let mut statements: Vec<String> =
        TABLES.iter().map(|(table, _)| format!("DROP TABLE IF EXISTS {table}")).collect();
    statements.extend(
        [
            "CREATE TABLE people (id INT PRIMARY KEY, email VARCHAR(99))",
            "CREATE TABLE purchases (id INT PRIMARY KEY, person_id INT, street VARCHAR(99), bought_on VARCHAR(10))",
            "CREATE TABLE items (purchase_id INT, place INT, product VARCHAR(99), PRIMARY KEY (purchase_id, place))",
            "CREATE TABLE notes (id INT PRIMARY KEY, person_id INT, about_id INT, text VARCHAR(99))",
            "INSERT INTO people VALUES (1, 'mia@school.example'), (2, 'noor@school.example')",
            "INSERT INTO purchases VALUES (11, 1, 'Lane 1', '2015-03-01'), (12, 1, 'Lane 1', '2026-03-01'), \
             (13, 2, 'Lane 2', '2015-03-01')",
            "INSERT INTO items VALUES (11, 1, 'Pens'), (11, 2, 'Chalk'), (12, 1, 'Ink'), (13, 9, 'Ink')",
            "INSERT INTO notes VALUES (21, 1, NULL, 'hers'), (22, 1, 2, 'hers'), (23, 2, 1, 'about her'), \
             (24, 2, NULL, 'another')",
        ]
        .map(str::to_owned),
    );
    database.run(&statements).await;
}

async fn dump(database: &Database) -> Vec<String> {
    let mut rows = Vec::new();
    for (table, text) in TABLES {
        let text = match database.engine {
            Engine::Mariadb => text.replace("concat(", "concat_ws('',"),
            _ => text.to_owned(),
        };
        for row in database.texts(&format!("SELECT {text} FROM {table} ORDER BY 1")).await {
            rows.push(format!("{table} {row}"));
        }
    }
    rows
}

fn connector(database: &Database) -> SqlConnector {
    let map = DataMap::parse(MAP).unwrap_or_else(|problems| panic!("{problems:?}"));
    SqlConnector::open(map, &database.url, &SqlOptions::default()).unwrap()
}

/// Until no transaction of anybody on the server began before what was filled in: until then a census cannot tell that
/// the rows are old.
async fn settled(database: &Database) {
    if database.engine != Engine::Postgres {
        return;
    }
    let now = database.texts("SELECT txid_current()::text").await.concat();
    let sql = format!("SELECT (txid_snapshot_xmin(txid_current_snapshot()) > {now})::text");
    for _ in 0..600 {
        if database.texts(&sql).await == ["true"] {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("a transaction of somebody else stayed open for a minute");
}

async fn prepared(database: &Database, connector: &SqlConnector) -> PreparedErasure {
    let prepared = connector.prepare_erasure(&order(&["email=mia@school.example"])).await.unwrap();
    assert_eq!(prepared.census.is_some(), database.engine == Engine::Postgres);
    prepared
}

/// Proved by a preparation that leaves a row out: only who does not look again leaves it too.
pub async fn what_has_not_changed_is_not_looked_for_again(database: Database) {
    let connector = connector(&database);
    fill(&database).await;
    settled(&database).await;
    let mut one_less = prepared(&database, &connector).await;
    let items = one_less.collections.iter_mut().find(|part| part.collection == "items").unwrap();
    items.groups.first_mut().unwrap().rows.retain(|row| row.key.0 != ["11", "2"]);
    let receipt = connector.erase(&one_less).await.unwrap();
    let looked = database.engine != Engine::Postgres;
    let left = database.texts("SELECT product FROM items WHERE purchase_id = 11").await;
    assert_eq!(left, if looked { Vec::new() } else { vec!["Chalk".to_owned()] });
    let appeared: u64 = receipt.collections.iter().map(|part| part.appeared).sum();
    assert_eq!(appeared, u64::from(looked));
}

/// With the census and without: the same receipt, the same database.
pub async fn whatever_changes_is_found_again(database: Database) {
    let connector = connector(&database);
    for change in std::iter::once(None).chain(CHANGES.map(Some)) {
        let mut outcomes: Vec<(Receipt, Vec<String>)> = Vec::new();
        for census in [true, false] {
            fill(&database).await;
            let mut prepared = prepared(&database, &connector).await;
            if !census {
                prepared.census = None;
            }
            if let Some(change) = change {
                database.run(&[change.to_owned()]).await;
            }
            let mut receipt = connector.erase(&prepared).await.unwrap();
            receipt.collections.sort_by(|a, b| a.collection.cmp(&b.collection));
            outcomes.push((receipt, dump(&database).await));
        }
        assert_eq!(outcomes.first(), outcomes.last(), "{change:?}");
    }
}

/// A row that somebody else had written, but not yet committed, when the preparation looked.
pub async fn what_was_under_way_is_found_again(database: Database) {
    let connector = connector(&database);
    fill(&database).await;
    let mut other = PgConnection::connect(&database.url).await.unwrap();
    for sql in [
        "BEGIN",
        "INSERT INTO items VALUES (11, 3, 'Glue')",
        "DELETE FROM items WHERE purchase_id = 11 AND place = 1",
    ] {
        other.execute(AssertSqlSafe(sql.to_owned())).await.unwrap();
    }
    // Later transactions come and go: the horizon lies before the one that is still open.
    database.run(&["INSERT INTO notes VALUES (29, 2, NULL, 'later')".to_owned()]).await;
    let prepared = prepared(&database, &connector).await;
    other.execute(AssertSqlSafe("COMMIT".to_owned())).await.unwrap();
    let receipt = connector.erase(&prepared).await.unwrap();
    assert!(database.texts("SELECT product FROM items WHERE purchase_id = 11").await.is_empty());
    let items = receipt.collections.iter().find(|part| part.collection == "items").unwrap();
    assert_eq!((items.appeared, items.gone), (1, 1));
}

/// Another table with the same name, another run of the server, another question: nothing is taken for known.
pub async fn a_census_of_something_else_counts_for_nothing(database: Database) {
    let connector = connector(&database);
    for place in ["asked", "server", "horizon", "rows"] {
        fill(&database).await;
        let mut prepared = prepared(&database, &connector).await;
        if let Some(census) = &mut prepared.census {
            match place {
                "asked" => census.asked.push('0'),
                "server" => census.server.push('0'),
                "horizon" => census.horizon = "no number".to_owned(),
                _ => census.rows += 1,
            }
        }
        let items = prepared.collections.iter_mut().find(|part| part.collection == "items").unwrap();
        items.groups.first_mut().unwrap().rows.pop();
        connector.erase(&prepared).await.unwrap();
        let left = database.texts("SELECT product FROM items WHERE purchase_id IN (11, 12)").await;
        assert!(left.is_empty(), "{place}: {left:?}");
    }
}

/// References in every direction that a database knows: everything goes in one statement, and nothing else.
pub async fn what_refers_to_each_other_goes_at_once(database: Database) {
    let connector = connector(&database);
    fill(&database).await;
    let references = [
        "ALTER TABLE purchases ADD FOREIGN KEY (person_id) REFERENCES people ON DELETE RESTRICT",
        "ALTER TABLE items ADD FOREIGN KEY (purchase_id) REFERENCES purchases ON DELETE CASCADE",
        "ALTER TABLE notes ADD FOREIGN KEY (about_id) REFERENCES people ON DELETE SET NULL",
        "DELETE FROM purchases WHERE bought_on = '2026-03-01' AND person_id = 1",
        "UPDATE notes SET person_id = NULL WHERE person_id = 1",
        "UPDATE notes SET about_id = NULL",
    ];
    database.run(&references.map(str::to_owned)).await;
    settled(&database).await;
    let prepared = prepared(&database, &connector).await;
    let receipt = connector.erase(&prepared).await.unwrap();
    assert_eq!((receipt.deleted(), receipt.anonymised()), (4, 0), "a person, a purchase and its two items");
    let left = dump(&database).await;
    assert!(left.iter().all(|row| !row.contains("mia@") && !row.contains("/1/")), "{left:#?}");
    assert_eq!(left.iter().filter(|row| row.starts_with("items")).count(), 1, "{left:#?}");
}

/// A rule on a table, which PostgreSQL allows in no statement that changes several tables.
pub async fn what_cannot_go_at_once_goes_table_by_table(database: Database) {
    let connector = connector(&database);
    fill(&database).await;
    let rule = "CREATE RULE watched AS ON DELETE TO items DO ALSO UPDATE notes SET text = 'seen' WHERE id = OLD.place";
    database.run(&[rule.to_owned()]).await;
    settled(&database).await;
    let prepared = prepared(&database, &connector).await;
    let receipt = connector.erase(&prepared).await.unwrap();
    let items = receipt.collections.iter().find(|part| part.collection == "items").unwrap();
    assert_eq!(items.deleted, 3);
    let left = database.texts("SELECT product FROM items WHERE purchase_id < 13").await;
    assert!(left.is_empty(), "{left:?}");
}
