//! Makes a document one that can be set and read by ear: no letter that the fonts do not have, no heading level left
//! out, no table with ragged rows.

use crate::model::{Block, Line, Paper, Run, Table};

/// What stands for a letter that no font here has.
const UNKNOWN: char = '?';

/// Mends a document. `has` tells whether the fonts have a letter.
pub(crate) fn sound(paper: &mut Paper, has: &dyn Fn(char) -> bool) {
    let mend = Mend { has };
    for words in [&mut paper.title, &mut paper.subtitle, &mut paper.issuer, &mut paper.foot] {
        mend.words(words);
    }
    if paper.title.trim().is_empty() {
        paper.title.clone_from(&paper.issuer);
    }
    for (name, line) in &mut paper.about {
        mend.words(name);
        mend.line(line);
    }
    let mut level = 0;
    for section in &mut paper.sections {
        mend.words(&mut section.heading);
        if !section.heading.is_empty() {
            // The first is 1, and none is more than one below the one before it.
            section.level = section.level.clamp(1, level + 1).min(6);
            level = section.level;
        }
        for block in &mut section.blocks {
            mend.block(block);
        }
    }
}

struct Mend<'f> {
    has: &'f dyn Fn(char) -> bool,
}

impl Mend<'_> {
    fn words(&self, words: &mut String) {
        let fine = |c: char| c == '\n' || (!c.is_control() && (self.has)(c));
        if words.chars().all(fine) {
            return;
        }
        let mended = words.chars().filter_map(|c| match c {
            '\t' | '\r' | '\u{2028}' | '\u{2029}' => Some(' '),
            // Signs that only steer a reader's program have no shape.
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => None,
            c if fine(c) => Some(c),
            c if c.is_whitespace() => Some(' '),
            _ => Some(UNKNOWN),
        });
        *words = mended.collect();
    }

    fn line(&self, line: &mut Line) {
        for run in line {
            match run {
                Run::Text(words)
                | Run::Strong(words)
                | Run::Emphasis(words)
                | Run::Exact(words)
                | Run::Gone(words)
                | Run::New(words) => self.words(words),
                Run::Link(words, address) => {
                    self.words(words);
                    // What leads nowhere safe is only text.
                    let safe = ["https://", "http://", "mailto:"].iter().any(|it| address.starts_with(it));
                    if !safe || address.contains(char::is_whitespace) {
                        *run = Run::Text(words.clone());
                    }
                }
            }
        }
    }

    fn block(&self, block: &mut Block) {
        match block {
            Block::Paragraph { line } => self.line(line),
            Block::List { items, .. } => items.iter_mut().for_each(|item| self.line(item)),
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => {
                self.words(&mut chart.alt);
                self.words(&mut chart.caption);
                if chart.alt.trim().is_empty() {
                    chart.alt.clone_from(&chart.caption);
                }
            }
            Block::Clause { id, blocks, note, .. } => {
                self.words(id);
                self.line(note);
                for block in blocks {
                    self.block(block);
                }
            }
        }
    }

    fn table(&self, table: &mut Table) {
        self.words(&mut table.caption);
        for name in &mut table.head {
            self.words(name);
        }
        let columns = table.head.len();
        for row in &mut table.rows {
            for cell in row.iter_mut() {
                self.line(cell);
            }
            row.resize(columns, Line::new());
        }
        if table.shares.len() != columns || table.shares.contains(&0) {
            table.shares = vec![1; columns];
        }
    }
}
