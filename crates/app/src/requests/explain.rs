//! Why rows were found: for the officer who wants to see before deciding that what is planned is this person's.
//!
//! The systems are searched anew when it is asked for. Keys lead to people, so what comes out is shown and kept
//! nowhere; when a request has closed there is nobody left to search for.

use connect::{Capability, ConnectError};
use inventory::explain::{self, Branch, Explanation};
use inventory::map::Relation;
use kernel::ids::RequestId;
use kernel::{Actor, Language, StaffRole, Text};

use crate::accounts::looks::{self, What};
use crate::app::App;
use crate::deployment::{Reach, System};
use crate::error::{Error, Result};
use crate::requests::about::About;
use crate::requests::change;

/// The most keys of one rule that are written out.
const KEYS: usize = 50;

/// Why rows of one system were found.
#[derive(Debug, Clone)]
pub struct Explained {
    /// The system's id.
    pub system: String,
    /// What people call it.
    pub name: Text,
    /// What a search showed.
    pub outcome: ExplainedOutcome,
}

/// What a search showed.
#[derive(Debug, Clone)]
pub enum ExplainedOutcome {
    /// Rows, each with its way.
    Found(Box<Ways>),
    /// Nothing.
    Nothing,
    /// The system did not answer; the text is fit for staff.
    Problem(String),
}

/// The ways of one system.
#[derive(Debug, Clone)]
pub struct Ways {
    explanation: Explanation,
    /// Rows of the person.
    pub own: u64,
    /// Rows of others in which the person stands.
    pub others: u64,
    /// Every rule that led to rows, in the order of the tree.
    pub lines: Vec<WayLine>,
}

/// One rule that led to rows.
#[derive(Debug, Clone)]
pub struct WayLine {
    /// The steps from the identity to the rows.
    pub steps: Vec<Text>,
    /// The table.
    pub table: Option<String>,
    /// The rule of the map.
    pub rule: Text,
    /// The rows are somebody else's.
    pub others: bool,
    /// Keys of the rows, the first of them.
    pub keys: Vec<String>,
    /// How many keys are left out.
    pub more: u64,
}

impl Ways {
    /// The tree as an SVG that can stand in a page as it is; `id` tells several on one page apart.
    pub fn picture(&self, language: Language, id: &str) -> String {
        explain::svg(&self.explanation, language, id)
    }
}

/// Searches again for the person of a request and says why each row was found. For the officer alone: keys are
/// personal data.
///
/// # Errors
/// Nobody else may see it; the request is not there.
pub async fn explain(app: &App, actor: &Actor, id: RequestId) -> Result<Vec<Explained>> {
    if !matches!(actor, Actor::Staff { role: StaffRole::Officer, .. } | Actor::Operator) {
        return Err(Error::forbidden("explain-request"));
    }
    let row = change::load(app, id).await?;
    looks::at_request(app, actor, &row, What::Found).await?;
    let about = About::of(app, &row)?;
    let deployment = app.deployment()?;
    let mut list = Vec::new();
    for system in deployment.systems.values().filter(|_| !about.identities.is_empty()) {
        let Some(outcome) = look(system, &about).await else { continue };
        let map = &system.map.system;
        list.push(Explained { system: map.id.clone(), name: map.name.clone(), outcome });
    }
    // Where most is comes first.
    let own = |explained: &Explained| match &explained.outcome {
        ExplainedOutcome::Found(ways) => ways.own + ways.others,
        ExplainedOutcome::Nothing | ExplainedOutcome::Problem(_) => 0,
    };
    list.sort_by_key(|explained| std::cmp::Reverse(own(explained)));
    Ok(list)
}

/// None: the system cannot be searched, or knows people by nothing that is known here.
async fn look(system: &System, about: &About) -> Option<ExplainedOutcome> {
    let connector = match &system.reach {
        Reach::Connector(connector) => connector,
        Reach::Unconfigured(problem) => return Some(ExplainedOutcome::Problem(problem.public())),
        Reach::NotInUse => return None,
    };
    if connector.capabilities().find != Capability::Automatic {
        return None;
    }
    Some(match connector.find(&about.identities).await {
        Err(ConnectError::NoIdentity { .. }) => return None,
        Err(problem) => ExplainedOutcome::Problem(problem.public()),
        Ok(found) => {
            let mut explanation = explain::explain(&system.map, &found);
            explanation.roots.iter_mut().for_each(name_root);
            if explanation.roots.is_empty() {
                return Some(ExplainedOutcome::Nothing);
            }
            let mut lines = Vec::new();
            write_out(&mut lines, &explanation.roots, &[]);
            let (own, others) = (found.own() as u64, found.mentions() as u64);
            ExplainedOutcome::Found(Box::new(Ways { explanation, own, others, lines }))
        }
    })
}

/// What the person is known by, in words where there are any.
fn name_root(root: &mut Branch) {
    let (nl, en) = match root.step.as_str() {
        "email" => ("e-mailadres", "e-mail address"),
        "phone" => ("telefoonnummer", "telephone number"),
        "name" => ("naam", "name"),
        "address" => ("adres", "address"),
        _ => return,
    };
    root.name = Some(Text { nl: nl.to_owned(), en: en.to_owned() });
}

/// The tree as lines, each with the whole way to it.
fn write_out(lines: &mut Vec<WayLine>, branches: &[Branch], before: &[Text]) {
    for branch in branches {
        let mut steps = before.to_vec();
        steps.push(branch.name.clone().unwrap_or_else(|| Text::same(&branch.step)));
        for way in &branch.ways {
            lines.push(WayLine {
                steps: steps.clone(),
                table: branch.table.clone(),
                rule: way.rule.clone(),
                others: way.relation == Relation::Mentions,
                keys: way.keys.iter().take(KEYS).cloned().collect(),
                more: way.keys.len().saturating_sub(KEYS) as u64,
            });
        }
        write_out(lines, &branch.branches, &steps);
    }
}
