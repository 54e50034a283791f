//! People who may use the desk.

use kernel::ids::StaffId;
use kernel::{Actor, Language, StaffRole};
use ledger::EventKind;
use serde_json::json;
use store::staff::StaffRow;

use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::journal;

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
