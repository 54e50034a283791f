//! What is looked at: the texts of a policy, cut into passages and words, with what is known beside them.
//!
//! A manuscript is a policy folder, with its facts, or a text of somebody who has no folder yet.

use std::collections::BTreeMap;
use std::ops::Range;

use kernel::Language;
use policy::reading::{Reading, Shown};
use policy::{ClauseId, SourceTree, Span};

use crate::language;
use crate::pattern::Place;
use crate::token::{Token, sentences, tokens};

/// Texts to look at.
pub struct Manuscript<'r> {
    /// The facts, when it is a folder.
    pub reading: Option<&'r Reading>,
    /// The texts.
    pub texts: Vec<Text>,
    /// The files that findings stand in.
    pub files: BTreeMap<String, String>,
}

/// One text in one language.
pub struct Text {
    /// The file.
    pub file: String,
    /// Its language.
    pub language: Language,
    /// Whether it holds additional rules of a product: they cannot say what the policy must say itself.
    pub additional: bool,
    /// Title, headings and passages in reading order.
    pub passages: Vec<Passage>,
}

/// A passage, ready to be looked at.
pub struct Passage {
    /// The clause that it is.
    pub clause: Option<ClauseId>,
    /// Whether it is a title or a heading: it says what follows, and promises nothing itself.
    pub heading: bool,
    /// Whether it is a table: rows of facts, which are judged as facts.
    pub table: bool,
    /// Its text and where that stands.
    pub shown: Shown,
    /// Its words.
    pub words: Vec<Token>,
    /// Its statements.
    pub sentences: Vec<Range<usize>>,
    /// The words of its heading and the name of its promise.
    pub above: Vec<Token>,
}

impl Passage {
    fn new(shown: Shown, clause: Option<ClauseId>, above: Vec<Token>, heading: bool) -> Self {
        let words = tokens(&shown.text);
        let sentences = sentences(&shown.text, &words);
        let table = shown.text.trim_start().starts_with('|');
        Self { clause, heading, table, shown, words, sentences, above }
    }

    /// The passage as a place to look in.
    pub fn place(&self) -> Place<'_> {
        Place { words: &self.words, above: &self.above }
    }

    /// Where in its file a range of words stands.
    pub fn span(&self, words: Range<usize>) -> Span {
        let Some(from) = self.words.get(words.start) else { return Span::default() };
        let to = words.end.checked_sub(1).and_then(|last| self.words.get(last)).unwrap_or(from);
        self.shown.source(from.range.start..to.range.end)
    }

    /// A range of words as readers see them.
    pub fn quote(&self, words: Range<usize>) -> String {
        let from = self.words.get(words.start).map_or(0, |token| token.range.start);
        let to =
            words.end.checked_sub(1).and_then(|last| self.words.get(last)).map_or(0, |token| token.range.end);
        let text = self.shown.text.get(from..to).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ").replace('\\', "")
    }
}

impl<'r> Manuscript<'r> {
    /// A policy folder.
    pub fn of_folder(reading: &'r Reading, source: &SourceTree) -> Self {
        let own = reading.texts.iter().map(|text| (text, false));
        let products = reading.products.iter().flat_map(|product| &product.reading.texts);
        let texts = own.chain(products.map(|text| (text, true))).map(|(text, additional)| {
            let mut passages = vec![Passage::new(text.title.clone(), None, Vec::new(), true)];
            let mut heading = Vec::new();
            for block in &text.blocks {
                if block.heading.is_some() {
                    heading = tokens(&block.shown.text);
                    passages.push(Passage::new(block.shown.clone(), None, Vec::new(), true));
                    continue;
                }
                let mut above = heading.clone();
                if let Some((_, promise)) = &block.clause {
                    above.extend(tokens(promise));
                }
                let clause = block.clause.as_ref().map(|(id, _)| id.clone());
                passages.push(Passage::new(block.shown.clone(), clause, above, false));
            }
            Text { file: text.file.clone(), language: text.language, additional, passages }
        });
        let files = source
            .iter()
            .map(|(path, bytes)| (path.to_owned(), String::from_utf8_lossy(bytes).into_owned()))
            .collect();
        Self { reading: Some(reading), texts: texts.collect(), files }
    }

    /// A text without facts. Paragraphs are what blank lines part; a short line without an end is a heading.
    /// The language is the one most of its words are of.
    pub fn of_text(file: &str, text: &str) -> Self {
        let mut passages = Vec::new();
        let mut heading = Vec::new();
        for (start, paragraph) in paragraphs(text) {
            let is_heading = looks_like_heading(paragraph);
            let above = if is_heading { Vec::new() } else { heading.clone() };
            let passage = Passage::new(Shown::literal(paragraph, start), None, above, is_heading);
            if is_heading {
                heading.clone_from(&passage.words);
            }
            passages.push(passage);
        }
        let language = language::guess(text);
        Self {
            reading: None,
            texts: vec![Text { file: file.to_owned(), language, additional: false, passages }],
            files: BTreeMap::from([(file.to_owned(), text.to_owned())]),
        }
    }
}

/// The paragraphs of a text with where they start. A list stays with the line that introduces it.
fn paragraphs(text: &str) -> Vec<(usize, &str)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let trimmed = line.trim();
        if trimmed.is_empty() {
            found.extend(open.take());
            continue;
        }
        let end = start + line.trim_end().len();
        if looks_like_heading(trimmed) && !is_item(trimmed) {
            found.extend(open.take());
            found.push((start, end));
            continue;
        }
        open = match open {
            Some((from, _)) => Some((from, end)),
            None => match found.last().copied() {
                // A list that a blank line parts from its introduction.
                Some((from, to)) if is_item(trimmed) && continues(text.get(from..to).unwrap_or_default()) => {
                    found.pop();
                    Some((from, end))
                }
                _ => Some((start, end)),
            },
        };
    }
    found.extend(open);
    found.into_iter().filter_map(|(from, to)| Some((from, text.get(from..to)?))).collect()
}

fn continues(paragraph: &str) -> bool {
    paragraph.trim_end().ends_with(':') || paragraph.lines().last().is_some_and(|line| is_item(line.trim()))
}

fn is_item(line: &str) -> bool {
    line.starts_with(['-', '*', '•', '·', '–', '▪', '◦'])
}

/// The longest line that is still a heading.
const LONGEST_HEADING: usize = 90;

/// Whether a paragraph of one line is a heading: short, and without the end of a sentence.
fn looks_like_heading(paragraph: &str) -> bool {
    let line = paragraph.trim();
    let marked = line.starts_with('#');
    let ends = line.ends_with(['.', ';', ':', ',', '!']) || is_item(line) || line.contains('|');
    marked || !(line.contains('\n') || ends || line.chars().count() > LONGEST_HEADING || line.contains(". "))
}
