//! Account and card numbers.

/// An IBAN whose country, length, form and check digits are right.
pub fn is_iban(value: &str) -> bool {
    let bare: String = value.chars().filter(|c| *c != ' ').collect();
    (15..=34).contains(&bare.len())
        && bare.is_ascii()
        && bare.to_ascii_uppercase().parse::<iban::Iban>().is_ok()
}

/// Whether an IBAN stands in a text.
pub fn iban_stands_in(text: &str) -> bool {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.iter().enumerate().any(|(start, word)| {
        let begins = word.len() >= 4
            && word.bytes().take(2).all(|b| b.is_ascii_uppercase())
            && word.bytes().skip(2).take(2).all(|b| b.is_ascii_digit());
        // Written in one piece, or in groups of four.
        begins
            && (1..=9).any(|count| words.get(start..start + count).is_some_and(|run| is_iban(&run.concat())))
    })
}

/// A card number: digits in groups or not, of a length and beginning that issuers use (ISO/IEC 7812), and right by
/// Luhn's test.
pub fn is_card(value: &str) -> bool {
    if value.len() > 23 || !value.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-')) {
        return false;
    }
    let digits: Vec<u32> = value.chars().filter_map(|c| c.to_digit(10)).collect();
    issued(&digits) && luhn(&digits)
}

/// Whether a card issuer gives out numbers of this beginning and length.
pub fn issued(digits: &[u32]) -> bool {
    let head = |count: usize| digits.iter().take(count).fold(0, |sum, digit| sum * 10 + digit);
    let (two, three, four) = (head(2), head(3), head(4));
    match digits.len() {
        13 | 19 if head(1) == 4 => true,
        16 => {
            head(1) == 4
                || (51..=55).contains(&two)
                || (2221..=2720).contains(&four)
                || matches!(two, 65 | 62 | 50 | 67)
                || four == 6011
                || (644..=649).contains(&three)
                || (3528..=3589).contains(&four)
        }
        15 => matches!(two, 34 | 37),
        14 => matches!(two, 36 | 38) || (300..=305).contains(&three),
        12..=19 => {
            matches!(four, 5018 | 5020 | 5038 | 5893 | 6304 | 6759 | 6761..=6763)
                || (two == 62 && digits.len() > 16)
        }
        _ => false,
    }
}

/// Luhn's test: every second digit from the right doubled, the digits of all summed, divisible by ten.
pub fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => *digit,
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        })
        .sum();
    !digits.is_empty() && sum.is_multiple_of(10)
}
