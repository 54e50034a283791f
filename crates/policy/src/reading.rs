//! A policy folder as far as it can be read: what its readers see, and where in the files each word of it
//! stands.
//!
//! An edition knows only the resolved text; whoever judges the text (lint) must also underline the words in
//! the file where somebody can mend them. A folder with problems is still read as far as it goes, so that one
//! slip in a fact does not hide what the prose says.

use std::ops::Range;

use kernel::Language;

use crate::compile::load::{self, Loaded};
use crate::compile::{products, read_prose, tree};
use crate::diagnostic::{Collector, Diagnostics, Span};
use crate::document::ClauseId;
use crate::edition::Edition;
use crate::facts::{Facts, PolicyHeader};
use crate::prose::parse::{Block, ProseFile};
use crate::prose::resolve::{Resolver, Target};
use crate::source::SourceTree;

/// A folder, read.
pub struct Reading {
    /// The edition, when the folder compiles.
    pub edition: Option<Edition>,
    /// What keeps it from compiling.
    pub diagnostics: Option<Diagnostics>,
    /// The documents in the order of their files.
    pub texts: Vec<ReadText>,
    /// The additional rules per product.
    pub products: Vec<ReadProduct>,
    loaded: Loaded,
}

/// The additional rules of a product.
pub struct ReadProduct {
    /// Where it stands, as in "products/tests/"; files of `reading` that are not prose are named without it.
    pub folder: String,
    /// Its own texts, and the facts as they are for it. Only what stands in its own files has a [`Reading::spot`].
    pub reading: Reading,
}

/// A prose file.
pub struct ReadText {
    /// The file, relative to the folder.
    pub file: String,
    /// Its language.
    pub language: Language,
    /// The id of the document.
    pub document: String,
    /// The title.
    pub title: Shown,
    /// Headings and passages in reading order.
    pub blocks: Vec<ReadBlock>,
}

/// A heading or a passage.
pub struct ReadBlock {
    /// 1 to 6 for a heading, `None` for a passage.
    pub heading: Option<u8>,
    /// The clause that the passage is, with the promise it makes.
    pub clause: Option<(ClauseId, String)>,
    /// Its text.
    pub shown: Shown,
}

/// Text as readers see it, with where it comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// The text; Markdown in passages.
    pub text: String,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    /// Where it starts in the text.
    at: usize,
    source: Span,
    /// Whether it stands in the source as it is; otherwise it is what a placeholder became.
    literal: bool,
}

impl Shown {
    /// Adds a piece.
    pub(crate) fn push(&mut self, text: &str, source: Span, literal: bool) {
        if text.is_empty() {
            return;
        }
        self.pieces.push(Piece { at: self.text.len(), source, literal });
        self.text.push_str(text);
    }

    /// Text that stands in its file as it is, from byte `start` on.
    pub fn literal(text: &str, start: usize) -> Self {
        let mut shown = Self::default();
        shown.push(text, Span::new(start, start + text.len()), true);
        shown
    }

    /// Where in the file the bytes `range` of the text come from. What a placeholder became comes from the
    /// whole placeholder.
    pub fn source(&self, range: Range<usize>) -> Span {
        let start = self.edge(range.start, false);
        let end = self.edge(range.end, true);
        Span::new(start, end.max(start))
    }

    fn edge(&self, at: usize, end: bool) -> usize {
        // An end belongs to the piece before it.
        let probe = if end { at.saturating_sub(1) } else { at };
        let index = self.pieces.partition_point(|piece| piece.at <= probe).saturating_sub(1);
        match self.pieces.get(index) {
            None => 0,
            Some(piece) if piece.literal => piece.source.start + (at - piece.at).min(piece.source.len),
            Some(piece) if end => piece.source.start + piece.source.len,
            Some(piece) => piece.source.start,
        }
    }
}

impl Reading {
    /// The head of the policy, when it can be read.
    pub fn header(&self) -> Option<&PolicyHeader> {
        self.loaded.header.as_ref()
    }

    /// The facts, as far as they can be read.
    pub fn facts(&self) -> &Facts {
        &self.loaded.facts
    }

    /// Where the value at `path` stands in a TOML file, or its key when that is all there is. `None` when the
    /// file or the path does not exist.
    pub fn spot(&self, file: &str, path: &[&str]) -> Option<Span> {
        let mut node = self.loaded.nodes.get(file)?;
        let mut span = node.span;
        for key in path {
            let (key_span, next) = node.table()?.get(*key)?;
            span = if next.table().is_some() { *key_span } else { next.span };
            node = next;
        }
        Some(span)
    }
}

/// Reads a folder as far as it goes.
pub fn read(source: &SourceTree) -> Reading {
    let (edition, diagnostics) = match crate::compile(source) {
        Ok(compiled) => (Some(compiled.edition), None),
        Err(diagnostics) => (None, Some(diagnostics)),
    };
    // The problems have been noted above; here they would only be noted twice.
    let mut quiet = Collector::new(source);
    let loaded = load::load(source, &mut quiet);
    let languages = loaded.header.as_ref().map(|header| header.languages.clone());
    let files = read_prose(source, languages.as_deref(), &mut quiet);
    let texts = texts(&loaded, &files, &mut quiet);
    let laid_out = products::laid_out(source, &mut quiet);
    let products = laid_out.into_iter().map(|(folder, tree)| product(source, folder, &tree)).collect();
    Reading { edition, diagnostics, texts, products, loaded }
}

fn product(source: &SourceTree, folder: String, merged: &SourceTree) -> ReadProduct {
    let mut quiet = Collector::new(merged);
    let mut loaded = load::load(merged, &mut quiet);
    let languages = loaded.header.as_ref().map(|header| header.languages.clone());
    let mut files = read_prose(merged, languages.as_deref(), &mut quiet);
    files.retain(|file| source.get(&format!("{folder}{}", file.path)).is_some());
    let mut texts = texts(&loaded, &files, &mut quiet);
    for text in &mut texts {
        text.file = format!("{folder}{}", text.file);
    }
    // What is laid over has no place in a file; what the product itself says has.
    loaded.nodes.clear();
    for (path, bytes) in source.iter() {
        let own = path.strip_prefix(&folder).filter(|own| own.starts_with("facts/"));
        if let (Some(own), Ok(text)) = (own, std::str::from_utf8(bytes))
            && let Some(node) = tree::parse(path, text, &mut quiet)
        {
            loaded.nodes.insert(own.to_owned(), node);
        }
    }
    let reading = Reading { edition: None, diagnostics: None, texts, products: Vec::new(), loaded };
    ReadProduct { folder, reading }
}

fn texts(loaded: &Loaded, files: &[ProseFile<'_>], quiet: &mut Collector<'_>) -> Vec<ReadText> {
    let mut used = std::collections::BTreeSet::new();
    files
        .iter()
        .map(|file| {
            let mut resolver =
                Resolver { loaded, out: quiet, file: &file.path, language: file.language, used: &mut used };
            let mut shown = |range: &Range<usize>, target| resolver.show(file.text, range.clone(), target);
            let blocks = file.blocks.iter().map(|block| match block {
                Block::Heading { level, text } => {
                    ReadBlock { heading: Some(*level), clause: None, shown: shown(text, Target::Plain) }
                }
                Block::Passage { clause, text } => ReadBlock {
                    heading: None,
                    clause: clause.as_ref().map(|head| (head.id.clone(), head.promise.clone())),
                    shown: shown(text, Target::Markdown),
                },
            });
            let blocks = blocks.collect();
            ReadText {
                file: file.path.clone(),
                language: file.language,
                document: file.document.clone(),
                title: shown(&file.title, Target::Plain),
                blocks,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_of_shown_text_leads_back_to_the_file() {
        let mut shown = Shown::default();
        shown.push("Binnen ", Span::new(10, 17), true);
        shown.push("30 dagen", Span::new(17, 57), false);
        shown.push(" antwoord.", Span::new(57, 67), true);
        assert_eq!(shown.text, "Binnen 30 dagen antwoord.");
        for (range, expected) in [
            (0..6, Span::new(10, 16)),
            (7..9, Span::new(17, 57)),
            (0..15, Span::new(10, 57)),
            (10..24, Span::new(17, 66)),
            (16..24, Span::new(58, 66)),
            (0..25, Span::new(10, 67)),
        ] {
            assert_eq!(shown.source(range.clone()), expected, "{range:?}");
        }
    }
}
