//! Choices of visitors, from the script that asks to the proof that somebody keeps.

use app::consents::{figures, links, receipts};
use app::decision::Inquiry;
use axum::body::Body;
use axum::http::Method;
use inventory::Identity;
use jiff::ToSpan;
use kernel::{Actor, Language};
use serde_json::{Value, json};

use super::browser::Answer;
use super::house::House;

const DOOR: &str = "/api/v1/consents";
const ID: &str = "0123456789abcdef0123456789abcdef";
const SITE: &str = "https://www.leskracht.nl";

fn read(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("no JSON: {}", answer.text()))
}

/// What the script of the house asks.
async fn offer(house: &House) -> Value {
    let text = house.browser().get("/gestand.js").await.text();
    let (_, edition) = text.trim().rsplit_once("})({").expect("a call of the build");
    serde_json::from_str(&format!("{{{}", edition.trim_end_matches(");"))).expect("the edition")
}

/// A choice that allows some services.
async fn choice(house: &House, id: &str, allowed: &[&str]) -> Value {
    let offer = offer(house).await;
    let mut services = serde_json::Map::new();
    let mut purposes = serde_json::Map::new();
    for service in offer["services"].as_array().expect("services") {
        if service["kind"] == "necessary" {
            continue;
        }
        let (id, purpose) =
            (service["id"].as_str().expect("id"), service["purpose"].as_str().expect("purpose"));
        let yes = allowed.contains(&id);
        services.insert(id.into(), yes.into());
        let all = purposes.get(purpose).is_none_or(|before| before == true) && yes;
        purposes.insert(purpose.into(), all.into());
    }
    json!({
        "id": id, "edition": offer["hash"], "at": house.app.now().to_string(), "language": "nl",
        "source": "second-layer", "control": "save", "gpc": false, "scope": "www.leskracht.nl",
        "purposes": purposes, "services": services,
    })
}

async fn send(house: &House, body: impl Into<Body>) -> Answer {
    let headers = [("content-type", "application/json"), ("origin", SITE), ("sec-fetch-site", "cross-site")];
    house.browser().ask(Method::POST, DOOR, &headers, body.into()).await
}

async fn receipts_of(house: &House, id: &str) -> Answer {
    let body = json!({ "id": id }).to_string();
    let path = format!("{DOOR}/receipts");
    house.browser().ask(Method::POST, &path, &[("origin", SITE)], body.into()).await
}

async fn decide(house: &House, kind: &str, value: &str, purpose: &str) -> String {
    let inquiry = Inquiry::new(Identity { kind: kind.into(), value: value.into() }, purpose, vec![]);
    let answers = house.app.decisions().ask(&house.app, &Actor::Operator, &[inquiry]).await.expect("answers");
    serde_json::to_value(answers[0].reason).expect("a word").as_str().expect("a word").to_owned()
}

#[tokio::test]
async fn the_script_is_the_same_for_everybody_and_sent_once() {
    let house = House::new().await;
    let plain = house.browser().get("/gestand.js").await;
    assert_eq!((plain.status, plain.header("content-type")), (200, "text/javascript; charset=utf-8"));
    assert_eq!(plain.header("cross-origin-resource-policy"), "cross-origin");
    assert_eq!(plain.header("access-control-allow-origin"), "*");
    assert!(plain.header("cache-control").starts_with("public, max-age="));
    assert!(plain.headers.get("set-cookie").is_none());
    let tag = plain.header("etag").to_owned();
    let ask = async |path: &str, headers: &[(&str, &str)]| {
        house.browser().ask(Method::GET, path, headers, Body::empty()).await
    };
    let again = ask("/gestand.js", &[("if-none-match", &tag)]).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(ask("/gestand.js", &[("if-none-match", "\"other\"")]).await.status, 200);
    let packed = ask("/gestand.js", &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(packed.header("content-encoding"), "br");
    assert!(packed.body.len() * 2 < plain.body.len(), "{} of {}", packed.body.len(), plain.body.len());
    let pinned = ask(&format!("/gestand/{}.js", tag.trim_matches('"')), &[]).await;
    assert_eq!((pinned.status, pinned.body == plain.body), (200, true));
    assert!(pinned.header("cache-control").contains("immutable"));
    assert_eq!(ask("/gestand/0000000000000000.js", &[]).await.status, 404);
    let strict = house.browser().get("/gestand-strict.js").await;
    assert!(strict.status == 200 && strict.body.len() > plain.body.len());
}

#[tokio::test]
async fn the_script_asks_what_the_edition_declares() {
    let house = House::new().await;
    let offer = offer(&house).await;
    let edition = app::editions::current(&house.app).expect("an edition");
    assert!(edition.hash().to_string().starts_with(offer["hash"].as_str().expect("digits")));
    assert_eq!(offer["urls"]["record"], "http://gestand.test/api/v1/consents");
    assert_eq!(offer["memory"]["name"], "gestand_choice");
    let services = offer["services"].as_array().expect("services");
    let of = |id: &str| services.iter().find(|it| it["id"] == id);
    let ads = of("google-ads").expect("a service that asks");
    assert_eq!((&ads["gpc"], &ads["kind"]), (&json!(true), &json!("marketing")));
    assert_eq!(ads["cookies"][0]["lifetime"], json!({ "nl": "3 maanden", "en": "3 months" }));
    assert!(ads["where"].as_array().is_some_and(|it| !it.is_empty()));
    // What stores nothing on the site, or is in mail alone, is not asked here.
    assert!(of("share-links").is_none() && of("mail-pixel").is_none());
    let purposes: Vec<&str> =
        offer["purposes"].as_array().expect("purposes").iter().filter_map(|it| it["id"].as_str()).collect();
    assert_eq!(purposes, ["analytics", "marketing", "sharing"]);
}

#[tokio::test]
async fn a_choice_is_recorded_once_and_proved() {
    let house = House::new().await;
    let sent = choice(&house, ID, &["google-analytics", "funnelview"]).await;
    let answer = send(&house, sent.to_string()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(answer.header("access-control-allow-origin"), SITE);
    let again = send(&house, sent.to_string()).await;
    assert_eq!((again.status, read(&again)), (200, read(&answer)));
    // Another choice under the same name is none.
    let mut other = sent.clone();
    other["control"] = json!("api");
    let answer = send(&house, other.to_string()).await;
    assert_eq!((answer.status, read(&answer)["code"].as_str()), (409, Some("recorded-otherwise")));
    assert_eq!(answer.header("access-control-allow-origin"), SITE, "or the banner would send it for ever");

    let given = receipts_of(&house, ID).await;
    let given = read(&given);
    let receipt = given[0].clone();
    assert_eq!(given.as_array().map(Vec::len), Some(1));
    assert!(!given.to_string().contains(ID), "the id itself is kept nowhere");
    let key = app::ledger_log::status(&house.app, &Actor::Operator).await.expect("a key").public_key;
    let shown = receipts::verify(&receipt.to_string(), &key).expect("it holds");
    assert!(shown.record.purposes["analytics"]);
    assert_eq!((shown.record.site.as_str(), shown.record.language), ("www.leskracht.nl", Language::Nl));
    // A word changed anywhere, and it no longer does.
    for (place, value) in [
        ("/record_id", json!("x")),
        ("/pii_principal_id", json!("00")),
        ("/event/0/event_state", json!("dpv:ConsentRefused")),
        ("/pii_processing/purposes/0/allowed", json!(false)),
        ("/pii_processing/purposes/1/services/0/allowed", json!(true)),
        ("/pii_processing/text_shown", json!("00")),
        ("/pii_processing/collection_method/control", json!("accept")),
        ("/proof/record", json!(shown.record.text().replace("\"marketing\":false", "\"marketing\":true"))),
        ("/proof/salt", json!("00".repeat(16))),
        ("/proof/place", json!(1)),
        ("/proof/entry/at", json!("2020-01-01T00:00:00Z")),
        ("/schema_version", json!("other")),
    ] {
        let mut forged = receipt.clone();
        *forged.pointer_mut(place).unwrap_or_else(|| panic!("no {place} in {receipt}")) = value;
        assert!(receipts::verify(&forged.to_string(), &key).is_err(), "{place}");
    }
    let other = ledger::SigningKey::from_seed("other.example/ledger", &[1; 32]).expect("a key");
    assert!(receipts::verify(&receipt.to_string(), &other.public_key().to_string()).is_err());
    assert!(receipts::verify("{}", &key).is_err() && receipts::verify("x", &key).is_err());
    assert_eq!(receipts_of(&house, &ID.replace('0', "1")).await.status, 404);
}

#[tokio::test]
async fn what_does_not_fit_leaves_nothing_behind() {
    let house = House::new().await;
    let sent = choice(&house, ID, &[]).await;
    let (before, _) = store::ledger::head(house.app.store()).await.expect("a head");
    let changed = |place: &str, value: Value| {
        let mut sent = sent.clone();
        *sent.pointer_mut(place).expect("a field") = value;
        sent.to_string()
    };
    let long = format!("{{\"id\": \"{}\"}}", "x".repeat(crate::api::consents::BYTES));
    for (body, status, code) in [
        (changed("/edition", json!("0000000000000000")), 422, "unknown-edition"),
        (changed("/edition", json!("")), 422, "unknown-edition"),
        (changed("/scope", json!("evil.example")), 422, "unknown-site"),
        (changed("/purposes", json!({ "anything": true })), 422, "unknown-purposes"),
        (changed("/services", json!({ "anything": true })), 422, "unknown-services"),
        (changed("/at", json!("2039-01-01T00:00:00Z")), 422, "wrong-clock"),
        (changed("/at", json!("2006-01-01T00:00:00Z")), 422, "wrong-clock"),
        (changed("/at", json!("yesterday")), 422, "not-a-choice"),
        (changed("/id", json!("jan@school.example")), 422, "unknown-id"),
        (changed("/source", json!("dark-pattern")), 422, "not-a-choice"),
        ("{\"id\": \"jan@school.example\"".to_owned(), 400, "bad-request"),
        ("[]".to_owned(), 422, "not-a-choice"),
        (String::new(), 400, "bad-request"),
        (long, 413, "too-large"),
    ] {
        for language in ["nl", "en"] {
            let mut browser = house.browser();
            browser.language = language;
            let answer = browser.ask(Method::POST, DOOR, &[("origin", SITE)], body.clone().into()).await;
            let details = read(&answer);
            assert_eq!((answer.status, details["code"].as_str()), (status, Some(code)), "{details}");
            assert_eq!(answer.header("content-type"), "application/problem+json");
            assert!(!answer.text().contains("jan@") && !answer.text().contains("evil"), "{details}");
        }
    }
    let (after, _) = store::ledger::head(house.app.store()).await.expect("a head");
    assert_eq!(before, after);
    assert!(store::consents::counts(house.app.store(), 0).await.expect("counts").is_empty());
}

#[tokio::test]
async fn only_pages_of_declared_sites_may_read_the_answer() {
    let house = House::new().await;
    let sent = choice(&house, ID, &[]).await.to_string();
    for (origin, allowed) in [
        (SITE, true),
        ("https://leskracht.nl", false),
        ("https://evil.example", false),
        ("https://www.leskracht.nl.evil.example", false),
        ("null", false),
    ] {
        for path in [DOOR, "/v1/consents", "/api/v1/consents/receipts"] {
            let headers = [("origin", origin), ("access-control-request-method", "POST")];
            let answer = house.browser().ask(Method::OPTIONS, path, &headers, Body::empty()).await;
            assert_eq!(answer.header("access-control-allow-origin"), if allowed { origin } else { "" });
            assert_eq!(answer.header("access-control-allow-headers").is_empty(), !allowed);
            assert_eq!(answer.header("vary"), "Origin");
            assert!(answer.headers.get("access-control-allow-credentials").is_none());
        }
        let answer =
            house.browser().ask(Method::POST, DOOR, &[("origin", origin)], sent.clone().into()).await;
        assert_eq!(answer.header("access-control-allow-origin"), if allowed { origin } else { "" });
    }
    // A site of the operator's own counts, too.
    app::consents::offers::add_site(&house.app, "http://127.0.0.1:8081");
    let headers = [("origin", "http://127.0.0.1:8081")];
    let answer = house.browser().ask(Method::POST, DOOR, &headers, sent.into()).await;
    assert_eq!(answer.header("access-control-allow-origin"), "http://127.0.0.1:8081");
}

#[tokio::test]
async fn a_flood_from_one_address_is_held_off_and_nobody_else_is() {
    let house = House::new().await;
    let sent = choice(&house, ID, &[]).await.to_string();
    let mut flood = house.browser();
    let mut last = 0;
    for _ in 0..700 {
        last = flood.ask(Method::POST, DOOR, &[], "{}".into()).await.status;
        if last == 429 {
            break;
        }
    }
    assert_eq!(last, 429);
    let mut other = house.browser();
    other.from = "203.0.113.9".parse().expect("an address");
    assert_eq!(other.ask(Method::POST, DOOR, &[("origin", SITE)], sent.into()).await.status, 201);
}

#[tokio::test]
async fn many_at_once_share_an_entry_and_each_is_proved() {
    let house = House::new().await;
    let template = choice(&house, ID, &[]).await;
    let (before, _) = store::ledger::head(house.app.store()).await.expect("a head");
    let ids: Vec<String> = (0..200u32).map(|n| format!("{n:032x}")).collect();
    let sends = ids.iter().map(|id| {
        let mut sent = template.clone();
        sent["id"] = json!(id);
        let house = &house;
        async move { send(house, sent.to_string()).await.status }
    });
    let told = futures_util::future::join_all(sends).await;
    assert!(told.iter().all(|status| *status == 201), "{told:?}");
    let (after, _) = store::ledger::head(house.app.store()).await.expect("a head");
    assert!(after - before < 100, "{} entries", after - before);
    let key = app::ledger_log::status(&house.app, &Actor::Operator).await.expect("a key").public_key;
    for id in [&ids[0], &ids[117], &ids[199]] {
        let receipt = read(&receipts_of(&house, id).await)[0].to_string();
        receipts::verify(&receipt, &key).expect("it holds");
    }
    let report = app::ledger_log::verify(&house.app, |_, _| ()).await.expect("a report");
    assert!(report.is_whole());
}

#[tokio::test]
async fn a_decision_follows_the_newest_choice_until_it_is_over() {
    let house = House::new().await;
    assert_eq!(decide(&house, "cookie", ID, "analytics").await, "consent-not-known");
    let yes = choice(&house, ID, &["google-analytics", "funnelview"]).await;
    assert_eq!(send(&house, yes.to_string()).await.status, 201);
    assert_eq!(decide(&house, "cookie", ID, "analytics").await, "consented");
    assert_eq!(decide(&house, "cookie", ID, "marketing").await, "consent-refused");
    assert_eq!(
        decide(&house, "cookie", "ffffffffffffffffffffffffffffffff", "analytics").await,
        "consent-not-known"
    );
    house.clock.advance(std::time::Duration::from_mins(1));
    let no = choice(&house, ID, &[]).await;
    assert_eq!(send(&house, no.to_string()).await.status, 201);
    assert_eq!(decide(&house, "cookie", ID, "analytics").await, "consent-refused");
    house.clock.advance(std::time::Duration::from_hours(24 * 190));
    assert_eq!(decide(&house, "cookie", ID, "analytics").await, "consent-not-known");
}

#[tokio::test]
async fn choices_are_tied_to_an_account_only_when_its_person_says_so() {
    let house = House::new().await;
    let teacher = app::demo::people::TEACHER;
    let sent = choice(&house, ID, &["google-analytics", "funnelview"]).await;
    assert_eq!(send(&house, sent.to_string()).await.status, 201);
    let mut browser = house.signed_in("/my", teacher).await;
    assert_eq!(decide(&house, "email", teacher, "analytics").await, "consent-not-known");
    let nothing = browser.get("/nl/my/choices").await;
    assert_eq!(nothing.status, 200);
    let wrong = browser.post("/nl/my/choices", &[("id", "jan@school.example")]).await;
    assert_eq!(wrong.status, 400, "{}", wrong.text());
    assert_eq!(browser.post("/nl/my/choices", &[("id", ID)]).await.status, 303);
    for language in ["nl", "en"] {
        let page = browser.get(&format!("/{language}/my/choices")).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(page.text().contains("www.leskracht.nl"), "{}", page.text());
        assert!(!page.text().contains(ID));
    }
    assert_eq!(decide(&house, "email", teacher, "analytics").await, "consented");
    let subject = browser.get("/nl/my/choices").await.hidden("subject");
    assert_eq!(browser.post("/nl/my/choices/untie", &[("subject", &subject)]).await.status, 303);
    assert_eq!(decide(&house, "email", teacher, "analytics").await, "consent-not-known");
    assert_eq!(browser.post("/nl/my/choices/untie", &[("subject", &subject)]).await.status, 404);
}

#[tokio::test]
async fn sums_are_for_the_staff_and_hold_nobody() {
    let house = House::new().await;
    for (n, allowed) in [(0u32, &["google-analytics", "funnelview"][..]), (1, &[]), (2, &[])] {
        let id = format!("{n:032x}");
        let sent = choice(&house, &id, allowed).await;
        assert_eq!(send(&house, sent.to_string()).await.status, 201);
    }
    let sums = figures::last(&house.app, &Actor::Operator, 30).await.expect("sums");
    assert_eq!((sums.choices, sums.days.len()), (3, 30));
    let today = sums.days.last().expect("a day");
    assert_eq!((today.all, today.some, today.none), (0, 1, 2));
    let analytics = sums.purposes.iter().find(|it| it.name.en.contains("visits")).expect("a purpose");
    assert_eq!((analytics.allowed, analytics.refused), (1, 2));
    assert!(figures::last(&house.app, &Actor::Anonymous, 30).await.is_err());
    assert!(links::list(&house.app, &Actor::Operator).await.is_err());
    let officer = house.signed_in("/desk", app::demo::people::OFFICER).await;
    for language in ["nl", "en"] {
        let page = officer.clone().get(&format!("/{language}/desk/choices")).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(page.text().contains("<svg"), "a chart");
        assert!(!page.text().contains("0000000000000000000000000000000"));
    }
}

#[tokio::test]
async fn a_choice_goes_when_the_edition_keeps_its_proof_no_longer() {
    let house = House::new().await;
    let sent = choice(&house, ID, &[]).await;
    assert_eq!(send(&house, sent.to_string()).await.status, 201);
    let at = |years: i64| (house.app.now().to_zoned(jiff::tz::TimeZone::UTC) + years.years()).timestamp();
    let (soon, late) = (at(5), at(6));
    house.clock.set(soon);
    app::consents::forget_old(&house.app).await.expect("nothing is due");
    assert_eq!(receipts_of(&house, ID).await.status, 200, "the term counts from when it was last relied on");
    house.clock.set(late);
    app::consents::forget_old(&house.app).await.expect("it goes");
    assert_eq!(receipts_of(&house, ID).await.status, 404);
}

#[tokio::test]
async fn the_page_of_ones_own_numbers_shows_the_choices_made_in_that_browser() {
    let house = House::new().await;
    let body = choice(&house, ID, &["google-analytics"]).await.to_string();
    assert_eq!(send(&house, body).await.status, 201);
    let page = async |cookie: &str| {
        let headers = [("cookie", cookie)];
        house.browser().ask(Method::GET, "/nl/cookie-ids", &headers, Body::empty()).await.text()
    };
    let stored =
        |id: &str| format!("gestand_choice=%7B%22v%22%3A1%2C%22id%22%3A%22{id}%22%7D; _ga=GA1.1.7.8");
    let shown = page(&stored(ID)).await;
    for word in ["Wat u in deze browser koos", "www.leskracht.nl", "href=\"/nl/my/choices\"", "GA1.1.7.8"] {
        assert!(shown.contains(word), "{word} is not in {shown}");
    }
    // Another browser, one without a choice, and one with something else under that name see nothing of it.
    for cookie in [stored(&"ab".repeat(16)), "_ga=GA1.1.7.8".to_owned(), stored("' or 1=1 --")] {
        let other = page(&cookie).await;
        assert!(!other.contains("Wat u in deze browser koos"), "{cookie}");
    }
}
