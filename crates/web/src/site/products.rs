//! The additional rules of a product: what is stricter for it, or comes on top.

use std::collections::BTreeMap;

use app::check::BoardRow;
use axum::extract::Path;
use axum::response::Response;
use jiff::civil::Date;
use policy::Edition;

use super::document::{blocks, note, word};
use super::editions::label;
use crate::failure::Failure;
use crate::here::Here;
use crate::html;
use crate::text::{Phrase, key};
use crate::view::Tally;
use crate::view::site::{Clause, ProductPage};

/// Those of the edition in force.
pub(crate) async fn show(here: Here, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    let edition = app::editions::current(&here.app)?;
    let board = app::check::board(&here.app).await?;
    let rows = board.products.iter().find(|product| product.id == id).map(|product| product.rows.as_slice());
    page(&here, &edition, &id, rows)
}

/// Those of a day.
pub(crate) async fn show_on(
    here: Here,
    Path((_, id, day)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let day: Date = day.parse().map_err(|_| Failure::not_found())?;
    let edition = app::editions::on(&here.app, day).await?;
    // Verdicts are about the edition in force.
    page(&here, &edition, &id, None)
}

fn page(here: &Here, edition: &Edition, id: &str, rows: Option<&[BoardRow]>) -> Result<Response, Failure> {
    let product = edition.product(id).ok_or_else(Failure::not_found)?;
    let scope = &edition.policy().scope;
    let table = Phrase::new(here.language, key!("table")).to_string();
    let own = product.documents.iter().filter(|document| document.language == here.language);
    let restated = product.restated.iter().filter(|clause| clause.language == here.language);
    let verdicts: Option<BTreeMap<&str, &BoardRow>> =
        rows.map(|rows| rows.iter().map(|row| (row.clause.as_str(), row)).collect());
    here.show(&ProductPage {
        tally: rows.map(|rows| Tally { verdicts: rows.iter().map(|row| word(row.verdict)).collect() }),
        name: product.name.get(here.language).to_owned(),
        edition: label(edition, None),
        rules: product.rules.iter().map(|rule| rule.get(here.language).to_owned()).collect(),
        blocks: own.flat_map(|document| blocks(here, edition, document, verdicts.as_ref())).collect(),
        restated: restated
            .map(|clause| {
                let html = html::passage(&clause.markdown, scope, here.language, &table);
                let id = clause.clause.to_string();
                let note = verdicts.as_ref().map(|all| note(here, all.get(id.as_str()).copied()));
                Clause { id, html, note }
            })
            .collect(),
    })
}
