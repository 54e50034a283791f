//! The layer check: arrows between the crates of the house point down only.
//!
//! To add a crate, give it a floor in [`FLOORS`]; to allow a sideways arrow, name it in [`SIDEWAYS`] with its
//! reason in docs/decisions.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// The floors from the ground up. A crate may use crates of lower floors only.
const FLOORS: &[(&str, u8)] = &[
    ("kernel", 0),
    ("credentials", 1),
    ("ledger", 1),
    ("policy", 1),
    ("lint", 1),
    ("import", 1),
    ("consent", 1),
    ("inventory", 1),
    ("retention", 1),
    ("requests", 1),
    ("store", 2),
    ("connect", 2),
    ("mail", 2),
    ("scan", 2),
    ("paper", 2),
    ("app", 3),
    ("web", 4),
    ("gestand", 5),
    ("e2e", 6),
    ("banner", 7),
    ("benches", 6),
];

/// Arrows between crates of one floor that are meant.
const SIDEWAYS: &[(&str, &str)] =
    &[("inventory", "retention"), ("lint", "policy"), ("import", "policy"), ("import", "lint")];

/// Outside crates that only some of the house may touch, with the reason.
const FENCED: &[(&str, &[&str], &str)] = &[
    (
        "sqlx",
        &["store", "connect", "benches"],
        "only the store and the database connectors speak to a database; benches compare them with SQL by hand",
    ),
    ("axum", &["web", "gestand"], "only the web crate speaks HTTP"),
    ("askama", &["web", "app"], "pages are rendered in web, the readable part of an archive in app"),
    ("lettre", &["mail"], "only the mail crate sends mail"),
    ("typst", &["paper"], "only the paper crate sets documents: whoever leaves it out leaves all of it out"),
    (
        "tokio",
        &["store", "connect", "mail", "scan", "app", "web", "gestand", "benches", "e2e", "banner"],
        "domain crates are pure: no runtime of their own",
    ),
];

/// Fails with every arrow that runs up or through a fence.
pub fn run() -> Result<()> {
    let text = crate::tools::output(Command::new("cargo").args([
        "metadata",
        "--format-version=1",
        "--no-deps",
        "--offline",
    ]))?;
    let metadata: Value = serde_json::from_str(&text)?;
    let packages = metadata["packages"].as_array().context("cargo metadata names no packages")?;
    let mut wrong = Vec::new();
    let mut arrows = 0;
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        if name == "xtask" {
            continue;
        }
        let Some(from) = floor(name) else {
            wrong.push(format!("{name} has no floor: give it one in xtask/src/arrows.rs"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let used = dependency["name"].as_str().unwrap_or_default();
            let only_tests = dependency["kind"] == "dev";
            if let Some(to) = floor(used) {
                arrows += 1;
                if to >= from && !only_tests && !SIDEWAYS.contains(&(name, used)) {
                    wrong.push(format!("{name} uses {used}: an arrow must point down (floor {from} → {to})"));
                }
            }
            for (fenced, allowed, reason) in FENCED {
                if used == *fenced && !only_tests && !allowed.contains(&name) {
                    wrong.push(format!("{name} uses {used}: {reason}"));
                }
            }
        }
    }
    if wrong.is_empty() {
        println!("arrows: {arrows} between {} crates, all point down", packages.len() - 1);
        return Ok(());
    }
    bail!("arrows that run the wrong way:\n  {}", wrong.join("\n  "));
}

fn floor(name: &str) -> Option<u8> {
    FLOORS.iter().find(|(krate, _)| *krate == name).map(|(_, floor)| *floor)
}
