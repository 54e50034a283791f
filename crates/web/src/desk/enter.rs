//! Entering what came in by letter, telephone, mail or through a school.

use app::requests::Identity;
use app::requests::{
    Behalf, Channel, Correction, Entry, Filing, OnBehalf, ProofMeans, Right as Asked, Scope, Wish,
};
use app::{Kind, requests};
use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Language;
use serde::Deserialize;

use super::officer::back;
use crate::account::security::Happened;
use crate::desk::retention::decides;
use crate::failure::Failure;
use crate::here::Here;
use crate::portal::words;
use crate::view::desk::{AskedWish, Enter};
use crate::view::{FieldError, Notice, Right};

/// What was typed.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    channel: String,
    received: String,
    right: String,
    email: String,
    identity: String,
    language: String,
    means: String,
    behalf: String,
    behalf_name: String,
    #[serde(flatten)]
    wish: WishTyped,
}

/// What some rights need beside, as it was typed.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(crate) struct WishTyped {
    datum: String,
    was: String,
    to: String,
    stops: String,
    reasons: String,
    decision: String,
    words: String,
}

impl WishTyped {
    /// The same with what a human is to read.
    pub(crate) fn saying(self, decision: String, words: String) -> Self {
        Self { decision, words, ..self }
    }

    /// From the fields of a form.
    pub(crate) fn new(datum: String, was: String, to: String, stops: String, reasons: String) -> Self {
        Self { datum, was, to, stops, reasons, ..Self::default() }
    }
}

/// The page.
pub(crate) async fn form(here: Here, Query(happened): Query<Happened>) -> Result<Response, Failure> {
    let channel = if decides(&here) { String::new() } else { "school".to_owned() };
    let typed = Typed { received: here.app.today().to_string(), channel, ..Typed::default() };
    here.show(&Enter { notice: happened.notice(), ..page(&here, &typed, None)? })
}

/// Enters it.
pub(crate) async fn enter(here: Here, Form(typed): Form<Typed>) -> Result<Response, Failure> {
    let filing = match understood(&typed) {
        Ok(filing) => filing,
        Err(error) => return wrong(&here, &typed, error),
    };
    match requests::file(&here.app, here.actor(), filing).await {
        Ok(filed) if decides(&here) => Ok(back(&here, filed.request, Notice::Entered)),
        Ok(_) => Ok(here.go(&format!("/desk/requests/new?said={}", Notice::Entered.slug()))),
        Err(error) if error.code == "odd-receipt" => wrong(&here, &typed, FieldError::RECEIVED),
        Err(error) if error.code == "no-identity" => wrong(&here, &typed, FieldError::IDENTITY),
        Err(error) if error.kind == Kind::Invalid => wrong(&here, &typed, FieldError::DATUM),
        Err(error) => Err(error.into()),
    }
}

fn wrong(here: &Here, typed: &Typed, error: FieldError) -> Result<Response, Failure> {
    here.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page(here, typed, Some(error))?)
}

fn understood(typed: &Typed) -> Result<Filing, FieldError> {
    let right: Asked = typed.right.parse().map_err(|_| FieldError::RIGHT)?;
    let channel = match typed.channel.as_str() {
        "phone" => Channel::Phone,
        "email" => Channel::Email,
        "school" => Channel::School,
        _ => Channel::Letter,
    };
    let mut identities = Vec::new();
    let email = typed.email.trim();
    if !email.is_empty() {
        identities.push(address(email)?);
    }
    if !typed.identity.trim().is_empty() {
        identities.push(typed.identity.trim().parse().map_err(|_| FieldError::IDENTITY)?);
    }
    if identities.is_empty() {
        return Err(FieldError::IDENTITY);
    }
    let means = match typed.means.as_str() {
        "" => None,
        means => Some(means.parse::<ProofMeans>().map_err(|_| FieldError::MEANS)?),
    };
    let on_behalf = typed
        .behalf
        .parse::<Behalf>()
        .ok()
        .map(|role| OnBehalf { role, name: typed.behalf_name.trim().chars().take(200).collect() });
    if on_behalf.as_ref().is_some_and(|behalf| behalf.name.is_empty()) {
        return Err(FieldError::BEHALF);
    }
    let received = Some(typed.received.trim().parse().map_err(|_| FieldError::RECEIVED)?);
    let language = Language::from_tag(&typed.language).unwrap_or_default();
    Ok(Filing {
        identities,
        wish: wish(right, &typed.wish)?,
        entry: Entry { received, means, on_behalf },
        ..Filing::new(right, channel, language)
    })
}

/// An address as somebody typed it.
pub(crate) fn address(email: &str) -> Result<Identity, FieldError> {
    if !email.contains('@') || email.contains(char::is_whitespace) || email.len() > 254 {
        return Err(FieldError::EMAIL);
    }
    Ok(Identity::new("email", email))
}

/// What some rights need beside.
pub(crate) fn wish(right: Asked, typed: &WishTyped) -> Result<Wish, FieldError> {
    match right {
        Asked::Rectification => {
            if typed.datum.is_empty() || typed.to.trim().is_empty() {
                return Err(FieldError::DATUM);
            }
            let was = Some(typed.was.trim().to_owned()).filter(|was| !was.is_empty());
            let correction = Correction { field: typed.datum.clone(), was, to: typed.to.trim().to_owned() };
            Ok(Wish::Correct { corrections: vec![correction] })
        }
        Asked::Objection => {
            let scope = if typed.stops == "interests" { Scope::Interests } else { Scope::Marketing };
            let reasons = typed.reasons.replace("\r\n", "\n");
            if reasons.chars().count() > 4000 {
                return Err(FieldError::REASONS_LONG);
            }
            Ok(Wish::Stop { scope, reasons })
        }
        Asked::HumanReview | Asked::Complaint => {
            let words = typed.words.replace("\r\n", "\n").trim().to_owned();
            let decision = if right == Asked::HumanReview { typed.decision.trim() } else { "" };
            if words.chars().count() > 4000 {
                return Err(FieldError::WORDS_LONG);
            }
            let missing = decision.is_empty() || decision.chars().count() > 500;
            if right == Asked::HumanReview && missing {
                return Err(FieldError::DECISION_MISSING);
            }
            Ok(Wish::Say { decision: decision.to_owned(), words })
        }
        _ => Ok(Wish::Nothing),
    }
}

/// The same as a page shows it again.
pub(crate) fn asked_wish(here: &Here, typed: &WishTyped) -> Result<AskedWish, Failure> {
    let data = requests::correctable(&here.app)?;
    Ok(AskedWish {
        data: data.into_iter().map(|(id, name)| (id, name.get(here.language).to_owned())).collect(),
        datum: typed.datum.clone(),
        was: typed.was.clone(),
        to: typed.to.clone(),
        stops: typed.stops.clone(),
        reasons: typed.reasons.clone(),
        decision: typed.decision.clone(),
        words: typed.words.clone(),
        says: false,
    })
}

fn page(here: &Here, typed: &Typed, error: Option<FieldError>) -> Result<Enter, Failure> {
    Ok(Enter {
        rights: Right::ALL.to_vec(),
        right: typed.right.parse().ok().and_then(words::right),
        channel: typed.channel.clone(),
        received: typed.received.clone(),
        email: typed.email.clone(),
        identity: typed.identity.clone(),
        language: typed.language.clone(),
        means: typed.means.clone(),
        behalf: typed.behalf.clone(),
        behalf_name: typed.behalf_name.clone(),
        wish: asked_wish(here, &typed.wish)?,
        today: Some(here.app.today()),
        error,
        notice: None,
        school: !decides(here),
    })
}
