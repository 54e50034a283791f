//! The desk's work and what is asked without an account, through the pages alone, with a clock that is turned.

use std::time::Duration;

use app::demo::people::{OFFICER, TEACHER};
use axum::body::Body;
use axum::http::Method;
use kernel::{Actor, StaffRole};

use super::browser::{Answer, Browser};
use super::house::House;

const SECOND: &str = "tweede@leskracht.example";
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n a covered card";

async fn second(house: &House) -> Browser {
    app::staff::add(&house.app, &Actor::Operator, SECOND, "", StaffRole::Officer).await.expect("an officer");
    house.signed_in("/desk", SECOND).await
}

/// Files a request for a copy in the portal and gives its place on the desk.
async fn filed(house: &House, teacher: &mut Browser) -> String {
    let sent = teacher.post("/nl/my/copy", &[]).await;
    assert_eq!(sent.status, 303);
    house.work().await;
    let id = sent.location().rsplit('/').next().and_then(|last| last.split('?').next()).expect("an id");
    format!("/nl/desk/requests/{id}")
}

async fn later(house: &House, minutes: u64) {
    house.clock.advance(Duration::from_secs(minutes * 60));
    house.work().await;
}

/// Hands a file in, as a browser's form does.
async fn upload(browser: &mut Browser, path: &str, name: &str, bytes: &[u8]) -> Answer {
    let mut body = format!(
        "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: image/png\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let headers = [
        ("content-type", "multipart/form-data; boundary=x"),
        ("accept", "text/html"),
        ("sec-fetch-site", "same-origin"),
    ];
    browser.ask(Method::POST, path, &headers, Body::from(body)).await
}

#[tokio::test]
async fn an_officer_extends_asks_back_and_takes_back() {
    let house = House::new().await;
    let mut teacher = house.signed_in("/my", TEACHER).await;
    let mut officer = house.signed_in("/desk", OFFICER).await;
    let place = filed(&house, &mut teacher).await;
    let seen = officer.get(&place).await.hidden("seen");
    let empty = officer.post(&format!("{place}/extend"), &[("seen", &seen), ("words", " ")]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.text().contains("href=\"#extend-reasons\""), "{}", empty.text());
    let words = "Vier systemen gaan met de hand <b>.";
    let done = officer.post(&format!("{place}/extend"), &[("seen", &seen), ("words", words)]).await;
    assert_eq!(done.location(), format!("{place}?said=extended"));
    let page = officer.get(done.location()).await.text();
    assert!(page.contains("De termijn is verlengd") && page.contains("met de hand &#60;b&#62;"), "{page}");
    assert!(page.contains("Neem de verlenging terug"), "{page}");
    let back = officer.post(&format!("{place}/undo"), &[("what", "extension")]).await;
    assert_eq!(back.location(), format!("{place}?said=taken-back"));
    assert_eq!(officer.post(&format!("{place}/undo"), &[("what", "extension")]).await.status, 409);
    assert_eq!(officer.post(&format!("{place}/undo"), &[("what", "everything")]).await.status, 400);
    let seen = officer.get(&place).await.hidden("seen");
    let asked = officer.post(&format!("{place}/ask"), &[("seen", &seen), ("words", "Welk jaar?")]).await;
    assert_eq!(asked.location(), format!("{place}?said=asked-back"));
    house.work().await;
    let own = place.replace("/desk/", "/my/");
    let page = teacher.get(&own).await.text();
    assert!(page.contains("Wij hebben een vraag aan u") && page.contains("Welk jaar?"), "{page}");
    let blank = teacher.post(&format!("{own}/answer"), &[("words", "")]).await;
    assert_eq!(blank.status, 422);
    let said = teacher.post(&format!("{own}/answer"), &[("words", "2025 & 2026")]).await;
    assert_eq!(said.status, 303, "{}", said.text());
    assert!(officer.get(&place).await.text().contains("2025 &#38; 2026"));
}

#[tokio::test]
async fn the_slower_of_two_officers_is_told_and_loses_no_words() {
    let house = House::new().await;
    let mut teacher = house.signed_in("/my", TEACHER).await;
    let mut first = house.signed_in("/desk", OFFICER).await;
    let mut slower = second(&house).await;
    let place = filed(&house, &mut teacher).await;
    let seen = slower.get(&place).await.hidden("seen");
    first.post(&format!("{place}/extend"), &[("seen", &seen), ("words", "Het is veel.")]).await;
    let refuse =
        [("seen", seen.as_str()), ("ground", "excessive"), ("reason", "Dit vroeg u vorige week ook.")];
    for (form, fields) in [
        ("refuse", refuse.to_vec()),
        ("ask", vec![("seen", seen.as_str()), ("words", "Dit vroeg u vorige week ook.")]),
    ] {
        let late = slower.post(&format!("{place}/{form}"), &fields).await;
        assert_eq!(late.status, 409, "{form}");
        let page = late.text();
        assert!(page.contains("Een collega was sneller"), "{page}");
        assert!(page.contains("Dit vroeg u vorige week ook.</textarea>"), "{form}: what was typed is there");
        assert!(page.contains("Het is veel."), "and what the other did");
    }
    let seen = slower.get(&place).await.hidden("seen");
    let again = [("seen", seen.as_str()), refuse[1], refuse[2]];
    assert_eq!(slower.post(&format!("{place}/refuse"), &again).await.status, 303);
    assert!(house.mail(TEACHER, "refusal").is_none());
    later(&house, 10).await;
    assert!(house.mail(TEACHER, "refusal").expect("told").text.contains("vorige week ook"));
}

#[tokio::test]
async fn notes_and_several_requests_of_one_person() {
    let house = House::new().await;
    let mut teacher = house.signed_in("/my", TEACHER).await;
    let mut officer = house.signed_in("/desk", OFFICER).await;
    let place = filed(&house, &mut teacher).await;
    let other = filed(&house, &mut teacher).await;
    let long = "x".repeat(4001);
    for words in ["", long.as_str()] {
        let wrong = officer.post(&format!("{place}/notes"), &[("words", words)]).await;
        assert_eq!(wrong.status, 422);
    }
    officer.post(&format!("{place}/notes"), &[("words", "Gebeld 👩🏽‍🏫 <i>")]).await;
    let page = officer.get(&place).await;
    assert!(page.text().contains("Gebeld 👩🏽‍🏫 &#60;i&#62;"), "{}", page.text());
    assert!(!teacher.get(&place.replace("/desk/", "/my/")).await.text().contains("Gebeld"));
    let remove = page.link(&format!("{place}/notes/"));
    assert_eq!(officer.post(&remove, &[]).await.location(), format!("{place}?said=note-removed"));
    assert!(page.text().contains("Misschien van dezelfde persoon") && page.text().contains(&other));
    let plans: Vec<String> = page
        .text()
        .split("name=\"plan\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().expect("a value").to_owned())
        .collect();
    assert_eq!(plans.len(), 2);
    let fields: Vec<(&str, &str)> = plans.iter().map(|plan| ("plan", plan.as_str())).collect();
    let done = officer.post(&format!("{place}/together"), &fields).await;
    assert_eq!(done.location(), format!("{place}?said=approved"));
    house.work().await;
    for place in [&place, &other] {
        assert!(officer.get(place).await.text().contains("state-in-part"), "{place}");
    }
    assert_eq!(officer.post(&format!("{place}/together"), &[("plan", "odd")]).await.status, 400);
}

#[tokio::test]
async fn a_letter_is_entered_and_its_writer_asked() {
    let house = House::new().await;
    let mut officer = house.signed_in("/desk", OFFICER).await;
    let page = "/nl/desk/requests/new";
    let whole = [
        ("channel", "letter"),
        ("received", "2026-11-30"),
        ("right", "access"),
        ("email", TEACHER),
        ("identity", ""),
        ("means", ""),
        ("behalf", ""),
        ("behalf_name", ""),
        ("language", "en"),
    ];
    let with = |changed: &[(&'static str, &'static str)]| -> Vec<(&'static str, &'static str)> {
        let other = |name: &str| changed.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
        let mut fields: Vec<_> =
            whole.iter().map(|(key, value)| (*key, other(key).unwrap_or(value))).collect();
        fields.extend(changed.iter().filter(|(key, _)| !whole.iter().any(|(name, _)| name == key)));
        fields
    };
    for (wrong, says) in [
        (with(&[("received", "2026-12-09")]), "Op deze dag kan het niet zijn ontvangen."),
        (with(&[("received", "gisteren")]), "Op deze dag kan het niet zijn ontvangen."),
        (with(&[("email", "")]), "Geef een e-mailadres of een ander gegeven"),
        (with(&[("identity", "iets")]), "Geef een e-mailadres of een ander gegeven"),
        (with(&[("email", "geen adres")]), "e-mail"),
        (with(&[("behalf", "parent")]), "Noem wie namens de persoon vraagt."),
        (with(&[("right", "rectification")]), "Kies het gegeven en vul in wat het moet worden."),
        (with(&[("right", "everything")]), "Kies wat u wilt vragen."),
    ] {
        let answer = officer.post(page, &wrong).await;
        assert_eq!(answer.status, 422, "{wrong:?}");
        assert!(answer.text().contains(says), "{wrong:?}: {}", answer.text());
    }
    let entered = officer.post(page, &with(&[("behalf", "parent"), ("behalf_name", "Bente")])).await;
    assert!(entered.location().ends_with("?said=entered"), "{}", entered.text());
    let place = entered.location().split('?').next().expect("a place").to_owned();
    house.work().await;
    let shown = officer.get(&place).await;
    assert!(shown.text().contains("ouder of voogd") && shown.text().contains("Bente"), "{}", shown.text());
    let seen = shown.hidden("seen");
    let none = officer.post(&format!("{place}/identity/ask"), &[("seen", &seen)]).await;
    assert_eq!(none.status, 422);
    let fields = [("seen", seen.as_str()), ("means", "call-back"), ("means", "shielded-document")];
    let asked = officer.post(&format!("{place}/identity/ask"), &fields).await;
    assert_eq!(asked.location(), format!("{place}?said=identity-asked"), "{}", asked.text());
    house.work().await;
    let mail = house.mail(TEACHER, "identity-asked").expect("asked");
    assert!(
        mail.subject.contains("show us that it is you"),
        "in the language of the answer: {}",
        mail.subject
    );
    let seen = officer.get(&place).await.hidden("seen");
    let judged =
        officer.post(&format!("{place}/identity/judge"), &[("seen", &seen), ("means", "call-back")]).await;
    assert_eq!(judged.location(), format!("{place}?said=identity-proved"));
    house.work().await;
    assert!(officer.get(&place).await.text().contains("Keur goed"));
}

#[tokio::test]
async fn the_form_without_an_account_answers_every_address_alike() {
    let house = House::new().await;
    let mut anybody = house.browser();
    let form = anybody.get("/nl/request").await;
    assert_eq!(form.status, 200);
    for field in ["name=\"right\"", "name=\"email\"", "verplicht", "niet verplicht"] {
        assert!(form.text().contains(field), "{field}");
    }
    for (fields, says) in [
        (vec![("email", TEACHER)], "Kies wat u wilt vragen."),
        (vec![("right", "access"), ("email", "x")], "e-mail"),
        (vec![("right", "rectification"), ("email", TEACHER)], "Kies het gegeven"),
    ] {
        let wrong = anybody.post("/nl/request", &fields).await;
        assert_eq!(wrong.status, 422, "{fields:?}");
        assert!(wrong.text().contains(says), "{fields:?}");
    }
    let mut answers = Vec::new();
    for email in [TEACHER, "onbekend@elders.example"] {
        let sent = anybody.post("/nl/request", &[("right", "access"), ("email", email)]).await;
        answers.push((sent.status, sent.location().to_owned(), anybody.get(sent.location()).await.text()));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!((answers[0].0, answers[0].1.as_str()), (303, "/nl/request?sent=yes"));
    house.work().await;
    let link = |to: &str| {
        let text = house.mail(to, "identity-asked").expect("asked").text;
        let token =
            text.split("/bewijs/").nth(1).expect("a link").split_whitespace().next().expect("a token");
        format!("/bewijs/{token}")
    };
    let onward = anybody.get(&link(TEACHER)).await;
    assert!(onward.location().starts_with("/nl/proof/"), "{}", onward.location());
    let proof = onward.location().to_owned();
    let page = anybody.get(&proof).await;
    assert!(page.header("content-security-policy").contains("script-src 'self'"));
    assert!(!page.text().contains(TEACHER), "the page says nothing of anybody");
    let done = anybody.post(&format!("{proof}/confirm"), &[]).await;
    assert_eq!(done.status, 200);
    assert!(done.text().contains("Wij weten nu dat u het bent"), "{}", done.text());
    assert_eq!(anybody.get(&proof).await.status, 410, "the link has served");
    assert_eq!(anybody.get("/nl/proof/00ff").await.status, 410);
    assert_eq!(anybody.get("/bewijs/..%2F..%2Fdesk").await.status, 404);
    house.work().await;
    let mut officer = house.signed_in("/desk", OFFICER).await;
    let inbox = officer.get("/nl/desk/requests").await.text();
    assert!(inbox.contains("state-deciding") && inbox.contains("state-identifying"), "{inbox}");
}

#[tokio::test]
async fn a_covered_copy_is_handed_in_seen_once_and_destroyed() {
    let house = House::new().await;
    let mut anybody = house.browser();
    let stranger = "onbekend@elders.example";
    anybody.post("/en/request", &[("right", "access"), ("email", stranger)]).await;
    house.work().await;
    let text = house.mail(stranger, "identity-asked").expect("asked").text;
    let token = text.split("/bewijs/").nth(1).expect("a link").split_whitespace().next().expect("a token");
    let proof = format!("/en/proof/{token}");
    let unknown = anybody.post(&format!("{proof}/confirm"), &[]).await;
    assert_eq!(unknown.location(), format!("{proof}?said=unknown"));
    assert!(anybody.get(unknown.location()).await.text().contains("We do not know this address"));
    for (name, bytes) in [
        ("card.png", b"PK\x03\x04 a bomb".to_vec()),
        ("card.png", b"<svg onload=alert(1)>".to_vec()),
        ("card.png", Vec::new()),
        ("card.png", vec![0; app::uploads::LARGEST + 10]),
    ] {
        let wrong = upload(&mut anybody, &format!("{proof}/file"), name, &bytes).await;
        assert_eq!(wrong.status, 422, "{} bytes", bytes.len());
        assert!(wrong.text().contains("href=\"#file\""));
    }
    let huge = vec![0; app::uploads::LARGEST + 200_000];
    let too_much = upload(&mut anybody, &format!("{proof}/file"), "x.png", &huge).await;
    assert!(matches!(too_much.status, 413 | 422), "{}", too_much.status);
    let taken = upload(&mut anybody, &format!("{proof}/file"), "../../evil.html", PICTURE).await;
    assert_eq!(taken.location(), format!("{proof}?said=handed-in"), "{}", taken.text());
    assert!(anybody.get(taken.location()).await.text().contains("You hear from us"));

    let mut officer = house.signed_in("/desk", OFFICER).await;
    let inbox = officer.get("/nl/desk/requests").await;
    let place = inbox.text();
    let place = place
        .split("\"/nl/desk/requests/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .find(|id| id.len() == 36)
        .expect("a request");
    let place = format!("/nl/desk/requests/{place}");
    let page = officer.get(&place).await;
    let file = page.link(&format!("{place}/proof/"));
    let mut nobody = house.browser();
    assert_eq!(nobody.get(&file).await.status, 303, "sign in first");
    let opened = officer.get(&file).await;
    assert_eq!((opened.status, opened.header("content-type")), (200, "application/octet-stream"));
    assert!(opened.header("content-disposition").starts_with("attachment; filename=\"proof-"));
    assert!(!opened.header("content-disposition").contains("evil"));
    assert_eq!(opened.header("x-content-type-options"), "nosniff");
    assert_eq!(opened.body, PICTURE);
    let page = officer.get(&place).await;
    assert!(page.text().contains("1 keer bekeken") && page.text().contains("Bewijs bekeken door"));
    let seen = page.hidden("seen");
    let judged = [("seen", seen.as_str()), ("means", "shielded-document")];
    assert_eq!(officer.post(&format!("{place}/identity/judge"), &judged).await.status, 303);
    assert_eq!(officer.get(&file).await.status, 410);
    let page = officer.get(&place).await.text();
    assert!(page.contains("vernietigd op") && page.contains("Bewijs vernietigd"), "{page}");
}

#[tokio::test]
async fn a_browser_shows_its_own_ids_and_sends_them() {
    let house = House::new().await;
    let mut anybody = house.browser();
    assert!(anybody.get("/nl/cookie-ids").await.text().contains("Uw browser stuurde geen nummers mee."));
    anybody.cookies.insert("_ga".into(), "GA1.1.183.176".into());
    anybody.cookies.insert("evil".into(), "<script>alert(1)</script>".into());
    anybody.cookies.insert("gestand-my".into(), "00ff".into());
    let page = anybody.get("/nl/cookie-ids").await;
    assert!(
        page.text().contains("GA1.1.183.176") && page.text().contains("&#60;script&#62;"),
        "{}",
        page.text()
    );
    assert!(!page.text().contains("00ff"), "the key to a session is shown nowhere");
    assert_eq!(page.header("cache-control"), "no-store");
    let form = anybody.get("/nl/request?ids=own").await;
    assert!(form.text().contains("value=\"GA1.1.183.176\""), "{}", form.text());
    let fields = [("right", "access"), ("email", TEACHER), ("id", "GA1.1.183.176")];
    assert_eq!(anybody.post("/nl/request", &fields).await.status, 303);
    house.work().await;
    let mut officer = house.signed_in("/desk", OFFICER).await;
    assert!(officer.get("/nl/desk/requests").await.text().contains("state-identifying"));
}

#[tokio::test]
async fn one_click_of_a_mail_program_needs_no_page_and_looking_ends_nothing() {
    let house = House::new().await;
    let message = app::messages::Outgoing {
        to: TEACHER.into(),
        language: kernel::Language::Nl,
        class: app::messages::Class::Service,
        purpose: "updates".into(),
        title: "Wat er verandert".into(),
        body: "De planner ziet er anders uit.".into(),
    };
    app::messages::send(&house.app, &Actor::Operator, &message).await.expect("it leaves");
    house.work().await;
    let text = house.mail(TEACHER, "bulletin").expect("a message").text;
    let token = text.split("/mail/").nth(1).expect("a link").split_whitespace().next().expect("a token");
    let click = format!("/mail/one-click/{token}");
    let mut anybody = house.browser();
    let onward = anybody.get(&click).await;
    assert_eq!((onward.status, onward.location()), (302, &*format!("/nl/mail/{token}")));
    let page = anybody.get(onward.location()).await.text();
    assert!(page.contains("value=\"updates\" checked"), "{page}");
    assert!(!page.contains(TEACHER), "the whole address is not shown");
    // A mail program posts from nowhere, without a session, and is not led on.
    let form = [("content-type", "application/x-www-form-urlencoded")];
    for (body, status) in [("x=y", 400), ("", 400), ("List-Unsubscribe=One-Click", 200)] {
        let posted = anybody.ask(Method::POST, &click, &form, Body::from(body)).await;
        assert_eq!(posted.status, status, "{body:?}: {}", posted.text());
    }
    let page = anybody.get(&format!("/nl/mail/{token}")).await.text();
    assert!(page.contains("value=\"updates\">"), "it is ended: {page}");
    let wrong = anybody
        .ask(Method::POST, "/mail/one-click/00ff", &form, Body::from("List-Unsubscribe=One-Click"))
        .await;
    assert_eq!(wrong.status, 404);
    let saved = anybody.post(&format!("/nl/mail/{token}"), &[("topic", "updates")]).await;
    assert_eq!(saved.location(), format!("/nl/mail/{token}?said=saved"));
    let page = anybody.get(saved.location()).await.text();
    assert!(page.contains("Uw keuze is bewaard"), "{page}");
}

#[tokio::test]
async fn the_yearly_report_names_nobody() {
    let house = House::new().await;
    let mut teacher = house.signed_in("/my", TEACHER).await;
    let mut officer = house.signed_in("/desk", OFFICER).await;
    let place = filed(&house, &mut teacher).await;
    let refused = [("ground", "excessive"), ("reason", "Dit vroeg u vijf keer.")];
    assert_eq!(officer.post(&format!("{place}/refuse"), &refused).await.status, 303);
    later(&house, 10).await;
    let page = officer.get("/nl/desk/register").await.text();
    assert!(page.contains("Jaarverslag 2026"), "{page}");
    let file = officer.get("/nl/desk/register/report?year=2026").await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(file.text(), "month,right,outcome,in_time,late\r\n2026-12,access,refused,1,0\r\n");
    // A build without the press says so.
    let paper = officer.get("/nl/desk/register/paper?year=2026").await;
    assert!(
        (paper.status, paper.header("content-type")) == (200, "application/pdf") || paper.status == 404,
        "{}",
        paper.status
    );
    assert_eq!(teacher.get("/nl/desk/register/paper").await.status, 303);
    let year = app::register::year(&house.app, &kernel::Actor::Operator, 2026).await.expect("figures");
    assert_eq!((year.rows.len(), year.months[11].in_time), (1, 1));
    assert_eq!(year.refusals, [("excessive".to_owned(), 1)]);
    assert_eq!(
        officer.get("/nl/desk/register/report?year=2025").await.text(),
        "month,right,outcome,in_time,late\r\n"
    );
}
