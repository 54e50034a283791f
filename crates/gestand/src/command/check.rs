//! `gestand check`: a verdict with evidence for every clause.

use std::path::Path;

use anyhow::Result;
use app::{check, drill, editions, inspections};
use kernel::Actor;
use policy::promise::gaps::GapVerdict;
use policy::promise::{ClauseVerdict, Verdict};
use serde::Serialize;

use crate::args::Place;
use crate::command::policy::report;
use crate::exit::Code;
use crate::open;
use crate::output::{self, Format};

pub async fn run(policy: &Path, place: &Place, with_drill: bool, format: Format) -> Result<Code> {
    let edition = match editions::compile(policy) {
        Ok(edition) => edition,
        Err(refused) => {
            report(&refused, format)?;
            return Ok(Code::Finding);
        }
    };
    let app = open::open(place).await?;
    if app.deployment().is_err() {
        // Nothing was ever published here: a check of a fresh installation begins by publishing the folder.
        if let Err(refused) = editions::publish(&app, &Actor::Operator, &edition, false).await {
            report(&refused, format)?;
            return Ok(Code::Finding);
        }
    }
    editions::try_on(&app, &edition)?;
    // The drill asks the pages as visitors do.
    web::faces::show(&app);
    web::example::offer(&app);
    if with_drill {
        let outcome = drill::run(&app, &Actor::Operator).await?;
        for step in &outcome.steps {
            eprintln!("drill: {} {}", if step.passed { "passed" } else { "FAILED" }, step.name);
        }
    }
    let open = inspections::within(&app, inspections::BUDGET).await?;
    if !open.is_empty() {
        eprintln!(
            "not looked at thoroughly again in {} s, so what was found before counts: {}",
            inspections::BUDGET.as_secs(),
            open.join(", ")
        );
    }
    let checked = check::run(&app, &Actor::Operator).await?;
    let clauses = checked.clauses.iter().map(Line::Clause);
    let products = checked.products.iter().map(Line::Clause);
    let lines: Vec<Line<'_>> = clauses.chain(checked.gaps.iter().map(Line::gap)).chain(products).collect();
    let rows = || lines.iter().map(Line::row).collect();
    output::print(format, &lines, &["clause", "promise", "verdict", "why", "since"], rows)?;
    let broken = lines.iter().any(|line| line.verdict() == Verdict::Broken);
    Ok(if broken { Code::Finding } else { Code::Good })
}

/// A line of the board: a clause, or what the law demands and no clause promises.
#[derive(Serialize)]
#[serde(untagged)]
enum Line<'a> {
    Clause(&'a ClauseVerdict),
    /// It has the fields of a clause too, so that whoever reads the lines need not tell them apart.
    Gap {
        clause: &'a str,
        promise: String,
        #[serde(flatten)]
        verdict: &'a GapVerdict,
    },
}

impl<'a> Line<'a> {
    fn gap(verdict: &'a GapVerdict) -> Self {
        Self::Gap { clause: &verdict.gap, promise: format!("law {}", verdict.law), verdict }
    }

    fn verdict(&self) -> Verdict {
        match self {
            Self::Clause(line) => line.verdict,
            Self::Gap { verdict, .. } => verdict.verdict,
        }
    }

    fn row(&self) -> Vec<String> {
        let (id, promise, evidence, reason, since) = match self {
            Self::Clause(line) => {
                let id = match &line.product {
                    Some(product) => format!("{product}/{}", line.clause),
                    None => line.clause.to_string(),
                };
                (id, line.promise.clone(), &line.evidence, &line.reason, line.since)
            }
            Self::Gap { clause, promise, verdict } => {
                ((*clause).to_owned(), promise.clone(), &verdict.evidence, &verdict.reason, verdict.since)
            }
        };
        let evidence: Vec<&str> = evidence.iter().map(|item| item.text.en.as_str()).collect();
        let why = if evidence.is_empty() { reason.en.clone() } else { evidence.join("; ") };
        let since = since.map(|at| at.strftime("%Y-%m-%d").to_string()).unwrap_or_default();
        vec![id, promise, self.verdict().word().to_owned(), why, since]
    }
}
