//! Rows outside the ledger that the ledger attests: the register of requests and the receipts of steps.
//!
//! Whoever writes such a row records its digest in the same transaction. So a row that is altered, taken out or
//! put in by hand shows, although the ledger holds none of its contents. To attest another kind of row, record
//! `{"row": …, "digest": …}` beside it and compare it in [`compare`].

use std::collections::{BTreeMap, HashMap};

use kernel::ids::StepId;
use ledger::{Event, EventKind, StoredEntry};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use store::register::RegisterRow;

use crate::app::App;
use crate::consents;
use crate::error::{Error, Result};

/// Entries read at a time.
const BATCH: u32 = 1_000;
/// Rows looked up in one statement.
const LOOKED_UP: usize = 2_000;
/// How many faults are listed; more are counted.
const LISTED: usize = 1_000;

/// What is wrong with a row that the ledger attests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
pub enum RowFault {
    /// A row of the register is not as it was written.
    RegisterAltered {
        /// The entry that attests it.
        entry: u64,
    },
    /// A row of the register is gone.
    RegisterMissing {
        /// The entry that attests it.
        entry: u64,
    },
    /// The receipt of a step is not as it was written, or gone.
    ReceiptAltered {
        /// The entry that attests it.
        entry: u64,
        /// The step.
        step: StepId,
    },
    /// Choices of visitors are not as they were recorded, or were put in.
    ChoicesAltered {
        /// The entry that attests their batch.
        entry: u64,
        /// How many; 0 when it is the leaves of the batch that were altered.
        choices: u64,
    },
}

impl RowFault {
    /// The entry that attests the row.
    pub fn entry(&self) -> u64 {
        match self {
            Self::RegisterAltered { entry }
            | Self::RegisterMissing { entry }
            | Self::ChoicesAltered { entry, .. }
            | Self::ReceiptAltered { entry, .. } => *entry,
        }
    }
}

impl std::fmt::Display for RowFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let entry = self.entry();
        match self {
            Self::RegisterAltered { .. } => {
                write!(f, "entry {entry}: the row of the register that it attests was altered")
            }
            Self::RegisterMissing { .. } => {
                write!(f, "entry {entry}: the row of the register that it attests is gone")
            }
            Self::ChoicesAltered { choices: 0, .. } => {
                write!(f, "entry {entry}: the leaves of the choices that it attests were altered or are gone")
            }
            Self::ChoicesAltered { choices, .. } => {
                write!(f, "entry {entry}: of the choices that it attests, {choices} were altered")
            }
            Self::ReceiptAltered { step, .. } => {
                write!(
                    f,
                    "entry {entry}: the receipt that it attests, of step {step}, was altered or is gone"
                )
            }
        }
    }
}

/// What came of comparing every attested row with the ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Rows of the register.
    pub registered: u64,
    /// Rows of the register that are as the ledger attests.
    pub register_attested: u64,
    /// Receipts that are as the ledger attests.
    pub receipts_attested: u64,
    /// Choices of visitors that are as the ledger attests. Those that are past their term are gone, and that is no fault.
    pub choices_attested: u64,
    /// What is wrong, in the order of the attesting entries.
    pub faults: Vec<RowFault>,
    /// How many more faults there are than are listed.
    pub more_faults: u64,
}

impl Comparison {
    /// Rows of the register that no entry attests: put in by hand.
    pub fn unattested(&self) -> u64 {
        let altered = self.faults.iter().filter(|fault| matches!(fault, RowFault::RegisterAltered { .. }));
        self.registered.saturating_sub(self.register_attested + altered.count() as u64)
    }

    /// True when every row is as it was written and none was added.
    pub fn is_whole(&self) -> bool {
        self.faults.is_empty() && self.unattested() == 0
    }

    fn fault(&mut self, fault: RowFault) {
        if self.faults.len() < LISTED {
            self.faults.push(fault);
        } else {
            self.more_faults += 1;
        }
    }
}

/// SHA-256 of a text, in hex: what stands in the ledger for a row.
pub fn digest(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// The digest of a row of the register.
pub fn register_digest(row: &RegisterRow) -> String {
    let closed = row.closed_on.map(|day| day.to_string());
    let columns = serde_json::json!([
        row.id,
        row.right,
        row.received_on,
        closed,
        row.systems,
        row.outcome,
        row.in_time,
        row.drill
    ]);
    digest(&columns.to_string())
}

/// Compares every row that the ledger attests, and counts the rows of the register. Whether the ledger itself is
/// whole is another question ([`crate::ledger_log::verify`]).
///
/// A receipt is written anew when an answer is completed; then the entry that attests it last counts.
pub async fn compare(app: &App) -> Result<Comparison> {
    let mut comparison = Comparison {
        registered: store::register::count(app.store()).await.map_err(Error::internal)?,
        ..Comparison::default()
    };
    let mut differing: BTreeMap<StepId, u64> = BTreeMap::new();
    let mut from = 0;
    loop {
        let entries = store::ledger::page(app.store(), from, BATCH).await.map_err(Error::internal)?;
        let Some(last) = entries.last() else { break };
        from = u64::try_from(last.seq).unwrap_or(0) + 1;
        let attesting = entries.iter().filter(|entry| may_attest(entry));
        let events: Vec<(u64, Event)> =
            attesting.filter_map(|entry| Some((u64::try_from(entry.seq).ok()?, entry.parsed()?))).collect();
        let rows = Rows::of(app, &events).await?;
        for (seq, event) in &events {
            if event.kind() == EventKind::RegisterWritten {
                rows.register(*seq, event, &mut comparison);
            }
            if event.kind() == EventKind::ConsentsRecorded {
                choices(app, *seq, &mut comparison).await?;
            }
            for (step, digest) in receipts(event) {
                if rows.receipts.get(&step).is_some_and(|is| is == digest) {
                    comparison.receipts_attested += 1;
                    differing.remove(&step);
                } else {
                    differing.insert(step, *seq);
                }
            }
        }
    }
    for (step, entry) in differing {
        comparison.fault(RowFault::ReceiptAltered { entry, step });
    }
    comparison.faults.sort_by_key(RowFault::entry);
    Ok(comparison)
}

/// Compares the choices of one batch with the entry that attests it.
async fn choices(app: &App, entry: u64, comparison: &mut Comparison) -> Result<()> {
    let Some(leaves) = consents::evidence::attested(app, entry).await? else {
        comparison.fault(RowFault::ChoicesAltered { entry, choices: 0 });
        return Ok(());
    };
    let rows = store::consents::in_batch(app.store(), entry).await.map_err(Error::internal)?;
    let mut altered = 0;
    for row in &rows {
        if consents::evidence::is_attested(app, row, Some(&leaves)).await? {
            comparison.choices_attested += 1;
        } else {
            altered += 1;
        }
    }
    if altered > 0 {
        comparison.fault(RowFault::ChoicesAltered { entry, choices: altered });
    }
    Ok(())
}

/// Most entries attest nothing and need no parsing.
fn may_attest(entry: &StoredEntry) -> bool {
    entry.event.as_deref().is_some_and(|event| {
        ["\"digest\"", "\"receipts\"", "\"root\""].iter().any(|name| event.contains(name))
    })
}

/// The rows that a page of entries attests, by their digests.
struct Rows {
    register: HashMap<String, String>,
    receipts: HashMap<StepId, String>,
}

impl Rows {
    /// Reads them in a few statements.
    async fn of(app: &App, events: &[(u64, Event)]) -> Result<Self> {
        let mut rows = Self { register: HashMap::new(), receipts: HashMap::new() };
        let written = events.iter().filter(|(_, event)| event.kind() == EventKind::RegisterWritten);
        let ids: Vec<String> = written.map(|(_, event)| text(event, "row").to_owned()).collect();
        let steps: Vec<StepId> =
            events.iter().flat_map(|(_, event)| receipts(event)).map(|(step, _)| step).collect();
        for ids in ids.chunks(LOOKED_UP) {
            let found = store::register::among(app.store(), ids).await.map_err(Error::internal)?;
            rows.register.extend(found.into_iter().map(|row| (row.id.clone(), register_digest(&row))));
        }
        for steps in steps.chunks(LOOKED_UP) {
            let found = store::steps::receipts(app.store(), steps).await.map_err(Error::internal)?;
            let found = found.into_iter().filter_map(|(step, text)| Some((step, digest(&text?))));
            rows.receipts.extend(found);
        }
        Ok(rows)
    }

    fn register(&self, entry: u64, event: &Event, comparison: &mut Comparison) {
        match self.register.get(text(event, "row")) {
            Some(digest) if digest == text(event, "digest") => comparison.register_attested += 1,
            Some(_) => comparison.fault(RowFault::RegisterAltered { entry }),
            None => comparison.fault(RowFault::RegisterMissing { entry }),
        }
    }
}

fn text<'e>(event: &'e Event, name: &str) -> &'e str {
    event.data().get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The receipts that an event attests: step and digest.
fn receipts(event: &Event) -> impl Iterator<Item = (StepId, &str)> {
    let of = event.data().get("receipts").and_then(Value::as_object);
    of.into_iter().flatten().filter_map(|(step, digest)| Some((step.parse().ok()?, digest.as_str()?)))
}
