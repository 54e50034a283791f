//! The preview: what each rule would touch today and soon, counted in the systems, and what is held back.

use std::collections::BTreeSet;

use ::retention::{RuleCommand, RuleState, Start, Then, in_days};
use connect::SweepCount;
use inventory::{Sweep, sweep};
use jiff::civil::Date;
use kernel::{Actor, Text};
use ledger::EventKind;
use serde::Serialize;
use serde_json::json;

use super::confirm::{self, state_of};
use super::rules::{self, Rule};
use super::spare::Spare;
use crate::app::App;
use crate::boundary::commit;
use crate::deployment::Deployment;
use crate::error::{Error, Result};
use crate::holds::Hold;
use crate::journal;
use crate::trouble::{self, Trouble, TroubleView};

/// The later days that rows are counted for, in days from today.
pub const LATER: [i32; 2] = [30, 90];

/// What every rule would touch.
#[derive(Debug, Clone, Serialize)]
pub struct Preview {
    /// The day on which rows are judged.
    pub day: Date,
    /// Rule by rule, by system.
    pub rules: Vec<RulePreview>,
    /// Terms of the policy that no rule carries out: somebody does it by hand, or nobody does.
    pub uncovered: Vec<UncoveredTerm>,
}

/// What one rule would touch.
#[derive(Debug, Clone, Serialize)]
pub struct RulePreview {
    /// The rule: `system/collection/term`.
    pub rule: String,
    /// What it reads like: a confirmation is of this.
    pub digest: String,
    /// The system.
    pub system: String,
    /// Its name.
    pub system_name: Text,
    /// The collection.
    pub collection: String,
    /// Its name.
    pub collection_name: Text,
    /// The term.
    pub term: String,
    /// Its name.
    pub term_name: Text,
    /// How long, in words of the policy.
    pub keep: Option<String>,
    /// From when.
    pub from: Option<Start>,
    /// What happens then.
    pub then: Option<Then>,
    /// The clauses that promise it.
    pub clauses: Vec<String>,
    /// The provision that keeps rows longer than the policy's own term.
    pub lifted_by: Vec<String>,
    /// `confirmed`, `awaiting` (somebody must confirm it first), `asks` (a person decides row by row) or
    /// `unusable`.
    pub state: &'static str,
    /// The last event date whose rows may go today.
    pub cutoff: Option<Date>,
    /// How many rows; none when the system did not answer.
    pub count: Option<SweepCount>,
    /// Collections whose rows go along.
    pub along: Vec<String>,
    /// Collections that hang on these rows and stay behind.
    pub left_behind: Vec<String>,
    /// Holds that keep all or some of the rows.
    pub holds: Vec<HeldBy>,
    /// Open requests whose people's rows stay until they are answered.
    pub open_requests: usize,
    /// Why it cannot be counted or carried out.
    pub problem: Option<TroubleView>,
}

/// A hold on a rule's rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldBy {
    /// The hold.
    pub hold: String,
    /// Why.
    pub reason: Text,
    /// The first day on which it no longer holds; none: until somebody ends it.
    pub until: Option<Date>,
    /// Whether it keeps every row of the rule.
    pub all: bool,
}

/// A term that no rule carries out.
#[derive(Debug, Clone, Serialize)]
pub struct UncoveredTerm {
    /// The term.
    pub term: String,
    /// Its name.
    pub name: Text,
    /// The clauses that promise it.
    pub clauses: Vec<String>,
}

/// The preview of the edition in force, with what is held; and the rules are known from here on, waiting for a
/// confirmation of exactly this reading.
pub async fn preview(app: &App, actor: &Actor, only: Option<&str>) -> Result<Preview> {
    super::may_look(actor)?;
    let deployment = app.deployment()?;
    let spare = Spare::load(app).await?;
    let mut preview =
        Preview { day: app.today(), rules: Vec::new(), uncovered: uncovered(&deployment, app.today())? };
    for rule in rules::rules(&deployment, app.today())? {
        if only.is_some_and(|only| only != rule.rule.system) {
            continue;
        }
        preview.rules.push(seen(app, &deployment, &rule, &spare).await?);
    }
    Ok(preview)
}

/// The preview of a policy that is not in force: counts alone, since nothing is known of holds and requests.
pub async fn preview_of(deployment: &Deployment, today: Date, only: Option<&str>) -> Result<Preview> {
    let spare = Spare::default();
    let mut preview = Preview { day: today, rules: Vec::new(), uncovered: uncovered(deployment, today)? };
    for rule in rules::rules(deployment, today)? {
        if only.is_none_or(|only| only == rule.rule.system) {
            preview.rules.push(one(deployment, &rule, None, &spare).await);
        }
    }
    Ok(preview)
}

/// The preview of one rule, which is known from here on.
pub(super) async fn seen(
    app: &App,
    deployment: &Deployment,
    rule: &Rule,
    spare: &Spare,
) -> Result<RulePreview> {
    let state = see(app, rule).await?;
    Ok(one(deployment, rule, state.as_ref(), spare).await)
}

/// Takes note of how a rule reads; a new reading waits for its confirmation.
async fn see(app: &App, rule: &Rule) -> Result<Option<RuleState>> {
    if !rule.is_automatic() {
        return Ok(None);
    }
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let row = store::retention_rules::get(&mut tx, &rule.rule.id).await.map_err(Error::internal)?;
    let before = row.as_ref().map(state_of).transpose()?;
    let command = RuleCommand::See { digest: rule.digest.clone() };
    let (state, event) =
        ::retention::rule::decide(before.as_ref(), command, app.now()).map_err(Error::internal)?;
    if event.is_some() {
        confirm::put(app, &mut tx, row, &rule.rule.id, &state, None).await?;
        let data = json!({ "rule": rule.rule.id, "digest": rule.digest });
        journal::record(app, &mut tx, EventKind::RetentionRuleSeen, data).await?;
        commit(tx, "retention rule seen").await?;
    }
    Ok(Some(state))
}

async fn one(deployment: &Deployment, rule: &Rule, state: Option<&RuleState>, spare: &Spare) -> RulePreview {
    let map = deployment.systems.get(&rule.rule.system).map(|system| &system.map);
    let collection = map.and_then(|map| map.collection(&rule.rule.collection));
    let changes = collection.zip(rule.then()).map(|(own, then)| sweep::changes(own, &rule.rule, then));
    let goes = rule.then() == Some(Then::Delete) && matches!(changes, Some(Ok(None)));
    let along = map.zip(collection).filter(|_| goes).map(|(map, collection)| {
        let along = sweep::branches(map, collection).unwrap_or_default();
        along.iter().map(|branch| branch.collection.id.clone()).collect::<BTreeSet<String>>()
    });
    let left = map.zip(collection).filter(|_| goes);
    let left = left.map(|(map, collection)| sweep::left_behind(map, collection)).unwrap_or_default();
    let mut view = RulePreview {
        rule: rule.rule.id.clone(),
        digest: rule.digest.clone(),
        system: rule.rule.system.clone(),
        system_name: deployment.system_name(&rule.rule.system),
        collection: rule.rule.collection.clone(),
        collection_name: deployment.collection_name(&rule.rule.system, &rule.rule.collection),
        term: rule.rule.term.clone(),
        term_name: rules::term_name(deployment, &rule.rule.term),
        keep: rule.sweep.as_ref().ok().map(|sweep| sweep.term.keep().to_string()),
        from: rule.sweep.as_ref().ok().map(|sweep| sweep.term.from()),
        then: rule.then(),
        clauses: rules::clauses(deployment, &rule.rule.term),
        lifted_by: rule.lifted_by.clone(),
        state: state_word(rule, state),
        cutoff: rule.sweep.as_ref().ok().and_then(|sweep| sweep.cutoff(sweep.today)),
        count: None,
        along: along.unwrap_or_default().into_iter().collect(),
        left_behind: left.into_iter().map(str::to_owned).collect(),
        holds: Vec::new(),
        open_requests: spare.open_requests(),
        problem: None,
    };
    match &rule.sweep {
        Err(problem) => view.problem = Some(trouble::of_rule(problem)),
        Ok(sweep) => {
            let all = spare.whole(sweep).map(|hold| held_by(hold, true));
            view.holds = all.chain(spare.partial(sweep).map(|hold| held_by(hold, false))).collect();
            match count(deployment, sweep, spare).await {
                Ok(count) => view.count = count,
                Err(problem) => view.problem = Some(Trouble::of(&problem).view(deployment)),
            }
        }
    }
    view
}

fn state_word(rule: &Rule, state: Option<&RuleState>) -> &'static str {
    match (&rule.sweep, rule.is_automatic()) {
        (Err(_), _) => "unusable",
        (Ok(_), false) => "asks",
        (Ok(_), true) if state.is_some_and(|state| state.allows(&rule.digest)) => "confirmed",
        (Ok(_), true) => "awaiting",
    }
}

fn held_by(hold: &Hold, all: bool) -> HeldBy {
    HeldBy { hold: hold.id.clone(), reason: hold.reason.clone(), until: hold.until, all }
}

/// Counts in the system; none when the system is not in use here, or is no database.
pub(crate) async fn count(
    deployment: &Deployment,
    sweep: &Sweep,
    spare: &Spare,
) -> Result<Option<SweepCount>, connect::ConnectError> {
    let Some(connector) = rules::connector(deployment, &sweep.rule.system)? else { return Ok(None) };
    let Some(database) = rules::database(connector.as_ref()) else { return Ok(None) };
    let later: Vec<Date> = LATER.iter().map(|days| in_days(sweep.today, *days)).collect();
    let spared = spare.keys(database, sweep).await?;
    let mut count = database.count_due(sweep, &later, &spared).await?;
    if spare.whole(sweep).next().is_some() {
        count.spared += count.due;
        count.due = 0;
    }
    Ok(Some(count))
}

/// The terms that no map names.
pub(crate) fn uncovered(deployment: &Deployment, today: Date) -> Result<Vec<UncoveredTerm>> {
    let covered: BTreeSet<String> =
        rules::rules(deployment, today)?.into_iter().map(|rule| rule.rule.term).collect();
    let terms = deployment.edition.facts().terms.keys().filter(|term| !covered.contains(*term));
    Ok(terms
        .map(|term| UncoveredTerm {
            term: term.clone(),
            name: rules::term_name(deployment, term),
            clauses: rules::clauses(deployment, term),
        })
        .collect())
}
