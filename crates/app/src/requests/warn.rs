//! Warning the officer before a term passes, and when it has: each moment once, however often it is looked.

use ::requests::{Decider, Request, Right};
use jiff::SignedDuration;
use kernel::calendar::Span;
use ledger::EventKind;
use policy::facts::FigureValue;
use serde_json::json;
use store::Page;
use store::requests::Filter;

use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Result};
use crate::requests::change;
use crate::{journal, mailbox};

/// The figure of the policy that says at how many days before the last day the officer is warned, like "7, 3, 1".
const FIGURE: &str = "deadline_warnings";
/// What holds where the policy names none.
const MOMENTS: &[i64] = &[7, 3, 1, 0];
/// The figure after which an opt-out that is stuck is looked at by somebody, and the moment of that.
const ALARM: &str = "opt_out_alarm";
const STUCK: &str = "opt-out-stuck";
/// How many requests are looked at in one run.
const PAGE: u32 = 500;

/// Sends the warnings that are due. Drills warn nobody, and nothing is late while an answer of the person is awaited.
pub(crate) async fn due(app: &App) -> Result<()> {
    let moments = moments(app);
    let first = moments.iter().copied().max().unwrap_or(0);
    // Far enough for opt-outs too: they have the policy's whole term before them.
    let until = app.now() + SignedDuration::from_hours(24 * (first + 62));
    let mut page = Page::first(PAGE);
    loop {
        let rows = store::requests::list(app.store(), Filter::OpenDueBy(until), &page).await;
        let rows = rows.map_err(Error::internal)?;
        for row in rows.iter().filter(|row| !row.drill) {
            let request = change::parse(row)?;
            let deadline = change::deadline_of(app, &request)?;
            let left = deadline.days_left(app.now(), &app.zone());
            let moment =
                if is_stuck(app, &request) { Some(STUCK.to_owned()) } else { moment(&moments, left) };
            let Some(moment) = moment.filter(|_| !deadline.suspended) else { continue };
            let mut tx = app.store().begin().await.map_err(Error::internal)?;
            if store::warnings::put(&mut tx, row.id, &moment, app.now()).await.map_err(Error::internal)? {
                mailbox::warn_officer(app, &mut tx, row, left).await?;
                let data = json!({ "moment": moment, "days_left": left });
                journal::record_about(app, &mut tx, EventKind::DeadlineWarned, row.id, data).await?;
            }
            commit(tx, "officer warned").await?;
        }
        let Some(last) = rows.last().filter(|_| rows.len() == PAGE as usize) else { return Ok(()) };
        page = Page::after(last.due_at.as_microsecond(), last.id, PAGE);
    }
}

/// Whether it is an opt-out that has not reached every system after the time at which somebody should look (S101).
fn is_stuck(app: &App, request: &Request) -> bool {
    let by_law = request.state.approval().is_some_and(|approval| approval.by == Decider::Law);
    let opts_out = request.right == Right::Withdrawal || (request.right == Right::Objection && by_law);
    let figure = app.deployment().ok().and_then(|deployment| {
        match deployment.edition.facts().figures.get(ALARM)?.value {
            FigureValue::Span(span) => Some(span),
            _ => None,
        }
    });
    let alarm = figure.unwrap_or(Span::days(2)).after_instant(request.received, &app.zone(), app.calendar());
    opts_out && app.now() >= alarm
}

fn moments(app: &App) -> Vec<i64> {
    let figure = app.deployment().ok().and_then(|deployment| {
        match &deployment.edition.facts().figures.get(FIGURE)?.value {
            FigureValue::Word(words) => {
                Some(words.split(',').filter_map(|day| day.trim().parse().ok()).collect())
            }
            FigureValue::Number(day) => Some(vec![*day]),
            _ => None,
        }
    });
    figure.filter(|days: &Vec<i64>| !days.is_empty()).unwrap_or_else(|| MOMENTS.to_vec())
}

/// The moment that has come: the nearest one before the last day, or that it is late.
fn moment(moments: &[i64], left: i64) -> Option<String> {
    if left < 0 {
        return Some("late".to_owned());
    }
    moments.iter().copied().filter(|day| left <= *day).min().map(|day| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_moment_counts() {
        for (left, said) in [
            (30, None),
            (8, None),
            (7, Some("7")),
            (4, Some("7")),
            (3, Some("3")),
            (1, Some("1")),
            (0, Some("0")),
            (-1, Some("late")),
            (-90, Some("late")),
        ] {
            assert_eq!(moment(MOMENTS, left).as_deref(), said, "{left}");
        }
        assert_eq!(moment(&[], 0), None);
    }
}
