//! Rectification (GDPR art. 16): the person says what is wrong, in words of the data map, and what is right. It is
//! corrected in every system that has it, holders without an interface are told (art. 19), and the person hears
//! what was wrong, what it is now and where.

use std::collections::BTreeMap;

use ::requests::{Request, Right};
use connect::{ConnectError, Connector};
use futures_util::future::{BoxFuture, FutureExt as _};
use inventory::TaskKind;
use kernel::Text;
use store::Tx;
use store::requests::RequestRow;
use store::steps::StepKind;

use super::{Exercise, Scene, by_hand};
use crate::addresses;
use crate::app::App;
use crate::deployment::{Deployment, System};
use crate::error::{Error, Kind, Result};
use crate::requests::about::Wish;
use crate::requests::part::{PlanPart, Role};
use crate::requests::steps::Problem;
use crate::requests::steps::rectify::prepare;
use crate::trouble::{self, Trouble};

pub(super) struct Rectification;

/// What a person may have corrected, by id: everything that the data map of any system names, in its words.
pub(crate) fn data(deployment: &Deployment) -> BTreeMap<String, Text> {
    let maps = deployment.systems.values().map(|system| &system.map);
    maps.flat_map(|map| &map.data).map(|datum| (datum.id.clone(), datum.name.clone())).collect()
}

impl Exercise for Rectification {
    fn check(&self, _right: Right, deployment: &Deployment, wish: &Wish) -> Result<()> {
        let corrections = wish.corrections();
        let known = data(deployment);
        if corrections.is_empty() || corrections.iter().any(|one| one.to.trim().is_empty()) {
            return Err(Error::new(
                Kind::Invalid,
                "no-correction",
                "Zeg welk gegeven niet klopt en wat het moet zijn.",
                "Say what is wrong and what it should be.",
            ));
        }
        if let Some(unknown) = corrections.iter().find(|one| !known.contains_key(&one.field)) {
            let choices: Vec<&str> = known.keys().map(String::as_str).collect();
            let choices = choices.join(", ");
            return Err(Error::new(
                Kind::Invalid,
                "unknown-datum",
                format!("Zo’n gegeven kennen wij niet. Er zijn: {choices}."),
                format!("We know no such datum. There are: {choices}."),
            )
            .because(unknown.field.chars().take(60).collect::<String>()));
        }
        if corrections.iter().any(|one| one.was.as_deref() == Some(one.to.as_str())) {
            return Err(Error::new(
                Kind::Invalid,
                "nothing-changes",
                "Het oude en het nieuwe gegeven zijn hetzelfde. Zeg wat het moet worden.",
                "The old and the new value are the same. Say what it should become.",
            ));
        }
        Ok(())
    }

    fn plan<'a>(
        &'a self,
        scene: &'a Scene<'a>,
        system: &'a System,
        connector: &'a dyn Connector,
    ) -> BoxFuture<'a, Result<PlanPart, Problem>> {
        async move {
            let id = &system.map.system.id;
            // Here stands whom Gestand itself writes to: that changes when they sign in with another address.
            if system.is_own() {
                return Ok(PlanPart::without_rows(id, Role::Unconcerned));
            }
            if connector.capabilities().rectify != connect::Capability::Automatic {
                let why = Trouble::new(trouble::CORRECTS_NOTHING, id);
                return by_hand(scene, connector, &why).await;
            }
            match prepare(scene, connector).await {
                Ok(Some(prepared)) => Ok(PlanPart::rectifying(&prepared)),
                Ok(None) => Ok(PlanPart::without_rows(id, Role::Unconcerned)),
                // What the database or the map does not allow, people look at.
                Err(Problem::System(
                    problem @ (ConnectError::Uncorrectable { .. } | ConnectError::Constraint { .. }),
                )) => by_hand(scene, connector, &Trouble::of(&problem)).await,
                Err(problem) => Err(problem),
            }
        }
        .boxed()
    }

    fn steps(&self, _wish: &Wish) -> &'static [StepKind] {
        &[StepKind::Rectify]
    }

    fn asks(&self, _request: &Request, _wish: &Wish) -> TaskKind {
        TaskKind::Rectification
    }

    fn finish<'a>(&'a self, app: &'a App, tx: &'a mut Tx, row: &'a RequestRow) -> BoxFuture<'a, Result<()>> {
        addresses::after_rectification(app, tx, row).boxed()
    }
}
