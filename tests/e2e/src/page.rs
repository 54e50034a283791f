//! One tab of one person: going, clicking, typing, reading.
//!
//! Elements are named by CSS selectors. A click is a real one: the mouse goes to the middle of what is shown
//! and presses; something that lies over it is an error, as it is for a person. What a page holds is read by
//! evaluating in it, which works for pages whose own scripts are off, too.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use crate::cdp::{Connection, Event};
use crate::within;

/// Finds an element, brings it into view and says where its middle is, or why it cannot be clicked.
const PLACE: &str = "(selector => {
    const all = [...document.querySelectorAll(selector)].filter(one => one.getClientRects().length > 0);
    if (all.length === 0) return { why: 'nothing visible is called so' };
    const one = all[0];
    one.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const box = one.getClientRects()[0];
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const hit = document.elementFromPoint(x, y);
    if (!hit || !(one.contains(hit) || hit.contains(one) || (one.labels && [...one.labels].some(l => l.contains(hit)))))
        return { why: 'something lies over it: ' + (hit ? hit.outerHTML.slice(0, 120) : 'nothing there') };
    return { x, y };
})";

/// How long an element stays where it is before it is pressed, and how often that is looked at.
const STILL: Duration = Duration::from_millis(40);
const STILL_LOOKS: u32 = 50;

/// A tab.
pub struct Page {
    connection: Connection,
    target: String,
    session: String,
    context: String,
    home: String,
    downloads: PathBuf,
}

/// A file that a person saved.
pub struct Saved {
    /// The name that the browser gave it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Page {
    /// A fresh tab of the person to whom `context` belongs.
    pub(crate) async fn open(
        connection: Connection,
        context: String,
        home: String,
        downloads: PathBuf,
    ) -> Result<Self> {
        // A window of its own: a browser draws only the tab in front of one.
        let target = json!({ "url": "about:blank", "browserContextId": context, "newWindow": true });
        let target = connection.send(None, "Target.createTarget", target).await?["targetId"].take();
        let target = target.as_str().context("the browser left out an id")?.to_owned();
        let attach = json!({ "targetId": target, "flatten": true });
        let session = connection.send(None, "Target.attachToTarget", attach).await?["sessionId"].take();
        let session = session.as_str().context("the browser left out an id")?.to_owned();
        let page = Self { connection, target, session, context, home, downloads };
        for domain in ["Page", "Network", "Runtime", "Log", "Audits", "Inspector"] {
            page.tell(&format!("{domain}.enable"), json!({})).await?;
        }
        page.tell("Page.setLifecycleEventsEnabled", json!({ "enabled": true })).await?;
        // Two people look at their pages at once; each tab believes that it is the one in front.
        page.tell("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await?;
        Ok(page)
    }

    /// Another tab of the same person: the same cookies and downloads.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn beside(&self) -> Result<Self> {
        let (connection, context) = (self.connection.clone(), self.context.clone());
        Self::open(connection, context, self.home.clone(), self.downloads.clone()).await
    }

    /// Closes the tab.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn close(self) -> Result<()> {
        let target = json!({ "targetId": self.target });
        self.connection.send(None, "Target.closeTarget", target).await.map(drop)
    }

    /// Sends a command of the protocol to this tab.
    ///
    /// # Errors
    /// What the browser says is wrong.
    pub async fn tell(&self, method: &str, params: Value) -> Result<Value> {
        self.connection.send(Some(&self.session), method, params).await
    }

    /// Whether scripts of pages run. Off is how somebody without script sees the house.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn run_scripts(&self, run: bool) -> Result<()> {
        self.tell("Emulation.setScriptExecutionDisabled", json!({ "value": !run })).await.map(drop)
    }

    /// Goes to a path of the house, or to a whole address, and waits until it has loaded.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub async fn go(&self, to: &str) -> Result<()> {
        let url = if to.starts_with('/') { format!("{}{to}", self.home) } else { to.to_owned() };
        let mark = self.connection.mark();
        let gone = self.tell("Page.navigate", json!({ "url": url })).await?;
        if let Some(problem) = gone["errorText"].as_str() {
            bail!("{url}: {problem}");
        }
        match gone["loaderId"].as_str() {
            Some(loader) => self.loaded(mark, loader).await,
            None => Ok(()),
        }
    }

    /// Asks for the same page again.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub async fn reload(&self) -> Result<()> {
        let mark = self.connection.mark();
        self.tell("Page.reload", json!({})).await?;
        self.arrived(mark).await
    }

    /// Asks for the same page again until it holds the element.
    ///
    /// # Errors
    /// When it never does; the message says what the page said instead.
    pub async fn reload_until(&self, selector: &str) -> Result<()> {
        let seen = within::until(&format!("waiting for {selector}"), async || {
            if self.has(selector).await? {
                return Ok(Some(()));
            }
            self.reload().await?;
            Ok(None)
        })
        .await;
        match seen {
            Ok(()) => Ok(()),
            Err(error) => {
                Err(error.context(format!("the page says: {}", self.text("main").await.unwrap_or_default())))
            }
        }
    }

    async fn arrived(&self, mark: usize) -> Result<()> {
        let loader = self
            .connection
            .wait("another page comes", mark, |event| {
                let frame = &event.params["frame"];
                let main = self.mine(event, "Page.frameNavigated") && frame["parentId"].is_null();
                main.then(|| frame["loaderId"].as_str().unwrap_or_default().to_owned())
            })
            .await?;
        self.loaded(mark, &loader).await
    }

    async fn loaded(&self, mark: usize, loader: &str) -> Result<()> {
        self.connection
            .wait("the page has loaded", mark, |event| {
                let params = &event.params;
                let load = self.mine(event, "Page.lifecycleEvent")
                    && params["name"] == "load"
                    && params["loaderId"] == loader;
                load.then_some(())
            })
            .await
    }

    fn mine(&self, event: &Event, method: &str) -> bool {
        event.method == method && event.session.as_deref() == Some(&self.session)
    }

    /// Clicks something that leads to no other page.
    ///
    /// # Errors
    /// When it is not there, not visible, or something lies over it.
    pub async fn click(&self, selector: &str) -> Result<()> {
        let place = self.still(selector).await?;
        for (kind, buttons) in [("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)] {
            let button = if kind == "mouseMoved" { "none" } else { "left" };
            let event = json!({
                "type": kind, "x": place["x"], "y": place["y"], "button": button, "buttons": buttons, "clickCount": 1,
            });
            self.tell("Input.dispatchMouseEvent", event).await?;
        }
        Ok(())
    }

    /// Where an element is once it no longer moves: a hand does not press what is still on its way either.
    async fn still(&self, selector: &str) -> Result<Value> {
        let look = format!("{PLACE}({})", json!(selector));
        let mut place = self.read(&look).await?;
        for _ in 0..STILL_LOOKS {
            if let Some(why) = place["why"].as_str() {
                bail!("{selector} cannot be clicked: {why} (at {})", self.path().await?);
            }
            tokio::time::sleep(STILL).await;
            let again = self.read(&look).await?;
            if again == place {
                break;
            }
            place = again;
        }
        Ok(place)
    }

    /// Clicks a link or a button and waits for the page that it leads to.
    ///
    /// # Errors
    /// As [`Page::click`], and when no page comes.
    pub async fn follow(&self, selector: &str) -> Result<()> {
        let mark = self.connection.mark();
        self.click(selector).await?;
        self.arrived(mark).await.with_context(|| format!("after a click on {selector}"))
    }

    /// Does something that leads to another page, such as pressing Enter, and waits for that page.
    ///
    /// # Errors
    /// What it fails with, and when no page comes.
    pub async fn follow_by(&self, act: impl AsyncFnOnce(&Self) -> Result<()>) -> Result<()> {
        let mark = self.connection.mark();
        act(self).await?;
        self.arrived(mark).await
    }

    /// Clicks a field, empties it and types `value`, key by key.
    ///
    /// # Errors
    /// When the field is not there, or holds something else afterwards.
    pub async fn fill(&self, selector: &str, value: &str) -> Result<()> {
        self.click(selector).await?;
        self.read("document.activeElement.select()").await?;
        self.write(value).await?;
        let holds = self.value(selector).await?;
        if holds == value {
            Ok(())
        } else {
            bail!("{selector} holds “{holds}” after typing “{value}”")
        }
    }

    /// Clicks a link to a file and gives the file.
    ///
    /// # Errors
    /// When nothing is saved.
    pub async fn save(&self, selector: &str) -> Result<Saved> {
        let mark = self.connection.mark();
        self.click(selector).await?;
        let (guid, name) = self
            .connection
            .wait("a file begins to be saved", mark, |event| {
                let params = &event.params;
                (event.method == "Browser.downloadWillBegin").then(|| {
                    let text = |key: &str| params[key].as_str().unwrap_or_default().to_owned();
                    (text("guid"), text("suggestedFilename"))
                })
            })
            .await?;
        let state = self
            .connection
            .wait("the file is saved", mark, |event| {
                let params = &event.params;
                let ended = event.method == "Browser.downloadProgress"
                    && params["guid"] == guid.as_str()
                    && params["state"] != "inProgress";
                ended.then(|| params["state"].as_str().unwrap_or_default().to_owned())
            })
            .await?;
        if state != "completed" {
            bail!("the file {name} was not saved: {state}");
        }
        Ok(Saved { name, bytes: std::fs::read(self.downloads.join(guid))? })
    }

    /// What a JavaScript expression gives on this page.
    ///
    /// # Errors
    /// When it throws.
    pub async fn read(&self, expression: &str) -> Result<Value> {
        let params = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut given = self.tell("Runtime.evaluate", params).await?;
        if !given["exceptionDetails"].is_null() {
            bail!("{expression} threw {}", given["exceptionDetails"]);
        }
        Ok(given["result"]["value"].take())
    }

    /// The same, for what gives a text.
    ///
    /// # Errors
    /// When it throws or gives none.
    pub async fn read_text(&self, expression: &str) -> Result<String> {
        let value = self.read(expression).await?;
        value.as_str().map(str::to_owned).with_context(|| format!("{expression} gives {value}, not a text"))
    }

    /// The path of the page with its query, without the host.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn path(&self) -> Result<String> {
        self.read_text("location.pathname + location.search").await
    }

    /// Whether the page holds the element.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn has(&self, selector: &str) -> Result<bool> {
        Ok(self.read(&format!("document.querySelector({}) !== null", json!(selector))).await? == true)
    }

    /// The text of the first such element, as a reader sees it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn text(&self, selector: &str) -> Result<String> {
        let read =
            self.read(&format!("document.querySelector({})?.innerText ?? null", json!(selector))).await?;
        match read.as_str() {
            Some(text) => Ok(text.trim().to_owned()),
            None => bail!("{} has no {selector}", self.path().await?),
        }
    }

    /// The texts of all such elements.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn texts(&self, selector: &str) -> Result<Vec<String>> {
        let all = format!(
            "[...document.querySelectorAll({})].map(one => (one.innerText ?? one.textContent).trim())",
            json!(selector)
        );
        Ok(serde_json::from_value(self.read(&all).await?)?)
    }

    /// An attribute of all such elements.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn attributes(&self, selector: &str, name: &str) -> Result<Vec<String>> {
        let all = format!(
            "[...document.querySelectorAll({})].map(one => one.getAttribute({}) ?? '')",
            json!(selector),
            json!(name)
        );
        Ok(serde_json::from_value(self.read(&all).await?)?)
    }

    /// What a field holds.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn value(&self, selector: &str) -> Result<String> {
        self.read_text(&format!("document.querySelector({}).value", json!(selector))).await
    }

    /// The names of the cookies that this person has.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn cookies(&self) -> Result<Vec<String>> {
        let mine = json!({ "browserContextId": self.context });
        let held = self.connection.send(None, "Storage.getCookies", mine).await?;
        let cookies = held["cookies"].as_array().context("the browser lists no cookies")?;
        Ok(cookies.iter().filter_map(|cookie| cookie["name"].as_str().map(str::to_owned)).collect())
    }
}
