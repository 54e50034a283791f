//! `gestand map check`: the data maps of a policy against the live databases.

use std::path::Path;

use anyhow::Result;
use app::deployment::Deployment;
use app::{editions, systems};
use connect::Weight;

use crate::command::policy::report;
use crate::exit::Code;
use crate::open;
use crate::output::{self, Format};

pub async fn run(command: crate::args::MapCommand) -> Result<Code> {
    let crate::args::MapCommand::Check { policy, system, format } = command;
    check(&policy, system.as_deref(), format).await
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
