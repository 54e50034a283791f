//! Running text, and whether people stand in it.

use super::{bank, email, names, phone};

/// Words that come before or instead of a name.
const TITLES: &[&str] = &[
    "dhr", "dhr.", "mevr", "mevr.", "mw", "mw.", "meneer", "mevrouw", "juf", "juffrouw", "meester", "mr",
    "mr.", "mrs", "mrs.", "ms", "ms.", "beste", "dear", "hallo", "hi", "groetjes", "groeten", "groet",
    "regards", "t.a.v.", "namens",
];

/// Several words with letters in them.
pub fn is_prose(value: &str) -> bool {
    let words = value.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    value.chars().count() >= 20 && words >= 4
}

/// Whether an address, a number or a name stands in a text.
pub fn mentions(text: &str) -> bool {
    email::stands_in(text) || phone::stands_in(text) || bank::iban_stands_in(text) || names_somebody(text)
}

/// A first name with a surname, or a title or greeting with a name after it.
fn names_somebody(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | ':' | '"'))
        .filter(|w| !w.is_empty())
        .collect();
    words.iter().enumerate().any(|(place, word)| {
        let next = words.get(place + 1).copied().unwrap_or("");
        let title = TITLES.contains(&word.to_lowercase().as_str());
        let after = names::strip(next);
        (title && names::capital(after) && (names::is_first(after) || names::is_last(after)))
            || (names::is_first(names::strip(word))
                && followed_by_surname(words.get(place + 1..).unwrap_or(&[])))
    })
}

fn followed_by_surname(words: &[&str]) -> bool {
    let name = words.iter().take(4).find(|word| !names::is_particle(word));
    name.is_some_and(|word| names::capital(names::strip(word)) && names::is_last(names::strip(word)))
}
