//! The retention rules of a deployment: every term where a data map says that it ends.

use std::sync::Arc;

use ::retention::{LegalTerms, Term, Then};
use connect::{Connector, SqlConnector};
use inventory::{Sweep, SweepProblem, SweepRule, sweep};
use jiff::civil::Date;
use kernel::{Language, Text};

use crate::deployment::{Deployment, Reach};
use crate::error::{Error, Result};

/// A rule with everything that is needed to carry it out.
#[derive(Clone)]
pub struct Rule {
    /// What the map says.
    pub rule: SweepRule,
    /// How it is carried out, or why it cannot be.
    pub sweep: Result<Sweep, SweepProblem>,
    /// What it reads like; a rule that reads differently must be confirmed again.
    pub digest: String,
    /// Whether somebody decided about each of the rows that it is about: then no confirmation is needed.
    pub decided: bool,
    /// The provisions that lift its term to the law's own minimum.
    pub lifted_by: Vec<String>,
}

impl Rule {
    /// What happens to its rows; none when the policy does not say.
    pub fn then(&self) -> Option<Then> {
        self.sweep.as_ref().ok().map(|sweep| sweep.term.then())
    }

    /// Whether a sweep does it, and not a person.
    pub fn is_automatic(&self) -> bool {
        matches!(self.then(), Some(Then::Delete | Then::Anonymise))
    }
}

/// Every rule, by system and in the order of its map.
pub fn rules(deployment: &Deployment, today: Date) -> Result<Vec<Rule>> {
    let law = LegalTerms::embedded().map_err(Error::internal)?;
    let mut all = Vec::new();
    for system in deployment.systems.values() {
        for rule in sweep::rules(&system.map) {
            let fact = deployment.edition.facts().terms.get(&rule.term);
            let reason = fact.and_then(|fact| fact.law.as_deref()).unwrap_or_default();
            let legal = law.named(reason, today);
            let least: Vec<Term> = legal.iter().map(|legal| legal.term.clone()).collect();
            let sweep = match deployment.terms.get(&rule.term) {
                None => Err(SweepProblem::NoTerm { term: rule.term.clone() }),
                Some(term) => judged(deployment, &rule, term, least.clone(), today),
            };
            let term = deployment.terms.get(&rule.term);
            let longer = |legal: &&&::retention::LegalTerm| {
                let strict = ::retention::cutoff(&legal.term, today);
                term.is_some_and(|term| strict < ::retention::cutoff(term, today))
            };
            let lifted_by = legal.iter().filter(longer).map(|legal| legal.source.article.clone()).collect();
            let digest = term.map(|term| sweep::digest(&system.map, &rule, term, &least)).unwrap_or_default();
            all.push(Rule { rule, sweep, digest, decided: false, lifted_by });
        }
    }
    Ok(all)
}

/// The rule with this id.
pub fn rule(deployment: &Deployment, today: Date, id: &str) -> Result<Option<Rule>> {
    Ok(rules(deployment, today)?.into_iter().find(|rule| rule.rule.id == id))
}

/// The sweep of a rule, if the map lets it be carried out.
fn judged(
    deployment: &Deployment,
    rule: &SweepRule,
    term: &Term,
    least: Vec<Term>,
    today: Date,
) -> Result<Sweep, SweepProblem> {
    let map = deployment.systems.get(&rule.system).map(|system| &system.map);
    if let Some((map, collection)) = map.and_then(|map| Some((map, map.collection(&rule.collection)?)))
        && sweep::changes(collection, rule, term.then())?.is_none()
    {
        sweep::branches(map, collection)?;
    }
    Ok(Sweep {
        rule: rule.clone(),
        term: term.clone(),
        least,
        terms: deployment.terms.clone(),
        today,
        zone: deployment.zone.clone(),
        only: None,
    })
}

/// The connector of a rule's system, when it is a database that is in use here.
pub(crate) fn connector(
    deployment: &Deployment,
    system: &str,
) -> Result<Option<Arc<dyn Connector>>, connect::ConnectError> {
    match deployment.systems.get(system).map(|system| &system.reach) {
        Some(Reach::Connector(connector)) => Ok(Some(Arc::clone(connector))),
        Some(Reach::Unconfigured(problem)) => Err(problem.clone()),
        Some(Reach::NotInUse) | None => Ok(None),
    }
}

/// A connector as a database; none for a service.
pub(crate) fn database(connector: &dyn Connector) -> Option<&SqlConnector> {
    connector.as_sql()
}

/// The name of a term for people.
pub(crate) fn term_name(deployment: &Deployment, term: &str) -> Text {
    deployment.edition.facts().terms.get(term).map_or_else(
        || Text::same(term),
        |fact| Text {
            nl: fact.name.get(Language::Nl).to_owned(),
            en: fact.name.get(Language::En).to_owned(),
        },
    )
}

/// The clauses that name a term; where none does, those that promise terms at large.
pub(crate) fn clauses(deployment: &Deployment, term: &str) -> Vec<String> {
    let all = deployment.edition.clauses();
    let naming: Vec<String> = all
        .iter()
        .filter(|(_, clause)| {
            clause.params.get("term").is_some_and(|terms| terms.iter().any(|id| id == term))
        })
        .map(|(_, clause)| clause.id.to_string())
        .collect();
    if !naming.is_empty() {
        return naming;
    }
    let at_large = all.iter().filter(|(_, clause)| clause.promise == "retention-terms");
    at_large.map(|(_, clause)| clause.id.to_string()).collect()
}
