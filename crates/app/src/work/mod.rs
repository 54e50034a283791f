//! The worker: takes jobs from the queue, sends mail, and looks now and then at what has become due.
//!
//! A job says when it is done or when to come back; a crash leaves it leased, and the lease ends. To add a
//! kind of job, add a line to [`run_job`]; to add something that is looked at regularly, add it to
//! [`schedule`].

mod schedule;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use kernel::ids::RequestId;
use serde::Deserialize;
use store::jobs::JobRow;
use tokio::task::JoinSet;

pub(crate) use schedule::Last;
pub use schedule::due as reconcile;

use crate::app::App;
use crate::error::{Error, Result};
use crate::requests::{change::FollowUps, execute, follow, plan};
use crate::{mailbox, oblivion, signin};

/// How far a job came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Done.
    Done,
    /// Come back at this instant.
    Later(Timestamp),
}

/// How many jobs one worker does at a time.
const AT_ONCE: u32 = 8;

/// How long a job may take before another worker thinks that its worker is dead.
const LEASE: SignedDuration = SignedDuration::from_mins(10);

#[derive(Deserialize)]
struct OfRequest {
    request: RequestId,
}

/// Works until `stop` resolves; what is under way is finished first.
pub async fn work(app: App, stop: impl Future<Output = ()> + Send) {
    tokio::pin!(stop);
    loop {
        let busy = match turn(&app).await {
            Ok(count) => count > 0,
            Err(error) => {
                tracing::error!(%error, "a turn of the worker failed");
                false
            }
        };
        if busy {
            continue;
        }
        tokio::select! {
            () = &mut stop => return,
            () = app.woken() => {}
            () = tokio::time::sleep(pause(&app).await) => {}
        }
    }
}

/// Does everything that is due now, and what follows from it, and ends. Gives how many jobs were done.
pub async fn drain(app: &App) -> Result<usize> {
    let mut done = 0;
    loop {
        let count = turn(app).await?;
        if count == 0 {
            return Ok(done);
        }
        done += count;
    }
}

/// One round: what is scheduled, a batch of jobs, the mail that is due.
async fn turn(app: &App) -> Result<usize> {
    schedule::due(app).await?;
    let now = app.now();
    let jobs = store::jobs::claim(app.store(), now, now + LEASE, AT_ONCE).await.map_err(Error::internal)?;
    let count = jobs.len();
    let mut running = JoinSet::new();
    for job in jobs {
        let app = app.clone();
        running.spawn(async move { finish(&app, &job).await });
    }
    while let Some(ended) = running.join_next().await {
        match ended {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "a job could not be marked"),
            Err(error) => {
                tracing::error!(%error, "a job ended unexpectedly; it is tried again when its lease ends")
            }
        }
    }
    let sent = if app.deployment().is_ok() { mailbox::send_due(app).await? } else { 0 };
    Ok(count + sent)
}

async fn finish(app: &App, job: &JobRow) -> Result<()> {
    let outcome = run_job(app, job).await;
    boundary("job");
    let now = app.now();
    match outcome {
        Ok(Progress::Done) => store::jobs::complete(app.store(), job, now).await,
        Ok(Progress::Later(at)) => store::jobs::retry(app.store(), job, at, "waits for a system").await,
        Err(error) => {
            tracing::warn!(job = %job.id, kind = %job.kind, %error, "a job did not succeed and is tried again");
            let doubled = 5i64 << u32::try_from(job.attempts).unwrap_or(0).min(10);
            store::jobs::retry(app.store(), job, now + SignedDuration::from_secs(doubled), error.code).await
        }
    }
    .map_err(Error::internal)
}

async fn run_job(app: &App, job: &JobRow) -> Result<Progress> {
    match job.kind.as_str() {
        "follow-up" => follow::follow(app, &payload::<FollowUps>(job)?).await,
        "plan" => plan::plan(app, payload::<OfRequest>(job)?.request).await,
        "execute" => execute::execute(app, payload::<OfRequest>(job)?.request).await,
        "forget-subject" => oblivion::forget_subject(app, &payload(job)?).await,
        "sign-in" => signin::send_code(app, &payload(job)?).await,
        other => Err(Error::internal(format!("there is no job of the kind “{other}”"))),
    }
}

fn payload<T: for<'de> Deserialize<'de>>(job: &JobRow) -> Result<T> {
    serde_json::from_str(&job.payload).map_err(|error| Error::internal(format!("job {}: {error}", job.id)))
}

async fn pause(app: &App) -> Duration {
    const LONGEST: SignedDuration = SignedDuration::from_secs(20);
    let jobs = store::jobs::next_due(app.store()).await.ok().flatten();
    let mail = store::messages::next_due(app.store()).await.ok().flatten();
    let next = [jobs, mail].into_iter().flatten().min();
    let wait = next.map_or(LONGEST, |at| at.duration_since(app.now()).min(LONGEST));
    Duration::try_from(wait).unwrap_or_default().max(Duration::from_millis(50))
}

static PASSED: AtomicU64 = AtomicU64::new(0);
static DIE_AT: OnceLock<Option<u64>> = OnceLock::new();

/// A place where a crash must lose nothing and repeat nothing. In debug builds a test may have the process
/// killed at the n-th such place (`GESTAND_DIE_AT=n`): SIGKILL, no clean-up of any kind.
pub(crate) fn boundary(name: &'static str) {
    if !cfg!(debug_assertions) {
        return;
    }
    let die_at = *DIE_AT.get_or_init(|| std::env::var("GESTAND_DIE_AT").ok()?.parse().ok());
    if die_at == Some(PASSED.fetch_add(1, Ordering::SeqCst)) {
        tracing::info!(name, "killed here, as a test asked");
        let _ = std::process::Command::new("kill").args(["-9", &std::process::id().to_string()]).status();
        std::thread::park();
    }
}
