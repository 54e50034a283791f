//! A hand in a SQLite file: any statement, past every rule of the product.

use std::collections::BTreeMap;
use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Row as _};

/// Waits for something asynchronous.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

async fn connect(file: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(file).foreign_keys(false);
    options.busy_timeout(std::time::Duration::from_secs(20)).connect().await.unwrap()
}

/// Runs statements.
pub(crate) fn run(file: &Path, sql: &str) {
    block_on(execute(file, sql));
}

/// Runs statements.
pub(crate) async fn execute(file: &Path, sql: &str) {
    let mut connection = connect(file).await;
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(&mut connection)
        .await
        .unwrap_or_else(|error| panic!("{error} in {sql}"));
    connection.close().await.unwrap();
}

/// The first column of every row, as text.
pub(crate) fn column(file: &Path, sql: &str) -> Vec<String> {
    block_on(async {
        let mut connection = connect(file).await;
        let rows = texts(&mut connection, sql).await;
        connection.close().await.unwrap();
        rows
    })
}

async fn texts(connection: &mut SqliteConnection, sql: &str) -> Vec<String> {
    let rows = sqlx::query(AssertSqlSafe(sql.to_owned()))
        .fetch_all(connection)
        .await
        .unwrap_or_else(|error| panic!("{error} in {sql}"));
    rows.iter()
        .map(|row| row.try_get_unchecked::<Option<String>, _>(0).unwrap().unwrap_or_default())
        .collect()
}

async fn tables(connection: &mut SqliteConnection) -> BTreeMap<String, Vec<String>> {
    let mut tables = BTreeMap::new();
    let names =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
    for table in texts(connection, names).await {
        let columns = texts(connection, &format!("SELECT name FROM pragma_table_info('{table}')")).await;
        tables.insert(table, columns);
    }
    tables
}

/// Every row of every table, each as one text, sorted.
pub(crate) fn contents(file: &Path) -> BTreeMap<String, Vec<String>> {
    block_on(async {
        let mut connection = connect(file).await;
        let mut contents = BTreeMap::new();
        for (table, columns) in tables(&mut connection).await {
            let quoted: Vec<_> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
            let sql = format!("SELECT {} AS row FROM \"{table}\" ORDER BY row", quoted.join(" || ', ' || "));
            contents.insert(table, texts(&mut connection, &sql).await);
        }
        connection.close().await.unwrap();
        contents
    })
}

/// Puts one text in the place of another of the same length, in every column of every table: lengths inside
/// serialised values stay right.
pub(crate) async fn replace_everywhere(file: &Path, old: &str, new: &str) {
    assert_eq!(old.len(), new.len());
    let mut connection = connect(file).await;
    for (table, columns) in tables(&mut connection).await {
        for column in columns {
            let sql = format!(
                "UPDATE \"{table}\" SET \"{column}\" = replace(\"{column}\", '{old}', '{new}') WHERE \"{column}\" LIKE '%{old}%'"
            );
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
        }
    }
    connection.close().await.unwrap();
}
