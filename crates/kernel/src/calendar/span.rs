//! A length of time as people write it in a policy: "30 days", "10 working days", "72 hours", "7 years".
//!
//! It keeps its unit, because a month is not a number of days: spans of different units do not compare, only
//! the dates on which they end do. There is one way to write each, so that a figure in a text can be compared
//! with the fact. To add a unit, add a variant and its words; the compiler finds the rest.

use std::borrow::Cow;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::language::Language;

/// What a span counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Hours by the clock; they run through weekends and holidays.
    Hours,
    /// Calendar days.
    Days,
    /// Days that are neither Saturday, Sunday nor a public holiday.
    WorkingDays,
    /// Seven calendar days.
    Weeks,
    /// Calendar months: same date number, or the last day of a month that lacks it.
    Months,
    /// Twelve calendar months.
    Years,
}

impl Unit {
    /// Every unit, shortest first.
    pub const ALL: [Self; 6] =
        [Self::Hours, Self::Days, Self::WorkingDays, Self::Weeks, Self::Months, Self::Years];

    /// The word for it after a number: (one, several).
    fn words(self, language: Language) -> (&'static str, &'static str) {
        match (language, self) {
            (Language::Nl, Self::Hours) => ("uur", "uur"),
            (Language::Nl, Self::Days) => ("dag", "dagen"),
            (Language::Nl, Self::WorkingDays) => ("werkdag", "werkdagen"),
            (Language::Nl, Self::Weeks) => ("week", "weken"),
            (Language::Nl, Self::Months) => ("maand", "maanden"),
            (Language::Nl, Self::Years) => ("jaar", "jaar"),
            (Language::En, Self::Hours) => ("hour", "hours"),
            (Language::En, Self::Days) => ("day", "days"),
            (Language::En, Self::WorkingDays) => ("working day", "working days"),
            (Language::En, Self::Weeks) => ("week", "weeks"),
            (Language::En, Self::Months) => ("month", "months"),
            (Language::En, Self::Years) => ("year", "years"),
        }
    }

    /// How many of it make a thousand years: beyond that a span is a typing error, and date arithmetic on
    /// anything shorter stays far inside the calendar.
    fn limit(self) -> u32 {
        match self {
            Self::Hours => 24 * 365_000,
            Self::Days => 365_000,
            Self::WorkingDays => 250_000,
            Self::Weeks => 52_000,
            Self::Months => 12_000,
            Self::Years => 1_000,
        }
    }
}

/// A length of time with its unit. Written "30 days" in files and rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    count: u32,
    unit: Unit,
}

/// The text is no span.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// Not a number of at least 1 followed by a unit.
    #[error(
        "“{given}” is no length of time; write a whole number of at least 1 and a unit, as in “30 days”, “10 working days”, “72 hours” or “7 years”"
    )]
    Unreadable {
        /// The start of what was given.
        given: String,
    },
    /// Longer than a thousand years.
    #[error("{count} {unit} is longer than a thousand years; check the number")]
    TooLong {
        /// The number given.
        count: u32,
        /// The unit given.
        unit: &'static str,
    },
}

impl Span {
    /// The pattern of the text, for JSON Schemas.
    pub const PATTERN: &'static str = "^[1-9][0-9]* (hours?|days?|working days?|weeks?|months?|years?)$";

    /// `count` times `unit`; refuses 0 and more than a thousand years.
    pub fn new(count: u32, unit: Unit) -> Result<Self, SpanError> {
        if count == 0 {
            return Err(SpanError::Unreadable { given: format!("0 {}", unit.words(Language::En).1) });
        }
        if count > unit.limit() {
            return Err(SpanError::TooLong { count, unit: unit.words(Language::En).1 });
        }
        Ok(Self { count, unit })
    }

    /// So many hours by the clock.
    pub const fn hours(count: u16) -> Self {
        Self { count: count as u32, unit: Unit::Hours }
    }

    /// So many calendar days.
    pub const fn days(count: u16) -> Self {
        Self { count: count as u32, unit: Unit::Days }
    }

    /// So many working days.
    pub const fn working_days(count: u16) -> Self {
        Self { count: count as u32, unit: Unit::WorkingDays }
    }

    /// So many weeks.
    pub const fn weeks(count: u8) -> Self {
        Self { count: count as u32, unit: Unit::Weeks }
    }

    /// So many calendar months.
    pub const fn months(count: u8) -> Self {
        Self { count: count as u32, unit: Unit::Months }
    }

    /// So many years.
    pub const fn years(count: u8) -> Self {
        Self { count: count as u32, unit: Unit::Years }
    }

    /// The number in front of the unit.
    pub fn count(self) -> u32 {
        self.count
    }

    /// What is counted.
    pub fn unit(self) -> Unit {
        self.unit
    }

    /// As people read it: "30 dagen", "72 uur", "1 month".
    pub fn text(self, language: Language) -> String {
        let (one, several) = self.unit.words(language);
        format!("{} {}", self.count, if self.count == 1 { one } else { several })
    }

    /// The same length in the smallest unit that is exactly convertible: weeks are days, days are hours,
    /// years are months; months are not days and working days are nothing else. Two spans mean the same
    /// length when this is equal.
    pub fn normal(self) -> (Unit, u64) {
        let count = u64::from(self.count);
        match self.unit {
            Unit::Hours => (Unit::Hours, count),
            Unit::Days => (Unit::Hours, count * 24),
            Unit::Weeks => (Unit::Hours, count * 168),
            Unit::WorkingDays => (Unit::WorkingDays, count),
            Unit::Months => (Unit::Months, count),
            Unit::Years => (Unit::Months, count * 12),
        }
    }

    /// The longest number of calendar days that this can take: a month counts 31, a year 366, a working day
    /// is counted as part of a week with 5 of them plus one holiday a week. For comparing a promise with a
    /// limit of the law without a calendar.
    pub fn at_most_days(self) -> u64 {
        let count = u64::from(self.count);
        match self.unit {
            Unit::Hours => count.div_ceil(24),
            Unit::Days => count,
            Unit::Weeks => count * 7,
            Unit::WorkingDays => count.div_ceil(4) * 7,
            Unit::Months => count * 31,
            Unit::Years => count * 366,
        }
    }
}

impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text(Language::En))
    }
}

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        let unreadable = || SpanError::Unreadable { given: text.chars().take(40).collect() };
        let (number, word) = text.split_once(' ').ok_or_else(unreadable)?;
        // "+5" and "05" are numbers to Rust but not in a policy.
        if number.starts_with('0') || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(unreadable());
        }
        let count: u32 = number.parse().map_err(|_| unreadable())?;
        let unit = Unit::ALL.into_iter().find(|unit| {
            let (one, several) = unit.words(Language::En);
            word == one || word == several
        });
        Self::new(count, unit.ok_or_else(unreadable)?)
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

impl JsonSchema for Span {
    fn schema_name() -> Cow<'static, str> {
        "Span".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": "span",
            "pattern": Self::PATTERN,
            "description": "A length of time: a whole number and hours, days, working days, weeks, months or years.",
            "examples": ["30 days", "10 working days", "72 hours", "7 years"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spans_are_read_and_written_as_people_write_them() {
        for (given, span, written, dutch) in [
            ("30 days", Span::days(30), "30 days", "30 dagen"),
            ("1 month", Span::months(1), "1 month", "1 maand"),
            ("1 months", Span::months(1), "1 month", "1 maand"),
            ("10 working days", Span::working_days(10), "10 working days", "10 werkdagen"),
            ("1 working day", Span::working_days(1), "1 working day", "1 werkdag"),
            ("72 hours", Span::hours(72), "72 hours", "72 uur"),
            ("7 years", Span::years(7), "7 years", "7 jaar"),
            ("1 day", Span::days(1), "1 day", "1 dag"),
            ("1 days", Span::days(1), "1 day", "1 dag"),
            ("1 hour", Span::hours(1), "1 hour", "1 uur"),
            ("6 weeks", Span::weeks(6), "6 weeks", "6 weken"),
            ("13 months", Span::months(13), "13 months", "13 maanden"),
        ] {
            assert_eq!(given.parse(), Ok(span), "{given}");
            assert_eq!(span.to_string(), written, "{given}");
            assert_eq!(span.text(Language::Nl), dutch, "{given}");
        }
    }

    #[test]
    fn what_is_no_span_is_refused_with_the_way_to_write_it() {
        for given in [
            "",
            "30",
            "days",
            "0 days",
            "-1 days",
            "+5 days",
            "03 days",
            "30  days",
            " 30 days",
            "30 Days",
            "10 working-days",
            "1.5 years",
            "30 dagen",
            "30days",
            "99999999999 days",
        ] {
            let error = given.parse::<Span>().unwrap_err();
            assert!(matches!(error, SpanError::Unreadable { .. }), "{given}");
            assert!(error.to_string().contains("as in “30 days”"), "{error}");
        }
        assert!(Span::new(0, Unit::Days).is_err());
        for given in ["1001 years", "12001 months", "52001 weeks", "365001 days", "250001 working days"] {
            assert!(matches!(given.parse::<Span>(), Err(SpanError::TooLong { .. })), "{given}");
        }
    }

    #[test]
    fn equal_lengths_have_one_normal_form() {
        let same =
            |a: &str, b: &str| a.parse::<Span>().unwrap().normal() == b.parse::<Span>().unwrap().normal();
        assert!(same("72 hours", "3 days"));
        assert!(same("2 weeks", "14 days"));
        assert!(same("12 months", "1 year"));
        assert!(!same("1 month", "30 days"));
        assert!(!same("5 working days", "1 week"));
    }

    #[test]
    fn a_span_is_never_longer_than_the_days_it_is_said_to_take() {
        for (text, days) in [
            ("72 hours", 3),
            ("73 hours", 4),
            ("30 days", 30),
            ("2 weeks", 14),
            ("4 working days", 7),
            ("10 working days", 21),
            ("1 month", 31),
            ("1 year", 366),
        ] {
            assert_eq!(text.parse::<Span>().unwrap().at_most_days(), days, "{text}");
        }
    }

    proptest! {
        #[test]
        fn writing_and_reading_returns_the_same_span(count in 1u32..1000, at in 0usize..6) {
            let span = Span::new(count, Unit::ALL[at]).unwrap();
            prop_assert_eq!(span.to_string().parse::<Span>(), Ok(span));
            let json = serde_json::to_string(&span).unwrap();
            prop_assert_eq!(serde_json::from_str::<Span>(&json).unwrap(), span);
        }
    }
}
