//! What is looked at regularly: each a reconciler that does what is due and, run twice, does nothing twice.

use std::sync::Mutex;
use std::sync::PoisonError;

use jiff::{SignedDuration, Timestamp};
use kernel::Actor;
use ledger::EventKind;
use serde_json::json;

use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Result};
use crate::work::presence;
use crate::{check, editions, journal, oblivion, systems};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const QUARTER: SignedDuration = SignedDuration::from_mins(15);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// When each reconciler of this process last ran.
#[derive(Debug, Default)]
pub struct Last {
    minute: Option<Timestamp>,
    quarter: Option<Timestamp>,
    day: Option<Timestamp>,
}

/// Runs what is due every minute: what jobs and pages rely on.
pub async fn due_each_minute(app: &App) -> Result<()> {
    let now = app.now();
    if take(app.last(), |last| &mut last.minute, now, MINUTE) {
        presence::take_over(app).await?;
        crate::publishing::due(app).await?;
        editions::load(app).await?;
        purge_answers(app, now).await?;
        crate::requests::proof::destroy_expired(app).await?;
        crate::consents::letters::forget_unconfirmed(app).await?;
        store::sessions::delete_expired(app.store(), now).await.map_err(Error::internal)?;
        store::sign_in_codes::delete_expired(app.store(), now).await.map_err(Error::internal)?;
        store::credentials::purge_ceremonies(app.store(), now).await.map_err(Error::internal)?;
    }
    Ok(())
}

/// Runs everything that is due.
pub async fn due(app: &App) -> Result<()> {
    due_each_minute(app).await?;
    let now = app.now();
    if app.deployment().is_err() {
        return Ok(());
    }
    if take(app.last(), |last| &mut last.quarter, now, QUARTER) {
        systems::probe_all(app).await?;
        crate::tasks::remind::due(app).await?;
        crate::requests::warn::due(app).await?;
        // The demo's board follows the walk; elsewhere once a day is enough, for the whole log is recomputed, and once
        // more when the day's looks at the systems have come to their end.
        if app.config().demo || check::is_behind(app).await? {
            check::run(app, &Actor::Worker).await?;
        }
    }
    if take(app.last(), |last| &mut last.day, now, DAY) {
        crate::holds::end_over(app).await?;
        let rows = crate::retention::BATCH_ROWS;
        crate::retention::queue(app, &Actor::Worker, None, rows).await?;
        crate::retention::forget_old(app).await?;
        crate::openings::forget_old(app).await?;
        crate::handovers::forget_old(app).await?;
        crate::accounts::forget_old(app).await?;
        crate::retention::asked::end_over(app).await?;
        crate::tasks::answers::destroy_over(app).await?;
        crate::consents::forget_old(app).await?;
        crate::inspections::queue(app).await?;
        if crate::scans::is_asked_for(app) {
            crate::scans::queue(app).await?;
        }
        crate::bounces::forget_old(app).await?;
        crate::incoming::forget_old(app).await?;
        oblivion::forget_idle_subjects(app).await?;
        // A request is recognised as a repetition for a year.
        let year = now - SignedDuration::from_hours(24 * 365);
        store::likenesses::purge(app.store(), year).await.map_err(Error::internal)?;
        let old = now - SignedDuration::from_hours(24 * 30);
        store::jobs::purge(app.store(), old).await.map_err(Error::internal)?;
        store::messages::purge_before(app.store(), old).await.map_err(Error::internal)?;
        check::run(app, &Actor::Worker).await?;
        crate::ledger_log::checkpoint_if_grown(app).await?;
    }
    Ok(())
}

fn take(
    last: &Mutex<Last>,
    which: impl FnOnce(&mut Last) -> &mut Option<Timestamp>,
    now: Timestamp,
    every: SignedDuration,
) -> bool {
    let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
    let slot = which(&mut last);
    let due = slot.is_none_or(|at| now.duration_since(at) >= every || at > now);
    if due {
        *slot = Some(now);
    }
    due
}

async fn purge_answers(app: &App, now: Timestamp) -> Result<()> {
    for archive in store::archives::expired(app.store(), now, 100).await.map_err(Error::internal)? {
        let mut tx = app.store().begin().await.map_err(Error::internal)?;
        if store::archives::purge(&mut tx, archive.id, now).await.map_err(Error::internal)? {
            let data = json!({ "because": "expired" });
            journal::record_about(app, &mut tx, EventKind::AnswerDestroyed, archive.request_id, data).await?;
        }
        commit(tx, "answer destroyed").await?;
    }
    Ok(())
}
