//! Restricting: the person's rows are marked as not to be used. What stood where the marks are is kept sealed for as
//! long as the restriction lasts.

use connect::Connector;
use futures_util::future::{BoxFuture, FutureExt as _};
use inventory::PreparedRestriction;
use serde_json::{Value, json};
use store::steps::StepRow;

use super::{Change, Problem, marks, read, written};
use crate::app::App;
use crate::requests::part::StepReceipt;
use crate::requests::rights::Scene;

pub(crate) struct Restrict;

impl Change for Restrict {
    fn prepare<'a>(
        &'a self,
        scene: &'a Scene<'a>,
        step: &'a StepRow,
        connector: &'a dyn Connector,
    ) -> BoxFuture<'a, Result<Vec<u8>, Problem>> {
        async move {
            let mut prepared = connector.prepare_restriction(&scene.about.identities).await?;
            marks::remember(&mut prepared, &marks::others(scene.app, step, &[]).await?);
            written(&prepared)
        }
        .boxed()
    }

    /// Marking twice changes nothing, so that there is no need to look first.
    fn carry_out<'a>(
        &'a self,
        _app: &'a App,
        _step: &'a StepRow,
        connector: &'a dyn Connector,
        prepared: &'a [u8],
        _fresh: bool,
    ) -> BoxFuture<'a, Result<StepReceipt, Problem>> {
        async move {
            let prepared: PreparedRestriction = read(prepared)?;
            Ok(StepReceipt::Restricted { receipt: connector.restrict(&prepared).await? })
        }
        .boxed()
    }

    fn said(&self, receipt: &StepReceipt) -> Value {
        json!({ "restricted": receipt.records() })
    }
}
