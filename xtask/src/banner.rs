//! `cargo xtask banner`: the banner's build from its sources, and the check that the committed one is that.
//!
//! The build needs node. The check that `cargo xtask test` makes needs none: beside the build stands
//! `dist/SOURCES.sha256`, the digests of every source and of what they gave, written by the build alone. A
//! source or a build that was changed by hand no longer fits it. See docs/decisions/banner.md for what that
//! does and does not prove.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use sha2::{Digest as _, Sha256};

use crate::tools;

const DIGESTS: &str = "dist/SOURCES.sha256";

/// Checks types, builds, runs the unit tests and prints the sizes; with `--check`, writes nothing and fails
/// when the committed build is not what the sources give.
pub fn run(rest: &[String]) -> Result<()> {
    let check = match rest {
        [] => false,
        [word] if word == "--check" => true,
        _ => bail!("cargo xtask banner takes no words but --check"),
    };
    let folder = folder()?;
    for program in ["node", "npm"] {
        if tools::find(&[program]).is_none() {
            bail!(
                "building the banner needs {program}, which is not on this machine. Install node 20 or later \
                 with npm and run this again:\n    sudo apt-get install nodejs npm\nNothing else needs it: \
                 the committed build in banner/dist is what Gestand serves, and `cargo xtask test` checks its \
                 digests without node."
            );
        }
    }
    let inside = |program: &str| {
        let mut command = Command::new(program);
        command.current_dir(&folder);
        command
    };
    // From the lock file, exactly; no package may run a script of its own.
    tools::run(inside("npm").args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]))?;
    tools::run(inside("node").args(["node_modules/typescript/bin/tsc", "--noEmit"]))?;
    tools::run(inside("node").args(["build.mjs", "test"]))?;
    tools::run(inside("node").args(["build.mjs", if check { "check" } else { "build" }]))?;
    tools::run(inside("node").args(["build.mjs", "size"]))?;
    digests()
}

/// Fails when a source or the build is not what the digests beside the build say. Needs no node.
pub fn digests() -> Result<()> {
    let folder = folder()?;
    let listed = std::fs::read_to_string(folder.join(DIGESTS))
        .with_context(|| format!("banner/{DIGESTS} is missing: run `cargo xtask banner`"))?;
    let wrong = differing(&folder, &listed)?;
    if wrong.is_empty() {
        println!("banner: the committed build belongs to these sources");
        return Ok(());
    }
    bail!(
        "banner/dist does not belong to the sources beside it: {}.\nRun `cargo xtask banner` (it needs node) and \
         commit what it writes.",
        wrong.join(", ")
    )
}

/// Files whose digest is not the listed one, sources that are not listed, and listed ones that are gone.
fn differing(folder: &Path, listed: &str) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    let mut named = BTreeSet::new();
    for line in listed.lines() {
        let (digest, name) = line.split_once("  ").context("a line without a digest")?;
        named.insert(name.to_owned());
        match std::fs::read(folder.join(name)) {
            Ok(bytes) if hex(&bytes) == digest => {}
            Ok(_) => wrong.push(format!("{name} has changed")),
            Err(_) => wrong.push(format!("{name} is gone")),
        }
    }
    for entry in std::fs::read_dir(folder.join("src"))? {
        let name = format!("src/{}", entry?.file_name().to_string_lossy());
        if !named.contains(&name) {
            wrong.push(format!("{name} is new"));
        }
    }
    Ok(wrong)
}

fn folder() -> Result<PathBuf> {
    Ok(tools::root()?.join("banner"))
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_build_fits_its_digests_and_a_changed_one_does_not() -> Result<()> {
        let folder = folder()?;
        let listed = std::fs::read_to_string(folder.join(DIGESTS))?;
        assert_eq!(differing(&folder, &listed)?, Vec::<String>::new());
        let first = listed.lines().next().context("a line")?;
        let (digest, name) = first.split_once("  ").context("two words")?;
        let other = listed.replace(digest, &"0".repeat(64));
        assert_eq!(differing(&folder, &other)?, [format!("{name} has changed")]);
        let rest: Vec<&str> = listed.lines().filter(|line| !line.ends_with("src/gate.ts")).collect();
        let without = rest.join("\n");
        assert_eq!(differing(&folder, &without)?, ["src/gate.ts is new"]);
        let more = format!("{listed}{}  src/nothing.ts\n", "0".repeat(64));
        assert_eq!(differing(&folder, &more)?, ["src/nothing.ts is gone"]);
        Ok(())
    }
}
