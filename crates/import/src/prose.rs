//! Blocks as prose: headings, clauses and loose text, with placeholders where facts take the place of words.

use std::fmt::Write as _;
use std::ops::Range;

use kernel::Language;

use crate::blocks::{Block, Kind};
use crate::classify::sentences_of;
use crate::facts::Found;
use crate::{Clause, Unplaced, write};

/// The prose of an import.
pub struct Prose {
    /// The file.
    pub text: String,
    /// Its clauses.
    pub clauses: Vec<Clause>,
    /// What nobody recognised.
    pub unplaced: Vec<Unplaced>,
}

/// Writes the blocks as one document.
pub fn write(blocks: &[Block], found: &Found, language: Language) -> Prose {
    let mut out = Writer {
        found,
        prose: Prose { text: String::new(), clauses: Vec::new(), unplaced: Vec::new() },
        language,
    };
    let title = match language {
        Language::Nl => "Privacyverklaring",
        Language::En => "Privacy notice",
    };
    out.prose.text = format!("---\ndocument: privacy\ntitle: {title}\n---\n");
    let mut heading = "";
    let mut rows: Vec<(usize, &Block)> = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        if block.kind == Kind::Row {
            rows.push((index, block));
            continue;
        }
        out.table(&std::mem::take(&mut rows), heading);
        match block.kind {
            Kind::Heading(level) => {
                heading = &block.text;
                let hashes = "#".repeat(usize::from(level.clamp(2, 6)));
                let text = write::escape(&block.text);
                let _ = write!(out.prose.text, "\n{hashes} {text}\n");
            }
            _ => out.paragraph(index, block, heading),
        }
    }
    out.table(&rows, heading);
    out.prose
}

struct Writer<'f> {
    found: &'f Found,
    prose: Prose,
    language: Language,
}

/// A run of sentences that make one promise.
struct Run {
    range: Range<usize>,
    promise: Option<&'static str>,
}

impl Writer<'_> {
    fn paragraph(&mut self, index: usize, block: &Block, heading: &str) {
        let mut runs: Vec<Run> = Vec::new();
        for sentence in sentences_of(&block.text, heading, self.language) {
            match runs.last_mut() {
                // A sentence that says nothing new belongs to the one before it; the first to the one after it.
                Some(last)
                    if sentence.promise.is_none()
                        || last.promise == sentence.promise
                        || last.promise.is_none() =>
                {
                    last.range.end = sentence.range.end;
                    last.promise = last.promise.or(sentence.promise);
                }
                _ => runs.push(Run { range: sentence.range, promise: sentence.promise }),
            }
        }
        for run in runs {
            let source = block.text.get(run.range.clone()).unwrap_or_default().trim();
            if source.is_empty() || !source.chars().any(char::is_alphanumeric) {
                continue;
            }
            let text = self.with_places(index, block, run.range.clone());
            self.passage(run.promise, block.first, source, text.trim());
        }
    }

    fn passage(&mut self, promise: Option<&'static str>, line: usize, source: &str, text: &str) {
        if let Some(promise) = promise {
            let id = format!("C{}", self.prose.clauses.len() + 1);
            let _ = write!(self.prose.text, "\n::: clause {id} {promise}\n{text}\n:::\n");
            self.prose.clauses.push(Clause {
                id,
                promise: promise.to_owned(),
                line,
                text: source.to_owned(),
            });
        } else {
            let _ = write!(self.prose.text, "\n{text}\n");
            let cut: String = source.chars().take(200).collect();
            self.prose.unplaced.push(Unplaced { line, text: cut });
        }
    }

    /// A part of a block with placeholders in the places that facts take.
    fn with_places(&self, index: usize, block: &Block, range: Range<usize>) -> String {
        let mut places: Vec<_> = self
            .found
            .places
            .iter()
            .filter(|place| {
                place.block == index && place.range.start >= range.start && place.range.end <= range.end
            })
            .collect();
        places.sort_by_key(|place| place.range.start);
        let mut out = String::new();
        let mut at = range.start;
        for place in places.into_iter().filter(|place| !place.range.is_empty()) {
            if place.range.start < at {
                continue;
            }
            out.push_str(&write::escape(block.text.get(at..place.range.start).unwrap_or_default()));
            // Escaping works line by line and drops the last line end.
            if block.text.get(at..place.range.start).is_some_and(|text| text.ends_with('\n')) {
                out.push('\n');
            }
            let _ = write!(out, "{{{{ {} }}}}", place.path);
            at = place.range.end;
        }
        out.push_str(&write::escape(block.text.get(at..range.end).unwrap_or_default()));
        out
    }

    fn table(&mut self, rows: &[(usize, &Block)], heading: &str) {
        let Some((_, first)) = rows.first() else { return };
        let cells = |block: &Block| -> Vec<String> {
            block.text.trim_matches('|').split(['|', '\t']).map(|cell| write::escape(cell.trim())).collect()
        };
        let width = rows.iter().map(|(_, block)| cells(block).len()).max().unwrap_or(1);
        let mut text = String::new();
        for (number, (_, block)) in rows.iter().enumerate() {
            let mut row = cells(block);
            row.resize(width, String::new());
            let _ = writeln!(text, "| {} |", row.join(" | "));
            if number == 0 {
                let _ = writeln!(text, "|{}", "---|".repeat(width));
            }
        }
        let joined: Vec<&str> = rows.iter().map(|(_, block)| block.text.as_str()).collect();
        let joined = joined.join(". ");
        let lower = format!("{heading} {joined}").to_lowercase();
        let promise = if lower.contains("cookie") {
            Some("cookie-table")
        } else if ["bewaar", "retention", "bewaard", "keep"].iter().any(|word| lower.contains(word)) {
            Some("retention-terms")
        } else {
            sentences_of(&joined, heading, self.language).iter().find_map(|sentence| sentence.promise)
        };
        self.passage(promise, first.first, &joined, text.trim());
    }
}
