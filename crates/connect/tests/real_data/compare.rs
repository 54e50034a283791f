//! What differs between a database and its copy, and where a text stands in it: read with SQL of its own, so that
//! a mistake of the connector cannot hide itself.

use std::collections::{BTreeMap, BTreeSet};

use inventory::DataMap;
use sqlx::{AssertSqlSafe, Row};

use crate::database::Databases;

/// A table with the columns that name a row.
pub struct Table {
    /// Its name.
    pub name: String,
    /// The columns of its key: the map's when the map knows the table.
    pub key: Vec<String>,
    /// All columns.
    pub columns: Vec<String>,
    /// Those that hold text.
    pub texts: Vec<String>,
}

impl Table {
    fn key_sql(&self, alias: &str) -> String {
        let parts: Vec<String> = self.key.iter().map(|column| format!("{alias}.`{column}`")).collect();
        format!("CAST(CONCAT_WS('|', {}) AS CHAR)", parts.join(", "))
    }

    fn join_sql(&self) -> String {
        let parts: Vec<String> =
            self.key.iter().map(|column| format!("r.`{column}` = c.`{column}`")).collect();
        parts.join(" AND ")
    }
}

/// Every table of the reference.
pub async fn tables(databases: &Databases, map: &DataMap) -> Vec<Table> {
    let rows = sqlx::query(
        "SELECT CAST(table_name AS CHAR), CAST(column_name AS CHAR), CAST(column_key AS CHAR), \
         CAST(data_type AS CHAR) FROM information_schema.columns WHERE table_schema = ? \
         ORDER BY table_name, ordinal_position",
    )
    .bind(&databases.reference)
    .fetch_all(&databases.pool)
    .await
    .unwrap();
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for row in rows {
        let (name, column): (String, String) = (row.get(0), row.get(1));
        let table = tables.entry(name.clone()).or_insert_with(|| Table {
            name,
            key: Vec::new(),
            columns: Vec::new(),
            texts: Vec::new(),
        });
        if row.get::<String, _>(2) == "PRI" {
            table.key.push(column.clone());
        }
        let kind: String = row.get(3);
        if kind.ends_with("text") || kind.ends_with("char") {
            table.texts.push(column.clone());
        }
        table.columns.push(column);
    }
    for collection in &map.collections {
        if let Some(table) = tables.get_mut(&collection.table) {
            table.key.clone_from(&collection.key);
        }
    }
    tables.into_values().collect()
}

/// What became of the rows of one table.
#[derive(Debug, Default)]
pub struct Difference {
    /// Keys of rows that are gone.
    pub deleted: BTreeSet<String>,
    /// Keys of rows that changed, with the columns.
    pub changed: BTreeMap<String, BTreeSet<String>>,
}

/// Compares a table with its copy, byte for byte. A row that came into being is a failure.
pub async fn difference(databases: &Databases, table: &Table) -> Difference {
    let Databases { reference, copy, .. } = databases;
    let (name, join) = (&table.name, table.join_sql());
    let first = &table.key[0];
    let gone = |from: &str, to: &str| {
        format!(
            "SELECT {} FROM `{from}`.`{name}` r LEFT JOIN `{to}`.`{name}` c ON {join} WHERE c.`{first}` IS NULL",
            table.key_sql("r"),
        )
    };
    let added = databases.texts(gone(copy, reference)).await;
    assert!(added.is_empty(), "rows came into being in {name}: {added:?}");
    let deleted = databases.texts(gone(reference, copy)).await.into_iter().collect();
    let changes: Vec<String> = table
        .columns
        .iter()
        .map(|column| format!("IF(BINARY r.`{column}` <=> BINARY c.`{column}`, NULL, '{column}')"))
        .collect();
    let sql = format!(
        "SELECT {}, CAST(CONCAT_WS(',', {}) AS CHAR) AS changed FROM `{reference}`.`{name}` r \
         JOIN `{copy}`.`{name}` c ON {join} HAVING changed <> ''",
        table.key_sql("r"),
        changes.join(", "),
    );
    let changed = sqlx::query(AssertSqlSafe(sql))
        .fetch_all(&databases.pool)
        .await
        .unwrap()
        .into_iter()
        .map(|row| {
            let columns: String = row.get(1);
            (row.get(0), columns.split(',').map(str::to_owned).collect())
        })
        .collect();
    Difference { deleted, changed }
}

/// Where in a database a text stands, in any capitals: table, column, key.
pub async fn places(
    databases: &Databases,
    database: &str,
    tables: &[Table],
    needle: &str,
) -> BTreeSet<(String, String, String)> {
    let mut places = BTreeSet::new();
    for table in tables {
        for column in &table.texts {
            let sql = format!(
                "SELECT {} FROM `{database}`.`{}` r WHERE LOCATE(LOWER(?) COLLATE utf8mb4_bin, \
                 LOWER(CONVERT(r.`{column}` USING utf8mb4)) COLLATE utf8mb4_bin) > 0",
                table.key_sql("r"),
                table.name,
            );
            let keys: Vec<String> =
                sqlx::query_scalar(AssertSqlSafe(sql)).bind(needle).fetch_all(&databases.pool).await.unwrap();
            places.extend(keys.into_iter().map(|key| (table.name.clone(), column.clone(), key)));
        }
    }
    places
}
