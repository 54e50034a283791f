//! Row, ledger entry and job of one decision happen together or not at all.

use ledger::{Event, EventKind, Salt};
use serde_json::json;
use store::{Store, StoreError};

use crate::jobs::job;
use crate::stage::{Stage, at, on_both_engines, request};

on_both_engines!(
    row_entry_and_job_commit_together,
    a_transaction_rolled_back_leaves_nothing,
    a_transaction_dropped_leaves_nothing,
    a_snapshot_sees_one_moment_and_writes_nothing,
    text_comes_back_as_it_went_in,
    a_row_that_makes_no_sense_is_named,
);

async fn decide(store: &Store, stage: &Stage) -> (store::Tx, store::requests::RequestRow) {
    let mut tx = store.begin().await.unwrap();
    let row = request(stage, 0);
    store::requests::insert(&mut tx, &row).await.unwrap();
    assert!(store::jobs::enqueue(&mut tx, &job(stage, 0, Some("plan"))).await.unwrap());
    let event = Event::about(EventKind::RequestFiled, row.id, json!({"right": "access"})).unwrap();
    store::ledger::append(&mut tx, &event, &Salt([1; 32]), at(0)).await.unwrap();
    (tx, row)
}

async fn traces(store: &Store, id: kernel::ids::RequestId) -> (bool, usize, u64, usize) {
    let row = store::requests::get(store, id).await.unwrap().is_some();
    let jobs = store::jobs::counts(store).await.unwrap().len();
    let (size, _) = store::ledger::head(store).await.unwrap();
    let entries = store::ledger::page(store, 0, 10).await.unwrap().len();
    (row, jobs, size, entries)
}

async fn row_entry_and_job_commit_together(stage: Stage) {
    let store = stage.open().await;
    let (tx, row) = decide(&store, &stage).await;
    tx.commit().await.unwrap();
    assert_eq!(traces(&store, row.id).await, (true, 1, 1, 1));
    let about = store::ledger::about(&store, row.id).await.unwrap();
    assert_eq!(about.len(), 1);
    assert_eq!(about[0].parsed().unwrap().kind(), EventKind::RequestFiled);
}

async fn a_transaction_rolled_back_leaves_nothing(stage: Stage) {
    let store = stage.open().await;
    let (tx, row) = decide(&store, &stage).await;
    tx.rollback().await.unwrap();
    assert_eq!(traces(&store, row.id).await, (false, 0, 0, 0));
}

async fn a_transaction_dropped_leaves_nothing(stage: Stage) {
    let store = stage.open().await;
    let (tx, row) = decide(&store, &stage).await;
    drop(tx);
    assert_eq!(traces(&store, row.id).await, (false, 0, 0, 0));
    // The connection is fit for the next one.
    let (tx, row) = decide(&store, &stage).await;
    tx.commit().await.unwrap();
    assert_eq!(traces(&store, row.id).await, (true, 1, 1, 1));
}

async fn a_snapshot_sees_one_moment_and_writes_nothing(stage: Stage) {
    let store = stage.open().await;
    let mut snapshot = store.snapshot().await.unwrap();
    assert_eq!(store::requests::counts(&mut snapshot, at(0)).await.unwrap().open, 0);
    store::requests::insert(&store, &request(&stage, 0)).await.unwrap();
    assert_eq!(store::requests::counts(&mut snapshot, at(0)).await.unwrap().open, 0);
    assert!(store::requests::insert(&mut snapshot, &request(&stage, 1)).await.is_err());
    drop(snapshot);
    assert_eq!(store::requests::counts(&store, at(0)).await.unwrap().open, 1);
}

async fn text_comes_back_as_it_went_in(stage: Stage) {
    let store = stage.open().await;
    let mut row = request(&stage, 0);
    row.address = Some("Zoë.d'Ärtagnan+\"x\"@school.example; DROP TABLE requests; -- $1 @int 🦉".into());
    row.state = "{\"note\":\"line\\nbreak\"}\n".into();
    store::requests::insert(&store, &row).await.unwrap();
    assert_eq!(store::requests::get(&store, row.id).await.unwrap(), Some(row.clone()));
    // Both engines keep the same of a NUL, which PostgreSQL cannot hold.
    row.address = Some("a\0b".into());
    store::requests::update(&store, &mut row).await.unwrap();
    let stored = store::requests::get(&store, row.id).await.unwrap().unwrap();
    assert_eq!(stored.address.as_deref(), Some("a\u{fffd}b"));
}

async fn a_row_that_makes_no_sense_is_named(stage: Stage) {
    let store = stage.open().await;
    let row = request(&stage, 0);
    store::requests::insert(&store, &row).await.unwrap();
    stage.by_hand("UPDATE requests SET language = 'tlh'").await;
    let error = store::requests::get(&store, row.id).await.unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { column: 8, .. }), "{error}");
    assert!(error.to_string().contains("store::requests::GET"), "{error}");
}
