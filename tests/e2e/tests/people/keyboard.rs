//! Somebody without a mouse: everything can be reached, in order, and one sees where one is.

use anyhow::{Result, ensure};
use app::demo::people::TEACHER;
use e2e::look::Screen;
use e2e::page::Page;
use e2e::within;

use crate::steps::{Asked, Scene, ask, mails, officer, open_plan, teacher};

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_alone_signs_in_and_asks_for_a_copy() -> Result<()> {
    let scene = Scene::set().await?;
    let person = scene.browser.person().await?;
    person.go("/nl").await?;
    // The first stop skips what stands on every page.
    person.press("Tab").await?;
    ensure!(person.read("document.activeElement.matches('a.skip')").await? == true, "the first stop skips");
    person.press("Enter").await?;
    ensure!(person.read_text("location.hash").await? == "#main");
    enter(&person, "main a[href='/nl/my']").await?;
    person.tab_to("#email").await?;
    person.write(TEACHER).await?;
    person.follow_by(async |page| page.press("Enter").await).await?;
    let code = within::until("the code by mail", async || {
        let mails = mails(&person, "nl").await?;
        Ok(mails.into_iter().find(|mail| mail.to == TEACHER && !mail.code.is_empty()))
    })
    .await?
    .code;
    person.go("/nl/my/code").await?;
    person.tab_to("#code").await?;
    person.write(&code).await?;
    person.follow_by(async |page| page.press("Enter").await).await?;
    enter(&person, "main a[href='/nl/my/forget']").await?;
    person.tab_to("#confirm").await?;
    person.press(" ").await?;
    ensure!(person.read("document.activeElement.checked").await? == true, "space ticks the box");
    enter(&person, "form[action='/nl/my/forget'] button").await?;
    ensure!(person.path().await?.starts_with("/nl/my/requests/"), "{}", person.path().await?);
    scene.end().await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_stop_of_tab_is_in_order_and_seen() -> Result<()> {
    let scene = Scene::set().await?;
    let subject = teacher(&scene, "nl", true).await?;
    let request = ask(&subject, "nl", Asked::Forget).await?;
    let desk = officer(&scene, "nl", true).await?;
    open_plan(&desk, "nl", &request).await?;
    for screen in [Screen::Desk, Screen::Phone] {
        for (page, path) in [
            (&subject, "/nl".to_owned()),
            (&subject, "/nl/privacy".to_owned()),
            (&subject, "/nl/editions".to_owned()),
            (&subject, "/nl/my".to_owned()),
            (&subject, "/nl/my/forget".to_owned()),
            (&subject, format!("/nl/my/requests/{request}")),
            (&subject, "/nl/demo".to_owned()),
            (&desk, "/nl/desk/requests".to_owned()),
            (&desk, format!("/nl/desk/requests/{request}")),
            (&desk, "/nl/desk/ledger".to_owned()),
        ] {
            page.on(screen).await?;
            page.go(&path).await?;
            walk(page, &path).await?;
        }
    }
    scene.end().await.map(drop)
}

async fn walk(page: &Page, path: &str) -> Result<()> {
    let stops = page.walk().await?;
    ensure!(stops.len() > 4, "{path} has more than {} stops", stops.len());
    for pair in stops.windows(2) {
        ensure!(
            pair[0].order < pair[1].order,
            "{path}: Tab goes back from {} to {}",
            pair[0].name,
            pair[1].name
        );
    }
    for stop in &stops {
        ensure!(stop.unseen.is_empty(), "{path}: no visible focus on {}: {}", stop.name, stop.unseen);
    }
    Ok(())
}

/// Goes to an element with Tab and presses Enter, which leads to another page.
async fn enter(page: &Page, selector: &str) -> Result<()> {
    page.tab_to(selector).await?;
    page.follow_by(async |page| page.press("Enter").await).await
}
