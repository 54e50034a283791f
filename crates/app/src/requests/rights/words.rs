//! What is answered in words: a human who looks at an automated decision (GDPR art. 22(3)), and a complaint (art. 77).
//!
//! No system has anything to do for it, and none holds the answer up: somebody of the organisation reads what the
//! person says, writes down what they find, and that is the answer. Whoever only wants to know how one complains is
//! told at once, for there is nothing to judge.

use ::requests::{Request, Right};
use connect::Connector;
use futures_util::future::{BoxFuture, FutureExt as _, ready};
use inventory::TaskKind;
use store::steps::StepKind;

use super::{Exercise, Scene};
use crate::deployment::{Deployment, System};
use crate::error::{Error, Kind, Result};
use crate::requests::about::Wish;
use crate::requests::part::{PlanPart, Role};
use crate::requests::steps::Problem;

pub(super) struct InWords;

impl Exercise for InWords {
    fn check(&self, right: Right, _deployment: &Deployment, wish: &Wish) -> Result<()> {
        match (right, wish) {
            (Right::HumanReview, Wish::Say { decision, .. }) if !decision.is_empty() => Ok(()),
            (Right::HumanReview, Wish::Say { .. } | Wish::Nothing) => Err(Error::new(
                Kind::Invalid,
                "no-decision",
                "Zeg om welk besluit het gaat, zoals: mijn bestelling is geweigerd.",
                "Say which decision it is about, such as: my order was turned down.",
            )),
            (Right::Complaint, Wish::Say { decision, .. }) if decision.is_empty() => Ok(()),
            (Right::Complaint, Wish::Nothing) => Ok(()),
            _ => Err(super::wrong_right()),
        }
    }

    fn looks_into_systems(&self) -> bool {
        false
    }

    fn plan<'a>(
        &'a self,
        _scene: &'a Scene<'a>,
        system: &'a System,
        _connector: &'a dyn Connector,
    ) -> BoxFuture<'a, Result<PlanPart, Problem>> {
        ready(Ok(PlanPart::without_rows(&system.map.system.id, Role::Unconcerned))).boxed()
    }

    fn steps(&self, _wish: &Wish) -> &'static [StepKind] {
        &[]
    }

    fn asks(&self, _request: &Request, _wish: &Wish) -> TaskKind {
        TaskKind::Access
    }

    /// How one complains is told without anybody looking; what somebody complains about is read.
    fn is_settled(&self, scene: &Scene<'_>) -> bool {
        scene.row.right == Right::Complaint.as_str() && scene.about.wish.said().is_none()
    }
}
