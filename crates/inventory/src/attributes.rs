//! What identifies a person in text, read from the person's own rows.

use std::collections::BTreeSet;

use crate::columns::fill;
use crate::erasure::KnownValue;
use crate::found::FoundCollection;
use crate::map::{DataMap, Relation};

/// Values shorter than this would be found everywhere.
const MIN_LENGTH: usize = 4;

/// The attributes that own rows of these collections give. The columns must have been read along.
pub fn attributes<'f>(map: &DataMap, found: impl Fn(&str) -> Option<&'f FoundCollection>) -> Vec<KnownValue> {
    let mut values = BTreeSet::new();
    for rule in &map.attributes {
        let Some(rows) = found(&rule.collection) else { continue };
        let least = rule.min_length.unwrap_or(MIN_LENGTH);
        for row in rows.rows.iter().filter(|row| row.relation == Relation::Own) {
            if !rule.conditions.hold(|column| rows.value(row, column)) {
                continue;
            }
            if let Some(value) = fill(&rule.value, |column| rows.value(row, column))
                && value.chars().count() >= least
            {
                values.insert(KnownValue { kind: rule.kind, value });
            }
        }
    }
    values.into_iter().collect()
}
