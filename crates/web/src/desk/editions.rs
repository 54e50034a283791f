//! Editions on their way: looking at what a draft changes, allowing it, announcing it.

use app::publishing::{self, PublicationView};
use axum::extract::{Path, Query};
use axum::response::Response;
use kernel::{Actor, StaffRole};
use policy::difference::Class;

use crate::failure::Failure;
use crate::here::Here;
use crate::portal::overview::Said;
use crate::site::changes;
use crate::view::Notice;
use crate::view::desk::{Draft, DraftStage, Drafts, NextStep, Way};

/// Lists them.
pub(crate) async fn list(here: Here, Query(said): Query<Said>) -> Result<Response, Failure> {
    let views = publishing::list(&here.app, here.actor()).await?;
    here.show(&Drafts { rows: views.iter().map(way).collect(), notice: said.notice() })
}

/// Shows one, with what it changes.
pub(crate) async fn show(
    here: Here,
    Path((_, hash)): Path<(String, String)>,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let view = publishing::show(&here.app, here.actor(), &hash).await?;
    let (_, difference) = publishing::difference(&here.app, here.actor(), &hash).await?;
    let language = here.language;
    let asks = difference.iter().flat_map(|it| &it.asks_again);
    let changed = difference.iter().flat_map(|it| &it.clauses);
    here.show(&Draft {
        way: way(&view),
        drafted_by: who(&here, &view.drafted_by).await,
        material: view.material,
        asks_again: asks.map(|ask| ask.name.get(language).to_owned()).collect(),
        facts: difference.as_ref().map(|it| changes::facts(it, language)).unwrap_or_default(),
        clauses: changed.map(|clause| changes::clause(clause, language)).collect(),
        next: next(&here, &view),
        can_drop: works(&here) && matches!(view.stage, "draft" | "checked" | "approved"),
        notice: said.notice(),
    })
}

/// Allows it.
pub(crate) async fn approve(
    here: Here,
    Path((_, hash)): Path<(String, String)>,
) -> Result<Response, Failure> {
    publishing::approve(&here.app, here.actor(), &hash).await?;
    Ok(back(&here, &hash, Notice::EditionApproved))
}

/// Announces it.
pub(crate) async fn announce(
    here: Here,
    Path((_, hash)): Path<(String, String)>,
) -> Result<Response, Failure> {
    publishing::announce(&here.app, here.actor(), &hash).await?;
    Ok(back(&here, &hash, Notice::EditionAnnounced))
}

/// Gives it up.
pub(crate) async fn give_up(
    here: Here,
    Path((_, hash)): Path<(String, String)>,
) -> Result<Response, Failure> {
    publishing::drop(&here.app, here.actor(), &hash).await?;
    Ok(back(&here, &hash, Notice::EditionDropped))
}

fn back(here: &Here, hash: &str, notice: Notice) -> Response {
    here.go(&format!("/desk/editions/{hash}?said={}", notice.slug()))
}

fn way(view: &PublicationView) -> Way {
    let classes = [Class::Widening, Class::Narrowing, Class::Wording];
    let mut changes = classes.into_iter().map(changes::change).zip(view.changes);
    let mut count = || changes.next().unwrap_or((changes::change(Class::Wording), 0));
    Way {
        hash: view.hash.clone(),
        version: view.version.clone(),
        from: view.from,
        stage: DraftStage::of(view.stage),
        changes: [count(), count(), count()],
        findings: view.findings,
        told: (view.told.told, view.told.all()),
        unreachable: view.told.unreachable,
    }
}

fn next(here: &Here, view: &PublicationView) -> NextStep {
    let own = matches!(here.actor(), Actor::Staff { id, .. } if id.to_string() == view.drafted_by);
    match view.stage {
        "draft" => NextStep::Mend,
        "checked" if !decides(here) => NextStep::Nothing,
        "checked" if own => NextStep::NotYours,
        "checked" => NextStep::Approve,
        "approved" if !works(here) => NextStep::Nothing,
        "approved" if view.from < view.earliest => NextStep::TooSoon(view.earliest),
        "approved" => NextStep::Announce,
        _ => NextStep::Nothing,
    }
}

fn decides(here: &Here) -> bool {
    matches!(here.actor(), Actor::Staff { role: StaffRole::Officer, .. })
}

fn works(here: &Here) -> bool {
    matches!(here.actor(), Actor::Staff { role: StaffRole::Officer | StaffRole::Engineer, .. })
}

/// Who drafted an edition, as colleagues know them.
async fn who(here: &Here, drafted_by: &str) -> String {
    app::staff::name(&here.app, here.actor(), drafted_by).await.unwrap_or_else(|_| drafted_by.to_owned())
}
