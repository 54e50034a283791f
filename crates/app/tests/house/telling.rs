//! Another system hears how far a request is that it passed on: signed, over real HTTP, again until it is taken.

use app::demo::people::TEACHER;
use app::opendsr::{self, Asked};
use app::programs::{self, Scope};
use app::{Kind, requests, work};
use connect::outward::Reach;
use connect::signing::Certified;
use kernel::Actor;
use serde_json::{Value, json};

use crate::handing_over::{body, history, receiver};
use crate::setting::{House, on_both_engines};

on_both_engines!(whoever_passed_a_request_on_hears_how_far_it_is,);

fn asked(id: &str, callbacks: &[&str]) -> Asked {
    let asked = json!({
        "regulation": "gdpr", "subject_request_id": id, "subject_request_type": "access",
        "status_callback_urls": callbacks,
        "subject_identities": [{ "identity_type": "email", "identity_value": TEACHER, "identity_format": "raw" }],
    });
    serde_json::from_value(asked).unwrap()
}

async fn whoever_passed_a_request_on_hears_how_far_it_is(house: House) {
    let made =
        programs::create(&house.app, &Actor::Operator, "Elders", &[Scope::Requests], 100).await.unwrap();
    let program = programs::recognise(&house.app, Some(&made.secret), Scope::Requests).await.unwrap();
    let ids = |n: u32| format!("7f3c9a52-0a0e-4f53-9f9f-6f1f0c7a2b{n:02}");
    // Without a certificate nobody could know that it is ours: nothing is told, and the answer says so.
    let (silent, _) =
        opendsr::ask(&house.app, &program, &asked(&ids(1), &["https://c.example/"])).await.unwrap();
    assert_eq!((silent.status_callbacks, opendsr::discovery(&house.app).processor_certificate), (0, None));
    let certified = Certified::read(
        include_str!("../../../connect/tests/signing/certificate.pem"),
        include_str!("../../../connect/tests/signing/key.pem"),
        "gestand.test",
    );
    house.app.set_certified(certified.unwrap());
    for bad in ["http://c.example/", "https://127.0.0.1/", "https://10.0.0.1/", "nonsense"] {
        let refused = opendsr::ask(&house.app, &program, &asked(&ids(2), &[bad])).await.unwrap_err();
        assert_eq!((refused.kind, refused.code), (Kind::Invalid, "callback-url"), "{bad}");
    }
    house.app.set_reach(Reach::with(vec!["127.0.0.0/8".parse().unwrap()]));
    let there = receiver(&["503 Wait", "202 Accepted", "202 Accepted", "202 Accepted"]).await;
    let sent_on = receiver(&["302 Found"]).await;
    let (status, new) =
        opendsr::ask(&house.app, &program, &asked(&ids(2), &[&there.at, &sent_on.at])).await.unwrap();
    assert_eq!((new, status.status_callbacks, status.request_status), (true, 2, "pending"));
    work::drain(&house.app).await.unwrap();
    assert!(there.got.lock().unwrap().is_empty(), "that it is pending, the answer said");

    let officer = house.officer().await;
    let id = status.reference;
    requests::proof::judge(&house.app, &officer, id, None, Some(requests::ProofMeans::CallBack))
        .await
        .unwrap();
    work::drain(&house.app).await.unwrap();
    assert_eq!(there.got.lock().unwrap().len(), 1, "it could not be taken yet");
    house.later(1).await;
    house.approve(&officer, id).await;
    house.close_tasks(&officer, id).await;
    house.later(60).await;
    let got: Vec<Vec<u8>> = there.got.lock().unwrap().clone();
    let said: Vec<Value> = got.iter().map(|one| serde_json::from_slice(body(one)).unwrap()).collect();
    let words: Vec<&str> = said.iter().map(|one| one["request_status"].as_str().unwrap()).collect();
    assert_eq!(words, ["in_progress", "in_progress", "completed"]);
    assert_eq!(said[2]["subject_request_id"], ids(2));
    assert_eq!((&said[2]["status_callback_url"], &said[2]["results_url"]), (&json!(there.at), &Value::Null));
    let head = String::from_utf8_lossy(&got[2]).into_owned();
    let signature =
        head.lines().find_map(|line| line.strip_prefix("x-opendsr-signature: ")).expect("it is signed");
    assert_eq!(Some(signature.to_owned()), opendsr::signature(&house.app, body(&got[2])));
    assert!(head.contains("x-opendsr-processor-domain: gestand.test"));
    assert!(!head.contains(TEACHER), "it says nothing of whom");
    assert_eq!(sent_on.got.lock().unwrap().len(), 1, "a redirect is not followed and ends it");
    let now = opendsr::status(&house.app, &program, &ids(2)).await.unwrap();
    assert_eq!((now.request_status, now.status_callbacks), ("completed", 1));
    let history = history(&house, id).await;
    assert!(history.contains(&"status-told".to_owned()) && history.contains(&"status-untold".to_owned()));
}
