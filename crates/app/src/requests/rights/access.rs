//! Access (GDPR art. 15): everything that is held, as a sealed copy.

use ::requests::Request;
use connect::Connector;
use futures_util::future::{BoxFuture, FutureExt as _};
use inventory::TaskKind;
use store::steps::StepKind;

use super::{Exercise, Scene};
use crate::deployment::System;
use crate::requests::about::Wish;
use crate::requests::part::PlanPart;
use crate::requests::steps::Problem;

pub(super) struct Access;

impl Exercise for Access {
    fn plan<'a>(
        &'a self,
        scene: &'a Scene<'a>,
        _system: &'a System,
        connector: &'a dyn Connector,
    ) -> BoxFuture<'a, Result<PlanPart, Problem>> {
        async move { Ok(PlanPart::found(&connector.find(&scene.about.identities).await?)) }.boxed()
    }

    fn steps(&self, _wish: &Wish) -> &'static [StepKind] {
        &[StepKind::Export]
    }

    fn asks(&self, _request: &Request, _wish: &Wish) -> TaskKind {
        TaskKind::Access
    }

    fn answers_with_copy(&self) -> bool {
        true
    }
}
