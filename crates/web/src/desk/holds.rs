//! Holds: setting, listing and ending them; and opening the archive.

use app::holds::{self, HoldKind as Kind, HoldView, Identity, NewHold};
use app::openings;
use axum::Form;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use kernel::Text;
use serde::Deserialize;

use super::retention::decides;
use crate::failure::Failure;
use crate::here::Here;
use crate::portal::overview::Said;
use crate::view::desk::{HoldForm, HoldKind, HoldRow, Holds, OpeningRow};
use crate::view::{FieldError, Notice};

/// Holds that are shown, and openings.
const SHOWN: u32 = 100;

/// A new hold as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Typed {
    kind: String,
    reason_nl: String,
    reason_en: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    until: String,
}

/// An opening as it was typed.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Opening {
    term: String,
    why: String,
    hours: u32,
}

/// Shows them.
pub(crate) async fn show(here: Here, Query(said): Query<Said>) -> Result<Response, Failure> {
    let page = page(&here, Typed::default(), None, said.notice()).await?;
    here.show(&page)
}

/// Places a hold.
pub(crate) async fn place(here: Here, Form(typed): Form<Typed>) -> Result<Response, Failure> {
    let hold = match understood(&here, &typed) {
        Ok(hold) => hold,
        Err(error) => {
            let page = page(&here, typed, Some(error), None).await?;
            return here.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    holds::add(&here.app, here.actor(), hold).await?;
    Ok(back(&here, Notice::HoldPlaced))
}

/// Ends one.
pub(crate) async fn end(here: Here, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    holds::end(&here.app, here.actor(), &id).await?;
    Ok(back(&here, Notice::HoldEnded))
}

/// Opens an archive.
pub(crate) async fn open(here: Here, Form(typed): Form<Opening>) -> Result<Response, Failure> {
    match openings::open(&here.app, here.actor(), &typed.term, &typed.why, typed.hours).await {
        Ok(()) => Ok(back(&here, Notice::ArchiveOpened)),
        Err(error) if error.code == "opening-unusable" => {
            let mut page = page(&here, Typed::default(), None, None).await?;
            page.opening_error = Some(FieldError::OPENING);
            here.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// Closes it again.
pub(crate) async fn close(here: Here, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    openings::close(&here.app, here.actor(), &id).await?;
    Ok(back(&here, Notice::ArchiveClosed))
}

fn back(here: &Here, notice: Notice) -> Response {
    here.go(&format!("/desk/holds?said={}", notice.slug()))
}

/// The hold that was typed, or what is wrong with it.
fn understood(here: &Here, typed: &Typed) -> Result<NewHold, FieldError> {
    let kind = Kind::ALL.iter().find(|kind| kind.as_str() == typed.kind).copied();
    let reason = Text { nl: typed.reason_nl.trim().to_owned(), en: typed.reason_en.trim().to_owned() };
    let Some(kind) = kind.filter(|_| !reason.nl.is_empty() && !reason.en.is_empty()) else {
        return Err(FieldError::HOLD_REASON);
    };
    let email = typed.email.trim();
    if !email.is_empty() && (!email.contains('@') || email.contains(char::is_whitespace)) {
        return Err(FieldError::EMAIL);
    }
    let (what, which) = typed.scope.split_once(':').unwrap_or_default();
    let (system, collection, term) = match what {
        "system" => (Some(which.to_owned()), None, None),
        "collection" => {
            let (system, collection) = which.split_once('/').ok_or(FieldError::HOLD_SCOPE)?;
            (Some(system.to_owned()), Some(collection.to_owned()), None)
        }
        "term" => (None, None, Some(which.to_owned())),
        _ => (None, None, None),
    };
    if email.is_empty() && system.is_none() && term.is_none() {
        return Err(FieldError::HOLD_SCOPE);
    }
    let until: Option<Date> = match typed.until.trim() {
        "" => None,
        day => Some(day.parse().map_err(|_| FieldError::HOLD_UNTIL)?),
    };
    if until.is_some_and(|day| day <= here.app.today()) {
        return Err(FieldError::HOLD_UNTIL);
    }
    let identities = if email.is_empty() { Vec::new() } else { vec![Identity::new("email", email)] };
    Ok(NewHold { kind, reason, identities, system, collection, term, until })
}

async fn page(
    here: &Here,
    typed: Typed,
    error: Option<FieldError>,
    notice: Option<Notice>,
) -> Result<Holds, Failure> {
    let rows = holds::list(&here.app, here.actor(), SHOWN).await?;
    let openings = openings::list(&here.app, here.actor(), SHOWN).await?;
    let archives = openings::terms(&here.app)?;
    let form = HoldForm {
        scopes: scopes(here)?,
        kind: typed.kind,
        reason_nl: typed.reason_nl,
        reason_en: typed.reason_en,
        email: typed.email,
        scope: typed.scope,
        until: typed.until,
        error,
    };
    Ok(Holds {
        rows: rows.iter().map(|hold| row(here, hold)).collect(),
        form: decides(here).then_some(form),
        archives: archives.into_iter().map(|(id, name)| (id, name.get(here.language).to_owned())).collect(),
        can_open: decides(here),
        opening_error: None,
        openings: openings
            .into_iter()
            .map(|opening| OpeningRow {
                id: opening.id,
                term: opening.term.get(here.language).to_owned(),
                by: opening.by,
                reason: opening.reason,
                opened: here.moment(opening.opened_at),
                until: here.moment(opening.until),
                open: opening.open,
                own: opening.own,
            })
            .collect(),
        notice,
    })
}

/// What a hold can reach: systems, their collections, terms.
fn scopes(here: &Here) -> Result<Vec<(String, String)>, Failure> {
    let deployment = here.app.deployment()?;
    let mut scopes = Vec::new();
    for (id, system) in &deployment.systems {
        let name = system.map.system.name.get(here.language).to_owned();
        for collection in &system.map.collections {
            let value = format!("collection:{id}/{}", collection.id);
            scopes.push((value, format!("{name} · {}", collection.name.get(here.language))));
        }
        scopes.push((format!("system:{id}"), name));
    }
    for (id, term) in &deployment.edition.facts().terms {
        scopes.push((format!("term:{id}"), term.name.get(here.language).to_owned()));
    }
    scopes.sort_by(|a, b| a.1.to_lowercase().cmp(&b.1.to_lowercase()));
    Ok(scopes)
}

fn row(here: &Here, hold: &HoldView) -> HoldRow {
    let deployment = here.app.deployment().ok();
    let mut scope = Vec::new();
    if let Some(deployment) = &deployment {
        if let Some(system) = &hold.system {
            scope.push(deployment.system_name(system).get(here.language).to_owned());
            if let Some(collection) = &hold.collection {
                scope.push(deployment.collection_name(system, collection).get(here.language).to_owned());
            }
        }
        if let Some(term) = &hold.term {
            let name = deployment.edition.facts().terms.get(term);
            scope.push(name.map_or_else(|| term.clone(), |fact| fact.name.get(here.language).to_owned()));
        }
    }
    HoldRow {
        id: hold.id.clone(),
        kind: HoldKind::ALL.into_iter().find(|kind| kind.slug() == hold.kind).unwrap_or(HoldKind::Claim),
        reason: hold.reason.get(here.language).to_owned(),
        somebody: hold.names_somebody,
        scope,
        until: hold.until.as_ref().and_then(|day| day.parse().ok()),
        set_by: hold.set_by.clone(),
        set_at: here.moment(hold.set_at),
        ended: hold.ended_at.map(|at| here.moment(at)),
    }
}
