//! Recording choices. A choice is acknowledged when it is durable and in the ledger; many that come together share
//! one transaction and one entry (a batch), so that a thousand of them wait for one flush of the disk, not for a
//! thousand.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use ::consent::{Record, Refusal, Sent, SentError, tally};
use jiff::SignedDuration;
use ledger::{Event, EventKind, Salt, batch};
use serde_json::json;
use store::consents::{ConsentRow, CountRow};
use tokio::sync::oneshot;

use super::offers::{self, Known};
use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};

/// The most of one batch: its rows are written in a few milliseconds.
const BATCH: usize = 1_024;
/// Turns that are left to others before a batch is closed.
const GATHERING: usize = 2;
/// More waiting than this are asked to come again: a second of work at the least.
const MOST_WAITING: usize = 8_192;
/// The longest choice, in bytes.
pub const LONGEST: usize = 16 * 1024;

/// A choice that is durable and in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Whether it is new; otherwise the same was recorded before.
    pub new: bool,
    /// The entry of the ledger that attests it.
    pub entry: u64,
    /// Which leaf of that entry's batch.
    pub place: u64,
}

/// A choice is not recorded.
#[derive(Debug)]
pub enum NotTaken {
    /// It cannot be read.
    Unreadable(SentError),
    /// It does not fit what was on offer.
    Refused(Refusal),
    /// Something else.
    Error(Error),
}

impl From<Error> for NotTaken {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// A choice as it is recorded. What can be made of it alone is made before it waits for a batch: batches are written one
/// after the other, and for what they need not do no one waits.
#[derive(Debug)]
pub(super) struct Choice {
    record: Record,
    /// As it is stored; only its batch and its place there are not known yet.
    row: ConsentRow,
    leaf: ledger::Hash,
}

impl Choice {
    /// The choice `record`: the number of the text that was shown, and until when it may be relied on.
    pub(super) fn new(app: &App, record: Record, shown: i64, counts_until: jiff::Timestamp) -> Self {
        let salt: [u8; 16] = app.entropy().bytes();
        let leaf = batch::leaf(&salt, &record.text());
        let row = row(&record, shown, counts_until, &salt);
        Self { record, row, leaf }
    }
}

/// A choice on its way into a batch.
#[derive(Debug)]
struct Waiting {
    choice: Choice,
    told: oneshot::Sender<Result<Taken>>,
}

#[derive(Debug, Default)]
struct Queue {
    waiting: Vec<Waiting>,
    /// Somebody is writing, and looks again when done.
    writing: bool,
}

/// Choices that wait for the next batch.
#[derive(Debug, Default)]
pub(super) struct Intake {
    queue: Mutex<Queue>,
}

/// Records a choice as it was sent. The same choice sent again changes nothing.
///
/// # Errors
/// It cannot be read, does not fit, contradicts one that is recorded, or the database does not answer. Then nothing is
/// kept.
pub async fn take(app: &App, body: &[u8]) -> Result<Taken, NotTaken> {
    let sent = Sent::read(body).map_err(NotTaken::Unreadable)?;
    let known = offers::known(app, sent.edition()).await?;
    let known: Arc<Known> = known.ok_or(NotTaken::Refused(Refusal::Edition))?;
    let language = sent.language().ok_or(NotTaken::Refused(Refusal::Language))?;
    let shown = known.shown(language).ok_or(NotTaken::Refused(Refusal::Language))?;
    let is_site = |host: &str| app.consents().offers.is_site(&known, host);
    let record =
        sent.check(&known.offer, &known.edition, shown, is_site, app.now()).map_err(NotTaken::Refused)?;
    let shown = known.text_id(app, language).await?;
    let life = SignedDuration::from_hours(24 * i64::from(known.offer.memory.days));
    let counts_until = record.at.checked_add(life).map_err(Error::internal)?;
    let (told, taken) = oneshot::channel();
    queue(app, Waiting { choice: Choice::new(app, record, shown, counts_until), told })?;
    let taken = taken.await.unwrap_or_else(|_| Err(unavailable("the batch was given up")));
    Ok(taken?)
}

fn queue(app: &App, waiting: Waiting) -> Result<()> {
    let mut queue = app.consents().intake.queue.lock().unwrap_or_else(PoisonError::into_inner);
    if queue.waiting.len() >= MOST_WAITING {
        return Err(unavailable("too many choices wait"));
    }
    queue.waiting.push(waiting);
    if !queue.writing {
        queue.writing = true;
        // In a task of its own: a visitor who goes away takes nobody else's choice along.
        tokio::spawn(write_all(app.clone()));
    }
    Ok(())
}

/// Writes batches until nobody waits.
async fn write_all(app: App) {
    loop {
        // Those whose requests have been read already come along, instead of waiting for the flush after this one.
        for _ in 0..GATHERING {
            tokio::task::yield_now().await;
        }
        let batch: Vec<Waiting> = {
            let mut queue = app.consents().intake.queue.lock().unwrap_or_else(PoisonError::into_inner);
            let size = queue.waiting.len().min(BATCH);
            if size == 0 {
                queue.writing = false;
                return;
            }
            queue.waiting.drain(..size).collect()
        };
        match write(&app, &batch).await {
            Ok(taken) => {
                for (waiting, taken) in batch.into_iter().zip(taken) {
                    // Whoever no longer listens has left the page; the choice is recorded.
                    let _ = waiting.told.send(taken);
                }
            }
            Err(error) => {
                tracing::error!(context = error.context, "choices could not be recorded");
                for waiting in batch {
                    let _ = waiting.told.send(Err(unavailable("the database did not record them")));
                }
            }
        }
    }
}

fn unavailable(why: &'static str) -> Error {
    Error::new(
        Kind::Unavailable,
        "not-recorded",
        "De keuze is nog niet vastgelegd. Stuur haar over een minuut opnieuw.",
        "The choice has not been recorded yet. Send it again in a minute.",
    )
    .because(why)
}

fn contradicts() -> Error {
    Error::new(
        Kind::Conflict,
        "recorded-otherwise",
        "Van dit nummer en tijdstip is een andere keuze vastgelegd.",
        "Another choice was recorded under this id and time.",
    )
}

/// What names a choice.
type Name = (String, i64);

fn name(record: &Record) -> Name {
    (record.subject.clone(), record.at.as_microsecond())
}

/// What each of a batch becomes.
enum Fate {
    /// The n-th row of the batch.
    New(usize),
    Same(Taken),
    Contradicts,
}

/// Writes one batch: rows, leaves, sums and the entry of the ledger together, or nothing.
async fn write(app: &App, batch: &[Waiting]) -> Result<Vec<Result<Taken>>> {
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let there = recorded(&mut tx, batch).await?;
    let mut first: HashMap<Name, usize> = HashMap::new();
    let mut new: Vec<&Choice> = Vec::new();
    let mut fates = Vec::with_capacity(batch.len());
    for Waiting { choice, .. } in batch {
        let name = name(&choice.record);
        fates.push(if let Some(row) = there.get(&name) {
            if is_same(row, choice) { Fate::Same(taken(row)) } else { Fate::Contradicts }
        } else if let Some(at) = first.get(&name) {
            let same = new.get(*at).is_some_and(|it| is_same(&it.row, choice));
            if same { Fate::New(*at) } else { Fate::Contradicts }
        } else {
            first.insert(name, new.len());
            new.push(choice);
            Fate::New(new.len() - 1)
        });
    }
    let entry = if new.is_empty() { 0 } else { insert(app, &mut tx, &new).await? };
    if new.is_empty() {
        tx.rollback().await.map_err(Error::internal)?;
    } else {
        commit(tx, "choices recorded").await?;
    }
    let mut told = vec![false; new.len()];
    let fate = |fate| match fate {
        Fate::New(at) => {
            let before = told.get_mut(at).is_some_and(|told| std::mem::replace(told, true));
            Ok(Taken { new: !before, entry, place: u64::try_from(at).unwrap_or(u64::MAX) })
        }
        Fate::Same(taken) => Ok(taken),
        Fate::Contradicts => Err(contradicts()),
    };
    Ok(fates.into_iter().map(fate).collect())
}

/// What is recorded already of those who are in the batch.
async fn recorded(tx: &mut store::Tx, batch: &[Waiting]) -> Result<HashMap<Name, ConsentRow>> {
    let mut by_day: HashMap<i64, Vec<&str>> = HashMap::new();
    for waiting in batch {
        let record = &waiting.choice.record;
        by_day.entry(super::day(record.at)).or_default().push(&record.subject);
    }
    let mut there = HashMap::new();
    for (day, subjects) in by_day {
        let rows = store::consents::same_day(tx, day, &subjects).await.map_err(Error::internal)?;
        there.extend(rows.into_iter().map(|row| ((row.subject.clone(), row.at.as_microsecond()), row)));
    }
    Ok(there)
}

/// Writes new choices as one batch in a transaction, and gives the entry of the ledger that attests them.
pub(super) async fn insert(app: &App, tx: &mut store::Tx, new: &[&Choice]) -> Result<u64> {
    let mut sums = tally::Tally::new();
    for choice in new {
        tally::count(&mut sums, &choice.record);
    }
    let leaves: Vec<ledger::Hash> = new.iter().map(|choice| choice.leaf).collect();
    let data = json!({ "count": new.len(), "root": batch::root(&leaves).to_string() });
    let event = Event::new(EventKind::ConsentsRecorded, data).map_err(Error::internal)?;
    let salt = Salt(app.entropy().bytes());
    // The number of the entry stands in the rows, so it comes first here; nothing else writes what follows.
    let entry = store::ledger::append(tx, &event, &salt, app.now()).await.map_err(Error::internal)?;
    let number = i64::try_from(entry).unwrap_or(i64::MAX);
    let rows: Vec<ConsentRow> = (0..)
        .zip(new)
        .map(|(place, choice)| ConsentRow { batch: number, place, ..choice.row.clone() })
        .collect();
    let counts: Vec<CountRow> = sums
        .into_iter()
        .map(|(counted, sum)| CountRow {
            day: counted.day,
            site: counted.site,
            what: counted.what.to_owned(),
            which: counted.which,
            sum,
        })
        .collect();
    let bytes: Vec<u8> = leaves.iter().flat_map(|leaf| leaf.0).collect();
    store::consents::insert(tx, &rows, entry, &bytes, &counts).await.map_err(Error::internal)?;
    Ok(entry)
}

/// The row of a choice, before it is in a batch.
fn row(record: &Record, shown: i64, counts_until: jiff::Timestamp, salt: &[u8]) -> ConsentRow {
    ConsentRow {
        day: super::day(record.at),
        subject: record.subject.clone(),
        at: record.at,
        recorded_at: record.recorded,
        counts_until,
        site: record.site.clone(),
        shown,
        layer: record.layer.as_str().to_owned(),
        control: record.control.as_str().to_owned(),
        gpc: record.gpc,
        purposes_allowed: Record::side(&record.purposes, true),
        purposes_refused: Record::side(&record.purposes, false),
        services_allowed: Record::side(&record.services, true),
        services_refused: Record::side(&record.services, false),
        batch: 0,
        place: 0,
        salt: salt.to_vec(),
    }
}

/// Whether a row is the choice that was sent: everything but when it came in, and where and with which salt it stands.
fn is_same(row: &ConsentRow, choice: &Choice) -> bool {
    let there = ConsentRow {
        recorded_at: choice.row.recorded_at,
        batch: 0,
        place: 0,
        salt: choice.row.salt.clone(),
        ..row.clone()
    };
    there == choice.row
}

fn taken(row: &ConsentRow) -> Taken {
    let number = |of: i64| u64::try_from(of).unwrap_or_default();
    Taken { new: false, entry: number(row.batch), place: number(row.place) }
}
