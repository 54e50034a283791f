//! The worker: takes jobs from the queue, sends mail, and looks now and then at what has become due; the three
//! side by side, so that a long job holds up no sign-in code and a silent mail server no job.
//!
//! A job says when it is done or when to come back; a crash leaves it leased, and others take it over
//! ([`presence`]). Every job can be done again from its beginning. To add a kind of job, add a line to
//! [`run_job`]; to add something that is looked at regularly, add it to [`schedule`].

mod crew;
pub(crate) mod presence;
mod schedule;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use kernel::ids::RequestId;
use serde::Deserialize;
use store::jobs::JobRow;
use tokio::sync::watch;

pub(crate) use schedule::Last;
pub use schedule::due as reconcile;

use crate::app::App;
use crate::error::{Error, Result};
use crate::requests::{change::FollowUps, execute, follow, halt, plan};
use crate::{mailbox, oblivion, signin};
use crew::Crew;

/// How far a job came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Done.
    Done,
    /// Come back at this instant.
    Later(Timestamp),
}

/// The longest that a worker sleeps when nothing is due: then it sees what other processes have queued.
const LONGEST: SignedDuration = SignedDuration::from_secs(20);

#[derive(Deserialize)]
struct OfRequest {
    request: RequestId,
}

/// Works until `stop` resolves; what is under way is finished first.
pub async fn work(app: App, stop: impl Future<Output = ()> + Send) {
    let (say_stop, stopping) = watch::channel(false);
    let stopped = async move {
        stop.await;
        let _ = say_stop.send(true);
    };
    tokio::join!(
        stopped,
        work_jobs(&app, stopping.clone()),
        send_mail(&app, stopping.clone()),
        look_around(&app, stopping)
    );
}

async fn work_jobs(app: &App, mut stopping: watch::Receiver<bool>) {
    let (mut crew, mut woken) = (Crew::default(), app.woken());
    while !*stopping.borrow() {
        if let Err(error) = crew.take(app).await {
            tracing::error!(%error, "no jobs can be taken");
        }
        let wait = until(app, store::jobs::next_due(app.store()).await.ok().flatten());
        tokio::select! {
            _ = stopping.changed() => {}
            () = crew.one_ended(app), if !crew.is_empty() => {}
            _ = woken.changed(), if crew.has_room() => {}
            () = tokio::time::sleep(wait), if crew.has_room() => {}
        }
    }
    crew.finish(app).await;
}

async fn send_mail(app: &App, mut stopping: watch::Receiver<bool>) {
    let mut woken = app.woken();
    while !*stopping.borrow() {
        match mailbox::send_due(app).await {
            Ok(count) if count > 0 => continue,
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "mail cannot be sent"),
        }
        let wait = until(app, store::messages::next_due(app.store()).await.ok().flatten());
        tokio::select! {
            _ = stopping.changed() => {}
            _ = woken.changed() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

async fn look_around(app: &App, mut stopping: watch::Receiver<bool>) {
    while !*stopping.borrow() {
        if let Err(error) = schedule::due(app).await {
            tracing::error!(%error, "something that is looked at regularly could not be");
        }
        tokio::select! {
            _ = stopping.changed() => {}
            () = tokio::time::sleep(Duration::from_secs(5)) => {}
        }
    }
}

/// How long to sleep before something that is due at `next`.
fn until(app: &App, next: Option<Timestamp>) -> Duration {
    // What is due and was not taken waits for something else, such as the end of a job with the same key.
    const BLOCKED: SignedDuration = SignedDuration::from_secs(1);
    let wait = next.map_or(LONGEST, |at| at.duration_since(app.now()));
    let wait = if wait.is_positive() { wait.min(LONGEST) } else { BLOCKED };
    Duration::try_from(wait).unwrap_or_default().max(Duration::from_millis(10))
}

/// Does every job and sends every mail that is due now, and what follows from it, and ends. What is looked at
/// now and then is left to a serving Gestand. Gives how much was done.
pub async fn drain(app: &App) -> Result<usize> {
    let mut done = 0;
    let mut crew = Crew::default();
    loop {
        schedule::due_each_minute(app).await?;
        let jobs = crew.take(app).await?;
        crew.finish(app).await;
        let count = jobs + mailbox::send_due(app).await?;
        if count == 0 {
            return Ok(done);
        }
        done += count;
    }
}

/// Gives the reminders of tasks and opt-outs that are due, and destroys what holders sent for requests whose file is
/// over: what a serving Gestand does by itself.
///
/// # Errors
/// The actor is not the operator.
pub async fn remind(app: &App, actor: &kernel::Actor) -> Result<()> {
    if !matches!(actor, kernel::Actor::Operator | kernel::Actor::Worker) {
        return Err(Error::forbidden("remind"));
    }
    crate::tasks::remind::due(app).await?;
    crate::tasks::answers::destroy_over(app).await
}

async fn run_job(app: &App, job: &JobRow) -> Result<Progress> {
    match job.kind.as_str() {
        "follow-up" => follow::follow(app, &payload::<FollowUps>(job)?).await,
        "halt" => Box::pin(halt::halt(app, payload::<OfRequest>(job)?.request)).await,
        "release" => Box::pin(halt::release(app, payload::<OfRequest>(job)?.request)).await,
        "plan" => plan::plan(app, payload::<OfRequest>(job)?.request).await,
        "execute" => Box::pin(execute::execute(app, payload::<OfRequest>(job)?.request)).await,
        "inspect" => {
            crate::inspections::run(app, &payload(job)?).await?;
            Ok(Progress::Done)
        }
        "scan" => {
            let crate::scans::ScanJob {} = payload(job)?;
            Box::pin(crate::scans::look(app)).await?;
            crate::check::run(app, &kernel::Actor::Worker).await?;
            Ok(Progress::Done)
        }
        "sweep" => crate::retention::sweep::sweep(app, &payload(job)?).await,
        "forget-subject" => oblivion::forget_subject(app, &payload(job)?).await,
        "confirm-forgotten" => oblivion::confirm(app, &payload(job)?).await,
        "announce" => crate::publishing::announce_job(app, &payload(job)?).await,
        "tell" => crate::publishing::tell_job(app, &payload(job)?).await,
        "hand-over" => Box::pin(crate::handovers::send(app, &payload(job)?)).await,
        "status-callback" => Box::pin(crate::opendsr::callbacks::tell(app, &payload(job)?)).await,
        "sign-in" => signin::send_code(app, &payload(job)?).await,
        other => Err(Error::internal(format!("there is no job of the kind “{other}”"))),
    }
}

fn payload<T: for<'de> Deserialize<'de>>(job: &JobRow) -> Result<T> {
    serde_json::from_str(&job.payload).map_err(|error| Error::internal(format!("job {}: {error}", job.id)))
}
