//! Announcing: into the archive, onto every page, and by mail to everybody who has an account, each once.
//!
//! The list of who is told is made by one job and the messages are written by another, a batch a minute: both can be
//! begun again at any point. A message and the note that it is written are one transaction, so a crash tells nobody twice.

use inventory::Identity;
use jiff::SignedDuration;
use kernel::ids::MessageId;
use kernel::{Actor, Text};
use ledger::EventKind;
use mail::Mail;
use policy::Edition;
use policy::difference::{self, Class, Difference};
use policy::publication::Command;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Tx;
use store::edition_notices::{NoticeRow, NoticeState};
use store::editions::{EditionHead, EditionRow, PublishError};
use store::messages::MessageRow;
use store::publications::PublicationRow;

use super::{PublicationView, apply, edition_of, find, is_drill, look_ahead, may_work, name_of, view};
use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Result};
use crate::requests::change;
use crate::work::Progress;
use crate::{journal, mailbox, suppression};

/// How many messages about an edition are written a minute: a mail server that is given them all at once refuses some.
pub const PER_MINUTE: u32 = 120;
/// People read at a time.
const PAGE: u32 = 500;
/// Changes that a mail names; the page names them all.
const NAMED: usize = 8;

/// The jobs' only need: which edition.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct OfEdition {
    edition: String,
}

/// Announces an approved edition.
///
/// # Errors
/// The actor may not; its first day is too near; another edition has that day; or nobody approved it.
pub async fn announce(app: &App, actor: &Actor, name: &str) -> Result<PublicationView> {
    may_work(actor)?;
    let mut row = find(app, name).await?;
    let edition = edition_of(app, &row).await?;
    let before = crate::editions::before(app, &edition).await?;
    let change = before.as_ref().map(|before| difference::between(before, &edition));
    let material = change.as_ref().is_some_and(|it| it.class == Some(Class::Widening));
    let notice = super::notice(app, before.as_ref(), &edition)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    apply(app, &mut tx, &mut row, &Command::Announce { notice, material }).await?;
    if !is_drill(&row) {
        archive(app, &mut tx, actor, &edition).await?;
        let asks: Vec<&str> =
            change.iter().flat_map(|it| &it.asks_again).map(|ask| ask.purpose.as_str()).collect();
        let data = json!({
            "hash": row.hash, "version": row.label, "in_force_from": row.begins,
            "material": material, "notice": notice.to_string(), "asks_again": asks,
        });
        journal::record(app, &mut tx, EventKind::EditionAnnounced, data).await?;
    }
    let job = OfEdition { edition: row.hash.clone() };
    change::enqueue(app, &mut tx, "announce", &job, Some(&format!("announce:{}", row.hash))).await?;
    commit(tx, "edition announced").await?;
    look_ahead(app).await?;
    view::view(app, &row).await
}

/// Puts it where everybody can read it. It holds on no day yet.
async fn archive(app: &App, tx: &mut Tx, actor: &Actor, edition: &Edition) -> Result<()> {
    let header = edition.policy();
    let archived = EditionRow {
        head: EditionHead {
            hash: edition.hash().to_string(),
            policy: header.id.clone(),
            version: header.version.clone(),
            in_force_from: header.in_force_from,
            published_at: app.now(),
            published_by: name_of(actor),
            holds_from: None,
        },
        canonical: edition.canonical().to_vec(),
    };
    store::editions::insert(tx, &archived).await.map(|_| ()).map_err(|error| match error {
        PublishError::DateTaken { .. } => crate::editions::date_taken(&error),
        PublishError::Store(error) => Error::internal(error),
    })
}

/// The job that makes the list: everybody whose account is known here, and everybody with an account in a system whose
/// map says where the addresses stand.
pub(crate) async fn announce_job(app: &App, of: &OfEdition) -> Result<Progress> {
    let Some(row) = store::publications::get(app.store(), &of.edition).await.map_err(Error::internal)? else {
        return Ok(Progress::Done);
    };
    if !is_drill(&row) {
        let mut after = None;
        loop {
            let people = store::subjects::page(app.store(), after, PAGE).await.map_err(Error::internal)?;
            let mut tx = app.store().begin().await.map_err(Error::internal)?;
            for person in &people {
                add(app, &mut tx, &of.edition, &person.email, person.language).await?;
            }
            commit(tx, "people to be told listed").await?;
            let Some(last) = people.last().filter(|_| people.len() == PAGE as usize) else { break };
            after = Some(last.id);
        }
        super::holders::list(app, &of.edition).await?;
    }
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    change::enqueue(app, &mut tx, "tell", of, Some(&format!("tell:{}", of.edition))).await?;
    commit(tx, "list of who is told made").await?;
    Ok(Progress::Done)
}

/// The job of telling, done now: what a drill does not wait a minute for.
pub(crate) async fn tell_now(app: &App, edition: &str) -> Result<()> {
    tell_job(app, &OfEdition { edition: edition.to_owned() }).await.map(|_| ())
}

/// Adds somebody to the list of an edition.
pub(crate) async fn add(
    app: &App,
    tx: &mut Tx,
    edition: &str,
    address: &str,
    language: kernel::Language,
) -> Result<()> {
    let row = NoticeRow {
        edition: edition.to_owned(),
        recipient: recipient(app, address),
        address: address.to_owned(),
        language,
    };
    store::edition_notices::add(tx, &row, app.now()).await.map(|_| ()).map_err(Error::internal)
}

/// The keyed hash by which somebody is known again on the lists.
fn recipient(app: &App, address: &str) -> String {
    suppression::hash(app, &Identity::new("email", address))
}

/// The job that writes the messages: a batch, and again a minute later, until everybody has been told.
pub(crate) async fn tell_job(app: &App, of: &OfEdition) -> Result<Progress> {
    let Some(mut row) = store::publications::get(app.store(), &of.edition).await.map_err(Error::internal)?
    else {
        return Ok(Progress::Done);
    };
    if row.stage != "announced" {
        return Ok(Progress::Done);
    }
    let waiting = store::edition_notices::waiting(app.store(), &of.edition, PER_MINUTE)
        .await
        .map_err(Error::internal)?;
    if !waiting.is_empty() {
        let mail = mail_of(app, &row).await?;
        let mut tx = app.store().begin().await.map_err(Error::internal)?;
        for person in &waiting {
            tell(app, &mut tx, &mail, person, is_drill(&row)).await?;
        }
        commit(tx, "messages about an edition written").await?;
    }
    let counts = store::edition_notices::counts(app.store(), &of.edition).await.map_err(Error::internal)?;
    let open = counts
        .iter()
        .any(|(state, count)| matches!(state, NoticeState::Waiting | NoticeState::Queued) && *count > 0);
    if open {
        return Ok(Progress::Later(app.now() + SignedDuration::from_mins(1)));
    }
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    apply(app, &mut tx, &mut row, &Command::NoteTold).await?;
    if !is_drill(&row) {
        let count = |wanted| counts.iter().find(|(state, _)| *state == wanted).map_or(0, |(_, count)| *count);
        let data = json!({
            "hash": row.hash, "told": count(NoticeState::Told), "unreachable": count(NoticeState::Unreachable),
        });
        journal::record(app, &mut tx, EventKind::EditionTold, data).await?;
    }
    commit(tx, "everybody told of an edition").await?;
    Ok(Progress::Done)
}

/// Writes one message, and notes it in the same transaction.
async fn tell(app: &App, tx: &mut Tx, mail: &Mail, person: &NoticeRow, drill: bool) -> Result<()> {
    let id = MessageId::new(app.now(), app.entropy());
    if store::edition_notices::queued(&mut *tx, person, id, app.now()).await.map_err(Error::internal)? {
        mailbox::queue_message(app, tx, id, mail, &person.address, person.language, drill).await?;
    }
    Ok(())
}

/// What became of a message about an edition, in the transaction that marks the message.
pub(crate) async fn message_ended(app: &App, tx: &mut Tx, row: &MessageRow, left: bool) -> Result<()> {
    if row.kind != mail::Kind::EditionAnnounced.as_str() {
        return Ok(());
    }
    let state = if left { NoticeState::Told } else { NoticeState::Unreachable };
    store::edition_notices::ended(tx, row.id, state, app.now()).await.map_err(Error::internal)
}

/// Takes somebody off every list: they are forgotten.
pub(crate) async fn forget(app: &App, tx: &mut Tx, address: &str) -> Result<()> {
    let recipient = recipient(app, address);
    store::edition_notices::forget(tx, &recipient).await.map(|_| ()).map_err(Error::internal)
}

/// What the message about an edition says.
async fn mail_of(app: &App, row: &PublicationRow) -> Result<Mail> {
    let edition = edition_of(app, row).await?;
    let before = crate::editions::before(app, &edition).await?;
    let change = before.as_ref().map(|before| difference::between(before, &edition));
    let base = &app.config().base_url;
    let mut changes: Vec<Text> = change.iter().flat_map(named).collect();
    let more = changes.len().saturating_sub(NAMED);
    changes.truncate(NAMED);
    Ok(Mail::EditionAnnounced {
        from: row.begins,
        changes,
        more: u64::try_from(more).unwrap_or(u64::MAX),
        asks_again: change.iter().flat_map(|it| &it.asks_again).map(|ask| ask.name.clone()).collect(),
        link: format!("{base}/editions/{}", row.begins),
        text: format!("{base}/privacy/{}", row.begins),
    })
}

/// What changes for people, the widest first; other words are left to the page.
fn named(change: &Difference) -> Vec<Text> {
    let mut facts: Vec<_> = change.facts.iter().filter(|fact| fact.class > Class::Wording).collect();
    facts.sort_by_key(|fact| std::cmp::Reverse(fact.class));
    facts.into_iter().map(|fact| fact.what.clone()).collect()
}
