//! Starting a Chromium with a fresh profile and ending it: the scan's own, and that of browser tests.
//!
//! The profile allows third-party cookies, which Chromium otherwise refuses and no flag helps: what a page would set must be
//! seen.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use super::BrowserError;

/// Quiet and alone. Nothing of the browser itself goes to anybody.
const FLAGS: &[&str] = &[
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-dev-shm-usage",
    "--disable-client-side-phishing-detection",
    "--disable-domain-reliability",
    "--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider",
    "--mute-audio",
    "--remote-debugging-port=0",
];

/// The browser that an environment variable names, or the first on the path.
pub fn find(variable: &str) -> Option<PathBuf> {
    if let Some(given) = std::env::var_os(variable).filter(|given| !given.is_empty()) {
        let given = PathBuf::from(given);
        return given.is_file().then_some(given);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .flat_map(|folder| ["chromium", "chromium-browser", "google-chrome"].map(|name| folder.join(name)))
        .find(|file| file.is_file())
}

/// A browser that runs. It ends with this value.
pub struct Launched {
    address: String,
    child: Child,
    folder: TempDir,
}

impl Launched {
    /// Starts this one, with flags beside its own, and gives it so long.
    ///
    /// # Errors
    /// It does not start, or says nothing in that time.
    pub async fn start(program: &Path, more: &[&str], limit: Duration) -> Result<Self, BrowserError> {
        let folder = tempfile::Builder::new().prefix("gestand-browser-").tempdir()?;
        let profile = profile(folder.path())?;
        let mut command = Command::new(program);
        command.args(FLAGS).args(more).arg(format!("--user-data-dir={}", profile.display()));
        if is_root() {
            // As root Chromium refuses to start inside its sandbox.
            command.arg("--no-sandbox");
        }
        command.arg("about:blank").env("HOME", folder.path()).env_remove("CHROMIUM_FLAGS");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().map_err(|error| BrowserError::NotStarted(error.to_string()))?;
        let stderr = child.stderr.take().ok_or(BrowserError::Silent)?;
        let mut lines = BufReader::new(stderr).lines();
        let address = tokio::time::timeout(limit, async {
            let mut said = String::new();
            while let Ok(Some(line)) = lines.next_line().await {
                if let Some(address) = line.trim().strip_prefix("DevTools listening on ") {
                    return Ok(address.to_owned());
                }
                said.push_str(line.trim());
                said.push('\n');
            }
            Err(BrowserError::NotStarted(said.chars().take(500).collect()))
        })
        .await
        .map_err(|_| BrowserError::Silent)??;
        // What it says later is of no interest, but the pipe must not fill up.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self { address, child, folder })
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// A folder that goes with it.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Waits until it has ended after it was told to; one that does not is killed.
    pub async fn end(mut self) {
        if tokio::time::timeout(Duration::from_secs(5), self.child.wait()).await.is_err() {
            // A folder that cannot be removed stays in the temporary one.
            let _ = self.child.kill().await;
        }
        drop(self.folder);
    }
}

fn profile(folder: &Path) -> std::io::Result<PathBuf> {
    let profile = folder.join("profile");
    std::fs::create_dir_all(profile.join("Default"))?;
    let preferences = json!({ "profile": { "cookie_controls_mode": 0 } });
    std::fs::write(profile.join("Default/Preferences"), preferences.to_string())?;
    Ok(profile)
}

fn is_root() -> bool {
    std::process::Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|out| String::from_utf8_lossy(&out.stdout).trim() == "0")
}
