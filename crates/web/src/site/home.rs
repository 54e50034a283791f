//! The first page.

use axum::response::Response;
use policy::Edition;

use crate::failure::Failure;
use crate::here::Here;
use crate::site::document::{gaps, tally, verdicts};
use crate::site::editions::label;
use crate::view::site::Home;
use crate::view::{Contact, Link};

/// Shows it.
pub(crate) async fn show(here: Here) -> Result<Response, Failure> {
    let edition = app::editions::current(&here.app)?;
    let board = app::check::board(&here.app).await?;
    let checked = board.checked.map(|at| here.day(at));
    let home = Home {
        edition: label(&edition, None),
        privacy_title: title(&here, &edition, "privacy"),
        cookies_title: title(&here, &edition, "cookies"),
        tally: checked.map(|_| tally(&verdicts(&board), board.rows.iter().map(|row| row.clause.as_str()))),
        gaps: if checked.is_some() { gaps(here.language, &board.gaps, None) } else { Vec::new() },
        checked,
        answer_within: answer_within(&here, &edition),
        contact: contact(&here, &edition),
        authority: authority(&here, &edition),
    };
    here.show(&home)
}

fn title(here: &Here, edition: &Edition, document: &str) -> String {
    let text = edition
        .document(document, here.language)
        .or_else(|| edition.document(document, edition.default_language()));
    text.map(|text| text.title.clone()).unwrap_or_default()
}

/// Within which time a copy is promised, in words; the law's month when the policy promises none.
pub(crate) fn answer_within(here: &Here, edition: &Edition) -> String {
    let promised =
        edition.facts().rights.get(policy::facts::RightKind::Access).and_then(|right| right.answer_within);
    match promised {
        Some(term) => term.text(here.language),
        None => crate::text::Phrase::new(here.language, crate::text::key!("one-month")).to_string(),
    }
}

/// Who answers questions.
pub(crate) fn contact(here: &Here, edition: &Edition) -> Contact {
    let contact = &edition.facts().organisation.contact;
    Contact {
        name: contact.name.get(here.language).to_owned(),
        email: contact.email.clone(),
        phone: contact.phone.clone(),
    }
}

/// Where to complain.
pub(crate) fn authority(here: &Here, edition: &Edition) -> Link {
    let authority = edition.facts().organisation.authority.as_ref();
    Link {
        name: authority.map(|fact| fact.name.get(here.language).to_owned()).unwrap_or_default(),
        url: authority.and_then(|fact| fact.url.clone()).unwrap_or_default(),
    }
}
