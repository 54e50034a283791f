//! `gestand lint`: what a policy may not say and may not leave out.

use std::io::IsTerminal as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use jiff::civil::Date;
use kernel::Clock as _;
use lint::{Findings, Manuscript};
use policy::Diagnostics;
use policy::reading::{self, Reading};

use crate::args::{LintArguments, ReportFormat};
use crate::exit::Code;

/// What was read of a path: findings, the day whose law counts, and what keeps a folder from compiling.
struct Looked {
    findings: Findings,
    on: Date,
    diagnostics: Option<Diagnostics>,
}

pub fn run(arguments: &LintArguments) -> Result<Code> {
    let looked = if arguments.path.is_dir() {
        folder(&arguments.path, arguments.on)?
    } else {
        file(&arguments.path, arguments.on)?
    };
    let Looked { findings, on, diagnostics } = looked;
    let clean = findings.is_empty() && diagnostics.is_none();
    match arguments.format {
        ReportFormat::Json => {
            let report = serde_json::json!({
                "ok": clean, "on": on, "rules": findings.rules(), "findings": findings, "diagnostics": diagnostics,
            });
            println!("{}", serde_json::to_string_pretty(&report)?);
        }
        ReportFormat::Pretty => {
            if let Some(diagnostics) = &diagnostics {
                eprintln!("{}", diagnostics.render(std::io::stderr().is_terminal()));
            }
            print!("{}", findings.render(arguments.language, std::io::stdout().is_terminal()));
            println!("{}", summary(&findings, on));
        }
    }
    Ok(if clean { Code::Good } else { Code::Finding })
}

fn summary(findings: &Findings, on: Date) -> String {
    let rules = findings.rules();
    let (gaps, conflicts): (Vec<&str>, Vec<&str>) =
        rules.iter().copied().partition(|rule| rule.starts_with('G'));
    if rules.is_empty() {
        return format!("nothing found, under the law of {on}");
    }
    let (places, conflicts, gaps) = (findings.items.len(), conflicts.len(), gaps.len());
    format!(
        "{conflicts} conflicts and {gaps} gaps in {places} places, under the law of {on}: {}",
        rules.join(" ")
    )
}

fn today() -> Date {
    kernel::SystemClock.now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

fn folder(path: &Path, on: Option<Date>) -> Result<Looked> {
    let source = policy::folder::read(path)?;
    let reading: Reading = reading::read(&source);
    let from = reading.header().map(|header| header.in_force_from);
    let on = on.unwrap_or_else(|| from.map_or_else(today, |from| from.max(today())));
    let findings = lint::lint(&Manuscript::of_folder(&reading, &source), on);
    Ok(Looked { findings, on, diagnostics: reading.diagnostics })
}

fn file(path: &Path, on: Option<Date>) -> Result<Looked> {
    let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let text = String::from_utf8_lossy(&bytes);
    let on = on.unwrap_or_else(today);
    let findings = lint::lint(&Manuscript::of_text(&path.display().to_string(), &text), on);
    Ok(Looked { findings, on, diagnostics: None })
}
