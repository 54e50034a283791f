//! Requests, their steps, their archives and the register.

use futures_util::{StreamExt as _, TryStreamExt as _};
use jiff::civil::date;
use kernel::ids::{ArchiveId, StepId, SubjectId};
use store::archives::ArchiveRow;
use store::register::{MonthFigures, RegisterRow};
use store::requests::{Filter, RequestRow};
use store::steps::{StepKind, StepRow, StepState};
use store::{Page, Store, StoreError, archives, register, requests, steps};

use crate::stage::{Stage, at, on_both_engines, request};

on_both_engines!(
    of_two_who_change_a_request_one_is_told,
    lists_are_sorted_and_paged_without_gaps,
    requests_are_counted,
    linked_and_waiting_requests_are_found,
    steps_keep_their_order_and_their_receipts,
    marks_stay_until_they_are_taken_off,
    corrected_addresses_are_found_from_either_end,
    an_archive_is_streamed_and_destroyed,
    deleting_a_request_takes_what_belongs_to_it,
    the_register_counts_by_month_and_right,
);

async fn of_two_who_change_a_request_one_is_told(stage: Stage) {
    let store = stage.open().await;
    let row = request(&stage, 0);
    requests::insert(&store, &row).await.unwrap();
    let (mut mine, mut yours) = (row.clone(), row.clone());
    mine.phase = "planned".into();
    mine.identities = None;
    requests::update(&store, &mut mine).await.unwrap();
    assert_eq!(mine.version, 2);
    yours.phase = "refused".into();
    let error = requests::update(&store, &mut yours).await.unwrap_err();
    assert!(matches!(error, StoreError::Stale { what: "request" }) && error.is_retryable(), "{error}");
    assert_eq!(yours.version, 1, "the version counts only what happened");
    assert_eq!(requests::get(&store, row.id).await.unwrap(), Some(mine));
    assert!(matches!(requests::insert(&store, &row).await, Err(StoreError::Taken { .. })));
}

/// Walks a list page by page and gives the seconds at which its requests came in.
async fn walk(store: &Store, filter: Filter, key: fn(&RequestRow) -> jiff::Timestamp) -> Vec<i64> {
    let (mut page, mut found) = (Page::first(3), vec![]);
    loop {
        let rows = requests::list(store, filter, &page).await.unwrap();
        let Some(last) = rows.last() else { return found };
        page = Page::after(key(last).as_microsecond(), last.id, 3);
        found.extend(rows.iter().map(|row| row.received_at.as_second() - at(0).as_second()));
    }
}

async fn lists_are_sorted_and_paged_without_gaps(stage: Stage) {
    let store = stage.open().await;
    let somebody = SubjectId::new(at(0), &stage.entropy);
    let subject = store::subjects::SubjectRow {
        id: somebody,
        email: "saar@school.example".into(),
        language: kernel::Language::Nl,
        created_at: at(0),
        verified_at: None,
    };
    store::subjects::insert(&store, &subject).await.unwrap();
    // Four of them at one moment, so that the id has to decide between them.
    for second in [5, 1, 9, 3, 3, 3, 3, 7] {
        let mut row = request(&stage, second);
        row.subject_id = (second % 3 == 0).then_some(somebody);
        row.closed_at = (second >= 7).then_some(at(second + 50));
        requests::insert(&store, &row).await.unwrap();
    }
    assert_eq!(walk(&store, Filter::Open, |row| row.due_at).await, [1, 3, 3, 3, 3, 5]);
    assert_eq!(walk(&store, Filter::OpenDueBy(at(1_003)), |row| row.due_at).await, [1, 3, 3, 3, 3]);
    assert_eq!(walk(&store, Filter::Closed, |row| row.closed_at.unwrap()).await, [9, 7]);
    assert_eq!(walk(&store, Filter::OfSubject(somebody), |row| row.received_at).await, [9, 3, 3, 3, 3]);
    assert_eq!(walk(&store, Filter::All, |row| row.received_at).await, [9, 7, 5, 3, 3, 3, 3, 1]);
}

async fn requests_are_counted(stage: Stage) {
    let store = stage.open().await;
    assert_eq!(requests::counts(&store, at(0)).await.unwrap(), requests::Counts::default());
    for (second, phase, closed) in
        [(0, "received", false), (500, "planned", false), (501, "planned", false), (2, "x", true)]
    {
        let mut row = request(&stage, second);
        row.phase = phase.into();
        row.closed_at = closed.then_some(at(9));
        requests::insert(&store, &row).await.unwrap();
    }
    let counts = requests::counts(&store, at(1_001)).await.unwrap();
    assert_eq!((counts.open, counts.overdue, counts.closed), (3, 1, 1));
    assert_eq!(counts.by_phase, [("planned".to_owned(), 2), ("received".to_owned(), 1)]);
}

async fn linked_and_waiting_requests_are_found(stage: Stage) {
    let store = stage.open().await;
    let first = request(&stage, 0);
    requests::insert(&store, &first).await.unwrap();
    let mut second = request(&stage, 1);
    (second.linked_to, second.waits_for) = (Some(first.id), Some(first.id));
    requests::insert(&store, &second).await.unwrap();
    assert_eq!(requests::linked_to(&store, first.id).await.unwrap(), [second.clone()]);
    assert_eq!(requests::waiting_for(&store, first.id).await.unwrap(), [second.clone()]);
    assert!(requests::delete(&store, first.id).await.unwrap());
    let left = requests::get(&store, second.id).await.unwrap().unwrap();
    assert_eq!((left.linked_to, left.waits_for), (None, None));
}

fn step(stage: &Stage, of: &RequestRow, ordinal: i64, kind: StepKind) -> StepRow {
    StepRow {
        id: StepId::new(at(ordinal), &stage.entropy),
        request_id: of.id,
        system: "shop".into(),
        kind,
        ordinal,
        state: StepState::Pending,
        version: 1,
        attempts: 0,
        next_at: None,
        problem: None,
        prepared: None,
        receipt: None,
        started_at: None,
        done_at: None,
    }
}

async fn steps_keep_their_order_and_their_receipts(stage: Stage) {
    let store = stage.open().await;
    let asked = request(&stage, 0);
    requests::insert(&store, &asked).await.unwrap();
    let kinds = [StepKind::Residue, StepKind::Erase, StepKind::Export, StepKind::Find, StepKind::Manual];
    // More than one batch, given out of order.
    let rows: Vec<StepRow> =
        (0..1_100).rev().map(|n| step(&stage, &asked, n, kinds[usize::try_from(n).unwrap() % 5])).collect();
    steps::insert(&store, &rows).await.unwrap();
    steps::insert(&store, &[]).await.unwrap();
    let stored = steps::by_request(&store, asked.id).await.unwrap();
    assert_eq!(stored, rows.iter().rev().cloned().collect::<Vec<_>>());

    let mut first = stored[0].clone();
    let stale = first.clone();
    first.state = StepState::Prepared;
    first.prepared = Some(vec![9; 100]);
    first.problem = Some("the shop does not answer".into());
    (first.attempts, first.next_at, first.started_at) = (1, Some(at(60)), Some(at(5)));
    steps::update(&store, &mut first).await.unwrap();
    assert_eq!(steps::get(&store, first.id).await.unwrap().as_ref(), Some(&first));
    assert_eq!(steps::failing(&store, 10).await.unwrap(), [first.clone()]);
    let mut late = stale;
    assert!(matches!(steps::update(&store, &mut late).await, Err(StoreError::Stale { what: "step" })));

    first.state = StepState::Done;
    first.receipt = Some(r#"{"rows":3}"#.into());
    first.done_at = Some(at(9));
    steps::update(&store, &mut first).await.unwrap();
    assert_eq!(steps::failing(&store, 10).await.unwrap(), []);
    assert_eq!(steps::forget_prepared(&store, asked.id).await.unwrap(), 1);
    let kept = steps::get(&store, first.id).await.unwrap().unwrap();
    assert_eq!((kept.prepared, kept.receipt), (None, first.receipt.clone()));
    // A plan that is made anew takes nothing with it of what was done.
    assert_eq!(steps::delete_plan(&store, asked.id).await.unwrap(), 220);
    let left = steps::by_request(&store, asked.id).await.unwrap();
    assert!(left.len() == 880 && left.iter().all(|step| step.kind != StepKind::Find));
}

async fn marks_stay_until_they_are_taken_off(stage: Stage) {
    let store = stage.open().await;
    let mut asked = request(&stage, 0);
    requests::insert(&store, &asked).await.unwrap();
    let prepared = |n, kind| StepRow {
        prepared: Some(vec![7; 40]),
        state: StepState::Done,
        ..step(&stage, &asked, n, kind)
    };
    let rows = [prepared(0, StepKind::Restrict), prepared(1, StepKind::Erase)];
    let system = rows[0].system.clone();
    steps::insert(&store, &rows).await.unwrap();
    assert_eq!(steps::forget_prepared(&store, asked.id).await.unwrap(), 1, "all but the marks");
    let marks = steps::marks(&store, &system).await.unwrap();
    assert_eq!(marks.iter().map(|step| step.id).collect::<Vec<_>>(), [rows[0].id]);
    assert!(steps::marks(&store, "elsewhere").await.unwrap().is_empty());

    assert!(requests::kept(&store, &asked.right).await.unwrap().is_empty(), "it is open");
    asked.closed_at = Some(at(9));
    requests::update(&store, &mut asked).await.unwrap();
    let kept = requests::kept(&store, &asked.right).await.unwrap();
    assert_eq!(kept.len(), usize::from(asked.identities.is_some()));
    asked.identities = None;
    requests::update(&store, &mut asked).await.unwrap();
    assert!(requests::kept(&store, &asked.right).await.unwrap().is_empty());
    assert_eq!(steps::forget_marks(&store, asked.id).await.unwrap(), 1);
    assert!(steps::marks(&store, &system).await.unwrap().is_empty());
}

async fn corrected_addresses_are_found_from_either_end(stage: Stage) {
    use store::former_addresses::{self, FormerAddress};
    let store = stage.open().await;
    let row = |current: &str, former: &str| FormerAddress {
        current: current.into(),
        former: former.into(),
        sealed: vec![1, 2],
        since: at(1),
    };
    for _ in 0..2 {
        former_addresses::put(&store, &row("b", "a")).await.unwrap();
    }
    former_addresses::put(&store, &row("c", "b")).await.unwrap();
    for (address, found) in [("a", 1), ("b", 2), ("c", 1), ("d", 0)] {
        assert_eq!(former_addresses::of(&store, address).await.unwrap().len(), found, "{address}");
    }
    assert_eq!(former_addresses::delete_of(&store, "a").await.unwrap(), 1);
    assert_eq!(former_addresses::of(&store, "b").await.unwrap(), [row("c", "b")]);
}

fn archive(stage: &Stage, of: &RequestRow) -> ArchiveRow {
    ArchiveRow {
        id: ArchiveId::new(at(1), &stage.entropy),
        request_id: of.id,
        created_at: at(1),
        expires_at: at(100),
        bytes: 0,
        sha256: String::new(),
        chunks: 0,
        purged_at: None,
    }
}

async fn an_archive_is_streamed_and_destroyed(stage: Stage) {
    let store = stage.open().await;
    let asked = request(&stage, 0);
    requests::insert(&store, &asked).await.unwrap();
    let row = archive(&stage, &asked);
    archives::insert(&store, &row).await.unwrap();
    let chunks: Vec<Vec<u8>> = (0..5u8).map(|n| vec![n; 70_000]).collect();
    archives::put_chunk(&store, row.id, 0, b"of an interrupted writer".to_vec()).await.unwrap();
    for (n, chunk) in chunks.iter().enumerate() {
        archives::put_chunk(&store, row.id, i64::try_from(n).unwrap(), chunk.clone()).await.unwrap();
    }
    archives::complete(&store, row.id, 350_000, &"a".repeat(64), 5).await.unwrap();
    let read: Vec<Vec<u8>> = archives::chunks(&store, row.id).try_collect().await.unwrap();
    assert!(read == chunks, "the chunks come back in order");
    let stored = archives::by_request(&store, asked.id).await.unwrap();
    assert_eq!((stored[0].bytes, stored[0].chunks, stored[0].sha256.len()), (350_000, 5, 64));

    archives::log_download(&store, row.id, at(7), "session-1").await.unwrap();
    assert_eq!(archives::downloads(&store, row.id).await.unwrap()[0].session, "session-1");
    assert!(archives::expired(&store, at(99), 10).await.unwrap().is_empty());
    assert_eq!(archives::expired(&store, at(100), 10).await.unwrap().len(), 1);
    let mut tx = store.begin().await.unwrap();
    assert!(archives::purge(&mut tx, row.id, at(101)).await.unwrap());
    assert!(!archives::purge(&mut tx, row.id, at(102)).await.unwrap(), "once");
    tx.commit().await.unwrap();
    assert!(archives::expired(&store, at(200), 10).await.unwrap().is_empty());
    assert_eq!(archives::chunk(&store, row.id, 0).await.unwrap(), None);
    assert_eq!(archives::chunks(&store, row.id).count().await, 0);
    assert_eq!(archives::get(&store, row.id).await.unwrap().unwrap().purged_at, Some(at(101)));
}

async fn deleting_a_request_takes_what_belongs_to_it(stage: Stage) {
    let store = stage.open().await;
    let asked = request(&stage, 0);
    requests::insert(&store, &asked).await.unwrap();
    steps::insert(&store, &[step(&stage, &asked, 0, StepKind::Find)]).await.unwrap();
    let row = archive(&stage, &asked);
    archives::insert(&store, &row).await.unwrap();
    archives::put_chunk(&store, row.id, 0, vec![1]).await.unwrap();
    archives::log_download(&store, row.id, at(7), "session-1").await.unwrap();
    assert!(requests::delete(&store, asked.id).await.unwrap());
    assert!(!requests::delete(&store, asked.id).await.unwrap());
    assert!(steps::by_request(&store, asked.id).await.unwrap().is_empty());
    assert_eq!(archives::get(&store, row.id).await.unwrap(), None);
    assert_eq!(archives::chunk(&store, row.id, 0).await.unwrap(), None);
    assert!(archives::downloads(&store, row.id).await.unwrap().is_empty());
    // A step of a request that is not there is refused.
    assert!(steps::insert(&store, &[step(&stage, &asked, 0, StepKind::Find)]).await.is_err());
}

async fn the_register_counts_by_month_and_right(stage: Stage) {
    let store = stage.open().await;
    let line =
        |id: &str, right: &str, received: &str, closed: bool, in_time: bool, drill: bool| RegisterRow {
            id: id.into(),
            right: right.into(),
            received_on: received.into(),
            closed_on: closed.then_some(date(2026, 12, 24)),
            systems: r#"["shop"]"#.into(),
            outcome: "answered".into(),
            in_time,
            drill,
        };
    let lines = [
        line("a", "access", "2026-12-01", true, true, false),
        line("b", "access", "2026-12-30", true, false, false),
        line("c", "access", "2026-12-31", false, true, false),
        line("d", "erasure", "2026-12", true, true, false),
        line("e", "erasure", "2027-01-02", true, true, false),
        line("f", "erasure", "2027-01-02", true, true, true),
    ];
    for row in &lines {
        register::insert(&store, row).await.unwrap();
    }
    let figures = |month: &str, right: &str, received, closed, in_time| MonthFigures {
        month: month.into(),
        right: right.into(),
        received,
        closed,
        in_time,
    };
    let expected = [
        figures("2026-12", "access", 3, 2, 1),
        figures("2026-12", "erasure", 1, 1, 1),
        figures("2027-01", "erasure", 1, 1, 1),
    ];
    assert_eq!(register::figures(&store, false).await.unwrap(), expected);
    assert_eq!(register::figures(&store, true).await.unwrap().len(), 1);
    let ids = |rows: Vec<RegisterRow>| rows.into_iter().map(|row| row.id).collect::<String>();
    assert_eq!(ids(register::list(&store, None, 4).await.unwrap()), "fecb");
    assert_eq!(ids(register::list(&store, Some(("2026-12-30", "b")), 4).await.unwrap()), "ad");
    let closed = line("c", "access", "2026-12-31", true, true, false);
    register::update(&store, &closed).await.unwrap();
    assert_eq!(register::get(&store, "c").await.unwrap(), Some(closed));
    assert!(register::delete(&store, "c").await.unwrap());
    assert!(!register::delete(&store, "c").await.unwrap());
}
