//! What other systems tell and ask: mail that came back, and requests that are passed on.

use app::demo::people::{OFFICER, TEACHER};
use app::programs::{self, Scope};
use app::webhooks::{self, Use};
use axum::body::Body;
use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use kernel::Actor;
use serde_json::{Value, json};
use sha2::Sha256;

use super::browser::{Answer, Browser};
use super::house::House;

async fn key(house: &House, scope: Scope) -> String {
    programs::create(&house.app, &Actor::Operator, "Buiten", &[scope], 1_000).await.expect("a key").secret
}

async fn post(browser: &mut Browser, path: &str, key: &str, body: impl Into<Vec<u8>>) -> Answer {
    let bearer = format!("Bearer {key}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    browser.ask(Method::POST, path, &headers, Body::from(body.into())).await
}

fn read(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).expect("JSON")
}

#[tokio::test]
async fn mail_that_came_back_is_told_three_ways_and_shows_on_the_desk() {
    let house = House::new().await;
    let mut teacher = house.signed_in("/my", TEACHER).await;
    teacher.post("/nl/my/copy", &[]).await;
    house.work().await;
    let sent = house.mail(TEACHER, "request-received").expect("sent").id;
    let (mail, wrong) = (key(&house, Scope::Mail).await, key(&house, Scope::Decide).await);
    let event =
        json!([{ "event": "bounce", "message_id": format!("<{sent}@leskracht.example>"), "hard": false }]);
    let body = event.to_string();
    let mut program = house.browser();
    assert_eq!(post(&mut program, "/api/v1/mail/events", "gst_nobody", body.clone()).await.status, 401);
    assert_eq!(post(&mut program, "/api/v1/mail/events", &wrong, body.clone()).await.status, 403);
    assert_eq!(post(&mut program, "/api/v1/mail/events", &mail, "{").await.status, 422);
    let soft = post(&mut program, "/api/v1/mail/events", &mail, body.clone()).await;
    assert_eq!((soft.status, read(&soft)["bounced"].as_u64()), (200, Some(1)));
    let report = format!(
        "Content-Type: multipart/report\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\nMessage-ID: <{sent}@leskracht.example>\r\n"
    );
    let hard = post(&mut program, "/api/v1/mail/report", &mail, report).await;
    assert_eq!(read(&hard)["bounced"], 1, "for good is news after for now");
    assert_eq!(post(&mut program, "/api/v1/mail/report", &mail, "Subject: hi\r\n\r\nhi").await.status, 422);

    let secret = webhooks::secret(&house.app, &Actor::Operator, Use::MailEvents).expect("a secret");
    let secret = STANDARD.decode(secret.trim_start_matches("whsec_")).expect("base64");
    let at = house.app.now().as_second();
    let signed = |at: i64, body: &str| {
        let mut mac = Hmac::<Sha256>::new_from_slice(&secret).expect("a key");
        mac.update(format!("msg_1.{at}.{body}").as_bytes());
        format!("v1,bm90aGluZw== v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    };
    for (at, signature, of, status) in [
        (at, signed(at, &body), &body, 200),
        (at, signed(at, "[]"), &body, 401),
        (at - 600, signed(at - 600, &body), &body, 401),
        (at, String::new(), &body, 401),
    ] {
        let (at, signature) = (at.to_string(), signature);
        let headers = [
            ("webhook-id", "msg_1"),
            ("webhook-timestamp", at.as_str()),
            ("webhook-signature", signature.as_str()),
        ];
        let answer = program.ask(Method::POST, "/api/v1/mail/signed", &headers, Body::from(of.clone())).await;
        assert_eq!(answer.status, status, "{}", answer.text());
    }
    let mut officer = house.signed_in("/desk", OFFICER).await;
    assert!(officer.get("/nl/desk/requests").await.text().contains("1 bericht kwam terug"));
    let page = officer.get("/nl/desk/mail").await;
    assert!(
        page.text().contains("Het adres bestaat niet.") && page.text().contains("5.1.1"),
        "{}",
        page.text()
    );
    let end = page.link("/nl/desk/mail/");
    assert_eq!(teacher.post(&end, &[]).await.status, 401, "nobody else deals with it");
    assert_eq!(officer.post(&end, &[("again", "yes")]).await.location(), "/nl/desk/mail?said=mailed-again");
    assert_eq!(officer.post(&end, &[]).await.status, 409);
    house.work().await;
    assert!(officer.get("/nl/desk/mail").await.text().contains("Er kwam geen mail terug"));
}

fn asked(id: &str, kind: &str, email: &str) -> Value {
    json!({
        "regulation": "gdpr", "subject_request_id": id, "subject_request_type": kind,
        "submitted_time": "2026-12-01T09:00:00Z", "status_callback_urls": ["https://x.example/back"],
        "subject_identities": [{ "identity_type": "email", "identity_value": email, "identity_format": "raw" }],
    })
}

const ID: &str = "7f3c9a52-0a0e-4f53-9f9f-6f1f0c7a2b11";

#[tokio::test]
async fn a_request_is_passed_on_followed_and_its_person_asked_who_they_are() {
    let house = House::new().await;
    let (key, other) = (key(&house, Scope::Requests).await, key(&house, Scope::Requests).await);
    let mut program = house.browser();
    let discovery = read(&program.get("/api/v1/opendsr/discovery").await);
    assert_eq!(discovery["supported_subject_request_types"], json!(["access", "portability", "erasure"]));
    let body = asked(ID, "access", TEACHER).to_string();
    let first = post(&mut program, "/api/v1/opendsr/requests", &key, body.clone()).await;
    assert_eq!(
        (first.status, first.header("x-opendsr-processor-domain")),
        (201, "gestand.test"),
        "{}",
        first.text()
    );
    let again = post(&mut program, "/api/v1/opendsr/requests", &key, body).await;
    assert_eq!((again.status, read(&again)["reference"].clone()), (200, read(&first)["reference"].clone()));
    let used = asked(ID, "erasure", TEACHER).to_string();
    assert_eq!(post(&mut program, "/api/v1/opendsr/requests", &key, used).await.status, 409);
    house.work().await;
    assert!(house.mail(TEACHER, "identity-asked").is_some(), "the system that asks vouches for nobody");
    let bearer = format!("Bearer {key}");
    let status = |bearer: String| {
        let mut program = house.browser();
        async move {
            let path = format!("/api/v1/opendsr/requests/{ID}");
            program.ask(Method::GET, &path, &[("authorization", bearer.as_str())], Body::empty()).await
        }
    };
    let seen = read(&status(bearer).await);
    assert_eq!(
        (seen["request_status"].clone(), seen["expected_completion"].clone()),
        (json!("pending"), json!("2027-01-01"))
    );
    assert!(seen["ledger_entry"].is_u64(), "a receipt: {seen}");
    assert_eq!(status(format!("Bearer {other}")).await.status, 404, "another program does not see it");
}

#[tokio::test]
async fn what_is_not_understood_is_refused_with_a_reason() {
    let house = House::new().await;
    let key = key(&house, Scope::Requests).await;
    let mut program = house.browser();
    let many: Vec<Value> = (0..21)
        .map(|n| json!({ "identity_type": "email", "identity_value": format!("a{n}@x.example") }))
        .collect();
    for (change, code) in [
        (json!({ "regulation": "ccpa" }), "regulation"),
        (json!({ "subject_request_id": "1" }), "request-id"),
        (json!({ "subject_request_type": "sale" }), "request-type"),
        (json!({ "subject_identities": [] }), "identities"),
        (json!({ "subject_identities": many }), "identities"),
        (json!({ "subject_identities": [{ "identity_type": "fax", "identity_value": "1" }] }), "identity"),
        (
            json!({ "subject_identities": [{ "identity_type": "email", "identity_value": "ab12", "identity_format": "sha256" }] }),
            "identity",
        ),
        (
            json!({ "subject_identities": [{ "identity_type": "cookie_id", "identity_value": "GA1.2.3" }] }),
            "no-address",
        ),
        (
            json!({ "subject_identities": [{ "identity_type": "email", "identity_value": "a@x.example\r\nBcc: b" }] }),
            "identity",
        ),
        (json!({ "subject_identities": 7 }), "not-understood"),
    ] {
        let mut body = asked(ID, "access", TEACHER);
        for (name, value) in change.as_object().expect("an object") {
            body[name] = value.clone();
        }
        let answer = post(&mut program, "/api/v1/opendsr/requests", &key, body.to_string()).await;
        assert_eq!((answer.status, read(&answer)["code"].clone()), (422, json!(code)), "{change}");
    }
    assert_eq!(post(&mut program, "/api/v1/opendsr/requests", &key, "\u{feff}").await.status, 422);
}

#[tokio::test]
async fn a_flood_of_requests_for_one_address_is_told_to_wait_and_never_fails() {
    let house = House::new().await;
    let key = key(&house, Scope::Requests).await;
    let mut program = house.browser();
    let mut answers = Vec::new();
    for n in 0..12 {
        let id = format!("7f3c9a52-0a0e-4f53-9f9f-{n:012}");
        let body = asked(&id, "access", TEACHER).to_string();
        answers.push(post(&mut program, "/api/v1/opendsr/requests", &key, body).await);
    }
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert!(statuses.starts_with(&[201]) && statuses.ends_with(&[429]), "{statuses:?}");
    assert!(statuses.iter().all(|status| [201, 429].contains(status)), "{statuses:?}");
    let last = answers.last().expect("an answer");
    assert_eq!(last.header("content-type"), "application/problem+json");
    assert_eq!(read(last)["code"], "too-many-requests");
    // One that was taken in is followed as before.
    let known = asked("7f3c9a52-0a0e-4f53-9f9f-000000000000", "access", TEACHER).to_string();
    assert_eq!(post(&mut program, "/api/v1/opendsr/requests", &key, known).await.status, 200);
}
