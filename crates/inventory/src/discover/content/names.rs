//! Names of people, by small lists of frequent Dutch and English ones (`names.toml`). A list knows few names, so a
//! column is a column of names when a good part of its values is known, never because of one.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let lists: Lists = toml::from_str(include_str!("names.toml")).unwrap_or_default();
    let set = |text: String| text.split_whitespace().map(str::to_lowercase).collect();
    Names { first: set(lists.first), last: set(lists.last), particles: set(lists.particles) }
});

#[derive(Default, Deserialize)]
struct Lists {
    first: String,
    last: String,
    particles: String,
}

struct Names {
    first: BTreeSet<String>,
    last: BTreeSet<String>,
    particles: BTreeSet<String>,
}

/// Whether a word is a known first name.
pub fn is_first(word: &str) -> bool {
    capital(word) && NAMES.first.contains(&word.to_lowercase())
}

/// Whether a word is a known surname.
pub fn is_last(word: &str) -> bool {
    let lower = word.to_lowercase();
    capital(word) && (NAMES.last.contains(&lower) || lower.split('-').any(|part| NAMES.last.contains(part)))
}

/// Whether a word stands between first name and surname: van, de, der.
pub fn is_particle(word: &str) -> bool {
    NAMES.particles.contains(&word.to_lowercase())
}

/// Whether a word begins with a capital.
pub fn capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// A word without the punctuation around it and without a genitive.
pub fn strip(word: &str) -> &str {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

/// A first name or a surname (with its particles) alone.
pub fn is_name(value: &str) -> bool {
    let words: Vec<&str> = value.split(' ').collect();
    let written = value.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '.'));
    let Some((last, before)) = words.split_last() else { return false };
    value.len() <= 60
        && written
        && before.iter().all(|word| is_particle(word))
        && (is_first(last) || is_last(last))
}

/// A first name and a surname, at least one of them known.
pub fn is_full_name(value: &str) -> bool {
    let words: Vec<&str> = value.split_whitespace().collect();
    let written = value.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '.'));
    let ([first, middle @ ..], Some(last)) = (words.as_slice(), words.last()) else { return false };
    let named = is_first(first) || is_last(last);
    let like = capital(first) && capital(last);
    let inner = middle.iter().rev().skip(1).all(|word| is_particle(word) || capital(word));
    value.len() <= 80 && written && (2..=6).contains(&words.len()) && like && inner && named
}
