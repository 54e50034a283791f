//! The check: evidence gathered from what happened, judged by the promises of the edition, clause by clause.

mod evidence;
mod front_evidence;
mod retention_evidence;
mod rights_evidence;
mod systems_evidence;

use jiff::Timestamp;
use kernel::{Actor, Language, Text};
use ledger::EventKind;
use policy::promise::gaps::{self, GapVerdict};
use policy::promise::{ClauseVerdict, EvidenceItem, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::verdicts::VerdictRow;

pub use evidence::gather;

use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Result};
use crate::journal;

/// The figure of the policy within which an opt-out has an effect everywhere.
pub(crate) const OPT_OUT_FIGURE: &str = "opt_out_limit";
/// That time when the policy names none.
pub(crate) const OPT_OUT_LIMIT: &str = "10 working days";

/// Every clause with its verdict.
#[derive(Debug, Clone, Serialize)]
pub struct Board {
    /// One row per clause, in order.
    pub rows: Vec<BoardRow>,
    /// One row per gap: what the law demands and no clause promises.
    pub gaps: Vec<BoardRow>,
    /// The rules of each product.
    pub products: Vec<ProductRows>,
    /// When it was last checked.
    pub checked: Option<Timestamp>,
}

/// The rules of a product: its own, and those of the policy that read stricter for it.
#[derive(Debug, Clone, Serialize)]
pub struct ProductRows {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: Text,
    /// One row per clause, in order.
    pub rows: Vec<BoardRow>,
}

/// One clause with its verdict.
#[derive(Debug, Clone, Serialize)]
pub struct BoardRow {
    /// The clause, or the gap.
    pub clause: String,
    /// The promise that it makes; of a gap, where the law demands it.
    pub promise: String,
    /// That promise in words.
    pub promise_text: Text,
    /// kept, broken, unproven or void.
    pub verdict: Verdict,
    /// Why.
    pub reason: Text,
    /// What was looked at.
    pub evidence: Vec<Text>,
    /// The same for everybody: without counts of so few people that they could be recognised.
    pub public: Vec<Text>,
    /// Its figures in words for everybody, when it has any.
    pub figures: Option<Text>,
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

/// What a check came to.
#[derive(Debug, Clone, Serialize)]
pub struct Checked {
    /// The verdict on every clause, in order.
    pub clauses: Vec<ClauseVerdict>,
    /// The verdict on every gap: what the law demands and no clause promises.
    pub gaps: Vec<GapVerdict>,
    /// The verdict on every rule of a product.
    pub products: Vec<ClauseVerdict>,
}

/// Checks every clause of the edition in force now, and every gap, keeps the verdicts, and puts changes into the ledger.
pub async fn run(app: &App, actor: &Actor) -> Result<Checked> {
    if !matches!(actor, Actor::Operator | Actor::Worker | Actor::Staff { .. }) {
        return Err(Error::forbidden("run-check"));
    }
    let deployment = app.deployment()?;
    let gathered = gather(app).await?;
    let now = app.now();
    let mut checked = Checked {
        clauses: policy::promise::check(&deployment.edition, &gathered, now),
        gaps: gaps::check(&deployment.edition, &gathered, now),
        products: policy::promise::check_products(&deployment.edition, &gathered, now)
            .map_err(Error::internal)?,
    };
    let before = store::verdicts::list(app.store()).await.map_err(Error::internal)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let mut rows = Vec::new();
    for verdict in checked.clauses.iter_mut().chain(&mut checked.products) {
        let seen = Seen {
            clause: place(verdict.product.as_deref(), verdict.clause.as_str()),
            promise: verdict.promise.clone(),
            verdict: verdict.verdict,
            kept: Kept {
                reason: verdict.reason.clone(),
                evidence: verdict.evidence.clone(),
                would_change: verdict.would_change.clone(),
            },
        };
        let row = seen.remember(app, &mut tx, &before).await?;
        verdict.since = Some(row.since);
        rows.push(row);
    }
    for verdict in &mut checked.gaps {
        let seen = Seen {
            clause: verdict.gap.clone(),
            promise: GAP.to_owned(),
            verdict: verdict.verdict,
            kept: Kept {
                reason: verdict.reason.clone(),
                evidence: verdict.evidence.clone(),
                would_change: verdict.would_change.clone(),
            },
        };
        let row = seen.remember(app, &mut tx, &before).await?;
        verdict.since = Some(row.since);
        rows.push(row);
    }
    store::verdicts::upsert(&mut tx, &rows).await.map_err(Error::internal)?;
    commit(tx, "verdicts kept").await?;
    Ok(checked)
}

/// By what a verdict is kept: "S73", or "toetsen/S73" as it is for a product.
fn place(product: Option<&str>, clause: &str) -> String {
    product.map_or_else(|| clause.to_owned(), |product| format!("{product}/{clause}"))
}

/// What stands for the promise of a gap: no clause makes one.
const GAP: &str = "gap";

/// A verdict that was just made.
struct Seen {
    clause: String,
    promise: String,
    verdict: Verdict,
    kept: Kept,
}

impl Seen {
    /// Its row, with since when it holds; a change goes into the ledger.
    async fn remember(self, app: &App, tx: &mut store::Tx, before: &[VerdictRow]) -> Result<VerdictRow> {
        let now = app.now();
        let word = self.verdict.word();
        let earlier = before.iter().find(|row| row.clause == self.clause);
        let same = earlier.filter(|row| row.verdict == word);
        if same.is_none() {
            let from = earlier.map(|row| row.verdict.as_str());
            let data = json!({ "clause": self.clause, "promise": self.promise, "from": from, "to": word });
            journal::record(app, tx, EventKind::VerdictChanged, data).await?;
        }
        Ok(VerdictRow {
            since: same.map_or(now, |row| row.since),
            clause: self.clause,
            promise: self.promise,
            verdict: word.to_owned(),
            evidence: serde_json::to_string(&self.kept).map_err(Error::internal)?,
            checked_at: now,
        })
    }
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
    let gap = |gap: &gaps::Gap| {
        let row = kept.iter().find(|row| row.clause == gap.id && row.promise == GAP);
        BoardRow { promise_text: gap.describe(), ..board_row(gap.id.to_owned(), gap.law, row) }
    };
    let gaps = gaps::all().map(gap).collect();
    let products = products(&deployment.edition, &kept);
    Ok(Board { rows, gaps, products, checked: kept.iter().map(|row| row.checked_at).max() })
}

fn products(edition: &policy::Edition, kept: &[VerdictRow]) -> Vec<ProductRows> {
    let language = edition.default_language();
    let all = edition.content().products.iter();
    all.map(|product| {
        let own = product.documents.iter().filter(|document| document.language == language);
        let own = own.flat_map(policy::Document::passages).filter_map(|passage| passage.clause.as_ref());
        let stricter = edition.clauses().into_iter().map(|(_, clause)| clause);
        let mut clauses: Vec<&policy::Clause> =
            stricter.filter(|it| product.says(&it.id)).chain(own).collect();
        clauses.sort_by(|a, b| a.id.cmp(&b.id));
        let rows = clauses.into_iter().map(|clause| {
            let id = clause.id.to_string();
            let place = place(Some(&product.id), &id);
            let row = kept.iter().find(|row| row.clause == place && row.promise == clause.promise);
            board_row(id, &clause.promise, row)
        });
        ProductRows { id: product.id.clone(), name: product.name.clone(), rows: rows.collect() }
    })
    .collect()
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
        public: told
            .as_ref()
            .map(|told| told.evidence.iter().map(EvidenceItem::public).collect())
            .unwrap_or_default(),
        figures: told.as_ref().and_then(|told| figures(&told.evidence)),
        would_change: told.map(|told| told.would_change).unwrap_or_default(),
        since: row.map(|row| row.since),
    }
}

/// How many figures stand beside a promise.
const FIGURES: usize = 2;

/// The first figures of a verdict as one sentence.
fn figures(evidence: &[EvidenceItem]) -> Option<Text> {
    let with: Vec<Text> = evidence
        .iter()
        .filter(|item| item.figure.is_some())
        .take(FIGURES)
        .map(EvidenceItem::public)
        .collect();
    let sentence = |language: Language| {
        let all: Vec<&str> = with.iter().map(|text| text.get(language)).collect();
        let joined = all.join("; ");
        let mut letters = joined.chars();
        let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
        format!("{first}{}.", letters.as_str())
    };
    (!with.is_empty()).then(|| Text { nl: sentence(Language::Nl), en: sentence(Language::En) })
}
