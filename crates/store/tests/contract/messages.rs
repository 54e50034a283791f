//! Messages: queued until they leave, wiped afterwards.

use kernel::Language;
use kernel::ids::MessageId;
use store::messages::{self, MessageRow, MessageState};
use store::{Page, StoreError};

use crate::stage::{Stage, at, on_both_engines, request};

on_both_engines!(
    a_message_leaves_once_and_is_tried_again_when_refused,
    no_message_is_handed_to_two_workers,
    what_a_dead_worker_had_is_due_at_once,
    what_left_is_wiped_and_what_waits_is_not,
);

const WORKER: &str = "worker-1";

fn message(stage: &Stage, second: i64) -> MessageRow {
    MessageRow {
        id: MessageId::new(at(second), &stage.entropy),
        request_id: None,
        kind: "answer-ready".into(),
        class: "transactional".into(),
        language: Language::Nl,
        to_address: "saar@school.example".into(),
        subject: "Uw gegevens staan klaar".into(),
        text: "Dag Saar".into(),
        html: Some("<p>Dag Saar</p>".into()),
        headers: r#"{"x":"y"}"#.into(),
        state: MessageState::Queued,
        attempts: 0,
        next_at: Some(at(second)),
        leased_by: None,
        sent_at: None,
        receipt: None,
        drill: false,
        created_at: at(second),
    }
}

async fn a_message_leaves_once_and_is_tried_again_when_refused(stage: Stage) {
    let store = stage.open().await;
    let row = message(&stage, 10);
    messages::insert(&store, &row).await.unwrap();
    assert_eq!(messages::get(&store, row.id).await.unwrap().as_ref(), Some(&row));
    assert!(messages::claim(&store, WORKER, at(9), at(60), 5).await.unwrap().is_empty());
    let first = messages::claim(&store, WORKER, at(10), at(60), 5).await.unwrap().remove(0);
    assert!(messages::claim(&store, WORKER, at(59), at(99), 5).await.unwrap().is_empty(), "taken");
    messages::retry(&store, &first, at(30), "451 later").await.unwrap();
    let second = messages::claim(&store, WORKER, at(30), at(60), 5).await.unwrap().remove(0);
    // The worker is killed; another takes the message, and the late one is told.
    let third = messages::claim(&store, WORKER, at(60), at(90), 5).await.unwrap().remove(0);
    assert_eq!((third.id, third.attempts), (row.id, 3));
    let late = messages::mark_sent(&store, &second, at(61), "250 ok").await;
    assert!(matches!(late, Err(StoreError::Stale { what: "message" })));
    messages::mark_sent(&store, &third, at(61), "250 ok").await.unwrap();
    let sent = messages::get(&store, row.id).await.unwrap().unwrap();
    assert_eq!(
        (sent.state, sent.sent_at, sent.receipt.as_deref()),
        (MessageState::Sent, Some(at(61)), Some("250 ok"))
    );
    assert!(messages::claim(&store, WORKER, at(9_999), at(9_999), 5).await.unwrap().is_empty());
    assert_eq!(messages::next_due(&store).await.unwrap(), None);
}

async fn what_a_dead_worker_had_is_due_at_once(stage: Stage) {
    let store = stage.open().await;
    for second in 0..3 {
        messages::insert(&store, &message(&stage, second)).await.unwrap();
    }
    let left = messages::claim(&store, "dead", at(5), at(60), 1).await.unwrap().remove(0);
    messages::mark_sent(&store, &left, at(6), "250 ok").await.unwrap();
    let waits = messages::claim(&store, "dead", at(6), at(60), 1).await.unwrap().remove(0);
    let other = messages::claim(&store, "alive", at(6), at(60), 1).await.unwrap().remove(0);
    assert_eq!(messages::release_of(&store, "dead", at(7)).await.unwrap(), 1, "what had left stays away");
    let again = messages::claim(&store, "alive", at(7), at(60), 5).await.unwrap();
    assert_eq!(again.iter().map(|row| row.id).collect::<Vec<_>>(), [waits.id]);
    assert_eq!(again[0].leased_by.as_deref(), Some("alive"));
    let late = messages::mark_failed(&store, &waits, "550 late").await;
    assert!(matches!(late, Err(StoreError::Stale { what: "message" })));
    messages::retry(&store, &other, at(500), "451 later").await.unwrap();
    assert_eq!(messages::release_of(&store, "alive", at(8)).await.unwrap(), 1, "what waits is nobody's");
    assert_eq!(messages::get(&store, other.id).await.unwrap().unwrap().next_at, Some(at(500)));
}

async fn no_message_is_handed_to_two_workers(stage: Stage) {
    let store = stage.open().await;
    for second in 0..60 {
        messages::insert(&store, &message(&stage, second)).await.unwrap();
    }
    let workers: Vec<_> = (0..6)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut count = 0;
                loop {
                    let taken = messages::claim(&store, WORKER, at(100), at(200), 3).await.unwrap();
                    if taken.is_empty() {
                        return count;
                    }
                    count += taken.len();
                }
            })
        })
        .collect();
    let mut count = 0;
    for worker in workers {
        count += worker.await.unwrap();
    }
    assert_eq!(count, 60);
}

async fn what_left_is_wiped_and_what_waits_is_not(stage: Stage) {
    let store = stage.open().await;
    let asked = request(&stage, 0);
    store::requests::insert(&store, &asked).await.unwrap();
    let mut rows = vec![];
    for second in 0..4 {
        let row = MessageRow { request_id: (second != 3).then_some(asked.id), ..message(&stage, second) };
        messages::insert(&store, &row).await.unwrap();
        rows.push(row);
    }
    let claimed = messages::claim(&store, WORKER, at(3), at(60), 3).await.unwrap();
    messages::mark_sent(&store, &claimed[0], at(5), "250 saar@school.example ok").await.unwrap();
    messages::mark_failed(&store, &claimed[1], "550 no such box").await.unwrap();
    assert_eq!(messages::next_due(&store).await.unwrap(), Some(at(3)));
    let counts = [(MessageState::Failed, 1), (MessageState::Queued, 2), (MessageState::Sent, 1)];
    assert_eq!(messages::counts(&store).await.unwrap(), counts);
    assert_eq!(messages::by_request(&store, asked.id).await.unwrap().len(), 3);

    assert_eq!(messages::purge_of_request(&store, asked.id).await.unwrap(), 2);
    let wiped = messages::get(&store, rows[0].id).await.unwrap().unwrap();
    let said = format!("{wiped:?}");
    assert_eq!(wiped.state, MessageState::Purged);
    assert!(!said.contains("aar") && !said.contains("550"), "{said}");
    assert!(!messages::purge(&store, rows[0].id).await.unwrap(), "once");
    assert!(!messages::purge(&store, rows[2].id).await.unwrap(), "it waits");
    let last = messages::claim(&store, WORKER, at(3), at(60), 3).await.unwrap().remove(0);
    messages::mark_sent(&store, &last, at(5), "250 ok").await.unwrap();
    assert_eq!(messages::purge_before(&store, at(2)).await.unwrap(), 0);
    assert_eq!(messages::purge_before(&store, at(3)).await.unwrap(), 1);

    let page = messages::list(&store, &Page::first(3)).await.unwrap();
    assert_eq!(page.iter().map(|row| row.id).collect::<Vec<_>>(), [rows[3].id, rows[2].id, rows[1].id]);
    let next = Page::after(page[2].created_at.as_microsecond(), page[2].id, 3);
    let rest = messages::list(&store, &next).await.unwrap();
    assert_eq!(rest.iter().map(|row| row.id).collect::<Vec<_>>(), [rows[0].id]);
}
