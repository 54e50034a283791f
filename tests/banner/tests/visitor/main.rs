//! What a visitor may count on, in a real browser. Every browser is judged when it closes: a breach of the
//! content security policy or of Trusted Types, a script that failed or a request to a stranger fails the test.

mod before;
mod choosing;
mod clients;
mod looks;
mod strict;
mod withdrawing;

use anyhow::{Result, ensure};
use banner::pages::Scene;
use e2e::browser::Browser;
use e2e::page::Page;
use e2e::{Value, within};

/// The site, a browser and a visitor on an empty page.
pub struct Visit {
    /// Both servers.
    pub scene: Scene,
    /// The browser.
    pub browser: Browser,
    /// The visitor's tab.
    pub page: Page,
}

impl Visit {
    /// With the edition as it is.
    pub async fn begin() -> Result<Self> {
        Self::of(|_| ()).await
    }

    /// With another edition.
    pub async fn of(change: impl FnOnce(&mut Value)) -> Result<Self> {
        let scene = Scene::set(change).await?;
        let browser = Browser::start(&scene.site.home).await?.knowing(&scene.tracker.home);
        let page = browser.person().await?;
        Ok(Self { scene, browser, page })
    }

    /// Closes the browser and fails on everything that it complained about.
    pub async fn end(self) -> Result<()> {
        self.browser.close().await
    }

    /// The proofs that the site received, in order.
    pub fn proofs(&self) -> Result<Vec<Value>> {
        let asked = self.scene.site.asked();
        asked
            .iter()
            .filter(|it| it.line.starts_with("POST"))
            .map(|it| Ok(it.body.parse::<Value>()?))
            .collect()
    }
}

/// Waits until an expression is true on the page.
pub async fn until(page: &Page, expression: &str) -> Result<()> {
    within::until(expression, async || Ok((page.read(expression).await? == true).then_some(()))).await
}

/// Whether the banner is open.
pub const OPEN: &str = "!!document.querySelector('dialog#gestand[open]')";
/// Whether it is not.
pub const SHUT: &str = "!document.querySelector('dialog#gestand[open]')";

/// The remembered choice.
pub async fn choice(page: &Page) -> Result<Value> {
    page.read("window.gestand?.choice()").await
}

/// Goes to a page and waits for the banner.
pub async fn meet(page: &Page, path: &str) -> Result<()> {
    page.go(path).await?;
    until(page, OPEN).await
}

/// A claim about the page, with what it says instead when it fails.
pub async fn holds(page: &Page, expression: &str) -> Result<()> {
    let value = page.read(expression).await?;
    ensure!(value == true, "{expression} gives {value}");
    Ok(())
}
