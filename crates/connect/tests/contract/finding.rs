//! Finding.

use std::collections::BTreeMap;

use connect::{ConnectError, Connector, FindingKind, Weight};
use inventory::Found;
use inventory::map::Relation;

use crate::engines::{Database, Engine};
use crate::world::{EVA, Value, build, connector, identities, insert};

/// Keys and relations by collection.
pub fn summary(found: &Found) -> BTreeMap<String, Vec<String>> {
    found
        .collections
        .iter()
        .map(|part| {
            let mut rows: Vec<String> = part
                .rows
                .iter()
                .map(|row| {
                    let mark = if row.relation == Relation::Mentions { " mentioned" } else { "" };
                    format!("{}{mark}", row.key)
                })
                .collect();
            rows.sort();
            (part.collection.clone(), rows)
        })
        .collect()
}

/// What Eva's rows are.
pub fn expected() -> BTreeMap<String, Vec<String>> {
    [
        ("users", vec!["5"]),
        ("orders", vec!["1", "13", "14", "2", "3", "4 mentioned", "5"]),
        ("lines", vec!["1|1", "1|2", "2|1", "3|1"]),
        ("options", vec!["1", "2", "3"]),
        ("user-meta", vec!["1", "2", "3", "4", "5"]),
        ("order-meta", vec!["10", "7", "8", "9"]),
        ("limits", vec!["1", "3"]),
        ("comments", vec!["1", "2", "3 mentioned", "4 mentioned", "6 mentioned"]),
        ("settings", vec!["vips mentioned"]),
        ("documents", vec!["1"]),
        ("devices", vec!["0x0001feff", "0x30783132"]),
    ]
    .into_iter()
    .map(|(collection, keys)| (collection.to_owned(), keys.into_iter().map(str::to_owned).collect()))
    .collect()
}

pub async fn every_row_is_found_once_with_its_relation(database: Database) {
    build(&database).await;
    let found = connector(&database).find(&identities(&[&format!("email={EVA}")])).await.unwrap();
    let mut all = summary(&found);
    let unsubscribed = all.remove("subscriptions").unwrap();
    assert_eq!(unsubscribed, [inventory::identity::HashKind::Sha256.hex(EVA)]);
    assert_eq!(all, expected());
    let trails: Vec<String> = found
        .report()
        .iter()
        .flat_map(|part| part.rows.clone())
        .filter(|row| ["1|2", "14"].contains(&row.key.as_str()))
        .map(|row| row.path)
        .collect();
    assert_eq!(
        trails,
        ["email → orders → orders.parent → orders.parent", "email → users → orders.user → lines.order_id"]
    );
}

pub async fn any_writing_of_the_address_finds_the_same(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let plain = summary(&connector.find(&identities(&[&format!("email={EVA}")])).await.unwrap());
    for writing in [format!("email= {EVA}\t"), format!("email={}", EVA.to_uppercase())] {
        let found = connector.find(&identities(&[&writing])).await.unwrap();
        assert_eq!(summary(&found), plain, "{writing}");
    }
    // By number she is found without what only the address leads to.
    let found = summary(&connector.find(&identities(&["user=5"])).await.unwrap());
    assert_eq!(found["orders"], ["1", "2"]);
    // The accent is part of the address: MariaDB's collation takes é for e, the rules do not.
    let other = summary(&connector.find(&identities(&["email=eva.o'neil@school.example"])).await.unwrap());
    assert!(other.is_empty(), "{other:?}");
    // Kinds that the map does not know are passed over; none left is an error, not "nothing found".
    let error = connector.find(&identities(&["cookie=1"])).await.unwrap_err();
    assert!(matches!(error, ConnectError::NoIdentity { .. }));
}

pub async fn accounts_that_differ_in_capitals_are_two_people(database: Database) {
    build(&database).await;
    if database.engine == Engine::Mariadb {
        // Its unique index takes both for one: such a system has no twins until the index allows them.
        database.run(&["DROP INDEX u1 ON `user`".to_owned()]).await;
    }
    let twin = vec![vec![
        7.into(),
        Value::from(EVA.replace("school", "School")),
        "Twin Sister".into(),
        Value::Null,
        Value::Null,
        "p".into(),
        1.into(),
        Value::Null,
    ]];
    database.run(&[insert(&database, "user", &twin)]).await;
    let connector = connector(&database);
    let users = |texts: Vec<String>| {
        let connector = connector.clone();
        async move {
            let given: Vec<&str> = texts.iter().map(String::as_str).collect();
            summary(&connector.find(&identities(&given)).await.unwrap())["users"].clone()
        }
    };
    // Exactly as written: hers. As nobody wrote it: nobody's. With the number: the numbered one's.
    assert_eq!(users(vec![format!("email={EVA}")]).await, ["5", "7 mentioned"]);
    assert_eq!(users(vec![format!("email={}", EVA.to_uppercase())]).await, ["5 mentioned", "7 mentioned"]);
    assert_eq!(users(vec![format!("email={EVA}"), "user=7".to_owned()]).await, ["5 mentioned", "7"]);
}

pub async fn values_that_look_like_sql_find_nobody(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    for value in
        ["' OR '1'='1", "%", "_", "\\", "x'; DROP TABLE \"user\"; --", "\u{0}", "5 OR 1=1", "\u{1f600}"]
    {
        for kind in ["email", "user"] {
            let given = [inventory::Identity::new(kind, value)];
            match connector.find(&given).await {
                Ok(found) => assert_eq!(found.own() + found.mentions(), 0, "{kind}={value}"),
                // PostgreSQL's text takes no NUL: the refusal names no value.
                Err(error) => assert!(value.contains('\0') && !error.public().contains('\0'), "{error}"),
            }
        }
    }
    assert_eq!(
        database
            .texts(&format!("SELECT {} FROM {}", database.quote("name"), database.quote("user")))
            .await
            .len(),
        3
    );
}

pub async fn five_thousand_rows_are_found(database: Database) {
    build(&database).await;
    many(&database).await;
    let found = connector(&database).find(&identities(&["user=8"])).await.unwrap();
    let all = summary(&found);
    assert_eq!((all["orders"].len(), all["lines"].len()), (2_500, 2_500));
}

/// 2,500 orders of user 8 with a line each.
pub async fn many(database: &Database) {
    let mut statements = Vec::new();
    for block in (1_000..3_500i64).collect::<Vec<_>>().chunks(500) {
        let orders: Vec<Vec<Value>> = block
            .iter()
            .map(|id| {
                let parent = if id % 5 == 4 { Value::Int(id - 1) } else { Value::Null };
                vec![
                    (*id).into(),
                    8.into(),
                    "noor@school.example".into(),
                    parent,
                    "2026-01-01 00:00:00".into(),
                    "cart".into(),
                    "n".into(),
                    "s".into(),
                ]
            })
            .collect();
        let lines: Vec<Vec<Value>> =
            block.iter().map(|id| vec![(*id).into(), 1.into(), "p".into(), "g".into()]).collect();
        statements.push(insert(database, "order", &orders));
        statements.push(insert(database, "order line", &lines));
    }
    database.run(&statements).await;
}

pub async fn the_probe_tells_what_differs(database: Database) {
    build(&database).await;
    let q = |name: &str| database.quote(name);
    let probe = connector(&database).probe().await;
    assert!(probe.is_usable(), "{:?}", probe.findings);
    let of = |probe: &connect::Probe, kind: FindingKind| -> Vec<String> {
        let place = |finding: &connect::Finding| {
            let column = finding.column.as_ref().map(|column| format!(".{column}")).unwrap_or_default();
            format!("{}{column}", finding.table.clone().unwrap_or_default())
        };
        probe.findings.iter().filter(|finding| finding.kind == kind).map(place).collect()
    };
    assert_eq!(of(&probe, FindingKind::UnknownTable), ["bits", "news"]);
    let slow = of(&probe, FindingKind::SlowPath);
    assert!(
        slow.contains(&"comment.author_email".to_owned()) && !slow.contains(&"user.email".to_owned()),
        "{slow:?}"
    );
    database
        .run(&[
            format!("ALTER TABLE {} ADD COLUMN {} VARCHAR(20)", q("user"), q("nickname")),
            format!("ALTER TABLE {} RENAME COLUMN {} TO {}", q("comment"), q("body"), q("text")),
            format!(
                "CREATE TABLE {} (id INT PRIMARY KEY, uid {} REFERENCES {} ({}))",
                q("audit"),
                if database.engine == Engine::Mariadb { "BIGINT UNSIGNED" } else { "BIGINT" },
                q("order"),
                q("id")
            ),
        ])
        .await;
    let probe = connector(&database).probe().await;
    assert!(!probe.is_usable());
    assert_eq!(probe.findings[0].weight, Weight::Fatal);
    assert_eq!(of(&probe, FindingKind::MissingColumn), ["comment.body"]);
    assert_eq!(of(&probe, FindingKind::UnclassifiedColumn), ["comment.text", "user.nickname"]);
    assert_eq!(of(&probe, FindingKind::ForeignKeyOutsideMap), ["audit.uid"]);
}

pub async fn the_probe_asks_the_rows_about_a_key_that_no_index_promises(database: Database) {
    build(&database).await;
    let keys = async |collection: &str, key: &[&str]| {
        let mut map = crate::world::map();
        let changed = map.collections.iter_mut().find(|part| part.id == collection).unwrap();
        changed.key = key.iter().map(|column| (*column).to_owned()).collect();
        let options = connect::SqlOptions::default();
        let connector = connect::SqlConnector::open(map, &database.url, &options).unwrap();
        let probe = connector.probe().await;
        let of_keys = probe.findings.into_iter().filter(|finding| finding.kind == FindingKind::KeyNotUnique);
        of_keys.map(|finding| (finding.collection.unwrap(), finding.weight)).collect::<Vec<_>>()
    };
    assert_eq!(keys("lines", &["order_id", "line_no"]).await, []);
    // Order 1 has two lines, and some orders have no user at all.
    assert_eq!(keys("lines", &["order_id"]).await, [("lines".to_owned(), Weight::Fatal)]);
    assert_eq!(keys("orders", &["user"]).await, [("orders".to_owned(), Weight::Fatal)]);
    // A part of the primary key that tells the rows apart as they are, although nothing promises that.
    let lines = database.quote("order line");
    database.run(&[format!("DELETE FROM {lines} WHERE order_id = 1 AND line_no = 2")]).await;
    assert_eq!(keys("lines", &["order_id"]).await, [("lines".to_owned(), Weight::Notice)]);
    // An empty key beside unique ones.
    let options = database.quote("option");
    database.run(&[format!("DELETE FROM {options} WHERE id <> 1")]).await;
    assert_eq!(keys("options", &["engraving"]).await, [("options".to_owned(), Weight::Notice)]);
    database.run(&[format!("UPDATE {options} SET engraving = NULL")]).await;
    assert_eq!(keys("options", &["engraving"]).await, [("options".to_owned(), Weight::Fatal)]);
}

pub async fn payment_numbers_are_counted_by_column_and_never_quoted(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let scan = connector.payment_numbers().await.unwrap();
    assert!(scan.is_clean() && scan.tables >= 11 && scan.rows > 50, "{scan:?}");
    let news = |id: i64, text: &str| crate::world::rows![(id, text)].remove(0);
    let rows = vec![
        news(10, "card 4111 1111 1111 1111 and 5500000000000004"),
        news(11, "NL91 ABNA 0417 1643 00"),
        news(12, "order 4111111111111112, not a card"),
    ];
    database.run(&[insert(&database, "news", &rows)]).await;
    let scan = connector.payment_numbers().await.unwrap();
    let places: Vec<_> = scan
        .places
        .iter()
        .map(|place| (place.table.as_str(), place.column.as_str(), place.rows, place.alike, place.passing))
        .collect();
    assert_eq!(places, [("news", "text", 1, 3, 2), ("news", "text", 1, 1, 1)]);
    assert!(!scan.is_clean());
    let json = serde_json::to_string(&scan).unwrap();
    assert!(!json.contains("4111") && !json.contains("0417"), "{json}");
}
