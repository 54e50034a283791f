//! The check: evidence gathered from what happened, judged by the promises of the edition, clause by clause.

mod evidence;
mod front_evidence;
mod retention_evidence;
mod rights_evidence;
mod systems_evidence;

use jiff::Timestamp;
use kernel::{Actor, Text};
use ledger::EventKind;
use policy::promise::{ClauseVerdict, EvidenceItem, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::verdicts::VerdictRow;

pub use evidence::gather;

use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Result};
use crate::journal;

/// Every clause with its verdict.
#[derive(Debug, Clone, Serialize)]
pub struct Board {
    /// One row per clause, in order.
    pub rows: Vec<BoardRow>,
    /// When it was last checked.
    pub checked: Option<Timestamp>,
}

/// One clause with its verdict.
#[derive(Debug, Clone, Serialize)]
pub struct BoardRow {
    /// The clause.
    pub clause: String,
    /// The promise that it makes.
    pub promise: String,
    /// That promise in words.
    pub promise_text: Text,
    /// kept, broken, unproven or void.
    pub verdict: Verdict,
    /// Why.
    pub reason: Text,
    /// What was looked at.
    pub evidence: Vec<Text>,
    /// What would change the verdict.
    pub would_change: Text,
    /// Since when the verdict is this one.
    pub since: Option<Timestamp>,
}

/// What is kept of a verdict beside its word.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    reason: Text,
    evidence: Vec<EvidenceItem>,
    would_change: Text,
}

/// Checks every clause of the edition in force now, keeps the verdicts, and puts changes into the ledger.
pub async fn run(app: &App, actor: &Actor) -> Result<Vec<ClauseVerdict>> {
    if !matches!(actor, Actor::Operator | Actor::Worker | Actor::Staff { .. }) {
        return Err(Error::forbidden("run-check"));
    }
    let deployment = app.deployment()?;
    let gathered = gather(app).await?;
    let now = app.now();
    let mut verdicts = policy::promise::check(&deployment.edition, &gathered, now);
    let before = store::verdicts::list(app.store()).await.map_err(Error::internal)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let mut rows = Vec::new();
    for verdict in &mut verdicts {
        let clause = verdict.clause.to_string();
        let word = verdict.verdict.word();
        let earlier = before.iter().find(|row| row.clause == clause);
        let same = earlier.filter(|row| row.verdict == word);
        let since = same.map_or(now, |row| row.since);
        verdict.since = Some(since);
        if same.is_none() {
            let from = earlier.map(|row| row.verdict.as_str());
            let data = json!({ "clause": clause, "promise": verdict.promise, "from": from, "to": word });
            journal::record(app, &mut tx, EventKind::VerdictChanged, data).await?;
        }
        let kept = Kept {
            reason: verdict.reason.clone(),
            evidence: verdict.evidence.clone(),
            would_change: verdict.would_change.clone(),
        };
        rows.push(VerdictRow {
            clause,
            promise: verdict.promise.clone(),
            verdict: word.to_owned(),
            evidence: serde_json::to_string(&kept).map_err(Error::internal)?,
            since,
            checked_at: now,
        });
    }
    store::verdicts::upsert(&mut tx, &rows).await.map_err(Error::internal)?;
    commit(tx, "verdicts kept").await?;
    Ok(verdicts)
}

/// Whether a system was looked at thoroughly since the verdicts were last made.
pub(crate) async fn is_behind(app: &App) -> Result<bool> {
    let looks = store::inspections::list(app.store()).await.map_err(Error::internal)?;
    let verdicts = store::verdicts::list(app.store()).await.map_err(Error::internal)?;
    let checked = verdicts.iter().map(|row| row.checked_at).max();
    Ok(looks.iter().any(|row| checked.is_none_or(|checked| row.looked_at > checked)))
}

/// The verdicts as last checked. Holds nothing about anybody: it is shown to everyone.
pub async fn board(app: &App) -> Result<Board> {
    let deployment = app.deployment()?;
    let kept = store::verdicts::list(app.store()).await.map_err(Error::internal)?;
    let rows = deployment
        .edition
        .clauses()
        .into_iter()
        .map(|(_, clause)| {
            let id = clause.id.to_string();
            let row = kept.iter().find(|row| row.clause == id && row.promise == clause.promise);
            board_row(id, &clause.promise, row)
        })
        .collect();
    Ok(Board { rows, checked: kept.iter().map(|row| row.checked_at).max() })
}

fn board_row(clause: String, promise: &str, row: Option<&VerdictRow>) -> BoardRow {
    let told: Option<Kept> = row.and_then(|row| serde_json::from_str(&row.evidence).ok());
    let known = policy::promise::find(promise);
    let verdict = row.and_then(|row| Verdict::from_word(&row.verdict)).unwrap_or(Verdict::Unproven);
    BoardRow {
        clause,
        promise: promise.to_owned(),
        promise_text: known.map_or_else(
            || Text::same(promise),
            |known| Text { nl: known.nl.to_owned(), en: known.en.to_owned() },
        ),
        verdict,
        reason: told.as_ref().map(|told| told.reason.clone()).unwrap_or_default(),
        evidence: told
            .as_ref()
            .map(|told| told.evidence.iter().map(|item| item.text.clone()).collect())
            .unwrap_or_default(),
        would_change: told.map(|told| told.would_change).unwrap_or_default(),
        since: row.map(|row| row.since),
    }
}
