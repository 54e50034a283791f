//! Handing rows over: what a person may see of their own rows, and of other people's.
//!
//! Own rows are given whole, except columns marked secret. Of somebody else's row only the key and the value
//! that is the person's own are given: the rest is that other person's (art. 15(4) GDPR). Nested values are
//! given as JSON, so that they can be read without the software that wrote them; what does not parse is given
//! as it stands.

use std::collections::{BTreeMap, HashMap};

use inventory::map::{Match, Nested, Path, Relation};
use inventory::{FoundCollection, Key, nested};

use super::pool::TextRow;
use super::search::plan::Planned;
use crate::error::ConnectError;
use crate::sink::{CollectionMeta, ExportSummary, ExportedCollection, FieldMeta, RowOut, RowSink, SinkError};

/// Hands rows to a sink and counts them.
pub(super) struct Emitter<'s> {
    system: String,
    sink: &'s mut dyn RowSink,
    current: Option<Current>,
    counts: Vec<ExportedCollection>,
    /// Values of the person in other people's rows: by collection and position, column and value.
    matched: HashMap<(usize, usize), BTreeMap<String, Option<String>>>,
    number: usize,
}

/// The collection whose rows are coming.
struct Current {
    meta: CollectionMeta,
    begun: bool,
    nested: Vec<Option<Nested>>,
    /// The place of the key in the row and of the value among the fields, in a key-value table.
    pair: Option<(usize, usize)>,
}

impl<'s> Emitter<'s> {
    pub(super) fn new(system: &str, sink: &'s mut dyn RowSink) -> Self {
        Self {
            system: system.to_owned(),
            sink,
            current: None,
            counts: Vec::new(),
            matched: HashMap::new(),
            number: 0,
        }
    }

    /// Own rows of this collection follow.
    pub(super) fn collection(&mut self, planned: &Planned<'_>) {
        let rules = planned.rules;
        let fields: Vec<FieldMeta> =
            planned.exported.iter().map(|column| field_meta(rules, &column.name)).collect();
        let nested =
            planned.exported.iter().map(|column| rules.fields.get(&column.name).and_then(|f| f.nested));
        let pair = rules.pairs.as_ref().and_then(|pairs| {
            let value = planned.exported.iter().position(|column| column.name == pairs.value)?;
            Some((planned.place(&pairs.key)?, value))
        });
        self.current = Some(Current {
            nested: nested.collect(),
            meta: CollectionMeta {
                collection: rules.id.clone(),
                table: rules.table.clone(),
                relation: Relation::Own,
                fields,
            },
            begun: false,
            pair,
        });
    }

    /// One own row; `places` are those of the exported columns.
    pub(super) fn own(
        &mut self,
        planned: &Planned<'_>,
        key: &Key,
        path: &str,
        row: &mut TextRow,
        places: &[usize],
    ) -> Result<(), ConnectError> {
        let Some(current) = &mut self.current else { return Ok(()) };
        if !current.begun {
            current.begun = true;
            self.sink.begin(&current.meta).map_err(|error| refused(&self.system, error))?;
            self.counts.push(ExportedCollection {
                collection: current.meta.collection.clone(),
                table: current.meta.table.clone(),
                withheld: secret_columns(&current.meta),
                ..ExportedCollection::default()
            });
        }
        let rule = current
            .pair
            .and_then(|(place, value)| Some((value, planned.rules.pair_rule(row.get(place)?.as_deref())?)));
        let mut values: Vec<Option<String>> =
            places.iter().map(|place| row.get_mut(*place).and_then(Option::take)).collect();
        for (place, value) in values.iter_mut().enumerate() {
            let of_pair = rule.filter(|(at, _)| *at == place).map(|(_, rule)| rule);
            let secret = current.meta.fields.get(place).is_some_and(|field| field.secret);
            if secret || of_pair.is_some_and(|rule| rule.secret) {
                *value = None;
                continue;
            }
            let encoding =
                of_pair.map_or_else(|| current.nested.get(place).copied().flatten(), |rule| rule.nested);
            if let (Some(encoding), Some(text)) = (encoding, value.as_deref())
                && let Some(document) = nested::read(text, Some(encoding))
            {
                *value = Some(document.to_json());
            }
        }
        let pair_category = rule.and_then(|(_, rule)| rule.category.as_deref());
        let out = RowOut { key, path, pair_category, values: &values };
        self.sink.row(&out).map_err(|error| refused(&self.system, error))?;
        if let Some(count) = self.counts.last_mut() {
            count.own += 1;
        }
        Ok(())
    }

    /// No more own rows of the collection.
    pub(super) fn end(&mut self) -> Result<(), ConnectError> {
        match self.current.take() {
            Some(current) if current.begun => self.sink.end().map_err(|error| refused(&self.system, error)),
            _ => Ok(()),
        }
    }

    /// Remembers what of a somebody else's row is the person's own.
    pub(super) fn matched(
        &mut self,
        (collection, position): (usize, usize),
        path: &Path,
        given: &str,
        row: &TextRow,
        on: &[usize],
    ) {
        let values = self.matched.entry((collection, position)).or_default();
        for (column, place) in path.on.keys().zip(on) {
            let value = match path.how {
                Match::Equals => row.get(*place).cloned().flatten(),
                Match::Nested => Some(given.to_owned()).filter(|given| !given.is_empty()),
                Match::Suffix | Match::Prefix | Match::Contains => None,
            };
            values.insert(column.clone(), value);
        }
    }

    /// Hands over the mentions of a collection.
    pub(super) fn mentions(
        &mut self,
        planned: &Planned<'_>,
        found: &FoundCollection,
        hidden: impl Fn(usize) -> bool,
    ) -> Result<(), ConnectError> {
        let collection = self.number;
        self.number += 1;
        let rows: Vec<usize> = (0..found.rows.len())
            .filter(|position| {
                let mention = found.rows.get(*position).is_some_and(|row| row.relation == Relation::Mentions);
                mention && !hidden(*position)
            })
            .collect();
        if rows.is_empty() {
            return Ok(());
        }
        let key = planned.rules.key.clone();
        let matched = planned.rules.paths.iter().flat_map(|path| path.on.keys());
        let mut columns = key.clone();
        for column in matched.filter(|column| !key.contains(column)) {
            if !columns.contains(column) {
                columns.push(column.clone());
            }
        }
        let meta = CollectionMeta {
            collection: planned.rules.id.clone(),
            table: planned.rules.table.clone(),
            relation: Relation::Mentions,
            fields: columns.iter().map(|column| field_meta(planned.rules, column)).collect(),
        };
        self.sink.begin(&meta).map_err(|error| refused(&self.system, error))?;
        for position in &rows {
            let Some(row) = found.rows.get(*position) else { continue };
            let matched = self.matched.get(&(collection, *position));
            let values: Vec<Option<String>> = columns
                .iter()
                .enumerate()
                .map(|(place, column)| match row.key.0.get(place) {
                    Some(part) => Some(part.clone()),
                    None => matched.and_then(|values| values.get(column).cloned().flatten()),
                })
                .collect();
            let out = RowOut { key: &row.key, path: found.trail(row), pair_category: None, values: &values };
            self.sink.row(&out).map_err(|error| refused(&self.system, error))?;
        }
        self.sink.end().map_err(|error| refused(&self.system, error))?;
        self.count_mentions(planned, rows.len() as u64);
        Ok(())
    }

    fn count_mentions(&mut self, planned: &Planned<'_>, rows: u64) {
        let known = self.counts.iter_mut().find(|count| count.collection == planned.rules.id);
        if let Some(count) = known {
            count.mentions = rows;
        } else {
            self.counts.push(ExportedCollection {
                collection: planned.rules.id.clone(),
                table: planned.rules.table.clone(),
                mentions: rows,
                ..ExportedCollection::default()
            });
        }
    }

    pub(super) fn finish(self) -> ExportSummary {
        ExportSummary { collections: self.counts, task: None }
    }
}

fn field_meta(rules: &inventory::map::Collection, column: &str) -> FieldMeta {
    let field = rules.field(column);
    let classified = rules.known_columns().contains(column);
    let value = rules.pairs.as_ref().is_some_and(|pairs| pairs.value == column);
    let personal = field.is_some() || value || !classified;
    let category = field.as_ref().and_then(|field| field.category.clone());
    FieldMeta {
        column: column.to_owned(),
        category: category.or_else(|| rules.category.clone()).filter(|_| personal),
        secret: field.is_some_and(|field| field.secret),
        classified,
    }
}

fn secret_columns(meta: &CollectionMeta) -> Vec<String> {
    meta.fields.iter().filter(|field| field.secret).map(|field| field.column.clone()).collect()
}

fn refused(system: &str, error: SinkError) -> ConnectError {
    ConnectError::Sink { system: system.to_owned(), reason: error.0 }
}
