//! The three forms of one collection, filled row by row: CSV, JSON and HTML.
//!
//! Each form is spooled beside the others because a ZIP holds one open file at a time; a spool stays in
//! memory up to [`SPOOL_BYTES`] and then becomes a temporary file without a name.

use std::io::{self, Write};

use askama::Template as _;
use kernel::Language;
use tempfile::SpooledTempFile;

use super::packer::CollectionMeta;
use super::pages::{CollectionHead, Row};

/// How much of one form is held in memory before it goes to disk.
const SPOOL_BYTES: usize = 4 * 1024 * 1024;

/// The forms of one collection while its rows arrive.
pub(super) struct Forms {
    meta: CollectionMeta,
    csv: csv::Writer<SpooledTempFile>,
    json: SpooledTempFile,
    rows: u64,
}

impl Forms {
    /// Begins a collection.
    pub(super) fn begin(meta: CollectionMeta, html: &mut impl Write, language: Language) -> io::Result<Self> {
        let mut csv = csv::Writer::from_writer(SpooledTempFile::new(SPOOL_BYTES));
        let header = ["_path", "_relation"].into_iter().chain(meta.fields.iter().map(|f| f.field.as_str()));
        csv.write_record(header)?;
        let mut json = SpooledTempFile::new(SPOOL_BYTES);
        serde_json::to_writer(&mut json, &meta.id)?;
        json.write_all(b":[")?;
        let columns: Vec<(String, String)> =
            meta.fields.iter().map(|f| (f.field.clone(), f.category_name.get(language).to_owned())).collect();
        let head = CollectionHead {
            language,
            id: &meta.id,
            name: meta.name.get(language),
            columns: &columns,
            csv: &format!("{}.csv", meta.id),
        };
        write!(html, "{}", head.render().map_err(io::Error::other)?)?;
        Ok(Self { meta, csv, json, rows: 0 })
    }

    /// Adds a row to all three forms.
    pub(super) fn row(
        &mut self,
        path: &str,
        mention: bool,
        values: &[Option<String>],
        html: &mut impl Write,
    ) -> io::Result<()> {
        let relation = if mention { "mentions" } else { "own" };
        let cells = values.iter().map(|value| value.as_deref().unwrap_or_default());
        self.csv.write_record([path, relation].into_iter().chain(cells))?;
        if self.rows > 0 {
            self.json.write_all(b",\n")?;
        }
        self.write_json_row(path, relation, values)?;
        let row = Row { path, mention, values };
        write!(html, "{}", row.render().map_err(io::Error::other)?)?;
        self.rows += 1;
        Ok(())
    }

    fn write_json_row(&mut self, path: &str, relation: &str, values: &[Option<String>]) -> io::Result<()> {
        self.json.write_all(b"{\"_path\":")?;
        serde_json::to_writer(&mut self.json, path)?;
        self.json.write_all(b",\"_relation\":")?;
        serde_json::to_writer(&mut self.json, relation)?;
        for (field, value) in self.meta.fields.iter().zip(values) {
            self.json.write_all(b",")?;
            serde_json::to_writer(&mut self.json, &field.field)?;
            self.json.write_all(b":")?;
            serde_json::to_writer(&mut self.json, value)?;
        }
        self.json.write_all(b"}")
    }

    /// Ends the collection; gives its CSV and its part of the system's JSON.
    pub(super) fn end(
        mut self,
        html: &mut impl Write,
    ) -> io::Result<(String, SpooledTempFile, SpooledTempFile)> {
        self.json.write_all(b"]")?;
        html.write_all(b"</tbody></table></div>\n")?;
        let csv = self.csv.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        Ok((format!("{}.csv", self.meta.id), csv, self.json))
    }
}
