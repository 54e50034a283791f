//! Messages that answer no request: what leaves, what stays in, and how somebody ends them.

use app::demo::people::TEACHER;
use app::messages::{self, Class, Outgoing};
use app::requests::Right;
use app::{preferences, work};
use kernel::{Actor, Language};
use policy::promise::Verdict;

use crate::setting::{House, on_both_engines};

on_both_engines!(
    what_may_leave_leaves_and_the_rest_stays_in,
    one_click_ends_a_topic_at_once_and_nothing_else,
    a_refusal_of_marketing_goes_everywhere_and_is_measured,
    a_refused_request_is_answered_when_it_was_refused,
);

fn message(class: Class, purpose: &str, body: &str) -> Outgoing {
    Outgoing {
        to: TEACHER.into(),
        language: Language::Nl,
        class,
        purpose: purpose.into(),
        title: "Een bericht".into(),
        body: body.into(),
    }
}

async fn sent(house: &House, message: &Outgoing) -> Result<(), String> {
    let outcome = messages::send(&house.app, &Actor::Operator, message).await;
    work::drain(&house.app).await.unwrap();
    outcome.map_err(|error| format!("{}: {}", error.code, error.context))
}

/// The token of the link in the newest message.
fn token(house: &House) -> String {
    let mail = house.newest(TEACHER, "bulletin").expect("a message");
    mail.text.split("/mail/").nth(1).expect("a link").split_whitespace().next().unwrap().to_owned()
}

async fn what_may_leave_leaves_and_the_rest_stays_in(house: House) {
    let plain = "De planner ziet er vanaf maandag anders uit.";
    for (message, outcome) in [
        (message(Class::Service, "updates", plain), Ok(())),
        (message(Class::Transactional, "service", "Uw bestelling is verstuurd."), Ok(())),
        (message(Class::Marketing, "customer-offers", "Nu met korting."), Ok(())),
        // Consent that is not on record is none.
        (message(Class::Marketing, "newsletter", plain), Err("consentnotknown")),
        (message(Class::Service, "customer-offers", plain), Err("wrong-class")),
        (message(Class::Transactional, "support", plain), Err("wrong-class")),
        (message(Class::Transactional, "service", "Nu 10% KORTING!"), Err("promotional")),
        (message(Class::Service, "updates", "https://x.example/?utm_source=m"), Err("tracks")),
        (message(Class::Service, "updates", "<img src=x>"), Err("markup")),
        (message(Class::Service, "updates", "  "), Err("empty")),
        (message(Class::Service, "no-such", plain), Err("unknown-purpose")),
    ] {
        let expected = outcome.map_err(|why| format!("message-kept-in: {why}"));
        assert_eq!(sent(&house, &message).await, expected, "{message:?}");
    }
    let mail = house.newest(TEACHER, "bulletin").unwrap().text;
    assert!(mail.contains("Meld u met één klik af") && mail.contains("Kies zelf"), "{mail}");
    for nobody in [Actor::Anonymous, Actor::Worker] {
        let refused = messages::send(&house.app, &nobody, &message(Class::Service, "updates", plain)).await;
        assert_eq!(refused.unwrap_err().code, "send-message");
    }
}

async fn one_click_ends_a_topic_at_once_and_nothing_else(house: House) {
    let plain = "De planner ziet er anders uit.";
    sent(&house, &message(Class::Service, "updates", plain)).await.unwrap();
    let link = token(&house);
    assert!(!link.contains('@') && !link.contains("nienke"), "the link says nothing of anybody");
    let page = preferences::page(&house.app, &link, Language::Nl).await.unwrap();
    assert!(page.topics.iter().all(|topic| topic.wanted), "looking changes nothing");
    assert!(!page.address.contains("postma"), "{}", page.address);
    for odd in ["", "00ff", "zz", &link.replace('a', "b")] {
        assert_eq!(preferences::end(&house.app, odd).await.unwrap_err().code, "mail-link", "{odd}");
    }
    preferences::end(&house.app, &link).await.unwrap();
    let again = sent(&house, &message(Class::Service, "updates", plain)).await;
    assert_eq!(again, Err("message-kept-in: refused-by-person".to_owned()));
    sent(&house, &message(Class::Transactional, "service", "Uw bestelling is verstuurd.")).await.unwrap();
    sent(&house, &message(Class::Marketing, "customer-offers", "Nu nieuw.")).await.unwrap();
    // Wanted again, by the page.
    preferences::save(&house.app, &link, &["updates".into(), "customer-offers".into()]).await.unwrap();
    house.later(1).await;
    preferences::save(&house.app, &link, &["updates".into(), "customer-offers".into()]).await.unwrap();
    sent(&house, &message(Class::Service, "updates", plain)).await.unwrap();
    let found = store::own_data::search(house.app.store(), TEACHER).await.unwrap();
    assert!(!found.iter().any(|hit| hit.table == "mail_choices"), "{found:?}");
}

async fn a_refusal_of_marketing_goes_everywhere_and_is_measured(house: House) {
    sent(&house, &message(Class::Marketing, "customer-offers", "Nu nieuw.")).await.unwrap();
    preferences::end(&house.app, &token(&house)).await.unwrap();
    work::drain(&house.app).await.unwrap();
    let again = sent(&house, &message(Class::Marketing, "customer-offers", "Nu nieuw.")).await;
    assert!(again.is_err(), "{again:?}");
    let open =
        app::requests::list(&house.app, &Actor::Operator, &app::requests::Filter::default()).await.unwrap();
    let [objection] = open.items.as_slice() else { panic!("one objection: {open:?}") };
    assert_eq!(objection.right, Right::Objection);
    // A second click files nothing more.
    preferences::end(&house.app, &token(&house)).await.unwrap();
    work::drain(&house.app).await.unwrap();
    let officer = house.officer().await;
    house.close_tasks(&officer, objection.id).await;
    assert_eq!(house.verdict("S101").await, Verdict::Kept);
}

async fn a_refused_request_is_answered_when_it_was_refused(house: House) {
    let (teacher, officer) = (house.teacher().await, house.officer().await);
    let request = house.file(&teacher, Right::Access).await;
    let ground = app::requests::RefusalGround::Excessive;
    let reasons = "Dit vroeg u deze week al vijf keer.".to_owned();
    app::requests::refuse(&house.app, &officer, request, ground, reasons).await.unwrap();
    let taken_back = house.file(&teacher, Right::Access).await;
    app::requests::withdraw(&house.app, &teacher, taken_back).await.unwrap();
    house.later(60 * 24 * 60).await;
    assert_ne!(house.verdict("S91").await, Verdict::Broken, "a refusal in time is no late answer");
}
