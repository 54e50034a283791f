//! How good a draft is: held against a map that somebody made by hand.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::map::{DataMap, Match, Source};

/// A column: table and name.
pub type Column = (String, String);

/// A join: the column that refers, and the column referred to.
pub type Joined = (Column, Column);

/// What a draft found of what is there.
#[derive(Debug, Clone, Serialize)]
pub struct Score<T: Ord> {
    /// In both.
    pub found: BTreeSet<T>,
    /// Only in the map made by hand.
    pub missed: BTreeSet<T>,
    /// Only in the draft.
    pub extra: BTreeSet<T>,
}

impl<T: Ord + Clone> Score<T> {
    fn of(truth: &BTreeSet<T>, draft: &BTreeSet<T>) -> Self {
        Self {
            found: truth.intersection(draft).cloned().collect(),
            missed: truth.difference(draft).cloned().collect(),
            extra: draft.difference(truth).cloned().collect(),
        }
    }

    /// Found of all that is there, in thousandths; 1000 when there is nothing.
    pub fn recall(&self) -> usize {
        share(self.found.len(), self.missed.len())
    }

    /// Right of all that was proposed, in thousandths; 1000 when nothing was.
    pub fn precision(&self) -> usize {
        share(self.found.len(), self.extra.len())
    }
}

fn share(found: usize, other: usize) -> usize {
    (found * 1000).checked_div(found + other).unwrap_or(1000)
}

/// Personal columns and joins of a draft against those of a map made by hand. Keys of tables and of key-value
/// tables are left out on both sides: they are neither here nor there.
pub fn compare(truth: &DataMap, draft: &DataMap) -> (Score<Column>, Score<Joined>) {
    let keys: BTreeSet<Column> = keys(truth).union(&keys(draft)).cloned().collect();
    let personal = |map: &DataMap| personal(map).difference(&keys).cloned().collect::<BTreeSet<Column>>();
    let columns = Score::of(&personal(truth), &personal(draft));
    let joined = Score::of(&joins(truth), &joins(draft));
    (columns, joined)
}

fn keys(map: &DataMap) -> BTreeSet<Column> {
    let of = map.collections.iter().flat_map(|collection| {
        let pairs = collection.pairs.iter().map(|pairs| &pairs.key);
        collection.key.iter().chain(pairs).map(|column| (collection.table.clone(), column.clone()))
    });
    of.collect()
}

fn personal(map: &DataMap) -> BTreeSet<Column> {
    let of = map.collections.iter().flat_map(|collection| {
        let fields = collection.personal_fields().into_keys().map(str::to_owned).collect::<Vec<_>>();
        let pairs = collection.pairs.iter().map(|pairs| pairs.value.clone()).collect::<Vec<_>>();
        fields.into_iter().chain(pairs).map(|column| (collection.table.clone(), column))
    });
    of.collect()
}

fn joins(map: &DataMap) -> BTreeSet<Joined> {
    let mut joins = BTreeSet::new();
    for collection in &map.collections {
        for path in &collection.paths {
            let Source::Collection(id) = path.source() else { continue };
            let (Some(source), true) = (map.collection(id), path.how == Match::Equals) else { continue };
            for (column, other) in &path.on {
                let (here, there) =
                    ((collection.table.clone(), column.clone()), (source.table.clone(), other.clone()));
                // Which side a path starts from is the map's affair.
                joins.insert(if here <= there { (here, there) } else { (there, here) });
            }
        }
    }
    joins
}
