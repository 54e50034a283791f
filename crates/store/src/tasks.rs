//! The tasks of holders without an interface, and what they answered. A task belongs to a step; one without a row is a
//! task to which nothing has happened.

use jiff::Timestamp;
use kernel::ids::{RequestId, StepId};

use crate::db::Conn;
use crate::error::StoreError;
use crate::page::Page;
use crate::statement::statements;
use crate::steps::StepRow;
use crate::value::{Columns, FromRow, values};

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRow {
    /// The step that it belongs to.
    pub step_id: StepId,
    /// The lifecycle's own JSON.
    pub state: String,
    /// How often it was changed; [`put`] compares it. 0: there is no row yet.
    pub version: i64,
}

/// A step that people do, in a list over all requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The step.
    pub step: StepRow,
    /// By when its request must be answered: the key of the page.
    pub due_at: Timestamp,
    /// The lifecycle's own JSON; none: nothing has happened to it.
    pub state: Option<String>,
}

/// What a holder answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRow {
    /// Which one.
    pub id: String,
    /// The step that it is the answer to.
    pub step_id: StepId,
    /// The request that the step belongs to.
    pub request_id: RequestId,
    /// The name of the file, sealed. Personal.
    pub name: Vec<u8>,
    /// What it was found to be.
    pub media: String,
    /// Its size in bytes, before sealing.
    pub bytes: i64,
    /// SHA-256 of it, hexadecimal.
    pub sha256: String,
    /// Whether its person may collect it.
    pub for_person: bool,
    /// When it was kept.
    pub kept_at: Timestamp,
}

macro_rules! listed {
    () => {
        "SELECT s.id, s.request_id, s.system, s.kind, s.ordinal, s.state, s.version, s.attempts, s.next_at, s.problem, s.prepared, s.receipt, s.started_at, s.done_at, r.due_at, t.state FROM steps s JOIN requests r ON r.id = s.request_id LEFT JOIN tasks t ON t.step_id = s.id"
    };
}

macro_rules! answer {
    () => {
        "id, step_id, request_id, name, media, bytes, sha256, for_person, kept_at"
    };
}

statements! {
    read BY_REQUEST = "SELECT t.step_id, t.state, t.version FROM tasks t JOIN steps s ON s.id = t.step_id WHERE s.request_id = $1";
    read GET = "SELECT step_id, state, version FROM tasks WHERE step_id = $1";
    write INSERT = "INSERT INTO tasks (step_id, state, version) VALUES ($1, $2, 1) ON CONFLICT (step_id) DO NOTHING";
    write UPDATE = "UPDATE tasks SET state = $3, version = version + 1 WHERE step_id = $1 AND version = $2";
    read OPEN = concat!(listed!(), " WHERE s.kind = 'manual' AND s.state <> 'done' AND r.drill = $4 AND (r.due_at, s.id) > ($1, $2) ORDER BY r.due_at, s.id LIMIT $3");
    read DONE = concat!(listed!(), " WHERE s.kind = 'manual' AND s.done_at IS NOT NULL AND r.drill = $4 AND (s.done_at, s.id) < ($1, $2) ORDER BY s.done_at DESC, s.id DESC LIMIT $3");
    write KEEP_ANSWER = concat!("INSERT INTO task_answers (", answer!(), ", contents) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    read ANSWERS = concat!("SELECT ", answer!(), " FROM task_answers WHERE request_id = $1 ORDER BY kept_at, id");
    read ANSWER = concat!("SELECT ", answer!(), " FROM task_answers WHERE id = $1");
    read CONTENTS = "SELECT contents FROM task_answers WHERE id = $1";
    write DESTROY = "DELETE FROM task_answers WHERE id = $1";
    read OVER = "SELECT a.id, a.request_id FROM task_answers a JOIN requests r ON r.id = a.request_id WHERE r.closed_at IS NOT NULL AND r.closed_at <= $1 ORDER BY a.id LIMIT $2";
}

impl FromRow for TaskRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self { step_id: columns.take()?, state: columns.take()?, version: columns.take()? })
    }
}

impl FromRow for Listed {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self { step: StepRow::from_row(columns)?, due_at: columns.take()?, state: columns.take()? })
    }
}

impl FromRow for AnswerRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            step_id: columns.take()?,
            request_id: columns.take()?,
            name: columns.take()?,
            media: columns.take()?,
            bytes: columns.take()?,
            sha256: columns.take()?,
            for_person: columns.take()?,
            kept_at: columns.take()?,
        })
    }
}

/// The tasks of a request to which something has happened.
pub async fn by_request(on: impl Into<Conn<'_>>, request: RequestId) -> Result<Vec<TaskRow>, StoreError> {
    on.into().all(&BY_REQUEST, values![request]).await
}

/// The task of a step; none: nothing has happened to it.
pub async fn get(on: impl Into<Conn<'_>>, step: StepId) -> Result<Option<TaskRow>, StoreError> {
    on.into().first(&GET, values![step]).await
}

/// Writes a changed task, if nobody else changed it since it was read ([`StoreError::Stale`] otherwise), and counts up
/// the version in `row`.
pub async fn put(on: impl Into<Conn<'_>>, row: &mut TaskRow) -> Result<(), StoreError> {
    let mut on = on.into();
    let changed = if row.version == 0 {
        on.execute(&INSERT, values![row.step_id, &row.state]).await?
    } else {
        on.execute(&UPDATE, values![row.step_id, row.version, &row.state]).await?
    };
    if changed == 0 {
        return Err(StoreError::Stale { what: "task" });
    }
    row.version += 1;
    Ok(())
}

/// The steps that people still do, the most urgent request first; those of drills, or those of people. The page key is
/// `due_at`.
pub async fn open(on: impl Into<Conn<'_>>, drill: bool, page: &Page) -> Result<Vec<Listed>, StoreError> {
    let (low, low_id) = page.lower_bound();
    on.into().all(&OPEN, values![low, low_id, i64::from(page.limit), drill]).await
}

/// The steps that people have done, the latest first. The page key is the step's `done_at`.
pub async fn done(on: impl Into<Conn<'_>>, drill: bool, page: &Page) -> Result<Vec<Listed>, StoreError> {
    let (high, high_id) = page.upper_bound();
    on.into().all(&DONE, values![high, high_id, i64::from(page.limit), drill]).await
}

/// Keeps what a holder answered; `contents` is sealed.
pub async fn keep_answer(
    on: impl Into<Conn<'_>>,
    row: &AnswerRow,
    contents: Vec<u8>,
) -> Result<(), StoreError> {
    let values = values![
        &row.id,
        row.step_id,
        row.request_id,
        row.name.as_slice(),
        &row.media,
        row.bytes,
        &row.sha256,
        row.for_person,
        row.kept_at,
        contents,
    ];
    on.into().execute(&KEEP_ANSWER, values).await.map(drop)
}

/// What was answered to the tasks of a request, in the order in which it was kept.
pub async fn answers(on: impl Into<Conn<'_>>, request: RequestId) -> Result<Vec<AnswerRow>, StoreError> {
    on.into().all(&ANSWERS, values![request]).await
}

/// One answer, without its contents.
pub async fn answer(on: impl Into<Conn<'_>>, id: &str) -> Result<Option<AnswerRow>, StoreError> {
    on.into().first(&ANSWER, values![id]).await
}

/// The contents of an answer, sealed.
pub async fn contents(on: impl Into<Conn<'_>>, id: &str) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(on.into().first::<(Vec<u8>,)>(&CONTENTS, values![id]).await?.map(|(bytes,)| bytes))
}

/// Destroys an answer. False when it was destroyed before.
pub async fn destroy(on: impl Into<Conn<'_>>, id: &str) -> Result<bool, StoreError> {
    Ok(on.into().execute(&DESTROY, values![id]).await? > 0)
}

/// Answers to requests that were closed at that instant or before: their ids and requests.
pub async fn over(
    on: impl Into<Conn<'_>>,
    closed_by: Timestamp,
    limit: u32,
) -> Result<Vec<(String, RequestId)>, StoreError> {
    on.into().all(&OVER, values![closed_by, i64::from(limit)]).await
}
