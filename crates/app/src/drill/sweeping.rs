//! The retention part of a drill: of the rows that were planted, those past their date go by the confirmed rules, and
//! those that a term still keeps stay; a client who left is emptied, and one who stays is not.

use ::retention::RuleState;
use connect::Planted;
use inventory::DataMap;
use kernel::Actor;

use super::{Beds, Person, planter};
use crate::app::App;
use crate::error::{Error, Result};
use crate::retention::spare::Spare;
use crate::retention::{preview, rules};
use crate::{retention, work};

/// Rounds of a sweep that are waited for: each takes twenty batches.
const ROUNDS: usize = 50;

/// A drill begins no sweep of more rows than this in a system: the daily one does, and takes its time.
const MOST: u64 = 20_000;

/// What a sweep of planted rows showed. None: no confirmed rule is about such a row, so there is nothing to see.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Swept {
    /// What is past its date went, and what a term keeps stayed.
    pub(super) terms: Option<bool>,
    /// The profile of the client who left went, and that of the one who stays is as it was.
    pub(super) clients: Option<bool>,
}

/// A planted row that a confirmed rule is about.
#[derive(Debug, Clone, Copy)]
struct About {
    place: usize,
    stays: bool,
    client: bool,
}

/// Carries the confirmed rules out that are about planted rows, and looks. Where there is too much to sweep it does
/// not begin.
pub(super) async fn sweep(app: &App, beds: &Beds, person: &Person) -> Result<Swept> {
    let mut seen = Swept::default();
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
        let deployment = app.deployment()?;
        let Some(system) = deployment.systems.get(id) else { continue };
        let intact = planter(app, id)?.intact(&system.map, planted, &person.known()).await;
        let intact = intact.map_err(|problem| Error::internal(problem.public()))?;
        for row in about {
            let seen = if row.client { &mut seen.clients } else { &mut seen.terms };
            *seen = Some(seen.unwrap_or(true) && intact.get(row.place) == Some(&row.stays));
        }
    }
    Ok(seen)
}

/// The planted rows that confirmed rules of a system are about. None at all where nothing that is past its date was
/// planted, or the rules have too much to take.
async fn about(app: &App, system: &str, planted: &[Planted]) -> Result<Vec<About>> {
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
            for (name, stays, client) in [
                ("released", false, false),
                ("held", true, false),
                ("ended", false, true),
                ("stays", true, true),
            ] {
                if named(planted, name, row) {
                    rows.push(About { place, stays, client });
                }
            }
        }
    }
    if due > MOST || rows.iter().all(|row| row.stays) {
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
