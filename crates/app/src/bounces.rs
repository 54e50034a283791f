//! Mail that came back: it is put on record, its address is marked, the officer sees it, and no answer is lost by it.
//!
//! Reports come in by the mail provider's webhook or as the mail that a server sends ([`mail::bounce`]). Only which
//! message, whether for good, and the code are kept. An answer that waits to be collected is kept longer when the message
//! that announced it came back; an officer sends the announcement again once they know that the address works. To an
//! address that takes no mail nothing goes that could be left out; as soon as somebody signs in with a code from there,
//! it counts as working again.

use jiff::{SignedDuration, Timestamp};
use kernel::Actor;
use kernel::ids::{MessageId, RequestId};
use ledger::EventKind;
use serde::Serialize;
use serde_json::{Value, json};
use store::Tx;
use store::bounces::BounceRow;
use store::messages::MessageRow;

use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::requests::decide;
use crate::{journal, mailbox};

/// How long an answer is kept from the moment on which its announcement came back.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);
/// How long it is kept which address a message went to: servers give up after five days.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24 * 14);
/// The most events in one post.
const MOST_EVENTS: usize = 1_000;
/// The most that are shown at once.
const SHOWN: u32 = 200;

/// A message that did not arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Which.
    pub message: MessageId,
    /// Whether it will never arrive there.
    pub hard: bool,
    /// The code of RFC 3463.
    pub status: String,
}

/// What became of reports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// Messages that were not known to have come back.
    pub bounced: usize,
    /// Reports that said nothing new, or were about no message of ours.
    pub dropped: usize,
}

/// A message that came back, for the desk.
#[derive(Debug, Clone, Serialize)]
pub struct BounceView {
    /// Which message.
    pub message: MessageId,
    /// The request it was about.
    pub request: Option<RequestId>,
    /// Which text it was.
    pub kind: String,
    /// Whether it will never arrive there.
    pub hard: bool,
    /// The code of RFC 3463.
    pub status: String,
    /// When it came back, UTC.
    pub at: Timestamp,
    /// When somebody dealt with it, UTC.
    pub ended: Option<Timestamp>,
    /// Whether the answer can be announced again.
    pub can_again: bool,
}

/// Reads the events that a provider posts: a list, or an object with a list under "events". Mailjet's are read as they
/// come. What is no bounce of a message of ours is dropped unread.
///
/// # Errors
/// It is no JSON, holds no list, or holds too many.
pub fn events(body: &[u8]) -> Result<(Vec<Report>, usize)> {
    let unreadable = |code, nl: &str, en: &str| Error::new(Kind::Invalid, code, nl, en);
    let read: Value = serde_json::from_slice(body)
        .map_err(|_| unreadable("events-not-json", "Dit is geen JSON.", "This is no JSON."))?;
    let list = match &read {
        Value::Array(list) => list.clone(),
        Value::Object(object) => match object.get("events") {
            Some(Value::Array(list)) => list.clone(),
            // One event comes without a list around it.
            None if object.contains_key("event") => vec![read.clone()],
            _ => return Err(no_list()),
        },
        _ => return Err(no_list()),
    };
    if list.len() > MOST_EVENTS {
        return Err(unreadable(
            "events-too-many",
            "Er staan meer dan duizend gebeurtenissen in één bericht. Stuur ze in delen.",
            "There are more than a thousand events in one post. Send them in parts.",
        ));
    }
    let reports: Vec<Report> = list.iter().filter_map(event).collect();
    let dropped = list.len() - reports.len();
    Ok((reports, dropped))
}

fn no_list() -> Error {
    Error::new(
        Kind::Invalid,
        "events-no-list",
        "Er staat geen lijst van gebeurtenissen in.",
        "There is no list of events in it.",
    )
}

fn event(event: &Value) -> Option<Report> {
    let text = |name: &str| event.get(name).and_then(Value::as_str);
    let kind = text("event")?;
    let spam = kind.eq_ignore_ascii_case("blocked");
    if !kind.eq_ignore_ascii_case("bounce") && !kind.eq_ignore_ascii_case("bounced") && !spam {
        return None;
    }
    let named = ["message_id", "Message-ID", "message-id", "CustomID", "smtp-id"];
    let message = named.iter().find_map(|name| mail::bounce::id(text(name)?))?;
    let flag = |name: &str| event.get(name).and_then(Value::as_bool);
    let status = text("status").and_then(mail::bounce::code);
    let hard = flag("hard")
        .or_else(|| flag("hard_bounce"))
        .unwrap_or_else(|| status.as_deref().is_some_and(|status| status.starts_with('5')));
    let status = status.unwrap_or_else(|| if hard { "5.0.0" } else { "4.0.0" }.to_owned());
    Some(Report { message: message.parse().ok()?, hard, status })
}

/// Reads the report in a mail that a server sent back.
///
/// # Errors
/// It is no report about a message of ours.
pub fn mailed(mail: &[u8]) -> Result<Report> {
    let none = || {
        Error::new(
            Kind::Invalid,
            "no-report",
            "Dit is geen bericht van een mailserver dat een mail van ons niet aankwam.",
            "This is no report of a mail server that a mail of ours did not arrive.",
        )
    };
    let read = ::mail::bounce::read(mail).ok_or_else(none)?;
    let message = read.message.parse().map_err(|_| none())?;
    Ok(Report { message, hard: read.hard, status: read.status })
}

/// Takes reports in. Taking one in twice changes nothing.
pub async fn take(app: &App, reports: &[Report]) -> Result<Taken> {
    let mut taken = Taken::default();
    for report in reports {
        if take_one(app, report).await? {
            taken.bounced += 1;
        } else {
            taken.dropped += 1;
        }
    }
    Ok(taken)
}

async fn take_one(app: &App, report: &Report) -> Result<bool> {
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let message = store::messages::get(&mut tx, report.message).await.map_err(Error::internal)?;
    let Some(message) = message.filter(|message| message.sent_at.is_some()) else { return Ok(false) };
    let row = BounceRow {
        message_id: message.id,
        request_id: message.request_id,
        kind: message.kind.clone(),
        hard: report.hard,
        status: report.status.clone(),
        at: app.now(),
        ended_at: None,
    };
    if !store::bounces::insert(&mut tx, &row).await.map_err(Error::internal)? {
        return Ok(false);
    }
    if report.hard
        && let Some(address) = store::bounces::address(&mut tx, message.id).await.map_err(Error::internal)?
    {
        store::bounces::mark(&mut tx, &address, &report.status, app.now()).await.map_err(Error::internal)?;
    }
    keep_longer(app, &mut tx, &message).await?;
    let data = json!({ "kind": message.kind, "hard": report.hard, "status": report.status });
    match message.request_id {
        Some(request) => {
            journal::record_about(app, &mut tx, EventKind::MessageBounced, request, data).await?;
        }
        None => {
            journal::record(app, &mut tx, EventKind::MessageBounced, data).await?;
        }
    }
    commit(tx, "bounce taken in").await?;
    Ok(true)
}

/// An answer whose announcement came back is not destroyed before somebody could do something about it.
async fn keep_longer(app: &App, tx: &mut Tx, message: &MessageRow) -> Result<()> {
    let Some(request) = message.request_id else { return Ok(()) };
    let until = app.now() + KEPT;
    for archive in store::archives::by_request(&mut *tx, request).await.map_err(Error::internal)? {
        if archive.purged_at.is_none() && archive.expires_at < until {
            store::archives::prolong(&mut *tx, archive.id, until).await.map_err(Error::internal)?;
        }
    }
    Ok(())
}

/// Mail that came back and that nobody has dealt with; or everything that came back of one request.
///
/// # Errors
/// The actor does not decide about requests.
pub async fn list(app: &App, actor: &Actor, request: Option<RequestId>) -> Result<Vec<BounceView>> {
    decide::decider(actor)?;
    let rows = match request {
        Some(request) => store::bounces::of(app.store(), request).await,
        None => store::bounces::open(app.store(), SHOWN).await,
    };
    let mut views = Vec::new();
    for row in rows.map_err(Error::internal)? {
        let can_again = row.ended_at.is_none() && reachable(app, row.request_id).await?.is_some();
        views.push(BounceView {
            message: row.message_id,
            request: row.request_id,
            kind: row.kind,
            hard: row.hard,
            status: row.status,
            at: row.at,
            ended: row.ended_at,
            can_again,
        });
    }
    Ok(views)
}

/// The known address of who a request is about, where that is still known.
async fn reachable(app: &App, request: Option<RequestId>) -> Result<Option<String>> {
    let Some(request) = request else { return Ok(None) };
    let row = store::requests::get(app.store(), request).await.map_err(Error::internal)?;
    let Some(row) = row else { return Ok(None) };
    if row.address.is_some() {
        return Ok(row.address);
    }
    let Some(subject) = row.subject_id else { return Ok(None) };
    let subject = store::subjects::get(app.store(), subject).await.map_err(Error::internal)?;
    Ok(subject.map(|subject| subject.email))
}

/// Deals with a message that came back: announces the answer again, or only takes it off the list.
///
/// # Errors
/// The actor does not decide, it was dealt with before, or nobody knows any more where it would go.
pub async fn end(app: &App, actor: &Actor, message: MessageId, again: bool) -> Result<()> {
    decide::decider(actor)?;
    let row = store::messages::get(app.store(), message).await.map_err(Error::internal)?;
    let row = row.ok_or_else(|| Error::not_found("message"))?;
    let address = reachable(app, row.request_id).await?;
    if again && address.is_none() {
        return Err(Error::new(
            Kind::Conflict,
            "no-address-left",
            "Wij weten niet meer naar welk adres dit moet. Na een volledige wissing bewaren wij dat niet.",
            "We no longer know which address this should go to. After a complete erasure we do not keep it.",
        ));
    }
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    if !store::bounces::end(&mut tx, message, app.now()).await.map_err(Error::internal)? {
        return Err(Error::new(
            Kind::Conflict,
            "bounce-ended",
            "Dit is al afgehandeld. Ververs de pagina.",
            "This was dealt with already. Reload the page.",
        ));
    }
    if let (true, Some(address), Some(request)) = (again, address, row.request_id) {
        mailbox::announce_again(app, &mut tx, request, &address).await?;
    }
    commit(tx, "bounce dealt with").await?;
    app.wake();
    Ok(())
}

/// Remembers, by a keyed hash, where a message went, in the transaction that marks it as sent.
pub(crate) async fn left(app: &App, tx: &mut Tx, row: &MessageRow) -> Result<()> {
    if row.drill || row.to_address.is_empty() {
        return Ok(());
    }
    let address = hash(app, &row.to_address);
    store::bounces::sent(tx, row.id, &address, app.now()).await.map_err(Error::internal)
}

/// Forgets what left long ago.
pub(crate) async fn forget_old(app: &App) -> Result<()> {
    let before = app.now() - REMEMBERED;
    store::bounces::forget_before(app.store(), before).await.map(drop).map_err(Error::internal)
}

/// Forgets an address altogether: whoever had it was erased.
pub(crate) async fn forget(app: &App, tx: &mut Tx, address: &str) -> Result<()> {
    store::bounces::forget_address(tx, &hash(app, address)).await.map_err(Error::internal)
}

/// Mail has arrived at this address: somebody signed in with a code from there.
pub(crate) async fn arrived(app: &App, tx: &mut Tx, address: &str) -> Result<()> {
    store::bounces::unmark(tx, &hash(app, address)).await.map_err(Error::internal)
}

/// Whether an address takes no mail, as far as is known.
pub(crate) async fn takes_none(app: &App, address: &str) -> Result<bool> {
    let since = store::bounces::marked(app.store(), &hash(app, address)).await.map_err(Error::internal)?;
    Ok(since.is_some())
}

fn hash(app: &App, address: &str) -> String {
    app.keys().lookup("mail:", &address.trim().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11";

    #[test]
    fn events_are_read_as_providers_send_them() {
        let id = format!("\"<{OURS}@leskracht.example>\"");
        for (body, expected) in [
            (
                format!(
                    "[{{\"event\":\"bounce\",\"CustomID\":\"{OURS}\",\"hard_bounce\":true,\"email\":\"x\"}}]"
                ),
                Some((true, "5.0.0")),
            ),
            (format!("{{\"event\":\"bounce\",\"message_id\":{id},\"hard\":false}}"), Some((false, "4.0.0"))),
            (
                format!("{{\"events\":[{{\"event\":\"bounced\",\"smtp-id\":{id},\"status\":\"5.1.1\"}}]}}"),
                Some((true, "5.1.1")),
            ),
            (format!("[{{\"event\":\"open\",\"message_id\":{id}}}]"), None),
            ("[{\"event\":\"bounce\",\"message_id\":\"theirs\"}]".to_owned(), None),
            ("[1, null, \"bounce\"]".to_owned(), None),
        ] {
            let (reports, _) = events(body.as_bytes()).unwrap();
            let read = reports.first().map(|one| (one.hard, one.status.as_str()));
            assert_eq!(read, expected, "{body}");
        }
    }

    #[test]
    fn what_is_no_list_of_events_is_refused_with_a_reason() {
        let many = format!("[{}0]", "0,".repeat(MOST_EVENTS));
        for (body, code) in [
            ("", "events-not-json"),
            ("{\"a\":1}", "events-no-list"),
            ("7", "events-no-list"),
            ("{\"events\":{}}", "events-no-list"),
            (many.as_str(), "events-too-many"),
        ] {
            assert_eq!(events(body.as_bytes()).unwrap_err().code, code);
        }
    }
}
