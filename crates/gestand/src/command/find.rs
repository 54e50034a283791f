//! `gestand find`: a person's rows in the systems of a policy folder. Reads only, and needs no installation.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, bail};
use app::deployment::{Deployment, Reach};
use app::editions;
use inventory::{CollectionReport, DataMap, Found, Identity};

use crate::command::policy::report;
use crate::exit::Code;
use crate::open;
use crate::output::{self, Format};

pub async fn run(policy: &Path, identities: &[Identity], only: Option<&str>, format: Format) -> Result<Code> {
    let Some(found) = search(policy, identities, only, format).await? else { return Ok(Code::Finding) };
    let found: Vec<CollectionReport> = found.iter().flat_map(|(_, rows)| rows.report()).collect();
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

/// What was found in every system that can be searched, with its map; none when the policy has faults, which are
/// shown. A half answer is never called complete.
pub async fn search(
    policy: &Path,
    identities: &[Identity],
    only: Option<&str>,
    format: Format,
) -> Result<Option<Vec<(Arc<DataMap>, Found)>>> {
    let edition = match editions::compile(policy) {
        Ok(edition) => edition,
        Err(refused) => {
            report(&refused, format)?;
            return Ok(None);
        }
    };
    let deployment = Deployment::new(edition, |name| open::address(name, None))?;
    if let Some(only) = only.filter(|only| !deployment.systems.contains_key(*only)) {
        bail!("the policy has no system “{only}”");
    }
    let mut found = Vec::new();
    let mut searched = 0;
    for (_, system) in deployment.systems.iter().filter(|(id, _)| only.is_none_or(|only| only == *id)) {
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
                found.push((Arc::clone(&system.map), rows));
            }
            Err(connect::ConnectError::NoIdentity { .. }) => searched += 1,
            Err(problem) => bail!("{}", problem.public()),
        }
    }
    if searched == 0 {
        bail!(
            "no system was searched: set the address of at least one, for example SHOP_DATABASE_URL=mysql://…"
        );
    }
    if found.is_empty() {
        let kinds: std::collections::BTreeSet<&str> =
            identities.iter().map(|identity| identity.kind.as_str()).collect();
        let kinds = kinds.into_iter().collect::<Vec<_>>().join(", ");
        bail!(
            "no system that was searched knows people by “{kinds}”: its map declares the kinds with [[identity]]"
        );
    }
    Ok(Some(found))
}
