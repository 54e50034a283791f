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
