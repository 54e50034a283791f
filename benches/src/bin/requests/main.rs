//! Requests against a PostgreSQL of ten million rows: one at a time beside the same work by hand, then a hundred
//! queued ones from end to end.
//!
//!     cargo xtask bench requests [--light N] [--heavy N] [--rounds N] [--copy-of DATABASE]
//!
//! `--copy-of` copies a database that the generator has filled before, which is quicker than filling one.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark speaks on its standard streams")]

mod by_hand;
mod compare;
mod database;
mod queue;

use anyhow::{Context as _, Result};
use benches::Report;
use kernel::{Clock as _, SystemClock};

use crate::compare::{Sides, Times};
use crate::database::TenMillion;

struct Options {
    times: Times,
    rounds: usize,
    copy_of: Option<String>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let options = options()?;
    let mut report = Report::new("requests");
    let mut data = TenMillion::make(options.copy_of.as_deref()).await?;
    if options.times.light + options.times.heavy > 0 {
        let today = kernel::clock::date_in(SystemClock.now(), &jiff::tz::TimeZone::UTC);
        let mut sides = Sides::connect(&data, today).await?;
        compare::light(&mut data, &mut sides, options.times, &mut report).await?;
        compare::heavy(&mut data, &mut sides, options.times, &mut report).await?;
    }
    queue::measure(&mut data, options.rounds, &mut report).await?;
    data.drop().await?;
    report.print();
    Ok(())
}

fn options() -> Result<Options> {
    let mut options = Options { times: Times { light: 200, heavy: 9 }, rounds: 5, copy_of: None };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().with_context(|| format!("{word} needs a value"))?;
        match word.as_str() {
            "--light" => options.times.light = value.parse()?,
            "--heavy" => options.times.heavy = value.parse()?,
            "--rounds" => options.rounds = value.parse()?,
            "--copy-of" => options.copy_of = Some(value),
            other => anyhow::bail!("there is no option {other}"),
        }
    }
    Ok(options)
}
