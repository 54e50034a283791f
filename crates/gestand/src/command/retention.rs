//! `gestand retention preview | confirm | run | asked | decide | allow | sweeps`.

use std::path::Path;

use anyhow::{Result, bail};
use app::deployment::Deployment;
use app::retention::asked::{Asked, Decide};
use app::retention::{self, Preview, RulePreview};
use app::{App, editions, work};
use kernel::{Actor, SystemClock};

use crate::args::RetentionCommand;
use crate::command::policy::report;
use crate::exit::Code;
use crate::open;
use crate::output::{self, Format};

pub async fn run(command: RetentionCommand) -> Result<Code> {
    match command {
        RetentionCommand::Preview { place, policy: None, system, format } => {
            let app = open::open(&place).await?;
            let preview = retention::preview(&app, &Actor::Operator, system.as_deref()).await?;
            print(&preview, format)
        }
        RetentionCommand::Preview { policy: Some(policy), system, format, .. } => {
            of_policy(&policy, system.as_deref(), format).await
        }
        RetentionCommand::Confirm { place, rule, digest } => {
            let app = open::open(&place).await?;
            let confirmed = retention::confirm(&app, &Actor::Operator, &rule, digest.as_deref()).await?;
            println!(
                "Confirmed: {} takes {} rows now, and from now on what passes its date. `gestand retention run` \
                 carries it out; a serving Gestand does so every day.",
                confirmed.rule, confirmed.due
            );
            Ok(Code::Good)
        }
        RetentionCommand::Run { place, system, batch_rows, dry_run, format } => {
            let app = open::open(&place).await?;
            if dry_run {
                let mut preview = retention::preview(&app, &Actor::Operator, system.as_deref()).await?;
                preview.rules.retain(|rule| rule.state == "confirmed");
                preview.uncovered.clear();
                return print(&preview, format);
            }
            carry_out(&app, system.as_deref(), batch_rows, format).await
        }
        RetentionCommand::Asked { rule, place, format } => {
            let app = open::open(&place).await?;
            print_asked(&retention::asked::asked(&app, &Actor::Operator, &rule).await?, format)
        }
        RetentionCommand::Decide { rule, place, rows, digest, until, reason, .. } => {
            let app = open::open(&place).await?;
            let what = until
                .map_or(Decide::Delete, |until| Decide::Keep { until, reason: reason.unwrap_or_default() });
            decide(&app, &rule, digest, (&rows, what)).await
        }
        RetentionCommand::Allow { decision, place } => {
            let app = open::open(&place).await?;
            let rule = retention::asked::allow(&app, &Actor::Operator, &decision).await?;
            println!("Allowed. `gestand retention run` carries it out: {rule}.");
            Ok(Code::Good)
        }
        RetentionCommand::Sweeps { place, format } => {
            let app = open::open(&place).await?;
            let sweeps = retention::sweeps(&app, &Actor::Operator, 100).await?;
            print_sweeps(&sweeps, format)
        }
    }
}

async fn decide(app: &App, rule: &str, digest: Option<String>, of: (&[String], Decide)) -> Result<Code> {
    let digest = match digest {
        Some(digest) => digest,
        None => retention::asked::asked(app, &Actor::Operator, rule).await?.digest,
    };
    let id = retention::asked::decide(app, &Actor::Operator, rule, &digest, of).await?;
    println!("Decided as {id}; `gestand retention asked {rule}` shows whether it waits for somebody else.");
    Ok(Code::Good)
}

/// The rows that wait, as rows; what was decided, below.
fn print_asked(asked: &Asked, format: Format) -> Result<Code> {
    let rows = || {
        let waiting = asked.keys.iter().map(|key| vec![key.clone(), "waits".to_owned(), String::new()]);
        let decided = asked.decisions.iter().map(|one| {
            let until = one.until.as_deref().map(|day| format!(", until {day}: {}", one.reason));
            let what = format!("{} {} rows{}", one.what.as_str(), one.rows, until.unwrap_or_default());
            vec![one.id.clone(), one.state.as_str().to_owned(), what]
        });
        waiting.chain(decided).collect()
    };
    output::print(format, asked, &["row or decision", "state", "what"], rows)?;
    Ok(Code::Good)
}

async fn of_policy(policy: &Path, system: Option<&str>, format: Format) -> Result<Code> {
    let edition = match editions::compile(policy) {
        Ok(edition) => edition,
        Err(refused) => {
            report(&refused, format)?;
            return Ok(Code::Finding);
        }
    };
    let deployment = Deployment::new(edition, |name| open::address(name, None))?;
    let today = kernel::clock::date_in(kernel::Clock::now(&SystemClock), &deployment.zone);
    print(&retention::preview_of(&deployment, today, system).await?, format)
}

async fn carry_out(app: &app::App, system: Option<&str>, batch_rows: u32, format: Format) -> Result<Code> {
    let queued = retention::queue(app, &Actor::Operator, system, batch_rows).await?;
    work::drain(app).await?;
    let sweeps = retention::sweeps(app, &Actor::Operator, 500).await?;
    let mut latest = Vec::new();
    for rule in &queued.rules {
        latest.extend(sweeps.iter().find(|sweep| sweep.rule == *rule).cloned());
    }
    if format == Format::Table {
        for rule in &queued.not_swept {
            println!("not swept: {} ({})", rule.rule, reason(rule.because));
        }
    }
    let unfinished = latest.iter().any(|sweep| sweep.problem.is_some());
    print_sweeps(&latest, format)?;
    Ok(if unfinished { Code::Finding } else { Code::Good })
}

fn reason(because: &str) -> &str {
    match because {
        "awaiting" => "nobody has confirmed it as it reads now: `gestand retention preview`, then `confirm`",
        "asks" => "its term asks a person",
        "held" => "a hold keeps all of it",
        "not-in-use" => "its system is not in use here",
        _ => "it cannot be carried out; the preview says why",
    }
}

fn print_sweeps(sweeps: &[retention::SweepView], format: Format) -> Result<Code> {
    let rows = || {
        let mut rows = Vec::new();
        for sweep in sweeps {
            let line = |what: String, deleted: String, anonymised: String| {
                vec![
                    sweep.rule.clone(),
                    sweep.state.clone(),
                    sweep.batches.to_string(),
                    what,
                    deleted,
                    anonymised,
                ]
            };
            if let Some(problem) = &sweep.problem {
                rows.push(line(problem.text.en.clone(), String::new(), String::new()));
            }
            for part in &sweep.counts {
                rows.push(line(
                    part.collection.clone(),
                    part.deleted.to_string(),
                    part.anonymised.to_string(),
                ));
            }
            if sweep.counts.is_empty() && sweep.problem.is_none() {
                rows.push(line("nothing was past its date".to_owned(), "0".to_owned(), "0".to_owned()));
            }
        }
        rows
    };
    let header = ["rule", "state", "batches", "collection", "deleted", "anonymised"];
    output::print(format, &sweeps, &header, rows)?;
    Ok(Code::Good)
}

fn print(preview: &Preview, format: Format) -> Result<Code> {
    if preview.rules.is_empty() && preview.uncovered.is_empty() {
        bail!("there is no retention rule for that system");
    }
    let header = [
        "rule",
        "clauses",
        "keep",
        "then",
        "state",
        "rows",
        "due now",
        "in 30 days",
        "in 90 days",
        "held back",
    ];
    output::print(format, preview, &header, || preview.rules.iter().map(row).collect())?;
    if format == Format::Table {
        explain(preview);
    }
    let trouble = preview.rules.iter().any(|rule| rule.problem.is_some());
    Ok(if trouble { Code::Finding } else { Code::Good })
}

fn row(rule: &RulePreview) -> Vec<String> {
    let count = rule.count.as_ref();
    let number = |number: Option<u64>| number.map_or_else(|| "?".to_owned(), |number| number.to_string());
    let later = |place: usize| count.and_then(|count| count.later.get(place).copied());
    let word = |value: Option<String>| value.unwrap_or_else(|| "?".to_owned());
    vec![
        rule.rule.clone(),
        rule.clauses.join(" "),
        word(rule.keep.clone()),
        word(rule.then.and_then(|then| serde_json::to_value(then).ok()?.as_str().map(str::to_owned))),
        rule.state.to_owned(),
        number(count.map(|count| count.rows)),
        number(count.map(|count| count.due)),
        number(later(0)),
        number(later(1)),
        number(count.map(|count| count.held + count.spared)),
    ]
}

/// What a table has no room for.
fn explain(preview: &Preview) {
    for rule in &preview.rules {
        if let Some(problem) = &rule.problem {
            println!("{}: {}", rule.rule, problem.detail.as_ref().unwrap_or(&problem.text.en));
        }
        for hold in &rule.holds {
            let until =
                hold.until.map_or_else(|| "until it is ended".to_owned(), |day| format!("until {day}"));
            let what = if hold.all { "all rows" } else { "the rows of whom it names" };
            println!("{}: {what} held {until}: {}", rule.rule, hold.reason.en);
        }
        if !rule.lifted_by.is_empty() {
            println!(
                "{}: kept longer than the policy says, because of {}",
                rule.rule,
                rule.lifted_by.join(", ")
            );
        }
        if !rule.left_behind.is_empty() {
            println!("{}: stays behind without what it hangs on: {}", rule.rule, rule.left_behind.join(", "));
        }
    }
    for term in &preview.uncovered {
        println!("no rule carries out the term “{}” ({})", term.term, term.name.en);
    }
    let awaiting = preview.rules.iter().filter(|rule| rule.state == "awaiting").count();
    if awaiting > 0 {
        println!("{awaiting} rules wait: `gestand retention confirm RULE` lets a rule delete what is due.");
    }
}
