//! A Chromium of a scan's own: found, started with a fresh profile, ended.
//!
//! The profile allows third-party cookies, which Chromium otherwise refuses: what a page would set must be seen. The
//! protocol is spoken by [`protocol`]; [`watch`] hears what the browser says, [`record`] writes it down; [`tab`] drives one tab.

mod protocol;
mod record;
pub(crate) mod tab;
mod watch;

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::limits::START;
use protocol::Connection;
pub(crate) use record::{Recorder, SetCookie};
use watch::Hub;

/// The environment variable that names the browser.
pub const VARIABLE: &str = "CHROMIUM";

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
    "--window-size=1280,900",
    "--remote-debugging-port=0",
];

/// Why a browser could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum BrowserError {
    /// There is none.
    #[error(
        "no Chromium was found, so no site can be looked at: install it (Debian: apt-get install chromium) or name it in {VARIABLE}"
    )]
    Missing,
    /// It does not start.
    #[error("Chromium does not start: {0}")]
    NotStarted(String),
    /// It started and says nothing.
    #[error("Chromium started but does not answer; start the scan again")]
    Silent,
    /// It ended.
    #[error("Chromium ended while it was looking; what was seen until then is kept")]
    Gone,
    /// It did not answer a command in time: the page keeps it busy.
    #[error("Chromium did not answer {0} in time: the page keeps it busy")]
    NoAnswer(String),
    /// It says that a command cannot be.
    #[error("Chromium refuses {0}")]
    Refused(String),
    /// A folder or file is in the way.
    #[error("the browser's folder cannot be written: {0}")]
    Folder(#[from] std::io::Error),
}

/// The browser that is at hand: the one that `CHROMIUM` names, or the first on the path.
pub fn find() -> Option<PathBuf> {
    if let Some(given) = std::env::var_os(VARIABLE).filter(|given| !given.is_empty()) {
        let given = PathBuf::from(given);
        return given.is_file().then_some(given);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .flat_map(|folder| ["chromium", "chromium-browser", "google-chrome"].map(|name| folder.join(name)))
        .find(|file| file.is_file())
}

/// A running browser. It ends with this value.
pub struct Browser {
    connection: Connection,
    hub: Arc<Hub>,
    version: String,
    child: Child,
    folder: TempDir,
}

impl Browser {
    /// Starts the browser that is at hand.
    ///
    /// # Errors
    /// None is at hand, or it does not start.
    pub async fn start() -> Result<Self, BrowserError> {
        Self::start_as(&find().ok_or(BrowserError::Missing)?).await
    }

    /// Starts this one.
    ///
    /// # Errors
    /// It does not start.
    pub async fn start_as(program: &Path) -> Result<Self, BrowserError> {
        let folder = tempfile::Builder::new().prefix("gestand-scan-").tempdir()?;
        let profile = profile(folder.path())?;
        let mut command = Command::new(program);
        command.args(FLAGS).arg(format!("--user-data-dir={}", profile.display()));
        if is_root() {
            // As root Chromium refuses to start inside its sandbox.
            command.arg("--no-sandbox");
        }
        command.arg("about:blank").env("HOME", folder.path()).env_remove("CHROMIUM_FLAGS");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().map_err(|error| BrowserError::NotStarted(error.to_string()))?;
        let stderr = child.stderr.take().ok_or(BrowserError::Silent)?;
        let mut lines = BufReader::new(stderr).lines();
        let address = tokio::time::timeout(START, async {
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
        let hub = Arc::new(Hub::default());
        let ears = Arc::clone(&hub);
        let listener = Box::new(move |connection: &Connection, event| ears.hear(connection, &event));
        let connection = Connection::open(&address, listener).await?;
        let version = connection.ask(None, "Browser.getVersion", json!({})).await?;
        connection.tell(None, "Target.setDiscoverTargets", &json!({ "discover": true }));
        let version = version["product"].as_str().unwrap_or("Chromium").to_owned();
        Ok(Self { connection, hub, version, child, folder })
    }

    /// What it is: "Chrome/156.0".
    pub fn version(&self) -> &str {
        &self.version
    }

    /// A visitor with nothing stored: a context of its own. Downloads are refused.
    pub(crate) async fn visitor(&self, recorder: &Arc<Recorder>) -> Result<tab::Tab, BrowserError> {
        let context = self.connection.ask(None, "Target.createBrowserContext", json!({})).await?;
        let context = text(&context["browserContextId"]);
        let deny = json!({ "behavior": "deny", "browserContextId": context, "eventsEnabled": true });
        self.connection.ask(None, "Browser.setDownloadBehavior", deny).await?;
        tab::Tab::open(self.connection.clone(), Arc::clone(&self.hub), context, Arc::clone(recorder)).await
    }

    /// Ends it.
    pub async fn close(mut self) {
        self.connection.tell(None, "Browser.close", &json!({}));
        if tokio::time::timeout(std::time::Duration::from_secs(5), self.child.wait()).await.is_err() {
            // It is killed when this value goes; a folder that cannot be removed stays in the temporary one.
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

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
