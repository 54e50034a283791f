//! Services that are led to: a database knows the number, the service knows the person by nothing else.

use std::sync::Arc;

use connect::{ConnectError, Connector, HttpConnector, Leads, Source, SqlConnector, SqlOptions};
use inventory::{Applied, DataMap, Identity};
use serde_json::json;
use sqlx::{Connection as _, Executor as _};

use crate::contract::{EVA, Scenario, map, order};

const DESK: &str = r#"
[system]
id = "desk"
name = "Desk"
connector = "sql"
url_env = "DESK_URL"
[[identity]]
kind = "email"
normalise = ["trim", "lower"]
[[collection]]
id = "accounts"
name = "Accounts"
table = "account"
key = ["id"]
category = "account"
path = [{ from = "identity", on = { mail = "email" } }]
personal = ["mail", "shop_number"]
erasure = { do = "delete" }
[[collection]]
id = "visits"
name = "Visits"
table = "visit"
key = ["id"]
category = "browsing"
path = [{ from = "accounts", on = { account = "id" } }]
personal = ["account", "ga_client"]
erasure = { do = "delete" }
[[lead]]
kind = "woocommerce_customer"
collection = "accounts"
column = "shop_number"
shared = false
[[lead]]
kind = "cookie-id"
collection = "visits"
column = "ga_client"
shared = true
"#;

/// Eva's account at the desk has another address than at the shop; her brother Thomas used her laptop.
const ROWS: &[&str] = &[
    "CREATE TABLE account (id INTEGER PRIMARY KEY, mail TEXT, shop_number INTEGER)",
    "CREATE TABLE visit (id INTEGER PRIMARY KEY, account INTEGER, ga_client TEXT)",
    "INSERT INTO account VALUES (1, 'eva.new@school.example', 7), (2, 'thomas@school.example', NULL), (3, 'noor@school.example', 8)",
    "INSERT INTO visit VALUES (1, 1, '111.1'), (2, 1, '222.2'), (3, 1, '111.1'), (4, 2, '222.2'), (5, 3, '333.3')",
];

const NEW: &str = "eva.new@school.example";

struct Desk {
    folder: tempfile::TempDir,
    connector: Arc<SqlConnector>,
}

async fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("desk.db").display());
    let mut connection = sqlx::SqliteConnection::connect(&format!("{url}?mode=rwc")).await.unwrap();
    for row in ROWS {
        connection.execute(*row).await.unwrap();
    }
    connection.close().await.unwrap();
    let map = DataMap::parse(DESK).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let connector = SqlConnector::open(map, &url, &SqlOptions::default()).unwrap();
    Desk { folder, connector: Arc::new(connector) }
}

fn led(scenario: &Scenario, source: Source, from: &DataMap) -> HttpConnector {
    let mut map = map(scenario.file);
    map.system.url_env.get_or_insert_with(|| "STUB".to_owned());
    let environment = |name: &str| {
        let own = (name == "STUB").then(|| scenario.stub.url.clone());
        let known = scenario.environment.iter().find(|(known, _)| *known == name);
        own.or_else(|| known.map(|(_, value)| value.replace('@', &scenario.stub.url).replace('#', "@")))
    };
    let leads = Leads::to(&map, [(from, source)]);
    HttpConnector::open_led(map, &environment, leads).unwrap()
}

fn new() -> [Identity; 1] {
    [Identity::new("email", NEW)]
}

#[tokio::test]
async fn the_number_in_the_database_finds_the_account_of_the_service() {
    let (desk, scenario) = (desk().await, crate::woocommerce::with(3).await);
    let connector = led(&scenario, Source::Open(desk.connector.clone()), desk.connector.map());
    assert!(connector.is_led_to());
    let found = connector.find(&new()).await.unwrap();
    let customers = found.collection("customers").expect("by its number");
    assert_eq!(customers.rows.iter().map(|row| row.key.to_string()).collect::<Vec<_>>(), ["7"]);
    assert!(found.collection("orders").is_some_and(|orders| !orders.rows.is_empty()), "and what hangs on it");
    // Prepared while something leads there, carried out when nothing does any more.
    let prepared = connector.prepare_erasure(&order(&new())).await.unwrap();
    let source = desk.connector.prepare_erasure(&order(&new())).await.unwrap();
    desk.connector.erase(&source).await.unwrap();
    connector.erase(&prepared).await.unwrap();
    assert_eq!(connector.verify_applied(&prepared).await.unwrap(), Applied::Applied);
    let left = scenario.stub.state()["customers"].clone();
    assert!(left.as_array().unwrap().iter().all(|row| row["email"] != EVA), "{left}");
    assert!(left.to_string().contains("thomas"), "{left}");
    scenario.stub.assert_lawful();
    // Whom the database knows and leads nowhere has nothing here; whom nobody knows is an error.
    let thomas = [Identity::new("email", "thomas@school.example")];
    assert!(
        connector.find(&thomas).await.unwrap().collection("customers").is_some(),
        "by the address itself"
    );
    let unknown = connector.find(&[Identity::new("unknown-kind", "x")]).await;
    assert!(matches!(unknown, Err(ConnectError::NoIdentity { .. })), "{unknown:?}");
}

#[tokio::test]
async fn client_ids_lead_to_analytics_but_for_those_that_others_use() {
    let (desk, scenario) = (desk().await, crate::google::scenario().await);
    let connector = led(&scenario, Source::Open(desk.connector.clone()), desk.connector.map());
    let prepared = connector.prepare_erasure(&order(&new())).await.unwrap();
    let ids: Vec<&str> = prepared
        .identities
        .iter()
        .filter(|identity| identity.kind == "cookie-id")
        .map(|identity| identity.value.as_str())
        .collect();
    assert_eq!(ids, ["111.1"], "222.2 is her brother's too");
    // While her own rows still stand it waits: they might lead to more.
    let early = connector.erase(&prepared).await.unwrap_err();
    assert!(matches!(early, ConnectError::Pending { .. }), "{early:?}");
    let source = desk.connector.prepare_erasure(&order(&new())).await.unwrap();
    desk.connector.erase(&source).await.unwrap();
    connector.erase(&prepared).await.unwrap();
    assert_eq!(scenario.stub.state(), json!({"deleted": ["111.1"]}));
    // Her brother is the last who holds the other one.
    let thomas = order(&[Identity::new("email", "thomas@school.example")]);
    let prepared = connector.prepare_erasure(&thomas).await.unwrap();
    let source = desk.connector.prepare_erasure(&thomas).await.unwrap();
    desk.connector.erase(&source).await.unwrap();
    connector.erase(&prepared).await.unwrap();
    assert_eq!(scenario.stub.state(), json!({"deleted": ["111.1", "222.2"]}));
}

/// Shared only since the preparation: what was to go is somebody else's too by now.
#[tokio::test]
async fn a_client_id_that_somebody_else_has_by_now_is_left_alone() {
    let (desk, scenario) = (desk().await, crate::google::scenario().await);
    let connector = led(&scenario, Source::Open(desk.connector.clone()), desk.connector.map());
    let prepared = connector.prepare_erasure(&order(&new())).await.unwrap();
    assert!(prepared.identities.contains(&Identity::new("cookie-id", "111.1")));
    let source = desk.connector.prepare_erasure(&order(&new())).await.unwrap();
    desk.connector.erase(&source).await.unwrap();
    let url = format!("sqlite:{}", desk.folder.path().join("desk.db").display());
    let mut connection = sqlx::SqliteConnection::connect(&url).await.unwrap();
    connection.execute("INSERT INTO visit VALUES (9, 2, '111.1')").await.unwrap();
    connection.close().await.unwrap();
    let receipt = connector.erase(&prepared).await.unwrap();
    assert_eq!((receipt.deleted(), scenario.stub.state()), (0, json!({"deleted": []})));
    scenario.stub.assert_lawful();
}

#[tokio::test]
async fn a_database_that_does_not_answer_is_never_nothing_found() {
    let (desk, scenario) = (desk().await, crate::google::scenario().await);
    let closed = ConnectError::Address { system: "desk".to_owned(), reason: "it is not set".to_owned() };
    let connector = led(&scenario, Source::Closed(closed.clone()), desk.connector.map());
    assert_eq!(connector.prepare_erasure(&order(&new())).await.unwrap_err(), closed);
    assert_eq!(connector.find(&new()).await.unwrap_err(), closed);
    assert_eq!(scenario.stub.state(), json!({"deleted": []}));
}
