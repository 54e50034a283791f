//! The jobs that a worker has in hand, and how each ends.

use std::collections::HashMap;
use std::time::Duration;

use jiff::SignedDuration;
use store::StoreError;
use store::jobs::JobRow;
use tokio::task::{Id, JoinError, JoinSet};

use super::{Progress, run_job};
use crate::app::App;
use crate::boundary::boundary;
use crate::error::{Error, Kind, Result};

/// How many jobs one worker does at a time.
const AT_ONCE: usize = 8;

/// How long a worker that says nothing is taken for alive, where its death cannot be seen ([`super::presence`]).
const LEASE: SignedDuration = SignedDuration::from_mins(2);

/// How often it says that it is.
const RENEWAL: Duration = Duration::from_secs(30);

/// How often a job may be overtaken by another of the same request before anybody hears of it.
const OVERTAKEN: i64 = 4;

/// Jobs that are being done.
#[derive(Default)]
pub(super) struct Crew {
    running: JoinSet<()>,
    jobs: HashMap<Id, JobRow>,
}

impl Crew {
    pub(super) fn is_empty(&self) -> bool {
        self.running.is_empty()
    }

    pub(super) fn has_room(&self) -> bool {
        self.running.len() < AT_ONCE
    }

    /// Takes as many due jobs as there is room for, and begins them. Says how many.
    pub(super) async fn take(&mut self, app: &App) -> Result<usize> {
        let room = AT_ONCE.saturating_sub(self.running.len());
        if room == 0 {
            return Ok(0);
        }
        let now = app.now();
        let limit = u32::try_from(room).unwrap_or(u32::MAX);
        let jobs = store::jobs::claim(app.store(), app.worker(), now, now + LEASE, limit)
            .await
            .map_err(Error::internal)?;
        boundary("after", "jobs taken");
        let count = jobs.len();
        for job in jobs {
            let (app, own) = (app.clone(), job.clone());
            let task = self.running.spawn(async move { Box::pin(carry_out(&app, &own)).await });
            self.jobs.insert(task.id(), job);
        }
        Ok(count)
    }

    /// Waits until one of the jobs has ended.
    pub(super) async fn one_ended(&mut self, app: &App) {
        if let Some(ended) = self.running.join_next_with_id().await {
            self.note_end(app, ended).await;
        }
    }

    /// Waits until all have.
    pub(super) async fn finish(&mut self, app: &App) {
        while let Some(ended) = self.running.join_next_with_id().await {
            self.note_end(app, ended).await;
        }
    }

    async fn note_end(&mut self, app: &App, ended: Result<(Id, ()), JoinError>) {
        match ended {
            Ok((task, ())) => {
                self.jobs.remove(&task);
            }
            Err(error) => {
                let Some(job) = self.jobs.remove(&error.id()) else { return };
                tracing::error!(job = %job.id, kind = %job.kind, "a job broke off; it is tried again");
                mark(app, &job, Err(Error::internal("a job broke off"))).await;
            }
        }
    }
}

async fn carry_out(app: &App, job: &JobRow) {
    let outcome = tokio::select! {
        outcome = run_job(app, job) => outcome,
        // Like a crash at this point, which every job bears: another worker does it again.
        () = lose_lease(app, job) => {
            tracing::warn!(job = %job.id, kind = %job.kind, "another worker has taken this job over");
            return;
        }
    };
    boundary("before", "job ended");
    mark(app, job, outcome).await;
    boundary("after", "job ended");
}

/// Keeps the lease as long as it can be kept.
async fn lose_lease(app: &App, job: &JobRow) {
    loop {
        tokio::time::sleep(RENEWAL).await;
        match store::jobs::renew(app.store(), job, app.now() + LEASE).await {
            Err(StoreError::Stale { .. }) => return,
            Err(error) => tracing::warn!(job = %job.id, %error, "a lease could not be renewed"),
            Ok(()) => {}
        }
    }
}

/// Writes how a job ended. Where that fails, its lease ends and it is done again.
async fn mark(app: &App, job: &JobRow, outcome: Result<Progress>) {
    let now = app.now();
    let marked = match outcome {
        Ok(Progress::Done) => store::jobs::complete(app.store(), job, now).await,
        Ok(Progress::Later(at)) => store::jobs::retry(app.store(), job, at, "waits for a system").await,
        Err(error) => {
            // Whatever overtook it is done by now: it is tried again at once, and it is news only when that does not help.
            let wait = if error.kind == Kind::Conflict && job.attempts < OVERTAKEN {
                tracing::debug!(job = %job.id, kind = %job.kind, "a job was overtaken and is tried again");
                SignedDuration::ZERO
            } else {
                tracing::warn!(job = %job.id, kind = %job.kind, %error, "a job did not succeed and is tried again");
                SignedDuration::from_secs(5i64 << u32::try_from(job.attempts).unwrap_or(0).min(10))
            };
            store::jobs::retry(app.store(), job, now + wait, error.code).await
        }
    };
    if let Err(error) = marked {
        tracing::error!(job = %job.id, %error, "a job could not be marked");
    }
}
