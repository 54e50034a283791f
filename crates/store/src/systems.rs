//! How each system was when it was last looked at: reachable or not, and where it differs from its data map.

use jiff::Timestamp;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// The state of a system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemRow {
    /// The system's id in the policy.
    pub system: String,
    /// When it was looked at.
    pub probed_at: Timestamp,
    /// Whether it answered.
    pub reachable: bool,
    /// What was wrong, fit for anybody's eyes.
    pub problem: Option<String>,
    /// Where it differs from its data map, JSON.
    pub drift: String,
}

statements! {
    write UPSERT = "INSERT INTO systems (system, probed_at, reachable, problem, drift) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (system) DO UPDATE SET probed_at = excluded.probed_at, reachable = excluded.reachable, problem = excluded.problem, drift = excluded.drift";
    read GET = "SELECT system, probed_at, reachable, problem, drift FROM systems WHERE system = $1";
    read LIST = "SELECT system, probed_at, reachable, problem, drift FROM systems ORDER BY system";
}

impl FromRow for SystemRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            system: columns.take()?,
            probed_at: columns.take()?,
            reachable: columns.take()?,
            problem: columns.take()?,
            drift: columns.take()?,
        })
    }
}

/// Stores how a system is, in place of what was known.
pub async fn upsert(on: impl Into<Conn<'_>>, row: &SystemRow) -> Result<(), StoreError> {
    let values = values![&row.system, row.probed_at, row.reachable, row.problem.as_deref(), &row.drift];
    on.into().execute(&UPSERT, values).await.map(drop)
}

/// How a system was.
pub async fn get(on: impl Into<Conn<'_>>, system: &str) -> Result<Option<SystemRow>, StoreError> {
    on.into().first(&GET, values![system]).await
}

/// How every system was.
pub async fn list(on: impl Into<Conn<'_>>) -> Result<Vec<SystemRow>, StoreError> {
    on.into().all(&LIST, Vec::new()).await
}
