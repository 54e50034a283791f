//! A pause: marked in the systems, denied by the decision point, ended only after the person was told.

use app::decision::{Decisions, Inquiry};
use app::demo::people::TEACHER;
use app::requests::{self, Channel, Filing, Right};
use app::{deployment, register, work};
use inventory::Identity;
use kernel::ids::RequestId;
use kernel::{Actor, Language};
use policy::decision::Reason;
use policy::promise::Verdict;

use crate::setting::{House, on_both_engines};

on_both_engines!(
    a_pause_is_marked_denied_confirmed_and_ended_only_after_the_person_was_told,
    a_mark_that_somebody_took_off_breaks_the_promise,
    two_pauses_end_in_either_order_and_leave_what_stood_there,
    being_forgotten_ends_a_pause,
);

/// What stands in the marked columns of the teacher's account.
pub async fn marks(house: &House) -> (i64, i64) {
    let url = format!("sqlite:{}", house.folder.path().join("learning.db").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    let row: (i64, i64) = sqlx::query_as(
        "SELECT CAST(suspended AS INTEGER), CAST(emailstop AS INTEGER) FROM mdl_user WHERE email = $1",
    )
    .bind(TEACHER)
    .fetch_one(&pool)
    .await
    .unwrap();
    pool.close().await;
    row
}

/// What the decision point says of using the teacher's data for the service.
pub async fn decided(house: &House) -> Reason {
    let inquiry = Inquiry::new(Identity::new("email", TEACHER), "service", Vec::new());
    let decisions = Decisions::default();
    let answers = decisions.ask(&house.app, &Actor::Operator, &[inquiry]).await.unwrap();
    answers[0].reason
}

async fn paused(house: &House, teacher: &Actor, officer: &Actor) -> RequestId {
    let request = house.file(teacher, Right::Restriction).await;
    house.approve(officer, request).await;
    house.close_tasks(officer, request).await;
    assert_eq!(house.state(request).await, "answered");
    request
}

async fn ended(house: &House, teacher: &Actor, officer: &Actor, pause: RequestId) -> RequestId {
    let ending = requests::lift(&house.app, teacher, pause).await.unwrap().request;
    work::drain(&house.app).await.unwrap();
    house.close_tasks(officer, ending).await;
    assert_eq!(house.state(ending).await, "answered");
    ending
}

async fn a_pause_is_marked_denied_confirmed_and_ended_only_after_the_person_was_told(house: House) {
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    assert_eq!((marks(&house).await, decided(&house).await), ((0, 0), Reason::Basis));
    let pause = house.file(&teacher, Right::Restriction).await;
    // Asked is enough to stop using the data; the systems are marked when it is approved.
    assert_eq!((marks(&house).await, decided(&house).await), ((0, 0), Reason::Restricted));
    house.approve(&officer, pause).await;
    assert_eq!(marks(&house).await, (1, 1));
    let view = requests::show(&house.app, &officer, pause).await.unwrap();
    let shop = view.systems.iter().find(|system| system.system == "shop").expect("by hand");
    let letter = shop.task.as_ref().and_then(|task| task.letter.clone()).expect("a letter");
    assert!(letter.contains("Gebruik niets meer") && !letter.contains("reservekopie"), "{letter}");
    house.close_tasks(&officer, pause).await;
    assert_eq!((house.state(pause).await, decided(&house).await), ("answered", Reason::Restricted));
    let mail = house.newest(TEACHER, "restriction-confirmation").expect("to the known address");
    assert!(mail.text.contains("op pauze") && mail.text.contains("Leeromgeving"), "{}", mail.text);
    assert!(!mail.text.to_lowercase().contains("back-up"), "{}", mail.text);

    // An officer may not end it before the person was told.
    let view = requests::show(&house.app, &teacher, pause).await.unwrap();
    assert!(view.can.contains(&"lift"));
    let ending = requests::lift(&house.app, &officer, pause).await.unwrap().request;
    assert_eq!(requests::lift(&house.app, &teacher, pause).await.unwrap_err().code, "no-restriction");
    work::drain(&house.app).await.unwrap();
    assert_eq!(house.state(ending).await, "planned", "what an officer wants to end is judged");
    house.approve(&officer, ending).await;
    let told = house.newest(TEACHER, "restriction-ending").expect("told before it happens");
    assert!(told.text.contains("eindigt na dit bericht"), "{}", told.text);
    let history = requests::show(&house.app, &officer, ending).await.unwrap().history;
    let place = |kind: &str| history.iter().position(|entry| entry.kind == kind).expect(kind);
    assert!(
        place("message-sent") < place("request-told") + 1 && place("request-told") < place("request-begun")
    );
    assert_eq!(marks(&house).await, (0, 0));
    house.close_tasks(&officer, ending).await;
    assert_eq!((house.state(ending).await, decided(&house).await), ("answered", Reason::Basis));
    assert!(house.newest(TEACHER, "restriction-lifted").is_some());
    let view = requests::show(&house.app, &teacher, pause).await.unwrap();
    assert!(!view.can.contains(&"lift") && view.address.is_none(), "nothing is kept of whom it was about");
    let rows = register::list(&house.app, &Actor::Operator).await.unwrap();
    assert_eq!(rows.iter().filter(|row| row.right == "restriction").count(), 2);
}

async fn a_mark_that_somebody_took_off_breaks_the_promise(house: House) {
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    assert_eq!(house.verdict("S94").await, Verdict::Unproven);
    paused(&house, &teacher, &officer).await;
    assert_eq!(house.verdict("S94").await, Verdict::Kept);
    let url = format!("sqlite:{}", house.folder.path().join("learning.db").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    sqlx::query("UPDATE mdl_user SET suspended = 0 WHERE email = $1")
        .bind(TEACHER)
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
    assert_eq!(house.verdict("S94").await, Verdict::Broken);
}

async fn two_pauses_end_in_either_order_and_leave_what_stood_there(house: House) {
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    for first_ends_first in [true, false] {
        let one = paused(&house, &teacher, &officer).await;
        let two = paused(&house, &teacher, &officer).await;
        let (sooner, later) = if first_ends_first { (one, two) } else { (two, one) };
        ended(&house, &teacher, &officer, sooner).await;
        assert_eq!((marks(&house).await, decided(&house).await), ((1, 1), Reason::Restricted));
        ended(&house, &teacher, &officer, later).await;
        assert_eq!((marks(&house).await, decided(&house).await), ((0, 0), Reason::Basis));
    }
}

async fn being_forgotten_ends_a_pause(house: House) {
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    paused(&house, &teacher, &officer).await;
    let erasure = house.file(&teacher, Right::Erasure).await;
    house.approve(&officer, erasure).await;
    house.close_tasks(&officer, erasure).await;
    let hits = store::own_data::search(house.app.store(), TEACHER).await.unwrap();
    assert!(hits.is_empty(), "{hits:?}");
    let kept = store::requests::kept(house.app.store(), "restriction").await.unwrap();
    assert!(kept.is_empty());
    let deployment::Reach::Connector(connector) = &house.app.deployment().unwrap().systems["learning"].reach
    else {
        panic!("reached")
    };
    assert_eq!(connector.find(&[Identity::new("email", TEACHER)]).await.unwrap().own(), 0);
    let odd = Filing::new(Right::Complaint, Channel::Portal, Language::Nl);
    assert!(requests::file(&house.app, &teacher, odd).await.is_err());
}
