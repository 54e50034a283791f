//! What a decision leaves behind: mail, the register, forgetting, and waking the work that follows.

use ::requests::{Command, FollowUp, Outcome, RegisterRow, WaitEnd};
use kernel::ids::RequestId;
use ledger::EventKind;
use serde_json::json;
use store::register::RegisterRow as Registered;

use crate::app::App;
use crate::boundary::{boundary, commit};
use crate::error::{Error, Result};
use crate::requests::change::{self, FollowUps};
use crate::work::Progress;
use crate::{attest, journal, mailbox, oblivion};

/// Does follow-ups in order. Each finds out by itself whether it was done before: after a crash the whole list
/// is done again.
pub async fn follow(app: &App, list: &FollowUps) -> Result<Progress> {
    for follow_up in &list.follow_ups {
        boundary("before", "follow-up");
        match follow_up {
            FollowUp::Plan => queue(app, list.request, "plan").await?,
            FollowUp::Execute | FollowUp::Pack => queue(app, list.request, "execute").await?,
            FollowUp::Halt => queue(app, list.request, "halt").await?,
            FollowUp::Release => queue(app, list.request, "release").await?,
            FollowUp::Notify { mail } => mailbox::notify(app, list.request, *mail).await?,
            FollowUp::Discard => discard(app, list.request).await?,
            FollowUp::ReleaseWaiting { because } => release(app, list.request, *because).await?,
            FollowUp::Register => {
                register(app, list.request, list.follow_ups.contains(&FollowUp::Anonymise)).await?;
            }
            // Done together with the register's row, so that neither is without the other.
            FollowUp::Anonymise => {}
        }
    }
    Ok(Progress::Done)
}

async fn queue(app: &App, request: RequestId, kind: &str) -> Result<()> {
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    change::enqueue(app, &mut tx, kind, &json!({ "request": request }), Some(&format!("{kind}:{request}")))
        .await?;
    commit(tx, "work queued").await
}

/// Destroys what was collected and will not be handed over.
async fn discard(app: &App, request: RequestId) -> Result<()> {
    for archive in store::archives::by_request(app.store(), request).await.map_err(Error::internal)? {
        let mut tx = app.store().begin().await.map_err(Error::internal)?;
        if store::archives::purge(&mut tx, archive.id, app.now()).await.map_err(Error::internal)? {
            journal::record_about(app, &mut tx, EventKind::AnswerDestroyed, request, json!({})).await?;
        }
        commit(tx, "collected discarded").await?;
    }
    Ok(())
}

/// Lets those go on that wait for this request.
async fn release(app: &App, request: RequestId, because: WaitEnd) -> Result<()> {
    for waiting in store::requests::waiting_for(app.store(), request).await.map_err(Error::internal)? {
        let mut tx = app.store().begin().await.map_err(Error::internal)?;
        let Some(mut row) = store::requests::get(&mut tx, waiting.id).await.map_err(Error::internal)? else {
            continue;
        };
        if row.waits_for == Some(request) {
            change::apply(app, &mut tx, &mut row, Command::ReleaseWait { request, because }).await?;
            commit(tx, "waiting released").await?;
        }
    }
    Ok(())
}

/// Writes the register's row (S86); after an erasure under an id of its own, together with the forgetting.
async fn register(app: &App, id: RequestId, forget: bool) -> Result<()> {
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let Some(mut row) = store::requests::get(&mut tx, id).await.map_err(Error::internal)? else {
        return Ok(());
    };
    let mut request = change::parse(&row)?;
    // What is told from here on is told: a refusal can no longer be taken back.
    if request.before.take().is_some() {
        row.state = serde_json::to_string(&request).map_err(Error::internal)?;
        store::requests::update(&mut tx, &mut row).await.map_err(Error::internal)?;
    }
    let deadline = change::deadline_of(app, &request)?;
    let Some(entry) = RegisterRow::of(&request, &deadline, &app.zone()) else { return Ok(()) };
    if forget && row.identities.is_none() {
        return Ok(());
    }
    let key = if forget { hex::encode(app.entropy().bytes::<16>()) } else { id.to_string() };
    if store::register::get(&mut tx, &key).await.map_err(Error::internal)?.is_some() {
        return Ok(());
    }
    let registered = Registered {
        id: key,
        right: entry.right.as_str().to_owned(),
        received_on: entry.received.to_string(),
        closed_on: Some(entry.closed),
        systems: serde_json::to_string(&entry.systems).map_err(Error::internal)?,
        // Which ground it was leads to nobody, and the yearly report counts them.
        outcome: match entry.outcome {
            Outcome::Refused { ground } => format!("refused:{}", ground.as_str()),
            other => other.as_str().to_owned(),
        },
        in_time: entry.in_time,
        drill: row.drill,
    };
    store::register::insert(&mut tx, &registered).await.map_err(Error::internal)?;
    let data = json!({ "row": registered.id, "digest": attest::register_digest(&registered) });
    journal::record(app, &mut tx, EventKind::RegisterWritten, data).await?;
    if forget {
        oblivion::forget(app, &mut tx, &mut row).await?;
    } else {
        oblivion::close_unless_kept(app, &mut tx, &mut row).await?;
    }
    commit(tx, "register written").await
}
