use super::*;
use crate::law::Law;
use proptest::prelude::*;

const THIRTY_DAYS: Promise =
    Promise { answer_within: Some(Span::days(30)), extension: Some(Span::months(2)) };

struct Bench {
    law: Law,
    calendar: Calendar,
    zone: TimeZone,
}

impl Bench {
    fn new() -> Self {
        Self {
            law: Law::embedded().unwrap(),
            calendar: Calendar::netherlands().unwrap(),
            zone: TimeZone::get("Europe/Amsterdam").unwrap(),
        }
    }

    /// Ten in the morning of that day, in Amsterdam.
    fn morning(&self, day: Date) -> Timestamp {
        day.at(10, 0, 0, 0).to_zoned(self.zone.clone()).unwrap().timestamp()
    }

    fn deadline(&self, clocks: &Clocks<'_>, promise: &Promise, now: Timestamp) -> Deadline {
        let rules = self.law.on(date_in(clocks.received, &self.zone)).unwrap();
        deadline(clocks, promise, rules, &self.calendar, &self.zone, now)
    }

    fn received_on(&self, day: &str, promise: &Promise, extended: bool) -> Deadline {
        let received = self.morning(day.parse().unwrap());
        self.deadline(&Clocks { received, suspensions: &[], extended, closed: None }, promise, received)
    }
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn the_strictest_of_law_and_policy_holds() {
    let bench = Bench::new();
    for (received, law, policy, effective) in [
        ("2026-08-31", "2026-09-30", "2026-09-30", "2026-09-30"),
        ("2026-11-25", "2026-12-28", "2026-12-25", "2026-12-25"),
        ("2027-01-31", "2027-03-01", "2027-03-02", "2027-03-01"),
        ("2028-01-31", "2028-02-29", "2028-03-01", "2028-02-29"),
        ("2027-03-05", "2027-04-05", "2027-04-04", "2027-04-04"),
    ] {
        let got = bench.received_on(received, &THIRTY_DAYS, false);
        assert_eq!(
            (got.law, got.policy, got.effective),
            (day(law), Some(day(policy)), day(effective)),
            "{received}"
        );
        assert_eq!(got.set_by, if policy < law { SetBy::Policy } else { SetBy::Law }, "{received}");
        assert_eq!(got.article, "12(3)");
        assert_eq!(got.ends, end_of_day(day(effective), &bench.zone), "{received}");
        assert!(!got.extended && !got.suspended);
    }
}

#[test]
fn an_extension_makes_it_three_months() {
    let bench = Bench::new();
    for (received, effective) in
        [("2026-11-25", "2027-02-25"), ("2027-03-05", "2027-06-07"), ("2027-01-31", "2027-04-30")]
    {
        let got = bench.received_on(received, &THIRTY_DAYS, true);
        assert_eq!(got.effective, day(effective), "{received}");
        assert_eq!(got.law, day(effective), "{received}");
        assert!(got.extended);
    }
}

#[test]
fn a_policy_that_knows_a_shorter_extension_or_none_is_held_to_it() {
    let bench = Bench::new();
    let shorter = Promise { extension: Some(Span::months(1)), ..THIRTY_DAYS };
    assert_eq!(bench.received_on("2026-11-25", &shorter, true).effective, day("2027-01-25"));
    let none = Promise { extension: None, ..THIRTY_DAYS };
    let got = bench.received_on("2026-11-25", &none, true);
    assert_eq!((got.effective, got.extended), (day("2026-12-25"), false));
    // A policy that promises nothing of its own leaves the law's term and extension.
    let law_only = bench.received_on("2026-11-25", &Promise::default(), true);
    assert_eq!((law_only.effective, law_only.policy), (day("2027-02-25"), None));
}

#[test]
fn a_promise_in_hours_runs_by_the_clock() {
    let bench = Bench::new();
    let promise = Promise { answer_within: Some(Span::hours(24)), extension: None };
    let got = bench.received_on("2026-12-24", &promise, false);
    assert_eq!(got.effective, day("2026-12-25"));
    assert_eq!(got.ends, bench.morning(day("2026-12-25")));
    assert!(!got.is_overdue(bench.morning(day("2026-12-25")) - 1.second()));
    assert!(got.is_overdue(bench.morning(day("2026-12-25"))));
}

#[test]
fn the_day_of_receipt_is_that_of_the_organisation() {
    let bench = Bench::new();
    // 23:30 UTC on 30 August is 31 August in Amsterdam.
    let received: Timestamp = "2026-08-30T23:30:00Z".parse().unwrap();
    let clocks = Clocks { received, suspensions: &[], extended: false, closed: None };
    assert_eq!(bench.deadline(&clocks, &THIRTY_DAYS, received).effective, day("2026-09-30"));
}

#[test]
fn the_clock_stands_still_while_it_is_awaited_who_asks() {
    let bench = Bench::new();
    let received = bench.morning(day("2026-08-31"));
    let cases = [
        // asked, answered, now, effective, suspended
        ("2026-09-01", Some("2026-09-06"), "2026-09-06", "2026-10-05", false),
        ("2026-09-01", None, "2026-09-06", "2026-10-05", true),
        ("2026-09-01", None, "2026-09-16", "2026-10-15", true),
        // Answered the same day: nothing was lost.
        ("2026-08-31", Some("2026-08-31"), "2026-08-31", "2026-09-30", false),
        // Asked after the third working day: the delay is the organisation's own.
        ("2026-09-04", Some("2026-09-14"), "2026-09-14", "2026-09-30", false),
        ("2026-09-03", Some("2026-09-13"), "2026-09-13", "2026-10-10", false),
    ];
    for (asked, ended, now, effective, suspended) in cases {
        let suspensions = [Suspension {
            asked: bench.morning(day(asked)),
            ended: ended.map(|end| bench.morning(day(end))),
        }];
        let clocks = Clocks { received, suspensions: &suspensions, extended: false, closed: None };
        let got = bench.deadline(&clocks, &THIRTY_DAYS, bench.morning(day(now)));
        assert_eq!((got.effective, got.suspended), (day(effective), suspended), "{asked} {ended:?} {now}");
    }
}

#[test]
fn a_closed_request_keeps_its_deadline() {
    let bench = Bench::new();
    let received = bench.morning(day("2026-08-31"));
    let suspensions = [Suspension { asked: received, ended: None }];
    let closed = Some(bench.morning(day("2026-09-10")));
    let clocks = Clocks { received, suspensions: &suspensions, extended: false, closed };
    let soon = bench.deadline(&clocks, &THIRTY_DAYS, bench.morning(day("2026-09-10")));
    let late = bench.deadline(&clocks, &THIRTY_DAYS, bench.morning(day("2029-01-01")));
    assert_eq!(soon, late);
    assert_eq!((soon.effective, soon.suspended), (day("2026-10-10"), false));
}

#[test]
fn days_left_count_down_to_zero_on_the_last_day() {
    let bench = Bench::new();
    let got = bench.received_on("2026-08-31", &THIRTY_DAYS, false);
    for (now, left, overdue) in [
        ("2026-08-31", 30, false),
        ("2026-09-30", 0, false),
        ("2026-10-01", -1, true),
        ("2026-12-01", -62, true),
    ] {
        let now = bench.morning(day(now));
        assert_eq!((got.days_left(now, &bench.zone), got.is_overdue(now)), (left, overdue), "{now}");
    }
}

/// Movable days of the years that requests are likely to come in, from the tables of the church calendar: Easter
/// Monday; Ascension is 38 days after it and Whit Monday 49.
const EASTER_MONDAYS: &[(i16, i8, i8)] = &[
    (2024, 4, 1),
    (2025, 4, 21),
    (2026, 4, 6),
    (2027, 3, 29),
    (2028, 4, 17),
    (2029, 4, 2),
    (2030, 4, 22),
    (2031, 4, 14),
    (2032, 3, 29),
    (2033, 4, 18),
    (2034, 4, 10),
    (2035, 3, 26),
    (2036, 4, 14),
    (2037, 4, 6),
    (2038, 4, 26),
    (2039, 4, 11),
    (2040, 4, 2),
    (2041, 4, 22),
];

/// The same arithmetic done by hand, day by day, with nothing of the calendar's code.
fn by_hand(received: Date, months: i8) -> Date {
    let month0 = received.month() - 1 + months;
    let (year, month) = (received.year() + i16::from(month0 / 12), month0 % 12 + 1);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let mut day = Date::new(year, month, received.day().min(last)).unwrap();
    let free = |day: Date| {
        let number = day.weekday().to_monday_one_offset();
        let (_, month, date) = EASTER_MONDAYS.iter().find(|(year, _, _)| *year == day.year()).unwrap();
        let easter = Date::new(day.year(), *month, *date).unwrap();
        let kings = Date::new(day.year(), 4, 27).unwrap();
        let kings =
            if kings.weekday().to_monday_one_offset() == 7 { kings.yesterday().unwrap() } else { kings };
        number > 5
            || (day.month(), day.day()) == (1, 1)
            || (day.month(), day.day()) == (12, 25)
            || (day.month(), day.day()) == (12, 26)
            || [easter, easter + 38.days(), easter + 49.days(), kings].contains(&day)
    };
    while free(day) {
        day = day.tomorrow().unwrap();
    }
    day
}

#[test]
fn every_day_of_seventeen_years_is_counted_as_by_hand() {
    let bench = Bench::new();
    let mut received = day("2024-01-01");
    let mut rolled = 0;
    while received <= day("2040-12-31") {
        let law = by_hand(received, 1);
        let policy = received + 30.days();
        let plain = bench.received_on(&received.to_string(), &THIRTY_DAYS, false);
        assert_eq!((plain.law, plain.policy), (law, Some(policy)), "{received}");
        assert_eq!(plain.effective, law.min(policy), "{received}");
        let extended = bench.received_on(&received.to_string(), &THIRTY_DAYS, true);
        assert_eq!(extended.effective, by_hand(received, 3), "{received} extended");
        rolled += u32::from(law.day() != received.day());
        received = received.tomorrow().unwrap();
    }
    // A third of the days ends in a weekend, on a holiday or in a short month: the loop has met them.
    assert!(rolled > 1_800, "{rolled}");
}

#[test]
fn the_hour_of_receipt_and_a_change_of_the_clocks_move_nothing() {
    let bench = Bench::new();
    for (received, effective, ends) in [
        // Summer time begins in the night of 29 March 2026 and ends in that of 25 October.
        ("2026-03-29T00:30+01", "2026-04-28", "2026-04-29T00:00+02"),
        ("2026-03-29T23:59+02", "2026-04-28", "2026-04-29T00:00+02"),
        ("2026-02-27T12:00+01", "2026-03-27", "2026-03-28T00:00+01"),
        ("2026-09-25T02:30+02", "2026-10-25", "2026-10-26T00:00+01"),
        ("2026-09-26T00:00+02", "2026-10-26", "2026-10-27T00:00+01"),
        ("2026-10-25T02:30+02", "2026-11-24", "2026-11-25T00:00+01"),
        ("2026-10-25T02:30+01", "2026-11-24", "2026-11-25T00:00+01"),
    ] {
        let received: Timestamp = received.parse().unwrap();
        let clocks = Clocks { received, suspensions: &[], extended: false, closed: None };
        let got = bench.deadline(&clocks, &THIRTY_DAYS, received);
        assert_eq!(got.effective, day(effective), "{received}");
        assert_eq!(got.ends, ends.parse::<Timestamp>().unwrap(), "{received}");
    }
}

fn any_morning() -> impl Strategy<Value = Date> {
    (2019i16..2090, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| Date::new(year, month, day).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_deadline_is_never_later_than_law_or_policy(received in any_morning(), extended: bool) {
        let bench = Bench::new();
        let got = bench.received_on(&received.to_string(), &THIRTY_DAYS, extended);
        prop_assert!(got.effective <= got.law);
        prop_assert!(got.policy.is_none_or(|policy| got.effective <= policy));
        prop_assert!(got.effective > received);
        prop_assert!(bench.calendar.is_working_day(got.law));
        prop_assert_eq!(got.ends, end_of_day(got.effective, &bench.zone));
    }

    #[test]
    fn an_extension_never_shortens_and_a_suspension_adds_its_days(received in any_morning(), days in 0i32..90) {
        let bench = Bench::new();
        let at = bench.morning(received);
        let plain = bench.received_on(&received.to_string(), &THIRTY_DAYS, false);
        prop_assert!(bench.received_on(&received.to_string(), &THIRTY_DAYS, true).effective >= plain.effective);
        let ended = bench.morning(received.checked_add(days.days()).unwrap());
        let suspensions = [Suspension { asked: at, ended: Some(ended) }];
        let clocks = Clocks { received: at, suspensions: &suspensions, extended: false, closed: None };
        let got = bench.deadline(&clocks, &THIRTY_DAYS, ended);
        prop_assert!(got.effective >= plain.effective);
        prop_assert_eq!(got.policy.unwrap(), plain.policy.unwrap().checked_add(days.days()).unwrap());
    }

    #[test]
    fn a_later_receipt_never_gives_an_earlier_deadline(received in any_morning(), later in 0i32..40) {
        let bench = Bench::new();
        let second = received.checked_add(later.days()).unwrap();
        let earlier = bench.received_on(&received.to_string(), &THIRTY_DAYS, false);
        prop_assert!(earlier.effective <= bench.received_on(&second.to_string(), &THIRTY_DAYS, false).effective);
    }
}
