//! A plan as it is shown: what each system holds, and what would happen to it.

use ::requests::Request;
use inventory::Why;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Text;
use serde::Serialize;
use store::steps::{StepKind, StepRow};

use crate::deployment::Deployment;
use crate::requests::part::{FoundCount, PlanPart, Role};
use crate::trouble::{self, TroubleView};

/// A plan.
#[derive(Debug, Clone, Serialize)]
pub struct PlanView {
    /// When it was completed; none while systems are still asked.
    pub made: Option<Timestamp>,
    /// What an approval names, so that what is approved is what was shown.
    pub digest: Option<String>,
    /// Per system.
    pub systems: Vec<PlanSystem>,
}

/// One system's part of a plan.
#[derive(Debug, Clone, Serialize)]
pub struct PlanSystem {
    /// The system's id.
    pub system: String,
    /// Its name.
    pub name: Text,
    /// How it takes part; none while it has not answered.
    pub role: Option<Role>,
    /// Who holds it.
    pub recipient: String,
    /// Per collection.
    pub collections: Vec<PlanCollection>,
    /// Rows and texts of others in which the person stands, which will only be reported.
    pub texts_of_others: u64,
    /// Why it has not answered.
    pub problem: Option<TroubleView>,
    /// Why people do in it what Gestand does elsewhere.
    pub by_hand: Option<TroubleView>,
}

/// One collection's part of a plan.
#[derive(Debug, Clone, Serialize)]
pub struct PlanCollection {
    /// The collection's id.
    pub collection: String,
    /// Its name.
    pub name: Text,
    /// Its table.
    pub table: String,
    /// The person's own rows.
    pub own: u64,
    /// Rows of others that mention the person.
    pub mentions: u64,
    /// Rows that would go.
    pub delete: u64,
    /// Rows that would stay with their fields erased.
    pub anonymise: u64,
    /// Rows that would stay, by reason.
    pub kept: Vec<KeptView>,
    /// Values that would be corrected.
    pub correct: u64,
    /// Wrong values that a retention term keeps as they were.
    pub unchanged: u64,
}

/// Rows that stay, and why.
#[derive(Debug, Clone, Serialize)]
pub struct KeptView {
    /// How many.
    pub count: u64,
    /// Why, in words.
    pub reason: Text,
    /// The retention term.
    pub term: Option<String>,
    /// The law behind it.
    pub law: Option<String>,
    /// The first day on which they may go.
    pub release: Option<Date>,
    /// The columns that keep personal data.
    pub columns: Vec<String>,
}

pub(super) fn plan_view(deployment: &Deployment, request: &Request, steps: &[StepRow]) -> Option<PlanView> {
    let finds: Vec<_> = steps.iter().filter(|step| step.kind == StepKind::Find).collect();
    if finds.is_empty() {
        return None;
    }
    let summary = request.state.plan();
    Some(PlanView {
        made: summary.map(|plan| plan.made),
        digest: summary.map(|plan| plan.digest.clone()),
        systems: finds.into_iter().map(|step| plan_system(deployment, step)).collect(),
    })
}

fn plan_system(deployment: &Deployment, step: &StepRow) -> PlanSystem {
    let part: Option<PlanPart> = step.receipt.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let map = deployment.systems.get(&step.system).map(|system| &system.map);
    let collections = part
        .as_ref()
        .map(|part| part.collections.iter().map(|count| plan_collection(deployment, part, count)).collect());
    let mentions = part
        .as_ref()
        .and_then(|part| part.erasure.as_ref())
        .map(|plan| plan.mentions.iter().map(|mention| mention.rows).sum::<u64>());
    PlanSystem {
        system: step.system.clone(),
        name: deployment.system_name(&step.system),
        role: part.as_ref().map(|part| part.role),
        recipient: map.and_then(|map| map.system.recipient.clone()).unwrap_or_default(),
        collections: collections.unwrap_or_default(),
        texts_of_others: mentions.unwrap_or_default(),
        problem: step.problem.as_deref().map(|stored| trouble::shown(deployment, stored)),
        by_hand: part.and_then(|part| part.by_hand).map(|stored| trouble::shown(deployment, &stored)),
    }
}

fn plan_collection(deployment: &Deployment, part: &PlanPart, count: &FoundCount) -> PlanCollection {
    let erasure = part
        .erasure
        .as_ref()
        .and_then(|plan| plan.collections.iter().find(|plan| plan.collection == count.collection));
    let of = |field: &&inventory::FieldCounts| field.place.collection == count.collection;
    let corrections = |what: &dyn Fn(&inventory::FieldCounts) -> u64| {
        part.corrections.iter().filter(of).map(what).sum::<u64>()
    };
    PlanCollection {
        collection: count.collection.clone(),
        name: deployment.collection_name(&part.system, &count.collection),
        table: count.table.clone(),
        own: count.own,
        mentions: count.mentions,
        delete: erasure.map_or(0, |plan| plan.delete),
        anonymise: erasure.map_or(0, |plan| plan.anonymise),
        kept: erasure
            .map(|plan| plan.keep.iter().map(|kept| kept_view(deployment, kept)).collect())
            .unwrap_or_default(),
        correct: corrections(&|field| field.corrected),
        unchanged: corrections(&|field| field.held),
    }
}

/// Rows that stay, in words of the policy.
pub fn kept_view(deployment: &Deployment, kept: &inventory::Kept) -> KeptView {
    let (reason, term, law, release) = match &kept.why {
        Why::Term { term, release } => {
            let fact = deployment.edition.facts().terms.get(term);
            let reason = fact.map_or_else(
                || Text::same(term.as_str()),
                |fact| fact.reason.clone().unwrap_or_else(|| Text::same(term.as_str())),
            );
            (reason, Some(term.clone()), fact.and_then(|fact| fact.law.clone()), *release)
        }
        Why::Reason { reason, until } => {
            (reason.clone().unwrap_or_else(|| Text::same("—")), None, None, *until)
        }
    };
    KeptView { count: kept.rows, reason, term, law, release, columns: kept.columns.clone() }
}
