//! Retention: rules, sweeps, holds and the suppression list.

use store::StoreError;
use store::holds::{self, HoldKind, HoldRow};
use store::retention_rules::{self, RuleRow};
use store::suppressions::{self, Cause};
use store::sweeps::{self, SweepRow, SweepState};

use crate::stage::{Stage, at, on_both_engines};

on_both_engines!(
    a_rule_is_changed_by_who_read_it_last,
    a_rule_has_one_running_sweep,
    a_batch_stands_until_its_receipt,
    holds_are_found_by_whom_they_name_and_wiped_when_they_end,
    who_is_on_the_list_stays_the_longest,
);

async fn a_rule_is_changed_by_who_read_it_last(stage: Stage) {
    let store = stage.open().await;
    let mut rule = RuleRow {
        rule: "shop/orders/invoices".into(),
        state: r#"{"state":"awaiting"}"#.into(),
        version: 0,
        changed_at: at(1),
        confirmed_by: None,
    };
    retention_rules::put(&store, &mut rule).await.unwrap();
    assert_eq!(rule.version, 1);
    let mut late = rule.clone();
    rule.state = r#"{"state":"confirmed"}"#.into();
    rule.confirmed_by = Some("operator".into());
    rule.changed_at = at(2);
    retention_rules::put(&store, &mut rule).await.unwrap();
    assert_eq!(retention_rules::get(&store, &rule.rule).await.unwrap(), Some(rule.clone()));
    assert!(matches!(retention_rules::put(&store, &mut late).await, Err(StoreError::Stale { .. })));
    late.version = 0;
    assert!(matches!(retention_rules::put(&store, &mut late).await, Err(StoreError::Stale { .. })));
    assert_eq!(retention_rules::list(&store).await.unwrap(), [rule]);
}

fn sweep(id: &str, second: i64) -> SweepRow {
    SweepRow {
        id: id.into(),
        rule: "shop/orders/invoices".into(),
        system: "shop".into(),
        digest: "ab".into(),
        day: "2027-01-02".into(),
        state: SweepState::Running,
        version: 1,
        place: None,
        batch: None,
        batches: 0,
        receipt: "[]".into(),
        problem: None,
        started_at: at(second),
        ended_at: None,
    }
}

async fn a_rule_has_one_running_sweep(stage: Stage) {
    let store = stage.open().await;
    let mut first = sweep("a", 1);
    sweeps::insert(&store, &first).await.unwrap();
    assert!(sweeps::insert(&store, &sweep("b", 2)).await.is_err(), "two sweeps of one rule");
    first.state = SweepState::Done;
    first.ended_at = Some(at(3));
    sweeps::update(&store, &mut first).await.unwrap();
    sweeps::insert(&store, &sweep("b", 4)).await.unwrap();
    assert_eq!(sweeps::running(&store).await.unwrap(), [sweep("b", 4)]);
    assert_eq!(sweeps::latest_of(&store, "shop/orders/invoices").await.unwrap(), Some(sweep("b", 4)));
    assert_eq!(sweeps::list(&store, 10).await.unwrap(), [sweep("b", 4), first]);
    // A running sweep is never purged, however old.
    assert_eq!(sweeps::purge(&store, at(1_000)).await.unwrap(), 1);
    assert_eq!(sweeps::running_of(&store, "shop/orders/invoices").await.unwrap(), Some(sweep("b", 4)));
}

async fn a_batch_stands_until_its_receipt(stage: Stage) {
    let store = stage.open().await;
    let mut row = sweep("a", 1);
    sweeps::insert(&store, &row).await.unwrap();
    row.batch = Some(vec![1, 2]);
    sweeps::update(&store, &mut row).await.unwrap();
    let mut late = row.clone();
    assert_eq!(sweeps::running(&store).await.unwrap(), [row.clone()]);
    (row.place, row.batch, row.batches) = (Some(vec![3]), None, 1);
    row.receipt = r#"[{"collection":"orders","deleted":3,"anonymised":0}]"#.into();
    sweeps::update(&store, &mut row).await.unwrap();
    assert_eq!(sweeps::running(&store).await.unwrap(), [row]);
    assert!(matches!(sweeps::update(&store, &mut late).await, Err(StoreError::Stale { .. })));
}

fn hold(id: &str, until: Option<&str>) -> HoldRow {
    HoldRow {
        id: id.into(),
        kind: HoldKind::Claim,
        reason: r#"{"nl":"een geschil","en":"a dispute"}"#.into(),
        identities: Some(vec![9, 9]),
        system: Some("shop".into()),
        collection: None,
        term: None,
        until: until.map(str::to_owned),
        set_by: "operator".into(),
        set_at: at(1),
        ended_by: None,
        ended_at: None,
    }
}

async fn holds_are_found_by_whom_they_name_and_wiped_when_they_end(stage: Stage) {
    let store = stage.open().await;
    let (one, two) = (hold("a", Some("2027-03-01")), hold("b", None));
    holds::insert(&store, &one, &["h1".into(), "h2".into()]).await.unwrap();
    holds::insert(&store, &two, &["h2".into()]).await.unwrap();
    let naming = async |identities: &[&str]| {
        let identities: Vec<String> = identities.iter().map(|&identity| identity.to_owned()).collect();
        let mut found = holds::naming(&store, &identities).await.unwrap();
        found.sort();
        found
    };
    assert_eq!(naming(&["h2", "h3"]).await, ["a", "b"]);
    assert_eq!(naming(&["h1"]).await, ["a"]);
    assert!(naming(&[]).await.is_empty());
    // It no longer holds on its own last day.
    for (day, ids) in [("2027-02-28", vec!["a", "b"]), ("2027-03-01", vec!["b"])] {
        let held = holds::in_force(&store, day).await.unwrap();
        assert_eq!(held.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ids, "{day}");
    }
    assert_eq!(holds::over(&store, "2027-03-01", 10).await.unwrap(), [one]);
    assert!(holds::end(&store, "a", "worker", at(5)).await.unwrap());
    assert!(!holds::end(&store, "a", "operator", at(6)).await.unwrap(), "it had ended");
    let ended = holds::get(&store, "a").await.unwrap().unwrap();
    assert_eq!(
        (ended.ended_by.as_deref(), ended.ended_at, ended.identities),
        (Some("worker"), Some(at(5)), None)
    );
    assert_eq!(naming(&["h1", "h2"]).await, ["b"]);
    assert!(holds::over(&store, "2027-03-01", 10).await.unwrap().is_empty());
    assert_eq!(holds::list(&store, 10).await.unwrap().len(), 2);
}

async fn who_is_on_the_list_stays_the_longest(stage: Stage) {
    let store = stage.open().await;
    let put = async |identity: &str, cause: Cause, until: Option<&str>| {
        suppressions::put(&store, identity, "email", cause, at(1), until).await.unwrap();
    };
    put("a", Cause::Erased, Some("2031-01-01")).await;
    put("a", Cause::OptedOut, Some("2030-01-01")).await;
    put("b", Cause::OptedOut, Some("2030-01-01")).await;
    put("c", Cause::Erased, Some("2030-01-01")).await;
    put("c", Cause::Erased, None).await;
    let asked: Vec<String> = ["a", "b", "x"].map(str::to_owned).into();
    let mut listed = suppressions::among(&store, &asked).await.unwrap();
    listed.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(listed, [("a".to_owned(), Cause::Erased), ("b".to_owned(), Cause::OptedOut)]);
    // What reaches furthest counts, whichever came first.
    for (first, then, counts) in [
        (Cause::OptedOut, Cause::Objected, Cause::Objected),
        (Cause::Objected, Cause::OptedOut, Cause::Objected),
        (Cause::Objected, Cause::Erased, Cause::Erased),
        (Cause::Erased, Cause::Objected, Cause::Erased),
    ] {
        let who = format!("{first}, then {then}");
        put(&who, first, Some("2029-01-01")).await;
        put(&who, then, Some("2029-01-01")).await;
        let listed = suppressions::among(&store, std::slice::from_ref(&who)).await.unwrap();
        assert_eq!(listed, [(who, counts)]);
    }
    assert_eq!(suppressions::purge(&store, "2029-01-01").await.unwrap(), 4);
    assert_eq!(suppressions::purge(&store, "2030-01-01").await.unwrap(), 1);
    assert_eq!(suppressions::count(&store).await.unwrap(), 2);
    assert_eq!(suppressions::purge(&store, "2100-01-01").await.unwrap(), 1);
    assert!(suppressions::remove(&store, "c").await.unwrap());
    assert!(!suppressions::remove(&store, "c").await.unwrap());
    // As many as an import brings.
    let many: Vec<String> = (0..12_000).map(|n| format!("n{n}")).collect();
    put("n11999", Cause::Objected, None).await;
    assert_eq!(suppressions::among(&store, &many).await.unwrap(), [("n11999".to_owned(), Cause::Objected)]);
}
