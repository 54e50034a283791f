//! Puts facts in the place of placeholders and tables.

use std::collections::BTreeSet;
use std::ops::Range;

use kernel::Language;

use super::parse;
use super::paths::{self, PathError};
use super::tables;
use crate::compile::load::Loaded;
use crate::compile::references::{self, FactRef};
use crate::compile::topic::Topic;
use crate::diagnostic::{Code, Collector, Span, did_you_mean};
use crate::reading::Shown;

/// What resolving needs, and what it finds out.
pub(crate) struct Resolver<'a, 'b, 'c> {
    pub(crate) loaded: &'a Loaded,
    pub(crate) out: &'b mut Collector<'c>,
    pub(crate) file: &'a str,
    pub(crate) language: Language,
    /// The facts that the text shows.
    pub(crate) used: &'b mut BTreeSet<FactRef>,
}

/// Where resolved text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// Markdown: the values of facts are escaped.
    Markdown,
    /// Plain text, as a title.
    Plain,
}

impl Resolver<'_, '_, '_> {
    /// The text of `range` with every placeholder replaced and every comment taken out.
    pub(crate) fn resolve(&mut self, text: &str, range: Range<usize>, target: Target) -> String {
        self.show(text, range, target).text
    }

    /// The same, with where each piece of it comes from.
    pub(crate) fn show(&mut self, text: &str, range: Range<usize>, target: Target) -> Shown {
        let mut out = Shown::default();
        let mut at = range.start;
        while let Some(rest) = text.get(at..range.end) {
            let Some(piece) = next_piece(rest) else {
                out.push(rest, Span::new(at, range.end), true);
                break;
            };
            let literal = rest.get(..piece.start).unwrap_or_default();
            out.push(literal, Span::new(at, at + piece.start), true);
            let inner = rest.get(piece.inner.clone()).unwrap_or_default();
            let span = Span::new(at + piece.start, at + piece.end);
            match piece.kind {
                PieceKind::Comment => {}
                PieceKind::Unclosed => {
                    self.out.add(
                        Code::Placeholder,
                        self.file,
                        span,
                        "this placeholder is not closed",
                        "close it with “}}”",
                    );
                }
                PieceKind::Placeholder => {
                    let alone = stands_alone(text, span);
                    let shown = self.placeholder(inner, at + piece.inner.start, span, target, alone);
                    out.push(&shown, span, false);
                }
            }
            at += piece.end;
        }
        out
    }

    fn placeholder(&mut self, inner: &str, start: usize, span: Span, target: Target, alone: bool) -> String {
        let words = parse::words(start, inner);
        match words.as_slice() {
            [] => {
                self.out.add(
                    Code::Placeholder,
                    self.file,
                    span,
                    "an empty placeholder",
                    "write a path, as in “{{ organisation.name }}”",
                );
                String::new()
            }
            [("table", _), rest @ ..] => {
                if alone && target == Target::Markdown {
                    self.table(rest, span)
                } else {
                    let help = "put the table on a line of its own";
                    self.out.add(Code::Placeholder, self.file, span, "a table inside a line", help);
                    String::new()
                }
            }
            [(path, at)] => self.path(path, *at, target),
            _ => {
                let help = "a placeholder holds one path, or “table” with a kind and filters";
                self.out.add(Code::Placeholder, self.file, span, "this placeholder is not understood", help);
                String::new()
            }
        }
    }

    fn path(&mut self, path: &str, span: Span, target: Target) -> String {
        let parts = split_path(path);
        if let (Some(topic), Some(id)) =
            (parts.first().and_then(|head| Topic::from_plural(head)), parts.get(1))
        {
            self.used.insert((topic, (*id).to_owned()));
        }
        match paths::show(&self.loaded.facts, self.loaded.header.as_ref(), &parts) {
            Ok(shown) => {
                let escape = |text: &str| match target {
                    Target::Markdown => escape(text),
                    Target::Plain => text.to_owned(),
                };
                shown.render(&self.loaded.facts, self.language, &escape)
            }
            Err(error) => {
                self.path_error(&parts, span, &error);
                String::new()
            }
        }
    }

    fn path_error(&mut self, parts: &[&str], span: Span, error: &PathError) {
        let topic = parts.first().and_then(|head| Topic::from_plural(head));
        // The file that should hold the fact is wrong itself; its own diagnostics say what to mend first.
        let excused = match topic {
            Some(topic) => {
                self.loaded.broken.contains(&topic)
                    && parts.get(1).is_none_or(|id| {
                        self.loaded.declares(topic, id) || self.loaded.ids_of(topic).next().is_none()
                    })
            }
            None if parts.first() == Some(&"policy") => self.loaded.header.is_none(),
            None => !self.loaded.complete,
        };
        let shown: String = parts.join(".").chars().take(80).collect();
        match error {
            PathError::Unknown { part: 0, there_is } => {
                let head = parts.first().copied().unwrap_or_default();
                let help = did_you_mean(head, there_is.iter().map(String::as_str), "paths start with");
                self.out.add(Code::UnknownFact, self.file, span, format!("no facts at “{shown}”"), help);
            }
            _ if excused => {}
            PathError::Unknown { part, there_is } => {
                let given = parts.get(*part).copied().unwrap_or_default();
                let help = did_you_mean(given, there_is.iter().map(String::as_str), "here there is");
                self.out.add(Code::UnknownFact, self.file, span, format!("no fact at “{shown}”"), help);
            }
            PathError::UnknownId { topic } => {
                let id = parts.get(1).copied().unwrap_or_default();
                references::unknown(*topic, id, self.file, span, self.loaded, self.out);
            }
            PathError::Absent => {
                let help = "state the fact, or write the sentence without it";
                self.out.add(
                    Code::UnknownFact,
                    self.file,
                    span,
                    format!("this policy states nothing at “{shown}”"),
                    help,
                );
            }
        }
    }

    fn table(&mut self, words: &[(&str, Span)], span: Span) -> String {
        let Some(((kind, kind_span), filters)) = words.split_first() else {
            let help = format!("name its kind: {}", tables::KINDS.join(", "));
            self.out.add(Code::Placeholder, self.file, span, "a table of nothing", help);
            return String::new();
        };
        let Some(table) = tables::Kind::from_word(kind) else {
            let shown: String = kind.chars().take(40).collect();
            let help = did_you_mean(kind, tables::KINDS, "kinds of table");
            self.out.add(Code::Placeholder, self.file, *kind_span, format!("no table of “{shown}”"), help);
            return String::new();
        };
        let mut wanted = Vec::new();
        for (word, span) in filters {
            match parse::param(word, *span) {
                Some(param) if table.filters().contains(&param.key.as_str()) => {
                    wanted.push((param.key, param.values.into_iter().map(|(value, _)| value).collect()));
                }
                Some(param) => {
                    let help = did_you_mean(
                        &param.key,
                        table.filters().iter().copied(),
                        "this table can be filtered by",
                    );
                    self.out.add(
                        Code::Placeholder,
                        self.file,
                        param.key_span,
                        format!("no filter “{}”", param.key),
                        help,
                    );
                }
                None => self.out.add(
                    Code::Placeholder,
                    self.file,
                    *span,
                    "this is no “key=value”",
                    "filters are “key=value”",
                ),
            }
        }
        let rendered = tables::render(table, &wanted, &self.loaded.facts, self.language);
        if rendered.rows == 0 && self.loaded.broken.is_empty() {
            let help = "a reader would see an empty table; take it out, or state the facts";
            self.out.add(Code::Placeholder, self.file, span, "this table has no rows", help);
        }
        self.used.extend(rendered.used);
        rendered.markdown
    }
}

enum PieceKind {
    Placeholder,
    Unclosed,
    Comment,
}

struct Piece {
    kind: PieceKind,
    start: usize,
    end: usize,
    inner: Range<usize>,
}

/// The next placeholder or comment.
fn next_piece(text: &str) -> Option<Piece> {
    let placeholder = text.find("{{");
    let comment = text.find("<!--").filter(|at| text.get(*at..).is_some_and(|rest| rest.contains("-->")));
    match (placeholder, comment) {
        (placeholder, Some(start)) if placeholder.is_none_or(|other| start < other) => {
            let end = text.get(start..)?.find("-->")? + start + 3;
            Some(Piece { kind: PieceKind::Comment, start, end, inner: start..end })
        }
        (Some(start), _) => {
            let line_end = text.get(start..)?.find('\n').map_or(text.len(), |at| start + at);
            let close = text.get(start..line_end)?.find("}}").map(|at| start + at);
            Some(match close {
                Some(close) => {
                    Piece { kind: PieceKind::Placeholder, start, end: close + 2, inner: start + 2..close }
                }
                None => Piece { kind: PieceKind::Unclosed, start, end: line_end, inner: start..line_end },
            })
        }
        _ => None,
    }
}

/// The ranges of placeholders and comments: what is not prose.
pub(crate) fn not_prose(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(piece) = text.get(at..).and_then(next_piece) {
        found.push(at + piece.start..at + piece.end);
        at += piece.end;
    }
    found
}

/// Whether nothing but white space shares the line with `span`.
fn stands_alone(text: &str, span: Span) -> bool {
    let before = text.get(..span.start).unwrap_or_default();
    let after = text.get(span.start + span.len..).unwrap_or_default();
    let before = before.rsplit('\n').next().unwrap_or_default();
    let after = after.split('\n').next().unwrap_or_default();
    before.trim().is_empty() && after.trim().is_empty()
}

/// The parts of a path. The name of a cookie may itself hold dots: it is what stands between `cookies.` and the last part.
fn split_path(path: &str) -> Vec<&str> {
    let parts: Vec<&str> = path.split('.').collect();
    if let ["services", id, "cookies", first, .., last] = parts.as_slice()
        && parts.len() > 5
    {
        let start = "services".len() + id.len() + "cookies".len() + 3;
        let end = path.len() - last.len() - 1;
        return vec!["services", id, "cookies", path.get(start..end).unwrap_or(first), last];
    }
    parts
}

/// Text with the characters escaped that Markdown would read as markup.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~') {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}
