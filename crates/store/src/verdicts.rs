//! The present verdict about each clause, and since when it is that. The history is in the ledger.

use jiff::Timestamp;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// A verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictRow {
    /// The clause.
    pub clause: String,
    /// The promise it makes.
    pub promise: String,
    /// "kept", "broken", "unproven" or "void".
    pub verdict: String,
    /// What it rests on, JSON: counts and dates.
    pub evidence: String,
    /// Since when the verdict is this one.
    pub since: Timestamp,
    /// When it was last looked at.
    pub checked_at: Timestamp,
}

macro_rules! columns {
    () => {
        "clause, promise, verdict, evidence, since, checked_at"
    };
}

statements! {
    write UPSERT = concat!(
        "INSERT INTO verdicts (", columns!(), ") VALUES @rows(6) ON CONFLICT (clause) DO UPDATE SET promise = excluded.promise, ",
        "since = CASE WHEN verdicts.verdict = excluded.verdict THEN verdicts.since ELSE excluded.since END, ",
        "verdict = excluded.verdict, evidence = excluded.evidence, checked_at = excluded.checked_at"
    );
    read GET = concat!("SELECT ", columns!(), " FROM verdicts WHERE clause = $1");
    read LIST = concat!("SELECT ", columns!(), " FROM verdicts ORDER BY clause");
}

impl FromRow for VerdictRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            clause: columns.take()?,
            promise: columns.take()?,
            verdict: columns.take()?,
            evidence: columns.take()?,
            since: columns.take()?,
            checked_at: columns.take()?,
        })
    }
}

/// Rows a statement inserts at most.
const BATCH: usize = 500;

/// Stores verdicts, each clause once. `since` of a row counts only when the verdict differs from the stored one;
/// otherwise the stored one stays.
pub async fn upsert(on: impl Into<Conn<'_>>, rows: &[VerdictRow]) -> Result<(), StoreError> {
    let mut on = on.into();
    for batch in rows.chunks(BATCH) {
        let mut values = Vec::with_capacity(batch.len() * 6);
        for row in batch {
            values.extend(values![
                &row.clause,
                &row.promise,
                &row.verdict,
                &row.evidence,
                row.since,
                row.checked_at,
            ]);
        }
        on.execute(&UPSERT, values).await?;
    }
    Ok(())
}

/// The verdict about a clause.
pub async fn get(on: impl Into<Conn<'_>>, clause: &str) -> Result<Option<VerdictRow>, StoreError> {
    on.into().first(&GET, values![clause]).await
}

/// Every verdict, by clause as text.
pub async fn list(on: impl Into<Conn<'_>>) -> Result<Vec<VerdictRow>, StoreError> {
    on.into().all(&LIST, Vec::new()).await
}
