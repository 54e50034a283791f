//! Editions on their way to being in force. The state is the lifecycle's own JSON.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// An edition on its way, without its contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicationRow {
    /// SHA-256 of its canonical form, 64 hexadecimal digits.
    pub hash: String,
    /// The id of the policy.
    pub policy: String,
    /// The label of the version.
    pub label: String,
    /// The first day on which it is to hold.
    pub begins: Date,
    /// Who drafted it: an actor's kind or id, not a name.
    pub drafted_by: String,
    /// Where it is, the lifecycle's JSON.
    pub state: String,
    /// The same in one word.
    pub stage: String,
    /// How often it was changed; [`put`] compares it.
    pub version: i64,
    /// When that was last.
    pub changed_at: Timestamp,
    /// What was found in its text that may not stand there, or is missing.
    pub findings: i64,
}

macro_rules! columns {
    () => {
        "hash, policy, label, begins, drafted_by, state, stage, version, changed_at, findings"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO publications (", columns!(), ", canonical) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING");
    write PUT = "UPDATE publications SET state = $2, stage = $3, version = version + 1, changed_at = $4, findings = $5 WHERE hash = $1 AND version = $6";
    write DELETE = "DELETE FROM publications WHERE hash = $1";
    read GET = concat!("SELECT ", columns!(), " FROM publications WHERE hash = $1");
    read CANONICAL = "SELECT canonical FROM publications WHERE hash = $1";
    read LIST = concat!("SELECT ", columns!(), " FROM publications ORDER BY begins DESC, changed_at DESC, hash LIMIT $1");
    read AT = concat!("SELECT ", columns!(), " FROM publications WHERE stage = $1 ORDER BY begins, hash");
}

impl FromRow for PublicationRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            hash: columns.take()?,
            policy: columns.take()?,
            label: columns.take()?,
            begins: columns.take()?,
            drafted_by: columns.take()?,
            state: columns.take()?,
            stage: columns.take()?,
            version: columns.take()?,
            changed_at: columns.take()?,
            findings: columns.take()?,
        })
    }
}

/// Stores one with its contents. False when this very edition is there already.
pub async fn insert(
    on: impl Into<Conn<'_>>,
    row: &PublicationRow,
    canonical: &[u8],
) -> Result<bool, StoreError> {
    let values = values![
        &row.hash,
        &row.policy,
        &row.label,
        row.begins,
        &row.drafted_by,
        &row.state,
        &row.stage,
        row.version,
        row.changed_at,
        row.findings,
        canonical,
    ];
    Ok(on.into().execute(&INSERT, values).await? == 1)
}

/// Stores what became of it, if nobody else changed it since it was read ([`StoreError::Stale`] otherwise).
pub async fn put(on: impl Into<Conn<'_>>, row: &mut PublicationRow) -> Result<(), StoreError> {
    let values = values![&row.hash, &row.state, &row.stage, row.changed_at, row.findings, row.version];
    if on.into().execute(&PUT, values).await? == 0 {
        return Err(StoreError::Stale { what: "publication" });
    }
    row.version += 1;
    Ok(())
}

/// Takes one away that was never announced.
pub async fn delete(on: impl Into<Conn<'_>>, hash: &str) -> Result<(), StoreError> {
    on.into().execute(&DELETE, values![hash]).await.map(drop)
}

/// The one with this hash.
pub async fn get(on: impl Into<Conn<'_>>, hash: &str) -> Result<Option<PublicationRow>, StoreError> {
    on.into().first(&GET, values![hash]).await
}

/// Its contents.
pub async fn canonical(on: impl Into<Conn<'_>>, hash: &str) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(on.into().first::<(Vec<u8>,)>(&CANONICAL, values![hash]).await?.map(|(bytes,)| bytes))
}

/// The newest, by their first day.
pub async fn list(on: impl Into<Conn<'_>>, limit: u32) -> Result<Vec<PublicationRow>, StoreError> {
    on.into().all(&LIST, values![i64::from(limit)]).await
}

/// Those at a stage, by their first day.
pub async fn at(on: impl Into<Conn<'_>>, stage: &str) -> Result<Vec<PublicationRow>, StoreError> {
    on.into().all(&AT, values![stage]).await
}
