//! Correcting: the right value in the place of the wrong one, copies included; issued invoices stay as they were.

use connect::{ConnectError, Connector};
use futures_util::future::{BoxFuture, FutureExt as _};
use inventory::{Applied, Correction, PreparedRectification, RectificationOrder, RectificationReceipt};
use serde_json::{Value, json};
use store::steps::StepRow;

use super::{Change, Problem, read, written};
use crate::app::App;
use crate::error::Result;
use crate::requests::part::StepReceipt;
use crate::requests::rights::Scene;

pub(crate) struct Rectify;

/// What is to be corrected in a system: of what is wished that which its map knows and where the wrong value
/// stands. Nothing when that is nowhere; a correction that can be made nowhere takes nothing from the others.
pub(crate) async fn prepare(
    scene: &Scene<'_>,
    connector: &dyn Connector,
) -> Result<Option<PreparedRectification>, Problem> {
    let known =
        |correction: &&Correction| connector.map().data.iter().any(|datum| datum.id == correction.field);
    let mut wrong = Vec::new();
    let mut prepared = None;
    for correction in scene.about.wish.corrections().iter().filter(known) {
        match connector.prepare_rectification(&order(scene, vec![correction.clone()])).await {
            Ok(one) => {
                wrong.push(correction.clone());
                prepared = Some(one);
            }
            Err(ConnectError::Uncorrectable { absent: true, .. }) => {}
            Err(problem) => return Err(problem.into()),
        }
    }
    match (wrong.len(), prepared) {
        (0, _) | (_, None) => Ok(None),
        (1, Some(one)) => Ok(Some(one)),
        _ => Ok(Some(connector.prepare_rectification(&order(scene, wrong)).await?)),
    }
}

fn order(scene: &Scene<'_>, corrections: Vec<Correction>) -> RectificationOrder {
    RectificationOrder {
        identities: scene.about.identities.clone(),
        corrections,
        today: scene.app.today(),
        zone: scene.deployment.zone.clone(),
        terms: scene.deployment.terms.clone(),
        now: scene.app.now(),
    }
}

impl Change for Rectify {
    fn prepare<'a>(
        &'a self,
        scene: &'a Scene<'a>,
        _step: &'a StepRow,
        connector: &'a dyn Connector,
    ) -> BoxFuture<'a, Result<Vec<u8>, Problem>> {
        // By now it may have been corrected by somebody else: then nothing is left to do.
        async move { written(&prepare(scene, connector).await?) }.boxed()
    }

    fn carry_out<'a>(
        &'a self,
        _app: &'a App,
        step: &'a StepRow,
        connector: &'a dyn Connector,
        prepared: &'a [u8],
        fresh: bool,
    ) -> BoxFuture<'a, Result<StepReceipt, Problem>> {
        async move {
            let Some(prepared) = read::<Option<PreparedRectification>>(prepared)? else {
                let receipt =
                    RectificationReceipt { system: step.system.clone(), ..RectificationReceipt::default() };
                return Ok(StepReceipt::Rectified { receipt });
            };
            let applied =
                if fresh { Applied::NotApplied } else { connector.verify_rectified(&prepared).await? };
            let receipt = match applied {
                Applied::NotApplied => connector.rectify(&prepared).await?,
                Applied::Applied | Applied::Empty => RectificationReceipt::from_prepared(&prepared),
            };
            Ok(StepReceipt::Rectified { receipt })
        }
        .boxed()
    }

    fn said(&self, receipt: &StepReceipt) -> Value {
        let StepReceipt::Rectified { receipt } = receipt else { return json!({}) };
        let sum = |count: fn(&inventory::FieldCounts) -> u64| receipt.fields.iter().map(count).sum::<u64>();
        json!({
            "corrected": receipt.corrected(),
            "held": sum(|field| field.held),
            "other": sum(|field| field.other),
            "not_theirs": sum(|field| field.not_theirs),
        })
    }
}
