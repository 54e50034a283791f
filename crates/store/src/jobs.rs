//! Background work. A job is queued in the transaction that makes it necessary, leased by one worker at a time,
//! and taken again when its lease runs out, or at once when it is known that its worker is dead
//! ([`release_of`]): a killed worker loses nothing.
//!
//! A job with a unique key waits at most once and runs at most once at a time; asking again while it runs queues
//! one more run afterwards, so that no wake-up is lost. Every lease counts up `attempts`, and whoever ends a job
//! must hold that very lease ([`StoreError::Stale`] otherwise).

use jiff::Timestamp;
use kernel::ids::JobId;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, text_enum, values};

text_enum! {
    /// Where a job is.
    JobState {
        /// Waiting for its time and a worker.
        Queued = "queued",
        /// With a worker, until its lease ends.
        Leased = "leased",
        /// Done.
        Done = "done",
        /// Given up; a person must look.
        Failed = "failed",
    }
}

/// A job to queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Which one.
    pub id: JobId,
    /// What kind of work.
    pub kind: String,
    /// What it needs to know, JSON: ids, no personal data.
    pub payload: String,
    /// At most one job with this key waits.
    pub unique_key: Option<String>,
    /// When it may begin.
    pub run_at: Timestamp,
    /// When it was asked for.
    pub created_at: Timestamp,
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    /// Which one.
    pub id: JobId,
    /// What kind of work.
    pub kind: String,
    /// What it needs to know, JSON.
    pub payload: String,
    /// At most one job with this key waits.
    pub unique_key: Option<String>,
    /// Where it is.
    pub state: JobState,
    /// When it may begin.
    pub run_at: Timestamp,
    /// Until when the worker has it to itself.
    pub lease_until: Option<Timestamp>,
    /// The worker that has it, or had it last.
    pub leased_by: Option<String>,
    /// How often it was leased.
    pub attempts: i64,
    /// What went wrong last.
    pub problem: Option<String>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it was done or given up.
    pub finished_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, kind, payload, unique_key, state, run_at, lease_until, leased_by, attempts, problem, created_at, finished_at"
    };
}

statements! {
    // Asking for an earlier run moves the waiting job forward.
    write ENQUEUE = concat!(
        "INSERT INTO jobs (id, kind, payload, unique_key, state, run_at, attempts, created_at) VALUES ($1, $2, $3, $4, 'queued', $5, 0, $6) ",
        "ON CONFLICT (unique_key) WHERE state = 'queued' DO UPDATE SET run_at = CASE WHEN excluded.run_at < jobs.run_at THEN excluded.run_at ELSE jobs.run_at END RETURNING id"
    );
    // Two lists, so that each is read along its index and no further than the limit, however long the queue is.
    // The outer condition is repeated because PostgreSQL may see a row change between the two.
    write CLAIM = concat!(
        "WITH expired AS MATERIALIZED (SELECT id FROM jobs WHERE state = 'leased' AND lease_until <= $1 ORDER BY lease_until LIMIT $3 @skip_locked), ",
        "waiting AS MATERIALIZED (SELECT j.id FROM jobs AS j WHERE j.state = 'queued' AND j.run_at <= $1 AND NOT EXISTS (SELECT 1 FROM jobs AS r WHERE r.unique_key = j.unique_key AND r.state = 'leased') ORDER BY j.run_at, j.id LIMIT $3 @skip_locked) ",
        "UPDATE jobs SET state = 'leased', lease_until = $2, leased_by = $4, attempts = attempts + 1 WHERE id IN (SELECT id FROM expired UNION ALL SELECT id FROM waiting LIMIT $3) AND (state = 'queued' OR (state = 'leased' AND lease_until <= $1)) RETURNING ",
        columns!()
    );
    write RENEW = "UPDATE jobs SET lease_until = $3 WHERE id = $1 AND attempts = $2 AND state = 'leased'";
    write RELEASE_OF = "UPDATE jobs SET lease_until = $2 WHERE state = 'leased' AND leased_by = $1 AND lease_until > $2";
    write FINISH = "UPDATE jobs SET state = $3, finished_at = $4, problem = $5, lease_until = NULL WHERE id = $1 AND attempts = $2 AND state = 'leased'";
    write RETRY = "UPDATE jobs SET state = 'queued', run_at = $3, problem = $4, lease_until = NULL WHERE id = $1 AND attempts = $2 AND state = 'leased' AND NOT EXISTS (SELECT 1 FROM jobs AS q WHERE q.unique_key = jobs.unique_key AND q.state = 'queued')";
    read GET = concat!("SELECT ", columns!(), " FROM jobs WHERE id = $1");
    read COUNTS = "SELECT state, COUNT(*) FROM jobs GROUP BY state ORDER BY state";
    read NEXT_DUE = "SELECT MIN(due) FROM (SELECT MIN(run_at) AS due FROM jobs WHERE state = 'queued' UNION ALL SELECT MIN(lease_until) AS due FROM jobs WHERE state = 'leased') AS open";
    read FAILED = concat!("SELECT ", columns!(), " FROM jobs WHERE state = 'failed' ORDER BY finished_at DESC, id DESC LIMIT $1");
    write CANCEL = "DELETE FROM jobs WHERE unique_key = $1 AND state = 'queued'";
    read QUEUED_UNTIL = "SELECT run_at FROM jobs WHERE unique_key = $1 AND state = 'queued'";
    write PURGE = "DELETE FROM jobs WHERE finished_at IS NOT NULL AND finished_at <= $1";
}

impl FromRow for JobRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            kind: columns.take()?,
            payload: columns.take()?,
            unique_key: columns.take()?,
            state: columns.take()?,
            run_at: columns.take()?,
            lease_until: columns.take()?,
            leased_by: columns.take()?,
            attempts: columns.take()?,
            problem: columns.take()?,
            created_at: columns.take()?,
            finished_at: columns.take()?,
        })
    }
}

/// Queues a job. False when one with its unique key waits already; that one then runs at the earlier of the two
/// times.
pub async fn enqueue(on: impl Into<Conn<'_>>, job: &NewJob) -> Result<bool, StoreError> {
    let values =
        values![job.id, &job.kind, &job.payload, job.unique_key.as_deref(), job.run_at, job.created_at];
    let id: Option<(JobId,)> = on.into().first(&ENQUEUE, values).await?;
    Ok(id.is_some_and(|(id,)| id == job.id))
}

/// Leases up to `limit` jobs that are due, for `worker` alone until `lease_until`; the longest due first.
/// Jobs whose lease ran out are due.
pub async fn claim(
    on: impl Into<Conn<'_>>,
    worker: &str,
    now: Timestamp,
    lease_until: Timestamp,
    limit: u32,
) -> Result<Vec<JobRow>, StoreError> {
    let claimed = on.into().all(&CLAIM, values![now, lease_until, i64::from(limit), worker]).await;
    let mut jobs: Vec<JobRow> = match claimed {
        // Two workers reached for two jobs of one key at once; the index let one of them have it.
        Err(StoreError::Taken { .. }) => Vec::new(),
        other => other?,
    };
    jobs.sort_by_key(|job| (job.run_at, job.id));
    Ok(jobs)
}

/// Extends the lease of a job that takes long.
pub async fn renew(on: impl Into<Conn<'_>>, job: &JobRow, lease_until: Timestamp) -> Result<(), StoreError> {
    held(on.into().execute(&RENEW, values![job.id, job.attempts, lease_until]).await?)
}

/// Ends every lease of a worker that is known to be dead, so that others take its jobs now. Says how many.
pub async fn release_of(on: impl Into<Conn<'_>>, worker: &str, now: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&RELEASE_OF, values![worker, now]).await
}

/// Ends a job that is done. In the transaction of its last effect, so that both happen or neither.
pub async fn complete(on: impl Into<Conn<'_>>, job: &JobRow, now: Timestamp) -> Result<(), StoreError> {
    finish(on.into(), job, JobState::Done, now, None).await
}

/// Gives a job up, with the reason (no personal data).
pub async fn fail(
    on: impl Into<Conn<'_>>,
    job: &JobRow,
    now: Timestamp,
    problem: &str,
) -> Result<(), StoreError> {
    finish(on.into(), job, JobState::Failed, now, Some(problem)).await
}

/// Puts a job back until `at`, with the reason (no personal data). When one of its key waits already, that one
/// does the work and this one is done.
pub async fn retry(
    on: impl Into<Conn<'_>>,
    job: &JobRow,
    at: Timestamp,
    problem: &str,
) -> Result<(), StoreError> {
    let mut on = on.into();
    if on.execute(&RETRY, values![job.id, job.attempts, at, problem]).await? > 0 {
        return Ok(());
    }
    finish(on, job, JobState::Done, at, Some(problem)).await
}

async fn finish(
    mut on: Conn<'_>,
    job: &JobRow,
    state: JobState,
    now: Timestamp,
    problem: Option<&str>,
) -> Result<(), StoreError> {
    held(on.execute(&FINISH, values![job.id, job.attempts, state, now, problem]).await?)
}

fn held(changed: u64) -> Result<(), StoreError> {
    if changed == 0 { Err(StoreError::Stale { what: "job" }) } else { Ok(()) }
}

/// The job with this id.
pub async fn get(on: impl Into<Conn<'_>>, id: JobId) -> Result<Option<JobRow>, StoreError> {
    on.into().first(&GET, values![id]).await
}

/// How many jobs are in each state; states without any are left out.
pub async fn counts(on: impl Into<Conn<'_>>) -> Result<Vec<(JobState, i64)>, StoreError> {
    on.into().all(&COUNTS, Vec::new()).await
}

/// When the next job is due: one that waits, or one whose lease ends.
pub async fn next_due(on: impl Into<Conn<'_>>) -> Result<Option<Timestamp>, StoreError> {
    let due: Option<(Option<Timestamp>,)> = on.into().first(&NEXT_DUE, Vec::new()).await?;
    Ok(due.and_then(|(due,)| due))
}

/// Jobs that were given up, the latest first.
pub async fn failed(on: impl Into<Conn<'_>>, limit: u32) -> Result<Vec<JobRow>, StoreError> {
    on.into().all(&FAILED, values![i64::from(limit)]).await
}

/// Deletes jobs that ended at that instant or before.
pub async fn purge(on: impl Into<Conn<'_>>, ended_by: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&PURGE, values![ended_by]).await
}

/// Takes a job out of the queue that nobody has begun. False when it was begun or there is none.
pub async fn cancel(on: impl Into<Conn<'_>>, unique_key: &str) -> Result<bool, StoreError> {
    Ok(on.into().execute(&CANCEL, values![unique_key]).await? > 0)
}

/// When a job begins that is in the queue and nobody has begun.
pub async fn queued_until(
    on: impl Into<Conn<'_>>,
    unique_key: &str,
) -> Result<Option<Timestamp>, StoreError> {
    let row: Option<(Timestamp,)> = on.into().first(&QUEUED_UNTIL, values![unique_key]).await?;
    Ok(row.map(|(at,)| at))
}
