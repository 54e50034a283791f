//! The keyboard: real key events, and the walk that somebody without a mouse makes.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, bail};
use serde_json::json;

use crate::page::Page;

/// The longest walk with Tab that still counts as one; a longer one is a trap.
const STEPS: usize = 600;

/// How many frames the page may take to bring into view what has the focus.
const FRAMES: usize = 60;

/// What has the focus, where it stands among everything that can have it, and whether one sees that.
const FOCUS: &str = "(() => {
    const one = document.activeElement;
    if (!one || one === document.body || one === document.documentElement) return null;
    const box = one.getBoundingClientRect();
    const drawn = style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    // A card whose link fills it draws the outline around the whole card.
    const outlined = [one, one.closest('li'), one.closest('article')].some(it => it && drawn(getComputedStyle(it)));
    const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    const order = [...document.querySelectorAll('*')].indexOf(one);
    const name = one.tagName.toLowerCase() + (one.id ? '#' + one.id : '')
        + (one.getAttribute('href') ? '[href=\"' + one.getAttribute('href') + '\"]' : '')
        + (one.name ? '[name=' + one.name + ']' : '');
    const unseen = !outlined ? 'it has no outline' : !inside ? 'it lies outside the screen'
        : box.width * box.height === 0 ? 'it has no size' : '';
    return { order, name, unseen };
})()";

/// Something that had the focus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// A selector of it, as far as its attributes give one.
    pub name: String,
    /// Its place in the document.
    pub order: u64,
    /// Why one does not see it; empty when it lies on the screen and has a visible outline.
    pub unseen: String,
}

impl Page {
    /// Types a text, key by key.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn write(&self, text: &str) -> Result<()> {
        for letter in text.chars() {
            if letter == '\n' {
                self.press("Enter").await?;
                continue;
            }
            let down = json!({ "type": "keyDown", "text": letter, "key": letter });
            self.tell("Input.dispatchKeyEvent", down).await?;
            self.tell("Input.dispatchKeyEvent", json!({ "type": "keyUp", "key": letter })).await?;
        }
        Ok(())
    }

    /// Presses a key: `Tab`, `Shift+Tab`, `Enter`, ` ` (space) or `Escape`.
    ///
    /// # Errors
    /// When the key is none of these.
    pub async fn press(&self, key: &str) -> Result<()> {
        let (key, modifiers) = key.strip_prefix("Shift+").map_or((key, 0), |key| (key, 8));
        let (code, number, text) = match key {
            "Tab" => ("Tab", 9, ""),
            "Enter" => ("Enter", 13, "\r"),
            " " => ("Space", 32, " "),
            "Escape" => ("Escape", 27, ""),
            other => bail!("no key is called {other}"),
        };
        let kind = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        let mut down = json!({
            "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number, "modifiers": modifiers,
        });
        if let (false, Some(fields)) = (text.is_empty(), down.as_object_mut()) {
            fields.insert("text".into(), text.into());
        }
        self.tell("Input.dispatchKeyEvent", down).await?;
        let up = json!({
            "type": "keyUp", "key": key, "code": code, "windowsVirtualKeyCode": number, "modifiers": modifiers,
        });
        self.tell("Input.dispatchKeyEvent", up).await.map(drop)
    }

    /// What has the focus; nothing when it is the page itself. Needs scripts to run.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn focus(&self) -> Result<Option<Stop>> {
        let mut stop = self.read(FOCUS).await?;
        // Where the focus goes the page scrolls, and that may be drawn some frames later.
        for _ in 0..FRAMES {
            if stop["unseen"].as_str().is_none_or(str::is_empty) {
                break;
            }
            self.read("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
                .await?;
            stop = self.read(FOCUS).await?;
        }
        if stop.is_null() {
            return Ok(None);
        }
        Ok(Some(Stop {
            name: stop["name"].as_str().unwrap_or_default().to_owned(),
            order: stop["order"].as_u64().context("the focus has no place")?,
            unseen: stop["unseen"].as_str().unwrap_or_default().to_owned(),
        }))
    }

    /// Presses Tab until the element that the selector names has the focus.
    ///
    /// # Errors
    /// When Tab never gets there.
    pub async fn tab_to(&self, selector: &str) -> Result<()> {
        let here = format!("document.activeElement.matches({})", json!(selector));
        for _ in 0..STEPS {
            if self.read(&here).await? == true {
                return Ok(());
            }
            self.press("Tab").await?;
        }
        bail!("Tab never reaches {selector} on {}", self.path().await?)
    }

    /// Walks with Tab from the top of the page to its end.
    ///
    /// # Errors
    /// When the walk never ends: somebody without a mouse is caught.
    pub async fn walk(&self) -> Result<Vec<Stop>> {
        let mut stops: Vec<Stop> = Vec::new();
        let mut been = BTreeSet::new();
        for _ in 0..STEPS {
            self.press("Tab").await?;
            match self.focus().await? {
                // After the last element the focus leaves the page, or begins again at the first.
                None if !stops.is_empty() => return Ok(stops),
                None => {}
                Some(stop) if stops.first().is_some_and(|first| first.order == stop.order) => {
                    return Ok(stops);
                }
                Some(stop) if !been.insert(stop.order) => bail!("Tab goes in a circle at {}", stop.name),
                Some(stop) => stops.push(stop),
            }
        }
        bail!("Tab found no end on {} after {STEPS} presses", self.path().await?)
    }
}
