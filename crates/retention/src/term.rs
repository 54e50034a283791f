//! A retention term and the day on which it ends.

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::calendar::{Span, Unit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The event from which a term counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Start {
    /// The last day of the book year in which the event lies.
    EndOfBookYear,
    /// The day on which the relation (contract, account) ended.
    EndOfRelation,
    /// The last day on which the person did something.
    LastActivity,
    /// The day on which the data came to be.
    Creation,
    /// The day on which a question or request was answered.
    Answer,
}

/// What happens to the data once the term is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Then {
    /// They are deleted.
    Delete,
    /// The row stays without anything that points at a person.
    Anonymise,
    /// They move to where only auditors and the archive role can read them.
    Archive,
    /// Somebody decides.
    Ask,
}

/// The day on which an organisation's book year ends. Without anything said it is 31 December.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BookYear {
    /// Month of the last day, 1 to 12.
    pub month: i8,
    /// Last day; a day that the month lacks means its last day.
    pub day: i8,
}

impl Default for BookYear {
    fn default() -> Self {
        Self { month: 12, day: 31 }
    }
}

impl BookYear {
    /// The last day of the book year in which `event` lies.
    pub fn end(self, event: Date) -> Date {
        let end_in = |year: i16| {
            let first = Date::new(year, self.month.clamp(1, 12), 1).unwrap_or(Date::MAX);
            let day = self.day.clamp(1, first.days_in_month());
            first.with().day(day).build().unwrap_or(first)
        };
        let end = end_in(event.year());
        if event <= end { end } else { end_in(event.year().saturating_add(1)) }
    }
}

/// How long a kind of data is kept, and what happens then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked", deny_unknown_fields)]
pub struct Term {
    id: String,
    keep: Span,
    from: Start,
    then: Then,
    #[serde(skip_serializing_if = "is_calendar_year")]
    book_year: BookYear,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    id: String,
    keep: Span,
    from: Start,
    then: Then,
    #[serde(default)]
    book_year: BookYear,
}

impl TryFrom<Unchecked> for Term {
    type Error = TermError;

    fn try_from(raw: Unchecked) -> Result<Self, TermError> {
        Ok(Self::new(raw.id, raw.keep, raw.from, raw.then)?.with_book_year(raw.book_year))
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_calendar_year(year: &BookYear) -> bool {
    *year == BookYear::default()
}

/// The term cannot be kept as written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TermError {
    /// Working days depend on a country's holidays; data are not kept by office hours.
    #[error("term “{id}” is written in working days; write it in days, weeks, months or years")]
    WorkingDays {
        /// The term.
        id: String,
    },
}

impl Term {
    /// A term of the book year that ends on 31 December.
    pub fn new(id: impl Into<String>, keep: Span, from: Start, then: Then) -> Result<Self, TermError> {
        let id = id.into();
        if keep.unit() == Unit::WorkingDays {
            return Err(TermError::WorkingDays { id });
        }
        Ok(Self { id, keep, from, then, book_year: BookYear::default() })
    }

    /// The same term for an organisation whose book year ends on another day.
    #[must_use]
    pub fn with_book_year(mut self, book_year: BookYear) -> Self {
        self.book_year = book_year;
        self
    }

    /// The same term with something else to happen once it is over: a person decided.
    #[must_use]
    pub fn with_then(mut self, then: Then) -> Self {
        self.then = then;
        self
    }

    /// Its id in the policy's facts.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// How long the data are kept.
    pub fn keep(&self) -> Span {
        self.keep
    }

    /// From when that counts.
    pub fn from(&self) -> Start {
        self.from
    }

    /// What happens afterwards.
    pub fn then(&self) -> Then {
        self.then
    }
}

/// The first day on which the data may go: the day after the last day of keeping. `event` is the civil date
/// of what the term counts from (of the row, for `EndOfBookYear`), in the organisation's time zone. None when
/// that has not happened: the term has not begun, so nothing may go on its account.
///
/// The event's own day is not counted and nothing rolls to a working day: keeping a record is no act that
/// needs an office to be open. Hours become whole days, rounded up.
pub fn release_date(term: &Term, event: impl Into<Option<Date>>) -> Option<Date> {
    let event = event.into()?;
    let start = match term.from {
        Start::EndOfBookYear => term.book_year.end(event),
        Start::EndOfRelation | Start::LastActivity | Start::Creation | Start::Answer => event,
    };
    let count = i64::from(term.keep.count());
    let length = match term.keep.unit() {
        Unit::Hours => ((count + 23) / 24).days(),
        // `Term::new` lets no working days in.
        Unit::Days | Unit::WorkingDays => count.days(),
        Unit::Weeks => count.weeks(),
        Unit::Months => count.months(),
        Unit::Years => count.years(),
    };
    Some(start.saturating_add(length).saturating_add(1.day()))
}

/// Whether a term still keeps a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum State {
    /// It does.
    Held {
        /// The first day on which the data may go; none while the event has not happened.
        until: Option<Date>,
    },
    /// It no longer does.
    Released {
        /// The first day on which the data might go.
        since: Date,
    },
}

impl State {
    /// Whether the data must stay.
    pub fn is_held(self) -> bool {
        matches!(self, Self::Held { .. })
    }
}

/// Whether `term` keeps, on `today`, a row whose event was on `event`.
pub fn state(term: &Term, event: impl Into<Option<Date>>, today: Date) -> State {
    match release_date(term, event) {
        Some(since) if since <= today => State::Released { since },
        until => State::Held { until },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn term(keep: &str, from: Start) -> Term {
        Term::new("t", keep.parse().unwrap(), from, Then::Delete).unwrap()
    }

    #[test]
    fn data_may_go_on_the_day_after_the_last_day_of_keeping() {
        for (keep, from, event, release) in [
            ("7 years", Start::EndOfBookYear, "2026-03-05", "2034-01-01"),
            ("7 years", Start::EndOfBookYear, "2026-12-31", "2034-01-01"),
            ("7 years", Start::EndOfBookYear, "2027-01-01", "2035-01-01"),
            ("10 years", Start::EndOfBookYear, "2026-03-05", "2037-01-01"),
            ("30 days", Start::LastActivity, "2026-03-05", "2026-04-05"),
            ("1 month", Start::EndOfRelation, "2026-01-31", "2026-03-01"),
            ("2 months", Start::Creation, "2026-12-31", "2027-03-01"),
            ("5 years", Start::Answer, "2028-02-29", "2033-03-01"),
            ("2 weeks", Start::Creation, "2026-12-24", "2027-01-08"),
            ("36 hours", Start::Creation, "2026-03-05", "2026-03-08"),
        ] {
            let event: Date = event.parse().unwrap();
            assert_eq!(
                release_date(&term(keep, from), event),
                Some(release.parse().unwrap()),
                "{keep} {from:?} {event}"
            );
        }
    }

    #[test]
    fn a_term_whose_event_has_not_happened_holds_without_an_end() {
        let term = term("30 days", Start::EndOfRelation);
        assert_eq!(release_date(&term, None), None);
        assert_eq!(state(&term, None, date(2099, 1, 1)), State::Held { until: None });
    }

    #[test]
    fn the_state_turns_on_the_release_date_itself() {
        let term = term("30 days", Start::LastActivity);
        let release = date(2026, 4, 5);
        for (today, expected) in [
            (date(2026, 3, 5), State::Held { until: Some(release) }),
            (date(2026, 4, 4), State::Held { until: Some(release) }),
            (release, State::Released { since: release }),
            (date(2030, 1, 1), State::Released { since: release }),
        ] {
            assert_eq!(state(&term, date(2026, 3, 5), today), expected, "{today}");
        }
    }

    #[test]
    fn a_book_year_may_end_on_another_day() {
        let school = BookYear { month: 7, day: 31 };
        let leap = BookYear { month: 2, day: 31 };
        for (year, event, end) in [
            (BookYear::default(), "2026-03-05", "2026-12-31"),
            (school, "2026-07-31", "2026-07-31"),
            (school, "2026-08-01", "2027-07-31"),
            (leap, "2027-03-01", "2028-02-29"),
            (leap, "2026-02-28", "2026-02-28"),
        ] {
            assert_eq!(year.end(event.parse().unwrap()), end.parse().unwrap(), "{year:?} {event}");
        }
        let term = term("7 years", Start::EndOfBookYear).with_book_year(school);
        assert_eq!(release_date(&term, date(2026, 9, 1)), Some(date(2034, 8, 1)));
    }

    #[test]
    fn terms_are_read_from_facts_and_rows_as_written() {
        let json = r#"{"id":"invoices","keep":"7 years","from":"end-of-book-year","then":"anonymise"}"#;
        let term: Term = serde_json::from_str(json).unwrap();
        assert_eq!((term.id(), term.keep(), term.from()), ("invoices", Span::years(7), Start::EndOfBookYear));
        assert_eq!(term.then(), Then::Anonymise);
        assert_eq!(serde_json::to_string(&term).unwrap(), json);
        let wrong = json.replace("7 years", "7 working days");
        let error = serde_json::from_str::<Term>(&wrong).unwrap_err();
        assert!(error.to_string().contains("write it in days"), "{error}");
    }

    fn any_date() -> impl Strategy<Value = Date> {
        (1990i16..2100, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| date(year, month, day))
    }

    fn any_term() -> impl Strategy<Value = Term> {
        let starts =
            [Start::EndOfBookYear, Start::EndOfRelation, Start::LastActivity, Start::Creation, Start::Answer];
        let units = [Unit::Hours, Unit::Days, Unit::Weeks, Unit::Months, Unit::Years];
        (1u32..50, 0usize..5, 0usize..5, 1i8..=12, 1i8..=31).prop_map(
            move |(count, unit, start, month, day)| {
                Term::new("t", Span::new(count, units[unit]).unwrap(), starts[start], Then::Delete)
                    .unwrap()
                    .with_book_year(BookYear { month, day })
            },
        )
    }

    proptest! {
        #[test]
        fn nothing_may_go_before_the_day_after_its_event(term in any_term(), event in any_date()) {
            prop_assert!(release_date(&term, event).unwrap() > event);
        }

        #[test]
        fn a_later_event_never_releases_earlier(term in any_term(), event in any_date(), days in 0i32..800) {
            let later = event.checked_add(days.days()).unwrap();
            prop_assert!(release_date(&term, event) <= release_date(&term, later));
        }

        #[test]
        fn the_state_turns_once_and_never_back(term in any_term(), event in any_date(), today in any_date()) {
            let tomorrow = today.tomorrow().unwrap();
            let turned_back = !state(&term, event, today).is_held() && state(&term, event, tomorrow).is_held();
            prop_assert!(!turned_back);
            prop_assert_eq!(state(&term, event, today).is_held(), release_date(&term, event).unwrap() > today);
        }

        #[test]
        fn the_end_of_a_book_year_is_in_the_year_that_begins_with_its_event(event in any_date(), month in 1i8..=12, day in 1i8..=31) {
            let year = BookYear { month, day };
            let end = year.end(event);
            prop_assert!(end >= event);
            prop_assert!(end <= event.checked_add(366.days()).unwrap());
            prop_assert_eq!(year.end(end), end);
        }
    }
}
