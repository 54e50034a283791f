//! `gestand policy check | schemas | text`.

use std::io::IsTerminal as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use app::editions::{self, Refused};
use kernel::Language;

use crate::args::PolicyCommand;
use crate::exit::Code;
use crate::open;
use crate::output::Format;

pub async fn run(command: PolicyCommand) -> Result<Code> {
    match command {
        PolicyCommand::Check { dir, format } => check(&dir, format),
        PolicyCommand::Schemas { dir } => schemas(&dir),
        PolicyCommand::Text { on, place, language } => {
            let app = open::open(&place).await?;
            let language = Language::from_tag(&language).context("--language is nl or en")?;
            let edition = editions::on(&app, on).await?;
            for document in edition.documents(language) {
                println!("{}\n", document.title);
                for section in &document.sections {
                    println!("{}\n", section.heading);
                    for passage in &section.passages {
                        println!("{}\n", ::policy::render::plain(&passage.markdown));
                    }
                }
            }
            Ok(Code::Good)
        }
    }
}

fn check(dir: &Path, format: Format) -> Result<Code> {
    match editions::compile(dir) {
        Ok(edition) => {
            let clauses: std::collections::BTreeSet<_> =
                edition.clauses().into_iter().map(|(_, clause)| clause.id.to_string()).collect();
            let open: Vec<_> = ::policy::checklist(&edition).into_iter().filter(|item| !item.ok).collect();
            match format {
                Format::Json => println!(
                    "{}",
                    serde_json::json!({
                        "ok": true, "hash": edition.hash().to_string(), "clauses": clauses.len(),
                        "diagnostics": [], "checklist_open": open.iter().map(|item| &item.id).collect::<Vec<_>>(),
                    })
                ),
                Format::Table => {
                    println!("{}: {} clauses, edition {}", dir.display(), clauses.len(), edition.hash());
                    for item in open {
                        println!("  missing under article {}: {}", item.article.en, item.name.en);
                    }
                }
            }
            Ok(Code::Good)
        }
        Err(refused) => {
            report(&refused, format)?;
            Ok(Code::Finding)
        }
    }
}

/// Prints why a folder does not become an edition.
pub fn report(refused: &Refused, format: Format) -> Result<()> {
    match (refused, format) {
        (Refused::Diagnostics(diagnostics), Format::Json) => {
            println!("{}", serde_json::json!({ "ok": false, "diagnostics": diagnostics }));
        }
        (Refused::Diagnostics(diagnostics), Format::Table) => {
            eprintln!("{}", diagnostics.render(std::io::stderr().is_terminal()));
        }
        (Refused::Incomplete(items), _) => {
            eprintln!("The text lacks what the GDPR demands of a notice; it was not published:");
            for item in items {
                let missing: Vec<&str> = item.missing.iter().map(|text| text.en.as_str()).collect();
                eprintln!("  article {}: {} ({})", item.article.en, item.name.en, missing.join("; "));
            }
        }
        (Refused::Error(error), _) => return Err(error.clone().into()),
    }
    Ok(())
}

fn schemas(dir: &Path) -> Result<Code> {
    std::fs::create_dir_all(dir)?;
    let system = (inventory::map::schema::FILE, inventory::map::schema::schema());
    for (name, json) in ::policy::schemas().into_iter().chain([system]) {
        std::fs::write(dir.join(name), format!("{}\n", serde_json::to_string_pretty(&json)?))?;
    }
    Ok(Code::Good)
}
