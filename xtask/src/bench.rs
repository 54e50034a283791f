//! `cargo xtask bench NAME`: benchmarks on durable servers of their own. Figures go to docs/performance.md
//! by hand, with the ratio that was measured in one run.

use std::process::Command;

use anyhow::{Result, bail};

use crate::servers::{Durability, Servers};
use crate::test::real_data;
use crate::tools;

const NAMES: &[&str] = &["requests", "real", "start", "ledger"];

/// Builds the benchmark in release mode and runs it with the servers' addresses.
pub fn run(words: &[String]) -> Result<()> {
    let Some(name) = words.first().filter(|name| NAMES.contains(&name.as_str())) else {
        bail!("name a benchmark: {}", NAMES.join(", "));
    };
    let mut bench = Command::new("cargo");
    bench.args(["run", "--release", "--quiet", "-p", "benches", "--bin", name, "--"]).args(&words[1..]);
    tools::run(Command::new("cargo").args(["build", "--release", "--quiet", "-p", "gestand"]))?;
    let servers = Servers::start(Durability::Full)?;
    bench.env("TEST_POSTGRES_URL", &servers.postgres).env("TEST_MARIADB_URL", &servers.mariadb);
    if let Some(folder) = real_data() {
        bench.env("GESTAND_REAL_DATA", folder);
    }
    tools::run(&mut bench)
}
