//! What services tell by themselves: an opt-out there counts here, once, and nothing else of it is kept.

use app::demo::people::TEACHER;
use app::holds::Identity;
use app::programs::{self, Scope};
use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use kernel::Actor;
use serde_json::{Value, json};

use super::browser::Answer;
use super::house::House;

async fn key(house: &House, scope: Scope) -> String {
    programs::create(&house.app, &Actor::Operator, "mailjet", &[scope], 100).await.expect("a key").secret
}

async fn tell(house: &House, authorization: &str, system: &str, body: &str) -> Answer {
    let path = format!("/api/v1/events/{system}");
    let mut browser = house.browser();
    browser.ask(Method::POST, &path, &[("authorization", authorization)], body.to_owned().into()).await
}

fn read(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).expect("JSON")
}

#[tokio::test]
async fn who_unsubscribes_there_is_left_alone_here() {
    let house = House::new().await;
    let key = key(&house, Scope::Events).await;
    let basic = format!("Basic {}", STANDARD.encode(format!("mailjet:{key}")));
    let post = json!([
        { "event": "unsub", "email": TEACHER, "ip": "192.0.2.7", "geo": "NL", "agent": "a reader" },
        { "event": "open", "email": "somebody@school.example", "ip": "192.0.2.8" },
    ])
    .to_string();
    let answer = tell(&house, &basic, "mailjet", &post).await;
    assert_eq!((answer.status, read(&answer)), (200, json!({ "opted_out": 1, "dropped": 1 })));
    let entries = store::ledger::head(house.app.store()).await.expect("the log").0;
    let again = tell(&house, &format!("Bearer {key}"), "mailjet", &post).await;
    assert_eq!((again.status, read(&again)), (200, json!({ "opted_out": 0, "dropped": 2 })));
    assert_eq!(
        store::ledger::head(house.app.store()).await.expect("the log").0,
        entries,
        "no news, no entry"
    );
    let who = ["TEACHER", "somebody"].map(|who| match who {
        "TEACHER" => Identity::new("email", TEACHER),
        _ => Identity::new("email", "somebody@school.example"),
    });
    let listed = app::suppression::check(&house.app, &Actor::Operator, &who).await.expect("the list");
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].place, listed[0].cause.as_str()), (0, "opted-out"));
}

#[tokio::test]
async fn what_cannot_be_taken_in_is_said_without_repeating_it() {
    let house = House::new().await;
    let (events, decide) = (key(&house, Scope::Events).await, key(&house, Scope::Decide).await);
    let cut = format!("[{{\"event\":\"unsub\",\"email\":\"{TEACHER}");
    let long = "x".repeat(crate::api::events::BYTES + 1);
    for (key, system, body, status, code) in [
        (&decide, "mailjet", "[]", 403, "key-may-not"),
        (&events, "shop", "[]", 404, "not-found"),
        (&events, "nobody", "[]", 404, "not-found"),
        (&events, "mailjet", cut.as_str(), 422, "events-not-json"),
        (&events, "mailjet", "7", 422, "events-no-list"),
        (&events, "mailjet", long.as_str(), 413, "too-large"),
    ] {
        let answer = tell(&house, &format!("Bearer {key}"), system, body).await;
        let details = read(&answer);
        assert_eq!((answer.status, details["code"].as_str()), (status, Some(code)), "{details}");
        assert!(!answer.text().contains(TEACHER), "{details}");
    }
}
