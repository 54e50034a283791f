//! Retention rules and whether somebody has confirmed them. The state is the lifecycle's own JSON.

use jiff::Timestamp;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleRow {
    /// Which one: `system/collection/term`.
    pub rule: String,
    /// Its state, JSON.
    pub state: String,
    /// How often it was changed; [`put`] compares it. 0 for a rule that is not stored yet.
    pub version: i64,
    /// When that was last.
    pub changed_at: Timestamp,
    /// Who confirmed it: a staff id, or `operator`.
    pub confirmed_by: Option<String>,
}

macro_rules! columns {
    () => {
        "rule, state, version, changed_at, confirmed_by"
    };
}

statements! {
    write PUT = concat!("INSERT INTO retention_rules (", columns!(), ") VALUES ($1, $2, $3, $4, $5) ON CONFLICT (rule) DO UPDATE SET state = excluded.state, version = excluded.version, changed_at = excluded.changed_at, confirmed_by = excluded.confirmed_by WHERE retention_rules.version = $6");
    read GET = concat!("SELECT ", columns!(), " FROM retention_rules WHERE rule = $1");
    read LIST = concat!("SELECT ", columns!(), " FROM retention_rules ORDER BY rule");
}

impl FromRow for RuleRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            rule: columns.take()?,
            state: columns.take()?,
            version: columns.take()?,
            changed_at: columns.take()?,
            confirmed_by: columns.take()?,
        })
    }
}

/// Stores a rule, new or changed, if nobody else changed it since it was read ([`StoreError::Stale`] otherwise).
pub async fn put(on: impl Into<Conn<'_>>, row: &mut RuleRow) -> Result<(), StoreError> {
    let next = row.version + 1;
    let values =
        values![&row.rule, &row.state, next, row.changed_at, row.confirmed_by.as_deref(), row.version];
    if on.into().execute(&PUT, values).await? == 0 {
        return Err(StoreError::Stale { what: "retention rule" });
    }
    row.version = next;
    Ok(())
}

/// The rule with this id.
pub async fn get(on: impl Into<Conn<'_>>, rule: &str) -> Result<Option<RuleRow>, StoreError> {
    on.into().first(&GET, values![rule]).await
}

/// Every rule that was ever seen.
pub async fn list(on: impl Into<Conn<'_>>) -> Result<Vec<RuleRow>, StoreError> {
    on.into().all(&LIST, Vec::new()).await
}
