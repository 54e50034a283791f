//! Attestations: listing, giving and withdrawing them.

use app::attestations::{self, AttestationView, NewAttestation};
use axum::extract::{Multipart, Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::retention::decides;
use crate::failure::Failure;
use crate::here::Here;
use crate::view::desk::{AttestationForm, AttestationRow, AttestationState, Attestations};
use crate::view::{FieldError, Notice};

/// Attestations that are shown.
const SHOWN: u32 = 200;

/// What is shown: what was just done, or the clause that somebody came for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    said: String,
    #[serde(default)]
    clause: String,
}

/// A new attestation as it was filled in.
#[derive(Debug, Default)]
struct Filled {
    clause: String,
    looked_at: String,
    review_on: String,
    /// The digest of the document; none: no file was chosen.
    document: Option<String>,
}

/// Shows them.
pub(crate) async fn show(here: Here, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let filled = Filled { clause: asked.clause, ..Filled::default() };
    here.show(&page(&here, filled, None, Notice::from_slug(&asked.said)).await?)
}

/// Gives one.
pub(crate) async fn give(here: Here, form: Multipart) -> Result<Response, Failure> {
    let filled = match read(form).await {
        Ok(filled) => filled,
        Err(error) => return again(&here, Filled::default(), error).await,
    };
    let Some(document) = filled.document.clone() else {
        return again(&here, filled, FieldError::ATTESTATION_DOCUMENT).await;
    };
    let Ok(review_on) = filled.review_on.trim().parse() else {
        return again(&here, filled, FieldError::ATTESTATION_REVIEW).await;
    };
    let new = NewAttestation {
        clause: filled.clause.clone(),
        looked_at: filled.looked_at.clone(),
        document,
        review_on,
    };
    match attestations::give(&here.app, here.actor(), &new).await {
        Ok(_) => Ok(back(&here, Notice::AttestationGiven)),
        Err(error) => match error.code {
            "attestation-says-nothing" => again(&here, filled, FieldError::ATTESTATION_WORDS).await,
            "attestation-review" => again(&here, filled, FieldError::ATTESTATION_REVIEW).await,
            "attestation-not-for-this" => again(&here, filled, FieldError::ATTESTATION_CLAUSE).await,
            _ => Err(error.into()),
        },
    }
}

/// Withdraws one.
pub(crate) async fn withdraw(here: Here, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    attestations::withdraw(&here.app, here.actor(), &id).await?;
    Ok(back(&here, Notice::AttestationWithdrawn))
}

/// The form: of the document only the digest is taken, while it comes in.
async fn read(mut form: Multipart) -> Result<Filled, FieldError> {
    const DOCUMENT: FieldError = FieldError::ATTESTATION_DOCUMENT;
    let mut filled = Filled::default();
    while let Some(field) = form.next_field().await.map_err(|_| DOCUMENT)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "document" {
            let bytes = field.bytes().await.map_err(|_| DOCUMENT)?;
            filled.document = (!bytes.is_empty()).then(|| attestations::digest(&bytes));
            continue;
        }
        let text = field.text().await.map_err(|_| DOCUMENT)?;
        match name.as_str() {
            "clause" => filled.clause = text,
            "looked_at" => filled.looked_at = text,
            "review_on" => filled.review_on = text,
            _ => {}
        }
    }
    Ok(filled)
}

async fn again(here: &Here, filled: Filled, error: FieldError) -> Result<Response, Failure> {
    let page = page(here, filled, Some(error), None).await?;
    here.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn back(here: &Here, notice: Notice) -> Response {
    here.go(&format!("/desk/attestations?said={}", notice.slug()))
}

async fn page(
    here: &Here,
    filled: Filled,
    error: Option<FieldError>,
    notice: Option<Notice>,
) -> Result<Attestations, Failure> {
    let clauses = attestations::attestable(&here.app)?;
    let clauses: Vec<(String, String)> =
        clauses.into_iter().map(|it| (it.clause, it.promise.get(here.language).to_owned())).collect();
    let rows = attestations::list(&here.app, here.actor(), SHOWN).await?;
    let rows = rows.into_iter().map(|view| row(here, view, &clauses)).collect();
    let form = (decides(here) && !clauses.is_empty()).then_some(AttestationForm {
        clauses,
        clause: filled.clause,
        looked_at: filled.looked_at,
        review_on: filled.review_on,
        error,
    });
    Ok(Attestations { rows, form, notice })
}

fn row(here: &Here, view: AttestationView, clauses: &[(String, String)]) -> AttestationRow {
    AttestationRow {
        promise: clauses.iter().find(|(id, _)| *id == view.clause).map(|(_, promise)| promise.clone()),
        state: match view.state {
            "counts" => AttestationState::Counts,
            "over" => AttestationState::Over,
            _ => AttestationState::Withdrawn,
        },
        id: view.id,
        clause: view.clause,
        looked_at: view.looked_at,
        document: view.document,
        given_by: view.given_by,
        given_at: here.moment(view.given_at),
        entered_by_operator: view.entered_by_operator,
        review_on: view.review_on,
    }
}
