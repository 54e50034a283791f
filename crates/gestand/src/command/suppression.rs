//! `gestand suppression check | add | remove | count`.

use std::io::BufRead as _;

use anyhow::{Context as _, Result};
use app::suppression;
use inventory::Identity;
use kernel::Actor;
use store::suppressions::Cause;

use crate::args::SuppressionCommand;
use crate::exit::Code;
use crate::open;
use crate::output;

pub async fn run(command: SuppressionCommand) -> Result<Code> {
    match command {
        SuppressionCommand::Check { place, allowed, format } => {
            let app = open::open(&place).await?;
            let lines: Vec<String> = std::io::stdin()
                .lock()
                .lines()
                .collect::<Result<_, _>>()
                .context("the list cannot be read")?;
            let lines: Vec<&str> =
                lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
            let identities: Vec<Identity> = lines.iter().map(|line| identity(line)).collect();
            let listed = suppression::check(&app, &Actor::Operator, &identities).await?;
            if allowed {
                let places: std::collections::HashSet<usize> =
                    listed.iter().map(|listed| listed.place).collect();
                for (_, line) in lines.iter().enumerate().filter(|(place, _)| !places.contains(place)) {
                    println!("{line}");
                }
                return Ok(Code::Good);
            }
            // The list says which line, never whom: what is printed may end up in a log.
            output::print(format, &listed, &["line", "because"], || {
                listed
                    .iter()
                    .map(|listed| vec![(listed.place + 1).to_string(), listed.cause.clone()])
                    .collect()
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

/// A line of a list: an e-mail address, or KIND=VALUE.
fn identity(line: &str) -> Identity {
    match line.split_once('=') {
        Some((kind, value)) if !kind.contains('@') => Identity::new(kind.trim(), value.trim()),
        _ => Identity::new("email", line),
    }
}
