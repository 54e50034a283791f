//! Outgoing mail: composing into the queue, and sending what is due.
//!
//! A message is queued in the transaction of what it tells; it leaves later, as often tried as needed. Once it
//! has left, its contents and address are wiped from the queue. What a mail about a request says is put together in
//! `writer`, from what the request's receipts say and nothing else; an outcome that has much to tell has its own file.

mod correction;
mod erasure;
mod passing;
mod sending;
mod writer;

use ::requests::MailKind;
use jiff::Timestamp;
use kernel::ids::{MessageId, RequestId};
use kernel::{Language, Text};
use ledger::EventKind;
use mail::{Letterhead, Mail};
use serde_json::json;
use store::Tx;
use store::messages::{MessageRow, MessageState};
use store::requests::RequestRow;
use store::steps::StepRow;

use crate::app::App;
use crate::boundary::commit;
use crate::deployment::Deployment;
use crate::error::{Error, Result};
use crate::journal;
use crate::preferences;
use crate::requests::change;
use crate::trouble;
use writer::Writer;

pub use crate::outbox::Captured;
pub use sending::send_due;
pub(crate) use sending::unsubscribe;

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
    let drill = request.is_some_and(|row| row.drill);
    queue_as(app, tx, mail, to, language, request.map(|row| row.id), "transactional", None, drill).await
}

/// The same for a message of another class, with where it is ended.
#[expect(clippy::too_many_arguments, reason = "a message is all of these")]
pub(crate) async fn queue_as(
    app: &App,
    tx: &mut Tx,
    mail: &Mail,
    to: &str,
    language: Language,
    request: Option<RequestId>,
    class: &str,
    unsubscribe: Option<&str>,
    drill: bool,
) -> Result<()> {
    let row = MessageRow {
        request_id: request,
        class: class.to_owned(),
        headers: unsubscribe
            .map_or_else(|| "{}".to_owned(), |link| json!({ "unsubscribe": link }).to_string()),
        ..composed(app, MessageId::new(app.now(), app.entropy()), mail, to, language, drill)?
    };
    store::messages::insert(tx, &row).await.map_err(Error::internal)?;
    app.wake();
    Ok(())
}

/// The same for a message whose id is noted elsewhere in the same transaction: so that nobody gets it twice.
pub(crate) async fn queue_message(
    app: &App,
    tx: &mut Tx,
    id: MessageId,
    mail: &Mail,
    to: &str,
    language: Language,
    drill: bool,
) -> Result<()> {
    let row = composed(app, id, mail, to, language, drill)?;
    store::messages::insert(tx, &row).await.map_err(Error::internal)?;
    app.wake();
    Ok(())
}

/// A message as it is queued: about no request, and one that belongs to a duty.
fn composed(
    app: &App,
    id: MessageId,
    mail: &Mail,
    to: &str,
    language: Language,
    drill: bool,
) -> Result<MessageRow> {
    let deployment = app.deployment()?;
    let composed = app
        .composer()
        .compose(mail, &letterhead(&deployment), language, &deployment.zone)
        .map_err(Error::internal)?;
    let now = app.now();
    Ok(MessageRow {
        id,
        request_id: None,
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
        // What is for an invented person stays on this machine, whatever it is about.
        drill: drill || preferences::is_drill(to),
        created_at: now,
    })
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
    if kind == MailKind::Refusal {
        passing::pass_on(app, &row, &request).await?;
    }
    let sent = store::messages::by_request(app.store(), request_id).await.map_err(Error::internal)?;
    let repeats = matches!(kind, MailKind::IdentityAsked | MailKind::QuestionAsked);
    if !repeats && sent.iter().any(|message| message.kind == mail::Kind::from(kind).as_str()) {
        return Ok(());
    }
    let officer = kind == MailKind::OfficerNewRequest;
    let deployment = app.deployment()?;
    let to = if officer {
        Some(deployment.edition.facts().organisation.contact.email.clone())
    } else if kind == MailKind::IdentityAsked || !request.right.needs_identity() {
        // What may go where somebody only says that they are; it says nothing of anybody.
        crate::requests::about::About::of(app, &row)?.contact.or_else(|| row.address.clone())
    } else {
        row.address.clone()
    };
    // Without a known address there is nowhere that an answer may go (S84); the officer sees it on the desk.
    let Some(to) = to else { return Ok(()) };
    let steps = store::steps::by_request(app.store(), request_id).await.map_err(Error::internal)?;
    let writer = Writer { app, deployment: &deployment, row: &row, request: &request, steps: &steps };
    let mut mail = writer.mail(kind).await?;
    let language = if officer { Language::Nl } else { row.language };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    if let Mail::IdentityAsked { link, .. } = &mut mail {
        *link = crate::requests::proof::link(app, &mut tx, request_id).await?;
    }
    queue(app, &mut tx, &mail, &to, language, Some(&row)).await?;
    let data = json!({ "kind": mail.kind().as_str() });
    if writer::is_answer(kind) {
        journal::record_about(app, &mut tx, EventKind::AnswerAnnounced, request_id, data).await?;
    }
    commit(tx, "mail queued").await
}

/// Announces the answer to a request once more, after its message came back: what there is to read stands behind
/// sign-in.
pub(crate) async fn announce_again(app: &App, tx: &mut Tx, id: RequestId, to: &str) -> Result<()> {
    let row = store::requests::get(&mut *tx, id).await.map_err(Error::internal)?;
    let row = row.ok_or_else(|| Error::not_found("request"))?;
    let request = change::parse(&row)?;
    let deployment = app.deployment()?;
    let steps = store::steps::by_request(&mut *tx, id).await.map_err(Error::internal)?;
    let writer = Writer { app, deployment: &deployment, row: &row, request: &request, steps: &steps };
    let copy = store::archives::by_request(&mut *tx, id).await.map_err(Error::internal)?;
    let until =
        copy.iter().filter(|one| one.purged_at.is_none() && one.bytes > 0).map(|one| one.expires_at).max();
    let mail = writer.again(until)?;
    queue(app, tx, &mail, to, row.language, Some(&row)).await?;
    let data = json!({ "kind": mail.kind().as_str(), "again": true });
    journal::record_about(app, tx, EventKind::AnswerAnnounced, id, data).await.map(drop)
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
    let problem = step.problem.as_deref().map(|stored| trouble::shown(&deployment, stored).text);
    let mail = Mail::OfficerStepFailed {
        about: writer.about(),
        system: deployment.system_name(&step.system),
        problem: problem.unwrap_or_default(),
        failures: u32::try_from(step.attempts).unwrap_or(u32::MAX),
        next_try: Some(next),
        due: change::deadline_of(app, &request)?.effective,
        link: writer.desk_link(),
    };
    let to = deployment.edition.facts().organisation.contact.email.clone();
    queue(app, tx, &mail, &to, Language::Nl, Some(row)).await
}

/// Tells the officer that a term is about to pass, or has; in the transaction that notes that they were told.
pub(crate) async fn warn_officer(app: &App, tx: &mut Tx, row: &RequestRow, days_left: i64) -> Result<()> {
    let deployment = app.deployment()?;
    let request = change::parse(row)?;
    let writer = Writer { app, deployment: &deployment, row, request: &request, steps: &[] };
    let mail = Mail::OfficerDeadline {
        about: writer.about(),
        days_left,
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
