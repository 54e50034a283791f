//! The ledger as it is stored: appended to by many at once, proved from a few rows, and telling of every hand.

use ledger::{
    Checkpoint, Event, EventKind, FaultKind, Place, PublicKey, Salt, SigningKey, verify_consistency,
    verify_inclusion, verify_proof_file,
};
use serde_json::json;
use store::ledger::{CheckpointRow, NewEntry, ProveError, RedactError};
use store::{Store, StoreError};

use crate::stage::{Stage, at, on_both_engines};

on_both_engines!(
    many_who_append_at_once_leave_a_whole_ledger,
    batches_and_single_entries_make_the_same_tree,
    every_entry_is_proved_and_every_beginning,
    a_proof_file_is_made_under_the_latest_checkpoint,
    a_redacted_entry_is_gone_and_accounted_for,
    altered_columns_are_named,
    rows_taken_out_put_in_and_cut_off_are_named,
    entries_are_read_in_pages_both_ways,
    what_came_behind_a_beginning_is_looked_at_alone,
);

fn key() -> SigningKey {
    SigningKey::from_seed("ledger.example", &[7; 32]).unwrap()
}

fn entry(n: i64) -> NewEntry {
    let event =
        Event::about(EventKind::StepDone, format!("request-{}", n % 3), json!({ "rows": n })).unwrap();
    NewEntry { event, salt: Salt(ledger::leaf_hash(&n.to_be_bytes()).0), at: at(n) }
}

async fn filled(stage: &Stage, count: i64) -> Store {
    let store = stage.open().await;
    let entries: Vec<_> = (0..count).map(entry).collect();
    let mut tx = store.begin().await.unwrap();
    store::ledger::append_all(&mut tx, &entries).await.unwrap();
    tx.commit().await.unwrap();
    store
}

async fn sign(store: &Store) {
    let (size, root) = store::ledger::head(store).await.unwrap();
    let note = Checkpoint { origin: "ledger.example".into(), size, root, at: at(0) }.sign(&key()).unwrap();
    store::ledger::insert_checkpoint(store, &CheckpointRow { size, at: at(0), note }).await.unwrap();
}

async fn check(store: &Store) -> ledger::Report {
    store::ledger::verify(store, Some(key().public_key()), |_, _| {}).await.unwrap()
}

async fn many_who_append_at_once_leave_a_whole_ledger(stage: Stage) {
    let store = stage.open().await;
    let tasks: Vec<_> = (0..16i64)
        .map(|task| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut seqs = vec![];
                for n in 0..12 {
                    let mut tx = store.begin().await.unwrap();
                    let entry = entry(task * 100 + n);
                    let seq =
                        store::ledger::append(&mut tx, &entry.event, &entry.salt, entry.at).await.unwrap();
                    if n % 4 == 3 {
                        tx.rollback().await.unwrap();
                    } else {
                        tx.commit().await.unwrap();
                        seqs.push(seq);
                    }
                }
                seqs
            })
        })
        .collect();
    let mut seqs = vec![];
    for task in tasks {
        seqs.extend(task.await.unwrap());
    }
    seqs.sort_unstable();
    assert_eq!(seqs, (0..144).collect::<Vec<u64>>());
    let report = check(&store).await;
    assert!(report.is_whole(), "{:?}", report.faults);
    assert_eq!(report.entries, 144);
}

async fn batches_and_single_entries_make_the_same_tree(stage: Stage) {
    // More than one statement's worth.
    let store = filled(&stage, 2_500).await;
    let (size, root) = store::ledger::head(&store).await.unwrap();
    let mut frontier = ledger::Frontier::new();
    for n in 0..2_500 {
        let entry = entry(n);
        frontier.append(ledger::leaf(&entry.salt, &entry.event, entry.at));
    }
    assert_eq!((size, root), (2_500, frontier.root()));
    let mut seen = vec![];
    let report = store::ledger::verify(&store, None, |done, total| seen.push((done, total))).await.unwrap();
    assert!(report.is_whole() && report.root == Some(root), "{:?}", report.faults);
    assert_eq!(seen, [(1_000, 2_500), (2_000, 2_500), (2_500, 2_500)]);
    let mut tx = store.begin().await.unwrap();
    assert_eq!(store::ledger::append_all(&mut tx, &[]).await.unwrap(), 2_500, "nothing is nothing");
    tx.commit().await.unwrap();
}

async fn every_entry_is_proved_and_every_beginning(stage: Stage) {
    let store = filled(&stage, 50).await;
    let (size, root) = store::ledger::head(&store).await.unwrap();
    let rows = store::ledger::page(&store, 0, 100).await.unwrap();
    let hash = |bytes: &[u8]| ledger::Hash::from_slice(bytes).unwrap();
    for (seq, row) in (0u64..).zip(&rows) {
        let path = store::ledger::inclusion(&store, seq, size).await.unwrap();
        verify_inclusion(&hash(&row.leaf), seq, size, &path, &root).unwrap();
        let proof = store::ledger::consistency(&store, seq + 1, size).await.unwrap();
        verify_consistency(seq + 1, &hash(&row.root), size, &root, &proof).unwrap();
    }
    assert!(matches!(store::ledger::inclusion(&store, 50, 50).await, Err(StoreError::Proof(_))));
    assert!(matches!(store::ledger::inclusion(&store, 3, 51).await, Err(StoreError::Proof(_))));
}

async fn a_proof_file_is_made_under_the_latest_checkpoint(stage: Stage) {
    let store = filled(&stage, 10).await;
    let public: PublicKey = key().public_key().clone();
    assert!(matches!(store::ledger::prove(&store, 3, &public).await, Err(ProveError::NoCheckpoint(3))));
    sign(&store).await;
    let mut tx = store.begin().await.unwrap();
    store::ledger::append_all(&mut tx, &[entry(10), entry(11)]).await.unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(store::ledger::prove(&store, 10, &public).await, Err(ProveError::NoCheckpoint(10))));
    sign(&store).await;
    sign(&store).await;
    assert_eq!(store::ledger::checkpoints(&store).await.unwrap().len(), 2);
    assert_eq!(store::ledger::latest_checkpoint(&store).await.unwrap().map(|row| row.size), Some(12));
    let text = store::ledger::prove(&store, 3, &public).await.unwrap().to_text().unwrap();
    let proven = verify_proof_file(&text, &public.to_string()).unwrap();
    assert_eq!((proven.seq, proven.at, proven.checkpoint.size), (3, at(3), 12));
    assert_eq!(proven.event, entry(3).event);
    assert!(matches!(store::ledger::prove(&store, 12, &public).await, Err(ProveError::NoEntry(12))));
    stage.by_hand(&format!("UPDATE ledger_entries SET leaf = {} WHERE seq = 2", stage.bytes(&[9; 32]))).await;
    assert!(matches!(store::ledger::prove(&store, 3, &public).await, Err(ProveError::Altered(_))));
}

async fn a_redacted_entry_is_gone_and_accounted_for(stage: Stage) {
    let store = filled(&stage, 10).await;
    sign(&store).await;
    let redact = async |seq: u64| {
        let mut tx = store.begin().await.unwrap();
        let done = store::ledger::redact(&mut tx, seq, "request forgotten", &Salt([4; 32]), at(99)).await;
        tx.commit().await.unwrap();
        done
    };
    assert_eq!(redact(4).await.unwrap(), 10);
    let row = store::ledger::get(&store, 4).await.unwrap().unwrap();
    assert_eq!((row.event, row.salt, row.about), (None, None, None));
    assert_eq!(store::ledger::about(&store, "request-1").await.unwrap().len(), 2, "no longer found by it");
    assert!(matches!(redact(4).await, Err(RedactError::Already(4))));
    assert!(matches!(redact(10).await, Err(RedactError::Redaction(10))));
    assert!(matches!(redact(77).await, Err(RedactError::NoEntry(77))));
    let report = check(&store).await;
    assert!(report.is_whole(), "{:?}", report.faults);
    assert_eq!((report.redacted, report.checkpoints), (1, 1));
    sign(&store).await;
    let proof = store::ledger::prove(&store, 4, key().public_key()).await;
    assert!(matches!(proof, Err(ProveError::Redacted(4))));
    assert!(
        store::ledger::prove(&store, 5, key().public_key()).await.is_ok(),
        "its neighbour is proved still"
    );
}

async fn altered_columns_are_named(stage: Stage) {
    let store = filled(&stage, 12).await;
    sign(&store).await;
    let bytes = stage.bytes(&[9; 32]);
    let cases = [
        ("event = '{}'".to_owned(), "event", FaultKind::EventAltered),
        ("at = at + 1".to_owned(), "at", FaultKind::TimeAltered),
        ("about = 'request-9'".to_owned(), "about", FaultKind::AboutAltered),
        (format!("salt = {bytes}"), "salt", FaultKind::EventAltered),
        (format!("commitment = {bytes}"), "commitment", FaultKind::CommitmentAltered),
        (format!("leaf = {bytes}"), "leaf", FaultKind::LeafAltered),
        (format!("root = {bytes}"), "root", FaultKind::RootAltered),
        (format!("nodes = {bytes}"), "nodes", FaultKind::NodesAltered),
        ("event = NULL, salt = NULL, about = NULL".to_owned(), "all", FaultKind::RedactedUnrecorded),
    ];
    for (change, column, expected) in cases {
        stage.by_hand("CREATE TABLE kept AS SELECT * FROM ledger_entries").await;
        stage.by_hand(&format!("UPDATE ledger_entries SET {change} WHERE seq = 7")).await;
        let report = check(&store).await;
        let found: Vec<_> = report.faults.iter().map(|fault| (fault.place, fault.kind.clone())).collect();
        assert_eq!(found, [(Place::Entry(7), expected)], "{column}");
        stage
            .by_hand(
                "DELETE FROM ledger_entries; INSERT INTO ledger_entries SELECT * FROM kept; DROP TABLE kept",
            )
            .await;
        assert!(check(&store).await.is_whole());
    }
    // Text that is none any more does not stop the checker (only SQLite lets it in).
    if stage.url.starts_with("sqlite") {
        stage.by_hand("UPDATE ledger_entries SET event = CAST(x'ff00fe' AS TEXT) WHERE seq = 7").await;
        assert_eq!(check(&store).await.first_fault().map(|fault| fault.place), Some(Place::Entry(7)));
    }
}

async fn rows_taken_out_put_in_and_cut_off_are_named(stage: Stage) {
    let store = filled(&stage, 12).await;
    sign(&store).await;
    let first = async || {
        let report = check(&store).await;
        report.faults.first().map(|fault| (fault.place, fault.kind.clone()))
    };
    stage.by_hand("CREATE TABLE kept AS SELECT * FROM ledger_entries").await;
    stage.by_hand("DELETE FROM ledger_entries WHERE seq = 5").await;
    assert_eq!(first().await, Some((Place::Entry(5), FaultKind::Missing { from: 5, to: 5 })));
    stage.by_hand("INSERT INTO ledger_entries SELECT * FROM kept WHERE seq = 5").await;
    assert_eq!(first().await, None);
    stage.by_hand("INSERT INTO ledger_entries SELECT 12, at, about, event, salt, commitment, leaf, root, nodes FROM kept WHERE seq = 5").await;
    assert_eq!(first().await, Some((Place::Entry(12), FaultKind::Inserted)));
    stage.by_hand("DELETE FROM ledger_entries WHERE seq >= 9").await;
    assert!(matches!(first().await, Some((Place::Entry(9), FaultKind::TailCut { expected: 12, .. }))));
    stage.by_hand("DELETE FROM ledger_head").await;
    assert!(matches!(first().await, Some((Place::Entry(9), FaultKind::TailCut { expected: 12, .. }))));
    stage.by_hand("UPDATE ledger_checkpoints SET note = 'x'").await;
    assert_eq!(first().await, Some((Place::Head, FaultKind::HeadAltered)));
    // A head that was taken away does not let anybody begin anew over the rows.
    let mut tx = store.begin().await.unwrap();
    let entry = entry(0);
    let refused = store::ledger::append(&mut tx, &entry.event, &entry.salt, entry.at).await;
    assert!(matches!(refused, Err(StoreError::Taken { .. })));
}

async fn entries_are_read_in_pages_both_ways(stage: Stage) {
    let store = filled(&stage, 10).await;
    let seqs = |rows: Vec<ledger::StoredEntry>| rows.iter().map(|row| row.seq).collect::<Vec<_>>();
    assert_eq!(seqs(store::ledger::page(&store, 0, 3).await.unwrap()), [0, 1, 2]);
    assert_eq!(seqs(store::ledger::page(&store, 8, 3).await.unwrap()), [8, 9]);
    assert_eq!(seqs(store::ledger::latest(&store, None, 3).await.unwrap()), [9, 8, 7]);
    assert_eq!(seqs(store::ledger::latest(&store, Some(2), 3).await.unwrap()), [1, 0]);
    assert_eq!(seqs(store::ledger::about(&store, "request-2").await.unwrap()), [2, 5, 8]);
}

/// From every beginning the rest is verified; what is altered in the rest shows, what is altered before it does not, and
/// a beginning that the rows do not lead to is told.
async fn what_came_behind_a_beginning_is_looked_at_alone(stage: Stage) {
    let store = filled(&stage, 21).await;
    let rows = store::ledger::page(&store, 0, 100).await.unwrap();
    sign(&store).await;
    let behind = async |size: u64, root: &ledger::Hash| {
        store::ledger::verify_behind(&store, key().public_key(), (size, root)).await.unwrap()
    };
    let root = |size: u64| match usize::try_from(size).unwrap().checked_sub(1) {
        Some(last) => ledger::Hash::from_slice(&rows[last].root).unwrap(),
        None => ledger::Hash::empty_root(),
    };
    for size in 0..=21 {
        let report = behind(size, &root(size)).await.unwrap();
        assert!(report.is_whole(), "{size}: {:?}", report.faults);
        assert_eq!((report.entries, report.root), (21, Some(root(21))), "{size}");
        assert!(behind(size, &ledger::leaf_hash(b"another")).await.is_none(), "{size}");
    }
    assert!(behind(22, &root(21)).await.is_none(), "there are not so many");

    stage.by_hand("UPDATE ledger_entries SET event = '{}' WHERE seq = 9").await;
    assert!(behind(10, &root(10)).await.unwrap().is_whole(), "it lies before");
    let report = behind(9, &root(9)).await.unwrap();
    let first = report.first_fault().map(|fault| (fault.place, fault.kind.clone()));
    assert_eq!(first, Some((Place::Entry(9), FaultKind::EventAltered)));
    assert!(!check(&store).await.is_whole(), "looking at everything finds it");

    // A row of the beginning on which its root rests.
    stage.by_hand("UPDATE ledger_entries SET nodes = leaf WHERE seq = 15").await;
    assert!(behind(16, &root(16)).await.is_none());
    // What came behind is cut off, and the head with it: a checkpoint knows better.
    stage.by_hand("DELETE FROM ledger_entries WHERE seq >= 18").await;
    stage
        .by_hand("UPDATE ledger_head SET size = 18, root = (SELECT root FROM ledger_entries WHERE seq = 17)")
        .await;
    let report = behind(10, &root(10)).await.unwrap();
    assert!(report.faults.iter().any(|fault| matches!(fault.kind, FaultKind::TailCut { .. })), "{report:?}");
}
