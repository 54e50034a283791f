//! What differs between a database and its copy, and where a text stands in it: read with SQL of their own, so that
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
    if same_checksum(databases, table).await {
        return Difference::default();
    }
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

async fn same_checksum(databases: &Databases, table: &Table) -> bool {
    let Databases { reference, copy, .. } = databases;
    let sql = format!("CHECKSUM TABLE `{reference}`.`{0}`, `{copy}`.`{0}`", table.name);
    let rows = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(&databases.pool).await.unwrap();
    let sums: Vec<Option<i64>> = rows.iter().map(|row| row.get(1)).collect();
    matches!(sums[..], [Some(one), Some(other)] if one == other)
}

/// Where in a database one of several texts stands, in any capitals. One statement a table.
pub async fn places(
    databases: &Databases,
    database: &str,
    tables: &[Table],
    needles: &[&str],
) -> BTreeSet<Place> {
    let needles: Vec<String> = needles.iter().map(|needle| needle.to_lowercase()).collect();
    let mut places = BTreeSet::new();
    for table in tables.iter().filter(|table| !table.texts.is_empty()) {
        let text =
            |column: &String| format!("LOWER(CONVERT(r.`{column}` USING utf8mb4)) COLLATE utf8mb4_bin");
        let columns: Vec<String> = table.texts.iter().map(text).collect();
        let tests: Vec<String> = columns
            .iter()
            .flat_map(|column| needles.iter().map(move |_| format!("LOCATE(?, {column}) > 0")))
            .collect();
        let sql = format!(
            "SELECT {}, {} FROM `{database}`.`{}` r WHERE {}",
            table.key_sql("r"),
            columns.join(", "),
            table.name,
            tests.join(" OR "),
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for needle in table.texts.iter().flat_map(|_| &needles) {
            query = query.bind(needle);
        }
        for row in query.fetch_all(&databases.pool).await.unwrap() {
            for (index, column) in table.texts.iter().enumerate() {
                let text: Option<String> = row.get(index + 1);
                for needle in &needles {
                    if text.as_deref().is_some_and(|text| text.contains(needle)) {
                        places.insert(Place {
                            table: table.name.clone(),
                            column: column.clone(),
                            key: row.get(0),
                            needle: needle.clone(),
                        });
                    }
                }
            }
        }
    }
    places
}

/// A place where a text stands.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
    /// The row's key.
    pub key: String,
    /// The text, in lower case.
    pub needle: String,
}
