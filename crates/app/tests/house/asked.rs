//! Rows whose term asks a person: they wait, and go or stay by what somebody decides about each.

use std::time::Duration;

use app::retention::{self, asked};
use app::work;
use jiff::civil::date;
use kernel::{Actor, StaffRole};
use policy::promise::Verdict;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection as _};

use crate::setting::{House, on_both_engines};

on_both_engines!(
    what_is_decided_goes_or_stays_and_nothing_else,
    many_rows_need_a_second_person,
    what_was_shown_is_what_is_decided,
);

const RULE: &str = "shop/customer-profiles/sleeping-account";

async fn connection(house: &House) -> SqliteConnection {
    let url = format!("sqlite:{}", house.folder.path().join("shop.db").display());
    SqliteConnection::connect(&url).await.unwrap()
}

/// Guests who slept for years, and one who did not.
async fn sleepers(house: &House) {
    for (id, active) in [
        (901, "2020-01-01"),
        (902, "2020-02-01"),
        (903, "2021-03-01"),
        (904, "2022-04-01"),
        (905, "2026-10-01"),
    ] {
        let row = format!(
            "INSERT INTO wp_wc_customer_lookup (customer_id, first_name, last_name, email, date_last_active) VALUES ({id}, 'Gast', 'Nummer', 'gast{id}@school.example', '{active} 10:00:00')"
        );
        sqlx::query(AssertSqlSafe(row)).execute(&mut connection(house).await).await.unwrap();
    }
}

async fn left(house: &House) -> Vec<i64> {
    let sql = "SELECT customer_id FROM wp_wc_customer_lookup WHERE customer_id > 900 ORDER BY customer_id";
    sqlx::query_scalar(sql).fetch_all(&mut connection(house).await).await.unwrap()
}

fn keys(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| (*key).to_owned()).collect()
}

async fn due(house: &House) -> (u64, u64) {
    let look = retention::look(&house.app, &Actor::Operator, RULE).await.unwrap();
    let count = look.rule.count.unwrap();
    (count.due, count.spared)
}

async fn what_is_decided_goes_or_stays_and_nothing_else(house: House) {
    sleepers(&house).await;
    let officer = house.officer().await;
    let seen = asked::asked(&house.app, &officer, RULE).await.unwrap();
    assert_eq!(seen.keys, ["901", "902", "903", "904"]);
    assert_eq!((seen.more, seen.second_person_from, seen.decisions.len()), (false, Some(10), 0));
    assert_eq!(due(&house).await, (4, 0));
    // A sweep of every rule takes none of them.
    retention::queue(&house.app, &Actor::Operator, None, 40).await.unwrap();
    work::drain(&house.app).await.unwrap();
    assert_eq!(left(&house).await.len(), 5);

    let keep = asked::Decide::Keep { until: date(2027, 6, 1), reason: "Zij vroegen om te blijven.".into() };
    let of = (&keys(&["903", "904"])[..], keep);
    asked::decide(&house.app, &officer, RULE, &seen.digest, of).await.unwrap();
    assert_eq!(due(&house).await, (2, 2));
    let delete = (&keys(&["901"])[..], asked::Decide::Delete);
    house.clock.advance(Duration::from_secs(60));
    asked::decide(&house.app, &officer, RULE, &seen.digest, delete).await.unwrap();
    work::drain(&house.app).await.unwrap();
    assert_eq!(left(&house).await, [902, 903, 904, 905], "exactly the row that was chosen");
    let sweeps = retention::sweeps(&house.app, &Actor::Operator, 10).await.unwrap();
    let sweep = sweeps.iter().find(|sweep| sweep.rule == RULE).expect("a receipt");
    assert_eq!(
        (sweep.state.as_str(), sweep.counts.iter().map(|part| part.deleted).sum::<u64>()),
        ("done", 1)
    );
    let seen = asked::asked(&house.app, &officer, RULE).await.unwrap();
    assert_eq!(seen.keys, ["902"]);
    let states: Vec<_> =
        seen.decisions.iter().map(|one| (one.what.as_str(), one.state.as_str(), one.rows)).collect();
    assert_eq!(states, [("delete", "done", 1), ("keep", "allowed", 2)]);
    // What was deleted cannot be chosen again, nor what is not past its date.
    for gone in ["901", "905", "nobody"] {
        let again = (&keys(&[gone])[..], asked::Decide::Delete);
        let refused = asked::decide(&house.app, &officer, RULE, &seen.digest, again).await.unwrap_err();
        assert_eq!(refused.code, "rows-gone", "{gone}");
    }
    // Somebody sleeps: the promise about profiles is not kept before that is decided too.
    assert_ne!(house.verdict("S28").await, Verdict::Kept);

    house.clock.advance(Duration::from_secs(200 * 86_400));
    asked::decide(&house.app, &officer, RULE, &seen.digest, (&keys(&["902"])[..], asked::Decide::Delete))
        .await
        .unwrap();
    work::drain(&house.app).await.unwrap();
    assert_eq!(left(&house).await, [903, 904, 905]);
    let seen = asked::asked(&house.app, &officer, RULE).await.unwrap();
    assert_eq!(seen.keys, ["903", "904"], "their day has come: somebody is asked again");
    let entries = store::ledger::latest(house.app.store(), None, 200).await.unwrap();
    let decided = entries.iter().filter_map(ledger::StoredEntry::parsed);
    let decided: Vec<_> =
        decided.filter(|event| event.kind() == ledger::EventKind::RetentionDecided).collect();
    assert!(decided.len() >= 5, "{decided:?}");
    assert!(
        decided.iter().all(|event| !format!("{:?}", event.data()).contains("901")),
        "no key in the ledger"
    );
}

async fn many_rows_need_a_second_person(house: House) {
    sleepers(&house).await;
    for id in 911..=960 {
        let row = format!(
            "INSERT INTO wp_wc_customer_lookup (customer_id, email, date_last_active) VALUES ({id}, 'gast{id}@school.example', '2020-01-01 10:00:00')"
        );
        sqlx::query(AssertSqlSafe(row)).execute(&mut connection(&house).await).await.unwrap();
    }
    let officer = house.officer().await;
    let seen = asked::asked(&house.app, &officer, RULE).await.unwrap();
    assert_eq!((seen.keys.len(), seen.more), (asked::SHOWN, true));
    let many = (&seen.keys[4..], asked::Decide::Delete);
    let decision = asked::decide(&house.app, &officer, RULE, &seen.digest, many).await.unwrap();
    work::drain(&house.app).await.unwrap();
    assert_eq!(left(&house).await.len(), 55, "nobody else has allowed it");
    assert_eq!(asked::allow(&house.app, &officer, &decision).await.unwrap_err().code, "same-person");
    let other = "tweede@leskracht.example";
    app::staff::add(&house.app, &Actor::Operator, other, "Tweede", StaffRole::Officer).await.unwrap();
    let second = house.sign_in(app::signin::Door::Staff, other).await;
    let view = asked::asked(&house.app, &second, RULE).await.unwrap().decisions.remove(0);
    assert!(view.can_allow && view.by == "Officer", "{view:?}");
    asked::allow(&house.app, &second, &decision).await.unwrap();
    work::drain(&house.app).await.unwrap();
    assert_eq!(left(&house).await, [901, 902, 903, 904, 905, 957, 958, 959, 960]);
    assert_eq!(asked::allow(&house.app, &second, &decision).await.unwrap_err().code, "decision-changed");
    let view = asked::asked(&house.app, &officer, RULE).await.unwrap().decisions.remove(0);
    assert_eq!((view.state.as_str(), view.allowed_by.as_deref()), ("done", Some("Tweede")));
}

async fn what_was_shown_is_what_is_decided(house: House) {
    sleepers(&house).await;
    let officer = house.officer().await;
    let seen = asked::asked(&house.app, &officer, RULE).await.unwrap();
    let one = keys(&["901"]);
    let decide = async |actor: &Actor, rule: &str, digest: &str, decide| {
        asked::decide(&house.app, actor, rule, digest, (&one[..], decide)).await.unwrap_err().code
    };
    let engineer = Actor::Staff {
        id: kernel::ids::StaffId::new(house.app.now(), &kernel::Entropy::seeded(3)),
        role: StaffRole::Engineer,
    };
    assert_eq!(decide(&engineer, RULE, &seen.digest, asked::Decide::Delete).await, "decide-retention");
    assert!(asked::asked(&house.app, &engineer, RULE).await.is_err());
    assert_eq!(decide(&officer, RULE, "another", asked::Decide::Delete).await, "decision-changed");
    assert_eq!(
        decide(&officer, "shop/orders/invoices", &seen.digest, asked::Decide::Delete).await,
        "decision-unusable"
    );
    for (until, reason) in [
        (date(2026, 11, 23), "een lange reden"),
        (date(2060, 1, 1), "een lange reden"),
        (date(2027, 1, 1), "kort"),
    ] {
        let keep = asked::Decide::Keep { until, reason: reason.into() };
        assert_eq!(decide(&officer, RULE, &seen.digest, keep).await, "decision-unusable", "{until} {reason}");
    }
    // Somebody signs in between the look and the sweep: their row is judged anew and stays.
    let delete = (&keys(&["901", "902"])[..], asked::Decide::Delete);
    asked::decide(&house.app, &officer, RULE, &seen.digest, delete).await.unwrap();
    let active =
        "UPDATE wp_wc_customer_lookup SET date_last_active = '2026-11-20 10:00:00' WHERE customer_id = 902";
    sqlx::query(active).execute(&mut connection(&house).await).await.unwrap();
    work::drain(&house.app).await.unwrap();
    assert_eq!(left(&house).await, [902, 903, 904, 905]);
}
