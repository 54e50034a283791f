//! Every page as it looks: both languages, small and large, light and dark. No barriers, nothing that makes
//! people scroll sideways; pictures of all go to `target/e2e/screens`.

use anyhow::{Result, ensure};
use e2e::look::{Scheme, Screen, screens};
use e2e::page::Page;

use crate::steps::{
    Asked, LANGUAGES, Language, Scene, approve, ask, close_tasks, mails, officer, open_plan, teacher,
};

/// A page to look at: its name in file names, and its path without the language.
type Look = (&'static str, String);

#[tokio::test(flavor = "multi_thread")]
async fn public_pages_keep_nobody_out() -> Result<()> {
    let scene = Scene::set().await?;
    let visitor = scene.browser.person().await?;
    // A mail to look at, and the form that asks for its code.
    visitor.go("/nl/my/sign-in").await?;
    visitor.fill("#email", app::demo::people::TEACHER).await?;
    visitor.follow("main form button").await?;
    let mail =
        e2e::within::until("a mail", async || Ok(mails(&visitor, "nl").await?.into_iter().next())).await?;
    let mail = mail.path.trim_start_matches("/nl").to_owned();
    let pages = [
        ("home", ""),
        ("editions", "/editions"),
        ("privacy-2022", "/privacy/2022-06-01"),
        ("sign-in", "/my/sign-in"),
        ("code", "/my/code"),
        ("desk-sign-in", "/desk/sign-in"),
        ("demo", "/demo"),
        ("demo-mail", "/demo/mail"),
        ("demo-one-mail", mail.as_str()),
        ("not-found", "/nowhere"),
    ];
    let pages: Vec<Look> = pages.into_iter().map(|(name, path)| (name, path.to_owned())).collect();
    look_at(&visitor, &pages).await?;
    scene.end().await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_two_policies_keep_nobody_out() -> Result<()> {
    let scene = Scene::set().await?;
    let visitor = scene.browser.person().await?;
    let pages: [Look; 2] = [("privacy", "/privacy".into()), ("cookies", "/cookies".into())];
    look_at(&visitor, &pages).await?;
    scene.end().await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn personal_pages_and_the_desk_keep_nobody_out() -> Result<()> {
    let scene = Scene::set().await?;
    let subject = teacher(&scene, "nl", true).await?;
    let desk = officer(&scene, "nl", true).await?;
    desk.go("/nl/desk/register").await?;
    look_at(
        &desk,
        &[("desk-register-empty", "/desk/register".into()), ("desk-inbox-empty", "/desk/requests".into())],
    )
    .await?;
    let copy = ask(&subject, "nl", Asked::Copy).await?;
    open_plan(&desk, "nl", &copy).await?;
    look_at(&desk, &[("desk-copy-plan", format!("/desk/requests/{copy}"))]).await?;
    approve(&desk).await?;
    close_tasks(&desk).await?;
    subject.go(&format!("/nl/my/requests/{copy}")).await?;
    subject.reload_until("#answer a[download]").await?;
    let forget = ask(&subject, "nl", Asked::Forget).await?;
    open_plan(&desk, "nl", &forget).await?;
    look_at(
        &desk,
        &[("desk-inbox", "/desk/requests".into()), ("desk-erasure-plan", format!("/desk/requests/{forget}"))],
    )
    .await?;
    look_at(
        &subject,
        &[
            ("my", "/my".into()),
            ("my-copy", "/my/copy".into()),
            ("my-forget", "/my/forget".into()),
            ("my-stop", "/my/stop".into()),
            ("my-copy-answered", format!("/my/requests/{copy}")),
            ("my-erasure-deciding", format!("/my/requests/{forget}")),
        ],
    )
    .await?;
    desk.go(&format!("/nl/desk/requests/{forget}")).await?;
    approve(&desk).await?;
    look_at(
        &desk,
        &[
            ("desk-erasure-tasks", format!("/desk/requests/{forget}")),
            ("desk-closed", "/desk/requests?state=closed".into()),
            ("desk-systems", "/desk/systems".into()),
            ("desk-promises", "/desk/promises".into()),
            ("desk-register", "/desk/register".into()),
            ("desk-ledger", "/desk/ledger".into()),
        ],
    )
    .await?;
    look_at(&subject, &[("my-erasure-in-part", format!("/my/requests/{forget}"))]).await?;
    scene.end().await.map(drop)
}

/// Looks at pages on every screen in both languages and schemes; gives all that is wrong at once.
async fn look_at(page: &Page, pages: &[Look]) -> Result<()> {
    let mut wrong: Vec<String> = Vec::new();
    for language in LANGUAGES {
        for (name, path) in pages {
            look_at_one(page, language, name, path, &mut wrong).await?;
        }
    }
    page.on(Screen::Desk).await?;
    page.prefer(Scheme::Light).await?;
    ensure!(wrong.is_empty(), "{} things are wrong:\n  {}", wrong.len(), wrong.join("\n  "));
    Ok(())
}

async fn look_at_one(
    page: &Page,
    language: Language,
    name: &str,
    path: &str,
    wrong: &mut Vec<String>,
) -> Result<()> {
    page.on(Screen::Desk).await?;
    page.go(&format!("/{language}{path}")).await?;
    for screen in [Screen::Desk, Screen::Phone] {
        page.on(screen).await?;
        for scheme in [Scheme::Light, Scheme::Dark] {
            page.prefer(scheme).await?;
            let seen = format!("{name}.{language}.{}.{}", screen.name(), scheme.name());
            std::fs::write(screens()?.join(format!("{seen}.png")), page.picture().await?)?;
            // What is folded away is looked at unfolded, too.
            unfold(page, true).await?;
            wrong.extend(page.barriers().await?.into_iter().map(|barrier| format!("{seen}: {barrier}")));
            too_wide(page, &format!("{seen} unfolded"), wrong).await?;
            unfold(page, false).await?;
            too_wide(page, &seen, wrong).await?;
        }
    }
    for screen in [Screen::Small, Screen::Zoomed] {
        page.on(screen).await?;
        too_wide(page, &format!("{name}.{language}.{}", screen.name()), wrong).await?;
    }
    Ok(())
}

async fn too_wide(page: &Page, seen: &str, wrong: &mut Vec<String>) -> Result<()> {
    let pixels = page.too_wide().await?;
    if pixels > 0 {
        wrong.push(format!("{seen}: {pixels} pixels wider than the screen"));
    }
    Ok(())
}

async fn unfold(page: &Page, open: bool) -> Result<()> {
    page.read(&format!("document.querySelectorAll('details').forEach(one => one.open = {open})"))
        .await
        .map(drop)
}
