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

/// Everybody who may use the desk, or might before.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<StaffRow>> {
    if !matches!(actor, Actor::Operator) {
        return Err(Error::forbidden("list-staff"));
    }
    store::staff::list(app.store()).await.map_err(Error::internal)
}
