//! A visitor of the example site: nobody follows them before they choose, their choice is carried out, and the proof of
//! it stands in the register, in the log and at the desk, without leading to them.

use anyhow::{Context as _, Result, ensure};
use e2e::browser::Browser;
use e2e::demo::Demo;
use e2e::page::Page;
use e2e::{Value, within};

use crate::steps::{LANGUAGES, Scene, officer};

const OPEN: &str = "!!document.querySelector('dialog#gestand[open]')";
/// What the trackers of the site write on the site itself.
const OURS: [&str; 5] = ["_ga", "_ga_DEMO1", "_gcl_au", "_fbp", "funnelview_id"];

/// The demo, its example site and a browser that knows both, and the trackers.
struct Visit {
    scene: Scene,
    trackers: String,
}

impl Visit {
    async fn begin() -> Result<Self> {
        let demo = Demo::start().await?;
        let site = demo.site.clone();
        let person = Browser::start(&demo.url).await?.knowing(&site);
        // Where the trackers are, a page of the site says.
        let page = person.person().await?;
        page.go(&format!("{site}/nl/film")).await?;
        let source = page.read_text("document.querySelector('iframe').dataset.src").await?;
        let trackers = source.trim_end_matches("/facebook/video").to_owned();
        page.close().await?;
        let browser = person.knowing(&trackers);
        Ok(Self { scene: Scene { demo, browser }, trackers })
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.scene.demo.site)
    }

    /// How often the trackers were asked, in all.
    async fn seen(&self, by: &Page) -> Result<u64> {
        let beside = by.beside().await?;
        beside.go(&format!("{}/seen", self.trackers)).await?;
        let seen: Value = beside.read_text("document.body.innerText").await?.parse()?;
        beside.close().await?;
        let counts = seen.as_object().context("a list")?;
        Ok(counts.values().filter_map(Value::as_u64).sum())
    }
}

async fn until(page: &Page, expression: &str) -> Result<()> {
    within::until(expression, async || Ok((page.read(expression).await? == true).then_some(()))).await
}

/// Opens the choices by keyboard: a mouse does not press in a tab that has only just come to the front.
async fn reopen(page: &Page) -> Result<()> {
    page.tell("Page.bringToFront", serde_json::json!({})).await?;
    page.tab_to("footer [data-gestand-open]").await?;
    page.press("Enter").await?;
    until(page, OPEN).await
}

/// The names of the cookies that pages of the site can read.
async fn written(page: &Page) -> Result<Vec<String>> {
    let text = page.read_text("document.cookie").await?;
    let names = text.split("; ").filter_map(|pair| pair.split('=').next());
    Ok(names.filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::too_many_lines, reason = "one walk, from the first page to the proof")]
async fn nobody_follows_before_the_choice_and_the_choice_is_proved() -> Result<()> {
    let visit = Visit::begin().await?;
    let page = visit.scene.browser.person().await?;
    for path in ["/nl", "/en/course", "/nl/film", "/en/newsletter"] {
        page.go(&visit.at(path)).await?;
        until(&page, OPEN).await?;
        page.click("main h1").await?;
    }
    page.go(&visit.at("/nl/pupils")).await?;
    ensure!(page.read(OPEN).await? == false, "nobody asks pupils anything");
    ensure!(page.cookies().await?.is_empty(), "cookies: {:?}", page.cookies().await?);
    ensure!(visit.seen(&page).await? == 0, "a tracker was asked before the choice");

    // Refuse: what is needed works, nothing else runs.
    page.go(&visit.at("/nl/shop")).await?;
    until(&page, OPEN).await?;
    page.click("#gestand-refuse").await?;
    until(&page, "!document.querySelector('#gestand') && !localStorage.getItem('gestand_undelivered')")
        .await?;
    page.follow("main form button").await?;
    ensure!(page.text("#basket").await?.contains("1 leeskist"), "the basket works without consent");
    let mut held = page.cookies().await?;
    held.sort();
    // The choice, and what a basket needs; nothing of anybody who follows.
    let basket = ["woocommerce_cart_hash", "woocommerce_items_in_cart", "wp_woocommerce_session_demo"];
    ensure!(held[0] == "gestand_choice" && held[1..] == basket, "{held:?}");
    ensure!(visit.seen(&page).await? == 0, "a tracker was asked after a refusal");

    // Change of mind: everything, then nothing again.
    reopen(&page).await?;
    page.tab_to("#gestand-accept").await?;
    page.press("Enter").await?;
    until(&page, &format!("{OURS:?}.every(name => document.cookie.includes(name + '='))")).await?;
    ensure!(visit.seen(&page).await? >= 5, "the tags run after consent");
    page.go(&visit.at("/en/film")).await?;
    until(&page, "document.querySelector('iframe').hasAttribute('src')").await?;
    reopen(&page).await?;
    page.tab_to("#gestand-refuse").await?;
    page.follow_by(async |page| page.press("Enter").await).await?;
    until(&page, "!!window.gestand?.choice() && !localStorage.getItem('gestand_undelivered')").await?;
    let left = written(&page).await?;
    ensure!(!left.iter().any(|name| OURS.contains(&name.as_str())), "what they wrote is gone: {left:?}");
    until(&page, "!document.querySelector('iframe').hasAttribute('src')").await?;

    let choice = page.read("window.gestand.choice()").await?;
    ensure!(choice["source"] == "withdrawal");
    let id = choice["id"].as_str().context("an id")?.to_owned();
    let url = visit.scene.demo.url.clone();
    let receipts = page
        .read(&format!(
            "fetch('{url}/api/v1/consents/receipts', {{ method: 'POST', body: JSON.stringify({{ id: '{id}' }}), \
             headers: {{ 'content-type': 'application/json' }} }}).then(it => it.json())"
        ))
        .await?;
    let all = receipts.as_array().context("receipts")?;
    ensure!(all.len() == 3, "a refusal, a consent, a withdrawal: {}", all.len());
    let controls: Vec<&str> = all
        .iter()
        .filter_map(|it| it.pointer("/pii_processing/collection_method/control")?.as_str())
        .collect();
    ensure!(controls == ["refuse", "accept", "refuse"], "the latest first: {controls:?}");

    let desk = officer(&visit.scene, "nl", false).await?;
    for language in LANGUAGES {
        desk.go(&format!("/{language}/desk/choices")).await?;
        let text = desk.text("main").await?;
        ensure!(desk.has("svg.columns").await? && !text.contains(&id));
        ensure!(text.contains("127.0.0.1"), "the site is named");
    }
    desk.go("/nl/desk/ledger").await?;
    let remains = visit.scene.end().await?;
    let whole = remains.gestand(&["ledger", "verify"]).await?;
    ensure!(whole.code == Some(0), "{}", whole.said);
    let key = remains.gestand(&["ledger", "checkpoint"]).await?;
    ensure!(key.code == Some(0));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_that_cannot_be_delivered_waits_and_arrives() -> Result<()> {
    let visit = Visit::begin().await?;
    let page = visit.scene.browser.person().await?;
    page.go(&visit.at("/en")).await?;
    until(&page, OPEN).await?;
    // The record's way is closed; the page itself stands.
    page.read("window.fetch = () => Promise.reject(new TypeError('no network'))").await?;
    page.click("#gestand-refuse").await?;
    until(&page, "JSON.parse(localStorage.getItem('gestand_undelivered') || '[]').length === 1").await?;
    ensure!(visit.seen(&page).await? == 0);
    page.go(&visit.at("/en/course")).await?;
    until(&page, "!localStorage.getItem('gestand_undelivered')").await?;
    ensure!(page.read(OPEN).await? == false, "a refusal is remembered through the outage");
    let desk = officer(&visit.scene, "en", false).await?;
    desk.go("/en/desk/choices").await?;
    ensure!(desk.text("main").await?.contains("nothing allowed (1)"));
    visit.scene.end().await.map(drop)
}
