//! Erasure, holds, fields and pairs: methods that can be carried out and do not contradict.

use super::Problems;
use super::collections::column_known;
use crate::map::{Collection, DataMap, Do, Erase, Hold, Match, Nested, Path, Relation, Retain, Source};

pub(super) fn check(map: &DataMap, collection: &Collection, path: &str, problems: &mut Problems) {
    erasure(collection, path, problems);
    shared(map, collection, path, problems);
    for (index, hold) in collection.holds.iter().enumerate() {
        let place =
            if collection.holds.len() > 1 { format!("{path}.hold[{index}]") } else { format!("{path}.hold") };
        self::hold(map, collection, hold, &place, problems);
    }
    for (index, retain) in collection.retains.iter().enumerate() {
        let many = collection.retains.len() > 1;
        let place = if many { format!("{path}.retain[{index}]") } else { format!("{path}.retain") };
        self::retain(map, collection, retain, &place, problems);
    }
    fields(collection, path, problems);
    named(map, collection, path, problems);
    pairs(collection, path, problems);
}

fn erasure(collection: &Collection, path: &str, problems: &mut Problems) {
    if collection.erasure.what == Do::Keep && collection.erasure.reason.is_none() {
        problems.add(
            format!("{path}.erasure"),
            "rows are kept without a reason",
            "add reason = { nl = \"…\", en = \"…\" }: the person is told (art. 12(4) GDPR)",
        );
    }
    let changes = collection.personal_fields().values().any(|field| field.erase != Erase::Keep);
    if collection.erasure.what == Do::Anonymise && !changes && collection.pairs.is_none() {
        problems.add(
            format!("{path}.erasure.do"),
            "rows are to be anonymised, but no field is erased",
            "name the fields with personal data, or use do = \"keep\" with a reason",
        );
    }
}

fn hold(map: &DataMap, collection: &Collection, hold: &Hold, path: &str, problems: &mut Problems) {
    match (&hold.term, &hold.with) {
        (Some(_), Some(_)) | (None, None) => problems.add(
            path,
            "a hold has either a term of its own or follows another collection",
            "write { term = \"…\", since = \"…\" } or { with = \"…\" }",
        ),
        (Some(_), None) if hold.since.is_none() => problems.add(
            format!("{path}.since"),
            "the hold does not say from which column's date its term counts",
            "add since = \"column\"",
        ),
        (None, Some(parent)) => parent_hold(map, collection, parent, path, problems),
        (Some(_), None) => {}
    }
    let known = collection.known_columns();
    let columns = hold.since.iter().map(String::as_str).chain(hold.conditions.columns());
    for column in columns {
        column_known(&known, column, &collection.id, path, problems);
    }
}

fn parent_hold(map: &DataMap, collection: &Collection, parent: &str, path: &str, problems: &mut Problems) {
    let path = format!("{path}.with");
    let Some(other) = map.collection(parent) else {
        problems.add(path, format!("there is no collection “{parent}”"), "");
        return;
    };
    if !collection.paths.iter().any(|way| way.source() == Source::Collection(parent)) {
        let message = format!("no path leads from “{parent}” to “{}”", collection.id);
        problems.add(path.clone(), message, "a row follows the hold of the row it was reached from");
    }
    if other.holds.is_empty() {
        problems.add(path.clone(), format!("“{parent}” has no hold"), "");
    }
    let mut seen = vec![collection.id.as_str()];
    let mut here = Some(other);
    while let Some(next) = here {
        if seen.contains(&next.id.as_str()) {
            problems.add(path, "the holds follow each other in a circle", "one of them needs a term");
            return;
        }
        seen.push(&next.id);
        here = next.holds.iter().find_map(|hold| hold.with.as_deref()).and_then(|id| map.collection(id));
    }
}

/// What several people have a part in is told by a collection from which a plain path leads here.
fn shared(map: &DataMap, collection: &Collection, path: &str, problems: &mut Problems) {
    let Some(parts) = &collection.erasure.unless_shared else { return };
    let place = format!("{path}.erasure.unless_shared");
    if map.collection(parts).is_none() {
        problems.add(place, format!("there is no collection “{parts}”"), "");
        return;
    }
    let plain = |way: &Path| {
        way.source() == Source::Collection(parts)
            && way.relation == Relation::Own
            && way.how == Match::Equals
            && way.hash.is_none()
            && way.format.is_none()
    };
    if !collection.paths.iter().any(plain) {
        problems.add(
            place,
            format!("no path leads from “{parts}” to “{}” by equal values", collection.id),
            "name the collection whose rows tie people to these rows, for example the members of a household",
        );
    }
}

fn retain(map: &DataMap, collection: &Collection, retain: &Retain, path: &str, problems: &mut Problems) {
    match (&retain.term, &retain.with) {
        (Some(_), Some(_)) | (None, None) => problems.add(
            path,
            "rows either have a term or go along with another collection",
            "write { term = \"…\", since = \"…\" } or { with = \"…\" }",
        ),
        (Some(_), None) if retain.since.is_none() => problems.add(
            format!("{path}.since"),
            "the rule does not say from which column's date its term counts",
            "add since = \"column\"",
        ),
        (None, Some(parent)) if map.collection(parent).is_none() => {
            problems.add(format!("{path}.with"), format!("there is no collection “{parent}”"), "");
        }
        (None, Some(parent))
            if !collection.paths.iter().any(|way| way.source() == Source::Collection(parent)) =>
        {
            let message = format!("no path leads from “{parent}” to “{}”", collection.id);
            problems.add(format!("{path}.with"), message, "a row goes along with the row it hangs on");
        }
        _ => {}
    }
    let known = collection.known_columns();
    let columns = retain.since.iter().map(String::as_str).chain(retain.conditions.columns());
    for column in columns.chain(retain.fields.keys().map(String::as_str)) {
        column_known(&known, column, &collection.id, path, problems);
    }
    for (column, erase) in &retain.fields {
        if matches!(erase, Erase::Delete | Erase::Redact) {
            problems.add(
                format!("{path}.fields.{column}"),
                "a rule does not know whose row it is: a field is blanked, set or given a pseudonym",
                "use blank, pseudonym or { set = \"…\" }",
            );
        }
    }
}

fn fields(collection: &Collection, path: &str, problems: &mut Problems) {
    for (column, field) in &collection.fields {
        let place = format!("{path}.fields.{column}");
        if field.erase == Erase::Delete {
            problems.add(
                format!("{place}.erase"),
                "a field cannot delete its row",
                "use erasure.do = \"delete\", or blank",
            );
        }
        if field.nested.is_some() && matches!(field.erase, Erase::Pseudonym) {
            problems.add(
                format!("{place}.erase"),
                "a nested value has no single pseudonym",
                "use blank or redact",
            );
        }
        let stays = collection.erasure.what == Do::Anonymise;
        if stays && collection.key.contains(column) && field.erase != Erase::Keep {
            problems.add(
                format!("{place}.erase"),
                format!("“{column}” is the key: an anonymised row keeps it"),
                "write erase = \"keep\" for it",
            );
        }
        set_frame(&field.erase, &place, problems);
    }
}

/// Columns that name rows of another collection: it exists, and is searched before this one is judged.
fn named(map: &DataMap, collection: &Collection, path: &str, problems: &mut Problems) {
    for (column, field) in &collection.fields {
        let place = format!("{path}.fields.{column}");
        let Some(of) = &field.of else {
            if !field.when.is_empty() {
                problems.add(format!("{place}.when"), "when goes with of", "");
            }
            continue;
        };
        let known = collection.known_columns();
        for other in field.when.columns() {
            column_known(&known, other, &collection.id, &format!("{place}.when"), problems);
        }
        let target = field.target().and_then(|(id, column)| Some((map.collection(id)?, column)));
        match target {
            Some((target, column)) => {
                let place = format!("{place}.of");
                column_known(&target.known_columns(), column, &target.id, &place, problems);
            }
            None => problems.add(
                format!("{place}.of"),
                format!("“{of}” is no column of a collection"),
                "write collection.column, for example accounts.id",
            ),
        }
    }
}

fn pairs(collection: &Collection, path: &str, problems: &mut Problems) {
    if collection.pairs.is_none() && !collection.pair_rules.is_empty() {
        problems.add(
            format!("{path}.pair"),
            "there are rules by key, but the key and value columns are not named",
            "add pairs = { key = \"meta_key\", value = \"meta_value\" }",
        );
    }
    for (index, rule) in collection.pair_rules.iter().enumerate() {
        let place = format!("{path}.pair[{index}]");
        if rule.keys.is_empty() {
            problems.add(format!("{place}.match"), "the rule matches no key", "");
        }
        if rule.category.is_none() && collection.category.is_none() {
            problems.add(format!("{place}.category"), "the rule has no data category", "");
        }
        if rule.nested == Some(Nested::Php) && rule.erase == Erase::Pseudonym {
            problems.add(
                format!("{place}.erase"),
                "a nested value has no single pseudonym",
                "use blank or redact",
            );
        }
        set_frame(&rule.erase, &place, problems);
    }
}

fn set_frame(erase: &Erase, place: &str, problems: &mut Problems) {
    let Erase::Set(text) = erase else { return };
    for name in crate::columns::placeholders(text) {
        if !matches!(name, "key" | "pseudonym") {
            problems.add(
                format!("{place}.erase"),
                format!("“{{{name}}}” means nothing here"),
                "{key} and {pseudonym} are filled in",
            );
        }
    }
}
