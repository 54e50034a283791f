//! Every page as it looks: both languages, small and large, light and dark. No barriers, and nothing that makes
//! people scroll sideways. With `TEST_PICTURES` set, pictures go to `target/e2e/screens` ([`Pictures`]).
//!
//! A page is asked for once a language, each language in a tab of its own at the same time; screens and colours
//! change under it without asking again.

use anyhow::{Context as _, Result, ensure};
use e2e::look::{Pictures, Scheme, Screen, screens};
use e2e::page::Page;

use crate::steps::{
    Asked, Language, Scene, approve, ask, close_tasks, mails, officer, open_plan, sign_in, teacher,
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
        ("changes", "/editions/2026-12-01"),
        ("privacy", "/privacy"),
        ("cookies", "/cookies"),
        ("privacy-2022", "/privacy/2022-06-01"),
        ("product", "/products/toetsen"),
        ("request", "/request"),
        ("cookie-ids", "/cookie-ids"),
        ("letters", "/letters"),
        ("complain", "/complain"),
        ("contact", "/contact"),
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
#[expect(clippy::too_many_lines, reason = "a list of pages")]
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
    let message = written(&subject, &desk).await?;
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
        &[
            ("desk-inbox", "/desk/requests".into()),
            ("desk-erasure-plan", format!("/desk/requests/{forget}")),
            ("desk-erasure-found", format!("/desk/requests/{forget}/found")),
        ],
    )
    .await?;
    look_at(
        &subject,
        &[
            ("my", "/my".into()),
            ("my-copy", "/my/copy".into()),
            ("my-forget", "/my/forget".into()),
            ("my-stop", "/my/stop".into()),
            ("my-correct", "/my/correct".into()),
            ("my-pause", "/my/pause".into()),
            ("my-take-along", "/my/take-along".into()),
            ("my-object", "/my/object".into()),
            ("my-withdraw-consent", "/my/withdraw-consent".into()),
            ("my-review", "/my/review".into()),
            ("my-complain", "/my/complain".into()),
            ("my-told", "/my/told".into()),
            ("my-choices", "/my/choices".into()),
            ("my-security", "/my/security".into()),
            ("my-app", "/my/security/app".into()),
            ("my-looks", "/my/looks".into()),
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
            ("desk-enter", "/desk/requests/new".into()),
            ("desk-mail", "/desk/mail".into()),
            ("desk-tasks", "/desk/tasks".into()),
            ("desk-editions", "/desk/editions".into()),
            ("desk-attestations", "/desk/attestations".into()),
            ("desk-systems", "/desk/systems".into()),
            ("desk-choices", "/desk/choices".into()),
            ("desk-site", "/desk/site".into()),
            ("desk-retention", "/desk/retention".into()),
            ("desk-rule", "/desk/retention/shop/orders/invoices".into()),
            ("desk-calendar", "/desk/retention/calendar".into()),
            ("desk-holds", "/desk/holds".into()),
            ("desk-promises", "/desk/promises".into()),
            ("desk-register", "/desk/register".into()),
            ("desk-ledger", "/desk/ledger".into()),
            ("desk-looks", "/desk/looks".into()),
            ("desk-leaks", "/desk/leaks".into()),
            ("desk-messages", "/desk/messages".into()),
            ("desk-message", message),
            ("desk-security", "/desk/security".into()),
        ],
    )
    .await?;
    look_at(&subject, &[("my-erasure-in-part", format!("/my/requests/{forget}"))]).await?;
    let bag = handed_over(&subject, &desk).await?;
    look_at(&subject, &[("my-handover", bag)]).await?;
    leaked(&subject).await?;
    look_at(&subject, &[("my-new-password", "/my/new-password".into())]).await?;
    scene.end().await.map(drop)
}

/// Writes to the privacy contact; gives the path of the message at the desk.
async fn written(subject: &Page, desk: &Page) -> Result<String> {
    subject.go("/nl/contact").await?;
    subject.fill("#email", "noor@elders.example").await?;
    subject.fill("#words", "Ik kreeg de factuur van iemand anders.").await?;
    subject.follow("main form button").await?;
    desk.go("/nl/desk/messages").await?;
    let paths = desk.attributes("main .parts h2 a", "href").await?;
    let path = paths.into_iter().next().context("a message at the desk")?;
    Ok(path.trim_start_matches("/nl").to_owned())
}

/// Takes the data along and makes a link for another; gives the path of the page with what was handed over.
async fn handed_over(subject: &Page, desk: &Page) -> Result<String> {
    subject.go("/nl/my/take-along").await?;
    subject.follow("form[action='/nl/my/take-along'] button").await?;
    let path = subject.path().await?;
    let request = path.split('?').next().and_then(|it| it.rsplit('/').next()).unwrap_or_default().to_owned();
    open_plan(desk, "nl", &request).await?;
    approve(desk).await?;
    subject.reload_until("#answer a[href$='/handover']").await?;
    subject.follow("#answer a[href$='/handover']").await?;
    let page = subject.path().await?;
    subject.follow("form[action$='/handover/link'] button").await?;
    Ok(page.trim_start_matches("/nl").to_owned())
}

/// Sets a password, says that it leaked, and signs in again: nothing opens before a choice.
async fn leaked(subject: &Page) -> Result<()> {
    let open_all = "document.querySelectorAll('details').forEach(it => it.open = true)";
    subject.go("/nl/my/security").await?;
    subject.read(open_all).await?;
    subject.fill("#password", "tafel regent zelden paars").await?;
    subject.follow("form[action$='/security/password'] button").await?;
    subject.go("/nl/my/security").await?;
    subject.read(open_all).await?;
    subject.follow("form[action$='/security/leaked'] button").await?;
    // Signing in leads to the choice, and not to where it usually leads.
    ensure!(sign_in(subject, "nl", "my", app::demo::people::TEACHER).await.is_err(), "it leads elsewhere");
    ensure!(subject.path().await? == "/nl/my/new-password", "to the choice");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn planted_barriers_are_found() -> Result<()> {
    let scene = Scene::set().await?;
    let visitor = scene.browser.person().await?;
    visitor.go("/nl/my/sign-in").await?;
    ensure!(wrong_with(&visitor, "sound", "nl").await?.is_empty(), "the page itself is sound");
    for (plant, found) in [
        // Too pale in light, too dark in dark, and each only there.
        ("p.style.color = 'light-dark(#999, #fff)'", "desk.light: color-contrast at #planted"),
        ("p.style.color = 'light-dark(#000, #555)'", "desk.dark: color-contrast at #planted"),
        // A field that says nothing about itself.
        ("p.append(Object.assign(document.createElement('input'), { id: 'field' }))", "label at #field"),
        // Two places to press that lie too close together for a finger.
        (
            "p.textContent = ''; for (const id of ['one', 'two']) { const b = document.createElement('button'); b.id = id; b.ariaLabel = id; \
             b.style.cssText = 'min-height:0;width:9px;height:9px;padding:0;border:0'; p.append(b) }",
            "target-size at #one",
        ),
        // Wider than a phone, not than a desk; and folded away, where only unfolding shows it.
        ("p.style.width = '700px'", "phone.light: "),
        (
            "p.innerHTML = '<details><summary>x</summary><img id=image src=data:,></details>'",
            "image-alt at #image",
        ),
    ] {
        visitor
            .read(&format!(
                "{{ document.getElementById('planted')?.remove();
                 const p = Object.assign(document.createElement('div'), {{ id: 'planted', textContent: 'planted' }});
                 document.querySelector('main .wrap').append(p); {plant} }} true"
            ))
            .await?;
        let wrong = wrong_with(&visitor, "page", "nl").await?;
        ensure!(wrong.iter().any(|line| line.contains(found)), "{found} is not found, only {wrong:?}");
    }
    // The browser rightly complains about what was planted, so it is not asked.
    drop(scene);
    Ok(())
}

/// Looks at pages on every screen in both languages and schemes; gives all that is wrong at once.
async fn look_at(page: &Page, pages: &[Look]) -> Result<()> {
    let beside = page.beside().await?;
    let (dutch, english) = tokio::try_join!(look_in(page, "nl", pages), look_in(&beside, "en", pages))?;
    beside.close().await?;
    let wrong = [dutch, english].concat();
    page.on(Screen::Desk).await?;
    page.prefer(Scheme::Light).await?;
    ensure!(wrong.is_empty(), "{} things are wrong:\n  {}", wrong.len(), wrong.join("\n  "));
    Ok(())
}

async fn look_in(page: &Page, language: Language, pages: &[Look]) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for (name, path) in pages {
        page.on(Screen::Desk).await?;
        page.go(&format!("/{language}{path}")).await?;
        wrong.extend(wrong_with(page, &format!("{name}.{language}"), language).await?);
    }
    Ok(wrong)
}

/// What is wrong with the page that the tab shows.
async fn wrong_with(page: &Page, name: &str, language: Language) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for screen in [Screen::Desk, Screen::Phone] {
        page.on(screen).await?;
        for scheme in [Scheme::Light, Scheme::Dark] {
            page.prefer(scheme).await?;
            let seen = format!("{name}.{}.{}", screen.name(), scheme.name());
            if Pictures::wanted().take(language, screen, scheme) {
                std::fs::write(screens()?.join(format!("{seen}.jpg")), page.picture().await?)?;
            }
            // What is folded away is looked at unfolded, too.
            unfold(page, true).await?;
            let barriers = match scheme {
                Scheme::Light => page.barriers().await?,
                Scheme::Dark => page.colour_barriers().await?,
            };
            wrong.extend(barriers.into_iter().map(|barrier| format!("{seen}: {barrier}")));
            too_wide(page, &format!("{seen} unfolded"), &mut wrong).await?;
            unfold(page, false).await?;
            too_wide(page, &seen, &mut wrong).await?;
        }
    }
    for screen in [Screen::Small, Screen::Zoomed] {
        page.on(screen).await?;
        too_wide(page, &format!("{name}.{}", screen.name()), &mut wrong).await?;
    }
    Ok(wrong)
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
