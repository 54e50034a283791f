//! Handing own rows on as they come, page by page; mentions after all of them.
//!
//! The columns are those of the map. What a service sends besides (a field that came with an update, a plugin's
//! own) is not lost: it stands together in the column [`OTHER`], unclassified, as JSON.

use std::collections::{BTreeSet, HashMap};

use inventory::map::Collection;
use inventory::{FoundCollection, Key, Relation};

use super::row::Row;
use crate::error::ConnectError;
use crate::sink::{CollectionMeta, ExportSummary, ExportedCollection, FieldMeta, RowOut, RowSink, SinkError};

/// The column of what the map does not name.
pub const OTHER: &str = "other";

/// Writes to a sink.
pub(super) struct Exporter<'a> {
    system: String,
    sink: &'a mut dyn RowSink,
    counts: Vec<ExportedCollection>,
    meta: CollectionMeta,
    begun: bool,
    /// What of the person's stood in others' rows is what the search compared: the key and the joined columns.
    mentions: HashMap<String, u64>,
}

impl<'a> Exporter<'a> {
    pub(super) fn new(system: &str, sink: &'a mut dyn RowSink) -> Self {
        let meta = CollectionMeta {
            collection: String::new(),
            table: String::new(),
            relation: Relation::Own,
            fields: Vec::new(),
        };
        Self {
            system: system.to_owned(),
            sink,
            counts: Vec::new(),
            meta,
            begun: false,
            mentions: HashMap::new(),
        }
    }

    pub(super) fn begin(&mut self, collection: &Collection) {
        let mut columns: Vec<&str> = collection.key.iter().map(String::as_str).collect();
        let personal = collection.personal_fields();
        let more = personal.keys().copied().chain(collection.not_personal.iter().map(String::as_str));
        for column in more {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        let mut fields: Vec<FieldMeta> =
            columns.into_iter().map(|column| field(collection, column)).collect();
        fields.push(FieldMeta {
            column: OTHER.to_owned(),
            category: collection.category.clone(),
            secret: false,
            classified: false,
        });
        self.meta = CollectionMeta {
            collection: collection.id.clone(),
            table: collection.table.clone(),
            relation: Relation::Own,
            fields,
        };
        self.begun = false;
    }

    pub(super) fn row(
        &mut self,
        collection: &Collection,
        key: &Key,
        path: &str,
        row: &Row,
    ) -> Result<(), ConnectError> {
        if !self.begun {
            self.sink.begin(&self.meta).map_err(|error| refused(&self.system, error))?;
            self.begun = true;
            let secret = self.meta.fields.iter().filter(|field| field.secret);
            self.counts.push(ExportedCollection {
                collection: collection.id.clone(),
                table: collection.table.clone(),
                withheld: secret.map(|field| field.column.clone()).collect(),
                ..ExportedCollection::default()
            });
        }
        let known: BTreeSet<&str> = self.meta.fields.iter().map(|field| field.column.as_str()).collect();
        let value = |field: &FieldMeta| match field.column.as_str() {
            _ if field.secret => None,
            OTHER if !field.classified => row.other(&known),
            column => row.shown(column),
        };
        let values: Vec<Option<String>> = self.meta.fields.iter().map(value).collect();
        let out = RowOut { key, path, pair_category: None, values: &values };
        self.sink.row(&out).map_err(|error| refused(&self.system, error))?;
        if let Some(count) = self.counts.last_mut() {
            count.own += 1;
        }
        Ok(())
    }

    pub(super) fn end(&mut self) -> Result<(), ConnectError> {
        if std::mem::take(&mut self.begun) {
            self.sink.end().map_err(|error| refused(&self.system, error))?;
        }
        Ok(())
    }

    /// Other people's rows: their key and that the person stands in them, never what else they say.
    pub(super) fn mentions(
        &mut self,
        collection: &Collection,
        part: &FoundCollection,
    ) -> Result<(), ConnectError> {
        let rows = part.rows.iter().filter(|row| row.relation == Relation::Mentions);
        let mut count = 0;
        for row in rows {
            if count == 0 {
                let fields = collection.key.iter().map(|column| field(collection, column)).collect();
                let meta = CollectionMeta {
                    collection: collection.id.clone(),
                    table: collection.table.clone(),
                    relation: Relation::Mentions,
                    fields,
                };
                self.sink.begin(&meta).map_err(|error| refused(&self.system, error))?;
            }
            let values: Vec<Option<String>> = row.key.0.iter().cloned().map(Some).collect();
            let out = RowOut { key: &row.key, path: part.trail(row), pair_category: None, values: &values };
            self.sink.row(&out).map_err(|error| refused(&self.system, error))?;
            count += 1;
        }
        if count > 0 {
            self.sink.end().map_err(|error| refused(&self.system, error))?;
            self.mentions.insert(collection.id.clone(), count);
        }
        Ok(())
    }

    pub(super) fn finish(mut self, tables: impl Fn(&str) -> String) -> ExportSummary {
        for (id, mentions) in std::mem::take(&mut self.mentions) {
            match self.counts.iter_mut().find(|count| count.collection == id) {
                Some(count) => count.mentions = mentions,
                None => self.counts.push(ExportedCollection {
                    table: tables(&id),
                    collection: id,
                    mentions,
                    ..ExportedCollection::default()
                }),
            }
        }
        ExportSummary { collections: self.counts, task: None }
    }
}

fn field(collection: &Collection, column: &str) -> FieldMeta {
    let rule = collection.field(column);
    let category = rule.as_ref().map(|rule| rule.category.clone().or_else(|| collection.category.clone()));
    FieldMeta {
        column: column.to_owned(),
        category: category.flatten(),
        secret: rule.is_some_and(|rule| rule.secret),
        classified: true,
    }
}

fn refused(system: &str, error: SinkError) -> ConnectError {
    ConnectError::Sink { system: system.to_owned(), reason: error.0 }
}
