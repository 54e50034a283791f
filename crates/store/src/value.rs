//! The closed set of types that go into and come out of the database: integers, text, booleans, bytes, and each
//! of them missing. Everything else is written as one of these here, so that both engines see the same.
//!
//! To store a type of the kernel, add it to one of the lists below.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::ids::{ArchiveId, JobId, MessageId, ProgramId, RequestId, SessionId, StaffId, StepId, SubjectId};
use kernel::{Language, StaffRole};
use sqlx::{Row as _, ValueRef as _};

use crate::error::StoreError;

/// A parameter of a statement. `None` keeps its type, because PostgreSQL wants to know what is missing.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Int(Option<i64>),
    Text(Option<String>),
    Bool(Option<bool>),
    Blob(Option<Vec<u8>>),
}

/// A type that can be a parameter.
pub(crate) trait IntoValue: Sized {
    fn into_value(this: Option<Self>) -> Value;
}

impl<T: IntoValue> From<T> for Value {
    fn from(value: T) -> Self {
        T::into_value(Some(value))
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(this: Option<Self>) -> Value {
        T::into_value(this.flatten())
    }
}

/// PostgreSQL's text cannot hold U+0000 and SQLite's can; the replacement character stands for it on both.
fn without_nul(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text }
}

impl IntoValue for i64 {
    fn into_value(this: Option<Self>) -> Value {
        Value::Int(this)
    }
}
impl IntoValue for bool {
    fn into_value(this: Option<Self>) -> Value {
        Value::Bool(this)
    }
}
impl IntoValue for String {
    fn into_value(this: Option<Self>) -> Value {
        Value::Text(this.map(without_nul))
    }
}
impl IntoValue for &String {
    fn into_value(this: Option<Self>) -> Value {
        Value::Text(this.cloned().map(without_nul))
    }
}
impl IntoValue for &str {
    fn into_value(this: Option<Self>) -> Value {
        Value::Text(this.map(str::to_owned).map(without_nul))
    }
}
impl IntoValue for Vec<u8> {
    fn into_value(this: Option<Self>) -> Value {
        Value::Blob(this)
    }
}
impl IntoValue for &[u8] {
    fn into_value(this: Option<Self>) -> Value {
        Value::Blob(this.map(<[u8]>::to_vec))
    }
}
impl IntoValue for Timestamp {
    fn into_value(this: Option<Self>) -> Value {
        Value::Int(this.map(Timestamp::as_microsecond))
    }
}

macro_rules! as_text {
    ($($type:ty),* $(,)?) => {$(
        impl IntoValue for $type {
            fn into_value(this: Option<Self>) -> Value {
                Value::Text(this.map(|value| value.to_string()))
            }
        }
        impl FromColumn for $type {
            const EXPECTED: &'static str = concat!("text that reads as ", stringify!($type));
            fn from_cell(cell: Cell) -> Option<Self> {
                cell.text()?.parse().ok()
            }
        }
    )*};
}
as_text!(ArchiveId, Date, JobId, MessageId, ProgramId, RequestId, SessionId, StaffId, StepId, SubjectId);

impl IntoValue for Language {
    fn into_value(this: Option<Self>) -> Value {
        Value::Text(this.map(|language| language.tag().to_owned()))
    }
}
impl FromColumn for Language {
    const EXPECTED: &'static str = "the tag of a language";
    fn from_cell(cell: Cell) -> Option<Self> {
        Self::from_tag(&cell.text()?)
    }
}
impl IntoValue for StaffRole {
    fn into_value(this: Option<Self>) -> Value {
        let name = |role| match role {
            Self::Officer => "officer",
            Self::Engineer => "engineer",
            Self::Auditor => "auditor",
            Self::SchoolContact => "school-contact",
        };
        Value::Text(this.map(|role| name(role).to_owned()))
    }
}
impl FromColumn for StaffRole {
    const EXPECTED: &'static str = "the role of a member of staff";
    fn from_cell(cell: Cell) -> Option<Self> {
        match cell.text()?.as_str() {
            "officer" => Some(Self::Officer),
            "engineer" => Some(Self::Engineer),
            "auditor" => Some(Self::Auditor),
            "school-contact" => Some(Self::SchoolContact),
            _ => None,
        }
    }
}

/// Parameters, in the order of their numbers.
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::value::Value::from($value)),*] };
}
pub(crate) use values;

/// An enum whose cases stand as text in a column.
macro_rules! text_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$case_doc:meta])* $case:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$case_doc])* #[serde(rename = $text)] $case),* }

        impl $name {
            /// Every case.
            pub const ALL: &[Self] = &[$(Self::$case),*];

            /// How it stands in the column.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$case => $text),* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::value::IntoValue for $name {
            fn into_value(this: Option<Self>) -> $crate::value::Value {
                $crate::value::Value::Text(this.map(|case| case.as_str().to_owned()))
            }
        }

        impl $crate::value::FromColumn for $name {
            const EXPECTED: &'static str = concat!("one of", $(" ", $text),*);
            fn from_cell(cell: $crate::value::Cell) -> Option<Self> {
                let text = cell.text()?;
                Self::ALL.iter().copied().find(|case| case.as_str() == text)
            }
        }
    };
}
pub(crate) use text_enum;

/// A row of either engine.
pub(crate) enum Row {
    Sqlite(sqlx::sqlite::SqliteRow),
    Postgres(sqlx::postgres::PgRow),
}

/// One value of a row, asked for by the type it should have.
pub(crate) struct Cell<'r> {
    row: &'r Row,
    column: usize,
}

macro_rules! cell_getters {
    ($($name:ident -> $type:ty;)*) => {
        impl Cell<'_> {
            $(pub(crate) fn $name(&self) -> Option<$type> {
                match self.row {
                    Row::Sqlite(row) => row.try_get(self.column).ok(),
                    Row::Postgres(row) => row.try_get(self.column).ok(),
                }
            })*
        }
    };
}
cell_getters! { int -> i64; text -> String; bool -> bool; blob -> Vec<u8>; }

impl Cell<'_> {
    /// Text that may have been altered by hand into something that is no UTF-8 (SQLite does not look).
    pub(crate) fn lossy_text(&self) -> Option<String> {
        match self.row {
            Row::Sqlite(row) => {
                let bytes: Vec<u8> = row.try_get_unchecked(self.column).ok()?;
                Some(String::from_utf8_lossy(&bytes).into_owned())
            }
            Row::Postgres(row) => row.try_get(self.column).ok(),
        }
    }

    fn is_null(&self) -> bool {
        match self.row {
            Row::Sqlite(row) => row.try_get_raw(self.column).is_ok_and(|value| value.is_null()),
            Row::Postgres(row) => row.try_get_raw(self.column).is_ok_and(|value| value.is_null()),
        }
    }
}

/// A type that a column can be read as.
pub(crate) trait FromColumn: Sized {
    const EXPECTED: &'static str;
    fn from_cell(cell: Cell) -> Option<Self>;
}

impl<T: FromColumn> FromColumn for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;
    fn from_cell(cell: Cell) -> Option<Self> {
        if cell.is_null() { Some(None) } else { T::from_cell(cell).map(Some) }
    }
}
impl FromColumn for i64 {
    const EXPECTED: &'static str = "an integer";
    fn from_cell(cell: Cell) -> Option<Self> {
        cell.int()
    }
}
impl FromColumn for bool {
    const EXPECTED: &'static str = "true or false";
    fn from_cell(cell: Cell) -> Option<Self> {
        cell.bool()
    }
}
impl FromColumn for String {
    const EXPECTED: &'static str = "text";
    fn from_cell(cell: Cell) -> Option<Self> {
        cell.text()
    }
}
impl FromColumn for Vec<u8> {
    const EXPECTED: &'static str = "bytes";
    fn from_cell(cell: Cell) -> Option<Self> {
        cell.blob()
    }
}
impl FromColumn for Timestamp {
    const EXPECTED: &'static str = "microseconds since 1970";
    fn from_cell(cell: Cell) -> Option<Self> {
        Timestamp::from_microsecond(cell.int()?).ok()
    }
}

/// Text as it stands there, readable or not: for rows that are looked at because they may have been altered.
pub(crate) struct Lossy(pub(crate) String);

impl FromColumn for Lossy {
    const EXPECTED: &'static str = "text";
    fn from_cell(cell: Cell) -> Option<Self> {
        cell.lossy_text().map(Self)
    }
}

/// Reads a row from its first column to its last.
pub(crate) struct Columns<'r> {
    row: &'r Row,
    statement: &'static str,
    next: usize,
}

impl<'r> Columns<'r> {
    pub(crate) fn of(row: &'r Row, statement: &'static str) -> Self {
        Self { row, statement, next: 0 }
    }

    /// The next column.
    pub(crate) fn take<T: FromColumn>(&mut self) -> Result<T, StoreError> {
        let column = self.next;
        self.next += 1;
        T::from_cell(Cell { row: self.row, column }).ok_or(StoreError::Corrupt {
            statement: self.statement,
            column,
            reason: T::EXPECTED,
        })
    }
}

/// A row that a statement yields.
pub(crate) trait FromRow: Sized {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError>;
}

impl<A: FromColumn> FromRow for (A,) {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok((columns.take()?,))
    }
}
impl<A: FromColumn, B: FromColumn> FromRow for (A, B) {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok((columns.take()?, columns.take()?))
    }
}
impl<A: FromColumn, B: FromColumn, C: FromColumn> FromRow for (A, B, C) {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok((columns.take()?, columns.take()?, columns.take()?))
    }
}
