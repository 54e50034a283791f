//! A database of a test, and what stands in it.

use std::collections::BTreeMap;

use connect::{Connector as _, SqlConnector, SqlOptions};
use inventory::map::Relation;
use inventory::{DataMap, ErasureOrder, Identity, Receipt};
use jiff::civil::date;
use jiff::tz::TimeZone;
use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqliteConnection};

pub const PSEUDONYM: &str = "a1b2c3";

pub fn map(name: &str) -> DataMap {
    let path = format!("{}/../../examples/maps/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    DataMap::parse(&text).unwrap_or_else(|problems| panic!("{name}: {problems:#?}"))
}

/// A map on a database with these tables.
pub struct Site {
    _folder: tempfile::TempDir,
    url: String,
    pub connector: SqlConnector,
}

impl Site {
    pub async fn new(name: &str, sql: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/site.db?mode=rwc", folder.path().display());
        let mut connection = SqliteConnection::connect(&url).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        let connector = SqlConnector::open(map(name), &url, &SqlOptions::default()).unwrap();
        Self { _folder: folder, url, connector }
    }

    /// What a query says, row by row, the columns joined with `|`.
    pub async fn rows(&self, sql: &str) -> Vec<String> {
        let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
        let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        let text = |row: &sqlx::sqlite::SqliteRow, at: usize| {
            row.try_get_unchecked::<Option<String>, _>(at).unwrap().unwrap_or_else(|| "-".to_owned())
        };
        rows.iter().map(|row| (0..row.len()).map(|at| text(row, at)).collect::<Vec<_>>().join("|")).collect()
    }

    /// Every row of every table.
    pub async fn dump(&self) -> BTreeMap<String, Vec<String>> {
        let mut dump = BTreeMap::new();
        for table in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'").await {
            let rows = self.rows(&format!("SELECT * FROM \"{table}\"")).await;
            dump.insert(table, rows);
        }
        dump
    }

    /// Own rows and mentions, by collection.
    pub async fn found(&self, identity: &str) -> BTreeMap<String, (usize, usize)> {
        let found = self.connector.find(&[identity.parse().unwrap()]).await.unwrap();
        let parts = found.collections.iter();
        parts
            .map(|part| {
                (part.collection.clone(), (part.count(Relation::Own), part.count(Relation::Mentions)))
            })
            .collect()
    }

    pub async fn erase(&self, identity: &str) -> Receipt {
        let order = ErasureOrder {
            identities: vec![identity.parse::<Identity>().unwrap()],
            today: date(2026, 11, 22),
            zone: TimeZone::UTC,
            terms: inventory::Terms::new(),
            pseudonym: PSEUDONYM.to_owned(),
        };
        let prepared = self.connector.prepare_erasure(&order).await.unwrap();
        let receipt = self.connector.erase(&prepared).await.unwrap();
        assert_eq!(self.connector.verify_applied(&prepared).await.unwrap(), inventory::Applied::Applied);
        receipt
    }

    /// The probe, without what only costs time.
    pub async fn gaps(&self) -> Vec<String> {
        let probe = self.connector.probe().await;
        let gaps = probe.findings.into_iter().filter(|finding| finding.weight != connect::Weight::Notice);
        gaps.map(|finding| finding.message).collect()
    }
}

/// The tables and rows in which a text still stands, in any capitals.
pub fn places(dump: &BTreeMap<String, Vec<String>>, needles: &[&str]) -> Vec<String> {
    let rows = dump.iter().flat_map(|(table, rows)| rows.iter().map(move |row| format!("{table}: {row}")));
    rows.filter(|row| needles.iter().any(|needle| row.to_lowercase().contains(&needle.to_lowercase())))
        .collect()
}
