//! Dates as systems write them: `2026-03-05`, `2026-03-05 14:00:00`, `2026-03-05T14:00:00Z`, unix seconds.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// The civil date of an event in the organisation's zone; none when the text is no date, or is one of the
/// nothings that systems write (`0000-00-00`, unix second 0).
pub fn event_date(text: &str, utc: bool, zone: &TimeZone) -> Option<Date> {
    let text = text.trim();
    // Some count seconds with a fraction, which changes no date.
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let whole =
        text.split_once('.').filter(|(whole, rest)| digits(whole) && digits(rest)).map(|(whole, _)| whole);
    if let Ok(seconds) = whole.unwrap_or(text).parse::<i64>() {
        let instant = Timestamp::from_second(seconds).ok().filter(|_| seconds > 0)?;
        return Some(instant.to_zoned(zone.clone()).date());
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant.to_zoned(zone.clone()).date());
    }
    // PostgreSQL writes the offset as `+00`, SQLite and MySQL none.
    if let Some(instant) = short_offset(text) {
        return Some(instant.to_zoned(zone.clone()).date());
    }
    if let Ok(civil) = text.replace(' ', "T").parse::<DateTime>() {
        if utc {
            return Some(civil.to_zoned(TimeZone::UTC).ok()?.with_time_zone(zone.clone()).date());
        }
        return Some(civil.date());
    }
    text.parse::<Date>().ok()
}

fn short_offset(text: &str) -> Option<Timestamp> {
    let place = text.rfind(['+', '-']).filter(|place| *place > 10)?;
    let offset = text.get(place + 1..)?;
    (offset.len() == 2).then(|| format!("{text}:00").replace(' ', "T").parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_has_its_date_in_the_organisations_zone() {
        let zone = TimeZone::get("Europe/Amsterdam").expect("bundled");
        for (text, utc, expected) in [
            ("2025-12-31", false, Some("2025-12-31")),
            ("2025-12-31 23:30:00", false, Some("2025-12-31")),
            ("2025-12-31 23:30:00", true, Some("2026-01-01")),
            ("2025-12-31 23:30:00.123456", true, Some("2026-01-01")),
            ("2025-12-31T23:30:00Z", false, Some("2026-01-01")),
            ("2025-12-31 23:30:00+00", false, Some("2026-01-01")),
            ("2025-12-31 23:30:00+01:00", false, Some("2025-12-31")),
            ("1767223800", false, Some("2026-01-01")),
            ("1767223799.9990000000", false, Some("2026-01-01")),
            ("1.2.3", false, None),
            ("0", false, None),
            ("0000-00-00 00:00:00", false, None),
            ("soon", false, None),
            ("", false, None),
        ] {
            let date = event_date(text, utc, &zone).map(|date| date.to_string());
            assert_eq!(date.as_deref(), expected, "{text} utc={utc}");
        }
    }
}
