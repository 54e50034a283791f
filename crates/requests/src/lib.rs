//! Requests: one exercise of a right, from its arrival to its answer.
//!
//! [`file`] opens a request, [`decide`] says what a command does to it: a pure function from the request, the
//! command and the time to the new request, the events for the ledger and the work that follows. [`deadline`]
//! says by when it must be answered, [`next_action`] which step comes next (also after a crash), and
//! [`RegisterRow`] what remains of it.
//!
//! To add a command, add a variant to [`Command`] and an arm in `lifecycle`; the table test and the diagram in
//! `docs/requests-lifecycle.md` then ask for their new column. Legal figures and articles live in `law.toml`.

mod deadline;
mod event;
mod identity;
mod law;
mod lifecycle;
mod refusal;
mod register;
mod request;
mod retry;
mod right;
mod routing;
mod step;
mod task;

pub use deadline::{Clocks, Deadline, Promise, SetBy, deadline};
pub use event::{Event, FollowUp, MailKind, WaitEnd};
pub use identity::{IdentityProof, ProofMeans, address_usable_from};
pub use law::{Law, LawError, LawRules};
pub use lifecycle::{Command, Decision, Filing, Taken, decide, file};
pub use refusal::{Refusal, RefusalGround, Remedy, Why};
pub use register::{Outcome, RegisterRow};
pub use request::{
    Approval, Endorsement, Extension, Finding, Judgement, Origin, PlanSummary, Question, Request, State,
    Suspension,
};
pub use retry::{Failure, Retry, Verdict};
pub use right::{Channel, Decider, MayNotDecide, Right, UnknownWord};
pub use routing::{Route, Routed, answer_days, route};
pub use step::{
    Action, AfterVerification, Found, Step, StepKind, StepState, after_verification, next_action,
};
pub use task::{
    Reminder, Standing, Task, TaskCommand, TaskEnd, TaskEvent, TaskRefusal, Way, reminders, task,
};
