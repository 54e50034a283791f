//! The officer's pages, one module a page; a request's is in three: itself, its plan, its work.

mod attestations;
mod editions;
mod found;
mod holds;
mod inbox;
mod mail;
mod officer;
mod plan;
mod proof;
mod redaction;
mod request;
mod retention;
mod systems;
mod tasks;
mod work;

pub use attestations::{AttestationForm, AttestationRow, AttestationState, Attestations};
pub use editions::{Draft, DraftStage, Drafts, NextStep, Way, WayStep};
pub use found::{Found, FoundOutcome, FoundSystem, FoundWay};
pub use holds::{HoldForm, HoldKind, HoldRow, Holds, OpeningRow};
pub use inbox::{Inbox, InboxFilter, InboxRow, InboxState, Pressure};
pub use mail::{Bounce, Bounces};
pub use officer::{
    Alike, Asked, AskedWish, Enter, May, Means, Note, Officer, ProofFile, Question, Typed, Undo,
};
pub use plan::{Part, Plan, PlanCollection, PlanSystem};
pub use proof::{Checkpoint, Ledger, ProductPromises, PromiseRow, Promises, Register, RegisterRow, YearRow};
pub use redaction::{Passage, Piece, Redaction};
pub use request::{Can, Deadline, HistoryEntry, RefuseForm, Request};
pub use retention::{
    AskedRows, Calendar, CalendarRow, DecisionRow, DecisionState, HeldLine, Retention, Rule, RuleCounts,
    RuleRow, RuleState, SweepRow, SweepState, Then,
};
pub use systems::{Health, Look, SystemRow, Systems};
pub use tasks::{Letter, TaskRow, Tasks};
pub use work::{Remains, RemainsClass, Standing, Task, TaskAnswer, TaskEnd, Work};
