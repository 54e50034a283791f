//! Where an export goes, row by row, so that no answer has to fit in memory.

use inventory::{Key, Relation, Task};

/// A column of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldMeta {
    /// The column.
    pub column: String,
    /// Its data category (facts/categories); none when the map names none.
    pub category: Option<String>,
    /// Withheld: passwords and tokens. Its values are always none.
    pub secret: bool,
    /// The map classifies it; false means that it was exported although nobody has looked at it yet.
    pub classified: bool,
}

/// A set of rows about to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionMeta {
    /// The collection's id.
    pub collection: String,
    /// Its table.
    pub table: String,
    /// Whose rows these are. Mentions come apart from, and after, all own rows of all collections.
    pub relation: Relation,
    /// The columns, in the table's order.
    pub fields: Vec<FieldMeta>,
}

/// A row of an export.
#[derive(Debug)]
pub struct RowOut<'a> {
    /// Its primary key.
    pub key: &'a Key,
    /// How it was reached, in words.
    pub path: &'a str,
    /// The data category of this row's value column, where a key-value table says so by key.
    pub pair_category: Option<&'a str>,
    /// The values, one for each of [`CollectionMeta::fields`]: none for null and for what is withheld.
    pub values: &'a [Option<String>],
}

/// A file about to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileMeta<'a> {
    /// Its own name, without folders. A user chose it: it may say anything.
    pub name: &'a str,
    /// How many bytes are expected, when that is known. It may turn out otherwise.
    pub size: Option<u64>,
}

/// The receiver refused. The reason must not quote data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SinkError(pub String);

/// Receives an export. Calls come as begin, rows, end; once per collection and relation that has rows. Before a row
/// that has a file the file comes, as begin_file, parts, end_file.
pub trait RowSink: Send {
    /// Rows of this set follow.
    fn begin(&mut self, meta: &CollectionMeta) -> Result<(), SinkError>;
    /// One row of the set.
    fn row(&mut self, row: &RowOut<'_>) -> Result<(), SinkError>;
    /// No more rows of the set.
    fn end(&mut self) -> Result<(), SinkError>;
    /// The content of the next row's file follows. Gives the place where it will stand.
    fn begin_file(&mut self, _file: &FileMeta<'_>) -> Result<String, SinkError> {
        Err(SinkError("this receiver takes no files".to_owned()))
    }
    /// A part of the file.
    fn file_part(&mut self, _part: &[u8]) -> Result<(), SinkError> {
        Err(SinkError("this receiver takes no files".to_owned()))
    }
    /// The file is whole.
    fn end_file(&mut self) -> Result<(), SinkError> {
        Err(SinkError("this receiver takes no files".to_owned()))
    }
}

/// What an export held.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ExportSummary {
    /// Per collection with rows.
    pub collections: Vec<ExportedCollection>,
    /// What a person must provide by hand; only from a manual system.
    pub task: Option<Task>,
}

/// What an export held of one collection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportedCollection {
    /// The collection's id.
    pub collection: String,
    /// Its table.
    pub table: String,
    /// Own rows.
    pub own: u64,
    /// Rows of others that mention the person.
    pub mentions: u64,
    /// Columns that were withheld because they are secret.
    pub withheld: Vec<String>,
}
