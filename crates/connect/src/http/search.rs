//! Finding over HTTP: the service's own search narrows, the map's path decides.
//!
//! Collections are taken in [`search_order`]. Of each, every declared way to fetch is walked: once per identity
//! value, or once per own row of the collection it starts from. A fetched row counts only when a path of the map
//! holds for it here, under the map's own normalisation; a search that the service does loosely (by any field,
//! by prefix, in any capitals) therefore finds nobody else's rows. At an erasure, rows that were prepared and
//! are gone still lead to their children, by what the preparation remembers of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use inventory::identity::normalise;
use inventory::map::http::Find;
use inventory::map::{Collection, DataMap, Path, Source};
use inventory::order::search_order;
use inventory::template::Template;
use inventory::{Found, FoundCollection, FoundRow, Identity, Key, PreparedErasure, Relation, columns};
use serde_json::Value;

use super::Service;
use super::export::Exporter;
use super::request::Values;
use super::row::Row;
use crate::error::ConnectError;

/// Where a call starts from: the values that it may name, and how it was reached.
struct Start {
    values: BTreeMap<String, String>,
    trail: String,
    /// The source row, when it starts from a collection; conditions and joins are judged by its values.
    row: bool,
}

/// One search, from identities to rows.
pub(super) struct Search<'a> {
    service: &'a Service,
    map: &'a DataMap,
    /// Normalised values by kind.
    given: BTreeMap<&'a str, BTreeSet<String>>,
    prepared: Option<&'a PreparedErasure>,
    export: Option<Exporter<'a>>,
    found: HashMap<&'a str, Rows>,
}

/// The rows of one collection, each once.
#[derive(Default)]
struct Rows {
    part: FoundCollection,
    places: HashMap<Key, usize>,
}

impl<'a> Search<'a> {
    /// For identities of the kinds that the map knows.
    pub(super) fn new(service: &'a Service, identities: &'a [Identity]) -> Result<Self, ConnectError> {
        let map = &service.map;
        let mut given: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for identity in identities {
            let Some(rule) = map.identity(&identity.kind) else { continue };
            let value = identity.normalised(rule);
            if !value.is_empty() {
                given.entry(rule.kind.as_str()).or_default().insert(value);
            }
        }
        if given.is_empty() {
            return Err(ConnectError::NoIdentity { system: map.system.id.clone() });
        }
        Ok(Self { service, map, given, prepared: None, export: None, found: HashMap::new() })
    }

    /// Rows of this preparation that are gone lead on to their children.
    pub(super) fn resuming(mut self, prepared: &'a PreparedErasure) -> Self {
        self.prepared = Some(prepared);
        self
    }

    /// Hands own rows on as they come.
    pub(super) fn exporting(mut self, exporter: Exporter<'a>) -> Self {
        self.export = Some(exporter);
        self
    }

    /// Walks everything.
    pub(super) async fn run(mut self) -> Result<(Found, Option<Exporter<'a>>), ConnectError> {
        let map = self.map;
        for position in search_order(map).into_iter().flatten() {
            let Some(collection) = map.collections.get(position) else { continue };
            self.collection(collection).await?;
        }
        let mut found = Found { system: map.system.id.clone(), collections: Vec::new() };
        for collection in &map.collections {
            if let Some(rows) =
                self.found.remove(collection.id.as_str()).filter(|rows| !rows.part.rows.is_empty())
            {
                found.collections.push(rows.part);
            }
        }
        if let Some(export) = &mut self.export {
            for part in &found.collections {
                if let Some(collection) = map.collection(&part.collection) {
                    export.mentions(collection, part)?;
                }
            }
        }
        Ok((found, self.export))
    }

    async fn collection(&mut self, collection: &'a Collection) -> Result<(), ConnectError> {
        let part = FoundCollection {
            collection: collection.id.clone(),
            table: collection.table.clone(),
            columns: needed(self.map, collection),
            ..FoundCollection::default()
        };
        let mut rows = Rows { part, ..Rows::default() };
        if let Some(export) = &mut self.export {
            export.begin(collection);
        }
        let calls = self.service.calls(collection);
        // What nobody has seen cannot be given a copy of.
        if calls.is_some_and(|calls| calls.assumed) && self.export.is_none() {
            self.assume(collection, &mut rows)?;
        }
        for find in calls.into_iter().flat_map(|calls| &calls.find) {
            for start in self.starts(collection, find) {
                self.fetch(collection, find, &start, &mut rows).await?;
            }
        }
        if let Some(export) = &mut self.export {
            export.end()?;
        }
        self.found.insert(&collection.id, rows);
        Ok(())
    }

    /// A row for each identity, unseen.
    fn assume(&mut self, collection: &'a Collection, rows: &mut Rows) -> Result<(), ConnectError> {
        let mut assumed = Vec::new();
        for (number, path) in collection.paths.iter().enumerate() {
            for (column, kind) in &path.on {
                for value in self.given.get(kind.as_str()).into_iter().flatten() {
                    let adds = BTreeMap::from([(column.clone(), path.dress(value))]);
                    assumed.push((Row { adds, ..Row::default() }, (number, kind.as_str())));
                }
            }
        }
        assumed.into_iter().try_for_each(|(row, way)| self.keep(collection, rows, &row, way))
    }

    async fn fetch(
        &mut self,
        collection: &'a Collection,
        find: &'a Find,
        start: &Start,
        rows: &mut Rows,
    ) -> Result<(), ConnectError> {
        let service = self.service;
        let each: Vec<Option<&String>> = match &find.each {
            Some(name) => service.settings.list(name).iter().map(Some).collect(),
            None => vec![None],
        };
        for item in each {
            let of = |name: &str| {
                if let (Some(each), Some(item)) = (&find.each, item)
                    && each == name
                {
                    return Some(item.clone());
                }
                start.values.get(name).cloned().or_else(|| service.settings.get(name))
            };
            let mut adds = BTreeMap::new();
            for (column, text) in &find.adds {
                let template = Template::parse(text).ok();
                let value = template.and_then(|template| template.fill(of, str::to_owned));
                adds.extend(value.map(|value| (column.clone(), value)));
            }
            let mut pages = |page: Vec<Value>| {
                for json in page {
                    self.row(collection, find, start, &Row { json, adds: adds.clone() }, rows)?;
                }
                Ok(())
            };
            service.transport.list(find, &Values::new(&of), &mut pages).await?;
        }
        Ok(())
    }

    /// Judges one fetched row: the first path that holds, own before mentions.
    fn row(
        &mut self,
        collection: &'a Collection,
        find: &Find,
        start: &Start,
        row: &Row,
        rows: &mut Rows,
    ) -> Result<(), ConnectError> {
        let fixed =
            collection.conditions.0.iter().all(|(column, is)| is.holds(row.judged(column).as_deref()))
                && !collection.excluded.0.iter().any(|(column, is)| is.holds(row.judged(column).as_deref()));
        if !fixed {
            return Ok(());
        }
        let mut paths: Vec<(usize, &Path)> =
            collection.paths.iter().enumerate().filter(|(_, path)| path.from == find.from).collect();
        paths.sort_by_key(|(_, path)| path.relation);
        let holding = paths.into_iter().find(|(_, path)| self.holds(path, start, row));
        match holding {
            Some((number, _)) => self.keep(collection, rows, row, (number, &start.trail)),
            None => Ok(()),
        }
    }

    fn holds(&self, path: &Path, start: &Start, row: &Row) -> bool {
        let here = path.conditions.0.iter().all(|(column, is)| is.holds(row.judged(column).as_deref()));
        let there = path
            .source_conditions
            .0
            .iter()
            .all(|(column, is)| is.holds(start.values.get(column).map(String::as_str)));
        here && there
            && path.on.iter().all(|(column, other)| {
                if start.row {
                    let value = start.values.get(other).map(|value| path.dress(value));
                    return value.is_some_and(|value| row.texts(column).contains(&value));
                }
                let steps = self.map.identity(other).map_or(&[][..], |rule| &rule.normalise);
                let values = self.given.get(other.as_str());
                row.texts(column).iter().any(|text| {
                    let text = normalise(text, if path.hash.is_some() { &[] } else { steps });
                    values.is_some_and(|values| values.iter().any(|value| path.dress(value) == text))
                })
            })
    }

    fn keep(
        &mut self,
        collection: &'a Collection,
        rows: &mut Rows,
        row: &Row,
        (number, from): (usize, &str),
    ) -> Result<(), ConnectError> {
        let key = row.key(&collection.key).ok_or_else(|| {
            let reason = format!("a row of “{}” has no key at {}", collection.id, collection.key.join(", "));
            self.service.transport.odd(&reason)
        })?;
        let relation = self.relation(collection, number, row);
        let known = rows.places.get(&key).copied();
        let before = known.and_then(|place| rows.part.rows.get(place)).map(|row| row.relation);
        if before.is_some_and(|before| before <= relation) {
            return Ok(());
        }
        let trail = trail(&mut rows.part.trails, collection, number, from);
        let values = rows.part.columns.iter().map(|column| row.judged(column)).collect();
        let found = FoundRow { key: key.clone(), relation, trail, path: number, also: Vec::new(), values };
        if let Some(export) = &mut self.export
            && relation == Relation::Own
        {
            let words = rows.part.trails.get(trail).map_or("", String::as_str);
            export.row(collection, &key, words, row)?;
        }
        if let Some(before) = known.and_then(|place| rows.part.rows.get_mut(place)) {
            *before = found;
        } else {
            rows.places.insert(key, rows.part.rows.len());
            rows.part.rows.push(found);
        }
        Ok(())
    }

    /// Whose row it is: an owner column that names somebody else goes before every path.
    fn relation(&self, collection: &Collection, number: usize, row: &Row) -> Relation {
        let path = collection.paths.get(number).map(|path| path.relation).unwrap_or_default();
        let Some(owner) = &collection.owner else { return path };
        let value = row.judged(&owner.column);
        if owner.is_nobody(value.as_deref()) {
            return path;
        }
        let Some((id, column)) = owner.target() else { return path };
        let (Some(value), Some(owners)) = (value, self.found.get(id)) else { return Relation::Mentions };
        let theirs = owners.part.rows.iter().any(|row| {
            row.relation == Relation::Own && owners.part.value(row, column) == Some(value.as_str())
        });
        // After its account is gone, a row that the preparation knew as the person's still is.
        let remembered = self.remembered(id).any(|values| values.get(column) == Some(&value));
        if theirs || remembered { path } else { Relation::Mentions }
    }

    fn starts(&self, collection: &Collection, find: &Find) -> Vec<Start> {
        if find.from == "identity" {
            return self.identity_starts(collection, find);
        }
        let mut starts = Vec::new();
        if let Some(source) = self.found.get(find.from.as_str()) {
            for row in source.part.rows.iter().filter(|row| row.relation == Relation::Own) {
                let columns = source.part.columns.iter().zip(&row.values);
                let values =
                    columns.filter_map(|(column, value)| Some((column.clone(), value.clone()?))).collect();
                starts.push(Start { values, trail: source.part.trail(row).to_owned(), row: true });
            }
        }
        for values in self.remembered(&find.from) {
            starts.push(Start { values, trail: find.from.clone(), row: true });
        }
        starts
    }

    /// One start per value of the kind that the call names; the others of several kinds in turn.
    fn identity_starts(&self, collection: &Collection, find: &Find) -> Vec<Start> {
        let kinds: BTreeSet<&str> = collection
            .paths
            .iter()
            .filter(|path| path.source() == Source::Identity)
            .flat_map(|path| path.on.values().map(String::as_str))
            .collect();
        let named = find.call.names();
        let mut starts = Vec::new();
        if !self.map.identities.iter().any(|rule| named.contains(&rule.kind)) {
            // A service that cannot search is listed whole, and judged here.
            starts.push(Start { values: BTreeMap::new(), trail: "identity".to_owned(), row: false });
        }
        for (kind, values) in self.given.iter().filter(|(kind, _)| kinds.contains(*kind)) {
            if !named.contains(*kind) {
                continue;
            }
            for value in values {
                let values = BTreeMap::from([((*kind).to_owned(), value.clone())]);
                starts.push(Start { values, trail: (*kind).to_owned(), row: false });
            }
        }
        starts
    }

    /// Prepared rows of a collection that are not there any more, by what was remembered of them.
    fn remembered(&self, id: &str) -> impl Iterator<Item = BTreeMap<String, String>> {
        let known = self.found.get(id);
        let keys = self.map.collection(id).map_or(&[][..], |collection| &collection.key);
        let part =
            self.prepared.and_then(|prepared| prepared.collections.iter().find(|part| part.collection == id));
        part.into_iter()
            .flat_map(|part| {
                part.groups.iter().flat_map(move |group| group.rows.iter().map(move |row| (part, row)))
            })
            .filter(move |(_, row)| !known.is_some_and(|known| known.places.contains_key(&row.key)))
            .map(move |(part, row)| {
                let links = part.links.iter().zip(&row.links);
                let mut values: BTreeMap<String, String> =
                    links.filter_map(|(column, value)| Some((column.clone(), value.clone()?))).collect();
                values.extend(keys.iter().cloned().zip(row.key.0.iter().cloned()));
                values
            })
            .collect::<Vec<_>>()
            .into_iter()
    }
}

/// The columns whose values later joins, owners, holds and attributes need.
fn needed(map: &DataMap, collection: &Collection) -> Vec<String> {
    let mut columns: BTreeSet<String> = collection.key.iter().cloned().collect();
    columns.extend(columns::links(map, collection));
    columns.extend(columns::judged(map, collection));
    columns.extend(columns::naming(map, collection));
    let calls = map.http.as_ref().and_then(|http| http.collections.get(&collection.id));
    columns.extend(calls.iter().flat_map(|calls| calls.suppressed.columns()).map(str::to_owned));
    columns.extend(collection.paths.iter().flat_map(|path| path.on.keys().cloned()));
    columns.into_iter().collect()
}

/// The number of a trail in words, noted when it is new.
fn trail(trails: &mut Vec<String>, collection: &Collection, number: usize, from: &str) -> usize {
    let column = collection.paths.get(number).and_then(|path| path.on.keys().next());
    let words = match column {
        Some(column) => format!("{from} → {}.{column}", collection.id),
        None => format!("{from} → {}", collection.id),
    };
    if let Some(place) = trails.iter().position(|known| *known == words) {
        return place;
    }
    trails.push(words);
    trails.len() - 1
}
