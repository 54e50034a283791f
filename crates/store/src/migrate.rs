//! Bringing the schema up to date. A migration is a numbered SQL file in `migrations/`; it runs once, in a
//! transaction of its own, and its checksum is kept. To change the schema add a file and a line below; a file
//! that has been released is never edited, because databases out there remember its checksum.

use hex::ToHex;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Executor as _};

use crate::db::{Conn, Store, Tx};
use crate::dialect::{Engine, render};
use crate::error::StoreError;
use crate::statement::Statement;
use crate::value::values;

/// The schema cannot be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The database was used by a newer Gestand.
    #[error(
        "the database has migration {found} and this Gestand knows up to {known}: it was used by a newer version; run that one"
    )]
    Newer {
        /// The highest migration in the database.
        found: i64,
        /// The highest migration of this binary.
        known: i64,
    },
    /// A migration that was run before reads differently now.
    #[error(
        "migration {number} ({name}) in the database is not the one in this Gestand: the two were built from different sources"
    )]
    Changed {
        /// Its number.
        number: i64,
        /// Its name.
        name: &'static str,
    },
    /// A migration did not run. Nothing of it stays behind.
    #[error("migration {number} ({name}) did not run; the database is as it was before it")]
    Failed {
        /// Its number.
        number: i64,
        /// Its name.
        name: &'static str,
        /// What the driver says.
        #[source]
        source: sqlx::Error,
    },
    /// The database refused something else.
    #[error(transparent)]
    Store(#[from] StoreError),
}

struct Migration {
    number: i64,
    name: &'static str,
    sql: &'static str,
}

macro_rules! migrations {
    ($($number:literal $name:literal;)*) => {
        &[$(Migration {
            number: $number,
            name: $name,
            sql: include_str!(concat!("../migrations/", $name, ".sql")),
        }),*]
    };
}

const MIGRATIONS: &[Migration] = migrations! {
    1 "0001_ledger";
    2 "0002_editions";
    3 "0003_people";
    4 "0004_requests";
    5 "0005_work";
    6 "0006_evidence";
    7 "0007_workers";
    8 "0008_retention";
    9 "0009_rights";
    10 "0010_programs";
    11 "0011_consents";
    12 "0012_tasks";
    13 "0013_decisions";
    14 "0014_officers_work";
    15 "0015_accounts";
    16 "0016_scans";
    17 "0017_rights";
    18 "0018_publishing";
    19 "0019_attestations";
    20 "0020_incoming";
    21 "0021_ledger_looks";
    22 "0022_handing_over";
    23 "0023_letters";
};

/// Taken by every start on PostgreSQL for as long as a migration runs ("gestand" in ASCII, cut to 64 bits).
const LOCK: &str = "SELECT pg_advisory_xact_lock(29103385632697956)";

const TABLE: Statement = Statement {
    name: "migrate::TABLE",
    sql: "CREATE TABLE IF NOT EXISTS gestand_migrations (number @int NOT NULL PRIMARY KEY, name @text NOT NULL, checksum @text NOT NULL) @strict",
    writes: true,
};
const APPLIED: Statement = Statement {
    name: "migrate::APPLIED",
    sql: "SELECT number, checksum FROM gestand_migrations ORDER BY number",
    writes: true,
};
const RECORD: Statement = Statement {
    name: "migrate::RECORD",
    sql: "INSERT INTO gestand_migrations (number, name, checksum) VALUES ($1, $2, $3)",
    writes: true,
};

/// Runs what has not been run. Two starts at once do not race: the second waits, and finds nothing to do.
pub(crate) async fn run(store: &Store) -> Result<(), MigrateError> {
    run_list(store, MIGRATIONS).await
}

async fn run_list(store: &Store, migrations: &[Migration]) -> Result<(), MigrateError> {
    let known = migrations.last().map_or(0, |last| last.number);
    let applied = check(store, migrations, known).await?;
    for migration in migrations.iter().filter(|migration| migration.number > applied) {
        let mut tx = locked(store).await?;
        // Another start may have run it while this one waited for the lock.
        if highest(&mut tx).await? < migration.number {
            apply(&mut tx, migration).await?;
        }
        tx.commit().await?;
    }
    check(store, migrations, known).await?;
    Ok(())
}

/// Compares what was run with what is known, and says how far the database is.
async fn check(store: &Store, migrations: &[Migration], known: i64) -> Result<i64, MigrateError> {
    let mut tx = locked(store).await?;
    Conn::from(&mut tx).execute(&TABLE, Vec::new()).await?;
    let applied: Vec<(i64, String)> = Conn::from(&mut tx).all(&APPLIED, Vec::new()).await?;
    tx.commit().await?;
    let found = applied.last().map_or(0, |(number, _)| *number);
    if found > known {
        return Err(MigrateError::Newer { found, known });
    }
    for migration in migrations {
        let was = applied.iter().find(|(number, _)| *number == migration.number);
        if was.is_some_and(|(_, sum)| *sum != checksum(migration)) {
            return Err(MigrateError::Changed { number: migration.number, name: migration.name });
        }
    }
    Ok(found)
}

async fn locked(store: &Store) -> Result<Tx, MigrateError> {
    let mut tx = store.begin().await?;
    if let Tx::Postgres(tx) = &mut tx {
        tx.execute(LOCK).await.map_err(|error| StoreError::from_sqlx("migrate::LOCK", error))?;
    }
    Ok(tx)
}

async fn highest(tx: &mut Tx) -> Result<i64, MigrateError> {
    let applied: Vec<(i64, String)> = Conn::from(tx).all(&APPLIED, Vec::new()).await?;
    Ok(applied.last().map_or(0, |(number, _)| *number))
}

async fn apply(tx: &mut Tx, migration: &Migration) -> Result<(), MigrateError> {
    let failed = |source| MigrateError::Failed { number: migration.number, name: migration.name, source };
    match tx {
        Tx::Sqlite(tx) => {
            let sql = AssertSqlSafe(render(migration.sql, Engine::Sqlite, 0));
            sqlx::raw_sql(sql).execute(&mut **tx).await.map_err(failed)?;
        }
        Tx::Postgres(tx) => {
            let sql = AssertSqlSafe(render(migration.sql, Engine::Postgres, 0));
            sqlx::raw_sql(sql).execute(&mut **tx).await.map_err(failed)?;
        }
    }
    let values = values![migration.number, migration.name, checksum(migration)];
    Conn::from(tx).execute(&RECORD, values).await?;
    Ok(())
}

fn checksum(migration: &Migration) -> String {
    Sha256::digest(migration.sql).encode_hex()
}
