//! Decisions as a service: what is known of people, gathered once and kept for as long as nothing happened, and the
//! edition's [`DecisionPoint`] asked with it.
//!
//! What is known: the suppression list, and the objections and restrictions that are being handled. Consent has no
//! register here yet, so a purpose that rests on it is answered with "not known". Every change of these is an entry
//! in the ledger: as long as the ledger has not grown, what was gathered holds.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use ::requests::Right;
use inventory::Identity;
use kernel::{Actor, Text};
use policy::decision::{Channel, DecisionPoint, Question, Reason, SubjectState};
use serde::{Deserialize, Serialize};
use store::Page;
use store::requests::Filter;
use store::suppressions::Cause;

use crate::app::App;
use crate::error::{Error, Kind, Result};
use crate::requests::change;
use crate::suppression;

/// The most that is answered at once.
pub const MOST: usize = 10_000;

/// The most people of whom what is known is kept.
const KEPT: usize = 100_000;

/// Requests read at a time.
const PAGE: u32 = 500;

/// What is asked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inquiry {
    /// About whom.
    pub identity: Identity,
    /// The purpose: an id of the policy.
    pub purpose: String,
    /// The data categories that would be used: ids of the policy.
    #[serde(default)]
    pub categories: Vec<String>,
    /// By what way the person would be reached.
    #[serde(default)]
    pub channel: Option<Channel>,
}

/// The answer, in the place of its question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Whether it may.
    pub allow: bool,
    /// Why, for programs.
    pub reason: Reason,
    /// Why, for people.
    pub text: Text,
    /// The clause that promises it.
    pub clause: Option<String>,
}

/// The decisions of one edition.
#[derive(Debug, Default)]
pub struct Decisions {
    known: RwLock<Known>,
}

/// What was gathered, and of which moment.
#[derive(Debug, Default)]
struct Known {
    /// The edition, and the size of the ledger.
    mark: Option<(String, u64)>,
    point: Option<DecisionPoint>,
    /// People by the keyed hash of an identity.
    people: HashMap<String, SubjectState>,
    /// The hashes of those whose objection or restriction is being handled.
    asking: HashMap<String, SubjectState>,
}

impl Decisions {
    /// Answers a batch, in its order.
    ///
    /// # Errors
    /// The actor may not ask, the batch is too large, or our own database does not answer: then nobody is told that
    /// anything may.
    pub async fn ask(&self, app: &App, actor: &Actor, inquiries: &[Inquiry]) -> Result<Vec<Answer>> {
        if !matches!(actor, Actor::Staff { .. } | Actor::Operator | Actor::Worker) {
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
        self.refresh(app).await?;
        let hashes: Vec<String> =
            inquiries.iter().map(|inquiry| suppression::hash(app, &inquiry.identity)).collect();
        self.gather(app, &hashes).await?;
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let Some(point) = &known.point else { return Err(Error::internal("no edition is compiled")) };
        let answers = inquiries.iter().zip(&hashes).map(|(inquiry, hash)| {
            let question = Question {
                purpose: &inquiry.purpose,
                categories: &inquiry.categories,
                channel: inquiry.channel,
            };
            let nobody = SubjectState::default();
            let decision = point.decide(&question, known.people.get(hash).unwrap_or(&nobody));
            Answer {
                allow: decision.allow,
                reason: decision.reason,
                text: decision.reason.text(),
                clause: decision.clause.map(str::to_owned),
            }
        });
        Ok(answers.collect())
    }

    /// Forgets what was gathered when anything has happened since, or another edition came into force.
    async fn refresh(&self, app: &App) -> Result<()> {
        let deployment = app.deployment()?;
        let (size, _) = store::ledger::head(app.store()).await.map_err(Error::internal)?;
        let mark = Some((deployment.edition.hash().to_string(), size));
        if self.known.read().unwrap_or_else(PoisonError::into_inner).mark == mark {
            return Ok(());
        }
        let asking = asking(app).await?;
        let point = Some(DecisionPoint::new(&deployment.edition));
        let fresh = Known { mark, point, people: HashMap::new(), asking };
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// Reads what is known of people who are not kept yet.
    async fn gather(&self, app: &App, hashes: &[String]) -> Result<()> {
        let missing: Vec<String> = {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            hashes.iter().filter(|hash| !known.people.contains_key(*hash)).cloned().collect()
        };
        if missing.is_empty() {
            return Ok(());
        }
        let listed = store::suppressions::among(app.store(), &missing).await.map_err(Error::internal)?;
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.people.len() > KEPT {
            known.people.clear();
        }
        for hash in missing {
            let state = known.asking.get(&hash).cloned().unwrap_or_default();
            known.people.insert(hash, state);
        }
        for (hash, cause) in listed {
            let state = known.people.entry(hash).or_default();
            match cause {
                Cause::Erased => state.erased = true,
                Cause::OptedOut => state.opted_out = true,
                Cause::Objected => state.objected = true,
            }
        }
        Ok(())
    }
}

/// Whoever's objection or restriction is open, or whose restriction is in force: everything they ask to stop has
/// stopped until it is judged, or ended.
async fn asking(app: &App) -> Result<HashMap<String, SubjectState>> {
    let mut asking: HashMap<String, SubjectState> = HashMap::new();
    let right = Right::Restriction.as_str();
    for row in store::requests::kept(app.store(), right).await.map_err(Error::internal)? {
        for identity in change::identities(app, &row)? {
            asking.entry(suppression::hash(app, &identity)).or_default().restricted = true;
        }
    }
    let mut page = Page::first(PAGE);
    loop {
        let rows = store::requests::list(app.store(), Filter::Open, &page).await.map_err(Error::internal)?;
        for row in &rows {
            let objects = row.right == Right::Objection.as_str();
            let restricts = row.right == Right::Restriction.as_str();
            if !(objects || restricts) {
                continue;
            }
            for identity in change::identities(app, row)? {
                let state = asking.entry(suppression::hash(app, &identity)).or_default();
                state.objected |= objects;
                state.restricted |= restricts;
            }
        }
        let Some(last) = rows.last().filter(|_| rows.len() == PAGE as usize) else { return Ok(asking) };
        page = Page::after(last.due_at.as_microsecond(), last.id, PAGE);
    }
}
