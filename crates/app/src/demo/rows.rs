//! Rows on their way into a demo system: table, columns and values, in the shape of the data maps.

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A whole number.
    Int(i64),
    /// Text.
    Text(String),
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// One row.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its table.
    pub table: &'static str,
    /// Its columns with their values.
    pub cells: Vec<(&'static str, Cell)>,
}

/// A row, written as `row!("table", column = value, …)`.
macro_rules! row {
    ($table:literal, $($column:ident = $value:expr),+ $(,)?) => {
        $crate::demo::rows::Row {
            table: $table,
            cells: vec![$((stringify!($column), $crate::demo::rows::Cell::from($value))),+],
        }
    };
}
pub(crate) use row;
