//! Days on which somebody may have been born.

use jiff::civil::Date;

/// A day without a time, `1988-04-23` or `23-04-1988`, between four and a hundred and ten years ago.
pub fn is_birthday(value: &str, today: Date) -> bool {
    let day = value.strip_suffix(" 00:00:00").unwrap_or(value);
    let parts: Vec<i16> = day.split(['-', '/']).filter_map(|part| part.parse().ok()).collect();
    let [a, b, c] = parts.as_slice() else { return false };
    let (year, month, day_of_month) = if *a > 31 { (*a, *b, *c) } else { (*c, *b, *a) };
    let (Ok(month), Ok(day_of_month)) = (i8::try_from(month), i8::try_from(day_of_month)) else {
        return false;
    };
    let real = Date::new(year, month, day_of_month).is_ok();
    let age = today.year().saturating_sub(year);
    value.len() <= 19 && real && (4..=110).contains(&age)
}
