//! The whole job: read, ask, decide, collect, be forgotten, and prove that it went so.

use anyhow::{Context as _, Result, ensure};
use app::demo::people::TEACHER;
use e2e::demo::Remains;
use sqlx::{Connection as _, SqliteConnection};

use crate::steps::{Asked, Scene, approve, ask, close_tasks, number, officer, open_mail, open_plan, teacher};

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_from_the_first_page_to_the_proof() -> Result<()> {
    let scene = Scene::set().await?;
    let subject = teacher(&scene, "nl", true).await?;
    let desk = officer(&scene, "nl", true).await?;

    // A copy.
    let copy = ask(&subject, "nl", Asked::Copy).await?;
    desk.reload_until(".inbox > li").await?;
    open_plan(&desk, "nl", &copy).await?;
    let deadline = desk.text(".deadline .big").await?;
    ensure!((1..=31).contains(&number(&deadline)?), "the days that are left: {deadline}");
    ensure!(plan_total(&desk, 2).await? > 20, "the plan counts what was found");
    approve(&desk).await?;
    close_tasks(&desk).await?;
    open_mail(&subject, "nl", "Uw gegevens staan klaar").await?;
    subject.follow(".letter-text a[href*='/mijn/verzoeken/']").await?;
    let saved = subject.save("#answer a[download]").await?;
    let seen = app::archive::validate(&saved.bytes);
    ensure!(seen.is_sound(), "{:?}", seen.problems);

    // Forgotten.
    let forget = ask(&subject, "nl", Asked::Forget).await?;
    open_plan(&desk, "nl", &forget).await?;
    let (deleted, kept) = (plan_total(&desk, 4).await?, desk.texts(".keeps > li").await?);
    ensure!(deleted > 0, "the plan says how many rows will be deleted");
    ensure!(plan_total(&desk, 5).await? > 0, "and how many will be made anonymous");
    ensure!(!kept.is_empty(), "and what stays");
    ensure!(kept.iter().all(|line| line.lines().count() > 1), "each with its reason: {kept:?}");
    let invoices: Vec<&String> = kept.iter().filter(|line| line.contains(" tot ")).collect();
    ensure!(!invoices.is_empty(), "invoices with the day on which they may go: {kept:?}");
    ensure!(
        invoices.iter().all(|line| line.contains("AWR art. 52")),
        "and the law that keeps them: {invoices:?}"
    );
    approve(&desk).await?;
    ensure!(close_tasks(&desk).await? > 0, "holders without an interface are told by hand");
    let letter = open_mail(&subject, "nl", "Uw verzoek om te wissen is uitgevoerd").await?;
    for heading in ["Gewist", "bewaren"] {
        ensure!(letter.to_lowercase().contains(&heading.to_lowercase()), "“{heading}” in: {letter}");
    }
    ensure!(sum_of(&letter, "Gewist") == deleted, "the mail says exactly what was planned: {letter}");

    // The register keeps a row each that leads to nobody.
    desk.go("/nl/desk/register").await?;
    desk.reload_until("table.counts tbody tr:nth-child(2)").await?;
    let register = desk.text("main").await?;
    ensure!(!register.contains("Postma") && !register.contains(TEACHER), "{register}");
    desk.go(&format!("/nl/desk/requests/{forget}")).await?;
    ensure!(!desk.text("main").await?.contains(TEACHER), "the desk forgets the address, too");

    let remains = scene.end().await?;
    the_person_is_gone(&remains).await?;
    the_ledger_proves_it(&remains).await
}

/// The sum of a column of every table of the plan.
async fn plan_total(desk: &e2e::page::Page, column: usize) -> Result<u64> {
    let cells = desk.texts(&format!("#plan ~ .parts table tbody tr > :nth-child({column})")).await?;
    cells
        .iter()
        .filter(|cell| cell.chars().any(|letter| letter.is_ascii_digit()))
        .map(|cell| number(cell))
        .sum()
}

/// The sum of the rows that the mail lists under a heading.
fn sum_of(letter: &str, heading: &str) -> u64 {
    letter
        .lines()
        .map(str::trim)
        .skip_while(|line| *line != heading)
        .skip(2)
        .take_while(|line| line.is_empty() || line.starts_with("- "))
        .filter_map(|line| line.rsplit(": ").next()?.parse::<u64>().ok())
        .sum()
}

/// Nothing in the shop or the learning environment says who it was, except what the law keeps.
async fn the_person_is_gone(remains: &Remains) -> Result<()> {
    let mut learning = open(remains, "learning.db").await?;
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM mdl_user WHERE email = $1")
        .bind(TEACHER)
        .fetch_one(&mut learning)
        .await?;
    ensure!(left == 0, "the account is still there");
    Ok(())
}

/// The evidence is whole, and one altered row is found and named.
async fn the_ledger_proves_it(remains: &Remains) -> Result<()> {
    let whole = remains.gestand(&["ledger", "verify"]).await?;
    ensure!(whole.code == Some(0), "{whole:?}");
    let mut own = open(remains, "gestand.db").await?;
    let victim: i64 = sqlx::query_scalar(
        "SELECT seq FROM ledger_entries WHERE event IS NOT NULL ORDER BY seq DESC LIMIT 1 OFFSET 3",
    )
    .fetch_one(&mut own)
    .await
    .context("the ledger has entries")?;
    sqlx::query("UPDATE ledger_entries SET at = at - 86400000000 WHERE seq = $1")
        .bind(victim)
        .execute(&mut own)
        .await?;
    own.close().await?;
    let altered = remains.gestand(&["ledger", "verify"]).await?;
    ensure!(altered.code == Some(1), "{altered:?}");
    let named =
        altered.said.split(|letter: char| !letter.is_ascii_digit()).any(|word| word == victim.to_string());
    ensure!(named, "the entry {victim} is named: {}", altered.said);
    Ok(())
}

async fn open(remains: &Remains, file: &str) -> Result<SqliteConnection> {
    Ok(SqliteConnection::connect(&format!("sqlite:{}", remains.data().join(file).display())).await?)
}
