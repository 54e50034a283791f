//! The systems as they stand: reachable or not, and where they differ from their data maps.

use std::collections::BTreeSet;

use connect::{Finding, FindingKind, Probe, Weight};
use inventory::map::ConnectorKind;
use jiff::Timestamp;
use kernel::{Actor, Text};
use ledger::EventKind;
use serde::Serialize;
use serde_json::json;
use store::systems::SystemRow;

use crate::app::App;
use crate::boundary::commit;
use crate::deployment::{Deployment, Reach, System};
use crate::error::{Error, Result};
use crate::inspections::{Looks, looks_at};
use crate::journal;
use crate::trouble::{Trouble, TroubleView};

/// One system as it stands.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// The system's id.
    pub system: String,
    /// Its name.
    pub name: Text,
    /// sql, manual or not-in-use.
    pub connector: &'static str,
    /// Who holds it: a recipient's id; the organisation itself when none.
    pub recipient: Option<String>,
    /// What software it is.
    pub software: Option<String>,
    /// When it was last looked at.
    pub probed: Option<Timestamp>,
    /// Whether it answered.
    pub reachable: Option<bool>,
    /// What is wrong.
    pub problem: Option<TroubleView>,
    /// Columns that the map does not classify.
    pub unclassified: Vec<String>,
    /// Tables that the map does not know.
    pub unknown_tables: Vec<String>,
    /// Columns that a path of the map searches without an index: slow when there is much.
    pub slow: Vec<String>,
    /// Everything else that differs.
    pub other_drift: Vec<String>,
    /// The last thorough looks.
    pub looks: Looks,
}

/// Every system of the edition in force.
pub async fn status(app: &App, actor: &Actor) -> Result<Vec<Status>> {
    if !matches!(actor, Actor::Staff { .. } | Actor::Operator) {
        return Err(Error::forbidden("see-systems"));
    }
    let deployment = app.deployment()?;
    let kept = store::inspections::list(app.store()).await.map_err(Error::internal)?;
    let mut list = Vec::new();
    for system in deployment.systems.values() {
        let row = store::systems::get(app.store(), &system.map.system.id).await.map_err(Error::internal)?;
        let looks = looks_at(&system.map.system.id, &kept);
        list.push(status_of(&deployment, system, row.as_ref(), looks));
    }
    Ok(list)
}

fn status_of(deployment: &Deployment, system: &System, row: Option<&SystemRow>, looks: Looks) -> Status {
    let map = &system.map.system;
    let findings: Vec<Finding> =
        row.and_then(|row| serde_json::from_str(&row.drift).ok()).unwrap_or_default();
    let mut status = Status {
        system: map.id.clone(),
        name: map.name.clone(),
        connector: connector_word(system),
        recipient: map.recipient.clone(),
        software: map.software.clone(),
        probed: row.map(|row| row.probed_at),
        reachable: row.map(|row| row.reachable),
        problem: None,
        unclassified: Vec::new(),
        unknown_tables: Vec::new(),
        slow: slow(&findings),
        other_drift: Vec::new(),
        looks,
    };
    let fatal = findings.iter().find(|finding| finding.weight == Weight::Fatal);
    status.problem = match (&system.reach, fatal) {
        // Why it cannot be reached says more than that it cannot.
        (Reach::Unconfigured(problem), _) => Some(Trouble::of(problem).view(deployment)),
        (_, Some(finding)) => Some(Trouble::found(&map.id, finding).view(deployment)),
        (_, None) => None,
    };
    for finding in findings {
        let table = finding.table.clone().unwrap_or_default();
        match finding.kind {
            FindingKind::UnclassifiedColumn => {
                status.unclassified.push(format!("{table}.{}", finding.column.unwrap_or_default()));
            }
            FindingKind::UnknownTable => status.unknown_tables.push(table),
            FindingKind::SlowPath => {}
            _ => status.other_drift.push(finding.message),
        }
    }
    status
}

/// Columns that are searched without an index, sorted.
fn slow(findings: &[Finding]) -> Vec<String> {
    let slow = findings.iter().filter(|finding| finding.kind == FindingKind::SlowPath);
    let place = |finding: &Finding| Some(format!("{}.{}", finding.table.as_ref()?, finding.column.as_ref()?));
    let columns: BTreeSet<String> = slow.filter_map(place).collect();
    columns.into_iter().collect()
}

/// Columns that were searched with an index before.
fn lost(before: &[Finding], now: &[Finding]) -> Vec<String> {
    let before = slow(before);
    slow(now).into_iter().filter(|column| !before.contains(column)).collect()
}

fn connector_word(system: &System) -> &'static str {
    match (&system.reach, system.map.system.connector) {
        (Reach::NotInUse, _) => "not-in-use",
        (_, ConnectorKind::Manual) => "manual",
        (_, ConnectorKind::Sql) => "sql",
        (_, ConnectorKind::Http) => "http",
        (_, ConnectorKind::Files) => "files",
    }
}

/// Looks at one system.
pub async fn probe(system: &System) -> Option<Probe> {
    match &system.reach {
        Reach::Connector(connector) if system.map.system.connector != ConnectorKind::Manual => {
            Some(connector.probe().await)
        }
        Reach::Unconfigured(problem) => Some(Probe {
            system: system.map.system.id.clone(),
            reachable: false,
            server: None,
            read_only: false,
            findings: vec![Finding {
                weight: Weight::Fatal,
                kind: FindingKind::Unreachable,
                collection: None,
                table: None,
                column: None,
                message: problem.public(),
            }],
        }),
        _ => None,
    }
}

/// Looks at every system and keeps what was seen; a change of it goes to the ledger.
pub async fn probe_all(app: &App) -> Result<()> {
    let deployment = app.deployment()?;
    for system in deployment.systems.values() {
        let Some(seen) = probe(system).await else { continue };
        let before = store::systems::get(app.store(), &seen.system).await.map_err(Error::internal)?;
        let fatal = seen.findings.iter().find(|finding| finding.weight == Weight::Fatal);
        let row = SystemRow {
            system: seen.system.clone(),
            probed_at: app.now(),
            reachable: seen.reachable,
            problem: fatal.map(|finding| finding.message.clone()),
            drift: serde_json::to_string(&seen.findings).map_err(Error::internal)?,
        };
        let changed = before
            .as_ref()
            .is_none_or(|before| before.drift != row.drift || before.reachable != row.reachable);
        // An index that is gone is seen here first: the search still finds everybody, but later and later.
        let known = before.and_then(|before| serde_json::from_str::<Vec<Finding>>(&before.drift).ok());
        let lost = known.map(|known| lost(&known, &seen.findings)).unwrap_or_default();
        let mut tx = app.store().begin().await.map_err(Error::internal)?;
        store::systems::upsert(&mut tx, &row).await.map_err(Error::internal)?;
        if changed {
            let data = json!({
                "system": seen.system, "reachable": seen.reachable, "findings": seen.findings.len(),
                "indexes_lost": lost,
            });
            journal::record(app, &mut tx, EventKind::SystemDrifted, data).await?;
        }
        commit(tx, "system seen").await?;
    }
    Ok(())
}
