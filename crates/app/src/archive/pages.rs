//! The readable part: HTML pages that stand alone, work offline and print well.

use askama::Template;
use kernel::Language;

use super::manifest::Manifest;

/// The front page of an archive.
#[derive(Template)]
#[template(path = "archive/index.html")]
pub struct Index<'a> {
    /// The reader's language.
    pub language: Language,
    /// What the archive holds.
    pub manifest: &'a Manifest,
    /// When it was made, as the reader writes dates.
    pub created: String,
}

/// The head of one system's page.
#[derive(Template)]
#[template(path = "archive/system_head.html")]
pub struct SystemHead<'a> {
    /// The reader's language.
    pub language: Language,
    /// The system's name.
    pub name: &'a str,
}

/// The head of one collection: its name and the table's header.
#[derive(Template)]
#[template(path = "archive/collection_head.html")]
pub struct CollectionHead<'a> {
    /// The reader's language.
    pub language: Language,
    /// The collection's id, for the link.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Per column: the field and the name of its data category.
    pub columns: &'a [(String, String)],
    /// The CSV file with the same rows.
    pub csv: &'a str,
    /// Too many columns for a table: each row is a card of its own.
    pub wide: bool,
}

/// One row.
#[derive(Template)]
#[template(path = "archive/row.html")]
pub struct Row<'a> {
    /// Why it was found.
    pub path: &'a str,
    /// Whether the row is somebody else's.
    pub mention: bool,
    /// The values.
    pub values: &'a [Option<String>],
}

/// One row of many columns: a card that names what is filled in.
#[derive(Template)]
#[template(path = "archive/card.html")]
pub struct Card<'a> {
    /// The reader's language.
    pub language: Language,
    /// Its number, from 1.
    pub number: u64,
    /// Why it was found.
    pub path: &'a str,
    /// Whether the row is somebody else's.
    pub mention: bool,
    /// Per column: the field and the name of its data category.
    pub columns: &'a [(String, String)],
    /// The values.
    pub values: &'a [Option<String>],
}

impl Card<'_> {
    /// What is filled in: field, name of its category, value.
    fn filled(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.columns.iter().zip(self.values).filter_map(|((field, category), value)| {
            let value = value.as_deref().filter(|value| !value.is_empty())?;
            Some((field.as_str(), category.as_str(), value))
        })
    }
}

impl Index<'_> {
    /// Texts in the reader's language, with commas between them.
    fn list(&self, texts: &[kernel::Text]) -> String {
        texts.iter().map(|text| text.get(self.language)).collect::<Vec<_>>().join(", ")
    }

    /// A text in the reader's language.
    fn text<'t>(&self, text: &'t kernel::Text) -> &'t str {
        text.get(self.language)
    }
}
