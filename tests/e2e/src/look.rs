//! How a page is seen: the screen, the colours, and pictures of it.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use base64::Engine as _;
use serde_json::json;

use crate::page::Page;

/// A picture is at most this tall, in CSS pixels: the text of a policy goes on for long.
const TALLEST: f64 = 5000.0;

/// A screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// 390 × 844, a phone of today.
    Phone,
    /// 320 × 568, the smallest phone.
    Small,
    /// 1280 × 900.
    Desk,
    /// The desk at 400 % (WCAG 1.4.10): 320 CSS pixels wide, drawn four times as large.
    Zoomed,
}

impl Screen {
    /// Its name in file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Small => "small",
            Self::Desk => "desk",
            Self::Zoomed => "zoomed",
        }
    }

    fn metrics(self) -> serde_json::Value {
        let (width, height, scale, mobile) = match self {
            Self::Phone => (390, 844, 1, true),
            Self::Small => (320, 568, 1, true),
            Self::Desk => (1280, 900, 1, false),
            Self::Zoomed => (320, 225, 4, false),
        };
        json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": mobile })
    }
}

/// A colour scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Dark ink on light paper.
    Light,
    /// The other way round.
    Dark,
}

impl Scheme {
    /// Its name in style sheets and file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl Page {
    /// Looks at everything on this screen from now on.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn on(&self, screen: Screen) -> Result<()> {
        self.tell("Emulation.setDeviceMetricsOverride", screen.metrics()).await.map(drop)
    }

    /// Prefers these colours from now on.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn prefer(&self, scheme: Scheme) -> Result<()> {
        let features = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme.name() },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]});
        self.tell("Emulation.setEmulatedMedia", features).await.map(drop)
    }

    /// By how many pixels the page is wider than the screen. Anything but 0 makes people scroll sideways.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn too_wide(&self) -> Result<i64> {
        let wide =
            self.read("document.documentElement.scrollWidth - document.documentElement.clientWidth").await?;
        wide.as_i64().context("the page has no width")
    }

    /// The picture (JPEG) of the whole page, as far as it is at most 5,000 pixels tall.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn picture(&self) -> Result<Vec<u8>> {
        self.fonts_are_there().await?;
        let size = self.tell("Page.getLayoutMetrics", json!({})).await?["cssContentSize"].take();
        let height = size["height"].as_f64().context("the page has no height")?.min(TALLEST);
        let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": height, "scale": 1 });
        let how = json!({ "format": "jpeg", "quality": 78, "captureBeyondViewport": true, "clip": clip });
        self.shoot(how).await
    }

    /// The picture of what is on the screen, without loss.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn view(&self) -> Result<Vec<u8>> {
        self.fonts_are_there().await?;
        self.shoot(json!({ "format": "png", "optimizeForSpeed": false })).await
    }

    async fn shoot(&self, how: serde_json::Value) -> Result<Vec<u8>> {
        let shot = self.tell("Page.captureScreenshot", how).await?;
        let text = shot["data"].as_str().context("the browser gives no picture")?;
        Ok(base64::engine::general_purpose::STANDARD.decode(text)?)
    }

    async fn fonts_are_there(&self) -> Result<()> {
        crate::within::until("the fonts have loaded", async || {
            Ok((self.read("document.fonts.status").await? == "loaded").then_some(()))
        })
        .await
    }
}

/// Which pictures of the pages are kept for people to look at, as `TEST_PICTURES` says; no test compares them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pictures {
    /// None.
    None,
    /// Every page on both screens, in both schemes and both languages, but not in every combination of them: what one
    /// shows of a page's shape the others show, too. `TEST_PICTURES=across`; what `cargo xtask test` asks for.
    Across,
    /// Every combination: any other value.
    All,
}

impl Pictures {
    /// What is wanted.
    pub fn wanted() -> Self {
        match std::env::var("TEST_PICTURES").as_deref() {
            Err(_) | Ok("") => Self::None,
            Ok("across") => Self::Across,
            Ok(_) => Self::All,
        }
    }

    /// Whether one is taken of a page in this language on this screen in this scheme.
    pub fn take(self, language: &str, screen: Screen, scheme: Scheme) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            // Dutch: phone light, desk dark. English: phone dark, desk light.
            Self::Across => (language == "nl") == ((screen == Screen::Phone) == (scheme == Scheme::Light)),
        }
    }
}

/// Where pictures of the pages are put: `target/e2e/screens`.
///
/// # Errors
/// When the folder cannot be made.
pub fn screens() -> Result<PathBuf> {
    let folder = target().join("e2e/screens");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The build folder.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
