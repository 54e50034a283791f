//! The officer's pages.

use jiff::civil::{Date, DateTime};

use super::portal::Outcome;
use super::{Event, FieldError, Notice, Right, Stage, StepState, Tally, Verdict};
use crate::chart::Columns;
use crate::text::key;

/// The list of requests, the most urgent first.
#[derive(Debug, Clone)]
pub struct Inbox {
    /// What is shown.
    pub filter: InboxFilter,
    /// How many are open.
    pub open: usize,
    /// How many are closed.
    pub closed: usize,
    /// The requests.
    pub rows: Vec<InboxRow>,
    /// Address of the following page, with its query.
    pub next: Option<String>,
}

/// What the list shows; it stands in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct InboxFilter {
    /// Closed requests instead of open ones.
    pub closed: bool,
    /// Only this right.
    pub right: Option<Right>,
}

impl InboxFilter {
    /// The address of the list with this filter.
    pub fn path(&self) -> String {
        let state = if self.closed { "closed" } else { "open" };
        match self.right {
            None => format!("/desk/requests?state={state}"),
            Some(right) => format!("/desk/requests?state={state}&right={}", right.slug()),
        }
    }

    /// The same right, open or closed.
    #[must_use]
    pub fn with_closed(&self, closed: bool) -> Self {
        Self { closed, ..*self }
    }

    /// The same state, another right.
    #[must_use]
    pub fn with_right(&self, right: &Right) -> Self {
        Self { right: Some(*right), ..*self }
    }

    /// Whether only this right is shown.
    pub fn is_right(&self, right: &Right) -> bool {
        self.right == Some(*right)
    }

    /// The same state, every right.
    #[must_use]
    pub fn with_every_right(&self) -> Self {
        Self { right: None, ..*self }
    }
}

/// One request of the list.
#[derive(Debug, Clone)]
pub struct InboxRow {
    /// Its id, for the address.
    pub id: String,
    /// Short reference.
    pub reference: String,
    /// What is asked.
    pub right: Right,
    /// How far it is.
    pub stage: Stage,
    /// When it came in.
    pub filed: Date,
    /// When it must be answered.
    pub due: Date,
    /// Days until then; negative when late.
    pub days_left: i64,
    /// The day it was closed.
    pub closed: Option<Date>,
    /// Systems that cannot go on.
    pub stuck: Vec<String>,
    /// How many tasks by hand are open.
    pub tasks: usize,
    /// It is a drill's synthetic person.
    pub drill: bool,
}

/// How much a deadline presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressure {
    /// Enough time.
    Calm,
    /// A week or less.
    Soon,
    /// Passed.
    Late,
}

impl Pressure {
    /// From the days that are left. A week is the span in which a manual recipient usually answers.
    pub fn of(days_left: i64) -> Self {
        match days_left {
            ..0 => Self::Late,
            0..=7 => Self::Soon,
            _ => Self::Calm,
        }
    }

    /// Class name.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Calm => "calm",
            Self::Soon => "soon",
            Self::Late => "late",
        }
    }
}

impl InboxRow {
    /// By how many days it is late.
    pub fn days_late(&self) -> i64 {
        -self.days_left
    }

    /// How much it presses; a closed one does not.
    pub fn pressure(&self) -> Pressure {
        if self.stage.closed() { Pressure::Calm } else { Pressure::of(self.days_left) }
    }
}

/// One request, complete.
#[derive(Debug, Clone)]
pub struct Request {
    /// Its id, for the addresses.
    pub id: String,
    /// Short reference.
    pub reference: String,
    /// What is asked.
    pub right: Right,
    /// How far it is.
    pub stage: Stage,
    /// It is a drill's synthetic person.
    pub drill: bool,
    /// When it came in.
    pub filed: DateTime,
    /// The way it came in, in words.
    pub channel: String,
    /// What identifies the person: kind and value. Empty once the request is anonymised.
    pub identities: Vec<(String, String)>,
    /// Something about it that an officer should know: "eerst een kopie gevraagd".
    pub remarks: Vec<String>,
    /// When it must be answered.
    pub deadline: Deadline,
    /// What it will do or did; none while it is being looked up.
    pub plan: Option<Plan>,
    /// What people have to do at recipients without an interface.
    pub tasks: Vec<Task>,
    /// The officer may approve or refuse now.
    pub decidable: bool,
    /// What stands in the way of approving, in words.
    pub obstacles: Vec<String>,
    /// Why it was refused.
    pub refusal: Option<String>,
    /// Mistake in the form of refusing.
    pub refuse_error: Option<FieldError>,
    /// What was typed in the form of refusing.
    pub refuse_reason: String,
    /// What is on the ledger about it, oldest first.
    pub history: Vec<HistoryEntry>,
    /// What was done, per step.
    pub receipts: Vec<Receipt>,
    /// Something that was just done.
    pub notice: Option<Notice>,
}

/// When a request must be answered, by which rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// By the law (GDPR art. 12(3), Regulation 1182/71).
    pub law: Date,
    /// By the policy.
    pub policy: Date,
    /// The one that holds: the earlier.
    pub effective: Date,
    /// The law's date after an extension.
    pub extended: Option<Date>,
    /// Days until the effective one; negative when late.
    pub days_left: i64,
    /// How much of the time is used, 0 to 100.
    pub used_percent: u8,
    /// No longer running: it was answered on this day.
    pub answered: Option<Date>,
}

impl Deadline {
    /// By how many days it is late.
    pub fn days_late(&self) -> i64 {
        -self.days_left
    }

    /// How much it presses.
    pub fn pressure(&self) -> Pressure {
        if self.answered.is_some() { Pressure::Calm } else { Pressure::of(self.days_left) }
    }
}

/// What a request does in every system.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// When it was looked up.
    pub found: Option<DateTime>,
    /// Per system.
    pub systems: Vec<PlanSystem>,
    /// Where the person stands in texts of others.
    pub others: Vec<OtherText>,
}

impl Plan {
    /// Rows found that belong to the person.
    pub fn own(&self) -> u64 {
        self.systems.iter().flat_map(|system| &system.collections).map(|each| each.own).sum()
    }

    /// Rows of others in which the person stands.
    pub fn mentions(&self) -> u64 {
        self.systems.iter().flat_map(|system| &system.collections).map(|each| each.mentions).sum()
    }

    /// How many collections hold something.
    pub fn collections(&self) -> usize {
        self.systems.iter().map(|system| system.collections.len()).sum()
    }

    /// How many rows get this outcome.
    pub fn outcome(&self, outcome: &Outcome) -> u64 {
        self.systems
            .iter()
            .flat_map(|system| &system.collections)
            .flat_map(|collection| &collection.outcomes)
            .filter(|part| part.outcome == *outcome)
            .map(|part| part.count)
            .sum()
    }
}

/// One system of a plan.
#[derive(Debug, Clone)]
pub struct PlanSystem {
    /// The system.
    pub name: String,
    /// Who holds it.
    pub holder: String,
    /// How far its part is.
    pub state: StepState,
    /// What went wrong, what it means, what to do.
    pub problem: Option<String>,
    /// Where a failed step can be tried again.
    pub retry: Option<String>,
    /// Its collections that hold something.
    pub collections: Vec<PlanCollection>,
}

impl PlanSystem {
    /// Rows that belong to the person.
    pub fn own(&self) -> u64 {
        self.collections.iter().map(|each| each.own).sum()
    }
}

/// One collection of a plan.
#[derive(Debug, Clone)]
pub struct PlanCollection {
    /// Its name.
    pub name: String,
    /// Its table.
    pub table: String,
    /// Rows that belong to the person.
    pub own: u64,
    /// Rows of others in which the person stands.
    pub mentions: u64,
    /// What happens to them.
    pub outcomes: Vec<PlanOutcome>,
}

/// What happens to some rows of a collection.
#[derive(Debug, Clone)]
pub struct PlanOutcome {
    /// What.
    pub outcome: Outcome,
    /// To how many.
    pub count: u64,
    /// Why, for what is kept.
    pub reason: Option<String>,
    /// The last of them is released on this day.
    pub release: Option<Date>,
}

/// A text of somebody else in which the person stands.
#[derive(Debug, Clone)]
pub struct OtherText {
    /// The system.
    pub system: String,
    /// The collection.
    pub collection: String,
    /// The row's key.
    pub key: String,
    /// What of the person stands there, in words ("naam").
    pub what: String,
    /// What happens to it.
    pub outcome: Outcome,
}

/// What a person has to do at a recipient without an interface.
#[derive(Debug, Clone)]
pub struct Task {
    /// Its id, for the address.
    pub id: String,
    /// The recipient.
    pub recipient: String,
    /// Where the letter goes, when known.
    pub address: Option<String>,
    /// The letter, ready to copy.
    pub letter: String,
    /// It should be done by this day.
    pub due: Date,
    /// How it ended; none while it is open.
    pub outcome: Option<TaskOutcome>,
    /// Mistake in its form.
    pub error: Option<FieldError>,
}

/// How a task ended.
#[derive(Debug, Clone)]
pub struct TaskOutcome {
    /// In which way.
    pub kind: TaskEnd,
    /// How many records.
    pub count: Option<u64>,
    /// Why it was refused.
    pub reason: Option<String>,
    /// When.
    pub at: DateTime,
}

/// The ways in which a task can end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskEnd {
    /// Done.
    Done,
    /// The recipient held nothing.
    NoneHeld,
    /// The recipient refused.
    Refused,
}

impl TaskEnd {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Done, Self::NoneHeld, Self::Refused];

    /// In words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Done => key!("task-end-done"),
            Self::NoneHeld => key!("task-end-none-held"),
            Self::Refused => key!("task-end-refused"),
        }
    }

    /// Its value in the form.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::NoneHeld => "none-held",
            Self::Refused => "refused",
        }
    }
}

/// One ledger entry about a request.
#[derive(Debug, Clone)]
pub struct HistoryEntry {
    /// Its number on the ledger, from 0.
    pub seq: u64,
    /// What happened.
    pub event: Event,
    /// Who did it, as a role.
    pub actor: String,
}

/// What a step did.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// The system.
    pub system: String,
    /// When.
    pub at: DateTime,
    /// What, with counts.
    pub summary: String,
    /// SHA-256 of the receipt, hexadecimal.
    pub hash: String,
}

/// The systems that hold personal data.
#[derive(Debug, Clone)]
pub struct Systems {
    /// The list.
    pub rows: Vec<SystemRow>,
}

/// One system.
#[derive(Debug, Clone)]
pub struct SystemRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who holds it.
    pub holder: String,
    /// Countries, in words.
    pub countries: String,
    /// The software.
    pub software: Option<String>,
    /// Whether it can be reached.
    pub health: Health,
    /// When it was last tried.
    pub probed: Option<DateTime>,
    /// What is wrong, what it means, what to do.
    pub problem: Option<String>,
    /// How many collections its map has.
    pub collections: usize,
    /// Columns that the map does not classify: table.column.
    pub unclassified: Vec<String>,
    /// Tables that the map does not know.
    pub unknown_tables: Vec<String>,
}

/// Whether a system can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// It answers.
    Up,
    /// It does not.
    Down,
    /// Not tried yet.
    Untried,
    /// There is no interface: people do it.
    Manual,
}

impl Health {
    /// In words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Up => key!("health-up"),
            Self::Down => key!("health-down"),
            Self::Untried => key!("health-untried"),
            Self::Manual => key!("health-manual"),
        }
    }

    /// Class name.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Untried => "untried",
            Self::Manual => "manual",
        }
    }
}

/// Every promise with its proof.
#[derive(Debug, Clone)]
pub struct Promises {
    /// Only this verdict.
    pub only: Option<Verdict>,
    /// How all of them stand.
    pub tally: Tally,
    /// Those shown.
    pub rows: Vec<PromiseRow>,
    /// When it was last checked.
    pub checked: Option<DateTime>,
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
    /// How it stands.
    pub verdict: Verdict,
    /// The evidence, or why there is none.
    pub evidence: String,
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
}

/// One answered request.
#[derive(Debug, Clone)]
pub struct RegisterRow {
    /// What was asked.
    pub right: Right,
    /// When.
    pub filed: Date,
    /// When it was answered.
    pub closed: Date,
    /// Days between.
    pub days: i64,
    /// In time.
    pub in_time: bool,
    /// How it ended.
    pub stage: Stage,
    /// The systems involved.
    pub systems: Vec<String>,
}

/// The ledger.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// How many entries.
    pub size: u64,
    /// The last signed tree head.
    pub checkpoint: Option<Checkpoint>,
    /// The public key, in the form of a note verifier.
    pub public_key: String,
    /// The newest entries, newest first.
    pub recent: Vec<HistoryEntry>,
}

/// A signed tree head.
#[derive(Debug, Clone)]
pub struct Checkpoint {
    /// When it was signed.
    pub at: DateTime,
    /// How many entries it covers.
    pub size: u64,
    /// The note, as signed.
    pub note: String,
}
