//! Where a connector's rows become an archive's files.

use std::collections::BTreeMap;
use std::io::Write;

use connect::{CollectionMeta as Exported, FileMeta, RowOut, RowSink, SinkError};
use inventory::{DataMap, Relation};
use kernel::Text;

use super::manifest::Field;
use super::packer::{CollectionMeta, Form, Packer};
use crate::requests::redaction::{Redactor, is_free};

/// Takes the rows of one system.
pub struct ArchiveSink<'a, W: Write> {
    packer: &'a mut Packer<W>,
    map: &'a DataMap,
    categories: &'a BTreeMap<String, Text>,
    redactor: Option<&'a mut Redactor>,
    /// Which of the open collection's columns hold free text.
    free: Vec<bool>,
    mention: bool,
}

impl<'a, W: Write> ArchiveSink<'a, W> {
    /// A sink for the system that `map` describes; `categories` gives the names of data categories, `redactor` what is
    /// left out of texts.
    pub(crate) fn new(
        packer: &'a mut Packer<W>,
        map: &'a DataMap,
        categories: &'a BTreeMap<String, Text>,
        redactor: Option<&'a mut Redactor>,
    ) -> Self {
        Self { packer, map, categories, redactor, free: Vec::new(), mention: false }
    }

    /// A sink that leaves nothing out of texts.
    pub fn whole(
        packer: &'a mut Packer<W>,
        map: &'a DataMap,
        categories: &'a BTreeMap<String, Text>,
    ) -> Self {
        Self::new(packer, map, categories, None)
    }

    /// What others wrote is theirs to take along (art. 20(4)).
    fn is_left_out(&self) -> bool {
        self.mention && self.packer.form() == Form::Bag
    }

    fn field(&self, collection: &str, column: &str, category: Option<&str>, secret: bool) -> Field {
        // A column that the map knows nothing of is given all the same: what is held, is shown.
        let category = category.unwrap_or("technical");
        let name = match (self.categories.get(category), category) {
            (Some(name), _) => name.clone(),
            (None, "technical") => Text { nl: "technisch".into(), en: "technical".into() },
            (None, other) => Text::same(other),
        };
        Field {
            system: self.map.system.id.clone(),
            collection: collection.to_owned(),
            field: column.to_owned(),
            category: category.to_owned(),
            category_name: name,
            withheld: secret,
        }
    }
}

impl<W: Write + Send> RowSink for ArchiveSink<'_, W> {
    fn begin(&mut self, meta: &Exported) -> Result<(), SinkError> {
        self.mention = meta.relation == Relation::Mentions;
        if self.is_left_out() {
            return Ok(());
        }
        let name = self
            .map
            .collection(&meta.collection)
            .map_or_else(|| Text::same(meta.collection.as_str()), |collection| collection.name.clone());
        let (id, name) = if self.mention {
            let name = Text { nl: format!("{}: noemt u", name.nl), en: format!("{}: mentions you", name.en) };
            (format!("{}-mentions", meta.collection), name)
        } else {
            (meta.collection.clone(), name)
        };
        let free = meta.fields.iter().map(|field| is_free(self.map, &meta.collection, &field.column));
        self.free = free.collect();
        let fields = meta
            .fields
            .iter()
            .map(|field| self.field(&id, &field.column, field.category.as_deref(), field.secret))
            .collect();
        self.packer.begin_collection(CollectionMeta { id, name, fields }).map_err(sink_error)
    }

    fn row(&mut self, row: &RowOut<'_>) -> Result<(), SinkError> {
        if self.is_left_out() {
            return Ok(());
        }
        let Some(redactor) = self.redactor.as_deref_mut().filter(|_| self.free.contains(&true)) else {
            return self.packer.row(row.path, self.mention, row.values).map_err(sink_error);
        };
        let mut values = row.values.to_vec();
        for (value, _) in values.iter_mut().zip(&self.free).filter(|(_, free)| **free) {
            if let Some(given) = value.as_deref().and_then(|text| redactor.given(text)) {
                *value = Some(given);
            }
        }
        self.packer.row(row.path, self.mention, &values).map_err(sink_error)
    }

    fn end(&mut self) -> Result<(), SinkError> {
        if self.is_left_out() {
            return Ok(());
        }
        self.packer.end_collection().map_err(sink_error)
    }

    fn begin_file(&mut self, file: &FileMeta<'_>) -> Result<String, SinkError> {
        if self.is_left_out() {
            return Ok(String::new());
        }
        self.packer.begin_file(file.name, file.size).map_err(sink_error)
    }

    fn file_part(&mut self, part: &[u8]) -> Result<(), SinkError> {
        if self.is_left_out() {
            return Ok(());
        }
        self.packer.file_part(part).map_err(sink_error)
    }

    fn end_file(&mut self) -> Result<(), SinkError> {
        if self.is_left_out() {
            return Ok(());
        }
        self.packer.end_file().map_err(sink_error)
    }
}

fn sink_error(error: impl std::fmt::Display) -> SinkError {
    SinkError(error.to_string())
}
