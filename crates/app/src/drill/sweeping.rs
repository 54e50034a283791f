//! The retention part of a drill: of the rows that were planted, those past their date go by the confirmed rules, and
//! those that a term still keeps stay.

use connect::Planted;
use inventory::DataMap;

use super::{Beds, planter};
use crate::app::App;
use crate::error::{Error, Result};
use crate::retention::{self, rules};
use crate::work;
use kernel::Actor;

/// Rounds of a sweep that are waited for: each takes twenty batches.
const ROUNDS: usize = 50;

/// Carries the confirmed rules out and looks. None: no confirmed rule is about a row that was planted, so there is
/// nothing to see.
pub(super) async fn sweep(app: &App, beds: &Beds) -> Result<Option<bool>> {
    let queued = retention::queue(app, &Actor::Drill, None, retention::BATCH_ROWS).await?;
    for _ in 0..ROUNDS {
        if work::drain(app).await? == 0 {
            break;
        }
    }
    let deployment = app.deployment()?;
    let (mut swept, mut kept) = (0, true);
    for (id, planted) in beds {
        let Some(system) = deployment.systems.get(id) else { continue };
        let present =
            planter(app, id)?.present(planted).await.map_err(|problem| Error::internal(problem.public()))?;
        for rule in rules::rules(&deployment, app.today())? {
            if rule.rule.system != *id || !queued.rules.contains(&rule.rule.id) {
                continue;
            }
            for (row, is_there) in planted.iter().zip(&present) {
                if !is_of(&system.map, &rule.rule.collection, row) {
                    continue;
                }
                if named(planted, "released", row) {
                    kept &= !is_there;
                    swept += usize::from(!is_there);
                } else if named(planted, "held", row) {
                    kept &= *is_there;
                }
            }
        }
    }
    // Rows of a rule that nobody confirmed show nothing, and neither does a rule without a planted row.
    Ok((swept > 0 || !kept).then_some(kept))
}

/// Whether a row has the name, or is one with the row that has it: a record may be spread over several tables.
fn named(planted: &[Planted], name: &str, row: &Planted) -> bool {
    planted.iter().any(|other| other.name.as_deref() == Some(name) && other.key == row.key)
}

fn is_of(map: &DataMap, collection: &str, row: &Planted) -> bool {
    map.collection(collection).is_some_and(|collection| collection.table == row.table)
}
