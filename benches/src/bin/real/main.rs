//! Finding and erasing people in real databases: a WooCommerce shop and a Moodle, unmodified systems filled with
//! invented people.
//!
//!     cargo xtask bench real [--people N] [--seed N]
//!
//! Each dump is restored twice. Subject A, whose every row was written down when the shop was filled, and then N other
//! people (accounts and guests of the shop, accounts of the learning environment; the seed chooses) are erased from
//! the copy, one at a time. After each the whole copy is searched for what identifies the person and compared row by
//! row with the untouched one, and then put back. Every count in the report that should be nothing names its places
//! on standard error when it is not.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark speaks on its standard streams")]

mod blind;
mod databases;
mod difference;
mod erasure;
mod people;
mod truth;

use anyhow::{Context as _, Result};
use benches::Report;
use benches::report::Goal;
use benches::shuffle::shuffle;

use crate::databases::Databases;
use crate::erasure::{Site, Tally};
use crate::people::{learning, shop};

const SUBJECT_A: &str = "desiree.vandenbroek@mailhuis.example";

struct Options {
    people: usize,
    seed: u64,
}

#[tokio::main]
async fn main() -> Result<()> {
    let options = options()?;
    let mut report = Report::new("real");
    measure_shop(&options, &mut report).await?;
    measure_learning(&options, &mut report).await?;
    report.print();
    Ok(())
}

async fn measure_shop(options: &Options, report: &mut Report) -> Result<()> {
    let databases =
        Databases::restore("shop", "wordpress-woocommerce.sql.gz", &erasure::map("shop")?).await?;
    let owners = shop::owners(&databases).await?;
    let site = Site::new("shop", databases, owners)?;
    let subject = shop::person(&site.databases, SUBJECT_A).await?;
    truth::hold_against(&site, &subject, report).await?;
    let mut tally = Tally::default();
    site.erase(&subject, &mut tally).await?;
    tell("subject A", &tally, report);
    let [mut accounts, mut guests] = shop::addresses(&site.databases).await?;
    for (kind, people) in [("accounts of the shop", &mut accounts), ("guests of the shop", &mut guests)] {
        shuffle(people, options.seed);
        let mut tally = Tally::default();
        for email in people.iter().filter(|email| *email != SUBJECT_A).take(options.people) {
            let person = shop::person(&site.databases, email).await?;
            site.erase(&person, &mut tally).await?;
        }
        tell(kind, &tally, report);
    }
    site.databases.drop().await
}

async fn measure_learning(options: &Options, report: &mut Report) -> Result<()> {
    let databases = Databases::restore("learning", "moodle.sql.gz", &erasure::map("learning")?).await?;
    let owners = learning::owners(&databases).await?;
    let site = Site::new("learning", databases, owners)?;
    let mut accounts = learning::accounts(&site.databases).await?;
    shuffle(&mut accounts, options.seed);
    let mut tally = Tally::default();
    for number in accounts.iter().take(options.people) {
        let person = learning::person(&site.databases, number).await?;
        site.erase(&person, &mut tally).await?;
    }
    tell("accounts of the learning environment", &tally, report);
    site.databases.drop().await
}

fn tell(who: &str, tally: &Tally, report: &mut Report) {
    let nothing = Some(Goal::Exactly(0.0));
    let rows = [
        ("people", tally.people, None),
        ("rows found as their own", tally.own, None),
        ("rows that changed or went", tally.touched, None),
        ("of those, mentions taken out of other people's rows", tally.taken_out, None),
        ("of those, unannounced, or announced and not done", tally.unannounced, nothing),
        ("of those, other people's", tally.of_others, nothing),
        ("places where they still stand, kept by law or for a stated reason", tally.kept, None),
        ("places where they still stand, other people's texts on the receipt", tally.listed, None),
        ("places where they still stand, unexplained", tally.unexplained, nothing),
    ];
    for (what, count, goal) in rows {
        report.figure(format!("{who}: {what}"), f64::from(count), "", goal);
    }
    let time = tally.times.summary();
    report.figure(
        format!(
            "{who}: prepare and erase with the search of all text, median ({:.0}–{:.0})",
            time.min, time.max
        ),
        time.median,
        "ms",
        None,
    );
}

fn options() -> Result<Options> {
    let mut options = Options { people: 10, seed: 1 };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().with_context(|| format!("{word} needs a value"))?;
        match word.as_str() {
            "--people" => options.people = value.parse()?,
            "--seed" => options.seed = value.parse()?,
            other => anyhow::bail!("there is no option {other}"),
        }
    }
    Ok(options)
}
