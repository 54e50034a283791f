//! A dump, restored twice: once to stay as it is, once to erase from.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};

use anyhow::{Context as _, Result};
use benches::servers;
use flate2::read::GzDecoder;
use inventory::DataMap;
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlPool, MySqlPoolOptions, MySqlRow};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, Row as _};

/// Both copies.
pub struct Databases {
    /// A pool that belongs to no database: statements name theirs.
    pub pool: MySqlPool,
    /// The untouched database.
    pub reference: String,
    /// The database to erase from.
    pub copy: String,
    /// The copy's URL.
    pub url: String,
    /// Its tables.
    pub tables: Vec<Table>,
}

/// A table.
pub struct Table {
    /// Its name.
    pub name: String,
    /// The columns that tell its rows apart.
    pub key: Vec<String>,
    /// All columns.
    pub columns: Vec<String>,
    /// Those that hold text, or bytes that may be text.
    pub texts: Vec<String>,
}

impl Table {
    /// The key as one text.
    pub fn key_sql(&self) -> String {
        let parts: Vec<String> = self.key.iter().map(|column| format!("r.`{column}`")).collect();
        format!("CAST(CONCAT_WS('|', {}) AS CHAR)", parts.join(", "))
    }
}

impl Databases {
    /// Restores a dump of the folder with the real data. Rows are named by the keys of the map.
    pub async fn restore(name: &str, dump: &str, map: &DataMap) -> Result<Self> {
        let server = servers::mariadb()?;
        let options: MySqlConnectOptions = server.parse()?;
        let mut connection =
            MySqlConnection::connect_with(&options).await.context("MariaDB does not answer")?;
        let reference = format!("gestand_bench_{name}");
        let copy = format!("{reference}_copy");
        for database in [&reference, &copy] {
            run(&mut connection, format!("DROP DATABASE IF EXISTS `{database}`")).await?;
            run(&mut connection, format!("CREATE DATABASE `{database}` CHARACTER SET utf8mb4")).await?;
        }
        run(&mut connection, format!("USE `{reference}`")).await?;
        fill(&mut connection, dump).await?;
        run(&mut connection, "SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'".to_owned()).await?;
        let mut tables = tables(&mut connection, &reference).await?;
        for table in &mut tables {
            let rules = map.collections.iter().find(|rules| rules.table == table.name);
            if let Some(rules) =
                rules.filter(|rules| rules.key.iter().all(|column| table.key.contains(column)))
            {
                table.key.clone_from(&rules.key);
            }
        }
        for Table { name, .. } in &tables {
            run(&mut connection, format!("CREATE TABLE `{copy}`.`{name}` LIKE `{reference}`.`{name}`"))
                .await?;
            run(
                &mut connection,
                format!("INSERT INTO `{copy}`.`{name}` SELECT * FROM `{reference}`.`{name}`"),
            )
            .await?;
        }
        connection.close().await?;
        let pool = MySqlPoolOptions::new()
            .max_connections(1)
            .after_connect(|connection, _| {
                Box::pin(async move {
                    connection.execute("SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'").await?;
                    Ok(())
                })
            })
            .connect_with(options)
            .await?;
        let url = format!("{server}/{copy}");
        Ok(Self { pool, reference, copy, url, tables })
    }

    /// Makes tables of the copy what they were.
    pub async fn put_back(&self, tables: impl Iterator<Item = &Table>) -> Result<()> {
        let (reference, copy) = (&self.reference, &self.copy);
        for Table { name, .. } in tables {
            self.pool.execute(AssertSqlSafe(format!("TRUNCATE TABLE `{copy}`.`{name}`"))).await?;
            let fill = format!("INSERT INTO `{copy}`.`{name}` SELECT * FROM `{reference}`.`{name}`");
            self.pool.execute(AssertSqlSafe(fill)).await?;
        }
        Ok(())
    }

    /// Rows as texts; what is null is none.
    pub async fn rows(&self, sql: String) -> Result<Vec<Vec<Option<String>>>> {
        let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&self.pool).await?;
        rows.iter().map(texts).collect()
    }

    /// The first column of each row, where it is not null.
    pub async fn column(&self, sql: String) -> Result<Vec<String>> {
        let rows = self.rows(sql).await?;
        Ok(rows.into_iter().filter_map(|row| row.into_iter().next().flatten()).collect())
    }

    /// Drops both.
    pub async fn drop(self) -> Result<()> {
        for database in [&self.reference, &self.copy] {
            self.pool.execute(AssertSqlSafe(format!("DROP DATABASE IF EXISTS `{database}`"))).await?;
        }
        Ok(())
    }
}

/// A row as texts, whatever its types; bytes that are no text come as they can be read.
pub fn texts(row: &MySqlRow) -> Result<Vec<Option<String>>> {
    let mut texts = Vec::with_capacity(row.len());
    for place in 0..row.len() {
        let bytes: Option<&[u8]> = row.try_get_unchecked(place)?;
        texts.push(bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned()));
    }
    Ok(texts)
}

/// Dumps escape line breaks inside values, so a line that ends in a semicolon ends a statement.
async fn fill(connection: &mut MySqlConnection, dump: &str) -> Result<()> {
    let path = servers::real_data()?.join(dump);
    let file = std::fs::File::open(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut statement = String::new();
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let line = line?;
        if statement.is_empty() && line.starts_with("--") {
            continue;
        }
        statement.push_str(&line);
        statement.push('\n');
        if line.ends_with(';') {
            run(connection, std::mem::take(&mut statement)).await?;
        }
    }
    Ok(())
}

async fn tables(connection: &mut MySqlConnection, database: &str) -> Result<Vec<Table>> {
    let columns = sqlx::query(
        "SELECT CAST(table_name AS CHAR), CAST(column_name AS CHAR), CAST(column_key AS CHAR), \
         CAST(data_type AS CHAR) FROM information_schema.columns WHERE table_schema = ? \
         ORDER BY table_name, ordinal_position",
    )
    .bind(database)
    .fetch_all(connection)
    .await?;
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for row in &columns {
        let mut parts = texts(row)?.into_iter().map(Option::unwrap_or_default);
        let mut next = || parts.next().unwrap_or_default();
        let (name, column, key, kind) = (next(), next(), next(), next());
        let table = tables.entry(name.clone()).or_insert_with(|| Table {
            name,
            key: Vec::new(),
            columns: Vec::new(),
            texts: Vec::new(),
        });
        if key == "PRI" {
            table.key.push(column.clone());
        }
        if ["text", "char", "blob", "binary", "json"].iter().any(|ending| kind.ends_with(ending)) {
            table.texts.push(column.clone());
        }
        table.columns.push(column);
    }
    Ok(tables.into_values().collect())
}

async fn run(connection: &mut MySqlConnection, sql: String) -> Result<()> {
    connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
    Ok(())
}
