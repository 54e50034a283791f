//! What was found: where, which words, which article, and how to mend it.

use std::collections::BTreeMap;
use std::fmt;

use kernel::{Language, Text};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};
use policy::{ClauseId, Span};
use serde::Serialize;

/// A conflict with the law, or a gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule: "K1" to "K34" for a conflict, "G1" to "G16" for a gap.
    pub rule: String,
    /// The file, relative to the folder.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// Where in the file.
    pub span: Span,
    /// The underlined words as readers see them.
    pub words: String,
    /// The clause in which it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<ClauseId>,
    /// The language of the text; none for a fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Where the law says it.
    pub article: Text,
    /// What is wrong.
    pub message: Text,
    /// How to mend it.
    pub help: Text,
}

/// Everything that was found, in the order of rules, files and places.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(transparent)]
pub struct Findings {
    /// The findings.
    pub items: Vec<Finding>,
    #[serde(skip)]
    texts: BTreeMap<String, String>,
}

impl Findings {
    pub(crate) fn new(mut items: Vec<Finding>, texts: &BTreeMap<String, String>) -> Self {
        let number = |rule: &str| {
            (rule.starts_with('G'), rule.get(1..).and_then(|number| number.parse::<u32>().ok()).unwrap_or(0))
        };
        items.sort_by(|a, b| (number(&a.rule), &a.file, a.span).cmp(&(number(&b.rule), &b.file, b.span)));
        items.dedup_by(|a, b| a.rule == b.rule && a.file == b.file && a.span == b.span);
        for item in &mut items {
            (item.line, item.column) =
                position(texts.get(&item.file).map_or("", String::as_str), item.span.start);
        }
        let named = |file: &String| items.iter().any(|item| item.file == *file);
        let texts =
            texts.iter().filter(|(file, _)| named(file)).map(|(k, v)| (k.clone(), v.clone())).collect();
        Self { items, texts }
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The rules that found something, each once, in order.
    pub fn rules(&self) -> Vec<&str> {
        let mut rules: Vec<&str> = self.items.iter().map(|item| item.rule.as_str()).collect();
        rules.dedup();
        rules
    }

    /// All of them for a terminal, in the words of `language`, each with its lines and the words underlined.
    pub fn render(&self, language: Language, color: bool) -> String {
        let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme).with_width(100).with_context_lines(0);
        let mut out = String::new();
        for item in &self.items {
            let text = self.texts.get(&item.file).cloned().unwrap_or_default();
            let report =
                Report { item, language, length: text.len(), source: NamedSource::new(&item.file, text) };
            if handler.render_report(&mut out, &report).is_err() {
                out.push_str(&item.to_string());
            }
            out.push('\n');
        }
        out
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, rule, message, article, .. } = self;
        write!(f, "{file}:{line}:{column}: {} [{rule}, {}]", message.en, article.en)
    }
}

/// The line and the column, from 1, of a byte; the column counts characters.
fn position(text: &str, at: usize) -> (usize, usize) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = text.get(..at).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

#[derive(Debug)]
struct Report<'a> {
    item: &'a Finding,
    language: Language,
    length: usize,
    source: NamedSource<String>,
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clause = self.item.clause.as_ref().map(|clause| format!("{clause}: ")).unwrap_or_default();
        let (message, article) = (self.item.message.get(self.language), self.item.article.get(self.language));
        write!(f, "{clause}{message} ({article})")
    }
}

impl std::error::Error for Report<'_> {}

impl miette::Diagnostic for Report<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.item.rule))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.item.help.get(self.language)))
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
