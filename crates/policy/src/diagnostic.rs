//! What is wrong with a policy folder: every problem with its file, line, span, message and help.
//!
//! Problems are collected, never thrown: whoever mends a folder sees all of them at once.

use std::collections::BTreeMap;
use std::fmt;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};
use serde::{Serialize, Serializer};

use crate::source::SourceTree;

/// A range of bytes in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// How many bytes.
    pub len: usize,
}

impl Span {
    /// The bytes from `start` up to but not including `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, len: end.saturating_sub(start) }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $word:literal;)*) => {
        /// What kind of problem.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub enum Code { $($(#[$doc])* #[serde(rename = $word)] $variant,)* }

        impl Code {
            /// The word that output and documentation use.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    };
}

codes! {
    /// The bytes are no UTF-8.
    NotUtf8 = "not-utf8";
    /// A file that the format does not know.
    UnknownFile = "unknown-file";
    /// A file that the format needs.
    MissingFile = "missing-file";
    /// The TOML cannot be read.
    Syntax = "toml-syntax";
    /// A key that the format does not know.
    UnknownKey = "unknown-key";
    /// A key that the format needs.
    MissingKey = "missing-key";
    /// A value of another type.
    WrongType = "wrong-type";
    /// A value of the right type that means nothing here.
    WrongValue = "wrong-value";
    /// An id in another form than ids have.
    BadId = "bad-id";
    /// A reference to a fact that does not exist.
    UnknownFact = "unknown-fact";
    /// A fact that nothing uses.
    UnusedFact = "unused-fact";
    /// Front matter that is missing or wrong.
    FrontMatter = "front-matter";
    /// A fence that is not closed, not opened, or not understood.
    Fence = "fence";
    /// A placeholder or table that is not understood.
    Placeholder = "placeholder";
    /// Two passages with one clause id.
    DuplicateClause = "duplicate-clause";
    /// A clause without text.
    EmptyClause = "empty-clause";
    /// A heading inside a clause.
    HeadingInClause = "heading-in-clause";
    /// A promise that the catalogue does not know.
    UnknownPromise = "unknown-promise";
    /// A parameter that the promise does not take.
    UnknownParameter = "unknown-parameter";
    /// A clause that makes another promise in another language.
    PromiseDiffers = "promise-differs";
    /// Clauses in another order than in another language.
    ClauseOrder = "clause-order";
    /// A language that lacks a clause.
    MissingClause = "missing-clause";
    /// A language that lacks a document.
    MissingDocument = "missing-document";
    /// A language that the product does not have.
    UnsupportedLanguage = "unsupported-language";
    /// A figure typed by hand where a fact has it.
    TypedFigure = "typed-figure";
    /// A name typed by hand where a fact has it.
    TypedName = "typed-name";
    /// A product's fact that is looser than the policy's.
    ProductLoosens = "product-loosens";
    /// An e-mail address typed by hand.
    TypedAddress = "typed-address";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Diagnostic {
    /// The file, relative to the folder.
    pub file: String,
    /// Where in it.
    pub span: Span,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What kind of problem.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// Everything that is wrong with a folder, in the order of files and lines. Never empty when it is an error.
#[derive(Clone, PartialEq, Eq)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
    texts: BTreeMap<String, String>,
}

impl Diagnostics {
    /// The problems in order.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.items.iter()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// All of them for a terminal, each with the lines it is about and the span underlined.
    pub fn render(&self, color: bool) -> String {
        let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme).with_width(100).with_context_lines(1);
        let mut out = String::new();
        for item in &self.items {
            let text = self.texts.get(&item.file).map_or("", String::as_str);
            let report =
                Report { item, source: NamedSource::new(&item.file, text.to_owned()), length: text.len() };
            // A report that cannot be drawn is still said in words.
            if handler.render_report(&mut out, &report).is_err() {
                out.push_str(&item.to_string());
            }
            out.push('\n');
        }
        out
    }
}

impl Serialize for Diagnostics {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.items.serialize(serializer)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {} [{}]", self.file, self.line, self.column, self.message, self.code)
    }
}

impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for item in &self.items {
            writeln!(f, "{item}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

#[derive(Debug)]
struct Report<'a> {
    item: &'a Diagnostic,
    source: NamedSource<String>,
    length: usize,
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.item.message)
    }
}

impl std::error::Error for Report<'_> {}

impl miette::Diagnostic for Report<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.item.code))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.item.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (self.length > 0).then_some(&self.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let start = self.item.span.start.min(self.length);
        let len = self.item.span.len.min(self.length - start);
        (self.length > 0).then(|| {
            Box::new(std::iter::once(LabeledSpan::underline((start, len)))) as Box<dyn Iterator<Item = _>>
        })
    }
}

/// Collects problems while a folder is compiled.
pub(crate) struct Collector<'a> {
    tree: &'a SourceTree,
    items: Vec<Diagnostic>,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(tree: &'a SourceTree) -> Self {
        Self { tree, items: Vec::new() }
    }

    /// Notes a problem.
    pub(crate) fn add(
        &mut self,
        code: Code,
        file: &str,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let help = help.into();
        let (line, column) = position(self.tree.get(file).unwrap_or_default(), span.start);
        self.items.push(Diagnostic {
            code,
            file: file.to_owned(),
            line,
            column,
            span,
            message: message.into(),
            help: (!help.is_empty()).then_some(help),
        });
    }

    /// How many problems so far.
    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    pub(crate) fn finish(mut self) -> Diagnostics {
        self.items.sort();
        self.items.dedup();
        let texts = self
            .items
            .iter()
            .filter_map(|item| {
                Some((item.file.clone(), String::from_utf8_lossy(self.tree.get(&item.file)?).into_owned()))
            })
            .collect();
        Diagnostics { items: self.items, texts }
    }
}

/// The line and column, from 1, of a byte; the column counts characters.
fn position(bytes: &[u8], at: usize) -> (usize, usize) {
    let before = bytes.get(..at.min(bytes.len())).unwrap_or_default();
    let line = before.split(|byte| *byte == b'\n').count();
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |index| index + 1);
    let column = String::from_utf8_lossy(before.get(line_start..).unwrap_or_default()).chars().count() + 1;
    (line, column)
}

/// The candidate that `given` was probably meant to be.
pub(crate) fn suggest<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (given.chars().count() / 2).clamp(1, 3);
    candidates
        .into_iter()
        .map(|candidate| (distance(given, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// "did you mean …?" followed by what there is, cut to a readable number.
pub(crate) fn did_you_mean<'a>(
    given: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    there_is: &str,
) -> String {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let help = match suggest(given, candidates.iter().copied()) {
        Some(candidate) => format!("did you mean “{candidate}”? "),
        None => String::new(),
    };
    if candidates.is_empty() {
        return format!("{help}{there_is}: none");
    }
    let shown: Vec<&str> = candidates.iter().copied().take(24).collect();
    let more = if candidates.len() > shown.len() { ", …" } else { "" };
    format!("{help}{there_is}: {}{more}", shown.join(", "))
}

/// The number of single-character changes between two short words (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(64).enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (slot, y) in row.iter_mut().skip(1).zip(&b) {
            let cost = diagonal + usize::from(x != *y);
            diagonal = *slot;
            left = cost.min(left + 1).min(*slot + 1);
            *slot = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_one_slip_away_are_suggested() {
        assert_eq!(suggest("recipent", ["purpose", "recipient"]), Some("recipient"));
        assert_eq!(suggest("nmae", ["name", "dpv"]), Some("name"));
        assert_eq!(suggest("zzzz", ["name", "dpv"]), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn positions_count_lines_and_characters() {
        let text = "één\ntwee x".as_bytes();
        assert_eq!(position(text, 0), (1, 1));
        assert_eq!(position(text, 6), (2, 1));
        assert_eq!(position(text, 11), (2, 6));
        assert_eq!(position(text, 999), (2, 7));
    }
}
