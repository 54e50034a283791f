//! What can be shown: every promise with its evidence, the register of answers, the ledger.

use jiff::civil::{Date, DateTime};

use crate::chart::Columns;
use crate::view::{GapRow, Right, Stage, Tally, Verdict, YearMonth};

/// Every promise with its proof.
#[derive(Debug, Clone)]
pub struct Promises {
    /// Only this verdict.
    pub only: Option<Verdict>,
    /// How all of them stand.
    pub tally: Tally,
    /// Those shown.
    pub rows: Vec<PromiseRow>,
    /// What the law demands and no clause promises, of those shown.
    pub gaps: Vec<GapRow>,
    /// The rules of each product, of those shown.
    pub products: Vec<ProductPromises>,
    /// When it was last checked.
    pub checked: Option<DateTime>,
}

/// The rules of a product.
#[derive(Debug, Clone)]
pub struct ProductPromises {
    /// What it is called.
    pub name: String,
    /// What is stricter for it, or its own.
    pub rows: Vec<PromiseRow>,
}

impl Promises {
    /// Whether only this verdict is shown.
    pub fn shows_only(&self, verdict: &Verdict) -> bool {
        self.only == Some(*verdict)
    }
}

/// One promise.
#[derive(Debug, Clone)]
pub struct PromiseRow {
    /// The clause that makes it.
    pub clause: String,
    /// Address of the clause, without language.
    pub path: String,
    /// The promise's name.
    pub promise: String,
    /// What is promised, in a line.
    pub text: String,
    /// How it stands.
    pub verdict: Verdict,
    /// Why it stands so.
    pub reason: String,
    /// The evidence, with its figures.
    pub evidence: Vec<String>,
    /// What would change the verdict.
    pub would_change: Option<String>,
    /// Since when.
    pub since: Option<Date>,
}

/// What has been answered, without anybody in it.
#[derive(Debug, Clone)]
pub struct Register {
    /// The rows, newest first.
    pub rows: Vec<RegisterRow>,
    /// How many there are.
    pub total: usize,
    /// Requests per month, when there are any.
    pub chart: Option<Columns>,
    /// The year of the report.
    pub year: i16,
    /// That year in figures.
    pub yearly: Vec<YearRow>,
    /// Years whose report can be had as a file.
    pub years: Vec<i16>,
}

/// One right in one year.
#[derive(Debug, Clone)]
pub struct YearRow {
    /// Which.
    pub right: Right,
    /// How many came in and are closed.
    pub received: u64,
    /// Answered.
    pub answered: u64,
    /// Refused.
    pub refused: u64,
    /// Taken back.
    pub withdrawn: u64,
    /// Too late.
    pub late: u64,
}

/// One answered request: months, never days or ids, so that nobody can be recognised.
#[derive(Debug, Clone)]
pub struct RegisterRow {
    /// What was asked.
    pub right: Right,
    /// When: year and month.
    pub received: YearMonth,
    /// When it was answered: year and month.
    pub closed: Option<YearMonth>,
    /// How it ended.
    pub stage: Stage,
    /// In time.
    pub in_time: bool,
    /// How many systems were involved.
    pub systems: usize,
}

/// The ledger.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// How many entries.
    pub size: u64,
    /// The last signed tree head.
    pub checkpoint: Option<Checkpoint>,
    /// The root hash of the tree as it is now.
    pub root: String,
    /// The public key, in the form of a note verifier.
    pub public_key: String,
}

/// A signed tree head.
#[derive(Debug, Clone)]
pub struct Checkpoint {
    /// When it was signed.
    pub at: Option<DateTime>,
    /// The note, as signed.
    pub note: String,
}
