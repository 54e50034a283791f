//! Rows in which somebody else has a part, and what hangs on them: they stay as they are.

use std::collections::{HashMap, HashSet};

use kernel::Text;

use crate::erasure::Action;
use crate::found::{Found, FoundCollection, Key};
use crate::map::{Collection, DataMap, Path, Relation, Source};

/// Own rows that stay because somebody else has a part in them, or in what they were reached from; by collection.
pub(super) fn rows<'f>(map: &DataMap, found: &'f Found) -> HashMap<&'f str, HashSet<&'f Key>> {
    let mut shared: HashMap<&str, HashSet<&Key>> = HashMap::new();
    for part in found.collections.iter().filter(|part| !part.shared.is_empty()) {
        shared.insert(&part.collection, part.shared.iter().collect());
    }
    let mut grown = !shared.is_empty();
    while grown {
        grown = false;
        for part in &found.collections {
            let Some(rules) = map.collection(&part.collection) else { continue };
            for (number, path) in rules.paths.iter().enumerate() {
                let Source::Collection(id) = path.source() else { continue };
                let parts = rules.erasure.unless_shared.as_deref() == Some(id);
                let source = found.collection(id).filter(|_| !parts);
                let (Some(source), Some(kept)) = (source, shared.get(id)) else { continue };
                let hanging = hanging(part, (number, path), source, kept);
                let known = shared.entry(&part.collection).or_default();
                for key in hanging {
                    grown |= known.insert(key);
                }
            }
        }
    }
    shared
}

/// The own rows of a collection that were reached by a path from rows that stay.
fn hanging<'f>(
    part: &'f FoundCollection,
    (number, path): (usize, &Path),
    source: &FoundCollection,
    kept: &HashSet<&Key>,
) -> Vec<&'f Key> {
    let stays = source.rows.iter().filter(|row| kept.contains(&row.key));
    let joined = |row, name: &String| source.value(row, name).map(|value| plain(&path.dress(value)));
    let values: HashSet<Vec<String>> =
        stays.filter_map(|row| path.on.values().map(|name| joined(row, name)).collect()).collect();
    let reached = part.rows.iter().filter(|row| row.relation == Relation::Own && row.path == number);
    let hangs = |row: &&crate::found::FoundRow| {
        let own: Option<Vec<String>> = path.on.keys().map(|name| part.value(row, name).map(plain)).collect();
        own.is_some_and(|own| values.contains(&own))
    };
    reached.filter(hangs).map(|row| &row.key).collect()
}

/// An id as bytes and the same as text are one.
fn plain(value: &str) -> String {
    value.strip_prefix("0x").unwrap_or(value).replace('-', "").to_ascii_lowercase()
}

/// The row stays, with the map's reason or the plain one.
pub(super) fn keep(collection: &Collection) -> Action {
    let reason = collection.erasure.reason.clone().unwrap_or_else(|| Text {
        nl: "Deze gegevens zijn ook van iemand anders.".to_owned(),
        en: "These data are somebody else's too.".to_owned(),
    });
    Action::Keep { reason: Some(reason), until: None }
}
