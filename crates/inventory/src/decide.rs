//! What an erasure does to each row: pure, from the map, what was found, the day and the retention terms.
//!
//! The order of judgement: is the row held by a term (its own, or that of the row it belongs to)? Then it stays,
//! and only what the law does not ask for is erased. Otherwise the collection's erasure applies. In key-value
//! tables the rule of the key replaces the collection's. A field that names rows of another collection goes only
//! where it names the person's. When a date cannot be read the row counts as held,
//! without a release date: a document that the law wants kept is never lost by a mistake in its date.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use retention::State;

use crate::columns::links;
use crate::dates::event_date;
use crate::erasure::{
    Action, Change, ErasureOrder, Mention, MentionAction, PreparedCollection, PreparedGroup, PreparedRow,
    Terms,
};
use crate::found::{Found, FoundCollection, FoundRow};
use crate::map::{
    Collection, DataMap, Do, Erase, Field, Hold, Match, MentionErase, Nested, Relation, Source, WhileHeld,
};

/// Why the rules cannot be applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecideError {
    /// A hold names a term that the policy does not have.
    #[error("the hold of “{collection}” names the retention term “{term}”, which the policy does not have")]
    UnknownTerm {
        /// The collection.
        collection: String,
        /// The term.
        term: String,
    },
}

/// What is decided.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decided {
    /// Own rows by collection, in the map's order.
    pub collections: Vec<PreparedCollection>,
    /// Rows of others that were found to mention the person.
    pub mentions: Vec<Mention>,
}

/// The circumstances of a decision.
#[derive(Debug, Clone, Copy)]
pub struct Day<'a> {
    /// The day, in the zone.
    pub today: Date,
    /// The organisation's zone.
    pub zone: &'a TimeZone,
    /// The terms that holds may name.
    pub terms: &'a Terms,
}

impl<'a> Day<'a> {
    /// The circumstances of an order.
    pub fn of(order: &'a ErasureOrder) -> Self {
        Self { today: order.today, zone: &order.zone, terms: &order.terms }
    }
}

/// A term that keeps a row, and until when; no date when it has not begun.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Held {
    term: String,
    release: Option<Date>,
}

/// Decides for everything that was found. The columns of [`crate::columns::links`] and
/// [`crate::columns::judged`] must have been read along.
pub fn decide(map: &DataMap, found: &Found, day: Day<'_>) -> Result<Decided, DecideError> {
    let held = holds(map, found, day)?;
    let named = Named::new(map, found);
    let mut decided = Decided::default();
    for part in &found.collections {
        let Some(collection) = map.collection(&part.collection) else { continue };
        let none = Vec::new();
        let holds = held.get(part.collection.as_str()).unwrap_or(&none);
        let prepared = prepare(map, collection, part, (holds, &named));
        if !prepared.groups.is_empty() {
            decided.collections.push(prepared);
        }
        let others = part.rows.iter().filter(|row| row.relation == Relation::Mentions);
        decided.mentions.extend(others.flat_map(|row| {
            let ways = std::iter::once((row.trail, row.path)).chain(row.also.iter().copied());
            ways.map(|(trail, path)| mention(collection, part, row, (trail, path)))
        }));
    }
    Ok(decided)
}

fn prepare(
    map: &DataMap,
    collection: &Collection,
    part: &FoundCollection,
    (holds, named): (&[Option<Held>], &Named<'_>),
) -> PreparedCollection {
    let links: Vec<String> = links(map, collection).into_iter().collect();
    let places: Vec<Option<usize>> =
        links.iter().map(|link| part.columns.iter().position(|column| column == link)).collect();
    let mut groups: BTreeMap<Action, Vec<PreparedRow>> = BTreeMap::new();
    for (index, row) in part.rows.iter().enumerate().filter(|(_, row)| row.relation == Relation::Own) {
        let held = holds.get(index).and_then(Option::as_ref);
        let values = places.iter().map(|place| row.values.get((*place)?).cloned().flatten()).collect();
        let prepared = PreparedRow { key: row.key.clone(), links: values };
        let action = action(collection, held, &|column| part.value(row, column), named);
        groups.entry(action).or_default().push(prepared);
    }
    PreparedCollection {
        collection: part.collection.clone(),
        table: part.table.clone(),
        links,
        groups: groups.into_iter().map(|(action, rows)| PreparedGroup { action, rows }).collect(),
    }
}

/// What names the person in columns that may also name others: by collection and column, the values of own rows.
struct Named<'a>(HashMap<(&'a str, &'a str), HashSet<&'a str>>);

impl<'a> Named<'a> {
    fn new(map: &'a DataMap, found: &'a Found) -> Self {
        let mut values = HashMap::new();
        let fields = map.collections.iter().flat_map(|collection| collection.fields.values());
        for (id, column) in fields.filter_map(Field::target) {
            let Some(part) = found.collection(id) else { continue };
            let own = part.rows.iter().filter(|row| row.relation == Relation::Own);
            values.insert((id, column), own.filter_map(|row| part.value(row, column)).collect());
        }
        Self(values)
    }

    /// Whether a field is the person's in a row: always, unless it says what it names.
    fn is_theirs<'v>(&self, column: &str, field: &Field, value: &dyn Fn(&str) -> Option<&'v str>) -> bool {
        let Some(target) = field.target() else { return true };
        let own = |text| self.0.get(&target).is_some_and(|own| own.contains(text));
        field.when.hold(value) && value(column).is_some_and(own)
    }
}

fn action<'v>(
    collection: &Collection,
    held: Option<&Held>,
    value: &dyn Fn(&str) -> Option<&'v str>,
    named: &Named<'_>,
) -> Action {
    let pair = collection.pairs.as_ref().map(|pairs| PairRow {
        column: &pairs.value,
        rule: collection.pair_rule(value(&pairs.key)).map(|rule| {
            let field = Field {
                erase: rule.erase.clone(),
                while_held: rule.while_held,
                nested: rule.nested,
                text: rule.text,
                ..Field::default()
            };
            (field, rule.erase == Erase::Delete)
        }),
    });
    let theirs = |column: &str, field: &Field| named.is_theirs(column, field, value);
    match held {
        Some(held) => held_action(collection, held, pair.as_ref(), &theirs),
        None => free_action(collection, pair.as_ref(), &theirs),
    }
}

/// A row of a key-value table: its value column and the rule of its key with whether that deletes the row.
struct PairRow<'a> {
    column: &'a str,
    rule: Option<(Field, bool)>,
}

fn held_action(
    collection: &Collection,
    held: &Held,
    pair: Option<&PairRow<'_>>,
    theirs: &dyn Fn(&str, &Field) -> bool,
) -> Action {
    let erased = |column: &str, field: &Field| field.while_held == WhileHeld::Erase && theirs(column, field);
    let mut changes = field_changes(collection, &erased);
    if let Some(pair) = pair {
        changes.remove(pair.column);
        match &pair.rule {
            Some((field, _)) if field.while_held == WhileHeld::Keep => changes.clear(),
            Some((_, true)) | None => return Action::Delete,
            Some((field, false)) => {
                changes.extend(change(field).map(|change| (pair.column.to_owned(), change)));
            }
        }
    }
    Action::Hold { term: held.term.clone(), release: held.release, changes }
}

fn free_action(
    collection: &Collection,
    pair: Option<&PairRow<'_>>,
    theirs: &dyn Fn(&str, &Field) -> bool,
) -> Action {
    let keep = || Action::Keep { reason: collection.erasure.reason.clone(), until: None };
    if collection.erasure.what == Do::Keep {
        return keep();
    }
    match pair.and_then(|pair| pair.rule.as_ref().map(|rule| (pair.column, rule))) {
        Some((_, (_, true))) => Action::Delete,
        Some((_, (field, false))) if field.erase == Erase::Keep => keep(),
        Some((column, (field, false))) => {
            let mut changes = field_changes(collection, theirs);
            changes.remove(column);
            changes.extend(change(field).map(|change| (column.to_owned(), change)));
            Action::Anonymise { changes }
        }
        None if collection.erasure.what == Do::Delete => Action::Delete,
        None => Action::Anonymise { changes: field_changes(collection, theirs) },
    }
}

fn field_changes(
    collection: &Collection,
    applies: &dyn Fn(&str, &Field) -> bool,
) -> BTreeMap<String, Change> {
    collection
        .personal_fields()
        .into_iter()
        .filter(|(column, field)| applies(column, field))
        .filter_map(|(column, field)| Some((column.to_owned(), change(&field)?)))
        .collect()
}

/// What becomes of a field's column; none when it stays.
pub fn change(field: &Field) -> Option<Change> {
    match (&field.erase, field.nested) {
        (Erase::Keep | Erase::Delete, _) => None,
        (Erase::Blank, Some(nested)) => Some(Change::BlankLeaves { nested }),
        (Erase::Blank, None) => Some(Change::Blank),
        (Erase::Pseudonym, _) => Some(Change::Pseudonym),
        (Erase::Redact, nested) => Some(Change::Redact { nested }),
        (Erase::Set(text), _) => Some(Change::Set { text: text.clone() }),
    }
}

fn mention(
    collection: &Collection,
    part: &FoundCollection,
    row: &FoundRow,
    (trail, path): (usize, usize),
) -> Mention {
    let path = collection.paths.get(path);
    let on = path.and_then(|path| path.on.iter().next());
    let column = on.map(|(column, _)| column.clone()).unwrap_or_default();
    let kind = match path.map(|path| path.source()) {
        Some(Source::Collection(id)) => id.to_owned(),
        _ => on.map(|(_, kind)| kind.clone()).unwrap_or_default(),
    };
    // Only a path that says "mentions" may change a mention. A row that an owner column gives to somebody else
    // is that person's: it is reported, whatever the path says.
    let erase = path.filter(|path| path.relation == Relation::Mentions).map(|path| (path.erase, path));
    let nested = erase.and_then(|(_, path)| nested_of(collection, path.how, path.nested, &column));
    let action = match erase.map(|(erase, _)| erase).unwrap_or_default() {
        MentionErase::Report => MentionAction::Report,
        MentionErase::Delete => MentionAction::Delete,
        MentionErase::Remove => MentionAction::Change { change: Change::Remove { nested } },
        MentionErase::Redact => MentionAction::Change { change: Change::Redact { nested } },
        MentionErase::Blank => MentionAction::Change { change: Change::Blank },
        MentionErase::Pseudonym => MentionAction::Change { change: Change::Pseudonym },
    };
    Mention {
        collection: Some(collection.id.clone()),
        table: part.table.clone(),
        key: row.key.clone(),
        column,
        kinds: vec![kind],
        path: part.trails.get(trail).cloned().unwrap_or_default(),
        action,
    }
}

fn nested_of(collection: &Collection, how: Match, named: Option<Nested>, column: &str) -> Option<Nested> {
    (how == Match::Nested)
        .then(|| named.or_else(|| collection.fields.get(column).and_then(|field| field.nested)))
        .flatten()
}

/// The hold of every row, by collection; collections whose hold follows another's after that one.
fn holds<'m>(
    map: &'m DataMap,
    found: &Found,
    day: Day<'_>,
) -> Result<HashMap<&'m str, Vec<Option<Held>>>, DecideError> {
    let mut held: HashMap<&str, Vec<Option<Held>>> = HashMap::new();
    let mut waiting: Vec<&Collection> =
        map.collections.iter().filter(|part| !part.holds.is_empty()).collect();
    while !waiting.is_empty() {
        let before = waiting.len();
        let mut later = Vec::new();
        for collection in waiting {
            let parents = collection.holds.iter().filter_map(|hold| hold.with.as_deref());
            let ready = parents.into_iter().all(|parent| {
                held.contains_key(parent)
                    || map.collection(parent).is_none_or(|parent| parent.holds.is_empty())
            });
            if !ready {
                later.push(collection);
                continue;
            }
            let rows = found.collection(&collection.id);
            let judged = rows.map(|rows| collection_holds(collection, rows, found, &held, day));
            held.insert(&collection.id, judged.transpose()?.unwrap_or_default());
        }
        if later.len() == before {
            // Holds that follow each other in a circle keep nothing; the map's check refuses them.
            break;
        }
        waiting = later;
    }
    Ok(held)
}

fn collection_holds(
    collection: &Collection,
    part: &FoundCollection,
    found: &Found,
    held: &HashMap<&str, Vec<Option<Held>>>,
    day: Day<'_>,
) -> Result<Vec<Option<Held>>, DecideError> {
    let mut result: Vec<Option<Held>> = vec![None; part.rows.len()];
    for hold in &collection.holds {
        let single: Vec<Option<Held>> = match &hold.with {
            Some(parent) => {
                with_parent(collection, part, found.collection(parent), held.get(parent.as_str()))
            }
            None => by_term(collection, part, hold, day)?,
        };
        for (longest, other) in result.iter_mut().zip(single) {
            *longest = longer(longest.take(), other);
        }
    }
    Ok(result)
}

fn by_term(
    collection: &Collection,
    part: &FoundCollection,
    hold: &Hold,
    day: Day<'_>,
) -> Result<Vec<Option<Held>>, DecideError> {
    let name = hold.term.clone().unwrap_or_default();
    let term = day
        .terms
        .get(&name)
        .ok_or_else(|| DecideError::UnknownTerm { collection: collection.id.clone(), term: name.clone() })?;
    let judge = |row: &FoundRow| {
        if !hold.conditions.hold(|column| part.value(row, column)) {
            return None;
        }
        let value = hold.since.as_deref().and_then(|column| part.value(row, column));
        let event = value.and_then(|text| event_date(text, hold.utc, day.zone));
        match retention::state(term, event, day.today) {
            State::Held { until } => Some(Held { term: name.clone(), release: until }),
            State::Released { .. } => None,
        }
    };
    Ok(part.rows.iter().map(judge).collect())
}

/// Rows held as their parent is: the parent is found again by the values of the joins that lead from it.
fn with_parent(
    collection: &Collection,
    part: &FoundCollection,
    parent: Option<&FoundCollection>,
    held: Option<&Vec<Option<Held>>>,
) -> Vec<Option<Held>> {
    let mut result = vec![None; part.rows.len()];
    let (Some(parent), Some(held)) = (parent, held) else { return result };
    let joins =
        collection.paths.iter().filter(|path| path.source() == Source::Collection(&parent.collection));
    for path in joins {
        let mut index: HashMap<Vec<String>, Held> = HashMap::new();
        for (row, hold) in parent.rows.iter().zip(held) {
            let Some(hold) = hold else { continue };
            let values: Option<Vec<String>> = path
                .on
                .values()
                .map(|column| parent.value(row, column).map(|value| path.dress(value)))
                .collect();
            if let Some(values) = values {
                let known = index.remove(&values);
                index.extend(longer(known, Some(hold.clone())).map(|longest| (values, longest)));
            }
        }
        for (row, longest) in part.rows.iter().zip(&mut result) {
            let values: Option<Vec<String>> =
                path.on.keys().map(|column| part.value(row, column).map(str::to_owned)).collect();
            let hold = values.and_then(|values| index.get(&values).cloned());
            *longest = longer(longest.take(), hold);
        }
    }
    result
}

/// The longer of two holds; one without release date is the longest.
fn longer(a: Option<Held>, b: Option<Held>) -> Option<Held> {
    match (a, b) {
        (Some(a), Some(b)) => {
            let b_longer = match (a.release, b.release) {
                (None, _) => false,
                (_, None) => true,
                (Some(a), Some(b)) => b > a,
            };
            Some(if b_longer { b } else { a })
        }
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests;
