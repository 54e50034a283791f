//! Files of a system that another leads to: in the copy, out of the folder, and only after the rows that refer to them.

use std::path::PathBuf;

use app::demo::people::TEACHER;
use app::editions;
use app::requests::{self, Right};
use kernel::Actor;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection as _};

use crate::access::bytes;
use crate::setting::{House, copy, examples, on_both_engines};

on_both_engines!(
    uploads_are_in_the_copy_and_go_after_their_rows,
    a_hold_on_the_rows_keeps_the_files_too,
    nothing_is_erased_while_the_files_cannot_be_asked,
);

const HERS: &str = "aa11bb22";
const SHARED: &str = "cc33dd44";

/// A policy with the files of the learning environment as a system, and files for the teacher and a colleague.
async fn furnish(house: &House) {
    let folder = house.folder.path().join("policy");
    copy(&examples().join("leskracht"), &folder);
    let declared = examples().join("connectors/files-moodle.toml");
    std::fs::copy(declared, folder.join("facts/systems/learning-files.toml")).unwrap();
    let policy = std::fs::read_to_string(folder.join("policy.toml")).unwrap();
    let policy = policy.replace("2026-09-01", "2026-11-01").replace("\"2026-09\"", "\"2026-11\"");
    std::fs::write(folder.join("policy.toml"), policy).unwrap();
    let edition = editions::compile(&folder).unwrap_or_else(|error| panic!("{error:?}"));
    editions::publish(&house.app, &Actor::Operator, &edition, false)
        .await
        .unwrap_or_else(|error| panic!("{error:?}"));
    for (hash, content) in [(HERS, "her worksheet"), (SHARED, "everybody's worksheet")] {
        let file = place(house, hash);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, content).unwrap();
    }
    let teacher = format!("(SELECT id FROM mdl_user WHERE email = '{TEACHER}')");
    let other = format!("(SELECT min(id) FROM mdl_user WHERE email <> '{TEACHER}')");
    let rows = [(901, HERS, &teacher), (902, SHARED, &teacher), (903, SHARED, &other)];
    let mut connection = SqliteConnection::connect(&learning(house)).await.unwrap();
    for (id, hash, owner) in rows {
        let sql = format!(
            "INSERT INTO mdl_files (id, contenthash, userid, component, filename) \
             VALUES ({id}, '{hash}', {owner}, 'user', 'worksheet.txt')"
        );
        sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
}

fn learning(house: &House) -> String {
    format!("sqlite:{}", house.folder.path().join("learning.db").display())
}

fn place(house: &House, hash: &str) -> PathBuf {
    let folder = house.folder.path().join("moodledata/filedir");
    folder.join(&hash[..2]).join(&hash[2..4]).join(hash)
}

async fn uploads_are_in_the_copy_and_go_after_their_rows(house: House) {
    furnish(&house).await;
    let (teacher, officer) = (house.teacher().await, house.officer().await);
    let request = house.file(&teacher, Right::Access).await;
    house.approve(&officer, request).await;
    house.close_tasks(&officer, request).await;
    let whole = bytes(&house, &teacher, request).await;
    let seen = app::archive::validate(&whole);
    assert!(seen.is_sound(), "{:?}", seen.problems);
    // Stored as they were, so that they can be seen in the bytes.
    for part in ["learning-files/files/contents/00001-", "her worksheet", "everybody's worksheet"] {
        assert!(whole.windows(part.len()).any(|window| window == part.as_bytes()), "{part}");
    }

    let request = house.file(&teacher, Right::Erasure).await;
    let view = requests::show(&house.app, &officer, request).await.unwrap();
    let plan = view.plan.expect("a plan");
    let files = plan.systems.iter().find(|system| system.system == "learning-files").unwrap();
    let contents = &files.collections[0];
    assert_eq!((contents.delete, contents.kept.len()), (1, 1), "{contents:#?}");
    assert!(contents.kept[0].reason.nl.contains("verwijst"), "{contents:#?}");
    house.approve(&officer, request).await;
    house.close_tasks(&officer, request).await;
    assert_eq!(house.state(request).await, "answered");
    assert!(!place(&house, HERS).exists(), "nobody refers to it any more");
    assert_eq!(std::fs::read_to_string(place(&house, SHARED)).unwrap(), "everybody's worksheet");
}

async fn a_hold_on_the_rows_keeps_the_files_too(house: House) {
    furnish(&house).await;
    let (teacher, officer) = (house.teacher().await, house.officer().await);
    let hold = app::holds::NewHold {
        kind: store::holds::HoldKind::Claim,
        reason: kernel::Text::same("a claim about worksheets"),
        identities: vec![inventory::Identity::new("email", TEACHER)],
        system: Some("learning".into()),
        collection: Some("files".into()),
        term: None,
        until: None,
    };
    app::holds::add(&house.app, &officer, hold).await.unwrap();
    let request = house.file(&teacher, Right::Erasure).await;
    house.approve(&officer, request).await;
    house.close_tasks(&officer, request).await;
    assert_eq!(house.state(request).await, "answered", "it does not wait for rows that stay");
    assert!(place(&house, HERS).exists());
}

async fn nothing_is_erased_while_the_files_cannot_be_asked(house: House) {
    furnish(&house).await;
    let (teacher, officer) = (house.teacher().await, house.officer().await);
    let request = house.file(&teacher, Right::Erasure).await;
    let away = house.folder.path().join("elsewhere");
    std::fs::rename(house.folder.path().join("moodledata"), &away).unwrap();
    house.approve(&officer, request).await;
    let mut connection = SqliteConnection::connect(&learning(&house)).await.unwrap();
    let rows = "SELECT count(*) FROM mdl_files WHERE id IN (901, 902)";
    let count: i64 = sqlx::query_scalar(rows).fetch_one(&mut connection).await.unwrap();
    assert_eq!(count, 2, "their rows are the only way to them");
    std::fs::rename(&away, house.folder.path().join("moodledata")).unwrap();
    house.clock.advance(std::time::Duration::from_secs(7200));
    app::work::drain(&house.app).await.unwrap();
    let count: i64 = sqlx::query_scalar(rows).fetch_one(&mut connection).await.unwrap();
    assert_eq!(count, 0);
    assert!(!place(&house, HERS).exists() && place(&house, SHARED).exists());
}
