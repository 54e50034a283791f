//! The steps of a request, one per system, and what to do next: at the first run and after a crash alike.
//!
//! A step is done when it has a receipt. A step that changes a system is prepared first: what will change is
//! written down before anything does. The system's own commit and the receipt here cannot be one transaction, so
//! after a crash a prepared step is looked at: what has not been done is done, and if all was, the receipt is
//! taken from what was written down.

use jiff::Timestamp;
use kernel::ids::StepId;
use serde::{Deserialize, Serialize};

use crate::right::words;

words! {
    /// What a step does in its system.
    StepKind = "kind of step" {
        /// Read the person's data. Doing it twice changes nothing.
        Collect = "collect",
        /// Erase, anonymise or keep with reason. Goes forward only.
        Erase = "erase",
        /// Put right values in the place of wrong ones.
        Rectify = "rectify",
        /// Mark the person's rows as not to be used.
        Restrict = "restrict",
        /// Take those marks off again.
        Lift = "lift",
        /// Put the person on every exclusion list.
        Suppress = "suppress",
        /// Instruct people to handle a system without an interface.
        Instruct = "instruct",
    }
}

impl StepKind {
    /// Whether it changes the system, and so is prepared before it is done.
    pub fn changes(self) -> bool {
        !matches!(self, Self::Collect | Self::Instruct)
    }
}

/// One step of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its id.
    pub id: StepId,
    /// The system.
    pub system: String,
    /// What it does there.
    pub kind: StepKind,
    /// Whether what a change will do has been written down. Once true, the system may have been changed.
    pub prepared: bool,
    /// How far it is.
    pub state: StepState,
}

/// How far a step is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case", deny_unknown_fields)]
pub enum StepState {
    /// Nothing has gone wrong and it is not done.
    Pending,
    /// It failed and will be tried again.
    Waiting {
        /// Failures in a row.
        failures: u32,
        /// Not before.
        until: Timestamp,
        /// The named problem, like "unreachable". No personal data.
        problem: String,
    },
    /// It failed and waits for a person.
    Failed {
        /// Failures in a row.
        failures: u32,
        /// The named problem.
        problem: String,
    },
    /// People were instructed; their report is its receipt.
    Instructed {
        /// When.
        at: Timestamp,
    },
    /// It has a receipt.
    Done {
        /// When.
        at: Timestamp,
    },
}

impl StepState {
    /// Its name, as in rows.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Waiting { .. } => "waiting",
            Self::Failed { .. } => "failed",
            Self::Instructed { .. } => "instructed",
            Self::Done { .. } => "done",
        }
    }
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Collect, and keep the receipt.
    Collect {
        /// The step.
        step: StepId,
    },
    /// Write down what will change, then change it.
    Prepare {
        /// The step.
        step: StepId,
    },
    /// Look whether what was written down has been done; then [`after_verification`].
    Verify {
        /// The step.
        step: StepId,
    },
    /// Instruct people.
    Instruct {
        /// The step.
        step: StepId,
    },
    /// Nothing now.
    Wait {
        /// Until then.
        until: Timestamp,
    },
    /// Nothing until a person has looked at these steps.
    Stuck {
        /// The steps.
        steps: Vec<StepId>,
    },
    /// All is done that Gestand does itself: [`crate::Command::Finish`].
    Finish {
        /// Systems that people have not reported on.
        outstanding: Vec<String>,
    },
}

/// Says what to do next at `now`: the first step without a receipt that can be done now. One system that is
/// down holds up no other, but nothing is finished before every step has its receipt or its instruction.
pub fn next_action(steps: &[Step], now: Timestamp) -> Action {
    let due = |step: &&Step| match step.state {
        StepState::Pending => true,
        StepState::Waiting { until, .. } => until <= now,
        StepState::Failed { .. } | StepState::Instructed { .. } | StepState::Done { .. } => false,
    };
    if let Some(Step { id: step, kind, prepared, .. }) = steps.iter().find(due) {
        let step = *step;
        return match kind {
            StepKind::Collect => Action::Collect { step },
            StepKind::Instruct => Action::Instruct { step },
            _ if *prepared => Action::Verify { step },
            _ => Action::Prepare { step },
        };
    }
    let waits = steps.iter().filter_map(|step| match step.state {
        StepState::Waiting { until, .. } => Some(until),
        _ => None,
    });
    if let Some(until) = waits.min() {
        return Action::Wait { until };
    }
    let failed = |step: &&Step| matches!(step.state, StepState::Failed { .. });
    let stuck: Vec<_> = steps.iter().filter(failed).map(|step| step.id).collect();
    if !stuck.is_empty() {
        return Action::Stuck { steps: stuck };
    }
    let instructed = |step: &&Step| matches!(step.state, StepState::Instructed { .. });
    Action::Finish { outstanding: steps.iter().filter(instructed).map(|step| step.system.clone()).collect() }
}

/// What is left in a system of that which a prepared erasure wrote down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Found {
    /// All of it: the erasure did not commit.
    Everything,
    /// Some of it: new data, or a system without transactions.
    Something,
    /// None of it: the erasure committed and its receipt was lost.
    Nothing,
}

/// What follows from looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AfterVerification {
    /// Erase; the receipt counts what was written down together with what is erased now.
    Erase,
    /// Take the receipt from what was written down.
    TakeReceipt,
}

/// Forward only: what is there is erased, what is gone is receipted.
pub fn after_verification(found: Found) -> AfterVerification {
    match found {
        Found::Everything | Found::Something => AfterVerification::Erase,
        Found::Nothing => AfterVerification::TakeReceipt,
    }
}

#[cfg(test)]
mod tests;
