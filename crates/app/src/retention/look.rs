//! Looking closer: one rule with the keys of rows that it would take, and the calendar of what will be due.

use ::retention::in_days;
use connect::{ConnectError, SqlConnector};
use inventory::{Key, Sweep};
use jiff::civil::Date;
use kernel::{Actor, Text};
use serde::Serialize;

use super::preview::{self, RulePreview};
use super::rules;
use super::spare::Spare;
use crate::app::App;
use crate::deployment::Deployment;
use crate::error::{Error, Result};

/// Keys that are shown of a rule's rows.
const SAMPLES: usize = 5;
/// Months that the calendar looks ahead.
pub const MONTHS: usize = 12;

/// One rule, with samples.
#[derive(Debug, Clone, Serialize)]
pub struct RuleLook {
    /// What it would touch.
    pub rule: RulePreview,
    /// Keys of the first rows that it would take: parts joined with "|".
    pub samples: Vec<String>,
}

/// What will be due in the months to come, rule by rule. A rule without anything due is left out.
#[derive(Debug, Clone, Serialize)]
pub struct Calendar {
    /// The last day of each month that was looked at; the first is this month's.
    pub months: Vec<Date>,
    /// Rule by rule.
    pub rules: Vec<CalendarRule>,
    /// Rules whose system did not answer: ids.
    pub silent: Vec<String>,
}

/// A rule's line in the calendar.
#[derive(Debug, Clone, Serialize)]
pub struct CalendarRule {
    /// The rule.
    pub rule: String,
    /// The name of its term.
    pub term: Text,
    /// The name of its system.
    pub system: Text,
    /// The name of its collection.
    pub collection: Text,
    /// How many rows pass their date in each month; what is due already counts in the first.
    pub rows: Vec<u64>,
}

/// One rule of the edition in force.
///
/// # Errors
/// The actor may not look, or there is no such rule.
pub async fn look(app: &App, actor: &Actor, id: &str) -> Result<RuleLook> {
    super::may_look(actor)?;
    let deployment = app.deployment()?;
    let spare = Spare::load(app).await?;
    let rule =
        rules::rule(&deployment, app.today(), id)?.ok_or_else(|| Error::not_found("retention rule"))?;
    let seen = preview::seen(app, &deployment, &rule, &spare).await?;
    let samples = match &rule.sweep {
        Ok(sweep) => samples(&deployment, sweep, &spare).await.unwrap_or_default(),
        Err(_) => Vec::new(),
    };
    Ok(RuleLook { rule: seen, samples })
}

async fn samples(deployment: &Deployment, sweep: &Sweep, spare: &Spare) -> Result<Vec<String>, ConnectError> {
    let Some(connector) = rules::connector(deployment, &sweep.rule.system)? else { return Ok(Vec::new()) };
    let Some(database) = rules::database(connector.as_ref()) else { return Ok(Vec::new()) };
    if spare.whole(sweep).next().is_some() {
        return Ok(Vec::new());
    }
    let spared = spare.keys(database, sweep).await?;
    first_keys(database, sweep, &spared).await
}

/// The keys of the first rows, one batch of one row after the other: a sweep would take the same.
async fn first_keys(
    database: &SqlConnector,
    sweep: &Sweep,
    spared: &[Key],
) -> Result<Vec<String>, ConnectError> {
    let (mut keys, mut after) = (Vec::new(), None);
    while keys.len() < SAMPLES {
        let Some(batch) = database.next_batch(sweep, after.as_ref(), 1, spared).await? else { break };
        keys.push(batch.first.to_string());
        after = Some(batch.last);
    }
    Ok(keys)
}

/// What will be due, month by month.
///
/// # Errors
/// The actor may not look.
pub async fn calendar(app: &App, actor: &Actor) -> Result<Calendar> {
    super::may_look(actor)?;
    let deployment = app.deployment()?;
    let spare = Spare::load(app).await?;
    let months = month_ends(app.today());
    let mut calendar = Calendar { months, rules: Vec::new(), silent: Vec::new() };
    for rule in rules::rules(&deployment, app.today())? {
        let Ok(sweep) = &rule.sweep else { continue };
        match due_until(&deployment, sweep, &spare, &calendar.months).await {
            Ok(None) => {}
            Ok(Some(until)) => {
                let rows = per_month(&until);
                if rows.iter().any(|rows| *rows > 0) {
                    calendar.rules.push(CalendarRule {
                        term: rules::term_name(&deployment, &rule.rule.term),
                        system: deployment.system_name(&rule.rule.system),
                        collection: deployment.collection_name(&rule.rule.system, &rule.rule.collection),
                        rule: rule.rule.id.clone(),
                        rows,
                    });
                }
            }
            Err(problem) => {
                tracing::warn!(rule = rule.rule.id, problem = problem.name(), "a rule cannot be counted");
                calendar.silent.push(rule.rule.id.clone());
            }
        }
    }
    Ok(calendar)
}

/// How many rows are past their date on each of these days.
async fn due_until(
    deployment: &Deployment,
    sweep: &Sweep,
    spare: &Spare,
    days: &[Date],
) -> Result<Option<Vec<u64>>, ConnectError> {
    let Some(connector) = rules::connector(deployment, &sweep.rule.system)? else { return Ok(None) };
    let Some(database) = rules::database(connector.as_ref()) else { return Ok(None) };
    let spared = spare.keys(database, sweep).await?;
    Ok(Some(database.count_due(sweep, days, &spared).await?.later))
}

/// The last days of this month and the next ones.
fn month_ends(today: Date) -> Vec<Date> {
    let mut ends = Vec::with_capacity(MONTHS);
    let mut end = today.last_of_month();
    while ends.len() < MONTHS {
        ends.push(end);
        end = in_days(end, 1).last_of_month();
    }
    ends
}

/// From how many until each month's end, how many in each month.
fn per_month(until: &[u64]) -> Vec<u64> {
    let before = std::iter::once(0).chain(until.iter().copied());
    until.iter().zip(before).map(|(until, before)| until.saturating_sub(before)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn months_follow_each_other_and_what_is_due_counts_first() {
        let ends = month_ends(date(2026, 12, 2));
        assert_eq!(ends.first(), Some(&date(2026, 12, 31)));
        assert_eq!(ends.get(2), Some(&date(2027, 2, 28)));
        assert_eq!(ends.last(), Some(&date(2027, 11, 30)));
        assert_eq!(per_month(&[4, 4, 9, 7]), [4, 0, 5, 0]);
        assert!(per_month(&[]).is_empty());
    }
}
