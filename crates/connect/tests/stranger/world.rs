//! The club: Éva Prins (member 7 of tenant 1, and 9, an account that was ended), Adam Bos (8), Eva Prins without an
//! accent (10), and Noor Smit, who is member 7 too, but of tenant 2.

use std::collections::BTreeMap;

use connect::{SqlConnector, SqlOptions};
use inventory::identity::HashKind;
use inventory::{DataMap, ErasureOrder, Identity, Terms};
use jiff::civil::date;
use jiff::tz::TimeZone;

use crate::engines::{Database, Engine};

/// Her address, as she gives it.
pub const EVA: &str = "éva.prins@club.example";
/// By which the outside world knows her.
pub const EVA_PUBLIC: &str = "11111111-aaaa-4aaa-8aaa-000000000007";

/// The tables with their keys, as the map names them without what precedes.
pub const TABLES: &[(&str, &str)] = &[
    ("Member", "\"tenantId\", \"memberNo\""),
    ("address", "id"),
    ("household", "id"),
    ("household_member", "household, tenant, member"),
    ("household_contact", "id"),
    ("note", "id"),
    ("event", "id"),
    ("unsubscribe", "digest"),
    ("circle", "id"),
    ("message", "id"),
    ("profile", "tenant, \"no\""),
    ("subscription", "id"),
    ("Select from", "\"id!\""),
    ("change", "id"),
];

const ROWS: &str = include_str!("rows.sql");

/// Makes the tables and fills them.
pub async fn build(database: &Database) {
    let tables = match database.engine {
        Engine::Postgres => include_str!("postgres.sql"),
        _ => include_str!("mariadb.sql"),
    };
    let statements =
        tables.lines().chain(ROWS.lines()).filter(|line| !line.trim().is_empty() && !line.starts_with("--"));
    let statements = statements.map(|line| written(database.engine, line));
    // MariaDB takes quotes round names when it is told to; a connection each would forget.
    let mut all: Vec<String> = Vec::new();
    if database.engine == Engine::Mariadb {
        all.push("SET sql_mode = 'ANSI_QUOTES,STRICT_TRANS_TABLES'".to_owned());
    }
    all.extend(statements);
    database.run(&all).await;
}

/// A line in the engine's own words: names of tables, digests, and ids of sixteen bytes.
pub fn written(engine: Engine, line: &str) -> String {
    let digest = HashKind::Sha256.hex(EVA);
    let other = HashKind::Sha256.hex("noor@club.example");
    let (club, audit) = prefixes(engine);
    let mut line = line.trim_end_matches(';').replace("{club}", club).replace("{audit}", audit);
    for (token, value) in [("{digest}", digest), ("{other digest}", other)] {
        let bytes = if engine == Engine::Postgres { format!("'\\x{value}'") } else { format!("X'{value}'") };
        line = line.replace(token, &bytes);
    }
    let tags = if engine == Engine::Postgres { "ARRAY['a', 'b']" } else { "'a,b'" };
    // JSON may write a letter as its number; a backslash is written twice in MariaDB's texts.
    let slash = if engine == Engine::Postgres { "\\" } else { "\\\\" };
    let escaped = format!("{{\"actor\": {{\"email\": \"{slash}u00c9va.Prins@club.example\"}}, \"to\": []}}");
    line = line.replace("{tags}", tags).replace("{escaped}", &escaped);
    for number in 1..=2 {
        let id = format!("22222222-bbbb-4bbb-8bbb-00000000000{number}");
        let bytes = if engine == Engine::Postgres {
            format!("'{id}'")
        } else {
            format!("X'{}'", id.replace('-', ""))
        };
        line = line.replace(&format!("{{household {number}}}"), &bytes);
        line = line.replace(&format!("{{household text {number}}}"), &id);
    }
    line
}

/// What names of tables begin with.
pub fn prefixes(engine: Engine) -> (&'static str, &'static str) {
    if engine == Engine::Postgres { ("club.", "audit.") } else { ("", "") }
}

/// The map; `circles` is what becomes of circles.
pub fn map(engine: Engine, circles: &str) -> DataMap {
    let (club, audit) = prefixes(engine);
    let text = include_str!("map.toml").replace("{circles}", circles);
    let text = text.replace("table = \"{club}", &format!("table = \"{club}"));
    let text = text.replace("table = \"{audit}", &format!("table = \"{audit}"));
    DataMap::parse(&text).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// The connector.
pub fn connector(database: &Database) -> SqlConnector {
    with(database, map(database.engine, "anonymise"))
}

/// A connector for this map.
pub fn with(database: &Database, map: DataMap) -> SqlConnector {
    SqlConnector::open(map, &database.url, &SqlOptions::default()).unwrap()
}

/// Identities written `kind=value`.
pub fn identities(texts: &[&str]) -> Vec<Identity> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

/// An erasure on 22 November 2026.
pub fn order(texts: &[&str]) -> ErasureOrder {
    ErasureOrder {
        identities: identities(texts),
        today: date(2026, 11, 22),
        zone: TimeZone::get("Europe/Amsterdam").unwrap(),
        terms: Terms::new(),
        pseudonym: "p-81f3".to_owned(),
    }
}

/// A table's name, quoted.
pub fn table(database: &Database, name: &str) -> String {
    match (database.engine, name) {
        (Engine::Postgres, "change") => "audit.change".to_owned(),
        (Engine::Postgres, name) => format!("club.{}", database.quote(name)),
        (_, name) => database.quote(name),
    }
}

/// Every row of every table as text.
pub async fn dump(database: &Database) -> BTreeMap<&'static str, Vec<String>> {
    let mut all = BTreeMap::new();
    for (name, key) in TABLES {
        let from = table(database, name);
        let rows = if database.engine == Engine::Postgres {
            database.texts(&format!("SELECT t::text FROM {from} t ORDER BY {key}")).await
        } else {
            let columns = database
                .texts(&format!(
                    "SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() \
                     AND TABLE_NAME = '{name}' ORDER BY ORDINAL_POSITION"
                ))
                .await;
            let parts: Vec<String> = columns
                .iter()
                .map(|column| {
                    format!(
                        "IFNULL(CAST(CONVERT({0} USING utf8mb4) AS CHAR), IFNULL(HEX({0}), '-'))",
                        database.quote(column)
                    )
                })
                .collect();
            let key = key.replace('"', "`");
            let sql = format!("SELECT CONCAT_WS(',', {}) FROM {from} ORDER BY {key}", parts.join(", "));
            database.texts(&sql).await
        };
        all.insert(*name, rows);
    }
    all
}
