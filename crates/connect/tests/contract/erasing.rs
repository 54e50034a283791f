//! Erasing.

use std::collections::BTreeMap;

use connect::{Connector, SqlConnector};
use inventory::{Applied, PreparedErasure, Receipt, ResidueClass, Why};

use crate::engines::{Database, Engine};
use crate::finding::{many, summary};
use crate::world::{EVA, Value, build, connector, dump, identities, insert, order, php};

async fn prepare(connector: &SqlConnector) -> PreparedErasure {
    connector.prepare_erasure(&order(&[&format!("email={EVA}")])).await.unwrap()
}

/// Rows that differ, by table: how many went, how many came.
pub fn difference(
    before: &BTreeMap<String, Vec<String>>,
    after: &BTreeMap<String, Vec<String>>,
) -> BTreeMap<String, (usize, usize)> {
    before
        .iter()
        .map(|(table, rows)| {
            let now = &after[table];
            let gone = rows.iter().filter(|row| !now.contains(row)).count();
            let new = now.iter().filter(|row| !rows.contains(row)).count();
            (table.clone(), (gone, new))
        })
        .filter(|(_, counts)| *counts != (0, 0))
        .collect()
}

pub async fn one(database: &Database, table: &str, columns: &str, key: &str) -> Vec<String> {
    let q = |name: &str| database.quote(name);
    let mut values = Vec::new();
    for column in columns.split(',') {
        let cast = if database.engine == Engine::Mariadb { "CHAR" } else { "TEXT" };
        let sql =
            format!("SELECT COALESCE(CAST({} AS {cast}), '-') FROM {} WHERE {key}", q(column), q(table));
        values.extend(database.texts(&sql).await);
    }
    values
}

pub async fn exactly_what_was_planned_changes(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let before = dump(&database).await;
    let prepared = prepare(&connector).await;
    assert_eq!(dump(&database).await, before, "preparing changes nothing");
    // It survives being stored.
    let prepared: PreparedErasure = serde_json::from_str(&serde_json::to_string(&prepared).unwrap()).unwrap();
    let plan = prepared.plan(connector.map());
    let receipt = connector.erase(&prepared).await.unwrap();
    let after = dump(&database).await;

    let changed = difference(&before, &after);
    let expected: BTreeMap<String, (usize, usize)> = [
        ("user", (1, 1)),
        ("order", (6, 1)),      // 2, 3, 5, 13, 14 go; 1 is held and trimmed
        ("order line", (3, 1)), // 2|1, 3|1 go; 1|1 loses its note, 1|2 has none
        ("option", (3, 2)),     // 3 goes; 1 and 2 are held and emptied
        ("meta", (6, 1)),       // phone, token, unknown, ip, the cart order's total go; the cart is emptied
        ("limit", (2, 0)),
        ("comment", (2, 2)),
        ("setting", (1, 1)),
        ("document", (1, 1)),
        ("device", (2, 0)),
    ]
    .into_iter()
    .map(|(table, counts)| (table.to_owned(), counts))
    .collect();
    assert_eq!(changed, expected);

    assert_eq!(
        one(&database, "user", "email,name,born,password", "id = 5").await,
        ["erased-5@erased.invalid", "", "-", ""]
    );
    assert_eq!(
        one(&database, "order", "contact,note,ship,status", "id = 1").await,
        ["-", "-", "Dorpsstraat 1", "done"]
    );
    assert_eq!(
        one(&database, "comment", "author,author_email,body", "id = 1").await,
        ["0", "", "I am […], mail me"]
    );
    let q = |name: &str| database.quote(name);
    let data = one(&database, "setting", "data", &format!("{} = 'vips'", q("name"))).await;
    assert_eq!(data, [php(&["a@x.example", "b@x.example"])]);
    assert_eq!(one(&database, "meta", "value", "id = 3").await, [php(&["", ""])]);
    assert_eq!(
        one(&database, "document", "doc", "id = 1").await,
        [r#"{"owner":{"id":5},"text":"","n":1.50}"#]
    );

    agrees(&plan, &receipt);
    reported(&receipt);
}

/// What the officer saw is what was done.
fn agrees(plan: &inventory::ErasurePlan, receipt: &Receipt) {
    for planned in &plan.collections {
        let done = receipt.collections.iter().find(|done| done.collection == planned.collection).unwrap();
        assert_eq!(
            (planned.delete, planned.anonymise, &planned.keep),
            (done.deleted, done.anonymised, &done.kept),
            "{}",
            planned.collection
        );
        assert_eq!((done.appeared, done.gone, done.not_theirs), (0, 0, 0));
    }
    let orders = plan.collections.iter().find(|part| part.collection == "orders").unwrap();
    assert_eq!(orders.delete, 5);
    assert_eq!(orders.keep.len(), 1);
    let release = Some(jiff::civil::date(2033, 1, 1));
    assert_eq!(orders.keep[0].why, Why::Term { term: "invoices".to_owned(), release });
    assert_eq!((orders.keep[0].rows, orders.keep[0].trimmed), (1, 1));
    assert_eq!(orders.keep[0].columns, ["ship"]);
}

/// What still stands somewhere is listed, and told apart.
fn reported(receipt: &Receipt) {
    let listed: Vec<String> = receipt
        .mentions
        .iter()
        .map(|mention| format!("{}:{}.{}", mention.table, mention.key, mention.column))
        .collect();
    for place in
        ["order:4.contact", "comment:3.author_email", "comment:4.body", "comment:6.body", "news:1.text"]
    {
        assert!(listed.contains(&place.to_owned()), "{place} in {listed:?}");
    }
    let residue = receipt.residue.as_ref().unwrap();
    let unexpected: Vec<_> = residue
        .hits
        .iter()
        .filter(|hit| hit.class == ResidueClass::Unexpected)
        .map(|hit| (&hit.table, &hit.key))
        .collect();
    assert!(residue.is_clean(), "{unexpected:?}");
    let others: Vec<&str> = residue
        .hits
        .iter()
        .filter(|hit| hit.class == ResidueClass::Other)
        .map(|hit| hit.table.as_str())
        .collect();
    assert_eq!(others.iter().filter(|table| **table == "comment").count(), 3);
    assert!(
        others.contains(&"order") && others.contains(&"news") && others.contains(&"setting"),
        "{others:?}"
    );
    let json = serde_json::to_string(receipt).unwrap();
    assert!(
        !json.contains("neil") && !json.contains("12345678"),
        "a receipt holds nothing of the person: {json}"
    );
}

pub async fn what_was_done_is_recognised_and_not_done_twice(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let prepared = prepare(&connector).await;
    assert_eq!(connector.verify_applied(&prepared).await.unwrap(), Applied::NotApplied);
    let receipt = connector.erase(&prepared).await.unwrap();
    assert_eq!(connector.verify_applied(&prepared).await.unwrap(), Applied::Applied);
    let rebuilt = Receipt::from_prepared(&prepared, connector.map());
    assert_eq!(
        (rebuilt.deleted(), rebuilt.anonymised(), rebuilt.kept()),
        (receipt.deleted(), receipt.anonymised(), receipt.kept())
    );
    let after = dump(&database).await;
    let again = connector.erase(&prepared).await.unwrap();
    assert_eq!(again.deleted(), 0);
    assert_eq!(dump(&database).await, after);
    assert!(connector.residue(&prepared).await.unwrap().unwrap().is_clean());
    // One row that came back is enough.
    database.run(&[insert(&database, "limit", &[vec![1.into(), Value::from("login_5")]])]).await;
    assert_eq!(connector.verify_applied(&prepared).await.unwrap(), Applied::NotApplied);
    // Somebody of whom nothing is held: nothing to carry out.
    let nobody = connector.prepare_erasure(&order(&["email=nobody@x.example"])).await.unwrap();
    assert_eq!(connector.verify_applied(&nobody).await.unwrap(), Applied::Empty);
}

pub async fn rows_that_appeared_since_are_erased_too(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let prepared = prepare(&connector).await;
    let late = crate::world::rows![(40, 0, EVA, Value::Null, "2026-05-05 10:00:00", "cart", "late", "s")];
    database.run(&[insert(&database, "order", &late)]).await;
    let receipt = connector.erase(&prepared).await.unwrap();
    let orders = receipt.collections.iter().find(|part| part.collection == "orders").unwrap();
    assert_eq!((orders.deleted, orders.appeared), (6, 1));
    assert!(one(&database, "order", "id", "id = 40").await.is_empty());
}

pub async fn rows_that_changed_hands_are_left(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let prepared = prepare(&connector).await;
    let q = |name: &str| database.quote(name);
    database.run(&[format!("UPDATE {} SET {} = 6 WHERE id = 2", q("order"), q("user"))]).await;
    let receipt = connector.erase(&prepared).await.unwrap();
    let orders = receipt.collections.iter().find(|part| part.collection == "orders").unwrap();
    assert_eq!(orders.not_theirs, 1);
    assert_eq!(one(&database, "order", "user", "id = 2").await, ["6"]);
    assert_eq!(one(&database, "order line", "gift_note", "order_id = 2").await, ["g"], "nor its lines");
}

pub async fn children_of_a_row_that_went_are_still_erased(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let prepared = prepare(&connector).await;
    // The shop's own staff removes the account after the plan was made.
    database.run(&[format!("DELETE FROM {} WHERE id = 5", database.quote("user"))]).await;
    let receipt = connector.erase(&prepared).await.unwrap();
    let users = receipt.collections.iter().find(|part| part.collection == "users").unwrap();
    assert_eq!((users.anonymised, users.gone), (0, 1));
    let meta = receipt.collections.iter().find(|part| part.collection == "user-meta").unwrap();
    assert_eq!(meta.deleted, 3);
    assert!(one(&database, "order", "id", "id = 2").await.is_empty());
    assert_eq!(connector.verify_applied(&prepared).await.unwrap(), Applied::Applied);
}

pub async fn five_thousand_rows_are_erased(database: Database) {
    build(&database).await;
    many(&database).await;
    let before = dump(&database).await;
    let connector = connector(&database);
    let prepared = connector.prepare_erasure(&order(&["user=8"])).await.unwrap();
    let receipt = connector.erase(&prepared).await.unwrap();
    assert_eq!(receipt.deleted(), 5_000);
    let changed = difference(&before, &dump(&database).await);
    assert_eq!((changed["order"], changed["order line"]), ((2_500, 0), (2_500, 0)));
    assert_eq!(changed.keys().collect::<Vec<_>>(), ["comment", "order", "order line", "user"]);
    let left = connector.find(&identities(&["user=8"])).await.unwrap();
    assert_eq!(summary(&left).keys().collect::<Vec<_>>(), ["users"]);
}
