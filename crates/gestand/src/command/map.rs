//! `gestand map`: data maps against the live databases, and drafts of new ones.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use app::deployment::Deployment;
use app::drafting::{self, Progress};
use app::{editions, systems};
use connect::Weight;
use indicatif::{ProgressBar, ProgressStyle};
use inventory::Identity;
use inventory::explain::Explanation;
use kernel::{Clock as _, Language, SystemClock};

use crate::args::MapCommand;

use crate::command::find;
use crate::command::policy::report;
use crate::exit::Code;
use crate::open;
use crate::output::{self, Format};

pub async fn run(command: MapCommand) -> Result<Code> {
    match command {
        MapCommand::Check { policy, system, format } => check(&policy, system.as_deref(), format).await,
        MapCommand::Explain { email, policy, identities, system, format } => {
            explain(&policy, email, identities, system.as_deref(), format).await
        }
        MapCommand::Draft { url, system, sample, out } => draft(&url, &system, sample, out.as_deref()).await,
    }
}

/// Why each row was found.
async fn explain(
    policy: &Path,
    email: Option<String>,
    mut identities: Vec<Identity>,
    only: Option<&str>,
    format: Format,
) -> Result<Code> {
    identities.extend(email.as_deref().map(person));
    let Some(found) = find::search(policy, &identities, only, format).await? else {
        return Ok(Code::Finding);
    };
    let explained: Vec<Explanation> = found
        .iter()
        .map(|(map, found)| inventory::explain::explain(map, found))
        .filter(|explanation| !explanation.roots.is_empty())
        .collect();
    match format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&explained)?),
        Format::Table if explained.is_empty() => println!("Nothing was found."),
        Format::Table => {
            let trees = explained.iter().map(|explained| inventory::explain::text(explained, Language::En));
            print!("{}", trees.collect::<Vec<_>>().join("\n"));
        }
    }
    Ok(Code::Good)
}

/// An e-mail address, or KIND=VALUE: whoever writes `email=…` means what stands behind it.
fn person(given: &str) -> Identity {
    match given.split_once('=').filter(|(kind, _)| !kind.contains('@')) {
        Some((kind, value)) => Identity::new(kind, value),
        None => Identity::new("email", given),
    }
}

/// Proposes a map; the progress goes to standard error, so that the map can be piped.
async fn draft(url: &str, system: &str, sample: u32, out: Option<&Path>) -> Result<Code> {
    let known = url.contains(':');
    let url = if known {
        url.to_owned()
    } else {
        std::env::var(url)
            .with_context(|| format!("{url} is neither a database URL nor an environment variable"))?
    };
    let today = SystemClock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let bar = ProgressBar::new(0);
    bar.set_style(ProgressStyle::with_template("{msg:22} {bar:40} {pos}/{len}")?);
    let mut show = |progress: Progress| {
        let (words, done, of) = match progress {
            Progress::Sampling(done, of) => ("looking at tables", done, of),
            Progress::Comparing(done, of) => ("comparing values", done, of),
        };
        bar.set_message(words);
        bar.set_length(of as u64);
        bar.set_position(done as u64);
    };
    let drafted = drafting::draft(&url, system, sample, today, &mut show).await?;
    bar.finish_and_clear();
    match out {
        Some(file) => {
            let mut target = std::fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(file)
                .with_context(|| format!("{} cannot be written", file.display()))?;
            target.write_all(drafted.text.as_bytes())?;
        }
        None => print!("{}", drafted.text),
    }
    for table in &drafted.unread {
        eprintln!("not read: {table}");
    }
    eprintln!(
        "{} collections drafted from {}; {} columns to look at, listed at the end of the draft.",
        drafted.collections,
        drafted.server,
        drafted.look.len()
    );
    Ok(Code::Good)
}

async fn check(policy: &Path, only: Option<&str>, format: Format) -> Result<Code> {
    let edition = match editions::compile(policy) {
        Ok(edition) => edition,
        Err(refused) => {
            report(&refused, format)?;
            return Ok(Code::Finding);
        }
    };
    let deployment = Deployment::new(edition, |name| open::address(name, None))?;
    let mut probes = Vec::new();
    for (id, system) in &deployment.systems {
        if only.is_none_or(|only| only == id)
            && let Some(probe) = systems::probe(system).await
        {
            probes.push(probe);
        }
    }
    let bad = probes.iter().any(|probe| {
        probe.findings.iter().any(|finding| matches!(finding.weight, Weight::Fatal | Weight::Gap))
    });
    let rows = || {
        probes
            .iter()
            .flat_map(|probe| {
                let head = vec![
                    probe.system.clone(),
                    if probe.reachable { "reachable" } else { "unreachable" }.to_owned(),
                    probe.server.clone().unwrap_or_default(),
                ];
                let findings = probe.findings.iter().map(|finding| {
                    vec![
                        probe.system.clone(),
                        format!("{:?}", finding.weight).to_lowercase(),
                        finding.message.clone(),
                    ]
                });
                std::iter::once(head).chain(findings).collect::<Vec<_>>()
            })
            .collect()
    };
    output::print(format, &probes, &["system", "weight", "finding"], rows)?;
    Ok(if bad { Code::Finding } else { Code::Good })
}
