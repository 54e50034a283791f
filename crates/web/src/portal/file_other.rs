//! Asking for what is neither a copy nor the end: to have something corrected, to have its use paused, to take it
//! along, to object, to withdraw consent.

use std::collections::BTreeMap;

use app::requests::{Channel, Correction, Filing, Right as Asked, Scope, Wish};
use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use crate::failure::Failure;
use crate::here::Here;
use crate::portal::file::send;
use crate::site::home::answer_within;
use crate::view::portal::{Correctable, FileCorrection, FileRight, Stops};
use crate::view::{FieldError, Right};

/// What is typed in the form of an objection.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Objection {
    #[serde(default)]
    stops: String,
    #[serde(default)]
    reasons: String,
}

/// The longest reasons; the form says so as well.
const LONGEST_REASONS: usize = 4000;
/// The longest name of a decision; the form says so as well.
const LONGEST_DECISION: usize = 500;

/// The page that asks what is wrong.
pub(crate) async fn correct_form(here: Here) -> Result<Response, Failure> {
    here.show(&correction(&here, &BTreeMap::new(), None)?)
}

/// Files a request to have something corrected.
pub(crate) async fn correct(
    here: Here,
    Form(typed): Form<BTreeMap<String, String>>,
) -> Result<Response, Failure> {
    let page = correction(&here, &typed, None)?;
    if let Some(error) = page.data.iter().find_map(mistake) {
        return wrong(&here, &FileCorrection { error: Some(error), ..page });
    }
    let corrections: Vec<Correction> = page
        .data
        .iter()
        .filter(|datum| !datum.to.is_empty())
        .map(|datum| Correction {
            field: datum.id.clone(),
            was: Some(datum.was.clone()).filter(|was| !was.is_empty()),
            to: datum.to.clone(),
        })
        .collect();
    if corrections.is_empty() {
        return wrong(&here, &FileCorrection { error: Some(FieldError::NOTHING_TO_CORRECT), ..page });
    }
    let filing = Filing::new(Asked::Rectification, Channel::Portal, here.language);
    send(&here, Filing { wish: Wish::Correct { corrections }, ..filing }).await
}

fn wrong(here: &Here, page: &FileCorrection) -> Result<Response, Failure> {
    here.show_as(StatusCode::UNPROCESSABLE_ENTITY, page)
}

/// What is wrong with what was typed about one datum.
fn mistake(datum: &Correctable) -> Option<FieldError> {
    if datum.to.is_empty() && !datum.was.is_empty() {
        return Some(FieldError::CORRECTION_MISSING);
    }
    if datum.to.is_empty() {
        return None;
    }
    let sound = |text: &str| text.chars().count() <= 500 && !text.chars().any(char::is_control);
    if !sound(&datum.to) || !sound(&datum.was) {
        return Some(FieldError::CORRECTION_ODD);
    }
    (datum.to == datum.was).then_some(FieldError::CORRECTION_SAME)
}

fn correction(
    here: &Here,
    typed: &BTreeMap<String, String>,
    error: Option<FieldError>,
) -> Result<FileCorrection, Failure> {
    let edition = app::editions::current(&here.app)?;
    let value = |name: String| typed.get(&name).map(|text| text.trim().to_owned()).unwrap_or_default();
    let data = app::requests::correctable(&here.app)?.into_iter().map(|(id, name)| Correctable {
        name: name.get(here.language).to_owned(),
        was: value(format!("was.{id}")),
        to: value(format!("to.{id}")),
        id,
    });
    Ok(FileCorrection {
        email: here.own_address(),
        data: data.collect(),
        answer_within: answer_within(here, &edition),
        error,
    })
}

/// The page that asks for a pause.
pub(crate) async fn pause_form(here: Here) -> Result<Response, Failure> {
    here.show(&other(&here, Right::Restriction)?)
}

/// Files a request for a pause.
pub(crate) async fn pause(here: Here) -> Result<Response, Failure> {
    send(&here, Filing::new(Asked::Restriction, Channel::Portal, here.language)).await
}

/// The page that asks to take the data along.
pub(crate) async fn take_form(here: Here) -> Result<Response, Failure> {
    here.show(&other(&here, Right::Portability)?)
}

/// Files a request to take the data along.
pub(crate) async fn take(here: Here) -> Result<Response, Failure> {
    send(&here, Filing::new(Asked::Portability, Channel::Portal, here.language)).await
}

/// The page that withdraws consent.
pub(crate) async fn withdraw_form(here: Here) -> Result<Response, Failure> {
    here.show(&other(&here, Right::Withdrawal)?)
}

/// Files a withdrawal of consent.
pub(crate) async fn withdraw(here: Here) -> Result<Response, Failure> {
    send(&here, Filing::new(Asked::Withdrawal, Channel::Portal, here.language)).await
}

/// The page that objects.
pub(crate) async fn object_form(here: Here) -> Result<Response, Failure> {
    here.show(&other(&here, Right::Objection)?)
}

/// Files an objection.
pub(crate) async fn object(here: Here, Form(typed): Form<Objection>) -> Result<Response, Failure> {
    let stops = Stops::ALL.into_iter().find(|stops| stops.slug() == typed.stops);
    let stops = stops.ok_or_else(Failure::bad_request)?;
    // Browsers count a line break as one character and send two.
    let reasons = typed.reasons.replace("\r\n", "\n").trim().to_owned();
    if reasons.chars().count() > LONGEST_REASONS {
        let page = other(&here, Right::Objection)?;
        let page = FileRight { stops, reasons, error: Some(FieldError::REASONS_LONG), ..page };
        return here.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let scope = match stops {
        Stops::Marketing => Scope::Marketing,
        Stops::Interests => Scope::Interests,
    };
    let filing = Filing::new(Asked::Objection, Channel::Portal, here.language);
    send(&here, Filing { wish: Wish::Stop { scope, reasons }, ..filing }).await
}

/// What is typed in the form of a human review.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Review {
    decision: String,
    reasons: String,
}

/// The page that has a human look at a decision.
pub(crate) async fn review_form(here: Here) -> Result<Response, Failure> {
    here.show(&other(&here, Right::HumanReview)?)
}

/// Files a request for that.
pub(crate) async fn review(here: Here, Form(typed): Form<Review>) -> Result<Response, Failure> {
    let (decision, words) = (typed.decision.trim().to_owned(), typed.reasons.replace("\r\n", "\n"));
    let error = if decision.is_empty() || decision.chars().count() > LONGEST_DECISION {
        Some(FieldError::DECISION_MISSING)
    } else if words.chars().count() > LONGEST_REASONS {
        Some(FieldError::REASONS_LONG)
    } else {
        None
    };
    if error.is_some() {
        let page = FileRight { decision, reasons: words, error, ..other(&here, Right::HumanReview)? };
        return here.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let filing = Filing::new(Asked::HumanReview, Channel::Portal, here.language);
    send(&here, Filing { wish: Wish::Say { decision, words }, ..filing }).await
}

fn other(here: &Here, right: Right) -> Result<FileRight, Failure> {
    let edition = app::editions::current(&here.app)?;
    Ok(FileRight {
        right,
        email: here.own_address(),
        answer_within: answer_within(here, &edition),
        stops: Stops::default(),
        reasons: String::new(),
        decision: String::new(),
        error: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_says_what_it_should_be() {
        for (was, to, error) in [
            ("", "", None),
            ("Jansen", "Janssen", None),
            ("", "Janssen", None),
            ("Jansen", "", Some(FieldError::CORRECTION_MISSING)),
            ("Jansen", "Jansen", Some(FieldError::CORRECTION_SAME)),
            ("", "Jan\nssen", Some(FieldError::CORRECTION_ODD)),
            ("\u{0}", "Janssen", Some(FieldError::CORRECTION_ODD)),
        ] {
            let datum = Correctable {
                id: "last-name".into(),
                name: "Achternaam".into(),
                was: was.into(),
                to: to.into(),
            };
            assert_eq!(mistake(&datum), error, "{was:?} to {to:?}");
        }
    }
}
