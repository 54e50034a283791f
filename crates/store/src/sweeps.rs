//! Sweeps: one run of a retention rule, batch by batch. What a batch will touch stands in the row, sealed, until
//! its receipt is added; a crash in between finds it there.

use jiff::Timestamp;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, text_enum, values};

text_enum! {
    /// How far a sweep is.
    SweepState {
        /// There are batches left.
        Running = "running",
        /// Everything that was past its date is gone.
        Done = "done",
        /// It was ended before that: its rule reads differently now, or no longer exists.
        Stopped = "stopped",
    }
}

/// A sweep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SweepRow {
    /// Which one (a UUIDv7).
    pub id: String,
    /// Of which rule.
    pub rule: String,
    /// In which system.
    pub system: String,
    /// What the rule read like.
    pub digest: String,
    /// The day on which rows are judged, YYYY-MM-DD in the organisation's zone.
    pub day: String,
    /// How far it is.
    pub state: SweepState,
    /// How often it was changed; [`update`] compares it.
    pub version: i64,
    /// The key of the last row that was carried out, sealed. Personal.
    pub place: Option<Vec<u8>>,
    /// The batch that was worked out and has no receipt yet, sealed. Personal.
    pub batch: Option<Vec<u8>>,
    /// How many batches have their receipt.
    pub batches: i64,
    /// What was done so far, per collection, JSON: counts, no contents.
    pub receipt: String,
    /// Why it does not come further, fit for anybody's eyes.
    pub problem: Option<String>,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, rule, system, digest, day, state, version, place, batch, batches, receipt, problem, started_at, ended_at"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO sweeps (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)");
    write UPDATE = "UPDATE sweeps SET state = $3, place = $4, batch = $5, batches = $6, receipt = $7, problem = $8, ended_at = $9, version = version + 1 WHERE id = $1 AND version = $2";
    read RUNNING_OF = concat!("SELECT ", columns!(), " FROM sweeps WHERE rule = $1 AND state = 'running'");
    read RUNNING = concat!("SELECT ", columns!(), " FROM sweeps WHERE state = 'running' ORDER BY started_at, id");
    read LATEST_OF = concat!("SELECT ", columns!(), " FROM sweeps WHERE rule = $1 ORDER BY started_at DESC, id DESC LIMIT 1");
    read LIST = concat!("SELECT ", columns!(), " FROM sweeps ORDER BY started_at DESC, id DESC LIMIT $1");
    write PURGE = "DELETE FROM sweeps WHERE state <> 'running' AND ended_at < $1";
}

impl FromRow for SweepRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            rule: columns.take()?,
            system: columns.take()?,
            digest: columns.take()?,
            day: columns.take()?,
            state: columns.take()?,
            version: columns.take()?,
            place: columns.take()?,
            batch: columns.take()?,
            batches: columns.take()?,
            receipt: columns.take()?,
            problem: columns.take()?,
            started_at: columns.take()?,
            ended_at: columns.take()?,
        })
    }
}

/// Stores a new sweep. The database refuses a second running one of a rule.
pub async fn insert(on: impl Into<Conn<'_>>, row: &SweepRow) -> Result<(), StoreError> {
    let values = values![
        &row.id,
        &row.rule,
        &row.system,
        &row.digest,
        &row.day,
        row.state,
        row.version,
        row.place.as_deref(),
        row.batch.as_deref(),
        row.batches,
        &row.receipt,
        row.problem.as_deref(),
        row.started_at,
        row.ended_at,
    ];
    on.into().execute(&INSERT, values).await.map(drop)
}

/// Writes a changed sweep, if nobody else changed it since it was read ([`StoreError::Stale`] otherwise), and
/// counts up the version in `row`. What it is a sweep of never changes.
pub async fn update(on: impl Into<Conn<'_>>, row: &mut SweepRow) -> Result<(), StoreError> {
    let values = values![
        &row.id,
        row.version,
        row.state,
        row.place.as_deref(),
        row.batch.as_deref(),
        row.batches,
        &row.receipt,
        row.problem.as_deref(),
        row.ended_at,
    ];
    if on.into().execute(&UPDATE, values).await? == 0 {
        return Err(StoreError::Stale { what: "sweep" });
    }
    row.version += 1;
    Ok(())
}

/// The running sweep of a rule.
pub async fn running_of(on: impl Into<Conn<'_>>, rule: &str) -> Result<Option<SweepRow>, StoreError> {
    on.into().first(&RUNNING_OF, values![rule]).await
}

/// Every running sweep, the oldest first.
pub async fn running(on: impl Into<Conn<'_>>) -> Result<Vec<SweepRow>, StoreError> {
    on.into().all(&RUNNING, Vec::new()).await
}

/// The last sweep of a rule.
pub async fn latest_of(on: impl Into<Conn<'_>>, rule: &str) -> Result<Option<SweepRow>, StoreError> {
    on.into().first(&LATEST_OF, values![rule]).await
}

/// Sweeps, the latest first.
pub async fn list(on: impl Into<Conn<'_>>, limit: u32) -> Result<Vec<SweepRow>, StoreError> {
    on.into().all(&LIST, values![i64::from(limit)]).await
}

/// Deletes sweeps that ended before an instant: what they did stays in the ledger.
pub async fn purge(on: impl Into<Conn<'_>>, before: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&PURGE, values![before]).await
}
