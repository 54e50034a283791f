//! Import: an existing policy, as plain text or HTML, in Dutch or English, as the start of a policy folder.
//!
//! [`import`] decodes the bytes, cuts the text into blocks, recognises which promise each sentence makes
//! (`classify`), finds facts with the words they came from (`facts`) and writes a folder that compiles. It
//! never guesses silently: what it assumed and what it could not place stands in the folder's README for a
//! person. Everything it knows by name is data; nothing here reads the network.

mod blocks;
mod classify;
mod decode;
mod facts;
mod html;
mod known;
mod prose;
mod readme;
mod settle;
mod write;

use jiff::civil::Date;
use kernel::Language;
use policy::SourceTree;
use serde::Serialize;

pub use facts::Fact;

/// A clause that was cut out of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// Its id in the folder.
    pub id: String,
    /// The promise that it was recognised by.
    pub promise: String,
    /// The first line of the block it stands in, from 1.
    pub line: usize,
    /// Its words in the source.
    pub text: String,
}

/// Text that makes no promise anybody recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unplaced {
    /// Its line.
    pub line: usize,
    /// Its words, cut to a readable length.
    pub text: String,
}

/// An imported policy.
#[derive(Debug, Clone, Serialize)]
pub struct Import {
    /// The language of the text.
    pub language: Language,
    /// The clauses in order.
    pub clauses: Vec<Clause>,
    /// The facts with the words they came from.
    pub facts: Vec<Fact>,
    /// Passages for a person to place.
    pub unplaced: Vec<Unplaced>,
    /// The policy folder; it compiles.
    #[serde(skip)]
    pub folder: SourceTree,
}

/// A longer text is no policy; what is beyond is left out.
const LONGEST: usize = 4 << 20;

/// Reads `bytes` as a policy. `today` stands for the first day where the text names none.
pub fn import(bytes: &[u8], today: Date) -> Import {
    let text = text_of(bytes);
    let language = lint::language::guess(&text);
    let blocks = blocks::blocks(&text);
    let found = facts::find(&blocks, language);
    let prose = prose::write(&blocks, &found, language);
    let mut folder = SourceTree::new();
    write::facts(&found, language, today, &mut folder);
    let dir = format!("prose/{language}");
    folder.insert(format!("{dir}/privacy.md"), prose.text.clone());
    if let Some(overview) = write::overview(&found, language) {
        folder.insert(format!("{dir}/import.md"), overview);
    }
    let facts = if settle::settle(&mut folder, &found) {
        found.facts
    } else {
        bare(&blocks, language, today, &mut folder)
    };
    let import = Import {
        language,
        clauses: prose.clauses,
        facts,
        unplaced: prose.unplaced,
        folder: SourceTree::new(),
    };
    folder.insert("README.md", readme::write(&import));
    Import { folder, ..import }
}

/// The text of a file: decoded, and without markup when it is a page.
pub fn text_of(bytes: &[u8]) -> String {
    let text = decode::text(bytes.get(..bytes.len().min(LONGEST)).unwrap_or_default());
    if html::looks_like(&text) { html::text(&text) } else { text }
}

/// The text alone, when its facts and its words cannot be brought together: every fact is for a person then.
fn bare(blocks: &[blocks::Block], language: Language, today: Date, folder: &mut SourceTree) -> Vec<Fact> {
    let found = facts::Found { emails: facts::find(blocks, language).emails, ..facts::Found::default() };
    *folder = SourceTree::new();
    write::facts(&found, language, today, folder);
    let prose = prose::write(blocks, &found, language);
    folder.insert(format!("prose/{language}/privacy.md"), prose.text);
    if let Some(overview) = write::overview(&found, language) {
        folder.insert(format!("prose/{language}/import.md"), overview);
    }
    settle::settle(folder, &found);
    Vec::new()
}
