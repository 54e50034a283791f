//! The officer's pages.

use jiff::civil::{Date, DateTime};

use super::portal::{Ground, KeptLine, OutcomeLine, Refusal, Related};
use super::{FieldError, Happening, Notice, Right, Stage, StepState, Tally, Verdict, YearMonth};
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
    /// How many systems do not do their part.
    pub problems: u32,
    /// Ending the service opened it.
    pub end_of_service: bool,
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
    /// The known address that answers go to; none for whom it is not shown, or once it is forgotten.
    pub address: Option<String>,
    /// Ending the service opened it.
    pub end_of_service: bool,
    /// Requests that belong with it.
    pub related: Vec<Related>,
    /// When it must be answered.
    pub deadline: Deadline,
    /// What it will do; none while it is being looked up.
    pub plan: Option<Plan>,
    /// What is being done and was done, per system.
    pub work: Vec<Work>,
    /// What the reader may do now.
    pub can: Can,
    /// Why it was refused.
    pub refusal: Option<Refusal>,
    /// The form of refusing.
    pub refuse: RefuseForm,
    /// What is on the ledger about it, oldest first.
    pub history: Vec<HistoryEntry>,
    /// Something that was just done.
    pub notice: Option<Notice>,
}

/// What the reader may do with a request now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a button that is there or not")]
pub struct Can {
    /// Approve the plan shown.
    pub approve: bool,
    /// Have the plan made anew.
    pub replan: bool,
    /// Refuse.
    pub refuse: bool,
    /// Record what a holder reported.
    pub close_tasks: bool,
}

/// The form of refusing.
#[derive(Debug, Clone, Default)]
pub struct RefuseForm {
    /// The grounds that fit the right.
    pub grounds: Vec<Ground>,
    /// What was chosen.
    pub ground: Option<Ground>,
    /// What was written.
    pub reasons: String,
    /// The mistake.
    pub error: Option<FieldError>,
}

impl RefuseForm {
    /// Whether this ground was chosen.
    pub fn chose(&self, ground: &Ground) -> bool {
        self.ground == Some(*ground)
    }
}

/// When a request must be answered, by which rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// By the law (GDPR art. 12(3), Regulation 1182/71).
    pub law: Date,
    /// The article that sets it.
    pub article: String,
    /// By the policy, when it promises a term.
    pub policy: Option<Date>,
    /// The one that holds: the earlier.
    pub effective: Date,
    /// The term was extended.
    pub extended: bool,
    /// The term stands still while something is asked of the person.
    pub suspended: bool,
    /// Days until the effective one; negative when late.
    pub days_left: i64,
    /// How much of the time is used, 0 to 100.
    pub used_percent: u8,
    /// No longer running: it was closed on this day.
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

/// What a request will do in every system.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// When it was completed; none while systems are still asked.
    pub made: Option<DateTime>,
    /// What an approval names, so that what is approved is what was shown.
    pub digest: Option<String>,
    /// Per system.
    pub systems: Vec<PlanSystem>,
}

impl Plan {
    fn rows(&self) -> impl Iterator<Item = &PlanCollection> {
        self.systems.iter().flat_map(|system| &system.collections)
    }

    /// Rows found that belong to the person.
    pub fn own(&self) -> u64 {
        self.rows().map(|row| row.own).sum()
    }

    /// Rows of others in which the person stands.
    pub fn mentions(&self) -> u64 {
        self.rows().map(|row| row.mentions).sum::<u64>()
            + self.systems.iter().map(|system| system.texts_of_others).sum::<u64>()
    }

    /// How many collections hold something.
    pub fn collections(&self) -> usize {
        self.rows().count()
    }

    /// How many systems hold something.
    pub fn systems_with_rows(&self) -> usize {
        self.systems.iter().filter(|system| !system.collections.is_empty()).count()
    }

    /// Rows that will go.
    pub fn deleted(&self) -> u64 {
        self.rows().map(|row| row.deleted).sum()
    }

    /// Rows that will stay with their fields erased.
    pub fn anonymised(&self) -> u64 {
        self.rows().map(|row| row.anonymised).sum()
    }

    /// Rows that will stay, with a reason.
    pub fn kept(&self) -> u64 {
        self.rows().flat_map(|row| &row.kept).map(|kept| kept.count).sum()
    }
}

/// How a system takes part in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// It has not answered yet.
    Unknown,
    /// Gestand does it.
    Automatic,
    /// Its holder is asked by letter.
    ByHand,
    /// It knows people by none of the identities given.
    KnowsNobody,
    /// It is not in use at this installation.
    NotInUse,
}

impl Part {
    /// In words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Unknown => key!("part-unknown"),
            Self::Automatic => key!("part-automatic"),
            Self::ByHand => key!("part-by-hand"),
            Self::KnowsNobody => key!("part-knows-nobody"),
            Self::NotInUse => key!("part-not-in-use"),
        }
    }

    /// Class name.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Unknown => "waiting",
            Self::Automatic => "automatic",
            Self::ByHand => "by-hand",
            Self::KnowsNobody | Self::NotInUse => "none",
        }
    }
}

/// One system of a plan.
#[derive(Debug, Clone)]
pub struct PlanSystem {
    /// The system.
    pub name: String,
    /// Who holds it.
    pub holder: String,
    /// How it takes part.
    pub part: Part,
    /// What went wrong, what it means, what to do.
    pub problem: Option<String>,
    /// Its collections that hold something.
    pub collections: Vec<PlanCollection>,
    /// Texts of others in which the person stands and that will only be reported.
    pub texts_of_others: u64,
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
    /// For an erasure: rows that will go.
    pub deleted: u64,
    /// For an erasure: rows that stay with their fields erased.
    pub anonymised: u64,
    /// For an erasure: rows that stay, with the reason.
    pub kept: Vec<KeptLine>,
}

/// One system's part in carrying a request out.
#[derive(Debug, Clone)]
pub struct Work {
    /// The system's id, for the address of its task.
    pub system: String,
    /// Its name.
    pub name: String,
    /// How far it is.
    pub state: StepState,
    /// What went wrong, what it means, what to do.
    pub problem: Option<String>,
    /// When it is tried again.
    pub next_try: Option<DateTime>,
    /// When it was done.
    pub done: Option<DateTime>,
    /// What was done, with counts.
    pub lines: Vec<OutcomeLine>,
    /// What stayed, with the reason.
    pub kept: Vec<KeptLine>,
    /// Where something of the person still stands, afterwards.
    pub remains: Vec<Remains>,
    /// After an erasure that was searched afterwards: nothing unexpected was left.
    pub clean: Option<bool>,
    /// What a person has to do, where there is no interface.
    pub task: Option<Task>,
    /// What its holder reported.
    pub reported: Option<TaskEnd>,
}

/// A place where something of the person still stands: never the text itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remains {
    /// Table and column.
    pub place: String,
    /// The row's key.
    pub key: String,
    /// What of the person stands there.
    pub kinds: String,
    /// Why it is there.
    pub class: RemainsClass,
}

/// Why something still stands somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemainsClass {
    /// The map keeps it, with a reason.
    Kept,
    /// It belongs to somebody else.
    Other,
    /// It should not be there.
    Unexpected,
}

impl RemainsClass {
    /// In words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Kept => key!("remains-kept"),
            Self::Other => key!("remains-other"),
            Self::Unexpected => key!("remains-unexpected"),
        }
    }

    /// Class name.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Other => "reported",
            Self::Unexpected => "unexpected",
        }
    }
}

/// What a person has to do at a recipient without an interface.
#[derive(Debug, Clone)]
pub struct Task {
    /// Where the letter goes, when known.
    pub address: Option<String>,
    /// The letter, ready to copy.
    pub letter: String,
    /// It should be done by this day.
    pub due: Date,
    /// Mistake in its form.
    pub error: Option<FieldError>,
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
    /// When.
    pub at: DateTime,
    /// The ledger's word.
    pub word: String,
    /// What happened, where the word is known.
    pub what: Option<Happening>,
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
    pub countries: Option<String>,
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
    /// Other ways in which the system differs from its map, in words.
    pub other_drift: Vec<String>,
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
