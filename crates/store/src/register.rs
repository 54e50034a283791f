//! The register of requests (clauses S86, S87): that a right was exercised and what came of it, without a word
//! about whom. After an erasure the row's id leads back to nothing.

use jiff::civil::Date;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// A line of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterRow {
    /// The line's own id; after an erasure not the request's.
    pub id: String,
    /// The right that was exercised.
    pub right: String,
    /// When it came in: a date ("2026-12-01") or only the month ("2026-12").
    pub received_on: String,
    /// The date on which it was closed; none while open.
    pub closed_on: Option<Date>,
    /// The systems that were looked at, JSON.
    pub systems: String,
    /// What came of it.
    pub outcome: String,
    /// Whether the answer was in time.
    pub in_time: bool,
    /// True: a synthetic person's.
    pub drill: bool,
}

/// Figures of one right in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthFigures {
    /// The month in which requests came in ("2026-12").
    pub month: String,
    /// The right.
    pub right: String,
    /// How many came in.
    pub received: i64,
    /// How many of them are closed.
    pub closed: i64,
    /// How many of those in time.
    pub in_time: i64,
}

macro_rules! columns {
    () => {
        "id, exercised, received_on, closed_on, systems, outcome, in_time, drill"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO register (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
    write UPDATE = "UPDATE register SET closed_on = $2, systems = $3, outcome = $4, in_time = $5 WHERE id = $1";
    write DELETE = "DELETE FROM register WHERE id = $1";
    read GET = concat!("SELECT ", columns!(), " FROM register WHERE id = $1");
    read AMONG = concat!("SELECT ", columns!(), " FROM register WHERE id IN (@list(0))");
    read LIST = concat!("SELECT ", columns!(), " FROM register WHERE (received_on, id) < ($1, $2) ORDER BY received_on DESC, id DESC LIMIT $3");
    read COUNT = "SELECT COUNT(*) FROM register";
    read FIGURES = "SELECT SUBSTR(received_on, 1, 7) AS month, exercised, COUNT(*), COUNT(closed_on), COUNT(CASE WHEN closed_on IS NOT NULL AND in_time THEN 1 END) FROM register WHERE drill = $1 GROUP BY SUBSTR(received_on, 1, 7), exercised ORDER BY SUBSTR(received_on, 1, 7), exercised";
}

impl FromRow for RegisterRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            right: columns.take()?,
            received_on: columns.take()?,
            closed_on: columns.take()?,
            systems: columns.take()?,
            outcome: columns.take()?,
            in_time: columns.take()?,
            drill: columns.take()?,
        })
    }
}

impl FromRow for MonthFigures {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            month: columns.take()?,
            right: columns.take()?,
            received: columns.take()?,
            closed: columns.take()?,
            in_time: columns.take()?,
        })
    }
}

/// Adds a line.
pub async fn insert(on: impl Into<Conn<'_>>, row: &RegisterRow) -> Result<(), StoreError> {
    let values = values![
        &row.id,
        &row.right,
        &row.received_on,
        row.closed_on,
        &row.systems,
        &row.outcome,
        row.in_time,
        row.drill,
    ];
    on.into().execute(&INSERT, values).await.map(drop)
}

/// Notes how it ended: date, systems, outcome and whether that was in time.
pub async fn update(on: impl Into<Conn<'_>>, row: &RegisterRow) -> Result<(), StoreError> {
    let values = values![&row.id, row.closed_on, &row.systems, &row.outcome, row.in_time];
    match on.into().execute(&UPDATE, values).await? {
        0 => Err(StoreError::Missing { what: "line of the register" }),
        _ => Ok(()),
    }
}

/// Takes a line out: to put the anonymous one in its place at an erasure. False when there was none.
pub async fn delete(on: impl Into<Conn<'_>>, id: &str) -> Result<bool, StoreError> {
    Ok(on.into().execute(&DELETE, values![id]).await? > 0)
}

/// The line with this id.
pub async fn get(on: impl Into<Conn<'_>>, id: &str) -> Result<Option<RegisterRow>, StoreError> {
    on.into().first(&GET, values![id]).await
}

/// The lines with these ids, in no order; at most a few thousand are asked for at once.
pub async fn among(on: impl Into<Conn<'_>>, ids: &[String]) -> Result<Vec<RegisterRow>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    on.into().all(&AMONG, ids.iter().flat_map(|id| values![id]).collect()).await
}

/// Lines, the latest first, after the one with this `received_on` and id.
pub async fn list(
    on: impl Into<Conn<'_>>,
    after: Option<(&str, &str)>,
    limit: u32,
) -> Result<Vec<RegisterRow>, StoreError> {
    let (received_on, id) = after.unwrap_or(("~", "~"));
    on.into().all(&LIST, values![received_on, id, i64::from(limit)]).await
}

/// How many lines there are.
pub async fn count(on: impl Into<Conn<'_>>) -> Result<u64, StoreError> {
    let counted: Option<(i64,)> = on.into().first(&COUNT, Vec::new()).await?;
    Ok(counted.and_then(|(count,)| u64::try_from(count).ok()).unwrap_or(0))
}

/// Figures by month and right, of real people's requests or of drills.
pub async fn figures(on: impl Into<Conn<'_>>, drills: bool) -> Result<Vec<MonthFigures>, StoreError> {
    on.into().all(&FIGURES, values![drills]).await
}
