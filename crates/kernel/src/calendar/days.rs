//! On which day, or at which instant, a period ends.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::{Calendar, Span, Unit};

/// Longest run of days searched for a working day: a year that has none is wrong data, not a reason to hang.
const SEARCH: u16 = 366;

impl Span {
    /// The last day of a period of this length that an event on `event` starts, before any rolling.
    ///
    /// The event's own day does not count. Months and years end on the same date number or, where the month
    /// lacks it, on its last day. Hours become whole days, rounded up: on a scale of days that never cuts a
    /// period short.
    pub fn after(self, event: Date, calendar: &Calendar) -> Date {
        let count = i64::from(self.count());
        match self.unit() {
            Unit::Hours => event.saturating_add(((count + 23) / 24).days()),
            Unit::Days => event.saturating_add(count.days()),
            Unit::WorkingDays => calendar.add_working_days(event, self.count()),
            Unit::Weeks => event.saturating_add(count.weeks()),
            Unit::Months => event.saturating_add(count.months()),
            Unit::Years => event.saturating_add(count.years()),
        }
    }

    /// The instant at which the period is over: for hours, so many hours later by the clock, through nights,
    /// weekends, holidays and changes to summer time; for all others the midnight that ends the last day in
    /// `zone`. Never rolled.
    pub fn after_instant(self, event: Timestamp, zone: &TimeZone, calendar: &Calendar) -> Timestamp {
        if self.unit() == Unit::Hours {
            return event.checked_add(i64::from(self.count()).hours()).unwrap_or(Timestamp::MAX);
        }
        end_of_day(self.after(event.to_zoned(zone.clone()).date(), calendar), zone)
    }
}

impl Calendar {
    /// `date` itself when it is a working day, else the next one (Regulation 1182/71 art. 3(4)).
    pub fn roll(&self, date: Date) -> Date {
        let mut day = date;
        for _ in 0..SEARCH {
            if self.is_working_day(day) {
                return day;
            }
            day = day.saturating_add(1.day());
        }
        date
    }

    /// The `count`th working day after `date`, which is not counted; `date` itself when `count` is 0.
    pub fn add_working_days(&self, date: Date, count: u32) -> Date {
        let mut day = date;
        for _ in 0..count {
            day = self.roll(day.saturating_add(1.day()));
        }
        day
    }

    /// The last day of a period set by the law: [`Span::after`], rolled to a working day. A period of two
    /// days or more has at least two working days in it (Regulation 1182/71 art. 3(5)).
    pub fn legal_end(&self, event: Date, span: Span) -> Date {
        let end = self.roll(span.after(event, self));
        if end < event.saturating_add(2.days()) {
            return end;
        }
        end.max(self.add_working_days(event, 2))
    }
}

/// The first instant after `date` in `zone`: the exclusive end of the day.
pub fn end_of_day(date: Date, zone: &TimeZone) -> Timestamp {
    date.saturating_add(1.day())
        .to_zoned(zone.clone())
        .map_or(Timestamp::MAX, |midnight| midnight.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn calendar() -> Calendar {
        Calendar::netherlands().unwrap()
    }

    fn amsterdam() -> TimeZone {
        TimeZone::get("Europe/Amsterdam").unwrap()
    }

    #[test]
    fn a_period_does_not_count_the_day_of_its_event() {
        let calendar = calendar();
        for (event, span, last) in [
            ("2026-08-31", "30 days", "2026-09-30"),
            ("2026-11-25", "30 days", "2026-12-25"),
            ("2026-11-25", "1 week", "2026-12-02"),
            ("2026-08-31", "1 month", "2026-09-30"),
            ("2027-01-31", "1 month", "2027-02-28"),
            ("2028-01-31", "1 month", "2028-02-29"),
            ("2027-01-31", "3 months", "2027-04-30"),
            ("2028-02-29", "1 year", "2029-02-28"),
            ("2026-11-25", "24 hours", "2026-11-26"),
            ("2026-11-25", "25 hours", "2026-11-27"),
        ] {
            let span: Span = span.parse().unwrap();
            assert_eq!(
                span.after(event.parse().unwrap(), &calendar),
                last.parse::<Date>().unwrap(),
                "{event} + {span}"
            );
        }
    }

    #[test]
    fn working_days_skip_weekends_and_holidays() {
        let calendar = calendar();
        for (event, count, last) in [
            ("2026-12-23", 10, "2027-01-08"),
            ("2027-04-23", 10, "2027-05-11"),
            ("2026-11-20", 1, "2026-11-23"), // Friday to Monday
            ("2026-11-21", 1, "2026-11-23"), // from a Saturday
            ("2026-11-21", 0, "2026-11-21"),
        ] {
            assert_eq!(
                calendar.add_working_days(event.parse().unwrap(), count),
                last.parse::<Date>().unwrap(),
                "{event} + {count}"
            );
        }
        // With 5 May observed the second vector ends a day later.
        let observing = calendar.observing(&["liberation-day"]).unwrap();
        assert_eq!(observing.add_working_days(date(2027, 4, 23), 10), date(2027, 5, 12));
    }

    #[test]
    fn a_legal_period_ends_on_a_working_day() {
        let calendar = calendar();
        for (event, span, last) in [
            ("2026-11-25", "1 month", "2026-12-28"),
            ("2027-01-31", "1 month", "2027-03-01"),
            ("2027-03-05", "1 month", "2027-04-05"),
            ("2027-03-05", "3 months", "2027-06-07"),
            ("2026-11-25", "3 months", "2027-02-25"),
            // Two days over a weekend would hold one working day: art. 3(5) asks for two.
            ("2026-11-20", "2 days", "2026-11-24"),
            ("2026-11-23", "2 days", "2026-11-25"),
            ("2026-11-23", "1 day", "2026-11-24"),
        ] {
            let span: Span = span.parse().unwrap();
            assert_eq!(
                calendar.legal_end(event.parse().unwrap(), span),
                last.parse::<Date>().unwrap(),
                "{event} + {span}"
            );
        }
    }

    #[test]
    fn hours_run_by_the_clock_and_never_roll() {
        let zone = amsterdam();
        for (event, end) in [
            ("2026-12-24T16:20+01", "2026-12-27T16:20+01"), // through Christmas, to a Sunday
            ("2027-03-26T12:00+01", "2027-03-29T13:00+02"), // summer time began: still 72 hours
        ] {
            let event: Timestamp = event.parse().unwrap();
            assert_eq!(
                Span::hours(72).after_instant(event, &zone, &calendar()),
                end.parse::<Timestamp>().unwrap(),
                "{event}"
            );
        }
    }

    #[test]
    fn days_end_at_midnight_in_the_zone() {
        let zone = amsterdam();
        // 23:30 UTC on 31 August is already 1 September in Amsterdam.
        let event: Timestamp = "2026-08-31T23:30:00Z".parse().unwrap();
        let end = Span::days(30).after_instant(event, &zone, &calendar());
        assert_eq!(end, "2026-10-02T00:00+02".parse::<Timestamp>().unwrap());
        assert_eq!(
            end_of_day(date(2026, 10, 25), &zone),
            "2026-10-26T00:00+01".parse::<Timestamp>().unwrap()
        );
    }

    fn any_date() -> impl Strategy<Value = Date> {
        (2018i16..2100, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| date(year, month, day))
    }

    proptest! {
        #[test]
        fn rolling_finds_the_first_working_day_and_then_stays(day in any_date()) {
            let calendar = calendar();
            let rolled = calendar.roll(day);
            prop_assert!(rolled >= day && calendar.is_working_day(rolled));
            prop_assert_eq!(calendar.roll(rolled), rolled);
            let mut between = day;
            while between < rolled {
                prop_assert!(!calendar.is_working_day(between));
                between = between.tomorrow().unwrap();
            }
        }

        #[test]
        fn exactly_so_many_working_days_lie_in_the_period(day in any_date(), count in 1u32..40) {
            let calendar = calendar();
            let end = calendar.add_working_days(day, count);
            let mut counted = 0;
            let mut at = day;
            while at < end {
                at = at.tomorrow().unwrap();
                counted += u32::from(calendar.is_working_day(at));
            }
            prop_assert_eq!(counted, count);
        }

        #[test]
        fn a_longer_span_of_one_unit_never_ends_earlier(day in any_date(), unit in 0usize..6, count in 1u32..60) {
            let calendar = calendar();
            let shorter = Span::new(count, Unit::ALL[unit]).unwrap().after(day, &calendar);
            let longer = Span::new(count + 1, Unit::ALL[unit]).unwrap().after(day, &calendar);
            prop_assert!(shorter <= longer);
        }
    }
}
