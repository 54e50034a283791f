//! `gestand check`: a verdict with evidence for every clause.

use std::path::Path;

use anyhow::Result;
use app::{check, drill, editions, inspections};
use kernel::Actor;
use policy::promise::{ClauseVerdict, Verdict};

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
    let verdicts = check::run(&app, &Actor::Operator).await?;
    let rows = || verdicts.iter().map(row).collect();
    output::print(format, &verdicts, &["clause", "promise", "verdict", "why", "since"], rows)?;
    let broken = verdicts.iter().any(|verdict| verdict.verdict == Verdict::Broken);
    Ok(if broken { Code::Finding } else { Code::Good })
}

fn row(verdict: &ClauseVerdict) -> Vec<String> {
    let evidence: Vec<&str> = verdict.evidence.iter().map(|item| item.text.en.as_str()).collect();
    let why = if evidence.is_empty() { verdict.reason.en.clone() } else { evidence.join("; ") };
    vec![
        verdict.clause.to_string(),
        verdict.promise.clone(),
        verdict.verdict.word().to_owned(),
        why,
        verdict.since.map(|at| at.strftime("%Y-%m-%d").to_string()).unwrap_or_default(),
    ]
}
