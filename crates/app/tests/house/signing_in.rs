//! Codes, tickets and sessions.

use app::demo::people::TEACHER;
use app::signin::{self, Door};
use app::{Kind, work};
use kernel::Language;

use crate::setting::{House, code_in};

#[tokio::test]
async fn unknown_addresses_get_the_same_answer_and_no_mail() {
    let house = House::new().await;
    let known = signin::begin(&house.app, Door::Subject, TEACHER, Language::Nl).await.unwrap();
    let unknown = signin::begin(&house.app, Door::Subject, "somebody.else.here@school.example", Language::Nl)
        .await
        .unwrap();
    work::drain(&house.app).await.unwrap();
    assert!(!known.is_empty() && !unknown.is_empty());
    assert_eq!(house.app.outbox().all().len(), 1);
    let refused = signin::complete(&house.app, Door::Subject, &unknown, "123456").await.err().unwrap();
    assert_eq!((refused.kind, refused.code), (Kind::Invalid, "wrong-code"));
}

#[tokio::test]
async fn a_code_works_once_in_the_browser_that_asked_and_not_for_long() {
    let house = House::new().await;
    let ticket = signin::begin(&house.app, Door::Subject, TEACHER, Language::Nl).await.unwrap();
    work::drain(&house.app).await.unwrap();
    let code = code_in(&house.newest(TEACHER, "sign-in-code").unwrap().text);
    let other = signin::begin(&house.app, Door::Staff, TEACHER, Language::Nl).await.unwrap();
    assert!(
        signin::complete(&house.app, Door::Subject, &other, &code).await.is_err(),
        "a ticket of another door"
    );
    assert!(signin::complete(&house.app, Door::Subject, "00", &code).await.is_err(), "no ticket at all");
    signin::complete(&house.app, Door::Subject, &ticket, &code).await.unwrap();
    let again = signin::complete(&house.app, Door::Subject, &ticket, &code).await.err().unwrap();
    assert_eq!(again.code, "code-expired");

    let ticket = signin::begin(&house.app, Door::Subject, TEACHER, Language::Nl).await.unwrap();
    work::drain(&house.app).await.unwrap();
    let code = code_in(&house.newest(TEACHER, "sign-in-code").unwrap().text);
    house.clock.advance(std::time::Duration::from_secs(16 * 60));
    let late = signin::complete(&house.app, Door::Subject, &ticket, &code).await.err().unwrap();
    assert_eq!(late.code, "code-expired");
}

#[tokio::test]
async fn guessing_ends_after_five_tries() {
    let house = House::new().await;
    let ticket = signin::begin(&house.app, Door::Subject, TEACHER, Language::Nl).await.unwrap();
    work::drain(&house.app).await.unwrap();
    let code = code_in(&house.newest(TEACHER, "sign-in-code").unwrap().text);
    let wrong = if code == "000000" { "111111" } else { "000000" };
    for _ in 0..5 {
        assert!(signin::complete(&house.app, Door::Subject, &ticket, wrong).await.is_err());
    }
    let spent = signin::complete(&house.app, Door::Subject, &ticket, &code).await.err().unwrap();
    assert_eq!(spent.kind, Kind::TooMany);
}
