//! SQLite: its pragmas as tables, and the text of its indexes for expressions.

use super::{add_reference, ask, optional, text, yes};
use crate::error::ConnectError;
use crate::sql::pool::{Engine, Work};
use crate::sql::schema::{Column, ForeignKey, Index, IndexPart, Kind, Schema, Table, bare_expression};
use crate::sql::statement::quote;

/// Without the tables in which a virtual table (a full-text index) keeps its own: nobody reads or writes those.
const TABLES: &str = "sqlite_schema m WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!' \
                      AND m.name NOT IN (SELECT l.name FROM pragma_table_list l WHERE l.type = 'shadow')";

/// The number that every row has where nothing else tells rows apart.
const ROW_ID: &str = "rowid";

pub(super) async fn introspect(work: &mut Work) -> Result<Schema, ConnectError> {
    let mut schema = Schema::default();
    let head = ask(work, "SELECT sqlite_version(), CAST(query_only AS TEXT) FROM pragma_query_only").await?;
    if let Some(row) = head.first() {
        schema.server = format!("SQLite {}", text(row, 0));
        schema.read_only = yes(row, 1);
    }
    columns(work, &mut schema).await?;
    capitals(work, &mut schema).await?;
    let triggers = "SELECT DISTINCT tbl_name FROM sqlite_schema WHERE type = 'trigger'";
    schema.triggered = ask(work, triggers).await?.iter().map(|row| text(row, 0).to_owned()).collect();
    indexes(work, &mut schema).await?;
    schema.tables.values_mut().for_each(number_rows);
    schema.foreign_keys = foreign_keys(work, &schema).await?;
    Ok(schema)
}

async fn columns(work: &mut Work, schema: &mut Schema) -> Result<(), ConnectError> {
    let sql = format!(
        "SELECT m.name, x.name, x.type, CAST(x.\"notnull\" AS TEXT), CAST(x.pk AS TEXT), CAST(x.hidden AS TEXT) \
         FROM (SELECT m.name FROM {TABLES}) m JOIN pragma_table_xinfo(m.name) x ORDER BY m.name, x.cid"
    );
    for row in ask(work, &sql).await? {
        let table = schema.tables.entry(text(&row, 0).to_owned()).or_insert_with(|| Table {
            name: text(&row, 0).to_owned(),
            transactional: true,
            ..Table::default()
        });
        let declared = text(&row, 2).to_uppercase();
        let place = text(&row, 4);
        let row_id = place == "1" && declared == "INTEGER";
        table.columns.push(Column {
            name: text(&row, 1).to_owned(),
            type_name: declared.to_lowercase(),
            cast: String::new(),
            kind: kind(&declared),
            nullable: !yes(&row, 3) && !row_id,
            max_length: None,
            insensitive: false,
            generated: matches!(text(&row, 5), "2" | "3"),
            computed: matches!(text(&row, 5), "2" | "3"),
        });
        if place != "0" {
            let part = IndexPart::Column { name: text(&row, 1).to_owned(), folded: false };
            match table.indexes.first_mut() {
                Some(index) => index.parts.push(part),
                None => table.indexes.push(Index { unique: true, partial: false, parts: vec![part] }),
            }
        }
    }
    Ok(())
}

/// Which text columns are compared without regard to capitals. No pragma says so; a comparison does.
async fn capitals(work: &mut Work, schema: &mut Schema) -> Result<(), ConnectError> {
    for (name, table) in &mut schema.tables {
        let from = quote(Engine::Sqlite, name);
        let texts: Vec<&mut Column> =
            table.columns.iter_mut().filter(|column| column.kind == Kind::Text).collect();
        if texts.is_empty() {
            continue;
        }
        let asked: Vec<String> = texts
            .iter()
            .map(|column| {
                let column = quote(Engine::Sqlite, &column.name);
                format!(
                    "CAST((SELECT COUNT(*) FROM (SELECT {column} c FROM {from} WHERE 0 UNION ALL SELECT 'a') \
                     WHERE c = 'A') AS TEXT)"
                )
            })
            .collect();
        let rows = ask(work, &format!("SELECT {}", asked.join(", "))).await?;
        for (place, column) in texts.into_iter().enumerate() {
            column.insensitive = rows.first().is_some_and(|row| yes(row, place));
        }
    }
    Ok(())
}

/// A table without any key, such as a full-text index, is told by the number of its rows.
fn number_rows(table: &mut Table) {
    if table.indexes.iter().any(|index| index.unique && !index.partial) || table.column(ROW_ID).is_some() {
        return;
    }
    table.columns.push(Column {
        name: ROW_ID.to_owned(),
        type_name: ROW_ID.to_owned(),
        cast: String::new(),
        kind: Kind::Int,
        nullable: false,
        max_length: None,
        insensitive: false,
        generated: true,
        computed: false,
    });
    let part = IndexPart::Column { name: ROW_ID.to_owned(), folded: false };
    table.indexes.push(Index { unique: true, partial: false, parts: vec![part] });
}

/// The rules of affinity, section 3.1 of SQLite's datatype document; but types of other databases that say text (JSON,
/// STRING) are taken at their word, as SQLite keeps anything in them.
fn kind(declared: &str) -> Kind {
    let has = |part: &str| declared.contains(part);
    if has("INT") {
        Kind::Int
    } else if has("CHAR") || has("CLOB") || has("TEXT") {
        Kind::Text
    } else if ["REAL", "FLOA", "DOUB", "NUM", "DEC", "BOOL", "DATE", "TIME", "MONEY"].into_iter().any(has) {
        Kind::Number
    } else {
        Kind::Any
    }
}

async fn indexes(work: &mut Work, schema: &mut Schema) -> Result<(), ConnectError> {
    let sql = format!(
        "SELECT m.name, l.name, CAST(l.\"unique\" AS TEXT), CAST(l.partial AS TEXT), x.name, x.coll, s.sql \
         FROM (SELECT m.name FROM {TABLES}) m JOIN pragma_index_list(m.name) l JOIN pragma_index_xinfo(l.name) x \
         LEFT JOIN sqlite_schema s ON s.type = 'index' AND s.name = l.name \
         WHERE x.key = 1 AND l.origin <> 'pk' ORDER BY m.name, l.seq, x.seqno"
    );
    let mut last = String::new();
    for row in ask(work, &sql).await? {
        let Some(table) = schema.tables.get_mut(text(&row, 0)) else { continue };
        if last != text(&row, 1) {
            text(&row, 1).clone_into(&mut last);
            table.indexes.push(Index { unique: yes(&row, 2), partial: yes(&row, 3), parts: Vec::new() });
        }
        let Some(index) = table.indexes.last_mut() else { continue };
        index.parts.push(match optional(&row, 4) {
            Some(name) => IndexPart::Column {
                name: name.to_owned(),
                folded: text(&row, 5).eq_ignore_ascii_case("NOCASE"),
            },
            None => IndexPart::Expression(expression(text(&row, 6), index.parts.len())),
        });
    }
    Ok(())
}

/// The expression at a place of `CREATE INDEX … ON t (a, lower(b))`.
fn expression(sql: &str, place: usize) -> String {
    let upper = sql.to_ascii_uppercase();
    let start = upper.find(" ON ").and_then(|on| sql.get(on..)?.find('(').map(|open| on + open + 1));
    let mut parts = vec![String::new()];
    let mut depth = 0usize;
    for character in start.and_then(|start| sql.get(start..)).unwrap_or_default().chars() {
        match character {
            '(' => depth += 1,
            ')' if depth == 0 => break,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(character);
        }
    }
    bare_expression(parts.get(place).map_or("", String::as_str))
}

pub(super) async fn foreign_keys(work: &mut Work, schema: &Schema) -> Result<Vec<ForeignKey>, ConnectError> {
    let mut keys = Vec::new();
    let sql = format!(
        "SELECT m.name || '/' || f.id, m.name, f.\"from\", f.\"table\", f.\"to\", CAST(f.seq AS TEXT) \
         FROM (SELECT m.name FROM {TABLES}) m JOIN pragma_foreign_key_list(m.name) f ORDER BY m.name, f.id, f.seq"
    );
    for row in ask(work, &sql).await? {
        let parent = text(&row, 3).to_owned();
        // Without a column it refers to the parent's primary key, part by part.
        let target = optional(&row, 4).map(str::to_owned).or_else(|| {
            let key = schema.tables.get(&parent)?.indexes.first()?;
            match key.parts.get(text(&row, 5).parse::<usize>().ok()?)? {
                IndexPart::Column { name, .. } => Some(name.clone()),
                IndexPart::Expression(_) => None,
            }
        });
        let target = target.unwrap_or_default();
        add_reference(&mut keys, (text(&row, 0), text(&row, 1), text(&row, 2)), (&parent, &target));
    }
    Ok(keys)
}
