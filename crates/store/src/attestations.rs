//! What members of staff stand for where no system can show it.

use jiff::Timestamp;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, text_enum, values};

text_enum! {
    /// How an attestation came in.
    Entered {
        /// Given at the desk by whoever stands for it.
        Desk = "desk",
        /// Entered by the operator on the word of whoever stands for it.
        Operator = "operator",
    }
}

/// An attestation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttestationRow {
    /// Which one (a UUIDv7).
    pub id: String,
    /// The clause that it is about.
    pub clause: String,
    /// What was looked at, in words. Names no subject.
    pub looked_at: String,
    /// SHA-256 of the document that shows it, hexadecimal.
    pub document: String,
    /// The last day on which it counts, YYYY-MM-DD.
    pub review_on: String,
    /// Who stands for it: a staff id.
    pub given_by: String,
    /// When.
    pub given_at: Timestamp,
    /// How it came in.
    pub entered: Entered,
    /// Who withdrew it.
    pub withdrawn_by: Option<String>,
    /// When.
    pub withdrawn_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, clause, looked_at, document, review_on, given_by, given_at, entered, withdrawn_by, withdrawn_at"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO attestations (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    write WITHDRAW = "UPDATE attestations SET withdrawn_by = $2, withdrawn_at = $3 WHERE id = $1 AND withdrawn_at IS NULL";
    read LIST = concat!("SELECT ", columns!(), " FROM attestations ORDER BY given_at DESC, id DESC LIMIT $1");
    read COUNTING = concat!("SELECT ", columns!(), " FROM attestations WHERE withdrawn_at IS NULL AND review_on >= $1 ORDER BY clause, given_at, id");
}

impl FromRow for AttestationRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            clause: columns.take()?,
            looked_at: columns.take()?,
            document: columns.take()?,
            review_on: columns.take()?,
            given_by: columns.take()?,
            given_at: columns.take()?,
            entered: columns.take()?,
            withdrawn_by: columns.take()?,
            withdrawn_at: columns.take()?,
        })
    }
}

/// Stores a new attestation.
pub async fn insert(on: impl Into<Conn<'_>>, row: &AttestationRow) -> Result<(), StoreError> {
    let values = values![
        &row.id,
        &row.clause,
        &row.looked_at,
        &row.document,
        &row.review_on,
        &row.given_by,
        row.given_at,
        row.entered,
        row.withdrawn_by.as_deref(),
        row.withdrawn_at,
    ];
    on.into().execute(&INSERT, values).await?;
    Ok(())
}

/// Withdraws one. False when there was none that stood.
pub async fn withdraw(
    on: impl Into<Conn<'_>>,
    id: &str,
    by: &str,
    at: Timestamp,
) -> Result<bool, StoreError> {
    Ok(on.into().execute(&WITHDRAW, values![id, by, at]).await? > 0)
}

/// The attestations, the latest first, withdrawn ones too.
pub async fn list(on: impl Into<Conn<'_>>, limit: u32) -> Result<Vec<AttestationRow>, StoreError> {
    on.into().all(&LIST, values![i64::from(limit)]).await
}

/// Those that stand on `today` (YYYY-MM-DD).
pub async fn counting(on: impl Into<Conn<'_>>, today: &str) -> Result<Vec<AttestationRow>, StoreError> {
    on.into().all(&COUNTING, values![today]).await
}
