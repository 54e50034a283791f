//! A Chromium of a test's own, with people in it who share nothing.
//!
//! `TEST_CHROMIUM` says which one (`cargo xtask test` sets it); without it the one on the path is taken. A
//! missing one is a failure, never a test left out.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use scan::browser::launch::{self, Launched};
use serde_json::{Value, json};

use crate::cdp::Connection;
use crate::page::Page;
use crate::{watch, within};

/// A page that looks the same on every machine.
const FLAGS: &[&str] = &[
    "--hide-scrollbars",
    "--disable-smooth-scrolling",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
];

/// A running browser.
pub struct Browser {
    connection: Connection,
    launched: Launched,
    home: String,
    others: Vec<String>,
}

impl Browser {
    /// Starts one that may speak to `home` only, such as `http://127.0.0.1:8080`.
    ///
    /// # Errors
    /// When there is no Chromium or it does not start.
    pub async fn start(home: &str) -> Result<Self> {
        let launched = Launched::start(&chromium()?, FLAGS, within::BOUND).await?;
        let connection = Connection::open(launched.address()).await?;
        Ok(Self { connection, launched, home: home.trim_end_matches('/').to_owned(), others: Vec::new() })
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
        let downloads = self.launched.folder().join("downloads").join(&context);
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
    pub async fn close(self) -> Result<()> {
        let homes: Vec<&str> = std::iter::once(&self.home).chain(&self.others).map(String::as_str).collect();
        let faults = watch::faults(&self.connection.events(), &homes);
        // It may be gone before it answers.
        let _ = self.connection.send(None, "Browser.close", json!({})).await;
        self.launched.end().await;
        if faults.is_empty() { Ok(()) } else { bail!("the browser saw:\n  {}", faults.join("\n  ")) }
    }
}

fn chromium() -> Result<PathBuf> {
    launch::find("TEST_CHROMIUM").context(
        "the browser tests need Chromium and there is none on this machine: run `cargo xtask test`, which \
         installs it where it may, or `apt-get install chromium`; TEST_CHROMIUM may name another",
    )
}

fn text(value: &Value) -> Result<String> {
    value.as_str().map(str::to_owned).context("the browser left out an id")
}
