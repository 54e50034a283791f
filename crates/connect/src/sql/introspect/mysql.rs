//! MySQL and MariaDB: information_schema of the connection's own database.

use super::{add_reference, ask, optional, text, yes};
use crate::error::ConnectError;
use crate::sql::dialect::UNSIGNED;
use crate::sql::pool::Work;
use crate::sql::schema::{Column, ForeignKey, Index, IndexPart, Kind, Schema, Table, bare_expression};

pub(super) async fn introspect(work: &mut Work) -> Result<Schema, ConnectError> {
    let mut schema = Schema::default();
    let head = ask(work, "SELECT VERSION(), CAST(@@global.read_only AS CHAR)").await?;
    if let Some(row) = head.first() {
        let version = text(row, 0);
        let plain = version.split('-').next().unwrap_or(version);
        let name = if version.to_lowercase().contains("mariadb") { "MariaDB" } else { "MySQL" };
        schema.server = format!("{name} {plain}");
        schema.read_only = yes(row, 1);
    }
    columns(work, &mut schema).await?;
    if schema.server.starts_with("MariaDB") {
        json(work, &mut schema).await?;
    }
    let triggers = "SELECT DISTINCT EVENT_OBJECT_TABLE FROM information_schema.TRIGGERS \
                    WHERE EVENT_OBJECT_SCHEMA = DATABASE()";
    schema.triggered = ask(work, triggers).await?.iter().map(|row| text(row, 0).to_owned()).collect();
    indexes(work, &mut schema).await?;
    schema.foreign_keys = foreign_keys(work).await?;
    Ok(schema)
}

async fn columns(work: &mut Work, schema: &mut Schema) -> Result<(), ConnectError> {
    let engines = ask(
        work,
        "SELECT TABLE_NAME, ENGINE, TABLE_TYPE FROM information_schema.TABLES \
         WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')",
    )
    .await?;
    for row in &engines {
        let engine = text(row, 1).to_lowercase();
        let table = Table {
            schema: None,
            name: text(row, 0).to_owned(),
            transactional: matches!(engine.as_str(), "innodb" | "rocksdb" | "tokudb" | "ndbcluster"),
            remembers: text(row, 2) == "SYSTEM VERSIONED",
            ..Table::default()
        };
        schema.tables.insert(table.name.clone(), table);
    }
    let rows = ask(
        work,
        "SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE, IS_NULLABLE, CAST(CHARACTER_MAXIMUM_LENGTH AS CHAR), \
                COLLATION_NAME, EXTRA, COLUMN_TYPE \
         FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, ORDINAL_POSITION",
    )
    .await?;
    for row in rows {
        let Some(table) = schema.tables.get_mut(text(&row, 0)) else { continue };
        let collation = text(&row, 5).to_lowercase();
        // MySQL says DEFAULT_GENERATED of a default that is an expression, such as the moment.
        let extra = text(&row, 6).to_uppercase().replace("DEFAULT_GENERATED", "");
        table.columns.push(Column {
            name: text(&row, 1).to_owned(),
            type_name: type_name(&text(&row, 2).to_lowercase(), &text(&row, 7).to_lowercase()),
            cast: String::new(),
            kind: kind(&text(&row, 2).to_lowercase()),
            nullable: yes(&row, 3),
            max_length: text(&row, 4).parse().ok(),
            insensitive: collation.ends_with("_ci"),
            generated: extra.contains("GENERATED"),
            computed: extra.contains("GENERATED"),
        });
    }
    Ok(())
}

/// MariaDB's JSON is long text with a condition; what is emptied in it must meet that.
async fn json(work: &mut Work, schema: &mut Schema) -> Result<(), ConnectError> {
    let rows = ask(
        work,
        "SELECT TABLE_NAME, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS \
         WHERE CONSTRAINT_SCHEMA = DATABASE() AND LOWER(CHECK_CLAUSE) LIKE 'json_valid(%'",
    )
    .await?;
    for row in rows {
        let Some(table) = schema.tables.get_mut(text(&row, 0)) else { continue };
        let clause = text(&row, 1);
        let of = |column: &Column| {
            clause.to_lowercase() == format!("json_valid(`{}`)", column.name.to_lowercase())
        };
        for column in table.columns.iter_mut().filter(|column| of(column)) {
            column.kind = Kind::Json;
        }
    }
    Ok(())
}

/// The type's name; that a large number has no sign belongs to it.
fn type_name(data_type: &str, whole: &str) -> String {
    if data_type == "bigint" && whole.contains("unsigned") {
        return UNSIGNED.to_owned();
    }
    data_type.to_owned()
}

fn kind(data_type: &str) -> Kind {
    match data_type {
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "year" => Kind::Int,
        "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" => Kind::Text,
        "binary" | "varbinary" | "tinyblob" | "blob" | "mediumblob" | "longblob" => Kind::Bytes,
        "bit" => Kind::Bits,
        "json" => Kind::Json,
        "uuid" => Kind::Uuid,
        "decimal" | "float" | "double" => Kind::Number,
        _ => Kind::Other,
    }
}

async fn indexes(work: &mut Work, schema: &mut Schema) -> Result<(), ConnectError> {
    let rows = ask(
        work,
        "SELECT TABLE_NAME, INDEX_NAME, CASE WHEN NON_UNIQUE = 0 THEN '1' ELSE '0' END, COLUMN_NAME, \
                CASE WHEN SUB_PART IS NULL THEN '0' ELSE '1' END \
         FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND INDEX_TYPE <> 'FULLTEXT' \
         ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX",
    )
    .await?;
    let mut last = (String::new(), String::new());
    for row in rows {
        let Some(table) = schema.tables.get_mut(text(&row, 0)) else { continue };
        let here = (text(&row, 0).to_owned(), text(&row, 1).to_owned());
        if last != here {
            last = here;
            table.indexes.push(Index { unique: yes(&row, 2), partial: false, parts: Vec::new() });
        }
        let folded =
            |name: &str| table.columns.iter().any(|column| column.name == name && column.insensitive);
        let part = match optional(&row, 3) {
            Some(name) => IndexPart::Column { name: name.to_owned(), folded: folded(name) },
            None => IndexPart::Expression(bare_expression("")),
        };
        if let Some(index) = table.indexes.last_mut() {
            // A unique index over the first characters is stricter than the column, not weaker.
            index.parts.push(part);
        }
    }
    Ok(())
}

pub(super) async fn foreign_keys(work: &mut Work) -> Result<Vec<ForeignKey>, ConnectError> {
    let mut keys = Vec::new();
    let rows = ask(
        work,
        "SELECT CONSTRAINT_NAME, TABLE_NAME, COLUMN_NAME, \
                CASE WHEN REFERENCED_TABLE_SCHEMA = DATABASE() THEN REFERENCED_TABLE_NAME \
                     ELSE CONCAT(REFERENCED_TABLE_SCHEMA, '.', REFERENCED_TABLE_NAME) END, \
                REFERENCED_COLUMN_NAME \
         FROM information_schema.KEY_COLUMN_USAGE \
         WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME IS NOT NULL \
         ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION",
    )
    .await?;
    for row in rows {
        add_reference(
            &mut keys,
            (text(&row, 0), text(&row, 1), text(&row, 2)),
            (text(&row, 3), text(&row, 4)),
        );
    }
    Ok(keys)
}
