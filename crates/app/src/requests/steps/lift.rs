//! Ending a restriction in a system: its marks come off and what stood there comes back, but for the rows that
//! another restriction still wants marked.

use connect::Connector;
use futures_util::future::{BoxFuture, FutureExt as _};
use inventory::{PreparedRestriction, RestrictionReceipt};
use kernel::ids::{RequestId, StepId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::Tx;
use store::steps::{StepKind, StepRow};

use super::{Change, Problem, marks, open, read, written};
use crate::app::App;
use crate::error::{Error, Result};
use crate::requests::change;
use crate::requests::part::StepReceipt;
use crate::requests::rights::Scene;

pub(crate) struct Lift;

/// The marks that come off, and the step that set them.
#[derive(Serialize, Deserialize)]
struct Marks {
    set_by: StepId,
    marks: PreparedRestriction,
}

/// The step that marked rows of a system for a request, as long as its marks stand.
pub(crate) async fn marking(
    app: &App,
    request: RequestId,
    system: &str,
) -> Result<Option<(StepRow, PreparedRestriction)>> {
    let steps = store::steps::by_request(app.store(), request).await.map_err(Error::internal)?;
    let set =
        |step: &&StepRow| step.kind == StepKind::Restrict && step.system == system && step.prepared.is_some();
    let Some(step) = steps.iter().find(set) else { return Ok(None) };
    let prepared = serde_json::from_slice(&open(app, step)?).map_err(Error::internal)?;
    Ok(Some((step.clone(), prepared)))
}

impl Change for Lift {
    fn prepare<'a>(
        &'a self,
        scene: &'a Scene<'a>,
        step: &'a StepRow,
        _connector: &'a dyn Connector,
    ) -> BoxFuture<'a, Result<Vec<u8>, Problem>> {
        async move {
            // The marks are those of the restriction that ends, or of the request's own halt.
            let of = scene.row.linked_to.unwrap_or(scene.row.id);
            let marking = marking(scene.app, of, &step.system).await?;
            written(&marking.map(|(set_by, marks)| Marks { set_by: set_by.id, marks }))
        }
        .boxed()
    }

    /// Taking off twice changes nothing.
    fn carry_out<'a>(
        &'a self,
        app: &'a App,
        step: &'a StepRow,
        connector: &'a dyn Connector,
        prepared: &'a [u8],
        _fresh: bool,
    ) -> BoxFuture<'a, Result<StepReceipt, Problem>> {
        async move {
            let nothing = RestrictionReceipt { system: step.system.clone(), ..RestrictionReceipt::default() };
            let Some(Marks { set_by, marks }) = read::<Option<Marks>>(prepared)? else {
                return Ok(StepReceipt::Lifted { receipt: nothing, shared: 0 });
            };
            let others = marks::others(app, step, &[set_by]).await?;
            if marks::shares_person(&marks, &others) {
                return Ok(StepReceipt::Lifted { receipt: nothing, shared: 1 });
            }
            let (left, shared) = marks::without(&marks, &others);
            let receipt = connector.lift(&left).await?;
            // Whoever began a restriction meanwhile finds their marks again.
            let known = others.len();
            for other in marks::others(app, step, &[set_by]).await?.iter().skip(known) {
                connector.restrict(other).await?;
            }
            Ok(StepReceipt::Lifted { receipt, shared })
        }
        .boxed()
    }

    fn said(&self, receipt: &StepReceipt) -> Value {
        let shared = if let StepReceipt::Lifted { shared, .. } = receipt { *shared } else { 0 };
        json!({ "lifted": receipt.records(), "still_restricted": shared })
    }

    /// What stood where the marks were is not needed any more.
    fn settle<'a>(&'a self, app: &'a App, tx: &'a mut Tx, step: &'a StepRow) -> BoxFuture<'a, Result<()>> {
        async move {
            let row = store::requests::get(&mut *tx, step.request_id).await.map_err(Error::internal)?;
            let of = row.and_then(|row| row.linked_to).unwrap_or(step.request_id);
            let Some((mut set_by, _)) = marking(app, of, &step.system).await? else { return Ok(()) };
            set_by.prepared = None;
            store::steps::update(&mut *tx, &mut set_by).await.map_err(change::conflict)
        }
        .boxed()
    }
}
