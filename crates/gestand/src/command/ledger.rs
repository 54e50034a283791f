//! `gestand ledger verify | prove | verify-proof | checkpoint`.

use anyhow::{Context as _, Result};
use app::attest::{Comparison, RowFault};
use app::ledger_log;
use indicatif::{ProgressBar, ProgressStyle};
use kernel::Actor;

use crate::args::LedgerCommand;
use crate::exit::Code;
use crate::open;
use crate::output::Format;

pub async fn run(command: LedgerCommand) -> Result<Code> {
    match command {
        LedgerCommand::Verify { place, checkpoint, format } => {
            let app = open::open(&place).await?;
            verify(&app, checkpoint.as_deref(), format).await
        }
        LedgerCommand::Prove { place, entry, out } => {
            let app = open::open(&place).await?;
            let proof = ledger_log::prove(&app, entry).await?;
            match out {
                Some(path) => std::fs::write(&path, proof)
                    .with_context(|| format!("{} cannot be written", path.display()))?,
                None => println!("{proof}"),
            }
            Ok(Code::Good)
        }
        LedgerCommand::VerifyProof { file, key } => {
            let text = std::fs::read_to_string(&file)
                .with_context(|| format!("{} cannot be read", file.display()))?;
            match ledger_log::verify_proof(&text, &key) {
                Ok(proven) => {
                    println!(
                        "Entry {} of {} at {}: {}. The proof holds.",
                        proven.seq,
                        proven.checkpoint.origin,
                        proven.at,
                        proven.event.kind()
                    );
                    Ok(Code::Good)
                }
                Err(error) => {
                    eprintln!("The proof does not hold: {}", error.context);
                    Ok(Code::Finding)
                }
            }
        }
        LedgerCommand::VerifyReceipt { file, key } => {
            let text = std::fs::read_to_string(&file)
                .with_context(|| format!("{} cannot be read", file.display()))?;
            verify_receipts(&text, &key)
        }
        LedgerCommand::Checkpoint { place } => {
            let app = open::open(&place).await?;
            print!("{}", ledger_log::checkpoint(&app).await?);
            eprintln!("public key: {}", ledger_log::status(&app, &Actor::Operator).await?.public_key);
            Ok(Code::Good)
        }
    }
}

/// One receipt, or the list of them that the interface gives.
fn verify_receipts(text: &str, key: &str) -> Result<Code> {
    let all: Vec<serde_json::Value> = match serde_json::from_str(text) {
        Ok(serde_json::Value::Array(all)) => all,
        Ok(one) => vec![one],
        Err(error) => {
            eprintln!("This is no receipt: {error}");
            return Ok(Code::Finding);
        }
    };
    let mut code = if all.is_empty() { Code::Finding } else { Code::Good };
    for receipt in &all {
        match app::consents::receipts::verify(&receipt.to_string(), key) {
            Ok(shown) => {
                let record = &shown.record;
                let said = |allowed| {
                    let ids = ::consent::Record::side(&record.purposes, allowed);
                    if ids.is_empty() { "nothing".to_owned() } else { ids }
                };
                println!(
                    "A choice of {} on {}: allowed {}, refused {}. Entry {} of {}. The receipt holds.",
                    record.at,
                    record.site,
                    said(true),
                    said(false),
                    shown.proven.seq,
                    shown.proven.checkpoint.origin
                );
            }
            Err(error) => {
                eprintln!("The receipt does not hold: {}", error.context);
                code = Code::Finding;
            }
        }
    }
    Ok(code)
}

/// The first bad entry; what concerns no entry comes last.
fn first_bad(report: &ledger::Report, rows: &Comparison) -> Option<String> {
    let row = rows.faults.first().map(RowFault::entry);
    let place = match report.first_fault().map(|fault| fault.place) {
        Some(ledger::Place::Entry(entry)) => {
            Some(ledger::Place::Entry(row.map_or(entry, |row| row.min(entry))))
        }
        place => row.map(ledger::Place::Entry).or(place),
    };
    let stray = || (rows.unattested() > 0).then(|| "the register".to_owned());
    place.map(|place| place.to_string()).or_else(stray)
}

fn say_rows(rows: &Comparison) {
    match (rows.faults.first(), rows.unattested()) {
        (None, 0) => println!(
            "What it attests is as it was written: {} rows of the register, {} receipts.",
            rows.register_attested, rows.receipts_attested
        ),
        (Some(fault), _) => println!("What it attests is NOT whole. The first fault: {fault}"),
        (None, count) => println!("{count} rows of the register are attested by NO entry: they were put in."),
    }
}

async fn verify(app: &app::App, checkpoint: Option<&std::path::Path>, format: Format) -> Result<Code> {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} entries") {
        bar.set_style(style);
    }
    let report = ledger_log::verify(app, |done, all| {
        bar.set_length(all);
        bar.set_position(done);
    })
    .await?;
    bar.finish_and_clear();
    let kept = match checkpoint {
        Some(path) => {
            let note = std::fs::read_to_string(path)
                .with_context(|| format!("{} cannot be read", path.display()))?;
            Some(ledger_log::contains(app, &note).await?)
        }
        None => None,
    };
    let rows = app::attest::compare(app).await?;
    let whole = report.is_whole() && rows.is_whole() && kept != Some(false);
    match format {
        Format::Json => println!(
            "{}",
            serde_json::json!({
                "whole": whole,
                "entries": report.entries,
                "first_bad": first_bad(&report, &rows),
                "faults": report.faults.iter().map(ToString::to_string)
                    .chain(rows.faults.iter().map(ToString::to_string)).collect::<Vec<_>>(),
                "attested": { "register": rows.register_attested, "receipts": rows.receipts_attested },
                "unattested_register_rows": rows.unattested(),
                "warnings": report.warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "checkpoint_contained": kept,
            })
        ),
        Format::Table => {
            match report.first_fault() {
                None => {
                    println!("The log is whole: {} entries, every one as it was written.", report.entries);
                }
                Some(fault) => println!("The log is NOT whole. The first fault: {fault}"),
            }
            say_rows(&rows);
            for warning in &report.warnings {
                println!("  note: {warning}");
            }
            match kept {
                Some(true) => println!("It still contains the checkpoint that was kept elsewhere."),
                Some(false) => println!("It does NOT contain the checkpoint that was kept elsewhere."),
                None => {}
            }
        }
    }
    Ok(if whole { Code::Good } else { Code::Finding })
}
