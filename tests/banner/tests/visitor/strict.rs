//! Strict mode: what the page's own scripts start by themselves goes only where the edition says.

use anyhow::{Result, ensure};

use crate::{SHUT, Visit, meet, until};

#[tokio::test(flavor = "multi_thread")]
async fn scripts_reach_only_declared_hosts_and_write_only_declared_cookies() -> Result<()> {
    let visit = Visit::begin().await?;
    let page = &visit.page;
    meet(page, "/strict/nl").await?;
    let stopped = page.read_text("window.tried.then(all => all.join())").await?;
    ensure!(stopped == "fetch,beacon,xhr,events", "{stopped}");
    page.click("#gestand-refuse").await?;
    until(page, SHUT).await?;
    ensure!(visit.scene.tracker.asked().is_empty(), "{:?}", visit.scene.tracker.lines());
    let mut cookies = page.cookies().await?;
    cookies.sort();
    ensure!(cookies == ["gestand_choice", "wp_woocommerce_session_1"], "{cookies:?}");
    visit.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_allowed_may_reach_its_own_hosts() -> Result<()> {
    let visit =
        Visit::of(|edition| edition["services"][2]["hosts"] = serde_json::json!(["127.0.0.2"])).await?;
    let page = &visit.page;
    meet(page, "/strict/nl").await?;
    ensure!(visit.scene.tracker.asked().is_empty());
    page.click("#gestand-accept").await?;
    until(page, "(window.ran || []).includes('meta') && document.cookie.includes('_ga=')").await?;
    // The frame that a script had tried to open waited at the gate.
    until(page, "[...document.querySelectorAll('iframe[src]')].some(it => it.src.endsWith('sly-frame'))")
        .await?;
    visit.end().await
}
