//! Every promise with its proof.

use std::collections::BTreeMap;

use app::check::BoardRow;
use axum::extract::Query;
use axum::response::Response;
use kernel::Text;
use serde::Deserialize;

use crate::failure::Failure;
use crate::here::Here;
use crate::site::document::{gaps, tally, verdicts, word};
use crate::view::Verdict;
use crate::view::desk::{ProductPromises, PromiseRow, Promises};

/// The filter as it stands in the address.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    verdict: Option<String>,
}

/// Shows the board.
pub(crate) async fn show(here: Here, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let only = asked.verdict.and_then(|slug| Verdict::ALL.into_iter().find(|verdict| verdict.slug() == slug));
    let edition = app::editions::current(&here.app)?;
    let documents: BTreeMap<String, String> = edition
        .clauses()
        .into_iter()
        .map(|(document, clause)| (clause.id.to_string(), document.to_owned()))
        .collect();
    let board = app::check::board(&here.app).await?;
    let shown = |row: &&BoardRow| only.is_none_or(|verdict| verdict == word(row.verdict));
    let rows = board
        .rows
        .iter()
        .filter(shown)
        .map(|row| self::row(&here, row, documents.get(&row.clause)))
        .collect();
    here.show(&Promises {
        only,
        tally: tally(&verdicts(&board), board.rows.iter().map(|row| row.clause.as_str())),
        rows,
        gaps: gaps(here.language, &board.gaps, only),
        products: board
            .products
            .iter()
            .map(|product| ProductPromises {
                name: product.name.get(here.language).to_owned(),
                rows: product.rows.iter().filter(shown).map(|row| own_row(&here, row, &product.id)).collect(),
            })
            .filter(|product| !product.rows.is_empty())
            .collect(),
        checked: board.checked.map(|at| here.moment(at)),
    })
}

fn own_row(here: &Here, row: &BoardRow, product: &str) -> PromiseRow {
    PromiseRow { path: format!("/products/{product}#{}", row.clause), ..self::row(here, row, None) }
}

fn row(here: &Here, row: &BoardRow, document: Option<&String>) -> PromiseRow {
    let say = |text: &Text| text.get(here.language).to_owned();
    let document = if document.is_some_and(|id| id == "cookies") { "/cookies" } else { "/privacy" };
    PromiseRow {
        path: format!("{document}#{}", row.clause),
        clause: row.clause.clone(),
        promise: row.promise.clone(),
        text: say(&row.promise_text),
        verdict: word(row.verdict),
        reason: say(&row.reason),
        evidence: row.evidence.iter().map(say).collect(),
        would_change: Some(say(&row.would_change)).filter(|text| !text.is_empty()),
        since: row.since.map(|at| here.day(at)),
    }
}
