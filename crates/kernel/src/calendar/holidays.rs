//! Which days are working days: weekends and dated rules for public holidays, read from data.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};
use serde::Deserialize;

use crate::language::Text;

/// The Netherlands' holidays, embedded so that no deployment can lack them.
const NETHERLANDS: &str = include_str!("netherlands.toml");

/// The working days of one country.
#[derive(Debug, Clone)]
pub struct Calendar {
    source: String,
    holidays: Vec<Holiday>,
    observed: BTreeSet<String>,
}

/// One public holiday and the rule that says when it is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// Its id in the data, like "kings-day".
    pub id: String,
    /// Its name.
    pub name: Text,
    on: On,
    moved: Option<Moved>,
    since: Option<i16>,
    until: Option<i16>,
    /// Only a holiday where the organisation observes it.
    #[serde(default)]
    pub optional: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum On {
    AfterEaster(i16),
    Fixed(#[serde(deserialize_with = "month_day")] (i8, i8)),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Moved {
    #[serde(deserialize_with = "weekday")]
    from: Weekday,
    #[serde(deserialize_with = "month_day")]
    to: (i8, i8),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "country")]
    _country: String,
    source: String,
    #[serde(rename = "as_of")]
    _as_of: String,
    holiday: Vec<Holiday>,
}

/// The holiday data cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CalendarError {
    /// The TOML is not as expected.
    #[error("the holiday file cannot be read, so no deadline can be computed; mend the file")]
    Unreadable(#[from] toml::de::Error),
    /// A holiday that the data does not have, or that is no choice.
    #[error("“{id}” is no holiday that can be observed by choice; those are: {choices}")]
    NoSuchChoice {
        /// What was asked for.
        id: String,
        /// What there is, comma separated.
        choices: String,
    },
}

impl Calendar {
    /// The Netherlands without its optional holidays (Good Friday, 5 May): every deadline is the earlier one.
    pub fn netherlands() -> Result<Self, CalendarError> {
        Self::from_toml(NETHERLANDS)
    }

    /// A calendar from a file like `netherlands.toml`, which describes its own form.
    pub fn from_toml(text: &str) -> Result<Self, CalendarError> {
        let file: File = toml::from_str(text)?;
        Ok(Self { source: file.source, holidays: file.holiday, observed: BTreeSet::new() })
    }

    /// The same calendar that also observes these optional holidays.
    pub fn observing(mut self, ids: &[&str]) -> Result<Self, CalendarError> {
        for id in ids {
            if !self.holidays.iter().any(|holiday| holiday.optional && holiday.id == *id) {
                let choices: Vec<_> =
                    self.holidays.iter().filter(|holiday| holiday.optional).map(|h| h.id.as_str()).collect();
                return Err(CalendarError::NoSuchChoice {
                    id: id.chars().take(40).collect(),
                    choices: choices.join(", "),
                });
            }
            self.observed.insert((*id).to_owned());
        }
        Ok(self)
    }

    /// Where the list of holidays comes from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The holidays of `year` in the order of the calendar.
    pub fn holidays(&self, year: i16) -> Vec<(Date, &Holiday)> {
        let mut days: Vec<_> = self
            .holidays
            .iter()
            .filter(|holiday| self.observes(holiday))
            .filter_map(|holiday| Some((holiday.date_in(year)?, holiday)))
            .collect();
        days.sort_by_key(|(date, _)| *date);
        days
    }

    /// The public holiday on `date`, if it is one.
    pub fn holiday_on(&self, date: Date) -> Option<&Holiday> {
        self.holidays
            .iter()
            .find(|holiday| self.observes(holiday) && holiday.date_in(date.year()) == Some(date))
    }

    /// Neither Saturday, Sunday nor a public holiday (Regulation 1182/71 art. 2(2)).
    pub fn is_working_day(&self, date: Date) -> bool {
        !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && self.holiday_on(date).is_none()
    }

    fn observes(&self, holiday: &Holiday) -> bool {
        !holiday.optional || self.observed.contains(&holiday.id)
    }
}

impl Holiday {
    /// The day of this holiday in `year`; none where the rule did not apply.
    pub fn date_in(&self, year: i16) -> Option<Date> {
        if self.since.is_some_and(|since| year < since) || self.until.is_some_and(|until| year > until) {
            return None;
        }
        let date = match self.on {
            On::AfterEaster(days) => {
                easter(year)?.checked_add(jiff::Span::new().try_days(i64::from(days)).ok()?).ok()?
            }
            On::Fixed((month, day)) => Date::new(year, month, day).ok()?,
        };
        match self.moved {
            Some(Moved { from, to: (month, day) }) if date.weekday() == from => {
                Date::new(year, month, day).ok()
            }
            _ => Some(date),
        }
    }
}

/// Easter Sunday of the Gregorian calendar, by the anonymous algorithm that Meeus prints.
#[expect(clippy::many_single_char_names, reason = "the letters are those of the printed algorithm")]
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let (a, b, c) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Reads "12-25". Leap day is refused: a holiday that most years lack would go unnoticed.
fn month_day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<(i8, i8), D::Error> {
    let text = String::deserialize(deserializer)?;
    let parsed = text.split_once('-').and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
    parsed
        .filter(|(month, day)| Date::new(2023, *month, *day).is_ok())
        .ok_or_else(|| serde::de::Error::custom(format!("“{text}” is no month and day like 12-25")))
}

/// Reads the English name of a weekday.
fn weekday<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Weekday, D::Error> {
    let text = String::deserialize(deserializer)?;
    match text.as_str() {
        "monday" => Ok(Weekday::Monday),
        "tuesday" => Ok(Weekday::Tuesday),
        "wednesday" => Ok(Weekday::Wednesday),
        "thursday" => Ok(Weekday::Thursday),
        "friday" => Ok(Weekday::Friday),
        "saturday" => Ok(Weekday::Saturday),
        "sunday" => Ok(Weekday::Sunday),
        _ => Err(serde::de::Error::custom(format!("“{text}” is no weekday like sunday"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn easter_falls_where_almanacs_put_it() {
        for (year, month, day) in [
            (1954, 4, 18),
            (1961, 4, 2),
            (1981, 4, 19),
            (2000, 4, 23),
            (2008, 3, 23),
            (2011, 4, 24),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2028, 4, 16),
            (2038, 4, 25),
            (2049, 4, 18),
        ] {
            assert_eq!(easter(year), Some(date(year, month, day)), "{year}");
        }
        for year in 1900..2200 {
            assert_eq!(easter(year).unwrap().weekday(), Weekday::Sunday, "{year}");
        }
    }

    #[test]
    fn the_dutch_holidays_of_a_year_are_these() {
        let calendar = Calendar::netherlands().unwrap();
        let days = |year| -> Vec<String> {
            calendar.holidays(year).iter().map(|(date, holiday)| format!("{date} {}", holiday.id)).collect()
        };
        assert_eq!(
            days(2027),
            [
                "2027-01-01 new-year",
                "2027-03-29 easter-monday",
                "2027-04-27 kings-day",
                "2027-05-06 ascension",
                "2027-05-17 whit-monday",
                "2027-12-25 christmas",
                "2027-12-26 boxing-day",
            ]
        );
        assert!(days(2013).contains(&"2013-04-30 queens-day".to_owned()));
        assert!(!days(2013).iter().any(|day| day.ends_with("kings-day")));
    }

    #[test]
    fn kings_day_moves_off_sunday() {
        let calendar = Calendar::netherlands().unwrap();
        for (day, holiday) in [
            (date(2014, 4, 26), true),  // 27 April 2014 was a Sunday
            (date(2014, 4, 27), false), // so the Sunday itself is no holiday
            (date(2025, 4, 26), true),
            (date(2026, 4, 27), true),
            (date(2026, 4, 26), false),
        ] {
            assert_eq!(
                calendar.holiday_on(day).is_some_and(|holiday| holiday.id == "kings-day"),
                holiday,
                "{day}"
            );
        }
    }

    #[test]
    fn optional_holidays_count_only_where_they_are_observed() {
        let plain = Calendar::netherlands().unwrap();
        let observing = plain.clone().observing(&["good-friday", "liberation-day"]).unwrap();
        for day in [date(2027, 3, 26), date(2027, 5, 5)] {
            assert!(plain.is_working_day(day), "{day}");
            assert!(!observing.is_working_day(day), "{day}");
        }
    }

    #[test]
    fn only_a_holiday_that_is_a_choice_can_be_chosen() {
        for id in ["christmas", "carnival"] {
            let error = Calendar::netherlands().unwrap().observing(&[id]).unwrap_err();
            assert!(error.to_string().contains("good-friday, liberation-day"), "{error}");
        }
    }

    #[test]
    fn wrong_data_is_refused() {
        let file = |holiday: &str| {
            format!(
                "country = \"NL\"\nsource = \"\"\nas_of = \"\"\n[[holiday]]\nid = \"x\"\nname = {{ nl = \"\", en = \"\" }}\n{holiday}"
            )
        };
        assert!(Calendar::from_toml(&file("on = \"12-25\"")).is_ok());
        for wrong in [
            "",
            "on = \"13-01\"",
            "on = \"02-30\"",
            "on = \"02-29\"",
            "on = \"christmas\"",
            "on = \"12-25\"\nmoved = { from = \"zondag\", to = \"12-24\" }",
            "on = \"12-25\"\nof = 3",
        ] {
            assert!(Calendar::from_toml(&file(wrong)).is_err(), "{wrong}");
        }
    }
}
