//! `gestand find`: a person's rows in the systems of a policy folder. Reads only, and needs no installation.

use std::path::Path;

use anyhow::{Result, bail};
use app::deployment::{Deployment, Reach};
use app::editions;
use inventory::{CollectionReport, Identity};

use crate::command::policy::report;
use crate::exit::Code;
use crate::open;
use crate::output::{self, Format};

pub async fn run(policy: &Path, identities: &[Identity], only: Option<&str>, format: Format) -> Result<Code> {
    let edition = match editions::compile(policy) {
        Ok(edition) => edition,
        Err(refused) => {
            report(&refused, format)?;
            return Ok(Code::Finding);
        }
    };
    let deployment = Deployment::new(edition, |name| open::address(name, None))?;
    let mut found: Vec<CollectionReport> = Vec::new();
    let mut searched = 0;
    for (id, system) in &deployment.systems {
        if only.is_some_and(|only| only != id) {
            continue;
        }
        let connector = match &system.reach {
            Reach::Connector(connector) => connector,
            Reach::Unconfigured(problem) => {
                eprintln!("not searched: {}", problem.public());
                continue;
            }
            Reach::NotInUse => continue,
        };
        if connector.capabilities().find != connect::Capability::Automatic {
            continue;
        }
        match connector.find(identities).await {
            Ok(rows) => {
                searched += 1;
                found.extend(rows.report());
            }
            Err(connect::ConnectError::NoIdentity { .. }) => searched += 1,
            // A half answer is never called complete.
            Err(problem) => bail!("{}", problem.public()),
        }
    }
    if searched == 0 {
        bail!(
            "no system was searched: set the address of at least one, for example SHOP_DATABASE_URL=mysql://…"
        );
    }
    let rows = || {
        found
            .iter()
            .flat_map(|part| {
                part.rows.iter().map(|row| {
                    vec![
                        part.system.clone(),
                        part.collection.clone(),
                        part.table.clone(),
                        row.key.clone(),
                        format!("{:?}", row.relation).to_lowercase(),
                        row.path.clone(),
                    ]
                })
            })
            .collect()
    };
    output::print(format, &found, &["system", "collection", "table", "key", "relation", "path"], rows)?;
    Ok(Code::Good)
}
