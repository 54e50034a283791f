//! The register of handled requests (S86): rows in which nobody can be recognised.

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
