//! Published editions: immutable, found by their hash. Exactly one is in force at any date (clause S4).

use jiff::Timestamp;
use jiff::civil::Date;

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// An edition without its contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionHead {
    /// SHA-256 of the canonical form, 64 hexadecimal digits.
    pub hash: String,
    /// The id of the policy.
    pub policy: String,
    /// The label of the version.
    pub version: String,
    /// The civil date from which it is in force, in the time zone of the organisation.
    pub in_force_from: Date,
    /// When it was published.
    pub published_at: Timestamp,
    /// Who published it: an actor's kind or id, not a name.
    pub published_by: String,
    /// The day on which it really came into force; none while it is only announced.
    pub holds_from: Option<Date>,
}

/// An edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionRow {
    /// All but the contents.
    pub head: EditionHead,
    /// The canonical form that the hash is over.
    pub canonical: Vec<u8>,
}

/// What publishing came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// It is new.
    New,
    /// This very edition was there already; nothing changed.
    Already,
}

/// An edition cannot be published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Another edition takes force on that day.
    #[error(
        "edition {existing} of this policy is in force from {date} already; an edition is never replaced: give the new one a later in_force_from"
    )]
    DateTaken {
        /// The hash of the other edition.
        existing: String,
        /// The day.
        date: Date,
    },
    /// The database did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

macro_rules! head {
    () => {
        "hash, policy, version, in_force_from, published_at, published_by, holds_from"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO editions (", head!(), ", canonical) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING");
    read BY_HASH = concat!("SELECT ", head!(), ", canonical FROM editions WHERE hash = $1");
    read BY_DATE = concat!("SELECT ", head!(), ", canonical FROM editions WHERE policy = $1 AND in_force_from = $2");
    read IN_FORCE = concat!("SELECT ", head!(), ", canonical FROM editions WHERE policy = $1 AND holds_from <= $2 ORDER BY holds_from DESC, published_at DESC LIMIT 1");
    read TEXT_AT = concat!("SELECT ", head!(), ", canonical FROM editions WHERE policy = $1 AND (holds_from <= $2 OR (holds_from IS NULL AND in_force_from <= $2 AND in_force_from > $3)) ORDER BY COALESCE(holds_from, in_force_from) DESC, published_at DESC LIMIT 1");
    write HOLDS = "UPDATE editions SET holds_from = $2 WHERE hash = $1 AND holds_from IS NULL";
    read LIST = concat!("SELECT ", head!(), " FROM editions WHERE policy = $1 ORDER BY in_force_from DESC, published_at DESC");
    read LIST_ALL = concat!("SELECT ", head!(), " FROM editions ORDER BY policy, in_force_from DESC, published_at DESC");
}

impl FromRow for EditionHead {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            hash: columns.take()?,
            policy: columns.take()?,
            version: columns.take()?,
            in_force_from: columns.take()?,
            published_at: columns.take()?,
            published_by: columns.take()?,
            holds_from: columns.take()?,
        })
    }
}

impl FromRow for EditionRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self { head: EditionHead::from_row(columns)?, canonical: columns.take()? })
    }
}

/// Stores an edition. The same one again changes nothing; another one from the same day is refused.
pub async fn insert(on: impl Into<Conn<'_>>, edition: &EditionRow) -> Result<Published, PublishError> {
    let mut on = on.into();
    let head = &edition.head;
    let values = values![
        &head.hash,
        &head.policy,
        &head.version,
        head.in_force_from,
        head.published_at,
        &head.published_by,
        head.holds_from,
        edition.canonical.as_slice(),
    ];
    if on.execute(&INSERT, values).await? == 1 {
        return Ok(Published::New);
    }
    if on.first::<EditionRow>(&BY_HASH, values![&head.hash]).await?.is_some() {
        return Ok(Published::Already);
    }
    let other: Option<EditionRow> = on.first(&BY_DATE, values![&head.policy, head.in_force_from]).await?;
    Err(PublishError::DateTaken {
        existing: other.map(|row| row.head.hash).unwrap_or_default(),
        date: head.in_force_from,
    })
}

/// The edition with this hash.
pub async fn by_hash(on: impl Into<Conn<'_>>, hash: &str) -> Result<Option<EditionRow>, StoreError> {
    on.into().first(&BY_HASH, values![hash]).await
}

/// The edition that was or is in force on `date` (in the organisation's time zone). What is announced holds on no day yet.
pub async fn in_force(
    on: impl Into<Conn<'_>>,
    policy: &str,
    date: Date,
) -> Result<Option<EditionRow>, StoreError> {
    on.into().first(&IN_FORCE, values![policy, date]).await
}

/// The edition whose text holds on `date`, seen from `today`: in the past and now the one that was in force, in the
/// future the one that is announced for it.
pub async fn text_at(
    on: impl Into<Conn<'_>>,
    policy: &str,
    date: Date,
    today: Date,
) -> Result<Option<EditionRow>, StoreError> {
    on.into().first(&TEXT_AT, values![policy, date, today]).await
}

/// Notes the day on which an announced edition came into force. False when it is in force already, or unknown.
pub async fn hold_from(on: impl Into<Conn<'_>>, hash: &str, date: Date) -> Result<bool, StoreError> {
    Ok(on.into().execute(&HOLDS, values![hash, date]).await? == 1)
}

/// Every edition of a policy, the latest first; those not yet in force included.
pub async fn list(on: impl Into<Conn<'_>>, policy: &str) -> Result<Vec<EditionHead>, StoreError> {
    on.into().all(&LIST, values![policy]).await
}

/// Every edition of every policy.
pub async fn list_all(on: impl Into<Conn<'_>>) -> Result<Vec<EditionHead>, StoreError> {
    on.into().all(&LIST_ALL, Vec::new()).await
}
