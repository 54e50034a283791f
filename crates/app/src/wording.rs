//! The words that use cases and pages share: dates as people write them, rights, channels.

use jiff::civil::Date;
use kernel::Language;

const MONTHS_NL: [&str; 12] = [
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
const MONTHS_EN: [&str; 12] = [
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

/// A date as the reader writes it: 5 maart 2026, 5 March 2026.
pub fn date(date: Date, language: Language) -> String {
    let months = match language {
        Language::Nl => MONTHS_NL,
        Language::En => MONTHS_EN,
    };
    let month = usize::try_from(date.month()).unwrap_or(1).saturating_sub(1);
    format!("{} {} {}", date.day(), months.get(month).copied().unwrap_or_default(), date.year())
}

/// A channel, as in "came in by …".
pub fn channel(channel: ::requests::Channel) -> kernel::Text {
    mail::channel_text(channel)
}

/// A right, as in "access to your data".
pub fn right(right: ::requests::Right) -> kernel::Text {
    mail::right_text(right)
}
