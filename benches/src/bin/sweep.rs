//! Letting rows go that are past their date: Gestand's batches beside the same batches written by hand.
//!
//!     cargo xtask bench sweep [--rows N]
//!
//! Two equal tables, half of whose rows are past their date; batch by batch in turns, one table by hand and one by
//! the connector (working the batch out, and carrying it out in one transaction). By hand is what somebody writes who
//! knows the table: the end of the next batch by the primary key, then everything between in one statement.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark speaks on its standard streams")]

use anyhow::{Context as _, Result};
use benches::{Report, Series, Stopwatch, servers};
use connect::{SqlConnector, SqlOptions};
use inventory::{DataMap, Key, Sweep, Terms, sweep};
use jiff::civil::date;
use jiff::tz::TimeZone;
use retention::{Start, Term, Then};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, MySqlConnection, PgConnection};

/// Rows in a batch.
const BATCH: u32 = 5_000;

/// The part of the throughput by hand that must be reached, as times of a batch: 1 / 0.8.
const AT_MOST: f64 = 1.25;

const MAP: &str = r#"
system = { id = "bench", name = "Bench", connector = "sql", url_env = "U" }
identity = [{ kind = "email" }]

[[collection]]
id = "visits"
name = "Visits"
table = "visits"
key = ["id"]
category = "usage"
path = [{ from = "identity", on = { email = "email" } }]
personal = ["email", "ip", "page"]
not_personal = ["at"]
erasure = { do = "delete" }
retain = { term = "logs", since = "at" }
"#;

#[tokio::main]
async fn main() -> Result<()> {
    let rows = rows()?;
    let mut report = Report::new("sweep");
    let name = format!("bench_sweep_{}", std::process::id());
    let outcome = mariadb(&mut report, rows, &name).await;
    let mut admin = MySqlConnection::connect(&servers::mariadb()?).await?;
    admin.execute(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name}"))).await?;
    outcome?;
    let url = servers::make_postgres(&name, None).await?;
    let outcome = postgres(&mut report, rows, &url).await;
    servers::drop_postgres(&name).await?;
    outcome?;
    report.print();
    Ok(())
}

fn rows() -> Result<u64> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.as_slice() {
        [] => Ok(400_000),
        [flag, rows] if flag == "--rows" => rows.parse().context("--rows is a number"),
        _ => anyhow::bail!("the only flag is --rows N"),
    }
}

const COLUMNS: &str =
    "id BIGINT PRIMARY KEY, at {time} NOT NULL, email VARCHAR(100), ip VARCHAR(45), page VARCHAR(200)";

/// The rows of a table: every second one is past its date.
const VALUES: &str = "{n}, CASE WHEN {n} % 2 = 0 THEN '2020-01-01 10:00:00' ELSE '2026-11-20 10:00:00' END, \
    'somebody@school.example', '192.0.2.1', '/a/page/of/the/site/that/was/looked/at'";

async fn mariadb(report: &mut Report, rows: u64, name: &str) -> Result<()> {
    let url = format!("{}/{name}", servers::mariadb()?);
    let mut admin =
        MySqlConnection::connect(&servers::mariadb()?).await.context("MariaDB does not answer")?;
    admin.execute(AssertSqlSafe(format!("CREATE DATABASE {name} CHARACTER SET utf8mb4"))).await?;
    let mut connection = MySqlConnection::connect(&url).await?;
    for table in ["visits", "by_hand"] {
        let columns = COLUMNS.replace("{time}", "DATETIME");
        connection.execute(AssertSqlSafe(format!("CREATE TABLE {table} ({columns}, KEY (at))"))).await?;
        let values = VALUES.replace("{n}", "seq");
        let fill = format!("INSERT INTO {table} SELECT {values} FROM seq_1_to_{rows}");
        connection.execute(AssertSqlSafe(fill)).await?;
    }
    let (mut hand, mut own) = (Series::default(), Series::default());
    let mut ours = Ours::open(&url)?;
    let mut last = 0i64;
    loop {
        let time = Stopwatch::start();
        let mut transaction = connection.begin().await?;
        let end: Option<i64> =
            sqlx::query_scalar(AssertSqlSafe(end_of(last))).fetch_one(&mut *transaction).await?;
        let Some(end) = end else { break };
        let gone = transaction.execute(AssertSqlSafe(by_hand(last, end))).await?.rows_affected();
        transaction.commit().await?;
        last = end;
        hand.add(time.read());
        own.add(ours.batch(gone).await?);
    }
    report.compare(format!("a batch of {BATCH} rows, MariaDB"), &hand, &own, AT_MOST);
    Ok(())
}

async fn postgres(report: &mut Report, rows: u64, url: &str) -> Result<()> {
    let mut connection = PgConnection::connect(url).await?;
    for table in ["visits", "by_hand"] {
        let columns = COLUMNS.replace("{time}", "TIMESTAMP");
        connection.execute(AssertSqlSafe(format!("CREATE TABLE {table} ({columns})"))).await?;
        let values = VALUES.replace("{n}", "n").replace("END", "END::timestamp");
        let fill = format!("INSERT INTO {table} SELECT {values} FROM generate_series(1, {rows}) n");
        connection.execute(AssertSqlSafe(fill)).await?;
        connection.execute(AssertSqlSafe(format!("CREATE INDEX ON {table} (at)"))).await?;
        connection.execute(AssertSqlSafe(format!("ANALYZE {table}"))).await?;
    }
    let (mut hand, mut own) = (Series::default(), Series::default());
    let mut ours = Ours::open(url)?;
    let mut last = 0i64;
    loop {
        let time = Stopwatch::start();
        let mut transaction = connection.begin().await?;
        let end: Option<i64> =
            sqlx::query_scalar(AssertSqlSafe(end_of(last))).fetch_one(&mut *transaction).await?;
        let Some(end) = end else { break };
        let gone = transaction.execute(AssertSqlSafe(by_hand(last, end))).await?.rows_affected();
        transaction.commit().await?;
        last = end;
        hand.add(time.read());
        own.add(ours.batch(gone).await?);
    }
    report.compare(format!("a batch of {BATCH} rows, PostgreSQL"), &hand, &own, AT_MOST);
    Ok(())
}

/// The key at which the batch after `last` ends.
fn end_of(last: i64) -> String {
    format!(
        "SELECT MAX(id) FROM (SELECT id FROM by_hand WHERE id > {last} AND at < '2026-10-23 00:00:00' ORDER BY id LIMIT {BATCH}) batch"
    )
}

/// That batch, in one statement.
fn by_hand(last: i64, end: i64) -> String {
    format!("DELETE FROM by_hand WHERE id > {last} AND id <= {end} AND at < '2026-10-23 00:00:00'")
}

/// The connector's side.
struct Ours {
    connector: SqlConnector,
    sweep: Sweep,
    place: Option<Key>,
}

impl Ours {
    fn open(url: &str) -> Result<Self> {
        let map = DataMap::parse(MAP).map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
        let rule = sweep::rules(&map).into_iter().next().context("the map has no rule")?;
        let term = Term::new("logs", "30 days".parse()?, Start::Creation, Then::Delete)?;
        let sweep = Sweep {
            rule,
            term,
            least: Vec::new(),
            terms: Terms::new(),
            today: date(2026, 11, 22),
            only: None,
            zone: TimeZone::UTC,
        };
        Ok(Self { connector: SqlConnector::open(map, url, &SqlOptions::default())?, sweep, place: None })
    }

    /// One batch; fails when it is not as large as the one by hand.
    async fn batch(&mut self, expected: u64) -> Result<std::time::Duration> {
        let time = Stopwatch::start();
        let batch = self.connector.next_batch(&self.sweep, self.place.as_ref(), BATCH, &[]).await?;
        let batch = batch.context("nothing is left for Gestand")?;
        let done = self.connector.sweep_batch(&self.sweep, &batch, &[]).await?;
        let took = time.read();
        anyhow::ensure!(
            done.iter().map(|part| part.deleted).sum::<u64>() == expected,
            "another batch than by hand"
        );
        self.place = Some(batch.last);
        Ok(took)
    }
}
