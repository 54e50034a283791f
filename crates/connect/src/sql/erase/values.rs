//! What becomes of a value: computed here for everything that is not the same for all rows.

use inventory::identity::{Normalise, normalise};
use inventory::map::{AttributeKind, Nested};
use inventory::needle::{Needles, REDACTED};
use inventory::nested::{self, Edit};
use inventory::{Change, DataMap, Key, PreparedErasure, Stood};

use crate::sql::scan::Looked;
use crate::sql::schema::{Blank, Column};

/// The person as values are searched for them.
pub(in crate::sql) struct Person {
    needles: Needles,
    /// Values that a whole leaf may be: identities with their steps, attributes as they stand.
    whole: Vec<(String, Vec<Normalise>)>,
    pub(in crate::sql) pseudonym: String,
}

impl Person {
    pub(in crate::sql) fn new(map: &DataMap, prepared: &PreparedErasure) -> Self {
        let looked = Looked::new(&prepared.identities, &prepared.attributes);
        let identities = prepared.identities.iter().filter_map(|identity| {
            let rule = map.identity(&identity.kind)?;
            Some((identity.normalised(rule), rule.normalise.clone()))
        });
        let folded = vec![Normalise::Trim, Normalise::Lower];
        let attributes =
            prepared.attributes.iter().map(|known| (normalise(&known.value, &folded), folded.clone()));
        Self {
            whole: identities.chain(attributes).collect(),
            needles: looked.needles().clone(),
            pseudonym: prepared.pseudonym.clone(),
        }
    }

    /// Whether the person stands in a value.
    pub(in crate::sql) fn stands_in(&self, value: &str) -> bool {
        self.redact_text(value).is_some()
    }

    fn is_whole(&self, leaf: &str) -> bool {
        self.whole.iter().any(|(value, steps)| normalise(leaf, steps) == *value)
    }

    /// A value after a change that depends on it; none when it stays as it is.
    pub(in crate::sql) fn rewrite(&self, change: &Change, value: &str) -> Option<String> {
        match change {
            Change::BlankLeaves { nested } => Some(blank_leaves(value, *nested)),
            Change::Redact { nested, stood } => self.redact(value, *nested, stood),
            Change::Remove { nested, stood } => self.remove(value, *nested, stood),
            Change::Blank | Change::Pseudonym | Change::Set { .. } => None,
        }
        .filter(|new| new != value)
    }

    fn redact(&self, value: &str, encoding: Option<Nested>, stood: &Stood) -> Option<String> {
        let document = encoding.and_then(|encoding| nested::read(value, Some(encoding)));
        let Some(mut document) = document else { return self.redact_all(value, stood) };
        document
            .edit(&mut |place, leaf| {
                if stood.is_leaf(place, leaf) {
                    // A list of keys has no room for words.
                    return if encoding == Some(Nested::List) {
                        Edit::Remove
                    } else {
                        Edit::Replace(REDACTED.to_owned())
                    };
                }
                self.redact_text(leaf).map_or(Edit::Keep, Edit::Replace)
            })
            .then(|| document.write())
    }

    fn redact_text(&self, value: &str) -> Option<String> {
        if self.is_whole(value) { Some(REDACTED.to_owned()) } else { self.needles.redact(value) }
    }

    /// Plain text: the person, and the keys by which the person stands there.
    fn redact_all(&self, value: &str, stood: &Stood) -> Option<String> {
        let redacted = self.redact_text(value);
        if stood.is_nothing() {
            return redacted;
        }
        let mut keys = Needles::new();
        for key in &stood.values {
            keys.add("key", AttributeKind::Name, key);
        }
        keys.redact(redacted.as_deref().unwrap_or(value)).or(redacted)
    }

    fn remove(&self, value: &str, encoding: Option<Nested>, stood: &Stood) -> Option<String> {
        let Some(mut document) = nested::read(value, encoding) else { return self.redact_all(value, stood) };
        document
            .edit(&mut |place, leaf| {
                if stood.is_leaf(place, leaf) || self.is_whole(leaf) {
                    Edit::Remove
                } else {
                    self.needles.redact(leaf).map_or(Edit::Keep, Edit::Replace)
                }
            })
            .then(|| document.write())
    }
}

/// Every string leaf emptied; what does not parse is emptied whole.
fn blank_leaves(value: &str, encoding: Nested) -> String {
    match nested::read(value, Some(encoding)) {
        Some(mut document) => {
            // An empty text is no value of a list of numbers.
            let nothing =
                || if encoding == Nested::List { Edit::Remove } else { Edit::Replace(String::new()) };
            document.edit(&mut |_, _| nothing());
            document.write()
        }
        None => String::new(),
    }
}

/// Whether a change depends on the value of each row.
pub(in crate::sql) fn depends_on_value(change: &Change) -> bool {
    matches!(change, Change::BlankLeaves { .. } | Change::Redact { .. } | Change::Remove { .. })
}

/// A fixed text for one row.
pub(in crate::sql) fn fill_set(text: &str, key: &Key, pseudonym: &str) -> String {
    text.replace("{key}", &key.to_string()).replace("{pseudonym}", pseudonym)
}

/// Whether a column already is as a change leaves it. `unique`: the pseudonym carries the row's key.
pub(in crate::sql) fn is_done(
    person: &Person,
    change: &Change,
    column: &Column,
    key: &Key,
    value: Option<&str>,
    unique: bool,
) -> bool {
    if column.computed {
        return value.is_none_or(|text| !person.stands_in(text));
    }
    match change {
        Change::Blank => match (column.blank(), value) {
            (_, None) => true,
            (Some(Blank::Empty), Some(text)) => text.is_empty() || text == "0x",
            (Some(Blank::Zero), Some(text)) => text.parse::<f64>() == Ok(0.0),
            (Some(Blank::False), Some(text)) => text == "0",
            (Some(Blank::JsonNull), Some(text)) => text == "null",
            _ => false,
        },
        Change::Pseudonym => value.is_none_or(|text| text == pseudonym(person, key, unique)),
        Change::Set { text } => value == Some(fill_set(text, key, &person.pseudonym).as_str()),
        Change::BlankLeaves { .. } | Change::Redact { .. } | Change::Remove { .. } => {
            value.is_none_or(|text| person.rewrite(change, text).is_none())
        }
    }
}

/// The pseudonym of a row: the same for all, with the key where the column must be unique.
pub(in crate::sql) fn pseudonym(person: &Person, key: &Key, unique: bool) -> String {
    if unique { format!("{}-{key}", person.pseudonym) } else { person.pseudonym.clone() }
}
