//! What an erasure does to each row: pure, from the map, what was found, the day and the retention terms.
//!
//! The order of judgement: is the row held by a term (its own, or that of the row it belongs to)? Then it stays,
//! and only what the law does not ask for is erased. Otherwise the collection's erasure applies. In key-value
//! tables the rule of the key replaces the collection's. A field that names rows of another collection goes only
//! where it names the person's. When a date cannot be read the row counts as held,
//! without a release date: a document that the law wants kept is never lost by a mistake in its date.

mod shared;

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use retention::State;

use crate::columns::links;
use crate::dates::event_date;
use crate::erasure::{
    Action, Change, ErasureOrder, Mention, MentionAction, PreparedCollection, PreparedGroup, PreparedRow,
    Stood, Terms,
};
use crate::found::{Found, FoundCollection, FoundRow, Key};
use crate::map::{
    Collection, DataMap, Do, Erase, Field, Hold, Match, MentionErase, Nested, Path, Relation, Source,
    WhileHeld,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Held<'m> {
    term: &'m str,
    release: Option<Date>,
}

/// Decides for everything that was found. The columns of [`crate::columns::links`] and
/// [`crate::columns::judged`] must have been read along.
pub fn decide(map: &DataMap, found: &Found, day: Day<'_>) -> Result<Decided, DecideError> {
    let held = holds(map, found, day)?;
    let named = Named::new(map, found);
    let shared = shared::rows(map, found);
    let mut decided = Decided::default();
    for part in &found.collections {
        let Some(collection) = map.collection(&part.collection) else { continue };
        let none = Vec::new();
        let holds = held.get(part.collection.as_str()).unwrap_or(&none);
        let others = shared.get(part.collection.as_str());
        let prepared = prepare(map, collection, part, (holds, &named, others));
        if !prepared.groups.is_empty() {
            decided.collections.push(prepared);
        }
        let others = part.rows.iter().filter(|row| row.relation == Relation::Mentions);
        decided.mentions.extend(others.flat_map(|row| {
            let ways = std::iter::once((row.trail, row.path)).chain(row.also.iter().copied());
            ways.map(|(trail, path)| mention(found, collection, part, row, (trail, path)))
        }));
    }
    Ok(decided)
}

fn prepare(
    map: &DataMap,
    collection: &Collection,
    part: &FoundCollection,
    (holds, named, shared): (&[Option<Held<'_>>], &Named<'_>, Option<&HashSet<&Key>>),
) -> PreparedCollection {
    let links: Vec<String> = links(map, collection).into_iter().collect();
    let places: Vec<Option<usize>> = links.iter().map(|link| part.place(link)).collect();
    let mut groups: Vec<PreparedGroup> = Vec::new();
    let mut judged: HashMap<Case<'_>, usize> = HashMap::new();
    let key = collection.pairs.as_ref().and_then(|pairs| part.place(&pairs.key));
    let fields = collection.fields.iter().filter(|(_, field)| field.target().is_some());
    let telling: Vec<(&str, &Field)> = fields.map(|(column, field)| (column.as_str(), field)).collect();
    for (index, row) in part.rows.iter().enumerate().filter(|(_, row)| row.relation == Relation::Own) {
        let held = holds.get(index).copied().flatten();
        let pair = key.and_then(|place| row.values.get(place)?.as_deref());
        let value = |column: &str| part.value(row, column);
        let theirs = telling.iter().map(|(column, field)| named.is_theirs(column, field, &value)).collect();
        let other = shared.is_some_and(|shared| shared.contains(&row.key));
        let case: Case<'_> = (held, pair, theirs, other);
        let group = if let Some(known) = judged.get(&case) {
            *known
        } else {
            let theirs = |column: &str, _: &Field| {
                telling.iter().zip(&case.2).all(|((other, _), theirs)| *other != column || *theirs)
            };
            let action =
                if other { shared::keep(collection) } else { action(collection, held, pair, &theirs) };
            let known = groups.iter().position(|group| group.action == action);
            let group = known.unwrap_or_else(|| {
                groups.push(PreparedGroup { action, rows: Vec::new() });
                groups.len() - 1
            });
            judged.insert(case, group);
            group
        };
        let links = places.iter().map(|place| row.values.get((*place)?).cloned().flatten()).collect();
        if let Some(group) = groups.get_mut(group) {
            group.rows.push(PreparedRow { key: row.key.clone(), links });
        }
    }
    groups.sort_by(|a, b| a.action.cmp(&b.action));
    PreparedCollection { collection: part.collection.clone(), table: part.table.clone(), links, groups }
}

/// All that an action depends on: the hold, in a key-value table the key, which of the fields that may also name
/// others name the person, and whether somebody else has a part in the row.
type Case<'a> = (Option<Held<'a>>, Option<&'a str>, Vec<bool>, bool);

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

fn action(
    collection: &Collection,
    held: Option<Held<'_>>,
    key: Option<&str>,
    theirs: &dyn Fn(&str, &Field) -> bool,
) -> Action {
    let pair = collection.pairs.as_ref().map(|pairs| PairRow {
        column: &pairs.value,
        rule: collection.pair_rule(key).map(|rule| {
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
    match held {
        Some(held) => held_action(collection, held, pair.as_ref(), theirs),
        None => free_action(collection, pair.as_ref(), theirs),
    }
}

/// A row of a key-value table: its value column and the rule of its key with whether that deletes the row.
struct PairRow<'a> {
    column: &'a str,
    rule: Option<(Field, bool)>,
}

fn held_action(
    collection: &Collection,
    held: Held<'_>,
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
    Action::Hold { term: held.term.to_owned(), release: held.release, changes }
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
        (Erase::Redact, nested) => Some(Change::Redact { nested, stood: Stood::default() }),
        (Erase::Set(text), _) => Some(Change::Set { text: text.clone() }),
    }
}

fn mention(
    found: &Found,
    collection: &Collection,
    part: &FoundCollection,
    row: &FoundRow,
    (trail, path): (usize, usize),
) -> Mention {
    let path = collection.paths.get(path);
    let on = path.and_then(|path| matched(collection, path));
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
        MentionErase::Remove => {
            MentionAction::Change { change: Change::Remove { nested, stood: stood(found, path) } }
        }
        MentionErase::Redact => {
            MentionAction::Change { change: Change::Redact { nested, stood: stood(found, path) } }
        }
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

/// The keys of own rows by which a path leads to a mention.
fn stood(found: &Found, path: Option<&Path>) -> Stood {
    let Some((path, Source::Collection(id))) = path.map(|path| (path, path.source())) else {
        return Stood::default();
    };
    let (Some(part), Some(column)) = (found.collection(id), path.on.values().next()) else {
        return Stood::default();
    };
    let own = part.rows.iter().filter(|row| row.relation == Relation::Own);
    let own = own.filter(|row| path.source_conditions.hold(|column| part.value(row, column)));
    let mut values: Vec<String> = own.filter_map(|row| Some(path.dress(part.value(row, column)?))).collect();
    values.sort_unstable();
    values.dedup();
    Stood { values, at: path.at.clone() }
}

/// The column of a path that says who is mentioned, and what it is compared with. Of several it is the one that the
/// map calls personal: the number of a tenant or a year stands in everybody's rows.
fn matched<'m>(collection: &Collection, path: &'m Path) -> Option<(&'m String, &'m String)> {
    let mut all = path.on.iter();
    if path.on.len() < 2 {
        return all.next();
    }
    let free = |(column, _): &(&String, &String)| !collection.key.contains(column);
    let personal = |pair: &(&String, &String)| free(pair) && collection.field(pair.0).is_some();
    all.clone().find(personal).or_else(|| all.clone().find(free)).or_else(|| all.next())
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
) -> Result<HashMap<&'m str, Vec<Option<Held<'m>>>>, DecideError> {
    let mut held: HashMap<&str, Vec<Option<Held<'m>>>> = HashMap::new();
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

fn collection_holds<'m>(
    collection: &'m Collection,
    part: &FoundCollection,
    found: &Found,
    held: &HashMap<&str, Vec<Option<Held<'m>>>>,
    day: Day<'_>,
) -> Result<Vec<Option<Held<'m>>>, DecideError> {
    let mut result: Vec<Option<Held<'m>>> = vec![None; part.rows.len()];
    for hold in &collection.holds {
        let single: Vec<Option<Held<'m>>> = match &hold.with {
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

fn by_term<'m>(
    collection: &Collection,
    part: &FoundCollection,
    hold: &'m Hold,
    day: Day<'_>,
) -> Result<Vec<Option<Held<'m>>>, DecideError> {
    let name = hold.term.as_deref().unwrap_or_default();
    let unknown = || DecideError::UnknownTerm { collection: collection.id.clone(), term: name.to_owned() };
    let term = day.terms.get(name).ok_or_else(unknown)?;
    let since = hold.since.as_deref().and_then(|column| part.place(column));
    // Rows of one day, and of one moment, are many: each date is judged once.
    let mut judged: HashMap<Option<&str>, Option<Held<'m>>> = HashMap::new();
    let judge = |value: Option<&str>| {
        let event = value.and_then(|text| event_date(text, hold.utc, day.zone));
        match retention::state(term, event, day.today) {
            State::Held { until } => Some(Held { term: name, release: until }),
            State::Released { .. } => None,
        }
    };
    let mut held = Vec::with_capacity(part.rows.len());
    for row in &part.rows {
        let value = since.and_then(|place| row.values.get(place)?.as_deref());
        let applies = hold.conditions.hold(|column| part.value(row, column));
        held.push(if applies { *judged.entry(value).or_insert_with(|| judge(value)) } else { None });
    }
    Ok(held)
}

/// Rows held as their parent is: the parent is found again by the values of the joins that lead from it.
fn with_parent<'m>(
    collection: &Collection,
    part: &FoundCollection,
    parent: Option<&FoundCollection>,
    held: Option<&Vec<Option<Held<'m>>>>,
) -> Vec<Option<Held<'m>>> {
    let mut result = vec![None; part.rows.len()];
    let (Some(parent), Some(held)) = (parent, held) else { return result };
    let joins =
        collection.paths.iter().filter(|path| path.source() == Source::Collection(&parent.collection));
    for path in joins {
        let mut index: HashMap<Vec<String>, Held<'m>> = HashMap::new();
        for (row, hold) in parent.rows.iter().zip(held) {
            let Some(hold) = hold else { continue };
            let values: Option<Vec<String>> = path
                .on
                .values()
                .map(|column| parent.value(row, column).map(|value| path.dress(value)))
                .collect();
            if let Some(values) = values {
                let known = index.remove(&values);
                index.extend(longer(known, Some(*hold)).map(|longest| (values, longest)));
            }
        }
        for (row, longest) in part.rows.iter().zip(&mut result) {
            let values: Option<Vec<String>> =
                path.on.keys().map(|column| part.value(row, column).map(str::to_owned)).collect();
            let hold = values.and_then(|values| index.get(&values).copied());
            *longest = longer(longest.take(), hold);
        }
    }
    result
}

/// The longer of two holds; one without release date is the longest.
fn longer<'m>(a: Option<Held<'m>>, b: Option<Held<'m>>) -> Option<Held<'m>> {
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
