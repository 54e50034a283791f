//! A length of time as people write it in a policy: "30 days", "10 working days", "7 years".
//!
//! It keeps its unit, because a month is not a number of days: spans of different units do not compare, only
//! the dates on which they end do. To add a unit, add a variant and its words; the compiler finds the rest.

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

    /// The word for it: (one, several).
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
    /// Not a number followed by a unit.
    #[error(
        "“{given}” is no length of time; write a whole number and hours, days, working days, weeks, months or years, like “30 days”"
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
    /// `count` times `unit`; refuses more than a thousand years.
    pub fn new(count: u32, unit: Unit) -> Result<Self, SpanError> {
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
        let (number, rest) = text.trim().split_once(char::is_whitespace).ok_or_else(unreadable)?;
        // "+5" is a number to Rust but not in a policy.
        if !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(unreadable());
        }
        let count: u32 = number.parse().map_err(|_| unreadable())?;
        let word = rest.trim().replace('-', " ");
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
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

impl JsonSchema for Span {
    fn schema_name() -> Cow<'static, str> {
        "Span".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "A length of time, like \"30 days\" or \"10 working days\".",
            "pattern": "^[0-9]+ (hours?|days?|working[ -]days?|weeks?|months?|years?)$",
            "examples": ["30 days", "10 working days", "13 months", "7 years"],
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
            ("10 working-days", Span::working_days(10), "10 working days", "10 werkdagen"),
            ("1 working day", Span::working_days(1), "1 working day", "1 werkdag"),
            ("72 hours", Span::hours(72), "72 hours", "72 uur"),
            ("7 years", Span::years(7), "7 years", "7 jaar"),
            ("  2 weeks ", Span::weeks(2), "2 weeks", "2 weken"),
            ("0 days", Span::days(0), "0 days", "0 dagen"),
        ] {
            assert_eq!(given.parse(), Ok(span), "{given}");
            assert_eq!(span.to_string(), written, "{given}");
            assert_eq!(span.text(Language::Nl), dutch, "{given}");
        }
    }

    #[test]
    fn what_is_no_span_is_refused_with_the_way_to_write_it() {
        for given in
            ["", "30", "days", "-1 days", "+5 days", "1.5 years", "30 dagen", "30days", "99999999999 days"]
        {
            let error = given.parse::<Span>().unwrap_err();
            assert!(matches!(error, SpanError::Unreadable { .. }), "{given}");
            assert!(error.to_string().contains("like “30 days”"), "{error}");
        }
        for given in ["1001 years", "12001 months", "52001 weeks", "365001 days", "250001 working days"] {
            assert!(matches!(given.parse::<Span>(), Err(SpanError::TooLong { .. })), "{given}");
        }
    }

    proptest! {
        #[test]
        fn writing_and_reading_returns_the_same_span(count in 0u32..1000, at in 0usize..6) {
            let span = Span::new(count, Unit::ALL[at]).unwrap();
            prop_assert_eq!(span.to_string().parse::<Span>(), Ok(span));
            let json = serde_json::to_string(&span).unwrap();
            prop_assert_eq!(serde_json::from_str::<Span>(&json).unwrap(), span);
        }
    }
}
