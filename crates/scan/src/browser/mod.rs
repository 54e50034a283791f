//! A Chromium of a scan's own: found, started with a fresh profile, ended.
//!
//! [`launch`] starts it, [`protocol`] speaks with it; [`watch`] hears what the browser says, [`record`] writes it down; [`tab`] drives one tab.

pub mod launch;
pub mod protocol;
mod record;
pub(crate) mod tab;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};

use crate::limits::START;
use launch::Launched;
use protocol::Connection;
pub(crate) use record::{Recorder, SetCookie};
use watch::Hub;

/// The environment variable that names the browser.
pub const VARIABLE: &str = "CHROMIUM";

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
    launch::find(VARIABLE)
}

/// A running browser. It ends with this value.
pub struct Browser {
    connection: Connection,
    hub: Arc<Hub>,
    version: String,
    launched: Launched,
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
        let launched = Launched::start(program, &["--window-size=1280,900"], START).await?;
        let hub = Arc::new(Hub::default());
        let ears = Arc::clone(&hub);
        let listener = Box::new(move |connection: &Connection, event| ears.hear(connection, &event));
        let connection = Connection::open(launched.address(), listener).await?;
        let version = connection.ask(None, "Browser.getVersion", json!({})).await?;
        connection.tell(None, "Target.setDiscoverTargets", &json!({ "discover": true }));
        let version = version["product"].as_str().unwrap_or("Chromium").to_owned();
        Ok(Self { connection, hub, version, launched })
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
    pub async fn close(self) {
        self.connection.tell(None, "Browser.close", &json!({}));
        self.launched.end().await;
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
