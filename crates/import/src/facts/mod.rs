//! Facts that a text states, each with the words it came from.
//!
//! [`who`] finds the organisation and how to reach it, [`parties`] who gets data, [`promised`] the rest. What is found is a proposal: a
//! person confirms it.

pub mod home;
mod parties;
pub mod places;
mod promised;
mod who;

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use kernel::{Language, Text};
use lint::pattern::{Pattern, Place};
use lint::rules::book;
use lint::token::{Token, sentences, tokens};
use serde::Serialize;

pub(crate) use parties::slug;

use crate::blocks::Block;

/// A fact with the words it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// Where it goes: `recipients.strato`, `rights.access.answer_within`.
    pub path: String,
    /// Its value.
    pub value: String,
    /// The words.
    pub words: String,
    /// The line they stand on.
    pub line: usize,
}

/// Words in the text that a fact takes the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The block.
    pub block: usize,
    /// The bytes in it.
    pub range: Range<usize>,
    /// The path of the fact.
    pub path: String,
}

/// A company that gets data.
#[derive(Debug, Clone, Default)]
pub struct Recipient {
    pub name: String,
    pub task: Text,
    pub countries: Vec<&'static str>,
    pub processor: bool,
    pub safeguard: Option<&'static str>,
}

/// A service on the visitor's device.
#[derive(Debug, Clone, Default)]
pub struct Service {
    pub name: String,
    pub recipient: Option<String>,
    pub kind: String,
    pub cookies: Vec<(String, String, bool)>,
}

/// Everything that was found.
#[derive(Debug, Default)]
pub struct Found {
    pub name: Option<String>,
    pub legal_name: Option<String>,
    pub website: Option<String>,
    pub emails: Vec<String>,
    pub phone: Option<String>,
    pub registration: Option<String>,
    pub address: Option<(String, String, String)>,
    /// Where it is at home: a country, when the text gives one away.
    pub home: Option<&'static str>,
    pub date: Option<Date>,
    pub officer: Option<bool>,
    pub authority: Option<usize>,
    pub rights: BTreeMap<&'static str, Option<String>>,
    pub terms: BTreeMap<String, (Text, String)>,
    pub storage: Vec<&'static str>,
    pub access: Vec<&'static str>,
    pub recipients: BTreeMap<String, Recipient>,
    pub services: BTreeMap<String, Service>,
    pub measures: Vec<usize>,
    pub purposes: BTreeMap<usize, Option<&'static str>>,
    pub categories: Vec<usize>,
    pub breach: Option<String>,
    pub breach_told: bool,
    pub opt_out: Option<String>,
    /// Each fact with its words.
    pub facts: Vec<Fact>,
    /// Words that facts take the place of.
    pub places: Vec<Taken>,
}

/// A text ready to be looked through.
pub struct Reader<'b> {
    pub blocks: &'b [Block],
    pub language: Language,
    words: Vec<Vec<Token>>,
    sentences: Vec<Vec<Range<usize>>>,
    /// The heading above each block.
    headings: Vec<Vec<Token>>,
}

impl<'b> Reader<'b> {
    /// Prepares the blocks.
    pub fn new(blocks: &'b [Block], language: Language) -> Self {
        let words: Vec<Vec<Token>> = blocks.iter().map(|block| tokens(&block.text)).collect();
        let sentences =
            blocks.iter().zip(&words).map(|(block, words)| sentences(&block.text, words)).collect();
        let mut heading = Vec::new();
        let headings = blocks
            .iter()
            .zip(&words)
            .map(|(block, words)| {
                if matches!(block.kind, crate::blocks::Kind::Heading(_)) {
                    heading.clone_from(words);
                }
                heading.clone()
            })
            .collect();
        Self { blocks, language, words, sentences, headings }
    }

    /// The words of a block.
    pub fn words(&self, block: usize) -> &[Token] {
        self.words.get(block).map_or(&[], Vec::as_slice)
    }

    /// The words of the heading above a block.
    pub fn heading(&self, block: usize) -> &[Token] {
        self.headings.get(block).map_or(&[], Vec::as_slice)
    }

    /// Every statement with its block.
    pub fn statements(&self) -> impl Iterator<Item = (usize, Range<usize>)> {
        self.sentences
            .iter()
            .enumerate()
            .flat_map(|(block, all)| all.iter().map(move |range| (block, range.clone())))
    }

    /// The first words of a statement in which one of the patterns stands.
    pub fn find(&self, block: usize, range: Range<usize>, patterns: &[Pattern]) -> Option<Range<usize>> {
        let lists = book().lists(self.language);
        let place = Place { words: self.words(block), above: self.heading(block) };
        patterns.iter().find_map(|pattern| pattern.find(place, range.clone(), lists))
    }

    /// The first statement of the text in which one of the patterns stands.
    pub fn first(&self, patterns: &[Pattern]) -> Option<(usize, Range<usize>)> {
        self.statements().find_map(|(block, range)| Some((block, self.find(block, range, patterns)?)))
    }

    /// The bytes of a range of words.
    pub fn bytes(&self, block: usize, words: Range<usize>) -> Range<usize> {
        let all = self.words(block);
        let from = all.get(words.start).map_or(0, |token| token.range.start);
        let to =
            words.end.checked_sub(1).and_then(|last| all.get(last)).map_or(from, |token| token.range.end);
        from..to
    }

    /// The text of a range of words.
    pub fn text(&self, block: usize, words: Range<usize>) -> String {
        let bytes = self.bytes(block, words);
        let text = self.blocks.get(block).and_then(|block| block.text.get(bytes)).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The line of a block.
    pub fn line(&self, block: usize) -> usize {
        self.blocks.get(block).map_or(1, |block| block.first)
    }
}

impl Found {
    /// Notes a fact with its words.
    pub fn note(&mut self, path: &str, value: &str, words: impl Into<String>, line: usize) {
        if self.facts.iter().all(|fact| fact.path != path || fact.value != value) {
            let words = words.into().chars().take(160).collect();
            self.facts.push(Fact { path: path.to_owned(), value: value.to_owned(), words, line });
        }
    }
}

/// Everything that the blocks state.
pub fn find(blocks: &[Block], language: Language) -> Found {
    let reader = Reader::new(blocks, language);
    let mut found = Found::default();
    who::find(&reader, &mut found);
    parties::find(&reader, &mut found);
    promised::find(&reader, &mut found);
    found.facts.sort_by(|a, b| (&a.path, &a.value).cmp(&(&b.path, &b.value)));
    found
}
