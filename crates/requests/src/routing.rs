//! Where a message to the privacy contact goes: to whoever carries rights out, to whoever looks into a breach, to whoever
//! answers complaints, or to the contact itself (S108).
//!
//! Words decide, and they are data (`routes.toml`): nothing is learnt, so that the same message always goes the same way
//! and an officer can see why. What the sender quotes of an earlier mail is not theirs and does not count. To teach it
//! another way of saying something, add a phrase there and a line to the table of the test.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::right::{Right, words};

const ROUTES: &str = include_str!("routes.toml");
/// How much a phrase counts that is enough by itself, and how much one that is not.
const STRONG: u32 = 2;
const WEAK: u32 = 1;
/// The most words that are looked at: what somebody wants stands at the beginning.
const MOST_WORDS: usize = 2_000;

words! {
    /// Where a message goes.
    Route = "route" {
        /// Something went wrong with personal data: it cannot wait.
        Breach = "breach",
        /// Somebody is not content with how their data are dealt with.
        Complaint = "complaint",
        /// Somebody exercises a right.
        Right = "right",
        /// Any other question.
        Other = "other",
        /// An answer to a mail of ours.
        Reply = "reply",
    }
}

/// What the words make of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Routed {
    /// Where it goes.
    pub route: Route,
    /// The right that it seems to be about.
    pub right: Option<Right>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    route: Vec<RouteWords>,
    right: Vec<RightWords>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RouteWords {
    to: Route,
    days: u16,
    strong: Vec<Phrase>,
    weak: Vec<Phrase>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RightWords {
    right: Right,
    phrases: Vec<Phrase>,
}

/// One way of saying something.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
struct Phrase(Vec<Piece>);

#[derive(Debug)]
enum Piece {
    /// One of these words, each with or without anything at its ends.
    Word(Vec<Pattern>),
    /// Up to so many words.
    Gap(usize),
}

#[derive(Debug)]
struct Pattern {
    text: String,
    before: bool,
    after: bool,
}

impl From<String> for Phrase {
    fn from(text: String) -> Self {
        let piece = |word: &str| match word.strip_prefix("..").and_then(|most| most.parse().ok()) {
            Some(most) => Piece::Gap(most),
            None => Piece::Word(word.split('|').map(Pattern::of).collect()),
        };
        Self(text.split_whitespace().map(piece).collect())
    }
}

impl Pattern {
    fn of(word: &str) -> Self {
        Self {
            text: word.trim_matches('*').to_owned(),
            before: word.starts_with('*'),
            after: word.ends_with('*'),
        }
    }

    fn fits(&self, word: &str) -> bool {
        match (self.before, self.after) {
            (true, true) => word.contains(&self.text),
            (true, false) => word.ends_with(&self.text),
            (false, true) => word.starts_with(&self.text),
            (false, false) => word == self.text,
        }
    }
}

impl Phrase {
    fn is_in(&self, words: &[String]) -> bool {
        (0..words.len()).any(|start| fits(&self.0, words.get(start..).unwrap_or_default()))
    }
}

fn fits(pieces: &[Piece], words: &[String]) -> bool {
    match pieces {
        [] => true,
        [Piece::Gap(most), rest @ ..] => {
            (0..=*most).any(|over| words.get(over..).is_some_and(|words| fits(rest, words)))
        }
        [Piece::Word(any), rest @ ..] => words
            .split_first()
            .is_some_and(|(first, words)| any.iter().any(|pattern| pattern.fits(first)) && fits(rest, words)),
    }
}

/// The words, read once; none where they cannot be read, which the test rules out.
fn file() -> &'static File {
    static FILE: OnceLock<File> = OnceLock::new();
    FILE.get_or_init(|| toml::from_str(ROUTES).unwrap_or(File { route: Vec::new(), right: Vec::new() }))
}

/// Says where a message goes.
pub fn route(text: &str) -> Routed {
    let words = spoken(text);
    let file = file();
    let right = file.right.iter().find(|group| group.phrases.iter().any(|phrase| phrase.is_in(&words)));
    let right = right.map(|group| group.right);
    let count = |phrases: &[Phrase], weight: u32| {
        let found = phrases.iter().filter(|phrase| phrase.is_in(&words)).count();
        u32::try_from(found).unwrap_or(u32::MAX).saturating_mul(weight)
    };
    let mut best = (0, Route::Other);
    for group in &file.route {
        let named = if group.to == Route::Right && right.is_some() { STRONG } else { 0 };
        let score = count(&group.strong, STRONG) + count(&group.weak, WEAK) + named;
        // A breach goes before everything that counts as much or more: it is the one that cannot wait.
        if score >= STRONG && best.1 != Route::Breach && score > best.0 {
            best = (score, group.to);
        }
    }
    Routed { route: best.1, right }
}

/// Within how many days somebody answers a message that goes this way. An answer to a mail of ours, and any other
/// question, wait as long as a request may.
pub fn answer_days(route: Route) -> u16 {
    file().route.iter().find(|group| group.to == route).map_or(30, |group| group.days)
}

/// The words of a message, in lower case, without what is quoted.
fn spoken(text: &str) -> Vec<String> {
    let own = text.lines().filter(|line| !line.trim_start().starts_with('>'));
    own.flat_map(|line| {
        line.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '\'' || c == '’'))
            .map(|word| word.trim_matches(['-', '\'', '’']).replace('’', "'").to_lowercase())
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
    })
    .take(MOST_WORDS)
    .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_words_can_be_read_and_every_way_has_a_term() {
        let read: File = toml::from_str(ROUTES).unwrap();
        let ways: Vec<Route> = read.route.iter().map(|group| group.to).collect();
        assert_eq!(ways, [Route::Breach, Route::Complaint, Route::Right]);
        assert!(read.right.iter().all(|group| !group.phrases.is_empty()));
        assert_eq!((answer_days(Route::Breach), answer_days(Route::Other)), (1, 30));
    }

    #[test]
    fn messages_go_to_whoever_can_act_on_them() {
        let right = |right| (Route::Right, Some(right));
        for (text, expected) in [
            ("Kunt u mijn account en al mijn gegevens verwijderen?", right(Right::Erasure)),
            ("Graag zou ik weten welke gegevens jullie van mij bewaren.", right(Right::Access)),
            ("Ik wil inzage in mijn persoonsgegevens (AVG).", right(Right::Access)),
            ("Mijn adres klopt niet: ik ben verhuisd.", right(Right::Rectification)),
            ("Ik wil geen reclame meer.", right(Right::Objection)),
            (
                "Stuur mij alles wat jullie hebben. Kan ik mijn gegevens meenemen naar een ander?",
                right(Right::Portability),
            ),
            ("Please delete my account.", right(Right::Erasure)),
            ("Which data do you hold about me?", right(Right::Access)),
            ("My name is misspelled, could you correct it?", right(Right::Rectification)),
            ("Please unsubscribe me from everything", right(Right::Objection)),
            ("Ik kreeg net de factuur van iemand anders in mijn mail.", (Route::Breach, None)),
            ("Ik denk dat er een DATALEK is bij jullie!", (Route::Breach, None)),
            (
                "Mijn laptop met klantgegevens is gestolen, er stonden gegevens op: gestolen laptop",
                (Route::Breach, None),
            ),
            ("I can see the data of other pupils in the exercise.", (Route::Breach, None)),
            ("Somebody else’s order was sent to me", (Route::Breach, None)),
            ("Ik heb een klacht over hoe u met mijn foto omgaat.", (Route::Complaint, None)),
            ("I wish to complain: for weeks no reply.", (Route::Complaint, None)),
            ("Wanneer zijn jullie open in de vakantie?", (Route::Other, None)),
            ("Do you ship to Belgium?", (Route::Other, None)),
            ("", (Route::Other, None)),
            ("> ik heb een klacht\n> datalek\nDank u wel, dat is duidelijk.", (Route::Other, None)),
        ] {
            let routed = route(text);
            assert_eq!((routed.route, routed.right), expected, "{text}");
        }
        // What cannot wait goes first, whatever else is said.
        let both = "Ik heb een klacht, een klacht: onacceptabel! Er is een datalek en u schendt de wet. Verwijder mijn gegevens.";
        assert_eq!(route(both).route, Route::Breach);
    }

    proptest! {
        #[test]
        fn any_text_goes_somewhere_and_always_the_same_way(text in "\\PC{0,400}") {
            prop_assert_eq!(route(&text), route(&text));
            prop_assert_ne!(route(&text).route, Route::Reply);
        }
    }
}
