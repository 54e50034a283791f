//! Which promise of the catalogue a sentence makes, by patterns (`data/promises.toml`).

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use kernel::Language;
use lint::pattern::{Pattern, Place};
use lint::rules::book;
use lint::token::{Token, sentences, tokens};
use serde::Deserialize;

#[derive(Deserialize)]
struct Raw {
    nl: Vec<String>,
    en: Vec<String>,
}

/// A promise and the patterns that show it.
struct Entry {
    promise: String,
    nl: Vec<(Pattern, usize)>,
    en: Vec<(Pattern, usize)>,
}

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| read().unwrap_or_default());

fn read() -> Result<Vec<Entry>, String> {
    let raw: BTreeMap<String, Raw> =
        toml::from_str(include_str!("../data/promises.toml")).map_err(|error| error.to_string())?;
    raw.into_iter()
        .map(|(promise, raw)| Ok(Entry { nl: patterns(&raw.nl)?, en: patterns(&raw.en)?, promise }))
        .collect()
}

fn patterns(texts: &[String]) -> Result<Vec<(Pattern, usize)>, String> {
    let read = |text: &String| {
        let pattern = Pattern::read(text).map_err(|wrong| wrong.0)?.whatever_negation();
        // How much a pattern says: its words, not the gaps between them.
        let weight = text.split_whitespace().filter(|word| !word.starts_with("..") && *word != "&").count();
        Ok((pattern, weight))
    };
    texts.iter().map(read).collect()
}

/// A sentence with the promise it makes, if any.
pub struct Sentence {
    /// Where it stands in the paragraph, in bytes.
    pub range: Range<usize>,
    /// The promise.
    pub promise: Option<&'static str>,
}

/// The sentences of a paragraph under a heading.
pub fn sentences_of(text: &str, heading: &str, language: Language) -> Vec<Sentence> {
    let words = tokens(text);
    let above = tokens(heading);
    let ranges = sentences(text, &words);
    let mut found: Vec<Sentence> = Vec::new();
    let mut start = 0;
    for (index, range) in ranges.iter().enumerate() {
        let next = ranges.get(index + 1).and_then(|next| words.get(next.start));
        let end = next.map_or(text.len(), |token| token.range.start);
        // Marks before the next sentence's first word ("(", "- ") belong to it.
        let end = text.get(start..end).map_or(end, |piece| start + split_point(piece, next.is_some()));
        found.push(Sentence { range: start..end, promise: promise(&words, range, &above, language) });
        start = end;
    }
    found
}

/// Where a piece of text that ends a sentence is cut: after its last white space.
fn split_point(piece: &str, more: bool) -> usize {
    if !more {
        return piece.len();
    }
    piece.rfind(char::is_whitespace).map_or(piece.len(), |at| {
        at + piece.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    })
}

fn promise(
    words: &[Token],
    range: &Range<usize>,
    above: &[Token],
    language: Language,
) -> Option<&'static str> {
    let lists = book().lists(language);
    let place = Place { words, above };
    let mut best: Option<(usize, &'static str)> = None;
    for entry in ENTRIES.iter() {
        let patterns = match language {
            Language::Nl => &entry.nl,
            Language::En => &entry.en,
        };
        for (pattern, weight) in patterns {
            if best.is_none_or(|(known, _)| *weight > known)
                && pattern.find(place, range.clone(), lists).is_some()
            {
                best = Some((*weight, &entry.promise));
            }
        }
    }
    best.map(|(_, promise)| promise)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_reads_and_names_only_promises_of_the_catalogue() {
        let entries = read().unwrap();
        let known: Vec<&str> = policy::promise::catalogue::all().map(|promise| promise.name).collect();
        for entry in &entries {
            assert!(known.contains(&entry.promise.as_str()), "{}", entry.promise);
        }
        for name in known {
            assert!(entries.iter().any(|entry| entry.promise == name), "nothing recognises {name}");
        }
    }

    #[test]
    fn sentences_cover_their_paragraph() {
        let text =
            "Wij delen gegevens niet met derden. U kunt een klacht indienen bij de toezichthouder! Klaar.";
        let found = sentences_of(text, "", Language::Nl);
        let promises: Vec<_> = found.iter().map(|sentence| sentence.promise).collect();
        assert_eq!(promises, [Some("disclosures-registered"), Some("complaint-in-answers"), None]);
        let joined: String = found.iter().map(|sentence| &text[sentence.range.clone()]).collect();
        assert_eq!(joined, text);
    }
}
