//! What has been found so far of one collection.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};
use inventory::map::Relation;
use inventory::{FoundCollection, FoundRow, Key};

/// The rows of one collection, and how to find them again.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) found: FoundCollection,
    /// Positions of rows by their keys, which stand in the rows alone.
    index: HashTable<usize>,
    hasher: DefaultHashBuilder,
    /// Rows that others may be reached from, in the order in which they became the person's own.
    pub(super) own: Vec<usize>,
    /// How far each path (collection, path) has read in [`Self::own`].
    cursors: HashMap<(usize, usize), usize>,
    trails: HashMap<String, usize>,
    /// How a trail is continued: without the first column, which says no more than the identity.
    stems: Vec<String>,
    /// Rows that are followed but not reported: the same row of another collection, or one that is gone.
    hidden: HashSet<usize>,
    /// Values of columns that owners refer to.
    owners: BTreeMap<String, HashSet<String>>,
    /// Rows that an owner column gives to somebody else, with the owner's value: judged again when more own
    /// rows of the owner's collection turn up.
    pub(super) waiting: Vec<(usize, String)>,
}

/// What became of a row that a path led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Took {
    /// It is new.
    New,
    /// It was a mention and is the person's own.
    Upgraded,
    /// It was known.
    Known,
}

impl State {
    pub(super) fn new(collection: &str, table: &str, columns: &[String], owner_columns: Vec<String>) -> Self {
        Self {
            found: FoundCollection {
                collection: collection.to_owned(),
                table: table.to_owned(),
                columns: columns.to_vec(),
                ..FoundCollection::default()
            },
            owners: owner_columns.into_iter().map(|column| (column, HashSet::new())).collect(),
            ..Self::default()
        }
    }

    /// A trail's number; `stem` is how it goes on.
    pub(super) fn trail(&mut self, text: &str, stem: &str) -> usize {
        if let Some(known) = self.trails.get(text) {
            return *known;
        }
        let number = self.found.trails.len();
        self.found.trails.push(text.to_owned());
        self.stems.push(stem.to_owned());
        self.trails.insert(text.to_owned(), number);
        number
    }

    pub(super) fn stem(&self, trail: usize) -> &str {
        self.stems.get(trail).map_or("", String::as_str)
    }

    pub(super) fn position(&self, key: &Key) -> Option<usize> {
        let rows = &self.found.rows;
        let same = |position: &usize| rows.get(*position).is_some_and(|row| row.key == *key);
        self.index.find(self.hasher.hash_one(key), same).copied()
    }

    pub(super) fn row(&self, position: usize) -> Option<&FoundRow> {
        self.found.rows.get(position)
    }

    /// Takes a row in. Own goes before mentions, the first declared path before later ones.
    pub(super) fn take(&mut self, row: FoundRow) -> (usize, Took) {
        if let Some(position) = self.position(&row.key) {
            let Some(known) = self.found.rows.get_mut(position) else { return (position, Took::Known) };
            if known.relation == Relation::Mentions && row.relation == Relation::Own {
                *known = row;
                self.became_own(position);
                return (position, Took::Upgraded);
            }
            let before = (known.trail, known.path);
            if known.relation == row.relation && row.path < known.path {
                known.path = row.path;
                known.trail = row.trail;
            }
            let mention = known.relation == Relation::Mentions && row.relation == Relation::Mentions;
            let other = if (known.trail, known.path) == before { (row.trail, row.path) } else { before };
            let new = other.1 != known.path && known.also.iter().all(|(_, path)| *path != other.1);
            if mention && new {
                known.also.push(other);
            }
            return (position, Took::Known);
        }
        let position = self.found.rows.len();
        let own = row.relation == Relation::Own;
        let hash = self.hasher.hash_one(&row.key);
        self.found.rows.push(row);
        let (rows, hasher) = (&self.found.rows, &self.hasher);
        self.index.insert_unique(hash, position, |position| {
            rows.get(*position).map_or(0, |row| hasher.hash_one(&row.key))
        });
        if own {
            self.became_own(position);
        }
        (position, Took::New)
    }

    /// A row that was a mention is the person's own after all.
    pub(super) fn upgrade(&mut self, position: usize) {
        if let Some(row) = self.found.rows.get_mut(position) {
            row.relation = Relation::Own;
        }
        self.became_own(position);
    }

    fn became_own(&mut self, position: usize) {
        self.own.push(position);
        let Some(row) = self.found.rows.get(position) else { return };
        for (column, values) in &mut self.owners {
            if let Some(value) = self.found.value(row, column) {
                values.insert(value.to_owned());
            }
        }
    }

    pub(super) fn owns(&self, column: &str, value: &str) -> bool {
        self.owners.get(column).is_some_and(|values| values.contains(value))
    }

    /// The same where the database compares without regard to capitals.
    pub(super) fn owns_folded(&self, column: &str, value: &str) -> bool {
        let value = value.to_lowercase();
        self.owners.get(column).is_some_and(|values| values.iter().any(|own| own.to_lowercase() == value))
    }

    pub(super) fn hide(&mut self, position: usize) {
        self.hidden.insert(position);
    }

    pub(super) fn is_hidden(&self, position: usize) -> bool {
        self.hidden.contains(&position)
    }

    /// The own rows that a path has not read yet; they count as read from now on.
    pub(super) fn unread(&mut self, reader: (usize, usize)) -> Vec<usize> {
        let cursor = self.cursors.entry(reader).or_insert(0);
        let rows = self.own.get(*cursor..).unwrap_or_default().to_vec();
        *cursor = self.own.len();
        rows
    }

    /// The rows to report.
    pub(super) fn finish(self) -> FoundCollection {
        let mut found = self.found;
        if self.hidden.is_empty() {
            return found;
        }
        let mut position = 0;
        found.rows.retain(|_| {
            position += 1;
            !self.hidden.contains(&(position - 1))
        });
        found
    }
}
