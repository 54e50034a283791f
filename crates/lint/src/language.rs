//! Which language a text is in, by its small words.

use kernel::Language;

use crate::token::tokens;

const NL: &[&str] = &[
    "de", "het", "een", "van", "wij", "uw", "niet", "voor", "met", "zijn", "wordt", "worden", "deze", "op",
    "door", "aan", "dat", "bij", "ook", "naar", "kunt", "geen", "onze", "je", "jouw", "gegevens",
];
const EN: &[&str] = &[
    "the",
    "of",
    "and",
    "to",
    "your",
    "we",
    "our",
    "you",
    "that",
    "with",
    "for",
    "is",
    "are",
    "by",
    "not",
    "or",
    "may",
    "this",
    "as",
    "from",
    "will",
    "us",
    "any",
    "which",
    "data",
    "information",
];

/// The language that more of the words are of; Dutch when neither is.
pub fn guess(text: &str) -> Language {
    let count = |words: &[&str], found: &[crate::token::Token]| {
        found.iter().filter(|token| words.contains(&token.word.as_str())).count()
    };
    let cut: String = text.chars().take(40_000).collect();
    let found = tokens(&cut);
    if count(EN, &found) > count(NL, &found) { Language::En } else { Language::Nl }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_tell() {
        assert_eq!(guess("Wij verwerken uw gegevens niet voor de data van Google Analytics."), Language::Nl);
        assert_eq!(guess("We do not process your data for the purposes of Leskracht."), Language::En);
        assert_eq!(guess(""), Language::Nl);
    }
}
