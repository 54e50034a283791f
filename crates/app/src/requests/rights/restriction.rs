//! Restriction (GDPR art. 18): the data are kept and nothing else is done with them. Every system that has marks
//! gets them, the decision point denies all use as long as the restriction is in force, and holders without an
//! interface are asked. Whom it is about stays with the request until it ends: see [`super::ending`].

use ::requests::Request;
use connect::{Capability, Connector};
use futures_util::future::{BoxFuture, FutureExt as _};
use inventory::TaskKind;
use store::steps::StepKind;

use super::{Exercise, Scene, by_hand};
use crate::deployment::System;
use crate::requests::about::Wish;
use crate::requests::part::{PlanPart, Role};
use crate::requests::steps::Problem;
use crate::trouble::{self, Trouble};

pub(super) struct Restriction;

impl Exercise for Restriction {
    fn plan<'a>(
        &'a self,
        scene: &'a Scene<'a>,
        system: &'a System,
        connector: &'a dyn Connector,
    ) -> BoxFuture<'a, Result<PlanPart, Problem>> {
        async move {
            // Gestand itself asks the decision point before it uses anything.
            if system.is_own() {
                return Ok(PlanPart::without_rows(&system.map.system.id, Role::Unconcerned));
            }
            if connector.capabilities().restrict != Capability::Automatic {
                let why = Trouble::new(trouble::MARKS_NOTHING, &system.map.system.id);
                return by_hand(scene, connector, &why).await;
            }
            let prepared = connector.prepare_restriction(&scene.about.identities).await?;
            Ok(PlanPart::marking(&prepared))
        }
        .boxed()
    }

    fn steps(&self, _wish: &Wish) -> &'static [StepKind] {
        &[StepKind::Restrict]
    }

    fn asks(&self, _request: &Request, _wish: &Wish) -> TaskKind {
        TaskKind::Restriction
    }
}
