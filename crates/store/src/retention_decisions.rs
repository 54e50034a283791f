//! What somebody decided about rows whose term asks a person.

use jiff::Timestamp;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, text_enum, values};

text_enum! {
    /// What was decided.
    DecisionKind {
        /// The rows go now.
        Delete = "delete",
        /// They stay until a day.
        Keep = "keep",
    }
}

text_enum! {
    /// How far a decision is.
    DecisionState {
        /// Somebody else must allow it.
        Waiting = "waiting",
        /// It is in force: rows are deleted by the next sweep, or kept until their day.
        Allowed = "allowed",
        /// It was carried out, or its day has come.
        Done = "done",
        /// It was dropped: the rule reads differently now, or somebody took it back.
        Dropped = "dropped",
    }
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRow {
    /// Which one.
    pub id: String,
    /// Of which rule's rows.
    pub rule: String,
    /// How that rule read.
    pub digest: String,
    /// What was decided.
    pub what: DecisionKind,
    /// How far it is.
    pub state: DecisionState,
    /// How often it was changed; [`update`] compares it.
    pub version: i64,
    /// The keys of the rows, sealed; none once it has ended. Personal.
    pub keys: Option<Vec<u8>>,
    /// How many rows.
    pub amount: i64,
    /// Why they stay; names nobody.
    pub reason: String,
    /// The first day on which they no longer stay.
    pub until: Option<String>,
    /// Who decided.
    pub decided_by: String,
    /// When.
    pub decided_at: Timestamp,
    /// Who allowed it, when somebody else had to.
    pub allowed_by: Option<String>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, rule, digest, what, state, version, keys, amount, reason, until, decided_by, decided_at, allowed_by, ended_at"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO retention_decisions (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)");
    write UPDATE = "UPDATE retention_decisions SET state = $3, keys = $4, allowed_by = $5, ended_at = $6, version = version + 1 WHERE id = $1 AND version = $2";
    read GET = concat!("SELECT ", columns!(), " FROM retention_decisions WHERE id = $1");
    read OPEN = concat!("SELECT ", columns!(), " FROM retention_decisions WHERE ended_at IS NULL ORDER BY decided_at, id");
    read OF_RULE = concat!("SELECT ", columns!(), " FROM retention_decisions WHERE rule = $1 ORDER BY decided_at DESC, id DESC LIMIT $2");
    write PURGE = "DELETE FROM retention_decisions WHERE ended_at < $1";
}

impl FromRow for DecisionRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            rule: columns.take()?,
            digest: columns.take()?,
            what: columns.take()?,
            state: columns.take()?,
            version: columns.take()?,
            keys: columns.take()?,
            amount: columns.take()?,
            reason: columns.take()?,
            until: columns.take()?,
            decided_by: columns.take()?,
            decided_at: columns.take()?,
            allowed_by: columns.take()?,
            ended_at: columns.take()?,
        })
    }
}

/// Keeps a decision.
pub async fn insert(on: impl Into<Conn<'_>>, row: &DecisionRow) -> Result<(), StoreError> {
    let values = values![
        &row.id,
        &row.rule,
        &row.digest,
        row.what,
        row.state,
        row.version,
        row.keys.as_deref(),
        row.amount,
        &row.reason,
        row.until.as_deref(),
        &row.decided_by,
        row.decided_at,
        row.allowed_by.as_deref(),
        row.ended_at,
    ];
    on.into().execute(&INSERT, values).await.map(drop)
}

/// Writes a changed decision, if nobody else changed it since it was read ([`StoreError::Stale`] otherwise), and counts
/// up the version in `row`.
pub async fn update(on: impl Into<Conn<'_>>, row: &mut DecisionRow) -> Result<(), StoreError> {
    let values = values![
        &row.id,
        row.version,
        row.state,
        row.keys.as_deref(),
        row.allowed_by.as_deref(),
        row.ended_at
    ];
    if on.into().execute(&UPDATE, values).await? == 0 {
        return Err(StoreError::Stale { what: "retention decision" });
    }
    row.version += 1;
    Ok(())
}

/// The decision with this id.
pub async fn get(on: impl Into<Conn<'_>>, id: &str) -> Result<Option<DecisionRow>, StoreError> {
    on.into().first(&GET, values![id]).await
}

/// The decisions that have not ended, the oldest first.
pub async fn open(on: impl Into<Conn<'_>>) -> Result<Vec<DecisionRow>, StoreError> {
    on.into().all(&OPEN, Vec::new()).await
}

/// The last decisions about a rule's rows, the latest first.
pub async fn of_rule(
    on: impl Into<Conn<'_>>,
    rule: &str,
    limit: u32,
) -> Result<Vec<DecisionRow>, StoreError> {
    on.into().all(&OF_RULE, values![rule, i64::from(limit)]).await
}

/// Deletes decisions that ended before an instant.
pub async fn purge(on: impl Into<Conn<'_>>, before: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&PURGE, values![before]).await
}
