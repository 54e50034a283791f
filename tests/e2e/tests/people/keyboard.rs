//! Somebody without a mouse: everything can be reached, in order, and one sees where one is.

use anyhow::{Context as _, Result, ensure};
use app::demo::people::TEACHER;
use e2e::look::Screen;
use e2e::page::Page;
use e2e::within;

use crate::steps::{Scene, mails, officer, open_plan};

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_alone_is_enough_and_one_sees_where_one_is() -> Result<()> {
    let scene = Scene::set().await?;
    let person = scene.browser.person().await?;
    let request = signs_in_and_asks(&person).await.context("asking")?;
    let desk = officer(&scene, "nl", true).await?;
    open_plan(&desk, "nl", &request).await?;
    keys_of_the_desk(&desk, &request).await.context("the desk’s own keys")?;
    tokio::try_join!(every_stop_of_the_subject(&person, &request), every_stop_of_the_desk(&desk, &request))?;
    scene.end().await.map(drop)
}

/// j and k through the list, Enter opens, / searches, ? says so and switches them off.
async fn keys_of_the_desk(desk: &Page, request: &str) -> Result<()> {
    let here = async |wanted: &str| -> Result<bool> {
        Ok(desk.read(&format!("document.activeElement.matches({wanted:?})")).await? == true)
    };
    desk.go("/nl/desk/requests").await?;
    desk.write("j").await?;
    ensure!(here(".inbox li:first-child h2 a").await?, "j goes to the first");
    desk.write("jk").await?;
    ensure!(here(".inbox li:first-child h2 a").await?, "j and k go down and up");
    desk.write("/").await?;
    ensure!(here("#search").await?, "/ goes to the search");
    let number = request.get(request.len() - 6..).context("a number")?;
    desk.write(number).await?;
    desk.follow_by(async |page| page.press("Enter").await).await?;
    ensure!(
        desk.read_text("location.search").await?.contains(&format!("number={number}")),
        "it stands in the address"
    );
    desk.write("j").await?;
    desk.follow_by(async |page| page.press("Enter").await).await?;
    ensure!(desk.path().await? == format!("/nl/desk/requests/{request}"), "Enter opens");
    desk.go("/nl/desk/requests").await?;
    desk.write("?").await?;
    ensure!(desk.has("dialog#keys[open]").await?, "? says which keys there are");
    desk.click("label[for=keys-on]").await?;
    desk.press("Escape").await?;
    desk.write("j").await?;
    ensure!(!here(".inbox li h2 a").await?, "whoever does not want them has none");
    desk.write("?").await?;
    desk.click("label[for=keys-on]").await?;
    desk.press("Escape").await
}

/// From the first page to a request, without a mouse; gives the request.
async fn signs_in_and_asks(person: &Page) -> Result<String> {
    person.go("/nl").await?;
    // The first stop skips what stands on every page.
    person.press("Tab").await?;
    ensure!(person.read("document.activeElement.matches('a.skip')").await? == true, "the first stop skips");
    person.press("Enter").await?;
    ensure!(person.read_text("location.hash").await? == "#main");
    enter(person, "main a[href='/nl/my']").await?;
    person.tab_to("#email").await?;
    person.write(TEACHER).await?;
    person.follow_by(async |page| page.press("Enter").await).await?;
    let code = within::until("the code by mail", async || {
        let mails = mails(person, "nl").await?;
        Ok(mails.into_iter().find(|mail| mail.to == TEACHER && !mail.code.is_empty()))
    })
    .await?
    .code;
    person.go("/nl/my/code").await?;
    person.tab_to("#code").await?;
    person.write(&code).await?;
    person.follow_by(async |page| page.press("Enter").await).await?;
    enter(person, "main a[href='/nl/my/forget']").await?;
    person.tab_to("#confirm").await?;
    person.press(" ").await?;
    ensure!(person.read("document.activeElement.checked").await? == true, "space ticks the box");
    enter(person, "form[action='/nl/my/forget'] button").await?;
    let path = person.path().await?;
    let request = path.strip_prefix("/nl/my/requests/").and_then(|rest| rest.split('?').next());
    Ok(request.with_context(|| format!("asking leads to the request, not to {path}"))?.to_owned())
}

async fn every_stop_of_the_subject(page: &Page, request: &str) -> Result<()> {
    let request = format!("/nl/my/requests/{request}");
    let paths =
        ["/nl", "/nl/privacy", "/nl/editions", "/nl/my", "/nl/my/forget", request.as_str(), "/nl/demo"];
    every_stop(page, &paths).await
}

async fn every_stop_of_the_desk(page: &Page, request: &str) -> Result<()> {
    let request = format!("/nl/desk/requests/{request}");
    every_stop(page, &["/nl/desk/requests", request.as_str(), "/nl/desk/ledger"]).await
}

/// Every stop of Tab is in order and seen, on a desk and on a phone.
async fn every_stop(page: &Page, paths: &[&str]) -> Result<()> {
    for screen in [Screen::Desk, Screen::Phone] {
        page.on(screen).await?;
        for path in paths {
            page.go(path).await?;
            walk(page, path).await?;
        }
    }
    Ok(())
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
