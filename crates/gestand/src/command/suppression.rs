//! `gestand suppression check | add | remove | count`.

use std::io::BufRead as _;

use anyhow::{Context as _, Result};
use app::suppression;
use inventory::Identity;
use kernel::Actor;
use serde::Serialize;
use store::suppressions::Cause;

use crate::args::SuppressionCommand;
use crate::exit::Code;
use crate::open;
use crate::output;

pub async fn run(command: SuppressionCommand) -> Result<Code> {
    match command {
        SuppressionCommand::Check { place, allowed, purpose, collected_for, format } => {
            let app = open::open(&place).await?;
            let lines: Vec<String> = std::io::stdin()
                .lock()
                .lines()
                .collect::<Result<_, _>>()
                .context("the list cannot be read")?;
            let lines: Vec<&str> =
                lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
            let identities: Vec<Identity> = lines.iter().map(|line| identity(line)).collect();
            let listed = match &purpose {
                None => on_the_list(&app, &identities).await?,
                Some(purpose) => denied(&app, &identities, purpose, collected_for.as_deref()).await?,
            };
            if allowed {
                let places: std::collections::HashSet<usize> = listed.iter().map(|line| line.place).collect();
                for (_, line) in lines.iter().enumerate().filter(|(place, _)| !places.contains(place)) {
                    println!("{line}");
                }
                return Ok(Code::Good);
            }
            // The list says which line, never whom: what is printed may end up in a log.
            output::print(format, &listed, &["line", "because", "clause"], || {
                let row = |line: &Kept| {
                    let clause = line.clause.clone().unwrap_or_default();
                    vec![(line.place + 1).to_string(), line.cause.clone(), clause]
                };
                listed.iter().map(row).collect()
            })?;
            Ok(if listed.is_empty() { Code::Good } else { Code::Finding })
        }
        SuppressionCommand::Add { place, identity } => {
            let app = open::open(&place).await?;
            suppression::add(&app, &Actor::Operator, &identity, Cause::OptedOut).await?;
            println!("On the list.");
            Ok(Code::Good)
        }
        SuppressionCommand::Remove { place, identity } => {
            let app = open::open(&place).await?;
            let removed = suppression::remove(&app, &Actor::Operator, &identity).await?;
            println!("{}", if removed { "Off the list." } else { "Was not on the list." });
            Ok(if removed { Code::Good } else { Code::Finding })
        }
        SuppressionCommand::Count { place } => {
            println!("{}", suppression::count(&open::open(&place).await?).await?);
            Ok(Code::Good)
        }
    }
}

/// A line that may not be used.
#[derive(Debug, Serialize)]
struct Kept {
    /// Counted from 0.
    place: usize,
    cause: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    clause: Option<String>,
}

async fn on_the_list(app: &app::App, identities: &[Identity]) -> Result<Vec<Kept>> {
    let listed = suppression::check(app, &Actor::Operator, identities).await?;
    let line = |listed: suppression::Listed| Kept { place: listed.place, cause: listed.cause, clause: None };
    Ok(listed.into_iter().map(line).collect())
}

async fn denied(
    app: &app::App,
    identities: &[Identity],
    purpose: &str,
    collected_for: Option<&str>,
) -> Result<Vec<Kept>> {
    let kept = suppression::admit(app, &Actor::Operator, identities, purpose, collected_for).await?;
    let line = |kept: suppression::KeptOut| Kept {
        place: kept.place,
        cause: kept.reason.words().1.to_owned(),
        clause: kept.clause,
    };
    Ok(kept.into_iter().map(line).collect())
}

/// A line of a list: an e-mail address, or KIND=VALUE.
fn identity(line: &str) -> Identity {
    match line.split_once('=') {
        Some((kind, value)) if !kind.contains('@') => Identity::new(kind.trim(), value.trim()),
        _ => Identity::new("email", line),
    }
}
