//! Requests. The state is the lifecycle's own JSON: it is stored, never queried; `phase` is its plain name.

use jiff::Timestamp;
use kernel::Language;
use kernel::ids::{RequestId, SubjectId};

use crate::db::Conn;
use crate::error::StoreError;
use crate::page::Page;
use crate::statement::statements;
use crate::value::{Columns, FromRow, values};

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRow {
    /// Which one.
    pub id: RequestId,
    /// The right that it exercises ("access", "erasure", …).
    pub right: String,
    /// The name of its state, for lists and counts.
    pub phase: String,
    /// Its state, JSON.
    pub state: String,
    /// How often it was changed; [`update`] compares it.
    pub version: i64,
    /// Whose it is, once known.
    pub subject_id: Option<SubjectId>,
    /// The known address that answers go to. Personal.
    pub address: Option<String>,
    /// The identities it is about, sealed.
    pub identities: Option<Vec<u8>>,
    /// The language of the answers.
    pub language: Language,
    /// How it came in ("portal", "form", "desk", "cli", …).
    pub channel: String,
    /// When it came in.
    pub received_at: Timestamp,
    /// By when it must be answered.
    pub due_at: Timestamp,
    /// The request it belongs with.
    pub linked_to: Option<RequestId>,
    /// The request that must be closed first.
    pub waits_for: Option<RequestId>,
    /// True: a synthetic person's.
    pub drill: bool,
    /// When it was closed; none while open.
    pub closed_at: Option<Timestamp>,
    /// What brought it about, when not the person ("S29" for a contract that ended, …).
    pub cause: Option<String>,
}

/// Which requests a list holds, and how it is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// Open ones, the most urgent first. The page key is `due_at`.
    Open,
    /// Open ones due at that instant or before, the most urgent first. The page key is `due_at`.
    OpenDueBy(Timestamp),
    /// Closed ones, the latest first. The page key is `closed_at`.
    Closed,
    /// One subject's, the latest first. The page key is `received_at`.
    OfSubject(SubjectId),
    /// All, the latest first. The page key is `received_at`.
    All,
}

/// What a list is narrowed to; what is empty narrows nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Search {
    /// Open ones (`false`), closed ones (`true`), or both.
    pub closed: Option<bool>,
    /// The right.
    pub right: String,
    /// The states: their names, with a comma before, between and behind them.
    pub phases: String,
    /// How it came in.
    pub channel: String,
    /// What its id ends with, as a pattern of LIKE.
    pub id: String,
}

/// How many requests there are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// Open ones.
    pub open: i64,
    /// Open ones past their due date.
    pub overdue: i64,
    /// Closed ones.
    pub closed: i64,
    /// Open ones by phase.
    pub by_phase: Vec<(String, i64)>,
}

macro_rules! columns {
    () => {
        "id, exercised, phase, state, version, subject_id, address, identities, language, channel, received_at, due_at, linked_to, waits_for, drill, closed_at, cause"
    };
}

macro_rules! searched {
    ($when:literal, $order:literal) => {
        concat!(
            "SELECT ", columns!(), " FROM requests WHERE ", $when,
            " AND ($4 = '' OR exercised = $4) AND ($5 = '' OR $5 LIKE '%,' || phase || ',%') AND ($6 = '' OR channel = $6) AND ($7 = '' OR id LIKE $7) ORDER BY ",
            $order, " LIMIT $3"
        )
    };
}

statements! {
    read SEARCH_OPEN = searched!("closed_at IS NULL AND (due_at, id) > ($1, $2)", "due_at, id");
    read SEARCH_CLOSED = searched!("closed_at IS NOT NULL AND (closed_at, id) < ($1, $2)", "closed_at DESC, id DESC");
    read SEARCH_ALL = searched!("(received_at, id) < ($1, $2)", "received_at DESC, id DESC");
    write INSERT = concat!("INSERT INTO requests (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)");
    write UPDATE = "UPDATE requests SET exercised = $3, phase = $4, state = $5, subject_id = $6, address = $7, identities = $8, language = $9, channel = $10, received_at = $11, due_at = $12, linked_to = $13, waits_for = $14, drill = $15, closed_at = $16, cause = $17, version = version + 1 WHERE id = $1 AND version = $2";
    write DELETE = "DELETE FROM requests WHERE id = $1";
    read GET = concat!("SELECT ", columns!(), " FROM requests WHERE id = $1");
    read OPEN = concat!("SELECT ", columns!(), " FROM requests WHERE closed_at IS NULL AND due_at <= $1 AND (due_at, id) > ($2, $3) ORDER BY due_at, id LIMIT $4");
    read CLOSED = concat!("SELECT ", columns!(), " FROM requests WHERE closed_at IS NOT NULL AND (closed_at, id) < ($1, $2) ORDER BY closed_at DESC, id DESC LIMIT $3");
    read OF_SUBJECT = concat!("SELECT ", columns!(), " FROM requests WHERE subject_id = $1 AND (received_at, id) < ($2, $3) ORDER BY received_at DESC, id DESC LIMIT $4");
    read ALL = concat!("SELECT ", columns!(), " FROM requests WHERE (received_at, id) < ($1, $2) ORDER BY received_at DESC, id DESC LIMIT $3");
    read LINKED = concat!("SELECT ", columns!(), " FROM requests WHERE linked_to = $1 ORDER BY received_at, id");
    read WAITING = concat!("SELECT ", columns!(), " FROM requests WHERE waits_for = $1 ORDER BY received_at, id");
    read NEEDS_SUBJECT = "SELECT COUNT(*) FROM requests WHERE subject_id = $1 AND (closed_at IS NULL OR identities IS NOT NULL OR EXISTS (SELECT 1 FROM archives WHERE archives.request_id = requests.id AND archives.purged_at IS NULL AND archives.expires_at > $2))";
    read KEPT = concat!("SELECT ", columns!(), " FROM requests WHERE exercised = $1 AND closed_at IS NOT NULL AND identities IS NOT NULL ORDER BY id");
    read COUNTS = "SELECT COUNT(*), COUNT(CASE WHEN due_at < $1 THEN 1 END) FROM requests WHERE closed_at IS NULL";
    read COUNT_CLOSED = "SELECT COUNT(*) FROM requests WHERE closed_at IS NOT NULL";
    read BY_PHASE = "SELECT phase, COUNT(*) FROM requests WHERE closed_at IS NULL GROUP BY phase ORDER BY phase";
}

impl FromRow for RequestRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            right: columns.take()?,
            phase: columns.take()?,
            state: columns.take()?,
            version: columns.take()?,
            subject_id: columns.take()?,
            address: columns.take()?,
            identities: columns.take()?,
            language: columns.take()?,
            channel: columns.take()?,
            received_at: columns.take()?,
            due_at: columns.take()?,
            linked_to: columns.take()?,
            waits_for: columns.take()?,
            drill: columns.take()?,
            closed_at: columns.take()?,
            cause: columns.take()?,
        })
    }
}

/// Stores a new request.
pub async fn insert(on: impl Into<Conn<'_>>, row: &RequestRow) -> Result<(), StoreError> {
    let values = values![
        row.id,
        &row.right,
        &row.phase,
        &row.state,
        row.version,
        row.subject_id,
        row.address.as_deref(),
        row.identities.as_deref(),
        row.language,
        &row.channel,
        row.received_at,
        row.due_at,
        row.linked_to,
        row.waits_for,
        row.drill,
        row.closed_at,
        row.cause.as_deref(),
    ];
    on.into().execute(&INSERT, values).await.map(drop)
}

/// Writes a changed request, if nobody else changed it since it was read ([`StoreError::Stale`] otherwise), and
/// counts up the version in `row`.
pub async fn update(on: impl Into<Conn<'_>>, row: &mut RequestRow) -> Result<(), StoreError> {
    let values = values![
        row.id,
        row.version,
        &row.right,
        &row.phase,
        &row.state,
        row.subject_id,
        row.address.as_deref(),
        row.identities.as_deref(),
        row.language,
        &row.channel,
        row.received_at,
        row.due_at,
        row.linked_to,
        row.waits_for,
        row.drill,
        row.closed_at,
        row.cause.as_deref(),
    ];
    if on.into().execute(&UPDATE, values).await? == 0 {
        return Err(StoreError::Stale { what: "request" });
    }
    row.version += 1;
    Ok(())
}

/// Deletes a request with its steps and archives. False when there was none.
pub async fn delete(on: impl Into<Conn<'_>>, id: RequestId) -> Result<bool, StoreError> {
    Ok(on.into().execute(&DELETE, values![id]).await? > 0)
}

/// The request with this id.
pub async fn get(on: impl Into<Conn<'_>>, id: RequestId) -> Result<Option<RequestRow>, StoreError> {
    on.into().first(&GET, values![id]).await
}

/// A page of a list.
pub async fn list(
    on: impl Into<Conn<'_>>,
    filter: Filter,
    page: &Page,
) -> Result<Vec<RequestRow>, StoreError> {
    let mut on = on.into();
    let limit = i64::from(page.limit);
    let (low, low_id) = page.lower_bound();
    let (high, high_id) = page.upper_bound();
    match filter {
        Filter::Open => on.all(&OPEN, values![i64::MAX, low, low_id, limit]).await,
        Filter::OpenDueBy(by) => on.all(&OPEN, values![by, low, low_id, limit]).await,
        Filter::Closed => on.all(&CLOSED, values![high, high_id, limit]).await,
        Filter::OfSubject(id) => on.all(&OF_SUBJECT, values![id, high, high_id, limit]).await,
        Filter::All => on.all(&ALL, values![high, high_id, limit]).await,
    }
}

/// A page of what was searched for: open ones as [`Filter::Open`] sorts them, closed ones as [`Filter::Closed`], both as
/// [`Filter::All`].
pub async fn search(
    on: impl Into<Conn<'_>>,
    search: &Search,
    page: &Page,
) -> Result<Vec<RequestRow>, StoreError> {
    let (statement, (key, id)) = match search.closed {
        Some(false) => (&SEARCH_OPEN, page.lower_bound()),
        Some(true) => (&SEARCH_CLOSED, page.upper_bound()),
        None => (&SEARCH_ALL, page.upper_bound()),
    };
    let values =
        values![key, id, i64::from(page.limit), &search.right, &search.phases, &search.channel, &search.id,];
    on.into().all(statement, values).await
}

/// The requests that belong with this one.
pub async fn linked_to(on: impl Into<Conn<'_>>, id: RequestId) -> Result<Vec<RequestRow>, StoreError> {
    on.into().all(&LINKED, values![id]).await
}

/// The requests that wait for this one.
pub async fn waiting_for(on: impl Into<Conn<'_>>, id: RequestId) -> Result<Vec<RequestRow>, StoreError> {
    on.into().all(&WAITING, values![id]).await
}

/// The closed requests for a right that still hold whom they are about: a restriction that is in force.
pub async fn kept(on: impl Into<Conn<'_>>, right: &str) -> Result<Vec<RequestRow>, StoreError> {
    on.into().all(&KEPT, values![right]).await
}

/// How many there are. On a store (not in a snapshot) the figures may be of slightly different moments.
pub async fn counts(on: impl Into<Conn<'_>>, now: Timestamp) -> Result<Counts, StoreError> {
    let mut on = on.into();
    let (open, overdue) = on.first::<(i64, i64)>(&COUNTS, values![now]).await?.unwrap_or_default();
    let closed = on.first::<(i64,)>(&COUNT_CLOSED, Vec::new()).await?.map_or(0, |(count,)| count);
    let by_phase = on.all(&BY_PHASE, Vec::new()).await?;
    Ok(Counts { open, overdue, closed, by_phase })
}

/// Whether a subject still has an open request, or an answer that can be collected at `now`.
pub async fn needs_subject(
    on: impl Into<Conn<'_>>,
    subject: SubjectId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let count: Option<(i64,)> = on.into().first(&NEEDS_SUBJECT, values![subject, now]).await?;
    Ok(count.is_some_and(|(count,)| count > 0))
}
