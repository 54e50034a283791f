//! The end of a restriction (GDPR art. 18(3)): the person is told first; then the marks come off wherever they were
//! set, and whoever was asked to set data aside is told that it is over.

use ::requests::{Channel, Request};
use connect::Connector;
use futures_util::future::{BoxFuture, FutureExt as _};
use inventory::TaskKind;
use store::Tx;
use store::requests::RequestRow;
use store::steps::{StepKind, StepRow};

use super::{Exercise, Scene};
use crate::app::App;
use crate::deployment::System;
use crate::error::{Error, Result};
use crate::oblivion;
use crate::requests::about::Wish;
use crate::requests::part::{PlanPart, ReportedOutcome, Role, StepReceipt};
use crate::requests::steps::{Problem, lift};

pub(super) struct Ending;

impl Exercise for Ending {
    fn plan<'a>(
        &'a self,
        scene: &'a Scene<'a>,
        system: &'a System,
        _connector: &'a dyn Connector,
    ) -> BoxFuture<'a, Result<PlanPart, Problem>> {
        async move {
            let id = &system.map.system.id;
            if self.asks_holder(scene, system).await? {
                return Ok(PlanPart::without_rows(id, Role::Manual));
            }
            let Some(restriction) = scene.row.linked_to else {
                return Ok(PlanPart::without_rows(id, Role::Unconcerned));
            };
            Ok(match lift::marking(scene.app, restriction, id).await? {
                Some((_, marks)) => PlanPart::marking(&marks),
                None => PlanPart::without_rows(id, Role::Unconcerned),
            })
        }
        .boxed()
    }

    fn steps(&self, _wish: &Wish) -> &'static [StepKind] {
        &[StepKind::Lift]
    }

    fn asks(&self, _request: &Request, _wish: &Wish) -> TaskKind {
        TaskKind::Lift
    }

    /// Only those who were asked to set data aside, and had some.
    fn asks_holder<'a>(&'a self, scene: &'a Scene<'a>, system: &'a System) -> BoxFuture<'a, Result<bool>> {
        async move {
            let Some(restriction) = scene.row.linked_to else { return Ok(false) };
            let steps =
                store::steps::by_request(scene.app.store(), restriction).await.map_err(Error::internal)?;
            let asked =
                |step: &&StepRow| step.kind == StepKind::Manual && step.system == system.map.system.id;
            let Some(step) = steps.iter().find(asked) else { return Ok(false) };
            let receipt: Option<StepReceipt> =
                step.receipt.as_deref().and_then(|text| serde_json::from_str(text).ok());
            let nothing = ReportedOutcome::NothingHeld;
            Ok(!matches!(receipt, Some(StepReceipt::Reported { outcome, .. }) if outcome == nothing))
        }
        .boxed()
    }

    /// What the person themselves wants to end, nobody judges.
    fn is_settled(&self, scene: &Scene<'_>) -> bool {
        scene.row.channel == Channel::Portal.as_str()
    }

    /// The restriction lets go of whom it was about.
    fn finish<'a>(&'a self, app: &'a App, tx: &'a mut Tx, row: &'a RequestRow) -> BoxFuture<'a, Result<()>> {
        async move {
            let Some(id) = row.linked_to else { return Ok(()) };
            let restriction = store::requests::get(&mut *tx, id).await.map_err(Error::internal)?;
            let Some(mut restriction) = restriction else { return Ok(()) };
            oblivion::close(app, tx, &mut restriction).await
        }
        .boxed()
    }
}
