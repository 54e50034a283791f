//! The log is recomputed from the last look at the whole of it on; what was done before shows in the next whole look.

use std::time::Duration;

use app::ledger_log;
use policy::promise::Verdict;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection as _};

use crate::setting::House;

async fn by_hand(house: &House, sql: &str) {
    let mut connection = SqliteConnection::connect(&house.database).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
}

#[tokio::test]
async fn a_check_builds_on_the_last_whole_look_and_believes_no_forged_one() {
    let house = House::new().await;
    let day = Duration::from_secs(86_400);
    let first = ledger_log::look(&house.app).await.unwrap();
    assert!(first.report.is_whole());
    assert_eq!(first.whole_at, house.app.now(), "nothing was looked at before");
    house.clock.advance(day);
    let second = ledger_log::look(&house.app).await.unwrap();
    assert_eq!(second.whole_at, first.whole_at, "only what came after it");

    // Tampered with before it: seen when the whole is looked at, which happens by itself after a week.
    by_hand(&house, "UPDATE ledger_entries SET event = replace(event, '{', '{ ') WHERE seq = 1").await;
    assert!(ledger_log::look(&house.app).await.unwrap().report.is_whole());
    let first_bad = |report: &ledger::Report| report.first_fault().map(|fault| fault.place);
    let whole = ledger_log::verify(&house.app, |_, _| ()).await.unwrap();
    assert_eq!(first_bad(&whole), Some(ledger::Place::Entry(1)));
    house.clock.advance(6 * day);
    let look = ledger_log::look(&house.app).await.unwrap();
    assert_eq!((first_bad(&look.report), look.whole_at), (first_bad(&whole), house.app.now()));
    assert_eq!(house.verdict("S86").await, Verdict::Broken);

    // A note that says otherwise, without the key: it counts for nothing, and neither does one under another's mark.
    for forged in [
        "UPDATE ledger_looks SET note = replace(note, '\"at\":\"2026-11-23', '\"at\":\"2026-11-30')",
        "UPDATE ledger_looks SET mark = replace(mark, substr(mark, 1, 1), 'g')",
        "DELETE FROM ledger_looks",
    ] {
        by_hand(&house, forged).await;
        let look = ledger_log::look(&house.app).await.unwrap();
        assert_eq!(first_bad(&look.report), Some(ledger::Place::Entry(1)), "{forged}");
    }
}

#[tokio::test]
async fn what_came_behind_a_whole_look_is_looked_at_every_time() {
    let house = House::new().await;
    let seen = ledger_log::verify(&house.app, |_, _| ()).await.unwrap().entries;
    let teacher = house.teacher().await;
    house.file(&teacher, app::requests::Right::Access).await;
    let look = ledger_log::look(&house.app).await.unwrap();
    assert!(look.report.is_whole() && look.report.entries > seen);
    by_hand(&house, &format!("UPDATE ledger_entries SET at = at + 1 WHERE seq = {seen}")).await;
    let look = ledger_log::look(&house.app).await.unwrap();
    assert_eq!(look.report.first_fault().map(|fault| fault.place), Some(ledger::Place::Entry(seen)));
}
