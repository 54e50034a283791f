//! Discovery on databases that the rules were not written for: an invented school and an invented practice, the same
//! on every engine.
//!
//! `TEST_POSTGRES_URL` and `TEST_MARIADB_URL` name servers on which databases may be created; `cargo xtask test`
//! sets both.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod practice;
mod school;

use std::collections::BTreeSet;

use connect::sql::sample::{Surveyed, Surveyor};
use inventory::DataMap;
use inventory::discover::content::Context;
use inventory::discover::{Draft, print, propose, questions};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

const TODAY: Context = Context { today: jiff::civil::date(2026, 12, 1) };

/// A database and what somebody who knows it would say of it.
#[derive(Clone)]
struct Case {
    schema: &'static str,
    rows: fn() -> Vec<String>,
    personal: &'static [&'static str],
    joins: &'static [(&'static str, &'static str)],
    /// A column with secrets.
    secret: &'static str,
}

const SCHOOL: Case = Case {
    schema: school::SCHEMA,
    rows: school::rows,
    personal: school::PERSONAL,
    joins: school::JOINS,
    secret: "wachtwoord",
};

const PRACTICE: Case = Case {
    schema: practice::SCHEMA,
    rows: practice::rows,
    personal: practice::PERSONAL,
    joins: practice::JOINS,
    secret: "wachtwoordHash",
};

/// Runs a statement on any of the three, whatever the type of its connection.
macro_rules! fill {
    ($connection:expr, $case:expr) => {{
        let statements = $case.schema.split(';').map(str::to_owned).chain(($case.rows)());
        for statement in statements {
            let code: String = statement.lines().filter(|line| !line.starts_with("--")).collect();
            if !code.trim().is_empty() {
                $connection.execute(AssertSqlSafe(code)).await.unwrap();
            }
        }
    }};
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!(
            "{name} is not set: it names a server on which databases may be created; run `cargo xtask test`"
        )
    })
}

async fn look(url: &str, rows: u32) -> (Surveyed, Draft) {
    let surveyor = Surveyor::open(url, rows).unwrap();
    let surveyed = surveyor.survey(&mut |_, _| ()).await.unwrap();
    let answers = surveyor.ask(questions(&surveyed.survey, &TODAY), &mut |_, _| ()).await.unwrap();
    assert!(answers.iter().all(|answer| answer.found.is_some()), "every question was answered");
    let draft = propose(&surveyed.survey, &answers, "school", &TODAY).expect("a school has people");
    (surveyed, draft)
}

fn personal(map: &DataMap) -> BTreeSet<String> {
    let mut columns = BTreeSet::new();
    for collection in &map.collections {
        let fields = collection.personal_fields().into_keys().map(str::to_owned);
        let values = collection.pairs.iter().map(|pairs| pairs.value.clone());
        let keys: BTreeSet<&String> = collection.key.iter().collect();
        let all = fields.chain(values).filter(|column| !keys.contains(column));
        columns.extend(all.map(|column| format!("{}.{column}", collection.table)));
    }
    columns
}

fn joins(map: &DataMap) -> BTreeSet<(String, String)> {
    let mut joins = BTreeSet::new();
    for collection in &map.collections {
        for path in &collection.paths {
            let Some(source) = map.collection(&path.from) else { continue };
            for (column, other) in &path.on {
                let names = |table: &str, column: &str| format!("{table}.{column}").to_lowercase();
                joins.insert((names(&collection.table, column), names(&source.table, other)));
            }
        }
    }
    joins
}

/// What every engine must give.
async fn check(url: &str, case: &Case) {
    let (surveyed, draft) = look(url, 100).await;
    assert!(surveyed.unread.is_empty(), "{:?}", surveyed.unread);
    let text = print::print(&draft, &surveyed.survey.server, 100);
    assert_eq!(DataMap::parse(&text).as_ref(), Ok(&draft.map), "the text reads back as the draft:\n{text}");
    for value in ["Jansen", "gezin.example", "192.0.2.", "Kerkstraat", "NL91"] {
        assert!(!text.contains(value), "a draft quotes no value: {value}");
    }
    // PostgreSQL writes names without capitals.
    let truth: BTreeSet<String> = case.personal.iter().map(|name| name.to_lowercase()).collect();
    let found: BTreeSet<String> = personal(&draft.map).iter().map(|name| name.to_lowercase()).collect();
    let missed: Vec<_> = truth.difference(&found).collect();
    let extra: Vec<_> = found.difference(&truth).collect();
    let both = truth.intersection(&found).count();
    assert!(both * 100 >= truth.len() * 95, "recall {both} of {}, missed {missed:?}", truth.len());
    assert!(both * 100 >= found.len() * 80, "precision {both} of {}, extra {extra:?}", found.len());
    let joins = joins(&draft.map);
    let lost: Vec<_> = case
        .joins
        .iter()
        .filter(|(here, there)| !joins.contains(&(here.to_lowercase(), there.to_lowercase())))
        .collect();
    assert!(lost.is_empty(), "joins not found: {lost:?}, of {joins:?}");
    let secret = draft.map.collections.iter().find_map(|collection| {
        collection
            .fields
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(case.secret))
            .map(|(_, field)| field)
    });
    assert!(secret.is_some_and(|field| field.secret), "password hashes are secret");
}

#[tokio::test]
async fn they_are_drafted_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    for (name, case) in [("school", SCHOOL), ("practice", PRACTICE)] {
        let file = folder.path().join(format!("{name}.db"));
        let url = format!("sqlite:{}", file.display());
        let mut connection = sqlx::SqliteConnection::connect(&format!("{url}?mode=rwc")).await.unwrap();
        fill!(connection, case);
        connection.close().await.unwrap();
        let before = std::fs::read(&file).unwrap();
        check(&url, &case).await;
        assert_eq!(before, std::fs::read(&file).unwrap(), "looking changes nothing");
    }
    // A sample smaller than the tables still comes from everywhere in them.
    let (surveyed, _) = look(&format!("sqlite:{}", folder.path().join("school.db").display()), 12).await;
    let pupils = surveyed.survey.table("leerlingen").unwrap();
    let ids: BTreeSet<u32> = pupils.distinct("id").into_iter().map(|id| id.parse().unwrap()).collect();
    assert!(ids.len() <= 12 && ids.first() == Some(&1) && ids.last() == Some(&40), "{ids:?}");
}

async fn on_postgresql(what: &str, case: Case) {
    let admin = variable("TEST_POSTGRES_URL");
    let name = format!("gestand_discovery_{what}_{}", std::process::id());
    let mut connection = sqlx::PgConnection::connect(&admin).await.unwrap();
    connection.execute(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name}"))).await.unwrap();
    connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    let url = format!("{}/{name}", admin.rsplit_once('/').unwrap().0);
    let outcome = tokio::spawn(async move {
        let mut own = sqlx::PgConnection::connect(&url).await.unwrap();
        fill!(own, case);
        own.close().await.unwrap();
        check(&url, &case).await;
    })
    .await;
    connection.execute(AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"))).await.unwrap();
    outcome.unwrap();
}

async fn on_mariadb(what: &str, case: Case) {
    let admin = variable("TEST_MARIADB_URL");
    let name = format!("gestand_discovery_{what}_{}", std::process::id());
    let mut connection = sqlx::MySqlConnection::connect(&admin).await.unwrap();
    connection.execute(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name}"))).await.unwrap();
    connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name} CHARACTER SET utf8mb4"))).await.unwrap();
    let url = format!("{}/{name}", admin.trim_end_matches('/'));
    let outcome = tokio::spawn(async move {
        let mut own = sqlx::MySqlConnection::connect(&url).await.unwrap();
        fill!(own, case);
        own.close().await.unwrap();
        check(&url, &case).await;
    })
    .await;
    connection.execute(AssertSqlSafe(format!("DROP DATABASE {name}"))).await.unwrap();
    outcome.unwrap();
}

#[tokio::test]
async fn a_school_on_postgresql() {
    on_postgresql("school", SCHOOL).await;
}

#[tokio::test]
async fn a_practice_on_postgresql() {
    on_postgresql("practice", PRACTICE).await;
}

#[tokio::test]
async fn a_school_on_mariadb() {
    on_mariadb("school", SCHOOL).await;
}

#[tokio::test]
async fn a_practice_on_mariadb() {
    on_mariadb("practice", PRACTICE).await;
}

#[tokio::test]
async fn what_cannot_be_looked_at_is_said_without_the_address() {
    let error = Surveyor::open("postgres:/secret@@", 10).map(|_| ());
    let message = error.map_or_else(|error| error.public(), |()| String::new());
    assert!(!message.contains("secret"));
    let missing = Surveyor::open("sqlite:/nonexistent/none.db", 10).unwrap();
    assert!(missing.survey(&mut |_, _| ()).await.is_err(), "a missing file is not made");
    assert!(Surveyor::open("oracle:x", 10).is_err());
}
