//! Rows whose term asks a person: somebody looks at them and decides, to delete them now or to keep them until a day,
//! with a reason. A deletion is a sweep of exactly those rows, with the same receipts, and resumed after a crash like
//! any other; what is kept is spared until its day, and then asked about again.
//!
//! Where the policy names a figure `second_person_from`, the deletion of so many rows or more waits until somebody else
//! allows it.

use ::retention::Then;
use connect::{ConnectError, SqlConnector};
use inventory::{Key, Sweep};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::{Actor, Language};
use ledger::EventKind;
use serde::Serialize;
use serde_json::json;
use store::Tx;
use store::retention_decisions::DecisionRow;
pub use store::retention_decisions::{DecisionKind, DecisionState};

use super::rules::{self, Rule};
use super::spare::Spare;
use super::sweep::SweepJob;
use crate::app::App;
use crate::boundary::commit;
use crate::deployment::Deployment;
use crate::error::{Error, Kind, Result};
use crate::journal;
use crate::requests::change;

/// Rows that are shown at a time.
pub const SHOWN: usize = 50;
/// Rows that one decision is about at most.
pub const MOST: usize = 500;
/// Decisions of a rule that are shown.
const DECISIONS: u32 = 20;
/// For how many days a decision that ended is remembered.
const REMEMBERED_DAYS: i64 = 400;
/// The longest that rows are kept by one decision, in years: then somebody looks at them again.
const LONGEST_YEARS: i32 = 10;
const SHORTEST_REASON: usize = 10;
const LONGEST_REASON: usize = 1_000;
/// The figure of the policy from how many rows on somebody else must allow a deletion.
const SECOND_PERSON: &str = "second_person_from";

/// What a rule asks about.
#[derive(Debug, Clone, Serialize)]
pub struct Asked {
    /// The rule.
    pub rule: String,
    /// What it reads like: a decision is of this.
    pub digest: String,
    /// Keys of rows that wait for a decision, the first ones: parts joined with "|". They lead to people.
    pub keys: Vec<String>,
    /// Whether more rows wait than are shown.
    pub more: bool,
    /// From how many rows on somebody else must allow a deletion.
    pub second_person_from: Option<u64>,
    /// What was decided, the latest first.
    pub decisions: Vec<DecisionView>,
}

/// A decision, for people: never which rows.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionView {
    /// Which one.
    pub id: String,
    /// delete or keep.
    pub what: DecisionKind,
    /// waiting, allowed, done or dropped.
    pub state: DecisionState,
    /// How many rows.
    pub rows: u64,
    /// Why they stay.
    pub reason: String,
    /// The first day on which they no longer stay.
    pub until: Option<String>,
    /// Who decided: a name.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Who allowed it: a name.
    pub allowed_by: Option<String>,
    /// Whether the actor can allow it.
    pub can_allow: bool,
}

/// What somebody decides.
#[derive(Debug, Clone)]
pub enum Decide {
    /// The rows go now.
    Delete,
    /// They stay.
    Keep {
        /// The first day on which they no longer do.
        until: Date,
        /// Why; names nobody.
        reason: String,
    },
}

/// The rows of a rule that wait for a decision, for whoever decides.
///
/// # Errors
/// The actor does not decide, there is no such rule, it asks nobody, or its system does not answer.
pub async fn asked(app: &App, actor: &Actor, id: &str) -> Result<Asked> {
    let me = super::name_of(actor)?;
    let rule = asking(app, id)?;
    let spare = Spare::load(app).await?;
    let mut keys = waiting(app, &rule, &spare).await?;
    let more = keys.len() > SHOWN;
    keys.truncate(SHOWN);
    let staff = store::staff::list(app.store()).await.map_err(Error::internal)?;
    let named = |by: &str| {
        let person = staff.iter().find(|person| person.id.to_string() == by);
        person.map_or_else(
            || by.to_owned(),
            |person| if person.name.is_empty() { person.email.clone() } else { person.name.clone() },
        )
    };
    let rows =
        store::retention_decisions::of_rule(app.store(), id, DECISIONS).await.map_err(Error::internal)?;
    let decisions = rows.into_iter().map(|row| DecisionView {
        what: row.what,
        state: row.state,
        rows: u64::try_from(row.amount).unwrap_or(0),
        reason: row.reason,
        until: row.until,
        can_allow: row.state == DecisionState::Waiting && row.decided_by != me,
        by: named(&row.decided_by),
        at: row.decided_at,
        allowed_by: row.allowed_by.as_deref().map(named),
        id: row.id,
    });
    Ok(Asked {
        rule: id.to_owned(),
        digest: rule.digest.clone(),
        keys: keys.iter().map(Key::to_string).collect(),
        more,
        second_person_from: second_person_from(app)?,
        decisions: decisions.collect(),
    })
}

/// Decides about rows of a rule, as it was shown: `digest` says which reading. Gives the decision's id.
///
/// # Errors
/// The actor does not decide, the rule reads differently now, no such rows wait, or what is given is no decision.
pub async fn decide(
    app: &App,
    actor: &Actor,
    id: &str,
    digest: &str,
    (keys, decide): (&[String], Decide),
) -> Result<String> {
    let by = super::name_of(actor)?;
    let rule = asking(app, id)?;
    if rule.digest != digest {
        return Err(changed());
    }
    if keys.is_empty() || keys.len() > MOST {
        return Err(unusable().because("no rows, or too many"));
    }
    let (what, reason, until) = match decide {
        Decide::Delete => (DecisionKind::Delete, String::new(), None),
        Decide::Keep { until, reason } => {
            check_keeping(app, until, &reason)?;
            (DecisionKind::Keep, reason.trim().to_owned(), Some(until.to_string()))
        }
    };
    let keys: Vec<Key> = keys.iter().map(|key| Key(key.split('|').map(str::to_owned).collect())).collect();
    let (sweep, database) = sweep_of(app, &rule, Some(keys.clone()))?;
    let spare = Spare::load(app).await?;
    let connector = database.as_sql().ok_or_else(silent)?;
    let there = due_among(connector, &sweep, &spare).await.map_err(|problem| silent().because(problem))?;
    if there < keys.len() as u64 {
        return Err(gone());
    }
    let second = second_person_from(app)?.is_some_and(|from| keys.len() as u64 >= from);
    let waits = what == DecisionKind::Delete && second;
    let plain = serde_json::to_vec(&keys).map_err(Error::internal)?;
    let decision = kernel::ids::uuid_v7(app.now(), app.entropy()).to_string();
    let sealed = app.keys().seal.seal(&place(&decision), &plain, app.entropy()).map_err(Error::internal)?;
    let row = DecisionRow {
        rule: id.to_owned(),
        digest: rule.digest.clone(),
        what,
        state: if waits { DecisionState::Waiting } else { DecisionState::Allowed },
        version: 1,
        keys: Some(sealed),
        amount: i64::try_from(keys.len()).map_err(Error::internal)?,
        reason,
        until,
        decided_by: by,
        decided_at: app.now(),
        allowed_by: None,
        ended_at: None,
        id: decision.clone(),
    };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::retention_decisions::insert(&mut tx, &row).await.map_err(Error::internal)?;
    record(app, &mut tx, &row).await?;
    if row.state == DecisionState::Allowed && what == DecisionKind::Delete {
        enqueue(app, &mut tx, id).await?;
    }
    commit(tx, "retention decided").await?;
    Ok(decision)
}

/// Allows a deletion that somebody else decided. Gives its rule.
///
/// # Errors
/// The actor decided it themselves or does not decide, or it does not wait.
pub async fn allow(app: &App, actor: &Actor, decision: &str) -> Result<String> {
    let by = super::name_of(actor)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let row = store::retention_decisions::get(&mut tx, decision).await.map_err(Error::internal)?;
    let mut row = row.ok_or_else(|| Error::not_found("retention decision"))?;
    if row.state != DecisionState::Waiting {
        return Err(changed());
    }
    if row.decided_by == by {
        return Err(Error::new(
            Kind::Forbidden,
            "same-person",
            "U hebt dit zelf besloten. Een ander moet het toestaan.",
            "You decided this yourself. Somebody else must allow it.",
        ));
    }
    row.state = DecisionState::Allowed;
    row.allowed_by = Some(by);
    store::retention_decisions::update(&mut tx, &mut row).await.map_err(change::conflict)?;
    record(app, &mut tx, &row).await?;
    enqueue(app, &mut tx, &row.rule).await?;
    commit(tx, "retention decision allowed").await?;
    Ok(row.rule)
}

/// A rule that asks as the deletion that was decided last, of exactly its rows; none: nothing is decided.
pub(super) async fn as_deletion(app: &App, mut rule: Rule) -> Result<Option<Rule>> {
    let open = store::retention_decisions::open(app.store()).await.map_err(Error::internal)?;
    let mut of = open.into_iter().filter(|row| {
        row.rule == rule.rule.id && row.what == DecisionKind::Delete && row.state == DecisionState::Allowed
    });
    let Some(row) = of.next() else { return Ok(None) };
    if row.digest != rule.digest {
        drop_decision(app, row).await?;
        return Ok(None);
    }
    let keys = keys_of(app, &row)?;
    if let Ok(sweep) = &mut rule.sweep {
        sweep.term = sweep.term.clone().with_then(Then::Delete);
        sweep.only = Some(keys);
    }
    rule.digest = format!("{}{SEPARATOR}{}", rule.digest, row.id);
    rule.decided = true;
    Ok(Some(rule))
}

/// What stands between the reading of a rule and the decision that a sweep carries out.
const SEPARATOR: char = ':';

/// In the transaction that ends a sweep: the decision that it carried out has ended, and the next one has its turn.
pub(super) async fn swept(app: &App, tx: &mut Tx, rule: &str, digest: &str) -> Result<()> {
    let Some((_, decision)) = digest.split_once(SEPARATOR) else { return Ok(()) };
    let row = store::retention_decisions::get(&mut *tx, decision).await.map_err(Error::internal)?;
    let Some(mut row) = row.filter(|row| row.state == DecisionState::Allowed) else { return Ok(()) };
    row.state = DecisionState::Done;
    end(app, tx, &mut row).await?;
    enqueue(app, tx, rule).await
}

/// Ends decisions to keep whose day has come, and forgets those of long ago.
pub(crate) async fn end_over(app: &App) -> Result<()> {
    let today = app.today().to_string();
    for mut row in store::retention_decisions::open(app.store()).await.map_err(Error::internal)? {
        if row.until.as_ref().is_some_and(|until| *until <= today) {
            row.state = DecisionState::Done;
            let mut tx = app.store().begin().await.map_err(Error::internal)?;
            end(app, &mut tx, &mut row).await?;
            commit(tx, "retention decision over").await?;
        }
    }
    let before = app.now() - jiff::SignedDuration::from_hours(24 * REMEMBERED_DAYS);
    store::retention_decisions::purge(app.store(), before).await.map_err(Error::internal).map(drop)
}

/// The rows that somebody decided to keep: the rule, and their keys.
pub(super) async fn kept(app: &App) -> Result<Vec<(String, String, Vec<Key>)>> {
    let today = app.today().to_string();
    let open = store::retention_decisions::open(app.store()).await.map_err(Error::internal)?;
    let keeps = open.into_iter().filter(|row| {
        row.what == DecisionKind::Keep && row.until.as_ref().is_some_and(|until| *until > today)
    });
    keeps.map(|row| Ok((row.id.clone(), row.rule.clone(), keys_of(app, &row)?))).collect()
}

async fn drop_decision(app: &App, mut row: DecisionRow) -> Result<()> {
    row.state = DecisionState::Dropped;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    end(app, &mut tx, &mut row).await?;
    commit(tx, "retention decision dropped").await
}

async fn end(app: &App, tx: &mut Tx, row: &mut DecisionRow) -> Result<()> {
    row.keys = None;
    row.ended_at = Some(app.now());
    store::retention_decisions::update(&mut *tx, row).await.map_err(change::conflict)?;
    record(app, tx, row).await
}

async fn record(app: &App, tx: &mut Tx, row: &DecisionRow) -> Result<()> {
    let data = json!({
        "decision": row.id, "rule": row.rule, "what": row.what, "state": row.state, "rows": row.amount,
        "until": row.until, "second": row.allowed_by.is_some(),
    });
    journal::record(app, tx, EventKind::RetentionDecided, data).await.map(drop)
}

async fn enqueue(app: &App, tx: &mut Tx, rule: &str) -> Result<()> {
    let job = SweepJob { rule: rule.to_owned(), batch_rows: super::BATCH_ROWS };
    change::enqueue(app, tx, "sweep", &job, Some(&format!("sweep:{rule}"))).await
}

fn keys_of(app: &App, row: &DecisionRow) -> Result<Vec<Key>> {
    let Some(sealed) = &row.keys else { return Ok(Vec::new()) };
    let plain = app.keys().seal.open(&place(&row.id), sealed).map_err(Error::internal)?;
    serde_json::from_slice(&plain).map_err(Error::internal)
}

/// Binds what is sealed to its decision.
fn place(decision: &str) -> String {
    format!("retention-decision:{decision}")
}

/// The rule with this id, when it asks.
fn asking(app: &App, id: &str) -> Result<Rule> {
    let deployment = app.deployment()?;
    let rule = rules::rule(&deployment, app.today(), id)?;
    let rule = rule.ok_or_else(|| Error::not_found("retention rule"))?;
    if rule.then() == Some(Then::Ask) { Ok(rule) } else { Err(unusable().because("the rule asks nobody")) }
}

/// The sweep that deletes rows of a rule, only these or all that are due.
fn sweep_of(
    app: &App,
    rule: &Rule,
    only: Option<Vec<Key>>,
) -> Result<(Sweep, std::sync::Arc<dyn connect::Connector>)> {
    let deployment: std::sync::Arc<Deployment> = app.deployment()?;
    let mut sweep = rule.sweep.clone().map_err(|problem| unusable().because(problem))?;
    sweep.term = sweep.term.clone().with_then(Then::Delete);
    sweep.only = only;
    let connector = rules::connector(&deployment, &rule.rule.system);
    let connector = connector.map_err(|problem| silent().because(problem))?.ok_or_else(silent)?;
    Ok((sweep, connector))
}

/// Keys of the rows that wait, one more than is shown.
async fn waiting(app: &App, rule: &Rule, spare: &Spare) -> Result<Vec<Key>> {
    let (sweep, connector) = sweep_of(app, rule, None)?;
    let Some(database) = connector.as_sql() else { return Ok(Vec::new()) };
    if spare.whole(&sweep).next().is_some() {
        return Ok(Vec::new());
    }
    let spared = spare.keys(database, &sweep).await.map_err(|problem| silent().because(problem))?;
    let (mut keys, mut after) = (Vec::new(), None);
    while keys.len() <= SHOWN {
        let batch = database.next_batch(&sweep, after.as_ref(), 1, &spared).await;
        let Some(batch) = batch.map_err(|problem| silent().because(problem))? else { break };
        after = Some(batch.last);
        keys.push(batch.first);
    }
    Ok(keys)
}

/// How many of the sweep's own rows are past their date and spared by nobody.
async fn due_among(database: &SqlConnector, sweep: &Sweep, spare: &Spare) -> Result<u64, ConnectError> {
    if spare.whole(sweep).next().is_some() {
        return Ok(0);
    }
    let spared = spare.keys(database, sweep).await?;
    let most = u32::try_from(MOST).unwrap_or(u32::MAX);
    Ok(database.next_batch(sweep, None, most, &spared).await?.map_or(0, |batch| batch.rows()))
}

fn second_person_from(app: &App) -> Result<Option<u64>> {
    let deployment = app.deployment()?;
    let figure = deployment.edition.facts().figures.get(SECOND_PERSON);
    Ok(figure.and_then(|figure| figure.value.render(Language::En).parse().ok()))
}

fn check_keeping(app: &App, until: Date, reason: &str) -> Result<()> {
    let length = reason.trim().chars().count();
    let latest = app.today().saturating_add(jiff::Span::new().years(LONGEST_YEARS));
    let in_time = until > app.today() && until <= latest;
    if !in_time || !(SHORTEST_REASON..=LONGEST_REASON).contains(&length) {
        return Err(unusable().because("no day in the coming ten years, or no reason"));
    }
    Ok(())
}

fn unusable() -> Error {
    Error::new(
        Kind::Invalid,
        "decision-unusable",
        "Kies regels, en zeg bij bewaren tot welke dag en in een zin waarom.",
        "Choose rows and, to keep them, say until which day and in a sentence why.",
    )
}

fn changed() -> Error {
    Error::new(
        Kind::Conflict,
        "decision-changed",
        "Dit ligt anders dan toen u het zag: iemand besloot erover, of de bewaarregel veranderde. Bekijk het opnieuw.",
        "This stands differently from when you saw it: somebody decided about it, or the rule changed. Look again.",
    )
}

fn gone() -> Error {
    Error::new(
        Kind::Conflict,
        "rows-gone",
        "Niet al deze regels wachten nog op een besluit. Bekijk de lijst opnieuw.",
        "Not all of these rows still wait for a decision. Look at the list again.",
    )
}

fn silent() -> Error {
    Error::new(
        Kind::Unavailable,
        "system-silent",
        "Het systeem van deze regel antwoordt niet. Probeer het later opnieuw.",
        "The system of this rule does not answer. Try again later.",
    )
}
