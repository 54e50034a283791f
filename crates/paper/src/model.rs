//! What can stand on paper. The model says what things are; how they look is the template's.

use jiff::civil::Date;
use kernel::Language;
use serde::Serialize;

/// A line of text: runs in a row.
pub type Line = Vec<Run>;

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paper {
    /// The language that it is written in.
    pub language: Language,
    /// Its title.
    pub title: String,
    /// A line below the title.
    pub subtitle: String,
    /// Whose document it is: the organisation.
    pub issuer: String,
    /// The day that it bears.
    pub date: Date,
    /// What names this document and no other, the same each time: the hash of an edition.
    pub identifier: String,
    /// What is known of it, as pairs of a name and a value, at its head.
    pub about: Vec<(String, Line)>,
    /// A line at the foot of each page.
    pub foot: String,
    /// Its text.
    pub sections: Vec<Section>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// 1 is the highest. A level that leaves one out is lifted: readers by ear count on that.
    pub level: u8,
    /// Its heading; none when it has none.
    pub heading: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// A paragraph.
    Paragraph {
        /// Its text.
        line: Line,
    },
    /// A list.
    List {
        /// Whether its items are numbered.
        numbered: bool,
        /// The items.
        items: Vec<Line>,
    },
    /// A table.
    Table(Table),
    /// A drawing.
    Chart(Chart),
    /// A passage with what is known of it in the margin below: a clause and its verdict.
    Clause {
        /// What it is referred to by.
        id: String,
        /// The passage.
        blocks: Vec<Block>,
        /// How it stands.
        tone: Tone,
        /// That in words; nothing when there is nothing to say.
        note: Line,
    },
}

/// A table: every row has as many cells as the head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// What it shows, for readers by ear and above it on paper.
    pub caption: String,
    /// The names of the columns.
    pub head: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<Line>>,
    /// How wide each column is, as shares of the whole; equal when empty.
    pub shares: Vec<u8>,
}

/// A drawing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// The drawing, SVG without anything that it loads.
    pub svg: String,
    /// What it shows, for whoever cannot see it.
    pub alt: String,
    /// The line below it.
    pub caption: String,
}

/// Text of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "text", rename_all = "kebab-case")]
pub enum Run {
    /// Plain.
    Text(String),
    /// Weighty.
    Strong(String),
    /// Stressed.
    Emphasis(String),
    /// Written exactly: a hash, the name of a cookie.
    Exact(String),
    /// It was there and is gone.
    Gone(String),
    /// It is new.
    New(String),
    /// Leads somewhere: the words and the address.
    Link(String, String),
}

/// How something stands. Its words say the same: nobody needs to see colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// Nothing is said of it.
    #[default]
    Plain,
    /// Good.
    Good,
    /// Bad.
    Bad,
    /// Not known.
    Open,
}

/// A line of plain text.
pub fn text(words: impl Into<String>) -> Line {
    vec![Run::Text(words.into())]
}
