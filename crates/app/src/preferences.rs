//! What people choose about messages. The link in a message opens a page on which they choose by topic; one click of
//! their mail program ends a topic without any page (RFC 8058). Looking never changes anything.
//!
//! The link carries address and topic sealed, so that nobody can read or make one; it needs no row and no sign-in. A
//! refusal acts at once, on every message that can be refused. A refusal of marketing is an objection (GDPR art.
//! 21(3)) and goes to every system that has a list of its own.

use std::collections::BTreeMap;

use inventory::Identity;
use kernel::{Actor, Language};
use ledger::EventKind;
use policy::facts::{Basis, Purpose};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Tx;
use store::mail_choices::ChoiceRow;
use store::suppressions::Cause;

use crate::app::App;
use crate::boundary::commit;
use crate::consents::letters::{self, Refused};
use crate::error::{Error, Kind, Result};
use crate::requests::{self, Channel, Filing, Right, Scope, Wish};
use crate::{journal, suppression};

/// Everything that can be refused.
const EVERYTHING: &str = "*";
const CHANNEL: &str = "mail";
const PLACE: &str = "mail-link";

/// What a link carries.
#[derive(Serialize, Deserialize)]
struct Carried {
    address: String,
    topic: String,
}

/// The two addresses of a message.
#[derive(Debug, Clone)]
pub struct Link {
    /// The page on which somebody chooses.
    pub page: String,
    /// Where a mail program posts.
    pub one_click: String,
}

/// A topic on the page.
#[derive(Debug, Clone, Serialize)]
pub struct Topic {
    /// The purpose.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Whether they get it.
    pub wanted: bool,
    /// Whether it wants to sell something.
    pub marketing: bool,
}

/// The page of a link.
#[derive(Debug, Clone, Serialize)]
pub struct Choices {
    /// The address, shortened so that it is recognised and not read over a shoulder.
    pub address: String,
    /// The topics.
    pub topics: Vec<Topic>,
}

/// The links for a message.
pub fn link(app: &App, address: &str, topic: &str) -> Result<Link> {
    let carried = Carried { address: address.trim().to_owned(), topic: topic.to_owned() };
    let plain = serde_json::to_vec(&carried).map_err(Error::internal)?;
    let sealed = app.keys().seal.seal(PLACE, &plain, app.entropy()).map_err(Error::internal)?;
    let (base, token) = (&app.config().base_url, hex::encode(sealed));
    Ok(Link { page: format!("{base}/mail/{token}"), one_click: format!("{base}/mail/one-click/{token}") })
}

/// Whether somebody refused messages for a purpose.
pub async fn refuses(app: &App, address: &str, topic: &str) -> Result<bool> {
    let rows = store::mail_choices::of(app.store(), &key(app, address)).await.map_err(Error::internal)?;
    let refused = |row: &&ChoiceRow| !row.wanted && (row.topic == topic || row.topic == EVERYTHING);
    let wanted = |row: &&ChoiceRow| row.wanted && row.topic == topic;
    let newest_refusal = rows.iter().filter(refused).map(|row| row.since).max();
    let newest_wish = rows.iter().filter(wanted).map(|row| row.since).max();
    Ok(newest_refusal.is_some_and(|refused| newest_wish.is_none_or(|wanted| wanted <= refused)))
}

/// The page of a link.
///
/// # Errors
/// The link is not one of ours.
pub async fn page(app: &App, token: &str, language: Language) -> Result<Choices> {
    let carried = open(app, token)?;
    let mut topics = Vec::new();
    for (id, purpose) in refusable(app, &carried.address).await? {
        topics.push(Topic {
            name: purpose.name.get(language).to_owned(),
            description: purpose.description.get(language).to_owned(),
            wanted: !refuses(app, &carried.address, &id).await?,
            marketing: sells(&purpose),
            id,
        });
    }
    Ok(Choices { address: shortened(&carried.address), topics })
}

/// Ends the topic of a link: one click of a mail program.
///
/// # Errors
/// The link is not one of ours.
pub async fn end(app: &App, token: &str) -> Result<()> {
    let carried = open(app, token)?;
    let choices = BTreeMap::from([(carried.topic.clone(), false)]);
    choose(app, &carried.address, &choices, "one-click").await
}

/// Takes the choices of the page down: what is not wanted, and what is.
///
/// # Errors
/// The link is not one of ours.
pub async fn save(app: &App, token: &str, wanted: &[String]) -> Result<()> {
    let carried = open(app, token)?;
    let refusable = refusable(app, &carried.address).await?;
    let choices = refusable.into_keys().map(|id| (id.clone(), wanted.contains(&id))).collect();
    choose(app, &carried.address, &choices, "page").await
}

async fn choose(app: &App, address: &str, choices: &BTreeMap<String, bool>, source: &str) -> Result<()> {
    let deployment = app.deployment()?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let mut sold = false;
    for (topic, wanted) in choices {
        note(app, &mut tx, address, topic, *wanted, source).await?;
        let purpose = deployment.edition.facts().purposes.get(topic);
        sold |= !wanted && purpose.is_some_and(sells);
    }
    let identity = Identity::new("email", address);
    let refused: Vec<&str> =
        choices.iter().filter(|(_, wanted)| !**wanted).map(|(topic, _)| topic.as_str()).collect();
    letters::end(app, &mut tx, &identity, Refused::Topics(&refused)).await?;
    // Whoever ends one topic and keeps a letter that they asked for is written to: only that topic is over.
    let account = suppression::hash(app, &identity);
    let letter = store::letters::of(&mut tx, &account).await.map_err(Error::internal)?;
    let sold = sold && letter.is_none() && !is_drill(address);
    if sold {
        suppression::leave_alone(app, &mut tx, std::slice::from_ref(&identity), Cause::OptedOut).await?;
    }
    commit(tx, "mail choice kept").await?;
    app.wake();
    if sold && !has_objected(app, &identity).await? {
        // An objection to marketing, which nobody judges: every system with a list of its own gets it, and the time
        // that takes is measured (S101).
        let wish = Wish::Stop { scope: Scope::Marketing, reasons: String::new() };
        let filing = Filing::new(Right::Objection, Channel::Form, Language::Nl);
        requests::file(app, &Actor::Operator, Filing { identities: vec![identity], wish, ..filing }).await?;
    }
    Ok(())
}

/// Whether the address is one of a drill's invented people.
pub(crate) fn is_drill(address: &str) -> bool {
    address.trim().to_lowercase().ends_with("@drill.invalid")
}

/// Whether an objection to marketing is under way or was granted for somebody.
async fn has_objected(app: &App, identity: &Identity) -> Result<bool> {
    let listed = suppression::check(app, &Actor::Worker, std::slice::from_ref(identity)).await?;
    Ok(listed.iter().any(|listed| listed.cause == Cause::Objected.as_str()))
}

/// Forgets what a drill's person chose.
pub(crate) async fn forget(app: &App, address: &str) -> Result<()> {
    for wanted in [true, false] {
        store::mail_choices::forget(app.store(), &key(app, address), wanted)
            .await
            .map_err(Error::internal)?;
    }
    Ok(())
}

/// The purposes that somebody can be written to for, and refuse. What rests on consent is among them only while they
/// consent: it begins with a confirmation of its own ([`letters`]), and with no box on this page.
async fn refusable(app: &App, address: &str) -> Result<BTreeMap<String, Purpose>> {
    let deployment = app.deployment()?;
    let identity = Identity::new("email", address);
    let known = letters::known(app, &[suppression::hash(app, &identity)]).await?;
    let consented = |id: &String| known.values().any(|agreed| agreed.decisions.get(id) == Some(&true));
    let written = |id: &String, purpose: &Purpose| {
        let mails = purpose.categories.iter().any(|category| category == "email");
        if purpose.basis == Basis::Consent {
            consented(id)
        } else {
            mails && (sells(purpose) || is_service(purpose))
        }
    };
    let purposes = deployment.edition.facts().purposes.iter().filter(|(id, purpose)| written(id, purpose));
    Ok(purposes.map(|(id, purpose)| (id.clone(), purpose.clone())).collect())
}

/// Notes that somebody wants a topic, which they said from their own mailbox: what they refused of it before is over.
pub(crate) async fn want(app: &App, tx: &mut Tx, address: &str, topic: &str) -> Result<()> {
    note(app, tx, address, topic, true, "letter").await
}

async fn note(app: &App, tx: &mut Tx, address: &str, topic: &str, wanted: bool, source: &str) -> Result<()> {
    let row = ChoiceRow {
        address: key(app, address),
        topic: topic.to_owned(),
        channel: CHANNEL.to_owned(),
        wanted,
        source: source.to_owned(),
        since: app.now(),
    };
    store::mail_choices::put(&mut *tx, &row).await.map_err(Error::internal)?;
    let data = json!({ "topic": topic, "channel": CHANNEL, "wanted": wanted, "source": source });
    journal::record(app, tx, EventKind::MailChoice, data).await.map(drop)
}

/// Whether a purpose wants to sell something.
pub(crate) fn sells(purpose: &Purpose) -> bool {
    purpose.dpv.as_deref().is_some_and(|dpv| dpv.contains("Marketing") || dpv.contains("Advertising"))
}

/// Whether it is about what somebody uses.
fn is_service(purpose: &Purpose) -> bool {
    purpose.dpv.as_deref() == Some("ServiceProvision") && purpose.basis == Basis::Contract
}

fn open(app: &App, token: &str) -> Result<Carried> {
    let gone = || {
        Error::new(
            Kind::NotFound,
            "mail-link",
            "Deze link klopt niet. Gebruik de link onderaan de nieuwste mail die u van ons kreeg.",
            "This link is not right. Use the link at the foot of the newest mail you got from us.",
        )
    };
    let sealed = hex::decode(token).map_err(|_| gone())?;
    let plain = app.keys().seal.open(PLACE, &sealed).map_err(|_| gone())?;
    serde_json::from_slice(&plain).map_err(|_| gone())
}

fn key(app: &App, address: &str) -> String {
    app.keys().lookup("mail-choice", &address.trim().to_lowercase())
}

/// "e…t@school.example".
pub(crate) fn shortened(address: &str) -> String {
    let Some((local, domain)) = address.rsplit_once('@') else { return "…".to_owned() };
    let first: String = local.chars().take(1).collect();
    let last: String = local.chars().last().into_iter().collect();
    format!("{first}…{last}@{domain}")
}
