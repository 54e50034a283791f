//! Choices of visitors.

use jiff::SignedDuration;
use kernel::Language;
use kernel::ids::SubjectId;
use store::consents::{self, ConsentRow, CountRow, LinkRow};

use crate::stage::{Stage, at, on_both_engines};

on_both_engines!(
    a_choice_is_found_by_who_made_it,
    a_choice_is_kept_once,
    sums_add_up,
    a_text_is_kept_once,
    choices_are_tied_to_one_account,
    what_is_over_goes_and_the_leaves_stay,
    one_site_is_taken_out_alone,
);

fn row(subject: &str, second: i64) -> ConsentRow {
    let at = at(second);
    ConsentRow {
        day: at.as_second() / 86_400,
        subject: subject.into(),
        at,
        recorded_at: at,
        counts_until: at + SignedDuration::from_hours(24 * 183),
        site: "www.leskracht.example".into(),
        shown: 1,
        layer: "first-layer".into(),
        control: "accept".into(),
        gpc: false,
        purposes_allowed: "analytics".into(),
        purposes_refused: String::new(),
        services_allowed: "ga".into(),
        services_refused: String::new(),
        batch: 0,
        place: 0,
        salt: vec![7; 16],
    }
}

async fn put(store: &store::Store, rows: &[ConsentRow], entry: u64) {
    let mut tx = store.begin().await.unwrap();
    consents::insert(&mut tx, rows, entry, &[1; 32], &[]).await.unwrap();
    tx.commit().await.unwrap();
}

const DAY: i64 = 86_400;

async fn a_choice_is_found_by_who_made_it(stage: Stage) {
    let store = stage.open().await;
    // More than one statement's worth, over two days.
    let many: Vec<ConsentRow> = (0..300).map(|n| row(&format!("s{n}"), n % 2 * DAY)).collect();
    put(&store, &many, 0).await;
    let mut later = row("s1", 2 * DAY);
    (later.batch, later.gpc, later.purposes_allowed) = (1, true, String::new());
    put(&store, std::slice::from_ref(&later), 1).await;
    let found = consents::of(&store, "s1", 10).await.unwrap();
    assert_eq!(found, [later.clone(), row("s1", DAY)]);
    assert_eq!(consents::of(&store, "s1", 1).await.unwrap().len(), 1);
    assert!(consents::of(&store, "nobody", 10).await.unwrap().is_empty());
    assert_eq!(consents::one(&store, later.day, "s1", later.at).await.unwrap(), Some(later.clone()));
    assert_eq!(consents::one(&store, later.day, "s1", at(5)).await.unwrap(), None);
    let asked = ["s1".to_owned(), "s2".to_owned(), "s3".to_owned()];
    let since = consents::since(&store, later.day - 1, &asked).await.unwrap();
    let told: Vec<&str> = since.iter().map(|row| row.subject.as_str()).collect();
    assert_eq!(told.len(), 3, "s2 chose before: {told:?}");
    assert_eq!(consents::in_batch(&store, 1).await.unwrap(), [later]);
    assert_eq!(consents::leaves(&store, 1).await.unwrap(), Some(vec![1; 32]));
    assert_eq!(consents::leaves(&store, 7).await.unwrap(), None);
    let batches = consents::batches(&store, Some(0), 10).await.unwrap();
    assert_eq!(batches.iter().map(|(entry, _)| *entry).collect::<Vec<_>>(), [1]);
}

async fn a_choice_is_kept_once(stage: Stage) {
    let store = stage.open().await;
    put(&store, &[row("a", 1), row("b", 1)], 0).await;
    let mut tx = store.begin().await.unwrap();
    let day = row("a", 1).day;
    let there = consents::same_day(&mut tx, day, &["a", "c"]).await.unwrap();
    assert_eq!(there, [row("a", 1)]);
    assert!(consents::same_day(&mut tx, day, &[]).await.unwrap().is_empty());
    assert!(consents::insert(&mut tx, &[row("a", 1)], 1, &[], &[]).await.is_err(), "the same again");
}

async fn sums_add_up(stage: Stage) {
    let store = stage.open().await;
    let count = |which: &str, sum: i64| CountRow {
        day: 20_833,
        site: "www.leskracht.example".into(),
        what: "outcome".into(),
        which: which.into(),
        sum,
    };
    for entry in 0..2 {
        let mut tx = store.begin().await.unwrap();
        let subject = format!("s{entry}");
        let counts = [count("all", 2), count("none", 1)];
        consents::insert(&mut tx, &[row(&subject, 1)], entry, &[1; 32], &counts).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(consents::counts(&store, 20_833).await.unwrap(), [count("all", 4), count("none", 2)]);
    assert!(consents::counts(&store, 20_834).await.unwrap().is_empty());
}

async fn a_text_is_kept_once(stage: Stage) {
    let store = stage.open().await;
    let mut tx = store.begin().await.unwrap();
    let mut keep = async |language, digest: &str| {
        consents::keep_text(&mut tx, "ed", language, digest, "what was read").await.unwrap()
    };
    let first = keep(Language::Nl, "d1").await;
    assert_eq!(keep(Language::Nl, "d1").await, first);
    let other = keep(Language::En, "d1").await;
    assert_ne!(other, first);
    assert_ne!(keep(Language::Nl, "d2").await, first);
    tx.commit().await.unwrap();
    let text = consents::text(&store, other).await.unwrap().unwrap();
    assert_eq!((text.language, text.content.as_str()), (Language::En, "what was read"));
    assert_eq!(consents::text(&store, 99).await.unwrap(), None);
}

async fn choices_are_tied_to_one_account(stage: Stage) {
    let store = stage.open().await;
    let account = |second: i64| SubjectId::new(at(second), &stage.entropy);
    let (one, two) = (account(1), account(2));
    let link = |subject: &str, id: SubjectId, hash: &str, second: i64| LinkRow {
        subject: subject.into(),
        subject_id: id,
        account: hash.into(),
        linked_at: at(second),
    };
    consents::link(&store, &link("a", one, "h1", 1)).await.unwrap();
    consents::link(&store, &link("b", one, "h1", 2)).await.unwrap();
    consents::link(&store, &link("a", two, "h2", 3)).await.unwrap();
    assert_eq!(consents::links(&store, one).await.unwrap(), [link("b", one, "h1", 2)]);
    assert_eq!(consents::links(&store, two).await.unwrap(), [link("a", two, "h2", 3)]);
    let mut linked = consents::linked(&store, &["h1".into(), "h2".into(), "h3".into()]).await.unwrap();
    linked.sort();
    assert_eq!(linked, [("h1".into(), "b".into()), ("h2".into(), "a".into())]);
    assert!(!consents::unlink(&store, "a", one).await.unwrap(), "it is the other's");
    assert!(consents::unlink(&store, "a", two).await.unwrap());
    assert_eq!(consents::unlink_all(&store, one).await.unwrap(), 1);
    assert!(consents::links(&store, one).await.unwrap().is_empty());
}

async fn what_is_over_goes_and_the_leaves_stay(stage: Stage) {
    let store = stage.open().await;
    put(&store, &[row("a", 0), row("b", 0)], 0).await;
    put(&store, &[row("a", 30 * DAY)], 1).await;
    let mut tx = store.begin().await.unwrap();
    let until = row("a", 0).counts_until + SignedDuration::from_secs(1);
    assert_eq!(consents::purge(&mut tx, until, row("a", 30 * DAY).day).await.unwrap(), 2);
    assert_eq!(consents::purge(&mut tx, until, row("a", 30 * DAY).day).await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert_eq!(consents::of(&store, "a", 10).await.unwrap(), [row("a", 30 * DAY)]);
    assert!(consents::of(&store, "b", 10).await.unwrap().is_empty());
    assert!(consents::leaves(&store, 0).await.unwrap().is_some());
}

async fn one_site_is_taken_out_alone(stage: Stage) {
    let store = stage.open().await;
    let other = ConsentRow { site: "drill.invalid".into(), ..row("b", 2) };
    put(&store, &[row("a", 1), other], 0).await;
    let newest = consents::newest(&store, "drill.invalid", 10).await.unwrap();
    assert_eq!(newest, [row("a", 1)]);
    let mut tx = store.begin().await.unwrap();
    assert_eq!(consents::remove_site(&mut tx, row("b", 0).day, "drill.invalid").await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(consents::newest(&store, "", 10).await.unwrap(), [row("a", 1)]);
}
