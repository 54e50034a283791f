//! What is handed over on paper: an edition, what it changes, how its promises stand, and the requests of a year. Each is a model of the paper
//! crate; setting it is done off the runtime, one at a time, because it takes a processor for a while.
//!
//! To put something else on paper, make a [`paper::Paper`] of it and give it to [`print`].

mod board;
mod changes;
mod edition;
mod scan;
mod year;

use kernel::Language;
use paper::{Block, Line, Paper, PressError, Run, Table};
use policy::render::{Part, Span};
use tokio::sync::Semaphore;

pub use board::board;
pub use changes::changes;
pub use edition::edition;
pub use scan::scan;
pub use year::year;

use crate::app::App;
use crate::error::{Error, Kind, Result};

/// One document is set at a time.
static PRESS: Semaphore = Semaphore::const_new(1);

/// Makes a PDF/UA-1 of a document.
///
/// # Errors
/// This build has no press, or the document cannot be set.
pub async fn print(document: Paper) -> Result<Vec<u8>> {
    let turn = PRESS.acquire().await.map_err(Error::internal)?;
    let set = tokio::task::spawn_blocking(move || paper::pdf(&document)).await.map_err(Error::internal)?;
    std::mem::drop(turn);
    set.map_err(|error| match error {
        PressError::Absent => Error::new(
            Kind::NotFound,
            "no-press",
            "Deze installatie maakt geen PDF. Gebruik de afdrukfunctie van uw browser.",
            "This installation makes no PDF. Use your browser to print.",
        ),
        other => Error::internal(other),
    })
}

/// In the reader's language.
fn say<'t>(language: Language, nl: &'t str, en: &'t str) -> &'t str {
    match language {
        Language::Nl => nl,
        Language::En => en,
    }
}

/// A passage of Markdown as blocks. Links within the site become addresses that lead somewhere from paper.
fn passage(app: &App, markdown: &str) -> Vec<Block> {
    let base = app.config().base_url.as_str();
    policy::render::parts(markdown)
        .into_iter()
        .map(|part| match part {
            Part::Paragraph(spans) => Block::Paragraph { line: line(base, spans) },
            Part::List { numbered, items } => {
                Block::List { numbered, items: items.into_iter().map(|item| line(base, item)).collect() }
            }
            Part::Table { head, rows } => {
                let cells = |row: Vec<Vec<Span>>| row.into_iter().map(|cell| line(base, cell)).collect();
                let rows = rows.into_iter().map(cells).collect();
                Block::Table(Table { caption: String::new(), head, rows, shares: Vec::new() })
            }
        })
        .collect()
}

fn line(base: &str, spans: Vec<Span>) -> Line {
    spans
        .into_iter()
        .map(|span| match span {
            Span::Text(text) => Run::Text(text),
            Span::Strong(text) => Run::Strong(text),
            Span::Emphasis(text) => Run::Emphasis(text),
            Span::Code(text) => Run::Exact(text),
            Span::Link(text, to) if to.starts_with('/') => Run::Link(text, format!("{base}{to}")),
            Span::Link(text, to) => Run::Link(text, to),
        })
        .collect()
}

/// The organisation whose document it is.
fn issuer(edition: &policy::Edition) -> String {
    let facts = &edition.facts().organisation;
    facts.legal_name.clone().unwrap_or_else(|| facts.name.clone())
}

/// Name, address, register and contact of the organisation, as pairs.
fn organisation(edition: &policy::Edition, language: Language) -> Vec<(String, Line)> {
    let facts = &edition.facts().organisation;
    let mut about = vec![(say(language, "Van", "Of").to_owned(), paper::text(issuer(edition)))];
    if let Some(address) = &facts.address {
        let country = address.country.name(language);
        let words = format!("{}, {} {}, {country}", address.street, address.postcode, address.city);
        about.push((say(language, "Adres", "Address").to_owned(), paper::text(words)));
    }
    if let Some(registration) = &facts.registration {
        let words = format!("{} {}", registration.register.get(language), registration.number);
        about.push((say(language, "Register", "Register").to_owned(), paper::text(words)));
    }
    about.push((say(language, "Contact", "Contact").to_owned(), paper::text(facts.contact.email.clone())));
    about
}
