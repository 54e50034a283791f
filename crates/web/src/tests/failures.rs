//! What goes wrong is shown as a page to people and as problem details to programs, and never says too much.

use axum::Router;
use axum::body::Body;
use axum::http::Method;
use axum::routing::get;

use super::browser::{Browser, form};
use super::house::House;
use crate::router::dressed;

#[tokio::test]
async fn unknown_addresses_and_wrong_methods_have_pages_in_the_readers_language() {
    let house = House::new().await;
    let mut browser = house.browser();
    let answer = browser.get("/nl/nothing").await;
    assert_eq!(answer.status, 404);
    assert!(answer.text().contains("Deze pagina is er niet") && answer.text().contains("<html lang=\"nl\">"));
    let answer = browser.get("/en/privacy/yesterday").await;
    assert_eq!(answer.status, 404);
    assert!(answer.text().contains("This page does not exist"));
    browser.language = "en";
    assert!(browser.get("/nothing").await.text().contains("<html lang=\"en\">"));
    assert_eq!(browser.get("/xx/privacy").await.status, 404);
    let headers = [("sec-fetch-site", "same-origin"), ("accept", "text/html")];
    let answer = browser.ask(Method::POST, "/nl/privacy", &headers, Body::empty()).await;
    assert_eq!((answer.status, answer.header("allow")), (405, "GET,HEAD"));
    assert!(answer.text().contains("<h1>"));
}

#[tokio::test]
async fn programs_get_problem_details() {
    let house = House::new().await;
    let headers = [("accept", "application/json")];
    for (path, status, code) in [
        ("/nl/nothing", 404, "not-found"),
        ("/api/anything", 404, "not-found"),
        ("/nl/my", 401, "sign-in-first"),
    ] {
        let answer = house.browser().ask(Method::GET, path, &headers, Body::empty()).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (status, "application/problem+json"),
            "{path}"
        );
        let details = answer.text();
        assert!(
            details.contains(&format!("\"status\":{status}"))
                && details.contains(&format!("\"code\":\"{code}\""))
        );
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_or_no_form_is_refused_with_a_page() {
    let house = House::new().await;
    let mut browser = house.browser();
    let long = "x".repeat(70_000);
    let answer = browser.post("/nl/my/sign-in", &[("email", &long)]).await;
    assert_eq!(answer.status, 413);
    assert!(answer.text().contains("<h1>Dit is te veel ineens</h1>"));
    let headers =
        [("sec-fetch-site", "same-origin"), ("content-type", "text/plain"), ("accept", "text/html")];
    let answer = browser.ask(Method::POST, "/nl/my/sign-in", &headers, Body::from("email")).await;
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("<h1>"));
    let headers = [
        ("sec-fetch-site", "same-origin"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("accept", "text/html"),
    ];
    let answer =
        browser.ask(Method::POST, "/nl/my/sign-in", &headers, Body::from(form(&[("other", "1")]))).await;
    assert_eq!(answer.status, 400, "a field is missing");
}

#[tokio::test]
async fn a_panic_is_a_page_with_a_reference_and_without_its_words() {
    async fn fall() -> &'static str {
        panic!("secret words")
    }
    let house = House::new().await;
    let router = Router::new().route("/{lang}/fall", get(fall));
    let mut browser = Browser::new(dressed(router, house.app.clone()), "http://gestand.test");
    let answer = browser.get("/nl/fall").await;
    assert_eq!(answer.status, 500);
    let page = answer.text();
    assert!(page.contains("Er ging bij ons iets mis") && page.contains("Noem bij vragen dit kenmerk"));
    assert!(!page.contains("secret words"));
}

#[tokio::test]
async fn hostile_addresses_are_only_not_found() {
    let house = House::new().await;
    for path in [
        "/nl/my/requests/%3Cscript%3E",
        "/nl/desk/requests?state=%3Cb%3E&right=%27&after=zzz",
        "/nl/%2e%2e/etc",
        "/nl/privacy/9999-99-99",
        "/nl/privacy/-009999-01-01",
        "/nl/my/sign-in?next=//evil.example&said=%3Cscript%3E",
        "/nl/my/sign-in?next=%0d%0aSet-Cookie:x",
        "//evil.example",
    ] {
        let answer = house.browser().get(path).await;
        assert!(answer.status < 500, "{path}: {}", answer.status);
        assert!(!answer.text().contains("<script"), "{path}");
        assert!(!answer.location().contains("evil"), "{path} sends to {}", answer.location());
    }
}
