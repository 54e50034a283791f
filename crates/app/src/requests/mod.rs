//! Requests of people, from their arrival to their answer.
//!
//! [`file()`] opens one; the worker plans it ([`plan`]), an officer decides ([`decide`]), the worker carries it
//! out ([`collect`] for a copy, [`erase`] for an erasure), [`follow`] does what a decision leaves behind: mail,
//! register, forgetting. [`change`] is the one place where a request's state is written, always together with
//! its ledger entries and jobs. To carry out another right, add its file beside `collect` and `erase` and name
//! it in [`execute`].

pub mod change;
pub mod collect;
pub mod decide;
pub mod erase;
pub mod execute;
pub mod file;
pub mod follow;
pub mod list;
pub mod part;
pub mod plan;
pub mod view;

pub use ::requests::{Channel, RefusalGround, Right};
pub use decide::{TaskOutcome, approve, close_task, refuse, replan, try_again, withdraw};
pub use file::{Filed, Filing, file};
pub use list::{Counts, Filter, Listed, Summary, counts, list};
pub use view::{View, show};
