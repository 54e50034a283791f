//! Confirming a rule: somebody looked at a preview of exactly this reading and lets it delete from now on.

use ::retention::{RuleCommand, RuleEvent, RuleRefusal, RuleState};
use kernel::Actor;
use ledger::EventKind;
use serde::Serialize;
use serde_json::json;
use store::Tx;
use store::retention_rules::RuleRow;

use super::rules;
use super::spare::Spare;
use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::journal;
use crate::requests::change;

/// A confirmed rule.
#[derive(Debug, Clone, Serialize)]
pub struct Confirmed {
    /// The rule.
    pub rule: String,
    /// How many rows a sweep takes now.
    pub due: u64,
}

/// Confirms a rule as the preview showed it; `digest` says which reading, and none means the last one shown.
pub async fn confirm(app: &App, actor: &Actor, id: &str, digest: Option<&str>) -> Result<Confirmed> {
    let by = super::name_of(actor)?;
    let deployment = app.deployment()?;
    let rule =
        rules::rule(&deployment, app.today(), id)?.ok_or_else(|| Error::not_found("retention rule"))?;
    if digest.is_some_and(|digest| digest != rule.digest) {
        return Err(refused(RuleRefusal::Changed));
    }
    let sweep = rule.sweep.clone().map_err(|problem| unusable().because(problem))?;
    if !rule.is_automatic() {
        return Err(unusable().because("the term asks a person, or archives"));
    }
    let spare = Spare::load(app).await?;
    let counted = super::preview::count(&deployment, &sweep, &spare).await.map_err(|problem| {
        Error::new(
            Kind::Unavailable,
            "system-silent",
            "Het systeem van deze regel antwoordt niet, dus niemand kan zien wat zij raakt. Probeer het later opnieuw.",
            "The system of this rule does not answer, so nobody can see what it touches. Try again later.",
        )
        .because(problem)
    })?;
    let due = counted.map_or(0, |count| count.due);
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let row = store::retention_rules::get(&mut tx, id).await.map_err(Error::internal)?;
    let before = row.as_ref().map(state_of).transpose()?;
    let command = RuleCommand::Confirm { digest: rule.digest.clone(), due };
    let (state, event) = ::retention::rule::decide(before.as_ref(), command, app.now()).map_err(refused)?;
    if event == Some(RuleEvent::Allowed) {
        put(app, &mut tx, row, id, &state, Some(by)).await?;
        let data = json!({ "rule": id, "digest": rule.digest, "due": due });
        journal::record(app, &mut tx, EventKind::RetentionRuleConfirmed, data).await?;
        commit(tx, "retention rule confirmed").await?;
    }
    Ok(Confirmed { rule: id.to_owned(), due })
}

/// The state that a row holds.
pub(super) fn state_of(row: &RuleRow) -> Result<RuleState> {
    serde_json::from_str(&row.state).map_err(|error| Error::internal(format!("rule {}: {error}", row.rule)))
}

/// Stores the state of a rule.
pub(super) async fn put(
    app: &App,
    tx: &mut Tx,
    row: Option<RuleRow>,
    id: &str,
    state: &RuleState,
    by: Option<String>,
) -> Result<()> {
    let mut row = RuleRow {
        rule: id.to_owned(),
        state: serde_json::to_string(state).map_err(Error::internal)?,
        version: row.map_or(0, |row| row.version),
        changed_at: app.now(),
        confirmed_by: by,
    };
    store::retention_rules::put(tx, &mut row).await.map_err(change::conflict)
}

fn refused(refusal: RuleRefusal) -> Error {
    match refusal {
        RuleRefusal::Changed => Error::new(
            Kind::Conflict,
            "rule-changed",
            "Deze bewaarregel luidt anders dan in het overzicht dat u zag. Bekijk het overzicht opnieuw en bevestig dan.",
            "This retention rule reads differently from the preview that you saw. Look at the preview again and confirm then.",
        ),
        RuleRefusal::Unknown => Error::new(
            Kind::Conflict,
            "rule-unseen",
            "Van deze bewaarregel is nog geen overzicht bekeken. Bekijk eerst wat zij raakt (`gestand retention preview`).",
            "Nobody has looked at a preview of this retention rule yet. Look at what it touches first (`gestand retention preview`).",
        ),
    }
}

fn unusable() -> Error {
    Error::new(
        Kind::Conflict,
        "rule-unusable",
        "Deze bewaarregel verwijdert niets vanzelf: er valt niets te bevestigen. Het overzicht zegt waarom.",
        "This retention rule deletes nothing by itself: there is nothing to confirm. The preview says why.",
    )
}
