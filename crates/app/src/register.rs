//! The register of handled requests (S86): rows in which nobody can be recognised.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use kernel::Actor;
use serde::Serialize;

use crate::app::App;
use crate::error::{Error, Result};

/// A row of the register.
#[derive(Debug, Clone, Serialize)]
pub struct RegisterRow {
    /// Which right.
    pub right: String,
    /// The day or month of receipt.
    pub received: String,
    /// The day on which it was closed.
    pub closed: String,
    /// The systems that had a part in it.
    pub systems: Vec<String>,
    /// How it ended.
    pub outcome: String,
    /// Whether the answer was in time.
    pub in_time: bool,
    /// Whether it was a drill's.
    pub drill: bool,
}

/// Requests of one right in one month.
#[derive(Debug, Clone, Serialize)]
pub struct MonthRow {
    /// The month, 2026-11.
    pub month: String,
    /// Which right.
    pub right: String,
    /// How many came in.
    pub received: u64,
    /// How many of them are closed.
    pub closed: u64,
    /// How many of them in time.
    pub in_time: u64,
}

fn may_see(actor: &Actor) -> Result<()> {
    if matches!(actor, Actor::Staff { .. } | Actor::Operator) {
        Ok(())
    } else {
        Err(Error::forbidden("see-register"))
    }
}

/// The newest rows.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<RegisterRow>> {
    may_see(actor)?;
    let rows = store::register::list(app.store(), None, 500).await.map_err(Error::internal)?;
    Ok(rows
        .into_iter()
        .map(|row| RegisterRow {
            right: row.right,
            received: row.received_on,
            closed: row.closed_on.map(|day| day.to_string()).unwrap_or_default(),
            systems: serde_json::from_str(&row.systems).unwrap_or_default(),
            outcome: row.outcome,
            in_time: row.in_time,
            drill: row.drill,
        })
        .collect())
}

/// Figures per month and right, without drills.
pub async fn per_month(app: &App, actor: &Actor) -> Result<Vec<MonthRow>> {
    may_see(actor)?;
    let rows = store::register::figures(app.store(), false).await.map_err(Error::internal)?;
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    Ok(rows
        .into_iter()
        .map(|row| MonthRow {
            month: row.month,
            right: row.right,
            received: count(row.received),
            closed: count(row.closed),
            in_time: count(row.in_time),
        })
        .collect())
}

/// One right in one year.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct YearRow {
    /// Which right.
    pub right: String,
    /// How many came in.
    pub received: u64,
    /// How many of them were granted and answered.
    pub answered: u64,
    /// How many of them were refused.
    pub refused: u64,
    /// How many of them were taken back.
    pub withdrawn: u64,
    /// How many of them ended in time.
    pub in_time: u64,
    /// How many of them ended too late.
    pub late: u64,
}

/// A year in figures, one row a right, drills left out.
pub async fn yearly(app: &App, actor: &Actor, year: i16) -> Result<Vec<YearRow>> {
    may_see(actor)?;
    let mut rows: std::collections::BTreeMap<String, YearRow> = std::collections::BTreeMap::new();
    for entry in entries(app, year).await? {
        let row = rows.entry(entry.right.clone()).or_default();
        row.right.clone_from(&entry.right);
        row.received += 1;
        match entry.outcome.split(':').next() {
            Some("refused") => row.refused += 1,
            Some("withdrawn") => row.withdrawn += 1,
            _ => row.answered += 1,
        }
        if entry.in_time { row.in_time += 1 } else { row.late += 1 }
    }
    Ok(rows.into_values().collect())
}

/// A month in figures, by when requests came in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Month {
    /// How many ended in time.
    pub in_time: u64,
    /// How many ended too late.
    pub late: u64,
}

/// A year in figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Year {
    /// One row a right.
    pub rows: Vec<YearRow>,
    /// January to December.
    pub months: [Month; 12],
    /// Per right the median of the days from receipt to the end, as far as the register still knows the day of receipt.
    pub days: BTreeMap<String, u64>,
    /// Per ground how many were refused, the most frequent first.
    pub refusals: Vec<(String, u64)>,
}

/// A year in figures, with its course, drills left out.
pub async fn year(app: &App, actor: &Actor, year: i16) -> Result<Year> {
    let rows = yearly(app, actor, year).await?;
    let mut months = [Month::default(); 12];
    let mut spans: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let mut grounds: BTreeMap<String, u64> = BTreeMap::new();
    for entry in entries(app, year).await? {
        let number: Option<usize> = entry.received_on.get(5..7).and_then(|month| month.parse().ok());
        if let Some(month) = number.and_then(|number| months.get_mut(number.wrapping_sub(1))) {
            if entry.in_time { month.in_time += 1 } else { month.late += 1 }
        }
        if let (Ok(from), Some(to)) = (entry.received_on.parse::<Date>(), entry.closed_on) {
            let days = from.until(to).map_or(0, |span| span.get_days());
            spans.entry(entry.right.clone()).or_default().push(u64::try_from(days).unwrap_or(0));
        }
        if let Some(("refused", ground)) = entry.outcome.split_once(':') {
            *grounds.entry(ground.to_owned()).or_default() += 1;
        }
    }
    let median = |(right, mut days): (String, Vec<u64>)| {
        days.sort_unstable();
        days.get(days.len() / 2).map(|middle| (right, *middle))
    };
    let mut refusals: Vec<(String, u64)> = grounds.into_iter().collect();
    refusals.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    Ok(Year { rows, months, days: spans.into_iter().filter_map(median).collect(), refusals })
}

/// The same as comma separated values (RFC 4180), one line a month and right. Months, never days: nobody can be
/// recognised by them.
pub async fn csv(app: &App, actor: &Actor, year: i16) -> Result<String> {
    may_see(actor)?;
    let mut counts: std::collections::BTreeMap<(String, String, String), [u64; 2]> =
        std::collections::BTreeMap::new();
    for entry in entries(app, year).await? {
        let month = entry.received_on.get(..7).unwrap_or(&entry.received_on).to_owned();
        let outcome = entry.outcome.split(':').next().unwrap_or_default().to_owned();
        let count = counts.entry((month, entry.right, outcome)).or_default();
        count[usize::from(!entry.in_time)] += 1;
    }
    let mut text = "month,right,outcome,in_time,late\r\n".to_owned();
    for ((month, right, outcome), [in_time, late]) in counts {
        // Writing to a String cannot fail.
        let _ = write!(text, "{month},{right},{outcome},{in_time},{late}\r\n");
    }
    Ok(text)
}

/// What came in within a year and is closed.
async fn entries(app: &App, year: i16) -> Result<Vec<store::register::RegisterRow>> {
    let rows = store::register::list(app.store(), None, u32::MAX >> 1).await.map_err(Error::internal)?;
    let year = format!("{year:04}-");
    Ok(rows.into_iter().filter(|row| !row.drill && row.received_on.starts_with(&year)).collect())
}
