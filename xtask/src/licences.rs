//! Every crate that is linked is licensed as deny.toml allows, comes from the registry, and none is banned.
//!
//! cargo-deny does the judging. Its advisory check needs a database that is fetched from elsewhere: where
//! that cannot be reached, the check says so and the other three still count.

use std::process::Command;

use anyhow::Result;

use crate::tools;

/// Runs cargo-deny, building it once when it is missing.
pub fn run() -> Result<()> {
    tools::ensure_cargo_tool("cargo-deny", "cargo-deny")?;
    tools::run(Command::new("cargo").args([
        "deny",
        "--log-level",
        "error",
        "check",
        "licenses",
        "bans",
        "sources",
    ]))?;
    let advisories =
        Command::new("cargo").args(["deny", "--log-level", "error", "check", "advisories"]).output()?;
    if advisories.status.success() {
        println!("advisories: none");
        return Ok(());
    }
    let text = String::from_utf8_lossy(&advisories.stderr);
    if text.contains("fetch") || text.contains("clone") || text.contains("advisory database") {
        println!("advisories: not checked, the advisory database could not be reached from here");
        return Ok(());
    }
    anyhow::bail!("an advisory concerns a crate in use:\n{text}")
}
