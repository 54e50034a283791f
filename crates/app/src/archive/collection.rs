//! The three forms of one collection, filled row by row: CSV, JSON and HTML.
//!
//! Each form is spooled beside the others because a ZIP holds one open file at a time; a spool stays in
//! memory up to [`SPOOL_BYTES`] and then becomes a temporary file without a name.

use std::io::{self, Write};

use askama::Template as _;
use kernel::Language;
use tempfile::SpooledTempFile;

use super::packer::CollectionMeta;
use super::pages::{Card, CollectionHead, Row};

/// How much of one form is held in memory before it goes to disk.
const SPOOL_BYTES: usize = 4 * 1024 * 1024;

/// So many columns fit side by side, on a screen and on paper.
const TABLE_COLUMNS: usize = 6;

/// The forms of one collection while its rows arrive.
pub(super) struct Forms {
    meta: CollectionMeta,
    csv: csv::Writer<SpooledTempFile>,
    json: SpooledTempFile,
    rows: u64,
    language: Language,
    /// Per column: the field and the name of its data category.
    columns: Vec<(String, String)>,
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
            wide: columns.len() > TABLE_COLUMNS,
        };
        write!(html, "{}", head.render().map_err(io::Error::other)?)?;
        Ok(Self { meta, csv, json, rows: 0, language, columns })
    }

    /// The collection's id.
    pub(super) fn id(&self) -> &str {
        &self.meta.id
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
        self.rows += 1;
        let (language, columns) = (self.language, self.columns.as_slice());
        let shown = if columns.len() > TABLE_COLUMNS {
            Card { language, number: self.rows, path, mention, columns, values }.render()
        } else {
            Row { path, mention, values }.render()
        };
        write!(html, "{}", shown.map_err(io::Error::other)?)
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
        let wide = self.columns.len() > TABLE_COLUMNS;
        html.write_all(if wide { b"</div>\n" } else { b"</tbody></table></div>\n" })?;
        let csv = self.csv.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        Ok((format!("{}.csv", self.meta.id), csv, self.json))
    }
}

#[cfg(test)]
mod tests {
    use kernel::Text;

    use super::*;
    use crate::archive::manifest::Field;

    fn page(columns: usize) -> String {
        let field = |number: usize| Field {
            system: "shop".into(),
            collection: "orders".into(),
            field: format!("field_{number}"),
            category: "order".into(),
            category_name: Text { nl: "bestelling".into(), en: "order".into() },
            withheld: false,
        };
        let meta = CollectionMeta {
            id: "orders".into(),
            name: Text::same("Bestellingen"),
            fields: (0..columns).map(field).collect(),
        };
        let mut html = Vec::new();
        let mut forms = Forms::begin(meta, &mut html, Language::Nl).unwrap();
        let mut values = vec![Some("<b>".to_owned()), Some(String::new()), None];
        values.resize(columns, Some("x".into()));
        forms.row("email → orders", false, &values, &mut html).unwrap();
        forms.end(&mut html).unwrap();
        String::from_utf8(html).unwrap()
    }

    #[test]
    fn few_columns_are_a_table_and_many_are_cards_of_what_is_filled_in() {
        let table = page(TABLE_COLUMNS);
        assert!(table.contains("<table>") && table.ends_with("</tbody></table></div>\n"), "{table}");
        assert!(!table.contains("<article>") && table.contains("field_1"), "every column has its head");
        let cards = page(TABLE_COLUMNS + 1);
        assert!(cards.contains("<article>") && cards.trim_end().ends_with("</article></div>"), "{cards}");
        assert!(!cards.contains("<table>") && !cards.contains("</tbody>"), "{cards}");
        assert!(cards.contains("<dt>field_0<small>bestelling</small></dt><dd>&#60;b&#62;</dd>"), "{cards}");
        assert!(!cards.contains("field_1<") && !cards.contains("field_2<"), "what is empty is left out");
    }
}
