//! Thorough looks at the systems: columns that look personal and stand on no map, and payment numbers where none
//! should be. What they find is kept with its time; a check judges what is kept and says how old it is.
//!
//! A look reads a sample of every table (personal columns) or all text (payment numbers), so it takes minutes on a
//! large database. The worker looks every day, each system a job of its own; `gestand check` looks for so long as
//! it has ([`within`]) and leaves the rest as it was found before. No value that was read is kept: only names of
//! tables and columns, and counts.

use std::time::Duration;

use connect::sql::sample::Surveyor;
use connect::{Connector, Finding, FindingKind};
use inventory::discover::Confidence;
use inventory::discover::column::judge;
use inventory::discover::content::Context;
use inventory::map::ConnectorKind;
use inventory::payment::PaymentScan;
use jiff::Timestamp;
use kernel::{Actor, StaffRole};
use ledger::EventKind;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::inspections::{InspectionKind, InspectionRow};

use crate::app::App;
use crate::boundary::commit;
use crate::deployment::{Reach, System};
use crate::error::{Error, Result};
use crate::journal;
use crate::requests::change;

/// Rows of each table that are looked at for personal columns.
const SAMPLE: u32 = 100;

/// How long `gestand check` looks at all systems together.
pub const BUDGET: Duration = Duration::from_secs(20);

/// What a look for personal columns found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Personal {
    /// Columns that stand on no map and look personal, the surest first.
    pub suspects: Vec<Suspect>,
    /// Columns of mapped tables that nobody classified.
    pub unclassified: u64,
    /// Tables that the map does not know.
    pub unknown_tables: u64,
    /// Tables whose rows could not be read: only the names of their columns were judged.
    pub unread: Vec<String>,
}

/// A column that looks personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspect {
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
    /// What it seems to hold, as data maps call it.
    pub category: String,
    /// How sure that is, in hundredths.
    pub confidence: u8,
    /// Why, in words that quote no value.
    pub reason: String,
}

/// The last looks at one system.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Looks {
    /// For personal columns.
    pub personal: Option<(Timestamp, Personal)>,
    /// For payment numbers.
    pub payment: Option<(Timestamp, PaymentScan)>,
}

/// The job that looks at one system.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct InspectJob {
    system: String,
}

/// The last looks at a system, from what is kept.
pub(crate) fn looks_at(system: &str, rows: &[InspectionRow]) -> Looks {
    let row = |kind| rows.iter().find(|row| row.system == system && row.kind == kind);
    // What an earlier version wrote in another way is no look.
    Looks {
        personal: row(InspectionKind::Personal)
            .and_then(|row| Some((row.looked_at, serde_json::from_str(&row.outcome).ok()?))),
        payment: row(InspectionKind::Payment)
            .and_then(|row| Some((row.looked_at, serde_json::from_str(&row.outcome).ok()?))),
    }
}

/// Has every database looked at now, at somebody's wish: after a map was mended, say.
///
/// # Errors
/// The actor is neither staff nor the operator, or no edition is in force.
pub async fn ask(app: &App, actor: &Actor) -> Result<()> {
    let may = matches!(
        actor,
        Actor::Operator | Actor::Staff { role: StaffRole::Officer | StaffRole::Engineer, .. }
    );
    if may { queue(app).await } else { Err(Error::forbidden("look-at-systems")) }
}

/// Queues a look at every database in use.
pub(crate) async fn queue(app: &App) -> Result<()> {
    let deployment = app.deployment()?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    for (id, _) in deployment.systems.iter().filter(|(_, system)| is_database(system)) {
        let job = InspectJob { system: id.clone() };
        change::enqueue(app, &mut tx, "inspect", &job, Some(&format!("inspect:{id}"))).await?;
    }
    commit(tx, "looks queued").await
}

/// Looks at one system as a job. One that does not answer is looked at again tomorrow; until then what was found
/// last grows old.
pub(crate) async fn run(app: &App, job: &InspectJob) -> Result<()> {
    inspect(app, &job.system).await
}

/// Looks at every database, those that were looked at longest ago first, and stops when the time is up. Gives the
/// systems that it did not come to the end of.
pub async fn within(app: &App, budget: Duration) -> Result<Vec<String>> {
    let deployment = app.deployment()?;
    let kept = store::inspections::list(app.store()).await.map_err(Error::internal)?;
    let oldest = |id: &str| {
        let looks = looks_at(id, &kept);
        let times = [looks.personal.map(|(at, _)| at), looks.payment.map(|(at, _)| at)];
        times.into_iter().min().flatten()
    };
    let mut systems: Vec<&String> =
        deployment.systems.iter().filter(|(_, system)| is_database(system)).map(|(id, _)| id).collect();
    systems.sort_by_key(|id| oldest(id));
    let mut open: Vec<String> = systems.iter().map(|id| (*id).clone()).collect();
    let looking = async {
        for id in systems {
            inspect(app, id).await?;
            open.retain(|other| other != id);
        }
        Ok(())
    };
    // What was under way when the time was up only read.
    if let Ok(outcome) = tokio::time::timeout(budget, looking).await {
        outcome?;
    }
    Ok(open)
}

async fn inspect(app: &App, id: &str) -> Result<()> {
    let deployment = app.deployment()?;
    let Some(system) = deployment.systems.get(id).filter(|system| is_database(system)) else {
        return Ok(());
    };
    let Reach::Connector(connector) = &system.reach else { return Ok(()) };
    match personal(app, system, connector.as_ref()).await {
        Ok(found) => keep(app, id, InspectionKind::Personal, &found).await?,
        Err(problem) => silent(id, &problem),
    }
    match connector.payment_numbers().await {
        Ok(found) => keep(app, id, InspectionKind::Payment, &found).await?,
        Err(problem) => silent(id, &problem),
    }
    Ok(())
}

fn silent(system: &str, problem: &connect::ConnectError) {
    tracing::warn!(system, problem = problem.name(), "a system could not be looked at");
}

fn is_database(system: &System) -> bool {
    system.map.system.connector == ConnectorKind::Sql && matches!(system.reach, Reach::Connector(_))
}

/// Of the columns that the map does not classify, those that look personal.
async fn personal(
    app: &App,
    system: &System,
    connector: &dyn Connector,
) -> Result<Personal, connect::ConnectError> {
    let probe = connector.probe().await;
    let of = |kind| probe.findings.iter().filter(move |finding: &&Finding| finding.kind == kind);
    let columns: Vec<(&str, &str)> = of(FindingKind::UnclassifiedColumn)
        .filter_map(|finding| Some((finding.table.as_deref()?, finding.column.as_deref()?)))
        .collect();
    let tables: Vec<&str> =
        of(FindingKind::UnknownTable).filter_map(|finding| finding.table.as_deref()).collect();
    let mut found = Personal {
        unclassified: columns.len() as u64,
        unknown_tables: tables.len() as u64,
        ..Personal::default()
    };
    if let Some(unanswered) = of(FindingKind::Unreachable).next() {
        tracing::warn!(system = probe.system, "{}", unanswered.message);
        return Err(connect::ConnectError::Unreachable { system: probe.system.clone() });
    }
    if columns.is_empty() && tables.is_empty() {
        return Ok(found);
    }
    let variable = system.map.system.url_env.as_deref().unwrap_or_default();
    let url = app.address(variable).unwrap_or_default();
    let surveyed = Surveyor::open(&url, SAMPLE)?.survey(&mut |_, _| {}).await?;
    let context = Context { today: app.today() };
    for table in &surveyed.survey.tables {
        let unknown = tables.contains(&table.name.as_str());
        for column in &table.columns {
            if !unknown && !columns.contains(&(table.name.as_str(), column.name.as_str())) {
                continue;
            }
            let verdict = judge(table, column, &context);
            let Some(category) = verdict.category.filter(|_| verdict.confidence >= Confidence::PERSONAL)
            else {
                continue;
            };
            found.suspects.push(Suspect {
                table: table.name.clone(),
                column: column.name.clone(),
                category,
                confidence: verdict.confidence.value(),
                reason: verdict.reason,
            });
        }
    }
    found.suspects.sort_by(|a, b| b.confidence.cmp(&a.confidence).then_with(|| a.table.cmp(&b.table)));
    let matters =
        |table: &String| tables.contains(&table.as_str()) || columns.iter().any(|(name, _)| name == table);
    found.unread = surveyed.unread.into_iter().map(|(table, _)| table).filter(matters).collect();
    Ok(found)
}

/// Keeps what a look found; when it differs from the last one, the ledger says so.
async fn keep(app: &App, system: &str, kind: InspectionKind, found: &impl Serialize) -> Result<()> {
    let outcome = serde_json::to_string(found).map_err(Error::internal)?;
    let before = store::inspections::list(app.store()).await.map_err(Error::internal)?;
    let same = before.iter().any(|row| row.system == system && row.kind == kind && row.outcome == outcome);
    let row = InspectionRow { system: system.to_owned(), kind, looked_at: app.now(), outcome };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::inspections::put(&mut tx, &row).await.map_err(Error::internal)?;
    if !same {
        let digest = crate::attest::digest(&row.outcome);
        let data = json!({ "system": system, "looked_for": kind.as_str(), "digest": digest });
        journal::record(app, &mut tx, EventKind::SystemInspected, data).await?;
    }
    commit(tx, "system inspected").await
}
