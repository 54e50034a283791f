//! One tab of one visitor: going somewhere, waiting until it is quiet, looking at the banner, clicking.
//!
//! A page that answers no more is given up: its tab is closed and the next page has a fresh one, with the same cookies.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::protocol::Connection;
use super::watch::{Hub, prepare};
use super::{BrowserError, Recorder, text};

const BANNER: &str = include_str!("banner.js");
/// The pause between two looks at something that cannot tell when it changes.
const LOOK_AGAIN: Duration = Duration::from_millis(25);

/// Why a page was not seen when there is no browser any more.
pub(crate) const ENDED: &str = "the browser ended";

/// A tab.
pub(crate) struct Tab {
    connection: Connection,
    hub: Arc<Hub>,
    context: String,
    target: String,
    session: String,
    recorder: Arc<Recorder>,
}

impl Tab {
    pub(super) async fn open(
        connection: Connection,
        hub: Arc<Hub>,
        context: String,
        recorder: Arc<Recorder>,
    ) -> Result<Self, BrowserError> {
        let mut tab =
            Self { connection, hub, context, target: String::new(), session: String::new(), recorder };
        tab.fresh().await?;
        Ok(tab)
    }

    /// A new tab in the place of this one.
    pub async fn fresh(&mut self) -> Result<(), BrowserError> {
        if !self.target.is_empty() {
            self.connection.tell(None, "Target.closeTarget", &json!({ "targetId": self.target }));
        }
        let target = json!({ "url": "about:blank", "browserContextId": self.context });
        self.target = text(&self.connection.ask(None, "Target.createTarget", target).await?["targetId"]);
        let attach = json!({ "targetId": self.target, "flatten": true });
        self.session = text(&self.connection.ask(None, "Target.attachToTarget", attach).await?["sessionId"]);
        self.hub.know(&self.session, &self.recorder);
        prepare(&self.connection, &self.session, true, &self.recorder);
        let front = json!({ "enabled": true });
        self.connection.tell(Some(&self.session), "Emulation.setFocusEmulationEnabled", &front);
        // The last of what was told has arrived once this is answered.
        self.ask("Runtime.evaluate", json!({ "expression": "1" })).await.map(drop)
    }

    async fn ask(&self, method: &str, params: Value) -> Result<Value, BrowserError> {
        self.connection.ask(Some(&self.session), method, params).await
    }

    /// Goes to a page and waits until it is quiet, or time is up. What was wrong, when anything was.
    pub async fn go(&mut self, url: &str) -> Option<String> {
        self.recorder.turn_to(url);
        let until = Instant::now() + self.recorder.limits.page;
        let gone = tokio::time::timeout_at(until, self.ask("Page.navigate", json!({ "url": url }))).await;
        let gone = match gone {
            Ok(Ok(gone)) => gone,
            Ok(Err(BrowserError::Gone)) => return Some(ENDED.to_owned()),
            Ok(Err(_)) | Err(_) => {
                // Busy or silent: whoever answers no more is left.
                let given_up = self.fresh().await.is_err();
                return Some(if given_up { ENDED } else { "it does not answer" }.to_owned());
            }
        };
        if let Some(problem) = gone["errorText"].as_str() {
            // A download is no page, and no fault.
            return Some(if problem.contains("ABORTED") { "it is not a page" } else { problem }.to_owned());
        }
        let loader = text(&gone["loaderId"]);
        let in_time = self.settled(&loader, until).await;
        if self.recorder.has_crashed() {
            return Some(if self.fresh().await.is_ok() { "it crashed" } else { ENDED }.to_owned());
        }
        if in_time {
            return None;
        }
        self.connection.tell(Some(&self.session), "Page.stopLoading", &json!({}));
        Some("left when its time was up".to_owned())
    }

    /// Waits until the page has loaded and asks for nothing more; false when time is up first.
    async fn settled(&self, loader: &str, until: Instant) -> bool {
        // A page that polls for ever is quiet enough after a few seconds.
        let patience = Instant::now() + Duration::from_secs(5).min(self.recorder.limits.page / 2);
        loop {
            let now = Instant::now();
            if self.recorder.has_crashed() || now >= until {
                return false;
            }
            let (_, current) = self.recorder.shows();
            let loaded = loader.is_empty()
                || self.recorder.has_loaded(loader)
                || (!current.is_empty() && self.recorder.has_loaded(&current));
            let quiet = self.recorder.quiet_for().is_some_and(|quiet| quiet >= self.recorder.limits.quiet);
            if loaded && (quiet || now >= patience) {
                return true;
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Waits until what a click began is over.
    pub async fn calm(&self) {
        let until = Instant::now() + self.recorder.limits.page.min(Duration::from_secs(8));
        tokio::time::sleep(self.recorder.limits.quiet).await;
        while Instant::now() < until {
            if self.recorder.quiet_for().is_some_and(|quiet| quiet >= self.recorder.limits.quiet) {
                return;
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Evaluates an expression in the page.
    pub async fn read(&self, expression: &str) -> Result<Value, BrowserError> {
        let params = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true, "timeout": 5_000 });
        let mut given = self.ask("Runtime.evaluate", params).await?;
        if given["exceptionDetails"].is_null() {
            Ok(given["result"]["value"].take())
        } else {
            let what = given["exceptionDetails"]["exception"]["description"].as_str().unwrap_or("it threw");
            Err(BrowserError::Refused(what.chars().take(200).collect()))
        }
    }

    /// Does something with the banner or the page (see `banner.js`).
    pub async fn act(&self, act: &str, what: &Value) -> Result<Value, BrowserError> {
        let call = format!("{BANNER}({}, {}, {what})", json!(self.recorder.roots()), json!(act));
        self.read(&call).await
    }

    /// Clicks what `act` points at; false when there is nothing.
    pub async fn press(&self, act: &str, what: &Value) -> Result<bool, BrowserError> {
        let place = self.act(act, what).await?;
        if place["clicked"] == true {
            return Ok(true);
        }
        let (Some(x), Some(y)) = (place["x"].as_f64(), place["y"].as_f64()) else { return Ok(false) };
        self.click(x, y).await?;
        Ok(true)
    }

    /// A click of the mouse.
    pub async fn click(&self, x: f64, y: f64) -> Result<(), BrowserError> {
        for (kind, buttons) in [("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)] {
            let button = if kind == "mouseMoved" { "none" } else { "left" };
            let event = json!({ "type": kind, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": 1 });
            self.ask("Input.dispatchMouseEvent", event).await?;
        }
        Ok(())
    }

    /// Types text into what has the focus.
    pub async fn write(&self, words: &str) -> Result<(), BrowserError> {
        self.ask("Input.insertText", json!({ "text": words })).await.map(drop)
    }

    /// Every cookie of this visitor, as the browser keeps it.
    pub async fn jar(&self) -> Result<Vec<Value>, BrowserError> {
        let mine = json!({ "browserContextId": self.context });
        let mut held = self.connection.ask(None, "Storage.getCookies", mine).await?;
        Ok(serde_json::from_value(held["cookies"].take()).unwrap_or_default())
    }

    /// An empty tab of the same visitor, whose files no page's policy forbids.
    pub async fn beside(&self) -> Result<Beside, BrowserError> {
        let target = json!({ "url": "about:blank", "browserContextId": self.context });
        let target = text(&self.connection.ask(None, "Target.createTarget", target).await?["targetId"]);
        let attach = json!({ "targetId": target, "flatten": true });
        let session = text(&self.connection.ask(None, "Target.attachToTarget", attach).await?["sessionId"]);
        Ok(Beside { connection: self.connection.clone(), target, session })
    }

    /// A picture of what is seen, PNG.
    pub async fn picture(&self) -> Result<Vec<u8>, BrowserError> {
        let shot = self.ask("Page.captureScreenshot", json!({ "format": "png" })).await?;
        Ok(base64::prelude::BASE64_STANDARD
            .decode(shot["data"].as_str().unwrap_or_default())
            .unwrap_or_default())
    }

    /// The visitor goes, with everything that was stored.
    pub async fn leave(self) {
        let context = json!({ "browserContextId": self.context });
        // A browser that is gone has nothing to leave.
        let _ = self.connection.ask(None, "Target.disposeBrowserContext", context).await;
    }
}

/// An empty tab from which files are fetched. It is closed with this value.
pub(crate) struct Beside {
    connection: Connection,
    target: String,
    session: String,
}

impl Beside {
    async fn ask(&self, method: &str, params: Value) -> Result<Value, BrowserError> {
        self.connection.ask(Some(&self.session), method, params).await
    }

    /// A file of the site, fetched by the browser without cookies; nothing when there is none, the beginning when it is longer.
    pub async fn load(&self, url: &str, most: u64) -> Result<Option<Vec<u8>>, BrowserError> {
        let options = json!({ "disableCache": true, "includeCredentials": false });
        let params = json!({ "frameId": self.target, "url": url, "options": options });
        let found = self.ask("Network.loadNetworkResource", params).await?["resource"].take();
        let handle = text(&found["stream"]);
        let mut bytes = Vec::new();
        while !handle.is_empty() {
            let read = json!({ "handle": handle, "size": 65_536 });
            let part = self.ask("IO.read", read).await?;
            let data = part["data"].as_str().unwrap_or_default();
            if part["base64Encoded"] == true {
                bytes.extend(base64::prelude::BASE64_STANDARD.decode(data).unwrap_or_default());
            } else {
                bytes.extend_from_slice(data.as_bytes());
            }
            if part["eof"] == true || u64::try_from(bytes.len()).is_ok_and(|length| length >= most) {
                break;
            }
        }
        if !handle.is_empty() {
            self.ask("IO.close", json!({ "handle": handle })).await?;
        }
        Ok((found["success"] == true && found["httpStatusCode"] == 200).then_some(bytes))
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.connection.tell(None, "Target.closeTarget", &json!({ "targetId": self.target }));
    }
}
