//! The officer's pages, one module a page; a request's is in three: itself, its plan, its work.

mod inbox;
mod plan;
mod proof;
mod request;
mod systems;
mod work;

pub use inbox::{Inbox, InboxFilter, InboxRow, Pressure};
pub use plan::{Part, Plan, PlanCollection, PlanSystem};
pub use proof::{Checkpoint, Ledger, PromiseRow, Promises, Register, RegisterRow};
pub use request::{Can, Deadline, HistoryEntry, RefuseForm, Request};
pub use systems::{Health, SystemRow, Systems};
pub use work::{Remains, RemainsClass, Task, TaskEnd, Work};
