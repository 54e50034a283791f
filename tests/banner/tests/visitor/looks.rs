//! How it looks: on every screen, in both languages and schemes, without a barrier, without moving the page.
//! `TEST_PICTURES=all` keeps pictures in `target/e2e/screens`.

use anyhow::{Context as _, Result, ensure};
use e2e::look::{Pictures, Scheme, Screen, screens};

use crate::{Visit, holds, meet, until};

#[tokio::test(flavor = "multi_thread")]
async fn no_layer_keeps_anybody_out() -> Result<()> {
    let visit = Visit::begin().await?;
    let page = &visit.page;
    for screen in [Screen::Small, Screen::Phone, Screen::Desk] {
        page.on(screen).await?;
        for scheme in [Scheme::Light, Scheme::Dark] {
            page.prefer(scheme).await?;
            for language in ["nl", "en"] {
                let here = format!("{language}-{}-{}", screen.name(), scheme.name());
                meet(page, &format!("/{language}")).await?;
                looked_at(&visit, &format!("banner-first-{here}")).await?;
                page.click("#gestand-choose").await?;
                until(page, "!!document.querySelector('#gestand-save')").await?;
                page.click("#gestand summary").await?;
                page.read("document.querySelector('#gestand .body').scrollTo(0, 0)").await?;
                looked_at(&visit, &format!("banner-second-{here}")).await?;
                page.click("#gestand-refuse").await?;
                until(page, "!!window.gestand?.choice() && !document.querySelector('#gestand')").await?;
                looked_at(&visit, &format!("banner-after-{here}")).await?;
                page.read("document.cookie = 'gestand_choice=;Max-Age=0;Path=/'").await?;
            }
        }
    }
    visit.end().await
}

async fn looked_at(visit: &Visit, name: &str) -> Result<()> {
    if Pictures::wanted() == Pictures::All {
        std::fs::write(screens()?.join(format!("{name}.png")), visit.page.view().await?)?;
    }
    let barriers = visit.page.barriers().await?;
    ensure!(barriers.is_empty(), "{name}:\n{}", barriers.join("\n"));
    ensure!(visit.page.too_wide().await? == 0, "{name} is wider than the screen");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn it_leaves_the_page_in_its_place_and_most_of_it_visible() -> Result<()> {
    let visit = Visit::begin().await?;
    let page = &visit.page;
    for (screen, most) in [(Screen::Small, 65), (Screen::Phone, 45), (Screen::Desk, 30)] {
        page.on(screen).await?;
        meet(page, "/bare/nl").await?;
        let covered = page.read("Math.round(100 * document.querySelector('#gestand').offsetHeight * document.querySelector('#gestand').offsetWidth / innerWidth / innerHeight)").await?;
        ensure!(covered.as_i64().is_some_and(|it| it <= most), "{} covers {covered} %", screen.name());
        holds(page, "new Promise(done => new PerformanceObserver(list => done(list.getEntries().every(it => it.value === 0))).observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(true), 50))").await
            .with_context(|| "something moved")?;
    }
    holds(page, "document.getAnimations().length === 0 && document.querySelectorAll('[style]').length === 0")
        .await?;
    visit.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn it_reads_from_right_to_left_where_the_language_does() -> Result<()> {
    let visit = Visit::of(|edition| {
        edition["languages"] = serde_json::json!(["ar", "nl"]);
        edition["texts"] = serde_json::json!({"ar": ["نستخدم ملفات تعريف الارتباط", "", "", "", "", "رفض الكل", "قبول الكل"]});
    })
    .await?;
    let page = &visit.page;
    page.tell("Page.addScriptToEvaluateOnNewDocument", serde_json::json!({"source":
        "document.addEventListener('readystatechange', () => 0); Object.defineProperty(Navigator.prototype, 'languages', {get: () => ['ar']});"})).await?;
    meet(page, "/bare/en").await?;
    holds(page, "document.querySelector('#gestand').dir === 'rtl' && document.querySelector('#gestand').lang === 'ar'").await?;
    holds(page, "document.querySelector('#gestand-refuse').getBoundingClientRect().left > document.querySelector('#gestand-accept').getBoundingClientRect().left").await?;
    if Pictures::wanted() == Pictures::All {
        std::fs::write(screens()?.join("banner-first-ar.png"), page.view().await?)?;
    }
    visit.end().await
}
