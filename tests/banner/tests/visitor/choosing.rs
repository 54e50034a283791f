//! Choosing: refusing weighs as much as accepting, closing refuses, the keyboard is enough, each service can be
//! chosen by itself, and the proof says what was chosen and nothing about who chose.

use anyhow::{Context as _, Result, ensure};
use e2e::look::Screen;

use crate::{OPEN, SHUT, Visit, choice, holds, meet, until};

/// How a button weighs: its size and everything that makes it stand out.
const WEIGHT: &str = "(selector => { const it = document.querySelector(selector), look = getComputedStyle(it), box = it.getBoundingClientRect(); \
    return [Math.round(box.width), Math.round(box.height), look.color, look.backgroundColor, look.borderColor, look.borderWidth, look.fontSize, \
            look.fontWeight, look.opacity, look.textDecorationLine].join(); })";

#[tokio::test(flavor = "multi_thread")]
async fn refusing_weighs_as_much_as_accepting() -> Result<()> {
    let visit = Visit::begin().await?;
    for screen in [Screen::Small, Screen::Phone, Screen::Desk] {
        visit.page.on(screen).await?;
        for path in ["/nl", "/en"] {
            meet(&visit.page, path).await?;
            for layer in ["first", "second"] {
                let refuse = visit.page.read_text(&format!("{WEIGHT}('#gestand-refuse')")).await?;
                let accept = visit.page.read_text(&format!("{WEIGHT}('#gestand-accept')")).await?;
                ensure!(refuse == accept, "{path} {layer} {}: {refuse} is not {accept}", screen.name());
                // Side by side or below each other, but refusing first, and every target is large enough.
                holds(
                    &visit.page,
                    "[...document.querySelectorAll('#gestand :is(button, label, summary)')].every(it => \
                    it.getClientRects().length === 0 || (it.offsetHeight >= 44 && it.offsetWidth >= 44))",
                )
                .await?;
                if layer == "first" {
                    visit.page.click("#gestand-choose").await?;
                    until(&visit.page, "!!document.querySelector('#gestand-save')").await?;
                }
            }
            visit.page.read("window.gestand.refuse()").await?;
            until(&visit.page, SHUT).await?;
            visit.page.read("document.cookie = 'gestand_choice=;Max-Age=0;Path=/'").await?;
        }
    }
    visit.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn escape_refuses_and_the_focus_is_taken_kept_and_given_back() -> Result<()> {
    let visit = Visit::begin().await?;
    let page = &visit.page;
    meet(page, "/nl").await?;
    holds(page, "document.activeElement.id === 'gestand-title'").await?;
    // From the dialog the keyboard reaches all of it and then the page, from its beginning.
    for expected in
        [".head button", "a", "a:nth-of-type(2)", "#gestand-refuse", "#gestand-accept", "#gestand-choose"]
    {
        page.press("Tab").await?;
        holds(page, &format!("document.activeElement.matches('#gestand {expected}')")).await?;
    }
    page.press("Enter").await?;
    until(page, "!!document.querySelector('#gestand-save')").await?;
    holds(page, "document.activeElement.id === 'gestand-title' && document.querySelector('#gestand').matches(':modal')").await?;
    // The second layer keeps it: the page behind is never reached.
    for _ in 0..25 {
        page.press("Tab").await?;
        holds(
            page,
            "document.activeElement === document.body || !!document.activeElement.closest('#gestand')",
        )
        .await?;
    }
    page.press("Escape").await?;
    until(page, "!!window.gestand?.choice()").await?;
    let made = choice(page).await?;
    ensure!(made["yes"].as_object().is_some_and(serde_json::Map::is_empty), "{made}");
    ensure!(made["no"].as_object().is_some_and(|all| all.len() == 5), "{made}");
    let focus = page.read_text("document.activeElement.outerHTML.slice(0, 90)").await?;
    ensure!(focus.starts_with("<h1"), "the page begins at its heading, not at {focus}");
    page.go("/en").await?;
    holds(page, SHUT).await.context("a refusal is remembered")?;

    // Escape on the first layer, and the button that closes.
    for path in ["/nl", "/en"] {
        page.read("document.cookie = 'gestand_choice=;Max-Age=0;Path=/'").await?;
        meet(page, path).await?;
        if path == "/nl" {
            page.press("Escape").await?;
        } else {
            page.click("#gestand .head button").await?;
        }
        until(page, SHUT).await?;
        let made = choice(page).await?;
        ensure!(
            made["source"] == "first-layer" && made["yes"].as_object().is_some_and(serde_json::Map::is_empty),
            "{made}"
        );
    }
    ensure!(visit.scene.tracker.asked().is_empty());
    visit.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_accepted_runs_in_order_and_the_proof_names_nobody() -> Result<()> {
    let visit = Visit::begin().await?;
    let page = &visit.page;
    meet(page, "/nl").await?;
    page.click("#gestand-accept").await?;
    until(page, "(window.ran || []).join() === 'ga,inline,meta'").await?;
    until(
        page,
        "!!document.querySelector('iframe[src]:not([hidden])') && !!document.querySelector('img[src]')",
    )
    .await?;
    let lines = visit.scene.tracker.lines();
    ensure!(
        !lines.iter().any(|line| line.contains("unknown")),
        "what no edition declares stays shut: {lines:?}"
    );
    let proofs = visit.proofs()?;
    let [proof] = proofs.as_slice() else { anyhow::bail!("one choice, one proof: {proofs:?}") };
    let keys: Vec<&str> = proof.as_object().context("an object")?.keys().map(String::as_str).collect();
    let mut expected =
        ["id", "edition", "at", "language", "source", "control", "gpc", "scope", "purposes", "services"];
    expected.sort_unstable();
    ensure!(
        {
            let mut keys = keys.clone();
            keys.sort_unstable();
            keys
        } == expected,
        "{keys:?}"
    );
    ensure!(proof["purposes"]["analytics"] == true && proof["services"]["meta-pixel"] == true, "{proof}");
    ensure!(
        proof["edition"] == "9f2b64d07c51aa3e"
            && proof["source"] == "first-layer"
            && proof["language"] == "nl"
    );
    let sent = visit.scene.site.asked().into_iter().find(|it| it.line.starts_with("POST")).context("sent")?;
    ensure!(!sent.headers.contains("cookie:") && !sent.headers.contains("referer:"), "{}", sent.headers);
    // One cookie of ours, with the life that the policy gives it.
    holds(
        page,
        "cookieStore.getAll().then(all => all.filter(it => it.name === 'gestand_choice').every(it => \
        Math.abs(it.expires - Date.now() - 182 * 864e5) < 6e4 && it.sameSite === 'lax'))",
    )
    .await?;
    visit.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_service_is_chosen_by_itself() -> Result<()> {
    let visit = Visit::begin().await?;
    let page = &visit.page;
    meet(page, "/en").await?;
    page.click("#gestand-choose").await?;
    until(page, "!!document.querySelector('#gestand-save')").await?;
    holds(page, "document.querySelectorAll('#gestand input:checked').length === 0")
        .await
        .context("nothing is ticked beforehand")?;
    let said = page.read_text("document.querySelector('#gestand').textContent").await?;
    for word in
        ["Google Analytics", "United States", "13 months", "_ga", "counts visits", "Always needed", "Strato"]
    {
        ensure!(said.contains(word), "{word} is missing in: {said}");
    }
    // One of the two services of a purpose: the purpose is half on.
    page.click("#gestand section:nth-of-type(1) summary").await?;
    page.click("#gestand input[value=funnelview]").await?;
    holds(page, "document.querySelector('#gestand-analytics').indeterminate").await?;
    // A purpose takes all its services along.
    page.click("#gestand-marketing").await?;
    holds(
        page,
        "document.querySelectorAll('#gestand section:nth-of-type(2) input[value]:checked').length === 3",
    )
    .await?;
    page.click("#gestand-marketing").await?;
    page.click("#gestand-save").await?;
    until(page, SHUT).await?;
    let made = choice(page).await?;
    ensure!(
        made["yes"] == serde_json::json!({"funnelview": "a2"}) && made["source"] == "second-layer",
        "{made}"
    );
    until(page, "!!document.querySelector('iframe[src]')").await?;
    holds(page, "window.ran === undefined").await?;
    let proof = visit.proofs()?.pop().context("a proof")?;
    ensure!(proof["purposes"]["analytics"] == false && proof["services"]["funnelview"] == true, "{proof}");
    holds(page, &format!("!({OPEN})")).await?;
    visit.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_placeholder_says_who_would_receive_what_and_allows_only_that() -> Result<()> {
    let visit = Visit::begin().await?;
    let page = &visit.page;
    meet(page, "/nl").await?;
    page.click("#gestand-refuse").await?;
    until(page, SHUT).await?;
    let said = page.texts(".gestand-place").await?;
    ensure!(said.len() == 1, "a counting image needs no words: {said:?}");
    for word in ["FunnelView is niet geladen", "krijgt FunnelView uw IP-adres", "overzichten van het bezoek"]
    {
        ensure!(said.iter().any(|it| it.contains(word)), "{word} is missing in {said:?}");
    }
    page.click(".gestand-place button").await?;
    until(
        page,
        "!!document.querySelector('iframe[src]:not([hidden])') && !document.querySelector('.gestand-place')",
    )
    .await?;
    let made = choice(page).await?;
    ensure!(
        made["yes"] == serde_json::json!({"funnelview": "a2"}) && made["source"] == "placeholder",
        "{made}"
    );
    ensure!(visit.scene.tracker.lines() == ["GET /frame"], "{:?}", visit.scene.tracker.lines());
    visit.end().await
}
