//! Decisions as a service: what is known of people, gathered once and kept for as long as nothing happened, and the
//! edition's [`DecisionPoint`] asked with it.
//!
//! What is known: the suppression list, the objections and restrictions that are being handled, and what people
//! consented to. Every change of the first two is an entry in the ledger: [`Warm`] keeps what was gathered until the
//! ledger says otherwise. Consents come in by the thousand, so they are not kept: whoever asks about a purpose that
//! rests on them has them read. People are kept by keyed hashes.

mod inquiry;
mod known;

use std::collections::HashMap;
use std::sync::PoisonError;

use kernel::Actor;
use ledger::EventKind;
use policy::decision::SubjectState;

pub use inquiry::{Answer, Inquiry};
use known::{Known, PersonKey};

use crate::app::App;
use crate::consents;
use crate::consents::people::Said;
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
        let consents = of_people(app, inquiries, &known).await?;
        let people = known.people.read().unwrap_or_else(PoisonError::into_inner);
        let answers = inquiries.iter().zip(&keys).enumerate().map(|(place, (inquiry, key))| {
            let standing =
                today.map(|(day, now)| known.standing(actor, inquiry, day, now)).unwrap_or_default();
            let person = Known::person(&people, key);
            let question = inquiry.question(standing);
            let decision = match consents.get(&place) {
                Some(said) => {
                    let Said { consents, mut asked_for, asked_at } = said.clone();
                    if known.objected_at(key) >= asked_at {
                        // What they object to is newer than what they asked for.
                        asked_for.clear();
                    }
                    let person = SubjectState { consents, asked_for, ..person.clone() };
                    known.point.decide(&question, &person)
                }
                None => known.point.decide(&question, person),
            };
            Answer {
                allow: decision.allow,
                reason: decision.reason,
                clause: decision.clause.map(str::to_owned),
            }
        });
        Ok(answers.collect())
    }
}

/// What is known of the consent of those who are asked about for a purpose that rests on it, by their place.
async fn of_people(app: &App, inquiries: &[Inquiry], known: &Known) -> Result<HashMap<usize, Said>> {
    let rests = |inquiry: &Inquiry| {
        let other = inquiry.collected_for.as_deref().is_some_and(|from| from != inquiry.purpose);
        other || known.point.rests_on_consent(&inquiry.purpose)
    };
    let asked: Vec<(usize, &Inquiry)> =
        inquiries.iter().enumerate().filter(|(_, inquiry)| rests(inquiry)).collect();
    if asked.is_empty() {
        return Ok(HashMap::new());
    }
    let identities: Vec<_> = asked.iter().map(|(_, inquiry)| &inquiry.identity).collect();
    let found = consents::people::known(app, &identities).await?;
    let places = asked.iter().map(|(place, _)| *place);
    Ok(places.zip(found).filter_map(|(place, said)| Some((place, said?))).collect())
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
            | EventKind::SiteScanned
            | EventKind::SystemDrifted
            | EventKind::SystemInspected
            | EventKind::SweepRun
            | EventKind::RetentionRuleSeen
            | EventKind::RetentionRuleConfirmed
            | EventKind::HoldPlaced
            | EventKind::HoldLifted
            | EventKind::ConsentsRecorded
            | EventKind::ConsentsLinked
    )
}
