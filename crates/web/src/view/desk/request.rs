//! One request, complete: its deadline, what may be decided, what happened.

use jiff::civil::{Date, DateTime};

use super::{Officer, Plan, Pressure, Work};
use crate::text::key;
use crate::view::portal::{Found, Ground, Judgement, Refusal, Related, Wish};
use crate::view::{FieldError, Happening, Notice, Right, Stage};

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
    /// It is the end of a restriction.
    pub end_of_restriction: bool,
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
    /// What is asked beyond the right itself, for who may see it and as long as it is known.
    pub wish: Wish,
    /// Why it was refused.
    pub refusal: Option<Refusal>,
    /// What a person of the organisation found, as far as it is written.
    pub judgement: Option<Judgement>,
    /// The form of refusing.
    pub refuse: RefuseForm,
    /// What is on the ledger about it, oldest first.
    pub history: Vec<HistoryEntry>,
    /// What the reader does beside judging the plan; none for who does not decide.
    pub officer: Option<Officer>,
    /// Something that was just done.
    pub notice: Option<Notice>,
}

impl Request {
    /// The mistake of whichever form has one.
    pub fn error(&self) -> Option<&FieldError> {
        let typed = self.officer.as_ref().and_then(|officer| officer.typed.error.as_ref());
        self.refuse.error.as_ref().or(typed)
    }

    /// What an approval comes to, in words with figures; and what its button says.
    pub fn decision(&self) -> (&'static str, &'static str) {
        match self.right {
            Right::Restriction if self.end_of_restriction => (key!("decide-lift"), key!("approve-lift")),
            Right::Rectification => (key!("decide-correction"), key!("approve-correction")),
            Right::Erasure => (key!("decide-erasure"), key!("approve-erasure")),
            Right::Restriction => (key!("decide-restriction"), key!("approve-restriction")),
            Right::Objection | Right::Withdrawal => (key!("decide-objection"), key!("approve-objection")),
            Right::Access | Right::Portability | Right::HumanReview | Right::Complaint => {
                (key!("decide-access"), key!("approve"))
            }
        }
    }

    /// What a human who looks at a decision can find.
    pub fn findings(&self) -> [Found; 3] {
        [Found::Upheld, Found::Changed, Found::NotAutomated]
    }

    /// Whether this was found, as it is written now.
    pub fn is_found(&self, found: &Found) -> bool {
        self.judgement.as_ref().is_some_and(|judgement| judgement.found == *found)
    }

    /// What stands in the field of the finding: what was typed and could not be kept, or what is written.
    pub fn judge_words<'a>(&'a self, officer: &'a Officer) -> &'a str {
        if officer.typed.error.is_some() && matches!(officer.typed.field, "judge-words" | "found") {
            return &officer.typed.words;
        }
        self.judgement.as_ref().map_or("", |judgement| judgement.words.as_str())
    }

    /// Whether nobody knows who asks, so that an answer may say nothing of anybody.
    pub fn unknown_person(&self) -> bool {
        self.address.is_none() && self.officer.as_ref().is_some_and(|officer| officer.contact.is_some())
    }

    /// The digest of the plan that stands.
    pub fn digest(&self) -> Option<&str> {
        self.plan.as_ref().and_then(|plan| plan.digest.as_deref())
    }

    /// Whether its person gets a copy of what is held.
    pub fn gives_copies(&self) -> bool {
        matches!(self.right, Right::Access | Right::Portability)
    }

    /// Whether its copy is one to take along.
    pub fn portable(&self) -> bool {
        self.right == Right::Portability
    }

    /// Whether rows of it are deleted, anonymised or kept.
    pub fn erases(&self) -> bool {
        matches!(self.right, Right::Erasure | Right::Objection)
    }

    /// What systems do by themselves.
    pub fn work_of_systems(&self) -> impl Iterator<Item = &Work> {
        self.work.iter().filter(|work| !work.is_by_hand())
    }

    /// What holders without an interface are asked.
    pub fn work_by_hand(&self) -> impl Iterator<Item = &Work> {
        self.work.iter().filter(|work| work.is_by_hand())
    }

    /// The history, by the minute that pages show.
    pub fn moments(&self) -> impl Iterator<Item = &[HistoryEntry]> {
        let minute = |entry: &HistoryEntry| (entry.at.date(), entry.at.hour(), entry.at.minute());
        self.history.chunk_by(move |one, next| minute(one) == minute(next))
    }
}

/// What the reader may do with a request now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a button that is there or not")]
pub struct Can {
    /// Approve the plan shown.
    pub approve: bool,
    /// Write down what was found.
    pub judge: bool,
    /// Have the plan made anew.
    pub replan: bool,
    /// Refuse.
    pub refuse: bool,
    /// Record what a holder reported.
    pub close_tasks: bool,
    /// Have a system that did not do its part tried again now.
    pub try_again: bool,
    /// End a restriction that is in force.
    pub lift: bool,
    /// Record that the person was told in another way what is about to happen.
    pub told: bool,
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
    /// Where it is passed on to, as it was typed.
    pub pass_to: String,
    /// The mistake.
    pub error: Option<FieldError>,
}

impl RefuseForm {
    /// Whether a field is wrong.
    pub fn failed(&self, field: &str) -> bool {
        self.error.is_some_and(|error| error.field == field)
    }

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
