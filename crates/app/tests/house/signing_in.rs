//! Codes, tickets and sessions.

use app::demo::people::TEACHER;
use app::signin::{self, Door};
use app::{Kind, work};
use kernel::Language;

use crate::setting::{House, code_in, on_both_engines};

on_both_engines!(
    unknown_addresses_get_the_same_answer_and_no_mail,
    a_code_works_once_in_the_browser_that_asked_and_not_for_long,
    guessing_ends_after_five_tries,
);

async fn unknown_addresses_get_the_same_answer_and_no_mail(house: House) {
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

async fn a_code_works_once_in_the_browser_that_asked_and_not_for_long(house: House) {
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

    house.clock.advance(std::time::Duration::from_secs(1));
    let ticket = signin::begin(&house.app, Door::Subject, TEACHER, Language::Nl).await.unwrap();
    work::drain(&house.app).await.unwrap();
    let code = code_in(&house.newest(TEACHER, "sign-in-code").unwrap().text);
    house.clock.advance(std::time::Duration::from_secs(16 * 60));
    let late = signin::complete(&house.app, Door::Subject, &ticket, &code).await.err().unwrap();
    assert_eq!(late.code, "code-expired");
}

async fn guessing_ends_after_five_tries(house: House) {
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
