//! What officers do beside deciding: notes, likenesses, what was asked and handed in, warnings, mail choices.

use store::identity_asks::AskRow;
use store::letters::{self, AskingRow, LetterRow};
use store::likenesses::Strength;
use store::mail_choices::ChoiceRow;
use store::notes::NoteRow;
use store::uploads::UploadRow;

use crate::stage::{Stage, at, on_both_engines, request};

on_both_engines!(
    notes_are_their_writers_and_go_with_the_request,
    the_surest_likeness_counts_and_is_forgotten,
    a_link_works_until_it_is_replaced_ended_or_old,
    what_was_handed_in_is_destroyed_once,
    a_warning_is_sent_once,
    a_choice_takes_the_place_of_the_one_before,
    who_asked_for_letters_is_known_until_they_answer_or_do_not,
    a_job_is_called_back_only_while_it_waits,
);

async fn notes_are_their_writers_and_go_with_the_request(stage: Stage) {
    let store = stage.open().await;
    let row = request(&stage, 0);
    store::requests::insert(&store, &row).await.unwrap();
    let note = |n: i64, by: &str| NoteRow {
        id: format!("n{n}"),
        request_id: row.id,
        written_at: at(n),
        written_by: by.into(),
        words: vec![1, 2],
    };
    store::notes::insert(&store, &note(2, "a")).await.unwrap();
    store::notes::insert(&store, &note(1, "b")).await.unwrap();
    let ids: Vec<String> =
        store::notes::of(&store, row.id).await.unwrap().into_iter().map(|note| note.id).collect();
    assert_eq!(ids, ["n1", "n2"]);
    assert!(!store::notes::delete(&store, row.id, "n1", "a").await.unwrap(), "another wrote it");
    assert!(store::notes::delete(&store, row.id, "n1", "b").await.unwrap());
    assert_eq!(store::notes::forget(&store, row.id).await.unwrap(), 1);
    assert_eq!(store::notes::of(&store, row.id).await.unwrap(), []);
}

async fn the_surest_likeness_counts_and_is_forgotten(stage: Stage) {
    let store = stage.open().await;
    let rows: Vec<_> = (0..3).map(|n| request(&stage, n)).collect();
    for row in &rows {
        store::requests::insert(&store, row).await.unwrap();
    }
    let [own, same, alike] = [rows[0].id, rows[1].id, rows[2].id];
    for (id, likeness, strength) in [
        (own, "s1", Strength::Same),
        (own, "a1", Strength::Alike),
        (same, "s1", Strength::Same),
        (same, "a1", Strength::Alike),
        (same, "a1", Strength::Alike),
        (alike, "s2", Strength::Same),
        (alike, "a1", Strength::Alike),
    ] {
        store::likenesses::put(&store, id, likeness, strength).await.unwrap();
    }
    let others = store::likenesses::others(&store, own, 9).await.unwrap();
    assert_eq!(others, [(alike, Strength::Alike), (same, Strength::Same)]);
    assert_eq!(store::likenesses::of(&store, "s1").await.unwrap(), [own, same]);
    assert_eq!(store::likenesses::forget(&store, same).await.unwrap(), 2);
    let mut closed = rows[2].clone();
    closed.closed_at = Some(at(10));
    store::requests::update(&store, &mut closed).await.unwrap();
    assert_eq!(store::likenesses::purge(&store, at(9)).await.unwrap(), 0);
    assert_eq!(store::likenesses::purge(&store, at(10)).await.unwrap(), 2);
    assert_eq!(store::likenesses::others(&store, own, 9).await.unwrap(), []);
}

async fn a_link_works_until_it_is_replaced_ended_or_old(stage: Stage) {
    let store = stage.open().await;
    let row = request(&stage, 0);
    store::requests::insert(&store, &row).await.unwrap();
    let ask = AskRow {
        id: "k1".into(),
        request_id: row.id,
        asked_at: at(0),
        asked_by: "house".into(),
        means: "call-back".into(),
        token_hash: "t0".into(),
        expires_at: at(100),
        ended_at: None,
        outcome: None,
    };
    store::identity_asks::insert(&store, &ask).await.unwrap();
    assert_eq!(store::identity_asks::by_token(&store, "t0", at(1)).await.unwrap(), Some(ask.clone()));
    assert_eq!(store::identity_asks::link(&store, row.id, "t1", at(50)).await.unwrap(), 1);
    assert_eq!(store::identity_asks::by_token(&store, "t0", at(1)).await.unwrap(), None);
    assert_eq!(store::identity_asks::by_token(&store, "t1", at(50)).await.unwrap(), None, "it is old");
    assert!(store::identity_asks::by_token(&store, "t1", at(49)).await.unwrap().is_some());
    assert_eq!(store::identity_asks::end(&store, row.id, at(5), "accepted").await.unwrap(), 1);
    assert_eq!(store::identity_asks::end(&store, row.id, at(6), "rejected").await.unwrap(), 0);
    assert_eq!(store::identity_asks::by_token(&store, "t1", at(6)).await.unwrap(), None);
    let kept = store::identity_asks::of(&store, row.id).await.unwrap();
    assert_eq!(kept[0].outcome.as_deref(), Some("accepted"));
    assert_eq!(store::identity_asks::list(&store, 9).await.unwrap(), kept);
}

async fn what_was_handed_in_is_destroyed_once(stage: Stage) {
    let store = stage.open().await;
    let upload = UploadRow {
        id: "u1".into(),
        place: "identity:x".into(),
        media: "image/png".into(),
        bytes: 5,
        sha256: "aa".into(),
        created_at: at(0),
        expires_at: at(100),
        views: 0,
        destroyed_at: None,
    };
    store::uploads::insert(&store, &upload, &[vec![1, 2, 3], vec![4, 5]]).await.unwrap();
    assert_eq!(store::uploads::pieces(&store, "u1").await.unwrap(), [vec![1, 2, 3], vec![4, 5]]);
    assert!(store::uploads::viewed(&store, "u1").await.unwrap());
    assert_eq!(store::uploads::get(&store, "u1").await.unwrap().unwrap().views, 1);
    assert_eq!(store::uploads::expired(&store, at(99), 9).await.unwrap(), []);
    assert_eq!(store::uploads::expired(&store, at(100), 9).await.unwrap().len(), 1);
    assert_eq!(store::uploads::left_behind(&store, at(99)).await.unwrap(), 0);
    assert_eq!(store::uploads::left_behind(&store, at(100)).await.unwrap(), 2);
    assert!(store::uploads::destroy(&store, "u1", at(50)).await.unwrap());
    assert!(!store::uploads::destroy(&store, "u1", at(51)).await.unwrap());
    assert!(!store::uploads::viewed(&store, "u1").await.unwrap());
    assert_eq!(store::uploads::pieces(&store, "u1").await.unwrap(), Vec::<Vec<u8>>::new());
    let kept = store::uploads::of(&store, "identity:x").await.unwrap();
    assert_eq!((kept.len(), kept[0].destroyed_at), (1, Some(at(50))));
    assert_eq!(store::uploads::left_behind(&store, at(999)).await.unwrap(), 0);
}

async fn a_warning_is_sent_once(stage: Stage) {
    let store = stage.open().await;
    let row = request(&stage, 0);
    store::requests::insert(&store, &row).await.unwrap();
    assert!(store::warnings::put(&store, row.id, "7", at(1)).await.unwrap());
    assert!(!store::warnings::put(&store, row.id, "7", at(2)).await.unwrap());
    assert!(store::warnings::put(&store, row.id, "3", at(3)).await.unwrap());
    let sent = store::warnings::of(&store, row.id).await.unwrap();
    assert_eq!(sent, [("7".to_owned(), at(1)), ("3".to_owned(), at(3))]);
}

async fn a_choice_takes_the_place_of_the_one_before(stage: Stage) {
    let store = stage.open().await;
    let choice = |topic: &str, wanted, second| ChoiceRow {
        address: "h".into(),
        topic: topic.into(),
        channel: "mail".into(),
        wanted,
        source: "page".into(),
        since: at(second),
    };
    for one in [choice("newsletter", true, 1), choice("newsletter", false, 2), choice("updates", false, 3)] {
        store::mail_choices::put(&store, &one).await.unwrap();
    }
    let of = store::mail_choices::of(&store, "h").await.unwrap();
    assert_eq!(of, [choice("newsletter", false, 2), choice("updates", false, 3)]);
    let counts = store::mail_choices::counts(&store, false).await.unwrap();
    assert_eq!(counts, [("newsletter".to_owned(), 1), ("updates".to_owned(), 1)]);
    assert_eq!(store::mail_choices::forget(&store, "h", true).await.unwrap(), 0);
    assert_eq!(store::mail_choices::forget(&store, "h", false).await.unwrap(), 2);
}

async fn who_asked_for_letters_is_known_until_they_answer_or_do_not(stage: Stage) {
    let store = stage.open().await;
    let asking = |address: &str, token: &str, second| AskingRow {
        address: address.into(),
        token: token.into(),
        contents: vec![1, 2],
        mails: second,
        first_at: at(1),
        asked_at: at(second),
    };
    for row in [asking("a", "t1", 1), asking("b", "t2", 2), asking("a", "t3", 3)] {
        letters::ask(&store, &row).await.unwrap();
    }
    assert_eq!(letters::asked(&store, "a").await.unwrap(), Some(asking("a", "t3", 3)));
    assert_eq!(letters::by_token(&store, "t1").await.unwrap(), None, "a newer mail took its place");
    assert_eq!(letters::by_token(&store, "t2").await.unwrap(), Some(asking("b", "t2", 2)));
    assert_eq!(letters::forget_asked(&store, at(3)).await.unwrap(), 1);
    assert!(letters::answered(&store, "a").await.unwrap());
    assert!(!letters::answered(&store, "a").await.unwrap(), "once");
    let consent = |address: &str, agreed: &str| LetterRow {
        address: address.into(),
        subject: "s".into(),
        contents: vec![3],
        agreed: agreed.into(),
        since: at(4),
    };
    for row in [consent("a", "news=1"), consent("b", "news=1"), consent("a", "news=1 more=2")] {
        letters::put(&store, &row).await.unwrap();
    }
    assert_eq!(letters::of(&store, "a").await.unwrap(), Some(consent("a", "news=1 more=2")));
    let among = letters::among(&store, &["b".into(), "c".into()]).await.unwrap();
    assert_eq!(among, [("b".to_owned(), "news=1".to_owned(), at(4))]);
    assert_eq!(letters::after(&store, "a", 9).await.unwrap(), [consent("b", "news=1")]);
    assert!(letters::remove(&store, "b").await.unwrap() && !letters::remove(&store, "b").await.unwrap());
}

async fn a_job_is_called_back_only_while_it_waits(stage: Stage) {
    let store = stage.open().await;
    let job = store::jobs::NewJob {
        id: kernel::ids::JobId::new(at(0), &stage.entropy),
        kind: "follow-up".into(),
        payload: "{}".into(),
        unique_key: Some("undo:x".into()),
        run_at: at(60),
        created_at: at(0),
    };
    store::jobs::enqueue(&store, &job).await.unwrap();
    assert_eq!(store::jobs::queued_until(&store, "undo:x").await.unwrap(), Some(at(60)));
    assert!(store::jobs::cancel(&store, "undo:x").await.unwrap());
    assert!(!store::jobs::cancel(&store, "undo:x").await.unwrap());
    store::jobs::enqueue(&store, &job).await.unwrap();
    store::jobs::claim(&store, "w", at(60), at(90), 1).await.unwrap();
    assert!(!store::jobs::cancel(&store, "undo:x").await.unwrap(), "somebody has begun it");
    assert_eq!(store::jobs::queued_until(&store, "undo:x").await.unwrap(), None);
}
