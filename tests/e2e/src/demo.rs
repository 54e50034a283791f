//! The built binary, as somebody at a terminal runs it.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::look::{root, target};
use crate::within;

/// A running demo with data of its own, which vanish with it.
pub struct Demo {
    child: Child,
    folder: TempDir,
    /// Where it says that it can be reached, such as `http://127.0.0.1:40123`.
    pub url: String,
    /// Where its example site is.
    pub site: String,
}

/// A demo that has ended; its data are still there.
pub struct Remains {
    folder: TempDir,
}

impl Demo {
    /// Starts a demo on a free port and waits until it says where it is.
    ///
    /// # Errors
    /// When it ends instead.
    pub async fn start() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("gestand-demo-").tempdir()?;
        let mut command = gestand(folder.path())?;
        command.args(["demo", "--port", "0", "--site-port", "0", "--data"]).arg(folder.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().context("the demo cannot be started")?;
        let stdout = child.stdout.take().context("the demo has no standard output")?;
        let mut lines = BufReader::new(stdout).lines();
        let mut site = String::new();
        let url = within::bound("the demo says where it is", async {
            while let Some(line) = lines.next_line().await? {
                if let Some(url) = line.strip_prefix("The example site: ") {
                    url.trim().clone_into(&mut site);
                }
                if let Some(url) = line.trim().strip_suffix("/demo").filter(|url| url.starts_with("http://"))
                {
                    return Ok(url.to_owned());
                }
            }
            bail!("the demo ended without saying where it is; see its standard error")
        })
        .await?;
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self { child, folder, url, site })
    }

    /// Ends it the way an operator does, and waits until it has finished what was under way.
    ///
    /// # Errors
    /// When it does not end well.
    pub async fn stop(mut self) -> Result<Remains> {
        let id = self.child.id().context("the demo has ended before")?;
        let told = Command::new("kill").args(["-TERM", &id.to_string()]).status().await?;
        if !told.success() {
            bail!("the demo cannot be told to stop");
        }
        let ended = within::bound("the demo ends", async { Ok(self.child.wait().await?) }).await?;
        if ended.success() {
            Ok(Remains { folder: self.folder })
        } else {
            bail!("the demo ended with {ended}")
        }
    }
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code.
    pub code: Option<i32>,
    /// What it printed on standard output.
    pub said: String,
}

impl Remains {
    /// Its data folder.
    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// Runs a command of the binary on the data: `args` and then `--data FOLDER`.
    ///
    /// # Errors
    /// When it cannot be started or does not end.
    pub async fn gestand(&self, args: &[&str]) -> Result<Ended> {
        let mut command = gestand(self.data())?;
        command.args(args).arg("--data").arg(self.data()).kill_on_drop(true);
        let out = within::bound(&args.join(" "), async { Ok(command.output().await?) }).await?;
        Ok(Ended { code: out.status.code(), said: String::from_utf8_lossy(&out.stdout).into_owned() })
    }
}

/// The binary, in the workspace's folder, with nothing of the caller's environment that would lead it
/// elsewhere.
fn gestand(home: &Path) -> Result<Command> {
    let mut command = Command::new(binary()?);
    command.current_dir(root()).env("HOME", home).env("NO_COLOR", "1");
    // The tests have a browser of their own; the demo's first drill need not start another beside it.
    command.env("CHROMIUM", "none");
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("GESTAND_") || name.ends_with("_DATABASE_URL") {
            command.env_remove(name);
        }
    }
    Ok(command)
}

/// The debug binary: `TEST_GESTAND` names the one that the build of the workspace has made (`cargo xtask test`
/// sets it); otherwise cargo is asked to see to it that it is fresh, once a run.
fn binary() -> Result<PathBuf> {
    static BINARY: OnceLock<std::result::Result<PathBuf, String>> = OnceLock::new();
    BINARY
        .get_or_init(|| match std::env::var_os("TEST_GESTAND").filter(|given| !given.is_empty()) {
            Some(given) => Ok(PathBuf::from(given)),
            None => build(),
        })
        .clone()
        .map_err(anyhow::Error::msg)
}

/// Builds the binary. nextest runs every test in a process of its own: the first of a run leaves a note that the
/// others find, so that cargo is asked once, not once a test.
fn build() -> std::result::Result<PathBuf, String> {
    let built = target().join("debug/gestand");
    let note = std::env::var("NEXTEST_RUN_ID").ok().map(|run| target().join("e2e/built").join(run));
    if note.as_ref().is_some_and(|note| note.is_file()) {
        return Ok(built);
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = std::process::Command::new(cargo)
        .args(["build", "--quiet", "--package", "gestand"])
        .current_dir(root())
        .status()
        .map_err(|error| format!("cargo cannot be started: {error}"))?;
    if !status.success() {
        return Err(format!("`cargo build --package gestand` ended with {status}"));
    }
    if let Some(note) = note {
        let folder = note.parent().unwrap_or(&note).to_owned();
        // Notes of earlier runs are of no use any more.
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&note, ""))
            .map_err(|error| format!("{} cannot be written: {error}", note.display()))?;
    }
    Ok(built)
}
