//! A copy for somebody with a gigabyte of rows: how much resident memory it takes above rest.
//!
//!     cargo xtask bench export [--megabytes N]
//!
//! One person has all rows: half of them short posts, half long ones of 64 KB. The copy goes through everything that a
//! request's copy goes through: the connector's search and stream, the three forms of every row (HTML, JSON, CSV), the
//! ZIP, and the sealed spool on disk. What is counted is the growth of this process; the database is another one.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark speaks on its standard streams")]

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use app::archive::{ArchiveSink, Form, Manifest, Packer, SealedSpool, SystemMeta, manifest};
use app::seal::SealKey;
use benches::report::Goal;
use benches::{Report, Stopwatch, memory, servers};
use connect::{Connector as _, SqlConnector, SqlOptions};
use inventory::{DataMap, Identity};
use kernel::ids::ArchiveId;
use kernel::{Clock as _, Entropy, Language, SystemClock};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, MySqlConnection, PgConnection};

/// The most that memory may grow, in MiB.
const AT_MOST: f64 = 100.0;

/// The long posts, in characters.
const LONG: u64 = 64 * 1024;

/// The short posts, in characters.
const SHORT: u64 = 1024;

const MAP: &str = r#"
system = { id = "bench", name = "Bench", connector = "sql", url_env = "U" }
identity = [{ kind = "email" }]

[[collection]]
id = "people"
name = "People"
table = "people"
key = ["id"]
category = "name"
path = [{ from = "identity", on = { email = "email" } }]
personal = ["email"]
erasure = { do = "delete" }

[[collection]]
id = "posts"
name = "Posts"
table = "posts"
key = ["id"]
category = "contribution"
path = [{ from = "people", on = { person_id = "id" } }]
personal = ["body", "written"]
not_personal = ["person_id"]
erasure = { do = "delete" }
"#;

#[tokio::main]
async fn main() -> Result<()> {
    let megabytes = megabytes()?;
    let mut report = Report::new("export");
    let name = format!("bench_export_{}", std::process::id());
    let url = servers::make_postgres(&name, None).await?;
    let outcome = both(&mut report, &url, &name, megabytes).await;
    servers::drop_postgres(&name).await?;
    let mut admin = MySqlConnection::connect(&servers::mariadb()?).await?;
    admin.execute(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name}"))).await?;
    outcome?;
    report.print();
    Ok(())
}

/// One rest for both: what the first copy leaves in the heap is no rest for the second.
async fn both(report: &mut Report, url: &str, name: &str, megabytes: u64) -> Result<()> {
    let map = DataMap::parse(MAP).map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
    let rows = postgres(url, megabytes).await?;
    let mariadb = mariadb(name, megabytes).await?;
    let mut systems = Vec::new();
    for (what, url) in [("PostgreSQL", url), ("MariaDB", mariadb.as_str())] {
        let connector = SqlConnector::open(map.clone(), url, &SqlOptions::default())?;
        // Connections, statements and buffers of the first use are not growth: a small copy comes first.
        copy(&connector, &map, "other@people.example").await?;
        systems.push((what, connector));
    }
    let rest = memory::own()?.now;
    for (what, connector) in systems {
        memory::reset_peak()?;
        let time = Stopwatch::start();
        let (own, bytes) = copy(&connector, &map, "heavy@people.example").await?;
        let seconds = time.read().as_secs_f64();
        let peak = memory::own()?.peak;
        if own != rows {
            bail!("{own} rows came, {rows} are there");
        }
        let grown = mib(peak.saturating_sub(rest));
        let head = format!("{megabytes} MiB in {rows} rows, {what}");
        report.figure(
            format!("{head}: growth of resident memory"),
            grown,
            "MiB",
            Some(Goal::AtMost(AT_MOST)),
        );
        report.figure(format!("{head}: time"), seconds, "s", None);
        report.figure(format!("{head}: answer"), mib(bytes / 1024), "MiB", None);
    }
    Ok(())
}

fn mib(kib: u64) -> f64 {
    f64::from(u32::try_from(kib).unwrap_or(u32::MAX)) / 1024.0
}

fn megabytes() -> Result<u64> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.as_slice() {
        [] => Ok(1024),
        [flag, number] if flag == "--megabytes" => number.parse().context("--megabytes is a number"),
        _ => bail!("the only flag is --megabytes N"),
    }
}

/// How many long and short posts make up so many megabytes.
fn posts(megabytes: u64) -> (u64, u64) {
    let half = megabytes * 1024 * 1024 / 2;
    (half / LONG, half / SHORT)
}

/// Fills the tables; gives how many rows the person has.
async fn postgres(url: &str, megabytes: u64) -> Result<u64> {
    let mut connection = PgConnection::connect(url).await?;
    connection
        .execute(
            "CREATE TABLE people (id BIGINT PRIMARY KEY, email TEXT NOT NULL);
             INSERT INTO people VALUES (1, 'heavy@people.example'), (2, 'other@people.example');
             CREATE TABLE posts (id BIGINT PRIMARY KEY, person_id BIGINT NOT NULL, body TEXT NOT NULL, written TIMESTAMP);",
        )
        .await?;
    let (long, short) = posts(megabytes);
    for (from, count, characters) in [(0, long, LONG), (long, short, SHORT)] {
        // Digests, another one every 32 characters: nothing that a ZIP makes small.
        let body = format!(
            "(SELECT string_agg(md5(n || '-' || i), '') FROM generate_series(1, {}) i)",
            characters / 32
        );
        let fill = format!(
            "INSERT INTO posts SELECT n, 1, {body}, now() FROM generate_series({}, {}) n",
            from + 1,
            from + count
        );
        connection.execute(AssertSqlSafe(fill)).await?;
    }
    connection.execute("CREATE INDEX posts_person ON posts (person_id); ANALYZE;").await?;
    connection.close().await?;
    Ok(long + short + 1)
}

/// The same in MariaDB; gives its URL.
async fn mariadb(name: &str, megabytes: u64) -> Result<String> {
    let mut connection =
        MySqlConnection::connect(&servers::mariadb()?).await.context("MariaDB does not answer")?;
    for statement in [
        "SET SESSION group_concat_max_len = 1000000".to_owned(),
        format!("CREATE DATABASE {name} CHARACTER SET utf8mb4"),
        format!("CREATE TABLE {name}.people (id BIGINT PRIMARY KEY, email VARCHAR(100) NOT NULL)"),
        format!("INSERT INTO {name}.people VALUES (1, 'heavy@people.example'), (2, 'other@people.example')"),
        format!(
            "CREATE TABLE {name}.posts (id BIGINT PRIMARY KEY, person_id BIGINT NOT NULL, body MEDIUMTEXT NOT NULL, \
             written DATETIME, KEY (person_id))"
        ),
    ] {
        connection.execute(AssertSqlSafe(statement)).await?;
    }
    let (long, short) = posts(megabytes);
    for (from, count, characters) in [(0, long, LONG), (long, short, SHORT)] {
        let body = format!(
            "(SELECT GROUP_CONCAT(MD5(CONCAT(n.seq, '-', i.seq)) SEPARATOR '') FROM {name}.seq_1_to_{} i)",
            characters / 32
        );
        let fill = format!(
            "INSERT INTO {name}.posts SELECT n.seq, 1, {body}, NOW() FROM {name}.seq_{}_to_{} n",
            from + 1,
            from + count
        );
        connection.execute(AssertSqlSafe(fill)).await?;
    }
    connection.close().await?;
    Ok(format!("{}/{name}", servers::mariadb()?))
}

/// Makes a whole sealed answer; gives how many rows went into it, and its size.
async fn copy(connector: &SqlConnector, map: &DataMap, email: &str) -> Result<(u64, u64)> {
    let entropy = Entropy::seeded(1);
    let archive = ArchiveId::new(SystemClock.now(), &entropy);
    let spool = SealedSpool::new(archive, SealKey::new(&[7; 32]), entropy);
    let mut packer = Packer::new(Language::Nl, Form::Copy, spool)?;
    packer.begin_system(&SystemMeta { id: map.system.id.clone(), name: map.system.name.clone() })?;
    let categories = BTreeMap::new();
    let mut sink = ArchiveSink::whole(&mut packer, map, &categories);
    let summary = connector.export(&[Identity::new("email", email)], &mut sink).await?;
    packer.end_system()?;
    let (spool, _) = packer.finish(empty(archive), "today".to_owned())?;
    let mut pieces = spool.finish()?;
    while pieces.next_piece()?.is_some() {}
    Ok((summary.collections.iter().map(|part| part.own).sum(), pieces.bytes))
}

/// A manifest that says nothing: the archive fills in fields and files.
fn empty(archive: ArchiveId) -> Manifest {
    Manifest {
        format: manifest::FORMAT.to_owned(),
        request: archive.to_string(),
        right: "access".to_owned(),
        created: SystemClock.now(),
        controller: "Bench".to_owned(),
        edition: String::new(),
        systems: Vec::new(),
        recipients: Vec::new(),
        fields: Vec::new(),
        outstanding: Vec::new(),
        files: Vec::new(),
    }
}
