//! From a day back to the events whose data may go on it: what a set-based question to a system needs.

use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};

use crate::term::{Term, release_date};

/// The last event date whose data `term` lets go on `day`: everything whose event was on that date or before
/// may go, and nothing whose event was later. None when the term lets nothing go by then.
///
/// It is [`release_date`] turned round, by halving: a later event never releases earlier, so there is one such
/// date and no second set of rules about months and leap years that could differ from the first.
pub fn cutoff(term: &Term, day: Date) -> Option<Date> {
    let released = |event: Date| release_date(term, event).is_some_and(|release| release <= day);
    let mut known = Date::MIN;
    // No data may go on the day of their event, so the day itself is never the answer.
    let mut beyond = day;
    if !released(known) {
        return None;
    }
    loop {
        let days = known.duration_until(beyond).as_hours() / 24;
        if days <= 1 {
            return Some(known);
        }
        let middle = known.saturating_add((days / 2).days());
        if released(middle) {
            known = middle;
        } else {
            beyond = middle;
        }
    }
}

/// The last event date under all of `terms` together: the strictest of law and policy.
pub fn cutoff_of_all<'t>(terms: impl IntoIterator<Item = &'t Term>, day: Date) -> Option<Date> {
    terms
        .into_iter()
        .map(|term| cutoff(term, day))
        .reduce(|earliest, next| Some(earliest?.min(next?)))
        .flatten()
}

/// The day `days` after `today`; the last day of the calendar when there is none.
pub fn in_days(today: Date, days: i32) -> Date {
    today.checked_add(SignedDuration::from_hours(i64::from(days) * 24)).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BookYear, Start, Then};
    use jiff::civil::date;
    use kernel::calendar::{Span, Unit};
    use proptest::prelude::*;

    fn term(keep: &str, from: Start) -> Term {
        Term::new("t", keep.parse().unwrap(), from, Then::Delete).unwrap()
    }

    #[test]
    fn the_cutoff_is_the_last_event_that_is_released() {
        for (keep, from, day, expected) in [
            ("7 years", Start::EndOfBookYear, "2026-11-22", "2018-12-31"),
            ("7 years", Start::EndOfBookYear, "2027-01-01", "2019-12-31"),
            ("30 days", Start::Creation, "2026-11-22", "2026-10-22"),
            ("1 month", Start::EndOfRelation, "2026-03-01", "2026-01-31"),
            ("1 day", Start::EndOfRelation, "2026-03-06", "2026-03-04"),
            ("2 years", Start::LastActivity, "2026-03-01", "2024-02-29"),
        ] {
            let day: Date = day.parse().unwrap();
            assert_eq!(
                cutoff(&term(keep, from), day),
                Some(expected.parse().unwrap()),
                "{keep} {from:?} {day}"
            );
        }
    }

    #[test]
    fn of_several_terms_the_strictest_counts() {
        let (short, long) = (term("2 years", Start::EndOfBookYear), term("7 years", Start::EndOfBookYear));
        let day = date(2026, 11, 22);
        assert_eq!(cutoff_of_all([&short, &long], day), Some(date(2018, 12, 31)));
        assert_eq!(cutoff_of_all([&short], day), Some(date(2023, 12, 31)));
        assert_eq!(cutoff_of_all([], day), None);
    }

    fn any_term() -> impl Strategy<Value = Term> {
        let starts = [Start::EndOfBookYear, Start::EndOfRelation, Start::Creation];
        let units = [Unit::Hours, Unit::Days, Unit::Weeks, Unit::Months, Unit::Years];
        (1u32..50, 0usize..5, 0usize..3, 1i8..=12, 1i8..=31).prop_map(
            move |(count, unit, start, month, day)| {
                Term::new("t", Span::new(count, units[unit]).unwrap(), starts[start], Then::Delete)
                    .unwrap()
                    .with_book_year(BookYear { month, day })
            },
        )
    }

    proptest! {
        #[test]
        fn it_is_the_release_date_turned_round(term in any_term(), year in 1990i16..2100, month in 1i8..=12, day in 1i8..=28) {
            let day = date(year, month, day);
            let last = cutoff(&term, day).unwrap();
            prop_assert!(release_date(&term, last).unwrap() <= day);
            prop_assert!(release_date(&term, last.tomorrow().unwrap()).unwrap() > day);
        }
    }
}
