//! The order in which collections are searched: each after those that its paths and owner refer to; those that
//! refer to each other together, repeated until nothing new is found.

use std::collections::BTreeSet;

use crate::map::{Collection, DataMap, Source};

/// Groups of collections (positions in the map) in searching order. A group of several, or of one that refers
/// to itself, is a fixpoint.
pub fn search_order(map: &DataMap) -> Vec<Vec<usize>> {
    let edges = dependencies(map);
    let reach: Vec<BTreeSet<usize>> = (0..edges.len()).map(|start| reachable(&edges, start)).collect();
    let mut done: BTreeSet<usize> = BTreeSet::new();
    let mut groups = Vec::new();
    while done.len() < edges.len() {
        // The first collection of the file that waits for nothing outside its own group.
        let next = (0..edges.len()).find(|index| {
            !done.contains(index)
                && reach.get(*index).is_some_and(|needs| {
                    needs.iter().all(|other| done.contains(other) || mutual(&reach, *index, *other))
                })
        });
        let Some(next) = next else { break };
        let group: Vec<usize> =
            (0..edges.len()).filter(|other| *other == next || mutual(&reach, next, *other)).collect();
        done.extend(&group);
        groups.push(group);
    }
    groups
}

/// Whether the group must be searched repeatedly.
pub fn is_fixpoint(map: &DataMap, group: &[usize]) -> bool {
    match group {
        [single] => needs(map, *single).contains(single),
        _ => true,
    }
}

fn mutual(reach: &[BTreeSet<usize>], a: usize, b: usize) -> bool {
    reach.get(a).is_some_and(|set| set.contains(&b)) && reach.get(b).is_some_and(|set| set.contains(&a))
}

fn dependencies(map: &DataMap) -> Vec<BTreeSet<usize>> {
    (0..map.collections.len()).map(|index| needs(map, index)).collect()
}

/// The collections whose rows a collection's search starts from, or is judged by.
pub fn needs(map: &DataMap, index: usize) -> BTreeSet<usize> {
    let Some(collection) = map.collections.get(index) else { return BTreeSet::new() };
    let mut positions: BTreeSet<usize> =
        collection.owner.iter().filter_map(|owner| map.position(owner.target()?.0)).collect();
    for path in &collection.paths {
        match path.source() {
            Source::Identity => {}
            Source::Collection(id) => positions.extend(map.position(id)),
            Source::Attribute => positions.extend(attribute_sources(map, collection)),
        }
    }
    positions
}

/// The collections whose rows give the attributes that a collection is searched for. The collection itself is
/// no source of its own search: that would make every name search a fixpoint.
fn attribute_sources(map: &DataMap, collection: &Collection) -> Vec<usize> {
    let kinds: BTreeSet<&str> = collection
        .paths
        .iter()
        .filter(|path| path.source() == Source::Attribute)
        .flat_map(|path| path.on.values().map(String::as_str))
        .collect();
    map.attributes
        .iter()
        .filter(|rule| kinds.contains(rule.kind.to_string().as_str()) && rule.collection != collection.id)
        .filter_map(|rule| map.position(&rule.collection))
        .collect()
}

fn reachable(edges: &[BTreeSet<usize>], start: usize) -> BTreeSet<usize> {
    let mut seen = BTreeSet::new();
    let mut waiting: Vec<usize> = edges.get(start).into_iter().flatten().copied().collect();
    while let Some(next) = waiting.pop() {
        if seen.insert(next) {
            waiting.extend(edges.get(next).into_iter().flatten().copied());
        }
    }
    seen
}
