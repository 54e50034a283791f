//! Before the choice: nothing is stored, nobody else is asked, and using the site is no answer.

use anyhow::{Result, ensure};
use e2e::Value;
use serde_json::json;

use crate::{OPEN, SHUT, Visit, choice, holds, meet, until};

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_stored_and_nobody_else_is_asked() -> Result<()> {
    let visit = Visit::begin().await?;
    let page = &visit.page;
    meet(page, "/nl").await?;
    // Somebody who reads on, clicks, and goes to another page has said nothing.
    page.read("scrollTo(0, 300)").await?;
    page.click("main h1").await?;
    page.tell(
        "Input.dispatchMouseEvent",
        json!({"type": "mouseWheel", "x": 200, "y": 200, "deltaX": 0, "deltaY": 400}),
    )
    .await?;
    meet(page, "/en").await?;
    ensure!(choice(page).await?.is_null());
    ensure!(page.cookies().await?.is_empty(), "cookies: {:?}", page.cookies().await?);
    holds(page, "localStorage.length + sessionStorage.length === 0").await?;
    holds(page, "window.ran === undefined && !document.querySelector('[src*=\"127.0.0.2\"]')").await?;
    ensure!(visit.tracker_is_silent(), "the tracker was asked: {:?}", visit.scene.tracker.lines());
    ensure!(visit.proofs()?.is_empty(), "nothing is sent before there is something to prove");
    let dataset = page.read("[...window.dataLayer[0]].slice(0, 2).join()").await?;
    ensure!(dataset == "consent,default", "{dataset}");
    holds(
        page,
        "Object.values(window.dataLayer[0][2]).every(it => it === 'denied') && window.dataLayer.length === 1",
    )
    .await?;
    visit.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_in_storage_is_no_consent() -> Result<()> {
    let visit = Visit::begin().await?;
    let page = &visit.page;
    page.go("/bare/nl").await?;
    let far = 86_400_000 * 365 * 30;
    let choice_at = |at: i64, v: u8| {
        json!({"v": v, "id": "x", "edition": "x", "at": at, "language": "nl", "source": "first-layer",
               "yes": {"google-analytics": "a1", "meta-pixel": "m2", "funnelview": "a2"}, "no": {}, "gpc": false})
        .to_string()
    };
    let now = page.read("Date.now()").await?.as_i64().unwrap_or_default();
    let old = [choice_at(now - 86_400_000 * 183, 1), choice_at(now + far, 1), choice_at(now, 2)];
    for text in ["", "true", "null", "[]", "{\"v\":1}", "%E0%A4%A", "v1|granted", "__proto__"]
        .map(str::to_owned)
        .iter()
        .chain(&old)
    {
        let encoded = if text.starts_with('{') {
            format!("encodeURIComponent({})", json!(text))
        } else {
            json!(text).to_string()
        };
        page.read(&format!("document.cookie = 'gestand_choice=' + {encoded} + ';Path=/'")).await?;
        meet(page, "/nl").await?;
        ensure!(choice(page).await?.is_null(), "{text} counts as a choice");
        holds(page, "window.ran === undefined && !window.gestand.allowed('google-analytics')").await?;
    }
    ensure!(visit.tracker_is_silent());
    // The same choice of today does count: the values above were refused for what is wrong with them.
    page.read(&format!(
        "document.cookie = 'gestand_choice=' + encodeURIComponent({}) + ';Path=/'",
        json!(choice_at(now, 1))
    ))
    .await?;
    page.go("/nl").await?;
    until(page, "window.gestand.allowed('google-analytics') && !window.gestand.allowed('google-ads')")
        .await?;
    visit.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_asks_not_to_be_followed_is_heard() -> Result<()> {
    let visit = Visit::begin().await?;
    let page = &visit.page;
    let signal = json!({"source": "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})"});
    page.tell("Page.addScriptToEvaluateOnNewDocument", signal).await?;
    meet(page, "/nl").await?;
    let said = page.text("#gestand").await?;
    ensure!(said.contains("vraagt ons u niet te volgen") && said.contains("Meta Pixel"), "{said}");
    ensure!(page.texts("#gestand li").await? == ["websitebezoek meten"], "only what is open is asked");
    page.click("#gestand-accept").await?;
    until(page, SHUT).await?;
    let made = choice(page).await?;
    ensure!(
        made["gpc"] == true && made["yes"]["google-analytics"] == "a1" && made["no"]["meta-pixel"] == "m2",
        "{made}"
    );
    // Whoever wants it all the same says so by hand, service by service; what the browser asked stays in sight.
    page.read("window.gestand.open()").await?;
    until(page, "!!document.querySelector('#gestand-save')").await?;
    holds(page, "document.querySelector('#gestand section:nth-of-type(2) p').textContent.includes('vraagt ons u niet te volgen')").await?;
    page.click("#gestand-accept").await?;
    until(page, SHUT).await?;
    ensure!(
        choice(page).await?["no"]["meta-pixel"] == "m2",
        "accepting everything is no word about a signal"
    );
    page.read("window.gestand.open()").await?;
    page.click("#gestand section:nth-of-type(2) summary").await?;
    until(page, "document.querySelector('#gestand section:nth-of-type(2) details').open").await?;
    page.click("#gestand input[value=meta-pixel]").await?;
    page.click("#gestand-save").await?;
    until(page, "(window.ran || []).includes('meta')").await?;
    let made = choice(page).await?;
    ensure!(
        made["gpc"] == true && made["yes"]["meta-pixel"] == "m2" && made["no"]["google-ads"] == "m1",
        "{made}"
    );
    page.go("/en").await?;
    until(page, "(window.ran || []).includes('meta')").await?;
    holds(page, SHUT).await?;
    page.read("window.gestand.open()").await?;
    holds(page, "document.querySelector('[value=meta-pixel]').checked && document.querySelector('#gestand section:nth-of-type(2) p').textContent.includes('asks us not to follow you')").await?;
    visit.end().await?;

    // Where everything that is asked is covered, there is nothing to ask.
    let visit = Visit::of(|edition| {
        if let Some(services) = edition["services"].as_array_mut() {
            for service in services {
                service["gpc"] = Value::Bool(true);
            }
        }
    })
    .await?;
    let page = &visit.page;
    let signal = json!({"source": "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})"});
    page.tell("Page.addScriptToEvaluateOnNewDocument", signal).await?;
    page.go("/nl").await?;
    until(page, "document.readyState === 'complete' && !document.querySelector('#gestand')").await?;
    holds(page, &format!("!({OPEN}) && document.cookie === ''")).await?;
    ensure!(visit.tracker_is_silent());
    visit.end().await
}

impl Visit {
    fn tracker_is_silent(&self) -> bool {
        self.scene.tracker.asked().is_empty()
    }
}
