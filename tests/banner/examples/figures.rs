//! How soon the banner is there: `cargo run -p banner --example figures`.
//!
//! The same page with and without the banner, taken in turns, each time by somebody new with an empty cache.
//! Prints medians and minima of fifteen. No figure here is a test: they are compared on one machine, in one run.
#![allow(clippy::print_stdout, reason = "a benchmark prints")]

use anyhow::{Context as _, Result};
use banner::pages::Scene;
use e2e::browser::Browser;
use e2e::page::Page;
use e2e::{Value, within};
use serde_json::json;

const TIMES: usize = 15;

/// Notes when the banner was first drawn: the frame after it stood in the page.
const WATCH: &str = "new MutationObserver((_, watch) => { if (!document.querySelector('#gestand[open]')) return; watch.disconnect(); \
    requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => window.shown = performance.now(); \
    channel.port2.postMessage(0); }); }).observe(document, { childList: true, subtree: true, attributes: true })";

#[tokio::main]
async fn main() -> Result<()> {
    let scene = Scene::set(|_| ()).await?;
    let browser = Browser::start(&scene.site.home).await?.knowing(&scene.tracker.home);
    let (mut shown, mut paint, mut bare, mut script, mut still, mut moved) =
        (vec![], vec![], vec![], vec![], vec![], vec![]);
    for _ in 0..TIMES {
        let page = browser.person().await?;
        page.tell("Performance.enable", json!({})).await?;
        page.tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await?;
        page.go("/nl").await?;
        let shown_at = until_shown(&page).await?;
        script.push(script_time(&page).await?);
        shown.push(shown_at);
        paint.push(number(&page.read(PAINT).await?)?);
        moved.push(number(&page.read("new Promise(done => { let sum = 0; new PerformanceObserver(list => list.getEntries().forEach(it => sum += it.value)).observe({ type: 'layout-shift', buffered: true }); setTimeout(() => done(sum), 100); })").await?)?);
        page.close().await?;
        let page = browser.person().await?;
        page.tell("Performance.enable", json!({})).await?;
        page.tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await?;
        page.go("/plain/nl").await?;
        still.push(script_time(&page).await?);
        bare.push(number(&page.read(PAINT).await?)?);
        page.close().await?;
    }
    for (name, mut all) in [
        ("first paint without banner, ms", bare),
        ("first paint with banner, ms", paint),
        ("banner drawn, complete, ms", shown),
        ("script time without banner, ms", still),
        ("script time with banner, ms", script),
        ("layout shift", moved),
    ] {
        all.sort_by(f64::total_cmp);
        let middle = all.get(all.len() / 2).context("nothing measured")?;
        println!("{name:36} median {middle:8.1}   least {:8.1}", all.first().context("nothing measured")?);
    }
    browser.close().await
}

async fn until_shown(page: &Page) -> Result<f64> {
    within::until("the banner", async || {
        let shown = page.read("window.shown ?? null").await?;
        Ok(shown.as_f64())
    })
    .await
}

async fn script_time(page: &Page) -> Result<f64> {
    let metrics = page.tell("Performance.getMetrics", json!({})).await?;
    let all = metrics["metrics"].as_array().context("metrics")?;
    let seconds = all.iter().find(|it| it["name"] == "ScriptDuration").context("no script time")?;
    Ok(1000.0 * number(&seconds["value"])?)
}

const PAINT: &str = "new Promise(done => new PerformanceObserver(list => done(list.getEntries()[0].startTime)).observe({ type: 'paint', buffered: true }))";

fn number(value: &Value) -> Result<f64> {
    value.as_f64().with_context(|| format!("{value} is no number"))
}
