//! A Chromium of a test's own, with people in it who share nothing.
//!
//! `TEST_CHROMIUM` says which one (`cargo xtask test` sets it); without it the one on the path is taken. A
//! missing one is a failure, never a test left out.

use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::cdp::Connection;
use crate::page::Page;
use crate::{watch, within};

/// Quiet, alone, and as visitors have it: third-party cookies are decided by the profile (see [`profile`]).
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
    "--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider",
    "--hide-scrollbars",
    "--disable-smooth-scrolling",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--mute-audio",
    "--remote-debugging-port=0",
];

/// A running browser.
pub struct Browser {
    connection: Connection,
    child: Child,
    folder: TempDir,
    home: String,
    others: Vec<String>,
}

impl Browser {
    /// Starts one that may speak to `home` only, such as `http://127.0.0.1:8080`.
    ///
    /// # Errors
    /// When there is no Chromium or it does not start.
    pub async fn start(home: &str) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("gestand-e2e-").tempdir()?;
        let profile = profile(&folder)?;
        let mut command = Command::new(chromium()?);
        command.args(FLAGS).arg(format!("--user-data-dir={}", profile.display()));
        if is_root() {
            command.arg("--no-sandbox");
        }
        command.arg("about:blank").env("HOME", folder.path()).env_remove("CHROMIUM_FLAGS");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().context("Chromium cannot be started")?;
        let stderr = child.stderr.take().context("Chromium has no standard error")?;
        let mut lines = BufReader::new(stderr).lines();
        let address = within::bound("Chromium says where it listens", async {
            let mut said = String::new();
            while let Some(line) = lines.next_line().await? {
                if let Some(address) = line.trim().strip_prefix("DevTools listening on ") {
                    return Ok(address.to_owned());
                }
                said.push_str(&line);
                said.push('\n');
            }
            bail!("Chromium ended at once. It said:\n{said}")
        })
        .await?;
        // What it says later is of no interest, but nobody may let the pipe fill up.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        let connection = Connection::open(&address).await?;
        Ok(Self {
            connection,
            child,
            folder,
            home: home.trim_end_matches('/').to_owned(),
            others: Vec::new(),
        })
    }

    /// Also allows requests to another home: a test that is about what others receive names them here.
    #[must_use]
    pub fn knowing(mut self, other: &str) -> Self {
        self.others.push(other.to_owned());
        self
    }

    /// Somebody with cookies, cache and downloads of their own, at an empty page.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn person(&self) -> Result<Page> {
        let context = self.connection.send(None, "Target.createBrowserContext", json!({})).await?;
        let context = text(&context["browserContextId"])?;
        let downloads = self.folder.path().join("downloads").join(&context);
        std::fs::create_dir_all(&downloads)?;
        let behaviour = json!({
            "behavior": "allowAndName", "browserContextId": context, "downloadPath": downloads,
            "eventsEnabled": true,
        });
        self.connection.send(None, "Browser.setDownloadBehavior", behaviour).await?;
        Page::open(self.connection.clone(), context, self.home.clone(), downloads).await
    }

    /// Ends the browser and says everything that was wrong while it ran.
    ///
    /// # Errors
    /// The faults that [`watch`] finds.
    pub async fn close(mut self) -> Result<()> {
        let homes: Vec<&str> = std::iter::once(&self.home).chain(&self.others).map(String::as_str).collect();
        let faults = watch::faults(&self.connection.events(), &homes);
        // It may be gone before it answers.
        let _ = self.connection.send(None, "Browser.close", json!({})).await;
        within::bound("Chromium ends", async { Ok(self.child.wait().await?) }).await?;
        if faults.is_empty() { Ok(()) } else { bail!("the browser saw:\n  {}", faults.join("\n  ")) }
    }
}

/// A fresh profile. Chromium blocks third-party cookies by default and no flag helps, so a preference says
/// that it must not: what a page would set must be seen.
fn profile(folder: &TempDir) -> Result<PathBuf> {
    let profile = folder.path().join("profile");
    std::fs::create_dir_all(profile.join("Default"))?;
    let preferences = json!({ "profile": { "cookie_controls_mode": 0 } });
    std::fs::write(profile.join("Default/Preferences"), preferences.to_string())?;
    Ok(profile)
}

fn chromium() -> Result<PathBuf> {
    if let Some(given) = std::env::var_os("TEST_CHROMIUM").filter(|given| !given.is_empty()) {
        return Ok(PathBuf::from(given));
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .flat_map(|folder| ["chromium", "chromium-browser", "google-chrome"].map(|name| folder.join(name)))
        .find(|file| file.is_file())
        .context(
            "the browser tests need Chromium and there is none on this machine: run `cargo xtask test`, which \
             installs it where it may, or `apt-get install chromium`; TEST_CHROMIUM may name another",
        )
}

/// As root Chromium refuses to start inside its sandbox.
fn is_root() -> bool {
    std::process::Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|out| String::from_utf8_lossy(&out.stdout).trim() == "0")
}

fn text(value: &Value) -> Result<String> {
    value.as_str().map(str::to_owned).context("the browser left out an id")
}
