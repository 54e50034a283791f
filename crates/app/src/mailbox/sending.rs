//! Sending what is queued: taken under a lease, handed over, and wiped once it has left.

use futures_util::StreamExt as _;
use jiff::SignedDuration;
use ledger::EventKind;
use mail::Delivery;
use serde_json::json;
use store::Tx;
use store::messages::MessageRow;

use super::Captured;
use crate::app::App;
use crate::boundary::{boundary, commit};
use crate::error::{Error, Result};
use crate::messages::lint;
use crate::requests::change;
use crate::{bounces, journal, oblivion};

/// How many messages are handed over at the same time.
const AT_ONCE: u32 = 8;

/// How long a worker has for handing them over: several times what a mail server is given to answer.
const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// Sends what is due. Gives how many messages were tried. Nothing leaves while no edition is in force, because
/// the sender stands in it.
pub async fn send_due(app: &App) -> Result<usize> {
    if app.deployment().is_err() {
        return Ok(0);
    }
    let now = app.now();
    let due = store::messages::claim(app.store(), app.worker(), now, now + LEASE, AT_ONCE)
        .await
        .map_err(Error::internal)?;
    boundary("after", "mail taken");
    let count = due.len();
    futures_util::stream::iter(due)
        .for_each_concurrent(None, |row| async move {
            if let Err(error) = send(app, &row).await {
                tracing::error!(message = %row.id, %error, "a message could not be marked; it is looked at again when its lease ends");
            }
        })
        .await;
    Ok(count)
}

async fn send(app: &App, row: &MessageRow) -> Result<()> {
    let delivery = if row.drill {
        keep_here(app, row);
        Delivery::Withheld
    } else {
        // Asked once more: between the queue and the door somebody may have taken it back.
        let followed = crate::messages::may_follow(app, &row.class, &row.to_address).await?;
        match message(app, row, followed) {
            Ok(message) => {
                boundary("before", "mail handed over");
                app.mailer().send(&message).await
            }
            Err(problem) => return given_up(app, row, &problem).await,
        }
    };
    boundary("after", "mail handed over");
    match delivery {
        Delivery::Accepted => sent(app, row, "accepted").await,
        // A reserved domain, or a drill: it stays on this machine and counts as delivered there.
        Delivery::Withheld => sent(app, row, "withheld").await,
        Delivery::RefusedForNow { problem } => {
            let attempts = u32::try_from(row.attempts).unwrap_or(u32::MAX).min(8);
            let wait = SignedDuration::from_secs(15i64 << attempts);
            store::messages::retry(app.store(), row, app.now() + wait, &problem.to_string())
                .await
                .map_err(Error::internal)
        }
        Delivery::RefusedForGood { problem } => given_up(app, row, &problem.to_string()).await,
    }
}

fn message(app: &App, row: &MessageRow, followed: bool) -> Result<mail::Message, String> {
    let deployment = app.deployment().map_err(|error| error.to_string())?;
    let organisation = &deployment.edition.facts().organisation;
    let kind = mail::Kind::ALL.iter().find(|kind| kind.as_str() == row.kind).copied();
    let kind = kind.ok_or_else(|| format!("there is no mail of the kind “{}”", row.kind))?;
    let composed = mail::Composed {
        subject: row.subject.clone(),
        text: row.text.clone(),
        html: row.html.clone().unwrap_or_default(),
    };
    let from = (organisation.name.as_str(), organisation.contact.email.as_str());
    let unsubscribe = unsubscribe(row);
    let unsubscribe = unsubscribe.as_deref();
    let fault = lint::leaving(&row.class, unsubscribe, &row.text, &composed.html);
    if let Some(fault) = fault.filter(|fault| !(followed && *fault == lint::Fault::Tracks)) {
        return Err(format!("the message may not leave as it is: {}", fault.as_str()));
    }
    mail::Message::new(row.id, kind, from, &row.to_address, app.now(), composed)
        .map(|message| message.ended_at(unsubscribe))
        .map_err(|error| error.to_string())
}

/// Where messages like this one are ended.
pub(crate) fn unsubscribe(row: &MessageRow) -> Option<String> {
    let headers: serde_json::Value = serde_json::from_str(&row.headers).unwrap_or_default();
    headers.get("unsubscribe").and_then(serde_json::Value::as_str).map(str::to_owned)
}

async fn given_up(app: &App, row: &MessageRow, problem: &str) -> Result<()> {
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::messages::mark_failed(&mut tx, row, problem).await.map_err(Error::internal)?;
    let data = json!({ "kind": row.kind });
    match row.request_id {
        Some(request) => journal::record_about(app, &mut tx, EventKind::MessageFailed, request, data).await?,
        None => journal::record(app, &mut tx, EventKind::MessageFailed, data).await?,
    };
    crate::publishing::message_ended(app, &mut tx, row, false).await?;
    oblivion::after_confirmation(app, &mut tx, row).await?;
    commit(tx, "mail given up").await
}

fn keep_here(app: &App, row: &MessageRow) {
    app.outbox().keep(Captured {
        id: row.id.to_string(),
        to: row.to_address.clone(),
        subject: row.subject.clone(),
        text: row.text.clone(),
        unsubscribe: unsubscribe(row),
        at: app.now(),
        kind: row.kind.clone(),
    });
}

async fn sent(app: &App, row: &MessageRow, receipt: &str) -> Result<()> {
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::messages::mark_sent(&mut tx, row, app.now(), receipt).await.map_err(Error::internal)?;
    let data = json!({ "kind": row.kind, "receipt": receipt });
    match row.request_id {
        Some(request) => journal::record_about(app, &mut tx, EventKind::MessageSent, request, data).await?,
        None => journal::record(app, &mut tx, EventKind::MessageSent, data).await?,
    };
    told(app, &mut tx, row).await?;
    bounces::left(app, &mut tx, row).await?;
    crate::publishing::message_ended(app, &mut tx, row, true).await?;
    if !oblivion::after_confirmation(app, &mut tx, row).await? {
        // What was said is with the person now; here it is only a copy.
        store::messages::purge(&mut tx, row.id).await.map_err(Error::internal)?;
    }
    commit(tx, "mail recorded").await
}

/// What had to be told first may now happen.
async fn told(app: &App, tx: &mut Tx, row: &MessageRow) -> Result<()> {
    let (Some(id), "restriction-ending") = (row.request_id, row.kind.as_str()) else { return Ok(()) };
    let request = store::requests::get(&mut *tx, id).await.map_err(Error::internal)?;
    let Some(mut request) = request else { return Ok(()) };
    if change::parse(&request)?.must_tell_first() {
        change::apply(app, tx, &mut request, ::requests::Command::RecordTold).await?;
    }
    Ok(())
}
