//! Members of staff: who may sign in to the desk, and as what.

use jiff::Timestamp;
use kernel::ids::StaffId;
use kernel::{Language, StaffRole};

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffRow {
    /// Which one.
    pub id: StaffId,
    /// The address, lower case.
    pub email: String,
    /// The name.
    pub name: String,
    /// What they may do.
    pub role: StaffRole,
    /// The language of their desk.
    pub language: Language,
    /// False: may not sign in any more.
    pub active: bool,
    /// Since when.
    pub created_at: Timestamp,
}

macro_rules! columns {
    () => {
        "id, email, name, role, language, active, created_at"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO staff (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7)");
    write UPDATE = "UPDATE staff SET name = $2, role = $3, language = $4, active = $5 WHERE id = $1";
    read GET = concat!("SELECT ", columns!(), " FROM staff WHERE id = $1");
    read BY_EMAIL = concat!("SELECT ", columns!(), " FROM staff WHERE email = $1");
    read LIST = concat!("SELECT ", columns!(), " FROM staff ORDER BY name, id");
}

impl FromRow for StaffRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            email: columns.take()?,
            name: columns.take()?,
            role: columns.take()?,
            language: columns.take()?,
            active: columns.take()?,
            created_at: columns.take()?,
        })
    }
}

/// Adds a member of staff; the address is stored in lower case. [`StoreError::Taken`] when it is known.
pub async fn add(on: impl Into<Conn<'_>>, row: &StaffRow) -> Result<(), StoreError> {
    let values = values![
        row.id,
        row.email.to_lowercase(),
        &row.name,
        row.role,
        row.language,
        row.active,
        row.created_at
    ];
    on.into().execute(&INSERT, values).await.map(drop)
}

/// Changes name, role, language or access.
pub async fn update(on: impl Into<Conn<'_>>, row: &StaffRow) -> Result<(), StoreError> {
    let values = values![row.id, &row.name, row.role, row.language, row.active];
    match on.into().execute(&UPDATE, values).await? {
        0 => Err(StoreError::Missing { what: "member of staff" }),
        _ => Ok(()),
    }
}

/// The member of staff with this id.
pub async fn get(on: impl Into<Conn<'_>>, id: StaffId) -> Result<Option<StaffRow>, StoreError> {
    on.into().first(&GET, values![id]).await
}

/// The member of staff with this address, in any case.
pub async fn by_email(on: impl Into<Conn<'_>>, email: &str) -> Result<Option<StaffRow>, StoreError> {
    on.into().first(&BY_EMAIL, values![email.to_lowercase()]).await
}

/// Everybody, by name.
pub async fn list(on: impl Into<Conn<'_>>) -> Result<Vec<StaffRow>, StoreError> {
    on.into().all(&LIST, Vec::new()).await
}
