//! Holds: reasons to keep data that stand in no policy. Who is meant is sealed; keyed hashes beside it say whether
//! somebody is.

use jiff::Timestamp;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, text_enum, values};

text_enum! {
    /// What sort of reason.
    HoldKind {
        /// A legal claim is made, or may be (GDPR 17(3)(e)).
        Claim = "claim",
        /// A tax authority or auditor asks (17(3)(b)).
        Fiscal = "fiscal",
        /// A case of fraud is looked into (17(3)(b) and (e)).
        Fraud = "fraud",
    }
}

/// A hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldRow {
    /// Which one (a UUIDv7).
    pub id: String,
    /// What sort of reason.
    pub kind: HoldKind,
    /// Why, as the person is told: Dutch and English, JSON. Names nobody.
    pub reason: String,
    /// Whose data: identities, sealed. None: everybody's. Personal.
    pub identities: Option<Vec<u8>>,
    /// Only this system.
    pub system: Option<String>,
    /// Only this collection of it.
    pub collection: Option<String>,
    /// Only rows that this retention term lets go.
    pub term: Option<String>,
    /// The first day on which it no longer holds, YYYY-MM-DD; none: until somebody ends it.
    pub until: Option<String>,
    /// Who set it: a staff id, or `operator`.
    pub set_by: String,
    /// When.
    pub set_at: Timestamp,
    /// Who ended it.
    pub ended_by: Option<String>,
    /// When.
    pub ended_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, kind, reason, identities, system, collection, term, until, set_by, set_at, ended_by, ended_at"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO holds (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
    write NAME = "INSERT INTO hold_identities (hold_id, identity) VALUES ($1, $2)";
    write END = "UPDATE holds SET ended_by = $2, ended_at = $3, identities = NULL WHERE id = $1 AND ended_at IS NULL";
    write FORGET = "DELETE FROM hold_identities WHERE hold_id = $1";
    read GET = concat!("SELECT ", columns!(), " FROM holds WHERE id = $1");
    read IN_FORCE = concat!("SELECT ", columns!(), " FROM holds WHERE ended_at IS NULL AND (until IS NULL OR until > $1) ORDER BY set_at, id");
    read OVER = concat!("SELECT ", columns!(), " FROM holds WHERE ended_at IS NULL AND until <= $1 ORDER BY set_at, id LIMIT $2");
    read LIST = concat!("SELECT ", columns!(), " FROM holds ORDER BY set_at DESC, id DESC LIMIT $1");
    read NAMING = "SELECT DISTINCT hold_id FROM hold_identities WHERE identity IN (@list(0))";
}

impl FromRow for HoldRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            kind: columns.take()?,
            reason: columns.take()?,
            identities: columns.take()?,
            system: columns.take()?,
            collection: columns.take()?,
            term: columns.take()?,
            until: columns.take()?,
            set_by: columns.take()?,
            set_at: columns.take()?,
            ended_by: columns.take()?,
            ended_at: columns.take()?,
        })
    }
}

/// Stores a new hold with the keyed hashes of whom it names. Use a transaction.
pub async fn insert(on: impl Into<Conn<'_>>, row: &HoldRow, identities: &[String]) -> Result<(), StoreError> {
    let mut on = on.into();
    let values = values![
        &row.id,
        row.kind,
        &row.reason,
        row.identities.as_deref(),
        row.system.as_deref(),
        row.collection.as_deref(),
        row.term.as_deref(),
        row.until.as_deref(),
        &row.set_by,
        row.set_at,
        row.ended_by.as_deref(),
        row.ended_at,
    ];
    on.execute(&INSERT, values).await?;
    for identity in identities {
        on.execute(&NAME, values![&row.id, identity]).await?;
    }
    Ok(())
}

/// Ends a hold and wipes whom it named. False when there was none in force.
pub async fn end(on: impl Into<Conn<'_>>, id: &str, by: &str, at: Timestamp) -> Result<bool, StoreError> {
    let mut on = on.into();
    if on.execute(&END, values![id, by, at]).await? == 0 {
        return Ok(false);
    }
    on.execute(&FORGET, values![id]).await?;
    Ok(true)
}

/// The hold with this id.
pub async fn get(on: impl Into<Conn<'_>>, id: &str) -> Result<Option<HoldRow>, StoreError> {
    on.into().first(&GET, values![id]).await
}

/// Holds that are in force on a day (YYYY-MM-DD), the oldest first.
pub async fn in_force(on: impl Into<Conn<'_>>, day: &str) -> Result<Vec<HoldRow>, StoreError> {
    on.into().all(&IN_FORCE, values![day]).await
}

/// Holds that are over on a day by their own date and were not ended yet.
pub async fn over(on: impl Into<Conn<'_>>, day: &str, limit: u32) -> Result<Vec<HoldRow>, StoreError> {
    on.into().all(&OVER, values![day, i64::from(limit)]).await
}

/// Holds, the latest first.
pub async fn list(on: impl Into<Conn<'_>>, limit: u32) -> Result<Vec<HoldRow>, StoreError> {
    on.into().all(&LIST, values![i64::from(limit)]).await
}

/// The ids of the holds that name one of these keyed hashes.
pub async fn naming(on: impl Into<Conn<'_>>, identities: &[String]) -> Result<Vec<String>, StoreError> {
    if identities.is_empty() {
        return Ok(Vec::new());
    }
    let values = identities.iter().flat_map(|identity| values![identity]).collect();
    let rows: Vec<(String,)> = on.into().all(&NAMING, values).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
