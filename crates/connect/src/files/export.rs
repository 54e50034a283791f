//! Handing files over: content as a stream, a quarter of a megabyte in memory at a time.

use inventory::map::Collection;
use inventory::{FoundCollection, Identity};
use tokio::io::AsyncReadExt as _;

use super::{Files, Place};
use crate::error::ConnectError;
use crate::sink::{
    CollectionMeta, ExportSummary, ExportedCollection, FieldMeta, FileMeta, RowOut, RowSink, SinkError,
};
use inventory::Relation;

/// Bytes read at a time.
const PIECE: usize = 256 * 1024;

/// The column with the content, of which a row says where in the answer it stands.
const CONTENT: &str = "content";

impl Files {
    pub(super) async fn hand_over(
        &self,
        identities: &[Identity],
        sink: &mut dyn RowSink,
    ) -> Result<ExportSummary, ConnectError> {
        let (_, searched) = self.follow_and_search(identities).await?;
        let mut summary = ExportSummary::default();
        for part in &searched.found.collections {
            let Some(collection) = self.map.collection(&part.collection) else { continue };
            summary.collections.push(self.collection(collection, part, sink).await?);
        }
        Ok(summary)
    }

    async fn collection(
        &self,
        collection: &Collection,
        part: &FoundCollection,
        sink: &mut dyn RowSink,
    ) -> Result<ExportedCollection, ConnectError> {
        let fields: Vec<FieldMeta> = part
            .columns
            .iter()
            .map(String::as_str)
            .chain([CONTENT])
            .map(|name| field(collection, name))
            .collect();
        let secret = fields.iter().filter(|field| field.secret);
        let mut exported = ExportedCollection {
            collection: collection.id.clone(),
            table: collection.table.clone(),
            withheld: secret.map(|field| field.column.clone()).collect(),
            ..ExportedCollection::default()
        };
        let withheld = exported.withheld.iter().any(|column| column == CONTENT);
        let meta = CollectionMeta {
            collection: collection.id.clone(),
            table: collection.table.clone(),
            relation: Relation::Own,
            fields,
        };
        sink.begin(&meta).map_err(|error| self.refused(error))?;
        for row in &part.rows {
            let path = part.value(row, "path").unwrap_or_default();
            let place = match part.value(row, "size") {
                Some(size) if !withheld => {
                    let name = path.rsplit('/').next().unwrap_or(path);
                    let size = size.parse().ok();
                    match self.content(path, &FileMeta { name, size }, sink).await? {
                        Some(place) => Some(place),
                        // Taken away since it was found: it is not held any more.
                        None => continue,
                    }
                }
                _ => None,
            };
            let shown = |(column, value): (&String, &Option<String>)| {
                let secret = exported.withheld.contains(column);
                value.clone().filter(|_| !secret)
            };
            let mut values: Vec<Option<String>> = part.columns.iter().zip(&row.values).map(shown).collect();
            values.push(place);
            let out = RowOut { key: &row.key, path: part.trail(row), pair_category: None, values: &values };
            sink.row(&out).map_err(|error| self.refused(error))?;
            exported.own += 1;
        }
        sink.end().map_err(|error| self.refused(error))?;
        Ok(exported)
    }

    /// Streams a file's content; gives its place in the answer, or none when the file is gone.
    async fn content(
        &self,
        path: &str,
        meta: &FileMeta<'_>,
        sink: &mut dyn RowSink,
    ) -> Result<Option<String>, ConnectError> {
        let place = match &self.place {
            Place::Folder(folder) => {
                let (at, name) = (folder.clone(), path.to_owned());
                let opened = super::blocking(&folder.system, move || at.open(&name)).await?;
                let Some(file) = opened else { return Ok(None) };
                let mut file = tokio::fs::File::from_std(file);
                let place = sink.begin_file(meta).map_err(|error| self.refused(error))?;
                let mut piece = vec![0; PIECE];
                loop {
                    let read = file.read(&mut piece).await;
                    let read =
                        read.map_err(|_| ConnectError::Incomplete { system: folder.system.clone() })?;
                    match piece.get(..read) {
                        Some(part) if !part.is_empty() => {
                            sink.file_part(part).map_err(|error| self.refused(error))?;
                        }
                        _ => break,
                    }
                }
                place
            }
            Place::Bucket(bucket) => {
                let Some(mut answer) = bucket.open_file(path).await? else { return Ok(None) };
                let place = sink.begin_file(meta).map_err(|error| self.refused(error))?;
                while let Some(part) = answer.chunk().await.map_err(|error| bucket.broken(&error))? {
                    sink.file_part(&part).map_err(|error| self.refused(error))?;
                }
                place
            }
        };
        sink.end_file().map_err(|error| self.refused(error))?;
        Ok(Some(place))
    }

    fn refused(&self, error: SinkError) -> ConnectError {
        ConnectError::Sink { system: self.map.system.id.clone(), reason: error.0 }
    }
}

fn field(collection: &Collection, column: &str) -> FieldMeta {
    let rule = collection.field(column);
    let category =
        rule.as_ref().and_then(|rule| rule.category.clone()).or_else(|| collection.category.clone());
    FieldMeta {
        column: column.to_owned(),
        category,
        secret: rule.is_some_and(|rule| rule.secret),
        classified: true,
    }
}
