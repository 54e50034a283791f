//! Who of the staff looked at somebody's data, for that person to see.
//!
//! A look is recorded before anything is shown: when it cannot be recorded, nothing is. The row leads to the person by
//! their account, or by a keyed hash of their address; the ledger has the look without them.

use jiff::{SignedDuration, Timestamp};
use kernel::ids::{RequestId, SubjectId, uuid_v7};
use kernel::{Actor, StaffRole};
use ledger::EventKind;
use serde_json::json;
use store::looks::LookRow;
use store::requests::RequestRow;

use crate::accounts::Holder;
use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Result};
use crate::journal;

/// How long looks can be seen.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 365 * 2);

/// What was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A request with the address, the reasons and the notes.
    Request,
    /// Why rows were found, with their keys.
    Found,
    /// A paper that was handed in to show who they are.
    Proof,
    /// What a holder answered.
    Answer,
    /// The letter to a holder, with what they know the person by.
    Letter,
    /// The report that a password leaked.
    Leak,
    /// What they wrote to the privacy contact.
    Message,
}

impl What {
    const ALL: [Self; 7] =
        [Self::Request, Self::Found, Self::Proof, Self::Answer, Self::Letter, Self::Leak, Self::Message];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Found => "found",
            Self::Proof => "proof",
            Self::Answer => "answer",
            Self::Letter => "letter",
            Self::Leak => "leak",
            Self::Message => "message",
        }
    }

    fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|what| what.as_str() == word).unwrap_or(Self::Request)
    }
}

/// A look, for the person or an auditor. It does not say which member of staff: as what they looked is what counts,
/// and the organisation answers for them.
#[derive(Debug, Clone)]
pub struct LookView {
    /// When.
    pub at: Timestamp,
    /// As what.
    pub role: StaffRole,
    /// At what.
    pub what: What,
    /// In which request, while that leads to somebody.
    pub request: Option<RequestId>,
    /// Who, for an auditor.
    pub staff: Option<String>,
}

/// Records that a member of staff looks at the data of whom a request is about. Others than staff are not recorded:
/// the person themselves, the worker, the operator at the machine and a drill.
pub(crate) async fn at_request(app: &App, actor: &Actor, row: &RequestRow, what: What) -> Result<()> {
    let address = row.address.as_deref();
    recorded(app, actor, (row.subject_id, address), Some(row.id), what).await
}

/// The same for somebody of whom only their account is looked at.
pub(crate) async fn at_account(app: &App, actor: &Actor, holder: &Holder, what: What) -> Result<()> {
    recorded(app, actor, (holder.id.parse().ok(), Some(&holder.address)), None, what).await
}

/// The same for who wrote a message, by the address that it came from.
pub(crate) async fn at_message(
    app: &App,
    actor: &Actor,
    address: &str,
    request: Option<RequestId>,
    what: What,
) -> Result<()> {
    recorded(app, actor, (None, Some(address)), request, what).await
}

async fn recorded(
    app: &App,
    actor: &Actor,
    whose: (Option<SubjectId>, Option<&str>),
    request: Option<RequestId>,
    what: What,
) -> Result<()> {
    let Actor::Staff { id, role } = actor else { return Ok(()) };
    let look = LookRow {
        id: uuid_v7(app.now(), app.entropy()).to_string(),
        staff: *id,
        role: *role,
        subject_id: whose.0,
        person: whose.1.map(|address| person(app, address)),
        request_id: request,
        what: what.as_str().to_owned(),
        at: app.now(),
    };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::looks::insert(&mut tx, &look).await.map_err(Error::internal)?;
    let data = json!({ "role": role, "what": what.as_str() });
    match request {
        Some(request) => journal::record_about(app, &mut tx, EventKind::DataSeen, request, data).await?,
        None => journal::record(app, &mut tx, EventKind::DataSeen, data).await?,
    };
    commit(tx, "look recorded").await
}

/// The looks at one's own data, the latest first.
pub async fn own(app: &App, actor: &Actor) -> Result<Vec<LookView>> {
    let Actor::Subject { id } = actor else { return Err(Error::forbidden("own-looks")) };
    let subject = store::subjects::get(app.store(), *id)
        .await
        .map_err(Error::internal)?
        .ok_or_else(|| Error::not_found("subject"))?;
    let rows = store::looks::of(app.store(), *id, &person(app, &subject.email), 500)
        .await
        .map_err(Error::internal)?;
    Ok(rows.iter().map(|row| view(row, None)).collect())
}

/// The last looks at anybody's data, for an auditor or an officer: who looked, at which request, never at whom.
pub async fn recent(app: &App, actor: &Actor) -> Result<Vec<LookView>> {
    if !matches!(actor, Actor::Staff { role: StaffRole::Auditor | StaffRole::Officer, .. } | Actor::Operator)
    {
        return Err(Error::forbidden("recent-looks"));
    }
    let staff = store::staff::list(app.store()).await.map_err(Error::internal)?;
    let rows = store::looks::recent(app.store(), 300).await.map_err(Error::internal)?;
    let name = |row: &LookRow| {
        let known = staff.iter().find(|one| one.id == row.staff)?;
        Some(if known.name.is_empty() { known.email.clone() } else { known.name.clone() })
    };
    Ok(rows.iter().map(|row| view(row, name(row))).collect())
}

fn view(row: &LookRow, staff: Option<String>) -> LookView {
    LookView { at: row.at, role: row.role, what: What::from_word(&row.what), request: row.request_id, staff }
}

/// Deletes looks of long ago.
pub(crate) async fn forget_old(app: &App) -> Result<()> {
    store::looks::purge(app.store(), app.now() - KEPT).await.map_err(Error::internal)?;
    Ok(())
}

fn person(app: &App, address: &str) -> String {
    app.keys().lookup("looked-at", &address.trim().to_lowercase())
}
