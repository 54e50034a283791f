//! Writing to the privacy contact, by the form and by mail, and what officers do with it; and choosing after a leak.

use app::demo::people::{OFFICER, TEACHER};
use app::programs::{self, Scope};
use axum::body::Body;
use axum::http::Method;
use kernel::Actor;

use super::browser::{Answer, Browser};
use super::house::House;

const WRITER: &str = "noor@elders.example";

async fn mailed(house: &House, browser: &mut Browser, mail: &str) -> Answer {
    let key =
        programs::create(&house.app, &Actor::Operator, "Mail", &[Scope::Mail], 1_000).await.expect("a key");
    let bearer = format!("Bearer {}", key.secret);
    let headers = [("authorization", bearer.as_str()), ("content-type", "message/rfc822")];
    browser.ask(Method::POST, "/api/v1/mail/incoming", &headers, Body::from(mail.to_owned())).await
}

#[tokio::test]
async fn a_message_of_the_form_is_routed_corrected_and_answered() {
    let house = House::new().await;
    let mut visitor = house.browser();
    for (email, words, marked) in [
        ("", "Een vraag", "email-error"),
        ("nobody", "Een vraag", "email-error"),
        (WRITER, " ", "words-error"),
    ] {
        let page = visitor.post("/nl/contact", &[("email", email), ("words", words)]).await;
        assert!(page.status == 422 && page.text().contains(marked), "{email} {words}");
    }
    let long = "x".repeat(4_001);
    assert_eq!(visitor.post("/en/contact", &[("email", WRITER), ("words", &long)]).await.status, 422);
    let words = "Ik kreeg de factuur van iemand anders! <b>Help</b>";
    let sent = visitor.post("/nl/contact", &[("email", WRITER), ("words", words)]).await;
    assert_eq!(sent.location(), "/nl/contact?sent=yes");
    assert!(visitor.get("/nl/contact?sent=yes").await.text().contains("Uw bericht is binnen."));
    house.work().await;
    let told = contact_mail(&house);
    let told = told.expect("the contact is told");
    assert!(
        told.subject.contains("datalek") && !told.text.contains("factuur") && !told.text.contains(WRITER)
    );

    let mut officer = house.signed_in("/desk", OFFICER).await;
    let list = officer.get("/nl/desk/messages").await;
    assert!(list.text().contains("Misschien een datalek") && !list.text().contains(WRITER));
    let path = list.link("/nl/desk/messages/");
    assert_eq!(visitor.get(&path).await.status, 303, "nobody else reads it");
    let page = officer.get(&path).await;
    assert!(page.text().contains(WRITER) && page.text().contains("&#60;b&#62;Help"), "{}", page.text());
    let routed = officer.post(&format!("{path}/route"), &[("route", "complaint")]).await;
    assert!(routed.location().ends_with("?said=message-routed"), "{}", routed.location());
    assert!(officer.get("/nl/desk/messages").await.text().contains("doorgestuurd door een medewerker"));
    assert_eq!(officer.post(&format!("{path}/answer"), &[("words", " ")]).await.status, 422);
    let answered = officer.post(&format!("{path}/answer"), &[("words", "Dank, wij zoeken het uit.")]).await;
    assert_eq!(answered.location(), "/nl/desk/messages?said=message-answered");
    house.work().await;
    assert!(house.mail(WRITER, "message-answered").expect("answered").text.contains("wij zoeken het uit"));
    assert_eq!(officer.post(&format!("{path}/handled"), &[]).await.status, 409, "once");
}

fn contact_mail(house: &House) -> Option<app::mailbox::Captured> {
    app::mailbox::captured(&house.app).into_iter().find(|mail| mail.kind == "officer-message")
}

#[tokio::test]
async fn a_message_becomes_a_request_that_asks_first_who_somebody_is() {
    let house = House::new().await;
    let mut visitor = house.browser();
    visitor.post("/nl/contact", &[("email", WRITER), ("words", "Verwijder al mijn gegevens.")]).await;
    let mut officer = house.signed_in("/desk", OFFICER).await;
    let path = officer.get("/nl/desk/messages").await.link("/nl/desk/messages/");
    let page = officer.get(&path).await.text();
    let select = page.split("<select id=\"right\"").nth(1).expect("rights");
    let first = select.split("value=\"").nth(1).and_then(|rest| rest.split('"').next());
    assert_eq!(first, Some("erasure"), "the likeliest first");
    assert_eq!(officer.post(&format!("{path}/request"), &[("right", "rectification")]).await.status, 400);
    let made = officer.post(&format!("{path}/request"), &[("right", "erasure")]).await;
    assert!(made.location().starts_with("/nl/desk/requests/"), "{}", made.location());
    house.work().await;
    assert!(house.mail(WRITER, "identity-asked").is_some());
    assert_eq!(officer.post(&format!("{path}/request"), &[("right", "erasure")]).await.status, 409);
}

#[tokio::test]
async fn an_answer_to_a_mail_of_ours_stands_with_its_request() {
    let house = House::new().await;
    let mut teacher = house.signed_in("/my", TEACHER).await;
    teacher.post("/nl/my/copy", &[]).await;
    house.work().await;
    let sent = house.mail(TEACHER, "request-received").expect("sent").id;
    let mut program = house.browser();
    let reply = |headers: &str, words: &str| {
        format!(
            "From: Els <{TEACHER}>\r\nSubject: Re: verzoek\r\n{headers}In-Reply-To: <{sent}@leskracht.example>\r\n\r\n{words}\r\n"
        )
    };
    let away =
        mailed(&house, &mut program, &reply("Auto-Submitted: auto-replied\r\n", "Ik ben er niet.")).await;
    assert!(away.status == 200 && away.text().contains("dropped"), "{}", away.text());
    let taken = mailed(&house, &mut program, &reply("", "Alleen van dit jaar, graag.")).await;
    assert!(taken.text().contains("with-request"), "{}", taken.text());
    let other = mailed(&house, &mut program, "From: a@b.example\r\n\r\nWanneer bent u open?\r\n").await;
    assert!(other.text().contains("at-desk"), "{}", other.text());
    for odd in ["", "Subject: x\r\n\r\nx", "From: nobody\r\n\r\nx"] {
        assert_eq!(mailed(&house, &mut program, odd).await.status, 422, "{odd}");
    }
    let mut officer = house.signed_in("/desk", OFFICER).await;
    let request = officer.get("/nl/desk/requests").await.link("/nl/desk/requests/0");
    let page = officer.get(&request).await;
    assert!(page.text().contains("Wat de persoon terugschreef"), "{}", page.text());
    let message = page.link("/nl/desk/messages/");
    assert!(officer.get(&message).await.text().contains("Alleen van dit jaar, graag."));
    assert!(
        teacher.get("/nl/my/looks").await.text().contains("een bericht aan de contactpersoon")
            || teacher.get("/nl/my/looks").await.text().contains("las een bericht")
    );
}

#[tokio::test]
async fn a_mail_that_is_delivered_twice_is_kept_once() {
    let house = House::new().await;
    let mut program = house.browser();
    let mail = |id: &str, from: &str, words: &str| {
        format!("From: <{from}>\r\nMessage-ID: <{id}>\r\nSubject: Vraag\r\n\r\n{words}\r\n")
    };
    for (id, from, words, taken) in [
        ("1@elders.example", WRITER, "Wanneer bent u open?", "at-desk"),
        ("1@elders.example", WRITER, "Wanneer bent u open?", "before"),
        // The words count for nothing, and nobody takes another's place by knowing an id.
        ("1@elders.example", WRITER, "Iets anders.", "before"),
        ("1@elders.example", "ander@elders.example", "Wanneer bent u open?", "at-desk"),
        ("2@elders.example", WRITER, "Wanneer bent u open?", "at-desk"),
    ] {
        let answer = mailed(&house, &mut program, &mail(id, from, words)).await;
        let read: serde_json::Value = serde_json::from_slice(&answer.body).expect("JSON");
        assert_eq!((answer.status, read["taken"].as_str()), (200, Some(taken)), "{id} {from}");
    }
    for _ in 0..2 {
        let answer = mailed(&house, &mut program, "From: <a@b.example>\r\n\r\nDag\r\n").await;
        assert!(answer.text().contains("at-desk"), "without an id nothing says that it is the same");
    }
    let list = app::incoming::list(&house.app, &Actor::Operator).await.expect("a list");
    assert_eq!(list.len(), 5);
}

#[tokio::test]
async fn after_a_leak_nothing_opens_before_a_choice() {
    let house = House::new().await;
    let mut teacher = house.signed_in("/my", TEACHER).await;
    let words = "tafel regent zelden paars";
    teacher.post("/nl/my/security/password", &[("password", words)]).await;
    teacher.post("/nl/my/security/leaked", &[]).await;
    for way in ["/nl/my/new-password", "/nl/my/new-password/none"] {
        let mut teacher = house.signed_in("/my", TEACHER).await;
        for path in ["/nl/my", "/nl/my/security", "/nl/my/looks", "/nl/my/copy"] {
            assert_eq!(teacher.get(path).await.location(), "/nl/my/new-password", "{path}");
        }
        assert_eq!(teacher.post("/nl/my/copy", &[]).await.status, 403, "nothing is done either");
        assert_eq!(teacher.get("/nl/my/new-password").await.status, 200);
        if way.ends_with("/none") {
            assert_eq!(teacher.post(way, &[]).await.location(), "/nl/my");
        } else {
            assert_eq!(teacher.post(way, &[("password", "kort")]).await.status, 422);
            let new = "gordijn fietst onder koffie";
            assert_eq!(teacher.post(way, &[("password", new)]).await.location(), "/nl/my");
            assert_eq!(teacher.get("/nl/my").await.status, 200);
            assert_eq!(teacher.get(way).await.location(), "/nl/my", "there is nothing to choose");
            // It leaks again.
            teacher.post("/nl/my/security/leaked", &[]).await;
            continue;
        }
        assert_eq!(teacher.get("/nl/my").await.status, 200);
    }
}

/// Who asks for a letter.
const READER: &str = "eva.smit@gmail.example";

#[tokio::test]
async fn a_letter_is_asked_for_on_any_site_and_confirmed_here() {
    let house = House::new().await;
    let mut visitor = house.browser();
    for (fields, marked) in [
        (&[("email", "nobody"), ("topic", "newsletter")][..], "email-error"),
        (&[("email", READER)], "topic-error"),
        (&[("email", READER), ("topic", "mail-measurement")], "topic-error"),
        (&[("email", READER), ("topic", "newsletter"), ("topic", "<script>")], "topic-error"),
    ] {
        let page = visitor.post("/nl/letters", fields).await;
        assert!(page.status == 422 && page.text().contains(marked), "{fields:?} {}", page.text());
        assert!(!page.text().contains("<script>\""), "{fields:?}");
    }
    let form = visitor.get("/nl/letters").await.text();
    assert!(!form.contains("checked"), "no box is ticked before anybody ticks it");
    // The form stands on another site: no session goes along, and none is needed.
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("origin", "https://www.leskracht.nl"),
        ("sec-fetch-site", "cross-site"),
    ];
    let body = format!("email={}&topic=newsletter", READER.replace('@', "%40"));
    let sent = visitor.ask(Method::POST, "/nl/letters", &headers, Body::from(body)).await;
    assert_eq!((sent.status, sent.location()), (303, "/nl/letters?sent=yes"), "{}", sent.text());
    assert!(visitor.get("/nl/letters?sent=yes").await.text().contains("Kijk in uw mailbox."));
    house.work().await;
    let mail = house.mail(READER, "letter-asked").expect("a mail");
    let path =
        mail.text.split_whitespace().find_map(|word| word.split_once("/nl/letters/")).expect("a link").1;
    let path = format!("/nl/letters/{path}");
    let page = visitor.get(&path).await;
    assert!(page.text().contains("e…t@gmail.example") && !page.text().contains(READER), "{}", page.text());
    assert_eq!(visitor.get(&path).await.status, 200, "looking changes nothing");
    assert!(visitor.post(&path, &[]).await.text().contains("Uw toestemming is vastgelegd."));
    assert_eq!(visitor.post(&path, &[]).await.status, 404, "once");
    assert_eq!(visitor.get("/nl/letters/00ff").await.status, 404);

    // The same for programs.
    let json = [("content-type", "application/json")];
    let wanted = |email: &str, purpose: &str| {
        format!("{{\"email\":\"{email}\",\"language\":\"en\",\"purposes\":[\"{purpose}\"]}}")
    };
    for (body, status) in [
        (wanted(READER, "newsletter"), 202),
        (wanted("nobody", "newsletter"), 422),
        (wanted(READER, "analytics"), 422),
        ("{".to_owned(), 400),
    ] {
        let answer = visitor.ask(Method::POST, "/api/v1/letters", &json, Body::from(body.clone())).await;
        assert_eq!(answer.status, status, "{body}");
    }
    let key = programs::create(&house.app, &Actor::Operator, "Mailer", &[Scope::Mail], 1_000).await;
    let bearer = format!("Bearer {}", key.expect("a key").secret);
    let headers = [("authorization", bearer.as_str())];
    let list = visitor.ask(Method::GET, "/api/v1/letters/newsletter", &headers, Body::empty()).await;
    assert!(list.status == 200 && list.text().contains(READER), "{}", list.text());
    assert!(list.text().contains("\"follow\":false"), "{}", list.text());
    let none = visitor.ask(Method::GET, "/api/v1/letters/analytics", &headers, Body::empty()).await;
    assert_eq!(none.status, 422);
    assert_eq!(visitor.get("/api/v1/letters/newsletter").await.status, 401);
}
