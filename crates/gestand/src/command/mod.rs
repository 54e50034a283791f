//! One file per command.

mod attestations;
mod banner;
mod check;
mod deadline;
mod decide;
mod demo;
mod diff;
mod edition;
mod find;
mod holds;
mod import;
mod keys;
mod ledger;
mod lint;
mod map;
mod messages;
mod officer;
mod paper;
mod policy;
mod publish;
mod report;
mod requests;
mod retention;
mod scan;
mod serve;
mod staff;
mod suppression;
mod tasks;

use anyhow::Result;

use crate::args::{Arguments, Command};
use crate::exit::Code;

/// Runs the command that was given.
pub async fn run(arguments: Arguments) -> Result<Code> {
    match arguments.command {
        Command::Demo { port, site_port, data, policy, earlier, fresh, seeded } => {
            demo::run(demo::Demo { port, site_port, data, policy, earlier, fresh, seeded }).await
        }
        Command::Serve { place, listen, policy, trusted_proxies, access, no_work } => {
            serve::run(&place, listen, policy.as_deref(), trusted_proxies, &access, no_work).await
        }
        Command::Scan(arguments) => scan::run(arguments).await,
        Command::Work { place } => serve::work(&place).await,
        Command::Policy(command) => policy::run(command).await,
        Command::Import(arguments) => import::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments).await,
        Command::Paper(arguments) => paper::run(arguments).await,
        Command::Edition(command) => edition::run(command).await,
        Command::Lint(arguments) => lint::run(&arguments),
        Command::Publish { dir, place, as_history, format } => {
            publish::run(&dir, &place, as_history, format).await
        }
        Command::Banner { policy, earlier, out, base_url, strict, no_record } => {
            banner::run(&policy, &earlier, &out, base_url.trim_end_matches('/'), strict, no_record)
        }
        Command::Find { policy, identities, system, format } => {
            find::run(&policy, &identities, system.as_deref(), format).await
        }
        Command::Requests(command) => requests::run(command).await,
        Command::Ledger(command) => ledger::run(command).await,
        Command::Map(command) => map::run(command).await,
        Command::Check { policy, place, drill, format } => check::run(&policy, &place, drill, format).await,
        Command::Deadline { received, right, extended, policy, format } => {
            deadline::run(received, right, extended, &policy, format)
        }
        Command::Decide {
            place,
            identity,
            purpose,
            categories,
            channel,
            collected_for,
            since,
            country,
            format,
        } => {
            let asked =
                decide::Asked { identity, purpose, categories, channel, collected_for, since, country };
            decide::run(&place, asked, format).await
        }
        Command::Retention(command) => retention::run(command).await,
        Command::Attestations(command) => attestations::run(command).await,
        Command::Holds(command) => holds::run(command).await,
        Command::Tasks(command) => tasks::run(command).await,
        Command::Suppression(command) => suppression::run(command).await,
        Command::Message { place, to, class, purpose, title, body, language } => {
            messages::send(&place, to, class, purpose, title, body, &language).await
        }
        Command::Report { place, year, format, csv } => report::run(&place, year, format, csv).await,
        Command::Staff(command) => staff::run(command).await,
        Command::Keys(command) => keys::run(command).await,
    }
}
