//! Programs that may ask for decisions, each known by the keyed hash of its key.

use jiff::Timestamp;
use kernel::ids::ProgramId;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// A program with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramRow {
    /// Which one.
    pub id: ProgramId,
    /// What it is called.
    pub name: String,
    /// The keyed hash of its key.
    pub secret_hash: String,
    /// What it may do: words with a space between them.
    pub scopes: String,
    /// How many requests a minute it may make.
    pub per_minute: i64,
    /// Since when.
    pub created_at: Timestamp,
    /// Since when its key is no longer valid.
    pub revoked_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, name, secret_hash, scopes, per_minute, created_at, revoked_at"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO programs (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, NULL)");
    write REVOKE = "UPDATE programs SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    read LIST = concat!("SELECT ", columns!(), " FROM programs ORDER BY created_at DESC, id DESC");
    read VALID = concat!("SELECT ", columns!(), " FROM programs WHERE revoked_at IS NULL ORDER BY id");
}

impl FromRow for ProgramRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            name: columns.take()?,
            secret_hash: columns.take()?,
            scopes: columns.take()?,
            per_minute: columns.take()?,
            created_at: columns.take()?,
            revoked_at: columns.take()?,
        })
    }
}

/// Adds a program.
pub async fn insert(on: impl Into<Conn<'_>>, row: &ProgramRow) -> Result<(), StoreError> {
    let values = values![row.id, &row.name, &row.secret_hash, &row.scopes, row.per_minute, row.created_at];
    on.into().execute(&INSERT, values).await.map(drop)
}

/// Ends a key. False: there is no such key, or it had ended.
pub async fn revoke(on: impl Into<Conn<'_>>, id: ProgramId, at: Timestamp) -> Result<bool, StoreError> {
    Ok(on.into().execute(&REVOKE, values![id, at]).await? > 0)
}

/// Every program, the latest first.
pub async fn list(on: impl Into<Conn<'_>>) -> Result<Vec<ProgramRow>, StoreError> {
    on.into().all(&LIST, Vec::new()).await
}

/// The programs whose key is valid.
pub async fn valid(on: impl Into<Conn<'_>>) -> Result<Vec<ProgramRow>, StoreError> {
    on.into().all(&VALID, Vec::new()).await
}
