//! The privacy and cookie policy, of the edition in force or of a day.

use std::collections::BTreeMap;

use app::check::{Board, BoardRow};
use axum::extract::Path;
use axum::response::Response;
use jiff::civil::Date;
use kernel::Language;
use policy::{Document as Text, Edition};

use crate::failure::Failure;
use crate::here::Here;
use crate::html;
use crate::site::editions::{label, last_day, standing};
use crate::text::{Phrase, key};
use crate::view::site::{Block, Clause, Document, DocumentKind, PromiseNote, Standing};
use crate::view::{GapRow, Tally, Verdict};

/// The privacy policy in force.
pub(crate) async fn privacy(here: Here) -> Result<Response, Failure> {
    current(here, DocumentKind::Privacy).await
}

/// The cookie policy in force.
pub(crate) async fn cookies(here: Here) -> Result<Response, Failure> {
    current(here, DocumentKind::Cookies).await
}

/// The privacy policy of a day.
pub(crate) async fn privacy_on(
    here: Here,
    Path((_, day)): Path<(String, String)>,
) -> Result<Response, Failure> {
    on(here, DocumentKind::Privacy, &day).await
}

/// The cookie policy of a day.
pub(crate) async fn cookies_on(
    here: Here,
    Path((_, day)): Path<(String, String)>,
) -> Result<Response, Failure> {
    on(here, DocumentKind::Cookies, &day).await
}

async fn current(here: Here, kind: DocumentKind) -> Result<Response, Failure> {
    let edition = app::editions::current(&here.app)?;
    show(&here, kind, &edition).await
}

async fn on(here: Here, kind: DocumentKind, day: &str) -> Result<Response, Failure> {
    let day: Date = day.parse().map_err(|_| Failure::not_found())?;
    let edition = app::editions::on(&here.app, day).await?;
    show(&here, kind, &edition).await
}

async fn show(here: &Here, kind: DocumentKind, edition: &Edition) -> Result<Response, Failure> {
    let summaries = app::editions::list(&here.app).await?;
    let standing = standing(&summaries, &edition.hash().to_string());
    let id = match kind {
        DocumentKind::Privacy => "privacy",
        DocumentKind::Cookies => "cookies",
    };
    let text = edition
        .document(id, here.language)
        .or_else(|| edition.document(id, edition.default_language()))
        .ok_or_else(Failure::not_found)?;
    // Verdicts are about the edition in force; an older text is shown as it was.
    let board = match standing {
        Standing::InForce => Some(app::check::board(&here.app).await?),
        Standing::Past | Standing::Coming => None,
    };
    let verdicts = board.as_ref().map(verdicts);
    let until = last_day(&summaries, edition.policy().in_force_from);
    let products = edition.content().products.iter();
    here.show(&Document {
        kind,
        products: products
            .map(|product| (product.id.clone(), product.name.get(here.language).to_owned()))
            .collect(),
        title: text.title.clone(),
        edition: label(edition, until.filter(|_| standing == Standing::Past)),
        tally: verdicts.as_ref().map(|verdicts| tally(verdicts, clauses(text))),
        blocks: blocks(here, edition, text, verdicts.as_ref()),
        address: address(here, edition),
        standing,
    })
}

/// The verdicts by clause.
pub(crate) fn verdicts(board: &Board) -> BTreeMap<&str, &BoardRow> {
    board.rows.iter().map(|row| (row.clause.as_str(), row)).collect()
}

/// How the promises of these clauses stand, in their order.
pub(crate) fn tally<'c>(
    verdicts: &BTreeMap<&str, &BoardRow>,
    clauses: impl Iterator<Item = &'c str>,
) -> Tally {
    let verdict = |clause| verdicts.get(clause).map_or(Verdict::Unproven, |row| word(row.verdict));
    Tally { verdicts: clauses.map(verdict).collect() }
}

/// What the law demands and no clause promises, with how it stands.
pub(crate) fn gaps(language: Language, rows: &[BoardRow], only: Option<Verdict>) -> Vec<GapRow> {
    let say = |text: &kernel::Text| text.get(language).to_owned();
    let shown = rows.iter().filter(|row| only.is_none_or(|verdict| verdict == word(row.verdict)));
    shown
        .map(|row| GapRow {
            id: row.clause.clone(),
            law: row.promise.clone(),
            text: say(&row.promise_text),
            verdict: word(row.verdict),
            reason: say(&row.reason),
            evidence: row.evidence.iter().map(say).collect(),
            would_change: Some(say(&row.would_change)).filter(|text| !text.is_empty()),
        })
        .collect()
}

/// A verdict of the policy as the pages show it.
pub(crate) fn word(verdict: policy::promise::Verdict) -> Verdict {
    match verdict {
        policy::promise::Verdict::Kept => Verdict::Kept,
        policy::promise::Verdict::Broken => Verdict::Broken,
        policy::promise::Verdict::Unproven => Verdict::Unproven,
        policy::promise::Verdict::Void => Verdict::Void,
    }
}

fn clauses(text: &Text) -> impl Iterator<Item = &str> {
    text.passages().filter_map(|passage| passage.clause.as_ref()).map(|clause| clause.id.as_str())
}

pub(crate) fn blocks(
    here: &Here,
    edition: &Edition,
    text: &Text,
    verdicts: Option<&BTreeMap<&str, &BoardRow>>,
) -> Vec<Block> {
    let scope = &edition.policy().scope;
    let table = Phrase::new(here.language, key!("table")).to_string();
    let mut blocks = Vec::new();
    for section in &text.sections {
        if section.level > 0 {
            blocks.push(Block::Heading {
                // The page's own title is the first level.
                level: section.level.clamp(2, 4),
                id: section.anchor.clone(),
                text: section.heading.clone(),
            });
        }
        for passage in &section.passages {
            let html = html::passage(&passage.markdown, scope, here.language, &table);
            blocks.push(match &passage.clause {
                None => Block::Prose(html),
                Some(clause) => {
                    let id = clause.id.as_str();
                    let note = verdicts.map(|verdicts| note(here, verdicts.get(id).copied()));
                    Block::Clause(Clause { id: id.to_owned(), html, note })
                }
            });
        }
    }
    blocks
}

pub(crate) fn note(here: &Here, row: Option<&BoardRow>) -> PromiseNote {
    let Some(row) = row else {
        return PromiseNote { verdict: Verdict::Unproven, summary: None, evidence: Vec::new(), since: None };
    };
    let figures = row.figures.as_ref().map(|figures| figures.get(here.language));
    let said = [Some(row.reason.get(here.language)), figures];
    let summary = said.into_iter().flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
    PromiseNote {
        verdict: word(row.verdict),
        summary: (!summary.is_empty()).then_some(summary),
        evidence: row.public.iter().map(|text| text.get(here.language).to_owned()).collect(),
        since: row.since.filter(|_| word(row.verdict) != Verdict::Unproven).map(|at| here.day(at)),
    }
}

fn address(here: &Here, edition: &Edition) -> Vec<String> {
    let facts = &edition.facts().organisation;
    let mut lines = vec![facts.legal_name.clone().unwrap_or_else(|| facts.name.clone())];
    if let Some(address) = &facts.address {
        lines.push(address.street.clone());
        lines.push(format!("{} {}", address.postcode, address.city));
        lines.push(address.country.name(here.language).to_owned());
    }
    lines
}
