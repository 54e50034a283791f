//! `cargo xtask test`: everything, against real servers, ending on the test runner's summary.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::servers::{Durability, Servers};
use crate::tools::{self, CHROMIUM, MARIADB, POSTGRES};
use crate::{arrows, banner, licences};

/// The real databases to govern, when they stand beside the project.
pub fn real_data() -> Option<PathBuf> {
    let beside = tools::root().ok()?.join("../shared/data");
    let folder = std::env::var_os("GESTAND_REAL_DATA").map_or(beside, PathBuf::from);
    folder.join("wordpress-woocommerce.sql.gz").is_file().then(|| folder.canonicalize().unwrap_or(folder))
}

/// Runs all checks and tests; with words, only the tests that they name.
pub fn run(filter: &[String]) -> Result<()> {
    tools::ensure(&[&POSTGRES, &MARIADB, &CHROMIUM])?;
    tools::ensure_cargo_tool("cargo-nextest", "cargo-nextest")?;
    if filter.is_empty() {
        tools::run(Command::new("cargo").args(["fmt", "--all", "--check"]))?;
        arrows::run()?;
        banner::digests()?;
        licences::run()?;
        tools::run(Command::new("cargo").args([
            "clippy",
            "--quiet",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))?;
    }
    let servers = Servers::start(Durability::Relaxed)?;
    let mut nextest = Command::new("cargo");
    nextest.args(["nextest", "run", "--workspace", "--no-fail-fast"]).args(filter);
    nextest.env("TEST_POSTGRES_URL", &servers.postgres).env("TEST_MARIADB_URL", &servers.mariadb);
    // Pictures of every page, to be looked at afterwards.
    nextest.env("TEST_PICTURES", "across");
    nextest.env("INSTA_UPDATE", "no").env("INSTA_FORCE_PASS", "0");
    // The build of the workspace makes it before the first test runs.
    nextest.env("TEST_GESTAND", tools::target()?.join("debug/gestand"));
    if let Some(chromium) = tools::find(CHROMIUM.names) {
        nextest.env("TEST_CHROMIUM", chromium);
    }
    if let Some(folder) = real_data() {
        nextest.env("GESTAND_REAL_DATA", folder);
    } else {
        println!(
            "The real WooCommerce and Moodle databases are not beside this checkout (../shared/data, or \
             GESTAND_REAL_DATA): the tests on them are left out by name, all others run."
        );
        nextest.args(["-E", "not binary(real_data)"]);
    }
    let ran = tools::run(&mut nextest);
    if let Some(page) = screens()? {
        println!("Every page as it looks: {}", page.display());
    }
    ran
}

/// Puts the pictures of pages that the tests left on one page, and says where that is; none when none were taken.
fn screens() -> Result<Option<PathBuf>> {
    let folder = tools::target()?.join("e2e/screens");
    let Ok(files) = std::fs::read_dir(&folder) else { return Ok(None) };
    let names = files.filter_map(|file| file.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".jpg")).collect();
    names.sort();
    let figures: String = names
        .iter()
        .map(|name| format!("<figure><a href={name}><img src={name} loading=lazy></a><figcaption>{name}</figcaption></figure>\n"))
        .collect();
    let style = "body{display:flex;flex-wrap:wrap;gap:16px;font:13px sans-serif}figure{margin:0}img{width:300px;height:420px;object-fit:cover;object-position:top}";
    let page = folder.join("index.html");
    std::fs::write(
        &page,
        format!("<!doctype html><meta charset=utf-8><title>Screens</title><style>{style}</style>\n{figures}"),
    )?;
    Ok((!names.is_empty()).then_some(page))
}
