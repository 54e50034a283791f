//! Dutch postcodes and lines of addresses.

/// `1234 AB`: four digits without a leading 0, two letters that are not SA, SD or SS (PostNL gives those to nobody).
pub fn is_postcode(value: &str) -> bool {
    let bare: Vec<char> = value.chars().filter(|c| *c != ' ').collect();
    let [first, b, c, d, one, two] = bare.as_slice() else { return false };
    let digits = ('1'..='9').contains(first) && [b, c, d].into_iter().all(char::is_ascii_digit);
    let letters = one.is_ascii_alphabetic() && two.is_ascii_alphabetic();
    let pair = (one.to_ascii_uppercase(), two.to_ascii_uppercase());
    value.len() <= 7 && digits && letters && !matches!(pair, ('S', 'A' | 'D' | 'S'))
}

/// Endings of the names of Dutch streets, and words that stand in English ones.
const STREETS: &[&str] = &[
    "straat",
    "laan",
    "weg",
    "plein",
    "gracht",
    "kade",
    "singel",
    "dijk",
    "pad",
    "hof",
    "steeg",
    "dreef",
    "plantsoen",
    "park",
    "markt",
    "ring",
    "baan",
    "wal",
    "burg",
    "str",
    "street",
    "road",
    "lane",
    "avenue",
    "drive",
    "square",
    "erf",
    "oord",
    "veld",
    "haven",
    "boulevard",
    "akker",
    "poort",
    "rijn",
];

/// A street with a house number: letters, then a number of up to five digits, then perhaps a letter or addition.
/// The street must sound like one.
pub fn is_address(value: &str) -> bool {
    if value.len() > 80 || value.contains('@') || value.contains("://") {
        return false;
    }
    let words: Vec<&str> = value.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let number = |word: &&str| {
        let digits = word.chars().take_while(char::is_ascii_digit).count();
        let rest = word.get(digits..).unwrap_or("");
        (1..=5).contains(&digits)
            && rest.chars().count() <= 4
            && rest.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let street = |word: &&str| {
        let lower = word.to_lowercase();
        let lower = lower.trim_end_matches('.');
        STREETS.iter().any(|ending| lower.ends_with(ending))
            && !lower.starts_with(|c: char| c.is_ascii_digit())
    };
    (2..=8).contains(&words.len()) && words.iter().any(number) && words.iter().any(street)
}
