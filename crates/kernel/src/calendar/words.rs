//! Days and moments as readers of a language write them: "1 december 2026", "1 December 2026, 14:30".
//!
//! The one place that names months. What is civil here has been put into a time zone by whoever calls.

use jiff::civil::{Date, DateTime};

use crate::language::Language;

/// A day in words: "22 november 2026", "22 November 2026".
pub fn date_text(day: Date, language: Language) -> String {
    format!("{} {} {}", day.day(), month_name(day.month(), language), day.year())
}

/// A moment in words, to the minute, without its zone: "22 november 2026, 09:05".
pub fn moment_text(at: DateTime, language: Language) -> String {
    format!("{}, {:02}:{:02}", date_text(at.date(), language), at.hour(), at.minute())
}

/// The name of a month, 1 to 12; nothing for any other number.
pub fn month_name(month: i8, language: Language) -> &'static str {
    const NL: [&str; 12] = [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ];
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let names = match language {
        Language::Nl => &NL,
        Language::En => &EN,
    };
    usize::try_from(i16::from(month) - 1).ok().and_then(|index| names.get(index)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, datetime};

    #[test]
    fn days_and_moments_are_written_as_readers_write_them() {
        for (day, nl, en) in [
            (date(2026, 1, 1), "1 januari 2026", "1 January 2026"),
            (date(2026, 3, 5), "5 maart 2026", "5 March 2026"),
            (date(2024, 2, 29), "29 februari 2024", "29 February 2024"),
            (date(2026, 12, 31), "31 december 2026", "31 December 2026"),
        ] {
            assert_eq!(date_text(day, Language::Nl), nl);
            assert_eq!(date_text(day, Language::En), en);
        }
        let at = datetime(2026, 11, 22, 9, 5, 59, 0);
        assert_eq!(moment_text(at, Language::Nl), "22 november 2026, 09:05");
        assert_eq!(moment_text(at, Language::En), "22 November 2026, 09:05");
    }

    #[test]
    fn there_are_twelve_months() {
        for language in Language::ALL {
            let named: std::collections::BTreeSet<_> =
                (1..=12).map(|month| month_name(month, language)).collect();
            assert_eq!(named.len(), 12);
            assert!(!named.contains(""));
            for none in [i8::MIN, -1, 0, 13, i8::MAX] {
                assert_eq!(month_name(none, language), "");
            }
        }
    }
}
