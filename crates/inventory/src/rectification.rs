//! Correcting data (art. 16 GDPR): what is wrong, where it stands, and what a correction may not touch.
//!
//! The original of a datum is set to the new value, and with it every copy that the map declares and that holds
//! the same wrong value; exclusion lists that hold the old value of an identity get the new one too. A row that a retention term keeps as it was (an issued invoice) is not rewritten: the
//! books are corrected by a new document. Orders and prepared forms hold old and new values: personal data, sealed
//! with the request. Counts hold none.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::decide::Decided;
use crate::erasure::{Action, Terms};
use crate::found::{Found, Key};
use crate::identity::Identity;
use crate::manual::Task;
use crate::map::datum::{At, Place};
use crate::map::{Collection, DataMap, Erase, Field, Relation};
use crate::restriction::ListCounts;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The id of a datum of the map (`email`), or a single place (`accounts.user_email`).
    pub field: String,
    /// The wrong value. May be left out where the person's rows hold only one.
    pub was: Option<String>,
    /// The right value.
    pub to: String,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct RectificationOrder {
    /// Who.
    pub identities: Vec<Identity>,
    /// What is wrong.
    pub corrections: Vec<Correction>,
    /// The day on which it is decided what a term keeps as it was, in the organisation's zone.
    pub today: Date,
    /// The organisation's time zone.
    pub zone: TimeZone,
    /// The retention terms that holds may name.
    pub terms: Terms,
    /// The moment, for exclusion lists that note it.
    pub now: Timestamp,
}

/// Everything that is needed to correct data in one system, and to recognise that it was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PreparedRectification {
    /// The system's id.
    pub system: String,
    /// [`crate::DataMap::fingerprint`] of the map that it was made under.
    pub map: String,
    /// Who.
    pub identities: Vec<Identity>,
    /// The day on which holds were judged.
    pub today: Date,
    /// The zone of holds, as an IANA name.
    pub zone: String,
    /// The retention terms that the map names.
    pub terms: Terms,
    /// The moment of the order, for exclusion lists that note it.
    pub now: Timestamp,
    /// The rows to correct, by place.
    pub fields: Vec<PreparedField>,
    /// What a person must do by hand; only from a manual system.
    pub task: Option<Task>,
}

impl PreparedRectification {
    /// What will be done, counted, for the officer. No personal data.
    pub fn counts(&self) -> Vec<FieldCounts> {
        self.fields.iter().map(PreparedField::counts).collect()
    }
}

/// The rows of one place that hold the wrong value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreparedField {
    /// The place.
    pub place: Place,
    /// Its table.
    pub table: String,
    /// Its column.
    pub column: String,
    /// A copy: the original stands elsewhere.
    pub copy: bool,
    /// The right value.
    pub to: String,
    /// The rows, each with the value that it holds.
    pub rows: Vec<WrongRow>,
    /// Rows with the wrong value that a retention term keeps as they were.
    pub held: u64,
    /// Rows with another value: left.
    pub other: u64,
}

impl PreparedField {
    /// What will be done, counted.
    pub fn counts(&self) -> FieldCounts {
        FieldCounts {
            place: self.place.clone(),
            table: self.table.clone(),
            column: self.column.clone(),
            copy: self.copy,
            corrected: self.rows.len() as u64,
            held: self.held,
            other: self.other,
            not_theirs: 0,
        }
    }
}

/// A row with a wrong value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrongRow {
    /// Its key.
    pub key: Key,
    /// The value as it stands there.
    pub was: Option<String>,
}

/// What was done, or will be, in one place. No personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldCounts {
    /// The place.
    pub place: Place,
    /// Its table.
    pub table: String,
    /// Its column.
    pub column: String,
    /// A copy: the original stands elsewhere.
    pub copy: bool,
    /// Rows that have the right value now.
    pub corrected: u64,
    /// Rows that a retention term keeps as they were.
    pub held: u64,
    /// Rows with another value: left.
    pub other: u64,
    /// Prepared rows that are gone or somebody else's by now: left.
    pub not_theirs: u64,
}

/// What a correction did in one system. Fields and counts, never a value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RectificationReceipt {
    /// The system's id.
    pub system: String,
    /// By place.
    pub fields: Vec<FieldCounts>,
    /// Exclusion lists that held the old value and hold the new one now: who opted out stays out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<ListCounts>,
    /// What a person does by hand; only from a manual system.
    pub task: Option<Task>,
}

impl RectificationReceipt {
    /// The receipt of a correction that is known to have been carried out although its own was lost.
    pub fn from_prepared(prepared: &PreparedRectification) -> Self {
        Self {
            system: prepared.system.clone(),
            fields: prepared.counts(),
            lists: Vec::new(),
            task: prepared.task.clone(),
        }
    }

    /// Rows corrected in all.
    pub fn corrected(&self) -> u64 {
        self.fields.iter().map(|field| field.corrected).sum()
    }
}

/// Why a correction cannot be made. Names fields, never values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RectifyError {
    /// Neither a datum nor a place with personal data.
    #[error("“{0}” is no datum of the map and no place with personal data")]
    Unknown(String),
    /// Keys, secrets and structures.
    #[error("“{0}” is a key, a secret or a structure: a single value cannot be put there")]
    NotAValue(String),
    /// The person's rows hold several values, and none was named.
    #[error("“{0}” holds several values for this person: say which one is wrong")]
    Several(String),
    /// Nothing of the person's holds the wrong value.
    #[error("“{0}” holds no such value for this person")]
    Nothing(String),
    /// The new value is none.
    #[error("“{0}” is to become empty: erasing is another request")]
    Empty(String),
}

/// A place of the map with what stands there.
#[derive(Debug, Clone, PartialEq)]
pub struct Located<'m> {
    /// The place.
    pub place: Place,
    /// Its collection.
    pub collection: &'m Collection,
    /// The column that the value is in.
    pub column: &'m str,
    /// A copy of another place's value.
    pub copy: bool,
}

/// The places of a correction: the original first.
///
/// # Errors
/// The field is unknown, or nothing that a value can be put into.
pub fn locate<'m>(map: &'m DataMap, field: &str) -> Result<Vec<Located<'m>>, RectifyError> {
    let datum = map
        .data
        .iter()
        .find(|datum| datum.id == field || datum.at.first().is_some_and(|at| at.to_string() == field));
    let places = match datum {
        Some(datum) => datum.at.clone(),
        None => vec![field.parse().map_err(|_| RectifyError::Unknown(field.to_owned()))?],
    };
    places.into_iter().enumerate().map(|(number, place)| located(map, place, number > 0)).collect()
}

/// One place of the map.
///
/// # Errors
/// It is unknown, or nothing that a value can be put into.
pub fn located(map: &DataMap, place: Place, copy: bool) -> Result<Located<'_>, RectifyError> {
    let unknown = || RectifyError::Unknown(place.to_string());
    let collection = map.collection(&place.collection).ok_or_else(unknown)?;
    let (column, rule) = match &place.at {
        At::Column(column) => {
            let field = collection.field(column).ok_or_else(unknown)?;
            let known = collection.known_columns().into_iter().find(|known| known == column);
            (known.ok_or_else(unknown)?, field)
        }
        At::Pair(key) => {
            let pairs = collection.pairs.as_ref().ok_or_else(unknown)?;
            let rule = collection.pair_rule(Some(key)).ok_or_else(unknown)?;
            let field =
                Field { secret: rule.secret, nested: rule.nested, erase: Erase::Blank, ..Field::default() };
            (pairs.value.as_str(), field)
        }
    };
    if rule.secret || rule.nested.is_some() || collection.key.iter().any(|key| key == column) {
        return Err(RectifyError::NotAValue(place.to_string()));
    }
    Ok(Located { place, collection, column, copy })
}

/// The rows of the person's that a place is about: own, and of its key where it has one.
pub fn rows_of<'f>(located: &Located<'_>, found: &'f Found) -> Vec<&'f Key> {
    let Some(part) = found.collection(&located.collection.id) else { return Vec::new() };
    let own = part.rows.iter().filter(|row| row.relation == Relation::Own);
    let keyed = own.filter(|row| match (&located.place.at, &located.collection.pairs) {
        (At::Pair(key), Some(pairs)) => part.value(row, &pairs.key) == Some(key),
        _ => true,
    });
    keyed.map(|row| &row.key).collect()
}

/// What stands in the rows of a place, by key.
pub type Values = BTreeMap<Place, HashMap<Key, Option<String>>>;

/// Chooses the rows that a correction rewrites. `values` has those of every place of [`locate`].
///
/// # Errors
/// The wrong value cannot be told, or stands nowhere.
pub fn choose(
    located: &[Located<'_>],
    correction: &Correction,
    values: &Values,
    decided: &Decided,
) -> Result<Vec<PreparedField>, RectifyError> {
    if correction.to.trim().is_empty() {
        return Err(RectifyError::Empty(correction.field.clone()));
    }
    let Some(original) = located.first() else { return Err(RectifyError::Unknown(correction.field.clone())) };
    let wrong = match &correction.was {
        Some(was) => folded(was),
        None => only(original, values, &correction.to)?,
    };
    let mut fields = Vec::with_capacity(located.len());
    for here in located {
        let held = held(here, decided);
        let mut field = PreparedField {
            place: here.place.clone(),
            table: here.collection.table.clone(),
            column: here.column.to_owned(),
            copy: here.copy,
            to: correction.to.clone(),
            rows: Vec::new(),
            held: 0,
            other: 0,
        };
        let mut rows: Vec<_> = values.get(&here.place).into_iter().flatten().collect();
        rows.sort_unstable();
        for (key, value) in rows {
            let text = value.as_deref().unwrap_or_default();
            if folded(text) != wrong {
                field.other += 1;
            } else if held.contains(key) {
                field.held += 1;
            } else if text != correction.to {
                field.rows.push(WrongRow { key: key.clone(), was: value.clone() });
            }
        }
        fields.push(field);
    }
    if fields.iter().all(|field| field.rows.is_empty() && field.held == 0) {
        return Err(RectifyError::Nothing(correction.field.clone()));
    }
    Ok(fields)
}

/// The one value that the original holds, apart from the right one.
fn only(original: &Located<'_>, values: &Values, to: &str) -> Result<String, RectifyError> {
    let standing = values.get(&original.place).into_iter().flatten();
    let mut different: Vec<String> = standing
        .map(|(_, value)| value.clone().unwrap_or_default())
        .filter(|value| value != to)
        .map(|value| folded(&value))
        .collect();
    different.sort_unstable();
    different.dedup();
    match different.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(RectifyError::Nothing(original.place.to_string())),
        _ => Err(RectifyError::Several(original.place.to_string())),
    }
}

/// Two writings of one value: people retype addresses and names with other capitals.
fn folded(value: &str) -> String {
    value.trim().to_lowercase()
}

/// Rows of a place that a term keeps, this column with them.
pub fn held<'d>(here: &Located<'_>, decided: &'d Decided) -> HashSet<&'d Key> {
    let part = decided.collections.iter().find(|part| part.collection == here.collection.id);
    let groups = part.into_iter().flat_map(|part| &part.groups).filter(
        |group| matches!(&group.action, Action::Hold { changes, .. } if !changes.contains_key(here.column)),
    );
    groups.flat_map(|group| &group.rows).map(|row| &row.key).collect()
}

#[cfg(test)]
mod tests;
