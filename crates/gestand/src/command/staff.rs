//! `gestand staff add | list`.

use anyhow::{Result, bail};
use kernel::{Actor, StaffRole};

use crate::args::StaffCommand;
use crate::exit::Code;
use crate::open;
use crate::output;

pub async fn run(command: StaffCommand) -> Result<Code> {
    match command {
        StaffCommand::Add { email, place, name, role } => {
            let role = match role.as_str() {
                "officer" => StaffRole::Officer,
                "engineer" => StaffRole::Engineer,
                "auditor" => StaffRole::Auditor,
                _ => bail!("a role is officer, engineer or auditor"),
            };
            let app = open::open(&place).await?;
            app::staff::add(&app, &Actor::Operator, &email, &name, role).await?;
            println!("May use the desk now, by a code to that address.");
            Ok(Code::Good)
        }
        StaffCommand::List { place, format } => {
            let app = open::open(&place).await?;
            let staff = app::staff::list(&app, &Actor::Operator).await?;
            let data: Vec<_> = staff
                .iter()
                .map(|row| serde_json::json!({ "email": row.email, "name": row.name, "role": row.role, "active": row.active }))
                .collect();
            let rows = || {
                staff
                    .iter()
                    .map(|row| {
                        let role = format!("{:?}", row.role).to_lowercase();
                        vec![row.email.clone(), row.name.clone(), role, row.active.to_string()]
                    })
                    .collect()
            };
            output::print(format, &data, &["address", "name", "role", "active"], rows)?;
            Ok(Code::Good)
        }
    }
}
