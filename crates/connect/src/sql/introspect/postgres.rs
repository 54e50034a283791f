//! PostgreSQL: the catalogue.

use super::{add_reference, ask, optional, text, yes};
use crate::error::ConnectError;
use crate::sql::pool::Work;
use crate::sql::schema::{Column, ForeignKey, Index, IndexPart, Kind, Schema, Table, bare_expression};

/// A table's name in the map: plain when the connection finds it without its schema.
const NAME: &str = "CASE WHEN n.nspname = current_schema() THEN c.relname::text \
                    ELSE n.nspname || '.' || c.relname END";

const OURS: &str = "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%' \
                    AND n.nspname NOT LIKE 'pg_temp%'";

/// A text that changes when a reference between tables is made, changed or dropped.
pub(in crate::sql) const REFERENCES: &str = "SELECT md5(coalesce(string_agg(concat_ws('.', o.oid, o.xmin, \
    o.conrelid::regclass, o.confrelid::regclass), ' ' ORDER BY o.oid), '')) FROM pg_constraint o WHERE o.contype = 'f'";

pub(super) async fn introspect(work: &mut Work) -> Result<Schema, ConnectError> {
    let head = ask(
        work,
        "SELECT current_setting('server_version'), \
         CASE WHEN pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on' \
              THEN '1' ELSE '0' END",
    )
    .await?;
    let mut schema = Schema::default();
    if let Some(row) = head.first() {
        let version = text(row, 0).split(' ').next().unwrap_or_default();
        schema.server = format!("PostgreSQL {version}");
        schema.read_only = yes(row, 1);
    }
    columns(work, &mut schema).await?;
    indexes(work, &mut schema).await?;
    schema.foreign_keys = foreign_keys(work).await?;
    let triggers = format!(
        "SELECT DISTINCT {NAME} FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid \
         JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT g.tgisinternal AND g.tgenabled <> 'D' AND {OURS}"
    );
    schema.triggered = ask(work, &triggers).await?.iter().map(|row| text(row, 0).to_owned()).collect();
    schema.references = ask(work, REFERENCES).await?.first().map(|row| text(row, 0).to_owned());
    Ok(schema)
}

async fn columns(work: &mut Work, schema: &mut Schema) -> Result<(), ConnectError> {
    let sql = format!(
        "SELECT {NAME}, CASE WHEN n.nspname = current_schema() THEN NULL ELSE n.nspname::text END, c.relname::text, \
                a.attname::text, t.typname::text, \
                CASE WHEN a.attnotnull THEN '0' ELSE '1' END, \
                CASE WHEN t.typname IN ('varchar', 'bpchar') AND a.atttypmod > 4 THEN (a.atttypmod - 4)::text END, \
                CASE WHEN a.attgenerated <> '' OR a.attidentity = 'a' THEN '1' ELSE '0' END, \
                CASE WHEN l.collisdeterministic IS FALSE THEN '1' ELSE '0' END, \
                bt.typname::text, CASE WHEN c.relkind = 'r' THEN '1' ELSE '0' END, \
                format('%I.%I', CASE WHEN bt.oid IS NULL THEN tn.nspname ELSE bn.nspname END, \
                       coalesce(bt.typname, t.typname)), \
                CASE WHEN row_security_active(c.oid) THEN '1' ELSE '0' END, \
                CASE WHEN a.attgenerated <> '' THEN '1' ELSE '0' END, \
                CASE WHEN c.relkind = 'm' THEN '1' ELSE '0' END \
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
         JOIN pg_type t ON t.oid = a.atttypid JOIN pg_namespace tn ON tn.oid = t.typnamespace \
         LEFT JOIN pg_type bt ON bt.oid = t.typbasetype AND t.typtype = 'd' \
         LEFT JOIN pg_namespace bn ON bn.oid = bt.typnamespace \
         LEFT JOIN pg_collation l ON l.oid = a.attcollation \
         WHERE c.relkind IN ('r', 'p', 'm') AND {OURS} AND NOT c.relispartition ORDER BY c.oid, a.attnum"
    );
    for row in ask(work, &sql).await? {
        let tables = if yes(&row, 14) { &mut schema.copies } else { &mut schema.tables };
        let table = tables.entry(text(&row, 0).to_owned()).or_insert_with(|| Table {
            schema: optional(&row, 1).map(str::to_owned),
            name: text(&row, 2).to_owned(),
            transactional: true,
            versioned: yes(&row, 10),
            hidden: yes(&row, 12),
            ..Table::default()
        });
        // A domain is read as the type under it.
        let type_name = optional(&row, 9).unwrap_or_else(|| text(&row, 4));
        table.columns.push(Column {
            name: text(&row, 3).to_owned(),
            type_name: type_name.to_owned(),
            cast: text(&row, 11).to_owned(),
            kind: kind(type_name),
            nullable: yes(&row, 5),
            max_length: text(&row, 6).parse().ok(),
            generated: yes(&row, 7),
            computed: yes(&row, 13),
            insensitive: type_name == "citext" || yes(&row, 8),
        });
    }
    Ok(())
}

fn kind(type_name: &str) -> Kind {
    match type_name {
        "int2" | "int4" | "int8" => Kind::Int,
        "text" | "varchar" | "bpchar" | "name" | "citext" => Kind::Text,
        "bytea" => Kind::Bytes,
        "bool" => Kind::Bool,
        "json" | "jsonb" => Kind::Json,
        "uuid" => Kind::Uuid,
        "numeric" | "float4" | "float8" => Kind::Number,
        _ => Kind::Other,
    }
}

async fn indexes(work: &mut Work, schema: &mut Schema) -> Result<(), ConnectError> {
    let sql = format!(
        "SELECT {NAME}, i.indexrelid::text, CASE WHEN i.indisunique THEN '1' ELSE '0' END, \
                CASE WHEN i.indpred IS NOT NULL THEN '1' ELSE '0' END, a.attname::text, \
                pg_get_indexdef(i.indexrelid, k.place::int, true) \
         FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
         CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place) \
         LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum AND k.attnum > 0 \
         WHERE i.indisvalid AND {OURS} AND k.place <= i.indnkeyatts ORDER BY i.indexrelid, k.place"
    );
    let mut last = String::new();
    for row in ask(work, &sql).await? {
        let Some(table) = schema.tables.get_mut(text(&row, 0)) else { continue };
        if last != text(&row, 1) {
            text(&row, 1).clone_into(&mut last);
            table.indexes.push(Index { unique: yes(&row, 2), partial: yes(&row, 3), parts: Vec::new() });
        }
        let part = match optional(&row, 4) {
            Some(name) => IndexPart::Column { name: name.to_owned(), folded: false },
            None => IndexPart::Expression(bare_expression(text(&row, 5))),
        };
        if let Some(index) = table.indexes.last_mut() {
            index.parts.push(part);
        }
    }
    Ok(())
}

pub(super) async fn foreign_keys(work: &mut Work) -> Result<Vec<ForeignKey>, ConnectError> {
    let mut keys = Vec::new();
    let parent = NAME.replace("n.", "pn.").replace("c.", "pc.");
    let sql = format!(
        "SELECT o.conname::text, {NAME}, ca.attname::text, {parent}, pa.attname::text \
         FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
         JOIN pg_class pc ON pc.oid = o.confrelid JOIN pg_namespace pn ON pn.oid = pc.relnamespace \
         CROSS JOIN LATERAL unnest(o.conkey, o.confkey) WITH ORDINALITY AS k(child, parent, place) \
         JOIN pg_attribute ca ON ca.attrelid = c.oid AND ca.attnum = k.child \
         JOIN pg_attribute pa ON pa.attrelid = pc.oid AND pa.attnum = k.parent \
         WHERE o.contype = 'f' AND o.conparentid = 0 ORDER BY o.oid, k.place"
    );
    for row in ask(work, &sql).await? {
        add_reference(
            &mut keys,
            (text(&row, 0), text(&row, 1), text(&row, 2)),
            (text(&row, 3), text(&row, 4)),
        );
    }
    Ok(keys)
}
