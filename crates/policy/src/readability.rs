//! How easy a text is to read: length of its sentences and words, and the score that follows (Flesch for English, with
//! Douma's weights for Dutch; R. Flesch 1948, W.H. Douma 1960). A figure, no judgement: what counts as plain is
//! [`Reading::is_plain`].
//!
//! Tables are left out: nobody reads them as sentences. Names and figures count as the words they are.

use kernel::Language;

use crate::document::Document;
use crate::render;

/// The lowest score that counts as plain: what most people read without effort, about language level B1.
pub const PLAIN_SCORE: i64 = 65;
/// The longest average sentence that counts as plain, in words.
pub const PLAIN_WORDS: i64 = 15;
/// A sentence of more words is long.
pub const LONG_WORDS: usize = 25;
/// The largest share of long sentences that counts as plain, in thousandths.
pub const PLAIN_LONG: i64 = 30;
/// Fewer sentences say nothing of a text.
pub const FEWEST: usize = 10;

/// What a text measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Sentences.
    pub sentences: usize,
    /// Words.
    pub words: usize,
    /// Words in a sentence, in tenths.
    pub words_tenths: i64,
    /// The score: 0 hard, 100 easy.
    pub score: i64,
    /// Sentences that are long, in thousandths of all.
    pub long_thousandths: i64,
}

impl Reading {
    /// Whether it is plain in every respect.
    pub fn is_plain(&self) -> bool {
        self.score >= PLAIN_SCORE
            && self.words_tenths <= PLAIN_WORDS * 10
            && self.long_thousandths <= PLAIN_LONG
    }
}

/// Measures a document; nothing when it has too few sentences to say anything.
pub fn of(document: &Document) -> Option<Reading> {
    let mut sentences: Vec<Vec<usize>> = Vec::new();
    for passage in document.passages() {
        let prose = without_tables(&passage.markdown);
        for line in render::plain(&prose).lines() {
            cut(line, document.language, &mut sentences);
        }
    }
    measure(&sentences, document.language)
}

fn without_tables(markdown: &str) -> String {
    let lines = markdown.lines().filter(|line| !line.trim_start().starts_with('|'));
    // A line of a list is a sentence of its own: without a blank line they would run together.
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// Cuts a line into sentences: for each, the syllables of its words.
fn cut(line: &str, language: Language, into: &mut Vec<Vec<usize>>) {
    let mut sentence = Vec::new();
    let words = line.split_whitespace();
    for word in words {
        let letters: String = word.chars().filter(|c| c.is_alphabetic() || *c == '\'').collect();
        if !letters.is_empty() {
            sentence.push(syllables(&letters.to_lowercase(), language));
        }
        let bare = word.trim_end_matches(['"', '”', '’', ')', '»']);
        if bare.ends_with(['.', '!', '?', ':', ';']) && bare.chars().count() > 2 {
            keep(&mut sentence, into);
        }
    }
    keep(&mut sentence, into);
}

fn keep(sentence: &mut Vec<usize>, into: &mut Vec<Vec<usize>>) {
    // A single word is a label, not a sentence.
    if sentence.len() > 1 {
        into.push(std::mem::take(sentence));
    } else {
        sentence.clear();
    }
}

fn measure(sentences: &[Vec<usize>], language: Language) -> Option<Reading> {
    let count = sentences.len();
    let words: usize = sentences.iter().map(Vec::len).sum();
    if count < FEWEST || words == 0 {
        return None;
    }
    let syllables: usize = sentences.iter().flatten().sum();
    let long = sentences.iter().filter(|sentence| sentence.len() > LONG_WORDS).count();
    let number = |value: usize| i64::try_from(value).unwrap_or(i64::MAX);
    let (count_i, words_i, syllables_i) = (number(count), number(words), number(syllables));
    // In hundredths, so that the same text gives the same figure everywhere.
    let score = match language {
        Language::Nl => 20_684 - 7_700 * syllables_i / words_i - 93 * words_i / count_i,
        Language::En => 20_684 - 8_460 * syllables_i / words_i - 102 * words_i / count_i,
    };
    Some(Reading {
        sentences: count,
        words,
        words_tenths: 10 * words_i / count_i,
        score: (score / 100).clamp(0, 100),
        long_thousandths: 1000 * number(long) / count_i,
    })
}

/// Syllables by groups of vowels: a count that is right on average, which is all the score needs.
fn syllables(word: &str, language: Language) -> usize {
    let is_vowel = |c: char| "aeiouyáàâäéèêëíìîïóòôöúùûü".contains(c);
    let mut count = 0_usize;
    let mut before = None;
    for c in word.chars() {
        let starts = match (before, c) {
            // A vowel with dots begins a syllable of its own in Dutch: "ideeën".
            (_, 'ë' | 'ï' | 'ö' | 'ü') if language == Language::Nl => true,
            (Some(before), c) => is_vowel(c) && !is_vowel(before),
            (None, c) => is_vowel(c),
        };
        count += usize::from(starts);
        before = Some(c);
    }
    let silent = language == Language::En
        && count > 1
        && (word.ends_with('e') && !word.ends_with("le") || word.ends_with("ed") || word.ends_with("es"));
    (count - usize::from(silent)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Passage, Section};

    fn document(language: Language, markdown: &str) -> Document {
        let passage = Passage { clause: None, markdown: markdown.to_owned() };
        let section =
            Section { level: 0, heading: String::new(), anchor: String::new(), passages: vec![passage] };
        Document { id: "privacy".into(), language, title: "x".into(), sections: vec![section] }
    }

    #[test]
    fn words_have_their_syllables() {
        for (word, language, count) in [
            ("wij", Language::Nl, 1),
            ("gegevens", Language::Nl, 3),
            ("toestemming", Language::Nl, 3),
            ("ideeën", Language::Nl, 3),
            ("website", Language::Nl, 3),
            ("we", Language::En, 1),
            ("data", Language::En, 2),
            ("use", Language::En, 1),
            ("table", Language::En, 2),
            ("consented", Language::En, 2),
        ] {
            assert_eq!(syllables(word, language), count, "{word}");
        }
    }

    #[test]
    fn short_sentences_are_plain_and_legal_ones_are_not() {
        let plain = "Wij gebruiken uw adres voor de post. U kunt altijd nee zeggen.\n\n".repeat(6);
        let reading = of(&document(Language::Nl, &plain)).unwrap();
        assert!(reading.is_plain(), "{reading:?}");
        assert_eq!((reading.sentences, reading.words_tenths, reading.long_thousandths), (12, 60, 0));
        let legal = "Onverminderd het bepaalde in de voorgaande bepalingen zijn verwerkingsverantwoordelijke en eventueel ingeschakelde verwerkers gerechtigd persoonsgegevens overeenkomstig de toepasselijke regelgeving, waaronder begrepen doch niet beperkt tot gegevensbeschermingswetgeving, te verwerken ten behoeve van bedrijfsdoeleinden.\n\n".repeat(12);
        let reading = of(&document(Language::Nl, &legal)).unwrap();
        assert!(!reading.is_plain() && reading.long_thousandths == 1000 && reading.score < 30, "{reading:?}");
        let english = "We use your address for post. You can always say no.\n\n".repeat(6);
        assert!(of(&document(Language::En, &english)).unwrap().is_plain());
    }

    #[test]
    fn what_says_too_little_is_not_measured_and_tables_are_no_sentences() {
        assert_eq!(of(&document(Language::Nl, "Een zin. Nog een zin.")), None);
        let table = "| Naam | Waar |\n|---|---|\n| een heel lange rij met woorden | Duitsland |\n".repeat(12);
        assert_eq!(of(&document(Language::Nl, &table)), None);
        let numbered = "Op 1 mei om 12.30 uur stopt het. Zie art. 6.\n\n".repeat(6);
        assert_eq!(of(&document(Language::Nl, &numbered)).unwrap().sentences, 12);
    }
}
