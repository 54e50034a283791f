//! What every answer tells the browser.

use app::demo::people::TEACHER;

use super::house::{House, code_in};
use crate::assets;

#[tokio::test]
async fn every_answer_forbids_what_no_page_needs() {
    let house = House::new().await;
    let mut browser = house.browser();
    let asset = assets::style_path();
    for path in
        ["/", "/nl", "/nl/privacy", "/nl/my/sign-in", "/nl/nothing", "/nl/my", "/desk", asset, "/assets/x"]
    {
        let answer = browser.get(path).await;
        let policy = answer.header("content-security-policy");
        for directive in [
            "default-src 'none'",
            "style-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(directive), "{path} lacks {directive}");
        }
        assert!(!policy.contains("script-src") && !policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "{path} is on plain http");
        let cache = match path {
            _ if path == asset => "public, max-age=31536000, immutable",
            "/nl/my/sign-in" | "/nl/my" | "/desk" | "/nl/nothing" | "/assets/x" => "no-store",
            _ => "no-cache",
        };
        assert_eq!(answer.header("cache-control"), cache, "{path}");
    }
}

#[tokio::test]
async fn on_https_the_transport_is_pinned_and_cookies_are_bound_to_the_host() {
    let house = House::at("https://privacy.example", true).await;
    let mut browser = house.browser();
    let answer = browser.get("/nl").await;
    assert!(answer.header("strict-transport-security").starts_with("max-age="));
    browser.post("/nl/my/sign-in", &[("email", TEACHER)]).await;
    house.work().await;
    let code = code_in(&house.mail(TEACHER, "sign-in-code").expect("a code").text);
    let entered = browser.post("/nl/my/code", &[("code", &code)]).await;
    let set: Vec<_> =
        entered.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()).collect();
    let session = set.iter().find(|cookie| cookie.starts_with("__Host-gestand-my=")).expect("a session");
    for attribute in ["Path=/", "HttpOnly", "Secure", "SameSite=Lax", "Max-Age=7200"] {
        assert!(session.contains(attribute), "{session} lacks {attribute}");
    }
    assert!(
        set.iter()
            .any(|cookie| cookie.starts_with("__Host-gestand-my-ticket=;") && cookie.contains("Max-Age=0"))
    );
    assert_eq!(browser.get("/nl/my").await.status, 200);
}

#[tokio::test]
async fn assets_are_found_by_their_content_only() {
    let house = House::new().await;
    for asset in assets::all() {
        let answer = house.browser().get(&asset.path).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, asset.media), "{}", asset.path);
        assert!(!answer.body.is_empty());
    }
    assert_eq!(house.browser().get("/assets/gestand.css").await.status, 404);
}
