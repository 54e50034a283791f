//! Which words stayed, came and went.

use serde::Serialize;

use super::Class;

/// A run of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "is", content = "text")]
pub enum Piece {
    /// In both.
    Same(String),
    /// Only in the earlier.
    Gone(String),
    /// Only in the later.
    New(String),
}

/// A text that changed, as runs of words in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Words {
    /// The runs.
    pub pieces: Vec<Piece>,
}

/// Texts whose words multiply to more than this are compared as a whole.
const MOST_PAIRS: usize = 4_000_000;

/// Compares two plain texts.
pub fn compare(old: &str, new: &str) -> Words {
    let (a, b): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let rest = a.len().min(b.len()) - head;
    let tail = a.iter().rev().zip(b.iter().rev()).take(rest).take_while(|(x, y)| x == y).count();
    let mut out = Words { pieces: Vec::new() };
    for word in a.iter().take(head) {
        out.push(Piece::Same, word);
    }
    let (middle_a, middle_b) = (middle(&a, head, tail), middle(&b, head, tail));
    if middle_a.len().saturating_mul(middle_b.len()) > MOST_PAIRS {
        middle_a.iter().for_each(|word| out.push(Piece::Gone, word));
        middle_b.iter().for_each(|word| out.push(Piece::New, word));
    } else {
        out.align(middle_a, middle_b);
    }
    for word in a.iter().skip(a.len() - tail) {
        out.push(Piece::Same, word);
    }
    out
}

fn middle<'w, 't>(words: &'w [&'t str], head: usize, tail: usize) -> &'w [&'t str] {
    words.get(head..words.len() - tail).unwrap_or_default()
}

/// Words whose coming or going makes a promise weaker or firmer: weaker when `firm` ones go or others come.
const LEANING: &[(&str, bool)] = &[
    ("altijd", true),
    ("nooit", true),
    ("geen", true),
    ("alleen", true),
    ("uitsluitend", true),
    ("direct", true),
    ("meteen", true),
    ("niet", true),
    ("always", true),
    ("never", true),
    ("no", true),
    ("only", true),
    ("immediately", true),
    ("not", true),
    ("mogelijk", false),
    ("kunnen", false),
    ("eventueel", false),
    ("tenzij", false),
    ("behalve", false),
    ("soms", false),
    ("may", false),
    ("might", false),
    ("possibly", false),
    ("unless", false),
    ("except", false),
    ("sometimes", false),
    ("redelijkerwijs", false),
    ("reasonably", false),
];

impl Words {
    fn push(&mut self, make: fn(String) -> Piece, word: &str) {
        let fresh = make(String::new());
        match (self.pieces.last_mut(), fresh) {
            (Some(Piece::Same(text)), Piece::Same(_))
            | (Some(Piece::Gone(text)), Piece::Gone(_))
            | (Some(Piece::New(text)), Piece::New(_)) => {
                text.push(' ');
                text.push_str(word);
            }
            _ => self.pieces.push(make(word.to_owned())),
        }
    }

    /// The longest common run of words, by the usual table.
    fn align(&mut self, a: &[&str], b: &[&str]) {
        let width = b.len() + 1;
        let mut table = vec![0u32; (a.len() + 1) * width];
        let cell = |table: &[u32], i: usize, j: usize| table.get(i * width + j).copied().unwrap_or(0);
        for (i, x) in a.iter().enumerate().rev() {
            for (j, y) in b.iter().enumerate().rev() {
                let best = if x == y {
                    cell(&table, i + 1, j + 1) + 1
                } else {
                    cell(&table, i + 1, j).max(cell(&table, i, j + 1))
                };
                if let Some(slot) = table.get_mut(i * width + j) {
                    *slot = best;
                }
            }
        }
        let (mut i, mut j) = (0, 0);
        loop {
            match (a.get(i), b.get(j)) {
                (Some(x), Some(y)) if x == y => {
                    self.push(Piece::Same, x);
                    i += 1;
                    j += 1;
                }
                (Some(x), y) if y.is_none() || cell(&table, i + 1, j) >= cell(&table, i, j + 1) => {
                    self.push(Piece::Gone, x);
                    i += 1;
                }
                (_, Some(y)) => {
                    self.push(Piece::New, y);
                    j += 1;
                }
                _ => break,
            }
        }
    }

    /// Whether the changed words make the text weaker or firmer, with the word that shows it. Weaker wins.
    pub fn leaning(&self) -> Option<(Class, &'static str)> {
        let count = |word: &str, gone: bool| {
            let texts = self.pieces.iter().filter_map(|piece| match piece {
                Piece::Gone(text) if gone => Some(text),
                Piece::New(text) if !gone => Some(text),
                _ => None,
            });
            let is = |other: &str| other.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase() == word;
            texts.flat_map(|text| text.split_whitespace()).filter(|other| is(other)).count()
        };
        let mut firmer = None;
        for (word, firm) in LEANING {
            let (gone, new) = (count(word, true), count(word, false));
            let weaker = if *firm { gone > new } else { new > gone };
            if weaker {
                return Some((Class::Widening, word));
            }
            if gone != new {
                firmer.get_or_insert((Class::Narrowing, *word));
            }
        }
        firmer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_changed_are_told_apart() {
        let words =
            compare("U krijgt binnen 30 dagen antwoord.", "U krijgt altijd binnen 14 dagen antwoord.");
        assert_eq!(
            words.pieces,
            [
                Piece::Same("U krijgt".into()),
                Piece::New("altijd".into()),
                Piece::Same("binnen".into()),
                Piece::Gone("30".into()),
                Piece::New("14".into()),
                Piece::Same("dagen antwoord.".into()),
            ]
        );
        assert_eq!(compare("", "a b").pieces, [Piece::New("a b".into())]);
        assert_eq!(compare("a b", "").pieces, [Piece::Gone("a b".into())]);
        assert_eq!(compare("a", "a").pieces, [Piece::Same("a".into())]);
        assert!(compare("", "").pieces.is_empty());
    }

    #[test]
    fn firm_words_that_go_and_hedges_that_come_weaken() {
        for (old, new, expected) in [
            ("Wij delen niets, nooit.", "Wij delen niets.", Some(Class::Widening)),
            ("Wij delen niets.", "Wij delen nooit iets.", Some(Class::Narrowing)),
            ("We delete it.", "We may delete it.", Some(Class::Widening)),
            ("We sometimes share.", "We share.", Some(Class::Narrowing)),
            ("Wij wissen het.", "Wij verwijderen het.", None),
        ] {
            assert_eq!(compare(old, new).leaning().map(|(class, _)| class), expected, "{new}");
        }
    }

    #[test]
    fn the_pieces_give_back_both_texts() {
        for (old, new) in [("a b c d e", "b x d e f"), ("a a b", "b a a"), ("x", "y z"), ("", "q")] {
            let words = compare(old, new);
            let side = |skip_new: bool| {
                let texts = words.pieces.iter().filter_map(|piece| match piece {
                    Piece::Same(text) => Some(text.as_str()),
                    Piece::Gone(text) => skip_new.then_some(text.as_str()),
                    Piece::New(text) => (!skip_new).then_some(text.as_str()),
                });
                texts.collect::<Vec<_>>().join(" ")
            };
            assert_eq!((side(true), side(false)), (old.to_owned(), new.to_owned()));
        }
    }
}
