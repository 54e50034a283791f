//! Leaving the person out: they are put on every exclusion list of the system.
//!
//! Where they do not stand yet is written down first, sealed: only from there are they taken off again when an
//! objection turns out to be unfounded ([`super::unsuppress`]).

use connect::Connector;
use futures_util::future::{BoxFuture, FutureExt as _};
use inventory::{PreparedSuppression, SuppressionOrder};
use serde_json::{Value, json};
use store::steps::StepRow;

use super::{Change, Problem, open, read, written};
use crate::app::App;
use crate::error::Error;
use crate::requests::part::StepReceipt;
use crate::requests::rights::Scene;

pub(crate) struct Suppress;

impl Change for Suppress {
    fn prepare<'a>(
        &'a self,
        scene: &'a Scene<'a>,
        step: &'a StepRow,
        connector: &'a dyn Connector,
    ) -> BoxFuture<'a, Result<Vec<u8>, Problem>> {
        async move {
            let mut prepared = connector.prepare_suppression(&scene.about.identities).await?;
            // Where another request of the same person put them, this one finds them; whichever ends last takes
            // them off.
            let others =
                store::steps::listings(scene.app.store(), &step.system).await.map_err(Error::internal)?;
            for other in others.iter().filter(|other| other.id != step.id) {
                let standing: PreparedSuppression = read(&open(scene.app, other)?)?;
                for entry in standing.missing {
                    if prepared.identities.contains(&entry.identity) && !prepared.missing.contains(&entry) {
                        prepared.missing.push(entry);
                    }
                }
            }
            written(&prepared)
        }
        .boxed()
    }

    /// Nobody stands on a list twice, so that there is no need to look first.
    fn carry_out<'a>(
        &'a self,
        app: &'a App,
        _step: &'a StepRow,
        connector: &'a dyn Connector,
        prepared: &'a [u8],
        _fresh: bool,
    ) -> BoxFuture<'a, Result<StepReceipt, Problem>> {
        async move {
            let identities = read::<PreparedSuppression>(prepared)?.identities;
            let order = SuppressionOrder { identities, now: app.now() };
            Ok(StepReceipt::Suppressed { receipt: connector.suppress(&order).await? })
        }
        .boxed()
    }

    fn said(&self, receipt: &StepReceipt) -> Value {
        let complete = matches!(receipt, StepReceipt::Suppressed { receipt } if receipt.is_complete());
        json!({ "listed": receipt.records(), "complete": complete })
    }
}
