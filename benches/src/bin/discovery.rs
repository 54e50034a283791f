//! How well data maps are drafted: recall and precision of personal columns, and of joins, against the maps made by
//! hand in `examples/leskracht`, on the two real databases.
//!
//!     cargo xtask bench discovery [--sample N] [--quiet]
//!
//! Prints every column that was missed or proposed too much. The rules may not be fitted to these two: a third,
//! invented database is held to the same figures by the tests of `connect`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark speaks on its standard streams")]

use std::io::{BufRead as _, BufReader};

use anyhow::{Context as _, Result, bail};
use benches::report::Goal;
use benches::{Report, Stopwatch, servers};
use connect::sql::sample::Surveyor;
use flate2::read::GzDecoder;
use inventory::DataMap;
use inventory::discover::content::Context;
use inventory::discover::{compare, print, propose, questions};
use sqlx::mysql::MySqlConnection;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

const SYSTEMS: &[(&str, &str)] = &[("shop", "wordpress-woocommerce.sql.gz"), ("learning", "moodle.sql.gz")];

/// What the words on the command line ask for.
struct Wanted {
    sample: u32,
    quiet: bool,
}

impl Wanted {
    fn read() -> Result<Self> {
        let mut wanted = Self { sample: 200, quiet: false };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--sample" => wanted.sample = words.next().context("--sample needs a number")?.parse()?,
                "--quiet" => wanted.quiet = true,
                other => bail!("“{other}” means nothing here: --sample N, --quiet"),
            }
        }
        Ok(wanted)
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let wanted = Wanted::read()?;
    let mut report = Report::new("discovery");
    for (system, dump) in SYSTEMS {
        let name = format!("gestand_bench_discovery_{system}");
        let url = restore(&name, dump).await?;
        let outcome = measure(system, &url, &wanted, &mut report).await;
        drop_database(&name).await?;
        outcome?;
    }
    report.print();
    Ok(())
}

async fn measure(system: &str, url: &str, wanted: &Wanted, report: &mut Report) -> Result<()> {
    // A fixed day: birthdays are told from other days by their age.
    let context = Context { today: jiff::civil::date(2026, 12, 1) };
    let file = servers::root().join(format!("examples/leskracht/facts/systems/{system}.toml"));
    let text =
        std::fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    let truth = DataMap::parse(&text).map_err(|problems| anyhow::anyhow!("{system}: {problems:?}"))?;
    let time = Stopwatch::start();
    let surveyor = Surveyor::open(url, wanted.sample)?;
    let surveyed = surveyor.survey(&mut |_, _| ()).await?;
    let answers = surveyor.ask(questions(&surveyed.survey, &context), &mut |_, _| ()).await?;
    let draft = propose(&surveyed.survey, &answers, system, &context).context("nobody was found")?;
    let took = time.read();
    let written = print::print(&draft, &surveyed.survey.server, wanted.sample as usize);
    if DataMap::parse(&written).ok().as_ref() != Some(&draft.map) {
        bail!("the draft of {system} does not read back as itself");
    }
    let (columns, joins) = compare(&truth, &draft.map);
    if !wanted.quiet {
        columns.missed.iter().for_each(|(table, column)| println!("{system} missed  {table}.{column}"));
        columns.extra.iter().for_each(|(table, column)| println!("{system} extra   {table}.{column}"));
        joins
            .missed
            .iter()
            .for_each(|(a, b)| println!("{system} missed join  {}.{} = {}.{}", a.0, a.1, b.0, b.1));
        joins
            .extra
            .iter()
            .for_each(|(a, b)| println!("{system} extra join   {}.{} = {}.{}", a.0, a.1, b.0, b.1));
    }
    let (recall, precision) = (Some(Goal::AtLeast(95.0)), Some(Goal::AtLeast(80.0)));
    report.figure(
        format!("{system}: personal columns in the map"),
        count(columns.found.len() + columns.missed.len())?,
        "columns",
        None,
    );
    report.figure(format!("{system}: recall of personal columns"), percent(columns.recall())?, "%", recall);
    report.figure(
        format!("{system}: precision of personal columns"),
        percent(columns.precision())?,
        "%",
        precision,
    );
    report.figure(
        format!("{system}: joins in the map"),
        count(joins.found.len() + joins.missed.len())?,
        "joins",
        None,
    );
    report.figure(format!("{system}: recall of joins"), percent(joins.recall())?, "%", None);
    report.figure(format!("{system}: precision of joins"), percent(joins.precision())?, "%", None);
    report.figure(format!("{system}: looking and drafting"), took.as_secs_f64(), "s", None);
    Ok(())
}

fn count(number: usize) -> Result<f64> {
    Ok(f64::from(u32::try_from(number)?))
}

fn percent(thousandths: usize) -> Result<f64> {
    Ok(count(thousandths)? / 10.0)
}

/// A database of one's own with a dump in it. Dumps escape line breaks inside values, so a line that ends in a
/// semicolon ends a statement.
async fn restore(name: &str, dump: &str) -> Result<String> {
    let server = servers::mariadb()?;
    drop_database(name).await?;
    let mut connection = MySqlConnection::connect(&server).await.context("MariaDB does not answer")?;
    run(&mut connection, format!("CREATE DATABASE `{name}` CHARACTER SET utf8mb4")).await?;
    run(&mut connection, format!("USE `{name}`")).await?;
    let path = servers::real_data()?.join(dump);
    let file = std::fs::File::open(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut statement = String::new();
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let line = line?;
        if statement.is_empty() && line.starts_with("--") {
            continue;
        }
        statement.push_str(&line);
        statement.push('\n');
        if line.ends_with(';') {
            run(&mut connection, std::mem::take(&mut statement)).await?;
        }
    }
    connection.close().await?;
    Ok(format!("{server}/{name}"))
}

async fn drop_database(name: &str) -> Result<()> {
    let mut connection =
        MySqlConnection::connect(&servers::mariadb()?).await.context("MariaDB does not answer")?;
    run(&mut connection, format!("DROP DATABASE IF EXISTS `{name}`")).await?;
    Ok(connection.close().await?)
}

async fn run(connection: &mut MySqlConnection, sql: String) -> Result<()> {
    connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
    Ok(())
}
