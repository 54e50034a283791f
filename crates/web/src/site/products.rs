//! The additional rules of a product: what is stricter for it, or comes on top.

use axum::extract::Path;
use axum::response::Response;
use jiff::civil::Date;
use policy::Edition;

use super::document::blocks;
use super::editions::label;
use crate::failure::Failure;
use crate::here::Here;
use crate::html;
use crate::text::{Phrase, key};
use crate::view::site::ProductPage;

/// Those of the edition in force.
pub(crate) async fn show(here: Here, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    let edition = app::editions::current(&here.app)?;
    page(&here, &edition, &id)
}

/// Those of a day.
pub(crate) async fn show_on(
    here: Here,
    Path((_, id, day)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let day: Date = day.parse().map_err(|_| Failure::not_found())?;
    let edition = app::editions::on(&here.app, day).await?;
    page(&here, &edition, &id)
}

fn page(here: &Here, edition: &Edition, id: &str) -> Result<Response, Failure> {
    let product = edition.product(id).ok_or_else(Failure::not_found)?;
    let scope = &edition.policy().scope;
    let table = Phrase::new(here.language, key!("table")).to_string();
    let own = product.documents.iter().filter(|document| document.language == here.language);
    let restated = product.restated.iter().filter(|clause| clause.language == here.language);
    here.show(&ProductPage {
        name: product.name.get(here.language).to_owned(),
        edition: label(edition, None),
        rules: product.rules.iter().map(|rule| rule.get(here.language).to_owned()).collect(),
        blocks: own.flat_map(|document| blocks(here, edition, document, None)).collect(),
        restated: restated
            .map(|clause| {
                let html = html::passage(&clause.markdown, scope, here.language, &table);
                (clause.clause.to_string(), html)
            })
            .collect(),
    })
}
