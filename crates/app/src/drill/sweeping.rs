//! The retention part of a drill: of the rows that were planted, those past their date go by the confirmed rules, and
//! those that a term still keeps stay.

use ::retention::RuleState;
use connect::Planted;
use inventory::DataMap;
use kernel::Actor;

use super::{Beds, planter};
use crate::app::App;
use crate::error::{Error, Result};
use crate::retention::spare::Spare;
use crate::retention::{preview, rules};
use crate::{retention, work};

/// Rounds of a sweep that are waited for: each takes twenty batches.
const ROUNDS: usize = 50;

/// A drill begins no sweep of more rows than this in a system: the daily one does, and takes its time.
const MOST: u64 = 20_000;

/// Carries the confirmed rules out that are about planted rows, and looks. None: no confirmed rule is about a row that
/// was planted, or there is too much to sweep, so there is nothing to see.
pub(super) async fn sweep(app: &App, beds: &Beds) -> Result<Option<bool>> {
    let mut seen = None;
    for (id, planted) in beds {
        let about = about(app, id, planted).await?;
        if about.is_empty() {
            continue;
        }
        retention::queue(app, &Actor::Drill, Some(id), retention::BATCH_ROWS).await?;
        for _ in 0..ROUNDS {
            if work::drain(app).await? == 0 {
                break;
            }
        }
        let present =
            planter(app, id)?.present(planted).await.map_err(|problem| Error::internal(problem.public()))?;
        let passed = about.iter().all(|(place, stays)| present.get(*place) == Some(stays));
        seen = Some(seen.unwrap_or(true) && passed);
    }
    Ok(seen)
}

/// The planted rows that confirmed rules of a system are about, by their place, and whether each must stay. None at
/// all where nothing that is past its date was planted, or the rules have too much to take.
async fn about(app: &App, system: &str, planted: &[Planted]) -> Result<Vec<(usize, bool)>> {
    let deployment = app.deployment()?;
    let Some(map) = deployment.systems.get(system).map(|system| &system.map) else { return Ok(Vec::new()) };
    // Not by way of the preview: that counts as somebody having looked at the rules.
    let stored = store::retention_rules::list(app.store()).await.map_err(Error::internal)?;
    let spare = Spare::load(app).await?;
    let (mut rows, mut due) = (Vec::new(), 0);
    for rule in rules::rules(&deployment, app.today())?.into_iter().filter(|rule| rule.rule.system == system)
    {
        let state = stored.iter().find(|row| row.rule == rule.rule.id);
        let state: Option<RuleState> = state.and_then(|row| serde_json::from_str(&row.state).ok());
        let Ok(sweep) = &rule.sweep else { continue };
        if !rule.is_automatic() || !state.is_some_and(|state| state.allows(&rule.digest)) {
            continue;
        }
        let count = preview::count(&deployment, sweep, &spare).await;
        due += count.map_err(|problem| Error::internal(problem.public()))?.map_or(0, |count| count.due);
        let own = |row: &Planted| is_of(map, &rule.rule.collection, row);
        for (place, row) in planted.iter().enumerate().filter(|(_, row)| own(row)) {
            if named(planted, "released", row) {
                rows.push((place, false));
            } else if named(planted, "held", row) {
                rows.push((place, true));
            }
        }
    }
    if due > MOST || !rows.iter().any(|(_, stays)| !stays) {
        rows.clear();
    }
    Ok(rows)
}

/// Whether a row has the name, or is one with the row that has it: a record may be spread over several tables.
fn named(planted: &[Planted], name: &str, row: &Planted) -> bool {
    planted.iter().any(|other| other.name.as_deref() == Some(name) && other.key == row.key)
}

fn is_of(map: &DataMap, collection: &str, row: &Planted) -> bool {
    map.collection(collection).is_some_and(|collection| collection.table == row.table)
}
