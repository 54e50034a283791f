//! Messages to the privacy contact, by the form or by mail, and answers to mails of ours: each goes to whoever can act on
//! it, and somebody answers in time (S108).
//!
//! Words decide where a message goes ([`::requests::route`]); an officer can send it another way, make a request of it,
//! answer it by mail, or note that it was dealt with otherwise. An answer to a mail of ours stands with its request, found
//! by the id that we gave the mail. A sender's address is no proof of who they are: a request that is made of a message
//! asks that first. From whom it is and what it says is sealed, and gone 30 days after the answer; the ledger has only
//! which way it went.

use ::requests::{Channel, Right, Route, answer_days, route};
use inventory::Identity;
use jiff::{SignedDuration, Timestamp};
use kernel::ids::{RequestId, uuid_v7};
use kernel::{Actor, Language};
use ledger::EventKind;
use mail::Mail;
use policy::promise::evidence::MessagesInEvidence;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Tx;
use store::incoming::IncomingRow;

use crate::accounts::looks::{self, What};
use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::requests::file::{Entry, Filing};
use crate::requests::{self, decide, notes};
use crate::{journal, mailbox, preferences};

/// The longest message of the form, in characters.
pub const LONGEST: usize = 4_000;
/// How long what was said is kept after the answer.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);
/// How long it is kept that there was a message.
const COUNTED: SignedDuration = SignedDuration::from_hours(24 * 365);
/// The most messages from one address in a day. Whoever sends more gets the same answer and is not read.
const MOST_A_DAY: i64 = 20;
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// The most that are shown at once.
const SHOWN: u32 = 200;
/// The rights that a message can become a request for as it stands; the others need to be told what exactly.
pub const DIRECT: [Right; 4] = [Right::Access, Right::Erasure, Right::Restriction, Right::Portability];

/// What somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Contents {
    from: String,
    #[serde(default)]
    subject: String,
    text: String,
    language: Language,
}

/// How a message came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// By the form on the site.
    Form,
    /// By mail.
    Mail,
}

impl Came {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Mail => "mail",
        }
    }
}

/// What became of a mail that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Taken {
    /// It stands with the request that it is about.
    WithRequest,
    /// It waits at the desk.
    AtDesk,
    /// It came in before.
    Before,
    /// A machine sent it, or somebody sends too many: nothing is kept of it.
    Dropped,
}

/// A message as a list shows it: nothing of whom or what.
#[derive(Debug, Clone, Serialize)]
pub struct MessageView {
    /// Which one.
    pub id: String,
    /// `form` or `mail`.
    pub channel: String,
    /// Where it goes.
    pub route: Route,
    /// An officer sent it another way than the words did.
    pub corrected: bool,
    /// The request that it answers to or became.
    pub request: Option<RequestId>,
    /// When it came, UTC.
    pub at: Timestamp,
    /// By when somebody answers, UTC.
    pub due: Timestamp,
    /// When somebody did, UTC.
    pub answered: Option<Timestamp>,
    /// What became of it: `answered`, `request` or `handled`.
    pub outcome: Option<String>,
}

/// A message with what it says, for who answers it.
#[derive(Debug, Clone)]
pub struct MessageRead {
    /// What the list shows.
    pub view: MessageView,
    /// The sender's address; none when it is gone.
    pub from: Option<String>,
    /// The subject; empty for the form.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// The right that it seems to be about.
    pub right: Option<Right>,
}

/// Takes a message of the form in. The sender learns nothing but that it arrived.
///
/// # Errors
/// The address cannot be one, or the text is empty or too long.
pub async fn ask(app: &App, language: Language, address: &str, text: &str) -> Result<()> {
    let (address, text) = (address.trim(), text.trim());
    if !is_address(address) {
        let (nl, en) = (
            "Vul een e-mailadres in. Daar sturen wij het antwoord heen.",
            "Fill in an e-mail address. We send the answer there.",
        );
        return Err(Error::new(Kind::Invalid, "no-address", nl, en));
    }
    if text.is_empty() || text.chars().count() > LONGEST {
        let (nl, en) = (
            "Schrijf uw vraag op, in hooguit 4.000 tekens.",
            "Write your question down, in 4,000 characters at most.",
        );
        return Err(Error::new(Kind::Invalid, "no-words", nl, en));
    }
    let contents =
        Contents { from: address.to_lowercase(), subject: String::new(), text: text.to_owned(), language };
    take(app, Came::Form, contents, None, None).await.map(drop)
}

/// Takes a mail in, as it came. What a machine sent by itself is dropped.
///
/// # Errors
/// It is no mail that could be answered.
pub async fn mailed(app: &App, bytes: &[u8]) -> Result<Taken> {
    let read = ::mail::incoming::read(bytes).ok_or_else(|| {
        Error::new(
            Kind::Invalid,
            "no-mail",
            "Dit is geen mail met een afzender.",
            "This is no mail with a sender.",
        )
    })?;
    if read.automatic || is_our_own(app, &read.from)? {
        return Ok(Taken::Dropped);
    }
    let (request, language) = about(app, &read.answers).await?;
    // Mail servers deliver twice when they are not sure. Whoever knows another's id cannot take its place.
    let mail = read.id.map(|id| app.keys().lookup("incoming-mail:", &format!("{id}\n{}", read.from)));
    let contents = Contents {
        from: read.from,
        subject: read.subject,
        text: read.text,
        language: language.unwrap_or_default(),
    };
    take(app, Came::Mail, contents, request, mail).await
}

/// Mail from the privacy contact's own address is what we sent ourselves: two machines must not write to each other.
fn is_our_own(app: &App, from: &str) -> Result<bool> {
    let deployment = app.deployment()?;
    Ok(deployment.edition.facts().organisation.contact.email.eq_ignore_ascii_case(from))
}

/// The request that a mail of ours was about, and its language.
async fn about(app: &App, answers: &[String]) -> Result<(Option<RequestId>, Option<Language>)> {
    for id in answers {
        let Ok(id) = id.parse() else { continue };
        let message = store::messages::get(app.store(), id).await.map_err(Error::internal)?;
        let Some(message) = message else { continue };
        if let Some(request) = message.request_id {
            let row = store::requests::get(app.store(), request).await.map_err(Error::internal)?;
            // What was forgotten stays forgotten: an answer to it is a message like any other.
            if row.is_some_and(|row| row.closed_at.is_none() || row.subject_id.is_some()) {
                return Ok((Some(request), Some(message.language)));
            }
        }
        return Ok((None, Some(message.language)));
    }
    Ok((None, None))
}

/// `mail` is the keyed hash of a mail's own id: what came in before under it is not taken again.
async fn take(
    app: &App,
    came: Came,
    contents: Contents,
    request: Option<RequestId>,
    mail: Option<String>,
) -> Result<Taken> {
    let (now, address) = (app.now(), hash(app, &contents.from));
    let recent = store::incoming::recent(app.store(), &address, now - DAY).await.map_err(Error::internal)?;
    if recent >= MOST_A_DAY {
        return Ok(Taken::Dropped);
    }
    let said = route(&format!("{}\n{}", contents.subject, contents.text)).route;
    // An answer is read with its request; one that tells of a breach cannot wait for that.
    let said = if request.is_some() && said != Route::Breach { Route::Reply } else { said };
    let id = uuid_v7(now, app.entropy()).to_string();
    let drill = preferences::is_drill(&contents.from);
    let row = IncomingRow {
        channel: came.as_str().to_owned(),
        said: said.as_str().to_owned(),
        route: said.as_str().to_owned(),
        request_id: request,
        address,
        contents: Some(seal(app, &id, &contents)?),
        received_at: now,
        due_at: due(now, said),
        answered_at: None,
        answered_by: None,
        outcome: None,
        drill,
        id,
    };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    if let Some(mail) = &mail
        && !store::incoming::note_mail(&mut tx, mail, now).await.map_err(Error::internal)?
    {
        return Ok(Taken::Before);
    }
    store::incoming::insert(&mut tx, &row).await.map_err(Error::internal)?;
    if !drill {
        tell(app, &mut tx, &row, said).await?;
    }
    let data = json!({ "channel": row.channel, "route": row.route, "drill": drill });
    match request {
        Some(request) => {
            journal::record_about(app, &mut tx, EventKind::MessageTaken, request, data).await?;
        }
        None => {
            journal::record(app, &mut tx, EventKind::MessageTaken, data).await?;
        }
    }
    commit(tx, "message taken in").await?;
    app.wake();
    Ok(if request.is_some() { Taken::WithRequest } else { Taken::AtDesk })
}

/// Tells the privacy contact that somebody wrote: the mail says which way it goes, and nothing of whom or what.
async fn tell(app: &App, tx: &mut Tx, row: &IncomingRow, said: Route) -> Result<()> {
    let link = format!("{}/desk/messages/{}", app.config().base_url, row.id);
    let reply = row.request_id.is_some();
    let route = said.as_str().to_owned();
    let mail = Mail::OfficerMessage { at: row.received_at, due: row.due_at, route, reply, link };
    let to = app.deployment()?.edition.facts().organisation.contact.email.clone();
    mailbox::queue(app, tx, &mail, &to, Language::Nl, None).await
}

/// The messages, those that wait first.
///
/// # Errors
/// The actor does not decide about requests.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<MessageView>> {
    decide::decider(actor)?;
    let rows = store::incoming::list(app.store(), SHOWN).await.map_err(Error::internal)?;
    Ok(rows.into_iter().map(view).collect())
}

/// How many wait.
pub async fn open_count(app: &App) -> Result<i64> {
    store::incoming::open(app.store()).await.map_err(Error::internal)
}

/// One message with what it says. That somebody of the staff looked is on the record first.
///
/// # Errors
/// The actor does not decide, or there is no such message.
pub async fn read(app: &App, actor: &Actor, id: &str) -> Result<MessageRead> {
    decide::decider(actor)?;
    let row = load(app, id).await?;
    let contents = open(app, &row)?;
    if let Some(contents) = &contents {
        looks::at_message(app, actor, &contents.from, row.request_id, What::Message).await?;
    }
    Ok(as_read(row, contents))
}

/// What people answered to mails about a request, the oldest first, for who decides about it.
///
/// # Errors
/// The actor does not decide about requests.
pub async fn of(app: &App, actor: &Actor, request: RequestId) -> Result<Vec<MessageView>> {
    decide::decider(actor)?;
    let rows = store::incoming::of(app.store(), request).await.map_err(Error::internal)?;
    Ok(rows.into_iter().map(view).collect())
}

/// Sends a message another way; its term is the one of that way, from when it came.
///
/// # Errors
/// The actor does not decide, or it was dealt with before.
pub async fn correct(app: &App, actor: &Actor, id: &str, to: Route) -> Result<()> {
    decide::decider(actor)?;
    let row = load(app, id).await?;
    if to == Route::Reply && row.request_id.is_none() {
        return Err(done());
    }
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let due = due(row.received_at, to);
    if !store::incoming::route(&mut tx, id, to.as_str(), due).await.map_err(Error::internal)? {
        return Err(done());
    }
    let data = json!({ "from": row.route, "to": to.as_str(), "drill": row.drill });
    journal::record(app, &mut tx, EventKind::MessageRouted, data).await?;
    commit(tx, "message sent another way").await
}

/// Answers a message by mail, in the officer's words.
///
/// # Errors
/// The actor does not decide, there are no words, or it was dealt with before.
pub async fn answer(app: &App, actor: &Actor, id: &str, words: &str) -> Result<()> {
    decide::decider(actor)?;
    let words = words.trim();
    if words.is_empty() || words.chars().count() > LONGEST {
        return Err(Error::new(
            Kind::Invalid,
            "no-words",
            "Een antwoord heeft 1 tot 4.000 tekens.",
            "An answer has 1 to 4,000 characters.",
        ));
    }
    let row = load(app, id).await?;
    let contents = open(app, &row)?.ok_or_else(done)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    end(app, &mut tx, actor, &row, "answered", None).await?;
    let received = row.received_at.to_zoned(app.zone()).date();
    let mail = Mail::MessageAnswered { received, words: words.to_owned() };
    let to = (contents.from.as_str(), contents.language);
    mailbox::queue_as(app, &mut tx, &mail, to.0, to.1, None, "transactional", None, row.drill).await?;
    commit(tx, "message answered").await?;
    app.wake();
    Ok(())
}

/// Notes that a message was dealt with otherwise: by telephone, or there was nothing to answer.
///
/// # Errors
/// The actor does not decide, or it was dealt with before.
pub async fn handled(app: &App, actor: &Actor, id: &str) -> Result<()> {
    decide::decider(actor)?;
    let row = load(app, id).await?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    end(app, &mut tx, actor, &row, "handled", None).await?;
    commit(tx, "message dealt with").await
}

/// Makes a request of a message: received on the day on which the message came. Whoever sent it is asked who they are.
///
/// # Errors
/// The actor does not decide, the right needs more than a message says, or it was dealt with before.
pub async fn make_request(app: &App, actor: &Actor, id: &str, right: Right) -> Result<RequestId> {
    decide::decider(actor)?;
    let by = actor;
    let row = load(app, id).await?;
    let contents = open(app, &row)?.filter(|_| row.answered_at.is_none()).ok_or_else(done)?;
    if !DIRECT.contains(&right) {
        return Err(Error::new(
            Kind::Invalid,
            "right-needs-more",
            "Voor dit recht moet er meer bij. Voer het verzoek zelf in.",
            "This right needs more to be said. Enter the request yourself.",
        ));
    }
    // A drill's message is filed as people find it: nobody vouches for who wrote.
    let actor = if row.drill { &Actor::Anonymous } else { actor };
    let channel = if row.channel == "mail" && !row.drill { Channel::Email } else { Channel::Form };
    let filing = Filing {
        identities: vec![Identity::new("email", contents.from.as_str())],
        entry: Entry { received: Some(row.received_at.to_zoned(app.zone()).date()), ..Entry::default() },
        ..Filing::new(right, channel, contents.language)
    };
    let filed = requests::file(app, actor, filing).await?.request;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    end(app, &mut tx, by, &row, "request", Some(filed)).await?;
    commit(tx, "message made a request").await?;
    Ok(filed)
}

async fn end(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    row: &IncomingRow,
    outcome: &str,
    request: Option<RequestId>,
) -> Result<()> {
    let by = notes::writer(actor);
    let ended = store::incoming::answer(&mut *tx, &row.id, app.now(), &by, outcome, request).await;
    if !ended.map_err(Error::internal)? {
        return Err(done());
    }
    let in_time = app.now() <= row.due_at;
    let data = json!({ "route": row.route, "outcome": outcome, "in_time": in_time, "drill": row.drill });
    journal::record(app, tx, EventKind::MessageEnded, data).await?;
    Ok(())
}

/// Forgets what was said in messages that were answered long ago, and later that they were there.
pub(crate) async fn forget_old(app: &App) -> Result<()> {
    let now = app.now();
    store::incoming::wipe(app.store(), now - KEPT).await.map_err(Error::internal)?;
    store::incoming::purge(app.store(), now - COUNTED).await.map_err(Error::internal)?;
    store::incoming::purge_mails(app.store(), now - KEPT).await.map_err(Error::internal)?;
    Ok(())
}

/// Forgets what came from an address: whoever had it was erased.
pub(crate) async fn forget(app: &App, tx: &mut Tx, address: &str) -> Result<()> {
    store::incoming::forget_address(tx, &hash(app, address)).await.map_err(Error::internal)?;
    Ok(())
}

/// Whether messages are answered in time.
pub(crate) async fn evidence(app: &App) -> Result<MessagesInEvidence> {
    let now = app.now();
    let rows = store::incoming::list(app.store(), 1000).await.map_err(Error::internal)?;
    let late = |row: &&IncomingRow| row.answered_at.unwrap_or(now) > row.due_at;
    Ok(MessagesInEvidence {
        at: now,
        taken: rows.len() as u64,
        corrected: rows.iter().filter(|row| row.said != row.route).count() as u64,
        waiting_late: rows.iter().filter(|row| row.answered_at.is_none()).filter(late).count() as u64,
        answered_late: rows.iter().filter(|row| row.answered_at.is_some()).filter(late).count() as u64,
    })
}

async fn load(app: &App, id: &str) -> Result<IncomingRow> {
    let row = store::incoming::get(app.store(), id).await.map_err(Error::internal)?;
    row.ok_or_else(|| Error::not_found("message"))
}

fn view(row: IncomingRow) -> MessageView {
    MessageView {
        corrected: row.said != row.route,
        route: row.route.parse().unwrap_or(Route::Other),
        id: row.id,
        channel: row.channel,
        request: row.request_id,
        at: row.received_at,
        due: row.due_at,
        answered: row.answered_at,
        outcome: row.outcome,
    }
}

fn as_read(row: IncomingRow, contents: Option<Contents>) -> MessageRead {
    let view = view(row);
    let Some(contents) = contents else {
        return MessageRead { view, from: None, subject: String::new(), text: String::new(), right: None };
    };
    let right = route(&format!("{}\n{}", contents.subject, contents.text)).right;
    MessageRead { view, from: Some(contents.from), subject: contents.subject, text: contents.text, right }
}

fn due(received: Timestamp, to: Route) -> Timestamp {
    received + SignedDuration::from_hours(24 * i64::from(answer_days(to)))
}

fn seal(app: &App, id: &str, contents: &Contents) -> Result<Vec<u8>> {
    let plain = serde_json::to_vec(contents).map_err(Error::internal)?;
    app.keys().seal.seal(&place(id), &plain, app.entropy()).map_err(Error::internal)
}

fn open(app: &App, row: &IncomingRow) -> Result<Option<Contents>> {
    let Some(sealed) = &row.contents else { return Ok(None) };
    let plain = app.keys().seal.open(&place(&row.id), sealed).map_err(Error::internal)?;
    serde_json::from_slice(&plain).map(Some).map_err(Error::internal)
}

fn place(id: &str) -> String {
    format!("incoming:{id}")
}

fn hash(app: &App, address: &str) -> String {
    app.keys().lookup("incoming:", &address.trim().to_lowercase())
}

/// Whether a text can be an address to write to.
pub(crate) fn is_address(text: &str) -> bool {
    let (local, domain) = text.rsplit_once('@').unwrap_or_default();
    !local.is_empty() && domain.contains('.') && text.len() <= 254 && !text.contains(char::is_whitespace)
}

fn done() -> Error {
    Error::new(
        Kind::Conflict,
        "message-done",
        "Dit bericht is al afgehandeld of niet meer te lezen. Ververs de pagina.",
        "This message was dealt with already or can no longer be read. Reload the page.",
    )
}
