//! Decisions as a service: what is known of people, gathered once and kept for as long as nothing happened, and the
//! edition's [`DecisionPoint`] asked with it.
//!
//! What is known: the suppression list, and the objections and restrictions that are being handled. Consent has no
//! register here yet, so a purpose that rests on it is answered with "not known". Every change of these is an entry
//! in the ledger: [`Warm`] keeps what was gathered until the ledger says otherwise. People are kept by keyed hashes.

mod inquiry;
mod known;

use std::sync::PoisonError;

use kernel::Actor;
use ledger::EventKind;

pub use inquiry::{Answer, Inquiry};
use known::{Known, PersonKey};

use crate::app::App;
use crate::error::{Error, Kind, Result};
use crate::suppression;
use crate::warm::Warm;

/// The most that is answered at once.
pub const MOST: usize = 10_000;

/// The decisions of the edition in force.
#[derive(Debug)]
pub struct Decisions {
    known: Warm<Known>,
}

impl Default for Decisions {
    fn default() -> Self {
        Self { known: Warm::new(|kind| !is_no_matter(kind)) }
    }
}

impl Decisions {
    /// Answers a batch, in its order.
    ///
    /// # Errors
    /// The actor may not ask, the batch is too large, or our own database does not answer: then nobody is told that
    /// anything may.
    pub async fn ask(&self, app: &App, actor: &Actor, inquiries: &[Inquiry]) -> Result<Vec<Answer>> {
        if matches!(actor, Actor::Anonymous | Actor::Subject { .. }) {
            return Err(Error::forbidden("ask-decision"));
        }
        if inquiries.len() > MOST {
            return Err(Error::new(
                Kind::Invalid,
                "too-many",
                "Dit zijn te veel vragen ineens. Stel er hooguit 10.000 tegelijk.",
                "These are too many questions at once. Ask at most 10,000 at a time.",
            ));
        }
        let known = self.known.get(app, async || Known::load(app).await).await?;
        let keys: Vec<PersonKey> =
            inquiries.iter().map(|inquiry| suppression::key(app, &inquiry.identity)).collect();
        known.gather(app, &keys).await?;
        // The day matters to dated data alone, and finding it costs as much as a decision.
        let dated = known.anything_open() || inquiries.iter().any(|inquiry| inquiry.since.is_some());
        let today = dated.then(|| (app.today(), app.now()));
        let people = known.people.read().unwrap_or_else(PoisonError::into_inner);
        let answers = inquiries.iter().zip(&keys).map(|(inquiry, key)| {
            let standing =
                today.map(|(day, now)| known.standing(actor, inquiry, day, now)).unwrap_or_default();
            let decision = known.point.decide(&inquiry.question(standing), Known::person(&people, key));
            Answer {
                allow: decision.allow,
                reason: decision.reason,
                clause: decision.clause.map(str::to_owned),
            }
        });
        Ok(answers.collect())
    }
}

/// Entries that change nothing of what is known of people. A kind that is not named here is taken to change it.
fn is_no_matter(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::PlanMade
            | EventKind::PlanDropped
            | EventKind::StepStarted
            | EventKind::StepDone
            | EventKind::StepFailed
            | EventKind::TaskClosed
            | EventKind::AnswerSealed
            | EventKind::AnswerAnnounced
            | EventKind::AnswerCollected
            | EventKind::AnswerDestroyed
            | EventKind::RegisterWritten
            | EventKind::MessageSent
            | EventKind::MessageFailed
            | EventKind::SubjectVerified
            | EventKind::StaffAdded
            | EventKind::StaffSignedIn
            | EventKind::ProgramAdded
            | EventKind::ProgramRevoked
            | EventKind::VerdictChanged
            | EventKind::DrillRun
            | EventKind::SystemDrifted
            | EventKind::SystemInspected
            | EventKind::SweepRun
            | EventKind::RetentionRuleSeen
            | EventKind::RetentionRuleConfirmed
            | EventKind::HoldPlaced
            | EventKind::HoldLifted
    )
}
