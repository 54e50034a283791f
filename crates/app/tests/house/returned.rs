//! Mail that came back: on record, on the desk, the address marked, and no answer lost.

use app::bounces::{self, Report};
use app::demo::people::TEACHER;
use app::messages::{self, Class, Outgoing};
use app::requests::{self, Right};
use jiff::SignedDuration;
use kernel::ids::MessageId;
use kernel::{Actor, Language};

use crate::setting::{House, on_both_engines};

on_both_engines!(
    an_answer_whose_message_came_back_is_kept_and_announced_again,
    what_came_back_for_good_marks_its_address_until_somebody_signs_in_from_there,
    reports_about_nothing_of_ours_change_nothing,
);

fn message(house: &House, kind: &str) -> MessageId {
    house.newest(TEACHER, kind).expect("sent").id.parse().unwrap()
}

fn report(message: MessageId, hard: bool, status: &str) -> Report {
    Report { message, hard, status: status.into() }
}

async fn an_answer_whose_message_came_back_is_kept_and_announced_again(house: House) {
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let request = house.file(&teacher, Right::Access).await;
    house.approve(&officer, request).await;
    house.close_tasks(&officer, request).await;
    let before = requests::show(&house.app, &officer, request).await.unwrap().answer.expect("a copy");
    let ready = message(&house, "access-answer-ready");
    let taken = bounces::take(&house.app, &[report(ready, true, "5.1.1")]).await.unwrap();
    assert_eq!((taken.bounced, taken.dropped), (1, 0));
    let again = bounces::take(&house.app, &[report(ready, true, "5.1.1")]).await.unwrap();
    assert_eq!((again.bounced, again.dropped), (0, 1), "told twice is told once");
    let view = requests::show(&house.app, &officer, request).await.unwrap();
    assert!(view.history.iter().any(|entry| entry.kind == "message-bounced"), "{:?}", view.history);
    let kept = view.answer.expect("still there").expires;
    assert!(kept.duration_since(before.expires) > SignedDuration::from_hours(24 * 20), "{kept}");
    let open = bounces::list(&house.app, &officer, None).await.unwrap();
    assert_eq!((open.len(), open[0].can_again, open[0].hard), (1, true, true));
    assert!(bounces::list(&house.app, &teacher, None).await.is_err(), "only who decides sees it");

    // Long after the promised week the copy is there, and the officer says so again.
    house.later(60 * 24 * 12).await;
    let officer = house.sign_in(app::signin::Door::Staff, app::demo::people::OFFICER).await;
    bounces::end(&house.app, &officer, ready, true).await.unwrap();
    app::work::drain(&house.app).await.unwrap();
    assert_ne!(message(&house, "access-answer-ready"), ready, "a message of its own");
    assert!(bounces::list(&house.app, &officer, None).await.unwrap().is_empty());
    let twice = bounces::end(&house.app, &officer, ready, false).await.unwrap_err();
    assert_eq!(twice.code, "bounce-ended");
    let teacher = house.teacher().await;
    let archive = requests::show(&house.app, &teacher, request).await.unwrap().answer.expect("to collect");
    app::archives::open(&house.app, &teacher, archive.archive).await.unwrap();
}

fn bulletin(class: Class, purpose: &str) -> Outgoing {
    Outgoing {
        to: TEACHER.into(),
        language: Language::Nl,
        class,
        purpose: purpose.into(),
        title: "Onderhoud".into(),
        body: "Zaterdag is de planner een uur dicht.".into(),
    }
}

async fn what_came_back_for_good_marks_its_address_until_somebody_signs_in_from_there(house: House) {
    let teacher = house.teacher().await;
    house.file(&teacher, Right::Access).await;
    let received = message(&house, "request-received");
    // A full mailbox is no reason to leave somebody out.
    bounces::take(&house.app, &[report(received, false, "4.2.2")]).await.unwrap();
    let news = || bulletin(Class::Service, "updates");
    let service = |house: &House| {
        let app = house.app.clone();
        let news = news();
        async move { messages::send(&app, &Actor::Operator, &news).await }
    };
    let before = service(&house).await.map_err(|error| error.context);
    bounces::take(&house.app, &[report(received, true, "5.1.1")]).await.unwrap();
    let marked = service(&house).await.unwrap_err();
    assert_eq!(marked.context, "undeliverable");
    house.later(20).await;
    house.teacher().await;
    let after = service(&house).await.map_err(|error| error.context);
    assert_eq!(after, before, "somebody signed in with a code from there: it works again");
}

async fn reports_about_nothing_of_ours_change_nothing(house: House) {
    let stranger: MessageId = "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11".parse().unwrap();
    let taken = bounces::take(&house.app, &[report(stranger, true, "5.1.1")]).await.unwrap();
    assert_eq!((taken.bounced, taken.dropped), (0, 1));
    let officer = house.officer().await;
    assert!(bounces::list(&house.app, &officer, None).await.unwrap().is_empty());
    let none = bounces::end(&house.app, &officer, stranger, true).await.unwrap_err();
    assert_eq!(none.kind, app::Kind::NotFound);
}
