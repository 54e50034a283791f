//! `gestand staff`: who may use the desk, and how they come in.

use anyhow::{Result, bail};
use app::App;
use app::accounts::places::{self, Place};
use app::accounts::{looks as seen, raising};
use kernel::{Actor, StaffRole};
use serde_json::{Value, json};

use crate::args::StaffCommand;
use crate::command::serve;
use crate::exit::Code;
use crate::open;
use crate::output::{self, Format};

#[expect(clippy::too_many_lines, reason = "one arm a command")]
pub async fn run(command: StaffCommand) -> Result<Code> {
    match command {
        StaffCommand::Add { email, place, name, role } => {
            let role = match role.as_str() {
                "officer" => StaffRole::Officer,
                "engineer" => StaffRole::Engineer,
                "auditor" => StaffRole::Auditor,
                "school-contact" => StaffRole::SchoolContact,
                _ => bail!("a role is officer, engineer, auditor or school-contact"),
            };
            let app = open::open(&place).await?;
            app::staff::add(&app, &Actor::Operator, &email, &name, role).await?;
            println!(
                "May use the desk now, by a code to that address; a second step is set up at the first sign-in."
            );
            Ok(Code::Good)
        }
        StaffCommand::Remove { email, place } => {
            let app = open::open(&place).await?;
            app::staff::remove(&app, &Actor::Operator, &email).await?;
            println!("May no longer use the desk, and is signed out everywhere.");
            Ok(Code::Good)
        }
        StaffCommand::Reset { email, place, person } => {
            let app = open::open(&place).await?;
            if person {
                app::staff::reset_subject(&app, &Actor::Operator, &email).await?;
            } else {
                app::staff::reset(&app, &Actor::Operator, &email).await?;
            }
            println!(
                "Signs in by a code from now on, and is told. Passkeys, app, recovery codes and password are gone."
            );
            Ok(Code::Good)
        }
        StaffCommand::SignOut { email, place } => {
            let app = open::open(&place).await?;
            let count = app::staff::sign_out(&app, &Actor::Operator, &email).await?;
            println!("Signed out in {count} browsers.");
            Ok(Code::Good)
        }
        StaffCommand::Looks { place, format } => looks(&open::open(&place).await?, format).await,
        StaffCommand::Country { address, place, access } => {
            let app = open::open(&place).await?;
            app.set_access(serve::settings(&access)?);
            let found = places::of(&app, address);
            let said = match &found {
                Place::Unchecked => "Nothing is checked: give --countries, and let the policy name countries (facts/storage.toml).".to_owned(),
                Place::Own => "A network of the organisation's own: staff may come in.".to_owned(),
                Place::Named(code) => format!("{code}: staff may come in."),
                Place::Elsewhere(code) => format!("{code}: the policy does not name it; staff may not come in."),
                Place::Nowhere => "The file names no country for this address: staff may not come in.".to_owned(),
                Place::Unreadable => "The file cannot be read: no staff may come in.".to_owned(),
            };
            println!("{said}");
            Ok(if found.is_allowed() { Code::Good } else { Code::Finding })
        }
        StaffCommand::List { place, format } => {
            let app = open::open(&place).await?;
            let staff = app::staff::list(&app, &Actor::Operator).await?;
            let mut data = Vec::new();
            for row in &staff {
                let ways = app::staff::ways(&app, &Actor::Operator, row).await?;
                data.push(json!({
                    "email": row.email, "name": row.name, "role": row.role, "active": row.active,
                    "app": ways.app, "passkeys": ways.passkeys, "sessions": ways.sessions,
                }));
            }
            let columns = ["email", "name", "role", "active", "app", "passkeys", "sessions"];
            let rows = || data.iter().map(|row| columns.map(|column| cell(&row[column])).to_vec()).collect();
            let heads = ["address", "name", "role", "active", "app", "passkeys", "sessions"];
            output::print(format, &data, &heads, rows)?;
            Ok(Code::Good)
        }
    }
}

/// The looks and the roles that were taken, the latest first.
async fn looks(app: &App, format: Format) -> Result<Code> {
    let mut data = Vec::new();
    for look in seen::recent(app, &Actor::Operator).await? {
        data.push(json!({
            "at": look.at, "who": look.staff, "role": look.role, "what": look.what.as_str(), "request": look.request,
        }));
    }
    for raised in raising::list(app, &Actor::Operator).await? {
        data.push(json!({
            "at": raised.begun, "who": raised.staff, "role": raised.role, "what": "role-raised",
            "until": raised.until, "reason": raised.reason,
        }));
    }
    data.sort_by_key(|row| std::cmp::Reverse(cell(&row["at"])));
    let columns = ["at", "who", "role", "what", "request", "reason"];
    let rows = || data.iter().map(|row| columns.map(|column| cell(&row[column])).to_vec()).collect();
    output::print(format, &data, &columns, rows)?;
    Ok(Code::Good)
}

/// A value as a cell of a table.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
