//! Thorough looks: what nobody classified and looks personal, and payment numbers, are found and judged.

use std::time::Duration;

use app::{check, inspections, retention, systems};
use jiff::civil::date;
use kernel::Actor;
use policy::promise::{ClauseVerdict, Verdict};
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection as _};

use crate::setting::{House, on_both_engines};

on_both_engines!(
    what_stands_on_no_map_and_looks_personal_breaks_a_promise,
    a_payment_number_breaks_a_promise_and_is_nowhere_repeated,
    a_look_that_has_no_time_leaves_what_was_found_before,
    a_search_that_loses_its_index_is_noted,
    the_calendar_and_the_samples_are_of_what_a_sweep_would_take,
);

const CARD: &str = "4012 8888 8888 1881";

async fn by_hand(house: &House, sql: &'static str) {
    let url = format!("sqlite:{}", house.folder.path().join("shop.db").display());
    let mut shop = SqliteConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut shop).await.unwrap();
    shop.close().await.unwrap();
}

async fn verdict(house: &House, clause: &str) -> ClauseVerdict {
    let verdicts = check::run(&house.app, &Actor::Operator).await.unwrap().clauses;
    verdicts.into_iter().find(|verdict| verdict.clause.to_string() == clause).unwrap()
}

async fn look(house: &House) {
    let open = inspections::within(&house.app, Duration::from_secs(60)).await.unwrap();
    assert!(open.is_empty(), "{open:?}");
}

async fn what_stands_on_no_map_and_looks_personal_breaks_a_promise(house: House) {
    assert_eq!(verdict(&house, "S1").await.verdict, Verdict::Unproven, "nobody has looked yet");
    look(&house).await;
    let before = verdict(&house, "S1").await;
    assert_eq!(before.verdict, Verdict::Kept, "{:?}", before.evidence);
    by_hand(
        &house,
        "CREATE TABLE parents (nr INTEGER PRIMARY KEY, mail TEXT);
         INSERT INTO parents VALUES (1, 'ouder1@school.example'), (2, 'ouder2@school.example'), (3, 'ouder3@school.example')",
    )
    .await;
    look(&house).await;
    let after = verdict(&house, "S1").await;
    assert_eq!(after.verdict, Verdict::Broken, "{:?}", after.reason);
    let said = format!("{:?}", after.evidence);
    assert!(said.contains("parents.mail") && !said.contains("ouder1"), "{said}");
    let shop = systems::status(&house.app, &Actor::Operator).await.unwrap();
    let shop = shop.into_iter().find(|status| status.system == "shop").unwrap();
    let (_, found) = shop.looks.personal.expect("a look");
    assert_eq!(found.suspects.first().map(|suspect| suspect.category.as_str()), Some("email"));
    by_hand(&house, "DROP TABLE parents").await;
    look(&house).await;
    assert_eq!(verdict(&house, "S1").await.verdict, Verdict::Kept);
}

async fn a_payment_number_breaks_a_promise_and_is_nowhere_repeated(house: House) {
    assert_eq!(verdict(&house, "S10").await.verdict, Verdict::Unproven);
    look(&house).await;
    let before = verdict(&house, "S10").await;
    assert_eq!(before.verdict, Verdict::Kept, "{:?}", before.evidence);
    by_hand(&house, "UPDATE wp_comments SET comment_content = 'betaald met 4012 8888 8888 1881' WHERE comment_ID = (SELECT MIN(comment_ID) FROM wp_comments)").await;
    look(&house).await;
    let after = verdict(&house, "S10").await;
    assert_eq!(after.verdict, Verdict::Broken, "{:?}", after.evidence);
    let said = format!("{:?}", after.evidence);
    assert!(said.contains("wp_comments.comment_content"), "{said}");
    let kept = store::inspections::list(house.app.store()).await.unwrap();
    let kept = format!("{said}{kept:?}");
    assert!(!kept.contains(CARD) && !kept.contains("8888"), "no part of a number is kept");
    // A search of three days ago shows nothing any more.
    by_hand(&house, "UPDATE wp_comments SET comment_content = 'betaald' WHERE comment_ID = (SELECT MIN(comment_ID) FROM wp_comments)").await;
    look(&house).await;
    assert_eq!(verdict(&house, "S10").await.verdict, Verdict::Kept);
    house.clock.advance(Duration::from_secs(3 * 24 * 3600));
    assert_eq!(verdict(&house, "S10").await.verdict, Verdict::Unproven);
}

async fn a_look_that_has_no_time_leaves_what_was_found_before(house: House) {
    let open = inspections::within(&house.app, Duration::ZERO).await.unwrap();
    assert!(open.contains(&"shop".to_owned()) && open.contains(&"learning".to_owned()), "{open:?}");
    assert!(store::inspections::list(house.app.store()).await.unwrap().is_empty());
    look(&house).await;
    let before = store::inspections::list(house.app.store()).await.unwrap();
    house.clock.advance(Duration::from_secs(60));
    inspections::within(&house.app, Duration::ZERO).await.unwrap();
    assert_eq!(store::inspections::list(house.app.store()).await.unwrap(), before);
}

async fn a_search_that_loses_its_index_is_noted(house: House) {
    const COLUMN: &str = "wp_wc_orders.billing_email";
    let drifted = async || {
        let entries = store::ledger::latest(house.app.store(), None, 500).await.unwrap();
        let events = entries.iter().filter_map(ledger::StoredEntry::parsed);
        let drifted = events.filter(|event| event.kind() == ledger::EventKind::SystemDrifted);
        let data = drifted.map(|event| serde_json::to_value(event.data()).unwrap());
        let of_shop = data.filter(|data| data["system"] == "shop");
        of_shop.map(|data| data["indexes_lost"].clone()).collect::<Vec<_>>()
    };
    systems::probe_all(&house.app).await.unwrap();
    let before = drifted().await;
    assert!(before.iter().all(|lost| lost == &serde_json::json!([])), "{before:?}");
    let slow = async || {
        let systems = systems::status(&house.app, &Actor::Operator).await.unwrap();
        systems.into_iter().find(|status| status.system == "shop").unwrap().slow
    };
    assert!(!slow().await.iter().any(|column| column == COLUMN));
    let url = format!("sqlite:{}", house.folder.path().join("shop.db").display());
    let mut shop = SqliteConnection::connect(&url).await.unwrap();
    let of_column = "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'wp_wc_orders' \
                     AND sql LIKE '%billing_email%'";
    let indexes: Vec<String> = sqlx::query_scalar(of_column).fetch_all(&mut shop).await.unwrap();
    assert!(!indexes.is_empty());
    for index in indexes {
        sqlx::raw_sql(AssertSqlSafe(format!("DROP INDEX {index}"))).execute(&mut shop).await.unwrap();
    }
    shop.close().await.unwrap();
    systems::probe_all(&house.app).await.unwrap();
    assert!(slow().await.iter().any(|column| column == COLUMN), "{:?}", slow().await);
    // Said once, when it happened.
    systems::probe_all(&house.app).await.unwrap();
    let after = drifted().await;
    assert_eq!(after.len(), before.len() + 1);
    assert!(after.contains(&serde_json::json!([COLUMN])), "{after:?}");
}

async fn the_calendar_and_the_samples_are_of_what_a_sweep_would_take(house: House) {
    let app = &house.app;
    let teacher = house.teacher().await;
    assert_eq!(retention::calendar(app, &teacher).await.unwrap_err().code, "see-retention");
    assert_eq!(
        retention::look(app, &teacher, "shop/orders/invoices").await.unwrap_err().code,
        "see-retention"
    );
    assert!(retention::look(app, &Actor::Operator, "shop/orders/none").await.is_err());
    let look = retention::look(app, &Actor::Operator, "shop/orders/invoices").await.unwrap();
    let due = look.rule.count.as_ref().unwrap().due;
    assert!(due > 5);
    assert_eq!(look.samples.len(), 5);
    let mut each = look.samples.clone();
    each.dedup();
    assert_eq!(each, look.samples, "different rows");
    let calendar = retention::calendar(app, &Actor::Operator).await.unwrap();
    assert_eq!(calendar.months[..2], [date(2026, 11, 30), date(2026, 12, 31)]);
    let rule = calendar.rules.iter().find(|rule| rule.rule == "shop/orders/invoices").unwrap();
    assert_eq!((rule.rows.len(), rule.rows[0]), (12, due), "what is due counts in this month");
    // 90 days from now lie in the month of February, and in it no book year ends.
    let later = look.rule.count.as_ref().unwrap().later[1];
    assert_eq!(rule.rows[..3].iter().sum::<u64>(), later, "{:?}", rule.rows);
    assert!(calendar.silent.is_empty());
}
