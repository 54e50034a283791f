//! The tables and people of the suite.
//!
//! Eva (user 5) is the subject. Adam (6) is somebody else who wrote her address on an order; her twin (7) has the
//! same address in capitals. Guest rows carry her address in other capitals. The mailbox of the held invoice is
//! within its term, that of the old one is not.

use std::collections::BTreeMap;

use connect::{SqlConnector, SqlOptions};
use inventory::{DataMap, ErasureOrder, Identity, Terms};
use jiff::civil::date;
use jiff::tz::TimeZone;
use retention::{Start, Term, Then};

use crate::engines::{Database, Engine};

/// Her address, with a letter that lower() must know beyond ASCII, and a quote that SQL must survive.
pub const EVA: &str = "éva.o'neil@school.example";

/// A value of a row.
#[derive(Debug, Clone)]
pub enum Value {
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
    Null,
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

/// The tables: name, columns with their types, and what follows them.
pub const TABLES: [(&str, &[(&str, &str)], &str); 13] = [
    (
        "user",
        &[
            ("id", "@int PRIMARY KEY"),
            ("email", "VARCHAR(100) NOT NULL"),
            ("name", "VARCHAR(100) NOT NULL"),
            ("select", "@text"),
            ("born", "@date"),
            ("password", "VARCHAR(100) NOT NULL"),
            ("active", "@bool NOT NULL"),
            ("score", "DECIMAL(10,2)"),
        ],
        "",
    ),
    (
        "order",
        &[
            ("id", "@int PRIMARY KEY"),
            ("user", "@int"),
            ("contact", "VARCHAR(100)"),
            ("parent", "@int"),
            ("placed", "@datetime"),
            ("status", "VARCHAR(20) NOT NULL"),
            ("note", "@text"),
            ("ship", "@text"),
        ],
        ", FOREIGN KEY (@parent) REFERENCES @order (@id)",
    ),
    (
        "order line",
        &[
            ("order_id", "@int NOT NULL"),
            ("line_no", "@int NOT NULL"),
            ("product", "VARCHAR(50)"),
            ("gift_note", "@text NOT NULL"),
        ],
        ", PRIMARY KEY (@order_id, @line_no), FOREIGN KEY (@order_id) REFERENCES @order (@id)",
    ),
    (
        "option",
        &[("id", "@int PRIMARY KEY"), ("order_id", "@int"), ("line_no", "@int"), ("engraving", "@text")],
        "",
    ),
    (
        "meta",
        &[
            ("id", "@int PRIMARY KEY"),
            ("kind", "VARCHAR(20)"),
            ("ref", "@int"),
            ("key", "VARCHAR(50)"),
            ("value", "@text"),
        ],
        "",
    ),
    ("unsubscribed", &[("hash", "VARCHAR(64) PRIMARY KEY"), ("since", "@int")], ""),
    ("limit", &[("id", "@int PRIMARY KEY"), ("bucket", "VARCHAR(50)")], ""),
    (
        "comment",
        &[
            ("id", "@int PRIMARY KEY"),
            ("author", "@int NOT NULL"),
            ("author_email", "VARCHAR(100) NOT NULL"),
            ("body", "@text"),
        ],
        "",
    ),
    ("setting", &[("name", "VARCHAR(50) PRIMARY KEY"), ("data", "@text")], ""),
    ("document", &[("id", "@int PRIMARY KEY"), ("doc", "@text")], ""),
    ("device", &[("token", "@bytes PRIMARY KEY"), ("user_id", "@int"), ("seen", "@datetime")], ""),
    ("news", &[("id", "@int PRIMARY KEY"), ("text", "@text")], ""),
    ("bits", &[("id", "@int PRIMARY KEY"), ("flag", "@bool")], ""),
];

/// The statements that make the tables.
pub fn ddl(database: &Database) -> Vec<String> {
    TABLES
        .iter()
        .map(|(table, columns, tail)| {
            let columns: Vec<String> = columns
                .iter()
                .map(|(name, kind)| format!("{} {}", database.quote(name), typed(database.engine, kind)))
                .collect();
            let mut tail = (*tail).to_owned();
            for name in ["@parent", "@order_id", "@line_no", "@order", "@id"] {
                tail = tail.replace(name, &database.quote(name.trim_start_matches('@')));
            }
            format!("CREATE TABLE {} ({}{tail})", database.quote(table), columns.join(", "))
        })
        .collect()
}

fn typed(engine: Engine, kind: &str) -> String {
    let types: &[(&str, &str)] = match engine {
        Engine::Sqlite => &[
            ("@int", "INTEGER"),
            ("@text", "TEXT"),
            ("@datetime", "TEXT"),
            ("@date", "TEXT"),
            ("@bool", "BOOLEAN"),
            ("@bytes", "BLOB"),
        ],
        Engine::Postgres => &[
            ("@int", "BIGINT"),
            ("@text", "TEXT"),
            ("@datetime", "TIMESTAMP"),
            ("@date", "DATE"),
            ("@bool", "BOOLEAN"),
            ("@bytes", "BYTEA"),
        ],
        Engine::Mariadb => &[
            ("@int", "BIGINT UNSIGNED"),
            ("@text", "LONGTEXT"),
            ("@datetime", "DATETIME"),
            ("@date", "DATE"),
            ("@bool", "BIT(1)"),
            ("@bytes", "BINARY(4)"),
        ],
    };
    types.iter().fold(kind.to_owned(), |kind, (token, name)| kind.replace(token, name))
}

/// An INSERT of rows in the order of the table's columns.
pub fn insert(database: &Database, table: &str, rows: &[Vec<Value>]) -> String {
    let columns = TABLES.iter().find(|(name, _, _)| *name == table).expect("a known table").1;
    let rows: Vec<String> = rows
        .iter()
        .map(|row| {
            let values: Vec<String> = row
                .iter()
                .zip(columns)
                .map(|(value, (_, kind))| literal(database.engine, value, kind.starts_with("@bool")))
                .collect();
            format!("({})", values.join(", "))
        })
        .collect();
    format!("INSERT INTO {} VALUES {}", database.quote(table), rows.join(", "))
}

fn literal(engine: Engine, value: &Value, boolean: bool) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Int(number) if boolean && engine == Engine::Postgres => (*number == 1).to_string(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) if engine == Engine::Mariadb => {
            format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
        }
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Bytes(bytes) if engine == Engine::Postgres => format!("'\\x{}'", hex::encode(bytes)),
        Value::Bytes(bytes) => format!("X'{}'", hex::encode(bytes)),
    }
}

macro_rules! rows {
    ($(($($value:expr),* $(,)?)),* $(,)?) => { vec![$(vec![$(crate::world::Value::from($value)),*]),*] };
}
pub(crate) use rows;

/// A serialised PHP array of strings.
pub fn php(texts: &[&str]) -> String {
    let items: Vec<String> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| format!("i:{index};s:{}:\"{text}\";", text.len()))
        .collect();
    format!("a:{}:{{{}}}", texts.len(), items.concat())
}

/// Makes the tables and the people in them.
pub async fn build(database: &Database) {
    database.run(&ddl(database)).await;
    let upper = EVA.to_uppercase();
    let hash = inventory::identity::HashKind::Sha256.hex(EVA);
    let cart = php(&["ring for Éva", "Dorpsstraat 1"]);
    let users: Vec<Vec<Value>> = vec![
        user(5, EVA, "Éva O'Neil-de Wit", "likes \"quotes\""),
        user(6, "adam@school.example", "Adam Ant", "x"),
        user(8, "noor@school.example", "Noor Bos", "y"),
    ];
    let null = || Value::Null;
    let order = |id: i64, user: Value, contact: &str, parent: Value, placed: &str, status: &str| {
        let text = |text: &str| Value::from(text);
        vec![
            id.into(),
            user,
            text(contact),
            parent,
            text(placed),
            text(status),
            text("Bel Éva"),
            text("Dorpsstraat 1"),
        ]
    };
    let orders = vec![
        order(1, 5.into(), EVA, null(), "2025-12-31 23:30:00", "done"),
        order(2, 5.into(), "other@x.example", null(), "2010-01-01 10:00:00", "paid-late"),
        order(3, 0.into(), &upper, null(), "2026-01-05 10:00:00", "cart"),
        order(4, 6.into(), EVA, null(), "2026-01-06 10:00:00", "done"),
        order(5, null(), &format!(" {EVA} "), null(), "2026-01-07 10:00:00", "cart"),
        order(6, 6.into(), "adam@school.example", null(), "2026-01-07 10:00:00", "cart"),
        order(13, null(), "", 3.into(), "2026-01-08 10:00:00", "refund"),
        order(14, null(), "", 13.into(), "2026-01-08 10:00:00", "refund"),
        order(15, null(), "", 6.into(), "2026-01-08 10:00:00", "refund"),
    ];
    let statements = vec![
        insert(database, "user", &users),
        insert(database, "order", &orders),
        insert(
            database,
            "order line",
            &rows![
                (1, 1, "p", "voor Éva"),
                (1, 2, "p", ""),
                (2, 1, "p", "g"),
                (3, 1, "p", "g"),
                (6, 1, "p", "g")
            ],
        ),
        insert(
            database,
            "option",
            &rows![
                (1, 1, 1, "É"),
                (2, 1, 2, "x"),
                (3, 3, 1, "x"),
                (4, 6, 1, "x"),
                (5, 3, 2, "nobody's"),
                (6, 2, 2, "x")
            ],
        ),
        insert(database, "meta", &meta(&cart)),
        insert(database, "unsubscribed", &[vec![hash.into(), 1.into()], vec!["ff".into(), 1.into()]]),
        insert(
            database,
            "limit",
            &rows![(1, "login_5"), (2, "login_15"), (3, "login:5"), (4, "login_6"), (5, "login:56")],
        ),
        insert(database, "comment", &comments()),
        insert(
            database,
            "setting",
            &rows![
                ("vips", php(&["a@x.example", EVA, "b@x.example"])),
                ("broken", format!("a:9:{{{EVA}")),
                ("other", php(&["a@x.example"]))
            ],
        ),
        insert(
            database,
            "document",
            &rows![
                (1, r#"{"owner": {"id": 5}, "text": "D\u00e9 \"quoted\"", "n": 1.50}"#),
                (2, r#"{"owner": {"id": 55}}"#),
                (3, r#"{"other": {"id": 5}}"#)
            ],
        ),
        insert(database, "device", &devices()),
        insert(
            database,
            "news",
            &rows![(1, "We welcome eva o'neil-de wit and +31 6 1234 5678"), (2, "nothing")],
        ),
    ];
    database.run(&statements).await;
    database.run(&indexes(database)).await;
}

fn user(id: i64, email: &str, name: &str, profile: &str) -> Vec<Value> {
    let text = |text: &str| Value::from(text);
    vec![
        id.into(),
        text(email),
        text(name),
        text(profile),
        text("1980-02-29"),
        text("$2y$secret"),
        1.into(),
        text("12.50"),
    ]
}

fn meta(cart: &str) -> Vec<Vec<Value>> {
    rows![
        (1, "user", 5, "phone", "06-12345678"),
        (2, "user", 5, "token_a", "secret"),
        (3, "user", 5, "cart", cart),
        (4, "user", 5, "theme", "dark"),
        (5, "user", 5, "unknown", "Dorpsstraat 1"),
        (6, "user", 6, "phone", "0600000000"),
        (7, "order", 5, "total", "not the user but the order with number 5"),
        (8, "order", 1, "total", "10"),
        (9, "order", 1, "_tax_nl", "2"),
        (10, "order", 1, "ip", "192.0.2.1"),
        (11, "order", 1, "_internal", "x"),
        (12, "order", 4, "ip", "192.0.2.9"),
        (13, "User", 5, "phone", "another kind by its capital")
    ]
}

fn comments() -> Vec<Vec<Value>> {
    rows![
        (1, 5, EVA, "I am Éva O'Neil-de Wit, mail me"),
        (2, 0, EVA.to_uppercase(), "as a guest"),
        (3, 6, EVA, "Adam wrote her address"),
        (4, 6, "adam@school.example", format!("ask {EVA}!")),
        (5, 6, "adam@school.example", format!("x{EVA} is somebody else")),
        (6, 8, "noor@school.example", "Eva O'Neil-de  Wit teaches"),
        (7, 8, "noor@school.example", "nothing")
    ]
}

fn devices() -> Vec<Vec<Value>> {
    let token = |bytes: [u8; 4]| Value::Bytes(bytes.to_vec());
    let seen = || Value::from("2026-02-03 04:05:06");
    vec![
        vec![token([0, 1, 254, 255]), 5.into(), seen()],
        vec![token([48, 120, 49, 50]), 5.into(), seen()],
        vec![token([9, 9, 9, 9]), 6.into(), seen()],
    ]
}

fn indexes(database: &Database) -> Vec<String> {
    let q = |name: &str| database.quote(name);
    let lower = |column: &str| match database.engine {
        Engine::Mariadb => q(column),
        _ => format!("lower({})", q(column)),
    };
    vec![
        format!("CREATE UNIQUE INDEX u1 ON {} ({})", q("user"), q("email")),
        format!("CREATE INDEX u2 ON {} ({})", q("user"), lower("email")),
        format!("CREATE INDEX o1 ON {} ({})", q("order"), lower("contact")),
        format!("CREATE INDEX o2 ON {} ({})", q("order"), q("user")),
    ]
}

/// The map.
pub fn map() -> DataMap {
    DataMap::parse(include_str!("map.toml")).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// The connector.
pub fn connector(database: &Database) -> SqlConnector {
    SqlConnector::open(map(), &database.url, &SqlOptions::default()).unwrap()
}

/// Identities written `kind=value`.
pub fn identities(texts: &[&str]) -> Vec<Identity> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

/// An erasure on 22 November 2026.
pub fn order(texts: &[&str]) -> ErasureOrder {
    let term = Term::new("invoices", "7 years".parse().unwrap(), Start::EndOfBookYear, Then::Delete).unwrap();
    ErasureOrder {
        identities: identities(texts),
        today: date(2026, 11, 22),
        zone: TimeZone::get("Europe/Amsterdam").unwrap(),
        terms: Terms::from([("invoices".to_owned(), term)]),
        pseudonym: "p-81f3".to_owned(),
    }
}

/// Every row of every table, as text, by table and in order.
pub async fn dump(database: &Database) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    for (table, columns, _) in TABLES {
        let name = database.quote(table);
        let sql = match database.engine {
            Engine::Postgres => format!("SELECT t::text FROM {name} t ORDER BY 1"),
            Engine::Sqlite => {
                let parts: Vec<String> =
                    columns.iter().map(|(c, _)| format!("quote({})", database.quote(c))).collect();
                format!("SELECT {} FROM {name} ORDER BY 1", parts.join(" || ',' || "))
            }
            Engine::Mariadb => {
                let part = |column: &str| format!("IFNULL(HEX({}), '-')", database.quote(column));
                let parts: Vec<String> = columns.iter().map(|(c, _)| part(c)).collect();
                format!("SELECT CONCAT_WS(',', {}) FROM {name} ORDER BY 1", parts.join(", "))
            }
        };
        all.insert(table.to_owned(), database.texts(&sql).await);
    }
    all
}
