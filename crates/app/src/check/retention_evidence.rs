//! What retention shows: every place where a term ends, whether somebody confirmed it, when it was last carried
//! out, and what is past its date now. Counts and ids, nothing of anybody.

use ::retention::RuleState;
use policy::promise::evidence as record;
use store::sweeps::{SweepRow, SweepState};

use crate::app::App;
use crate::error::{Error, Result};
use crate::retention::{preview, rules, spare::Spare};

/// Sweeps that are remembered for what rules did.
const SWEEPS: u32 = 2_000;

/// Adds what retention shows.
pub(super) async fn add(app: &App, evidence: &mut record::Evidence) -> Result<()> {
    let deployment = app.deployment()?;
    let spare = Spare::load(app).await?;
    let sweeps = store::sweeps::list(app.store(), SWEEPS).await.map_err(Error::internal)?;
    let stored = store::retention_rules::list(app.store()).await.map_err(Error::internal)?;
    let mut seen = record::RetentionEvidence { at: app.now(), rules: Vec::new(), without_rule: Vec::new() };
    let (mut purged, mut still) = (0, 0);
    for rule in rules::rules(&deployment, app.today())? {
        if matches!(rules::connector(&deployment, &rule.rule.system), Ok(None)) {
            continue;
        }
        let due = match &rule.sweep {
            Ok(sweep) => {
                preview::count(&deployment, sweep, &spare).await.ok().flatten().map(|count| count.due)
            }
            Err(_) => None,
        };
        let state = stored.iter().find(|row| row.rule == rule.rule.id);
        let state: Option<RuleState> = state.and_then(|row| serde_json::from_str(&row.state).ok());
        let own: Vec<&SweepRow> = sweeps.iter().filter(|row| row.rule == rule.rule.id).collect();
        let row = record::RetentionRule {
            rule: rule.rule.id.clone(),
            term: rule.rule.term.clone(),
            automatic: rule.is_automatic(),
            confirmed: state.is_some_and(|state| state.allows(&rule.digest)),
            swept: own
                .iter()
                .filter(|row| row.state == SweepState::Done)
                .filter_map(|row| row.ended_at)
                .max(),
            purged: own.iter().map(|row| rows_of(row, &rule.rule.collection)).sum(),
            due,
        };
        let held = deployment.systems.get(&rule.rule.system).and_then(|system| {
            let holds = &system.map.collection(&rule.rule.collection)?.holds;
            Some(holds.iter().any(|hold| hold.term.as_ref() == Some(&rule.rule.term)))
        });
        if held == Some(true) {
            purged += row.purged;
            still += if row.is_late(app.now()) { row.due.unwrap_or(0) } else { 0 };
        }
        seen.rules.push(row);
    }
    seen.without_rule =
        preview::uncovered(&deployment, app.today())?.into_iter().map(|term| term.term).collect();
    evidence.retention = Some(seen);
    evidence.holds =
        Some(record::HoldsEvidence { at: app.now(), purged_past_term: purged, still_past_term: still });
    Ok(())
}

/// Rows of the rule's own collection that a sweep let go.
fn rows_of(row: &SweepRow, collection: &str) -> u64 {
    let counts: Vec<connect::SweepCounts> = serde_json::from_str(&row.receipt).unwrap_or_default();
    let own = counts.iter().find(|part| part.collection == collection);
    own.map_or(0, |part| part.deleted + part.anonymised)
}
