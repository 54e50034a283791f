//! Steps of a request: what is to be done in one system, and the receipt that it was. A step is done when its
//! receipt is there; a crash before that runs it again.

use jiff::Timestamp;
use kernel::ids::{RequestId, StepId};

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, text_enum, values};

text_enum! {
    /// What a step does.
    StepKind {
        /// Finds what a system holds.
        Find = "find",
        /// Collects it.
        Export = "export",
        /// Erases it.
        Erase = "erase",
        /// Puts right values in the place of wrong ones.
        Rectify = "rectify",
        /// Marks rows as not to be used.
        Restrict = "restrict",
        /// Takes such marks off again.
        Lift = "lift",
        /// Puts the person on exclusion lists.
        Suppress = "suppress",
        /// Takes them off those again that they were put on.
        Unsuppress = "unsuppress",
        /// Looks for what an erasure left behind.
        Residue = "residue",
        /// Something that a person does.
        Manual = "manual",
    }
}

text_enum! {
    /// How far a step is.
    StepState {
        /// Nothing happened yet.
        Pending = "pending",
        /// What it will do is worked out and sealed.
        Prepared = "prepared",
        /// Its receipt is there.
        Done = "done",
        /// It was given up; a person must look.
        Failed = "failed",
    }
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRow {
    /// Which one.
    pub id: StepId,
    /// Of which request.
    pub request_id: RequestId,
    /// In which system.
    pub system: String,
    /// What it does.
    pub kind: StepKind,
    /// Its place in the request; unique there.
    pub ordinal: i64,
    /// How far it is.
    pub state: StepState,
    /// How often it was changed; [`update`] compares it.
    pub version: i64,
    /// How often it was begun.
    pub attempts: i64,
    /// When it is tried again.
    pub next_at: Option<Timestamp>,
    /// What went wrong last, fit for anybody's eyes.
    pub problem: Option<String>,
    /// What was worked out beforehand, sealed. Personal.
    pub prepared: Option<Vec<u8>>,
    /// What it did, JSON: counts, no contents.
    pub receipt: Option<String>,
    /// When it was begun first.
    pub started_at: Option<Timestamp>,
    /// When it was done.
    pub done_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, request_id, system, kind, ordinal, state, version, attempts, next_at, problem, prepared, receipt, started_at, done_at"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO steps (", columns!(), ") VALUES @rows(14)");
    write UPDATE = "UPDATE steps SET state = $3, attempts = $4, next_at = $5, problem = $6, prepared = $7, receipt = $8, started_at = $9, done_at = $10, version = version + 1 WHERE id = $1 AND version = $2";
    read GET = concat!("SELECT ", columns!(), " FROM steps WHERE id = $1");
    read RECEIPTS = "SELECT id, receipt FROM steps WHERE id IN (@list(0))";
    read BY_REQUEST = concat!("SELECT ", columns!(), " FROM steps WHERE request_id = $1 ORDER BY ordinal");
    read FAILING = concat!("SELECT ", columns!(), " FROM steps WHERE state <> 'done' AND problem IS NOT NULL ORDER BY request_id, ordinal LIMIT $1");
    write FORGET = "UPDATE steps SET prepared = NULL, version = version + 1 WHERE request_id = $1 AND prepared IS NOT NULL AND kind NOT IN ('restrict', 'suppress')";
    read MARKS = concat!("SELECT ", columns!(), " FROM steps WHERE system = $1 AND kind = 'restrict' AND prepared IS NOT NULL ORDER BY id");
    read LISTINGS = concat!("SELECT ", columns!(), " FROM steps WHERE system = $1 AND kind = 'suppress' AND prepared IS NOT NULL ORDER BY id");
    write FORGET_LISTINGS = "UPDATE steps SET prepared = NULL, version = version + 1 WHERE request_id = $1 AND prepared IS NOT NULL AND kind = 'suppress'";
    write FORGET_MARKS = "UPDATE steps SET prepared = NULL, version = version + 1 WHERE request_id = $1 AND prepared IS NOT NULL AND kind = 'restrict'";
    write DELETE_PLAN = "DELETE FROM steps WHERE request_id = $1 AND kind = 'find'";
}

/// Rows a statement inserts at most: 14 values each stay far below the engines' limits on parameters.
const BATCH: usize = 500;

impl FromRow for StepRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            request_id: columns.take()?,
            system: columns.take()?,
            kind: columns.take()?,
            ordinal: columns.take()?,
            state: columns.take()?,
            version: columns.take()?,
            attempts: columns.take()?,
            next_at: columns.take()?,
            problem: columns.take()?,
            prepared: columns.take()?,
            receipt: columns.take()?,
            started_at: columns.take()?,
            done_at: columns.take()?,
        })
    }
}

/// Stores the steps of a request.
pub async fn insert(on: impl Into<Conn<'_>>, rows: &[StepRow]) -> Result<(), StoreError> {
    let mut on = on.into();
    for batch in rows.chunks(BATCH) {
        let mut values = Vec::with_capacity(batch.len() * 14);
        for row in batch {
            values.extend(values![
                row.id,
                row.request_id,
                &row.system,
                row.kind,
                row.ordinal,
                row.state,
                row.version,
                row.attempts,
                row.next_at,
                row.problem.as_deref(),
                row.prepared.as_deref(),
                row.receipt.as_deref(),
                row.started_at,
                row.done_at,
            ]);
        }
        on.execute(&INSERT, values).await?;
    }
    Ok(())
}

/// Writes a changed step, if nobody else changed it since it was read ([`StoreError::Stale`] otherwise), and
/// counts up the version in `row`. What a step is (system, kind, place) never changes.
pub async fn update(on: impl Into<Conn<'_>>, row: &mut StepRow) -> Result<(), StoreError> {
    let values = values![
        row.id,
        row.version,
        row.state,
        row.attempts,
        row.next_at,
        row.problem.as_deref(),
        row.prepared.as_deref(),
        row.receipt.as_deref(),
        row.started_at,
        row.done_at,
    ];
    if on.into().execute(&UPDATE, values).await? == 0 {
        return Err(StoreError::Stale { what: "step" });
    }
    row.version += 1;
    Ok(())
}

/// The step with this id.
pub async fn get(on: impl Into<Conn<'_>>, id: StepId) -> Result<Option<StepRow>, StoreError> {
    on.into().first(&GET, values![id]).await
}

/// The receipts of these steps, in no order; at most a few thousand are asked for at once.
pub async fn receipts(
    on: impl Into<Conn<'_>>,
    ids: &[StepId],
) -> Result<Vec<(StepId, Option<String>)>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    on.into().all(&RECEIPTS, ids.iter().flat_map(|id| values![*id]).collect()).await
}

/// The steps of a request, in order.
pub async fn by_request(on: impl Into<Conn<'_>>, request: RequestId) -> Result<Vec<StepRow>, StoreError> {
    on.into().all(&BY_REQUEST, values![request]).await
}

/// Steps that are not done and have a problem: for a line on the desk.
pub async fn failing(on: impl Into<Conn<'_>>, limit: u32) -> Result<Vec<StepRow>, StoreError> {
    on.into().all(&FAILING, values![i64::from(limit)]).await
}

/// The marks that stand in a system: steps that set them and have not been undone.
pub async fn marks(on: impl Into<Conn<'_>>, system: &str) -> Result<Vec<StepRow>, StoreError> {
    on.into().all(&MARKS, values![system]).await
}

/// Wipes what was worked out beforehand, once a request is answered. Receipts stay, and so does what stood where
/// the marks of a restriction are, and whom a request put on lists: that is needed to take them off, and wiped by it.
pub async fn forget_prepared(on: impl Into<Conn<'_>>, request: RequestId) -> Result<u64, StoreError> {
    on.into().execute(&FORGET, values![request]).await
}

/// Wipes what stood where the marks of a request are: they went with the rows.
pub async fn forget_marks(on: impl Into<Conn<'_>>, request: RequestId) -> Result<u64, StoreError> {
    on.into().execute(&FORGET_MARKS, values![request]).await
}

/// The entries on lists of a system that requests made and may take back: steps that put people there.
pub async fn listings(on: impl Into<Conn<'_>>, system: &str) -> Result<Vec<StepRow>, StoreError> {
    on.into().all(&LISTINGS, values![system]).await
}

/// Wipes whom a request put on lists: they stay there.
pub async fn forget_listings(on: impl Into<Conn<'_>>, request: RequestId) -> Result<u64, StoreError> {
    on.into().execute(&FORGET_LISTINGS, values![request]).await
}

/// Deletes the plan of a request, so that it is made anew. What has been done stays.
pub async fn delete_plan(on: impl Into<Conn<'_>>, request: RequestId) -> Result<u64, StoreError> {
    on.into().execute(&DELETE_PLAN, values![request]).await
}
