//! What a search found: per collection the keys of the rows, how each was reached, and whose it is.
//!
//! A row carries its key and the few values that later joins, owners, holds and mentions need, never the whole
//! row: memory grows with the number of keys, not with their size.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::map::Relation;

/// A primary key, its parts as text. Binary parts are `0x` and hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Key(pub Vec<String>);

impl Key {
    /// A key of one part.
    pub fn single(part: impl Into<String>) -> Self {
        Self(vec![part.into()])
    }
}

impl AsRef<[String]> for Key {
    fn as_ref(&self) -> &[String] {
        &self.0
    }
}

impl std::fmt::Display for Key {
    /// The parts joined with `|`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, part) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("|")?;
            }
            f.write_str(part)?;
        }
        Ok(())
    }
}

/// A row that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundRow {
    /// Its primary key.
    pub key: Key,
    /// Whose it is.
    pub relation: Relation,
    /// How it was reached: an index into [`FoundCollection::trails`].
    pub trail: usize,
    /// The path of the map that reached it: an index into the collection's paths.
    pub path: usize,
    /// Further ways in which somebody else's row mentions the person: trail and path. Each has its own column,
    /// and its own erasure.
    pub also: Vec<(usize, usize)>,
    /// The values of [`FoundCollection::columns`], in that order.
    pub values: Vec<Option<String>>,
}

/// The rows found of one collection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundCollection {
    /// The collection's id.
    pub collection: String,
    /// Its table.
    pub table: String,
    /// The columns whose values were read along.
    pub columns: Vec<String>,
    /// How rows were reached, in words: `email → accounts → orders.customer_id`.
    pub trails: Vec<String>,
    /// The rows, in the order in which they were found.
    pub rows: Vec<FoundRow>,
    /// Keys of own rows that somebody else's rows lead to as well; only where the map asks
    /// ([`crate::map::ErasureRule::unless_shared`]).
    pub shared: BTreeSet<Key>,
}

impl FoundCollection {
    /// The value of a column that was read along.
    pub fn value<'a>(&self, row: &'a FoundRow, column: &str) -> Option<&'a str> {
        row.values.get(self.place(column)?)?.as_deref()
    }

    /// Where the values of a column stand that was read along.
    pub fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|name| name == column)
    }

    /// How a row was reached, in words.
    pub fn trail(&self, row: &FoundRow) -> &str {
        self.trails.get(row.trail).map_or("", String::as_str)
    }

    /// How many rows have this relation.
    pub fn count(&self, relation: Relation) -> usize {
        self.rows.iter().filter(|row| row.relation == relation).count()
    }
}

/// Everything found in one system.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The system's id.
    pub system: String,
    /// Per collection of the map, in its order; collections without rows are left out.
    pub collections: Vec<FoundCollection>,
}

impl Found {
    /// The rows of one collection.
    pub fn collection(&self, id: &str) -> Option<&FoundCollection> {
        self.collections.iter().find(|found| found.collection == id)
    }

    /// How many rows are the person's own.
    pub fn own(&self) -> usize {
        self.collections.iter().map(|found| found.count(Relation::Own)).sum()
    }

    /// How many rows of others mention the person.
    pub fn mentions(&self) -> usize {
        self.collections.iter().map(|found| found.count(Relation::Mentions)).sum()
    }

    /// The plain report that `gestand find` prints.
    pub fn report(&self) -> Vec<CollectionReport> {
        self.collections
            .iter()
            .map(|found| CollectionReport {
                system: self.system.clone(),
                collection: found.collection.clone(),
                table: found.table.clone(),
                rows: found
                    .rows
                    .iter()
                    .map(|row| RowReport {
                        key: row.key.to_string(),
                        path: found.trail(row).to_owned(),
                        relation: row.relation,
                    })
                    .collect(),
            })
            .collect()
    }
}

/// The keys found in one collection, for people and other programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionReport {
    /// The system's id.
    pub system: String,
    /// The collection's id.
    pub collection: String,
    /// Its table.
    pub table: String,
    /// The rows.
    pub rows: Vec<RowReport>,
}

/// One row of a [`CollectionReport`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowReport {
    /// The primary key as text, parts joined with `|`.
    pub key: String,
    /// The identity and the joins that led there.
    pub path: String,
    /// Whose row it is.
    pub relation: Relation,
}
