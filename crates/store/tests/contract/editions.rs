//! Editions: immutable, one in force at any date.

use jiff::civil::date;
use kernel::Language;
use kernel::ids::MessageId;
use store::StoreError;
use store::edition_notices::{self, NoticeRow, NoticeState};
use store::editions::{self, EditionHead, EditionRow, PublishError, Published};
use store::publications::{self, PublicationRow};

use crate::stage::{Stage, at, on_both_engines};

on_both_engines!(
    an_edition_is_stored_once_and_never_replaced,
    the_edition_in_force_is_the_latest_that_has_begun,
    two_who_publish_for_one_day_do_not_both_succeed,
    what_is_announced_holds_on_no_day_until_it_does,
    a_publication_is_changed_by_one_at_a_time,
    everybody_is_told_once,
);

fn edition(hash: &str, policy: &str, from: jiff::civil::Date) -> EditionRow {
    let head = EditionHead {
        hash: hash.repeat(64),
        policy: policy.into(),
        version: from.to_string(),
        in_force_from: from,
        published_at: at(0),
        published_by: "operator".into(),
        holds_from: Some(from),
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

async fn what_is_announced_holds_on_no_day_until_it_does(stage: Stage) {
    let store = stage.open().await;
    editions::insert(&store, &edition("a", "leskracht", date(2022, 6, 1))).await.unwrap();
    let mut coming = edition("b", "leskracht", date(2027, 1, 1));
    coming.head.holds_from = None;
    editions::insert(&store, &coming).await.unwrap();
    let hash = async |day, today| {
        let text = editions::text_at(&store, "leskracht", day, today).await.unwrap();
        text.map(|row| row.head.hash[..1].to_owned())
    };
    let (before, late) = (date(2026, 12, 1), date(2027, 1, 10));
    let in_force = async |day| editions::in_force(&store, "leskracht", day).await.unwrap().unwrap().head.hash;
    assert_eq!(in_force(date(2027, 2, 1)).await, "a".repeat(64));
    // From the day before it one can read what will hold; once its day passed without it, it holds on no day.
    assert_eq!(hash(date(2027, 1, 1), before).await.as_deref(), Some("b"));
    assert_eq!(hash(date(2026, 12, 31), before).await.as_deref(), Some("a"));
    assert_eq!(hash(date(2027, 1, 5), late).await.as_deref(), Some("a"));
    assert!(editions::hold_from(&store, &coming.head.hash, date(2027, 1, 12)).await.unwrap());
    assert!(!editions::hold_from(&store, &coming.head.hash, date(2027, 1, 1)).await.unwrap());
    assert_eq!(hash(date(2027, 1, 11), date(2027, 3, 1)).await.as_deref(), Some("a"));
    assert_eq!(in_force(date(2027, 1, 12)).await, "b".repeat(64));
}

async fn a_publication_is_changed_by_one_at_a_time(stage: Stage) {
    let store = stage.open().await;
    let mut row = PublicationRow {
        hash: "d".repeat(64),
        policy: "leskracht".into(),
        label: "2027".into(),
        begins: date(2027, 1, 1),
        drafted_by: "operator".into(),
        state: "{}".into(),
        stage: "draft".into(),
        version: 1,
        changed_at: at(0),
        findings: 0,
    };
    assert!(publications::insert(&store, &row, b"bytes").await.unwrap());
    assert!(!publications::insert(&store, &row, b"bytes").await.unwrap());
    let mut other = row.clone();
    row.stage = "checked".into();
    publications::put(&store, &mut row).await.unwrap();
    assert!(matches!(publications::put(&store, &mut other).await, Err(StoreError::Stale { .. })));
    assert_eq!(publications::get(&store, &row.hash).await.unwrap(), Some(row.clone()));
    assert_eq!(publications::at(&store, "checked").await.unwrap(), vec![row.clone()]);
    assert_eq!(publications::at(&store, "draft").await.unwrap(), vec![]);
    assert_eq!(publications::canonical(&store, &row.hash).await.unwrap().as_deref(), Some(&b"bytes"[..]));
    publications::delete(&store, &row.hash).await.unwrap();
    assert_eq!(publications::list(&store, 9).await.unwrap(), vec![]);
}

async fn everybody_is_told_once(stage: Stage) {
    let store = stage.open().await;
    let row = |n: u8| NoticeRow {
        edition: "e".repeat(64),
        recipient: format!("{n:064}"),
        address: format!("p{n}@school.example"),
        language: Language::Nl,
    };
    for n in [1, 2, 1, 2, 3] {
        edition_notices::add(&store, &row(n), at(0)).await.unwrap();
    }
    let edition = "e".repeat(64);
    let waiting = edition_notices::waiting(&store, &edition, 2).await.unwrap();
    assert_eq!(waiting, [row(1), row(2)]);
    let messages: Vec<MessageId> = (0..2).map(|n| MessageId::new(at(n), &stage.entropy)).collect();
    assert!(edition_notices::queued(&store, &row(1), messages[0], at(1)).await.unwrap());
    assert!(!edition_notices::queued(&store, &row(1), messages[1], at(1)).await.unwrap(), "written once");
    assert!(edition_notices::queued(&store, &row(2), messages[1], at(1)).await.unwrap());
    edition_notices::ended(&store, messages[0], NoticeState::Told, at(5)).await.unwrap();
    edition_notices::ended(&store, messages[1], NoticeState::Unreachable, at(4)).await.unwrap();
    edition_notices::ended(&store, messages[0], NoticeState::Unreachable, at(9)).await.unwrap();
    let counts = edition_notices::counts(&store, &edition).await.unwrap();
    assert_eq!(counts, [(NoticeState::Told, 1), (NoticeState::Unreachable, 1), (NoticeState::Waiting, 1)]);
    assert_eq!(edition_notices::last(&store, &edition).await.unwrap(), Some(at(5)));
    // Adding somebody again who was told does not tell them again.
    assert!(!edition_notices::add(&store, &row(1), at(9)).await.unwrap());
    assert_eq!(edition_notices::forget(&store, &row(3).recipient).await.unwrap(), 1);
    assert_eq!(edition_notices::waiting(&store, &edition, 9).await.unwrap(), vec![]);
    edition_notices::drop_of(&store, &edition).await.unwrap();
    assert_eq!(edition_notices::counts(&store, &edition).await.unwrap(), vec![]);
}
