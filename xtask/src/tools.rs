//! Finding and getting the programs that the tests need.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The workspace folder, from where this crate stands.
pub fn root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(here.parent().context("xtask stands in no workspace")?.to_path_buf())
}

/// The build folder.
pub fn target() -> Result<PathBuf> {
    Ok(std::env::var_os("CARGO_TARGET_DIR").map_or(root()?.join("target"), PathBuf::from))
}

/// Runs a command to its end, showing its output; fails with the command line when it fails.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {command:?}"))?;
    if status.success() { Ok(()) } else { bail!("{command:?} ended with {status}") }
}

/// What a command printed on standard output.
pub fn output(command: &mut Command) -> Result<String> {
    let out =
        command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start {command:?}"))?;
    if !out.status.success() {
        bail!("{command:?} ended with {}", out.status);
    }
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}

/// Whether this process may install packages.
pub fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|text| text.trim() == "0")
}

/// The first of `names` that exists on the path or as a file.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    names.iter().find_map(|name| {
        if name.contains('/') {
            return expand(name);
        }
        std::env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file())
    })
}

/// A path whose last-but-two part may be `*`: the highest version that exists.
fn expand(pattern: &str) -> Option<PathBuf> {
    let Some((before, after)) = pattern.split_once('*') else {
        return Some(PathBuf::from(pattern)).filter(|file| file.is_file());
    };
    let mut versions: Vec<PathBuf> = std::fs::read_dir(before)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path().join(after.trim_start_matches('/'))))
        .filter(|file| file.is_file())
        .collect();
    versions.sort();
    versions.pop()
}

/// A program the tests need: by which names it is known, and which Debian package brings it.
pub struct Program {
    /// Names or paths (with one `*` for a version folder), best first.
    pub names: &'static [&'static str],
    /// The Debian package.
    pub package: &'static str,
}

pub const POSTGRES: Program =
    Program { names: &["/usr/lib/postgresql/*/bin/postgres", "postgres"], package: "postgresql" };
pub const MARIADB: Program =
    Program { names: &["mariadbd", "/usr/sbin/mariadbd"], package: "mariadb-server" };
pub const CHROMIUM: Program =
    Program { names: &["chromium", "chromium-browser", "google-chrome"], package: "chromium" };

/// Where each program is, after installing from Debian's packages what is missing.
///
/// # Errors
/// When something is missing and this process may not install it; the message says what to install.
pub fn ensure(programs: &[&Program]) -> Result<()> {
    let missing: Vec<&str> = programs
        .iter()
        .filter(|program| find(program.names).is_none())
        .map(|program| program.package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if !is_root() || find(&["apt-get"]).is_none() {
        bail!(
            "the tests need programs that are not on this machine.\nInstall them and run this again:\n    \
             sudo apt-get install {list}"
        );
    }
    println!("installing {list}");
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
        command
    };
    run(apt().args(["update", "-qq"]))?;
    run(apt().args(["install", "-y", "-qq", "--no-install-recommends"]).args(&missing))?;
    for program in programs {
        find(program.names).with_context(|| format!("{} was installed but is not found", program.package))?;
    }
    Ok(())
}

/// Sees to it that a cargo subcommand is there, building it from the registry when it is not.
pub fn ensure_cargo_tool(binary: &str, krate: &str) -> Result<()> {
    let home = std::env::var_os("CARGO_HOME").map_or_else(
        || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cargo"),
        PathBuf::from,
    );
    if find(&[binary]).is_some() || home.join("bin").join(binary).is_file() {
        return Ok(());
    }
    println!("installing {krate} (once)");
    run(Command::new("cargo").args(["install", "--locked", "--quiet", krate]))
}
