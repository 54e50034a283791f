//! Opening the database: reading its URL, making the pools, bringing the schema up to date.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, Connection as _};

use crate::db::{Db, Store};
use crate::migrate::{self, MigrateError};

/// How long a statement waits for another process's write lock on a SQLite file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(15);
/// How long after a refused start the next try comes.
const BUSY_PAUSE: Duration = Duration::from_millis(25);
/// How long a task waits for SQLite's one writing connection, behind all others that want it.
const WRITER_TIMEOUT: Duration = Duration::from_secs(30);
/// How long a task waits for a connection to PostgreSQL before it says that the database does not answer.
const POSTGRES_TIMEOUT: Duration = Duration::from_secs(10);
/// Connections that read a SQLite file at the same time; each costs a thread and a page cache.
const SQLITE_READERS: u32 = 4;
/// A file is opened again in a millisecond; until then its pages need not stay in memory.
const SQLITE_IDLE: Duration = Duration::from_secs(5);
const POSTGRES_CONNECTIONS: u32 = 16;

/// Where Gestand's own database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A SQLite file: `sqlite:PATH`, or just a path.
    Sqlite(PathBuf),
    /// A PostgreSQL database: `postgres://…`. May hold a password: do not print it.
    Postgres(String),
}

/// The database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL is not understood. It may hold a password, so it is not repeated.
    #[error("the database URL is not understood: give sqlite:PATH, a path, or postgres://user@host/database")]
    Url,
    /// The file or its folder cannot be made.
    #[error("the database file {path} cannot be made: {source}; check that the folder is there and writable")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// There is no getting through to it.
    #[error("the database {place} cannot be opened; check that it is there, running and allowed")]
    Connect {
        /// File, or host and database name.
        place: String,
        /// What the driver says.
        #[source]
        source: sqlx::Error,
    },
    /// The schema cannot be brought up to date.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
}

impl FromStr for DatabaseUrl {
    type Err = OpenError;
    fn from_str(text: &str) -> Result<Self, OpenError> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return PgConnectOptions::from_str(text)
                .map(|_| Self::Postgres(text.to_owned()))
                .map_err(|_| OpenError::Url);
        }
        let path = match text.strip_prefix("sqlite:") {
            Some(rest) => rest.strip_prefix("//").unwrap_or(rest),
            None if text.contains("://") => return Err(OpenError::Url),
            None => text,
        };
        if path.is_empty() || path.starts_with(':') || path.contains('?') {
            return Err(OpenError::Url);
        }
        Ok(Self::Sqlite(PathBuf::from(path)))
    }
}

impl Store {
    /// Opens the database at `url` (`sqlite:PATH`, a bare path, or `postgres://…`), makes it when it is a SQLite
    /// file that does not exist, and brings its schema up to date.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        match url.parse()? {
            DatabaseUrl::Sqlite(path) => open_sqlite(&path).await,
            DatabaseUrl::Postgres(url) => open_postgres(&url).await,
        }
    }
}

async fn open_sqlite(path: &Path) -> Result<Store, OpenError> {
    make_private_file(path).map_err(|source| OpenError::File { path: path.to_owned(), source })?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        // What is deleted is overwritten: an erased person must not be readable in the file's free pages.
        .pragma("secure_delete", "ON");
    let connect = |source| OpenError::Connect { place: path.display().to_string(), source };
    let writer = connect_writer(&options).await.map_err(connect)?;
    let readers = SqlitePoolOptions::new()
        .max_connections(SQLITE_READERS)
        .acquire_timeout(WRITER_TIMEOUT)
        .idle_timeout(SQLITE_IDLE)
        .connect_lazy_with(options.pragma("query_only", "ON"));
    let store = Store { db: Db::Sqlite { writer, readers } };
    migrate::run(&store).await?;
    Ok(store)
}

/// Opens the one writing connection. Where several start at once on a fresh file, one of them turns it to
/// write-ahead logging and the others are refused: SQLite asks no busy handler when a read turns into that write,
/// because two that wait for each other would wait for ever. So whoever is refused comes again.
async fn connect_writer(options: &SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
    let pool = || {
        SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(WRITER_TIMEOUT)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.clone())
    };
    let mut tries = BUSY_TIMEOUT.as_millis() / BUSY_PAUSE.as_millis();
    loop {
        match pool().await {
            Err(error) if tries > 0 && is_busy(&error) => tries -= 1,
            outcome => return outcome,
        }
        tokio::time::sleep(BUSY_PAUSE).await;
    }
}

/// Whether SQLite says that another holds a lock: `SQLITE_BUSY` with its extended codes.
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<i32>().ok());
    code.is_some_and(|code| code & 0xff == 5)
}

async fn open_postgres(url: &str) -> Result<Store, OpenError> {
    let options = PgConnectOptions::from_str(url).map_err(|_| OpenError::Url)?;
    let place = format!("{} on {}", options.get_database().unwrap_or("(default)"), options.get_host());
    let options = options.application_name("gestand");
    // The pool would try a server that is not there again and again until its time is up; a single connection
    // says at once what is wrong.
    let trial = tokio::time::timeout(POSTGRES_TIMEOUT, options.connect());
    trial
        .await
        .unwrap_or(Err(sqlx::Error::PoolTimedOut))
        .map_err(|source| OpenError::Connect { place, source })?
        .close()
        .await
        .ok();
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(POSTGRES_TIMEOUT)
        .connect_lazy_with(options);
    let store = Store { db: Db::Postgres(pool) };
    migrate::run(&store).await?;
    Ok(store)
}

/// Makes the file before SQLite would, readable for its owner alone; SQLite gives its side files the same rights.
fn make_private_file(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_files_or_postgres() {
        let file = |path: &str| Some(DatabaseUrl::Sqlite(PathBuf::from(path)));
        for (text, expected) in [
            ("sqlite:data/gestand.db", file("data/gestand.db")),
            ("sqlite:///var/lib/gestand.db", file("/var/lib/gestand.db")),
            ("./gestand.db", file("./gestand.db")),
            (
                "postgres://gestand@db.example/gestand",
                Some(DatabaseUrl::Postgres("postgres://gestand@db.example/gestand".into())),
            ),
            ("mysql://db.example/gestand", None),
            ("sqlite::memory:", None),
            ("sqlite:x.db?mode=ro", None),
            ("", None),
        ] {
            assert_eq!(text.parse::<DatabaseUrl>().ok(), expected, "{text}");
        }
    }

    #[test]
    fn a_wrong_url_is_not_repeated() {
        let error = "mysql://gestand:hunter2@db.example".parse::<DatabaseUrl>().unwrap_err();
        assert!(!error.to_string().contains("hunter2"));
    }
}
