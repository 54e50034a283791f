//! Portability (GDPR art. 20): the person's own data in a bag that another provider can read in, of all systems and
//! holders. Nothing is changed and nothing is closed by it (S96).

use ::requests::Request;
use connect::Connector;
use futures_util::future::{BoxFuture, FutureExt as _};
use inventory::TaskKind;
use store::steps::StepKind;

use super::{Exercise, Scene};
use crate::archive::Form;
use crate::deployment::System;
use crate::requests::about::Wish;
use crate::requests::part::PlanPart;
use crate::requests::steps::Problem;

pub(super) struct Portability;

impl Exercise for Portability {
    fn plan<'a>(
        &'a self,
        scene: &'a Scene<'a>,
        _system: &'a System,
        connector: &'a dyn Connector,
    ) -> BoxFuture<'a, Result<PlanPart, Problem>> {
        async move {
            let mut part = PlanPart::found(&connector.find(&scene.about.identities).await?);
            // What others wrote is not taken along (art. 20(4)).
            for count in &mut part.collections {
                count.mentions = 0;
            }
            part.collections.retain(|count| count.own > 0);
            Ok(part)
        }
        .boxed()
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

    fn form(&self) -> Form {
        Form::Bag
    }
}
