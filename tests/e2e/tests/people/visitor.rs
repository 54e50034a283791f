//! The visitor: reads what is promised, and is left alone.

use anyhow::{Result, ensure};

use crate::steps::{LANGUAGES, Scene};

/// How many clauses the example's two documents have together.
const CLAUSES: usize = 134;

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_reads_looks_around_and_is_not_followed() -> Result<()> {
    let scene = Scene::set().await?;
    tokio::try_join!(reads_both_policies(&scene), finds_every_edition(&scene))?;
    scene.end().await.map(drop)
}

/// Both policies, in both languages, without script.
async fn reads_both_policies(scene: &Scene) -> Result<()> {
    let visitor = scene.browser.person().await?;
    visitor.run_scripts(false).await?;
    for language in LANGUAGES {
        visitor.go(&format!("/{language}")).await?;
        let mut clauses = 0;
        for document in ["privacy", "cookies"] {
            visitor.go(&format!("/{language}")).await?;
            visitor.follow(&format!("main a[href='/{language}/{document}']")).await?;
            ensure!(visitor.read_text("document.documentElement.lang").await? == language);
            let ids = visitor.attributes("section.clause", "id").await?;
            clauses += ids.len();
            let notes = visitor.texts("section.clause .verdict").await?;
            ensure!(notes.len() == ids.len(), "each promise says beside it how it stands");
            ensure!(notes.iter().all(|note| !note.is_empty()));
            // What the text says comes from the facts, and nothing is left unfilled.
            let text = visitor.text("main").await?;
            ensure!(!text.contains("{{") && !text.contains(":::"), "a placeholder stands in the text");
            let first = ids.first().cloned().unwrap_or_default();
            visitor.click(&format!("#{first} a.anchor")).await?;
            ensure!(
                visitor.read_text("location.hash").await? == format!("#{first}"),
                "a clause has an address"
            );
        }
        ensure!(clauses == CLAUSES, "both documents together hold all promises, not {clauses}");
    }
    ensure!(visitor.cookies().await?.is_empty(), "a visitor gets no cookie: {:?}", visitor.cookies().await?);
    Ok(())
}

/// Every edition, and the other language of the same page.
async fn finds_every_edition(scene: &Scene) -> Result<()> {
    let visitor = scene.browser.person().await?;
    visitor.go("/nl/privacy").await?;
    ensure!(visitor.text("main").await?.contains("30 dagen"), "the term stands in the text");
    visitor.follow("nav.languages a[hreflang=en]").await?;
    ensure!(visitor.path().await? == "/en/privacy", "the other language leads to the same page");
    ensure!(visitor.text("main").await?.contains("30 days"));
    visitor.follow("main a[href='/en/editions']").await?;
    ensure!(visitor.texts(".editions > li").await?.len() == 2, "two editions have been published");
    ensure!(visitor.texts(".editions > li.now").await?.len() == 1, "one of them is in force");
    visitor.follow(".editions > li.past a[href*='/privacy/']").await?;
    ensure!(visitor.path().await? == "/en/privacy/2022-06-01");
    ensure!(visitor.has("aside.banner").await?, "an old edition says that it is one");
    visitor.follow("aside.banner a").await?;
    ensure!(visitor.path().await? == "/en/privacy");
    // The house speaks the language that the browser asks for.
    for entry in ["/", "/privacy", "/cookies", "/demo"] {
        visitor.go(entry).await?;
        ensure!(!visitor.path().await?.starts_with(&format!("{entry}?")), "{entry} chooses a language");
        ensure!(visitor.has("h1").await?, "{entry} leads somewhere");
    }
    visitor.go("/nl/nergens").await?;
    ensure!(visitor.text("h1").await?.len() > 5, "a page that is not there says so");
    // Personal pages ask who one is.
    for (closed, door) in [("/nl/my", "/nl/my/sign-in"), ("/nl/desk/requests", "/nl/desk/sign-in")] {
        visitor.go(closed).await?;
        ensure!(visitor.path().await?.starts_with(door), "{closed} leads to its door");
    }
    ensure!(visitor.cookies().await?.is_empty(), "looking around leaves no cookie");
    Ok(())
}
