//! Editions: immutable, one in force at any date.

use jiff::civil::date;
use store::editions::{self, EditionHead, EditionRow, PublishError, Published};

use crate::stage::{Stage, at, on_both_engines};

on_both_engines!(
    an_edition_is_stored_once_and_never_replaced,
    the_edition_in_force_is_the_latest_that_has_begun,
    two_who_publish_for_one_day_do_not_both_succeed,
);

fn edition(hash: &str, policy: &str, from: jiff::civil::Date) -> EditionRow {
    let head = EditionHead {
        hash: hash.repeat(64),
        policy: policy.into(),
        version: from.to_string(),
        in_force_from: from,
        published_at: at(0),
        published_by: "operator".into(),
    };
    EditionRow { head, canonical: hash.as_bytes().to_vec() }
}

async fn an_edition_is_stored_once_and_never_replaced(stage: Stage) {
    let store = stage.open().await;
    let first = edition("a", "leskracht", date(2022, 6, 1));
    assert_eq!(editions::insert(&store, &first).await.unwrap(), Published::New);
    assert_eq!(editions::insert(&store, &first).await.unwrap(), Published::Already);
    let other = edition("b", "leskracht", date(2022, 6, 1));
    let error = editions::insert(&store, &other).await.unwrap_err();
    assert!(
        matches!(&error, PublishError::DateTaken { existing, .. } if *existing == first.head.hash),
        "{error}"
    );
    // Another policy may begin on the same day.
    let elsewhere = edition("c", "school", date(2022, 6, 1));
    assert_eq!(editions::insert(&store, &elsewhere).await.unwrap(), Published::New);
    assert_eq!(editions::by_hash(&store, &first.head.hash).await.unwrap(), Some(first.clone()));
    assert_eq!(editions::by_hash(&store, &other.head.hash).await.unwrap(), None);
    assert_eq!(editions::list(&store, "leskracht").await.unwrap(), vec![first.head.clone()]);
    assert_eq!(editions::list_all(&store).await.unwrap(), [first.head, elsewhere.head]);
}

async fn the_edition_in_force_is_the_latest_that_has_begun(stage: Stage) {
    let store = stage.open().await;
    let days = [date(2022, 6, 1), date(2026, 12, 1), date(2027, 1, 1)];
    for (hash, day) in ["a", "b", "c"].into_iter().zip(days) {
        editions::insert(&store, &edition(hash, "leskracht", day)).await.unwrap();
    }
    for (day, expected) in [
        (date(2022, 5, 31), None),
        (date(2022, 6, 1), Some("a")),
        (date(2026, 11, 30), Some("a")),
        (date(2026, 12, 1), Some("b")),
        (date(2026, 12, 31), Some("b")),
        (date(2030, 1, 1), Some("c")),
    ] {
        let found = editions::in_force(&store, "leskracht", day).await.unwrap();
        assert_eq!(found.map(|row| row.head.hash), expected.map(|hash| hash.repeat(64)), "{day}");
    }
    assert_eq!(editions::in_force(&store, "school", date(2030, 1, 1)).await.unwrap(), None);
}

async fn two_who_publish_for_one_day_do_not_both_succeed(stage: Stage) {
    let store = stage.open().await;
    let attempts: Vec<_> = ["a", "b", "c", "d"]
        .into_iter()
        .map(|hash| {
            let store = store.clone();
            tokio::spawn(async move {
                editions::insert(&store, &edition(hash, "leskracht", date(2026, 12, 1))).await.is_ok()
            })
        })
        .collect();
    let mut stored = 0;
    for attempt in attempts {
        stored += u32::from(attempt.await.unwrap());
    }
    assert_eq!(stored, 1);
    assert_eq!(editions::list(&store, "leskracht").await.unwrap().len(), 1);
}
