//! Objection (GDPR art. 21) and the withdrawal of consent (art. 7(3)): what it is against stops first, in every
//! system, and is judged afterwards. Marketing and consent leave nothing to judge: it stays stopped. Otherwise an
//! officer judges; when the person is right they get a copy, and the data that only an interest of ours kept are
//! erased; when not, the halt ends and they are told why.

use ::requests::{Request, Right, State};
use connect::{Capability, Connector};
use futures_util::future::{BoxFuture, FutureExt as _, ready};
use inventory::{DataMap, HeldBack, TaskKind};
use kernel::Text;
use policy::facts::{Basis, Purpose};
use store::Tx;
use store::requests::RequestRow;
use store::steps::StepKind;
use store::suppressions::Cause;

use super::{Exercise, Scene};
use crate::app::App;
use crate::deployment::{Deployment, Reach, System};
use crate::error::{Error, Kind, Result};
use crate::requests::about::{Scope, Wish};
use crate::requests::part::{PlanPart, Role};
use crate::requests::steps::{self, Problem};
use crate::suppression;

pub(super) struct Objection;

/// The terms of the Data Privacy Vocabulary for purposes that are marketing.
const MARKETING: [&str; 6] = [
    "Marketing",
    "DirectMarketing",
    "Advertising",
    "PersonalisedAdvertising",
    "TargetedAdvertising",
    "SocialMediaMarketing",
];

/// Whether a purpose is what the person is against.
fn is_against(wish: &Wish, purpose: &Purpose) -> bool {
    match wish.scope() {
        Some(Scope::Interests) => matches!(purpose.basis, Basis::LegitimateInterest | Basis::PublicTask),
        Some(Scope::Marketing) => purpose.dpv.as_deref().is_some_and(|dpv| MARKETING.contains(&dpv)),
        None => purpose.basis == Basis::Consent,
    }
}

/// Whether a system serves a purpose that the person is against. One that names none may serve any.
fn is_concerned(deployment: &Deployment, wish: &Wish, map: &DataMap) -> bool {
    let purposes = &deployment.edition.facts().purposes;
    let own = &map.system.purposes;
    own.is_empty() || own.iter().filter_map(|id| purposes.get(id)).any(|purpose| is_against(wish, purpose))
}

fn is_judged(wish: &Wish) -> bool {
    wish.scope() == Some(Scope::Interests)
}

impl Exercise for Objection {
    fn check(&self, right: Right, _deployment: &Deployment, wish: &Wish) -> Result<()> {
        if (right == Right::Objection) == wish.scope().is_some() && wish.corrections().is_empty() {
            return Ok(());
        }
        Err(Error::new(
            Kind::Invalid,
            "no-scope",
            "Zeg waartegen het bezwaar is: reclame, of alles wat in ons eigen belang is.",
            "Say what the objection is against: marketing, or everything that is in our own interest.",
        ))
    }

    fn halts(&self, scene: &Scene<'_>, system: &System) -> Vec<StepKind> {
        let wish = &scene.about.wish;
        let concerned = is_concerned(scene.deployment, wish, &system.map);
        let Reach::Connector(connector) = &system.reach else { return Vec::new() };
        let can = connector.capabilities();
        if system.is_own() {
            return Vec::new();
        }
        if can.find == Capability::Manual {
            return if concerned { vec![StepKind::Manual] } else { Vec::new() };
        }
        let mut kinds = Vec::new();
        if is_judged(wish) && concerned {
            // Where nothing can be marked, people set it aside.
            let marks = can.restrict == Capability::Automatic;
            kinds.push(if marks { StepKind::Restrict } else { StepKind::Manual });
        }
        // From some lists there is no way off: a drill's person stays off those.
        let lets_go = connector.as_sql().is_some();
        if can.suppress == Capability::Automatic && (!scene.row.drill || lets_go) {
            kinds.push(StepKind::Suppress);
        }
        kinds
    }

    fn plan<'a>(
        &'a self,
        scene: &'a Scene<'a>,
        system: &'a System,
        connector: &'a dyn Connector,
    ) -> BoxFuture<'a, Result<PlanPart, Problem>> {
        async move {
            let id = &system.map.system.id;
            let wish = &scene.about.wish;
            let nothing = Ok(PlanPart::without_rows(id, Role::Unconcerned));
            if !is_judged(wish) {
                // It has stopped already: nothing is left to do but what people report.
                let listed = connector.capabilities().suppress == Capability::Automatic && !scene.row.drill;
                return if listed { Ok(PlanPart::without_rows(id, Role::Automatic)) } else { nothing };
            }
            if system.is_own() {
                return nothing;
            }
            let prepared = steps::erase::prepare(scene, connector).await?;
            Ok(PlanPart::prepared(prepared.plan(&system.map)))
        }
        .boxed()
    }

    fn steps(&self, wish: &Wish) -> &'static [StepKind] {
        if is_judged(wish) { &[StepKind::Export, StepKind::Erase, StepKind::Lift] } else { &[] }
    }

    fn asks(&self, request: &Request, wish: &Wish) -> TaskKind {
        if !is_judged(wish) {
            return TaskKind::Suppression;
        }
        match request.state {
            State::Refused { .. } | State::Withdrawn { .. } => TaskKind::Lift,
            _ if request.state.approval().is_some() => TaskKind::Erasure,
            _ => TaskKind::Restriction,
        }
    }

    fn asks_again(&self, wish: &Wish) -> bool {
        is_judged(wish)
    }

    fn asks_holder<'a>(&'a self, scene: &'a Scene<'a>, system: &'a System) -> BoxFuture<'a, Result<bool>> {
        ready(Ok(is_concerned(scene.deployment, &scene.about.wish, &system.map))).boxed()
    }

    fn is_settled(&self, scene: &Scene<'_>) -> bool {
        !is_judged(&scene.about.wish)
    }

    /// What rests on a contract or the law stays: against that nobody can object.
    fn spares(&self, deployment: &Deployment, map: &DataMap) -> Vec<HeldBack> {
        let purposes = &deployment.edition.facts().purposes;
        let interest = |id: &String| {
            let basis = purposes.get(id).map(|purpose| purpose.basis);
            matches!(basis, Some(Basis::LegitimateInterest | Basis::PublicTask))
        };
        let reason = Text {
            nl: "wij gebruiken dit voor een doel waartegen geen bezwaar mogelijk is, zoals uw bestelling of een wettelijke plicht".into(),
            en: "we use this for a purpose that cannot be objected to, such as your order or a legal duty".into(),
        };
        let stays = map.collections.iter().filter(|part| !part.purpose.as_ref().is_some_and(interest));
        stays
            .map(|part| HeldBack { collection: Some(part.id.clone()), reason: reason.clone(), until: None })
            .collect()
    }

    fn finish<'a>(&'a self, app: &'a App, tx: &'a mut Tx, row: &'a RequestRow) -> BoxFuture<'a, Result<()>> {
        async move {
            let withdrawn = row.right == Right::Withdrawal.as_str();
            let cause = if withdrawn { Cause::OptedOut } else { Cause::Objected };
            // It stays stopped: nobody is taken off a list for it any more.
            store::steps::forget_listings(&mut *tx, row.id).await.map_err(Error::internal)?;
            suppression::after_objection(app, tx, row, cause).await
        }
        .boxed()
    }
}
