//! The subject: signs in with a code, asks, collects, takes back. Without script.

use anyhow::{Context as _, Result, ensure};
use app::demo::people::TEACHER;
use e2e::within;

use crate::steps::{
    Asked, Scene, approve, ask, close_tasks, mails, officer, open_mail, open_plan, sign_in, teacher,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_subject_without_script_signs_in_asks_collects_and_takes_back() -> Result<()> {
    let scene = Scene::set().await?;
    is_not_let_in_by_a_wrong_code_nor_told_who_is_known(&scene).await.context("a wrong code")?;
    asks_for_a_copy_and_collects_it(&scene).await.context("a copy")?;
    takes_a_request_back_and_signs_out(&scene).await.context("taking back")?;
    scene.end().await.map(drop)
}

async fn asks_for_a_copy_and_collects_it(scene: &Scene) -> Result<()> {
    let subject = teacher(scene, "en", false).await?;
    let desk = officer(scene, "en", false).await?;
    let request = ask(&subject, "en", Asked::Copy).await?;
    ensure!(subject.text(".facts").await?.len() > 10, "the page says by when there is an answer");
    open_plan(&desk, "en", &request).await?;
    approve(&desk).await?;
    close_tasks(&desk).await?;
    let letter = open_mail(&subject, "en", "Your data are ready").await?;
    ensure!(!letter.contains("Kersenlaan"), "no data go by mail");
    // The link in the mail leads to the request in the reader's language.
    subject.follow(".letter-text a[href*='/mijn/verzoeken/']").await?;
    ensure!(subject.path().await? == format!("/en/my/requests/{request}"), "{}", subject.path().await?);
    let saved = subject.save("#answer a[download]").await?;
    ensure!(
        std::path::Path::new(&saved.name).extension().is_some_and(|ending| ending == "zip"),
        "the answer is one file: {}",
        saved.name
    );
    let seen = app::archive::validate(&saved.bytes);
    ensure!(seen.is_sound(), "{:?}", seen.problems);
    ensure!(seen.csv > 5 && seen.json >= 2 && seen.recipients >= 1 && seen.fields > 20, "{seen:?}");
    let (sha256, bytes) = (subject.text("#answer code.hash").await?, saved.bytes);
    ensure!(sha256 == hash(&bytes), "the page shows the hash of exactly this file");
    // Somebody who has no session gets nothing.
    let answer = subject.attributes("#answer a[download]", "href").await?.remove(0);
    let stranger = scene.browser.person().await?;
    stranger.go(&answer).await?;
    ensure!(
        stranger.path().await?.starts_with("/en/my/sign-in"),
        "a link without a session leads to the door"
    );
    Ok(())
}

async fn is_not_let_in_by_a_wrong_code_nor_told_who_is_known(scene: &Scene) -> Result<()> {
    let person = scene.browser.person().await?;
    person.run_scripts(false).await?;
    // A slip of the pen is said beside the field, and what was typed stays.
    person.go("/nl/my/sign-in").await?;
    person.fill("#email", "nienke.postma").await?;
    person.follow("main form button").await?;
    ensure!(person.has("#email-error").await? && person.value("#email").await? == "nienke.postma");
    let mut pages = Vec::new();
    for address in [TEACHER, "nobody.here@unknown.example"] {
        person.go("/nl/my/sign-in").await?;
        person.fill("#email", address).await?;
        person.follow("main form button").await?;
        pages.push((person.path().await?, person.text("main").await?));
    }
    ensure!(pages[0] == pages[1], "a known and an unknown address get the same page");
    person.fill("#code", "000000").await?;
    person.follow("main form button").await?;
    ensure!(person.has("#code-error").await?, "a wrong code is said to be wrong");
    person.go("/nl/my").await?;
    ensure!(person.path().await? == "/nl/my/sign-in", "and lets nobody in");
    // A code that comes later would be taken for that of the next one who asks.
    let came = async || Ok(mails(&person, "nl").await?.into_iter().find(|mail| mail.to == TEACHER));
    within::until("the code that nobody types", came).await?;
    ensure!(
        mails(&person, "nl").await?.iter().all(|mail| mail.to != "nobody.here@unknown.example"),
        "an unknown address gets no mail"
    );
    Ok(())
}

async fn takes_a_request_back_and_signs_out(scene: &Scene) -> Result<()> {
    let subject = teacher(scene, "nl", false).await?;
    // Without the tick nothing is filed.
    subject.go("/nl/my/forget").await?;
    subject.follow("form[action='/nl/my/forget'] button").await?;
    ensure!(subject.has("#confirm-error").await?, "an unticked confirmation is asked for again");
    let request = ask(&subject, "nl", Asked::Forget).await?;
    subject.reload_until("form[action$='/withdraw'] button").await?;
    subject.follow("form[action$='/withdraw'] button").await?;
    ensure!(!subject.has("form[action$='/withdraw']").await?, "what is taken back cannot be taken back");
    subject.go("/nl/my").await?;
    ensure!(subject.has(&format!("a[href='/nl/my/requests/{request}']")).await?);
    subject.follow(".tools form button").await?;
    // The browser stays known, so that nobody who tries other people's doors can keep this person out of theirs.
    let left = subject.cookies().await?;
    ensure!(left == ["gestand-my-device"], "signing out leaves {left:?}");
    subject.go(&format!("/nl/my/requests/{request}")).await?;
    ensure!(
        subject.path().await?.starts_with("/nl/my/sign-in?next="),
        "the door remembers where one was going"
    );
    sign_in(&subject, "nl", "my", TEACHER).await?;
    Ok(())
}

fn hash(bytes: &[u8]) -> String {
    use sha2::{Digest as _, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}
