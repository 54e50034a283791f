//! Showing who somebody is: the public form, a code to a known address, a document that is seen and destroyed, and an
//! address that changed a moment ago.

use app::demo::people::TEACHER;
use app::requests::{self, Channel, Correction, Filing, ProofMeans, Right, Wish, proof};
use app::signin::{self, Door};
use app::{archives, work};
use inventory::Identity;
use kernel::ids::RequestId;
use kernel::{Actor, Language};

use crate::setting::{House, on_both_engines};

on_both_engines!(
    whoever_has_a_known_address_shows_it_by_the_link,
    an_unknown_address_shows_nothing_and_needs_more,
    a_document_is_sealed_seen_on_record_and_destroyed,
    what_is_never_judged_is_destroyed_when_its_term_is_over,
    a_flood_for_somebody_elses_address_stops,
    a_changed_address_waits_and_the_old_one_is_told,
    somebody_who_is_doubted_is_asked_again,
);

const STRANGER: &str = "onbekend@elders.example";
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n a shielded card";

async fn by_form(house: &House, email: &str) -> RequestId {
    let filing = Filing::new(Right::Access, Channel::Form, Language::Nl);
    let filing = Filing { identities: vec![Identity::new("email", email)], ..filing };
    let filed = requests::file(&house.app, &Actor::Anonymous, filing).await.unwrap();
    work::drain(&house.app).await.unwrap();
    filed.request
}

/// The token of the link in the newest mail that asks who somebody is.
fn token(house: &House, to: &str) -> String {
    let mail = house.newest(to, "identity-asked").expect("asked who it is");
    let link = mail.text.split("/bewijs/").nth(1).expect("a link");
    link.split_whitespace().next().unwrap().to_owned()
}

async fn kinds(house: &House, request: RequestId) -> Vec<String> {
    let view = requests::show(&house.app, &Actor::Operator, request).await.unwrap();
    view.history.into_iter().map(|entry| entry.kind).collect()
}

async fn whoever_has_a_known_address_shows_it_by_the_link(house: House) {
    let request = by_form(&house, TEACHER).await;
    assert_eq!(house.state(request).await, "awaiting-identity");
    assert_eq!(house.newest(TEACHER, "request-received"), None);
    let view = requests::show(&house.app, &Actor::Operator, request).await.unwrap();
    assert_eq!(view.address, None, "nothing else goes there yet");
    assert!(view.deadline.suspended);
    let token = token(&house, TEACHER);
    assert_eq!(proof::page(&house.app, &token).await.unwrap().right, Right::Access);
    assert!(proof::confirm_address(&house.app, &token).await.unwrap());
    work::drain(&house.app).await.unwrap();
    assert_eq!(house.state(request).await, "planned");
    let view = requests::show(&house.app, &Actor::Operator, request).await.unwrap();
    assert_eq!(view.address.as_deref(), Some(TEACHER));
    assert_eq!(view.officer.unwrap().known_by.as_deref(), Some("known-address-code"));
    // The link has served, whoever follows it again.
    for outcome in
        [proof::confirm_address(&house.app, &token).await.err(), proof::page(&house.app, &token).await.err()]
    {
        assert_eq!(outcome.unwrap().code, "link-gone");
    }
    assert_eq!(proof::page(&house.app, "made-up").await.unwrap_err().code, "link-gone");
}

async fn an_unknown_address_shows_nothing_and_needs_more(house: House) {
    let officer = house.officer().await;
    let request = by_form(&house, STRANGER).await;
    // The mail reads the same as to an address that is known.
    let known = by_form(&house, TEACHER).await;
    let without = |to: &str, id: RequestId| {
        let text = house.newest(to, "identity-asked").unwrap().text;
        text.replace(&token(&house, to), "").replace(&id.to_string(), "")
    };
    assert_eq!(without(STRANGER, request), without(TEACHER, known));
    assert!(!proof::confirm_address(&house.app, &token(&house, STRANGER)).await.unwrap());
    assert_eq!(house.state(request).await, "awaiting-identity");
    proof::judge(&house.app, &officer, request, None, Some(ProofMeans::SharedKnowledge)).await.unwrap();
    work::drain(&house.app).await.unwrap();
    assert_eq!(house.state(request).await, "planned");
    let view = requests::show(&house.app, &officer, request).await.unwrap();
    assert_eq!(view.officer.unwrap().asked[0].outcome.as_deref(), Some("accepted"));
}

async fn a_document_is_sealed_seen_on_record_and_destroyed(house: House) {
    let officer = house.officer().await;
    let request = by_form(&house, STRANGER).await;
    let link = token(&house, STRANGER);
    for (bytes, code) in [
        (b"PK\x03\x04 a bomb".to_vec(), "file-not-taken"),
        (b"<svg onload=alert(1)>".to_vec(), "file-not-taken"),
        (Vec::new(), "file-not-taken"),
        ([PICTURE, &vec![0; app::uploads::LARGEST]].concat(), "file-too-large"),
    ] {
        assert_eq!(proof::hand_in(&house.app, &link, &bytes).await.unwrap_err().code, code);
    }
    proof::hand_in(&house.app, &link, PICTURE).await.unwrap();
    let files = proof::files(&house.app, &officer, request).await.unwrap();
    assert_eq!((files.len(), files[0].media.as_str(), files[0].views), (1, "image/png", 0));
    let teacher = house.teacher().await;
    for nobody in [&teacher, &Actor::Anonymous] {
        assert!(proof::view(&house.app, nobody, request, &files[0].id).await.is_err());
    }
    let opened = proof::view(&house.app, &officer, request, &files[0].id).await.unwrap();
    assert_eq!(opened.bytes, PICTURE);
    assert_eq!(proof::files(&house.app, &officer, request).await.unwrap()[0].views, 1);
    assert!(kinds(&house, request).await.contains(&"proof-seen".to_owned()));
    // Not good enough: it is destroyed and asked again, with another link.
    proof::judge(&house.app, &officer, request, None, None).await.unwrap();
    work::drain(&house.app).await.unwrap();
    assert_eq!(proof::view(&house.app, &officer, request, &files[0].id).await.unwrap_err().code, "file-gone");
    let next = token(&house, STRANGER);
    assert_ne!(next, link);
    assert_eq!(proof::hand_in(&house.app, &link, PICTURE).await.unwrap_err().code, "link-gone");
    proof::hand_in(&house.app, &next, PICTURE).await.unwrap();
    proof::judge(&house.app, &officer, request, None, Some(ProofMeans::ShieldedDocument)).await.unwrap();
    let history = kinds(&house, request).await;
    assert_eq!(history.iter().filter(|kind| *kind == "proof-destroyed").count(), 2);
    assert_eq!(store::uploads::left_behind(house.app.store(), house.app.now()).await.unwrap(), 0);
    let asked = proof::register(&house.app, &officer).await.unwrap();
    let outcomes: Vec<_> = asked.iter().map(|ask| ask.outcome.as_deref().unwrap_or("")).collect();
    assert_eq!(outcomes, ["accepted", "rejected"]);
}

async fn what_is_never_judged_is_destroyed_when_its_term_is_over(house: House) {
    let officer = house.officer().await;
    let request = by_form(&house, STRANGER).await;
    proof::hand_in(&house.app, &token(&house, STRANGER), PICTURE).await.unwrap();
    house.later(14 * 24 * 60).await;
    assert!(proof::files(&house.app, &officer, request).await.unwrap()[0].destroyed.is_none());
    house.later(2 * 24 * 60).await;
    assert!(proof::files(&house.app, &officer, request).await.unwrap()[0].destroyed.is_some());
    assert!(kinds(&house, request).await.contains(&"proof-destroyed".to_owned()));
}

async fn a_flood_for_somebody_elses_address_stops(house: House) {
    for _ in 0..6 {
        by_form(&house, TEACHER).await;
        by_form(&house, &TEACHER.to_uppercase()).await;
    }
    let all = house.app.outbox().all();
    let sent = all.iter().filter(|mail| mail.kind == "identity-asked").count();
    assert_eq!(sent, 3, "three stand open for one address, and no more are mailed");
    let open = requests::counts(&house.app, &Actor::Operator).await.unwrap().open;
    assert_eq!(open, 3);
}

async fn a_changed_address_waits_and_the_old_one_is_told(house: House) {
    let (teacher, officer) = (house.teacher().await, house.officer().await);
    let new = "nienke.nieuw@elders.example";
    let corrections = vec![Correction { field: "email".into(), was: Some(TEACHER.into()), to: new.into() }];
    let filing = Filing::new(Right::Rectification, Channel::Portal, Language::Nl);
    let filing = Filing { wish: Wish::Correct { corrections }, ..filing };
    let change = requests::file(&house.app, &teacher, filing).await.unwrap().request;
    work::drain(&house.app).await.unwrap();
    house.approve(&officer, change).await;
    house.close_tasks(&officer, change).await;
    let told = house.newest(TEACHER, "address-changed").expect("the old address is told");
    assert!(told.text.contains("1 december 2026") && !told.text.contains(new), "{}", told.text);
    let renewed = house.sign_in(Door::Subject, new).await;
    let copy = house.file(&renewed, Right::Access).await;
    house.approve(&officer, copy).await;
    house.close_tasks(&officer, copy).await;
    let archive = archives::newest(&house.app, copy).await.unwrap().expect("an answer");
    let Err(early) = archives::open(&house.app, &renewed, archive).await else { panic!("too early") };
    assert_eq!(early.code, "new-address-waits");
    assert!(early.text.nl.contains("1 december 2026"), "{}", early.text.nl);
    house.later(7 * 24 * 60).await;
    // The session is over, the copy is still there for its last hours or was made anew.
    let renewed = house.sign_in(Door::Subject, new).await;
    let copy = house.file(&renewed, Right::Access).await;
    house.later(24 * 60).await;
    house.approve(&officer, copy).await;
    let archive = archives::newest(&house.app, copy).await.unwrap().expect("an answer");
    let renewed = house.sign_in(Door::Subject, new).await;
    assert!(archives::open(&house.app, &renewed, archive).await.is_ok());
    assert!(signin::begin(&house.app, Door::Subject, new, Language::Nl).await.is_ok());
}

async fn somebody_who_is_doubted_is_asked_again(house: House) {
    let (teacher, officer) = (house.teacher().await, house.officer().await);
    let request = house.file(&teacher, Right::Erasure).await;
    let none = proof::ask(&house.app, &officer, request, None, &[]).await.unwrap_err();
    assert_eq!(none.code, "means-missing");
    proof::ask(&house.app, &officer, request, None, &[ProofMeans::CallBack]).await.unwrap();
    work::drain(&house.app).await.unwrap();
    let view = requests::show(&house.app, &officer, request).await.unwrap();
    assert_eq!((view.summary.state, view.plan.is_some()), ("awaiting-identity", false));
    let refused = proof::hand_in(&house.app, &token(&house, TEACHER), PICTURE).await.unwrap_err();
    assert_eq!(refused.code, "no-document-asked", "no more is taken than was asked");
    proof::judge(&house.app, &officer, request, Some(view.version), Some(ProofMeans::CallBack))
        .await
        .unwrap();
    work::drain(&house.app).await.unwrap();
    let view = requests::show(&house.app, &officer, request).await.unwrap();
    assert_eq!((view.summary.state, view.address.as_deref()), ("planned", Some(TEACHER)));
}
