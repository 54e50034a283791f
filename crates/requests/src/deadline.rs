//! By when a request must be answered.
//!
//! Two clocks run from receipt: the law's, which ends on a working day, and the policy's, which is kept as
//! promised and never rolled. The earlier one holds: `min(roll(receipt + 1 month), receipt + 30 days)`. Both
//! stand still while it is awaited who asks, if that was asked without delay. An extension that the person was
//! told of in time replaces both by the extended term, if the policy's own text allows for one: a promise
//! without an extension is a promise that is not extended.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use kernel::calendar::{Calendar, Span, Unit, end_of_day};
use kernel::clock::date_in;
use serde::{Deserialize, Serialize};

use crate::law::LawRules;
use crate::request::Suspension;

/// What the deadline of one request is computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks<'a> {
    /// When it was received, by whichever channel and employee.
    pub received: Timestamp,
    /// The times in which it was awaited who asks.
    pub suspensions: &'a [Suspension],
    /// Whether the person was told of an extension within the first term.
    pub extended: bool,
    /// When the request ended: an open suspension ends there too.
    pub closed: Option<Timestamp>,
}

/// What the policy promises for a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Promise {
    /// The time within which it promises an answer.
    pub answer_within: Option<Span>,
    /// By how much it says that this may be extended.
    pub extension: Option<Span>,
}

/// Which of the two clocks sets the deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SetBy {
    /// The law's, also when both end together.
    Law,
    /// The policy's.
    Policy,
}

/// By when a request must be answered, and why then. Dates are those of the organisation's time zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// Last day by the law.
    pub law: Date,
    /// Last day by the policy, if it promises a time.
    pub policy: Option<Date>,
    /// Last day: the earlier of the two.
    pub effective: Date,
    /// The instant at which it is too late.
    pub ends: Timestamp,
    /// Which clock sets it.
    pub set_by: SetBy,
    /// The article that sets the law's term, like "12(3)".
    pub article: String,
    /// Whether the clock is standing still now.
    pub suspended: bool,
    /// Whether the extension counts.
    pub extended: bool,
}

impl Deadline {
    /// Whole days left on `now`'s date: 0 on the last day, negative afterwards.
    pub fn days_left(&self, now: Timestamp, zone: &TimeZone) -> i64 {
        let today = date_in(now, zone);
        today.until(self.effective).map_or(0, |span| i64::from(span.get_days()))
    }

    /// Whether it is too late at `now`.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        now >= self.ends
    }
}

/// One clock's end: the last day and the instant after it.
#[derive(Clone, Copy)]
struct End {
    day: Date,
    instant: Timestamp,
}

/// Computes the deadline of one request at `now`; `now` matters only while a suspension is open, because then
/// the deadline moves with it.
pub fn deadline(
    clocks: &Clocks<'_>,
    promise: &Promise,
    law: &LawRules,
    calendar: &Calendar,
    zone: &TimeZone,
    now: Timestamp,
) -> Deadline {
    let (stood_still, days_stood_still) = stood_still(clocks, law, calendar, zone, now);
    let counting = Counting { received: clocks.received, stood_still, days_stood_still, calendar, zone };
    let extended = clocks.extended && (promise.answer_within.is_none() || promise.extension.is_some());
    let (by_law, by_policy) = if extended {
        let by_law = counting.rolled(law.answer_within, Some(law.extension));
        // The policy's extension counts from the law's term, so that one of the law's own length ends with it.
        let by_policy = promise.extension.map(|own| counting.rolled(law.answer_within, Some(own)));
        (by_law, by_policy)
    } else {
        let by_law = counting.rolled(law.answer_within, None);
        (by_law, promise.answer_within.map(|span| counting.unrolled(span)))
    };
    let (set_by, end) = match by_policy {
        Some(policy) if policy.instant < by_law.instant => (SetBy::Policy, policy),
        _ => (SetBy::Law, by_law),
    };
    Deadline {
        law: by_law.day,
        policy: by_policy.map(|end| end.day),
        effective: end.day,
        ends: end.instant,
        set_by,
        article: law.article.clone(),
        suspended: clocks.closed.is_none() && clocks.suspensions.iter().any(|time| time.ended.is_none()),
        extended,
    }
}

/// How long the clock stood still, in all: exactly, and in whole days of the zone. Asking late stops nothing:
/// then the delay is the organisation's own.
fn stood_still(
    clocks: &Clocks<'_>,
    law: &LawRules,
    calendar: &Calendar,
    zone: &TimeZone,
    now: Timestamp,
) -> (SignedDuration, i64) {
    let asked_in_time = law.ask_identity_within.after_instant(clocks.received, zone, calendar);
    let mut total = (SignedDuration::ZERO, 0);
    for time in clocks.suspensions.iter().filter(|time| time.asked < asked_in_time) {
        let ended = time.ended.or(clocks.closed).unwrap_or(now).max(time.asked);
        total.0 = total.0.saturating_add(ended.duration_since(time.asked));
        // By the calendar, so that a change to summer time takes no day away.
        let ended = ended.to_zoned(zone.clone());
        let whole = time.asked.to_zoned(zone.clone()).until((jiff::Unit::Day, &ended));
        total.1 += whole.map_or(0, |span| i64::from(span.get_days()));
    }
    total
}

struct Counting<'a> {
    received: Timestamp,
    stood_still: SignedDuration,
    /// Only whole days in which the clock stood still move a date: an hour's wait gives no extra day.
    days_stood_still: i64,
    calendar: &'a Calendar,
    zone: &'a TimeZone,
}

impl Counting<'_> {
    /// The law's way: whole days, ending on a working day.
    fn rolled(&self, term: Span, extension: Option<Span>) -> End {
        let received = date_in(self.received, self.zone);
        let last = match extension {
            None => term.after(received, self.calendar),
            // One month extended by two is a period of three months, not a month and then two.
            Some(more) if more.unit() == term.unit() => {
                let both = Span::new(term.count().saturating_add(more.count()), term.unit());
                both.unwrap_or(term).after(received, self.calendar)
            }
            Some(more) => more.after(term.after(received, self.calendar), self.calendar),
        };
        self.at_end_of(self.calendar.roll(last.saturating_add(self.days_stood_still.days())))
    }

    /// The policy's way: as promised.
    fn unrolled(&self, term: Span) -> End {
        if term.unit() == Unit::Hours {
            let instant = term
                .after_instant(self.received, self.zone, self.calendar)
                .checked_add(self.stood_still)
                .unwrap_or(Timestamp::MAX);
            return End { day: date_in(instant, self.zone), instant };
        }
        let last = term.after(date_in(self.received, self.zone), self.calendar);
        self.at_end_of(last.saturating_add(self.days_stood_still.days()))
    }

    fn at_end_of(&self, day: Date) -> End {
        End { day, instant: end_of_day(day, self.zone) }
    }
}

#[cfg(test)]
mod tests;
