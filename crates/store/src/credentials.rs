//! How people show who they are beside a code by e-mail: passwords, passkeys, apps with codes, recovery codes; and the
//! ceremonies under way. A holder is the id of a subject or of a member of staff.

use jiff::Timestamp;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// A passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyRow {
    /// Which one.
    pub id: String,
    /// Whose.
    pub holder: String,
    /// The key's own id, hexadecimal.
    pub credential: String,
    /// Its public half and counter.
    pub kept: String,
    /// What its holder calls it.
    pub name: String,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

/// An app that shows codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppRow {
    /// Its secret, sealed.
    pub secret: String,
    /// Since when it counts; none while its first code is awaited.
    pub confirmed_at: Option<Timestamp>,
    /// The step whose code was used last.
    pub last_step: Option<i64>,
}

/// A ceremony that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CeremonyRow {
    /// Whose, when that is known.
    pub holder: Option<String>,
    /// What was kept of it, sealed.
    pub state: String,
    /// From when it was worth nothing.
    pub expires_at: Timestamp,
}

macro_rules! passkey {
    () => {
        "id, holder, credential, kept, name, created_at, used_at"
    };
}

statements! {
    write SET_PASSWORD = "INSERT INTO passwords (holder, hash, set_at) VALUES ($1, $2, $3) ON CONFLICT (holder) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at";
    write OWE_CHOICE = "INSERT INTO password_choices (holder, since) VALUES ($1, $2) ON CONFLICT (holder) DO UPDATE SET since = excluded.since";
    read OWES_CHOICE = "SELECT since FROM password_choices WHERE holder = $1";
    write CHOSE = "DELETE FROM password_choices WHERE holder = $1";
    write DROP_PASSWORD = "DELETE FROM passwords WHERE holder = $1";
    read PASSWORD = "SELECT hash, set_at FROM passwords WHERE holder = $1";
    write ADD_PASSKEY = concat!("INSERT INTO passkeys (", passkey!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7)");
    write PASSKEY_USED = "UPDATE passkeys SET used_at = $2, kept = $3 WHERE id = $1";
    write NAME_PASSKEY = "UPDATE passkeys SET name = $3 WHERE id = $1 AND holder = $2";
    write DROP_PASSKEY = "DELETE FROM passkeys WHERE id = $1 AND holder = $2";
    write DROP_PASSKEYS = "DELETE FROM passkeys WHERE holder = $1";
    read PASSKEYS = concat!("SELECT ", passkey!(), " FROM passkeys WHERE holder = $1 ORDER BY created_at, id");
    read PASSKEY = concat!("SELECT ", passkey!(), " FROM passkeys WHERE credential = $1");
    write SET_APP = "INSERT INTO code_apps (holder, secret, created_at) VALUES ($1, $2, $3) ON CONFLICT (holder) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at, last_step = NULL WHERE code_apps.confirmed_at IS NULL";
    write CONFIRM_APP = "UPDATE code_apps SET confirmed_at = $2, last_step = $3 WHERE holder = $1 AND confirmed_at IS NULL";
    write STEP_USED = "UPDATE code_apps SET last_step = $2 WHERE holder = $1 AND confirmed_at IS NOT NULL AND (last_step IS NULL OR last_step < $2)";
    write DROP_APP = "DELETE FROM code_apps WHERE holder = $1";
    read APP = "SELECT secret, confirmed_at, last_step FROM code_apps WHERE holder = $1";
    write ADD_CODE = "INSERT INTO recovery_codes (holder, hash, used_at) VALUES ($1, $2, NULL)";
    write USE_CODE = "UPDATE recovery_codes SET used_at = $3 WHERE holder = $1 AND hash = $2 AND used_at IS NULL";
    write DROP_CODES = "DELETE FROM recovery_codes WHERE holder = $1";
    read CODES_LEFT = "SELECT COUNT(*) FROM recovery_codes WHERE holder = $1 AND used_at IS NULL";
    write BEGIN = "INSERT INTO ceremonies (id, kind, holder, state, expires_at) VALUES ($1, $2, $3, $4, $5)";
    write TAKE = "DELETE FROM ceremonies WHERE id = $1 AND kind = $2 RETURNING holder, state, expires_at";
    write PURGE = "DELETE FROM ceremonies WHERE expires_at <= $1";
}

impl FromRow for PasskeyRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            holder: columns.take()?,
            credential: columns.take()?,
            kept: columns.take()?,
            name: columns.take()?,
            created_at: columns.take()?,
            used_at: columns.take()?,
        })
    }
}

impl FromRow for AppRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self { secret: columns.take()?, confirmed_at: columns.take()?, last_step: columns.take()? })
    }
}

impl FromRow for CeremonyRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self { holder: columns.take()?, state: columns.take()?, expires_at: columns.take()? })
    }
}

/// Keeps the hash of a password, in the place of the one before.
pub async fn set_password(
    on: impl Into<Conn<'_>>,
    holder: &str,
    hash: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    on.into().execute(&SET_PASSWORD, values![holder, hash, at]).await.map(drop)
}

/// Forgets a password. False: there was none.
pub async fn drop_password(on: impl Into<Conn<'_>>, holder: &str) -> Result<bool, StoreError> {
    Ok(on.into().execute(&DROP_PASSWORD, values![holder]).await? > 0)
}

/// The hash of a password, and since when.
pub async fn password(
    on: impl Into<Conn<'_>>,
    holder: &str,
) -> Result<Option<(String, Timestamp)>, StoreError> {
    on.into().first(&PASSWORD, values![holder]).await
}

/// Keeps a passkey. [`StoreError::Taken`]: it is somebody's already.
pub async fn add_passkey(on: impl Into<Conn<'_>>, row: &PasskeyRow) -> Result<(), StoreError> {
    let values =
        values![&row.id, &row.holder, &row.credential, &row.kept, &row.name, row.created_at, row.used_at];
    on.into().execute(&ADD_PASSKEY, values).await.map(drop)
}

/// Notes that a passkey was used, with what is kept of it from now on.
pub async fn passkey_used(
    on: impl Into<Conn<'_>>,
    id: &str,
    at: Timestamp,
    kept: &str,
) -> Result<(), StoreError> {
    on.into().execute(&PASSKEY_USED, values![id, at, kept]).await.map(drop)
}

/// Gives somebody's own passkey another name. False: it is not theirs.
pub async fn name_passkey(
    on: impl Into<Conn<'_>>,
    id: &str,
    holder: &str,
    name: &str,
) -> Result<bool, StoreError> {
    Ok(on.into().execute(&NAME_PASSKEY, values![id, holder, name]).await? > 0)
}

/// Forgets somebody's own passkey. False: it is not theirs.
pub async fn drop_passkey(on: impl Into<Conn<'_>>, id: &str, holder: &str) -> Result<bool, StoreError> {
    Ok(on.into().execute(&DROP_PASSKEY, values![id, holder]).await? > 0)
}

/// Somebody's passkeys, the oldest first.
pub async fn passkeys(on: impl Into<Conn<'_>>, holder: &str) -> Result<Vec<PasskeyRow>, StoreError> {
    on.into().all(&PASSKEYS, values![holder]).await
}

/// The passkey with this id of its own.
pub async fn passkey(on: impl Into<Conn<'_>>, credential: &str) -> Result<Option<PasskeyRow>, StoreError> {
    on.into().first(&PASSKEY, values![credential]).await
}

/// Keeps the secret of an app whose first code is awaited. False: an app counts already.
pub async fn set_app(
    on: impl Into<Conn<'_>>,
    holder: &str,
    secret: &str,
    at: Timestamp,
) -> Result<bool, StoreError> {
    Ok(on.into().execute(&SET_APP, values![holder, secret, at]).await? > 0)
}

/// From now on the app counts. False: it does already, or there is none.
pub async fn confirm_app(
    on: impl Into<Conn<'_>>,
    holder: &str,
    at: Timestamp,
    step: i64,
) -> Result<bool, StoreError> {
    Ok(on.into().execute(&CONFIRM_APP, values![holder, at, step]).await? > 0)
}

/// Uses a step up. False: it, or a later one, was used before.
pub async fn step_used(on: impl Into<Conn<'_>>, holder: &str, step: i64) -> Result<bool, StoreError> {
    Ok(on.into().execute(&STEP_USED, values![holder, step]).await? > 0)
}

/// Forgets an app. False: there was none.
pub async fn drop_app(on: impl Into<Conn<'_>>, holder: &str) -> Result<bool, StoreError> {
    Ok(on.into().execute(&DROP_APP, values![holder]).await? > 0)
}

/// Somebody's app.
pub async fn app(on: impl Into<Conn<'_>>, holder: &str) -> Result<Option<AppRow>, StoreError> {
    on.into().first(&APP, values![holder]).await
}

/// Keeps a recovery code's hash.
pub async fn add_code(on: impl Into<Conn<'_>>, holder: &str, hash: &str) -> Result<(), StoreError> {
    on.into().execute(&ADD_CODE, values![holder, hash]).await.map(drop)
}

/// Uses a recovery code up. False: it is none, or was used before.
pub async fn use_code(
    on: impl Into<Conn<'_>>,
    holder: &str,
    hash: &str,
    at: Timestamp,
) -> Result<bool, StoreError> {
    Ok(on.into().execute(&USE_CODE, values![holder, hash, at]).await? > 0)
}

/// Forgets somebody's recovery codes.
pub async fn drop_codes(on: impl Into<Conn<'_>>, holder: &str) -> Result<(), StoreError> {
    on.into().execute(&DROP_CODES, values![holder]).await.map(drop)
}

/// How many recovery codes somebody has left.
pub async fn codes_left(on: impl Into<Conn<'_>>, holder: &str) -> Result<i64, StoreError> {
    let count: Option<(i64,)> = on.into().first(&CODES_LEFT, values![holder]).await?;
    Ok(count.map_or(0, |(count,)| count))
}

/// Forgets everything by which somebody can sign in, their code by e-mail apart.
pub async fn forget_holder(on: impl Into<Conn<'_>>, holder: &str) -> Result<(), StoreError> {
    let mut on = on.into();
    for statement in [&DROP_PASSWORD, &CHOSE, &DROP_PASSKEYS, &DROP_APP, &DROP_CODES] {
        on.execute(statement, values![holder]).await?;
    }
    Ok(())
}

/// Somebody must choose: a new password, or none.
pub async fn owe_choice(on: impl Into<Conn<'_>>, holder: &str, since: Timestamp) -> Result<(), StoreError> {
    on.into().execute(&OWE_CHOICE, values![holder, since]).await.map(drop)
}

/// Whether somebody has yet to choose.
pub async fn owes_choice(on: impl Into<Conn<'_>>, holder: &str) -> Result<bool, StoreError> {
    let since: Option<(Timestamp,)> = on.into().first(&OWES_CHOICE, values![holder]).await?;
    Ok(since.is_some())
}

/// They chose.
pub async fn chose(on: impl Into<Conn<'_>>, holder: &str) -> Result<(), StoreError> {
    on.into().execute(&CHOSE, values![holder]).await.map(drop)
}

/// Keeps what a page waits for.
pub async fn begin(
    on: impl Into<Conn<'_>>,
    id: &str,
    kind: &str,
    holder: Option<&str>,
    state: &str,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    on.into().execute(&BEGIN, values![id, kind, holder, state, expires_at]).await.map(drop)
}

/// Takes a ceremony out: it is there for one answer.
pub async fn take(on: impl Into<Conn<'_>>, id: &str, kind: &str) -> Result<Option<CeremonyRow>, StoreError> {
    on.into().first(&TAKE, values![id, kind]).await
}

/// Deletes ceremonies that nobody came back for.
pub async fn purge_ceremonies(on: impl Into<Conn<'_>>, now: Timestamp) -> Result<u64, StoreError> {
    on.into().execute(&PURGE, values![now]).await
}
