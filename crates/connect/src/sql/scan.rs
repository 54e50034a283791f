//! Reading all text of a database, or the free text that the map names, for a person's names, addresses and
//! numbers. One statement per table, streamed: what is in memory is one row and the list of hits.

use inventory::map::{AttributeKind, Collection};
use inventory::needle::{Needles, like_pattern, like_phone};
use inventory::{DataMap, Identity, Key, KnownValue};

use super::dialect::{exact, push_like, readable, table_name};
use super::pool::{Engine, Work};
use super::schema::{Column, IndexPart, Kind, Schema, Table};
use super::search::plan::Planned;
use super::statement::Statement;
use crate::error::ConnectError;

/// Columns that take fewer characters than this hold nothing that is looked for.
const SHORTEST: u64 = 5;

/// Types that are read as text and hold none: times, addresses of networks, places.
const TEXTLESS: [&str; 26] = [
    "date",
    "time",
    "timetz",
    "timestamp",
    "timestamptz",
    "datetime",
    "interval",
    "inet",
    "cidr",
    "macaddr",
    "macaddr8",
    "inet4",
    "inet6",
    "oid",
    "bit",
    "varbit",
    "money",
    "point",
    "polygon",
    "geometry",
    "enum",
    "_int4",
    "_int8",
    "_int2",
    "_uuid",
    "_timestamptz",
];

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// Every text column of every table.
    Everything,
    /// The columns that the map marks as free text.
    FreeText,
}

/// A place where something of the person stands.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    pub(super) collection: Option<String>,
    pub(super) table: String,
    pub(super) key: Key,
    pub(super) column: String,
    pub(super) kinds: Vec<String>,
}

/// What a scan read.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    pub(super) tables: u64,
    pub(super) rows: u64,
}

/// What is looked for: the exact forms, and patterns that a database can select candidates by.
#[derive(Debug, Default)]
pub(super) struct Looked {
    needles: Needles,
    patterns: Vec<String>,
}

impl Looked {
    /// Identities in a form that stands in text, and attributes.
    pub(super) fn new(identities: &[Identity], known: &[KnownValue]) -> Self {
        let mut looked = Self::default();
        for identity in identities {
            looked.needles.add_identity(&identity.kind, &identity.value);
            looked.patterns.push(like_pattern(identity.value.trim()));
        }
        for value in known {
            looked.needles.add(value.kind.to_string(), value.kind, &value.value);
            looked.patterns.push(match value.kind {
                AttributeKind::Phone => like_phone(&value.value),
                _ => like_pattern(value.value.trim()),
            });
        }
        looked.patterns.sort_unstable();
        looked.patterns.dedup();
        looked
    }

    pub(super) fn needles(&self) -> &Needles {
        &self.needles
    }
}

/// One statement's worth of reading.
struct Target<'a> {
    name: &'a str,
    table: &'a Table,
    collection: Option<&'a Collection>,
    key: Vec<&'a Column>,
    text: Vec<&'a Column>,
}

/// Reads everything in scope and hands over each place where something stands.
pub(super) async fn scan(
    work: &mut Work,
    schema: &Schema,
    map: &DataMap,
    scope: Scope,
    looked: &Looked,
    found: &mut (dyn FnMut(Hit) + Send),
) -> Result<Scanned, ConnectError> {
    let mut scanned = Scanned::default();
    if looked.needles.is_empty() {
        return Ok(scanned);
    }
    let targets = match scope {
        Scope::Everything => {
            let all = schema.tables.iter().chain(&schema.copies);
            all.map(|(name, table)| whole_table(map, name, table)).collect()
        }
        Scope::FreeText => free_text(map, schema),
    };
    for target in targets.into_iter().filter(|target: &Target<'_>| !target.text.is_empty()) {
        let statement = statement(work.engine(), &target, scope, looked);
        scanned.tables += 1;
        scanned.rows += work
            .fetch(statement, Some(target.name), |row| {
                read(&target, looked, &row, found);
                Ok(())
            })
            .await?;
    }
    Ok(scanned)
}

fn read(target: &Target<'_>, looked: &Looked, row: &[Option<String>], found: &mut (dyn FnMut(Hit) + Send)) {
    let (key, texts) = row.split_at(target.key.len().min(row.len()));
    for (column, text) in target.text.iter().zip(texts) {
        let kinds = text.as_deref().map(|text| looked.needles.search(text)).unwrap_or_default();
        if !kinds.is_empty() {
            found(Hit {
                collection: target.collection.map(|collection| collection.id.clone()),
                table: target.name.to_owned(),
                key: Key(key.iter().map(|part| part.clone().unwrap_or_default()).collect()),
                column: column.name.clone(),
                kinds: kinds.into_iter().map(str::to_owned).collect(),
            });
        }
    }
}

fn statement(engine: Engine, target: &Target<'_>, scope: Scope, looked: &Looked) -> Statement {
    let key = target.key.iter().map(|column| exact(engine, column));
    let text = target.text.iter().map(|column| readable(engine, column));
    let list: Vec<String> = key.chain(text).collect();
    let sql = format!("SELECT {} FROM {} WHERE ", list.join(", "), table_name(engine, target.table));
    let mut statement = Statement::new(engine, sql);
    if scope == Scope::Everything {
        statement.push("1 = 1");
        return statement;
    }
    statement.push("(");
    let mut first = true;
    for column in &target.text {
        for pattern in &looked.patterns {
            statement.push(if first { "" } else { " OR " });
            push_like(&mut statement, column, pattern);
            first = false;
        }
    }
    statement.push(")");
    if let Some(rules) = target.collection {
        Planned::push_collection(rules, target.table, &mut statement);
    }
    statement
}

fn whole_table<'a>(map: &'a DataMap, name: &'a str, table: &'a Table) -> Target<'a> {
    let mut collections = map.collections.iter().filter(|collection| collection.table == name);
    let first = collections.next();
    // Which of several collections of one table a row is in is not known here.
    let collection = first.filter(|_| collections.next().is_none());
    let key = match first {
        Some(rules) => rules.key.iter().filter_map(|column| table.column(column)).collect(),
        None => own_key(table),
    };
    let text = table.columns.iter().filter(|column| holds_text(column)).collect();
    Target { name, table, collection, key, text }
}

/// Whether a column can hold something that is looked for in text.
pub(super) fn holds_text(column: &Column) -> bool {
    let of_text = match column.kind {
        Kind::Text | Kind::Json | Kind::Any | Kind::Bytes => true,
        // Arrays, rows in a column, XML: what is none of the types that hold no text.
        Kind::Other => !TEXTLESS.contains(&column.type_name.as_str()),
        _ => false,
    };
    of_text && column.max_length.is_none_or(|length| length >= SHORTEST)
}

/// The columns that tell the rows of a table apart that the map does not know.
fn own_key(table: &Table) -> Vec<&Column> {
    let unique = table.indexes.iter().find(|index| index.unique && !index.partial);
    let parts = unique.into_iter().flat_map(|index| &index.parts);
    parts
        .filter_map(|part| match part {
            IndexPart::Column { name, .. } => table.column(name),
            IndexPart::Expression(_) => None,
        })
        .collect()
}

fn free_text<'a>(map: &'a DataMap, schema: &'a Schema) -> Vec<Target<'a>> {
    let target = |collection: &'a Collection| {
        let table = schema.table(&collection.table)?;
        let fields =
            collection.fields.iter().filter(|(_, field)| field.text.is_some()).map(|(column, _)| column);
        let pairs = collection.pairs.iter().map(|pairs| &pairs.value);
        let free_pairs = collection.pair_rules.iter().any(|rule| rule.text.is_some());
        let columns = fields.chain(pairs.filter(|_| free_pairs));
        Some(Target {
            name: &collection.table,
            table,
            collection: Some(collection),
            key: collection.key.iter().filter_map(|column| table.column(column)).collect(),
            text: columns.filter_map(|column| table.column(column)).collect(),
        })
    };
    map.collections.iter().filter_map(target).collect()
}
