//! Passkeys: made and used with a device of software in a real browser, in the portal and at the desk.

use anyhow::{Context as _, Result, ensure};
use app::demo::people::{OFFICER, TEACHER};
use e2e::browser::Browser;
use e2e::demo::Demo;
use e2e::page::Page;
use e2e::within;
use serde_json::json;

use crate::steps::{Scene, sign_in};

/// A demo that is reached by its name: browsers give passkeys to no number.
async fn scene() -> Result<Scene> {
    let mut demo = Demo::start().await?;
    demo.url = demo.url.replace("127.0.0.1", "localhost");
    let browser = Browser::start(&demo.url).await?;
    Ok(Scene { demo, browser })
}

/// Somebody with a device that asks for a finger and gets one.
async fn with_device(scene: &Scene) -> Result<Page> {
    let page = scene.browser.person().await?;
    page.tell("WebAuthn.enable", json!({})).await?;
    let options = json!({
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
        "isUserVerified": true, "automaticPresenceSimulation": true,
    });
    page.tell("WebAuthn.addVirtualAuthenticator", json!({ "options": options })).await?;
    Ok(page)
}

async fn arrives(page: &Page, path: &str) -> Result<()> {
    within::until(&format!("the page {path}"), async || {
        let here = page.read_text("location.pathname + location.search").await.unwrap_or_default();
        Ok(here.starts_with(path).then_some(()))
    })
    .await
}

async fn walk(scene: &Scene, face: &str, address: &str) -> Result<()> {
    let page = with_device(scene).await?;
    sign_in(&page, "nl", face, address).await?;
    page.go(&format!("/nl/{face}/security")).await?;
    page.fill("#passkey-name", "Mijn telefoon").await?;
    page.click("button[data-passkey='make']").await?;
    arrives(&page, &format!("/nl/{face}/security?said=passkey-made")).await.context("making one")?;
    ensure!(page.text("main").await?.contains("Mijn telefoon"), "it stands in the list by its name");
    // The same device gets no second one.
    page.click("button[data-passkey='make']").await?;
    within::until("the refusal", async || {
        Ok((!page.text("[data-passkey-problem]").await?.is_empty()).then_some(()))
    })
    .await?;
    // Out, and in again without an address and without a mail.
    page.follow(".tools form button").await?;
    page.go(&format!("/nl/{face}/sign-in?next=/{face}/security")).await?;
    page.click("button[data-passkey='ask']").await?;
    arrives(&page, &format!("/nl/{face}/security")).await.context("signing in")?;
    ensure!(page.text("main").await?.contains("laatst gebruikt"), "it was used");
    // Gone from here, the device's key opens nothing.
    page.click("details summary").await?;
    page.follow(".parts form[action$='/remove'] button").await?;
    ensure!(!page.text("main").await?.contains("Mijn telefoon"), "it is gone");
    page.follow(".tools form button").await?;
    page.go(&format!("/nl/{face}/sign-in")).await?;
    page.click("button[data-passkey='ask']").await?;
    within::until("the refusal", async || {
        Ok((!page.text("[data-passkey-problem]").await?.is_empty()).then_some(()))
    })
    .await
    .context("a passkey that was removed")?;
    ensure!(page.path().await?.starts_with(&format!("/nl/{face}/sign-in")), "still at the door");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_opens_the_door_until_it_is_removed() -> Result<()> {
    let scene = scene().await?;
    walk(&scene, "my", TEACHER).await.context("the portal")?;
    walk(&scene, "desk", OFFICER).await.context("the desk")?;
    // The refusals above are answered with 4xx, and the browser says so: nothing else may be wrong.
    scene.demo.stop().await.map(drop)
}
