//! What each right comes to: what is asked for with it, what it plans in a system, by which kind of step that is
//! carried out, what holders without an interface are asked, and what else changes when it is done.
//!
//! A file a right, and [`of`] is the one place that knows them all. How a kind of step is done, and recognised
//! after a crash, is in [`crate::requests::steps`]; what the person is told is in [`crate::mailbox`].

mod access;
mod ending;
mod erasure;
mod objection;
mod portability;
mod rectification;
mod restriction;
mod words;

use ::requests::{Origin, Request, Right};
use connect::Connector;
use futures_util::future::{BoxFuture, FutureExt as _, ready};
use inventory::{DataMap, HeldBack, Task, TaskKind};
use kernel::ids::RequestId;
use store::Tx;
use store::requests::RequestRow;
use store::steps::{StepKind, StepRow, StepState};

use crate::app::App;
use crate::archive::Form;
use crate::deployment::{Deployment, System};
use crate::error::{Error, Kind, Result};
use crate::requests::about::{About, Wish};
use crate::requests::part::{PlanPart, Role};
use crate::requests::steps::Problem;
use crate::requests::{carry, collect, execute};
use crate::trouble::Trouble;
use crate::work::Progress;

pub(crate) use rectification::data;

/// What a right is exercised with.
pub(crate) struct Scene<'a> {
    pub(crate) app: &'a App,
    pub(crate) deployment: &'a Deployment,
    pub(crate) row: &'a RequestRow,
    pub(crate) about: &'a About,
}

/// A right at work.
pub(crate) trait Exercise: Sync {
    /// Whether what is wished can be asked for by this right.
    ///
    /// # Errors
    /// Says to the person what is missing.
    fn check(&self, _right: Right, _deployment: &Deployment, wish: &Wish) -> Result<()> {
        match wish {
            Wish::Nothing => Ok(()),
            _ => Err(wrong_right()),
        }
    }

    /// Whether any system has a part in it. Where none has, none is asked, and one that is down holds nothing up.
    fn looks_into_systems(&self) -> bool {
        true
    }

    /// Its part of the plan in a system that Gestand reaches by itself. Changes nothing.
    fn plan<'a>(
        &'a self,
        scene: &'a Scene<'a>,
        system: &'a System,
        connector: &'a dyn Connector,
    ) -> BoxFuture<'a, Result<PlanPart, Problem>>;

    /// The steps that carry out a part of the plan which Gestand does by itself.
    fn steps(&self, wish: &Wish) -> &'static [StepKind];

    /// What the holder of a system without an interface is asked, at the stage where the request is.
    fn asks(&self, request: &Request, wish: &Wish) -> TaskKind;

    /// What stops in a system as soon as the request comes in, before it is judged (S97).
    fn halts(&self, _scene: &Scene<'_>, _system: &System) -> Vec<StepKind> {
        Vec::new()
    }

    /// Whether a holder who has reported on the halt is asked again when the request is granted.
    fn asks_again(&self, _wish: &Wish) -> bool {
        true
    }

    /// What an erasure for this right leaves alone.
    fn spares(&self, _deployment: &Deployment, _map: &DataMap) -> Vec<HeldBack> {
        Vec::new()
    }

    /// Whether the holder of a system without an interface has something to do for it.
    fn asks_holder<'a>(&'a self, _scene: &'a Scene<'a>, _system: &'a System) -> BoxFuture<'a, Result<bool>> {
        ready(Ok(true)).boxed()
    }

    /// Whether the law leaves nothing to judge, so that the plan is carried out as it is.
    fn is_settled(&self, _scene: &Scene<'_>) -> bool {
        false
    }

    /// Whether the answer is a sealed copy; otherwise it is a message that says what was done.
    fn answers_with_copy(&self) -> bool {
        false
    }

    /// What a copy for this right is packed as.
    fn form(&self) -> Form {
        Form::Copy
    }

    /// Carries out what was approved, as far as it goes now. A copy is made before anything changes.
    fn run<'a>(&'a self, app: &'a App, id: RequestId) -> BoxFuture<'a, Result<Progress>> {
        async move {
            if self.answers_with_copy() {
                return Box::pin(collect::collect(app, id)).await;
            }
            let steps = execute::carrying_out(app, id).await?;
            let open = |step: &StepRow| step.kind == StepKind::Export && step.state != StepState::Done;
            if steps.iter().any(open)
                && let later @ Progress::Later(_) = Box::pin(collect::collect(app, id)).await?
            {
                return Ok(later);
            }
            carry::carry(app, id).await
        }
        .boxed()
    }

    /// What else changes in the transaction that answers.
    fn finish<'a>(
        &'a self,
        _app: &'a App,
        _tx: &'a mut Tx,
        _row: &'a RequestRow,
    ) -> BoxFuture<'a, Result<()>> {
        ready(Ok(())).boxed()
    }
}

/// The right of a request, at work.
pub(crate) fn of(request: &Request) -> &'static dyn Exercise {
    exercise(request.right, request.origin)
}

/// A right at work.
pub(crate) fn exercise(right: Right, origin: Origin) -> &'static dyn Exercise {
    if origin == Origin::EndOfRestriction {
        return &ending::Ending;
    }
    match right {
        Right::Restriction => &restriction::Restriction,
        Right::Portability => &portability::Portability,
        Right::Objection | Right::Withdrawal => &objection::Objection,
        Right::Erasure => &erasure::Erasure,
        Right::Rectification => &rectification::Rectification,
        Right::Access => &access::Access,
        Right::HumanReview | Right::Complaint => &words::InWords,
    }
}

/// What is wished belongs to another right.
fn wrong_right() -> Error {
    Error::new(
        Kind::Invalid,
        "wish-does-not-fit",
        "Dit hoort bij een ander recht. Kies het recht dat erbij past.",
        "This belongs to another right. Choose the one that it fits.",
    )
}

/// The task for the holder of a system, with all that its letter needs.
pub(crate) fn task(request: &Request, system: &System, about: &About) -> Task {
    let mut task = Task::new(&system.map, of(request).asks(request, &about.wish), &about.identities);
    if task.kind == TaskKind::Rectification {
        task.corrections = about.wish.corrections().to_vec();
    }
    task
}

/// A part in which what Gestand cannot do by itself is done by people: only where the person has something.
pub(crate) async fn by_hand(
    scene: &Scene<'_>,
    connector: &dyn Connector,
    why: &Trouble,
) -> Result<PlanPart, Problem> {
    let found = connector.find(&scene.about.identities).await?;
    let part = PlanPart::found(&found);
    let role = if part.own() > 0 { Role::Manual } else { Role::Unconcerned };
    Ok(PlanPart { role, by_hand: (role == Role::Manual).then(|| why.stored()), ..part })
}
