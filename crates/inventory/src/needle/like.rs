//! Patterns by which a database selects the texts in which a value may stand. They select too much, never too
//! little; [`super::Needles`] decides.

use super::phone::PHONE_DIGITS;

/// A pattern for SQL's LIKE that every text meets in which the value may stand: the plain letters and digits in
/// their order, anything between them. The characters `%`, `_` and `\` of the value are never in it. Letters that
/// people write with and without accents are left open, unless it is an address, where they count.
pub fn like_pattern(value: &str) -> String {
    let email = value.contains('@');
    let mut pattern = String::from("%");
    for character in value.chars() {
        let plain = character.to_ascii_lowercase();
        let sure = if email {
            plain.is_ascii_alphanumeric() || matches!(plain, '.' | '-')
        } else {
            plain.is_ascii_digit()
                || matches!(plain, 'b' | 'd' | 'f' | 'h' | 'j' | 'k' | 'm' | 'p' | 'q' | 'v' | 'w' | 'x')
        };
        if sure {
            pattern.push(plain);
        } else if !pattern.ends_with('%') {
            pattern.push('%');
        }
    }
    if !pattern.ends_with('%') {
        pattern.push('%');
    }
    pattern
}

/// The same for a telephone number: its last digits, anything between them.
pub fn like_phone(value: &str) -> String {
    let digits: Vec<char> = value.chars().filter(char::is_ascii_digit).collect();
    let start = digits.len().saturating_sub(PHONE_DIGITS);
    let mut pattern = String::from("%");
    for digit in digits.get(start..).unwrap_or_default() {
        pattern.push(*digit);
        pattern.push('%');
    }
    pattern
}
