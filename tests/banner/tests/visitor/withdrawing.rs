//! Withdrawing: one press, what the service stored goes, other tabs follow, the proof says so; and a wider
//! edition asks again, but only those who agreed to something.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, ensure};

use crate::{OPEN, SHUT, Visit, choice, holds, meet, until};

#[tokio::test(flavor = "multi_thread")]
async fn one_press_withdraws_and_what_was_stored_goes() -> Result<()> {
    let visit = Visit::begin().await?;
    let page = &visit.page;
    meet(page, "/nl").await?;
    page.click("#gestand-accept").await?;
    until(page, "(window.ran || []).includes('meta')").await?;
    let beside = page.beside().await?;
    beside.go("/en").await?;
    until(&beside, "(window.ran || []).includes('meta')").await?;
    page.read("document.cookie = 'basket=1;Path=/'").await?;

    page.tell("Page.bringToFront", serde_json::json!({})).await?;
    // By keyboard: a mouse does not press in a tab that has only just come to the front.
    page.tab_to("footer [data-gestand-open]").await?;
    page.press("Enter").await?;
    until(page, OPEN).await?;
    ensure!(page.text("#gestand").await?.contains("Dit koos u op"), "it says when the choice was made");
    page.tab_to("#gestand-refuse").await?;
    page.follow_by(async |page| page.press("Enter").await)
        .await
        .context("the page is loaded anew, for a script had run")?;
    until(page, "!!window.gestand?.choice() && !document.querySelector('#gestand')").await?;
    let mut left = page.cookies().await?;
    left.sort();
    ensure!(left == ["basket", "gestand_choice"], "declared cookies go, others stay: {left:?}");
    holds(page, "localStorage.length === 0 && window.ran === undefined").await?;
    until(&beside, "window.ran === undefined && window.gestand?.choice().source === 'withdrawal'").await?;
    beside.close().await?;
    let proofs = visit.proofs()?;
    // A page that is left before the answer comes sends the same record again: the server knows it by id and instant.
    let known: BTreeSet<String> = proofs.iter().map(|it| format!("{} {}", it["id"], it["at"])).collect();
    let ids: BTreeSet<&str> = proofs.iter().filter_map(|it| it["id"].as_str()).collect();
    ensure!(known.len() == 2 && ids.len() == 1, "the same consent, given and withdrawn: {proofs:?}");
    ensure!(
        proofs.last().is_some_and(|it| it["source"] == "withdrawal" && it["purposes"]["marketing"] == false)
    );
    visit.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn reopening_changes_nothing_until_something_is_pressed_and_the_focus_goes_back() -> Result<()> {
    let visit = Visit::begin().await?;
    let page = &visit.page;
    meet(page, "/nl").await?;
    page.click("#gestand-accept").await?;
    until(page, "(window.ran || []).includes('meta')").await?;
    let before = choice(page).await?;
    page.tab_to("footer [data-gestand-open]").await?;
    page.press("Enter").await?;
    until(page, OPEN).await?;
    page.press("Escape").await?;
    until(page, SHUT).await?;
    ensure!(choice(page).await? == before, "closing a reopened banner changes nothing");
    holds(page, "document.activeElement.matches('footer [data-gestand-open]')").await?;
    visit.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wider_edition_asks_again_only_those_who_agreed() -> Result<()> {
    let visit = Visit::of(|edition| edition["services"][5]["terms"] = "m2-wider".into()).await?;
    let page = &visit.page;
    page.go("/bare/nl").await?;
    let stored = |yes: &str, no: &str| {
        format!(
            "document.cookie = 'gestand_choice=' + encodeURIComponent(JSON.stringify({{v: 1, id: 'a', edition: 'old', \
             at: Date.now(), language: 'nl', source: 'first-layer', gpc: false, yes: {yes}, no: {no}}})) + ';Path=/'"
        )
    };
    page.read(&stored("{'google-analytics': 'a1', 'funnelview': 'a2', 'google-ads': 'm1', 'meta-pixel': 'm2', 'linkedin-insight': 'm3'}", "{}")).await?;
    meet(page, "/nl").await?;
    ensure!(page.text("#gestand").await?.contains("veranderd sinds uw vorige keuze"));
    holds(page, "window.gestand.allowed('google-analytics') && !window.gestand.allowed('meta-pixel')")
        .await?;
    page.read(&stored("{}", "{'google-analytics': 'a1', 'funnelview': 'a2', 'google-ads': 'm1', 'meta-pixel': 'm2', 'linkedin-insight': 'm3'}")).await?;
    page.go("/nl").await?;
    until(page, "!!window.gestand?.choice() && !document.querySelector('#gestand')").await?;
    holds(page, SHUT).await.context("who refused is left alone")?;
    visit.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_survives_an_outage_and_is_delivered_later() -> Result<()> {
    let visit = Visit::begin().await?;
    let page = &visit.page;
    meet(page, "/bare/nl").await?;
    page.read("window.real = fetch; window.fetch = () => Promise.reject(new TypeError('away'))").await?;
    page.click("#gestand-refuse").await?;
    until(page, SHUT).await?;
    until(page, "JSON.parse(localStorage.gestand_undelivered || '[]').length === 1").await?;
    ensure!(visit.proofs()?.is_empty());
    page.go("/bare/en").await?;
    holds(page, SHUT).await.context("the refusal stands")?;
    until(page, "localStorage.length === 0").await?;
    ensure!(visit.proofs()?.len() == 1, "delivered once");
    visit.end().await
}
