//! `gestand import`: a policy folder out of an existing text.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use import::Import;
use kernel::Clock as _;

use crate::args::{ImportArguments, ReportFormat};
use crate::exit::Code;

pub fn run(arguments: &ImportArguments) -> Result<Code> {
    let bytes = std::fs::read(&arguments.file)
        .with_context(|| format!("{} cannot be read", arguments.file.display()))?;
    let today = kernel::SystemClock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let import = import::import(&bytes, today);
    if let Some(out) = &arguments.out {
        write(out, &import)?;
    }
    match arguments.format {
        ReportFormat::Json => {
            let files: Vec<&str> = import.folder.iter().map(|(path, _)| path).collect();
            let report = serde_json::json!({
                "language": import.language, "clauses": import.clauses, "facts": import.facts,
                "unplaced": import.unplaced, "files": files, "out": arguments.out,
            });
            println!("{}", serde_json::to_string_pretty(&report)?);
        }
        ReportFormat::Pretty => pretty(arguments, &import),
    }
    Ok(Code::Good)
}

fn pretty(arguments: &ImportArguments, import: &Import) {
    for fact in &import.facts {
        println!("{:<40} {}   (line {}: “{}”)", fact.path, fact.value, fact.line, fact.words);
    }
    println!("\n{} clauses, {} facts", import.clauses.len(), import.facts.len());
    if !import.unplaced.is_empty() {
        println!("for a person to place:");
        for passage in &import.unplaced {
            println!("  line {}: {}", passage.line, passage.text);
        }
    }
    match &arguments.out {
        Some(out) => {
            println!("the folder {} compiles; its README.md says what to check first", out.display());
        }
        None => println!("nothing was written; --out DIR writes the policy folder"),
    }
}

/// Writes the folder. What exists is never overwritten.
fn write(out: &Path, import: &Import) -> Result<()> {
    if out.exists() {
        bail!("{} exists already; give a folder that does not", out.display());
    }
    for (path, bytes) in import.folder.iter() {
        let file = out.join(path);
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        std::fs::write(&file, bytes).with_context(|| format!("{} cannot be written", file.display()))?;
    }
    Ok(())
}
