//! Breaking the glass: a member of staff takes another role for a short time, says why, and the officers are told.
//!
//! It needs no permission, because it is for when nobody can give it; that is why it is on the record at once, ends by
//! itself, and is told to those who answer for it.

use jiff::{SignedDuration, Timestamp};
use kernel::ids::{StaffId, uuid_v7};
use kernel::{Actor, Language, StaffRole};
use ledger::EventKind;
use mail::Mail;
use serde_json::json;
use store::raised_roles::RaisedRow;

use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::{journal, mailbox};

/// For how long at most.
pub const LONGEST_HOURS: i64 = 4;
/// The fewest characters of a reason.
const REASON: usize = 10;
/// The most.
const REASON_MOST: usize = 500;
/// How long it can be seen afterwards.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 365 * 2);

/// A role that somebody took.
#[derive(Debug, Clone)]
pub struct RaisedView {
    /// Who.
    pub staff: String,
    /// The role.
    pub role: StaffRole,
    /// Why.
    pub reason: String,
    /// Since when.
    pub begun: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// Whether it still holds.
    pub open: bool,
}

/// Takes the officer's role until it ends by itself. A school's contact cannot: their glass is the telephone.
pub async fn raise(app: &App, actor: &Actor, reason: &str, hours: i64) -> Result<Timestamp> {
    let Actor::Staff { id, role: StaffRole::Engineer | StaffRole::Auditor } = actor else {
        return Err(Error::forbidden("raise-role"));
    };
    let reason = reason.trim();
    let length = reason.chars().count();
    if !(REASON..=REASON_MOST).contains(&length)
        || reason.contains('@')
        || !(1..=LONGEST_HOURS).contains(&hours)
    {
        return Err(Error::new(
            Kind::Invalid,
            "raise-reason",
            "Schrijf in 10 tot 500 tekens waarom, zonder namen of adressen, en kies hoelang.",
            "Write in 10 to 500 characters why, without names or addresses, and choose how long.",
        ));
    }
    let now = app.now();
    let row = RaisedRow {
        id: uuid_v7(now, app.entropy()).to_string(),
        staff: *id,
        role: StaffRole::Officer,
        reason: reason.to_owned(),
        begun_at: now,
        ends_at: now + SignedDuration::from_hours(hours),
        ended_at: None,
    };
    let deployment = app.deployment()?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::raised_roles::insert(&mut tx, &row).await.map_err(Error::internal)?;
    let name = name(app, *id).await?;
    let mail = Mail::OfficerRaised {
        who: name,
        reason: row.reason.clone(),
        until: row.ends_at,
        link: format!("{}/desk/looks", app.config().base_url),
    };
    let mut told = vec![deployment.edition.facts().organisation.contact.email.clone()];
    for officer in store::staff::list(app.store()).await.map_err(Error::internal)? {
        if officer.active && officer.role == StaffRole::Officer && !told.contains(&officer.email) {
            told.push(officer.email);
        }
    }
    for to in told {
        mailbox::queue(app, &mut tx, &mail, &to, Language::Nl, None).await?;
    }
    let data = json!({ "role": row.role, "hours": hours, "reason": row.reason, "staff": id });
    journal::record(app, &mut tx, EventKind::RoleRaised, data).await?;
    commit(tx, "role raised").await?;
    Ok(row.ends_at)
}

/// Gives it back before its time.
pub async fn give_back(app: &App, actor: &Actor) -> Result<()> {
    let Actor::Staff { id, .. } = actor else { return Err(Error::forbidden("give-back")) };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    if store::raised_roles::end(&mut tx, *id, app.now()).await.map_err(Error::internal)? == 0 {
        return Err(Error::not_found("raised role"));
    }
    journal::record(app, &mut tx, EventKind::RoleReturned, json!({ "staff": id })).await?;
    commit(tx, "role given back").await
}

/// The role in which a member of staff acts at this instant, and until when when it is a taken one.
pub(crate) async fn role_of(
    app: &App,
    id: StaffId,
    own: StaffRole,
) -> Result<(StaffRole, Option<Timestamp>)> {
    let raised = store::raised_roles::now(app.store(), id, app.now()).await.map_err(Error::internal)?;
    Ok(raised.map_or((own, None), |row| (row.role, Some(row.ends_at))))
}

/// The last times, for officers and auditors.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<RaisedView>> {
    if !matches!(actor, Actor::Staff { role: StaffRole::Auditor | StaffRole::Officer, .. } | Actor::Operator)
    {
        return Err(Error::forbidden("list-raised"));
    }
    let now = app.now();
    let mut views = Vec::new();
    for row in store::raised_roles::list(app.store(), 100).await.map_err(Error::internal)? {
        views.push(RaisedView {
            staff: name(app, row.staff).await?,
            role: row.role,
            reason: row.reason,
            begun: row.begun_at,
            until: row.ended_at.unwrap_or(row.ends_at),
            open: row.ended_at.is_none() && row.ends_at > now,
        });
    }
    Ok(views)
}

async fn name(app: &App, id: StaffId) -> Result<String> {
    let row = store::staff::get(app.store(), id).await.map_err(Error::internal)?;
    Ok(row.map_or_else(|| id.to_string(), |row| if row.name.is_empty() { row.email } else { row.name }))
}

/// Deletes what ended long ago.
pub(crate) async fn forget_old(app: &App) -> Result<()> {
    store::raised_roles::purge(app.store(), app.now() - KEPT).await.map_err(Error::internal)?;
    Ok(())
}
