//! A copy of everything: from the question to the archive.

use app::requests::{self, Right};
use app::{Kind, archive, archives};
use futures_util::StreamExt as _;
use kernel::Actor;

use app::demo::people::TEACHER;

use crate::setting::{House, on_both_engines};

on_both_engines!(
    a_teacher_asks_an_officer_approves_and_the_teacher_collects_one_archive,
    nobody_else_gets_the_answer,
    what_is_approved_is_what_was_shown,
);

pub async fn bytes(house: &House, actor: &Actor, request: kernel::ids::RequestId) -> Vec<u8> {
    let archive = archives::newest(&house.app, request).await.unwrap().expect("an answer");
    let mut download = archives::open(&house.app, actor, archive).await.unwrap();
    let mut all = Vec::new();
    while let Some(piece) = download.stream.next().await {
        all.extend(piece.unwrap());
    }
    assert_eq!(all.len() as u64, download.bytes);
    all
}

async fn a_teacher_asks_an_officer_approves_and_the_teacher_collects_one_archive(house: House) {
    let teacher = house.teacher().await;
    let request = house.file(&teacher, Right::Access).await;
    assert!(house.newest(TEACHER, "request-received").is_some());

    let officer = house.officer().await;
    let view = requests::show(&house.app, &officer, request).await.unwrap();
    assert_eq!(view.summary.state, "planned");
    assert_eq!(view.deadline.effective.to_string(), "2026-12-23");
    let plan = view.plan.expect("a plan");
    let shop = plan.systems.iter().find(|system| system.system == "shop").unwrap();
    assert!(shop.collections.iter().any(|part| part.table == "wp_wc_orders" && part.own == 6), "{shop:#?}");

    house.approve(&officer, request).await;
    assert_eq!(house.state(request).await, "answered-in-part");
    house.close_tasks(&officer, request).await;
    assert_eq!(house.state(request).await, "answered");
    let mail = house.newest(TEACHER, "access-answer-ready").expect("a mail at the known address");
    assert!(mail.text.contains(&format!("/mijn/verzoeken/{request}")), "{}", mail.text);

    let whole = bytes(&house, &teacher, request).await;
    let seen = archive::validate(&whole);
    assert!(seen.is_sound(), "{:?}", seen.problems);
    assert!(seen.csv > 5 && seen.json >= 2 && seen.recipients >= 1 && seen.fields > 20, "{seen:?}");
}

async fn nobody_else_gets_the_answer(house: House) {
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let request = house.file(&teacher, Right::Access).await;
    house.approve(&officer, request).await;
    let archive = archives::newest(&house.app, request).await.unwrap().unwrap();
    let other =
        Actor::Subject { id: kernel::ids::SubjectId::new(house.app.now(), &kernel::Entropy::seeded(99)) };
    for (actor, kind) in
        [(Actor::Anonymous, Kind::Forbidden), (officer, Kind::Forbidden), (other.clone(), Kind::NotFound)]
    {
        let refused = archives::open(&house.app, &actor, archive).await.err().expect("refused");
        assert_eq!(refused.kind, kind, "{actor:?}");
    }
    assert_eq!(requests::show(&house.app, &other, request).await.err().unwrap().kind, Kind::NotFound);
    // When its time is over the answer is destroyed, and says so.
    house.clock.advance(std::time::Duration::from_secs(40 * 86_400));
    app::work::drain(&house.app).await.unwrap();
    let gone = archives::open(&house.app, &teacher, archive).await.err().expect("gone");
    assert_eq!(gone.kind, Kind::Gone);
}

async fn what_is_approved_is_what_was_shown(house: House) {
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let request = house.file(&teacher, Right::Access).await;
    let stale = requests::approve(&house.app, &officer, request, "another digest").await.err().unwrap();
    assert_eq!(stale.kind, Kind::Conflict);
    assert_eq!(
        requests::approve(&house.app, &teacher, request, "x").await.err().unwrap().kind,
        Kind::Forbidden
    );
    house.approve(&officer, request).await;
    let twice = requests::approve(&house.app, &officer, request, "x").await.err().unwrap();
    assert_eq!(twice.kind, Kind::Conflict);
}
