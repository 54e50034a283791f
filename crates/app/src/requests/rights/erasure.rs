//! Erasure (GDPR art. 17): everything that no term and no hold keeps; afterwards nobody comes back through a list.

use connect::Connector;
use futures_util::future::{BoxFuture, FutureExt as _};
use inventory::TaskKind;
use store::Tx;
use store::requests::RequestRow;
use store::steps::StepKind;

use super::{Exercise, Scene};
use crate::app::App;
use crate::deployment::System;
use crate::error::Result;
use crate::requests::part::PlanPart;
use crate::requests::steps::{self, Problem};
use crate::{addresses, suppression};

pub(super) struct Erasure;

impl Exercise for Erasure {
    fn plan<'a>(
        &'a self,
        scene: &'a Scene<'a>,
        system: &'a System,
        connector: &'a dyn Connector,
    ) -> BoxFuture<'a, Result<PlanPart, Problem>> {
        async move {
            let prepared = steps::erase::prepare(scene, connector).await?;
            Ok(PlanPart::prepared(prepared.plan(&system.map)))
        }
        .boxed()
    }

    fn steps(&self) -> &'static [StepKind] {
        &[StepKind::Erase]
    }

    fn asks(&self) -> TaskKind {
        TaskKind::Erasure
    }

    fn finish<'a>(&'a self, app: &'a App, tx: &'a mut Tx, row: &'a RequestRow) -> BoxFuture<'a, Result<()>> {
        async move {
            suppression::after_erasure(app, tx, row).await?;
            addresses::forget(app, tx, row).await
        }
        .boxed()
    }
}
