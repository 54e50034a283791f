//! Retention: what each rule touches, one rule closely, what was carried out, what will be due.

use jiff::civil::{Date, DateTime};

use crate::text::key;
use crate::view::{FieldError, Notice, Trouble, YearMonth};

/// What every rule touches, and the last sweeps.
#[derive(Debug, Clone)]
pub struct Retention {
    /// The day on which rows are judged.
    pub day: Date,
    /// The rules.
    pub rules: Vec<RuleRow>,
    /// Terms that no rule carries out, by name.
    pub uncovered: Vec<String>,
    /// The last sweeps, the latest first.
    pub sweeps: Vec<SweepRow>,
    /// The reader may confirm rules and have them carried out.
    pub can_decide: bool,
    /// What was just done.
    pub notice: Option<Notice>,
}

impl Retention {
    /// How many rules wait for somebody who confirms them.
    pub fn awaiting(&self) -> usize {
        self.rules.iter().filter(|rule| rule.state == RuleState::Awaiting).count()
    }

    /// Rules whose rows are past their date and wait for somebody who decides about them.
    pub fn asking(&self) -> Vec<&RuleRow> {
        let due = |rule: &&RuleRow| rule.counts.is_some_and(|counts| counts.due > 0);
        self.rules.iter().filter(|rule| rule.state == RuleState::Asks).filter(due).collect()
    }

    /// Rows that a run would take now.
    pub fn due_confirmed(&self) -> u64 {
        let confirmed = self.rules.iter().filter(|rule| rule.state == RuleState::Confirmed);
        confirmed.filter_map(|rule| rule.counts.as_ref()).map(|counts| counts.due).sum()
    }
}

/// One rule in the list.
#[derive(Debug, Clone)]
pub struct RuleRow {
    /// Its id, as it stands in its address: `shop/orders/invoices`.
    pub id: String,
    /// The name of its term.
    pub term: String,
    /// The name of its system.
    pub system: String,
    /// The name of its collection.
    pub collection: String,
    /// How long, in words.
    pub keep: Option<String>,
    /// What happens then.
    pub then: Option<Then>,
    /// The clauses that promise it.
    pub clauses: Vec<String>,
    /// Whether it is in use.
    pub state: RuleState,
    /// How many rows; none when the system did not answer.
    pub counts: Option<RuleCounts>,
    /// Why it cannot be counted or carried out.
    pub problem: Option<Trouble>,
}

/// How many rows a rule touches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RuleCounts {
    /// Rows that it is about.
    pub rows: u64,
    /// Rows that a sweep takes now.
    pub due: u64,
    /// Rows that will be due in 30 days.
    pub soon: u64,
    /// Rows that will be due in 90 days.
    pub later: u64,
    /// Rows past their date that stay.
    pub held: u64,
    /// Rows without a readable date.
    pub undated: u64,
}

/// What happens to rows past their date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// They go.
    Delete,
    /// They stay without what points at a person.
    Anonymise,
    /// Staff lose access.
    Archive,
    /// Somebody decides.
    Ask,
}

impl Then {
    /// In words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Delete => key!("then-delete"),
            Self::Anonymise => key!("then-anonymise"),
            Self::Archive => key!("then-archive"),
            Self::Ask => key!("then-ask"),
        }
    }
}

/// Whether a rule is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleState {
    /// Carried out every day.
    Confirmed,
    /// Somebody must look at it and confirm it.
    Awaiting,
    /// A person decides, or the archive keeps.
    Asks,
    /// It cannot be carried out.
    Unusable,
}

impl RuleState {
    /// In words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Confirmed => key!("rule-confirmed"),
            Self::Awaiting => key!("rule-awaiting"),
            Self::Asks => key!("rule-asks"),
            Self::Unusable => key!("rule-unusable"),
        }
    }

    /// Class name.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Confirmed => "done",
            Self::Awaiting => "by-hand",
            Self::Asks => "manual",
            Self::Unusable => "stuck",
        }
    }
}

/// One rule, closely.
#[derive(Debug, Clone)]
pub struct Rule {
    /// What the list says of it.
    pub row: RuleRow,
    /// The reading that a confirmation is of.
    pub digest: String,
    /// The last event date whose rows may go today.
    pub cutoff: Option<Date>,
    /// Collections whose rows go along.
    pub along: Vec<String>,
    /// Collections that hang on these rows and stay behind.
    pub left_behind: Vec<String>,
    /// Provisions that keep rows longer than the policy says.
    pub lifted_by: Vec<String>,
    /// Holds that keep rows.
    pub holds: Vec<HeldLine>,
    /// Open requests whose people's rows stay.
    pub open_requests: usize,
    /// Keys of the first rows that would go.
    pub samples: Vec<String>,
    /// Rows that wait for the reader's decision; none: the rule asks nobody, or not this reader.
    pub asked: Option<AskedRows>,
    /// The reader may confirm it.
    pub can_confirm: bool,
    /// What was just done.
    pub notice: Option<Notice>,
}

/// Rows that wait for a decision.
#[derive(Debug, Clone, Default)]
pub struct AskedRows {
    /// Their keys, the first ones.
    pub keys: Vec<String>,
    /// More wait than are shown.
    pub more: bool,
    /// From how many rows on somebody else must allow a deletion.
    pub second_person_from: Option<u64>,
    /// What was decided, the latest first.
    pub decisions: Vec<DecisionRow>,
    /// What was chosen and typed, after a mistake.
    pub chosen: Vec<String>,
    /// The day as it was typed.
    pub until: String,
    /// The reason as it was typed.
    pub reason: String,
    /// The mistake.
    pub error: Option<FieldError>,
}

impl AskedRows {
    /// Whether a row was chosen.
    pub fn chose(&self, key: &str) -> bool {
        self.chosen.iter().any(|chosen| chosen == key)
    }
}

/// A decision about rows: never which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRow {
    /// Its id, for its address.
    pub id: String,
    /// The rows stay until this day; none: they go.
    pub until: Option<Date>,
    /// How far it is.
    pub state: DecisionState,
    /// How many rows.
    pub rows: u64,
    /// Why they stay.
    pub reason: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: DateTime,
    /// Who allowed it.
    pub allowed_by: Option<String>,
    /// The reader may allow it.
    pub can_allow: bool,
}

/// How far a decision about rows is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionState {
    /// Somebody else must allow it.
    Waiting,
    /// It is in force.
    Allowed,
    /// It was carried out, or its day has come.
    Done,
    /// It was dropped.
    Dropped,
}

impl DecisionState {
    /// In words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Waiting => key!("decision-waiting"),
            Self::Allowed => key!("decision-allowed"),
            Self::Done => key!("decision-done"),
            Self::Dropped => key!("decision-dropped"),
        }
    }

    /// Class name.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Waiting => "by-hand",
            Self::Allowed => "busy",
            Self::Done => "done",
            Self::Dropped => "none",
        }
    }
}

/// A hold on a rule's rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldLine {
    /// Why.
    pub reason: String,
    /// Until when; none: until somebody ends it.
    pub until: Option<Date>,
    /// It keeps every row.
    pub all: bool,
}

/// A sweep.
#[derive(Debug, Clone)]
pub struct SweepRow {
    /// The rule.
    pub rule: String,
    /// How far it is.
    pub state: SweepState,
    /// When it began.
    pub started: DateTime,
    /// When it ended.
    pub ended: Option<DateTime>,
    /// Rows that went.
    pub deleted: u64,
    /// Rows that were anonymised.
    pub anonymised: u64,
    /// Receipts of batches.
    pub batches: u64,
    /// Per collection: name, rows.
    pub parts: Vec<(String, u64)>,
    /// Why it does not come further.
    pub problem: Option<Trouble>,
}

/// How far a sweep is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SweepState {
    /// Under way.
    Running,
    /// Carried out to its end.
    Done,
    /// Ended before its end: held, or the rule reads differently.
    Stopped,
}

impl SweepState {
    /// In words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Running => key!("sweep-running"),
            Self::Done => key!("sweep-done"),
            Self::Stopped => key!("sweep-stopped"),
        }
    }

    /// Class name.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Running => "busy",
            Self::Done => "done",
            Self::Stopped => "manual",
        }
    }
}

/// What will be due.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// The months, this one first.
    pub months: Vec<YearMonth>,
    /// Rule by rule.
    pub rows: Vec<CalendarRow>,
    /// Rules whose system did not answer.
    pub silent: Vec<String>,
}

impl Calendar {
    /// Rows in a month, over all rules.
    pub fn total(&self, place: &usize) -> u64 {
        self.rows.iter().filter_map(|row| row.rows.get(*place)).sum()
    }
}

/// A rule's line in the calendar.
#[derive(Debug, Clone)]
pub struct CalendarRow {
    /// The rule.
    pub id: String,
    /// The name of its term.
    pub term: String,
    /// Where: collection and system.
    pub place: String,
    /// Rows per month.
    pub rows: Vec<u64>,
}
