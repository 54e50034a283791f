//! The ground floor: typed ids, time, randomness, languages, actors and the calendar.
//!
//! Everything here is pure or takes its ambient part (clock, entropy) as a value, so that every rule above
//! can be tested with a turned clock and a fixed seed. To add an id, add a line to [`ids`].

pub mod actor;
pub mod calendar;
pub mod clock;
pub mod entropy;
pub mod ids;
pub mod language;

pub use actor::{Actor, StaffRole};
pub use clock::{Clock, ManualClock, SystemClock};
pub use entropy::Entropy;
pub use language::{Language, Text};
