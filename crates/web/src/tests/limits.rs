//! Asking for codes and trying them, too often: through the real router, with a turned clock.

use std::time::Duration;

use app::demo::people::{OFFICER, TEACHER};
use axum::body::Body;
use axum::http::Method;

use super::browser::{Answer, Browser, form};
use super::house::House;

const UNKNOWN: &str = "nobody@nowhere.example";

/// A browser at an address of the network.
fn at(house: &House, address: &str) -> Browser {
    let mut browser = house.browser();
    browser.from = address.parse().expect("an address");
    browser
}

async fn ask(browser: &mut Browser, door: &str, address: &str) -> Answer {
    browser.post(&format!("/{}{door}/sign-in", browser.language), &[("email", address)]).await
}

async fn ask_until_refused(browser: &mut Browser) -> usize {
    for asked in 0..200 {
        if ask(browser, "/my", UNKNOWN).await.status == 429 {
            return asked;
        }
    }
    panic!("nobody is ever refused")
}

#[tokio::test]
async fn one_client_waits_and_is_told_how_long_while_others_go_on() {
    let house = House::new().await;
    let mut busy = at(&house, "203.0.113.7");
    assert_eq!(ask_until_refused(&mut busy).await, 30, "a school must be able to sign in together");
    let refused = ask(&mut busy, "/my", UNKNOWN).await;
    let page = refused.text();
    assert!(
        page.contains("<h1>Even wachten</h1>") && page.contains("Over een minuut kan het weer."),
        "{page}"
    );
    assert!(page.contains("tellen hun pogingen mee"));
    // Both doors have one count: the desk is no way round.
    assert_eq!(ask(&mut busy, "/desk", OFFICER).await.status, 429);
    assert_eq!(ask(&mut at(&house, "203.0.113.8"), "/my", UNKNOWN).await.status, 303);
    // After exactly the time that was said it is the client's turn again, once.
    let seconds: u64 = refused.header("retry-after").parse().expect("seconds");
    assert!((1..=21).contains(&seconds), "{seconds}");
    house.clock.advance(Duration::from_secs(seconds));
    assert_eq!(ask(&mut busy, "/my", UNKNOWN).await.status, 303);
    assert_eq!(ask(&mut busy, "/my", UNKNOWN).await.status, 429);
}

#[tokio::test]
async fn a_refusal_is_the_same_for_known_and_unknown_addresses_and_sends_no_mail() {
    let house = House::new().await;
    let mut busy = at(&house, "203.0.113.7");
    busy.language = "en";
    ask_until_refused(&mut busy).await;
    let mut refusals = Vec::new();
    for address in [TEACHER, UNKNOWN, "no address", ""] {
        let refused = ask(&mut busy, "/my", address).await;
        refusals.push((refused.status, refused.header("retry-after").to_owned(), refused.text()));
    }
    assert!(refusals.iter().all(|refusal| *refusal == refusals[0]), "{refusals:?}");
    assert!(refusals[0].2.contains("You can try again in a minute."), "{}", refusals[0].2);
    house.work().await;
    assert!(house.mail(TEACHER, "sign-in-code").is_none(), "what is refused sends nothing");
}

#[tokio::test]
async fn codes_are_not_tried_without_end_either() {
    let house = House::new().await;
    let mut busy = at(&house, "2001:db8:1:2::1");
    for tried in 0..60 {
        let answer = busy.post("/nl/my/code", &[("code", "000000")]).await;
        assert_eq!(answer.status, 422, "try {tried}");
        // Another address of the same household is the same client.
        busy.from = format!("2001:db8:1:2::{tried:x}").parse().expect("an address");
    }
    let headers = [
        ("sec-fetch-site", "same-origin"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("accept", "application/json"),
    ];
    let body = Body::from(form(&[("code", "000000")]));
    let refused = busy.ask(Method::POST, "/nl/desk/code", &headers, body).await;
    assert_eq!((refused.status, refused.header("content-type")), (429, "application/problem+json"));
    assert!(refused.text().contains("\"code\":\"too-many\"") && !refused.header("retry-after").is_empty());
    assert_eq!(ask(&mut busy, "/my", UNKNOWN).await.status, 303, "asking is counted apart");
}

#[tokio::test]
async fn addresses_are_forgotten_when_the_window_has_passed() {
    let house = House::new().await;
    ask_until_refused(&mut at(&house, "203.0.113.7")).await;
    ask(&mut at(&house, "203.0.113.8"), "/my", UNKNOWN).await;
    house.limits.forget();
    assert_eq!(house.limits.kept(), 2);
    // Who asked once is forgotten within a minute, who asked 30 times after ten.
    house.clock.advance(Duration::from_secs(41));
    house.limits.forget();
    assert_eq!(house.limits.kept(), 1);
    house.clock.advance(Duration::from_secs(580));
    house.limits.forget();
    assert_eq!(house.limits.kept(), 0);
}

#[tokio::test]
async fn only_a_trusted_proxy_says_who_the_client_is() {
    let ask_for = async |browser: &mut Browser, client: &str| {
        let headers = [
            ("sec-fetch-site", "same-origin"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("x-forwarded-for", client),
        ];
        let body = Body::from(form(&[("email", UNKNOWN)]));
        browser.ask(Method::POST, "/nl/my/sign-in", &headers, body).await.status
    };
    let house = House::new().await;
    let mut liar = at(&house, "203.0.113.7");
    for turn in 0..30 {
        assert_eq!(ask_for(&mut liar, &format!("198.51.100.{turn}")).await, 303);
    }
    assert_eq!(ask_for(&mut liar, "198.51.100.99").await, 429, "another name does not help");
    let house = house.behind("127.0.0.1");
    let mut proxy = at(&house, "127.0.0.1");
    for _ in 0..30 {
        assert_eq!(ask_for(&mut proxy, "198.51.100.1").await, 303);
    }
    assert_eq!(ask_for(&mut proxy, "198.51.100.1").await, 429);
    assert_eq!(ask_for(&mut proxy, "198.51.100.2").await, 303, "others behind the proxy go on");
}
