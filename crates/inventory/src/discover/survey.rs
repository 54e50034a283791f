//! What a connector saw: tables, columns, and a bounded sample of rows. Values are personal data: they are read
//! here and never printed.

use std::collections::BTreeSet;

/// A database as it was looked at.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// Name and version of the server.
    pub server: String,
    /// The tables, by name.
    pub tables: Vec<TableSurvey>,
    /// References that the database enforces.
    pub references: Vec<DeclaredReference>,
    /// Materialised views, which keep copies of rows.
    pub copies: Vec<String>,
}

/// A table.
#[derive(Debug, Clone, Default)]
pub struct TableSurvey {
    /// Its name as maps write it.
    pub name: String,
    /// The columns that tell its rows apart; empty when nothing does.
    pub key: Vec<String>,
    /// The columns, in the table's order.
    pub columns: Vec<ColumnSurvey>,
    /// Sampled rows: one value per column, in the columns' order.
    pub rows: Vec<Vec<Option<String>>>,
    /// The sample is the whole table.
    pub complete: bool,
}

/// A column.
#[derive(Debug, Clone)]
pub struct ColumnSurvey {
    /// Its name.
    pub name: String,
    /// What sort of values it takes.
    pub kind: ValueKind,
    /// The longest text it takes, in characters; none when unbounded or not text.
    pub max_length: Option<u64>,
    /// No two rows have the same.
    pub unique: bool,
    /// An index begins with it.
    pub indexed: bool,
}

/// What sort of values a column takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// Whole numbers.
    Integer,
    /// Text.
    Text,
    /// Numbers with a fraction.
    Number,
    /// Dates and times.
    Date,
    /// True or false.
    Bool,
    /// Bytes.
    Bytes,
    /// JSON.
    Json,
    /// UUIDs.
    Uuid,
    /// Anything else, or any kind at all.
    Other,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredReference {
    /// The table that refers.
    pub child: String,
    /// Its column.
    pub column: String,
    /// The table referred to.
    pub parent: String,
    /// Its column.
    pub parent_column: String,
    /// The other columns of a key of several, here and there.
    pub also: Vec<(String, String)>,
}

impl Survey {
    /// The table with this name.
    pub fn table(&self, name: &str) -> Option<&TableSurvey> {
        self.tables.iter().find(|table| table.name == name)
    }
}

impl TableSurvey {
    /// The column with this name.
    pub fn column(&self, name: &str) -> Option<&ColumnSurvey> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The sampled values of a column that are not null or empty, each once.
    pub fn distinct(&self, column: &str) -> BTreeSet<&str> {
        let Some(place) = self.columns.iter().position(|other| other.name == column) else {
            return BTreeSet::new();
        };
        let values = self.rows.iter().filter_map(|row| row.get(place)?.as_deref());
        values.filter(|value| !value.trim().is_empty()).collect()
    }

    /// The key when it is one column.
    pub fn single_key(&self) -> Option<&str> {
        match self.key.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Whether a column is the whole key.
    pub fn is_key(&self, column: &str) -> bool {
        self.single_key() == Some(column)
    }
}

impl ColumnSurvey {
    /// Whether it can hold text that people typed.
    pub fn is_text(&self) -> bool {
        matches!(self.kind, ValueKind::Text | ValueKind::Json | ValueKind::Other | ValueKind::Bytes)
    }
}
