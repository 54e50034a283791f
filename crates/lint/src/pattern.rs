//! Patterns over words: small enough to be written as data by somebody who knows the law and no Rust.
//!
//! A pattern is parts with `&` between them that must all stand in one statement, in any order:
//!
//! | written | means |
//! |---|---|
//! | `door te surfen` | these words, one after the other |
//! | `toestem*` `*cookie*` | a word with this beginning, with this in it |
//! | `site\|app` | one of these words |
//! | `te koop \| in de winkel` | one of these phrases (mind the spaces) |
//! | `..4` | up to four words between |
//! | `#` | a number, in figures or in words |
//! | `@akkoord` | any phrase of this word list (`data/words`) |
//! | `!x` | `x` must not stand in the statement |
//! | `!!x` | `x` must not stand in the passage |
//! | `%x` | `x` must stand in the passage, its heading or the name of its promise |
//! | `p: …` | the parts may stand anywhere in one passage |
//! | `^ …` | a negation among the words does not matter |
//!
//! Without `^`, a pattern does not hold when a negation stands among or just around its words: "surfing on is
//! no consent" promises nothing wrong. What is underlined runs from the first part to the nearest of the others,
//! so the part that says most stands first.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::token::Token;

/// A pattern is written wrongly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed(pub String);

/// Phrases by the name of their list.
pub type Lists = BTreeMap<String, Vec<Sequence>>;

/// Words in a row.
pub type Sequence = Vec<Atom>;

/// One of these.
type Phrases = Vec<Sequence>;

/// One place of a sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Atom {
    /// One of these.
    Any(Vec<Choice>),
    /// Any words, up to so many.
    Gap(usize),
}

/// What may stand in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// A word.
    Word(Glob),
    /// A number.
    Number,
    /// A phrase of this list.
    List(String),
}

/// A word with an open beginning or end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    text: String,
    open_start: bool,
    open_end: bool,
}

impl Glob {
    fn read(text: &str) -> Option<Self> {
        let inner = text.trim_matches('*');
        (!inner.is_empty()).then(|| Self {
            text: inner.to_lowercase(),
            open_start: text.starts_with('*'),
            open_end: text.ends_with('*'),
        })
    }

    fn fits(&self, word: &str) -> bool {
        match (self.open_start, self.open_end) {
            (false, false) => word == self.text,
            (false, true) => word.starts_with(&self.text),
            (true, false) => word.ends_with(&self.text),
            (true, true) => word.contains(&self.text),
        }
    }
}

/// A pattern, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    all: Vec<Phrases>,
    none: Vec<Phrases>,
    none_in_passage: Vec<Phrases>,
    in_passage: Vec<Phrases>,
    /// Whether its parts may stand anywhere in a passage.
    pub whole_passage: bool,
    negation_matters: bool,
}

const NUMBERS: &[&str] = &[
    "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "twaalf", "veertien",
    "dertig", "zestig", "negentig", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "twelve", "fourteen", "thirty", "sixty", "ninety", "a", "an",
];

/// Whether the word is a number.
pub fn is_number(word: &str) -> bool {
    word.bytes().next().is_some_and(|byte| byte.is_ascii_digit()) || NUMBERS.contains(&word)
}

/// Reads a sequence.
///
/// # Errors
/// When it holds nothing.
pub fn sequence(text: &str) -> Result<Sequence, Malformed> {
    let atoms: Option<Sequence> = text
        .split_whitespace()
        .map(|word| match word.strip_prefix("..") {
            Some(count) => count.parse().ok().map(Atom::Gap),
            None => word.split('|').map(choice).collect::<Option<Vec<Choice>>>().map(Atom::Any),
        })
        .collect();
    atoms.filter(|atoms| !atoms.is_empty()).ok_or_else(|| Malformed(text.to_owned()))
}

/// Reads phrases with ` | ` between them.
fn phrases(text: &str) -> Result<Phrases, Malformed> {
    text.split(" | ").map(sequence).collect()
}

fn choice(text: &str) -> Option<Choice> {
    match text.strip_prefix('@') {
        _ if text == "#" => Some(Choice::Number),
        Some(list) if !list.is_empty() => Some(Choice::List(list.to_owned())),
        Some(_) => None,
        None => Glob::read(text).map(Choice::Word),
    }
}

/// Where a pattern is looked for: a passage, and the words above it.
#[derive(Debug, Clone, Copy)]
pub struct Place<'t> {
    /// The words of the passage.
    pub words: &'t [Token],
    /// The words of its heading, and the name of its promise.
    pub above: &'t [Token],
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// When a part is empty or not understood.
    pub fn read(text: &str) -> Result<Self, Malformed> {
        let mut rest = text.trim();
        let mut pattern = Self {
            all: Vec::new(),
            none: Vec::new(),
            none_in_passage: Vec::new(),
            in_passage: Vec::new(),
            whole_passage: false,
            negation_matters: true,
        };
        loop {
            if let Some(after) = rest.strip_prefix("p:") {
                pattern.whole_passage = true;
                rest = after.trim_start();
            } else if let Some(after) = rest.strip_prefix('^') {
                pattern.negation_matters = false;
                rest = after.trim_start();
            } else {
                break;
            }
        }
        for part in rest.split('&').map(str::trim) {
            if let Some(part) = part.strip_prefix("!!") {
                pattern.none_in_passage.push(phrases(part)?);
            } else if let Some(part) = part.strip_prefix('!') {
                pattern.none.push(phrases(part)?);
            } else if let Some(part) = part.strip_prefix('%') {
                pattern.in_passage.push(phrases(part)?);
            } else {
                pattern.all.push(phrases(part)?);
            }
        }
        if pattern.all.is_empty() { Err(Malformed(text.to_owned())) } else { Ok(pattern) }
    }

    /// The same pattern, whether or not a negation stands among its words.
    #[must_use]
    pub fn whatever_negation(mut self) -> Self {
        self.negation_matters = false;
        self
    }

    /// A pattern of one sequence, wherever a negation stands.
    pub fn of(sequence: &[Atom]) -> Self {
        Self {
            all: vec![vec![sequence.to_vec()]],
            none: Vec::new(),
            none_in_passage: Vec::new(),
            in_passage: Vec::new(),
            whole_passage: false,
            negation_matters: false,
        }
    }

    /// The names of the lists that it uses.
    pub fn lists(&self) -> Vec<&str> {
        let parts = self.all.iter().chain(&self.none).chain(&self.none_in_passage).chain(&self.in_passage);
        parts.flatten().flat_map(|sequence| names(sequence)).collect()
    }

    /// The words of `place.words[range]` that it holds for, as a range of words.
    pub fn find(&self, place: Place<'_>, range: Range<usize>, lists: &Lists) -> Option<Range<usize>> {
        let reader = Reader { lists };
        let statement = place.words.get(range.clone())?;
        let mut parts = self.all.iter();
        let anchor = reader.first(statement, parts.next()?)?;
        let mut span = anchor.clone();
        for phrases in parts {
            let nearest = reader.nearest(statement, phrases, &anchor)?;
            span = span.start.min(nearest.start)..span.end.max(nearest.end);
        }
        let stands = |words, parts: &[Phrases]| parts.iter().any(|part| reader.first(words, part).is_some());
        if stands(statement, &self.none) || stands(place.words, &self.none_in_passage) {
            return None;
        }
        let inside = |part: &Phrases| {
            [place.words, place.above].into_iter().any(|words| reader.first(words, part).is_some())
        };
        if !self.in_passage.iter().all(inside) || self.negation_matters && negated(statement, &span) {
            return None;
        }
        Some(range.start + span.start..range.start + span.end)
    }

    /// Whether one of its own words is a negation, so that only `^` makes sense.
    #[cfg(test)]
    pub(crate) fn negates_itself(&self) -> bool {
        let globs = self.all.iter().flatten().flatten().flat_map(|atom| match atom {
            Atom::Any(choices) => choices.as_slice(),
            Atom::Gap(_) => &[],
        });
        let negates = |choice: &Choice| matches!(choice, Choice::Word(glob) if NEGATIONS.iter().any(|word| glob.text == *word));
        self.negation_matters && globs.into_iter().any(negates)
    }
}

/// The lists that a sequence names.
pub fn names(sequence: &[Atom]) -> Vec<&str> {
    let choices = sequence.iter().flat_map(|atom| match atom {
        Atom::Any(choices) => choices.as_slice(),
        Atom::Gap(_) => &[],
    });
    choices
        .filter_map(|choice| match choice {
            Choice::List(name) => Some(name.as_str()),
            _ => None,
        })
        .collect()
}

const NEGATIONS: &[&str] = &[
    "niet", "geen", "nooit", "nimmer", "noch", "evenmin", "zonder", "not", "no", "never", "nor", "neither",
    "without", "cannot", "don't", "doesn't", "won't", "isn't", "aren't", "didn't", "can't", "none",
];

/// How many words before its first word a negation still speaks about a pattern.
const BEFORE: usize = 3;
/// And how many after its last word: "dat doen wij niet".
const AFTER: usize = 2;

/// Whether a negation stands among the words of `span` or just around them.
fn negated(words: &[Token], span: &Range<usize>) -> bool {
    let from = span.start.saturating_sub(BEFORE);
    let around = words.iter().take(span.end + AFTER).skip(from);
    around.into_iter().any(|token| NEGATIONS.contains(&token.word.as_str()))
}

struct Reader<'l> {
    lists: &'l Lists,
}

/// Lists may name lists; deeper than this they name themselves.
const DEPTH: u8 = 6;

impl Reader<'_> {
    /// Every place where one of the phrases stands, from the first on.
    fn places(&self, words: &[Token], phrases: &[Sequence]) -> impl Iterator<Item = Range<usize>> {
        (0..words.len()).filter_map(move |start| {
            let end = phrases.iter().find_map(|phrase| self.from(words, start, phrase, DEPTH))?;
            (end > start).then_some(start..end)
        })
    }

    fn first(&self, words: &[Token], phrases: &[Sequence]) -> Option<Range<usize>> {
        self.places(words, phrases).next()
    }

    /// The place that is nearest to `anchor`.
    fn nearest(&self, words: &[Token], phrases: &[Sequence], anchor: &Range<usize>) -> Option<Range<usize>> {
        self.places(words, phrases).min_by_key(|place| {
            anchor.start.saturating_sub(place.end) + place.start.saturating_sub(anchor.end)
        })
    }

    /// Where `sequence` ends when it begins at `at`.
    fn from(&self, words: &[Token], at: usize, sequence: &[Atom], depth: u8) -> Option<usize> {
        let Some((atom, rest)) = sequence.split_first() else { return Some(at) };
        match atom {
            Atom::Gap(most) => (0..=*most).find_map(|skip| {
                let next = at + skip;
                (next <= words.len()).then(|| self.from(words, next, rest, depth)).flatten()
            }),
            Atom::Any(choices) => choices.iter().find_map(|choice| {
                let end = self.choice(words, at, choice, depth)?;
                self.from(words, end, rest, depth)
            }),
        }
    }

    fn choice(&self, words: &[Token], at: usize, choice: &Choice, depth: u8) -> Option<usize> {
        match choice {
            Choice::Word(glob) => glob.fits(&words.get(at)?.word).then_some(at + 1),
            Choice::Number => is_number(&words.get(at)?.word).then_some(at + 1),
            Choice::List(name) => {
                let depth = depth.checked_sub(1)?;
                self.lists.get(name)?.iter().find_map(|phrase| self.from(words, at, phrase, depth))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::{sentences, tokens};

    fn lists() -> Lists {
        let phrases = ["akkoord", "stemt ..3 in", "toestemming"];
        let entry = phrases.iter().map(|phrase| sequence(phrase).unwrap()).collect();
        Lists::from([("akkoord".to_owned(), entry)])
    }

    fn found(pattern: &str, text: &str) -> Option<String> {
        let pattern = Pattern::read(pattern).unwrap();
        let words = tokens(text);
        let whole = std::iter::once(0..words.len()).collect();
        let ranges = if pattern.whole_passage { whole } else { sentences(text, &words) };
        let range = ranges
            .into_iter()
            .find_map(|range| pattern.find(Place { words: &words, above: &[] }, range, &lists()))?;
        Some(text[words[range.start].range.start..words[range.end - 1].range.end].to_owned())
    }

    #[test]
    fn patterns_find_what_they_say() {
        for (pattern, text, expected) in [
            ("door te surfen & @akkoord", "U gaat akkoord door te surfen.", Some("akkoord door te surfen")),
            (
                "door te surfen & @akkoord",
                "Door te surfen stemt u daarmee in.",
                Some("Door te surfen stemt u daarmee in"),
            ),
            ("door te surfen & @akkoord", "Door te surfen geeft u geen toestemming.", None),
            ("door te surfen & @akkoord", "Niet door te surfen gaat u akkoord.", None),
            (
                "^ door te surfen & @akkoord",
                "Niet door te surfen gaat u akkoord.",
                Some("door te surfen gaat u akkoord"),
            ),
            ("binnen # werkdag*", "Dat duurt binnen tien werkdagen.", Some("binnen tien werkdagen")),
            ("cookie* & !noodzakelijk*", "Noodzakelijke cookies.", None),
            ("cookie* & !!noodzakelijk*", "Cookies. Noodzakelijke dingen.", None),
            ("p: cookie* & ding*", "Cookies. Andere dingen.", Some("Cookies. Andere dingen")),
            ("cookie* & ding*", "Cookies. Andere dingen.", None),
            ("een ..2 drie", "een twee vier vijf drie", None),
        ] {
            assert_eq!(found(pattern, text).as_deref(), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn malformed_patterns_are_refused() {
        for text in ["", "&", "a & ", "!a", "..x", "*", "a|"] {
            assert!(Pattern::read(text).is_err(), "{text}");
        }
    }
}
