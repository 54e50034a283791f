//! Erasing: delete, anonymise, or keep with a reason. Goes forward only.

use connect::Connector;
use futures_util::future::{BoxFuture, FutureExt as _};
use inventory::{Applied, ErasureOrder, Identity, PreparedErasure, Receipt};
use serde_json::{Value, json};
use store::steps::StepRow;

use super::{Change, Problem, read, written};
use crate::app::App;
use crate::deployment::Deployment;
use crate::error::Result;
use crate::holds;
use crate::requests::change;
use crate::requests::part::StepReceipt;
use crate::requests::rights::{self, Scene};

pub(crate) struct Erase;

/// What an erasure will do in a system, with what is held left out of it.
pub(crate) async fn prepare(
    scene: &Scene<'_>,
    connector: &dyn Connector,
) -> Result<PreparedErasure, Problem> {
    let identities = &scene.about.identities;
    let system = &connector.map().system.id;
    let mut held = holds::held_back(scene.app, scene.deployment, system, identities).await?;
    let request = change::parse(scene.row)?;
    held.extend(rights::of(&request).spares(scene.deployment, connector.map()));
    let prepared = connector.prepare_erasure(&order(scene.app, scene.deployment, identities)).await?;
    Ok(prepared.hold_back(held))
}

/// The order for an erasure today, under the edition in force.
fn order(app: &App, deployment: &Deployment, identities: &[Identity]) -> ErasureOrder {
    ErasureOrder {
        identities: identities.to_vec(),
        today: app.today(),
        zone: deployment.zone.clone(),
        terms: deployment.terms.clone(),
        pseudonym: hex::encode(app.entropy().bytes::<6>()),
    }
}

impl Change for Erase {
    fn prepare<'a>(
        &'a self,
        scene: &'a Scene<'a>,
        _step: &'a StepRow,
        connector: &'a dyn Connector,
    ) -> BoxFuture<'a, Result<Vec<u8>, Problem>> {
        async move { written(&prepare(scene, connector).await?) }.boxed()
    }

    fn carry_out<'a>(
        &'a self,
        _app: &'a App,
        _step: &'a StepRow,
        connector: &'a dyn Connector,
        prepared: &'a [u8],
        fresh: bool,
    ) -> BoxFuture<'a, Result<StepReceipt, Problem>> {
        async move {
            let prepared: PreparedErasure = read(prepared)?;
            let applied =
                if fresh { Applied::NotApplied } else { connector.verify_applied(&prepared).await? };
            let mut receipt = match applied {
                Applied::NotApplied => connector.erase(&prepared).await?,
                Applied::Applied | Applied::Empty => Receipt::from_prepared(&prepared, connector.map()),
            };
            if receipt.residue.is_none() {
                receipt.residue = connector.residue(&prepared).await?;
            }
            Ok(StepReceipt::Erased { receipt })
        }
        .boxed()
    }

    fn said(&self, receipt: &StepReceipt) -> Value {
        let StepReceipt::Erased { receipt } = receipt else { return json!({}) };
        json!({
            "deleted": receipt.deleted(),
            "anonymised": receipt.anonymised(),
            "kept": receipt.kept(),
            "texts_of_others": receipt.mentions.len(),
            "clean": receipt.residue.as_ref().map(inventory::Residue::is_clean),
        })
    }
}
