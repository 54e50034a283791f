//! What the database says about itself: tables, columns with their types, indexes, foreign keys.

use std::collections::{BTreeMap, BTreeSet};

/// A database's structure, as far as the connector needs it.
#[derive(Debug, Clone, Default)]
pub(super) struct Schema {
    /// Name and version: `MariaDB 10.11.19`.
    pub(super) server: String,
    /// The server takes no changes.
    pub(super) read_only: bool,
    /// By the name that maps use: plain in the connection's own schema, `schema.table` elsewhere.
    pub(super) tables: BTreeMap<String, Table>,
    /// Materialised views, which keep copies of rows of other tables until they are built anew.
    pub(super) copies: BTreeMap<String, Table>,
    /// References between tables that the database enforces.
    pub(super) foreign_keys: Vec<ForeignKey>,
    /// A mark that changes when a reference is made, changed or dropped, from databases that give one.
    pub(super) references: Option<String>,
    /// Tables, by the name that maps use, on which writing sets off more writing.
    pub(super) triggered: BTreeSet<String>,
}

/// A table.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "four things that a table is or is not, each by itself")]
pub(super) struct Table {
    /// Schema, when it is not the connection's own.
    pub(super) schema: Option<String>,
    /// Its name in that schema.
    pub(super) name: String,
    /// In the table's order.
    pub(super) columns: Vec<Column>,
    pub(super) indexes: Vec<Index>,
    /// Whether it takes part in transactions.
    pub(super) transactional: bool,
    /// Whether each row tells which transaction wrote it.
    pub(super) versioned: bool,
    /// A policy hides rows of it from the account that we use: nobody can say what is in it.
    pub(super) hidden: bool,
    /// The database keeps every earlier state of its rows, and gives them out again when asked.
    pub(super) remembers: bool,
}

/// A column.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "four things that a column is or is not, each by itself")]
pub(super) struct Column {
    pub(super) name: String,
    /// The type in the database's own words.
    pub(super) type_name: String,
    /// The type as a cast names it, quoted and with its schema where it has one. PostgreSQL only.
    pub(super) cast: String,
    pub(super) kind: Kind,
    pub(super) nullable: bool,
    /// The longest text it takes, in characters.
    pub(super) max_length: Option<u64>,
    /// Equality ignores capitals (a `_ci` collation, citext, NOCASE).
    pub(super) insensitive: bool,
    /// Given by the database: cannot be written.
    pub(super) generated: bool,
    /// Computed by the database from other columns of the row, which it follows.
    pub(super) computed: bool,
}

/// How values are read, compared and emptied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A whole number of at most 64 bits.
    Int,
    /// Text.
    Text,
    /// Bytes; as text `0x` and hexadecimal.
    Bytes,
    /// True or false; as text `1` and `0`.
    Bool,
    /// A bit field; as text its number.
    Bits,
    /// Structured text (JSON) that must stay valid.
    Json,
    /// PostgreSQL's uuid: text can be cast to it so that an index serves.
    Uuid,
    /// A number that is not whole, or too large.
    Number,
    /// SQLite columns without a type: values of any kind.
    Any,
    /// Everything else (dates, enumerations, addresses …), read and compared as text.
    Other,
}

/// An index.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    pub(super) unique: bool,
    /// Only part of the rows or of a column's text.
    pub(super) partial: bool,
    pub(super) parts: Vec<IndexPart>,
}

/// One part of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum IndexPart {
    /// A column; `folded` when this index ignores capitals.
    Column { name: String, folded: bool },
    /// An expression, in the database's words, lower case, without casts, quotes and spaces.
    Expression(String),
}

/// A reference that the database enforces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ForeignKey {
    pub(super) name: String,
    /// The table with the reference, and its columns.
    pub(super) child: String,
    pub(super) child_columns: Vec<String>,
    /// The table referred to, and its columns.
    pub(super) parent: String,
    pub(super) parent_columns: Vec<String>,
}

impl Schema {
    pub(super) fn table(&self, name: &str) -> Option<&Table> {
        self.tables.get(name)
    }
}

impl Table {
    pub(super) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Whether these columns together tell rows apart.
    pub(super) fn is_unique(&self, columns: &[String]) -> bool {
        self.indexes.iter().any(|index| {
            index.unique
                && !index.partial
                && index
                    .parts
                    .iter()
                    .all(|part| matches!(part, IndexPart::Column { name, .. } if columns.contains(name)))
        })
    }

    /// Whether a single column must be unique by itself.
    pub(super) fn unique_alone(&self, column: &str) -> bool {
        self.indexes.iter().any(|index| {
            index.unique
                && matches!(index.parts.as_slice(), [IndexPart::Column { name, .. }] if name == column)
        })
    }

    /// Whether a unique index says anything of a column, alone, with others or in an expression such as
    /// `lower(column)`: two rows with the same pseudonym in it might be refused.
    pub(super) fn unique_part(&self, column: &str) -> bool {
        let bare = column.to_lowercase();
        self.indexes.iter().filter(|index| index.unique).flat_map(|index| &index.parts).any(|part| match part
        {
            IndexPart::Column { name, .. } => name == column,
            IndexPart::Expression(text) => text.contains(&bare),
        })
    }

    /// Whether an index begins with this column.
    pub(super) fn indexed(&self, column: &str) -> bool {
        self.indexes.iter().any(
            |index| matches!(index.parts.first(), Some(IndexPart::Column { name, .. }) if name == column),
        )
    }

    /// Whether an index that begins with this column ignores capitals.
    pub(super) fn indexed_folded(&self, column: &str) -> bool {
        self.indexes.iter().any(|index| {
            matches!(index.parts.first(), Some(IndexPart::Column { name, folded: true }) if name == column)
        })
    }

    /// Whether an index begins with this expression (see [`IndexPart::Expression`] for its form).
    pub(super) fn indexed_expression(&self, expression: &str) -> bool {
        self.indexes.iter().any(
            |index| matches!(index.parts.first(), Some(IndexPart::Expression(found)) if found == expression),
        )
    }
}

impl Column {
    /// Whether blanking leaves null, or what empty value it leaves; none when the column has neither.
    pub(super) fn blank(&self) -> Option<Blank> {
        if self.generated {
            return None;
        }
        if self.nullable {
            return Some(Blank::Null);
        }
        match self.kind {
            Kind::Text | Kind::Any | Kind::Bytes => Some(Blank::Empty),
            Kind::Int | Kind::Number | Kind::Bits => Some(Blank::Zero),
            Kind::Bool => Some(Blank::False),
            Kind::Json => Some(Blank::JsonNull),
            Kind::Uuid | Kind::Other => None,
        }
    }
}

/// What a blanked column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blank {
    Null,
    Empty,
    Zero,
    False,
    JsonNull,
}

/// An index expression in comparable form: lower case, without casts, quotes, spaces and outer parentheses.
pub(super) fn bare_expression(text: &str) -> String {
    let mut bare = text.to_lowercase();
    for cast in ["::text", "::character varying", "::bpchar"] {
        bare = bare.replace(cast, "");
    }
    bare.retain(|character| {
        !character.is_whitespace() && !matches!(character, '"' | '`' | '(' | ')' | '[' | ']')
    });
    bare
}
