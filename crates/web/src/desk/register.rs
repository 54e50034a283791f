//! The register of answered requests.

use std::collections::BTreeMap;

use app::register::{MonthRow, RegisterRow as Row};
use axum::extract::Query;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::chart::{Columns, Month};
use crate::failure::Failure;
use crate::here::Here;
use crate::view::desk::{Register, RegisterRow, YearRow};
use crate::view::{Right, Stage, YearMonth};

/// How many months the chart shows.
const MONTHS: usize = 24;

/// Shows it.
pub(crate) async fn show(here: Here) -> Result<Response, Failure> {
    let rows = app::register::list(&here.app, here.actor()).await?;
    let months = app::register::per_month(&here.app, here.actor()).await?;
    let rows: Vec<_> = rows.iter().filter(|row| !row.drill).filter_map(row).collect();
    let year = here.app.today().year();
    let years: Vec<i16> = (0..3).map(|back| year - back).collect();
    let yearly = app::register::yearly(&here.app, here.actor(), year).await?;
    let yearly = yearly.iter().filter_map(|row| {
        Some(YearRow {
            right: Right::ALL.into_iter().find(|right| right.slug() == row.right)?,
            received: row.received,
            answered: row.answered,
            refused: row.refused,
            withdrawn: row.withdrawn,
            late: row.late,
        })
    });
    here.show(&Register {
        total: rows.len(),
        rows,
        chart: chart(&months),
        year,
        yearly: yearly.collect(),
        years,
    })
}

/// The year to report on.
#[derive(Debug, Default, serde::Deserialize)]
pub(crate) struct Asked {
    year: Option<i16>,
}

/// The yearly report as a file.
pub(crate) async fn csv(here: Here, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let year = asked.year.unwrap_or_else(|| here.app.today().year());
    let text = app::register::csv(&here.app, here.actor(), year).await?;
    let disposition = format!("attachment; filename=\"requests-{year}.csv\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, text).into_response())
}

/// The yearly report on paper.
pub(crate) async fn paper(here: Here, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let year = asked.year.unwrap_or_else(|| here.app.today().year());
    let document = app::papers::year(&here.app, here.actor(), year, here.language).await?;
    let bytes = app::papers::print(document).await?;
    let disposition = format!("inline; filename=\"requests-{year}-{}.pdf\"", here.language);
    let headers =
        [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, bytes).into_response())
}

fn row(row: &Row) -> Option<RegisterRow> {
    Some(RegisterRow {
        right: Right::ALL.into_iter().find(|right| right.slug() == row.right)?,
        received: month(&row.received)?,
        closed: month(&row.closed),
        stage: match row.outcome.split(':').next() {
            Some("refused") => Stage::Refused,
            Some("withdrawn") => Stage::Withdrawn,
            _ => Stage::Answered,
        },
        in_time: row.in_time,
        systems: row.systems.len(),
    })
}

/// A month, from "2026-12" or a day of it.
fn month(text: &str) -> Option<YearMonth> {
    text.get(..7).unwrap_or(text).parse().ok()
}

/// Closed requests per month; months in which nothing was closed stand as empty columns between the others.
fn chart(rows: &[MonthRow]) -> Option<Columns> {
    let mut counts: BTreeMap<YearMonth, (u64, u64)> = BTreeMap::new();
    for row in rows {
        let Some(month) = month(&row.month) else { continue };
        let count = counts.entry(month).or_default();
        count.0 += row.in_time;
        count.1 += row.closed.saturating_sub(row.in_time);
    }
    let (first, last) = (*counts.keys().next()?, *counts.keys().next_back()?);
    let mut months = Vec::new();
    let mut at = first;
    while at <= last {
        let (in_time, late) = counts.get(&at).copied().unwrap_or_default();
        months.push(Month { month: at, in_time, late });
        at = if at.month == 12 {
            YearMonth { year: at.year + 1, month: 1 }
        } else {
            YearMonth { month: at.month + 1, ..at }
        };
    }
    let surplus = months.len().saturating_sub(MONTHS);
    months.drain(..surplus);
    months.iter().any(|month| month.in_time + month.late > 0).then_some(Columns { months })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(month: &str, closed: u64, in_time: u64) -> MonthRow {
        MonthRow { month: month.into(), right: "access".into(), received: closed, closed, in_time }
    }

    #[test]
    fn rights_are_added_up_and_empty_months_keep_their_place() {
        let chart =
            chart(&[row("2026-11", 2, 2), row("2027-01", 1, 0), row("2026-11", 1, 1)]).expect("a chart");
        let counts: Vec<_> =
            chart.months.iter().map(|month| (month.month.month, month.in_time, month.late)).collect();
        assert_eq!(counts, [(11, 3, 0), (12, 0, 0), (1, 0, 1)]);
    }

    #[test]
    fn nothing_closed_is_no_chart() {
        assert_eq!(chart(&[]), None);
        assert_eq!(chart(&[row("2026-11", 0, 0)]), None);
    }
}
