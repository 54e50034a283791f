//! What programs get: decisions with a valid key, problem details without, and never a word of what they sent.

use app::demo::people::TEACHER;
use app::programs::{self, NewKey, Scope};
use axum::body::Body;
use axum::http::Method;
use kernel::Actor;
use serde_json::{Value, json};

use super::browser::Answer;
use super::house::House;
use crate::routes::{Audience, table};

const DECISIONS: &str = "/api/v1/decisions";

async fn key(house: &House, per_minute: u32) -> NewKey {
    programs::create(&house.app, &Actor::Operator, "shop", &[Scope::Decide], per_minute).await.expect("a key")
}

async fn ask(house: &House, key: &str, body: impl Into<Body>) -> Answer {
    let bearer = format!("Bearer {key}");
    let mut browser = house.browser();
    browser.ask(Method::POST, DECISIONS, &[("authorization", &bearer)], body.into()).await
}

fn question(purpose: &str, category: &str) -> Value {
    json!({ "identity": { "kind": "email", "value": TEACHER }, "purpose": purpose, "categories": [category] })
}

fn batch(questions: &[Value]) -> String {
    json!({ "questions": questions }).to_string()
}

fn read(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).expect("JSON")
}

#[tokio::test]
async fn a_program_with_a_key_gets_answers_in_the_order_of_its_questions() {
    let house = House::new().await;
    let key = key(&house, 10).await;
    let questions =
        [question("orders", "order"), question("orders", "no-such"), question("nothing", "order")];
    let answer = ask(&house, &key.secret, batch(&questions)).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"), "{}", answer.text());
    let answer = read(&answer);
    let reasons: Vec<&str> =
        answer["answers"].as_array().expect("a list").iter().filter_map(|a| a["reason"].as_str()).collect();
    assert_eq!(reasons, ["basis", "category-not-declared", "unknown-purpose"]);
    assert_eq!(answer["answers"][0]["allow"], true);
    assert_eq!(answer["answers"][1]["clause"], "S11");
    assert!(answer["answers"][1]["text"]["nl"].as_str().is_some_and(|text| !text.is_empty()));
    assert_eq!(answer["edition"], house.app.deployment().expect("one").edition.policy().version.as_str());
    assert_eq!(read(&ask(&house, &key.secret, batch(&[])).await)["answers"], json!([]));
}

#[tokio::test]
async fn without_a_valid_key_nobody_is_told_anything() {
    let house = House::new().await;
    let valid = key(&house, 10).await;
    let other = key(&house, 10).await;
    programs::revoke(&house.app, &Actor::Operator, other.id).await.expect("ended");
    let body = batch(&[question("orders", "order")]);
    let forged = format!("{}x", valid.secret);
    for key in ["", "gst_", "x", other.secret.as_str(), forged.as_str(), &valid.secret[1..]] {
        let answer = ask(&house, key, body.clone()).await;
        assert_eq!((answer.status, answer.header("www-authenticate")), (401, "Bearer"), "{key}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(read(&answer)["code"], "no-key");
    }
    // A key in the address is none, and neither is a session.
    let mut officer = house.signed_in("/desk", app::demo::people::OFFICER).await;
    let path = format!("{DECISIONS}?key={}", valid.secret);
    let answer = officer.ask(Method::POST, &path, &[("sec-fetch-site", "same-origin")], body.into()).await;
    assert_eq!(answer.status, 401);
    for route in table() {
        if let Audience::Program(_) = route.audience {
            let answer = house.browser().ask(route.method, route.path, &[], Body::empty()).await;
            assert_eq!(answer.status, 401, "{}", route.path);
        }
    }
}

#[tokio::test]
async fn what_cannot_be_answered_is_said_without_repeating_it() {
    let house = House::new().await;
    let key = key(&house, 100).await.secret;
    let wrong_kind = format!("{{\"questions\": \"{TEACHER}\"}}");
    let unknown = format!("{{\"questions\": [], \"{TEACHER}\": 1}}");
    let cut = format!("{{\"questions\": [\"{TEACHER}");
    let many = batch(&vec![question("p", "c"); app::decision::MOST + 1]);
    let long = "x".repeat(crate::api::decisions::BYTES + 1);
    for (body, status, code) in [
        (wrong_kind, 422, "not-a-question"),
        (unknown, 422, "not-a-question"),
        (cut, 400, "bad-request"),
        (String::new(), 400, "bad-request"),
        (many, 422, "too-many"),
        (long, 413, "too-large"),
    ] {
        let answer = ask(&house, &key, body).await;
        let details = read(&answer);
        assert_eq!((answer.status, details["code"].as_str()), (status, Some(code)), "{details}");
        assert_eq!(details["status"], status);
        assert!(!answer.text().contains(TEACHER), "{details}");
    }
    let bearer = format!("Bearer {key}");
    let answer =
        house.browser().ask(Method::GET, DECISIONS, &[("authorization", &bearer)], Body::empty()).await;
    assert_eq!((answer.status, answer.header("allow")), (405, "POST"));
}

#[tokio::test]
async fn a_program_that_asks_too_often_waits_for_the_next_minute() {
    let house = House::new().await;
    let (few, many) = (key(&house, 2).await.secret, key(&house, 100).await.secret);
    let body = batch(&[question("orders", "order")]);
    for _ in 0..2 {
        assert_eq!(ask(&house, &few, body.clone()).await.status, 200);
    }
    let answer = ask(&house, &few, body.clone()).await;
    assert_eq!(answer.status, 429);
    assert!(answer.header("retry-after").parse::<u64>().is_ok_and(|seconds| (1..=61).contains(&seconds)));
    assert_eq!(ask(&house, &many, body.clone()).await.status, 200, "others are not held up");
    house.clock.advance(std::time::Duration::from_mins(1));
    assert_eq!(ask(&house, &few, body).await.status, 200);
}

#[tokio::test]
async fn the_description_names_every_door_of_programs_and_nothing_else() {
    let house = House::new().await;
    let answer = house.browser().get("/api/v1/openapi.json").await;
    let description = read(&answer);
    let mut described: Vec<String> = Vec::new();
    for (path, methods) in description["paths"].as_object().expect("paths") {
        described
            .extend(methods.as_object().expect("methods").keys().map(|method| format!("{method} {path}")));
    }
    let mut there: Vec<String> = table()
        .into_iter()
        .filter(|route| route.path.starts_with("/api/") || route.path.starts_with("/v1/"))
        .map(|route| format!("{} {}", route.method.as_str().to_lowercase(), route.path))
        .collect();
    described.sort();
    there.sort();
    assert_eq!(described, there);
    let reasons = &description["components"]["schemas"]["Answer"]["properties"]["reason"]["enum"];
    let known: Vec<Value> = policy::decision::Reason::ALL
        .iter()
        .map(|reason| serde_json::to_value(reason).expect("a word"))
        .collect();
    assert_eq!(reasons, &Value::Array(known));
}
