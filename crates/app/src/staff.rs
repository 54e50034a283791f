//! People who may use the desk.

use kernel::ids::StaffId;
use kernel::{Actor, Language, StaffRole};
use ledger::EventKind;
use serde_json::json;
use store::staff::StaffRow;

use mail::AccountChange;

use crate::accounts::{Holder, apps, changes};
use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::journal;
use crate::signin::Door;

/// Lets somebody use the desk. An address that is already there gets the new role and name.
pub async fn add(app: &App, actor: &Actor, email: &str, name: &str, role: StaffRole) -> Result<()> {
    if !matches!(actor, Actor::Operator) {
        return Err(Error::forbidden("add-staff"));
    }
    let email = email.trim().to_lowercase();
    if !email.contains('@') || email.chars().any(char::is_whitespace) {
        return Err(Error::new(
            Kind::Invalid,
            "no-address",
            "Dit is geen e-mailadres.",
            "This is not an e-mail address.",
        ));
    }
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let known = store::staff::by_email(&mut tx, &email).await.map_err(Error::internal)?;
    let kind = if let Some(mut row) = known {
        row.role = role;
        name.clone_into(&mut row.name);
        row.active = true;
        store::staff::update(&mut tx, &row).await.map_err(Error::internal)?;
        EventKind::StaffChanged
    } else {
        let row = StaffRow {
            id: StaffId::new(app.now(), app.entropy()),
            email,
            name: name.to_owned(),
            role,
            language: Language::Nl,
            active: true,
            created_at: app.now(),
        };
        store::staff::add(&mut tx, &row).await.map_err(Error::internal)?;
        EventKind::StaffAdded
    };
    journal::record(app, &mut tx, kind, json!({ "role": role })).await?;
    commit(tx, "staff changed").await
}

/// Somebody who may use the desk, as who acts. On the command line the operator vouches for who it is; the record says so by
/// naming the member of staff and no session of theirs.
///
/// # Errors
/// The actor may not, or nobody with that address may use the desk.
pub async fn who(app: &App, actor: &Actor, email: &str) -> Result<Actor> {
    if !matches!(actor, Actor::Operator) {
        return Err(Error::forbidden("vouch-for-staff"));
    }
    let email = email.trim().to_lowercase();
    let row = store::staff::by_email(app.store(), &email).await.map_err(Error::internal)?;
    match row.filter(|row| row.active) {
        Some(row) => Ok(Actor::Staff { id: row.id, role: row.role }),
        None => Err(Error::not_found("nobody with that address may use the desk")),
    }
}

/// What colleagues call somebody who did something: their name, or their address. For others what the row says.
///
/// # Errors
/// The actor is no colleague.
pub async fn name(app: &App, actor: &Actor, by: &str) -> Result<String> {
    if !matches!(actor, Actor::Operator | Actor::Staff { .. }) {
        return Err(Error::forbidden("see-staff"));
    }
    let Ok(id) = by.parse::<StaffId>() else { return Ok(by.to_owned()) };
    let row = store::staff::get(app.store(), id).await.map_err(Error::internal)?;
    Ok(match row {
        Some(row) if row.name.is_empty() => row.email,
        Some(row) => row.name,
        None => by.to_owned(),
    })
}

/// Everybody who may use the desk, or might before.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<StaffRow>> {
    if !matches!(actor, Actor::Operator) {
        return Err(Error::forbidden("list-staff"));
    }
    store::staff::list(app.store()).await.map_err(Error::internal)
}

/// Takes somebody's access away at once: every session of theirs ends with it. They stay on the list, because what they
/// did stays on record.
pub async fn remove(app: &App, actor: &Actor, email: &str) -> Result<()> {
    let mut row = known(app, actor, email).await?;
    row.active = false;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::staff::update(&mut tx, &row).await.map_err(Error::internal)?;
    let holder = row.id.to_string();
    store::sessions::delete_of(&mut tx, &holder).await.map_err(Error::internal)?;
    store::tries::forget_devices(&mut tx, &holder).await.map_err(Error::internal)?;
    store::credentials::forget_holder(&mut tx, &holder).await.map_err(Error::internal)?;
    store::raised_roles::end(&mut tx, row.id, app.now()).await.map_err(Error::internal)?;
    journal::record(app, &mut tx, EventKind::StaffChanged, json!({ "role": row.role, "active": false }))
        .await?;
    commit(tx, "staff removed").await
}

/// Takes every second factor and the password of somebody away who lost them: they sign in by a code and set up a new
/// one. Their sessions end, and they are told.
pub async fn reset(app: &App, actor: &Actor, email: &str) -> Result<()> {
    let row = known(app, actor, email).await?;
    let holder = Holder {
        id: row.id.to_string(),
        door: Door::Staff,
        address: row.email.clone(),
        language: row.language,
    };
    take_factors(app, &holder).await
}

/// The same for somebody with an account in the portal.
pub async fn reset_subject(app: &App, actor: &Actor, email: &str) -> Result<()> {
    if !matches!(actor, Actor::Operator) {
        return Err(Error::forbidden("reset-account"));
    }
    let holder = Holder::by_address(app, Door::Subject, email).await?;
    take_factors(app, &holder.ok_or_else(|| Error::not_found("subject"))?).await
}

async fn take_factors(app: &App, holder: &Holder) -> Result<()> {
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::credentials::forget_holder(&mut tx, &holder.id).await.map_err(Error::internal)?;
    store::sessions::delete_of(&mut tx, &holder.id).await.map_err(Error::internal)?;
    changes::told(app, &mut tx, holder, AccountChange::Reset).await?;
    commit(tx, "second factors taken away").await
}

/// Ends every session of a member of staff. How many.
pub async fn sign_out(app: &App, actor: &Actor, email: &str) -> Result<u64> {
    let row = known(app, actor, email).await?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let holder = row.id.to_string();
    let count = store::sessions::delete_of(&mut tx, &holder).await.map_err(Error::internal)?;
    store::tries::forget_devices(&mut tx, &holder).await.map_err(Error::internal)?;
    let data = json!({ "door": "staff", "count": count, "by": "operator" });
    journal::record(app, &mut tx, EventKind::SessionsEnded, data).await?;
    commit(tx, "staff signed out").await?;
    Ok(count)
}

/// What an operator sees of somebody's ways in.
#[derive(Debug, Clone, Copy)]
pub struct Ways {
    /// A code app counts.
    pub app: bool,
    /// Passkeys.
    pub passkeys: usize,
    /// Sessions that are open.
    pub sessions: usize,
}

/// How somebody can sign in, beside a code.
pub async fn ways(app: &App, actor: &Actor, row: &StaffRow) -> Result<Ways> {
    if !matches!(actor, Actor::Operator) {
        return Err(Error::forbidden("list-staff"));
    }
    let holder = row.id.to_string();
    let factors = apps::factors(app, &holder).await?;
    let sessions =
        store::sessions::list_of(app.store(), &holder, app.now()).await.map_err(Error::internal)?;
    Ok(Ways { app: factors.app, passkeys: factors.passkeys, sessions: sessions.len() })
}

async fn known(app: &App, actor: &Actor, email: &str) -> Result<StaffRow> {
    if !matches!(actor, Actor::Operator) {
        return Err(Error::forbidden("change-staff"));
    }
    store::staff::by_email(app.store(), email.trim())
        .await
        .map_err(Error::internal)?
        .ok_or_else(|| Error::not_found("member of staff"))
}
