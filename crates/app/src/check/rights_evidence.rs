//! What exercising a right left behind, from the request's own row, its steps, what the ledger says of it, and for
//! restrictions in force from the systems and the decision point themselves.

use ::requests::{Decider, Origin, Request, Right, State};
use inventory::Applied;
use jiff::Timestamp;
use kernel::Actor;
use ledger::EventKind;
use policy::decision::Reason;
use policy::facts::Basis;
use policy::promise::evidence as record;
use serde_json::Value;
use store::requests::RequestRow;
use store::steps::{StepKind, StepRow};

use super::evidence::Events;
use crate::app::App;
use crate::decision::{Decisions, Inquiry};
use crate::deployment::Reach;
use crate::error::{Error, Result};
use crate::requests::change;
use crate::requests::steps::lift;
use crate::tasks::remind;

/// One request, with everything that is known of it.
pub(super) struct Exercised<'a> {
    pub(super) row: &'a RequestRow,
    pub(super) request: &'a Request,
    pub(super) steps: &'a [StepRow],
    pub(super) events: &'a Events,
}

impl Exercised<'_> {
    /// Adds what it shows. `systems` is its own row, with the receipts.
    pub(super) fn add(
        &self,
        app: &App,
        rights: &mut record::RightsEvidence,
        systems: Option<&record::RequestRow>,
    ) -> Result<()> {
        let receipts = systems.map_or(&[][..], |row| &row.systems);
        let given = receipts.iter().filter(|system| system.receipt).count() as u64;
        let missing = receipts.len() as u64 - given;
        let answered =
            matches!(self.request.state, State::Answered { .. }).then_some(self.row.closed_at).flatten();
        let confirmed = self.first(EventKind::AnswerAnnounced).is_some();
        let drill = self.row.drill;
        match (self.request.right, answered) {
            (Right::Rectification, Some(at)) => {
                rights.corrections.push(record::CarriedOut {
                    at,
                    drill,
                    receipts: given,
                    missing,
                    confirmed,
                });
            }
            (Right::Restriction, Some(at)) if self.request.origin == Origin::EndOfRestriction => {
                rights.ended.push(record::RestrictionEnd { at, drill, told_first: self.told_first() });
            }
            (Right::Restriction, Some(at)) => {
                rights.restrictions.push(record::CarriedOut {
                    at,
                    drill,
                    receipts: given,
                    missing,
                    confirmed,
                });
            }
            (Right::Portability, Some(at)) => rights.taken_along.push(record::TakenAlong {
                at,
                drill,
                receipts: given,
                missing,
                sound: self.bag(),
                changed: self.steps.iter().any(|step| !reads_only(step)),
            }),
            (Right::Objection | Right::Withdrawal, _) => {
                let granted = answered.map(|at| record::Granted {
                    at,
                    copy_first: self.copy_first(),
                    receipts: given,
                    missing,
                    confirmed,
                });
                if self.request.right == Right::Objection {
                    rights.objections.push(self.objection(granted));
                }
                if self.is_opt_out() {
                    rights.opt_outs.push(self.opt_out(app, answered)?);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The place and time of the first entry of a kind.
    fn first(&self, kind: EventKind) -> Option<(usize, Timestamp)> {
        self.events
            .iter()
            .enumerate()
            .find(|(_, (_, event))| event.kind() == kind)
            .map(|(n, (at, _))| (n, *at))
    }

    fn objection(&self, granted: Option<record::Granted>) -> record::ObjectionRow {
        record::ObjectionRow {
            filed: self.first(EventKind::RequestFiled).map_or(self.request.received, |(_, at)| at),
            drill: self.row.drill,
            halted: self.first(EventKind::RequestHalted).map(|(_, at)| at),
            withdrawn: matches!(self.request.state, State::Withdrawn { .. }),
            granted,
        }
    }

    /// Whether nobody judged it: marketing, or consent that was taken back.
    fn is_opt_out(&self) -> bool {
        let by_law = self.request.state.approval().is_some_and(|approval| approval.by == Decider::Law);
        self.request.right == Right::Withdrawal || by_law
    }

    fn opt_out(&self, app: &App, effective: Option<Timestamp>) -> Result<record::OptOutRow> {
        let deployment = app.deployment()?;
        let span = remind::figure(app, super::OPT_OUT_FIGURE, super::OPT_OUT_LIMIT)?;
        Ok(record::OptOutRow {
            said: self.request.received,
            drill: self.row.drill,
            effective,
            limit: span.after_instant(self.request.received, &deployment.zone, app.calendar()),
        })
    }

    /// Whether the person was told before the first mark came off.
    fn told_first(&self) -> bool {
        let Some((told, _)) = self.first(EventKind::RequestTold) else { return false };
        self.first(EventKind::StepStarted).is_none_or(|(began, _)| told < began)
    }

    /// Whether a copy was sealed before anything was erased; nothing when nothing was.
    fn copy_first(&self) -> Option<bool> {
        let erased = self.events.iter().position(|(_, event)| {
            event.kind() == EventKind::StepDone && event.data().contains_key("deleted")
        })?;
        Some(self.first(EventKind::AnswerSealed).is_some_and(|(sealed, _)| sealed < erased))
    }

    /// Whether the bag that was sealed last reads back as it should; nothing when it was not read back.
    fn bag(&self) -> Option<bool> {
        let sealed = self.events.iter().rev().find(|(_, event)| event.kind() == EventKind::AnswerSealed);
        let Some((_, sealed)) = sealed else { return Some(false) };
        let read = sealed.data().get("read_back").and_then(Value::as_bool)?;
        Some(read && sealed.data().get("form").and_then(Value::as_str) == Some("bag"))
    }
}

fn reads_only(step: &StepRow) -> bool {
    matches!(step.kind, StepKind::Find | StepKind::Export | StepKind::Manual)
}

/// Adds what the systems and the decision point show of restrictions in force, drills left out.
pub(super) async fn add_in_force(app: &App, evidence: &mut record::Evidence) -> Result<()> {
    let kept =
        store::requests::kept(app.store(), Right::Restriction.as_str()).await.map_err(Error::internal)?;
    let mut look =
        record::InForce { at: app.now(), restrictions: 0, denied: 0, marked: 0, unmarked: 0, silent: 0 };
    for row in kept.iter().filter(|row| !row.drill) {
        look.restrictions += 1;
        look.denied += u64::from(is_denied(app, row).await?);
        marks(app, row, &mut look).await?;
    }
    evidence.rights.in_force = Some(look);
    Ok(())
}

/// Whether the decision point refuses the use of everything about the person, for every purpose that would otherwise
/// be allowed.
async fn is_denied(app: &App, row: &RequestRow) -> Result<bool> {
    let deployment = app.deployment()?;
    let purposes = deployment.edition.facts().purposes.iter().filter(|(_, fact)| fact.basis != Basis::None);
    let purposes: Vec<&str> = purposes.map(|(id, _)| id.as_str()).collect();
    let identities = change::identities(app, row)?;
    let asked: Vec<Inquiry> = identities
        .iter()
        .flat_map(|identity| {
            purposes.iter().map(|purpose| Inquiry::new(identity.clone(), *purpose, Vec::new()))
        })
        .collect();
    let answers = Decisions::default().ask(app, &Actor::Operator, &asked).await?;
    Ok(!answers.is_empty()
        && answers.iter().all(|answer| !answer.allow && answer.reason == Reason::Restricted))
}

async fn marks(app: &App, row: &RequestRow, look: &mut record::InForce) -> Result<()> {
    let deployment = app.deployment()?;
    let steps = store::steps::by_request(app.store(), row.id).await.map_err(Error::internal)?;
    for step in steps.iter().filter(|step| step.kind == StepKind::Restrict) {
        let Some((_, marks)) = lift::marking(app, row.id, &step.system).await? else {
            look.unmarked += 1;
            continue;
        };
        let reach = deployment.systems.get(&step.system).map(|system| &system.reach);
        let Some(Reach::Connector(connector)) = reach else {
            look.silent += 1;
            continue;
        };
        match connector.verify_restricted(&marks).await {
            Ok(Applied::NotApplied) => look.unmarked += 1,
            Ok(Applied::Applied | Applied::Empty) => look.marked += 1,
            Err(_) => look.silent += 1,
        }
    }
    Ok(())
}
