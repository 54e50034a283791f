//! What the walks share: signing in with the code from the mail, asking, approving, reading mail.

use anyhow::{Context as _, Result, bail, ensure};
use app::demo::people::{OFFICER, TEACHER};
use e2e::browser::Browser;
use e2e::demo::{Demo, Remains};
use e2e::page::Page;
use e2e::within;

/// A language, as addresses have it.
pub type Language = &'static str;

/// Both.
pub const LANGUAGES: [Language; 2] = ["nl", "en"];

/// A demo and a browser at it.
pub struct Scene {
    pub demo: Demo,
    pub browser: Browser,
}

impl Scene {
    pub async fn set() -> Result<Self> {
        let demo = Demo::start().await?;
        let browser = Browser::start(&demo.url).await?;
        Ok(Self { demo, browser })
    }

    /// Judges what the browser saw, and stops the demo.
    pub async fn end(self) -> Result<Remains> {
        self.browser.close().await?;
        self.demo.stop().await
    }
}

/// Which request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    Copy,
    Forget,
}

/// A row of the demo's mail page.
#[derive(Debug)]
pub struct MailRow {
    pub path: String,
    pub to: String,
    pub subject: String,
    pub code: String,
}

/// The teacher, signed in.
pub async fn teacher(scene: &Scene, language: Language, scripts: bool) -> Result<Page> {
    let page = scene.browser.person().await?;
    page.run_scripts(scripts).await?;
    sign_in(&page, language, "my", TEACHER).await?;
    Ok(page)
}

/// The officer, signed in.
pub async fn officer(scene: &Scene, language: Language, scripts: bool) -> Result<Page> {
    let page = scene.browser.person().await?;
    page.run_scripts(scripts).await?;
    sign_in(&page, language, "desk", OFFICER).await?;
    Ok(page)
}

/// Signs in at a door (`my` or `desk`) with the code that the demo's mail page shows.
pub async fn sign_in(page: &Page, language: Language, door: &str, address: &str) -> Result<()> {
    let before = mails(page, language).await?.len();
    page.go(&format!("/{language}/{door}/sign-in")).await?;
    page.fill("#email", address).await?;
    page.follow("main form button").await?;
    ensure!(page.path().await? == format!("/{language}/{door}/code"), "asking for a code leads to its form");
    let code = within::until("the code by mail", async || {
        let mails = mails(page, language).await?;
        let fresh = mails.len().saturating_sub(before);
        Ok(mails.into_iter().take(fresh).find(|mail| mail.to == address && !mail.code.is_empty()))
    })
    .await?
    .code;
    page.go(&format!("/{language}/{door}/code")).await?;
    page.fill("#code", &code).await?;
    page.follow("main form button").await?;
    let path = page.path().await?;
    ensure!(
        path == format!("/{language}/my") || path == format!("/{language}/desk/requests"),
        "the right code leads in, not to {path}"
    );
    Ok(())
}

/// The mails that the demo kept on the machine, the newest first.
pub async fn mails(page: &Page, language: Language) -> Result<Vec<MailRow>> {
    page.go(&format!("/{language}/demo/mail")).await?;
    let rows = page
        .read(
            "[...document.querySelectorAll('.mails > li')].map(row => ({
                path: row.querySelector('h2 a').getAttribute('href'), subject: row.querySelector('h2').innerText,
                to: row.querySelector('bdi').innerText, code: row.querySelector('code')?.innerText ?? '' }))",
        )
        .await?;
    let rows = rows.as_array().context("the mail page lists mails")?;
    let text = |row: &e2e::Value, key: &str| row[key].as_str().unwrap_or_default().trim().to_owned();
    Ok(rows
        .iter()
        .map(|row| MailRow {
            path: text(row, "path"),
            to: text(row, "to"),
            subject: text(row, "subject"),
            code: text(row, "code"),
        })
        .collect())
}

/// Waits for a mail to the teacher, opens it and gives its text.
pub async fn open_mail(page: &Page, language: Language, subject: &str) -> Result<String> {
    let mut seen = Vec::new();
    let mail = within::until(&format!("a mail “{subject}”"), async || {
        let mails = mails(page, language).await?;
        seen = mails.iter().map(|mail| format!("{} to {}", mail.subject, mail.to)).collect();
        Ok(mails.into_iter().find(|mail| mail.to == TEACHER && mail.subject == subject))
    })
    .await;
    let mail = mail.with_context(|| format!("there are: {}", seen.join("; ")))?;
    page.follow(&format!("a[href='{}']", mail.path)).await?;
    page.text(".letter-text").await
}

/// Asks for a copy, or to be forgotten, from the first page of "Mijn gegevens"; gives the request's id.
pub async fn ask(page: &Page, language: Language, asked: Asked) -> Result<String> {
    page.go(&format!("/{language}/my")).await?;
    let word = if asked == Asked::Copy { "copy" } else { "forget" };
    page.follow(&format!("a[href='/{language}/my/{word}']")).await?;
    if asked == Asked::Forget {
        page.click("label[for=confirm]").await?;
    }
    page.follow(&format!("form[action='/{language}/my/{word}'] button")).await?;
    let path = page.path().await?;
    let id = path
        .strip_prefix(&format!("/{language}/my/requests/"))
        .and_then(|rest| rest.split('?').next())
        .with_context(|| format!("filing leads to the request, not to {path}"))?;
    ensure!(page.has(".notice[role=status]").await?, "filing is confirmed on the page");
    Ok(id.to_owned())
}

/// Opens a request from the inbox and waits until its plan can be approved.
pub async fn open_plan(officer: &Page, language: Language, request: &str) -> Result<()> {
    officer.go(&format!("/{language}/desk/requests")).await?;
    officer.follow(&format!("a[href='/{language}/desk/requests/{request}']")).await?;
    officer.reload_until("form[action$='/approve'] button").await
}

/// Approves the plan that the page shows and waits until the systems have been served.
pub async fn approve(officer: &Page) -> Result<()> {
    officer.follow("form[action$='/approve'] button").await?;
    ensure!(officer.has(".notice[role=status]").await?, "approving is confirmed on the page");
    officer.reload_until(".page-head :is(.state-answered, .state-in-part)").await
}

/// Reports for every system without an interface that it held nothing; gives how many there were.
pub async fn close_tasks(officer: &Page) -> Result<usize> {
    for closed in 0..100 {
        let Some(action) = officer
            .attributes("form[action*='/desk/requests/'][action*='/tasks/']", "action")
            .await?
            .into_iter()
            .next()
        else {
            return Ok(closed);
        };
        let system = action.rsplit('/').next().unwrap_or_default().to_owned();
        officer.click(&format!("details:has(form[action='{action}']) > summary")).await?;
        officer.click(&format!("label[for='end-none-held-{system}']")).await?;
        officer.follow(&format!("form[action='{action}'] button")).await?;
        ensure!(officer.has(".notice[role=status]").await?, "closing a task is confirmed on the page");
    }
    bail!("the tasks never end")
}

/// A number as pages of the language write it.
pub fn number(text: &str) -> Result<u64> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().with_context(|| format!("“{text}” is no number"))
}
