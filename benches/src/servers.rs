//! The servers that `cargo xtask bench` has started, and databases of one's own on them.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

/// The administrator's URL of the PostgreSQL server.
pub fn postgres() -> Result<String> {
    variable("TEST_POSTGRES_URL")
}

/// The administrator's URL of the MariaDB server; it ends without a database.
pub fn mariadb() -> Result<String> {
    Ok(variable("TEST_MARIADB_URL")?.trim_end_matches('/').to_owned())
}

/// The folder with the real dumps.
pub fn real_data() -> Result<PathBuf> {
    Ok(PathBuf::from(variable("GESTAND_REAL_DATA")?))
}

fn variable(name: &str) -> Result<String> {
    std::env::var(name).with_context(|| format!("{name} is not set: run `cargo xtask bench`, which sets it"))
}

/// The project's folder.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Makes a PostgreSQL database, as a copy of another when one is named, and gives its URL. One of the same name
/// goes first.
pub async fn make_postgres(name: &str, copy_of: Option<&str>) -> Result<String> {
    let admin = postgres()?;
    let mut connection = PgConnection::connect(&admin).await.context("PostgreSQL does not answer")?;
    connection.execute(AssertSqlSafe(format!("DROP DATABASE IF EXISTS \"{name}\""))).await?;
    let template = copy_of.map(|other| format!(" TEMPLATE \"{other}\"")).unwrap_or_default();
    connection.execute(AssertSqlSafe(format!("CREATE DATABASE \"{name}\"{template}"))).await?;
    connection.close().await?;
    let (server, _) = admin.rsplit_once('/').context("TEST_POSTGRES_URL names no database")?;
    Ok(format!("{server}/{name}"))
}

/// Drops a PostgreSQL database, whoever still uses it.
pub async fn drop_postgres(name: &str) -> Result<()> {
    let mut connection = PgConnection::connect(&postgres()?).await?;
    connection.execute(AssertSqlSafe(format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"))).await?;
    Ok(connection.close().await?)
}
