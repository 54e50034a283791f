//! `gestand publish DIR`.

use std::path::Path;

use anyhow::Result;
use app::editions;
use kernel::Actor;
use store::editions::Published;

use crate::args::Place;
use crate::command::policy::report;
use crate::exit::Code;
use crate::open;
use crate::output::Format;

pub async fn run(dir: &Path, place: &Place, as_history: bool, format: Format) -> Result<Code> {
    let edition = match editions::compile(dir) {
        Ok(edition) => edition,
        Err(refused) => {
            report(&refused, format)?;
            return Ok(Code::Finding);
        }
    };
    let app = open::open(place).await?;
    let published = match editions::publish(&app, &Actor::Operator, &edition, as_history).await {
        Ok(published) => published,
        Err(refused) => {
            report(&refused, format)?;
            return Ok(Code::Finding);
        }
    };
    let new = published == Published::New;
    let policy = edition.policy();
    match format {
        Format::Json => println!(
            "{}",
            serde_json::json!({ "hash": edition.hash().to_string(), "version": policy.version, "in_force_from": policy.in_force_from, "new": new })
        ),
        Format::Table => println!(
            "{} edition {} of “{}”, in force from {}, {}",
            if new { "Published" } else { "Already published:" },
            policy.version,
            policy.id,
            policy.in_force_from,
            edition.hash()
        ),
    }
    Ok(Code::Good)
}
