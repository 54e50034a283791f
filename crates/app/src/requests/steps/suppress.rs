//! Leaving the person out: they are put on every exclusion list of the system.

use connect::Connector;
use futures_util::future::{BoxFuture, FutureExt as _};
use inventory::{Identity, SuppressionOrder};
use serde_json::{Value, json};
use store::steps::StepRow;

use super::{Change, Problem, read, written};
use crate::app::App;
use crate::requests::part::StepReceipt;
use crate::requests::rights::Scene;

pub(crate) struct Suppress;

impl Change for Suppress {
    fn prepare<'a>(
        &'a self,
        scene: &'a Scene<'a>,
        _step: &'a StepRow,
        _connector: &'a dyn Connector,
    ) -> BoxFuture<'a, Result<Vec<u8>, Problem>> {
        async move { written(&scene.about.identities) }.boxed()
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
            let identities: Vec<Identity> = read(prepared)?;
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
