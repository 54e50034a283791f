//! Cuts a prose file into front matter, headings, passages and clauses, each with its place in the file.

use std::ops::Range;

use kernel::Language;

use crate::diagnostic::{Code, Collector, Span};
use crate::document::ClauseId;

/// A prose file, cut up.
pub(crate) struct ProseFile<'t> {
    pub(crate) path: String,
    pub(crate) language: Language,
    pub(crate) text: &'t str,
    /// The document's id, from the front matter.
    pub(crate) document: String,
    /// Where the front matter names it.
    pub(crate) document_span: Span,
    /// Where the title stands, without quotes.
    pub(crate) title: Range<usize>,
    pub(crate) blocks: Vec<Block>,
}

/// A heading or a passage.
pub(crate) enum Block {
    /// `## Heading`: its level and where its text stands.
    Heading { level: u8, text: Range<usize> },
    /// A clause, or text between clauses: where its text stands.
    Passage { clause: Option<FenceHead>, text: Range<usize> },
}

/// The opening line of a clause.
#[derive(Debug, Clone)]
pub(crate) struct FenceHead {
    pub(crate) id: ClauseId,
    pub(crate) id_span: Span,
    pub(crate) promise: String,
    pub(crate) promise_span: Span,
    pub(crate) params: Vec<Param>,
}

/// A parameter of a clause.
#[derive(Debug, Clone)]
pub(crate) struct Param {
    pub(crate) key: String,
    pub(crate) key_span: Span,
    pub(crate) values: Vec<(String, Span)>,
}

/// A line without its end, and where it starts.
#[derive(Clone, Copy)]
struct Line<'t> {
    start: usize,
    text: &'t str,
    /// Where the next line starts.
    next: usize,
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let this = Line { start, text: line.trim_end_matches(['\n', '\r']), next: start + line.len() };
            start = this.next;
            this
        })
        .collect()
}

/// Cuts up a file. `None` when it has no usable front matter.
pub(crate) fn parse<'t>(
    path: &str,
    language: Language,
    text: &'t str,
    out: &mut Collector<'_>,
) -> Option<ProseFile<'t>> {
    let lines = lines(text);
    let (front, body) = front_matter(path, &lines, out)?;
    let mut cutter = Cutter { path, out, blocks: Vec::new(), open: None, loose: None, code: None };
    for line in lines.get(body..).unwrap_or_default() {
        cutter.line(*line);
    }
    cutter.finish();
    let blocks = cutter.blocks;
    Some(ProseFile {
        path: path.to_owned(),
        language,
        text,
        document: front.document,
        document_span: front.document_span,
        title: front.title,
        blocks,
    })
}

struct Front {
    document: String,
    document_span: Span,
    title: Range<usize>,
}

/// The front matter and the number of the first line after it.
fn front_matter(path: &str, lines: &[Line<'_>], out: &mut Collector<'_>) -> Option<(Front, usize)> {
    const HELP: &str = "a prose file starts with “---”, then “document: ID” and “title: …”, then “---”";
    let end = lines.iter().skip(1).position(|line| line.text.trim_end() == "---").map(|index| index + 1);
    let (Some(first), Some(end)) = (lines.first().filter(|line| line.text.trim_end() == "---"), end) else {
        let span = Span::new(0, lines.first().map_or(0, |line| line.text.len()));
        out.add(Code::FrontMatter, path, span, "this file has no front matter", HELP);
        return None;
    };
    let (mut document, mut title) = (None, None);
    for line in lines.get(1..end).unwrap_or_default().iter().filter(|line| !line.text.trim().is_empty()) {
        let span = Span::new(line.start, line.start + line.text.len());
        let Some((key, value)) = line.text.split_once(':') else {
            out.add(Code::FrontMatter, path, span, "this line of the front matter is no “key: value”", HELP);
            continue;
        };
        let range = trimmed(line.start + key.len() + 1, value);
        match key.trim() {
            "document" => document = Some(range),
            "title" => title = Some(range),
            other => {
                let shown: String = other.chars().take(40).collect();
                out.add(
                    Code::FrontMatter,
                    path,
                    span,
                    format!("unknown key “{shown}” in the front matter"),
                    HELP,
                );
            }
        }
    }
    let whole = Span::new(first.start, first.start + first.text.len());
    let text = |range: &Range<usize>| {
        lines.iter().find_map(|line| {
            line.text.get(range.start.checked_sub(line.start)?..range.end.checked_sub(line.start)?)
        })
    };
    let named = document.and_then(|range: Range<usize>| Some((text(&range)?.to_owned(), range)));
    let Some((document, range)) = named.filter(|(id, _)| !id.is_empty()) else {
        out.add(Code::FrontMatter, path, whole, "the front matter names no document", HELP);
        return None;
    };
    let document_span = Span::new(range.start, range.end);
    if !document.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
        let help = "the id of a document is small letters, digits and “-”: it stands in addresses of pages";
        out.add(Code::FrontMatter, path, document_span, "this is no id of a document", help);
    }
    let Some(title) = title.filter(|range| !range.is_empty()) else {
        out.add(Code::FrontMatter, path, whole, "the front matter has no title", HELP);
        return None;
    };
    Some((Front { document, document_span, title }, end + 1))
}

/// The range of `value`, which starts at `start`, without white space and quotes around it.
fn trimmed(start: usize, value: &str) -> Range<usize> {
    let left = value.len() - value.trim_start().len();
    let inner = value.trim();
    let begin = start + left;
    let quoted = inner.len() >= 2 && inner.starts_with('"') && inner.ends_with('"');
    if quoted { begin + 1..begin + inner.len() - 1 } else { begin..begin + inner.len() }
}

/// A clause whose fence is open.
struct Open {
    head: Option<FenceHead>,
    fence: Span,
    start: usize,
}

struct Cutter<'a, 'b, 'c> {
    path: &'a str,
    out: &'b mut Collector<'c>,
    blocks: Vec<Block>,
    open: Option<Open>,
    /// Text outside clauses that is being gathered.
    loose: Option<Range<usize>>,
    /// The marker of the code block that we are in: nothing in it is structure.
    code: Option<&'static str>,
}

impl Cutter<'_, '_, '_> {
    fn line(&mut self, line: Line<'_>) {
        let trimmed = line.text.trim();
        if let Some(marker) = ["```", "~~~"].into_iter().find(|marker| trimmed.starts_with(marker)) {
            self.code = match self.code {
                None => Some(marker),
                Some(open) if open == marker => None,
                other => other,
            };
            self.gather(line);
        } else if self.code.is_some() {
            self.gather(line);
        } else if let Some(rest) = line.text.trim_end().strip_prefix(":::") {
            self.fence(line, rest);
        } else if let Some((level, text)) = heading(line) {
            if self.open.is_some() {
                let span = Span::new(line.start, line.start + line.text.len());
                self.out.add(
                    Code::HeadingInClause,
                    self.path,
                    span,
                    "a heading inside a clause",
                    "put it before the clause’s “:::” line",
                );
            }
            self.flush();
            if self.open.is_none() {
                self.blocks.push(Block::Heading { level, text });
            }
        } else {
            self.gather(line);
        }
    }

    fn gather(&mut self, line: Line<'_>) {
        if self.open.is_some() {
            return;
        }
        match &mut self.loose {
            Some(range) => range.end = line.next,
            None if line.text.trim().is_empty() => {}
            None => self.loose = Some(line.start..line.next),
        }
    }

    /// Ends the text outside clauses that was being gathered.
    fn flush(&mut self) {
        if let Some(text) = self.loose.take() {
            self.blocks.push(Block::Passage { clause: None, text });
        }
    }

    fn fence(&mut self, line: Line<'_>, rest: &str) {
        let span = Span::new(line.start, line.start + line.text.trim_end().len());
        if rest.trim().is_empty() {
            match self.open.take() {
                Some(open) => self.close(open, line.start),
                None => self.out.add(
                    Code::Fence,
                    self.path,
                    span,
                    "“:::” closes nothing",
                    "a clause opens with “::: clause ID promise-name”",
                ),
            }
            return;
        }
        if let Some(open) = self.open.take() {
            self.out.add(
                Code::Fence,
                self.path,
                open.fence,
                "this clause is not closed",
                "put a line “:::” after its text",
            );
            self.close(open, line.start);
        }
        self.flush();
        let head = self.head(line, rest);
        self.open = Some(Open { head, fence: span, start: line.next });
    }

    fn close(&mut self, open: Open, end: usize) {
        if let Some(head) = open.head {
            self.blocks.push(Block::Passage { clause: Some(head), text: open.start..end.max(open.start) });
        }
    }

    /// Reads `::: clause ID promise key=value …`.
    fn head(&mut self, line: Line<'_>, rest: &str) -> Option<FenceHead> {
        const HELP: &str = "a clause opens with “::: clause ID promise-name key=value”";
        let span = Span::new(line.start, line.start + line.text.trim_end().len());
        let mut words = words(line.start + 3, rest).into_iter();
        if words.next().is_none_or(|(word, _)| word != "clause") {
            self.out.add(Code::Fence, self.path, span, "this fence is no clause", HELP);
            return None;
        }
        let Some((id, id_span)) = words.next() else {
            self.out.add(Code::Fence, self.path, span, "this clause has no id", HELP);
            return None;
        };
        let id: Option<ClauseId> = id
            .parse()
            .map_err(|error: crate::document::ClauseIdError| {
                self.out.add(Code::Fence, self.path, id_span, error.to_string(), HELP);
            })
            .ok();
        let Some((promise, promise_span)) = words.next().filter(|(word, _)| !word.contains('=')) else {
            self.out.add(Code::Fence, self.path, span, "this clause names no promise", HELP);
            return None;
        };
        let mut params: Vec<Param> = Vec::new();
        for (word, span) in words {
            match param(word, span) {
                Some(param) if params.iter().any(|other| other.key == param.key) => {
                    let help = "give several values in one parameter, with commas between them";
                    self.out.add(Code::Fence, self.path, span, "this parameter stands twice", help);
                }
                Some(param) => params.push(param),
                None => self.out.add(Code::Fence, self.path, span, "this is no “key=value”", HELP),
            }
        }
        Some(FenceHead { id: id?, id_span, promise: promise.to_owned(), promise_span, params })
    }

    fn finish(&mut self) {
        if let Some(open) = self.open.take() {
            self.out.add(
                Code::Fence,
                self.path,
                open.fence,
                "this clause is not closed",
                "put a line “:::” after its text",
            );
        }
        self.flush();
    }
}

/// A heading's level and where its text stands.
fn heading(line: Line<'_>) -> Option<(u8, Range<usize>)> {
    let hashes = line.text.bytes().take_while(|byte| *byte == b'#').count();
    let rest = line.text.get(hashes..)?;
    if !(1..=6).contains(&hashes) || !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return None;
    }
    let text = trimmed(line.start + hashes, rest.trim_end().trim_end_matches('#'));
    Some((u8::try_from(hashes).ok()?, text))
}

/// The words of a line with their places.
pub(crate) fn words(start: usize, text: &str) -> Vec<(&str, Span)> {
    let mut found = Vec::new();
    let mut begin = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_whitespace(), begin) {
            (true, Some(from)) => {
                if let Some(word) = text.get(from..at) {
                    found.push((word, Span::new(start + from, start + at)));
                }
                begin = None;
            }
            (false, None) => begin = Some(at),
            _ => {}
        }
    }
    found
}

/// `key=a,b` as a parameter.
pub(crate) fn param(word: &str, span: Span) -> Option<Param> {
    let (key, values) = word.split_once('=')?;
    let key_span = Span::new(span.start, span.start + key.len());
    let mut start = span.start + key.len() + 1;
    let values: Vec<(String, Span)> = values
        .split(',')
        .map(|value| {
            let at = Span::new(start, start + value.len());
            start += value.len() + 1;
            (value.to_owned(), at)
        })
        .collect();
    let complete = !key.is_empty() && values.iter().all(|(value, _)| !value.is_empty());
    complete.then(|| Param { key: key.to_owned(), key_span, values })
}
