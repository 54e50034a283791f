//! Telephone numbers: Dutch ones by the numbering plan, others when they are written with their country.

/// Country codes (ITU-T E.164) by their first digits; a number from abroad is written with one.
const COUNTRIES: &[&str] = &[
    "1", "7", "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47",
    "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66",
    "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98", "21", "22", "23", "24", "25", "26",
    "29", "35", "37", "38", "42", "50", "59", "67", "68", "69", "85", "88", "96", "97", "99",
];

/// Whether a value is one number and nothing else.
pub fn is(value: &str) -> bool {
    let value = value.strip_prefix("tel:").unwrap_or(value);
    if value.len() > 25 || value.len() < 9 {
        return false;
    }
    let written = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '.' | '/' | '+');
    if !value.chars().all(written) || value.chars().filter(|c| *c == '+').count() > 1 {
        return false;
    }
    let bare = value.replace("(0)", "");
    let digits: String = bare.chars().filter(char::is_ascii_digit).collect();
    let abroad = bare.starts_with('+').then_some(digits.as_str()).or_else(|| digits.strip_prefix("00"));
    match abroad {
        Some(number) => match number.strip_prefix("31") {
            Some(rest) => dutch(rest.strip_prefix('0').unwrap_or(rest)),
            None => {
                (9..=15).contains(&number.len())
                    && COUNTRIES.iter().any(|country| number.starts_with(country))
            }
        },
        None => bare.starts_with(['0', '(']) && digits.strip_prefix('0').is_some_and(dutch),
    }
}

/// Nine digits after the 0 (Nummerplan telefoon- en ISDN-diensten): mobile 6, places 1 to 5 and 7, firms 84, 85,
/// 87, 88, 91; not 0, nor places that begin with a 0.
fn dutch(number: &str) -> bool {
    let mut digits = number.bytes();
    let (first, second) = (digits.next(), digits.next());
    let plausible = match (first, second) {
        (Some(b'6'), Some(second)) => matches!(second, b'1'..=b'5' | b'8'),
        (Some(b'1'..=b'5' | b'7'), Some(b'0'..=b'9'))
        | (Some(b'8'), Some(b'4' | b'5' | b'7' | b'8'))
        | (Some(b'9'), Some(b'1')) => true,
        _ => false,
    };
    let varied = number.bytes().collect::<std::collections::BTreeSet<_>>().len() > 1;
    number.len() == 9 && plausible && varied
}

/// Whether a number stands in a text.
pub fn stands_in(text: &str) -> bool {
    let mut run = String::new();
    for c in text.chars().chain(std::iter::once('\n')) {
        if c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '+') {
            run.push(c);
            continue;
        }
        if run.len() >= 9 && is(run.trim_matches([' ', '-', '(', ')'])) {
            return true;
        }
        run.clear();
    }
    false
}
