//! The officer: sees what is due, what was found and what would happen; decides; nothing else can.

use anyhow::{Context as _, Result, ensure};
use e2e::page::Page;

use crate::steps::{Asked, Scene, ask, mails, number, officer, open_plan, teacher};

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_refuses_with_reasons_and_approves_once_and_is_no_subject() -> Result<()> {
    let scene = Scene::set().await?;
    let subject = teacher(&scene, "nl", false).await?;
    let desk = officer(&scene, "nl", false).await?;
    sees_the_plan_and_refuses_with_reasons(&subject, &desk).await.context("refusing")?;
    let request = ask(&subject, "nl", Asked::Copy).await?;
    let second = officer(&scene, "en", true).await?;
    is_let_in_only_where_they_belong(&subject, &desk, &request).await.context("the other's pages")?;
    cannot_approve_one_request_twice(&desk, &second, &request).await.context("approving twice")?;
    scene.end().await.map(drop)
}

/// Without script.
async fn sees_the_plan_and_refuses_with_reasons(subject: &Page, desk: &Page) -> Result<()> {
    let request = ask(subject, "nl", Asked::Forget).await?;
    let days = format!(".inbox li:has(a[href$='{request}']) .days");
    desk.reload_until(&days).await?;
    let days = desk.text(&days).await?;
    ensure!((1..=31).contains(&number(&days)?), "the inbox shows how many days are left: {days}");
    open_plan(desk, "nl", &request).await?;
    for figure in desk.texts(".figures dd").await? {
        number(&figure)?;
    }
    // A refusal needs its reason.
    desk.click("details:has(form[action$='/refuse']) > summary").await?;
    desk.follow("form[action$='/refuse'] button").await?;
    ensure!(desk.has("#reason-error").await?, "a refusal without a reason is asked for again");
    let reason = "De bestellingen zijn onderdeel van een lopende rechtszaak.";
    desk.fill("#reason", reason).await?;
    desk.follow("form[action$='/refuse'] button").await?;
    ensure!(!desk.has("form[action$='/approve']").await?, "what is refused cannot be approved");
    ensure!(desk.text("main").await?.contains(reason), "the reason stays with the request");
    // The letter leaves after the time in which the officer may think again.
    ensure!(
        desk.text("main").await?.contains("Nog terug te nemen"),
        "a refusal can be taken back until it leaves"
    );
    desk.follow("form[action$='/undo'] button").await?;
    ensure!(desk.has("form[action$='/approve']").await?, "taken back, it can be decided again");
    Ok(())
}

/// Two officers look at one plan, and both press the button.
async fn cannot_approve_one_request_twice(first: &Page, second: &Page, request: &str) -> Result<()> {
    open_plan(first, "nl", request).await?;
    open_plan(second, "en", request).await?;
    first.follow("form[action$='/approve'] button").await?;
    second.follow("form[action$='/approve'] button").await?;
    ensure!(second.text("h1").await?.len() > 5 && !second.has(".notice").await?, "the second is told so");
    second.go(&format!("/en/desk/requests/{request}")).await?;
    ensure!(!second.has("form[action$='/approve']").await?);
    Ok(())
}

/// A subject is no officer, and an officer no subject.
async fn is_let_in_only_where_they_belong(subject: &Page, desk: &Page, request: &str) -> Result<()> {
    for path in ["desk/requests", "desk/systems", "desk/promises", "desk/register", "desk/ledger"] {
        desk.go(&format!("/nl/{path}")).await?;
        ensure!(desk.path().await? == format!("/nl/{path}"), "the officer may see {path}");
        subject.go(&format!("/nl/{path}")).await?;
        ensure!(subject.path().await?.starts_with("/nl/desk/sign-in"), "the subject may not see {path}");
    }
    subject.go(&format!("/nl/desk/requests/{request}")).await?;
    ensure!(subject.path().await?.starts_with("/nl/desk/sign-in"));
    desk.go(&format!("/nl/my/requests/{request}")).await?;
    ensure!(desk.path().await?.starts_with("/nl/my/sign-in"), "the desk's session opens no personal page");
    ensure!(mails(desk, "nl").await?.iter().any(|mail| mail.to.starts_with("privacy@")));
    Ok(())
}
