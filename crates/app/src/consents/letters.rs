//! Letters by mail: asked for on a form, confirmed from the mailbox itself (double opt-in), and ended in one click.
//!
//! Whoever asks gets one mail, which belongs to no list and sells nothing. The button behind its link gives the consent,
//! and is its proof: only who reads that mailbox can press it. Until then nothing is sent there, and who never presses it is
//! forgotten after [`UNCONFIRMED`]. Every asking has the same answer, so that nobody learns who is on a list, and a mailbox gets
//! at most [`MOST_A_DAY`] of these mails a day, whoever asks. What is agreed to stands with the other choices: attested by
//! the ledger, with a receipt. Anything that the person refuses afterwards ends it: the way out of a letter, an objection, an
//! erasure.

use std::collections::{BTreeSet, HashMap};

use ::consent::letters::{Topic as Asked, Unfit};
use ::consent::{Control, Layer, Letters, Record, Words, record::Decisions, subject};
use inventory::Identity;
use jiff::{SignedDuration, Timestamp};
use kernel::{Actor, Language, Text};
use mail::Mail;
use policy::Edition;
use policy::facts::{Basis, Purpose, services::Place};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::letters::{AskingRow, LetterRow};

use super::evidence::DRILL_SITE;
use super::intake::{self, Choice};
use super::offers;
use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::{bounces, mailbox, preferences, suppression};

/// How long an address is kept that nobody confirms.
pub const UNCONFIRMED: SignedDuration = SignedDuration::from_hours(24 * 7);
/// The most mails to one mailbox in a day, whoever asks for them.
pub const MOST_A_DAY: i64 = 3;
const DAY: SignedDuration = SignedDuration::from_hours(24);
const PLACE: &str = "letter";
/// The longest address (RFC 5321).
const LONGEST: usize = 254;
/// Addresses of one page of a list.
const PAGE: u32 = 500;

/// What is sealed of somebody.
#[derive(Debug, Serialize, Deserialize)]
struct Contents {
    address: String,
    language: Language,
    #[serde(default)]
    wanted: Vec<String>,
}

/// A topic, for a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The purpose.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Who else receives something for it.
    pub who: Vec<String>,
    /// It is about being followed in letters.
    pub follows: bool,
}

/// What waits behind the link of a mail.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The address, shortened.
    pub address: String,
    /// What was asked for.
    pub topics: Vec<Topic>,
    /// Who sends it.
    pub controller: String,
}

/// Somebody who wants a letter, for the program that sends it.
#[derive(Debug, Clone, Serialize)]
pub struct Subscriber {
    /// Where to.
    pub email: String,
    /// In which language.
    pub language: Language,
    /// Since when.
    pub since: Timestamp,
    /// Whether they may be followed in it: opens, and links.
    pub follow: bool,
}

/// What an edition asks of whoever wants letters; no topics when it has none that rest on consent.
pub fn offer(edition: &Edition) -> Letters {
    let facts = edition.facts();
    let languages = &edition.policy().languages;
    let consents = |purpose: &Purpose| purpose.basis == Basis::Consent;
    let in_mail = |id: &str| facts.services.values().any(|it| it.place == Place::Mail && it.purpose == *id);
    let topic = |(id, purpose): (&String, &Purpose), follows| {
        let receivers: Vec<_> =
            facts.recipients.values().filter(|it| it.purposes.iter().any(|of| of == id)).collect();
        let mut parts = vec![id.clone(), purpose.categories.join(" ")];
        let term = purpose.term.as_ref().and_then(|term| facts.terms.get(term));
        parts.extend(term.and_then(|term| term.keep).map(|keep| keep.text(Language::En)));
        for recipient in &receivers {
            parts.push(recipient.name.get(Language::En).to_owned());
            parts.extend(recipient.countries.iter().map(|country| country.code().to_owned()));
        }
        Asked {
            id: id.clone(),
            name: Words::of(purpose.name.text(), languages),
            description: Words::of(&purpose.description, languages),
            who: receivers.iter().map(|it| Words::of(it.name.text(), languages)).collect(),
            follows,
            terms: ::consent::offer::terms(parts.iter().map(String::as_str)),
        }
    };
    let sells = |purpose: &Purpose| {
        preferences::sells(purpose) && purpose.categories.iter().any(|category| category == "email")
    };
    let of = |follows: bool| {
        let purposes = facts.purposes.iter().filter(move |(_, purpose)| consents(purpose));
        purposes
            .filter(move |(id, purpose)| if follows { in_mail(id) } else { sells(purpose) && !in_mail(id) })
    };
    let mut topics: Vec<Asked> = of(false).map(|it| topic(it, false)).collect();
    if !topics.is_empty() {
        topics.extend(of(true).map(|it| topic(it, true)));
    }
    let organisation = &facts.organisation;
    let controller = organisation.legal_name.clone().unwrap_or_else(|| organisation.name.clone());
    Letters { controller, topics }
}

/// The topics of the edition in force, for a form.
///
/// # Errors
/// No edition is in force.
pub fn topics(app: &App, language: Language) -> Result<Vec<Topic>> {
    let letters = offer(&app.deployment()?.edition);
    Ok(letters.topics.iter().map(|topic| shown(topic, language)).collect())
}

fn shown(topic: &Asked, language: Language) -> Topic {
    Topic {
        id: topic.id.clone(),
        name: topic.name.get(language).to_owned(),
        description: topic.description.get(language).to_owned(),
        who: topic.who.iter().map(|who| who.get(language).to_owned()).collect(),
        follows: topic.follows,
    }
}

/// Somebody asks for letters. Everybody gets the same answer; the mailbox gets a mail, unless it had enough of them.
///
/// # Errors
/// The address cannot be one, or no letter was chosen.
pub async fn ask(app: &App, language: Language, address: &str, wanted: &[String]) -> Result<()> {
    let address = address.trim();
    if !crate::incoming::is_address(address) || address.len() > LONGEST {
        let (nl, en) = ("Vul een e-mailadres in.", "Fill in an e-mail address.");
        return Err(Error::new(Kind::Invalid, "no-address", nl, en));
    }
    let letters = offer(&app.deployment()?.edition);
    let decisions = letters.decide(wanted).map_err(unfit)?;
    let now = app.now();
    let key = key(app, address);
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let before = store::letters::asked(&mut tx, &key).await.map_err(Error::internal)?;
    let before = before.filter(|row| now.duration_since(row.first_at) < DAY);
    let had_enough = before.as_ref().is_some_and(|row| row.mails >= MOST_A_DAY);
    if had_enough || bounces::takes_none(app, address).await? {
        return tx.rollback().await.map_err(Error::internal);
    }
    let token = hex::encode(app.entropy().bytes::<16>());
    let allowed: Vec<String> =
        decisions.into_iter().filter_map(|(id, allowed)| allowed.then_some(id)).collect();
    let name = |id: &String| letters.topics.iter().find(|topic| topic.id == *id);
    let topics = allowed.iter().filter_map(name).map(|topic| text(&topic.name)).collect();
    let contents = Contents { address: address.to_owned(), language, wanted: allowed };
    let row = AskingRow {
        address: key,
        token: subject(&token).unwrap_or_default(),
        contents: seal(app, &contents)?,
        mails: before.as_ref().map_or(0, |row| row.mails) + 1,
        first_at: before.map_or(now, |row| row.first_at),
        asked_at: now,
    };
    store::letters::ask(&mut tx, &row).await.map_err(Error::internal)?;
    let mail = Mail::LetterAsked {
        topics,
        link: format!("{}/{language}/letters/{token}", app.config().base_url),
        valid_days: u32::try_from(UNCONFIRMED.as_hours() / 24).unwrap_or(u32::MAX),
    };
    mailbox::queue(app, &mut tx, &mail, address, language, None).await?;
    commit(tx, "letters asked for").await
}

fn text(words: &Words) -> Text {
    Text { nl: words.get(Language::Nl).to_owned(), en: words.get(Language::En).to_owned() }
}

fn unfit(unfit: Unfit) -> Error {
    match unfit {
        Unfit::Nothing => Error::new(
            Kind::Invalid,
            "no-letter",
            "Kies welke brief u wilt krijgen.",
            "Choose which letter you want to get.",
        ),
        Unfit::Unknown => Error::new(
            Kind::Invalid,
            "unknown-letter",
            "Deze brief bestaat niet (meer). Kies er een van het formulier.",
            "There is no such letter (any more). Choose one of the form.",
        ),
    }
}

fn gone() -> Error {
    Error::new(
        Kind::NotFound,
        "letter-link",
        "Deze link werkt niet meer. Vraag de brief opnieuw aan; u krijgt dan een nieuwe mail.",
        "This link no longer works. Ask for the letter again; you get a new mail then.",
    )
}

/// The asking behind a link, while it counts.
async fn find(app: &App, on: impl Into<store::Conn<'_>>, token: &str) -> Result<(AskingRow, Contents)> {
    let digest = subject(token).ok_or_else(gone)?;
    let row = store::letters::by_token(on, &digest).await.map_err(Error::internal)?.ok_or_else(gone)?;
    if app.now().duration_since(row.asked_at) >= UNCONFIRMED {
        return Err(gone());
    }
    let contents = open(app, &row.contents)?;
    Ok((row, contents))
}

/// What waits behind the link of a mail. Looking changes nothing.
///
/// # Errors
/// The link is not one of ours, was used, or is too old.
pub async fn look(app: &App, token: &str, language: Language) -> Result<Waiting> {
    let (_, contents) = find(app, app.store(), token).await?;
    let letters = offer(&app.deployment()?.edition);
    let wanted = letters.topics.iter().filter(|topic| contents.wanted.contains(&topic.id));
    Ok(Waiting {
        address: preferences::shortened(&contents.address),
        topics: wanted.map(|topic| shown(topic, language)).collect(),
        controller: letters.controller.clone(),
    })
}

/// Whoever reads the mailbox says that they want it; to being followed they say yes or no by itself (`follow`), whatever was
/// ticked on the form. The number under which the proof stands is the token.
///
/// # Errors
/// The link is not one of ours, was used, or is too old; or the edition no longer has what was asked for.
pub async fn confirm(app: &App, token: &str, language: Language, follow: bool) -> Result<()> {
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let (row, mut contents) = find(app, &mut tx, token).await?;
    let letters = offer(&app.deployment()?.edition);
    let follows = |id: &String| letters.topics.iter().any(|topic| topic.follows && topic.id == *id);
    contents.wanted.retain(|id| follow || !follows(id));
    let mut decisions = letters.decide(&contents.wanted).map_err(unfit)?;
    if !store::letters::answered(&mut tx, &row.address).await.map_err(Error::internal)? {
        return Err(gone());
    }
    // What they agreed to before stays; the form only adds.
    if let Some(before) = store::letters::of(&mut tx, &row.address).await.map_err(Error::internal)? {
        for (id, allowed) in letters.standing(&before.agreed) {
            decisions.entry(id).and_modify(|it| *it |= allowed);
        }
        store::consents::end(&mut tx, &before.subject, app.now()).await.map_err(Error::internal)?;
    }
    let by = By { layer: Layer::Letter, control: Control::Confirm, language };
    let proof = Proof { subject: &row.token, decisions: &decisions, after: None, end: None };
    let since = prove(app, &mut tx, &contents.address, proof, by).await?;
    let kept = LetterRow {
        address: row.address.clone(),
        subject: row.token,
        contents: seal(app, &Contents { wanted: Vec::new(), language, ..contents })?,
        agreed: letters.agreed(&decisions),
        since,
    };
    store::letters::put(&mut tx, &kept).await.map_err(Error::internal)?;
    let Contents { address, .. } = open(app, &kept.contents)?;
    for (topic, _) in decisions.iter().filter(|(_, allowed)| **allowed) {
        preferences::want(app, &mut tx, &address, topic).await?;
    }
    commit(tx, "letters confirmed").await
}

/// Where and how something was chosen.
#[derive(Debug, Clone, Copy)]
struct By {
    layer: Layer,
    control: Control,
    language: Language,
}

/// What was decided.
struct Proof<'p> {
    /// The pseudonym of who decided.
    subject: &'p str,
    decisions: &'p Decisions,
    /// When the same person decided before.
    after: Option<Timestamp>,
    /// Until when it counts; none: until something else is decided.
    end: Option<Timestamp>,
}

/// Records what was decided among the choices, with its entry of the ledger, and gives the moment under which it stands.
async fn prove(app: &App, tx: &mut Tx, address: &str, proof: Proof<'_>, by: By) -> Result<Timestamp> {
    let deployment = app.deployment()?;
    let (edition, now) = (&deployment.edition, app.now());
    let text = offer(edition).shown(by.language);
    let hash = edition.hash().to_string();
    let shown = store::consents::keep_text(tx, &hash, by.language, &text.digest, &text.text)
        .await
        .map_err(Error::internal)?;
    let first = edition.policy().scope.iter().find_map(|site| offers::host(site));
    let site = if preferences::is_drill(address) { Some(DRILL_SITE.to_owned()) } else { first };
    // Choices of one person are a millisecond apart at the least.
    let least = proof.after.map_or(0, |after| after.as_millisecond() + 1);
    let at = Timestamp::from_millisecond(now.as_millisecond().max(least)).map_err(Error::internal)?;
    let record = Record {
        at,
        control: by.control,
        edition: hash,
        gpc: false,
        language: by.language,
        layer: by.layer,
        purposes: proof.decisions.clone(),
        recorded: Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now),
        services: Decisions::new(),
        shown: text.digest,
        site: site.unwrap_or_default(),
        subject: proof.subject.to_owned(),
    };
    let choice = Choice::new(app, record, shown, proof.end.unwrap_or(ALWAYS));
    intake::insert(app, tx, &[&choice]).await?;
    Ok(at)
}

/// Until something else is decided: the end of the year 9998.
pub(super) const ALWAYS: Timestamp = Timestamp::constant(253_370_764_799, 0);

/// What somebody said no to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Refused<'r> {
    /// These topics.
    Topics(&'r [&'r str]),
    /// Everything, at this moment: what they agreed to later stands.
    At(Timestamp),
    /// Everything that there is.
    Everything,
}

/// The same person no longer wants what they agreed to, wherever they said so; in the transaction that notes it.
pub(crate) async fn end(app: &App, tx: &mut Tx, identity: &Identity, refused: Refused<'_>) -> Result<()> {
    let key = suppression::hash(app, identity);
    if matches!(refused, Refused::Everything) {
        // No asking is left behind either.
        store::letters::answered(&mut *tx, &key).await.map_err(Error::internal)?;
    }
    let Some(row) = store::letters::of(&mut *tx, &key).await.map_err(Error::internal)? else { return Ok(()) };
    if matches!(refused, Refused::At(at) if row.since > at) {
        return Ok(());
    }
    let letters = offer(&app.deployment()?.edition);
    let before = letters.standing(&row.agreed);
    let ends = |id: &str| match refused {
        Refused::Topics(topics) => topics.contains(&id),
        Refused::At(_) | Refused::Everything => true,
    };
    let mut decisions: Decisions =
        before.iter().map(|(id, allowed)| (id.clone(), *allowed && !ends(id))).collect();
    let stays = letters.has_letter(&decisions);
    if !stays {
        // Without a letter there is nothing to follow.
        decisions.values_mut().for_each(|allowed| *allowed = false);
    }
    if stays && decisions == before {
        return Ok(());
    }
    let now = app.now();
    let contents = open(app, &row.contents)?;
    store::consents::end(tx, &row.subject, now).await.map_err(Error::internal)?;
    let by = By { layer: Layer::Withdrawal, control: Control::Unsubscribe, language: contents.language };
    let proof = Proof {
        subject: &row.subject,
        decisions: &decisions,
        after: Some(row.since),
        end: (!stays).then_some(now),
    };
    let since = prove(app, tx, &contents.address, proof, by).await?;
    if stays {
        let row = LetterRow { agreed: letters.agreed(&decisions), since, ..row };
        store::letters::put(&mut *tx, &row).await.map_err(Error::internal)
    } else {
        store::letters::remove(&mut *tx, &key).await.map(drop).map_err(Error::internal)
    }
}

/// What somebody agreed to, on the terms of today, and since when.
#[derive(Debug, Clone)]
pub(crate) struct Agreed {
    /// Per topic that was asked.
    pub(crate) decisions: Decisions,
    /// When they last decided.
    pub(crate) since: Timestamp,
}

/// What these people agreed to, by the keyed hashes of their addresses.
pub(crate) async fn known(app: &App, accounts: &[String]) -> Result<HashMap<String, Agreed>> {
    let found = store::letters::among(app.store(), accounts).await.map_err(Error::internal)?;
    if found.is_empty() {
        return Ok(HashMap::new());
    }
    let letters = offer(&app.deployment()?.edition);
    let agreed = |(account, line, since): (String, String, Timestamp)| {
        (account, Agreed { decisions: letters.standing(&line), since })
    };
    Ok(found.into_iter().map(agreed).collect())
}

/// Whether somebody agreed to be followed in letters, for every purpose for which that is asked.
pub(crate) async fn may_be_followed(app: &App, address: &str) -> Result<bool> {
    let letters = offer(&app.deployment()?.edition);
    let key = key(app, address);
    let known = known(app, std::slice::from_ref(&key)).await?;
    let Some(Agreed { decisions, .. }) = known.get(&key) else { return Ok(false) };
    let mut asked = letters.topics.iter().filter(|topic| topic.follows).peekable();
    Ok(asked.peek().is_some() && asked.all(|topic| decisions.get(&topic.id) == Some(&true)))
}

/// Who wants a letter now, for the program that sends it: whoever the decision point lets it go to, behind `after` in an order
/// that says nothing. Gives the mark behind which to go on; none at the end.
///
/// # Errors
/// The actor may not, or the purpose is no letter of the edition.
pub async fn subscribers(
    app: &App,
    actor: &Actor,
    purpose: &str,
    after: &str,
) -> Result<(Vec<Subscriber>, Option<String>)> {
    if !matches!(actor, Actor::Operator | Actor::Drill | Actor::Program { .. }) {
        return Err(Error::forbidden("list-letters"));
    }
    let letters = offer(&app.deployment()?.edition);
    if !letters.topics.iter().any(|topic| topic.id == purpose && !topic.follows) {
        return Err(unfit(Unfit::Unknown));
    }
    let rows = store::letters::after(app.store(), after, PAGE).await.map_err(Error::internal)?;
    let next = (rows.len() == PAGE as usize).then(|| rows.last().map(|row| row.address.clone())).flatten();
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let contents = open(app, &row.contents)?;
        let standing = letters.standing(&row.agreed);
        if preferences::is_drill(&contents.address) || standing.get(purpose) != Some(&true) {
            continue;
        }
        let follow =
            letters.topics.iter().any(|topic| topic.follows && standing.get(&topic.id) == Some(&true));
        found.push(Subscriber {
            email: contents.address,
            language: contents.language,
            since: row.since,
            follow,
        });
    }
    let identities: Vec<Identity> =
        found.iter().map(|it| Identity::new("email", it.email.as_str())).collect();
    let kept_out = suppression::admit(app, actor, &identities, purpose, None).await?;
    let out: BTreeSet<usize> = kept_out.into_iter().map(|it| it.place).collect();
    // Whoever refuses a topic has no consent to it any more: the decision point knows everything else.
    let admitted = found.into_iter().enumerate().filter(|(place, _)| !out.contains(place));
    Ok((admitted.map(|(_, subscriber)| subscriber).collect(), next))
}

/// Forgets addresses that nobody confirmed.
pub(crate) async fn forget_unconfirmed(app: &App) -> Result<()> {
    let before = app.now().checked_sub(UNCONFIRMED).map_err(Error::internal)?;
    store::letters::forget_asked(app.store(), before).await.map(drop).map_err(Error::internal)
}

/// Forgets a drill's person.
pub(crate) async fn forget(app: &App, address: &str) -> Result<()> {
    let key = key(app, address);
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::letters::answered(&mut tx, &key).await.map_err(Error::internal)?;
    store::letters::remove(&mut tx, &key).await.map_err(Error::internal)?;
    let day = super::day(app.now()) - 1;
    store::consents::remove_site(&mut tx, day, DRILL_SITE).await.map_err(Error::internal)?;
    commit(tx, "letters of a drill forgotten").await
}

fn key(app: &App, address: &str) -> String {
    suppression::hash(app, &Identity::new("email", address.trim()))
}

fn seal(app: &App, contents: &Contents) -> Result<Vec<u8>> {
    let plain = serde_json::to_vec(contents).map_err(Error::internal)?;
    app.keys().seal.seal(PLACE, &plain, app.entropy()).map_err(Error::internal)
}

fn open(app: &App, sealed: &[u8]) -> Result<Contents> {
    let plain = app.keys().seal.open(PLACE, sealed).map_err(Error::internal)?;
    serde_json::from_slice(&plain).map_err(Error::internal)
}
