//! Requests that came from another system, under the id that it gave them.

use jiff::Timestamp;
use kernel::ids::{ProgramId, RequestId};

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// A request that came from another system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideRow {
    /// The program that asked.
    pub program_id: ProgramId,
    /// The id that it gave.
    pub external_id: String,
    /// The request here.
    pub request_id: RequestId,
    /// A keyed hash of what was asked: the same id with something else in it is a mistake.
    pub digest: String,
    /// When it came.
    pub asked_at: Timestamp,
}

statements! {
    write INSERT = "INSERT INTO outside_requests (program_id, external_id, request_id, digest, asked_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (program_id, external_id) DO NOTHING";
    read GET = "SELECT program_id, external_id, request_id, digest, asked_at FROM outside_requests WHERE program_id = $1 AND external_id = $2";
    read OF = "SELECT program_id, external_id, request_id, digest, asked_at FROM outside_requests WHERE request_id = $1";
}

impl FromRow for OutsideRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            program_id: columns.take()?,
            external_id: columns.take()?,
            request_id: columns.take()?,
            digest: columns.take()?,
            asked_at: columns.take()?,
        })
    }
}

/// Notes where a request came from. False when that program has given this id before.
pub async fn insert(on: impl Into<Conn<'_>>, row: &OutsideRow) -> Result<bool, StoreError> {
    let values = values![row.program_id, &row.external_id, row.request_id, &row.digest, row.asked_at];
    Ok(on.into().execute(&INSERT, values).await? > 0)
}

/// What a program has asked under this id.
pub async fn get(
    on: impl Into<Conn<'_>>,
    program: ProgramId,
    external: &str,
) -> Result<Option<OutsideRow>, StoreError> {
    on.into().first(&GET, values![program, external]).await
}

/// Where a request came from.
pub async fn of(on: impl Into<Conn<'_>>, request: RequestId) -> Result<Option<OutsideRow>, StoreError> {
    on.into().first(&OF, values![request]).await
}
