//! Forgetting: wiping from Gestand's own rows what leads to a person whose erasure was carried out, and testing
//! that nothing does any more (S87).

use ::requests::{Origin, Right, State};
use jiff::SignedDuration;
use kernel::ids::{MessageId, RequestId, SubjectId};
use ledger::EventKind;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Tx;
use store::messages::{MessageRow, MessageState};
use store::requests::RequestRow;

use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Result};
use crate::requests::{change, execute, proof};
use crate::work::Progress;
use crate::{bounces, incoming, journal};

/// Wipes what a closed request no longer needs: whom it was found by and where its answers went. Whose it is
/// stays, so that the person still sees it.
pub async fn close(app: &App, tx: &mut Tx, row: &mut RequestRow) -> Result<()> {
    row.address = None;
    row.identities = None;
    store::notes::forget(&mut *tx, row.id).await.map_err(Error::internal)?;
    store::incoming::forget_request(&mut *tx, row.id).await.map_err(Error::internal)?;
    store::redactions::forget(&mut *tx, row.id).await.map_err(Error::internal)?;
    proof::destroy(app, tx, row.id).await?;
    store::identity_asks::end(&mut *tx, row.id, app.now(), "closed").await.map_err(Error::internal)?;
    store::requests::update(&mut *tx, row).await.map_err(Error::internal)?;
    store::steps::forget_prepared(&mut *tx, row.id).await.map_err(Error::internal)?;
    Ok(())
}

/// Whether a closed request still holds whom it is about, because it is a restriction that is in force.
pub fn keeps(row: &RequestRow) -> Result<bool> {
    if row.right != Right::Restriction.as_str() || row.closed_at.is_none() || row.identities.is_none() {
        return Ok(false);
    }
    let request = change::parse(row)?;
    Ok(request.origin == Origin::Asked && matches!(request.state, State::Answered { .. }))
}

/// Wipes what a closed request no longer needs, unless it is a restriction, which lasts until it is ended, or
/// holders who were asked to stop something still have to be told that it goes on.
pub async fn close_unless_kept(app: &App, tx: &mut Tx, row: &mut RequestRow) -> Result<()> {
    let steps = store::steps::by_request(&mut *tx, row.id).await.map_err(Error::internal)?;
    let asked = change::parse(row)?.right.halts_first() && !execute::outstanding(&steps).is_empty();
    if asked || keeps(row)? {
        // Nothing is wiped yet, but what the caller changed counts.
        store::requests::update(&mut *tx, row).await.map_err(Error::internal)?;
        store::steps::forget_prepared(&mut *tx, row.id).await.map_err(Error::internal)?;
        return Ok(());
    }
    close(app, tx, row).await
}

/// In the transaction that answers an erasure: restrictions of whoever it was about are over with their data.
pub async fn end_restrictions(app: &App, tx: &mut Tx, row: &RequestRow) -> Result<()> {
    let of: Vec<String> = change::identities(app, row)?
        .iter()
        .map(|identity| crate::suppression::hash(app, identity))
        .collect();
    let right = Right::Restriction.as_str();
    for mut kept in store::requests::kept(&mut *tx, right).await.map_err(Error::internal)? {
        let identities = change::identities(app, &kept)?;
        if identities.iter().any(|identity| of.contains(&crate::suppression::hash(app, identity))) {
            kept.subject_id = None;
            close(app, tx, &mut kept).await?;
            store::steps::forget_marks(&mut *tx, kept.id).await.map_err(Error::internal)?;
        }
    }
    Ok(())
}

/// The job of deleting a subject as soon as nothing needs them any more.
#[derive(Debug, Serialize, Deserialize)]
pub struct ForgetSubject {
    subject: SubjectId,
}

/// Wipes everything from a request that points at its person, and has the subject deleted as soon as no other
/// open request or uncollected answer needs them.
pub async fn forget(app: &App, tx: &mut Tx, row: &mut RequestRow) -> Result<()> {
    let subject = row.subject_id.take();
    store::likenesses::forget(&mut *tx, row.id).await.map_err(Error::internal)?;
    store::looks::forget_request(&mut *tx, row.id).await.map_err(Error::internal)?;
    close(app, tx, row).await?;
    crate::tasks::answers::destroy_of(app, tx, row.id).await?;
    journal::record_about(app, tx, EventKind::RequestForgotten, row.id, json!({})).await?;
    if let Some(subject) = subject {
        change::enqueue(
            app,
            tx,
            "forget-subject",
            &ForgetSubject { subject },
            Some(&format!("forget:{subject}")),
        )
        .await?;
    }
    Ok(())
}

/// Deletes a subject, or comes back for it tomorrow.
pub async fn forget_subject(app: &App, job: &ForgetSubject) -> Result<Progress> {
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    if store::requests::needs_subject(&mut tx, job.subject, app.now()).await.map_err(Error::internal)? {
        return Ok(Progress::Later(app.now() + SignedDuration::from_hours(24)));
    }
    store::sessions::delete_of(&mut tx, &job.subject.to_string()).await.map_err(Error::internal)?;
    store::consents::unlink_all(&mut tx, job.subject).await.map_err(Error::internal)?;
    forget_account(&mut tx, job.subject).await?;
    if store::subjects::delete(&mut tx, job.subject).await.map_err(Error::internal)? {
        journal::record(app, &mut tx, EventKind::SubjectDeleted, json!({})).await?;
    }
    commit(tx, "subject forgotten").await?;
    Ok(Progress::Done)
}

/// Everything that an account is beside its subject: how they sign in, their browsers, the looks at them.
async fn forget_account(tx: &mut Tx, subject: SubjectId) -> Result<()> {
    let holder = subject.to_string();
    store::credentials::forget_holder(&mut *tx, &holder).await.map_err(Error::internal)?;
    store::tries::forget_devices(&mut *tx, &holder).await.map_err(Error::internal)?;
    store::leak_reports::forget_holder(&mut *tx, &holder).await.map_err(Error::internal)?;
    store::looks::forget_subject(&mut *tx, subject).await.map_err(Error::internal)
}

/// The job of testing that nothing here leads back to somebody who was forgotten.
#[derive(Debug, Serialize, Deserialize)]
pub struct ConfirmForgotten {
    request: RequestId,
    /// The confirmation: the last place where the address stands, until the test is done.
    message: MessageId,
}

/// Queues that test in the transaction that marks a message as sent or given up, when it is the confirmation of
/// an erasure. Says whether it is; its address then stays until the test has used it.
pub async fn after_confirmation(app: &App, tx: &mut Tx, row: &MessageRow) -> Result<bool> {
    let (Some(request), "erasure-confirmation") = (row.request_id, row.kind.as_str()) else {
        return Ok(false);
    };
    let job = ConfirmForgotten { request, message: row.id };
    change::enqueue(app, tx, "confirm-forgotten", &job, Some(&format!("confirm:{request}"))).await?;
    Ok(true)
}

/// After the confirmation has left: wipes its address, searches every column of Gestand's own that may hold
/// personal data for it, and records how often it still stands there. A subject who may still collect an answer
/// is left out: their own account is gone with that answer.
pub async fn confirm(app: &App, job: &ConfirmForgotten) -> Result<Progress> {
    let message = store::messages::get(app.store(), job.message).await.map_err(Error::internal)?;
    let Some(message) = message.filter(|message| message.state != MessageState::Purged) else {
        return Ok(Progress::Done);
    };
    let address = message.to_address;
    let subject = store::subjects::by_email(app.store(), &address).await.map_err(Error::internal)?;
    let stays = match &subject {
        Some(subject) => store::requests::needs_subject(app.store(), subject.id, app.now())
            .await
            .map_err(Error::internal)?,
        None => false,
    };
    if let Some(subject) = subject.filter(|_| !stays) {
        forget_subject(app, &ForgetSubject { subject: subject.id }).await?;
    }
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::messages::purge(&mut tx, job.message).await.map_err(Error::internal)?;
    bounces::forget(app, &mut tx, &address).await?;
    incoming::forget(app, &mut tx, &address).await?;
    crate::publishing::forget(app, &mut tx, &address).await?;
    let mut hits = store::own_data::search(&mut tx, &address).await.map_err(Error::internal)?;
    hits.retain(|hit| !(stays && hit.table == "subjects"));
    let count: u64 = hits.iter().map(|hit| hit.rows).sum();
    let places: Vec<String> = hits.iter().map(|hit| format!("{}.{}", hit.table, hit.column)).collect();
    let data = json!({ "reidentification_hits": count, "places": places, "account_until_collected": stays });
    journal::record_about(app, &mut tx, EventKind::RequestClosed, job.request, data).await?;
    commit(tx, "forgetting confirmed").await?;
    Ok(Progress::Done)
}

/// Deletes subjects who have nothing left here: no open request, no answer to collect, no session, and who did
/// not sign in for a month. They are known again by their address when they come back.
pub async fn forget_idle_subjects(app: &App) -> Result<()> {
    let before = app.now() - SignedDuration::from_hours(24 * 30);
    for subject in store::subjects::idle(app.store(), before, 500).await.map_err(Error::internal)? {
        let mut tx = app.store().begin().await.map_err(Error::internal)?;
        if store::requests::needs_subject(&mut tx, subject.id, app.now()).await.map_err(Error::internal)? {
            continue;
        }
        store::consents::unlink_all(&mut tx, subject.id).await.map_err(Error::internal)?;
        forget_account(&mut tx, subject.id).await?;
        store::subjects::delete(&mut tx, subject.id).await.map_err(Error::internal)?;
        journal::record(app, &mut tx, EventKind::SubjectDeleted, json!({})).await?;
        commit(tx, "idle subject forgotten").await?;
    }
    Ok(())
}
