//! Erasure (GDPR art. 17): everything that no term and no hold keeps; afterwards nobody comes back through a list.

use ::requests::Request;
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
use crate::requests::about::Wish;
use crate::requests::part::PlanPart;
use crate::requests::steps::{self, Problem};
use crate::{addresses, oblivion, suppression};

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

    fn steps(&self, _wish: &Wish) -> &'static [StepKind] {
        &[StepKind::Erase]
    }

    fn asks(&self, _request: &Request, _wish: &Wish) -> TaskKind {
        TaskKind::Erasure
    }

    fn finish<'a>(&'a self, app: &'a App, tx: &'a mut Tx, row: &'a RequestRow) -> BoxFuture<'a, Result<()>> {
        async move {
            suppression::after_erasure(app, tx, row).await?;
            oblivion::end_restrictions(app, tx, row).await?;
            addresses::forget(app, tx, row).await
        }
        .boxed()
    }
}
