//! Messages that answer no request: every one has a class, a purpose and the basis of that purpose, and none leaves that
//! the decision point denies, that its receiver refused, or that says something its class may not say.
//!
//! A *transactional* message belongs to what somebody ordered or to a duty, and is sent whatever they refused; a
//! *service* message is about what they use and can be refused by topic; *marketing* needs its basis and can be refused
//! altogether. Whatever can be refused says how, in its text and in its headers (RFC 2369, RFC 8058).

use inventory::Identity;
use kernel::{Actor, Language, StaffRole, Text};
use ledger::EventKind;
use mail::Mail;
use policy::decision::Channel;
use policy::facts::{Basis, Purpose};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::app::App;
use crate::boundary::commit;
use crate::consents::letters;
use crate::decision::Inquiry;
use crate::error::{Error, Kind, Result};
use crate::{bounces, journal, mailbox, preferences};

pub(crate) mod lint;

pub use lint::Fault;

/// The data category of an address to write to.
const ADDRESS: &str = "email";
/// The longest title and text.
const LONGEST_TITLE: usize = 78;
const LONGEST_BODY: usize = 20_000;

/// The class of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// It belongs to what somebody ordered, or to a duty.
    Transactional,
    /// It is about what they use.
    Service,
    /// It wants to sell something.
    Marketing,
}

impl Class {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Transactional => "transactional",
            Self::Service => "service",
            Self::Marketing => "marketing",
        }
    }
}

impl std::str::FromStr for Class {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        [Self::Transactional, Self::Service, Self::Marketing]
            .into_iter()
            .find(|class| class.as_str() == text)
            .ok_or("the class is transactional, service or marketing")
    }
}

/// A message that somebody wants to send.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outgoing {
    /// To whom.
    pub to: String,
    /// In which language.
    pub language: Language,
    /// Of which class.
    pub class: Class,
    /// For which purpose: an id of the policy.
    pub purpose: String,
    /// One line.
    pub title: String,
    /// Plain text.
    pub body: String,
}

/// Sends a message, or says why it stays here.
///
/// # Errors
/// `message-kept-in` with the reason; or the message cannot be sent as it is; or the actor may not send.
pub async fn send(app: &App, actor: &Actor, message: &Outgoing) -> Result<()> {
    if !matches!(actor, Actor::Operator | Actor::Drill | Actor::Staff { role: StaffRole::Officer, .. }) {
        return Err(Error::forbidden("send-message"));
    }
    let drill = matches!(actor, Actor::Drill);
    let deployment = app.deployment()?;
    let facts = deployment.edition.facts();
    let Some(purpose) = facts.purposes.get(&message.purpose) else {
        return kept_in(app, message, "unknown-purpose").await;
    };
    let fault = match unfit(message, purpose) {
        // Following who opens a letter has a consent of its own.
        Some(Fault::Tracks) if may_follow(app, message.class.as_str(), &message.to).await? => None,
        fault => fault,
    };
    if let Some(fault) = fault {
        return kept_in(app, message, fault.as_str()).await;
    }
    let identity = Identity::new("email", message.to.trim());
    let inquiry = Inquiry {
        channel: Some(Channel::Mail),
        ..Inquiry::new(identity, message.purpose.as_str(), vec![ADDRESS.to_owned()])
    };
    // Marketing and service are use that can be refused; what belongs to an order or a duty is not written to a list.
    if message.class != Class::Transactional {
        let answers = app.decisions().ask(app, &Actor::Operator, std::slice::from_ref(&inquiry)).await?;
        if let Some(denied) = answers.iter().find(|answer| !answer.allow) {
            return kept_in(app, message, &format!("{:?}", denied.reason).to_lowercase()).await;
        }
        if preferences::refuses(app, &message.to, &message.purpose).await? {
            return kept_in(app, message, "refused-by-person").await;
        }
    }
    // What came back for good from there is not sent again, unless it belongs to an order or a duty.
    if message.class != Class::Transactional && bounces::takes_none(app, &message.to).await? {
        return kept_in(app, message, "undeliverable").await;
    }
    let link = preferences::link(app, &message.to, &message.purpose)?;
    let refusable = message.class != Class::Transactional;
    let organisation = &facts.organisation;
    let address = organisation.address.as_ref();
    let mail = Mail::Bulletin {
        title: message.title.trim().to_owned(),
        body: message.body.trim().to_owned(),
        because: because(message.class, purpose),
        sender: [
            organisation.legal_name.clone().unwrap_or_else(|| organisation.name.clone()),
            address
                .map(|address| format!("{}, {} {}", address.street, address.postcode, address.city))
                .unwrap_or_default(),
        ]
        .join(", "),
        unsubscribe: refusable.then(|| link.page.clone()),
        preferences: refusable.then(|| link.page.clone()),
    };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let (class, one_click) = (message.class.as_str(), refusable.then_some(link.one_click.as_str()));
    let to = message.to.trim();
    mailbox::queue_as(app, &mut tx, &mail, to, message.language, None, class, one_click, drill).await?;
    let data = json!({
        "class": class, "purpose": message.purpose, "basis": purpose.basis, "refusable": refusable, "drill": drill,
    });
    journal::record(app, &mut tx, EventKind::MessageAdmitted, data).await?;
    commit(tx, "message admitted").await
}

/// Whether a message of this class may show whether it is read: marketing alone, and only to whoever agreed to that.
pub(crate) async fn may_follow(app: &App, class: &str, to: &str) -> Result<bool> {
    Ok(class == Class::Marketing.as_str() && letters::may_be_followed(app, to).await?)
}

/// What is wrong with a message, whoever gets it.
fn unfit(message: &Outgoing, purpose: &Purpose) -> Option<Fault> {
    let (title, body) = (message.title.trim(), message.body.trim());
    if title.is_empty() || body.is_empty() || title.contains(char::is_control) {
        return Some(Fault::Empty);
    }
    if title.chars().count() > LONGEST_TITLE || body.chars().count() > LONGEST_BODY {
        return Some(Fault::TooLong);
    }
    let sells =
        purpose.dpv.as_deref().is_some_and(|dpv| dpv.contains("Marketing") || dpv.contains("Advertising"));
    match message.class {
        Class::Marketing => {}
        _ if sells => return Some(Fault::WrongClass),
        Class::Transactional if !matches!(purpose.basis, Basis::Contract | Basis::LegalObligation) => {
            return Some(Fault::WrongClass);
        }
        _ => {}
    }
    lint::look(message.class, title, body)
}

/// Keeps a message in, on the record, and says why.
async fn kept_in(app: &App, message: &Outgoing, why: &str) -> Result<()> {
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let data = json!({ "class": message.class, "purpose": message.purpose, "why": why });
    journal::record(app, &mut tx, EventKind::MessageKeptIn, data).await?;
    commit(tx, "message kept in").await?;
    Err(Error::new(
        Kind::Conflict,
        "message-kept-in",
        format!("Dit bericht gaat niet weg: {why}."),
        format!("This message does not leave: {why}."),
    )
    .because(why))
}

fn because(class: Class, purpose: &Purpose) -> Text {
    let what = |language| purpose.name.get(language).to_owned();
    let (nl, en) = (what(Language::Nl), what(Language::En));
    match class {
        Class::Transactional => Text {
            nl: format!("dit hoort bij wat wij voor u doen ({nl})"),
            en: format!("this belongs to what we do for you ({en})"),
        },
        Class::Service => {
            Text { nl: format!("u onze dienst gebruikt ({nl})"), en: format!("you use our service ({en})") }
        }
        Class::Marketing => Text {
            nl: format!("u dit van ons wilt krijgen ({nl})"),
            en: format!("you want to get this from us ({en})"),
        },
    }
}
