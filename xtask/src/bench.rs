//! `cargo xtask bench NAME`: benchmarks on durable servers of their own. Figures go to docs/performance.md
//! by hand, with the ratio that was measured in one run.

use std::process::Command;

use anyhow::{Result, bail};

use crate::servers::{Durability, Servers};
use crate::test::real_data;
use crate::tools;

/// The benchmarks, and whether each needs the database servers.
const NAMES: &[(&str, bool)] = &[
    ("requests", true),
    ("real", true),
    ("discovery", true),
    ("sweep", true),
    ("decide", false),
    ("consent", false),
    ("export", true),
    ("start", false),
    ("scan", false),
    ("ledger", false),
];

/// Builds the benchmark in release mode and runs it with the servers' addresses.
pub fn run(words: &[String]) -> Result<()> {
    if words.first().is_some_and(|word| word == "import") {
        return import();
    }
    if words.first().is_some_and(|word| word == "banner") {
        return banner();
    }
    let wanted = words.first().and_then(|word| NAMES.iter().find(|(name, _)| name == word));
    let Some((name, needs_servers)) = wanted else {
        let names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).chain(["banner", "import"]).collect();
        bail!("name a benchmark: {}", names.join(", "));
    };
    // Both in one go, so that they share what they are built from.
    let mut build = Command::new("cargo");
    build.args(["build", "--release", "--quiet", "-p", "benches", "--bin", name]);
    if matches!(*name, "start" | "scan") {
        build.args(["-p", "gestand", "--bin", "gestand"]);
    }
    tools::run(&mut build)?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), std::path::PathBuf::from);
    let mut bench = Command::new(target.join("release").join(name));
    bench.args(words.get(1..).unwrap_or_default());
    let servers = if *needs_servers { Some(Servers::start(Durability::Full)?) } else { None };
    if let Some(servers) = &servers {
        bench.env("TEST_POSTGRES_URL", &servers.postgres).env("TEST_MARIADB_URL", &servers.mariadb);
    }
    if let Some(folder) = real_data() {
        bench.env("GESTAND_REAL_DATA", folder);
    }
    tools::run(&mut bench)
}

/// How well an existing policy is read: the real one of the example, which is not kept in this repository.
fn import() -> Result<()> {
    let beside = tools::root()?.join("../shared/source/leskracht-policy.nl.txt");
    let source = std::env::var_os("GESTAND_POLICY_SOURCE").map_or(beside, std::path::PathBuf::from);
    if !source.is_file() {
        bail!("{} is not there; name the text of the policy in GESTAND_POLICY_SOURCE", source.display());
    }
    let mut measure = Command::new("cargo");
    measure.args(["run", "--release", "--quiet", "-p", "import", "--example", "measure", "--"]).arg(&source);
    tools::run(&mut measure)
}

/// The banner's bytes, where there is node to count them, and its times in a real browser.
fn banner() -> Result<()> {
    if tools::find(&["node"]).is_some() && std::path::Path::new("banner/node_modules/esbuild").is_dir() {
        tools::run(Command::new("node").args(["build.mjs", "size"]).current_dir("banner"))?;
    } else {
        println!("the sizes need node: run `cargo xtask banner` first");
    }
    tools::run(Command::new("cargo").args(["run", "--quiet", "-p", "banner", "--example", "figures"]))
}
