//! A length of time as people write it in a policy: "30 days", "10 working days", "72 hours", "7 years".
//!
//! The unit is part of the promise: 30 days and one month end on different dates, so a duration is never
//! turned into a number of seconds. Counting it on a calendar is the task of the crate that knows the
//! calendar; this type only carries it and renders it.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use kernel::Language;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A unit of time that promises are made in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// 60 minutes of wall clock.
    Hours,
    /// Calendar days.
    Days,
    /// Days on which offices work: no Saturday, Sunday or public holiday.
    WorkingDays,
    /// 7 calendar days.
    Weeks,
    /// Calendar months.
    Months,
    /// Calendar years.
    Years,
}

impl Unit {
    /// Every unit, shortest first.
    pub const ALL: [Self; 6] =
        [Self::Hours, Self::Days, Self::WorkingDays, Self::Weeks, Self::Months, Self::Years];

    /// The singular and the plural after a number, in `language`.
    pub fn words(self, language: Language) -> (&'static str, &'static str) {
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
}

/// A count of units of time. The count is at least 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Duration {
    unit: Unit,
    count: u32,
}

/// The text is no duration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{given}” is no length of time; write a whole number of at least 1 and a unit, as in “30 days”, “10 working days”, “72 hours” or “7 years”"
)]
pub struct DurationError {
    /// What was given, cut to a readable length.
    pub given: String,
}

impl Duration {
    /// The pattern of the text, for JSON Schemas.
    pub const PATTERN: &'static str = "^[1-9][0-9]{0,4} (hours?|days?|working days?|weeks?|months?|years?)$";

    /// `count` units, or nothing when `count` is 0.
    pub fn new(count: u32, unit: Unit) -> Option<Self> {
        (count > 0).then_some(Self { unit, count })
    }

    /// How many units.
    pub fn count(self) -> u32 {
        self.count
    }

    /// Which unit.
    pub fn unit(self) -> Unit {
        self.unit
    }

    /// What a reader sees: "30 dagen", "1 month", "72 uur".
    pub fn render(self, language: Language) -> String {
        let (one, many) = self.unit.words(language);
        format!("{} {}", self.count, if self.count == 1 { one } else { many })
    }

    /// The same length in the smallest unit that is exactly convertible: weeks are days, days are hours,
    /// years are months; months are not days and working days are nothing else. Two durations mean the same
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

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Language::En))
    }
}

impl FromStr for Duration {
    type Err = DurationError;

    fn from_str(text: &str) -> Result<Self, DurationError> {
        let error = || DurationError { given: text.chars().take(40).collect() };
        let (count, unit) = text.split_once(' ').ok_or_else(error)?;
        let digits = (1..=5).contains(&count.len()) && count.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || count.starts_with('0') {
            return Err(error());
        }
        let count: u32 = count.parse().map_err(|_| error())?;
        let unit = Unit::ALL.into_iter().find(|candidate| {
            let (one, many) = candidate.words(Language::En);
            unit == one || unit == many
        });
        unit.and_then(|unit| Self::new(count, unit)).ok_or_else(error)
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Duration {
    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": "duration-text",
            "pattern": Self::PATTERN,
            "description": "A length of time: a whole number and hours, days, working days, weeks, months or years.",
            "examples": ["30 days", "10 working days", "72 hours", "7 years"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_renders() {
        for (text, nl, en) in [
            ("30 days", "30 dagen", "30 days"),
            ("1 day", "1 dag", "1 day"),
            ("1 days", "1 dag", "1 day"),
            ("10 working days", "10 werkdagen", "10 working days"),
            ("1 working day", "1 werkdag", "1 working day"),
            ("72 hours", "72 uur", "72 hours"),
            ("1 hour", "1 uur", "1 hour"),
            ("6 weeks", "6 weken", "6 weeks"),
            ("1 month", "1 maand", "1 month"),
            ("13 months", "13 maanden", "13 months"),
            ("7 years", "7 jaar", "7 years"),
        ] {
            let duration: Duration = text.parse().unwrap();
            assert_eq!(duration.render(Language::Nl), nl);
            assert_eq!(duration.render(Language::En), en);
            assert_eq!(duration.to_string().parse::<Duration>(), Ok(duration));
        }
    }

    #[test]
    fn refuses_what_is_no_duration() {
        for text in [
            "",
            "30",
            "days",
            "0 days",
            "-1 days",
            "+3 days",
            "03 days",
            "30  days",
            "30 Days",
            "1.5 years",
            "999999 days",
            "30 dagen",
        ] {
            assert!(text.parse::<Duration>().is_err(), "{text}");
        }
    }

    #[test]
    fn equal_lengths_have_one_normal_form() {
        let same = |a: &str, b: &str| {
            a.parse::<Duration>().unwrap().normal() == b.parse::<Duration>().unwrap().normal()
        };
        assert!(same("72 hours", "3 days"));
        assert!(same("2 weeks", "14 days"));
        assert!(same("12 months", "1 year"));
        assert!(!same("1 month", "30 days"));
        assert!(!same("5 working days", "1 week"));
    }
}
