//! Outgoing mail: composing into the queue, and sending what is due.
//!
//! A message is queued in the transaction of what it tells; it leaves later, as often tried as needed. Once it
//! has left, its contents and address are wiped from the queue. What a mail about a request says is put together in
//! `writer`, from what the request's receipts say and nothing else; an outcome that has much to tell has its own file.

mod correction;
mod erasure;
mod writer;

use ::requests::MailKind;
use futures_util::StreamExt as _;
use jiff::{SignedDuration, Timestamp};
use kernel::ids::{MessageId, RequestId};
use kernel::{Language, Text};
use ledger::EventKind;
use mail::{Delivery, Letterhead, Mail};
use serde_json::json;
use store::Tx;
use store::messages::{MessageRow, MessageState};
use store::requests::RequestRow;
use store::steps::StepRow;

use crate::app::App;
use crate::boundary::{boundary, commit};
use crate::deployment::Deployment;
use crate::error::{Error, Result};
use crate::requests::change;
use crate::{journal, oblivion};
use writer::Writer;

pub use crate::outbox::Captured;

/// The mails that stayed on this machine, the newest first: the demo's mail page.
pub fn captured(app: &App) -> Vec<Captured> {
    app.outbox().all()
}

/// One of them.
pub fn one(app: &App, id: &str) -> Option<Captured> {
    app.outbox().one(id)
}

/// Queues a mail inside `tx`.
pub async fn queue(
    app: &App,
    tx: &mut Tx,
    mail: &Mail,
    to: &str,
    language: Language,
    request: Option<&RequestRow>,
) -> Result<()> {
    let deployment = app.deployment()?;
    let composed = app
        .composer()
        .compose(mail, &letterhead(&deployment), language, &deployment.zone)
        .map_err(Error::internal)?;
    let now = app.now();
    let row = MessageRow {
        id: MessageId::new(now, app.entropy()),
        request_id: request.map(|row| row.id),
        kind: mail.kind().as_str().to_owned(),
        class: "transactional".to_owned(),
        language,
        to_address: to.to_owned(),
        subject: composed.subject,
        text: composed.text,
        html: Some(composed.html),
        headers: "{}".to_owned(),
        state: MessageState::Queued,
        attempts: 0,
        next_at: Some(now),
        leased_by: None,
        sent_at: None,
        receipt: None,
        drill: request.is_some_and(|row| row.drill),
        created_at: now,
    };
    store::messages::insert(tx, &row).await.map_err(Error::internal)?;
    app.wake();
    Ok(())
}

/// What stands at the head and foot of every mail, from the facts.
pub fn letterhead(deployment: &Deployment) -> Letterhead {
    let organisation = &deployment.edition.facts().organisation;
    let both = |name: &policy::Name| Text {
        nl: name.get(Language::Nl).to_owned(),
        en: name.get(Language::En).to_owned(),
    };
    let authority = organisation.authority.as_ref();
    Letterhead {
        organisation: organisation.name.clone(),
        website: organisation.website.clone(),
        contact_name: both(&organisation.contact.name),
        contact_email: organisation.contact.email.clone(),
        authority_name: authority
            .map_or_else(|| Text::same("Autoriteit Persoonsgegevens"), |authority| both(&authority.name)),
        authority_url: authority
            .and_then(|authority| authority.url.clone())
            .unwrap_or_else(|| "https://www.autoriteitpersoonsgegevens.nl".to_owned()),
    }
}

/// Queues the mail that a decision asks for, once: a message of the same kind since the state began is enough.
pub async fn notify(app: &App, request_id: RequestId, kind: MailKind) -> Result<()> {
    let row = change::load(app, request_id).await?;
    let request = change::parse(&row)?;
    let sent = store::messages::by_request(app.store(), request_id).await.map_err(Error::internal)?;
    let repeats = matches!(kind, MailKind::IdentityAsked);
    if !repeats && sent.iter().any(|message| message.kind == mail::Kind::from(kind).as_str()) {
        return Ok(());
    }
    let officer = kind == MailKind::OfficerNewRequest;
    let deployment = app.deployment()?;
    let to = if officer {
        Some(deployment.edition.facts().organisation.contact.email.clone())
    } else {
        row.address.clone()
    };
    // Without a known address there is nowhere that an answer may go (S84); the officer sees it on the desk.
    let Some(to) = to else { return Ok(()) };
    let steps = store::steps::by_request(app.store(), request_id).await.map_err(Error::internal)?;
    let writer = Writer { app, deployment: &deployment, row: &row, request: &request, steps: &steps };
    let mail = writer.mail(kind).await?;
    let language = if officer { Language::Nl } else { row.language };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    queue(app, &mut tx, &mail, &to, language, Some(&row)).await?;
    let data = json!({ "kind": mail.kind().as_str() });
    if writer::is_answer(kind) {
        journal::record_about(app, &mut tx, EventKind::AnswerAnnounced, request_id, data).await?;
    }
    commit(tx, "mail queued").await
}

/// Tells the officer that a system does not do its part.
pub async fn step_failed(
    app: &App,
    tx: &mut Tx,
    row: &RequestRow,
    step: &StepRow,
    next: Timestamp,
) -> Result<()> {
    let deployment = app.deployment()?;
    let request = change::parse(row)?;
    let writer = Writer { app, deployment: &deployment, row, request: &request, steps: &[] };
    let problem = step.problem.clone().unwrap_or_default();
    let mail = Mail::OfficerStepFailed {
        about: writer.about(),
        system: deployment.system_name(&step.system),
        problem: Text::same(problem),
        failures: u32::try_from(step.attempts).unwrap_or(u32::MAX),
        next_try: Some(next),
        due: change::deadline_of(app, &request)?.effective,
        link: writer.desk_link(),
    };
    let to = deployment.edition.facts().organisation.contact.email.clone();
    queue(app, tx, &mail, &to, Language::Nl, Some(row)).await
}

/// Sends a marked message to the privacy contact's own mailbox, to see that it takes mail (S6).
pub async fn probe_contact(app: &App) -> Result<()> {
    let deployment = app.deployment()?;
    let mail = Mail::ContactProbe { link: format!("{}/desk", app.config().base_url), answer_by: app.today() };
    let to = deployment.edition.facts().organisation.contact.email.clone();
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    queue(app, &mut tx, &mail, &to, Language::Nl, None).await?;
    commit(tx, "contact probe queued").await
}

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
        match message(app, row) {
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

fn message(app: &App, row: &MessageRow) -> Result<mail::Message, String> {
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
    mail::Message::new(row.id, kind, from, &row.to_address, app.now(), composed)
        .map_err(|error| error.to_string())
}

async fn given_up(app: &App, row: &MessageRow, problem: &str) -> Result<()> {
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::messages::mark_failed(&mut tx, row, problem).await.map_err(Error::internal)?;
    let data = json!({ "kind": row.kind });
    match row.request_id {
        Some(request) => journal::record_about(app, &mut tx, EventKind::MessageFailed, request, data).await?,
        None => journal::record(app, &mut tx, EventKind::MessageFailed, data).await?,
    };
    oblivion::after_confirmation(app, &mut tx, row).await?;
    commit(tx, "mail given up").await
}

fn keep_here(app: &App, row: &MessageRow) {
    app.outbox().keep(Captured {
        id: row.id.to_string(),
        to: row.to_address.clone(),
        subject: row.subject.clone(),
        text: row.text.clone(),
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
