//! Which columns of a collection have to be read along with its key, and why.

use std::collections::BTreeSet;

use crate::map::{Collection, DataMap, Field, Source};

/// The columns by which other collections hang on this one: sources of their joins, conditions on them, and
/// what their owner columns refer to. And those that lead on to other systems.
pub fn links(map: &DataMap, collection: &Collection) -> BTreeSet<String> {
    let mut columns = BTreeSet::new();
    for other in &map.collections {
        for path in other.paths.iter().filter(|path| path.source() == Source::Collection(&collection.id)) {
            columns.extend(path.on.values().cloned());
            columns.extend(path.source_conditions.columns().map(str::to_owned));
        }
        let named = other.fields.values().filter_map(Field::target).filter(|(id, _)| *id == collection.id);
        columns.extend(named.map(|(_, column)| column.to_owned()));
        if let Some((id, column)) = other.owner.as_ref().and_then(|owner| owner.target())
            && id == collection.id
        {
            columns.insert(column.to_owned());
        }
    }
    for lead in map.leads.iter().filter(|lead| lead.collection == collection.id) {
        columns.insert(lead.column.clone());
        columns.extend(lead.conditions.columns().map(str::to_owned));
    }
    columns
}

/// The columns that [`crate::decide`] judges a row by: holds and their parents, the key of a key-value
/// table, and columns that may name the person or somebody else.
pub fn judged(map: &DataMap, collection: &Collection) -> BTreeSet<String> {
    let mut columns = BTreeSet::new();
    // What somebody else has a part in, and what hangs on that, is told by the values of the joins.
    for path in &collection.paths {
        let Source::Collection(source) = path.source() else { continue };
        let shared = collection.erasure.unless_shared.as_deref() == Some(source);
        if shared || shares(map, source) {
            columns.extend(path.on.keys().cloned());
        }
    }
    for hold in &collection.holds {
        columns.extend(hold.since.clone());
        columns.extend(hold.conditions.columns().map(str::to_owned));
        if let Some(parent) = &hold.with {
            for path in collection.paths.iter().filter(|path| path.source() == Source::Collection(parent)) {
                columns.extend(path.on.keys().cloned());
            }
        }
    }
    for (column, field) in collection.fields.iter().filter(|(_, field)| field.of.is_some()) {
        columns.insert(column.clone());
        columns.extend(field.when.columns().map(str::to_owned));
    }
    columns.extend(collection.pairs.as_ref().map(|pairs| pairs.key.clone()));
    columns
}

/// Whether rows of a collection may stay because somebody else has a part in them, or hang on such rows.
pub fn shares(map: &DataMap, id: &str) -> bool {
    let mut known = BTreeSet::from([id]);
    let mut waiting = vec![id];
    while let Some(collection) = waiting.pop().and_then(|id| map.collection(id)) {
        if collection.erasure.unless_shared.is_some() {
            return true;
        }
        for path in &collection.paths {
            if let Source::Collection(source) = path.source()
                && known.insert(source)
            {
                waiting.push(source);
            }
        }
    }
    false
}

/// The columns that [`crate::attributes`] are read from.
pub fn naming(map: &DataMap, collection: &Collection) -> BTreeSet<String> {
    let mut columns = BTreeSet::new();
    for rule in map.attributes.iter().filter(|rule| rule.collection == collection.id) {
        columns.extend(placeholders(&rule.value).map(str::to_owned));
        columns.extend(rule.conditions.columns().map(str::to_owned));
    }
    columns
}

/// The columns between braces in a frame.
pub fn placeholders(frame: &str) -> impl Iterator<Item = &str> {
    frame.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(column, _)| column))
}

/// A frame with its columns filled in; none when one of them is null or empty.
pub fn fill<'v>(frame: &str, value: impl Fn(&str) -> Option<&'v str>) -> Option<String> {
    let mut out = String::new();
    let mut rest = frame;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (column, tail) = after.split_once('}')?;
        let text = value(column).map(str::trim).filter(|text| !text.is_empty())?;
        out.push_str(text);
        rest = tail;
    }
    out.push_str(rest);
    Some(out)
}
