//! Periods as the law counts them: how long (`Span`), which days are working days, and on which day a
//! period ends; and days as readers write them (`date_text`).
//!
//! The counting is that of Regulation (EEC, Euratom) 1182/71, which the GDPR's periods follow: the day of
//! the event is not counted (art. 3(1)), a period in months or years ends on the same date number or, where
//! the month lacks it, on its last day (3(2)(c)), a period that would end on a Saturday, Sunday or public
//! holiday ends with the next working day (3(4)), and hours run on by the clock.
//!
//! To add a holiday or another country, add dated data (`calendar/netherlands.toml`), not code. Nothing here
//! knows the time zone by itself: it is always passed in.

mod days;
mod holidays;
mod span;
mod words;

pub use days::end_of_day;
pub use holidays::{Calendar, CalendarError, Holiday};
pub use span::{Span, SpanError, Unit};
pub use words::{date_text, moment_text, month_name};
