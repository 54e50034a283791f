//! Letting go of what is past its date: only after somebody confirmed it, never what is held or asked for, and
//! with a receipt for every batch.

use app::demo::people::TEACHER;
use app::requests::{self, Right};
use app::retention::{self, RulePreview};
use app::{holds, ledger_log, suppression, work};
use inventory::Identity;
use jiff::civil::date;
use kernel::{Actor, Text};
use ledger::EventKind;
use policy::promise::Verdict;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection as _};
use store::holds::HoldKind;

use crate::setting::{House, on_both_engines};

on_both_engines!(
    nothing_goes_before_somebody_confirmed_what_they_saw,
    what_a_hold_names_stays_and_is_told_until_it_ends,
    an_open_request_keeps_what_was_there_when_it_came,
    a_hold_on_a_rule_stops_it_as_a_whole,
    a_hold_ends_on_its_own_day,
    who_was_forgotten_stays_out_of_lists_and_nobody_can_read_who,
    what_retention_shows_is_judged,
);

const INVOICES: &str = "shop/orders/invoices";

async fn rule(house: &House, id: &str) -> RulePreview {
    let preview = retention::preview(&house.app, &Actor::Operator, None).await.unwrap();
    preview.rules.into_iter().find(|rule| rule.rule == id).unwrap_or_else(|| panic!("no rule {id}"))
}

async fn number(house: &House, sql: &str) -> u64 {
    let url = format!("sqlite:{}", house.folder.path().join("shop.db").display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    let count: i64 =
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut connection).await.unwrap();
    u64::try_from(count).unwrap()
}

/// Orders of more than seven book years ago, by the database alone.
const OLD: &str = "SELECT COUNT(*) FROM wp_wc_orders WHERE date_created_gmt < '2018-12-31 23:00:00'";

async fn run(house: &House) -> Vec<retention::SweepView> {
    retention::queue(&house.app, &Actor::Operator, None, 40).await.unwrap();
    work::drain(&house.app).await.unwrap();
    retention::sweeps(&house.app, &Actor::Operator, 50).await.unwrap()
}

async fn confirm(house: &House) {
    let seen = rule(house, INVOICES).await;
    retention::confirm(&house.app, &Actor::Operator, INVOICES, Some(&seen.digest)).await.unwrap();
}

async fn nothing_goes_before_somebody_confirmed_what_they_saw(house: House) {
    let teacher = house.teacher().await;
    assert_eq!(retention::preview(&house.app, &teacher, None).await.unwrap_err().code, "see-retention");
    let unseen = retention::confirm(&house.app, &Actor::Operator, INVOICES, None).await.unwrap_err();
    assert_eq!(unseen.code, "rule-unseen");

    let old = number(&house, OLD).await;
    let all = number(&house, "SELECT COUNT(*) FROM wp_wc_orders").await;
    let seen = rule(&house, INVOICES).await;
    let count = seen.count.clone().unwrap();
    assert!(old > 50, "{old}");
    assert_eq!((count.rows, count.due, count.held, count.undated), (all, old, 0, 0));
    // On 1 January another book year ends.
    assert!(count.later[1] >= count.later[0] && count.later[0] >= count.due);
    assert_eq!((seen.state, seen.clauses.clone()), ("awaiting", vec!["S30".to_owned()]));
    assert_eq!(seen.cutoff, Some(date(2018, 12, 31)));
    assert!(seen.along.contains(&"billing-addresses".to_owned()), "{:?}", seen.along);
    assert!(seen.left_behind.is_empty(), "{:?}", seen.left_behind);

    let queued = retention::queue(&house.app, &Actor::Operator, None, 40).await.unwrap();
    assert!(queued.rules.is_empty(), "{queued:?}");
    let why = queued.not_swept.iter().find(|rule| rule.rule == INVOICES).unwrap();
    assert_eq!(why.because, "awaiting");
    work::drain(&house.app).await.unwrap();
    assert_eq!(number(&house, OLD).await, old);

    let wrong =
        retention::confirm(&house.app, &Actor::Operator, INVOICES, Some("another")).await.unwrap_err();
    assert_eq!(wrong.code, "rule-changed");
    let forbidden = retention::confirm(&house.app, &teacher, INVOICES, None).await.unwrap_err();
    assert_eq!(forbidden.code, "decide-retention");
    let confirmed =
        retention::confirm(&house.app, &Actor::Operator, INVOICES, Some(&seen.digest)).await.unwrap();
    assert_eq!(confirmed.due, old);
    assert_eq!(rule(&house, INVOICES).await.state, "confirmed");

    let sweeps = run(&house).await;
    let [sweep] = &sweeps[..] else { panic!("{sweeps:#?}") };
    assert_eq!(
        (sweep.state.as_str(), sweep.batches, sweep.rule.as_str()),
        ("done", old.div_ceil(40), INVOICES)
    );
    let of = |id: &str| sweep.counts.iter().find(|part| part.collection == id).map_or(0, |part| part.deleted);
    assert_eq!((of("orders"), of("billing-addresses"), of("shipping-addresses")), (old, old, old));
    assert_eq!((of("order-items"), of("order-item-details")), (old, 2 * old));
    assert_eq!(number(&house, OLD).await, 0);
    assert_eq!(number(&house, "SELECT COUNT(*) FROM wp_wc_orders").await, all - old);
    let orphans =
        "SELECT COUNT(*) FROM wp_wc_order_addresses WHERE order_id NOT IN (SELECT id FROM wp_wc_orders)";
    assert_eq!(number(&house, orphans).await, 0);
    assert_eq!(rule(&house, INVOICES).await.count.unwrap().due, 0);

    // Twice does nothing twice; the log has the batch and the end of each sweep.
    let again = run(&house).await;
    assert_eq!(again.len(), 2);
    assert!(again.iter().any(|sweep| sweep.counts.is_empty() && sweep.state == "done"), "{again:#?}");
    let entries = store::ledger::latest(house.app.store(), None, 500).await.unwrap();
    let events: Vec<ledger::Event> = entries.iter().filter_map(ledger::StoredEntry::parsed).collect();
    let of_kind = |kind| events.iter().filter(move |event| event.kind() == kind).count();
    assert_eq!(of_kind(EventKind::SweepRun) as u64, old.div_ceil(40) + 2);
    assert_eq!(of_kind(EventKind::RetentionRuleConfirmed), 1);
    assert!(ledger_log::verify(&house.app, |_, _| {}).await.unwrap().is_whole());
}

fn claim(identity: Option<&str>) -> holds::NewHold {
    holds::NewHold {
        kind: HoldKind::Claim,
        reason: Text {
            nl: "er loopt een geschil over een levering".into(),
            en: "a delivery is disputed".into(),
        },
        identities: identity.map(|email| Identity::new("email", email)).into_iter().collect(),
        system: Some("shop".into()),
        collection: None,
        term: None,
        until: Some(date(2027, 3, 1)),
    }
}

async fn what_a_hold_names_stays_and_is_told_until_it_ends(house: House) {
    let old = number(&house, OLD).await;
    let placed =
        holds::add(&house.app, &Actor::Operator, claim(Some(&TEACHER.to_uppercase()))).await.unwrap();
    assert!(placed.names_somebody);
    assert!(store::own_data::search(house.app.store(), TEACHER).await.unwrap().is_empty());
    let seen = rule(&house, INVOICES).await;
    assert_eq!((seen.count.as_ref().unwrap().due, seen.count.unwrap().spared), (old - 1, 1));
    assert_eq!((seen.holds[0].until, seen.holds[0].all), (Some(date(2027, 3, 1)), false));
    confirm(&house).await;
    run(&house).await;
    assert_eq!(number(&house, OLD).await, 1);

    // She asks to be forgotten: the shop keeps everything of hers, with the reason and its end.
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let request = house.file(&teacher, Right::Erasure).await;
    let plan = requests::show(&house.app, &officer, request).await.unwrap().plan.expect("a plan");
    let part = |id: &str| plan.systems.iter().find(|system| system.system == id).unwrap();
    for collection in &part("shop").collections {
        assert_eq!((collection.delete, collection.anonymise), (0, 0), "{collection:#?}");
        for kept in &collection.kept {
            assert_eq!(kept.reason.nl, "er loopt een geschil over een levering");
            assert_eq!(kept.release, Some(date(2027, 3, 1)));
        }
    }
    assert!(part("learning").collections.iter().any(|collection| collection.delete > 0));
    let before = number(&house, "SELECT COUNT(*) FROM wp_wc_orders WHERE customer_id = 1").await;
    house.approve(&officer, request).await;
    house.close_tasks(&officer, request).await;
    assert_eq!(house.state(request).await, "answered");
    assert_eq!(number(&house, "SELECT COUNT(*) FROM wp_wc_orders WHERE customer_id = 1").await, before);
    let mail = house.newest(TEACHER, "erasure-confirmation").expect("a confirmation");
    assert!(mail.text.contains("Er loopt een geschil over een levering"), "{}", mail.text);

    holds::end(&house.app, &Actor::Operator, &placed.id).await.unwrap();
    let row = store::holds::get(house.app.store(), &placed.id).await.unwrap().unwrap();
    assert_eq!(row.identities, None);
    run(&house).await;
    assert_eq!(number(&house, OLD).await, 0);
    let gone = holds::end(&house.app, &Actor::Operator, &placed.id).await.unwrap_err();
    assert_eq!(gone.code, "not-found");
}

async fn an_open_request_keeps_what_was_there_when_it_came(house: House) {
    let teacher = house.teacher().await;
    house.file(&teacher, Right::Access).await;
    confirm(&house).await;
    run(&house).await;
    assert_eq!(number(&house, OLD).await, 1);
    assert_eq!(number(&house, &format!("{OLD} AND customer_id = 1")).await, 1);
}

async fn a_hold_on_a_rule_stops_it_as_a_whole(house: House) {
    let old = number(&house, OLD).await;
    confirm(&house).await;
    let hold = holds::NewHold { term: Some("invoices".into()), kind: HoldKind::Fiscal, ..claim(None) };
    let placed = holds::add(&house.app, &Actor::Operator, hold).await.unwrap();
    let seen = rule(&house, INVOICES).await;
    assert_eq!((seen.count.as_ref().unwrap().due, seen.count.unwrap().spared), (0, old));
    assert!(run(&house).await.is_empty());
    assert_eq!(number(&house, OLD).await, old);
    holds::end(&house.app, &Actor::Operator, &placed.id).await.unwrap();
    run(&house).await;
    assert_eq!(number(&house, OLD).await, 0);
}

async fn a_hold_ends_on_its_own_day(house: House) {
    for (hold, why) in [
        (holds::NewHold { until: Some(date(2026, 11, 23)), ..claim(None) }, "it ends today"),
        (holds::NewHold { system: None, ..claim(None) }, "it names nobody and nothing"),
        (holds::NewHold { system: Some("nowhere".into()), ..claim(None) }, "there is no such system"),
        (holds::NewHold { collection: Some("nothing".into()), ..claim(None) }, "there is no such collection"),
        (holds::NewHold { term: Some("never".into()), ..claim(None) }, "there is no such term"),
        (holds::NewHold { reason: Text::same(" "), ..claim(None) }, "it gives no reason"),
    ] {
        let refused = holds::add(&house.app, &Actor::Operator, hold).await.unwrap_err();
        assert_eq!(refused.code, "hold-unusable", "{why}");
    }
    let placed = holds::add(&house.app, &Actor::Operator, claim(Some(TEACHER))).await.unwrap();
    let teacher = house.teacher().await;
    assert_eq!(holds::add(&house.app, &teacher, claim(None)).await.unwrap_err().code, "decide-hold");
    house.clock.advance(std::time::Duration::from_secs(98 * 86_400));
    assert_eq!(house.app.today(), date(2027, 3, 1));
    work::reconcile(&house.app).await.unwrap();
    let row = store::holds::get(house.app.store(), &placed.id).await.unwrap().unwrap();
    assert_eq!((row.ended_by.as_deref(), row.identities), (Some("worker"), None));
}

async fn who_was_forgotten_stays_out_of_lists_and_nobody_can_read_who(house: House) {
    let brought =
        [TEACHER.to_uppercase(), "new@school.example".to_owned()].map(|email| Identity::new("email", email));
    let check = async || suppression::check(&house.app, &Actor::Operator, &brought).await.unwrap();
    assert!(check().await.is_empty());
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let request = house.file(&teacher, Right::Erasure).await;
    house.approve(&officer, request).await;
    house.close_tasks(&officer, request).await;
    assert_eq!(house.state(request).await, "answered");
    assert_eq!(check().await, [suppression::Listed { place: 0, cause: "erased".into() }]);
    assert!(store::own_data::search(house.app.store(), TEACHER).await.unwrap().is_empty());
    assert_eq!(
        suppression::check(&house.app, &teacher, &brought).await.unwrap_err().code,
        "see-suppressions"
    );
    assert!(suppression::remove(&house.app, &officer, &brought[0]).await.unwrap());
    assert!(check().await.is_empty());
}

async fn what_retention_shows_is_judged(house: House) {
    let verdict = async |clause: &str| {
        app::check::run(&house.app, &Actor::Operator).await.unwrap();
        let board = app::check::board(&house.app).await.unwrap();
        let row = board.rows.into_iter().find(|row| row.clause == clause).unwrap();
        (row.verdict, row.evidence.iter().map(|text| text.en.clone()).collect::<Vec<_>>().join("; "))
    };
    assert_eq!(verdict("S28").await.0, Verdict::Unproven);
    assert_eq!(verdict("S75").await.0, Verdict::Unproven);
    let seen = retention::preview(&house.app, &Actor::Operator, None).await.unwrap();
    for rule in seen.rules.iter().filter(|rule| rule.state == "awaiting") {
        retention::confirm(&house.app, &Actor::Operator, &rule.rule, Some(&rule.digest)).await.unwrap();
    }
    run(&house).await;
    let (client, why) = verdict("S28").await;
    assert_eq!(client, Verdict::Kept, "{why}");
    // Terms that end nowhere are named; nothing is called kept that is not carried out.
    let (all, why) = verdict("S75").await;
    assert_eq!(all, Verdict::Unproven);
    assert!(why.contains("terms without a rule: advertising, backups"), "{why}");
    let (fiscal, why) = verdict("S30").await;
    assert_eq!(fiscal, Verdict::Unproven, "nothing was held back from an erasure yet: {why}");
    // A row that is past its date is no fault as long as rules run every day; three days without are.
    let url = format!("sqlite:{}", house.folder.path().join("shop.db").display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    let old = "UPDATE wp_wc_orders SET date_created_gmt = '2015-01-01 10:00:00' WHERE id = (SELECT MAX(id) FROM wp_wc_orders)";
    sqlx::query(old).execute(&mut connection).await.unwrap();
    assert_eq!(verdict("S75").await.0, Verdict::Unproven);
    house.clock.advance(std::time::Duration::from_secs(3 * 86_400));
    let (late, why) = verdict("S75").await;
    assert_eq!(late, Verdict::Broken, "{why}");
}
